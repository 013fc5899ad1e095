"""Lines of many texts with the counts that tell body from boilerplate, in one compiled pass; called by `cleaning`.

Tokens come from `kernel.tokens`; here each line is measured, and a line that was broken in mid-sentence is joined.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit, uint32, uint64

from dedup.kernel.line_signs import (
    AT,
    BULLET,
    CAPITAL,
    CLOSING,
    COMMA,
    DASHED,
    DATE_SIGN,
    DIGIT,
    LETTER,
    MARKS_SHIFT,
    OPENING,
    PART,
    QUOTED,
    SLASH,
    SPACE,
    STOP,
    TIME,
    UNSPACED,
    URL,
    YEAR,
)
from dedup.kernel.tokens import mix64, scan_tokens

# Columns of the line table, int32 each. Offsets are code points of the row's text; byte offsets are relative to it too.
(
    ROW, START, END, BYTE_START, BYTE_END, GAP, TOKEN, TOKENS, STOPS, CAPITALISED, ALL_CAPS, DIGITS, LETTERS, UPPER,
    SYMBOLS, COMMAS, FIRST, LAST, CLOSED, ENDS, WIDE, MARKS, CUES, DASH, LINES,
) = range(25)  # fmt: skip
COLUMNS = 25

# Kinds of a line's first character.
FIRST_OTHER, FIRST_UPPER, FIRST_LOWER, FIRST_DIGIT, FIRST_QUOTE, FIRST_BULLET, FIRST_BRACKET, FIRST_WIDE = range(8)
# Kinds of a line's last character, closing quotes and brackets aside.
LAST_OTHER, LAST_STOP, LAST_COLON, LAST_COMMA, LAST_ELLIPSIS, LAST_ASK = range(6)
_DASH_REACH = 140  # a dateline's dash stands within the first 140 characters of its paragraph
_EXACT_BYTES = 900  # no known form is longer, see `cleaning.classify`
_FNV_PRIME = np.uint64(0x100000001B3)

Array = Any  # numba infers the exact types; the callers' docstrings state them


@njit(cache=True, nogil=True)
def count_breaks(data: Array) -> int:
    """Return how many line breaks the bytes hold: with the number of texts, a bound on the number of lines."""
    n = 0
    for i in range(data.size):
        if data[i] == 10 or data[i] == 13:
            n += 1
    return n


@njit(cache=True, nogil=True, inline="always")
def look_up(keys: Array, values: Array, h: Any) -> Any:
    """Return the value of a word's hash in an open-addressing table, 0 where it has none."""
    mask = uint64(keys.size - 1)
    slot = h & mask
    while keys[slot] != 0:
        if keys[slot] == h:
            return values[slot]
        slot = (slot + uint64(1)) & mask
    return uint32(0)


@njit(cache=True, nogil=True)
def scan_lines(
    data: Array, offsets: Array, pages: Array, entries: Array, expansions: Array, seed: Any,
    signs: Array, word_keys: Array, word_values: Array, table: Array, hashes: Array, exact: Array,
    tokens: Array, token_starts: Array, token_ends: Array, token_offsets: Array, languages: Array, whole: Array,
) -> int:  # fmt: skip
    """Measure every line of every text.

    Args:
        data: uint8[:], bytes of an Arrow string column.
        offsets: int64[n + 1], where each text starts in them.
        pages, entries, expansions: The Unicode table, see `text.unicode_table`.
        seed: uint64 that starts every token's hash.
        signs: uint32[0x110000], see `kernel.line_signs`.
        word_keys: uint64[2^m], hashes of stop words and cue words (open addressing, 0 is empty).
        word_values: uint32[2^m]: bits 0-15 the languages in which it is a stop word, bits 16-31 its cues.
        table: int32[:, COLUMNS] to fill, one row a line that holds a visible character.
        hashes: uint64[:] to fill with the hash of each line's tokens (of its bytes where it has none).
        exact: uint64[:] to fill with the hash of each line's bytes.
        tokens: uint64[:] to fill with the token hashes of all texts; as many as there are bytes suffice.
        token_starts: int32[:] to fill, code points.
        token_ends: int32[:] to fill, code points.
        token_offsets: int64[n + 1] to fill: where each text's tokens start.
        languages: int32[n, 16] to fill: stop words of each language in each text.
        whole: int32[0], the ranges that `scan_tokens` takes for a whole text.

    Returns:
        How many lines were written.
    """
    n: Any = np.int64(0)  # a plain 0 is a type of its own: `_scan_text` would be compiled for it, too
    filled: Any = np.int64(0)
    token_offsets[0] = 0
    for row in range(offsets.size - 1):
        begin, end = offsets[row], offsets[row + 1]
        m = scan_tokens(
            data, begin, end, whole, pages, entries, expansions, seed,
            tokens[filled:], token_starts[filled:], token_ends[filled:],
        )  # fmt: skip
        n = _scan_text(
            data, begin, end, row, n, filled, filled + m, signs, word_keys, word_values, table, hashes,
            exact, tokens, token_starts, languages[row],
        )  # fmt: skip
        filled += m
        token_offsets[row + 1] = filled
    return int(n)


