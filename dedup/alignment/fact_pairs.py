"""Which fact of one claim stands for which fact of the other: equal ones set aside, the rest paired by surroundings."""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import combinations

from dedup.alignment import counted, measures
from dedup.alignment import difference_cues as cues
from dedup.alignment.polarity import like
from dedup.alignment.vocabulary import CALENDAR, FUNCTION_WORDS
from dedup.articles import Claim, Fact
from dedup.text import calendars
from dedup.text.calendars import WEEKDAYS
from dedup.text.currencies import CURRENCIES
from dedup.text.stems import stem

WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")
_MEASURED = frozenset({"date", "quantity"})
# Facts of one claim that are compared: comparing all with all costs the cube of their number.
MOST_FACTS = 60
_NEIGHBOURS = 5  # words either side that tell what a number is about
_FAR = 20  # times the smaller, from which two sums are of two things
_PAIRED = 0.45  # how alike the surroundings must be for two unlike numbers to stand for each other
# Where sentences share less than half their words, a unit in common is not enough: "four years" and "47 years".
_ALIKE, _PAIRED_APART = 0.5, 0.65
_PAIRED_DATES = 0.6
_REMARK = 4  # words in a row
_GOVERNING, _NEAREST = 5, 2  # words around a date, and those of them that it belongs to
_UNTELLING = (
    FUNCTION_WORDS | CALENDAR | frozenset("earli late mid expect due schedul set plan time local".split())
)
_WEEK = 7
_ODDS = re.compile(r"[\s-]in[\s-](?:\d|a (?:hundred|thousand|million)|two\b|three|four|five|six|seven|eight|nine|ten)")
_OF_THE = re.compile(
    r"\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten) (?:out )?of\s$|"
    r"\bof (?:the|its|his|her|their|all|some|about)\s(?:\w+\s)?$"
)
_PART = re.compile(r"\s(?:\w+\s){0,2}?of (?:the|those|them|these|its|his|her|their|whom|which)\b")
_ALL = re.compile(r"\ball (?:the |of the )?$", re.IGNORECASE)
_WHOLES = frozenset({"person", "percent", "seat", "vote", ""})
_MOST_PARTS = 8
_NEAR_NOUN = 30  # characters in which a whole is named
_NO_SUM = frozenset({"ordinal", "score", "age", "percent"})
_PARTS = 3  # figures that may add up to another one: "two women and a man" are three people
_CONTRACTS = frozenset(map(stem, "contract deal agreement".split()))
_ENDING = frozenset(map(stem, "end stop finish conclude halt cease lift suspend".split()))
# Verbs that leave the act to their object: "make landfall", "took place".
_LIGHT_VERBS = frozenset(map(stem, "be have make take hold give come go get occur happen".split()))
_AGAIN = re.compile(r"\bagain\b|\bnext (?:meeting|round|session|summit|hearing|match|game|election)\b", re.IGNORECASE)
_ODDS_OF = re.compile(r"\b(?:\d+|one|two|three|four|five|nine)[\s-]in[\s-](?:a\s)?$")
_GOALS = re.compile(
    r"\b(?:scor(?:ed?|es|ing)|net(?:ted|s)?|struck)\s(?P<count>twice|a brace|(?:a |his |her )?hat[- ]?trick)",
    re.IGNORECASE,
)
_GOAL_WORDS = (("3", re.compile("hat", re.IGNORECASE)), ("2", re.compile("twice|brace", re.IGNORECASE)))
_NAMED_BEFORE = re.compile(r"[a-z,] (?P<word>[A-Z][a-z]+) $")  # "a Long March 9 rocket"
_NAMED_MONTH = re.compile(r"(?:March|May|August)\s\d{1,2}\s(?P<noun>[a-z]+)")
_RECORD = re.compile(r"\d+[-–]\d+[-–]\d+")  # games won, lost and drawn
_SCALE = re.compile(r"(?i:(?P<f>fahrenheit)|celsius|centigrade)|[°º]\s?(?:(?P<g>F)|C)\b")
_COMPARED = re.compile(
    r"\s(?P<how>above|below|(?:more|less|fewer) than|"
    r"bigger|brighter|larger|smaller|higher|lower|faster|slower|longer|shorter|taller|heavier|lighter|older|"
    r"younger|cheaper|dearer|closer|stronger|weaker|wider|deeper|hotter|colder|warmer|cooler|richer|poorer|safer)\b",
    re.IGNORECASE,
)
_COMPARATIVES = {
    "above": "higher", "more than": "higher", "below": "lower", "less than": "lower", "fewer than": "lower",
}  # fmt: skip
_CAPITAL = re.compile(r"\b[A-ZÀ-Þ]\w+")
_BOUND = re.compile(r"\b(?P<word>as of|until|till|since|through)\s(?:the\s|late\s|early\s)?$", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"(?P<of>['’]s)?\s(?P<noun>[a-z]{3,})")
_CAUSE = re.compile(r"\b(?:due to|because of|amid|following|despite)\s")  # what a date after or before it is not of
_ARTICLE_BEFORE = re.compile(r"\b(?:an?|the|its|their|his|her)\s(?:early\s|late\s)?$", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:an|one)\s")

