"""Candidates: pairs of bodies that share a signature band or enough sampled shingles.

Each function is one stage of `run`, over plain arrays: keys out of sketches, pairs out of sorted keys. Bodies are
numbered in keep order, so nothing here depends on the order of the input.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.kernel.pairs import count_bucket_pairs, fill_bucket_pairs, key_bands
from dedup.matching.bands import Banding
from dedup.matching.verification import OVERLAP_FLOOR
from dedup.settings import Settings

# Buckets up to it are paired in full: stars alone lose recall on Reuters (.928 against .996), and pairing in full is
# quadratic.
BUCKET_LIMIT = 100
# Share of the smaller sample that must be common before a pair is compared exactly. The estimate scatters around the
# true containment (standard deviation .13 for 60 shingles at scale 8): .3 leaves room below `overlap`, at .5.
SAMPLE_FLOOR = 0.3


# Candidates a body, on average over the collection, from which each body keeps its first `PARTNER_LIMIT` only.
# Newswire has one in five bodies, a collection in which every story came from twenty outlets ten; a hundred thousand
# letters of one form have thirty, all of them true, and nobody reads that many reasons for one removal.
CROWDED = 10
PARTNER_LIMIT = 3


class Caps(NamedTuple):
    """Counts of what a limit left out: oversized buckets and their entries, or bodies and their unlisted pairs."""

    buckets: int = 0
    entries: int = 0

    def plus(self, other: Caps) -> Caps:
        """Return both counts together."""
        return Caps(self.buckets + other.buckets, self.entries + other.entries)


def value_bits(bodies: int) -> int:
    """Return how many lower bits of a keyed entry hold the number of a body."""
    return max(int(bodies).bit_length(), 1)


def band_keys(
    signatures: NDArray[np.uint32], numbers: NDArray[np.int64], banding: Banding, bits: int
) -> NDArray[np.uint64]:
    """Key the bands of each body.

    Args:
        signatures: uint32[n, num_perm].
        numbers: int64[n], the body's number; negative for a text that stands for no body.
        banding: Bands and rows.
        bits: Lower bits that hold the number.

    Returns:
        uint64[m], keyed entries, unsorted.
    """
    chosen = np.flatnonzero(numbers >= 0)
    out = np.empty(len(chosen) * banding.bands, np.uint64)
    key_bands(signatures[chosen], numbers[chosen], banding.bands, banding.rows, bits, out)
    return out


def sample_keys(
    samples: NDArray[np.uint64], offsets: NDArray[np.int64], numbers: NDArray[np.int64], bits: int
) -> NDArray[np.uint64]:
    """Key the sampled shingles of each body; arguments and result as in `band_keys`.

    Sampled hashes are small numbers (below 2^64 / scale), which leaves their upper bits empty: they are multiplied by
    an odd constant, which loses nothing and spreads them again.
    """
    owners = np.repeat(numbers, np.diff(offsets))
    chosen = owners >= 0
    spread = samples[chosen] * np.uint64(0x9E3779B97F4A7C15)
    low = np.uint64((1 << bits) - 1)
    return (spread & ~low) | owners[chosen].astype(np.uint64)


def pair_buckets(
    keyed: NDArray[np.uint64], bits: int, limit: int = BUCKET_LIMIT
) -> tuple[NDArray[np.uint64], Caps]:
    """Pair the bodies that share a key.

    Args:
        keyed: uint64[n], sorted.
        bits: Lower bits that hold the number.
        limit: Bodies of the largest bucket that is paired in full.

    Returns:
        uint64[m] pairs (smaller number above 32 bits, larger below), one for each key that a pair shares; and what
        the bucket limit cut.
    """
    count, buckets, entries = count_bucket_pairs(keyed, bits, limit)
    pairs = np.empty(int(count), np.uint64)
    fill_bucket_pairs(keyed, bits, limit, pairs)
    return pairs, Caps(int(buckets), int(entries))


def oversized_members(keyed: NDArray[np.uint64], bits: int, limit: int) -> NDArray[np.int64]:
    """Return the bodies of all entries in buckets over the limit; arguments as in `pair_buckets`."""
    _, sizes = count_runs(keyed >> np.uint64(bits))
    return (keyed[np.repeat(sizes > limit, sizes)] & np.uint64((1 << bits) - 1)).astype(np.int64)


def spare_share(settings: Settings) -> float:
    """Return the share of its samples that a body can lose to oversized buckets, its pairs still being found.

    A pair that matters shares more of the smaller sample than `SAMPLE_FLOOR` asks for; a tenth is left for chance.
    """
    near = 2 * settings.threshold / (1 + settings.threshold)
    contained = OVERLAP_FLOOR if "overlap" in settings.remove else settings.contained_from
    return max(min(near, contained) - SAMPLE_FLOOR - 0.1, 0.0)


def limit_partners(
    pairs: NDArray[np.uint64], shared: NDArray[np.int64], bodies: int
) -> tuple[NDArray[np.uint64], Caps]:
    """Bound the pairs of a collection in which everything resembles everything.

    Each body keeps its first partners in keep order, of all that it might go in favour of those that stay soonest: but
    only such as share at least half as many samples with it as the nearest.

    Args:
        pairs: uint64[n], distinct, in order.
        shared: int64[n], samples that each pair shares.
        bodies: How many bodies there are.

    Returns:
        At most `PARTNER_LIMIT` pairs a body, in order, and what was cut.
    """
    second = (pairs & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    order = np.argsort(second, kind="stable")
    counts = np.bincount(second, minlength=bodies)
    counts = counts[counts > 0]
    starts = np.cumsum(counts) - counts
    # numbers of 32 bits: there may be hundreds of pairs a body
    by_body = shared.astype(np.int32)[order]
    near = 2 * by_body >= np.repeat(np.maximum.reduceat(by_body, starts), counts)
    before = np.cumsum(near, dtype=np.int32) - near
    kept = np.empty(len(pairs), np.bool_)
    kept[order] = near & (before - np.repeat(before[starts], counts) < PARTNER_LIMIT)
    return pairs[kept], Caps(int(np.count_nonzero(np.bincount(second[~kept]))), int(np.sum(~kept)))


def share_enough(shared: NDArray[np.int64], smaller: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Say which pairs share enough samples to be worth comparing exactly.

    Args:
        shared: int64[n], sampled shingles that each pair shares.
        smaller: int32[n], samples of the body that has fewer.

    Returns:
        bool[n].
    """
    enough: NDArray[np.bool_] = shared >= np.maximum(SAMPLE_FLOOR * smaller, 1)
    return enough


def count_runs(values: NDArray[np.uint64]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Return the distinct values of a sorted array and how often each stands in it."""
    if len(values) == 0:
        return values, np.empty(0, np.int64)
    starts = np.flatnonzero(np.concatenate(([True], values[1:] != values[:-1])))
    return values[starts], np.diff(np.append(starts, len(values)))


def unite(one: NDArray[np.uint64], other: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return the distinct values of two arrays, in order; numpy's own hashes them first, ten times as slow."""
    return count_runs(np.sort(np.concatenate((one, other))))[0]


def split_pairs(pairs: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the smaller and the larger numbers of pairs, each int64[n]."""
    return (pairs >> np.uint64(32)).astype(np.int64), (pairs & np.uint64(0xFFFFFFFF)).astype(np.int64)
