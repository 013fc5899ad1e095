"""Joining lines that a page broke in mid-sentence, in the line table."""

from __future__ import annotations

from typing import Any

from dedup.kernel.compiled import compiled, inner
from dedup.kernel.line_columns import (
    ALL_CAPS,
    BYTE_END,
    CAPITALISED,
    CLOSED,
    COMMAS,
    CUES,
    DIGITS,
    END,
    ENDS,
    FIRST,
    FIRST_LOWER,
    GAP,
    LAST,
    LAST_COMMA,
    LAST_OTHER,
    LETTERS,
    LINES,
    MARKS,
    ROW,
    START,
    STOPS,
    SYMBOLS,
    TOKENS,
    UPPER,
    WIDE,
)
from dedup.kernel.line_signs import AT, URL
from dedup.kernel.tokens import mix64

_BYLINE_WORDS = 8

Array = Any  # numba infers the exact types; the callers' docstrings state them


@compiled()
def join_broken(table: Array, hashes: Array, exact: Array, by: int, kept: Array) -> None:
    """Join each line to the one before it where a sentence was broken between them.

    A break in mid-sentence: nothing ends the sentence, the next line follows directly and begins in lower case. The
    first part has to be long enough for a wrapped line, and must not be a lower-case list entry itself. "by Ann Lee"
    below a headline goes on with nothing.

    Args:
        table: int32[COLUMNS, lines], rewritten in place.
        hashes: uint64[lines], likewise.
        exact: uint64[lines], likewise.
        by: Bit of the cue group of bylines.
        kept: bool[lines] to fill: which lines remain.
    """
    last = 0
    for i in range(kept.size):
        kept[i] = i == 0 or not _is_broken(table, last, i) or _is_byline(table, i, by)
        if kept[i]:
            last = i
            continue
        _merge(table, last, i)
        hashes[last] = mix64(hashes[last] ^ hashes[i])
        exact[last] = mix64(exact[last] ^ exact[i])


@inner()
def _is_broken(table: Array, line: int, follower: int) -> bool:
    if table[ROW, line] != table[ROW, follower] or table[GAP, follower] != 1 or table[FIRST, follower] != FIRST_LOWER:
        return False
    if table[LAST, line] != LAST_OTHER and table[LAST, line] != LAST_COMMA:
        return False
    if (table[MARKS, line] | table[MARKS, follower]) & (URL | AT):
        return False
    # 30 characters: mail wraps at 60 to 80, menus and tags are shorter
    long_enough = table[END, line] - table[START, line] >= 30 or table[LINES, line] > 1
    unlisted = table[FIRST, line] != FIRST_LOWER and table[CLOSED, line] == 0 and table[STOPS, line] > 0
    return bool(long_enough and unlisted)


@inner()
def _is_byline(table: Array, i: int, by: int) -> bool:
    """Say whether a line is a small "by" with names, and no part of a sentence that goes on."""
    if table[CUES, i] & by == 0 or table[LAST, i] != LAST_OTHER or not 3 <= table[TOKENS, i] <= _BYLINE_WORDS:
        return False
    if not 1 <= table[TOKENS, i] - table[CAPITALISED, i] <= 2 or table[DIGITS, i] > 0:
        return False
    below = i + 1
    same = below < table.shape[1] and table[ROW, below] == table[ROW, i] and table[GAP, below] == 1
    return not (same and table[FIRST, below] == FIRST_LOWER)


@inner()
def _merge(table: Array, line: int, part: int) -> None:
    table[END, line] = table[END, part]
    table[BYTE_END, line] = table[BYTE_END, part]
    for column in (TOKENS, STOPS, CAPITALISED, ALL_CAPS, DIGITS, LETTERS, UPPER, SYMBOLS, COMMAS, ENDS, WIDE, LINES):
        table[column, line] += table[column, part]
    table[LAST, line] = table[LAST, part]
    table[CLOSED, line] = table[CLOSED, part]
    table[MARKS, line] |= table[MARKS, part]
    table[CUES, line] |= table[CUES, part]
