"""The decision of a dedup pass: which bodies go, and which are tied together."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from dedup.clustering.removal import choose_removals, tie_bodies
from dedup.jobs.run.outcome import Decision, Matches, Outcome
from dedup.matching.verification import (
    CONTAINED,
    CONTAINS,
    IDENTICAL,
    NEAR_DUPLICATE,
    OVERLAP,
    RELATIONS,
    TEMPLATE,
    UNRELATED,
    Verified,
    relation_codes,
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
    removed_by = choose_removals(bodies, pairs.first, pairs.second, *may_go(pairs, settings), gone)
    tying = are_tying(pairs, settings)
    return removed_by, tie_bodies(bodies, pairs.first[tying], pairs.second[tying])


def may_go(pairs: Verified, settings: Settings) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Say of each pair whether its second may go in favour of its first, and its first in favour of its second."""
    removing = np.array([name in settings.remove for name in RELATIONS])
    holds_second = pairs.containment_second >= settings.contained_from
    holds_first = pairs.containment_first >= settings.contained_from
    # never in favour of one that it contains, unless each contains the other
    second_may_go = removing[reverse(pairs.relation)] & ~(holds_first & ~holds_second)
    first_may_go = removing[pairs.relation] & ~(holds_second & ~holds_first)
    return second_may_go, first_may_go


def are_tying(pairs: Verified, settings: Settings) -> NDArray[np.bool_]:
    """Say which pairs tie their bodies into one cluster."""
    tying = np.isin(pairs.relation, (IDENTICAL, NEAR_DUPLICATE, CONTAINS, CONTAINED))
    for name, code in (("overlap", OVERLAP), ("template", TEMPLATE)):
        if name in settings.remove:
            tying |= pairs.relation == code
    return tying


def decide_anew(outcome: Outcome, settings: Settings) -> Outcome:
    """Decide with a higher threshold what a search with a lower one found.

    Args:
        outcome: What the search found, without a corpus.
        settings: Those of the search, but for a threshold that is as high or higher.
    """
    matches = at_threshold(outcome.matches, settings)
    removed_by, labels = remove(matches.pairs, np.zeros(len(outcome.decision.labels), np.bool_), settings)
    return Outcome(outcome.collection, matches, Decision({}, removed_by, labels))


def at_threshold(matches: Matches, settings: Settings) -> Matches:
    """Return the pairs with the relations that a higher threshold gives them; those that it leaves unrelated go."""
    pairs = matches.pairs
    relation = relation_codes(pairs.jaccard, pairs.containment_first, pairs.containment_second, settings)
    relation[(pairs.relation == TEMPLATE) & (relation == NEAR_DUPLICATE)] = TEMPLATE
    relation[matches.sharing & (relation == UNRELATED)] = OVERLAP
    related = relation != UNRELATED
    found = Verified(*(column[related] for column in pairs._replace(relation=relation)))
    return replace(matches, pairs=found, sharing=matches.sharing[related])
