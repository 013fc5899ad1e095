"""What differs between two claims that have been aligned, named and typed.

Called by `relate` and `table`. A difference is no contradiction: `difference_types` tells which is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from dedup.articles import Claim, Difference, DifferenceKind, DifferenceType, Fact
from dedup.claims import calendars, measures
from dedup.claims.date_patterns import WEEKDAYS
from dedup.claims.difference_types import Setting, date_type, number_type, polarity_type, quote_type
from dedup.claims.stems import stem

_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")
# A number that only one sentence has is a difference where the sentences otherwise say the same; else it is just
# more news. Nearly all pairs of two editions of a sentence share half the words of the longer.
_ALIKE = 0.5
_NEIGHBOURS = 5  # words either side that tell what a number is about
_PAIRED = 0.45  # how alike the surroundings must be for two unlike numbers to stand for each other
_DAYS_APART = 3  # two stories this near in time mean the same day by the same words
_DATELINE = re.compile(r"[^-—–]{0,60}\s[-—–]{1,2}\s")
_ARTICLE = re.compile(r"^(?:an|one)\s")
# Words that many names share: "Nissan Motor Co" and "Toyota Motor Co" are two firms.
_GENERIC = frozenset("motor motors co corp inc ltd plc group bank holdings international company the of and & financial".split())
_HEAD = 45  # characters in which the subject of a sentence is named
_AGENCIES = frozenset("Reuters AP AFP Kyodo Jiji Sputnik Xinhua TASS".split())


@dataclass(slots=True)
class _Read:
    """A claim's words with their places."""

    claim: Claim
    words: list[str]
    starts: list[int]

    def of(self, kind: str) -> list[Fact]:
        return [fact for fact in self.claim.facts if fact.kind == kind]

    def quote(self, fact: Fact) -> str:
        return self.claim.text[fact.start - self.claim.start : fact.end - self.claim.start]

    def around(self, fact: Fact) -> tuple[set[str], set[str]]:
        start, end = fact.start - self.claim.start, fact.end - self.claim.start
        first = sum(s < start for s in self.starts)
        last = sum(s < end for s in self.starts)
        return set(self.words[max(0, first - _NEIGHBOURS) : first]), set(self.words[last : last + _NEIGHBOURS])


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
        claims; one is "" where only the other states it, which is reported for numbers and dates of claims that
        are otherwise alike, as `different_scope`.
    """
    if a.text == b.text and (published_a or "")[:10] == (published_b or "")[:10]:
        return ()
    left, right = _read(a), _read(b)
    alike = _alike(left.words, right.words)
    numbers, alone_numbers = _number_pairs(left, right)
    polarity = list(_polarity(left, right))
    firmed = any(kind == "modality" for kind, _, _ in polarity)
    setting = Setting(a, b, published_a, published_b, False, alike, firmed, _anchored(left, right))
    dates, alone_dates = _date_pairs(left, right, setting)
    typed_dates = [(x, y, date_type(x, y, (left.quote(x), right.quote(y)), setting)) for x, y in dates]
    if any(kind == "different_event" for _, _, kind in typed_dates) or (_subject(left, right) and _subject(right, left)):
        setting = replace(setting, other_event=True)
    elif _nothing_shared(left, right, numbers):
        setting = replace(setting, anchored=False)
    found = list(_typed_numbers(left, right, numbers, setting))
    if alike >= _ALIKE:
        found.extend(_one_sided("number", left, right, alone_numbers))
    found.extend(Difference("date", left.quote(x), right.quote(y), kind) for x, y, kind in typed_dates)
    if alike >= _ALIKE:
        found.extend(_one_sided("date", left, right, alone_dates))
    found.extend(_names(left, right, setting))
    found.extend(Difference(kind, x, y, polarity_type(kind, setting)) for kind, x, y in polarity)
    found.extend(_quotes(left, right))
    return tuple(found)


def _read(claim: Claim) -> _Read:
    read = _Read(claim, [], [])
    for match in _WORD.finditer(claim.text):
        read.words.append(match.group().lower())
        read.starts.append(match.start())
    return read


def _alike(a: Sequence[str], b: Sequence[str]) -> float:
    """Return the share of the longer claim's words that stand in the other."""
    set_a, set_b = set(a), set(b)
    return len(set_a & set_b) / max(1, len(set_a), len(set_b))


def _closeness(left: _Read, right: _Read, a: Fact, b: Fact) -> float:
    """Return how alike the surroundings of two facts are, 0 to 1."""
    (before_a, after_a), (before_b, after_b) = left.around(a), right.around(b)
    shared = len(before_a & before_b) + len(after_a & after_b)
    total = min(len(before_a), len(before_b)) + min(len(after_a), len(after_b))
    return shared / total if total else 0.5


_Pairs = list[tuple[Fact, Fact]]
_Alone = tuple[list[Fact], list[Fact]]


