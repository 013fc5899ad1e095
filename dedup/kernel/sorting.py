"""Sorts of uint64 hashes.

Hashes are spread evenly, so that one pass by their upper bits nearly sorts them: for the shingles of an article three
times as fast as the library's sort. Values that somebody has crowded together cost eight passes instead.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import uint64

from dedup.kernel.compiled import inner

Array = Any  # numba infers the exact types; the callers' docstrings state them

_DIGIT = 256
_FEW = 24  # values that are inserted one by one
_CROWD = 64  # values in one bucket, beyond which inserting becomes quadratic


@inner()
def sort_hashes(values: Array, companions: Array, spare_values: Array, spare_companions: Array) -> None:
    """Sort values in place, stably, and what belongs to each with them.

    Args:
        values: uint64[n].
        companions: int32[n], or int32[0] where nothing belongs to them.
        spare_values: uint64[:], scratch, at least n long.
        spare_companions: int32[:], scratch, at least as long as `companions`.
    """
    n = values.size
    if n > _FEW:
        counts = np.zeros(_DIGIT, np.int64)
        most = uint64(1)
        for i in range(n):
            most |= values[i]
        shift = uint64(0)
        while most >> shift >= _DIGIT:
            shift += uint64(1)
        for i in range(n):
            counts[np.int64(values[i] >> shift)] += 1
        for digit in range(_DIGIT):
            if counts[digit] > _CROWD:
                _sort_by_bytes(values, companions, spare_values, spare_companions, counts)
                return
        _distribute(values, companions, shift, counts, spare_values, spare_companions)
        _copy_back(values, companions, spare_values, spare_companions)
    paired = companions.size > 0
    for i in range(1, n):
        value = values[i]
        if values[i - 1] <= value:
            continue
        companion = companions[i] if paired else np.int32(0)
        j = i
        while j > 0 and values[j - 1] > value:
            values[j] = values[j - 1]
            if paired:
                companions[j] = companions[j - 1]
            j -= 1
        values[j] = value
        if paired:
            companions[j] = companion


@inner()
def _distribute(
    source: Array, source_companions: Array, shift: Any, counts: Array, target: Array, target_companions: Array
) -> None:
    """Copy values to where the bits above `shift` put them, modulo 256; `counts` says how many have each."""
    total = np.int64(0)
    for digit in range(_DIGIT):
        count = counts[digit]
        counts[digit] = total
        total = np.int64(total + count)
    for i in range(source.size):
        slot = np.int64((source[i] >> shift) & uint64(255))
        at = counts[slot]
        counts[slot] += 1
        target[at] = source[i]
        if source_companions.size > 0:
            target_companions[at] = source_companions[i]


@inner()
def _copy_back(values: Array, companions: Array, spare_values: Array, spare_companions: Array) -> None:
    """Copy what `_distribute` made; element by element, since numba takes two seconds to compile one assignment."""
    for i in range(values.size):
        values[i] = spare_values[i]
    for i in range(companions.size):
        companions[i] = spare_companions[i]


@inner()
def _sort_by_bytes(
    values: Array, companions: Array, spare_values: Array, spare_companions: Array, counts: Array
) -> None:
    """Sort in eight passes by byte, lowest first; a byte that is the same in all values costs no pass."""
    n = values.size
    for byte in range(8):
        shift = uint64(8 * byte)
        for digit in range(_DIGIT):
            counts[digit] = 0
        for i in range(n):
            counts[np.int64((values[i] >> shift) & uint64(255))] += 1
        if counts[np.int64((values[0] >> shift) & uint64(255))] == n:
            continue
        _distribute(values, companions, shift, counts, spare_values, spare_companions)
        _copy_back(values, companions, spare_values, spare_companions)


@inner()
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