@njit(cache=True, nogil=True)
def _scan_text(
    data: Array, begin: int, end: int, row: int, n: int, token: int, token_end: int, signs: Array,
    word_keys: Array, word_values: Array, table: Array, hashes: Array, exact: Array,
    tokens: Array, token_starts: Array, language: Array,
) -> int:  # fmt: skip
    """Measure the lines of one text; return the number of lines so far.

    The counts of the open line live in local variables: kept in the table they cost three times as much.
    """
    i = begin
    code_point = 0
    gap = 0
    start = -1  # code point at which the open line starts, -1 for none
    start_byte: Any = np.int64(0)
    stop: Any = np.int64(0)
    stop_byte: Any = np.int64(0)
    first = dash = marks = capitalised = all_caps = digits = letters = upper = symbols = commas = ends = wide = 0
    word = word_upper = 0  # letters of the open word so far, and how many of them are capitals
    digits_run = run_value = 0
    before = uint32(0)
    before2 = uint32(0)
    while i <= end:
        at_byte = i
        c = uint32(10)
        if i == end:
            i += 1
        else:
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
                    before2 = uint32(data[i - 2]) if run > 1 else before
                    before = uint32(data[i - 1])
                    continue
                if b == 32 and word > 0:  # and the blank behind a word
                    if word > 1 and word == word_upper:
                        all_caps += 1
                    word = word_upper = 0
                    stop = code_point
                    stop_byte = at_byte
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
                c = uint32(
                    (b & 0x07) << 18 | (data[i + 1] & 0x3F) << 12 | (data[i + 2] & 0x3F) << 6 | (data[i + 3] & 0x3F)
                )
                i += 4
            else:
                i = end
                continue
        at = code_point
        code_point += 1
        sign = signs[c]
        letter = sign & uint32(LETTER) != 0
        if word > 0 and sign & uint32(LETTER | PART) == 0:  # marks and invisible characters belong to their word
            if word > 1 and word == word_upper:
                all_caps += 1
            word = word_upper = 0
            stop = at
            stop_byte = at_byte
        if c == 10 or c == 13:
            if start >= 0:
                line = table[n]
                line[ROW], line[START], line[END], line[GAP] = row, start, stop, gap
                line[BYTE_START], line[BYTE_END] = start_byte - begin, stop_byte - begin
                line[CAPITALISED], line[ALL_CAPS], line[DIGITS], line[LETTERS] = capitalised, all_caps, digits, letters
                line[UPPER], line[SYMBOLS], line[COMMAS], line[FIRST], line[ENDS] = upper, symbols, commas, first, ends
                line[WIDE], line[MARKS], line[DASH], line[LINES] = wide, marks, dash, 1
                _note_end(line, data, start_byte, stop_byte, signs)
                token = _close_line(
                    data, begin, line, n, token, token_end, word_keys, word_values, hashes, exact, tokens,
                    token_starts, language,
                )  # fmt: skip
                n += 1
                start = -1
                gap = 0
            if c == 10 or i >= end or data[i] != 10:
                gap += 1
            continue
        if sign & uint32(SPACE) != 0:
            if start >= 0:
                if before == 45 and signs[before2] & uint32(SPACE) != 0:
                    marks |= DASHED
                    if dash < 0 and at - start < _DASH_REACH and at - 1 > start:
                        dash = at - 1 - start
                before2 = before
                before = uint32(32)
                digits_run = 0
            continue
        if start < 0:
            start = at
            start_byte = at_byte
            marks = capitalised = all_caps = digits = letters = upper = symbols = commas = ends = wide = 0
            dash = -1
            digits_run = 0
            before = before2 = uint32(0)
            first = _first_kind(sign)
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
            if mark == DASHED and dash < 0 and at - start < _DASH_REACH:
                dash = at - start
            if sign & uint32(COMMA) != 0:
                commas += 1
            elif sign & uint32(STOP) != 0:
                ends += 1
        stop = code_point
        stop_byte = i
        before2 = before
        before = c
    return n


