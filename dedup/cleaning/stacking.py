"""What the first score of the line model says of each line and its neighbours, for the second.

Stacking (Wolpert 1992) in place of one look: a line between body lines is body.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dedup.kernel.line_columns import TOKENS, WIDE
from dedup.kernel.line_walks import let_fade

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.cleaning.features import Floats, Part

# What the second score sees beside the features themselves; z is the first score as a probability.
STACKED = (
    "score", "z", "z_1_above", "z_1_below", "z_2_above", "z_2_below", "z_3_above", "z_3_below", "z_4_above",
    "z_4_below",
    "z_near_above", "z_near_below", "z_near_both", "z_near_least", "z_around_above", "z_around_below", "z_around_both",
    "z_around_least", "z_far_above", "z_far_below", "z_far_both", "z_far_least", "body_above_share", "body_below_share",
    "body_words", "best_line", "z_by_body_words", "weak_with_body_above", "weak_with_body_below", "between_body",
)  # fmt: skip
_AT = {name: at for at, name in enumerate(STACKED)}
_DECAYS = {"near": 0.6, "around": 0.85, "far": 0.95}


def fill_stacked(part: Part, scores: Floats, strengths: NDArray[np.int8], f: Floats) -> None:
    """Fill what the first score says of some lines.

    Args:
        part: The lines.
        scores: float32[lines], the first score.
        strengths: int8[lines], above 0 where a known form says boilerplate.
        f: float32[len(STACKED), lines] to fill.
    """
    z = 1 / (1 + np.exp(-scores))
    z[strengths > 0] = 0
    words = np.minimum(part.table[TOKENS] - part.table[WIDE] / np.float32(2), 60).astype(np.float32)
    f[_AT["score"]] = scores / 4
    f[_AT["z"]] = z
    for k in range(1, 5):
        part.above(z, k, f[_AT[f"z_{k}_above"]])
        part.below(z, k, f[_AT[f"z_{k}_below"]])
    for reach, decay in _DECAYS.items():
        sum_above, sum_below = f[_AT[f"z_{reach}_above"]], f[_AT[f"z_{reach}_below"]]
        let_fade(z, part.first_line, decay, 1 - decay, sum_above, sum_below)
        f[_AT[f"z_{reach}_both"]] = np.sqrt(sum_above * sum_below)
        f[_AT[f"z_{reach}_least"]] = np.minimum(sum_above, sum_below)
    own = z * words
    sums = np.concatenate(([0.0], np.cumsum(own, dtype=np.float64)))
    starts = sums[part.first_line]
    total = np.diff(starts)[part.row] + 1e-6
    above = sums[:-1] - starts[part.row]
    below = total - above - own
    best = np.zeros(len(part.sizes), np.float32)
    np.maximum.at(best, part.row, own)
    f[_AT["body_above_share"]] = (above + own) / total
    f[_AT["body_below_share"]] = below / total
    f[_AT["body_words"]] = np.minimum(total, 1000) / 1000
    f[_AT["best_line"]] = (best / 60)[part.row]
    f[_AT["z_by_body_words"]] = z * np.minimum(total, 300) / 300
    above, below = np.minimum(above, 200) / 200, np.minimum(below, 200) / 200
    f[_AT["weak_with_body_above"]] = above * (1 - z)
    f[_AT["weak_with_body_below"]] = below * (1 - z)
    f[_AT["between_body"]] = above * below
