"""What differs between two claims that have been aligned, named and typed.

A difference is no contradiction: `difference_types` tells which is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from dedup.alignment import denials, fact_pairs
from dedup.alignment.difference_types import Setting, date_type, modality_type, number_type, quote_type
from dedup.alignment.fact_pairs import WORD, Alone, Pairs, Read
from dedup.articles import Claim, Difference, DifferenceKind, DifferenceType, Fact
from dedup.text.stems import stem

# A number that only one sentence has is a difference where the sentences otherwise say the same; else it is just
# more news. Nearly all pairs of two editions of a sentence share half the words of the longer.
_ALIKE = 0.5
_REWORDED = 0.85  # below, two sentences differ in more than their dates and numbers
_ONE_STORY = 14  # days over which one event is reported without a date
_RANKS = frozenset("deputy vice former ex acting interim assistant then".split())
_SPELLED = 3  # letters from which a name may be spelled with one more or one less
_SAME_SENTENCE = 0.5  # share of words from which another holder of a role contradicts
_NO_ROLES = frozenset({"counterpart"})  # says who somebody is like, not what they are
_QUOTE = 3  # words; fewer are too common to be one remark
_SAME_REMARK = 0.75  # share of the shorter quote's words, in order, that stand in the longer one
_NO_PLAN = frozenset("would will won't shall can could must should".split())  # near a number they change nothing
_BRACKETS = re.compile(r"\[[^\]]*\]")
_REMARKED = 2  # words that a remark in common counts for
_DAYS_APART = 3  # two stories this near in time mean the same day by the same words
_DATELINE = re.compile(r"[^-—–]{0,60}\s[-—–]{1,2}\s")
# Words that many names share: "Nissan Motor Co" and "Toyota Motor Co" are two firms.
_GENERIC = frozenset(
    "motor motors co corp inc ltd plc group bank holdings international company the of and financial".split()
)
_PRONOUN = re.compile(r"(?:He|She|They|It)\s")
_HEAD = 45  # characters in which the subject of a sentence is named
_AGENCIES = frozenset("Reuters AP AFP Kyodo Jiji Sputnik Xinhua TASS".split())


def differences(
    a: Claim, b: Claim, published_a: str | None = None, published_b: str | None = None, *, other_event: bool = False
) -> tuple[Difference, ...]:
    """Return the differences between two aligned claims.

    Args:
        a: One claim, with its facts.
        b: The other.
        published_a: When a's article was published, ISO 8601; tells an `update` from a `conflict`.
        published_b: When b's article was published.
        other_event: Whether it is known that the claims tell of two events.

    Returns:
        Numbers first, then dates, names, roles, negation, modality, quotes. `a` and `b` of a difference quote the
        claims; one is "" where only the other states it, which is reported for numbers and dates of claims that
        are otherwise alike, as `different_scope`.
    """
    if a.text == b.text and (published_a or "")[:10] == (published_b or "")[:10]:
        return ()
    left, right = fact_pairs.read(a), fact_pairs.read(b)
    numbers, alone_numbers = fact_pairs.number_pairs(left, right)
    modality = list(_modality(left, right))
    setting = setting_of(left, right, published_a, published_b, modality)
    rows = any(x.unit == "ordinal" and not _won(x, y, setting) for x, y in numbers)  # the seventh talks, the sixth
    setting = replace(setting, other_event=other_event or rows)
    dates, alone_dates = _typed_dates(left, right, setting, numbers)
    other_time = setting.other_event or _long_apart(left, right, setting)
    other_time = other_time or any(d.type == "different_event" for d in dates)
    setting = _with_event(left, right, setting, numbers, other_time=other_time)
    found = [*_typed_numbers(left, right, numbers, setting)]
    if setting.alike >= _ALIKE:
        found.extend(_one_sided("number", left, right, alone_numbers))
        dates.extend(_one_sided("date", left, right, alone_dates))
    if any(d.type == "update" for d in found):  # of two days, when a figure has changed
        dates = [replace(d, type="different_scope") if d.type == "conflict" else d for d in dates]
    found.extend(dates)
    found.extend(_names(left, right, other_time=other_time))
    grown = any(d.type == "update" for d in found)  # "fell into a ravine", "the toll rose"
    found.extend(d for d in denials.denials(left, right, setting) if not (grown and d.kind == "negation"))
    found.extend(Difference("modality", x, y, modality_type(setting)) for x, y in modality)
    found.extend(_quotes(left, right))
    return tuple(found)


def _won(x: Fact, y: Fact, setting: Setting) -> bool:
    return number_type(x, y, setting) == "conflict"


def setting_of(
    left: Read, right: Read, published_a: str | None, published_b: str | None, modality: Sequence[tuple[str, str]] = ()
) -> Setting:
    """Return what is known around the differences of two claims of one event."""
    return Setting(
        left.claim,
        right.claim,
        published_a,
        published_b,
        other_event=False,
        alike=fact_pairs.alike(left.words, right.words),
        reworded=True,
        firmed=any(not {x.lower(), y.lower()} - {""} <= _NO_PLAN for x, y in modality),
        anchored=_anchored(left, right),
    )


def _long_apart(left: Read, right: Read, setting: Setting) -> bool:
    """Tell whether the stories are so far apart in time that only a date in common ties them to one event."""
    apart = setting.days_apart()
    if apart is None or apart <= _ONE_STORY:
        return False
    return not any(fact_pairs.overlap(x, y) for x in left.of("date") for y in right.of("date"))


def _with_event(left: Read, right: Read, setting: Setting, numbers: Pairs, *, other_time: bool) -> Setting:
    """Tell by times, subjects and figures whether the claims speak of two events."""
    if other_time or (_subject(left, right) and _subject(right, left)):
        return replace(setting, other_event=True)
    return replace(setting, anchored=False) if _nothing_shared(left, right, numbers) else setting


def _typed_dates(left: Read, right: Read, setting: Setting, numbers: Pairs) -> tuple[list[Difference], Alone]:
    apart = setting.days_apart()
    together = setting.alike >= _ALIKE and (apart is None or apart <= _DAYS_APART)
    pairs, alone = fact_pairs.date_pairs(left, right, together=together)
    if pairs and not numbers:
        setting = replace(setting, reworded=fact_pairs.alike(left.plain(), right.plain()) < _REWORDED)
    words = [(left.quote(x), right.quote(y)) for x, y in pairs]
    typed = [
        Difference("date", *w, _date_type(left, right, x, y, w, setting))
        for (x, y), w in zip(pairs, words, strict=True)
    ]
    return typed, alone


def _date_type(left: Read, right: Read, x: Fact, y: Fact, words: tuple[str, str], setting: Setting) -> DifferenceType:
    if x.unit == y.unit == "month" and fact_pairs.shared_remark(left, right):
        return date_type(x, y, words, setting, _REMARKED)  # of saying one thing
    strength = fact_pairs.strength(left, right, x, y)
    if {x.unit, y.unit} == {"quarter", "year"} and fact_pairs.disjoint(x, y) and not setting.other_event:
        return "conflict" if fact_pairs.governed_alike(left, right, x, y) else "different_scope"
    if left.bound(x) != right.bound(y):
        return "different_scope"  # "as of Friday", "on Saturday"
    return date_type(x, y, words, setting, strength, one_act=fact_pairs.one_act(left, right, x, y))


def _typed_numbers(left: Read, right: Read, numbers: Pairs, setting: Setting) -> Iterator[Difference]:
    before: DifferenceType | None = None
    for x, y in numbers:
        before = number_type(x, y, setting, before, fact_pairs.strength(left, right, x, y))
        if before == "conflict" and fact_pairs.adds_up(left, right, x, y):
            before = "different_scope"
        yield Difference("number", left.quote(x), right.quote(y), before)


def _anchored(left: Read, right: Read) -> bool:
    """Tell whether a name, a date or a figure stands in both claims; who is only cited ties nothing."""
    for kind in ("date", "quantity"):
        if {f.value for f in left.of(kind)} & {f.value for f in right.of(kind)}:
            return True
    return bool(_subjects(left) & _subjects(right))


def _subjects(read: Read) -> set[str]:
    names = [f for f in read.of("name") if read.quote(f) not in _AGENCIES]
    return {word for fact in names if not _cited(read, fact) for word in fact.value.lower().split()}


def _cited(read: Read, fact: Fact) -> bool:
    start = fact.start - read.claim.start
    return "according to" in read.claim.text[max(0, start - 16) : start].lower()


def _one_sided(kind: DifferenceKind, left: Read, right: Read, alone: Alone) -> Iterator[Difference]:
    for fact in alone[0]:
        yield Difference(kind, left.quote(fact), "", "different_scope")
    for fact in alone[1]:
        yield Difference(kind, "", right.quote(fact), "different_scope")


def _nothing_shared(left: Read, right: Read, numbers: Pairs) -> bool:
    """Tell whether two claims of several figures have none in common: two reports, not two readings of one."""
    return 2 <= len(numbers) >= max(len(left.of("quantity")), len(right.of("quantity")))


def _subject(mine: Read, other: Read) -> bool:
    """Tell whether the name in front of a claim is unknown to the other one."""
    if _PRONOUN.match(mine.claim.text):
        return False  # "She beat Sam Oyel": the name is no subject
    dateline = _DATELINE.match(mine.claim.text)
    first = mine.claim.start + (dateline.end() if dateline else 0)
    name = next((f for f in mine.of("name") if f.start >= first), None)
    if name is None or name.start - first > _HEAD:
        return False
    if any(p.actor and p.end <= name.start for p in mine.claim.predicates):
        return False  # "Schools will stay open, Nora Bligh said"
    words = {word.removesuffix("'s").removesuffix("’s") for word in WORD.findall(name.value.lower())} - _GENERIC
    known = {word.removesuffix("'s").removesuffix("’s") for word in other.words}
    initials = "".join(word[0] for word in name.value.split() if word[0].isupper()).lower()
    spelled = name.value.lower() in {"".join(w[0] for w in f.value.split() if w).lower() for f in other.of("name")}
    return bool(words) and not (words & known) and initials not in known and not spelled


def _names(left: Read, right: Read, *, other_time: bool) -> Iterator[Difference]:
    """The same role with another name, and the same name with another role."""
    for mine in left.of("role"):
        for theirs in right.of("role"):
            holder, other = mine.unit or "", theirs.unit or ""
            if not holder or not other or {mine.value, theirs.value} & _NO_ROLES:
                continue
            if _same_name(holder, other):
                if _other_rank(mine.value, theirs.value):
                    yield Difference("role", mine.value, theirs.value, "different_scope")
            elif mine.value == theirs.value and not _stands(holder, right) and not _stands(other, left):
                alike = fact_pairs.alike(left.words, right.words) >= _SAME_SENTENCE
                kind: DifferenceType = "different_event" if other_time else "conflict" if alike else "different_scope"
                yield Difference("name", holder, other, kind)


def _other_rank(a: str, b: str) -> bool:
    """Tell whether two roles of one person differ: in what they are, or in "deputy", "former", "acting"."""
    words_a, words_b = set(a.split()), set(b.split())
    return not words_a & words_b or bool((words_a ^ words_b) & _RANKS)


def _same_name(a: str, b: str) -> bool:
    """Tell whether two names are one person: one is part of the other, or a letter is spelled otherwise."""
    words_a, words_b = _plain(a).split(), _plain(b).split()
    short, long = sorted((words_a, words_b), key=len)
    return all(any(_same_word(x, y) for y in long) for x in short)


def _same_word(a: str, b: str) -> bool:
    from rapidfuzz.distance import OSA

    return a == b or (min(len(a), len(b)) >= _SPELLED and OSA.distance(a, b) <= 1 and len(a) != len(b)) or (
        min(len(a), len(b)) >= 2 * _SPELLED and OSA.distance(a, b) <= 2
    )


def _plain(name: str) -> str:
    """Return a name without case and accents: "Ibáñez" in one outlet is "Ibanez" in another."""
    return "".join(char for char in unicodedata.normalize("NFD", name.lower()) if not unicodedata.combining(char))


def _stands(name: str, read: Read) -> bool:
    last = _plain(name.rsplit(" ", 1)[-1])
    return any(_same_word(last, _plain(word)) for word in read.words)


def _modality(left: Read, right: Read) -> Iterator[tuple[str, str]]:
    """Yield modal words of one claim on a word that the other states without, or with another one."""
    for fact in _only(left.of("modality"), right):
        yield left.quote(fact), ""
    for fact in _only(right.of("modality"), left):
        yield "", right.quote(fact)
    theirs = {fact.unit: fact for fact in right.of("modality") if fact.unit}
    for fact in left.of("modality"):
        other = theirs.get(fact.unit or "")
        if other is not None and other.value != fact.value:
            yield left.quote(fact), right.quote(other)


def _only(mine: Sequence[Fact], other: Read) -> Iterator[Fact]:
    if not mine:
        return
    stems = {stem(word) for word in other.words}
    theirs = {fact.unit or "" for fact in other.of("modality")}
    yield from (fact for fact in mine if fact.unit and fact.unit in stems and fact.unit not in theirs)


def _quotes(left: Read, right: Read) -> Iterator[Difference]:
    """Quotes that are plainly the same one with other words in it; a shortened quote is no difference."""
    for mine in left.of("quote"):
        words_a = _quoted_words(mine.value)
        for theirs in right.of("quote"):
            words_b = _quoted_words(theirs.value)
            if min(len(words_a), len(words_b)) < _QUOTE:
                continue
            other = _other_words(words_a, words_b)
            if other is not None:
                yield Difference("quote", mine.value, theirs.value, quote_type(*other))


def _quoted_words(quote: str) -> list[str]:
    """Return the words that were said: what stands in square brackets is the editor's."""
    return WORD.findall(_BRACKETS.sub(" ", quote.lower().replace("’", "'").replace("-", "")))


def _other_words(a: list[str], b: list[str]) -> tuple[set[str], set[str]] | None:
    """Return the words in which two quotes of one remark differ; None where nothing or too much differs."""
    blocks = SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
    if sum(block.size for block in blocks) < _SAME_REMARK * min(len(a), len(b)):
        return None
    only_a, only_b = [w for w in a if w not in set(b)], [w for w in b if w not in set(a)]
    if not only_a or not only_b or _glued(only_a) == _glued(only_b):
        return None
    return set(only_a), set(only_b)


def _glued(words: list[str]) -> str:
    """Return words as a handle writes them: "@annaberg &" for "Anna Berg and"."""
    return "".join(word for word in words if word != "and")
