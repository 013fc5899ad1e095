from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.kernel.postings import checksum, decode_block, encode_blocks, find_ranges

keys = st.sets(st.integers(0, 2**64 - 1), min_size=1, max_size=300)


def encode(values: list[int], limit: int, entries: int) -> list[np.ndarray]:
    array = np.array(values, np.uint64)
    out = np.zeros(40 * len(values) + 64, np.uint8)
    ends, counts = np.zeros(len(values) + 2, np.int64), np.zeros(len(values) + 2, np.int32)
    n = encode_blocks(array, limit, entries, out, ends, counts)
    assert counts[:n].sum() == len(values)
    return [out[a:b].copy() for a, b in zip([0, *ends[: n - 1]], ends[:n], strict=True)]


@given(keys, st.sampled_from([40, 64, 512]), st.integers(1, 50))
@settings(max_examples=60, deadline=None)
def test_blocks_hold_their_keys_and_keep_to_their_limits(values, limit, entries):
    ordered = sorted(values)
    found: list[int] = []
    for block in encode(ordered, limit, entries):
        assert len(block) <= limit
        assert len(block) % 8 == 0
        out = np.zeros(entries, np.uint64)
        count = decode_block(block, out)
        found += out[:count].tolist()
    assert found == ordered


@given(keys, st.data())
@settings(max_examples=60, deadline=None)
def test_any_flipped_bit_is_noticed(values, data):
    block = encode(sorted(values), 8192, 1024)[0]
    bit = data.draw(st.integers(0, 8 * len(block) - 1))
    block[bit // 8] ^= 1 << (bit % 8)
    assert decode_block(block, np.zeros(1024, np.uint64)) == -1


def test_a_cut_block_is_noticed():
    block = encode(list(range(0, 9000, 7)), 8192, 2048)[0]
    out = np.zeros(2048, np.uint64)
    assert all(decode_block(block[:size], out) == -1 for size in range(0, len(block), 8))


def test_the_checksum_depends_on_the_order_of_words():
    words = np.arange(1, 9, dtype=np.uint64)
    assert checksum(words.view(np.uint8)) != checksum(words[::-1].copy().view(np.uint8))


@given(keys, st.lists(st.integers(0, 2**64 - 1), min_size=1, max_size=20), st.sampled_from([0, 1, 2**62]))
@settings(max_examples=60, deadline=None)
def test_ranges_equal_searchsorted(values, targets, gap):
    ordered = sorted(values)
    half = len(ordered) // 2
    cache = np.zeros((3, 512), np.uint64)
    cache[0, :half], cache[2, : len(ordered)] = ordered[:half], ordered
    sizes = np.array([half, 0, len(ordered)])
    # those that are there are hit, too
    lows = np.array([*targets, *ordered[:5]], np.uint64)
    wanted = np.stack((lows, np.maximum(lows, lows + np.uint64(gap))))
    out = np.empty(wanted.shape, np.int64)
    for first, second in ((2, 2), (0, 0), (0, 2), (1, 1), (-1, 2), (-1, -1)):
        slots = np.repeat([[first], [second]], len(lows), axis=1)
        find_ranges(cache, sizes, slots, wanted, out)
        for found, slot, targeted in zip(out, (first, second), wanted, strict=True):
            held = cache[slot, : sizes[slot]] if slot >= 0 else cache[0, :0]
            assert found.tolist() == np.searchsorted(held, targeted).tolist()
