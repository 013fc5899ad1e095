"""From features to body or boilerplate: weighing, and the cut through a page's lines."""

from __future__ import annotations

from typing import Any

import numpy as np

from dedup.kernel.compiled import compiled, inner
from dedup.kernel.line_columns import TOKENS, WIDE

Array = Any  # numba infers the exact types; the callers' docstrings state them


@compiled()
def weigh(features: Array, weights: Array, out: Array) -> None:
    """Add the features (float32[k, lines]) times the weights (float32[k]) to `out` (float32[lines])."""
    for j in range(weights.size):
        for i in range(out.size):
            out[i] += weights[j] * features[j, i]


@compiled(error_model="numpy")
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
            z[i] = 1.0 / (1.0 + np.exp(-scores[line]))
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


@inner(error_model="numpy")
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