Pairs = list[tuple[Fact, Fact]]
Alone = tuple[list[Fact], list[Fact]]


@dataclass(slots=True)
class Read:
    """A claim with its words in lower case and where each starts in the claim's text."""

    claim: Claim
    words: list[str]
    starts: list[int]
    facts: tuple[Fact, ...]
    counts: dict[Fact, str | None]

    def of(self, kind: str) -> list[Fact]:
        """Return the facts of one kind."""
        return [fact for fact in self.facts if fact.kind == kind]

    def plain(self) -> list[str]:
        """Return the words that are part of no date and no quantity."""
        base = self.claim.start
        spans = [(f.start - base, f.end - base) for f in self.facts if f.kind in _MEASURED]
        pairs = zip(self.words, self.starts, strict=True)
        return [word for word, at in pairs if not any(start <= at < end for start, end in spans)]

    def quote(self, fact: Fact) -> str:
        """Return the wording of a fact."""
        return self.claim.text[fact.start - self.claim.start : fact.end - self.claim.start]

    def figures(self) -> list[Fact]:
        """Return the quantities that hold: not those called old, nor odds ("one in three")."""
        base = self.claim.start
        return [
            fact
            for fact in self.of("quantity")
            if not counted.is_old(self.claim, fact)
            and not _ODDS.match(self.claim.text, fact.end - base)
            and not _ODDS_OF.search(self.claim.text, 0, fact.start - base)
        ]

    def is_whole(self, fact: Fact) -> bool:
        """Tell whether a figure is the whole of which another one is a part: "21 of the 276 pupils"."""
        return _OF_THE.search(self.claim.text, 0, fact.start - self.claim.start) is not None

    def is_part(self, fact: Fact) -> bool:
        """Tell whether a figure is a part of a whole: "nine of the dead", not "all 40 passengers of the ferry"."""
        if _ALL.search(self.claim.text, 0, fact.start - self.claim.start):
            return False
        part = _PART.match(self.claim.text, fact.end - self.claim.start)
        if part is None:
            return False
        direct = part.group().split()[0] == "of"
        return direct or measures.dimension(fact) in _WHOLES  # not "four doses of the vaccine"

    def named_between(self, x: Fact, y: Fact) -> bool:
        """Tell whether a name stands between two facts: "Moe got two goals and Lind one"."""
        first, last = sorted((x, y), key=lambda f: f.start)
        return any(first.end <= f.start < last.start for f in self.of("name"))

    def names_after(self, fact: Fact) -> set[str]:
        """Return the capitalised words that follow a fact in its clause, in lower case."""
        end = fact.end - self.claim.start
        text = self.claim.text[end : counted.clause(self.claim.text, end - 1, end)[1]]
        return {word.lower() for word in _CAPITAL.findall(text)} - CALENDAR

    def compared(self, fact: Fact) -> str:
        """Return the comparative that a figure measures, as of "7 percent bigger"; "" where there is none."""
        match = _COMPARED.match(self.claim.text, fact.end - self.claim.start)
        how = match["how"].lower() if match else ""
        return _COMPARATIVES.get(how, how)

    def bound(self, fact: Fact) -> str:
        """Return the word that makes a date an end or a start, as "until"; "" where it is the day itself."""
        match = _BOUND.search(self.claim.text, 0, fact.start - self.claim.start)
        return match["word"].lower() if match else ""

    def act(self, fact: Fact) -> str | None:
        """Return the verb of the clause that a fact stands in, as a stem; None where no pattern finds one."""
        base = self.claim.start
        modified = _ATTRIBUTE.match(self.claim.text, fact.end - base)
        titled = modified and (modified["of"] or _ARTICLE_BEFORE.search(self.claim.text, 0, fact.start - base))
        if modified and titled and stem(modified["noun"]) not in FUNCTION_WORDS:
            return stem(modified["noun"].lower())  # "Sunday's launch", "an Oct. 19 meeting"
        left, right = counted.clause(self.claim.text, fact.start - base, fact.end - base)
        verbs = [p for p in self.claim.predicates if left <= p.start - base and p.end - base <= right]
        nearest = min(verbs, key=lambda p: min(abs(p.end - fact.start), abs(p.start - fact.end)), default=None)
        verb = nearest.verb.split()[0] if nearest else None
        return None if verb in _LIGHT_VERBS else verb

    def again(self, fact: Fact) -> bool:
        """Tell whether the clause of a fact says that something is done once more."""
        left, right = counted.clause(self.claim.text, fact.start - self.claim.start, fact.end - self.claim.start)
        return _AGAIN.search(self.claim.text, left, right) is not None

    def ends(self, fact: Fact) -> bool:
        """Tell whether the verb nearest to a fact in its clause brings something to an end."""
        base = self.claim.start
        left, right = counted.clause(self.claim.text, fact.start - base, fact.end - base)
        verbs = [p for p in self.claim.predicates if left <= p.start - base and p.end - base <= right]
        nearest = min(verbs, key=lambda p: min(abs(p.end - fact.start), abs(p.start - fact.end)), default=None)
        return nearest is not None and nearest.verb.split()[0] in _ENDING

    def around(self, fact: Fact) -> tuple[set[str], set[str]]:
        """Return the words just before and just after a fact."""
        start, end = fact.start - self.claim.start, fact.end - self.claim.start
        first = sum(s < start for s in self.starts)
        last = sum(s < end for s in self.starts)
        return set(self.words[max(0, first - _NEIGHBOURS) : first]), set(self.words[last : last + _NEIGHBOURS])


    def following(self, fact: Fact) -> list[str]:
        """Return the stems of the two words after a fact."""
        end = fact.end - self.claim.start
        return [stem(word) for word, at in zip(self.words, self.starts, strict=True) if at >= end][:2]

    def governing(self, fact: Fact) -> list[str]:
        """Return the stems of the nearest words of a fact's clause that carry meaning, nearest first; no names."""
        base = self.claim.start
        left, right = counted.clause(self.claim.text, fact.start - base, fact.end - base)
        if len(self.claim.text[left:right].split()) <= len(self.quote(fact).split()) + 1:  # "In December, she …"
            right = counted.clause(self.claim.text, right + 1, right + 2)[1]
        left, right = _without_cause(self.claim.text, left, right, fact.start - base)
        names = {word for f in self.of("name") for word in f.value.lower().split()}
        inside = [
            (abs(at - (fact.start - base)), stem(word))
            for word, at in zip(self.words, self.starts, strict=True)
            if left <= at < right and not (fact.start - base <= at < fact.end - base) and word not in names
        ]
        keys = [key for _, key in sorted(inside) if key not in _UNTELLING and key[0].isalpha()][:_GOVERNING]
        return ["forc" if key == "effect" else key for key in keys]  # "takes effect", "enters into force"


