"""What a claim affirms and what it denies, word by word, and where two claims hold opposite sides of one matter.

A word's sign is turned by each negation in whose reach it stands ("did not use tear gas", "denies that the exit was
locked"); two claims are opposed where a word of both, or a pair of opposites ("acquitted", "convicted"), has the same
subject and object but not the same sign.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import NamedTuple

from dedup.alignment.vocabulary import CALENDAR, FUNCTION_WORDS, senses
from dedup.text.stems import NUMBER_WORDS, stem

_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+(?:[.,]\d+)*|[,;:()—–?]|--|[“”\"]")
_BREAKS = frozenset(", ; : ( ) — – -- ?".split())
_CONJUNCTIONS = frozenset(
    "but although though while whereas because after before when as who which since until unless if whether so".split()
)
_SPEECH = frozenset("said says say added adds claimed claims insisted warned argued investigators reporters".split())
_NOT = frozenset(
    "zero not never no none nobody neither nor without cannot can't don't doesn't didn't won't wouldn't isn't aren't "
    "wasn't "
    "weren't hasn't haven't hadn't couldn't shouldn't mustn't ain't".split()
)
_WHOLE = frozenset("zero no none nobody neither".split())  # deny the whole clause: "No evacuation has been ordered"
_PSEUDO = re.compile(
    r"\bnot (?:only|just|merely|simply|least|all|every|everyone|everything|always|so much)\b|"
    r"\bno (?:more|fewer|less|later|earlier|sooner|bigger|doubt|matter|wonder|shortage|lack|end|stranger|secret|\d)|"
    r"\bno\. ?\d|\bnone other",
    re.IGNORECASE,
)
_DENY = frozenset("deny denied denies denying denial dispute disputed disputes disputing".split())
# "was denied bail": a refusal, no denial.
_REFUSED = frozenset("bail entry access parole asylum visa permission request appeal motion petition treatment".split())
_REFUSE = frozenset(
    "refuse refused refuses refusing decline declined declines declining fail failed fails failing unable stopped "
    "unwilling".split()
)
# "did not say how many died" denies the saying, not the deaths.
_SAYING = frozenset(
    stem(word)
    for word in (
        "say know comment give specify identify disclose respond reply return elaborate mention clear confirm reveal "
        "tell release provide recall remember believe think expect explain speculate answer address discuss want wait "
        "understand see realize reach want need care mind detail immediately name"
    ).split()
)
_AUXILIARIES = frozenset("do does did is are was were has have had don't doesn't didn't isn't aren't".split())
_REACH = 7  # content words after "not" that it can deny
_WITHOUT = 3
_REWORDED = 0.75  # the same where the denied word is only one of like meaning
_SAME_ACT = 0.34  # share of the shorter claim's words from which two claims tell of the same act
_SAME = 0.9
_NEGATED = re.compile(
    r"\b(?:zero|den(?:y|ies|ied|ying)|(?:refus|fail|declin)\w* to|not|no|never|none|nobody|neither|nor|without|"
    r"cannot)\b|n['’]t\b",
    re.IGNORECASE,
)
_NOT_YET = re.compile(r"\b(?:not (?:yet|so far)|yet to|still (?:not|closed|shut)|not\b.{1,40}\byet)\b", re.I)
_NO_MORE = re.compile(r"\b(?:never|not|n['’]t)\b[^.;]{1,40}\bagain\b", re.IGNORECASE)
_TO_COME = re.compile(r"\b(?:will|shall|would|due|plans?|planned|expected|set|scheduled|next)\b", re.IGNORECASE)
_EARLIER = re.compile(
    r"\b(?:previously|formerly|earlier|used to|prior to|in the past|originally|initially|until (?:now|recently)|once)\b"
    r"(?! (?:figure|estimate|report|toll|count|number|forecast))",
    re.IGNORECASE,
)
# "Without a title since 1908" holds up to the title that the other claim reports.
_SINCE = re.compile(r"\b(?:no|not|never|without|n['’]t)\b[^.;]{0,60}\bsince\b", re.IGNORECASE)
# "60,000 homes were without power", "power was restored to 40,000": one follows on the other.
_WITHOUT_IT = re.compile(r"\b(?:without|no|not have)\b", re.IGNORECASE)
_RESTORED = re.compile(r"\b(?:restor(?:e|es|ed|ing)|reconnect(?:ed|ing)|came back|is back|are back)\b", re.IGNORECASE)
_COVERED = 0.5  # share of a denied clause's words that the other claim must have
_JOINING = frozenset({"and", "or", "nor"})
# Verbs that only say that something is there: "No warning was issued", "No damage was reported".
_LIGHT = frozenset(
    stem(word)
    for word in (
        "order issue report announce expect plan find see know record suffer carry hold make take cause happen occur "
        "detect register"
    ).split()
)
# Verbs whose object is what they say: "did not use tear gas" denies the tear gas, however it was fired.
_EMPTY = frozenset(map(stem, "use have hold take carry make conduct deploy employ offer receive get".split()))
_PREPOSITIONS = frozenset("in at on of for from to by with near after before during between among against".split())
_CHANCE = frozenset("chance risk odds probability".split())
_WEAK = _CHANCE | frozenset(
    "may might could can possibly perhaps potentially reportedly allegedly delayed negotiations negotiating "
    "considering mulling weighing".split()
)
# "Despite reports that he would not return": what follows is not what the claim says.
_REFUTED = re.compile(
    r"\b(?:despite|contrary to|in spite of|dismiss(?:ed|es|ing)|after) (?:\w+ ){0,3}?"
    r"(?:reports?|rumou?rs|speculation|suggestions|claims)\b[^,;]*",
    re.IGNORECASE,
)
_OBJECTS = frozenset("it him her them us me you".split())  # "deny it the protection": a refusal
_DETERMINERS = frozenset("a an the this that these those his her its their our my".split())
_INFINITIVE = 7  # words after a verb in which the act that it allows or orders stands: "allow them to leave"
# Objects that say nothing of their own: "acquitted of all charges", "leaves the club".
_PLAIN_OBJECTS = frozenset(map(stem, "charge charges count counts wrongdoing club team job post office role".split()))
_PLANNING = frozenset(map(stem, "plan expect hope intend aim decide promise propose consider".split()))
_ANTECEDENT = 3  # words before "who" that name somebody
# Words whose two sides change places when the sentence is turned round: Rovers win as United lose.
_CONVERSE = frozenset(map(stem, "win victory beat top lose loss defeat buy purchase acquire sell".split()))
_PRONOUNS = frozenset("he she it they we i you this that there who which".split())
GENERIC = frozenset(
    stem(word)
    for word in (
        "company firm group people person man woman official officials police authorities government ministry "
        "spokesman spokeswoman statement report reports source sources client lawyer lawyers party "
        "defence defense state local regional day year time week month part hour minute second morning afternoon "
        "evening night least early late need want seem try"
    ).split()
)
# What is turned down: "rejected a plan to close the pool" denies the closing.
_REJECT = frozenset(
    "reject rejected rejects rejecting block blocked blocks turnǀdown scrap scrapped scraps abandon abandoned "
    "abandons drop dropped drops veto vetoed defeat defeated".split()
)
_OFF = frozenset("callǀoff cancelled canceled averted".split())
# What takes place or not; a warning that is called off has been issued.
_HELD = frozenset(map(stem, (
    "strike walkout meeting summit talks match game race concert festival show march protest rally parade vote "
    "election referendum visit trip tour launch flight session hearing wedding exercise drill sale conference "
    "premiere debate"
).split()))  # fmt: skip
_BEING = frozenset("was were been be is are being".split())
_PLANS = frozenset("plan plans proposal proposals bid motion bill idea call calls request move attempt measure".split())
_LONG_STEM, _ENDING = 5, 2  # letters of stems that the stemmer cut at two places
_PLAN_REACH = 6  # words between a verb of rejecting and the act that was planned
# Phrases that make one word; the pattern's spaces match any white space.
_PHRASES = (
    ("rule[sd]? out|ruling out|rule out", "rule_out"), ("l(?:ea|e)(?:ft|ve|ves|aving) open", "leave_open"),
    ("turn(?:ed|s)? down", "turn_down"), ("call(?:ed|s)? off", "call_off"), ("shut(?:s)? down", "shut_down"),
    ("step(?:ped|s)? down", "step_down"), ("go(?:es|ne)? ahead|went ahead", "go_ahead"),
    ("took off|take(?:s|n)? off", "take_off"), ("vot(?:ed|e|es) against", "vote_against"),
    ("vot(?:ed|e|es) (?:for|in favou?r of)", "vote_for"), ("under control", "under_control"),
    ("out of control", "out_of_control"), ("on time", "on_time"), ("on schedule", "on_schedule"),
    ("broke(?:n)? down|break(?:s)? down", "break_down"), ("st(?:ay|ayed|ays) on", "stay_on"),
    ("lai?d off|lay(?:s)? off|(?:los(?:e|es|ing)|lost) (?:their|his|her) jobs?|ma[dk]e redundant", "lay_off"),
    ("str(?:uck|ike|ikes) down", "strike_down"),
    ("tore down|torn down|tear down", "tear_down"), ("in person", "in_person"),
    ("go(?:es|ne|ing)? off|went off", "go_off"),
    ("carr(?:y|ies|ied|ying) out", "carry_out"),
    ("left unchanged|leave unchanged", "leave_unchanged"), ("voted down", "vote_down"),
    ("refus(?:ed|es|ing|e) to concede", "refuse_to_concede"),
    ("(?:leave|left|leaving|flee|fled|quit) (?:their|his|her) homes?", "evacuate"),
)  # fmt: skip
_PHRASE = re.compile("|".join(rf"(?P<p{i}>\b(?:{p})\b)" for i, (p, _) in enumerate(_PHRASES)), re.IGNORECASE)


class Word(NamedTuple):
    """A word that carries meaning.

    Attributes:
        stem: Its stem.
        sign: 1 affirmed, -1 denied, 0 left open (after "if", "may", in a question).
        clause: Number of its clause.
        place: Number of the token.
        text: The word as written.
        until: Whether "until" follows in its clause.
        joined: Whether "and" or "or" stands before it: a second thing beside the word before.
        near: Whether a negation bears on it directly, as on the verb after "not".
        without: Whether that negation is "without", which denies a circumstance only.
        noun: Whether an article or a possessive stands before it.
        modifier: Whether it is a noun that only says of what kind the next one is: "passenger trains".
        to: Stem of the infinitive that goes with it, as "leave" of "allow them to leave"; else "".
    """

    stem: str
    sign: int
    clause: int
    place: int
    text: str
    until: bool
    joined: bool
    near: bool
    without: bool
    noun: bool
    modifier: bool
    to: str


@dataclass(frozen=True, slots=True)
class Opposed:
    """Two words by which claims are opposed, and how much else they share.

    Attributes:
        a, b: The words, with their negation where one has it.
        shared: Share of the denied clause's words that the other claim has, 0 to 1; of opposites, of the shorter's.
        kind: `negation`, or `opposite` where two words exclude each other.
    """

    a: str
    b: str
    shared: float
    kind: str


@functools.lru_cache(maxsize=4096)
def read_signs(text: str) -> tuple[Word, ...]:
    """Read the words of a claim with their signs."""
    tokens = [m.group() for m in _TOKEN.finditer(_joined(text))]
    lower = [t.lower().replace("’", "'") for t in tokens]
    clause = _clauses(lower)
    sign, near = _signs(text, lower, clause)
    untils = {clause[i] for i, t in enumerate(lower) if t in ("until", "till")}
    return tuple(
        Word(
            key, sign[i], clause[i], i, tokens[i], clause[i] in untils or clause[i] + 1 in untils,
            i > 0 and lower[i - 1] in _JOINING, i in near, "without" in lower[max(0, i - 3) : i],
            i > 0 and lower[i - 1] in _DETERMINERS, _is_modifier(lower, i), _infinitive(lower, clause, i),
        )
        for i, t in enumerate(lower)
        if t[0].isalpha() and t not in _NOT and (key := _key(t)) and key not in FUNCTION_WORDS
    )


def _is_modifier(lower: Sequence[str], i: int) -> bool:
    """Tell whether a noun stands right before another word that carries meaning, which it only describes."""
    following = lower[i + 1] if i + 1 < len(lower) else ""
    named = bool(following) and following[0].isalpha() and not following.endswith(("ed", "ly"))
    return named and _key(following) not in FUNCTION_WORDS and not lower[i].endswith(("ed", "ing"))


def _infinitive(lower: Sequence[str], clause: Sequence[int], i: int) -> str:
    for j in range(i + 1, min(len(lower) - 1, i + _INFINITIVE)):
        if clause[j] != clause[i]:
            return ""
        if lower[j] == "to" and lower[j + 1][0].isalpha():
            key = _key(lower[j + 1])
            return "" if key in FUNCTION_WORDS or lower[j + 1] in _DETERMINERS else key
    return ""


def _joined(text: str) -> str:
    return _PHRASE.sub(lambda m: _PHRASES[int((m.lastgroup or "p0")[1:])][1].replace("_", "ǀ"), text)


def _key(word: str) -> str:
    return word.replace("ǀ", "_") if "ǀ" in word else stem(word)


def _clauses(lower: Sequence[str]) -> list[int]:
    """Number the clauses; after an aside between commas ("the driver, a man of 45, survived") the clause goes on."""
    found: list[int] = []
    number = most = 0
    back = -1
    for i, word in enumerate(lower):
        if word == "," and 0 <= back < i:
            number, back = found[back], -1
        elif word in _BREAKS or (word in _CONJUNCTIONS and i) or (i and lower[i - 1] in _SPEECH | _DENY):
            most += 1
            if word == "," and i and _is_aside(lower, i):
                back = i - 1
            number = most
        found.append(number)
    return found


def _is_aside(lower: Sequence[str], comma: int) -> bool:
    """Tell whether a noun phrase of up to seven words and another comma follow."""
    end = next((i for i in range(comma + 1, min(len(lower), comma + 9)) if lower[i] == ","), -1)
    return end > comma + 1 and (lower[comma + 1] in ("a", "an", "the", "former") or lower[comma + 1].isdigit())


def _signs(text: str, lower: Sequence[str], clause: Sequence[int]) -> tuple[list[int], set[int]]:
    """Return the sign of each word, and the places on which a negation bears directly."""
    sign = [1] * len(lower)
    near: set[int] = set()
    pseudo = {m.group().lower().split()[0] + " " + m.group().lower().split()[-1] for m in _PSEUDO.finditer(text)}
    for i, word in enumerate(lower):
        following = lower[i + 1] if i + 1 < len(lower) else ""
        pseudo_here = f"{word} {following}" in pseudo or (word == "no" and following.isdigit())
        if word in _NOT and not pseudo_here and not _contrasts(lower, i):
            _turn(sign, reach := _reach(lower, clause, i, word))
            near.update(_first_content(lower, _before_preposition(lower, reach) if word == "no" else reach)[
                : None if word in _WHOLE else 1
            ])
        elif _denies(lower, i):
            _turn(sign, reach := _denied(lower, i))
            near.update(reach)
        elif word in _REFUSE and (following == "to" or lower[i + 1 : i + 3] == ["short", "of"]):
            _turn(sign, reach := _reach(lower, clause, i + 1, "not"))
            near.update(_first_content(lower, reach)[:1])
    for i, word in enumerate(lower[1:], 1):
        if word in _OFF and lower[i - 1] in _BEING and (act := _called_off(lower, clause, i)) is not None:
            _turn(sign, [act])
            near.add(act)
    for i, word in enumerate(lower):
        if (word in _REJECT or word == "voteǀagainst") and (act := _planned(lower, i)) is not None:
            _turn(sign, [act])
            near.add(act)
    near.difference_update(_restricted(lower, clause))
    for i, word in enumerate(lower[:-3]):  # "too far away to be seen"
        if word == "too":
            ends = [j for j in range(i + 2, len(lower)) if lower[j] == "to" and clause[j] == clause[i]][:1]
            for j in ends:
                _turn(sign, [k for k in range(j + 1, len(lower)) if clause[k] == clause[i]])
    _leave_open(sign, lower, clause)
    return sign, near


def _called_off(lower: Sequence[str], clause: Sequence[int], at: int) -> int | None:
    """Return the place of what was called off, in the same clause; None where it is nothing that takes place."""
    return next((i for i in range(at) if clause[i] == clause[at] and _key(lower[i]) in _HELD), None)


def _planned(lower: Sequence[str], at: int) -> int | None:
    """Return the place of the act in "rejected a plan to close", "voted against closing"; None where there is none."""
    if lower[at] == "voteǀagainst":
        following = lower[at + 1] if at + 1 < len(lower) else ""
        if following.endswith("ing") and len(following) > 5:
            return at + 1
    for i in range(at + 1, min(len(lower) - 2, at + _PLAN_REACH)):
        if lower[i] in _PLANS and lower[i + 1] == "to":
            return i + 2
    return None


def _before_preposition(lower: Sequence[str], places: Sequence[int]) -> Sequence[int]:
    """Return the places up to the first preposition: "no passengers on the trains" denies the passengers."""
    end = next((n for n, i in enumerate(places) if lower[i] in _PREPOSITIONS - {"of"}), len(places))
    return places[:end]


def _denies(lower: Sequence[str], at: int) -> bool:
    """Tell whether a word denies what follows: not "was denied bail", nor "disputed a report"."""
    following = lower[at + 1] if at + 1 < len(lower) else ""
    if lower[at].startswith("disput"):
        return following == "that"
    passive = at > 0 and lower[at - 1] in ("was", "were", "been")
    after = lower[at + 2] if at + 2 < len(lower) else ""
    refused = following in _REFUSED or (following in _OBJECTS and bool(after) and after not in _AUXILIARIES)
    return lower[at] in _DENY and not refused and not passive


def _contrasts(lower: Sequence[str], at: int) -> bool:
    """Tell whether a negation only sets two words apart: "disputed, not occupied"."""
    return lower[at] == "not" and at > 0 and lower[at - 1] in (",", "—", "–", "--", "(")


def _restricted(lower: Sequence[str], clause: Sequence[int]) -> set[int]:
    """Return the places in clauses that only say which one is meant: "states that do not recognize it"."""
    found: set[int] = set()
    for i, word in enumerate(lower):
        relative = word in ("whose", "who", "where", "which") and i and lower[i - 1] != ","
        if relative or (word == "that" and lower[i + 1 : i + 2] and lower[i + 1] in _AUXILIARIES):
            found.update(j for j in range(i, len(lower)) if clause[j] == clause[i])
    return found


def _first_content(lower: Sequence[str], places: Sequence[int]) -> list[int]:
    """Return the first two words that carry meaning, and what "or" joins to them."""
    content = [i for i in places if lower[i][0].isalpha() and _key(lower[i]) not in FUNCTION_WORDS | GENERIC]
    joined = [i for i in content[2:] if lower[i - 1] in ("or", "nor")]
    empty = len(content) > 1 and _key(lower[content[0]]) in _EMPTY
    return content[empty : empty + 2] + joined


def _turn(sign: list[int], places: Sequence[int]) -> None:
    for place in places:
        sign[place] = -sign[place]


def _reach(lower: Sequence[str], clause: Sequence[int], at: int, negation: str) -> list[int]:
    """Return the places that a negation denies; none where "until" or "unless" takes it back."""
    places: list[int] = []
    content = 0
    last = clause[at]
    if negation not in _WHOLE and any(
        t in ("until", "unless", "before") for t in lower[at + 1 : at + 9] if t not in _BREAKS
    ):
        return []
    most = _WITHOUT if negation == "without" else _REACH
    for i in range(at + 1, len(lower)):
        if clause[i] != last or (negation == "without" and content and lower[i] in _PREPOSITIONS):
            break
        places.append(i)
        if lower[i][0].isalpha():
            key = _key(lower[i])
            if not content and key in _SAYING and negation not in _WHOLE:
                return [i]
            content += key not in FUNCTION_WORDS
            if content >= most:
                break
    return places


def _denied(lower: Sequence[str], at: int) -> list[int]:
    """Return the places after "denied": to the end of the sentence's part, over "that" and its clauses."""
    places = []
    for i in range(at + 1, len(lower)):
        if lower[i] in {";", "but", "“", "”", '"'} or (lower[i] == "," and i > at + 4):
            break
        places.append(i)
    return places


