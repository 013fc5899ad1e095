"""Sorted keys packed into checked blocks, and positions in them: the compiled loops of `corpus.postings`.

A block is 8 bytes of checksum, 4 of count, 4 empty, 8 of the first key, then the gaps between keys, 7 bits a byte.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import uint8, uint64

from dedup.kernel.compiled import compiled, inner
from dedup.kernel.tokens import mix64

Array = Any  # numba infers the exact types; the callers' docstrings state them

_PRIME = np.uint64(0x9E3779B97F4A7C15)
_HEAD = 24


@compiled()
def checksum(data: Array) -> Any:
    """Return a uint64 over uint8[8 * n]: every step is a bijection, so one changed word always changes the result."""
    words = data.view(np.uint64)
    h = uint64(words.size)
    for i in range(words.size):
        h = uint64((h ^ words[i]) * _PRIME)
        h ^= h >> uint64(32)
    return mix64(h)


@compiled()
def encode_blocks(keys: Array, limit: int, entries: int, out: Array, ends: Array, counts: Array) -> int:
    """Pack sorted distinct keys into blocks.

    Args:
        keys: uint64[n], sorted, distinct.
        limit: Most bytes of a block, a multiple of 8.
        entries: Most keys of a block.
        out: uint8[:] to fill, zeroed.
        ends: int64[:] to fill with the end of each block in `out`.
        counts: int32[:] to fill with the keys of each block.

    Returns:
        How many blocks there are.
    """
    blocks = 0
    at = 0
    i = 0
    while i < keys.size:
        begin = at
        first = keys[i]
        for b in range(8):
            out[begin + 16 + b] = uint8((first >> uint64(8 * b)) & uint64(255))
        at = begin + _HEAD
        last = first
        i += 1
        count = 1
        # a gap of 64 bits takes ten bytes
        while i < keys.size and count < entries and at - begin + 10 <= limit:
            gap = uint64(keys[i] - last)
            while gap >= uint64(128):
                out[at] = uint8((gap & uint64(127)) | uint64(128))
                gap >>= uint64(7)
                at += 1
            out[at] = uint8(gap)
            at += 1
            last = keys[i]
            i += 1
            count += 1
        for b in range(4):
            out[begin + 8 + b] = uint8((count >> (8 * b)) & 255)
        at += -at % 8
        h = checksum(out[begin + 8 : at])
        for b in range(8):
            out[begin + b] = uint8((h >> uint64(8 * b)) & uint64(255))
        ends[blocks] = at
        counts[blocks] = count
        blocks += 1
    return blocks


@compiled()
def decode_block(data: Array, out: Array) -> int:
    """Unpack a block.

    Args:
        data: uint8[:].
        out: uint64[:] to fill.

    Returns:
        How many keys there are; -1 where the checksum or the room says that the block is damaged.
    """
    if data.size < _HEAD or data.size % 8 != 0:
        return -1
    h = uint64(0)
    key = uint64(0)
    count: Any = 0
    for b in range(8):
        h |= uint64(data[b]) << uint64(8 * b)
        key |= uint64(data[16 + b]) << uint64(8 * b)
    for b in range(4):
        count |= np.int64(data[8 + b]) << (8 * b)
    if h != checksum(data[8:]) or count > out.size:
        return -1
    out[0] = key
    at = _HEAD
    for i in range(1, count):
        gap = uint64(0)
        shift = uint64(0)
        while data[at] >= 128:
            gap |= uint64(data[at] & 127) << shift
            shift += uint64(7)
            at += 1
        gap |= uint64(data[at]) << shift
        at += 1
        key = uint64(key + gap)
        out[i] = key
    return int(count)


@inner()
def _lower_bound(cache: Array, sizes: Array, slot: int, target: Any, low: int, high: int) -> int:
    """Return the first position from `low` to `high` whose key is not below the target, 0 for a negative slot."""
    if slot < 0:
        return 0
    high = min(high, int(sizes[slot]))
    while low < high:
        middle = (low + high) >> 1
        if cache[slot, middle] < target:
            low = middle + 1
        else:
            high = middle
    return low


@compiled()
def find_ranges(cache: Array, sizes: Array, slots: Array, targets: Array, out: Array) -> None:
    """Find in cached blocks the first positions whose keys are not below pairs of targets.

    Args:
        cache: uint64[slots, entries], decoded blocks.
        sizes: int64[slots], keys of each.
        slots: int64[2, n], the blocks to look in; in negative ones the position is 0.
        targets: uint64[2, n], the second of a pair not below the first.
        out: int64[2, n] to fill with positions in the block, 0 to its size.
    """
    for i in range(targets.shape[1]):
        low = _lower_bound(cache, sizes, slots[0, i], targets[0, i], 0, 1 << 62)
        out[0, i] = low
        begin, step = 0, 1 << 62
        if slots[1, i] == slots[0, i] and slots[0, i] >= 0:
            # most ranges are short: the second position is sought near the first
            begin, step = low, 2
            while low + step < sizes[slots[0, i]] and cache[slots[0, i], low + step] < targets[1, i]:
                step *= 2
        out[1, i] = _lower_bound(cache, sizes, slots[1, i], targets[1, i], begin, begin + step)