def _without_cause(text: str, left: int, right: int, at: int) -> tuple[int, int]:
    """Narrow a stretch to the side of "due to", "amid" on which a fact stands: a suit on Monday due to a recall."""
    for cause in _CAUSE.finditer(text, left, right):
        left, right = (cause.end(), right) if cause.end() <= at else (left, min(right, cause.start()))
    return left, right


@functools.lru_cache(maxsize=16_384)
def read(claim: Claim) -> Read:
    """Read the words of a claim; what comes back is shared, so nobody changes it."""
    found = [(match.group().lower(), match.start()) for match in WORD.finditer(claim.text)]
    facts = tuple(_with_unit(claim, fact) for fact in claim.facts[:MOST_FACTS] if not _of_no_event(claim, fact))
    facts += tuple(_goals(claim))
    counts = {fact: counted.counts(claim, fact) for fact in facts if fact.kind == "quantity"}
    return Read(claim, [word for word, _ in found], [start for _, start in found], facts, counts)


def _of_no_event(claim: Claim, fact: Fact) -> bool:
    """Tell whether a date is part of a name, or a figure part of a record."""
    start = fact.start - claim.start
    if fact.kind == "date":
        name, month = _NAMED_BEFORE.search(claim.text, 0, start), _NAMED_MONTH.match(claim.text, start)
        word = name["word"].lower() if name and month and stem(month["noun"]) not in FUNCTION_WORDS else ""
        return bool(word) and word not in CALENDAR and stem(word) not in FUNCTION_WORDS
    return fact.kind == "quantity" and _RECORD.match(claim.text, start) is not None


