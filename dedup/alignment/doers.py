"""Conflicts about who did what: an act that one alone does, done by two; two sides exchanged; a route, a colour.

Each report of one event must give one value only, and the other report another one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import product
from typing import NamedTuple

from dedup.alignment.events import Report, name_words
from dedup.alignment.polarity import like
from dedup.alignment.vocabulary import FUNCTION_WORDS
from dedup.articles import Claim, DifferenceKind, Predicate
from dedup.text.stems import stem, words

# Acts that one alone does to one object.
_ALONE = frozenset(
    map(stem, words("lead head chair captain pilot steer build construct design found invent discover declare write "
                    "direct own succeed replace"))
)  # fmt: skip
# What one alone wins.
_WON = frozenset(map(stem, words("cup title final race match championship election gold contract tender trophy")))
# Acts that are not returned within one event.
_ONE_WAY = frozenset(
    map(stem, words("beat defeat invite buy acquire sue hire arrest rescue shoot stab overtake succeed replace lend"))
)
_AT_HELM = re.compile(r"\bat the (?P<what>helm|wheel|controls)\b")
_ROUTE = re.compile(r"\bfrom\s(?:the\s)?(?P<a>[A-ZÀ-Þ]\w+)\sto\s(?:the\s)?(?P<b>[A-ZÀ-Þ]\w+)")
_BACK = re.compile(r"\b(?:back|return\w*|round trip|both ways)\b", re.IGNORECASE)
_COLOURED = re.compile(
    r"\b(?P<colour>white|black|red|blue|green|yellow|grey|gray|silver|brown|orange|pink)\s(?P<what>car|van|truck|lorry|"
    r"pickup|sedan|motorcycle|motorbike|scooter|bus|boat|jacket|coat|shirt|hoodie|hat|cap|mask|bag|backpack|suitcase|"
    r"dress|door|horse|dog)\b"
)
_ORGANISATIONS = frozenset(words("systems industries group holdings inc corp co ltd plc university ministry bank team"))
_NAME = re.compile(r"[A-ZÀ-Þ][\w’'-]+(?:\s[A-ZÀ-Þ][\w’'-]+)*")
_MOST_WORDS = 3  # of an object that tell


class Opposed(NamedTuple):
    """Two values of one fact and the claims that state them."""

    kind: DifferenceKind
    a: Claim
    x: str
    b: Claim
    y: str


class Stated(NamedTuple):
    """A value, what it is of, and the claim that states it."""

    of: frozenset[str]
    value: str
    claim: Claim


class Doings(NamedTuple):
    """Who does what in a report, and what has which colour."""

    doers: tuple[Stated, ...]
    sides: tuple[tuple[Predicate, Claim], ...]
    routes: tuple[Stated, ...]
    colours: tuple[Stated, ...]

    @classmethod
    def of(cls, report: Report) -> Doings:
        """Read a report."""
        claims = [scene.claim for scene in report.scenes.values()]
        acts = [(p, c) for c in claims for p in c.predicates if p.actor and not p.negated and p.modality != "alleged"]
        doers = [s for p, c in acts for s in _doer(p, c)]
        sides = tuple((p, c) for p, c in acts if p.verb in _ONE_WAY and p.object)
        routes = [
            Stated(frozenset((m["a"], m["b"])), m.group(), c) for c in claims for m in _ROUTE.finditer(c.text)
            if not _BACK.search(c.text)
        ]  # fmt: skip
        colours = [Stated(frozenset((m["what"],)), m.group(), c) for c in claims for m in _COLOURED.finditer(c.text)]
        return cls(tuple(doers), sides, tuple(routes), tuple(colours))


def done_otherwise(one: Doings, other: Doings) -> Iterator[Opposed]:
    """Yield what two reports of one event state otherwise of who did it, of a route or of a colour."""
    yield from _single("name", one.doers, other.doers, _two_people)
    yield from _single("name", one.routes, other.routes, lambda x, y: x != y)
    yield from _single("name", one.colours, other.colours, lambda x, y: _grey(x) != _grey(y))
    for (p, a), (q, b) in product(one.sides, other.sides):
        if p.verb == q.verb and _exchanged(p, q) and not _both_ways(one, p) and not _both_ways(other, q):
            yield Opposed("name", a, f"{p.actor} … {p.object}", b, f"{q.actor} … {q.object}")


def _single(
    kind: DifferenceKind, mine: tuple[Stated, ...], theirs: tuple[Stated, ...], apart: Callable[[str, str], bool]
) -> Iterator[Opposed]:
    """Yield two values of one thing where each report has one value for it only."""
    for x, y in product(mine, theirs):
        if not _of_one(x, y) or not apart(x.value, y.value):
            continue
        known = ({s.value for s in side if _of_one(s, z)} for side, z in ((mine, x), (theirs, y)))
        if all(len(values) == 1 for values in known):
            yield Opposed(kind, x.claim, x.value, y.claim, y.value)


def _grey(colour: str) -> str:
    return colour.replace("gray", "grey")


def _of_one(x: Stated, y: Stated) -> bool:
    """Tell whether all that the shorter of two things is called stands in the other, by like words."""
    short, long = sorted((x.of, y.of), key=len)
    return all(any(like(a, b) for b in long) for a in short)


def _doer(predicate: Predicate, claim: Claim) -> Iterator[Stated]:
    """Yield who does an act that one alone does."""
    name = _who(predicate, claim)
    if not name:
        return
    verb = predicate.verb.split()[0]
    if verb == "be":
        match = _AT_HELM.search(claim.text, predicate.end - claim.start)
        if match and match.start() - (predicate.end - claim.start) <= 1:
            yield Stated(frozenset((f"at {match['what']}",)), name, claim)
        return
    keys = [stem(w.lower()) for w in re.findall(r"[^\W\d_]+", predicate.object or "")]
    done = frozenset([key for key in keys if key not in FUNCTION_WORDS][:_MOST_WORDS])
    if done and (verb in _ALONE or (verb == "win" and done & _WON)):
        yield Stated(done | {verb}, name, claim)


def _who(predicate: Predicate, claim: Claim) -> str:
    """Return the last name of an actor's words, as written; "" where it has none."""
    actor = predicate.actor or ""
    people = [f.value for f in claim.facts if f.kind == "name" and f.value in actor]
    if people:
        return people[-1]
    match = _NAME.fullmatch(actor)
    return match.group() if match and name_words(actor) else ""


def _two_people(x: str, y: str) -> bool:
    """Tell whether two names are of two people or of two organisations; a person acts for an organisation."""
    mine, theirs = name_words(x), name_words(y)
    return bool(mine and theirs) and not mine & theirs and _person(x) == _person(y)


def _person(name: str) -> bool:
    parts = name.lower().split()
    return len(parts) > 1 and not _ORGANISATIONS & set(parts)


def _exchanged(p: Predicate, q: Predicate) -> bool:
    """Tell whether two predicates name one pair in two orders."""
    does_p, done_p, does_q, done_q = (_names(part) for part in (p.actor, p.object, q.actor, q.object))
    return bool(does_p & done_q and done_p & does_q) and not does_p & does_q and not done_p & done_q


def _names(part: str | None) -> frozenset[str]:
    return frozenset(w for match in _NAME.findall(part or "") for w in name_words(match))


def _both_ways(report: Doings, predicate: Predicate) -> bool:
    return any(p.verb == predicate.verb and _exchanged(p, predicate) for p, _ in report.sides)
