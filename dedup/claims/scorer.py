"""The scorer: a logistic regression over named features, its coefficients read from `weights.json`.

Called by `align` and `relate`; trained by `tests/quality/train_claims.py`.
"""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dedup.claims.context import Floats


@dataclass(frozen=True, slots=True)
class Scorer:
    """One set of weights.

    Attributes:
        names: The features, in order.
        weights: One per feature, for the raw value.
        intercept: Log odds where all features are 0.
    """

    names: tuple[str, ...]
    weights: tuple[float, ...]
    intercept: float

    def one(self, features: Mapping[str, float]) -> float:
        """Return the probability of one pair."""
        odds = self.intercept + sum(w * features[n] for n, w in zip(self.names, self.weights, strict=True))
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))

    def many(self, columns: Mapping[str, Floats]) -> Floats:
        """Return the probabilities of many pairs from the columns of their features."""
        import numpy as np

        odds: Floats = np.full(len(columns[self.names[0]]), self.intercept)
        for name, weight in zip(self.names, self.weights, strict=True):
            odds = odds + weight * columns[name]
        return np.asarray(1 / (1 + np.exp(-np.clip(odds, -30, 30))), np.float64)


@functools.cache
def weights() -> dict[str, Any]:
    """Return all of `weights.json`: weight sets, thresholds, where they come from and what they reached."""
    text = resources.files("dedup.claims").joinpath("weights.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


@functools.cache
def scorer(name: str) -> Scorer:
    """Return the weight set `first`, `second` (of `align`) or `relate`."""
    return make(weights()[name])


def make(table: Mapping[str, Any]) -> Scorer:
    """Build a scorer from its JSON: features with mean, deviation and the weight of the standardised value."""
    features: Sequence[Mapping[str, Any]] = table["features"]
    raw = [f["weight"] / f["deviation"] for f in features]
    shift = sum(w * f["mean"] for w, f in zip(raw, features, strict=True))
    return Scorer(tuple(f["name"] for f in features), tuple(raw), table["intercept"] - shift)
