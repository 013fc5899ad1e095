"""Conflicts of facts that each report of one event states once, in whatever sentence: an age, a turnout, a saving.

In `contested` two sentences must be alike; here a report must have one value only for what is counted, by the same
word, and the other report must not know it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product
from typing import NamedTuple, TypeVar

from dedup.alignment import fact_pairs, measures
from dedup.alignment.apart import only_place_differs, other_actor, told_apart
from dedup.alignment.contested import Known
from dedup.alignment.difference_types import number_type
from dedup.alignment.differences import setting_of
from dedup.alignment.doers import Doings, Opposed, done_otherwise
from dedup.alignment.events import Report, one_time
from dedup.alignment.fact_pairs import Read
from dedup.alignment.polarity import GENERIC, like
from dedup.alignment.vocabulary import FUNCTION_WORDS
from dedup.articles import Alignment, Claim, Difference, Fact, Place
from dedup.text.stems import NUMBER_WORDS, stem

_LEAST = 0.01  # probability of a pair that no candidate was
_NAMES = 2  # names that two reports of one event lead with
# Claims up to which a report tells of one thing only: in longer ones a figure by the same word may be of another.
_SHORT = 14
_RATIO = 2.5  # figures further apart are of one thing only where a digit slipped: 180,000 and 810,000
_SLIPPED = 3  # digits
_LONG_NAME = 7  # letters of a first name of which two may be spelled otherwise
_OF_UNIT = "#"  # before the name of what a figure counts
_NEAR = 3  # words around a figure that may say what it counts
# What an event has one of.
_OF_EVENT = frozenset(
    "turnout magnitude depth aboard attended dead injured missing arrested rescued evacuated salary convicted "
    "acquitted fine sentence".split()
)
_UNCOUNTED = frozenset({"ordinal", "score", "age"})
_FIRST_NAME = re.compile(r"(?P<first>[A-ZÀ-Þ][\w’'-]+)\s(?P<last>[A-ZÀ-Þ][\w’'-]+)$")
_NAME_BEFORE = re.compile(r"\b(?P<name>[A-ZÀ-Þ][\w’'-]+),\s(?:aged\s|who is\s)?$")
_AGED_NAME = re.compile(r"-year-old\s(?:[a-z-]+\s){0,3}(?P<name>[A-ZÀ-Þ][\w’'-]+(?:\s[A-ZÀ-Þ][\w’'-]+)?)")
_VOTED = re.compile(r"\b(?:vot(?:e|es|ed|ing)|motion|ballot)\b", re.IGNORECASE)
_UNANIMOUS = re.compile(r"\bunanimous(?:ly)?\b", re.IGNORECASE)
_COUNT = r"\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
_VOTES = re.compile(
    rf"\b(?P<a>{_COUNT})(?:\svotes)?(?:-|–|\sto\s)(?P<b>{_COUNT})\b(?!\s(?:percent|per cent|%))", re.IGNORECASE
)
_THE_AGED = re.compile(r"(?:The|the)\s$")


_K = TypeVar("_K")
_V = TypeVar("_V")


@dataclass(frozen=True, slots=True)
class _Figure:
    read: Read
    fact: Fact


def stated_once(reports: Mapping[str, Report], chances: Mapping[tuple[Place, Place], float]) -> list[Alignment]:
    """Return the conflicts between facts that reports of one event state once each.

    Args:
        reports: The articles by id.
        chances: Probability of pairs of sentences that they make the same claim, by their places.

    Returns:
        Told alignments of relation `conflict`; `a` in the article with the smaller id.
    """
    found = [_conflict(chances, opposed) for opposed in _all_opposed(reports)]
    return list({(f.a, f.b): f for f in reversed(found)}.values())


def _conflict(chances: Mapping[tuple[Place, Place], float], found: Opposed) -> Alignment:
    one, other = (Place(c.article, *(c.sentence or (c.start, c.end))) for c in (found.a, found.b))
    chance = round(max(_LEAST, chances.get((one, other), 0.0)), 6)
    difference = Difference(found.kind, found.x, found.y, "conflict")
    return Alignment(found.a.place, found.b.place, "conflict", chance, (difference,), "told")


def _all_opposed(reports: Mapping[str, Report]) -> Iterator[Opposed]:
    known = {id_: _Stated.of(report) for id_, report in reports.items()}
    doings = {id_: Doings.of(report) for id_, report in reports.items()}
    for one, other in combinations(sorted(reports), 2):
        if _one_event(reports[one], reports[other]):
            both = known[one], known[other]
            yield from _ages(*both)
            yield from _first_names(*both)
            yield from _tallies(*both, reports[one], reports[other])
            if only_place_differs(reports[one], reports[other]):
                yield from _places(reports[one], reports[other])
            for found in done_otherwise(doings[one], doings[other]):
                if not told_apart(found.a.place, found.b.place, reports[one], reports[other], alike=True):
                    yield found
            if max(len(reports[one].scenes), len(reports[other].scenes)) <= _SHORT:
                yield from _figures(*both, reports[one], reports[other])


def _one_event(one: Report, other: Report) -> bool:
    named = max(len(one.names & other.words), len(other.names & one.words))
    return one_time(one.published, other.published) and named >= _NAMES


def _places(one: Report, other: Report) -> Iterator[Opposed]:
    """Yield the places that two reports of one event lead with."""
    first, second = (next(s for s in report.scenes.values() if s.places) for report in (one, other))
    yield Opposed("name", first.claim, sorted(first.places)[0], second.claim, sorted(second.places)[0])


class _Tally(NamedTuple):
    """How a vote went: votes for and against, largest first; None for an unanimous one."""

    claim: Claim
    words: str
    votes: tuple[int, ...] | None


def _tally(claim: Claim) -> _Tally | None:
    if not _VOTED.search(claim.text):
        return None
    if match := _UNANIMOUS.search(claim.text):
        return _Tally(claim, match.group(), None)
    match = _VOTES.search(claim.text)
    if match is None:
        return None
    votes = [int(NUMBER_WORDS.get(match[side].lower(), match[side])) for side in ("a", "b")]
    return _Tally(claim, match.group(), tuple(sorted(votes, reverse=True)))


def _tallies(one: _Stated, other: _Stated, left: Report, right: Report) -> Iterator[Opposed]:
    """Yield two results of the only vote that each report tells of."""
    mine, theirs = ({t.votes for t in side.tallies} for side in (one, other))
    if len(mine) == len(theirs) == 1 and mine != theirs:
        for x, y in product(one.tallies, other.tallies):
            places = x.claim.place, y.claim.place
            if told_apart(*places, left, right) or other_actor(*places, left, right):
                continue
            if not (None in (x.votes, y.votes) and 0 in (x.votes or ()) + (y.votes or ())):
                yield Opposed("number", x.claim, x.words, y.claim, y.words)


@dataclass(frozen=True, slots=True)
class _Stated:
    """What a report states, by what it is of."""

    ages: Mapping[str, tuple[_Figure, ...]]
    tallies: tuple[_Tally, ...]
    people: Mapping[str, tuple[tuple[Claim, Fact], ...]]
    figures: Mapping[tuple[str, str], tuple[_Figure, ...]]
    known: Known

    @classmethod
    def of(cls, report: Report) -> _Stated:
        ages: dict[str, list[_Figure]] = {}
        tallies = [tally for scene in report.scenes.values() if (tally := _tally(scene.claim)) is not None]
        people: dict[str, list[tuple[Claim, Fact]]] = {}
        figures: dict[tuple[str, str], list[_Figure]] = {}
        for scene in report.scenes.values():
            read = fact_pairs.read(scene.claim)
            for fact in read.figures():
                if fact.unit == "age" and (person := _aged(read, fact, scene.subject)):
                    ages.setdefault(person, []).append(_Figure(read, fact))
                for key in _keys(read, fact):
                    figures.setdefault(key, []).append(_Figure(read, fact))
            for fact in read.of("name"):
                if match := _FIRST_NAME.match(fact.value):
                    people.setdefault(match["last"].lower(), []).append((scene.claim, fact))
        return cls(_frozen(ages), tuple(tallies), _frozen(people), _frozen(figures), Known.of(report))


def _frozen(table: Mapping[_K, Sequence[_V]]) -> dict[_K, tuple[_V, ...]]:
    return {key: tuple(values) for key, values in table.items()}


def _aged(read: Read, fact: Fact, subject: str) -> str | None:
    """Return the surname of the person whose age a fact is, in lower case."""
    text, start, end = read.claim.text, fact.start - read.claim.start, fact.end - read.claim.start
    if match := _NAME_BEFORE.search(text, 0, start):
        return match["name"].lower()
    if match := _AGED_NAME.match(text, end) or _AGED_NAME.match(text, start + len(fact.value)):
        return match["name"].split()[-1].lower()
    opens = start <= len("The ") and _THE_AGED.search(text, 0, start)
    return subject.rsplit(maxsplit=1)[-1].lower() if subject and opens else None


def _keys(read: Read, fact: Fact) -> list[tuple[str, str]]:
    """Return what a figure is of: its dimension with each word near it that says so."""
    if fact.unit in _UNCOUNTED or "/" in fact.value or read.is_part(fact) or read.is_whole(fact):
        return []
    dimension = measures.dimension(fact)
    counted = read.counts[fact]
    keys = [(dimension, f"={counted}")] if counted in _OF_EVENT else []
    if fact.unit is not None:
        noun = stem(fact.unit)  # that both count ministers doesn't say that they count the same ones
        keys.append((dimension, f"{_OF_UNIT}{noun}"))
        keys += [(dimension, key) for key in read.governing(fact)[:_NEAR] if _tells(key) and not like(key, noun)]
    return keys


def _tells(key: str) -> bool:
    return key not in GENERIC and key not in FUNCTION_WORDS and len(key) > 2


def _ages(one: _Stated, other: _Stated) -> Iterator[Opposed]:
    for person in sorted(one.ages.keys() & other.ages.keys()):
        mine, theirs = one.ages[person], other.ages[person]
        if {f.fact.value for f in mine}.isdisjoint({f.fact.value for f in theirs}):
            for x, y in product(mine, theirs):
                yield _numbers(x, y)


def _numbers(x: _Figure, y: _Figure) -> Opposed:
    return Opposed("number", x.read.claim, x.read.quote(x.fact), y.read.claim, y.read.quote(y.fact))


def _first_names(one: _Stated, other: _Stated) -> Iterator[Opposed]:
    """Yield two first names of one surname in one role or with one verb, each unknown to the other report."""
    for last in sorted(one.people.keys() & other.people.keys()):
        mine, theirs = one.people[last], other.people[last]
        firsts = {f.value.split()[-2].lower() for _, f in mine}, {f.value.split()[-2].lower() for _, f in theirs}
        if len(firsts[0]) != 1 or len(firsts[1]) != 1 or _one_name(*(next(iter(f)) for f in firsts)):
            continue
        for (a, x), (b, y) in product(mine, theirs):
            if _same_part(a, x, b, y):
                yield Opposed("name", a, x.value, b, y.value)


def _one_name(a: str, b: str) -> bool:
    """Tell whether two first names can be one: a short form, an initial, another spelling."""
    from rapidfuzz.distance import OSA

    spelled = OSA.distance(a, b) <= (1 if min(len(a), len(b)) < _LONG_NAME else 2)
    return spelled or a[0] != b[0] or a.startswith(b[:3]) or min(len(a), len(b)) <= 2


def _same_part(a: Claim, x: Fact, b: Claim, y: Fact) -> bool:
    """Tell whether two people do the same, are done the same to, or hold the same office."""
    for p, q in product(a.predicates, b.predicates):
        if like(p.verb.split()[0], q.verb.split()[0]) and any(
            mine and theirs and x.value in mine and y.value in theirs
            for mine, theirs in ((p.actor, q.actor), (p.object, q.object))
        ):
            return True
    before = _verb_before(a, x), _verb_before(b, y)
    if all(before) and like(*before):
        return True
    roles = ({f.value for f in c.facts if f.kind == "role" and f.unit == n.value} for c, n in ((a, x), (b, y)))
    return bool(set.intersection(*roles))


def _verb_before(claim: Claim, name: Fact) -> str:
    """Return the stem of the word right before a name, as of "hire Daniel Oakes"; "" where it is none that tells."""
    words = claim.text[: name.start - claim.start].split()
    key = stem(words[-1].lower()) if words and words[-1].islower() and words[-1].isalpha() else ""
    return key if _tells(key) else ""


def _figures(one: _Stated, other: _Stated, left: Report, right: Report) -> Iterator[Opposed]:
    seen: set[tuple[Place, Place]] = set()
    for key in sorted(one.figures.keys()):
        for match in (k for k in other.figures if k[0] == key[0] and (k[1] == key[1] or _same_word(k[1], key[1]))):
            mine, theirs = one.figures[key], other.figures[match]
            if len({f.fact.value for f in mine}) != 1 or len({f.fact.value for f in theirs}) != 1:
                continue
            for x, y in product(mine, theirs):
                places = x.read.claim.place, y.read.claim.place
                if key[1].startswith(_OF_UNIT) and not _misprinted(x.fact.value, y.fact.value):
                    continue
                if places not in seen and _exclude(x, y, one, other, left, right):
                    seen.add(places)
                    yield _numbers(x, y)


def _misprinted(a: str, b: str) -> bool:
    """Tell whether two numbers of three digits or more have their digits exchanged: 4,500 and 5,400."""
    return len(a) == len(b) >= _SLIPPED and a != b and sorted(a) == sorted(b)


def _same_word(a: str, b: str) -> bool:
    return not {"=", _OF_UNIT} & {a[0], b[0]} and like(a, b)


def _exclude(x: _Figure, y: _Figure, one: _Stated, other: _Stated, left: Report, right: Report) -> bool:
    """Tell whether two figures that count one thing exclude each other."""
    mine, theirs = x.read.counts[x.fact], y.read.counts[y.fact]
    if mine != theirs and mine is not None and theirs is not None:
        return False
    if not fact_pairs.one_kind(x.read, y.read, x.fact, y.fact) or _other_unit(x.fact, y.fact):
        return False
    if measures.ratio(x.fact, y.fact) > _RATIO and not _slipped(x.fact.value, y.fact.value):
        return False
    if other.known.has_figure(x.fact) or one.known.has_figure(y.fact):
        return False
    if fact_pairs.adds_up(x.read, y.read, x.fact, y.fact):
        return False
    places = x.read.claim.place, y.read.claim.place
    if told_apart(*places, left, right) or other_actor(*places, left, right):
        return False
    setting = replace(setting_of(x.read, y.read, left.published, right.published), alike=1.0)
    return number_type(x.fact, y.fact, setting) == "conflict"


def _other_unit(a: Fact, b: Fact) -> bool:
    """Tell whether two counts are of other people: "three firefighters", "two residents"."""
    if a.unit == b.unit or measures.is_measure(a) or measures.is_measure(b):
        return False
    return not (a.unit and b.unit and like(a.unit, b.unit))


def _slipped(a: str, b: str) -> bool:
    """Tell whether two numbers have the same digits in another order, or with another number of zeros."""
    first, second = (v.replace(".", "").strip("0") for v in (a, b))
    return sorted(first) == sorted(second) and (len(first) >= _SLIPPED - 1 or first == second)
