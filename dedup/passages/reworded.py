"""Passages in other words: found by like fragments, drawn by the terms that both sides share.

Seeds and clusters follow Sanchez-Perez, Sidorov and Gelbukh (2014), "A Winning Approach to Text Alignment for Text
Reuse Detection at PAN 2014"; the edges are our own.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.kernel.likeness import like_fragments
from dedup.kernel.passage_terms import count_by_fragment, number_terms, weigh_terms
from dedup.kernel.regions import cluster_seeds, settle_regions
from dedup.passages.fragments import Fragments

# All constants were tuned on one half of the PAN 2013 training pairs (by a hash of the suspicious text's id) and
# sit on a plateau: plagdet moves by less than .005 for a step of a tenth either way.
SEED_COSINE = 0.25
SEED_DICE = 0.25
GAP_FRAGMENTS = 2
CLUSTER_COSINE = 0.34
PASSAGE_COSINE = 0.4
# Share of the weight that must be shared for a passage to grow. Counting a term no more often than the other side
# has it (`best_stretch`, spend) raised plagdet from .908 to .923.
EDGE_SHARE = 0.2
EDGE_REACH = 5
EDGE_ROUNDS = 4


class Terms(NamedTuple):
    """Two texts as numbered terms.

    Attributes:
        ids_a, ids_b: int32[n], term of each token.
        weights: float32[2, vocabulary] from `kernel.passage_terms.weigh_terms`.
        seeds: int32[s, 2], pairs of like fragments.
    """

    ids_a: NDArray[np.int32]
    ids_b: NDArray[np.int32]
    weights: NDArray[np.float32]
    seeds: NDArray[np.int32]


def compare_terms(a: Fragments, b: Fragments) -> Terms:
    """Number and weigh the terms of two texts and find the fragments that are alike."""
    ids_a, ids_b, vocabulary = number_terms(a.stems, b.stems)
    counted_a = count_by_fragment(ids_a, a.bounds, vocabulary)
    counted_b = count_by_fragment(ids_b, b.bounds, vocabulary)
    weights = weigh_terms(counted_a[1], a.bounds.size - 1, counted_b[1], b.bounds.size - 1, vocabulary)
    seeds = like_fragments(*counted_a, *counted_b, weights[0], SEED_COSINE, SEED_DICE)
    return Terms(ids_a, ids_b, weights, seeds)


def find_reworded(a: Fragments, b: Fragments, terms: Terms) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """Find passages that say the same in both texts, reworded or not.

    Returns:
        int32[n, 4], first token and the one after the last, in a and in b, best first, disjoint in both texts;
        float64[n], cosine of their weighted terms, 0 to 1.
    """
    clusters = cluster_seeds(
        terms.seeds, GAP_FRAGMENTS, CLUSTER_COSINE, terms.ids_a, a.bounds, terms.ids_b, b.bounds, terms.weights[0]
    )
    regions, cosines = settle_regions(
        clusters, EDGE_REACH, EDGE_ROUNDS, EDGE_SHARE, PASSAGE_COSINE, terms.ids_a, a.bounds, terms.ids_b, b.bounds,
        terms.weights,
    )  # fmt: skip
    return regions, cosines