def _leave_open(sign: list[int], lower: Sequence[str], clause: Sequence[int]) -> None:
    for i, word in enumerate(lower):
        if word in ("if", "whether", "unless", "?"):
            number = clause[i] if word != "?" else clause[i] - 1
            for j, other in enumerate(clause):
                if other == number:
                    sign[j] = 0
        elif word in _WEAK and lower[i + 1 : i + 2] != ["not"]:  # "could not be used" leaves nothing open
            for j in range(i + 1, min(len(lower), i + (4 if word not in _CHANCE else 12))):
                if clause[j] == clause[i]:
                    sign[j] = 0


@functools.cache
def _sides() -> dict[str, tuple[tuple[int, int], ...]]:
    """Return for each stem the lines of `opposites.txt` that it stands in, and on which side."""
    lines = resources.files("dedup.alignment").joinpath("opposites.txt").read_text(encoding="utf-8").splitlines()
    table: dict[str, set[tuple[int, int]]] = {}
    for number, line in enumerate(line for line in lines if line and not line.startswith("#")):
        for side, words in enumerate(line.split("|")):
            for word in words.split():
                table.setdefault(word if "_" in word else stem(word), set()).add((number, side))
    return {word: tuple(sorted(found)) for word, found in table.items()}


@functools.lru_cache(maxsize=65536)
def like(a: str, b: str) -> bool:
    """Tell whether two stems are equal or stand in one group of like meaning."""
    if a == b or _one_word(*sorted((a, b), key=len)):
        return True
    table = senses()
    return not table.get(a, frozenset()).isdisjoint(table.get(b, frozenset()))