def _pair(left: list[Fact], right: list[Fact], fits: Callable[[Fact, Fact], float], least: float) -> tuple[_Pairs, _Alone]:
    """Pair facts greedily by score; return pairs and what stays alone on each side."""
    scored = sorted(
        ((score, -i, -j) for i, x in enumerate(left) for j, y in enumerate(right) if (score := fits(x, y)) >= least),
        reverse=True,
    )
    taken_left: set[int] = set()
    taken_right: set[int] = set()
    pairs: _Pairs = []
    for _, i, j in scored:
        if -i not in taken_left and -j not in taken_right:
            taken_left.add(-i)
            taken_right.add(-j)
            pairs.append((left[-i], right[-j]))
    pairs.sort(key=lambda pair: pair[0].start)
    alone = ([f for i, f in enumerate(left) if i not in taken_left], [f for j, f in enumerate(right) if j not in taken_right])
    return pairs, alone


def _number_pairs(left: _Read, right: _Read) -> tuple[_Pairs, _Alone]:
    """Set equal numbers aside, and pair the rest by their surroundings."""

    def near(x: Fact, y: Fact) -> float:
        return _closeness(left, right, x, y)

    def fits(x: Fact, y: Fact) -> float:
        return near(x, y) + (0.4 if measures.dimension(x) == measures.dimension(y) else 0.0 if None in {x.unit, y.unit} else -0.2)

    ours, theirs = left.of("quantity"), right.of("quantity")
    _, alone = _pair(ours, theirs, lambda x, y: measures.equal(x, y) * (1 + near(x, y)), 1.0)
    _, alone = _pair(*alone, lambda x, y: float(x.value == y.value), 1.0)
    alone = _without_ends(alone)
    pairs, alone = _pair(*alone, fits, _PAIRED)
    if len(alone[0]) == len(alone[1]) == 1 and _exchangeable(alone[0][0], alone[1][0]):
        pairs, alone = [*pairs, (alone[0][0], alone[1][0])], ([], [])
    kept = ([f for f in alone[0] if not _one(left, f)], [f for f in alone[1] if not _one(right, f)])
    return pairs, kept


def _typed_numbers(left: _Read, right: _Read, numbers: _Pairs, setting: Setting) -> Iterator[Difference]:
    before: DifferenceType | None = None
    for x, y in numbers:
        before = number_type(x, y, setting, before)
        yield Difference("number", left.quote(x), right.quote(y), before)


def _anchored(left: _Read, right: _Read) -> bool:
    """Tell whether a name, a date or a figure stands in both claims; who is only cited ties nothing."""
    for kind in ("date", "quantity"):
        if {f.value for f in left.of(kind)} & {f.value for f in right.of(kind)}:
            return True
    return bool(_subjects(left) & _subjects(right))


def _subjects(read: _Read) -> set[str]:
    names = [f for f in read.of("name") if read.quote(f) not in _AGENCIES]
    before = [read.claim.text[max(0, f.start - read.claim.start - 16) : f.start - read.claim.start].lower() for f in names]
    return {word for f, text in zip(names, before, strict=True) if "according to" not in text for word in f.value.lower().split()}


def _without_ends(alone: _Alone) -> _Alone:
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
    return measures.dimension(a) == measures.dimension(b) or None in {a.unit, b.unit} and "ordinal" not in {a.unit, b.unit}


def _one(read: _Read, fact: Fact) -> bool:
    """The word "one" that only one sentence has counts nothing."""
    return fact.value == "1" and read.quote(fact).lower().startswith("one")


def _one_sided(kind: DifferenceKind, left: _Read, right: _Read, alone: _Alone) -> Iterator[Difference]:
    for fact in alone[0]:
        yield Difference(kind, left.quote(fact), "", "different_scope")
    for fact in alone[1]:
        yield Difference(kind, "", right.quote(fact), "different_scope")


def _date_pairs(left: _Read, right: _Read, setting: Setting) -> tuple[_Pairs, _Alone]:
    """Set dates aside that can be the same, and pair the rest by their surroundings."""
    apart = setting.days_apart()
    together = setting.alike >= _ALIKE and (apart is None or apart <= _DAYS_APART)

    def same(x: Fact, y: Fact) -> float:
        if {x.unit, y.unit} == {"day"} and _weekday(left.quote(x), y) | _weekday(right.quote(y), x):
            return 1.0
        return float(x.value == y.value or (together and _plain(left.quote(x)) == _plain(right.quote(y))))

    _, alone = _pair(left.of("date"), right.of("date"), same, 1.0)
    _, alone = _pair(*alone, lambda x, y: float(_overlap(x, y)), 1.0)
    return _pair(*alone, lambda x, y: _closeness(left, right, x, y) + (0.4 if x.unit == y.unit else 0.0), 0.6)


