"""The decision of a dedup pass: which bodies go, and which are tied together."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup.clustering.removal import choose_removals, tie_bodies
from dedup.matching.verification import (
    CONTAINED,
    CONTAINS,
    IDENTICAL,
    NEAR_DUPLICATE,
    OVERLAP,
    RELATIONS,
    TEMPLATE,
    Verified,
    reverse,
)
from dedup.settings import Settings


def remove(pairs: Verified, gone: NDArray[np.bool_], settings: Settings) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Decide which bodies go, and which are tied together.

    Args:
        pairs: Verified pairs of bodies.
        gone: bool[bodies], those that go because a corpus has them.
        settings: Relations that remove.
    """
    bodies = len(gone)
    removing = np.array([name in settings.remove for name in RELATIONS])
    holds_second = pairs.containment_second >= settings.contained_from
    holds_first = pairs.containment_first >= settings.contained_from
    # never in favour of one that it contains, unless each contains the other
    second_may_go = removing[reverse(pairs.relation)] & ~(holds_first & ~holds_second)
    first_may_go = removing[pairs.relation] & ~(holds_second & ~holds_first)
    removed_by = choose_removals(bodies, pairs.first, pairs.second, second_may_go, first_may_go, gone)
    tying = np.isin(pairs.relation, (IDENTICAL, NEAR_DUPLICATE, CONTAINS, CONTAINED))
    for name, code in (("overlap", OVERLAP), ("template", TEMPLATE)):
        if name in settings.remove:
            tying |= pairs.relation == code
    return removed_by, tie_bodies(bodies, pairs.first[tying], pairs.second[tying])
