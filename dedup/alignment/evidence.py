"""Whether two short claims plainly say the same thing or its contrary, word against word.

The scorer learned on long sentences of real stories, in which one shared figure says little; where both claims are
short, what they share is all that they say.
"""

from __future__ import annotations

import re

from dedup.alignment import measures
from dedup.alignment.fact_pairs import WORD, Read, governed_alike, overlap
from dedup.alignment.polarity import Word, like, opposed, opposite, read_signs, telling
from dedup.text.stems import stem

# Who says so, at the end of a claim.
_ATTRIBUTED = re.compile(
    r",[”\"]?\s(?:[^,.]{1,60}\s(?:said|says|added|told \w+)|according to [^,.]{1,60})[^,.]{0,25}\.?$"
)
# Longest claims, in words, of which this may be said.
_SHORT, _LONG = 15, 26
_PLAIN = 0.6  # share of the shorter claim's elements that the other must have
_LEAST = 2
_WORDS, _PLAIN_WORDS = 3, 0.75  # the same where they share nothing but words


def plain(left: Read, right: Read) -> bool:
    """Tell whether most of what the shorter of two short claims says stands in the other: acts, figures, dates."""
    short, long = sorted((len(left.words), len(right.words)))
    if short > _SHORT or long > _LONG:
        return False
    a, b = (telling(read_signs(_ATTRIBUTED.sub("", side.claim.text))) for side in (left, right))
    words = [x for x in a if any(like(x.stem, y.stem) for y in b)]
    shared = len({w.stem for w in words})
    more = _figures(left, right) + _dates(left, right) + _denials(left, right, a, b)
    whole = min(_elements(left, a), _elements(right, b))
    if not more:
        return shared >= _WORDS and shared >= _PLAIN_WORDS * whole
    return shared + more >= _LEAST and shared + more >= _PLAIN * whole


def _elements(read: Read, words: list[Word]) -> int:
    figures = sum(read.counts[f] is not None for f in read.figures())
    return len({w.stem for w in words}) + figures + any(f.of != "saying" for f in read.of("date"))


def _figures(left: Read, right: Read) -> int:
    """Return 2 where both have a figure that counts the same thing."""
    return 2 * any(
        left.counts[x] is not None
        and left.counts[x] == right.counts[y]
        and (measures.same_dimension(x, y) or None in {x.unit, y.unit})
        for x in left.figures()
        for y in right.figures()
    )


def _dates(left: Read, right: Read) -> int:
    """Return 1 where both have one date of the event, or two dates of one act."""
    ours, theirs = ([f for f in side.of("date") if f.of != "saying"] for side in (left, right))
    return int(any(overlap(x, y) or governed_alike(left, right, x, y) for x in ours for y in theirs))


def _denials(left: Read, right: Read, a: list[Word], b: list[Word]) -> int:
    """Return 1 where both deny one thing, or the two contradict each other."""
    if any(
        x.near and y.near and x.sign == y.sign and like(x.stem, y.stem) and _one_subject(x, y, a, b)
        for x in a for y in b
    ):  # fmt: skip
        return 1
    names = frozenset(stem(w) for side in (left, right) for f in side.of("name") for w in f.value.lower().split())
    return int(opposed(left.claim.text, right.claim.text, names) is not None)


def only_who(left: Read, right: Read) -> bool:
    """Tell whether two claims share nothing but somebody who speaks in one: the coach is glad, the coach leaves."""
    speakers = [s for s in (left.claim.speaker, right.claim.speaker) if s]
    if not speakers or _figures(left, right) or _dates(left, right):
        return False
    a, b = telling(read_signs(left.claim.text)), telling(read_signs(right.claim.text))
    shared = {w.stem for w in a if any(like(w.stem, v.stem) or opposite(w.stem, v.stem) for v in b)}
    roles = [f for side in (left, right) for f in side.of("role")]
    named = (" ".join([s, *(r.value for r in roles if r.unit == s)]) for s in speakers)
    return bool(shared) and any(shared <= {stem(w) for w in WORD.findall(words.lower())} for words in named)


def _one_subject(x: Word, y: Word, a: list[Word], b: list[Word]) -> bool:
    """Tell whether what stands before two denied words can be one: not "the owner", "the bank's manager"."""
    mine, theirs = ([w for w in words if w.clause == v.clause and w.place < v.place] for v, words in ((x, a), (y, b)))
    return not mine or not theirs or any(like(w.stem, v.stem) for w in mine for v in theirs)