def _goals(claim: Claim) -> list[Fact]:
    """Read "scored twice" and "a hat-trick", which count goals without a number."""
    found = []
    for match in _GOALS.finditer(claim.text):
        value = next(v for v, pattern in _GOAL_WORDS if pattern.search(match.group()))
        start, end = match.span("count")
        found.append(Fact("quantity", value, "goal", None, claim.start + start, claim.start + end))
    return found


def _with_unit(claim: Claim, fact: Fact) -> Fact:
    if fact.unit == "degree":
        return _with_scale(claim, fact)
    return replace(fact, unit="person") if fact.unit == "aboard" else fact


def _with_scale(claim: Claim, fact: Fact) -> Fact:
    """Name the scale of a temperature, which the unit "degree" leaves open."""
    words = claim.text[fact.start - claim.start : fact.end - claim.start + 12]
    scale = _SCALE.search(words)
    return replace(fact, unit="fahrenheit" if scale and (scale["f"] or scale["g"]) else "celsius") if scale else fact


def alike(a: Sequence[str], b: Sequence[str]) -> float:
    """Return the share of the longer claim's words that stand in the other."""
    set_a, set_b = set(a), set(b)
    return len(set_a & set_b) / max(1, len(set_a), len(set_b))


def _closeness(left: Read, right: Read, a: Fact, b: Fact) -> float:
    """Return how alike the surroundings of two facts are, 0 to 1."""
    (before_a, after_a), (before_b, after_b) = left.around(a), right.around(b)
    shared = len(before_a & before_b) + len(after_a & after_b)
    total = min(len(before_a), len(before_b)) + min(len(after_a), len(after_b))
    return shared / total if total else 0.5


