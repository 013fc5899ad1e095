"""Cutting UTF-8 bytes into folded, hashed tokens: the one tokeniser.

Decoding, folding (by table), cutting and hashing happen in one pass over the bytes.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import uint64

from dedup.kernel.bits import load_eight, trailing_zeros
from dedup.kernel.compiled import compiled, inner

_PRIME = np.uint64(0x9FB21C651E98DF25)
_HIGH = np.uint64(0x8080808080808080)  # the upper bit of each of eight bytes
_CASE = np.uint64(0x2020202020202020)  # the bit that makes ASCII letters small, and leaves digits as they are
_PREFIX = np.uint32(1 << 26)  # flags of an entry, see `text.unicode_table`
_SUFFIX = np.uint32(1 << 27)
_DIGIT = np.uint32(1 << 25)
_OPENS = np.uint32(1 << 28)
_MIX_1 = np.uint64(0xFF51AFD7ED558CCD)
_MIX_2 = np.uint64(0xC4CEB9FE1A85EC53)

Array = Any  # numba infers the exact types; the callers' docstrings state them


@inner(inline="always")
def mix64(h: Any) -> Any:
    """MurmurHash3's 64-bit finaliser (Appleby 2011): a bijection in which every input bit reaches every output bit."""
    h = uint64(h)
    h ^= h >> uint64(33)
    h = uint64(h * _MIX_1)
    h ^= h >> uint64(33)
    h = uint64(h * _MIX_2)
    h ^= h >> uint64(33)
    return h


@inner(inline="always")
def _push(h: Any, held: Any, filled: Any, part: Any, size: Any) -> Any:
    """Add 1 to 8 bytes of a word to its hash, of which up to 7 are held until eight are together."""
    held |= uint64(part << uint64(8 * filled))
    filled += size
    if filled >= 8:
        h = uint64((h ^ held) * _PRIME)
        h ^= h >> uint64(32)
        filled -= 8
        held = uint64(part >> uint64(8 * (size - filled))) if filled > 0 else uint64(0)
    return h, held, filled


@inner(inline="always")
def _decode(data: Any, i: Any, end: Any) -> Any:
    """Return the code point at `i` and its bytes; none of a character that is cut off."""
    b = data[i]
    if b < 0x80:
        return np.uint32(b), 1
    if b < 0xE0 and i + 1 < end:
        return np.uint32((b & 0x1F) << 6 | (data[i + 1] & 0x3F)), 2
    if b < 0xF0 and i + 2 < end:
        return np.uint32((b & 0x0F) << 12 | (data[i + 1] & 0x3F) << 6 | (data[i + 2] & 0x3F)), 3
    if i + 3 < end:
        upper = (b & 0x07) << 18 | (data[i + 1] & 0x3F) << 12
        return np.uint32(upper | (data[i + 2] & 0x3F) << 6 | (data[i + 3] & 0x3F)), 4
    return np.uint32(0), 0


@inner(inline="always")
def _entry(c: Any, pages: Any, entries: Any) -> Any:
    """Return a code point's entry of the Unicode table."""
    return entries[np.int64(pages[c >> np.uint32(8)]) * 256 + np.int64(c & np.uint32(255))]


@inner(inline="always")
def _mark_value(c: Any, pages: Any, entries: Any) -> Any:
    """Return what a mark folds to."""
    return uint64(_entry(c, pages, entries) & np.uint32(0x1FFFFF))


@inner()
def _count_prefix(data: Any, i: int, end: int, left: int, pages: Any, entries: Any) -> int:
    """Return how many marks stand between `i` and a digit: up to three of different kinds, as in -$.50; 0 for none.

    Args:
        data: uint8[:].
        i, end: First byte of the first mark, byte after the text.
        left: Code points left in the range.
        pages, entries: The Unicode table.
    """
    before = uint64(0)
    for marks in range(min(left, 4)):
        if i >= end:
            return 0
        c, size = _decode(data, i, end)
        if size == 0:
            return 0
        entry = _entry(c, pages, entries)
        if entry & _DIGIT != 0:
            return marks
        value = uint64(entry & np.uint32(0x1FFFFF))
        if entry & _PREFIX == 0 or value == before:
            return 0
        before = value
        i += size
    return 0


@inner()
def _may_stand_before(data: Any, begin: int, i: int, value: Any, pages: Any, entries: Any) -> int:
    """Return 1 if a sign at byte `i` is one by what stands before it; a currency symbol may follow any mark."""
    back = i - 1
    while back > begin and data[back] & 0xC0 == 0x80:
        back -= 1
    c, _ = _decode(data, back, i)
    entry = _entry(c, pages, entries)
    if value == 0x2D or value == 0x2B or value == 0x2E:
        return 1 if entry & _OPENS != 0 else 0
    kind = (entry >> np.uint32(21)) & np.uint32(7)
    return 1 if kind == 0 or kind == 2 else 0


