"""How a line begins and ends."""

from __future__ import annotations

from typing import Any

from numba import uint32

from dedup.kernel.compiled import inner
from dedup.kernel.line_columns import (
    CLOSED,
    FIRST,
    FIRST_BRACKET,
    FIRST_BULLET,
    FIRST_DIGIT,
    FIRST_LOWER,
    FIRST_OTHER,
    FIRST_QUOTE,
    FIRST_UNCASED,
    FIRST_UPPER,
    FIRST_WIDE,
    LAST,
    LAST_ASK,
    LAST_COLON,
    LAST_COMMA,
    LAST_ELLIPSIS,
    LAST_OTHER,
    LAST_STOP,
)
from dedup.kernel.line_signs import (
    BULLET,
    CAPITAL,
    CLOSING,
    DIGIT,
    LETTER,
    OPENING,
    QUOTED,
    SPACE,
    STOP,
    UNSPACED,
)

_STAR, _UNDERLINE = 42, 95  # around what Markdown emphasises

Array = Any  # numba infers the exact types; the callers' docstrings state them


@inner()
def note_edges(data: Array, start: int, stop: int, signs: Array, table: Array, n: int) -> None:
    """Set `FIRST`, `LAST` and `CLOSED`; the last by reading back over quotes, brackets and emphasis.

    Args:
        data: uint8[:], UTF-8.
        start: First visible byte of the line.
        stop: Byte after the last visible one.
        signs: uint32[0x110000], see `kernel.line_signs`.
        table: int32[COLUMNS, :].
        n: Column to fill.
    """
    first = _decode(data, below_emphasis(data, start, stop))
    table[FIRST, n] = _first_kind(signs[first], first)
    i = stop
    closed = 0
    last = LAST_OTHER
    while i > start:
        i -= 1
        while i > start and data[i] & 0xC0 == 0x80:
            i -= 1
        c = _decode(data, i)
        sign = signs[c]
        if sign & uint32(SPACE | QUOTED) != 0 or c in (_STAR, _UNDERLINE):
            continue
        if sign & uint32(CLOSING) != 0:
            closed = 1
            continue
        if sign & uint32(STOP) != 0:
            if c == 46 and i > start and data[i - 1] == 46:
                last = LAST_ELLIPSIS
            else:
                last = LAST_ASK if c == 33 or c == 63 or c == 0xFF01 or c == 0xFF1F or c == 0x061F else LAST_STOP
        elif c == 0x2026:
            last = LAST_ELLIPSIS
        elif c == 58 or c == 0xFF1A:
            last = LAST_COLON
        elif c == 44 or c == 59 or c == 45 or c == 0x2014 or c == 0x2013 or c == 0x3001:
            last = LAST_COMMA
        break
    table[LAST, n] = last
    table[CLOSED, n] = closed


@inner()
def below_emphasis(data: Array, start: int, stop: int) -> int:
    """Return the first byte behind the marks of Markdown's emphasis that open a line: "**How?**", "_By A. B._".

    A single star or underline counts where the line ends with one as well: "*Prices include tax" is a note.
    """
    mark = data[start]
    if mark != _STAR and mark != _UNDERLINE:
        return start
    i = start
    while i < stop and data[i] == mark and i - start < 3:
        i += 1
    emphasis = i < stop and data[i] != 32 and data[i] != mark and (i - start > 1 or data[stop - 1] == mark)
    return i if emphasis else start


@inner()
def _decode(data: Array, i: int) -> Any:
    """Return the code point at a byte."""
    b = data[i]
    if b < 0x80:
        return uint32(b)
    if b < 0xE0:
        return uint32((b & 0x1F) << 6 | (data[i + 1] & 0x3F))
    if b < 0xF0:
        return uint32((b & 0x0F) << 12 | (data[i + 1] & 0x3F) << 6 | (data[i + 2] & 0x3F))
    return uint32((b & 0x07) << 18 | (data[i + 1] & 0x3F) << 12 | (data[i + 2] & 0x3F) << 6 | (data[i + 3] & 0x3F))


@inner()
def _first_kind(sign: Any, code: Any) -> int:
    if sign & uint32(CAPITAL) != 0:
        return FIRST_UPPER
    if sign & uint32(UNSPACED) != 0:
        return FIRST_WIDE
    if sign & uint32(LETTER) != 0:
        return FIRST_UNCASED if _has_no_case(code) else FIRST_LOWER
    if sign & uint32(DIGIT) != 0:
        return FIRST_DIGIT
    if sign & uint32(QUOTED) != 0:
        return FIRST_QUOTE
    if sign & uint32(OPENING) != 0:
        return FIRST_BRACKET
    return FIRST_BULLET if sign & uint32(BULLET) != 0 else FIRST_OTHER


@inner()
def _has_no_case(code: Any) -> bool:
    """Say whether a letter is of a script without capitals: Hebrew to Hangul, without the Latin and Greek between."""
    return bool((code >= 0x5C0) & (code < 0xF000) & ~((code >= 0x1E00) & (code < 0x2000)))
