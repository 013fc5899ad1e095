"""Decoded blocks of sorted keys, kept while memory lasts; and keys packed into blocks."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup.corpus.store import PAGE_SIZE, Store, damaged
from dedup.kernel.postings import decode_block, encode_blocks, find_ranges

# Two rows of this many bytes fill a page without spilling: a block is read with one page, and half of it decoded.
BLOCK_BYTES = (PAGE_SIZE // 2 - 64) // 8 * 8
# Gaps of one byte would put 4,000 keys into a block; fewer keep decoding and the cache's rows small.
BLOCK_KEYS = 1024
# 32,768 rows of 8 KB, 256 MB once all are used: the index of some ninety thousand articles. A batch asks in the order
# of the keys, so that with a quarter of it nothing was ever found again (58 thousand articles, 24 reads an article).
_CACHED_BLOCKS = 1 << 15


def pack(keys: NDArray[np.uint64]) -> tuple[list[bytes], NDArray[np.uint64], NDArray[np.int32]]:
    """Pack sorted distinct keys into blocks.

    Returns:
        The blocks; uint64[blocks], the first key of each; int32[blocks], how many keys each holds.
    """
    if not len(keys):
        return [], np.empty(0, np.uint64), np.empty(0, np.int32)
    most = len(keys) // ((BLOCK_BYTES - 40) // 10) + 2
    most = max(most, len(keys) // BLOCK_KEYS + 2)
    out = np.zeros(len(keys) * 10 + most * 32, np.uint8)
    ends = np.empty(most, np.int64)
    counts = np.empty(most, np.int32)
    n = encode_blocks(keys, BLOCK_BYTES, BLOCK_KEYS, out, ends, counts)
    starts = np.concatenate(([0], ends[: n - 1]))
    blocks = [out[a:b].tobytes() for a, b in zip(starts.tolist(), ends[:n].tolist(), strict=True)]
    firsts = keys[np.concatenate(([0], np.cumsum(counts[: n - 1])))]
    return blocks, firsts, counts[:n].copy()


class BlockCache:
    """The most recently used blocks, decoded. A block's number is never given to another block."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.keys = np.empty((_CACHED_BLOCKS, BLOCK_KEYS), np.uint64)
        self._sizes = np.zeros(_CACHED_BLOCKS, np.int64)
        self._slots = np.full(_CACHED_BLOCKS, -1, np.int32)  # of each block by its number, -1 for those not here
        self._numbers = np.empty(_CACHED_BLOCKS, np.int64)  # of the block in each slot, -1 for none
        self._used = np.empty(_CACHED_BLOCKS, np.int64)  # the call that used each slot last
        self._calls = 0
        self.clear()

    def clear(self) -> None:
        """Forget everything: after a rollback, numbers are given again."""
        self._slots[:] = -1
        self._numbers[:] = -1
        self._used[:] = 0
        self._free = list(range(_CACHED_BLOCKS))[::-1]

    @property
    def most(self) -> int:
        """How many blocks one call may ask for."""
        return _CACHED_BLOCKS // 4

    def load(
        self, numbers: NDArray[np.int64], firsts: NDArray[np.uint64], sizes: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        """Return the slot of each block, reading those that are not here.

        Args:
            numbers: int64[n], distinct, sorted, at most `most`.
            firsts: uint64[n], the first key that each must have.
            sizes: int64[n], how many keys each must have.
        """
        if len(numbers) and numbers[-1] >= len(self._slots):
            grown = np.full(2 * int(numbers[-1]), -1, np.int32)
            grown[: len(self._slots)] = self._slots
            self._slots = grown
        self._calls += 1
        slots = self._slots[numbers].astype(np.int64)
        missing = np.flatnonzero(slots < 0)
        self._used[slots[slots >= 0]] = self._calls
        if len(missing) > len(self._free):
            self._free_oldest()
        for i in missing.tolist():
            slots[i] = self._read(int(numbers[i]), int(firsts[i]), int(sizes[i]))
        return slots

    def find_ranges(self, slots: NDArray[np.int64], targets: NDArray[np.uint64]) -> NDArray[np.int64]:
        """Return int64[2, n], in each slot's block the first position whose key is not below the target.

        Args:
            slots: int64[2, n]; in negative ones the position is 0.
            targets: uint64[2, n], the second of a pair not below the first.
        """
        out = np.empty(slots.shape, np.int64)
        find_ranges(self.keys, self._sizes, slots, targets, out)
        return out

    def _free_oldest(self) -> None:
        """Free the slots that were not used for longest, as many as one call may need: none that this call uses."""
        oldest = np.argsort(self._used)[: self.most]
        held = self._numbers[oldest]
        self._slots[held[held >= 0]] = -1
        self._numbers[oldest] = -1
        self._used[oldest] = 0
        self._free = oldest.tolist()

    def _read(self, number: int, first: int, size: int) -> int:
        data = read_block(self._store, number)
        slot = self._free.pop()
        count = decode_block(data, self.keys[slot])
        if count != size or int(self.keys[slot, 0]) != first:  # damaged, or another block under this number
            self.clear()
            raise damaged(self._store.path, f"block {number} of the index does not match its checksum")
        self._sizes[slot] = count
        self._slots[number] = slot
        self._numbers[slot] = number
        self._used[slot] = self._calls
        return slot


def read_block(store: Store, number: int) -> NDArray[np.uint8]:
    """Return a block as it is stored.

    Raises:
        CorpusDamagedError: It is missing.
    """
    data = store.get("SELECT CAST(value AS BLOB) FROM blocks WHERE number = ?", (number,))
    if data is None:
        raise damaged(store.path, f"block {number} of the index is missing")
    return np.frombuffer(data, np.uint8)
