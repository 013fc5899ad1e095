"""Counts and marks of a line, character by character, whatever its script."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import uint32

from dedup.kernel.compiled import inner
from dedup.kernel.line_columns import (
    ALL_CAPS,
    BYTE_END,
    BYTE_START,
    CAPITALISED,
    COMMAS,
    DASH,
    DIGITS,
    END,
    ENDS,
    LETTERS,
    MARKS,
    START,
    SYMBOLS,
    UPPER,
    WIDE,
)
from dedup.kernel.line_counts import DASH_REACH
from dedup.kernel.line_signs import (
    CAPITAL,
    COMMA,
    DASHED,
    DATE_SIGN,
    DIGIT,
    LETTER,
    MARKS_SHIFT,
    PART,
    SLASH,
    SPACE,
    STOP,
    TIME,
    UNSPACED,
    URL,
    YEAR,
)

Array = Any  # numba infers the exact types; the callers' docstrings state them


@inner()
def count_any(data: Array, begin: int, end: int, signs: Array, table: Array, n: int) -> int:
    """Count a line of any characters.

    The counts live in local variables: kept in the table they cost three times as much.

    Args:
        data: uint8[:], UTF-8.
        begin: First byte of the line.
        end: Byte after the line.
        signs: uint32[0x110000], see `kernel.line_signs`.
        table: int32[COLUMNS, :], of which this fills one column as `count_plain` does.
        n: Which column.

    Returns:
        How many code points the line has.
    """
    i = begin
    code_point = 0
    start = -1  # code point of the first visible character, -1 for none
    start_byte: Any = np.int64(0)
    stop: Any = np.int64(0)
    stop_byte: Any = np.int64(0)
    dash = -1
    marks = capitalised = all_caps = digits = letters = upper = symbols = commas = ends = wide = 0
    word = word_upper = 0  # letters of the open word so far, and how many of them are capitals
    digits_run = run_value = 0
    before = uint32(0)
    before2 = uint32(0)
    while i < end:
        at_byte = i
        b = data[i]
        if b < 0x80:
            c = uint32(b)
            i += 1
            if 97 <= b <= 122 and word > 0:  # most characters of a text
                while i < end and 97 <= data[i] <= 122:
                    i += 1
                run = i - at_byte
                word += run
                letters += run
                code_point += run
                stop = code_point
                stop_byte = i
                before2 = uint32(data[i - 2]) if run > 1 else before
                before = uint32(data[i - 1])
                continue
            if b == 32 and word > 0:  # and the blank behind a word
                if word > 1 and word == word_upper:
                    all_caps += 1
                word = word_upper = 0
                code_point += 1
                before2 = before
                before = c
                continue
        elif b < 0xE0 and i + 1 < end:
            c = uint32((b & 0x1F) << 6 | (data[i + 1] & 0x3F))
            i += 2
        elif b < 0xF0 and i + 2 < end:
            c = uint32((b & 0x0F) << 12 | (data[i + 1] & 0x3F) << 6 | (data[i + 2] & 0x3F))
            i += 3
        elif i + 3 < end:
            c = uint32((b & 0x07) << 18 | (data[i + 1] & 0x3F) << 12 | (data[i + 2] & 0x3F) << 6 | (data[i + 3] & 0x3F))
            i += 4
        else:
            break
        at = code_point
        code_point += 1
        sign = signs[c]
        letter = sign & uint32(LETTER) != 0
        if word > 0 and sign & uint32(LETTER | PART) == 0:  # marks and invisible characters belong to their word
            if word > 1 and word == word_upper:
                all_caps += 1
            word = word_upper = 0
        if sign & uint32(SPACE) != 0:
            if start >= 0:
                if before == 45 and signs[before2] & uint32(SPACE) != 0:
                    marks |= DASHED
                    if dash < 0 and at - start < DASH_REACH and at - 1 > start:
                        dash = at - 1 - start
                before2 = before
                before = uint32(32)
                digits_run = 0
            continue
        if start < 0:
            start = at
            start_byte = at_byte
            before = before2 = uint32(0)
        if letter:
            letters += 1
            digits_run = 0
            if sign & uint32(CAPITAL) != 0:
                upper += 1
                word_upper += 1
                if word == 0:
                    capitalised += 1
            word += 1
            if sign & uint32(UNSPACED) != 0:
                wide += 1
                if c == 0x5E74:  # the year sign of Chinese and Japanese dates
                    marks |= DATE_SIGN
        elif sign & uint32(DIGIT) != 0:
            digits += 1
            run_value = (run_value * 10 if digits_run > 0 else 0) + int(c & uint32(15))
            digits_run += 1
            if digits_run == 4 and 1900 <= run_value < 2100:
                marks |= YEAR
            if digits_run == 1 and (before == 58 or before == 0xFF1A) and 48 <= before2 <= 57:
                marks |= TIME
        else:
            symbols += 1
            digits_run = 0
            mark: Any = np.int64(sign >> uint32(MARKS_SHIFT))
            if mark == SLASH and before == 47 and before2 == 58:
                mark = np.int64(URL)
            marks |= mark
            if mark == DASHED and dash < 0 and at - start < DASH_REACH:
                dash = at - start
            if sign & uint32(COMMA) != 0:
                commas += 1
            elif sign & uint32(STOP) != 0:
                ends += 1
        stop = code_point
        stop_byte = i
        before2 = before
        before = c
    if word > 1 and word == word_upper:
        all_caps += 1
    table[START, n], table[END, n] = max(start, 0), stop
    table[BYTE_START, n], table[BYTE_END, n] = start_byte - begin if start >= 0 else 0, stop_byte - begin
    table[CAPITALISED, n], table[ALL_CAPS, n] = capitalised, all_caps
    table[DIGITS, n], table[LETTERS, n] = digits, letters
    table[UPPER, n], table[SYMBOLS, n], table[COMMAS, n], table[ENDS, n] = upper, symbols, commas, ends
    table[WIDE, n], table[MARKS, n], table[DASH, n] = wide, marks, dash
    return code_point
