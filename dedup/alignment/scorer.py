"""The scorer: a logistic regression over named features, its coefficients read from `weights.json`.

Called by `align` and `relate`; trained by `tests/quality/train_claims.py`.
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
    from dedup.alignment.context import Floats

_FAR = 8.0  # deviations from the mean beyond which a feature says no more: training saw none


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


@functools.cache
def weights() -> dict[str, Any]:
    """Return all of `weights.json`: weight sets, thresholds, where they come from and what they reached."""
    text = resources.files("dedup.alignment").joinpath("weights.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


@functools.cache
def scorer(name: str) -> Scorer:
    """Return the weight set `first`, `second` (of `align`) or `relate`."""
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
