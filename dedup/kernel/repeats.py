"""Runs of words that stand twice in one text, found in one pass."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import uint64

from dedup.kernel.compiled import compiled
from dedup.kernel.tokens import mix64

_BASE = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xD6E8FEB86659FD93)

Array = Any  # numba infers the exact types; the callers' docstrings state them


@compiled()
def find_runs(tokens: Array, token_offsets: Array, k: int, runs: Array) -> int:
    """Find the runs of at least k words that repeat an earlier place of the same text, word by word.

    Every run is compared with the first place of its first k words and reaches as far as both agree. The two places
    do not overlap.

    Args:
        tokens: uint64[:], token hashes of all texts.
        token_offsets: int64[n + 1], where each text's tokens start.
        k: Words that a run has at least.
        runs: int32[:, 4] to fill with row, first token of the earlier place, first token of the later, length.

    Returns:
        How many runs were found; where it exceeds `len(runs)`, the call must be repeated with that much room.
    """
    longest = 1
    for row in range(token_offsets.size - 1):
        longest = max(longest, token_offsets[row + 1] - token_offsets[row])
    size = 16
    while size < 4 * longest:
        size *= 2
    keys = np.empty(size, np.uint64)
    places = np.empty(size, np.int32)
    stamps = np.full(size, -1, np.int32)
    found = 0
    for row in range(token_offsets.size - 1):
        begin = token_offsets[row]
        m = token_offsets[row + 1] - begin
        if m < 2 * k:
            continue
        text = tokens[begin : begin + m]
        mask = uint64(15)  # a small text keeps to a small part of the table, which stays in the cache
        while mask + 1 < uint64(4 * m):
            mask = mask * uint64(2) + uint64(1)
        top = uint64(1)
        for _ in range(k - 1):
            top = uint64(top * _BASE)
        h = uint64(0)
        for i in range(k):
            h = uint64(h * _BASE + text[i])
        covered = 0  # later places found so far reach to here
        for i in range(m - k + 1):
            if i > 0:
                h = uint64(uint64(h - uint64(text[i - 1] * top)) * _BASE + text[i + k - 1])
            if i < covered:
                continue
            slot = (uint64(h * _MIX) >> uint64(32)) & mask
            while stamps[slot] == row and keys[slot] != h:
                slot = (slot + uint64(1)) & mask
            if stamps[slot] != row:
                stamps[slot] = row
                keys[slot] = h
                places[slot] = i
                continue
            j = places[slot]
            length = 0
            while i + length < m and j + length < i and text[j + length] == text[i + length]:
                length += 1
            if length >= k:
                if found < runs.shape[0]:
                    runs[found, 0], runs[found, 1], runs[found, 2], runs[found, 3] = row, j, i, length
                found += 1
                covered = i + length - k + 1
    return found


@compiled()
def hash_texts(tokens: Array, token_offsets: Array, out: Array) -> None:
    """Hash each text's words as `kernel.lines` hashes a line's, so that a title finds its line; 0 for no words."""
    prime = uint64(0x100000001B3)
    for row in range(token_offsets.size - 1):
        h = uint64(0)
        for t in range(token_offsets[row], token_offsets[row + 1]):
            h = uint64((h ^ tokens[t]) * prime)
            h ^= h >> uint64(29)
        out[row] = mix64(h) if token_offsets[row + 1] > token_offsets[row] else uint64(0)
