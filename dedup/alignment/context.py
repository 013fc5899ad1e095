"""What the other pairs say about a pair: how it stands out among them, and the ways over third articles.

Worked out between the first and the second scoring. Everything is an array over candidate pairs, so that two hundred
articles cost seconds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

CONTEXT = (
    "first", "third", "density", "mutual", "alike", "margin_min", "margin_max", "rank_min", "rank_max", "others_min",
    "others_max", "near", "diagonal",
)  # fmt: skip
RELATIVE = ("low", "high", "all")
# A way over a third article counts from here on, and over so many sentences at most: with .2 and 12 the gain in
# average precision on the claims was half of it (.008 against .009 at .05 and 30).
_LEAST, _MOST = 0.05, 30
_LOWEST = -7.0  # log odds of a pair that is no candidate


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
    of both sentences; `alike` how the log odds of the same words elsewhere differ from its own. `margin` is how far
    the pair lies above the best other one of the same sentence and article, `rank` log(1 + its rank there), `others`
    log(1 + the summed probability of the others), each for the two sentences; `near` and `diagonal` are the log odds of
    the best pair of neighbouring sentences, and of the two before or the two after.

    Args:
        grid: The candidates.
        probability: Of the first scoring.
        twins: Per sentence, the first sentence of the collection with the same terms (itself where there is none).
    """
    row, column, block, row_size, column_size = grid.groups()
    own = logit(probability)
    found = {
        "first": own,
        "third": logit(_third(grid, probability)),
        "density": np.log1p(_sums(block, probability)) - np.log1p(np.minimum(row_size, column_size)),
        "mutual": is_best(row, probability) * is_best(column, probability),
        "alike": _twin_mean(grid, own, twins) - own,
    }
    of_row, of_column = _standing(row, own, probability), _standing(column, own, probability)
    for name, x, y in zip(("margin", "rank", "others"), of_row, of_column, strict=True):
        found[f"{name}_min"], found[f"{name}_max"] = np.minimum(x, y), np.maximum(x, y)
    found["near"], found["diagonal"] = _neighbouring(grid, own)
    return found


def _standing(group: Ints, value: Floats, probability: Floats) -> tuple[Floats, Floats, Floats]:
    """Return margin, rank and the others' mass of each pair within its group."""
    order = np.lexsort((-value, group))
    first = np.r_[True, group[order][1:] != group[order][:-1]]
    start = np.maximum.accumulate(np.where(first, np.arange(len(order)), 0))
    place = np.arange(len(order)) - start
    sizes = np.diff(np.r_[np.flatnonzero(first), len(order)])
    ends = start + np.repeat(sizes, sizes)
    second = np.where(start + 1 < ends, value[order][np.minimum(start + 1, len(order) - 1)], _LOWEST)
    best = np.where(place == 0, second, value[order][start])
    rank, margin = np.empty(len(order)), np.empty(len(order))
    rank[order], margin[order] = np.log1p(place), value[order] - best
    return margin, rank, np.log1p(np.maximum(0.0, _sums(group, probability) - probability))


def _neighbouring(grid: Grid, value: Floats) -> tuple[Floats, Floats]:
    """Return the best value among the pairs of neighbouring sentences, and among the two on the diagonal."""
    width = grid.sentences + 2
    keys = (grid.left + 1) * width + grid.right + 1
    order = np.argsort(keys)
    sorted_keys, sorted_values = keys[order], value[order]
    near, diagonal = np.full(len(keys), _LOWEST), np.full(len(keys), _LOWEST)
    for x in (-1, 0, 1):
        for y in (-1, 0, 1):
            if not x and not y:
                continue
            wanted = keys + x * width + y
            at = np.minimum(np.searchsorted(sorted_keys, wanted), len(keys) - 1)
            there = np.where(sorted_keys[at] == wanted, sorted_values[at], _LOWEST)
            near = np.maximum(near, there)
            if x == y:
                diagonal = np.maximum(diagonal, there)
    return near, diagonal


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
