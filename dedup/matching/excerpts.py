"""Short texts that stand in others: found with certainty, where sampled shingles would find them by chance.

An excerpt of 20 words has 16 shingles, of which sampling takes two, or none. So all shingles of short texts are put
into a filter, every text keeps those of its shingles that the filter holds, and what two texts have in common is
counted from these. To share half its shingles with a text, a short one must share one of any half of its own
(prefix filtering; Chaudhuri, Ganti and Kaushik 2006): pairs are proposed by the rarest.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.batches import read_only, string_buffers
from dedup.kernel.excerpts import fill_filter, pair_short, select_held
from dedup.matching.candidates import Caps, count_runs
from dedup.matching.verification import OVERLAP_FLOOR
from dedup.settings import Settings
from dedup.sketching.sketcher import ShingleSets, shingle_sets, token_lists

# Code points up to which a body is short: some hundred words. Of a longer one that stands in another, sampling at scale
# 8 misses one in a hundred thousand.
SHORT = 600
# Pairs up to which a bucket is paired in full.
_BUCKET_PAIRS = 5000


class ShortTexts(NamedTuple):
    """The shingles of all short texts, as filters.

    Attributes:
        shingles: uint64[2^m], all of them.
        telling: uint64[2^l], the rarest half of each text, by which pairs are proposed.
    """

    shingles: NDArray[np.uint64]
    telling: NDArray[np.uint64]


def are_short(texts: pa.Array, bodies: pa.Array) -> NDArray[np.bool_]:
    """Say which bodies are short; arguments as in `sketching.sketch`."""
    # an empty row is a whole text, whose bytes are counted
    lengths = np.diff(string_buffers(texts)[1])
    offsets = bodies.offsets.to_numpy()
    values = bodies.values.to_numpy(zero_copy_only=False).astype(np.int64)
    spans = np.concatenate(([0], np.cumsum(values[1::2] - values[::2])))
    own = offsets[1:] > offsets[:-1]
    lengths = np.where(own, spans[offsets[1:] // 2] - spans[offsets[:-1] // 2], lengths)
    found: NDArray[np.bool_] = lengths <= SHORT
    return found


def short_shingles(texts: pa.Array, bodies: pa.Array, settings: Settings) -> ShingleSets:
    """Return the shingle sets of a batch, empty for texts that are not short."""
    return shingle_sets(token_lists(texts, bodies, are_short(texts, bodies)), settings)


def gather_short(sets: list[ShingleSets]) -> ShortTexts:
    """Make the filters from the shingle sets of the short texts of all batches."""
    hashes = np.concatenate([one.hashes for one in sets]) if sets else np.empty(0, np.uint64)
    counts = np.concatenate([np.diff(one.offsets) for one in sets]) if sets else np.empty(0, np.int64)
    distinct, inverse, times = np.unique(hashes, return_inverse=True, return_counts=True)
    telling = hashes[rarest_half(hashes, counts[counts > 0], times[inverse])]
    return ShortTexts(_filter(distinct), _filter(np.unique(telling)))


def rarest_half(
    hashes: NDArray[np.uint64], counts: NDArray[np.int64], times: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Choose of each text as many of its shingles as a text that shares half of them must have one of, the rarest.

    Args:
        hashes: uint64[m], shingles of one text after another.
        counts: int64[n], how many each has, at least one.
        times: int64[m], how many short texts have each.

    Returns:
        The places of those chosen.
    """
    # one order for all texts: the rarest first
    order = np.lexsort((hashes, times, np.repeat(np.arange(len(counts)), counts)))
    place = np.arange(len(hashes)) - np.repeat(np.cumsum(counts) - counts, counts)
    enough = counts - np.ceil(OVERLAP_FLOOR * counts).astype(np.int64) + 1
    chosen: NDArray[np.int64] = order[place < np.repeat(enough, counts)]
    return chosen


def filter_words(values: int) -> int:
    """Return how many words a filter of some values has: sixteen bits a value."""
    return 1 << max((values // 4).bit_length(), 0)


def telling_shingles(values: NDArray[np.uint64], short: ShortTexts) -> NDArray[np.bool_]:
    """Say which shingles propose pairs: bool[n]."""
    found = np.empty(len(values), np.bool_)
    select_held(values, short.telling, found)
    return found


def pair_excerpts(
    keyed: NDArray[np.uint64], bits: int, short: NDArray[np.bool_]
) -> tuple[NDArray[np.uint64], NDArray[np.int64], Caps]:
    """Pair short bodies with all that share a telling shingle with them.

    Args:
        keyed: uint64[n], sorted, see `candidates.sample_keys`.
        bits: Lower bits that hold the number of a body.
        short: bool[bodies].

    Returns:
        uint64[m] pairs (smaller number above 32 bits, larger below), one for each key that a pair shares; the bodies
        of buckets that were not paired in full; and how many such buckets and entries there are.
    """
    room = len(keyed)
    while True:
        pairs = np.empty(room, np.uint64)
        found = pair_short(keyed, bits, short, _BUCKET_PAIRS, pairs)
        if found <= room:
            break
        room = found
    numbers = (keyed & np.uint64((1 << bits) - 1)).astype(np.int64)
    _, sizes = count_runs(keyed >> np.uint64(bits))
    shorts = np.add.reduceat(short[numbers], np.cumsum(sizes) - sizes, dtype=np.int64) if len(sizes) else sizes
    cut = shorts * sizes > _BUCKET_PAIRS
    members = numbers[np.repeat(cut, sizes)]
    return pairs[:found], members, Caps(int(np.count_nonzero(cut)), len(members))


def hold_enough(
    shared: NDArray[np.int64],
    sizes: NDArray[np.int64],
    others: NDArray[np.int64],
    first_short: NDArray[np.bool_],
    second_short: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    """Say which pairs share half of a short text.

    Args:
        shared: int64[p], shingles in both.
        sizes, others: int64[p], shingles of first and second, right for short texts.
        first_short, second_short: bool[p].
    """
    of_first = first_short & (shared >= OVERLAP_FLOOR * sizes)
    found: NDArray[np.bool_] = (shared > 0) & (of_first | (second_short & (shared >= OVERLAP_FLOOR * others)))
    return found


def _filter(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Make a filter, in which one in a hundred other values seems to be held."""
    words = np.zeros(filter_words(len(values)), np.uint64)
    fill_filter(values, words)
    return read_only(words)
