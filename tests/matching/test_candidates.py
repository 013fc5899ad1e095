"""Candidates against brute force: keys, buckets, stars, shared samples."""

import itertools
from collections import Counter, defaultdict

import numpy as np
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from dedup.kernel.pairs import count_bucket_pairs, count_shared, fill_bucket_pairs
from dedup.matching import candidates
from dedup.matching.bands import Banding

BITS = 5
ENTRIES = st.sets(st.tuples(st.integers(0, 6), st.integers(0, 30)), max_size=60)


def keyed(entries: set[tuple[int, int]]) -> np.ndarray:
    return np.array(sorted(key << BITS | number for key, number in entries), np.uint64)


def unpacked(pairs: np.ndarray) -> list[tuple[int, int]]:
    first, second = candidates.split_pairs(pairs)
    return list(zip(first.tolist(), second.tolist(), strict=True))


def paired(entries: set[tuple[int, int]], limit: int) -> Counter[tuple[int, int]]:
    buckets = defaultdict(list)
    for key, number in sorted(entries):
        buckets[key].append(number)
    pairs: Counter[tuple[int, int]] = Counter()
    for bucket in buckets.values():
        pairs.update(
            itertools.combinations(bucket, 2) if len(bucket) <= limit else ((bucket[0], other) for other in bucket[1:])
        )
    return pairs


@hypothesis_settings(deadline=None, max_examples=200)
@given(ENTRIES, st.integers(2, 40))
def test_buckets_are_paired_as_by_brute_force(entries: set[tuple[int, int]], limit: int) -> None:
    expected = paired(entries, limit)
    sizes = Counter(key for key, _ in entries)
    count, buckets, held = count_bucket_pairs(keyed(entries), BITS, limit).tolist()
    pairs = np.zeros(count, np.uint64)
    fill_bucket_pairs(keyed(entries), BITS, limit, pairs)
    assert Counter(unpacked(pairs)) == expected
    assert buckets == sum(size > limit for size in sizes.values())
    assert held == sum(size for size in sizes.values() if size > limit)


def test_a_bucket_over_the_limit_becomes_a_star_around_the_first_in_keep_order() -> None:
    bits = candidates.value_bits(200)
    full = np.arange(7, 7 + candidates.BUCKET_LIMIT, dtype=np.uint64)
    pairs, caps = candidates.pair_buckets(full, bits)
    assert len(pairs) == candidates.BUCKET_LIMIT * (candidates.BUCKET_LIMIT - 1) // 2
    assert caps == candidates.Caps(0, 0)
    over = np.arange(7, 8 + candidates.BUCKET_LIMIT, dtype=np.uint64)
    pairs, caps = candidates.pair_buckets(over, bits)
    assert unpacked(pairs) == [(7, other) for other in range(8, 8 + candidates.BUCKET_LIMIT)]
    assert caps == candidates.Caps(1, candidates.BUCKET_LIMIT + 1)


def test_nothing_pairs_with_nothing() -> None:
    for entries in (set(), {(1, 4)}, {(1, 4), (2, 4), (3, 5)}):
        pairs, caps = candidates.pair_buckets(keyed(entries), BITS)
        assert len(pairs) == 0
        assert caps == candidates.Caps(0, 0)


@hypothesis_settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(st.integers(0, 2), min_size=6, max_size=6), max_size=8), st.data())
def test_bodies_meet_where_they_share_a_band_at_one_place(rows: list[list[int]], data: st.DataObject) -> None:
    numbers = data.draw(st.permutations(range(len(rows))).map(lambda p: [n if n % 4 else -1 for n in p]))
    signatures = np.array(rows, np.uint32).reshape(-1, 6)
    bits = candidates.value_bits(len(rows))
    keys = candidates.band_keys(signatures, np.array(numbers, np.int64), Banding(3, 2), bits)
    keys.sort()
    found, _ = candidates.pair_buckets(keys, bits)
    expected = Counter(
        tuple(sorted((numbers[i], numbers[j])))
        for i, j in itertools.combinations(range(len(rows)), 2)
        if numbers[i] >= 0 and numbers[j] >= 0
        for band in range(3)
        if rows[i][2 * band : 2 * band + 2] == rows[j][2 * band : 2 * band + 2]
    )
    assert Counter(unpacked(found)) == expected


SETS = st.lists(st.sets(st.integers(0, 40) | st.integers(2**60, 2**61 - 1), max_size=25), min_size=1, max_size=9)


