"""What differs between two claims that have been aligned, named and typed.

Called by `relate` and `table`. A difference is no contradiction: `difference_types` tells which is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from dedup.articles import Claim, Difference, DifferenceKind, Fact
from dedup.claims import calendars, measures
from dedup.claims.difference_types import Setting, date_type, number_type, polarity_type, quote_type
from dedup.claims.stems import stem

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
# A number that only one sentence has is a difference where the sentences otherwise say the same; else it is just
# more news. At half the words alike, nearly all pairs of two versions of a sentence pass.
_ALIKE = 0.5
_NEIGHBOURS = 5  # words either side that tell what a number is about


class _Read(NamedTuple):
    """A claim's words with their places."""

    claim: Claim
    words: list[str]
    starts: list[int]


def differences(
    a: Claim, b: Claim, published_a: str | None = None, published_b: str | None = None
) -> tuple[Difference, ...]:
    """Return the differences between two aligned claims.

    Args:
        a: One claim, with its facts.
        b: The other.
        published_a: When a's article was published, ISO 8601; tells an `update` from a `conflict`.
        published_b: When b's article was published.

    Returns:
        Numbers first, then dates, names, roles, negation, modality, quotes. `a` and `b` of a difference quote the
        claims; one is "" where only the other states it.
    """
    read_a, read_b = _read(a), _read(b)
    shared = _alike(read_a.words, read_b.words)
    setting = Setting(a, b, published_a, published_b, _times_differ(a, b))
    found: list[Difference] = []
    found.extend(_numbers(read_a, read_b, setting, whole=shared >= _ALIKE))
    found.extend(_dates(read_a, read_b, setting, whole=shared >= _ALIKE))
    found.extend(_names(read_a, read_b, setting))
    found.extend(_polarity(read_a, read_b, setting))
    found.extend(_quotes(read_a, read_b))
    return tuple(found)


def _read(claim: Claim) -> _Read:
    words, starts = [], []
    for match in _WORD.finditer(claim.text):
        words.append(match.group().lower())
        starts.append(match.start())
    return _Read(claim, words, starts)


def _alike(a: Sequence[str], b: Sequence[str]) -> float:
    """Return the share of the shorter sentence's words that stand in the other."""
    set_a, set_b = set(a), set(b)
    return len(set_a & set_b) / max(1, min(len(set_a), len(set_b)))


def _of(claim: Claim, kind: str) -> list[Fact]:
    return [fact for fact in claim.facts if fact.kind == kind]


def _quote(claim: Claim, fact: Fact) -> str:
    return claim.text[fact.start - claim.start : fact.end - claim.start]


def _context(read: _Read, fact: Fact) -> tuple[set[str], set[str]]:
    """Return the words before and after a fact."""
    start, end = fact.start - read.claim.start, fact.end - read.claim.start
    before = [w for w, s in zip(read.words, read.starts, strict=True) if s < start]
    after = [w for w, s in zip(read.words, read.starts, strict=True) if s >= end]
    return set(before[-_NEIGHBOURS:]), set(after[:_NEIGHBOURS])


def _closeness(read_a: _Read, read_b: _Read, a: Fact, b: Fact) -> float:
    """Return how alike the surroundings of two facts are, 0 to 1."""
    (before_a, after_a), (before_b, after_b) = _context(read_a, a), _context(read_b, b)
    shared = len(before_a & before_b) + len(after_a & after_b)
    total = min(len(before_a), len(before_b)) + min(len(after_a), len(after_b))
    return shared / total if total else 0.5


def _pairs(
    left: list[Fact], right: list[Fact], fits: Callable[[Fact, Fact], float], least: float
) -> tuple[list[tuple[Fact, Fact]], list[Fact], list[Fact]]:
    """Pair facts greedily by score; return pairs and what stays alone on each side."""
    scored = sorted(
        ((fits(x, y), -i, -j) for i, x in enumerate(left) for j, y in enumerate(right)), reverse=True
    )
    used_left: set[int] = set()
    used_right: set[int] = set()
    pairs = []
    for score, i, j in scored:
        if score < least:
            break
        if -i not in used_left and -j not in used_right:
            used_left.add(-i)
            used_right.add(-j)
            pairs.append((left[-i], right[-j]))
    pairs.sort(key=lambda p: p[0].start)
    return (
        pairs,
        [f for i, f in enumerate(left) if i not in used_left],
        [f for j, f in enumerate(right) if j not in used_right],
    )


def _numbers(read_a: _Read, read_b: _Read, setting: Setting, *, whole: bool) -> Iterator[Difference]:
    left, right = _of(read_a.claim, "quantity"), _of(read_b.claim, "quantity")
    _, left, right = _pairs(left, right, lambda x, y: float(measures.equal(x, y)) + _closeness(read_a, read_b, x, y), 1.0)
    _, left, right = _pairs(left, right, lambda x, y: float(x.value == y.value), 1.0)

    def fits(x: Fact, y: Fact) -> float:
        near = _closeness(read_a, read_b, x, y)
        return near + 0.4 if measures.dimension(x) == measures.dimension(y) else near - 0.2

    pairs, alone_a, alone_b = _pairs(left, right, fits, 0.45)
    for x, y in pairs:
        kind = number_type(x, y, setting)
        yield Difference("number", _quote(read_a.claim, x), _quote(read_b.claim, y), kind)
    if whole:
        yield from _one_sided("number", read_a, read_b, alone_a, alone_b)


