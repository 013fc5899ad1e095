"""Which texts may hold escaped entities or wrongly decoded UTF-8: a cheap look at their bytes, for `text.repair`."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import uint64

from dedup.kernel.bits import load_eight
from dedup.kernel.compiled import compiled, inner

Array = Any  # numba infers the exact types; the callers' docstrings state them

_ONES = np.uint64(0x0101010101010101)
_HIGH = np.uint64(0x8080808080808080)
_AMPERSANDS = np.uint64(0x2626262626262626)
_LATIN = np.uint64(0xC3C3C3C3C3C3C3C3)
# An entity's name has at most 31 characters; several escapes of its ampersand may stand before it.
_LONGEST = 40


@inner(inline="always")
def _has_zero_byte(word: Any) -> Any:
    return uint64(word - _ONES) & ~word & _HIGH != 0


@inner()
def _is_suspect(data: Array, i: int, end: int) -> Any:
    """Tell whether an entity, or a letter that is the first byte of a UTF-8 sequence with its second, begins at `i`."""
    if i + 2 >= end:
        return False
    if data[i] == 0x26:
        if not (data[i + 1] == 0x23 or 0x41 <= data[i + 1] & 0xDF <= 0x5A):
            return False
        for at in range(i + 2, min(i + _LONGEST, end)):
            b = data[at]
            if b == 0x3B:
                return True
            if not (0x30 <= b <= 0x39 or 0x41 <= b & 0xDF <= 0x5A):
                return False
        return False
    if data[i] != 0xC3 or data[i + 1] < 0x82 or data[i + 1] > 0xB4:
        return False
    # what the bytes 0x80 to 0xBF are in Latin-1 and cp1252 begins with one of these
    b = data[i + 2]
    return b == 0xC2 or b == 0xC5 or b == 0xC6 or b == 0xCB or b == 0xE2


@compiled()
def find_suspects(data: Array, offsets: Array, chosen: Array, out: Array) -> int:
    """Mark the texts of an Arrow string column that `text.repair` must look at.

    Args:
        data: uint8[:], the column's bytes.
        offsets: int64[n + 1], where each text starts in them.
        chosen: bool[n], the texts that are looked at.
        out: bool[n] to fill.

    Returns:
        How many were marked.
    """
    found = 0
    for row in range(offsets.size - 1):
        i, end = offsets[row], offsets[row + 1]
        out[row] = False
        while chosen[row] and i < end and not out[row]:
            stop = min(i + 8, end)
            if i + 8 <= end:
                eight: Any = load_eight(data, i)  # type: ignore[call-arg]  # the first argument is numba's own
                if not (_has_zero_byte(eight ^ _AMPERSANDS) or _has_zero_byte(eight ^ _LATIN)):
                    i = stop
                    continue
            while i < stop:
                if (data[i] == 0x26 or data[i] == 0xC3) and _is_suspect(data, i, end):
                    out[row] = True
                    found += 1
                    break
                i += 1
    return found