def _one_word(short: str, long: str) -> bool:
    """Tell whether two stems are of one word: "sav" of "saving" and "save", "deliber" and "deliberat"."""
    ending = long[len(short) :] if long.startswith(short) else None
    return ending == "e" or (ending is not None and len(short) > _LONG_STEM and len(ending) <= _ENDING)


@functools.lru_cache(maxsize=65536)
def opposite(a: str, b: str) -> bool:
    """Tell whether two stems stand on the two sides of one line of opposites."""
    sides = _sides()
    return any(n == m and i != j for n, i in sides.get(a, ()) for m, j in sides.get(b, ()))


@functools.cache
def _toll() -> frozenset[str]:
    """Return the groups of the dead and the injured, whose words stand for each other everywhere."""
    return frozenset().union(*(senses().get(stem(word), frozenset()) for word in ("injured", "killed", "evacuate")))


def opposed(text_a: str, text_b: str, names: frozenset[str] = frozenset()) -> Opposed | None:
    """Return the words by which two claims contradict each other, or None.

    Args:
        text_a: One claim.
        text_b: The other.
        names: Stems of proper names in either, which deny nothing by themselves.
    """
    text_a, text_b = _REFUTED.sub(" ", text_a), _REFUTED.sub(" ", text_b)
    words_a, words_b = read_signs(text_a), read_signs(text_b)
    if _same_words(words_a, words_b) and len(_NEGATED.findall(text_a)) == len(_NEGATED.findall(text_b)):
        return None
    if any(_WITHOUT_IT.search(x) and _RESTORED.search(y) for x, y in ((text_a, text_b), (text_b, text_a))):
        return None
    if any(_NOT_YET.search(x) and _TO_COME.search(y) for x, y in ((text_a, text_b), (text_b, text_a))):
        return None
    if (_NO_MORE.search(text_a) is None) != (_NO_MORE.search(text_b) is None):
        return None  # "She worked there", "she will never work there again"
    times = _EARLIER.search(text_a) is not None, _EARLIER.search(text_b) is not None
    if times[0] != times[1] or _SINCE.search(text_a) or _SINCE.search(text_b):
        return None
    found = [
        Opposed(_shown(x), _shown(y), shared, kind)
        for x, y, kind in _crossing(words_a, words_b, names)
        if not (_undecided(x, words_a) or _undecided(y, words_b) or _else_denied(x, y, words_a, words_b))
        and (shared := _one_matter(x, y, words_a, words_b, kind)) > 0
    ]
    return max(found, key=lambda f: (f.shared, f.kind == "opposite"), default=None)


