"""The cache of decoded blocks, much smaller than what is asked of it."""

import numpy as np
import pytest

from dedup.corpus import blocks
from dedup.corpus.blocks import BlockCache, pack
from dedup.errors import CorpusDamagedError


class FileOfBlocks:
    """A store that knows blocks alone, and counts how often it is asked for one."""

    path = "known.db"

    def __init__(self, values):
        self.values = values
        self.reads = 0

    def get(self, sql, numbers):
        self.reads += 1
        return self.values[numbers[0]]


@pytest.fixture
def store():
    keys = np.arange(40 * blocks.BLOCK_KEYS, dtype=np.uint64) * np.uint64(3)
    values, firsts, counts = pack(keys)
    found = FileOfBlocks(values)
    found.firsts, found.counts, found.keys = firsts, counts.astype(np.int64), keys
    return found


@pytest.fixture
def cache(store, monkeypatch):
    monkeypatch.setattr(blocks, "_CACHED_BLOCKS", 16)
    return BlockCache(store)


def load(cache, store, numbers):
    numbers = np.array(numbers, np.int64)
    return cache.load(numbers, store.firsts[numbers], store.counts[numbers])


def test_every_block_asked_for_is_there_whatever_was_dropped_for_it(cache, store):
    rng = np.random.default_rng(5)
    starts = np.concatenate(([0], np.cumsum(store.counts)))
    for _ in range(300):
        asked = np.sort(rng.choice(len(store.values), rng.integers(0, cache.most + 1), replace=False))
        slots = load(cache, store, asked)
        assert len(set(slots.tolist())) == len(asked)
        for number, slot in zip(asked.tolist(), slots.tolist(), strict=True):
            count = store.counts[number]
            assert (cache.keys[slot, :count] == store.keys[starts[number] : starts[number] + count]).all()


def test_a_block_that_is_used_again_and_again_is_read_once(cache, store):
    load(cache, store, [0])
    for number in range(1, 40):
        load(cache, store, [0, number])
    assert store.reads == 40


def test_after_a_damaged_block_others_are_still_found(cache, store):
    load(cache, store, [0, 1])
    store.values[7] = store.values[8]
    with pytest.raises(CorpusDamagedError):
        load(cache, store, [1, 7])
    for _ in range(9):
        with pytest.raises(CorpusDamagedError):
            load(cache, store, [7])
    assert (load(cache, store, [0, 1, 2, 3]) >= 0).all()
