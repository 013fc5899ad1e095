"""Loops over Arrow string columns that have no other room: hashing values."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import uint64

from dedup.kernel.compiled import compiled
from dedup.kernel.tokens import mix64

Array = Any  # numba infers the exact types; the callers' docstrings state them

_PRIME = np.uint64(0x100000001B3)


@compiled()
def hash_strings(data: Array, offsets: Array, out: Array) -> None:
    """Hash every value of a string column into 64 bits (FNV-1a, finalised); equal values hash alike.

    Args:
        data: uint8[:], the column's bytes.
        offsets: int64[n + 1].
        out: uint64[n] to fill.
    """
    for row in range(offsets.size - 1):
        h = uint64(0xCBF29CE484222325)
        for i in range(offsets[row], offsets[row + 1]):
            h = uint64((h ^ uint64(data[i])) * _PRIME)
        out[row] = mix64(h)
