"""The search for short texts inside longer ones: a filter of hashes (Bloom 1970), and the pairs of a bucket."""

from __future__ import annotations

from typing import Any

from numba import uint64

from dedup.kernel.compiled import compiled, inner

Array = Any  # numba infers the exact types; the callers' docstrings state them


@inner()
def filter_mask(value: Any) -> Any:
    """Return the three bits that stand for a hash in its word of a filter."""
    one = uint64(1)
    six = uint64(63)
    return one << (value & six) | one << (value >> uint64(6) & six) | one << (value >> uint64(12) & six)


@inner()
def is_held(words: Array, value: Any) -> Any:
    """Say whether a filter holds a hash, or seems to."""
    mask = filter_mask(value)
    return words[uint64(value >> uint64(18)) & uint64(words.size - 1)] & mask == mask


@compiled()
def fill_filter(values: Array, words: Array) -> None:
    """Put hashes into a filter.

    Args:
        values: uint64[:].
        words: uint64[2^m], zero at first.
    """
    for i in range(values.size):
        words[uint64(values[i] >> uint64(18)) & uint64(words.size - 1)] |= filter_mask(values[i])


@compiled()
def select_held(values: Array, words: Array, out: Array) -> None:
    """Say of hashes, uint64[n], which a filter holds or seems to hold: bool[n] to fill."""
    for i in range(values.size):
        out[i] = is_held(words, values[i])


@compiled()
def pair_short(keyed: Array, bits: int, short: Array, limit: int, out: Array) -> int:
    """Pair the short texts of each bucket with all others in it; where these are too many, with its first.

    Args:
        keyed: uint64[n], sorted.
        bits: Lower bits that hold the number of a body.
        short: bool[bodies].
        limit: Most pairs of a bucket that is paired in full.
        out: uint64[:] to fill with pairs: smaller number above 32 bits, larger below.

    Returns:
        How many pairs there are; where it exceeds `out.size`, the call must be repeated with that much room.
    """
    low = (uint64(1) << uint64(bits)) - uint64(1)
    found = 0
    i = 0
    while i < keyed.size:
        j = i
        shorts = 0
        while j < keyed.size and keyed[j] >> uint64(bits) == keyed[i] >> uint64(bits):
            shorts += short[keyed[j] & low]
            j += 1
        centres = 0
        if shorts > 0:
            centres = j - i - 1 if shorts * (j - i) <= limit else 1
        for c in range(i, i + centres):
            for d in range(c + 1, j):
                if (short[keyed[c] & low] or short[keyed[d] & low]) and keyed[c] != keyed[d]:
                    if found < out.size:
                        out[found] = (keyed[c] & low) << uint64(32) | (keyed[d] & low)
                    found += 1
        i = j
    return found