def _same_words(a: Sequence[Word], b: Sequence[Word]) -> bool:
    """Tell whether the shorter of two claims stands in the other, nearly word by word."""
    stems_a, stems_b = {w.stem for w in a}, {w.stem for w in b}
    alike = len(stems_a & stems_b) / max(1, min(len(stems_a), len(stems_b)))
    return alike >= _SAME


def _undecided(word: Word, words: Sequence[Word]) -> bool:
    """Tell whether a claim also has the other side of one thing: "he opposed it and now supports it"."""
    return any(
        (w.sign * word.sign < 0 and w.stem == word.stem)
        or (w.sign == word.sign and opposite(w.stem, word.stem) and _one_object(w, word, words))
        for w in words
    )


def _one_object(x: Word, y: Word, words: Sequence[Word]) -> bool:
    """Tell whether two words of a claim can have one object: not "acquitted of murder but convicted of fraud"."""
    objects = ([w for w in words if w.clause == v.clause and w.place > v.place] for v in (x, y))
    mine, theirs = (_after(after, v) for after, v in zip(objects, (x, y), strict=True))
    return not mine or not theirs or any(like(w.stem, v.stem) for w in mine for v in theirs)


def _else_denied(x: Word, y: Word, a: Sequence[Word], b: Sequence[Word]) -> bool:
    """Tell whether the affirming claim denies something too: what it denies may be the same in other words."""
    if x.sign == y.sign:
        return False
    (affirming, denying, word) = (a, b, y) if y.sign < 0 else (b, a, x)
    denied = [w for w in denying if w.clause == word.clause and w.sign < 0]
    return any(w.sign < 0 and not w.without and any(like(w.stem, v.stem) for v in denied) for w in affirming)


