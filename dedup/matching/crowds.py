"""Crowded collections: what removes whom is decided exactly, though not every pair can be listed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup.batches import Lists
from dedup.kernel.decisions import walk_crowd
from dedup.matching.candidates import split_pairs
from dedup.matching.templates import FACT_SHARE, FACTS_CHANGED, LEAST_FACTS
from dedup.matching.verification import RELATIONS
from dedup.settings import Settings

# Comparisons within a crowd, some 1.5 microseconds each: so many, or so many for each body. A crowd in which everything
# goes in favour of a few needs a few for each; one of a thousand forms, of which none goes, half a million.
BUDGET, BUDGET_PER_BODY = 1_000_000, 40


def find_decisive(
    candidates: NDArray[np.uint64],
    crowd: NDArray[np.bool_],
    gone: NDArray[np.bool_],
    sets: Lists,
    types: Lists,
    settings: Settings,
) -> tuple[NDArray[np.uint64], int]:
    """Find the pairs by which bodies go, of all candidates and of all pairs within the crowd.

    Args:
        candidates: uint64[m], distinct pairs of bodies, in order.
        crowd: bool[bodies], see `candidates.crowded_bodies`.
        gone: bool[bodies], bodies that are out already.
        sets: Shingle sets by body.
        types: Token types by body, see `templates.token_types`.
        settings: Thresholds and the relations that remove.

    Returns:
        uint64[k], the pairs, unsorted; and how many bodies were not compared with the whole crowd.
    """
    first, second = split_pairs(candidates)
    order = np.lexsort((first, second))
    starts = np.searchsorted(second[order], np.arange(len(crowd) + 1))
    removes = np.array([name in settings.remove for name in RELATIONS])
    earlier, later = np.empty(len(crowd), np.int64), np.empty(len(crowd), np.int64)
    undecided = walk_crowd(
        starts, first[order], crowd, gone, sets.values, sets.starts, sets.ends, types.values, types.starts, types.ends,
        settings.threshold, settings.contained_from, removes, FACT_SHARE, LEAST_FACTS, FACTS_CHANGED,
        max(BUDGET, BUDGET_PER_BODY * len(crowd)), earlier, later,
    )  # fmt: skip
    numbers = np.arange(len(crowd))
    went, might = earlier >= 0, later >= 0
    low = np.concatenate((earlier[went], numbers[might])).astype(np.uint64)
    high = np.concatenate((numbers[went], later[might])).astype(np.uint64)
    return low << np.uint64(32) | high, int(undecided)