def flattened(sets: list[set[int]]) -> tuple[np.ndarray, np.ndarray]:
    offsets = np.cumsum([0, *(len(s) for s in sets)]).astype(np.int64)
    return np.array([h for s in sets for h in sorted(s)], np.uint64), offsets


@hypothesis_settings(deadline=None, max_examples=100)
@given(SETS)
def test_pairs_share_their_part_of_the_smaller_sample(sets: list[set[int]]) -> None:
    samples, offsets = flattened(sets)
    numbers = np.arange(len(sets))[::-1].copy()
    bits = candidates.value_bits(len(sets))
    keys = candidates.sample_keys(samples, offsets, numbers, bits)
    keys.sort()
    pairs, _ = candidates.pair_buckets(keys, bits)
    counts = np.empty(len(sets), np.int32)
    counts[numbers] = [len(s) for s in sets]
    expected = sorted(
        tuple(sorted((int(numbers[i]), int(numbers[j]))))
        for i, j in itertools.combinations(range(len(sets)), 2)
        if len(sets[i] & sets[j]) >= max(candidates.SAMPLE_FLOOR * min(len(sets[i]), len(sets[j])), 1)
    )
    distinct, shared = candidates.count_runs(np.sort(pairs))
    smaller = np.minimum(*(counts[side] for side in candidates.split_pairs(distinct)))
    assert unpacked(distinct[candidates.share_enough(shared, smaller)]) == expected


@hypothesis_settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(0, 9)), st.lists(st.integers(0, 9)))
def test_two_arrays_are_united(one: list[int], other: list[int]) -> None:
    united = candidates.unite(np.array(one, np.uint64), np.array(other, np.uint64))
    assert united.tolist() == sorted({*one, *other})


def test_where_all_resemble_all_each_keeps_its_first_partners() -> None:
    chosen = list(itertools.combinations(range(40), 2))
    pairs = np.array([first << 32 | second for first, second in chosen], np.uint64)
    kept, caps = candidates.limit_partners(pairs, np.full(len(pairs), 5), 40)
    expected = [first << 32 | second for first, second in chosen if first < candidates.PARTNER_LIMIT]
    assert kept.tolist() == expected
    assert caps == candidates.Caps(36, len(pairs) - len(expected))


def test_partners_that_share_little_make_room_for_nearer_ones() -> None:
    # body 20 has twenty partners; the last ten share six to nine samples with it, the first ten no more than four
    pairs = np.array([first << 32 | 20 for first in range(20)], np.uint64)
    shared = np.array([4] * 10 + [6, 7, 8, 9, 4, 4, 8, 8, 8, 8])
    kept, caps = candidates.limit_partners(pairs, shared, 21)
    assert (kept >> np.uint64(32)).tolist() == [10, 11, 12]
    assert caps == candidates.Caps(1, 17)


def test_samples_of_texts_that_stand_for_no_body_get_no_key() -> None:
    samples, offsets = flattened([{1, 2}, {2, 3}, {3}])
    keys = candidates.sample_keys(samples, offsets, np.array([0, -1, 1]), 2)
    assert sorted((keys & np.uint64(3)).tolist()) == [0, 0, 1]


def test_keys_of_small_samples_use_the_upper_bits() -> None:
    # sampled hashes lie below 2^64 / scale: unspread, sorting in parts by range would fill one part only
    keys = candidates.sample_keys(np.arange(1, 1001, dtype=np.uint64), np.array([0, 1000]), np.array([0]), 1)
    assert len(set((keys >> np.uint64(60)).tolist())) == 16


@hypothesis_settings(deadline=None, max_examples=100)
@given(SETS)
def test_shared_hashes_are_counted_as_by_sets(sets: list[set[int]]) -> None:
    hashes, offsets = flattened(sets)
    first, second = (np.array(side) for side in zip(*itertools.product(range(len(sets)), repeat=2), strict=True))
    out = np.empty(len(first), np.int64)
    count_shared(hashes, offsets[:-1], offsets[1:], first, second, out)
    assert out.tolist() == [len(sets[i] & sets[j]) for i, j in zip(first, second, strict=True)]


@hypothesis_settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(0, 5), max_size=30))
def test_count_runs(values: list[int]) -> None:
    distinct, counts = candidates.count_runs(np.array(sorted(values), np.uint64))
    assert dict(zip(distinct.tolist(), counts.tolist(), strict=True)) == Counter(values)


def test_value_bits_hold_every_number() -> None:
    for bodies in (0, 1, 2, 3, 255, 256, 10**7):
        assert bodies <= 2 ** candidates.value_bits(bodies)
