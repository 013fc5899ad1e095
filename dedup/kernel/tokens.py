"""Cutting UTF-8 bytes into folded, hashed tokens: the one tokeniser, called by `text.tokens` and `kernel.sketch`.

Decoding, folding (by table), cutting and hashing happen in one pass over the bytes.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit, uint64

_FNV_PRIME = np.uint64(0x100000001B3)
_MIX_1 = np.uint64(0xFF51AFD7ED558CCD)
_MIX_2 = np.uint64(0xC4CEB9FE1A85EC53)

Array = Any  # numba infers the exact types; the callers' docstrings state them


@njit(cache=True, nogil=True, inline="always")
def mix64(h: Any) -> Any:
    """MurmurHash3's 64-bit finaliser (Appleby 2011): a bijection in which every input bit reaches every output bit."""
    h = uint64(h)
    h ^= h >> uint64(33)
    h = uint64(h * _MIX_1)
    h ^= h >> uint64(33)
    h = uint64(h * _MIX_2)
    h ^= h >> uint64(33)
    return h


@njit(cache=True, nogil=True)
def scan_tokens(
    data: Array, begin: int, end: int, ranges: Array, pages: Array, entries: Array, expansions: Array, seed: Any,
    hashes: Array, starts: Array, ends: Array,
) -> int:  # fmt: skip
    """Cut `data[begin:end]` into tokens, inside the ranges only.

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
    open_at = -1  # code point at which the open word started, -1 for none
    last = 0  # code point after the open word's last character
    drops = False
    while i < end:
        # once a range ends, the token that it cuts ends with it
        while code_point >= inside_until:
            if inside:
                if open_at >= 0:
                    hashes[n] = mix64(h)
                    starts[n] = open_at
                    ends[n] = last
                    n += 1
                    open_at = -1
                drops = False
                r += 2
                inside = False
                inside_until = ranges[r] if r < n_ranges else end - begin + 1
            else:
                inside = True
                inside_until = ranges[r + 1]
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
            break
        at = code_point
        code_point += 1
        if not inside:
            continue
        entry = entries[np.int64(pages[c >> np.uint32(8)]) * 256 + np.int64(c & np.uint32(255))]
        kind = (entry >> np.uint32(21)) & np.uint32(7)
        value = uint64(entry & np.uint32(0x1FFFFF))
        if kind == 1:  # WORD
            if open_at < 0:
                open_at = at
                h = uint64(seed)
            h = uint64((h ^ value) * _FNV_PRIME)
            h ^= h >> uint64(29)
            last = code_point
            drops = (entry & np.uint32(1 << 24)) != 0
        elif kind == 0 or kind == 2:  # SEPARATOR, SINGLE
            if open_at >= 0:
                hashes[n] = mix64(h)
                starts[n] = open_at
                ends[n] = last
                n += 1
                open_at = -1
            drops = False
            if kind == 2:
                h = uint64((uint64(seed) ^ value) * _FNV_PRIME)
                h ^= h >> uint64(29)
                hashes[n] = mix64(h)
                starts[n] = at
                ends[n] = code_point
                n += 1
        elif kind == 4:  # MARK: an accent on a letter, or a letter of its own
            if open_at >= 0:
                if not drops:
                    h = uint64((h ^ value) * _FNV_PRIME)
                    h ^= h >> uint64(29)
                last = code_point
        elif kind == 5:  # EXPANSION
            if open_at < 0:
                open_at = at
                h = uint64(seed)
            for j in range(4):
                part = uint64(expansions[np.int64(value), j])
                if part == 0:
                    break
                h = uint64((h ^ part) * _FNV_PRIME)
                h ^= h >> uint64(29)
            last = code_point
            drops = (entry & np.uint32(1 << 24)) != 0
    if open_at >= 0:
        hashes[n] = mix64(h)
        starts[n] = open_at
        ends[n] = last
        n += 1
    return n


@njit(cache=True, nogil=True)
def scan_texts(
    data: Array, offsets: Array, ranges: Array, range_offsets: Array, pages: Array, entries: Array, expansions: Array,
    seed: Any, hashes: Array, starts: Array, ends: Array, token_offsets: Array,
) -> None:  # fmt: skip
    """Cut every text of an Arrow string column into tokens.

    Args:
        data: uint8[:], the column's bytes.
        offsets: int64[n + 1], where each text starts in them.
        ranges: int32[:], body spans of all texts, flattened (start, end) code points.
        range_offsets: int32[n + 1], where each text's ranges start.
        pages, entries, expansions, seed: As in `scan_tokens`.
        hashes: uint64[:] to fill, as many as the texts have bytes suffice.
        starts, ends: int32[:] to fill, as long as `hashes`.
        token_offsets: int64[n + 1] to fill with where each text's tokens start.
    """
    filled = 0
    token_offsets[0] = 0
    for row in range(offsets.size - 1):
        body = ranges[range_offsets[row] : range_offsets[row + 1]]
        filled += scan_tokens(
            data, offsets[row], offsets[row + 1], body, pages, entries, expansions, seed,
            hashes[filled:], starts[filled:], ends[filled:],
        )  # fmt: skip
        token_offsets[row + 1] = filled
