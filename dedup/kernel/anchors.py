"""Passages between sketched bodies: samples that line up, and the verbatim runs around them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import uint64

from dedup.kernel.compiled import compiled, inner
from dedup.kernel.sorting import sort_hashes

Array = Any  # numba infers the exact types; the callers' docstrings state them


@inner()
def match_samples(
    samples: Array, start_a: int, end_a: int, start_b: int, end_b: int, positions: Array, at_a: int, at_b: int,
    out: Array, spare: Array,
) -> int:  # fmt: skip
    """List where two bodies have the same sampled shingle, by diagonal (token in b - token in a), then by token in a.

    Args:
        samples: uint64[:], sorted and distinct within a body.
        start_a, end_a: The first body's range in them.
        start_b, end_b: The second's.
        positions: int32[:], the token at which each sample starts.
        at_a, at_b: Where each body's positions start in them.
        out: uint64[:] to fill with diagonal + 2^31 in the upper 32 bits, token in a in the lower; as long as
            the first range suffices.
        spare: uint64[:], scratch, as long as `out`.

    Returns:
        How many rows were filled.
    """
    i = start_a
    j = start_b
    n = 0
    while i < end_a and j < end_b:
        x = samples[i]
        y = samples[j]
        if x == y:
            here = np.int64(positions[at_a + i - start_a])
            diagonal = np.int64(positions[at_b + j - start_b]) - here + np.int64(1 << 31)
            out[n] = (uint64(diagonal) << uint64(32)) | uint64(here)
            n += 1
        # no branch on which is smaller: that is a coin toss
        i += x <= y
        j += y <= x
    nothing = np.empty(0, np.int32)
    sort_hashes(out[:n], nothing, spare, nothing)
    return n


@inner()
def _longest(starts: Array, ends: Array, rows: Array) -> int:
    most = 1
    for row in rows:
        most = max(most, ends[row] - starts[row])
    return most


@compiled()
def measure_lines(
    samples: Array, starts: Array, ends: Array, positions: Array, position_starts: Array,
    first: Array, second: Array, gap: int, out: Array,
) -> None:  # fmt: skip
    """Measure, for each pair of bodies, the longest line of shared samples: same diagonal, no gap over `gap` tokens.

    Args:
        samples: uint64[:], sorted and distinct within a body.
        starts, ends: int64[n], where each body's samples stand.
        positions: int32[:], the token at which each sample starts.
        position_starts: int64[n], where each body's positions stand.
        first, second: int64[p], the pairs.
        gap: Most tokens between two samples of one line.
        out: int32[p] to fill with the tokens from the line's first to its last sample, 0 for a single sample.
    """
    most = _longest(starts, ends, first)
    keys = np.empty(most, np.uint64)
    spare = np.empty(most, np.uint64)
    for p in range(first.size):
        a = first[p]
        b = second[p]
        n = match_samples(
            samples, starts[a], ends[a], starts[b], ends[b], positions, position_starts[a], position_starts[b],
            keys, spare,
        )  # fmt: skip
        longest = np.int64(0)
        begun = 0
        for m in range(1, n):
            # keys of different diagonals are further apart than any gap
            if np.int64(keys[m] - keys[m - 1]) > gap:
                begun = m
            longest = max(longest, np.int64(keys[m] - keys[begun]))
        out[p] = longest


@compiled()
def extend_runs(
    tokens: Array, token_starts: Array, token_ends: Array, samples: Array, starts: Array, ends: Array,
    positions: Array, position_starts: Array, first: Array, second: Array, least: int, out: Array,
) -> int:  # fmt: skip
    """Extend shared samples to maximal runs of equal tokens.

    Args:
        tokens: uint32[:], token hashes of the bodies, or parts of them.
        token_starts, token_ends: int64[n], where each body's tokens stand.
        samples, starts, ends, positions, position_starts: As in `measure_lines`.
        first, second: int64[p], the pairs.
        least: Tokens from which a run counts.
        out: int32[:, 4] to fill with (pair, token in a, token in b, length).

    Returns:
        How many runs were found; where it exceeds the rows of `out`, the call must be repeated with that much room.
    """
    most = _longest(starts, ends, first)
    keys = np.empty(most, np.uint64)
    spare = np.empty(most, np.uint64)
    found = 0
    for p in range(first.size):
        a = first[p]
        b = second[p]
        n = match_samples(
            samples, starts[a], ends[a], starts[b], ends[b], positions, position_starts[a], position_starts[b],
            keys, spare,
        )  # fmt: skip
        base_a = token_starts[a]
        base_b = token_starts[b]
        size_a = token_ends[a] - base_a
        size_b = token_ends[b] - base_b
        covered_diagonal = np.int64(0)
        covered_until = np.int64(-1)
        for m in range(n):
            diagonal = np.int64(keys[m] >> uint64(32)) - np.int64(1 << 31)
            at = np.int64(keys[m] & uint64(0xFFFFFFFF))
            if covered_until >= 0 and diagonal == covered_diagonal and at < covered_until:
                continue
            begin = at
            while (
                begin > 0
                and begin + diagonal > 0
                and tokens[base_a + begin - 1] == tokens[base_b + begin + diagonal - 1]
            ):
                begin -= 1
            end = at
            while end < size_a and end + diagonal < size_b and tokens[base_a + end] == tokens[base_b + end + diagonal]:
                end += 1
            covered_diagonal = diagonal
            covered_until = end
            if end - begin >= least:
                if found < out.shape[0]:
                    out[found, 0] = p
                    out[found, 1] = begin
                    out[found, 2] = begin + diagonal
                    out[found, 3] = end - begin
                found += 1
    return found


@compiled()
def merge_intervals(
    bodies: Array, starts: Array, ends: Array, order: Array, share: float, numbers: Array, leaders: Array
) -> int:
    """Number intervals so that those of one body that largely coincide have one number.

    Args:
        bodies, starts, ends: int32[n].
        order: int64[n], the intervals sorted by body, then start, then end.
        share: Part of the longer interval that two must have in common to coincide.
        numbers: int32[n] to fill with the number of each interval.
        leaders: int32[n] to fill, as far as numbers go, with the first interval of each number.

    Returns:
        How many numbers were given.
    """
    count = 0
    leader = 0
    for i in order:
        same = False
        if count > 0 and bodies[i] == bodies[leader]:
            common = min(ends[i], ends[leader]) - max(starts[i], starts[leader])
            longer = max(ends[i] - starts[i], ends[leader] - starts[leader])
            same = common >= share * longer
        if not same:
            leaders[count] = i
            leader = i
            count += 1
        numbers[i] = count - 1
    return count