def _pair(
    left: list[Fact], right: list[Fact], fits: Callable[[Fact, Fact], float], least: float
) -> tuple[Pairs, Alone]:
    """Pair facts greedily by score; return pairs and what stays alone on each side."""
    scored = sorted(
        ((score, -i, -j) for i, x in enumerate(left) for j, y in enumerate(right) if (score := fits(x, y)) >= least),
        reverse=True,
    )
    taken_left: set[int] = set()
    taken_right: set[int] = set()
    pairs: Pairs = []
    for _, i, j in scored:
        if -i not in taken_left and -j not in taken_right:
            taken_left.add(-i)
            taken_right.add(-j)
            pairs.append((left[-i], right[-j]))
    pairs.sort(key=lambda pair: pair[0].start)
    alone_left = [f for i, f in enumerate(left) if i not in taken_left]
    return pairs, (alone_left, [f for j, f in enumerate(right) if j not in taken_right])


def number_pairs(left: Read, right: Read) -> tuple[Pairs, Alone]:
    """Set equal numbers aside, and pair the rest: what counts the same thing, else what has like surroundings.

    Figures that no longer hold ("from 8 billion", "an earlier figure of seven") are left out.
    """

    def near(x: Fact, y: Fact) -> float:
        return _closeness(left, right, x, y)

    def kin(x: Fact, y: Fact) -> bool:
        return one_kind(left, right, x, y)

    def counted_apart(x: Fact, y: Fact) -> bool:
        mine, theirs = left.counts[x], right.counts[y]
        return mine is not None and theirs is not None and mine != theirs

    def equal(x: Fact, y: Fact) -> float:
        return (not counted_apart(x, y) and measures.equal(x, y)) * (1 + near(x, y))

    def fits(x: Fact, y: Fact) -> float:
        if counted_apart(x, y) or not kin(x, y):
            return 0.0
        if x.unit in CURRENCIES and measures.ratio(x, y) > _FAR:
            return 0.0  # a price a share and the price of the whole
        if left.counts[x] is not None and left.counts[x] == right.counts[y]:
            total = counted.is_total(left.claim, x) or counted.is_total(right.claim, y)
            return 1.0 + total + near(x, y) + (
                1.0 if measures.same_dimension(x, y) else 0.5 if None in {x.unit, y.unit} else 0.0
            )
        if x.unit == "ordinal":
            return near(x, y) + 0.7  # of the same thing, or they would not be of one kind
        if _same_noun(x, y) or left.compared(x):
            return near(x, y) + 0.6
        if measures.same_dimension(x, y):
            return near(x, y) + 0.4
        return near(x, y) - (0.0 if None in {x.unit, y.unit} else 0.2)

    ours, theirs = left.figures(), right.figures()
    if not ours and not theirs:
        return [], ([], [])
    _, alone = _pair(ours, theirs, equal, 1.0)
    _, alone = _pair(*alone, lambda x, y: float(x.value == y.value and not counted_apart(x, y) and kin(x, y)), 1.0)
    alone = _without_ends(alone)
    converted, alone = _pair(*alone, lambda x, y: float(_meet(left, right, x, y)), 1.0)
    least = _PAIRED if alike(left.words, right.words) >= _ALIKE else _PAIRED_APART
    pairs, alone = _pair(*alone, fits, least)
    if len(alone[0]) == len(alone[1]) == 1 and _exchangeable(left, right, alone[0][0], alone[1][0]):
        pairs, alone = [*pairs, (alone[0][0], alone[1][0])], ([], [])
    pairs = sorted([*converted, *pairs], key=lambda pair: pair[0].start)
    pairs, alone = _old_pairs(left, right, pairs, alone)
    kept = ([f for f in alone[0] if not _one(left, f)], [f for f in alone[1] if not _one(right, f)])
    return pairs, kept


def adds_up(left: Read, right: Read, x: Fact, y: Fact) -> bool:
    """Tell whether one of two figures is the other with more of its claim added: "two women and a man" are three."""
    return _adds_up(left, x, y) or _adds_up(right, y, x)