def _one_sided(
    kind: DifferenceKind, read_a: _Read, read_b: _Read, alone_a: Sequence[Fact], alone_b: Sequence[Fact]
) -> Iterator[Difference]:
    for fact in alone_a:
        yield Difference(kind, _quote(read_a.claim, fact), "", "different_scope")
    for fact in alone_b:
        yield Difference(kind, "", _quote(read_b.claim, fact), "different_scope")


def _dates(read_a: _Read, read_b: _Read, setting: Setting, *, whole: bool) -> Iterator[Difference]:
    left, right = _of(read_a.claim, "date"), _of(read_b.claim, "date")
    _, left, right = _pairs(left, right, lambda x, y: float(x.value == y.value), 1.0)
    _, left, right = _pairs(left, right, _same_time, 1.0)
    pairs, alone_a, alone_b = _pairs(
        left, right, lambda x, y: _closeness(read_a, read_b, x, y) + (0.4 if x.unit == y.unit else 0.0), 0.6
    )
    for x, y in pairs:
        yield Difference("date", _quote(read_a.claim, x), _quote(read_b.claim, y), date_type(x, y, setting))
    if whole:
        yield from _one_sided("date", read_a, read_b, alone_a, alone_b)


def _same_time(a: Fact, b: Fact) -> float:
    """1 where one date lies in the other: "Tuesday" and "May 9", "last month" and "April 12"."""
    first, second = calendars.bounds(a.value), calendars.bounds(b.value)
    if first is None or second is None:
        return 0.0
    inside = first[0] >= second[0] and first[1] <= second[1] or second[0] >= first[0] and second[1] <= first[1]
    return float(inside)


def _times_differ(a: Claim, b: Claim) -> bool:
    """Tell whether the claims state days that can't be the same."""
    left = [f for f in _of(a, "date") if calendars.bounds(f.value)]
    right = [f for f in _of(b, "date") if calendars.bounds(f.value)]
    return bool(left and right) and not any(_same_time(x, y) for x in left for y in right)


def _names(read_a: _Read, read_b: _Read, setting: Setting) -> Iterator[Difference]:
    """The same role with another name, and the same name with another role."""
    roles_a = {f.value: f for f in _of(read_a.claim, "role")}
    for theirs in _of(read_b.claim, "role"):
        ours = roles_a.get(theirs.value)
        if ours is not None and ours.unit and theirs.unit and not _same_name(ours.unit, theirs.unit):
            kind = "different_event" if setting.times_differ else "conflict"
            yield Difference("name", ours.unit, theirs.unit, kind)
    holders = {f.unit: f for f in _of(read_a.claim, "role") if f.unit}
    for theirs in _of(read_b.claim, "role"):
        ours = holders.get(theirs.unit)
        if ours is not None and not set(ours.value.split()) & set(theirs.value.split()):
            yield Difference("role", ours.value, theirs.value, "different_event" if setting.times_differ else "different_scope")


def _same_name(a: str, b: str) -> bool:
    words_a, words_b = set(a.lower().split()), set(b.lower().split())
    return words_a <= words_b or words_b <= words_a


def _polarity(read_a: _Read, read_b: _Read, setting: Setting) -> Iterator[Difference]:
    kinds: tuple[DifferenceKind, ...] = ("negation", "modality")
    for kind in kinds:
        ours, theirs = _of(read_a.claim, kind), _of(read_b.claim, kind)
        for fact in _only(ours, theirs, read_b.words):
            yield Difference(kind, _quote(read_a.claim, fact), "", polarity_type(kind, setting))
        for fact in _only(theirs, ours, read_a.words):
            yield Difference(kind, "", _quote(read_b.claim, fact), polarity_type(kind, setting))


def _only(mine: Sequence[Fact], others: Sequence[Fact], other_words: Sequence[str]) -> Iterator[Fact]:
    """Yield negations (modals) on a word that the other claim states without one."""
    stems = {stem(word) for word in other_words}
    theirs = {_bearer(fact) for fact in others}
    for fact in mine:
        if _bearer(fact) and _bearer(fact) in stems and _bearer(fact) not in theirs:
            yield fact


def _bearer(fact: Fact) -> str:
    return fact.value if fact.kind == "negation" else fact.unit or ""


def _quotes(read_a: _Read, read_b: _Read) -> Iterator[Difference]:
    """Quotes that are plainly the same one with other words in it; a shortened quote is no difference."""
    for ours in _of(read_a.claim, "quote"):
        words_a = _WORD.findall(ours.value.lower())
        for theirs in _of(read_b.claim, "quote"):
            words_b = _WORD.findall(theirs.value.lower())
            if min(len(words_a), len(words_b)) < 3 or _alike(words_a, words_b) < 0.6:
                continue
            only_a, only_b = set(words_a) - set(words_b), set(words_b) - set(words_a)
            if only_a and only_b:
                yield Difference("quote", ours.value, theirs.value, quote_type(only_a, only_b))
