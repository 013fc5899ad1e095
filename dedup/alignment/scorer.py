"""The scorer: logistic regressions and boosted trees over named features, read from `weights.json`.

Trained by `tests/quality/train_claims.py`.
"""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dedup.alignment.context import Floats, Ints

_FAR = 8.0  # deviations from the mean beyond which a feature says no more: training saw none

_BLOCK = 2_048  # rows that the trees walk at once


@dataclass(frozen=True, slots=True)
class Scorer:
    """One set of weights over standardised features, some with a weight for their square as well.

    Attributes:
        names: The features, in order.
        mean, deviation: Of each feature in training.
        weight, square: Weights of the standardised value and of its square.
        intercept: Log odds where all features are at their mean.
    """

    names: tuple[str, ...]
    mean: tuple[float, ...]
    deviation: tuple[float, ...]
    weight: tuple[float, ...]
    square: tuple[float, ...]
    intercept: float

    def one(self, features: Mapping[str, float]) -> float:
        """Return the probability of one pair."""
        odds = self.intercept
        for name, m, d, w, q in self._rows():
            z = max(-_FAR, min(_FAR, (features[name] - m) / d))
            odds += z * (w + q * z)
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))

    def many(self, columns: Mapping[str, Floats]) -> Floats:
        """Return the probabilities of many pairs from the columns of their features."""
        import numpy as np

        odds: Floats = np.full(len(columns[self.names[0]]), self.intercept)
        for name, m, d, w, q in self._rows():
            z = np.clip((columns[name] - m) / d, -_FAR, _FAR)
            odds = odds + z * (w + q * z)
        return np.asarray(1 / (1 + np.exp(-np.clip(odds, -30, 30))), np.float64)

    def _rows(self) -> Iterator[tuple[str, float, float, float, float]]:
        return zip(self.names, self.mean, self.deviation, self.weight, self.square, strict=True)


@dataclass(frozen=True, slots=True)
class Trees:
    """Boosted regression trees (Friedman 2001), their summed leaves calibrated.

    Attributes:
        names: The features, in order.
        feature: Per node the number of the feature that it asks for, -1 in a leaf; int, trees one after the other.
        threshold: Per node the value up to which it goes left; in a leaf the log odds that it adds.
        left, right: Per node the numbers of the nodes below it.
        roots: Number of each tree's first node.
        start: Log odds before the first tree.
        slope, intercept: Calibration: the probability is the logistic function of slope * log odds + intercept.
    """

    names: tuple[str, ...]
    feature: Ints
    threshold: Floats
    left: Ints
    right: Ints
    roots: tuple[int, ...]
    start: float
    slope: float
    intercept: float

    def many(self, columns: Mapping[str, Floats]) -> Floats:
        """Return the probabilities of many pairs from the columns of their features."""
        import numpy as np

        return np.asarray(1 / (1 + np.exp(-(self.slope * self.odds(columns) + self.intercept))), np.float64)

    def odds(self, columns: Mapping[str, Floats]) -> Floats:
        """Return the summed log odds of many pairs, before calibration."""
        import numpy as np

        values = np.column_stack([columns[name] for name in self.names])
        blocks = [self._odds(values[start : start + _BLOCK]) for start in range(0, len(values), _BLOCK)]
        return np.concatenate(blocks) if blocks else np.empty(0)

    def _odds(self, values: Floats) -> Floats:
        """Return the summed log odds of rows of features, few enough for the processor's cache."""
        import numpy as np

        flat, first = values.ravel(), np.arange(len(values)) * values.shape[1]
        feature = np.maximum(self.feature, 0)
        odds: Floats = np.full(len(values), self.start)
        for root in self.roots:
            node = np.full(len(values), root)
            while (inner := self.feature[node] >= 0).any():
                goes_left = flat.take(first + feature.take(node)) <= self.threshold.take(node)
                node = np.where(inner, np.where(goes_left, self.left.take(node), self.right.take(node)), node)
            odds = odds + self.threshold[node]
        return odds


@functools.cache
def trees(name: str) -> Trees:
    """Return the trees `second` of `align`."""
    return make_trees(weights()[name])


def make_trees(table: Mapping[str, Any]) -> Trees:
    """Build trees from their JSON: each tree a list of nodes, `[feature, threshold, left, right]` or `[log odds]`."""
    import numpy as np

    feature: list[int] = []
    threshold: list[float] = []
    left: list[int] = []
    right: list[int] = []
    roots: list[int] = []
    for tree in table["trees"]:
        root = len(feature)
        roots.append(root)
        for node in tree:
            leaf = len(node) == 1
            feature.append(-1 if leaf else node[0])
            threshold.append(node[0] if leaf else node[1])
            left.append(0 if leaf else root + node[2])
            right.append(0 if leaf else root + node[3])
    return Trees(
        tuple(table["features"]), np.array(feature), np.array(threshold), np.array(left), np.array(right), tuple(roots),
        table["start"], table["calibration"]["slope"], table["calibration"]["intercept"],
    )  # fmt: skip


def lines() -> dict[str, float]:
    """Return the probabilities from which a pair is told, possible, related, and below which it is ruled out."""
    found: dict[str, float] = weights()["lines"]
    return found


@functools.cache
def weights() -> dict[str, Any]:
    """Return all of `weights.json`: weight sets, thresholds, where they come from and what they reached."""
    text = resources.files("dedup.alignment").joinpath("weights.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


@functools.cache
def scorer(name: str) -> Scorer:
    """Return the weight set `first` (of `align`) or `relate`."""
    return make(weights()[name])


def make(table: Mapping[str, Any]) -> Scorer:
    """Build a scorer from its JSON."""
    features: Sequence[Mapping[str, Any]] = table["features"]
    return Scorer(
        names=tuple(f["name"] for f in features),
        mean=tuple(f["mean"] for f in features),
        deviation=tuple(f["deviation"] for f in features),
        weight=tuple(f["weight"] for f in features),
        square=tuple(f.get("square", 0.0) for f in features),
        intercept=table["intercept"],
    )
