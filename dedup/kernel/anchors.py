"""Passages between sketched bodies: samples that line up, and the verbatim runs around them. Called by `matching`."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit, uint64

from dedup.kernel.sorting import sort_hashes

Array = Any  # numba infers the exact types; the callers' docstrings state them


@njit(cache=True, nogil=True)
def match_samples(
    samples: Array, positions: Array, start_a: int, end_a: int, start_b: int, end_b: int, out: Array, spare: Array
) -> int:
    """List where two bodies have the same sampled shingle, by diagonal (token in b - token in a), then by token in a.

    Args:
        samples: uint64[:], sorted and distinct within a body.
        positions: int32[:], the token at which each starts.
        start_a, end_a: The first body's range in them.
        start_b, end_b: The second's.
        out: uint64[:] to fill with diagonal + 2^31 in the upper 32 bits, token in a in the lower.
        spare: uint64[:], scratch, as long as `out`.

    Returns:
        How many rows were filled.
    """
    i = start_a
    j = start_b
    n = 0
    while i < end_a and j < end_b:
        if samples[i] == samples[j]:
            diagonal = np.int64(positions[j]) - np.int64(positions[i]) + np.int64(1 << 31)
            out[n] = (uint64(diagonal) << uint64(32)) | uint64(positions[i])
            n += 1
            i += 1
            j += 1
        elif samples[i] < samples[j]:
            i += 1
        else:
            j += 1
    nothing = np.empty(0, np.int32)
    sort_hashes(out[:n], nothing, spare, nothing)
    return n


@njit(cache=True, nogil=True)
def measure_lines(
    samples: Array, positions: Array, offsets: Array, first: Array, second: Array, gap: int, out: Array
) -> None:
    """Measure, for each pair of bodies, the longest line of shared samples: same diagonal, no gap over `gap` tokens.

    Args:
        samples, positions: As in `match_samples`.
        offsets: int64[n + 1], where each body's samples start.
        first, second: int64[p], the pairs.
        gap: Most tokens between two samples of one line.
        out: int32[p] to fill with the tokens from the line's first to its last sample, 0 for a single sample.
    """
    most = 1
    for body in range(offsets.size - 1):
        most = max(most, offsets[body + 1] - offsets[body])
    keys = np.empty(most, np.uint64)
    spare = np.empty(most, np.uint64)
    for p in range(first.size):
        a = first[p]
        b = second[p]
        n = match_samples(samples, positions, offsets[a], offsets[a + 1], offsets[b], offsets[b + 1], keys, spare)
        longest = np.int64(0)
        begun = 0
        for m in range(1, n):
            # keys of different diagonals are further apart than any gap
            if np.int64(keys[m] - keys[m - 1]) > gap:
                begun = m
            longest = max(longest, np.int64(keys[m] - keys[begun]))
        out[p] = longest


@njit(cache=True, nogil=True)
def extend_runs(
    tokens: Array, token_offsets: Array, samples: Array, positions: Array, sample_offsets: Array,
    first: Array, second: Array, least: int, out: Array,
) -> int:  # fmt: skip
    """Extend shared samples to maximal runs of equal tokens.

    Args:
        tokens: uint32[:], token hashes of the bodies, or parts of them.
        token_offsets: int64[n + 1].
        samples, positions, sample_offsets: As in `measure_lines`.
        first, second: int64[p], the pairs.
        least: Tokens from which a run counts.
        out: int64[:, 4] to fill with (pair, token in a, token in b, length).

    Returns:
        How many runs were found; where it exceeds the rows of `out`, the call must be repeated with that much room.
    """
    most = 1
    for body in range(sample_offsets.size - 1):
        most = max(most, sample_offsets[body + 1] - sample_offsets[body])
    keys = np.empty(most, np.uint64)
    spare = np.empty(most, np.uint64)
    found = 0
    for p in range(first.size):
        a = first[p]
        b = second[p]
        n = match_samples(
            samples, positions, sample_offsets[a], sample_offsets[a + 1], sample_offsets[b], sample_offsets[b + 1],
            keys, spare,
        )  # fmt: skip
        base_a = token_offsets[a]
        base_b = token_offsets[b]
        size_a = token_offsets[a + 1] - base_a
        size_b = token_offsets[b + 1] - base_b
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


@njit(cache=True, nogil=True)
def merge_intervals(bodies: Array, starts: Array, ends: Array, share: float, out: Array) -> int:
    """Number intervals so that those of one body that largely coincide have one number.

    Args:
        bodies, starts, ends: int64[n], sorted by body, then start, then end.
        share: Part of the longer interval that two must have in common to coincide.
        out: int64[n] to fill with the number of each interval.

    Returns:
        How many numbers were given.
    """
    number = -1
    leader = -1
    for i in range(bodies.size):
        same = False
        if leader >= 0 and bodies[i] == bodies[leader]:
            common = min(ends[i], ends[leader]) - max(starts[i], starts[leader])
            longer = max(ends[i] - starts[i], ends[leader] - starts[leader])
            same = common >= share * longer
        if not same:
            number += 1
            leader = i
        out[i] = number
    return number + 1