@inner()
def _count_suffix(data: Any, i: int, end: int, left: int, length: int, pages: Any, entries: Any) -> int:
    """Return how many marks belong to the word before `i`: `+`, `++`, `#` at its end, the minus of a grade (BBB-, O-).

    Args:
        data: uint8[:].
        i, end: First byte of the first mark, byte after the text.
        left: Code points left in the range.
        length: Code points of the word before it.
        pages, entries: The Unicode table.
    """
    mark, size = _decode(data, i, end)
    if mark == 0x2D or mark == 0x2212:
        if length > 3:
            return 0
        for at in range(i - length, i):
            b = data[at]
            if (b < 0x41 or b > 0x44) and not (b == 0x4F and length == 1):
                return 0
    marks = 0
    while marks < 3:
        i += size
        marks += 1
        if marks == left or i >= end:
            break
        c, size = _decode(data, i, end)
        if c == mark and mark == 0x2B:
            continue
        kind = (_entry(c, pages, entries) >> np.uint32(21)) & np.uint32(7)
        return marks if marks < 3 and (kind == 0 or kind == 2) else 0
    return marks if marks < 3 else 0


@compiled()
def scan_tokens(
    data: Array, begin: int, end: int, ranges: Array, pages: Array, entries: Array, expansions: Array, seed: Any,
    hashes: Array, starts: Array, ends: Array,
) -> int:  # fmt: skip
    """Cut `data[begin:end]` into tokens, inside the ranges only.

    A sign, a currency symbol or a decimal point belongs to the number that it touches from before (-15, $5, .5), unless
    it parts two words or numbers as a hyphen or dash; `+`, `++`, `#` and the minus of a grade to the word that they end
    (C++, C#, BBB-).

    A token's hash is over its folded code points as bytes, eight at a time: one byte for ASCII, three with their upper
    bit set for others. So a word of ASCII letters and digits is cut and hashed without looking at its characters one by
    one, 3 times as fast as that.

    Args:
        data: uint8[:], UTF-8 (lone surrogates allowed as three bytes).
        begin: First byte of the text.
        end: Byte after the text.
        ranges: int32[:], flattened (start, end) code points, sorted and disjoint; empty means the whole text.
        pages: uint16[:], see `text.unicode_table`.
        entries: uint32[:], likewise.
        expansions: uint32[:, 4], likewise.
        seed: uint64 that starts every token's hash.
        hashes: uint64[:] to fill, at least 4 * (end - begin) long is never needed: `end - begin` suffices.
        starts: int32[:] to fill with the code point at which each token starts.
        ends: int32[:] to fill with the code point after each token.

    Returns:
        How many tokens were written.
    """
    n = 0
    i = begin
    code_point = 0
    r = 0
    n_ranges = ranges.size
    whole = n_ranges == 0
    inside = whole or ranges[0] == 0
    inside_until = end - begin + 1 if whole else (ranges[1] if inside else ranges[0])
    h = uint64(seed)
    held = uint64(0)  # bytes of the open word that are not in its hash yet
    filled = 0
    open_at = -1  # code point at which the open word started, -1 for none
    last = 0  # code point after the open word's last character
    drops = False
    close = False
    while True:
        if close:
            hashes[n] = mix64(h ^ held)
            starts[n] = open_at
            ends[n] = last
            n += 1
            open_at = -1
            close = False
        if i >= end:
            if open_at < 0:
                break
            close = True
            continue
        # once a range ends, the token that it cuts ends with it
        if code_point >= inside_until:
            if inside:
                close = open_at >= 0
                drops = False
                r += 2
                inside = False
                inside_until = ranges[r] if r < n_ranges else end - begin + 1
            else:
                inside = True
                inside_until = ranges[r + 1]
            continue
        if i + 8 <= end and code_point + 8 <= inside_until:
            eight: Any = load_eight(data, i)  # type: ignore[call-arg]  # the first argument is numba's own
            if inside:
                others = _other_bytes(eight)
                if others & uint64(0xFF) == 0:
                    size = np.int64(trailing_zeros(others) >> uint64(3))
                    if open_at < 0:
                        open_at = code_point
                        h = uint64(seed)
                        held = uint64(0)
                        filled = 0
                    part = (eight | _CASE) & uint64(uint64((others & (~others + uint64(1))) - uint64(1)) >> uint64(7))
                    h, held, filled = _push(h, held, filled, part if size < 8 else eight | _CASE, size)
                    i += size
                    code_point += size
                    last = code_point
                    drops = data[i - 1] > 0x39  # a letter takes accents, a digit does not
                    if size < 8:
                        b = (eight >> uint64(8 * size)) & uint64(0xFF)
                        # no part of a word, and no mark that may belong to the one before it: + # -
                        if b < 0x80 and b != 0x5F and b != 0x2B and b != 0x23 and (b != 0x2D or size > 3):
                            i += 1
                            code_point += 1
                            drops = False
                            close = True
                    continue
            elif eight & _HIGH == 0:
                i += 8
                code_point += 8
                continue
        before = i
        b = data[i]
        if b < 0x80:
            c = np.uint32(b)
            i += 1
        elif b < 0xE0 and i + 1 < end:
            c = np.uint32((b & 0x1F) << 6 | (data[i + 1] & 0x3F))
            i += 2
        elif b < 0xF0 and i + 2 < end:
            c = np.uint32((b & 0x0F) << 12 | (data[i + 1] & 0x3F) << 6 | (data[i + 2] & 0x3F))
            i += 3
        elif i + 3 < end:
            upper = (b & 0x07) << 18 | (data[i + 1] & 0x3F) << 12
            c = np.uint32(upper | (data[i + 2] & 0x3F) << 6 | (data[i + 3] & 0x3F))
            i += 4
        else:
            i = end
            continue
        at = code_point
        code_point += 1
        if not inside:
            continue
        entry = _entry(c, pages, entries)
        kind = (entry >> np.uint32(21)) & np.uint32(7)
        value = uint64(entry & np.uint32(0x1FFFFF))
        if kind == 0:  # SEPARATOR
            marks = 0
            if entry & (_PREFIX | _SUFFIX) != 0:
                if open_at >= 0:
                    if last == at and entry & _SUFFIX != 0:
                        marks = _count_suffix(data, before, end, inside_until - at, at - open_at, pages, entries)
                elif entry & _PREFIX != 0:
                    marks = _count_prefix(data, before, end, inside_until - at, pages, entries)
                    if marks > 0 and not (at == 0 if whole else at == ranges[r]):
                        marks *= _may_stand_before(data, begin, before, value, pages, entries)
            if marks > 0:
                if open_at < 0:
                    open_at = at
                    h = uint64(seed)
                    held = uint64(0)
                    filled = 0
                i = before
                for _ in range(marks):
                    c, size = _decode(data, i, end)
                    i += size
                    h, held, filled = _push_value(h, held, filled, _mark_value(c, pages, entries))
                code_point = at + marks
                last = code_point
                drops = True
            else:
                close = open_at >= 0
                drops = False
        elif kind == 2:  # SINGLE
            if open_at >= 0:
                hashes[n] = mix64(h ^ held)
                starts[n] = open_at
                ends[n] = last
                n += 1
            h, held, filled = _push_value(uint64(seed), uint64(0), 0, value)
            open_at = at
            last = code_point
            drops = False
            close = True
        elif kind == 1 or kind == 5:  # WORD, EXPANSION
            if open_at < 0:
                open_at = at
                h = uint64(seed)
                held = uint64(0)
                filled = 0
            parts = 1 if kind == 1 else 4
            for j in range(parts):
                part = value if kind == 1 else uint64(expansions[np.int64(value), j])
                if part == 0:
                    break
                h, held, filled = _push_value(h, held, filled, part)
            last = code_point
            drops = (entry & np.uint32(1 << 24)) != 0
        elif kind == 4 and open_at >= 0:  # MARK: an accent on a letter, or a letter of its own
            if not drops:
                h, held, filled = _push_value(h, held, filled, value)
            last = code_point
    return n


