"""Prefixes of shingle sets, rarest shingles first: what two sets must share one of to be alike.

Of two sets that share `need` of the first's n elements, the first's rarest n - need + 1 hold a shared one (prefix
filtering; Chaudhuri, Ganti and Kaushik 2006; Bayardo, Ma and Srikant 2007). A shingle that stands in one set alone is
shared with none, so it needs no entry. Hashes are counted by slot: a slot that two shingles share makes them seem
common, which costs time and loses nothing.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import uint64

from dedup.kernel.compiled import compiled, inner
from dedup.kernel.sorting import sort_hashes

Array = Any  # numba infers the exact types; the callers' docstrings state them

# Lower bits of a hash, below its count, by which shingles are ordered and found.
_HASH_BITS = 48
_LOW = np.uint64((1 << _HASH_BITS) - 1)
_MOST = 0xFFFF


@compiled()
def count_hashes(values: Array, starts: Array, ends: Array, table: Array) -> None:
    """Count how many sets hold each hash, by slot.

    Args:
        values: uint64[:], sets of hashes.
        starts, ends: int64[n], where each set stands in them.
        table: uint16[2^m], zero at first.
    """
    mask = uint64(table.size - 1)
    for body in range(starts.size):
        for e in range(starts[body], ends[body]):
            slot = np.int64(values[e] & mask)
            if table[slot] < _MOST:
                table[slot] += np.uint16(1)


@inner()
def least_shared(size: int, share: float) -> Any:
    """Return how many of `size` elements are a share of them, with room for rounding: 1 at least."""
    return max(np.int64(np.ceil(share * size - 1e-6)), 1)


@compiled()
def choose_prefixes(
    values: Array, starts: Array, ends: Array, table: Array, near: float, contained: float, mask: int,
    near_slots: Array, near_offsets: Array, contained_slots: Array, contained_offsets: Array,
) -> None:  # fmt: skip
    """Write the prefixes of each set, as slots of lists.

    Args:
        values, starts, ends: The sets.
        table: uint16[2^m], see `count_hashes`.
        near: Least Jaccard of two sets that are wanted; above 1 for none.
        contained: Least share of a set that stands in another; above 1 for none.
        mask: Slots less one, a power of two less one.
        near_slots, contained_slots: int32[:] to fill, as long as `values` has elements in the sets.
        near_offsets, contained_offsets: int64[n + 1] to fill.
    """
    longest = 1
    for body in range(starts.size):
        longest = max(longest, ends[body] - starts[body])
    keys = np.empty(longest, np.uint64)
    spare = np.empty(longest, np.uint64)
    nothing = np.empty(0, np.int32)
    table_mask = uint64(table.size - 1)
    near_filled = 0
    contained_filled = 0
    near_offsets[0] = 0
    contained_offsets[0] = 0
    for body in range(starts.size):
        size = ends[body] - starts[body]
        common = 0
        for e in range(starts[body], ends[body]):
            count = table[np.int64(values[e] & table_mask)]
            if count > 1:
                keys[common] = uint64(count) << uint64(_HASH_BITS) | (values[e] & _LOW)
                common += 1
        for_near = common - least_shared(size, near) + 1 if near <= 1 else 0
        for_contained = common - least_shared(size, contained) + 1 if contained <= 1 else 0
        if for_near > 0 or for_contained > 0:
            sort_hashes(keys[:common], nothing, spare, nothing)
        for e in range(for_near):
            near_slots[near_filled] = np.int32((keys[e] & _LOW) & uint64(mask))
            near_filled += 1
        for e in range(for_contained):
            contained_slots[contained_filled] = np.int32((keys[e] & _LOW) & uint64(mask))
            contained_filled += 1
        near_offsets[body + 1] = near_filled
        contained_offsets[body + 1] = contained_filled


@compiled()
def select_holdings(
    values: Array, starts: Array, ends: Array, wanted: Array, slots: Array, offsets: Array
) -> int:
    """Write, for each set, the wanted slots of its elements.

    Args:
        values, starts, ends: The sets.
        wanted: bool[2^m], by slot.
        slots: int32[:] to fill.
        offsets: int64[n + 1] to fill.

    Returns:
        How many there are; where it exceeds `slots.size`, the call must be repeated with that much room.
    """
    mask = uint64(wanted.size - 1)
    found = 0
    offsets[0] = 0
    for body in range(starts.size):
        for e in range(starts[body], ends[body]):
            slot = np.int64(values[e] & mask)
            if wanted[slot]:
                if found < slots.size:
                    slots[found] = np.int32(slot)
                found += 1
        offsets[body + 1] = found
    return found
