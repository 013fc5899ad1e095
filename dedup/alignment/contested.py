"""Conflicts between sentences that share few words: one figure, date or place of one matter, given as two values.

Called by `align` for pairs that it would not tell. A value counts only where the other report gives it nowhere: one
report has a firm bought for 38 billion, the other never names that sum and has 47 billion for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from dedup.alignment import difference_cues as cues
from dedup.alignment import fact_pairs, measures
from dedup.alignment.apart import other_actor, told_apart
from dedup.alignment.collection import Collection, Profile
from dedup.alignment.difference_types import date_type, number_type
from dedup.alignment.differences import setting_of
from dedup.alignment.events import Report, name_words, one_time, place_names
from dedup.alignment.fact_pairs import Read
from dedup.alignment.polarity import like
from dedup.alignment.vocabulary import CALENDAR, common
from dedup.articles import Alignment, Claim, Difference, DifferenceKind, Fact, Place
from dedup.text import calendars
from dedup.text.stems import stem

# Pairs below this probability are not looked at: chance neighbours.
LEAST = 0.05
# A name in both claims, weighed by how few sentences of the story have it: 1.5 is one sentence in four.
_TELLING_NAME, _SOME_NAME = 1.5, 1.0
_RATIO = 2.0  # two figures further apart are of two things
_CLOSE_RATIO, _SHARED_MASS = 1.1, 2.0  # figures so near each other need no telling name, but other words
_GOVERNED, _OF_NOUN = 2, 1  # words alike around two figures that nothing else says to count one thing
_DAYS, _YEARS = 60, 800  # days that two dates or two years of one event may lie apart
_AGAIN = 0.1  # probability from which another pair with both values repeats the conflict
_YEAR = re.compile(r"\d{4}")
_UNITS = frozenset({"day", "month", "year"})
_CALENDAR = frozenset(map(stem, CALENDAR))


@dataclass(frozen=True, slots=True)
class Pair:
    """Two claims with what their sentences share.

    Attributes:
        a, b: The claims; a's article has the smaller id.
        probability: That both make the same claim.
        name: Weight of the most telling name in both, 0 where there is none.
        mass: Summed weight of the other words in both, above that of words which every other sentence has.
    """

    a: Claim
    b: Claim
    probability: float
    name: float
    mass: float


def of_sentences(
    sentences: tuple[Sequence[Claim], Sequence[Claim]],
    profiles: tuple[Profile, Profile],
    probability: float,
    collection: Collection,
) -> Iterator[Pair]:
    """Pair the claims of two sentences that have figures or dates."""
    for a in filter(_measured, sentences[0]):
        for b in filter(_measured, sentences[1]):
            yield _pair_of(a, b, probability, *profiles, collection)


def _pair_of(a: Claim, b: Claim, probability: float, one: Profile, other: Profile, collection: Collection) -> Pair:
    """Weigh what the sentences of two claims share."""
    names = {t for t in one.names & other.names if len(t) > 2 and t not in _CALENDAR}
    shared = one.wording.content & other.wording.content
    telling = (t for t in shared if t[0].isalpha() and t not in _CALENDAR and t not in common())
    mass = sum(max(0.0, collection.weight[t] - 1) for t in telling)
    return Pair(a, b, probability, max((collection.weight[t] for t in names), default=0.0), mass)


def contested(pairs: Sequence[Pair], reports: Mapping[str, Report]) -> list[Alignment]:
    """Return the conflicts among pairs of claims, each of one value that only its own report gives.

    Args:
        pairs: In any order.
        reports: The articles by id.

    Returns:
        Told alignments of relation `conflict`, in the order of the pairs.
    """
    known = {id_: Known.of(report) for id_, report in reports.items()}
    claims = {claim.place: claim for pair in pairs for claim in (pair.a, pair.b)}
    reads = {place: fact_pairs.read(claim) for place, claim in claims.items()}
    found: dict[tuple[Place, Place], Alignment] = {}
    values: dict[tuple[str, str], set[tuple[DifferenceKind, str, str]]] = {}
    names: set[tuple[DifferenceKind, str, str]] = set()  # of one event wherever two claims have them
    for pair in pairs:
        left, right = reads[pair.a.place], reads[pair.b.place]
        for kind, x, y in _values(pair, left, right, known, reports):
            values.setdefault((pair.a.article, pair.b.article), set()).add((kind, x, y))
            if kind == "name":
                names |= {(kind, x, y), (kind, y, x)}
            _add(found, pair, kind, x, y)
    for pair in pairs:
        if pair.probability >= _AGAIN:
            for kind, x, y in sorted(values.get((pair.a.article, pair.b.article), set()) | names):
                if x in pair.a.text and y in pair.b.text and not (y in pair.a.text or x in pair.b.text):
                    _add(found, pair, kind, x, y)
    return list(found.values())


def _add(found: dict[tuple[Place, Place], Alignment], pair: Pair, kind: DifferenceKind, x: str, y: str) -> None:
    places = pair.a.place, pair.b.place
    if places not in found:
        difference = Difference(kind, x, y, "conflict")
        found[places] = Alignment(*places, "conflict", round(pair.probability, 6), (difference,), "told")


@dataclass(frozen=True, slots=True)
class Known:
    """The values that a report gives anywhere."""

    figures: tuple[Fact, ...]
    dates: frozenset[str]

    @classmethod
    def of(cls, report: Report) -> Known:
        """Read the values of a report."""
        facts = [f for scene in report.scenes.values() for f in fact_pairs.read(scene.claim).facts]
        return cls(
            tuple(f for f in facts if f.kind == "quantity"), frozenset(f.value for f in facts if f.kind == "date")
        )

    def has_figure(self, fact: Fact) -> bool:
        """Tell whether the report has a figure, rounded or in another unit perhaps."""
        near = [f for f in self.figures if measures.same_dimension(fact, f) or f.unit is None]
        if any(fact.value == f.value and f.unit in (fact.unit, None) for f in near):
            return True
        return any(measures.equal(fact, f) or measures.compatible(fact, f) for f in near)


def _values(
    pair: Pair, left: Read, right: Read, known: Mapping[str, Known], reports: Mapping[str, Report]
) -> Iterator[tuple[DifferenceKind, str, str]]:
    one, other = known[pair.a.article], known[pair.b.article]
    telling = reports[pair.a.article], reports[pair.b.article]
    places = pair.a.place, pair.b.place
    for here, there in _places(left, right, *telling):
        yield "name", here, there
    if told_apart(*places, *telling) or other_actor(*places, *telling):
        return
    published = telling[0].published, telling[1].published
    for x, y in _figures(pair, left, right, one, other, published):
        yield "number", left.quote(x), right.quote(y)
    for x, y in _dates(pair, left, right, one, other, published):
        yield "date", left.quote(x), right.quote(y)


def _figures(
    pair: Pair, left: Read, right: Read, one: Known, other: Known, published: tuple[str | None, str | None]
) -> Iterator[tuple[Fact, Fact]]:
    """Yield figures that count one thing, each unknown to the other report."""
    if pair.name < _TELLING_NAME and pair.mass < _SHARED_MASS:
        return
    ours = [f for f in left.figures() if f.unit not in ("ordinal", "score")]
    theirs = [f for f in right.figures() if f.unit not in ("ordinal", "score")]
    for x in ours:
        for y in theirs:
            if not fact_pairs.count_alike(left, right, x, y, _OF_NOUN, _GOVERNED):
                continue
            ratio = measures.ratio(x, y)
            if ratio > (_RATIO if pair.name >= _TELLING_NAME else _CLOSE_RATIO):
                continue
            if other.has_figure(x) or one.has_figure(y) or fact_pairs.adds_up(left, right, x, y):
                continue
            setting = replace(setting_of(left, right, *published), alike=1.0)
            if number_type(x, y, setting) == "conflict":
                yield x, y


def _dates(
    pair: Pair, left: Read, right: Read, one: Known, other: Known, published: tuple[str | None, str | None]
) -> Iterator[tuple[Fact, Fact]]:
    """Yield dates of one act of somebody whom both claims name."""
    if pair.name < _SOME_NAME:
        return
    for x in _own_dates(left, other):
        for y in _own_dates(right, one):
            alike = x.unit == y.unit and _near(x, y) and left.quote(x).lower() != right.quote(y).lower()
            if not alike or not fact_pairs.governed_alike(left, right, x, y) or left.bound(x) != right.bound(y):
                continue
            setting = replace(setting_of(left, right, *published), alike=1.0)
            one_act = fact_pairs.one_act(left, right, x, y)
            if date_type(x, y, (left.quote(x), right.quote(y)), setting, _OF_NOUN, one_act=one_act) == "conflict":
                yield x, y


def _own_dates(read: Read, other: Known) -> list[Fact]:
    """Return the dates of events that the other report lacks; "next month" depends on the day of the report."""
    dates = (f for f in read.of("date") if f.of != "saying" and f.unit in _UNITS)
    return [f for f in dates if f.value not in other.dates and not cues.RELATIVE.match(read.quote(f))]


def _near(x: Fact, y: Fact) -> bool:
    first, second = calendars.bounds(x.value), calendars.bounds(y.value)
    if first is None or second is None:
        return False
    return 0 < abs((first[0] - second[0]).days) <= (_YEARS if x.unit == "year" else _DAYS)


def _places(left: Read, right: Read, one: Report, other: Report) -> Iterator[tuple[str, str]]:
    """Yield places of what happened on one day, each unknown to the other report.

    Where both reports lead with their places, these are two events.
    """
    if not one_time(one.published, other.published) or not _one_act(left.claim, right.claim):
        return
    dates = ([f for f in side.of("date") if _YEAR.search(side.quote(f))] for side in (left, right))
    if not any(fact_pairs.overlap(x, y) for x, y in product(*dates)):
        return
    for here in sorted(place_names(left.claim.text)):
        for there in sorted(place_names(right.claim.text)):
            if here in one.places and there in other.places:
                continue
            if not (_stands_at(here, left) and _stands_at(there, right)):
                continue
            mine, theirs = name_words(here), name_words(there)
            if mine and theirs and not mine & other.words and not theirs & one.words:
                yield here, there


def _one_act(a: Claim, b: Claim) -> bool:
    return any(like(p.verb.split()[0], q.verb.split()[0]) for p, q in product(a.predicates, b.predicates))


def _stands_at(place: str, read: Read) -> bool:
    """Tell whether a name follows "in" or "at" and owns nothing: "from Moe", "in Moe's shop" are no places."""
    return re.search(rf"\b(?:in|at|near|outside)\s(?:the\s)?{re.escape(place)}(?!['’])\b", read.claim.text) is not None


def _measured(claim: Claim) -> bool:
    return any(f.kind in ("quantity", "date") for f in claim.facts)