@njit(cache=True, nogil=True)
def _first_kind(sign: Any) -> int:
    if sign & uint32(CAPITAL) != 0:
        return FIRST_UPPER
    if sign & uint32(UNSPACED) != 0:
        return FIRST_WIDE
    if sign & uint32(LETTER) != 0:
        return FIRST_LOWER
    if sign & uint32(DIGIT) != 0:
        return FIRST_DIGIT
    if sign & uint32(QUOTED) != 0:
        return FIRST_QUOTE
    if sign & uint32(OPENING) != 0:
        return FIRST_BRACKET
    return FIRST_BULLET if sign & uint32(BULLET) != 0 else FIRST_OTHER


@njit(cache=True, nogil=True)
def _note_end(line: Array, data: Array, start: int, stop: int, signs: Array) -> None:
    """Set `LAST` and `CLOSED` by reading back from the line's end over closing quotes and brackets."""
    i = stop
    closed = 0
    last = LAST_OTHER
    while i > start:
        i -= 1
        while i > start and data[i] & 0xC0 == 0x80:
            i -= 1
        b = data[i]
        if b < 0x80:
            c = uint32(b)
        elif b < 0xE0:
            c = uint32((b & 0x1F) << 6 | (data[i + 1] & 0x3F))
        elif b < 0xF0:
            c = uint32((b & 0x0F) << 12 | (data[i + 1] & 0x3F) << 6 | (data[i + 2] & 0x3F))
        else:
            break
        sign = signs[c]
        if sign & uint32(SPACE | QUOTED) != 0:
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
    line[LAST] = last
    line[CLOSED] = closed


@njit(cache=True, nogil=True)
def _close_line(
    data: Array, begin: int, line: Array, n: int, token: int, token_end: int, word_keys: Array, word_values: Array,
    hashes: Array, exact: Array, tokens: Array, token_starts: Array, language: Array,
) -> int:  # fmt: skip
    """Count a finished line's words and hash it; return the first token after it."""
    first = token
    stop = line[END]
    h = uint64(0)
    cues = uint32(0)
    stops = held = 0
    low = high = uint64(0)  # stop words by language, eight counters of eight bits each
    while token < token_end and token_starts[token] < stop:
        word = tokens[token]
        h = uint64((h ^ word) * _FNV_PRIME)
        h ^= h >> uint64(29)
        value = look_up(word_keys, word_values, word)
        if value != 0:
            cues |= value >> uint32(16)
            if value & uint32(0xFFFF) != 0:
                stops += 1
                low = uint64(low + _spread(value & uint32(0xFF)))
                high = uint64(high + _spread((value >> uint32(8)) & uint32(0xFF)))
                held += 1
                if held == 255:
                    _add_counts(language, low, high)
                    low = high = uint64(0)
                    held = 0
        token += 1
    if held > 0:
        _add_counts(language, low, high)
    line[TOKEN] = first
    line[TOKENS] = token - first
    line[STOPS] = stops
    line[CUES] = np.int32(cues)
    hashes[n] = mix64(h)
    # only short lines are looked at byte by byte; a paragraph's words say enough
    if token == first or line[BYTE_END] - line[BYTE_START] <= _EXACT_BYTES:
        h = _hash_bytes(data, begin + line[BYTE_START], begin + line[BYTE_END])
    exact[n] = mix64(h)
    if token == first:
        hashes[n] = exact[n]
    return token


