"""Which fact of one claim stands for which fact of the other: equal ones set aside, the rest paired by surroundings.

Called by `differences`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dedup.alignment import measures
from dedup.articles import Claim, Fact
from dedup.text import calendars
from dedup.text.calendars import WEEKDAYS

WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")
_MEASURED = frozenset({"date", "quantity"})
_NEIGHBOURS = 5  # words either side that tell what a number is about
_PAIRED = 0.45  # how alike the surroundings must be for two unlike numbers to stand for each other
# Where sentences share less than half their words, a unit in common is not enough: "four years" and "47 years".
_ALIKE, _PAIRED_APART = 0.5, 0.65
_PAIRED_DATES = 0.6
_WEEK = 7
_ARTICLE = re.compile(r"^(?:an|one)\s")

Pairs = list[tuple[Fact, Fact]]
Alone = tuple[list[Fact], list[Fact]]


@dataclass(slots=True)
class Read:
    """A claim with its words in lower case and where each starts in the claim's text."""

    claim: Claim
    words: list[str]
    starts: list[int]

    def of(self, kind: str) -> list[Fact]:
        """Return the facts of one kind."""
        return [fact for fact in self.claim.facts if fact.kind == kind]

    def plain(self) -> list[str]:
        """Return the words that are part of no date and no quantity."""
        base = self.claim.start
        spans = [(f.start - base, f.end - base) for f in self.claim.facts if f.kind in _MEASURED]
        pairs = zip(self.words, self.starts, strict=True)
        return [word for word, at in pairs if not any(start <= at < end for start, end in spans)]

    def quote(self, fact: Fact) -> str:
        """Return the wording of a fact."""
        return self.claim.text[fact.start - self.claim.start : fact.end - self.claim.start]

    def around(self, fact: Fact) -> tuple[set[str], set[str]]:
        """Return the words just before and just after a fact."""
        start, end = fact.start - self.claim.start, fact.end - self.claim.start
        first = sum(s < start for s in self.starts)
        last = sum(s < end for s in self.starts)
        return set(self.words[max(0, first - _NEIGHBOURS) : first]), set(self.words[last : last + _NEIGHBOURS])


def read(claim: Claim) -> Read:
    """Read the words of a claim."""
    found = [(match.group().lower(), match.start()) for match in WORD.finditer(claim.text)]
    return Read(claim, [word for word, _ in found], [start for _, start in found])


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
    """Set equal numbers aside, and pair the rest by their surroundings; return pairs and what stays alone."""

    def near(x: Fact, y: Fact) -> float:
        return _closeness(left, right, x, y)

    def fits(x: Fact, y: Fact) -> float:
        if measures.same_dimension(x, y):
            return near(x, y) + 0.4
        return near(x, y) - (0.0 if None in {x.unit, y.unit} else 0.2)

    ours, theirs = left.of("quantity"), right.of("quantity")
    if not ours and not theirs:
        return [], ([], [])
    _, alone = _pair(ours, theirs, lambda x, y: measures.equal(x, y) * (1 + near(x, y)), 1.0)
    _, alone = _pair(*alone, lambda x, y: float(x.value == y.value), 1.0)
    alone = _without_ends(alone)
    least = _PAIRED if alike(left.words, right.words) >= _ALIKE else _PAIRED_APART
    pairs, alone = _pair(*alone, fits, least)
    if len(alone[0]) == len(alone[1]) == 1 and _exchangeable(alone[0][0], alone[1][0]):
        pairs, alone = [*pairs, (alone[0][0], alone[1][0])], ([], [])
    kept = ([f for f in alone[0] if not _one(left, f)], [f for f in alone[1] if not _one(right, f)])
    return pairs, kept


def _without_ends(alone: Alone) -> Alone:
    """Drop "21 to 23 cents" against "21 cents … 23 cents": the range and its two ends."""
    ours, theirs = list(alone[0]), list(alone[1])
    for mine, others in ((ours, theirs), (theirs, ours)):
        for whole in [f for f in mine if "/" in f.value]:
            ends = [next((f for f in others if f.value == end), None) for end in whole.value.split("/")]
            if all(ends):
                mine.remove(whole)
                others[:] = [f for f in others if f not in ends]
    return ours, theirs


def _exchangeable(a: Fact, b: Fact) -> bool:
    """Tell whether the only two numbers left over can stand for each other."""
    return measures.same_dimension(a, b) or (
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

    _, alone = _pair(left.of("date"), right.of("date"), same, 1.0)
    _, alone = _pair(*alone, lambda x, y: float(overlap(x, y)), 1.0)

    def fits(x: Fact, y: Fact) -> float:
        if _plain(left.quote(x)) == _plain(right.quote(y)):
            return 1.0  # "Tuesday" of one week and of another
        return _closeness(left, right, x, y) + (0.4 if x.unit == y.unit else 0.0)

    return _pair(*alone, fits, _PAIRED_DATES)


def _weekday(words: str, named: Fact, other: Fact) -> bool:
    """Tell whether a bare weekday can be the other date: "closes on Friday" looks forward without saying so."""
    number, first, second = WEEKDAYS.get(words.lower()), calendars.bounds(named.value), calendars.bounds(other.value)
    if number is None or first is None or second is None or second[0].weekday() != number:
        return False
    return abs((first[0] - second[0]).days) <= _WEEK


def _plain(words: str) -> str:
    return _ARTICLE.sub("a ", words.lower())


def overlap(a: Fact, b: Fact) -> bool:
    """Tell whether one date lies in the other: "Tuesday" and "May 9", "last month" and "April 12"."""
    first, second = calendars.bounds(a.value), calendars.bounds(b.value)
    if first is None or second is None:
        return False
    return (first[0] >= second[0] and first[1] <= second[1]) or (second[0] >= first[0] and second[1] <= first[1])