@inner()
def _push_value(h: Any, held: Any, filled: Any, value: Any) -> Any:
    """Add a folded code point to a word's hash."""
    if value < 0x80:
        return _push(h, held, filled, value, 1)
    seven = uint64(0x7F)
    part = (
        uint64(0x808080)
        | value & seven
        | (value >> uint64(7) & seven) << uint64(8)
        | (value >> uint64(14)) << uint64(16)
    )
    return _push(h, held, filled, part, 3)


@inner(inline="always")
def _other_bytes(eight: Any) -> Any:
    """Mark those of eight bytes that are no ASCII letter or digit by their upper bits (as in SWAR string search)."""
    low = eight & uint64(0x7F7F7F7F7F7F7F7F)
    small = low | _CASE
    letters = uint64(small + uint64(0x1F1F1F1F1F1F1F1F)) & ~uint64(small + uint64(0x0505050505050505))
    digits = uint64(low + uint64(0x5050505050505050)) & ~uint64(low + uint64(0x4646464646464646))
    return ~((letters | digits) & ~eight) & _HIGH


@compiled()
def scan_texts(
    data: Array, offsets: Array, ranges: Array, range_offsets: Array, chosen: Array, pages: Array, entries: Array,
    expansions: Array, seed: Any, hashes: Array, starts: Array, ends: Array, token_offsets: Array,
) -> None:  # fmt: skip
    """Cut the chosen texts of an Arrow string column into tokens; the others have none.

    Args:
        data: uint8[:], the column's bytes.
        offsets: int64[n + 1], where each text starts in them.
        ranges: int32[:], body spans of all texts, flattened (start, end) code points.
        range_offsets: int32[n + 1], where each text's ranges start.
        chosen: bool[n].
        pages, entries, expansions, seed: As in `scan_tokens`.
        hashes: uint64[:] to fill, as many as the chosen texts have bytes suffice.
        starts, ends: int32[:] to fill, as long as `hashes`.
        token_offsets: int64[n + 1] to fill with where each text's tokens start.
    """
    filled = 0
    token_offsets[0] = 0
    for row in range(offsets.size - 1):
        if chosen[row]:
            body = ranges[range_offsets[row] : range_offsets[row + 1]]
            filled += scan_tokens(
                data, offsets[row], offsets[row + 1], body, pages, entries, expansions, seed,
                hashes[filled:], starts[filled:], ends[filled:],
            )  # fmt: skip
        token_offsets[row + 1] = filled
