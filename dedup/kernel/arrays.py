"""What the loops over passages do with arrays: growing them, and sorting by one compiled sort instead of four."""

from __future__ import annotations

from typing import Any

import numpy as np

from dedup.kernel.compiled import inner

Array = Any  # numba infers the exact types; the callers' docstrings state them


@inner()
def grow_rows(rows: Array, count: int) -> Array:
    """Return int32[n, m] rows, of which `count` are used, with room for one more."""
    if count < rows.shape[0]:
        return rows
    grown = np.empty((2 * rows.shape[0] + 1, rows.shape[1]), np.int32)
    grown[:count] = rows[:count]
    return grown


@inner()
def ascending(keys: Array) -> Array:
    """Return int64[n], the stable order of float64[n] keys: each dtype that numba sorts costs 3 s to compile."""
    return np.argsort(keys, kind="mergesort")