def _shown(word: Word) -> str:
    return ("not " if word.sign < 0 else "") + word.text.replace("ǀ", " ")


def _predicates(words: Sequence[Word], names: frozenset[str]) -> list[Word]:
    return [w for w in words if w.sign and w.stem not in names and _bears(w) and (w.text[0].islower() or w.place == 0)]


def _bears(word: Word) -> bool:
    lower = word.text.lower()
    return word.stem not in GENERIC and lower not in CALENDAR and lower not in NUMBER_WORDS


def _crossing(a: Sequence[Word], b: Sequence[Word], names: frozenset[str]) -> Iterator[tuple[Word, Word, str]]:
    for x in _predicates(a, names):
        for y in _predicates(b, names):
            denied, affirmed = (x, y) if x.sign < 0 else (y, x)
            if x.sign != y.sign and like(x.stem, y.stem) and denied.near:
                if (x.stem == y.stem or x.noun == y.noun) and not (affirmed.modifier and not denied.modifier):
                    yield x, y, "negation"
            elif opposite(x.stem, y.stem) and x.sign == y.sign and not (x.until or y.until):
                yield x, y, "opposite"


def _both_deny(x: Word, y: Word, a: Sequence[Word], b: Sequence[Word]) -> bool:
    """Tell whether the two clauses deny the same word: "denied that data was stolen", "data was not stolen"."""
    denied = [w for w in b if w.clause == y.clause and w.sign < 0]
    return any(w.clause == x.clause and w.sign < 0 and any(like(w.stem, v.stem) for v in denied) for w in a)


