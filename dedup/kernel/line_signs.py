"""What each character says of the line that it stands in, as bits of one table; built once, read by `kernel.lines`.

One look-up a character: as comparisons the same questions took half of the scan's time, and of its compilation.
"""

from __future__ import annotations

from typing import Any

import numpy as np

# What stands somewhere in a line, as bits of its `MARKS`; a character's own stand 16 bits higher in the table.
URL, AT, COPYRIGHT, PIPE, YEAR, TIME, SLASH, DASHED, PAREN, ARROW, SQUARE, QUOTE, HASH, DATE_SIGN = (
    1 << bit for bit in range(14)
)
# LETTER and the capitals, unspaced scripts' characters; PART stays inside a word without being a letter of its own.
LETTER, CAPITAL, UNSPACED, PART, SPACE, STOP, COMMA, CLOSING, QUOTED, OPENING, BULLET, DIGIT = (
    1 << bit for bit in range(12)
)
MARKS_SHIFT = 16

_FRACTIONS = (0xBC, 0xBD, 0xBE, *range(0x2150, 0x215F))  # "½ cup" begins with a number
_SPACES = (0, *range(9, 14), 32, 0x85, 0xA0, *range(0x2000, 0x200C), 0x2028, 0x2029, 0x202F, 0x3000, 0xFEFF)
_STOPS = (46, 33, 63, 0x3002, 0xFF01, 0xFF1F, 0xFF0E, 0x061F, 0x06D4, 0x0964, 0xFF61)
_QUOTES = (34, 39, *range(0x2018, 0x2020), 0xAB, 0xBB, 0x2039, 0x203A, *range(0x300C, 0x3010))
_BULLETS = (45, 42, 62, 0xB7, 0x2022, 0x2023, 0x25AA, 0x25A0, 0x25CF, 0x25B6, 0x25BA, 0x2013, 0x30FB, 0x2192, 0x203A)
_GROUPS = (
    (SPACE, _SPACES), (STOP, _STOPS), (QUOTED, _QUOTES), (BULLET, _BULLETS), (COMMA, (44, 0x3001, 0xFF0C)),
    (CLOSING, (41, 93, 0xFF09, 0x3011)), (OPENING, (40, 91)),
    (DIGIT, (*range(48, 58), *range(0xFF10, 0xFF1A), *_FRACTIONS)),
)  # fmt: skip
# The last that names a character decides.
_MARKS = (
    (QUOTE, _QUOTES), (HASH, (35,)), (SQUARE, (91, 0x3010)), (ARROW, (0xBB, 0x203A, 0x2192, 0x25B6, 0x25BA, 62)),
    (PAREN, (40, 0xFF08)), (DASHED, (0x2013, 0x2014, 0x2015)), (SLASH, (47,)), (PIPE, (124, 0xFF5C)),
    (COPYRIGHT, (0xA9, 0x2122, 0xAE)), (AT, (64,)),
)  # fmt: skip


def line_signs(pages: Any, entries: Any) -> Any:
    """Return uint32[0x110000], the bits of every code point.

    Args:
        pages, entries: See `text.unicode_table`.
    """
    kinds = entries.reshape(-1, 256)[pages].reshape(-1) >> 21 & 7
    code = np.arange(len(kinds))
    ascii_only = code < 128
    letters = np.isin(kinds, (1, 2, 5)) & ((code < 0xFF10) | (code > 0xFF19)) & ~ascii_only
    letters[65:91] = letters[97:123] = True
    letters[list(_FRACTIONS)] = False
    out = np.where(letters, LETTER, 0)
    out |= np.where(letters & _capitals(code), CAPITAL, 0)
    out |= np.where((kinds == 2) & ~ascii_only, UNSPACED, 0)
    out |= np.where(((kinds == 3) | (kinds == 4)) & ~ascii_only, PART, 0)
    for bit, characters in _GROUPS:
        out[list(characters)] |= bit
    marks = np.zeros(len(kinds), np.int64)
    for mark, characters in _MARKS:
        marks[list(characters)] = mark
    return (out | marks << MARKS_SHIFT).astype(np.uint32)


def _capitals(code: Any) -> Any:
    """Tell the capitals of Latin, Greek and Cyrillic."""
    odd = code & 1 == 1
    # in Latin Extended-A capitals are even up to U+0137 and from U+014A, odd between
    extended = np.where((code >= 0x139) & (code <= 0x148) | (code >= 0x179), odd, ~odd)
    latin = np.where(code < 0x100, (code >= 0xC0) & (code <= 0xDE) & (code != 0xD7), extended)
    beyond = (code >= 0x388) & (code <= 0x3AB) | (code >= 0x400) & (code <= 0x42F)
    return np.where(code < 0x80, (code >= 65) & (code <= 90), np.where(code < 0x180, latin, beyond))
