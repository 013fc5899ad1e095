"""Differences in what is affirmed: denials, opposites, causes not known, and who did it to whom."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dedup.alignment import measures
from dedup.alignment.difference_cues import IN_YEAR
from dedup.alignment.difference_types import Setting
from dedup.alignment.fact_pairs import WORD, Read, disjoint
from dedup.alignment.polarity import Opposed, like, opposed
from dedup.alignment.vocabulary import FUNCTION_WORDS
from dedup.articles import Difference, DifferenceType, Fact
from dedup.text.stems import stem

_UNKNOWN = re.compile(
    r"\b(?P<what>[a-z]+)(?:\s(?:of|for|behind)\s[^,.;]{1,40})?\s(?:was|were|is|are|remain(?:s|ed)?|has|have)\s"
    r"(?:still\s|not\s)*"
    r"(?:been\s)?(?:immediately\s|yet\s)*"
    r"(?P<state>not (?:immediately |yet )?(?:known|clear|established|determined)|unknown|"
    r"unclear|"
    r"known|clear|determined|established|under investigation|undetermined)\b",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"\b(?P<state>not (?:immediately |yet )?(?:clear|known)|unclear|unknown)\s"
    r"(?:what|who|why|how|where|when)\s(?P<rest>[^,.;]+)",
    re.IGNORECASE,
)
_NEAR = 15  # characters either side of a date
_SAID = re.compile(r"\b(?:denied|denies|confirmed|admitted|announced|insisted|said|told|acknowledged)\b", re.IGNORECASE)
_DATED = frozenset({"day", "month", "year", "interval"})
_DAY = 10  # characters of an ISO 8601 day
# A denial that holds up to the time of the report.
_SO_FAR = re.compile(
    r"\b(?:no(?:body| one)?|none)\b[^.;]{0,40}\b(?:has|have)\b|\b(?:has|have) not\b|\b(?:has|have)n['’]t\b|"
    r"\bso far\b|\byet\b",
    re.IGNORECASE,
)
_AGAIN = re.compile(r"(?:resum|reopen|re-open|restart|reinstat)", re.IGNORECASE)
_PLANNED = r"\b(?:will|would|to|may|could|can|should|might|not|when)\s(?:\w+\s){0,2}?"
_OFF = re.compile(r"\b(?:called off|cancell?ed|averted)\b", re.IGNORECASE)
_DENIED = re.compile(r"\bnot\b|unknown|unclear|under investigation|undetermined|n['’]t\b", re.IGNORECASE)
# "No night trains": of what kind nothing is; a word in -ed is the act itself.
_NO_KIND = re.compile(r"\b[Nn]o\s(?P<kind>[a-z-]+)\s(?P<noun>[a-z]+)(?<!ed)\b")
# Who falls into a ravine or climbs onto a roof is no figure that falls or climbs.
_MOVED = re.compile(
    r"\b(?:f[ae]ll\w*|plung\w+|dropp?\w*|tumbl\w+|slid\w*|slipp?\w*|s[aiu]nk\w*|climb\w*|rose|risen?|jump\w*)\s(?:\w+ly\s)?"
    r"(?:into|onto|off|out|over|overboard|down|through|apart|asleep|ill|short|silent|victim|prey)\b",
    re.IGNORECASE,
)
_BY = re.compile(r"(?:was|were|been|is|are|being)\s(?:\w+ly\s)?(?P<verb>\w+)\sby\s", re.IGNORECASE)
# Verbs that say the same with their two names exchanged.
_MUTUAL = frozenset(
    stem(word)
    for word in (
        "meet met talk marry agree play face join trade sign divorce merge compete argue speak debate draw".split()
    )
)
_ROUTE = re.compile(r"\bfrom\s(?:the\s)?(?P<a>[A-Z]\w+)\sto\s(?:the\s)?(?P<b>[A-Z]\w+)")
_SAME_WORDS = 0.8


def denials(left: Read, right: Read, setting: Setting) -> Iterator[Difference]:
    """Yield the differences in what two claims affirm."""
    kind: DifferenceType = "different_event" if setting.other_event else "conflict"
    names = frozenset(stem(word) for side in (left, right) for f in side.of("name") for word in f.value.lower().split())
    text_a, text_b = left.claim.text, right.claim.text
    found = opposed(text_a, text_b, names)
    unknown = _unknown(left, right) or _unknown(right, left)
    if unknown:
        a, b = (unknown, "") if _unknown(left, right) else ("", unknown)
        later = setting.published_a != setting.published_b
        yield Difference("negation", a, b, "update" if later else "different_scope")
    elif found is not None and (_of_another_kind(left, right, found.a) or _of_another_kind(right, left, found.b)):
        yield Difference("negation", found.a, found.b, "different_scope")
    elif found is not None and not _of_two_things(left, right, found):
        overtaken = kind == "conflict" and _overtaken(left, right, found, setting)
        yield Difference("negation", found.a, found.b, "update" if overtaken else kind)
    for a, b in list(_exchanged(left, right)) or _exchanged_roles(left, right):
        yield Difference("name", a, b, kind)


def _of_two_things(left: Read, right: Read, found: Opposed) -> bool:
    opposite = found.kind == "opposite"
    if opposite and _moves(left, found.a) != _moves(right, found.b):
        return True
    return (opposite and _parts(left, right)) or _of_two_times(left, right)


def _of_another_kind(mine: Read, other: Read, denied: str) -> bool:
    """Tell whether a claim denies only a kind that the other does not name: no night trains, and half of the others."""
    for match in _NO_KIND.finditer(mine.claim.text):
        kind = stem(match["kind"])
        if denied == f"not {match['noun']}" and kind not in FUNCTION_WORDS:
            return not any(like(kind, stem(word)) for word in other.words)
    return False


def _moves(read: Read, word: str) -> bool:
    """Tell whether a word of rising or falling is said of a body that moves, not of a value."""
    return any(m.group().lower().startswith(word.lower()) for m in _MOVED.finditer(read.claim.text))


def _of_two_times(left: Read, right: Read) -> bool:
    """Tell whether two claims are of days or years that have none in common: closed from May on, reopened in July."""
    ours, theirs = (
        [f for f in side.of("date") if f.unit in _DATED and not _of_saying(side, f)] for side in (left, right)
    )
    if ours and theirs:
        return all(disjoint(x, y) and left.quote(x).lower() != right.quote(y).lower() for x in ours for y in theirs)
    return any(IN_YEAR.search(side.claim.text) for side, dates in ((left, ours), (right, theirs)) if dates)


def _of_saying(read: Read, date: Fact) -> bool:
    """Tell whether a date is that of the denial: "on Wednesday denied that data was stolen"."""
    start, end = date.start - read.claim.start, date.end - read.claim.start
    near = f"{read.claim.text[max(0, start - _NEAR) : start]} {read.claim.text[end : end + _NEAR]}"
    return date.of == "saying" or _SAID.search(near) is not None


def _overtaken(left: Read, right: Read, found: Opposed, setting: Setting) -> bool:
    """Tell whether a later report has what an earlier one said had not happened so far, or calls off a plan.

    What is to be resumed was halted before, whichever report is the later one.
    """
    if found.kind == "opposite":
        return _resumed(left, found.a, setting) or _resumed(right, found.b, setting)
    denying = left if found.a.startswith("not ") else right
    published = setting.published_a, setting.published_b
    before, after = published if denying is left else published[::-1]
    if found.kind != "negation" or not before or not after or before[:_DAY] == after[:_DAY]:
        return False
    if before[:_DAY] > after[:_DAY]:
        return _OFF.search(denying.claim.text) is not None
    return _SO_FAR.search(denying.claim.text) is not None


def _resumed(read: Read, word: str, setting: Setting) -> bool:
    """Tell whether a word brings back what the other claim has stopped: on another day, or as a plan."""
    if not _AGAIN.match(word):
        return False
    planned = re.search(rf"{_PLANNED}{re.escape(word)}\b", read.claim.text, re.IGNORECASE)
    return bool(setting.days_apart()) or planned is not None


def _parts(left: Read, right: Read) -> bool:
    """Tell whether two counts of one noun are parts of a whole: acquitted on three counts, convicted on eight."""
    ours, theirs = ({(f.unit, f.value) for f in side.figures() if f.unit} for side in (left, right))
    units = {unit for unit, _ in ours} & {unit for unit, _ in theirs}
    counted = {f.unit for f in left.figures() if not measures.is_measure(f)} & units
    return any(not {v for u, v in ours if u == unit} & {v for u, v in theirs if u == unit} for unit in counted)


def _unknown(mine: Read, other: Read) -> str | None:
    """Return the words that say that something isn't known of which the other claim speaks as known."""
    open_question = _OPEN.search(mine.claim.text)
    if open_question and not _OPEN.search(other.claim.text):
        asked = [stem(w) for w in WORD.findall(open_question["rest"].lower())]
        known = [stem(word) for word in other.words]
        return open_question["state"] if _all_known(asked, known) else None
    match = _UNKNOWN.search(mine.claim.text)
    if match is None or not _DENIED.search(match.group()) or _UNKNOWN.search(other.claim.text):
        return None
    what = stem(match["what"].lower())
    stems = [stem(word) for word in other.words]
    return match["state"] if what not in FUNCTION_WORDS and any(like(what, key) for key in stems) else None


