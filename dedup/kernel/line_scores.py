"""From features to body or boilerplate: two linear scores, the second of which sees the first's verdicts around.

Called by `cleaning.classify`. Stacking (Wolpert 1992) in place of one look: a line between body lines is body.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from dedup.kernel.line_columns import TOKENS, WIDE

Array = Any  # numba infers the exact types; the callers' docstrings state them

# What the second score sees beside the features themselves; z is the first score as a probability.
STACKED = (
    "score", "z", "z_1_above", "z_1_below", "z_2_above", "z_2_below", "z_3_above", "z_3_below", "z_4_above",
    "z_4_below",
    "z_near_above", "z_near_below", "z_near_both", "z_near_least", "z_around_above", "z_around_below", "z_around_both",
    "z_around_least", "z_far_above", "z_far_below", "z_far_both", "z_far_least", "body_above_share", "body_below_share",
    "body_words", "best_line", "z_by_body_words", "weak_with_body_above", "weak_with_body_below", "between_body",
)  # fmt: skip
_DECAYS = (0.6, 0.85, 0.95)


@njit(cache=True, nogil=True, error_model="numpy", inline="always")
def _probability(score: Any) -> Any:
    return 1.0 / (1.0 + np.exp(-score))


@njit(cache=True, nogil=True, error_model="numpy", fastmath={"reassoc", "contract"})
def weigh(features: Array, weights: Array, out: Array) -> None:
    """Fill `out` (float32[lines]) with the features (float32[lines, k]) times the weights (float32[k])."""
    for i in range(features.shape[0]):
        score = np.float32(0)
        for j in range(weights.size):
            score += weights[j] * features[i, j]
        out[i] = score


@njit(cache=True, nogil=True, error_model="numpy")
def fill_stacked(table: Array, first_line: Array, scores: Array, strengths: Array, out: Array) -> None:
    """Fill what the first score says of each line and its neighbours.

    Args:
        table: int32[COLUMNS, lines], see `kernel.line_columns`.
        first_line: int64[n + 1], where each text's lines start.
        scores: float32[lines], the first score.
        strengths: int8[lines], above 0 where a known form says boilerplate.
        out: float32[lines, len(STACKED)] to fill.
    """
    for row in range(first_line.size - 1):
        begin, end = first_line[row], first_line[row + 1]
        if end > begin:
            _fill_text(table[:, begin:end], scores[begin:end], strengths[begin:end], out[begin:end])


@njit(cache=True, nogil=True, error_model="numpy")
def _fill_text(table: Array, scores: Array, strengths: Array, out: Array) -> None:
    n = scores.size
    z = np.empty(n, np.float32)
    words = np.empty(n, np.float32)
    total = 1e-6
    best = 0.0
    for i in range(n):
        z[i] = 0.0 if strengths[i] > 0 else _probability(scores[i])
        words[i] = min(table[TOKENS, i] - 0.5 * table[WIDE, i], 60.0)
        total += z[i] * words[i]
        best = max(best, z[i] * words[i])
    for i in range(n):
        f = out[i]
        f[0] = scores[i] / 4
        f[1] = z[i]
        for k in range(1, 5):
            f[2 * k] = z[i - k] if i >= k else 0.0
            f[2 * k + 1] = z[i + k] if i + k < n else 0.0
    for d in range(3):
        decay = _DECAYS[d]
        at = 10 + 4 * d
        mass = 0.0
        for i in range(n):
            out[i, at] = mass
            mass = decay * mass + (1 - decay) * z[i]
        mass = 0.0
        for i in range(n - 1, -1, -1):
            out[i, at + 1] = mass
            mass = decay * mass + (1 - decay) * z[i]
            out[i, at + 2] = np.sqrt(out[i, at] * out[i, at + 1])
            out[i, at + 3] = min(out[i, at], out[i, at + 1])
    above = 0.0
    for i in range(n):
        f = out[i]
        own = z[i] * words[i]
        below = total - above - own
        f[22] = (above + own) / total
        f[23] = below / total
        f[24] = min(total, 1000.0) / 1000
        f[25] = best / 60
        f[26] = z[i] * min(total, 300.0) / 300
        f[27] = min(above, 200.0) / 200 * (1 - z[i])
        f[28] = min(below, 200.0) / 200 * (1 - z[i])
        f[29] = min(above, 200.0) * min(below, 200.0) / 40000
        above += own


@njit(cache=True, nogil=True, error_model="numpy")
def choose_lines(table: Array, first_line: Array, scores: Array, fixed: Array, keep: Array) -> None:
    """Keep the lines that make the expected F measure of each text's words greatest.

    The best cut lies at half the F that can be reached (Lipton, Elkan and Naryanaswamy 2014): a page without one sure
    line still keeps its best ones.

    Args:
        table: int32[COLUMNS, lines], see `kernel.line_columns`.
        first_line: int64[n + 1], where each text's lines start.
        scores: float32[lines], log odds of being body.
        fixed: int8[lines], -1 certainly boilerplate, 1 certainly body, 0 open.
        keep: bool[lines] to fill.
    """
    for row in range(first_line.size - 1):
        begin, end = first_line[row], first_line[row + 1]
        n = end - begin
        z = np.empty(n, np.float64)
        words = np.empty(n, np.float64)
        expected = 0.0
        for i in range(n):
            line = begin + i
            z[i] = _probability(scores[line])
            if fixed[line] != 0:
                z[i] = 1.0 if fixed[line] > 0 else 0.0
            words[i] = table[TOKENS, line] - 0.5 * table[WIDE, line] + 0.5
            expected += z[i] * words[i]
        order = np.arange(n)
        _sort_down(z, order)
        kept = hit = best = 0.0
        cut = 2.0
        for k in order:
            kept += words[k]
            hit += z[k] * words[k]
            value = 2 * hit / (kept + expected)
            if value > best and z[k] > 0.0:
                best = value
                cut = z[k]
        for i in range(n):
            keep[begin + i] = z[i] >= cut


@njit(cache=True, nogil=True, error_model="numpy")
def _sort_down(values: Array, order: Array) -> None:
    """Sort places by their value, greatest first (Shell 1959): pages have some thirty lines."""
    gap = 1
    while gap < order.size:
        gap = gap * 9 // 4 + 1
    while gap > 0:
        for i in range(gap, order.size):
            place = order[i]
            j = i
            while j >= gap and values[order[j - gap]] < values[place]:
                order[j] = order[j - gap]
                j -= gap
            order[j] = place
        gap = gap * 4 // 9
