"""Pairs out of sorted keys, and exact set comparison: the compiled loops of `matching`.

A keyed entry is one uint64: a hash in the upper bits, the number of a body in the lower `value_bits`.
A pair is one uint64: the smaller body number in the upper 32 bits, the larger in the lower.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import uint64

from dedup.kernel.compiled import compiled
from dedup.kernel.tokens import mix64

Array = Any  # numba infers the exact types; the callers' docstrings state them


@compiled()
def key_bands(signatures: Array, numbers: Array, bands: int, rows: int, value_bits: int, out: Array) -> None:
    """Key every band of every signature.

    Args:
        signatures: uint32[n, permutations], permutations >= bands * rows.
        numbers: int64[n], the body's number; negative ones get no key (the entry is 2^64 - 1).
        bands: Bands per signature.
        rows: Signature values per band.
        value_bits: Lower bits that hold the number.
        out: uint64[n * bands] to fill.
    """
    low = uint64((uint64(1) << uint64(value_bits)) - uint64(1))
    at = 0
    for i in range(signatures.shape[0]):
        for band in range(bands):
            if numbers[i] < 0:
                out[at] = uint64(0xFFFFFFFFFFFFFFFF)
            else:
                h = mix64(uint64(band + 1))
                for r in range(rows):
                    h = mix64(h ^ uint64(signatures[i, band * rows + r]))
                out[at] = (h & ~low) | uint64(numbers[i])
            at += 1


@compiled()
def count_bucket_pairs(keyed: Array, value_bits: int, limit: int) -> Any:
    """Count what `fill_bucket_pairs` will write.

    Returns:
        int64[3]: pairs, buckets over the limit, entries in those.
    """
    totals = np.zeros(3, np.int64)
    i = 0
    while i < keyed.size:
        j = i + 1
        key = keyed[i] >> uint64(value_bits)
        while j < keyed.size and keyed[j] >> uint64(value_bits) == key:
            j += 1
        size = j - i
        if size <= limit:
            totals[0] += size * (size - 1) // 2
        else:
            totals[0] += size - 1
            totals[1] += 1
            totals[2] += size
        i = j
    return totals


@compiled()
def fill_bucket_pairs(keyed: Array, value_bits: int, limit: int, out: Array) -> None:
    """Pair the bodies that share a key.

    Buckets of up to `limit` bodies are paired in full, larger ones as a star around the body with the smallest number:
    numbers follow the keep order, so the centre is the one that would stay.

    Args:
        keyed: uint64[n], sorted.
        value_bits: Lower bits that hold the number.
        limit: Largest bucket that is paired in full.
        out: uint64[:] to fill with pairs, as many as `count_bucket_pairs` says.
    """
    low = uint64((uint64(1) << uint64(value_bits)) - uint64(1))
    at = 0
    i = 0
    while i < keyed.size:
        j = i + 1
        key = keyed[i] >> uint64(value_bits)
        while j < keyed.size and keyed[j] >> uint64(value_bits) == key:
            j += 1
        centres = j - i - 1 if j - i <= limit else 1
        for c in range(i, i + centres):
            first = (keyed[c] & low) << uint64(32)
            for d in range(c + 1, j):
                out[at] = first | (keyed[d] & low)
                at += 1
        i = j


@compiled()
def count_shared(hashes: Array, starts: Array, ends: Array, first: Array, second: Array, out: Array) -> None:
    """Count the hashes that two sorted sets share, pair by pair.

    Args:
        hashes: uint64[:], the sets, each sorted and distinct.
        starts, ends: int64[n], where each set stands in them.
        first, second: int64[p], numbers of the sets to compare.
        out: int64[p] to fill.
    """
    for p in range(first.size):
        i = starts[first[p]]
        i_end = ends[first[p]]
        j = starts[second[p]]
        j_end = ends[second[p]]
        shared = 0
        while i < i_end and j < j_end:
            x = hashes[i]
            y = hashes[j]
            # no branch on the comparison: which side is smaller is a coin toss, and mispredictions cost most
            shared += x == y
            i += x <= y
            j += y <= x
        out[p] = shared