def _one_matter(x: Word, y: Word, a: Sequence[Word], b: Sequence[Word], kind: str) -> float:
    """Return the share of the clause around a word that the other claim has; 0 where subject or object is another."""
    if kind == "negation" and (_both_deny(x, y, a, b) or (x.to and y.to and not like(x.to, y.to))):
        return 0.0
    around_a = [w for w in a if w.clause == x.clause and w.place != x.place]
    around_b = [w for w in b if w.clause == y.clause and w.place != y.place]
    around_a, around_b = around_a or _antecedent(x, a), around_b or _antecedent(y, b)
    after_a, after_b = _after(around_a, x), _after(around_b, y)
    if kind == "opposite":
        after_a, after_b = ([w for w in after if w.stem not in _PLAIN_OBJECTS] for after in (after_a, after_b))
    if kind == "negation":  # a general denial meets every particular; a particular one only its like
        heads_a, heads_b = ([w for w in after if not w.modifier][:1] for after in (after_a, after_b))
        if not (_meet(heads_a, b) if x.sign < 0 else _meet(heads_b, a)):
            return 0.0
    elif after_a and after_b and not (_meet(after_a, b) and _meet(after_b, a)):
        return 0.0
    before_a, before_b = _before(around_a, x), _before(around_b, y)
    if before_a and before_b and not (_meet(before_a, b) or _meet(before_b, a)):
        return 0.0
    if kind == "opposite" and before_a and before_b and not (
        _meet(before_a, before_b + after_b) or (after_a and _meet(after_a, before_b))
    ):
        return 0.0  # "Acmo lost 5 million because of fuel", "fuel prices rose"
    converse = kind == "opposite" and {x.stem, y.stem} <= _CONVERSE
    if converse and before_a and before_b and not _meet(before_a, before_b):
        return 0.0  # "Rovers beat United", "United lost to Rovers"
    if converse and ((after_b and not before_b and _meet(before_a, after_b)) or (
        after_a and not before_a and _meet(before_b, after_a)
    )):
        return 0.0  # "Rovers won", "They lost to Rovers"
    cover_a, cover_b = _cover(before_a + after_a, b), _cover(before_b + after_b, a)
    if kind == "negation":
        cover = cover_a if x.sign < 0 else cover_b
        exact = x.stem == y.stem or _toll() & senses().get(x.stem, frozenset())
        if not exact and not _touch(around_a, around_b):
            return 0.0  # nothing but a word of like meaning: "asked for ten years", "would not appeal"
        return cover if cover >= (_COVERED if exact else _REWORDED) else 0.0
    return min(cover_a, cover_b) if max(cover_a, cover_b) >= _COVERED and _touch(around_a, around_b) else 0.0


