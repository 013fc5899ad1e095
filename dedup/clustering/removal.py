"""Which articles go, each in favour of one that stays and is verified against it; and what is tied together."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup.kernel.graph import label_components, walk_removals


def choose_removals(
    bodies: int,
    first: NDArray[np.int64],
    second: NDArray[np.int64],
    second_may_go: NDArray[np.bool_],
    first_may_go: NDArray[np.bool_],
    gone: NDArray[np.bool_],
) -> NDArray[np.int64]:
    """Decide which bodies are removed, and by which pair.

    Bodies are numbered in keep order and walked in it: one that stays represents its neighbours that may go in its
    favour. So every removal has a verified pair with the one that stays, and no chain a~b~c removes c because of a.

    Args:
        bodies: How many there are.
        first: int64[m], smaller number of each pair.
        second: int64[m], larger number.
        second_may_go: bool[m], whether the pair's relation lets the second go in favour of the first.
        first_may_go: bool[m], the other way round.
        gone: bool[bodies], bodies that are out already and so represent nobody.

    Returns:
        int64[bodies], the pair by which each body is removed, -1 where it stays.
    """
    nodes = np.concatenate((first, second))
    others = np.concatenate((second, first))
    pairs = np.tile(np.arange(len(first)), 2)
    allowed = np.concatenate((second_may_go, first_may_go))
    order = np.lexsort((others, nodes))
    starts = np.searchsorted(nodes[order], np.arange(bodies + 1))
    removed: NDArray[np.int64] = walk_removals(starts, pairs[order], others[order], allowed[order], gone)
    return removed


def tie_bodies(bodies: int, first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return int64[bodies]: the smallest body number of each body's cluster, over the pairs given."""
    labels: NDArray[np.int64] = label_components(bodies, first, second)
    return labels