def _all_known(asked: list[str], known: list[str]) -> bool:
    """Tell whether the other claim has every word that a question asks about, and there is one."""
    telling = [key for key in asked if key not in FUNCTION_WORDS]
    return bool(telling) and all(any(like(key, word) for word in known) for key in telling)


def _exchanged(left: Read, right: Read) -> Iterator[tuple[str, str]]:
    """Yield two orders of the same two names around one verb, or from one to the other."""
    words_a, words_b = set(left.words), set(right.words)
    if len(words_a & words_b) < _SAME_WORDS * max(len(words_a), len(words_b)):
        return
    one, other = _ROUTE.search(left.claim.text), _ROUTE.search(right.claim.text)
    if one and other:
        if one["a"] == other["b"] and one["b"] == other["a"]:
            yield one.group(), other.group()
        return
    mine, theirs = _agents(left), _agents(right)
    if mine and theirs and mine[0] == theirs[1] and mine[1] == theirs[0] and mine[2] == theirs[2]:
        yield f"{mine[0]} … {mine[1]}", f"{theirs[0]} … {theirs[1]}"


def _exchanged_roles(left: Read, right: Read) -> Iterator[tuple[str, str]]:
    """Yield who did it to whom where the clauses of two claims have one verb and exchange its two sides."""
    words_a, words_b = set(left.words) - FUNCTION_WORDS, set(right.words) - FUNCTION_WORDS
    if len(words_a & words_b) < _SAME_WORDS * max(len(words_a), len(words_b)):
        return
    for p in left.claim.predicates:
        for q in right.claim.predicates:
            if p.verb != q.verb or p.verb in _MUTUAL or not (p.actor and p.object and q.actor and q.object):
                continue
            does_p, done_p, does_q, done_q = (_heads(part) for part in (p.actor, p.object, q.actor, q.object))
            if does_p & done_q and done_p & does_q and not does_p & does_q and not done_p & done_q:
                yield f"{p.actor} … {p.object}", f"{q.actor} … {q.object}"
                return


def _heads(part: str) -> frozenset[str]:
    """Return the telling words of an actor or an object, as stems."""
    return frozenset(stem(w) for w in WORD.findall(part.lower()) if w.isalpha()) - FUNCTION_WORDS


def _agents(read: Read) -> tuple[str, str, str] | None:
    """Return who did it, to whom, and the verb between two names; None where it isn't plain."""
    names = sorted({(f.start, f.end): f for f in read.of("name")}.values(), key=lambda f: f.start)
    if len(names) < 2:
        return None
    first, second = names[0], names[1]
    between = read.claim.text[first.end - read.claim.start : second.start - read.claim.start]
    passive = _BY.search(between)
    words = [stem(w.lower()) for w in WORD.findall(between)]
    telling = [w for w in words if w not in FUNCTION_WORDS]
    verb = stem(passive["verb"].lower()) if passive else telling[0] if len(telling) == 1 else ""
    if not verb or verb in _MUTUAL or (not passive and len(words) > 1):
        return None
    pair = (first.value, second.value)
    return (*(pair[::-1] if passive else pair), verb)
