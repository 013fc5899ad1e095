"""Passages that condense the whole other text: a summary, a brief, the lead of a follow-up.

No fragment of a summary needs to resemble one fragment of the article; what gives it away is a stretch whose terms
stand all over the other text, as no other stretch of its own text does.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.kernel.likeness import passage_cosine
from dedup.kernel.regions import best_stretch, cluster_seeds
from dedup.passages.fragments import Fragments
from dedup.passages.reworded import Terms

# Seeds of one summary lie far apart in the article, so the gap is wide (Sanchez-Perez et al. 2014).
GAP_FRAGMENTS = 24
CLUSTER_COSINE = 0.2
EDGE_SHARE = 0.35
EDGE_REACH = 3
# What a candidate must have before it is weighed: the condensed text is at least this many times longer, the score
# of the stretch, its likeness to the whole article, and how far its shared weight exceeds that of its whole text.
LEAST_RATIO = 3
LEAST_SCORE = 50.0
LEAST_COSINE = 0.28
LEAST_EXCESS = 0.15
# Weighing one reads both texts whole, so no more are weighed than the best.
MOST_CANDIDATES = 8
# Logistic regression over `weigh`'s features, fitted by tests/quality/train_condensed.py.
COEFFICIENTS = (1.359, 8.323, 5.36, -0.671, -1.92, -5.302)
INTERCEPT = -5.818
LEAST_PROBABILITY = 0.5


class Condensed(NamedTuple):
    """A stretch of a that condenses the whole of b.

    Attributes:
        start, end: First token and the one after the last, in a.
        cosine: Of its weighted terms and those of b, 0 to 1.
        features: See `weigh`.
    """

    start: int
    end: int
    cosine: float
    features: tuple[float, ...]

    @property
    def probability(self) -> float:
        """That b is condensed here indeed."""
        z = INTERCEPT + sum(c * f for c, f in zip(COEFFICIENTS, self.features, strict=True))
        return 1 / (1 + math.exp(-z))


def find_condensed(
    a: Fragments, b: Fragments, terms: Terms, passages: NDArray[np.int32], likest: float
) -> list[Condensed]:
    """Find stretches of a that may condense the whole of b.

    Args:
        a, b: The two texts.
        terms: From `reworded.compare_terms`.
        passages: int32[n, 4], tokens of the passages found before.
        likest: Similarity of the likest one, 0 where there is none.
    """
    if terms.ids_b.size < LEAST_RATIO * a.bounds[1] or not len(terms.seeds):
        return []
    clusters = cluster_seeds(
        terms.seeds, GAP_FRAGMENTS, CLUSTER_COSINE, terms.ids_a, a.bounds, terms.ids_b, b.bounds, terms.weights[0]
    )
    weights = terms.weights[1]
    wanted = np.bincount(terms.ids_b, minlength=weights.size).astype(np.int32)
    left = np.zeros_like(wanted)
    stretches = []
    for cluster in clusters.tolist():
        first, last, score = best_stretch(
            terms.ids_a, a.bounds, weights, wanted, left, cluster[0], cluster[1], max(cluster[0] - EDGE_REACH, 0),
            min(cluster[1] + EDGE_REACH, a.bounds.size - 1), EDGE_SHARE, True,
        )  # fmt: skip
        if score >= LEAST_SCORE and terms.ids_b.size >= LEAST_RATIO * (a.bounds[last] - a.bounds[first]):
            stretches.append((-score, first, last))
    found = []
    for _, first, last in sorted(stretches)[:MOST_CANDIDATES]:
        start, end = int(a.bounds[first]), int(a.bounds[last])
        cosine = passage_cosine(
            terms.ids_a, start, end, terms.ids_b, 0, terms.ids_b.size, terms.weights[0], np.zeros_like(wanted),
            np.zeros_like(wanted),
        )  # fmt: skip
        if cosine < LEAST_COSINE:
            continue
        features = weigh(a, terms, (first, last), wanted, passages, likest)
        if features is not None:
            found.append(Condensed(start, end, cosine, features))
    return found


def weigh(
    a: Fragments, terms: Terms, stretch: tuple[int, int], wanted: NDArray[np.int32], passages: NDArray[np.int32],
    likest: float,
) -> tuple[float, ...] | None:  # fmt: skip
    """Measure a stretch of fragments of a; None where its terms are no more those of b than all of a's are.

    Returns:
        Logarithm of the shared weight that no passage found before explains; share of the stretch's weight that b
        has, and of a's weight; logarithm of b's tokens; the best other stretch's score as a share of this one's;
        similarity of the likest passage.
    """
    first, last = stretch
    start, end = int(a.bounds[first]), int(a.bounds[last])
    weights = terms.weights[1]
    shared = np.where(wanted[terms.ids_a] > 0, weights[terms.ids_a], 0)
    share = float(shared[start:end].sum() / weights[terms.ids_a[start:end]].sum())
    usual = float(shared.sum() / weights[terms.ids_a].sum())
    if share < usual + LEAST_EXCESS:
        return None
    explained = np.zeros(end - start, np.bool_)
    for start_a, end_a, start_b, end_b in passages.tolist():
        low, high = max(start_a, start), min(end_a, end)
        if low < high:
            explained[low - start : high - start] |= np.isin(terms.ids_a[low:high], terms.ids_b[start_b:end_b])
    unexplained = float(shared[start:end][~explained].sum())
    left = np.zeros_like(wanted)
    own = _score(a, terms, wanted, left, first, last)
    other = max(_score(a, terms, wanted, left, 0, first), _score(a, terms, wanted, left, last, a.bounds.size - 1))
    return (
        math.log(max(unexplained, 1.0)), share, usual, math.log(terms.ids_b.size), other / max(own, 1.0), likest,
    )  # fmt: skip


def _score(
    a: Fragments, terms: Terms, wanted: NDArray[np.int32], left: NDArray[np.int32], low: int, high: int
) -> float:
    if low >= high:
        return 0.0
    stretch = best_stretch(
        terms.ids_a, a.bounds, terms.weights[1], wanted, left, low, high, low, high, EDGE_SHARE, False
    )
    return max(float(stretch[2]), 0.0)