def _adds_up(read: Read, part: Fact, whole: Fact) -> bool:
    if part.unit in ("ordinal", "score", "age") or "/" in part.value + whole.value:
        return False
    figures = [f for f in read.figures() if f != part and "/" not in f.value and f.unit not in _NO_SUM]
    figures = [f for f in figures if not read.named_between(part, f)]
    others = [measures.in_base(f)[0] for f in figures]
    rest = measures.in_base(whole)[0] - measures.in_base(part)[0]
    sums = (sum(some) for n in range(1, _PARTS) for some in combinations(others[:_MOST_PARTS], n))
    return rest > 0 and any(math.isclose(rest, total) for total in sums)


def count_alike(left: Read, right: Read, x: Fact, y: Fact, of_noun: int, governed: int) -> bool:
    """Tell whether two figures count one thing: by the word that says so, by their noun, or by the words around them.

    Args:
        left: One claim.
        right: The other.
        x: A figure of the first.
        y: A figure of the second.
        of_noun: How many words around two figures must be alike where they count things of one name.
        governed: How many where they only measure in one dimension.
    """
    mine, theirs = left.counts[x], right.counts[y]
    if mine != theirs or not measures.same_dimension(x, y) or not one_kind(left, right, x, y):
        return False
    alike_words = strength(left, right, x, y)
    return mine is not None or alike_words >= governed or (_same_noun(x, y) and alike_words >= of_noun)


def _old_pairs(left: Read, right: Read, pairs: Pairs, alone: Alone) -> tuple[Pairs, Alone]:
    """Pair the figures that no longer hold with each other; those that only one claim has are alone."""
    ours, theirs = ([f for f in side.of("quantity") if counted.is_old(side.claim, f)] for side in (left, right))
    values = {f.value for side in (left, right) for f in side.figures()}
    _, (ours, theirs) = _pair(ours, theirs, lambda x, y: float(measures.equal(x, y)), 1.0)
    more, (ours, theirs) = _pair(
        ours, theirs, lambda x, y: _closeness(left, right, x, y) + 0.4 * measures.same_dimension(x, y), _PAIRED_APART
    )
    ours, theirs = ([f for f in old if f.value not in values] for old in (ours, theirs))
    return [*pairs, *more], ([*alone[0], *ours], [*alone[1], *theirs])


def one_kind(left: Read, right: Read, x: Fact, y: Fact) -> bool:
    """Tell whether two numbers are of one kind: ordinals of the same thing, scores, ages, expected or actual."""
    for unit in ("ordinal", "score", "age"):
        if (x.unit == unit) != (y.unit == unit):
            return False
    if x.unit == "ordinal":
        mine, theirs = left.following(x), right.following(y)
        if all(cues.TITLE_WON.match(" " + " ".join(words)) for words in (mine, theirs)):
            return True
        return any(like(a, b) for a in mine for b in theirs)
    if left.compared(x) != right.compared(y):
        return False
    if left.is_whole(x) != right.is_whole(y) or not _parts_alike(left, right, x, y):
        return False
    if x.unit in CURRENCIES and y.unit in CURRENCIES:
        bought, sold = left.names_after(x), right.names_after(y)
        if bought and sold and not bought & sold:
            return False  # a bid for one firm, a bid for another
    if "-" in left.quote(x) and "-" in right.quote(y) and measures.is_measure(x) and x.unit not in ("age", "score"):
        mine, theirs = left.following(x)[:1], right.following(y)[:1]
        if mine and theirs and not like(mine[0], theirs[0]) and not {mine[0], theirs[0]} <= _CONTRACTS:
            return False  # "an eight-year offer", "the seven-year history"
    if counted.is_added(left.claim, x) or counted.is_added(right.claim, y):
        return False
    said = (counted.is_restored, counted.is_demanded, counted.is_expected)
    return all(of(left.claim, x) == of(right.claim, y) for of in said)


