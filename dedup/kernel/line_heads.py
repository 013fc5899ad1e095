"""Short lines within a story: subheads, the heads of briefs, names, verses."""

from __future__ import annotations

from typing import Any

from dedup.kernel.compiled import inner
from dedup.kernel.line_columns import (
    CAPITALISED,
    CUES,
    LAST,
    LAST_ASK,
    LAST_STOP,
    LETTERS,
    MARKS,
    STOPS,
    TOKENS,
    WIDE,
)
from dedup.kernel.line_signs import SLASH

# What a line is to its article: of the body so far; open to be; a time stamp; known boilerplate.
BODY, OPEN, STAMP, BARRED = range(4)
RUN = 3  # lines of one kind make a list
_SHORT = 8  # words of a head or a name

Array = Any  # numba infers the exact types; the callers' docstrings state them


@inner()
def ends_sentence(table: Array, i: int) -> bool:
    """Say whether a line ends a sentence."""
    return bool(table[LAST, i] == LAST_STOP or table[LAST, i] == LAST_ASK)


@inner()
def keep_inside(table: Array, low: int, stop: int, states: Array, least: int, head_cues: int) -> None:
    """Keep runs of at least so many short lines within the story of a plain page: heads of entries, names, verses."""
    i = low
    while i < stop:
        first = i
        while i < stop and _is_short(table, states, i):
            i += 1
        verses = False
        for j in range(first, i):
            verses = verses or states[j] == BODY
        if i - first >= least:
            for j in range(first, i):
                # credits and buttons stand among short lines of the body too; "Carry me home to the sea" is a verse
                sung = table[STOPS, j] >= 2 and table[CAPITALISED, j] * 2 <= table[TOKENS, j]
                if not verses or sung or table[CUES, j] & head_cues == 0:
                    states[j] = BODY
        i = max(i, first + 1)


@inner()
def _is_short(table: Array, states: Array, i: int) -> bool:
    """Say whether a line is short: an open one, or one of the body that ends no sentence, as a verse."""
    if table[TOKENS, i] - table[WIDE, i] // 2 > _SHORT:
        return False
    return bool(states[i] == OPEN or (states[i] == BODY and not ends_sentence(table, i)))


@inner()
def keep_heads(table: Array, low: int, stop: int, states: Array, hashes: Array, page_cues: int) -> None:
    """Keep the subheads of a story with three and more: single short lines, all different, each over a paragraph."""
    heads = 0
    for i in range(low, stop - 1):
        heads += _is_head(table, low, stop, states, hashes, page_cues, i)
    if heads < RUN:
        return
    for i in range(low, stop - 1):
        if states[i] == OPEN and _is_head(table, low, stop, states, hashes, page_cues, i):
            states[i] = BODY


@inner()
def _is_head(table: Array, low: int, stop: int, states: Array, hashes: Array, page_cues: int, i: int) -> bool:
    words = table[TOKENS, i] - table[WIDE, i] // 2
    if states[i] > OPEN or ends_sentence(table, i) or not 1 <= words <= _SHORT or table[LETTERS, i] == 0:
        return False
    if table[CUES, i] & page_cues != 0 or table[MARKS, i] & SLASH != 0:
        return False
    below = states[i + 1] == BODY and table[TOKENS, i + 1] > table[TOKENS, i] and ends_sentence(table, i + 1)
    if not below or (i > low and not (states[i - 1] == BODY and ends_sentence(table, i - 1))):
        return False
    for j in range(low, stop):
        if j != i and hashes[j] == hashes[i]:
            return False
    return True