def _antecedent(word: Word, words: Sequence[Word]) -> list[Word]:
    """Return the words before a clause that has none but one: "Ned Farr, who voted against"."""
    return [w for w in words if w.clause < word.clause and w.place < word.place][-_ANTECEDENT:]


def _cover(around: Sequence[Word], other: Sequence[Word]) -> float:
    """Return the share of a clause's other words that stand in the other claim; 1 where it has none."""
    telling = [w for w in around if _bears(w) and not w.joined and w.stem not in _LIGHT and not w.text.endswith("ly")]
    return sum(any(like(w.stem, v.stem) for v in other) for w in telling) / len(telling) if telling else 1.0


def _touch(around_a: Sequence[Word], around_b: Sequence[Word]) -> bool:
    return any(like(w.stem, v.stem) for w in around_a for v in around_b)


def _after(around: Sequence[Word], word: Word) -> list[Word]:
    """Return the first words after a word, up to a second thing that "and" joins."""
    following = itertools.takewhile(lambda w: not w.joined, (w for w in around if word.place < w.place))
    return [w for w in following if _bears(w) and w.stem not in _LIGHT and w.text not in _OFF][:2]


def _before(around: Sequence[Word], word: Word) -> list[Word]:
    before = [w for w in around if w.place < word.place and not w.text.endswith("ly")]
    return [w for w in before if _bears(w) and w.stem not in _EMPTY and w.stem not in _PLANNING][-3:]


def _meet(mine: Sequence[Word], theirs: Sequence[Word]) -> bool:
    return not mine or any(like(w.stem, v.stem) or opposite(w.stem, v.stem) for w in mine for v in theirs)


def telling(words: Sequence[Word]) -> list[Word]:
    """Return the words that say what was done and by what: no roles, times and empty verbs."""
    return [w for w in words if _bears(w) and w.stem not in _LIGHT]


def same_act(text_a: str, text_b: str) -> bool:
    """Tell whether two claims share what was done and who or what took part, names and figures apart."""
    a, b = (telling(read_signs(text)) for text in (text_a, text_b))
    shared = {w.stem for w in a if any(like(w.stem, v.stem) for v in b)}
    least = min(len({w.stem for w in a}), len({w.stem for w in b}))
    return len(shared) >= 2 and len(shared) >= _SAME_ACT * least