def _weekday(words: str, other: Fact) -> bool:
    """Tell whether a bare weekday can be the other date: "closes on Friday" looks forward without a word that says so."""
    number, day = WEEKDAYS.get(words.lower()), calendars.bounds(other.value)
    return number is not None and day is not None and day[0].weekday() == number


def _plain(words: str) -> str:
    return _ARTICLE.sub("a ", words.lower())


def _overlap(a: Fact, b: Fact) -> bool:
    """Tell whether one date lies in the other: "Tuesday" and "May 9", "last month" and "April 12"."""
    first, second = calendars.bounds(a.value), calendars.bounds(b.value)
    if first is None or second is None:
        return False
    return (first[0] >= second[0] and first[1] <= second[1]) or (second[0] >= first[0] and second[1] <= first[1])


def _nothing_shared(left: _Read, right: _Read, numbers: _Pairs) -> bool:
    """Tell whether two claims of several figures have none in common: two reports, not two readings of one."""
    return 2 <= len(numbers) >= max(len(left.of("quantity")), len(right.of("quantity")))


def _subject(mine: _Read, other: _Read) -> bool:
    """Tell whether the name in front of a claim is unknown to the other one."""
    dateline = _DATELINE.match(mine.claim.text)
    first = mine.claim.start + (dateline.end() if dateline else 0)
    name = next((f for f in mine.of("name") if f.start >= first), None)
    if name is None or name.start - first > _HEAD:
        return False
    words = {word.removesuffix("'s").removesuffix("’s") for word in _WORD.findall(name.value.lower())} - _GENERIC
    known = {word.removesuffix("'s").removesuffix("’s") for word in other.words}
    initials = "".join(word[0] for word in name.value.split() if word[0].isupper()).lower()
    spelled = name.value.lower() in {"".join(w[0] for w in f.value.split() if w).lower() for f in other.of("name")}
    return bool(words) and not (words & known) and initials not in known and not spelled


def _names(left: _Read, right: _Read, setting: Setting) -> Iterator[Difference]:
    """The same role with another name, and the same name with another role."""
    for mine in left.of("role"):
        for theirs in right.of("role"):
            if not mine.unit or not theirs.unit:
                continue
            same = _same_name(mine.unit, theirs.unit)
            if mine.value == theirs.value and not same and not _stands(mine.unit, right) and not _stands(theirs.unit, left):
                yield Difference("name", mine.unit, theirs.unit, "different_event" if setting.other_event else "conflict")
            elif same and not set(mine.value.split()) & set(theirs.value.split()):
                yield Difference("role", mine.value, theirs.value, "different_scope")


def _same_name(a: str, b: str) -> bool:
    words_a, words_b = set(a.lower().split()), set(b.lower().split())
    return words_a <= words_b or words_b <= words_a


def _stands(name: str, read: _Read) -> bool:
    return name.rsplit(" ", 1)[-1].lower() in read.words


def _polarity(left: _Read, right: _Read) -> Iterator[tuple[DifferenceKind, str, str]]:
    kinds: tuple[DifferenceKind, ...] = ("negation", "modality")
    for kind in kinds:
        for fact in _only(left.of(kind), right, kind):
            yield kind, left.quote(fact), ""
        for fact in _only(right.of(kind), left, kind):
            yield kind, "", right.quote(fact)
    theirs = {fact.unit: fact for fact in right.of("modality") if fact.unit}
    for fact in left.of("modality"):
        other = theirs.get(fact.unit)
        if other is not None and other.value != fact.value:
            yield "modality", left.quote(fact), right.quote(other)


def _only(mine: Sequence[Fact], other: _Read, kind: str) -> Iterator[Fact]:
    """Yield negations (modals) on a word that the other claim states without one."""
    if not mine:
        return
    stems = {stem(word) for word in other.words}
    theirs = {_bearer(fact) for fact in other.of(kind)}
    for fact in mine:
        bearer = _bearer(fact)
        if bearer and bearer in stems and bearer not in theirs:
            yield fact


def _bearer(fact: Fact) -> str:
    return fact.value if fact.kind == "negation" else fact.unit or ""


def _quotes(left: _Read, right: _Read) -> Iterator[Difference]:
    """Quotes that are plainly the same one with other words in it; a shortened quote is no difference."""
    for mine in left.of("quote"):
        words_a = _WORD.findall(mine.value.lower())
        for theirs in right.of("quote"):
            words_b = _WORD.findall(theirs.value.lower())
            if min(len(words_a), len(words_b)) < 3:
                continue
            blocks = SequenceMatcher(None, words_a, words_b, autojunk=False).get_matching_blocks()
            if sum(block.size for block in blocks) < 0.6 * min(len(words_a), len(words_b)):
                continue
            only_a, only_b = set(words_a) - set(words_b), set(words_b) - set(words_a)
            if only_a and only_b:
                yield Difference("quote", mine.value, theirs.value, quote_type(only_a, only_b))
