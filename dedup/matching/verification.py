"""Exact comparison of candidates: Jaccard, both containments, and the relation that follows from them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.articles import PairRelation
from dedup.batches import Lists
from dedup.kernel.pairs import count_shared
from dedup.settings import Settings

# Codes of the relations in `Verified.relation`, in the order in which they are tried; the last is no pair.
RELATIONS: tuple[PairRelation, ...] = (
    "identical", "near_duplicate", "contains", "contained", "overlap", "template", "unrelated",
)  # fmt: skip
IDENTICAL, NEAR_DUPLICATE, CONTAINS, CONTAINED, OVERLAP, TEMPLATE, UNRELATED = range(len(RELATIONS))
_REVERSED = np.array([IDENTICAL, NEAR_DUPLICATE, CONTAINED, CONTAINS, OVERLAP, TEMPLATE, UNRELATED], np.int8)

# Containment from which two articles overlap though neither contains the other.
OVERLAP_FLOOR = 0.5


class Verified(NamedTuple):
    """Pairs of numbered bodies with what exact comparison found; all arrays are as long as there are pairs.

    Attributes:
        first: int64, the smaller number.
        second: int64, the larger number.
        relation: int8, code in `RELATIONS`, of first to second.
        jaccard: float64.
        containment_first: float64, share of the first's shingles that stand in the second.
        containment_second: float64, the other way round.
    """

    first: NDArray[np.int64]
    second: NDArray[np.int64]
    relation: NDArray[np.int8]
    jaccard: NDArray[np.float64]
    containment_first: NDArray[np.float64]
    containment_second: NDArray[np.float64]


def compare_sets(
    sets: Lists, first: NDArray[np.int64], second: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Compare shingle sets pair by pair.

    Args:
        sets: uint64, each sorted and distinct.
        first: int64[p], numbers of sets.
        second: int64[p], numbers of sets.

    Returns:
        int64[p] each: shared shingles, shingles of the first, shingles of the second.
    """
    shared = np.empty(len(first), np.int64)
    count_shared(sets.values, sets.starts, sets.ends, first, second, shared)
    sizes = sets.ends - sets.starts
    return shared, sizes[first], sizes[second]


def relate_sets(
    first: NDArray[np.int64],
    second: NDArray[np.int64],
    shared: NDArray[np.int64],
    first_sizes: NDArray[np.int64],
    second_sizes: NDArray[np.int64],
    settings: Settings,
) -> Verified:
    """Turn counts of shared shingles into relations: the first that fits, in the order of `RELATIONS`.

    Pairs of distinct bodies only; `identical` is what equal body hashes say.

    Args:
        first: int64[p], numbers of bodies.
        second: int64[p], numbers of bodies.
        shared: int64[p], shingles in both.
        first_sizes: int64[p], shingles of the first.
        second_sizes: int64[p], shingles of the second.
        settings: Thresholds.
    """
    # an empty set shares nothing: all its shares are 0
    jaccard = shared / np.maximum(first_sizes + second_sizes - shared, 1)
    containment_first = shared / np.maximum(first_sizes, 1)
    containment_second = shared / np.maximum(second_sizes, 1)
    relation = relation_codes(jaccard, containment_first, containment_second, settings)
    return Verified(first, second, relation, jaccard, containment_first, containment_second)


def relation_codes(
    jaccard: NDArray[np.float64],
    containment_first: NDArray[np.float64],
    containment_second: NDArray[np.float64],
    settings: Settings,
) -> NDArray[np.int8]:
    """Return the relation of first to second that the thresholds give, as codes in `RELATIONS`: int8[pairs]."""
    return np.select(
        [
            jaccard >= settings.threshold,
            containment_second >= settings.contained_from,
            containment_first >= settings.contained_from,
            np.maximum(containment_first, containment_second) >= OVERLAP_FLOOR,
        ],
        [NEAR_DUPLICATE, CONTAINS, CONTAINED, OVERLAP],
        UNRELATED,
    ).astype(np.int8)


def reverse(relation: NDArray[np.int8]) -> NDArray[np.int8]:
    """Return the relations of the second to the first."""
    return _REVERSED[relation]