def _parts_alike(left: Read, right: Read, x: Fact, y: Fact) -> bool:
    """Tell whether two numbers are both parts of a whole or both none, as far as that keeps them apart."""
    parts = left.is_part(x), right.is_part(y)
    if parts[0] == parts[1]:  # two parts of one whole, where the claims have little else in common
        shares = x.unit == y.unit == "percent" and left.following(x) == right.following(y)
        return not parts[0] or shares or alike(left.words, right.words) >= _ALIKE
    if _befell(left, x) and _befell(right, y):
        return True  # "three of the children have died", "five children have died"
    return _of_whole(left, x, y) if parts[0] else _of_whole(right, y, x)  # "won 74 of the 150 seats", "won 76 seats"


def _of_whole(read: Read, part: Fact, other: Fact) -> bool:
    """Tell whether a figure is a part of a whole of things of which the other is a smaller number: seats, votes."""
    if not other.unit or part.unit or measures.is_measure(other) or not read.counts[part]:
        return False
    match = _PART.match(read.claim.text, part.end - read.claim.start)
    base = read.claim.start
    whole = next((f for f in read.of("quantity") if match and 0 <= f.start - base - match.end() <= 1), None)
    return whole is not None and whole.unit == other.unit and measures.in_base(other)[0] < measures.in_base(whole)[0]


def _befell(read: Read, fact: Fact) -> bool:
    """Tell whether a figure counts whom something befell, and is no part of those: "nine of the dead"."""
    count = read.counts[fact]
    if count not in counted.BEFALLEN:
        return False
    part = _PART.match(read.claim.text, fact.end - read.claim.start)
    if part is None:
        return True
    following = WORD.findall(read.claim.text[part.end() : part.end() + _NEAR_NOUN].lower())[:2]
    return not set(following) & set(counted.COUNTED[count].split())


def _same_noun(x: Fact, y: Fact) -> bool:
    """Tell whether two figures count things of like name: ships and vessels."""
    if not x.unit or not y.unit or measures.is_measure(x) or measures.is_measure(y):
        return False
    return like(stem(x.unit), stem(y.unit))


def _meet(left: Read, right: Read, x: Fact, y: Fact) -> bool:
    """Tell whether two figures count one thing in two units and can both hold: 22 miles and 35 kilometres."""
    if x.unit == y.unit or not measures.same_dimension(x, y) or not measures.is_measure(x):
        return False
    apart = left.counts[x] is not None and right.counts[y] is not None and left.counts[x] != right.counts[y]
    return not apart and measures.compatible(x, y)


def _without_ends(alone: Alone) -> Alone:
    """Drop "21 to 23 cents" against "21 cents … 23 cents": the range and its two ends."""
    ours, theirs = list(alone[0]), list(alone[1])
    for mine, others in ((ours, theirs), (theirs, ours)):
        for whole in [f for f in mine if "/" in f.value and f.unit != "score"]:
            ends = [next((f for f in others if f.value == end), None) for end in whole.value.split("/")]
            if all(ends):
                mine.remove(whole)
                others[:] = [f for f in others if f not in ends]
    return ours, theirs


def _exchangeable(left: Read, right: Read, a: Fact, b: Fact) -> bool:
    """Tell whether the only two numbers left over can stand for each other: one unit, and what is counted not known."""
    if not one_kind(left, right, a, b):
        return False
    if left.counts[a] != right.counts[b] or (left.counts[a] is None and alike(left.words, right.words) < _ALIKE):
        return False
    return _same_noun(a, b) or measures.same_dimension(a, b) or (
        None in {a.unit, b.unit} and "ordinal" not in {a.unit, b.unit}
    )


def _one(read: Read, fact: Fact) -> bool:
    """The word "one" that only one sentence has counts nothing."""
    return fact.value == "1" and read.quote(fact).lower().startswith("one")