@njit(cache=True, nogil=True)
def _hash_bytes(data: Array, start: int, stop: int) -> Any:
    """Hash bytes in four strands, which the processor takes at once: one waits for its own multiplication only."""
    a = uint64(0xCBF29CE484222325)
    b, c, d = uint64(1), uint64(2), uint64(3)
    i = start
    while i + 4 <= stop:
        a = uint64((a ^ uint64(data[i])) * _FNV_PRIME)
        b = uint64((b ^ uint64(data[i + 1])) * _FNV_PRIME)
        c = uint64((c ^ uint64(data[i + 2])) * _FNV_PRIME)
        d = uint64((d ^ uint64(data[i + 3])) * _FNV_PRIME)
        i += 4
    while i < stop:
        a = uint64((a ^ uint64(data[i])) * _FNV_PRIME)
        i += 1
    return mix64(a) ^ mix64(uint64(b + uint64(stop - start))) ^ mix64(uint64(c * _FNV_PRIME)) ^ mix64(~d)


@njit(cache=True, nogil=True)
def _spread(bits: Any) -> Any:
    """Return eight bits as the lowest bits of eight bytes."""
    spread = uint64(uint64(bits) * uint64(0x0101010101010101)) & uint64(0x8040201008040201)
    return uint64((spread + uint64(0x7F7F7F7F7F7F7F7F)) >> uint64(7)) & uint64(0x0101010101010101)


@njit(cache=True, nogil=True)
def _add_counts(counts: Array, low: Any, high: Any) -> None:
    for j in range(8):
        shift = uint64(8 * j)
        counts[j] += np.int32((low >> shift) & uint64(0xFF))
        counts[j + 8] += np.int32((high >> shift) & uint64(0xFF))


@njit(cache=True, nogil=True)
def join_broken(table: Array, n: int, hashes: Array, exact: Array) -> int:
    """Join each line to the one before it where a sentence was broken between them; return how many lines remain.

    A break in mid-sentence: nothing ends the sentence, the next line follows directly and begins in lower case. The
    first part has to be long enough for a wrapped line, and must not be a lower-case list entry itself.

    Args:
        table: int32[:, COLUMNS], rewritten in place.
        n: How many lines count.
        hashes: uint64[:], likewise.
        exact: uint64[:], likewise.
    """
    kept = 0
    for i in range(n):
        if kept > 0 and _is_broken(table[kept - 1], table[i]):
            _merge(table[kept - 1], table[i])
            hashes[kept - 1] = mix64(hashes[kept - 1] ^ hashes[i])
            exact[kept - 1] = mix64(exact[kept - 1] ^ exact[i])
            continue
        if kept != i:
            for column in range(COLUMNS):  # as one assignment numba takes two seconds to compile it
                table[kept, column] = table[i, column]
            hashes[kept] = hashes[i]
            exact[kept] = exact[i]
        kept += 1
    return kept


@njit(cache=True, nogil=True)
def _is_broken(line: Array, follower: Array) -> bool:
    if line[ROW] != follower[ROW] or follower[GAP] != 1 or follower[FIRST] != FIRST_LOWER:
        return False
    if line[LAST] != LAST_OTHER and line[LAST] != LAST_COMMA:
        return False
    if (line[MARKS] | follower[MARKS]) & (URL | AT):
        return False
    # 30 characters: mail wraps at 60 to 80, menus and tags are shorter
    long_enough = line[END] - line[START] >= 30 or line[LINES] > 1
    return bool(long_enough and line[FIRST] != FIRST_LOWER and line[CLOSED] == 0 and line[STOPS] > 0)


@njit(cache=True, nogil=True)
def _merge(line: Array, part: Array) -> None:
    line[END] = part[END]
    line[BYTE_END] = part[BYTE_END]
    for column in (TOKENS, STOPS, CAPITALISED, ALL_CAPS, DIGITS, LETTERS, UPPER, SYMBOLS, COMMAS, ENDS, WIDE, LINES):
        line[column] += part[column]
    line[LAST] = part[LAST]
    line[CLOSED] = part[CLOSED]
    line[MARKS] |= part[MARKS]
    line[CUES] |= part[CUES]
