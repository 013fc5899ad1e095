"""What an entry of a list tells by its characters: data, a label and value, a number.

Data is what no menu and no headline has: a score, an age behind a name, a share of the votes, several small numbers.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from dedup.kernel.compiled import inner
from dedup.kernel.line_columns import BYTE_END, BYTE_START, CAPITALISED, STOPS, TOKENS, WIDE

PLAIN, COUNTED, LABELLED, DATA = range(4)
ENTRY_BYTES = 140
_ENTRY_WORDS = 14
_LABEL_BYTES = 48
_PHONE_DIGITS = 7
# What `kind_of` counts in an entry: numbers, those of three digits at most or joined, digits, numbers before a label's
# colon, words, words after the last number; how many numbers are a measure; words before an age; the mark just read.
(
    _NUMBERS, _SMALL, _DIGITS, _LABEL, _IN_LABEL, _WORDS, _AFTER, _MEASURED, _AGED, _BRACKETED, _OPENED, _INSIDE, _SEEN,
) = range(13)  # fmt: skip
_COMMA, _BRACKET = 1, 2

Array = Any  # numba infers the exact types; the callers' docstrings state them


@inner()
def words_of(table: Array, i: int) -> Any:
    """Return the words of a line; two characters of an unspaced script count as one."""
    return table[TOKENS, i] - table[WIDE, i] // 2


@inner()
def _digit(text: Array, i: int, last: int) -> int:
    """Return the bytes of a digit or fraction, 0 for none: ASCII, Arabic, Persian, Devanagari, full-width."""
    b = text[i]
    if 48 <= b <= 57:
        return 1
    if b == 0xC2 and i + 1 < last and 0xBC <= text[i + 1] <= 0xBE:
        return 2
    if b == 0xE2 and i + 2 < last and text[i + 1] == 0x85 and 0x90 <= text[i + 2] <= 0x9E:
        return 3
    if b == 0xD9 and i + 1 < last and 0xA0 <= text[i + 1] <= 0xA9:
        return 2
    if b == 0xDB and i + 1 < last and 0xB0 <= text[i + 1] <= 0xB9:
        return 2
    if b == 0xE0 and i + 2 < last and text[i + 1] == 0xA5 and 0xA6 <= text[i + 2] <= 0xAF:
        return 3
    if b == 0xEF and i + 2 < last and text[i + 1] == 0xBC and 0x90 <= text[i + 2] <= 0x99:
        return 3
    return 0


@inner()
def _joint(text: Array, i: int, last: int) -> tuple[int, int]:
    """Return the bytes of a mark that joins two numbers, and 1 for one of a measure, 2 for one of a score, 0 for none.

    "34.1", "4,120"; "3:1", "3 - 1", "3–1", "3 x 1", "3对1".
    """
    j = _skip_spaces(text, i, last)
    if j >= last:
        return 0, 0
    b = text[j]
    if (b == 46 or b == 44) and j == i:
        return 1, 1
    size = 0
    if b == 58 or b == 45 or (b == 120 and j > i):
        size = 1
    elif j + 2 < last and _is_wide_joint(b, text[j + 1], text[j + 2]):
        size = 3
    return (_skip_spaces(text, j + size, last) - i, 2) if size > 0 else (0, 0)


@inner()
def _is_wide_joint(a: int, b: int, c: int) -> bool:
    """Say whether three bytes are a dash or minus, a full-width colon or hyphen, or "against" in Chinese, Japanese."""
    if a == 0xE2:
        return bool((b == 0x80 or b == 0x88) and 0x90 <= c <= 0x94)
    if a == 0xEF:
        return bool(b == 0xBC and (c == 0x8D or c == 0x9A))
    return bool(a == 0xE5 and b == 0xAF and (c == 0xBE or c == 0xB9))


@inner()
def _skip_spaces(text: Array, i: int, last: int) -> int:
    j = i
    while j < last and text[j] == 32 and j - i < 2:
        j += 1
    return j


@inner()
def kind_of(text: Array, table: Array, i: int) -> int:
    """Return what an entry is: of data, a label with its value, with a number at least, or plain."""
    first, last = table[BYTE_START, i], table[BYTE_END, i]
    if last - first > ENTRY_BYTES or words_of(table, i) > _ENTRY_WORDS:
        return PLAIN
    seen = np.zeros(_SEEN, np.int64)
    j = start = _below_count(text, first, last)
    while j < last:
        if _digit(text, j, last) > 0:
            j = _read_number(text, j, start, last, seen)
        else:
            j = _read_mark(text, j, start, last, seen)
    stops, tokens, capitals = table[STOPS, i], table[TOKENS, i], table[CAPITALISED, i]
    if seen[_BRACKETED] > 0 and (stops > 0 or capitals < seen[_BRACKETED]):
        seen[_AGED] = 0
    aged = 0 < seen[_AGED] <= 6 and seen[_AFTER] <= 2  # "Man, 34, held after row" tells on
    counts = seen[_NUMBERS] >= 2 and seen[_SMALL] == seen[_NUMBERS] and stops <= 1
    if seen[_MEASURED] > 0 or aged or counts:
        return DATA
    if seen[_LABEL] > 0:
        if seen[_NUMBERS] == 0:
            named = stops <= 1 and tokens <= 9 and capitals * 2 > tokens
            return LABELLED if named else PLAIN
        in_label = seen[_IN_LABEL] > 0 and seen[_AFTER] >= 2  # "March 3: The crane stops"
        if in_label or (seen[_NUMBERS] > seen[_IN_LABEL] and seen[_DIGITS] < _PHONE_DIGITS):
            return LABELLED
    return COUNTED if seen[_NUMBERS] > 0 and tokens <= 10 else PLAIN


@inner()
def _below_count(text: Array, first: int, last: int) -> Any:
    """Return where an entry begins behind its count: "1. Anna Lie" tells no number."""
    j = first
    while j < last and 48 <= text[j] <= 57 and j - first < 3:
        j += 1
    counted = first < j and j + 1 < last and (text[j] == 46 or text[j] == 41) and text[j + 1] == 32
    return j + 1 if counted else first


@inner()
def _read_number(text: Array, i: int, start: int, last: int, seen: Array) -> Any:
    """Note a number, its parts joined; return the byte after it."""
    parts, joints, longest, run, digits = 1, 0, 0, 0, 0
    j = i
    while j < last:
        size = _digit(text, j, last)
        if size > 0:
            run += 1
            digits += 1
            longest = max(longest, run)
            j += size
            continue
        size, kind = _joint(text, j, last)
        if size == 0 or j + size >= last or _digit(text, j + size, last) == 0:
            break
        joints |= kind
        parts += 1
        run = 0
        j += size
    before = text[i - 1] if i > start else 32
    if before == 45 or 65 <= before <= 90 or 97 <= before <= 122:  # "COVID-19", "G20"
        seen[_INSIDE] = 1
        return j
    seen[_NUMBERS] += 1
    seen[_DIGITS] += digits
    seen[_SMALL] += parts > 1 or longest <= 3
    seen[_IN_LABEL] += seen[_LABEL] == 0
    seen[_AFTER] = seen[_INSIDE] = 0
    clock = i == start and joints == 2  # "12:30 Mayor resigns"
    share = text[_skip_spaces(text, j, last)] == 37 if _skip_spaces(text, j, last) < last else False
    seen[_MEASURED] += share or (parts == 2 and longest <= 3 and not clock) or (parts == 3 and joints == 3)
    if parts == 1 and longest <= 3:
        if seen[_OPENED] == _COMMA:
            seen[_AGED], seen[_BRACKETED] = seen[_WORDS], 0
        elif seen[_OPENED] == _BRACKET and 2 <= seen[_WORDS] <= 4:
            seen[_AGED] = seen[_BRACKETED] = seen[_WORDS]
    return j


@inner()
def _read_mark(text: Array, i: int, start: int, last: int, seen: Array) -> Any:
    """Note what is no digit; return the byte after it."""
    b = text[i]
    wide = i + 2 < last and b == 0xEF and text[i + 1] == 0xBC
    if b == 44 or (wide and text[i + 2] == 0x8C) or (b == 0xD8 and i + 1 < last and text[i + 1] == 0x8C):
        seen[_OPENED], seen[_INSIDE] = _COMMA, 0
        return i + (3 if wide else 2 if b == 0xD8 else 1)
    if (wide and text[i + 2] == 0x9A) or (b == 58 and i + 1 < last and text[i + 1] == 32):
        if seen[_LABEL] == 0 and start < i <= start + _LABEL_BYTES:
            seen[_LABEL], seen[_AFTER] = 1, 0
        seen[_INSIDE] = 0
        return i + (3 if wide else 1)
    if b != 32:
        seen[_OPENED] = _BRACKET if b == 40 else 0
    letter = 65 <= b <= 90 or 97 <= b <= 122 or b >= 0x80
    if letter and seen[_INSIDE] == 0:
        seen[_WORDS] += 1
        seen[_AFTER] += 1
    seen[_INSIDE] = letter or (seen[_INSIDE] > 0 and (b == 39 or b == 45 or b == 46))
    return i + 1