def date_pairs(left: Read, right: Read, *, together: bool) -> tuple[Pairs, Alone]:
    """Set dates aside that can be the same, and pair the rest by their surroundings.

    Args:
        left: One claim.
        right: The other.
        together: Whether they were published so near each other that the same words mean the same day.
    """

    def same(x: Fact, y: Fact) -> float:
        if {x.unit, y.unit} == {"day"} and (_weekday(left.quote(x), x, y) or _weekday(right.quote(y), y, x)):
            return 1.0
        return float(x.value == y.value or (together and _plain(left.quote(x)) == _plain(right.quote(y))))

    remark = shared_remark(left, right)  # the day of a remark is that of its saying
    ours, theirs = ([f for f in side.of("date") if remark or f.of != "saying"] for side in (left, right))
    _, alone = _pair(ours, theirs, same, 1.0)
    _, alone = _pair(*alone, lambda x, y: float(overlap(x, y)), 1.0)

    def fits(x: Fact, y: Fact) -> float:
        if _plain(left.quote(x)) == _plain(right.quote(y)):
            return 1.0  # "Tuesday" of one week and of another
        return (0.6 + _closeness(left, right, x, y)) * governed_alike(left, right, x, y)

    return _pair(*alone, fits, _PAIRED_DATES)


def shared_remark(left: Read, right: Read) -> bool:
    """Tell whether both claims quote four words or more of one remark."""
    for mine in left.of("quote"):
        words = WORD.findall(mine.value.lower())
        for theirs in right.of("quote"):
            others = WORD.findall(theirs.value.lower())
            match = SequenceMatcher(None, words, others, autojunk=False).find_longest_match()
            if match.size >= _REMARK:
                return True
    return False


def governed_alike(left: Read, right: Read, x: Fact, y: Fact) -> bool:
    """Tell whether the words that two dates belong to are alike: "ends in 2019", "his term ends in 2018"."""
    if x.unit == y.unit != "day" and shared_remark(left, right):
        return True
    if "/" in x.value and "/" in y.value and x.unit == y.unit:  # two spans of one office or stay
        return bool({f.value for f in left.of("name")} & {f.value for f in right.of("name")})
    return any(like(a, b) for a in left.governing(x)[:_NEAREST] for b in right.governing(y)[:_NEAREST])


def one_act(left: Read, right: Read, x: Fact, y: Fact) -> bool:
    """Tell whether the clauses of two dates can have one act: their verbs are alike, or one stands as a noun."""
    mine, theirs = left.act(x), right.act(y)
    if left.again(x) != right.again(y):
        return False  # "met on Wednesday", "will meet again in June"
    if left.ends(x) != right.ends(y):
        return False  # "went on strike on Monday", "ended their strike on Tuesday"
    if mine is None or theirs is None or like(mine, theirs):
        return True
    return any(like(mine, key) for key in right.governing(y)[:_NEAREST]) or any(
        like(theirs, key) for key in left.governing(x)[:_NEAREST]
    )


def strength(left: Read, right: Read, x: Fact, y: Fact) -> int:
    """Return how many of the words around one date are like one around the other."""
    theirs = right.governing(y)
    return sum(any(like(a, b) for b in theirs) for a in left.governing(x))


def _weekday(words: str, named: Fact, other: Fact) -> bool:
    """Tell whether a bare weekday can be the other date: "closes on Friday" looks forward without saying so."""
    number, first, second = WEEKDAYS.get(words.lower()), calendars.bounds(named.value), calendars.bounds(other.value)
    if number is None or first is None or second is None or second[0].weekday() != number:
        return False
    return abs((first[0] - second[0]).days) <= _WEEK


def _plain(words: str) -> str:
    return _ARTICLE.sub("a ", words.lower())


def disjoint(a: Fact, b: Fact) -> bool:
    """Tell whether two dates have no day in common."""
    first, second = calendars.bounds(a.value), calendars.bounds(b.value)
    return first is not None and second is not None and (first[1] < second[0] or second[1] < first[0])


def overlap(a: Fact, b: Fact) -> bool:
    """Tell whether one date lies in the other: "Tuesday" and "May 9", "last month" and "April 12"."""
    first, second = calendars.bounds(a.value), calendars.bounds(b.value)
    if first is None or second is None:
        return False
    return (first[0] >= second[0] and first[1] <= second[1]) or (second[0] >= first[0] and second[1] <= first[1])
