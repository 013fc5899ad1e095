"""What the other pairs say about a pair: how it stands out among them, and the ways over third articles.

Called by `align` between the first and the second scoring. Everything is an array over candidate pairs, so that two
hundred articles cost seconds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

CONTEXT = ("first", "third", "density", "mutual", "alike")
RELATIVE = ("low", "high", "all")
# A way over a third article counts from here on, and over so many sentences at most: with .2 and 12 the gain in
# average precision on the claims was half of it (.008 against .009 at .05 and 30).
_LEAST, _MOST = 0.05, 30


@dataclass(frozen=True, slots=True)
class Grid:
    """Candidate pairs of sentences.

    Attributes:
        left: Number of one sentence over the whole collection, int64, one per candidate.
        right: Number of the other; its article comes after that of `left`.
        article: Article number of each sentence.
        position: Position of each sentence in its article, from 0.
    """

    left: Ints
    right: Ints
    article: Ints
    position: Ints

    @property
    def sentences(self) -> int:
        """Number of sentences in the collection."""
        return len(self.article)

    def groups(self) -> tuple[Ints, Ints, Ints, Ints, Ints]:
        """Return per candidate: left sentence × right article, right sentence × left article, article pair, sizes."""
        articles = int(self.article.max()) + 1
        length = np.bincount(self.article, minlength=articles)
        a, b = self.article[self.left], self.article[self.right]
        return self.left * articles + b, self.right * articles + a, a * articles + b, length[b], length[a]


def logit(probability: Floats) -> Floats:
    """Return the log odds, probabilities kept within .001 and .999."""
    p = np.clip(probability, 1e-3, 1 - 1e-3)
    return np.log(p / (1 - p))


def relative(grid: Grid, value: Floats) -> Floats:
    """Return how a value stands out among the pairs of the same sentences and articles.

    Args:
        grid: The candidates; pairs that are no candidates count as 0.
        value: One feature, one number per candidate.

    Returns:
        Columns `RELATIVE`: the smaller and the larger of the two deviations from the sentence's mean over the other
        article, in standard deviations, and the deviation from the mean of the two articles.
    """
    row, column, block, row_size, column_size = grid.groups()
    whole = _spread(block, value, row_size * column_size)[1]
    a = _deviation(row, value, row_size, whole)
    b = _deviation(column, value, column_size, whole)
    both = _deviation(block, value, row_size * column_size, 0 * whole)
    return np.column_stack([np.minimum(a, b), np.maximum(a, b), both])


def _spread(group: Ints, value: Floats, size: Ints) -> tuple[Floats, Floats]:
    _, inverse = np.unique(group, return_inverse=True)
    mean = np.bincount(inverse, value)[inverse] / size
    square = np.bincount(inverse, value * value)[inverse] / size
    return mean, np.sqrt(np.maximum(square - mean * mean, 0))


def _deviation(group: Ints, value: Floats, size: Ints, floor: Floats) -> Floats:
    mean, deviation = _spread(group, value, size)
    return (value - mean) / (deviation + 0.05 * floor + 1e-6)


def context(grid: Grid, probability: Floats, twins: Ints) -> dict[str, Floats]:
    """Return what the other pairs say about each candidate, by name.

    `first` is the pair's own log odds; `third` those of the strongest way over a sentence of a third article, the
    weaker of its two pairs; `density` how much the two articles have in common; `mutual` 1 where the pair is the best
    of both sentences; `alike` how the log odds of the same words elsewhere differ from its own.

    Args:
        grid: The candidates.
        probability: Of the first scoring.
        twins: Per sentence, the first sentence of the collection with the same terms (itself where there is none).
    """
    row, column, block, row_size, column_size = grid.groups()
    own = logit(probability)
    return {
        "first": own,
        "third": logit(_third(grid, probability)),
        "density": np.log1p(_sums(block, probability)) - np.log1p(np.minimum(row_size, column_size)),
        "mutual": is_best(row, probability) * is_best(column, probability),
        "alike": _twin_mean(grid, own, twins) - own,
    }


def _sums(group: Ints, value: Floats) -> Floats:
    _, inverse = np.unique(group, return_inverse=True)
    return np.asarray(np.bincount(inverse, value)[inverse], np.float64)


def is_best(group: Ints, value: Floats) -> Floats:
    """Return 1 where the value is the largest of its group."""
    _, inverse = np.unique(group, return_inverse=True)
    largest = np.zeros(int(inverse.max()) + 1)
    np.maximum.at(largest, inverse, value)
    return np.asarray(value >= largest[inverse], np.float64)


def _third(grid: Grid, probability: Floats) -> Floats:
    """Return per candidate the strongest way over a sentence of a third article: the weaker of its two pairs."""
    strong = np.flatnonzero(probability >= _LEAST)
    strong = strong[np.argsort(-probability[strong], kind="stable")]
    near: dict[int, list[tuple[int, float]]] = {}
    for left, right, p in zip(
        grid.left[strong].tolist(), grid.right[strong].tolist(), probability[strong].tolist(), strict=True
    ):
        for one, other in ((left, right), (right, left)):
            ties = near.setdefault(one, [])
            if len(ties) < _MOST:
                ties.append((other, p))
    way: dict[tuple[int, int], float] = {}
    article = grid.article.tolist()
    for ties in near.values():
        for i, p in ties:
            for j, q in ties:
                if article[i] < article[j] and way.get((i, j), 0.0) < min(p, q):
                    way[i, j] = min(p, q)
    pairs = zip(grid.left.tolist(), grid.right.tolist(), strict=True)
    return np.array([way.get(pair, 0.0) for pair in pairs], np.float64)


def _twin_mean(grid: Grid, value: Floats, twins: Ints) -> Floats:
    """Return the mean over all candidates whose sentences have the same words as this one's."""
    a, b = twins[grid.left], twins[grid.right]
    group = np.minimum(a, b) * grid.sentences + np.maximum(a, b)
    _, inverse = np.unique(group, return_inverse=True)
    return np.asarray((np.bincount(inverse, value) / np.bincount(inverse))[inverse], np.float64)
