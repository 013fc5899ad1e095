"""Passages that bodies of a collection share, though neither contains the other: found by samples that line up.

Each function is one stage of `run`, over plain arrays. A passage of L tokens holds some L / scale sampled shingles; two
of them at the same distance in both bodies betray it, and from there it is extended token by token.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.batches import Lists
from dedup.kernel.anchors import extend_runs, measure_lines, merge_intervals
from dedup.kernel.graph import label_components

# Two samples of a shared passage are rarely further apart: e^-8 at scale 8.
_GAP = 64
# Tokens between the first and the last of the samples that line up; a stock phrase is shorter.
_LEAST_LINE = 8
# Tokens of the shortest run that is looked at; 150 characters are more in every language that writes with spaces.
_LEAST_RUN = 12
# Two places in one article are one when they have this much in common.
_SAME_PLACE = 0.8


class Runs(NamedTuple):
    """Runs of equal tokens that pairs of bodies share; all arrays are int32 and equally long.

    Attributes:
        pair: Which pair.
        first: Token of the pair's first body at which the run starts.
        second: Token of the second at which it starts.
        length: Tokens.
    """

    pair: NDArray[np.int32]
    first: NDArray[np.int32]
    second: NDArray[np.int32]
    length: NDArray[np.int32]


class Bodies(NamedTuple):
    """Tokens and samples of some bodies.

    Attributes:
        tokens: uint32, lower halves of the token hashes: a dozen equal ones in a row are no accident.
        starts: int32, code point at which each token starts.
        samples: uint64, sorted and distinct.
        positions: int32, the token at which each sample starts.
    """

    tokens: Lists
    starts: Lists
    samples: Lists
    positions: Lists


def samples_line_up(
    samples: Lists, positions: Lists, first: NDArray[np.int64], second: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Say which pairs have samples at the same distance in both bodies: bool[pairs]. Arguments as in `Bodies`."""
    lines = np.empty(len(first), np.int32)
    measure_lines(*samples, positions.values, positions.starts, first, second, _GAP, lines)
    return lines >= _LEAST_LINE


def find_shared_runs(
    bodies: Bodies, first: NDArray[np.int64], second: NDArray[np.int64], pairs: NDArray[np.int64], characters: int
) -> Runs:
    """Find the maximal runs of equal tokens that hold a shared sample and are long enough in both bodies.

    Args:
        bodies: Tokens and samples.
        first, second: int64[p], places of the pairs' bodies in them.
        pairs: int64[p], numbers of the pairs, for the result.
        characters: Least length in code points, up to where the last token starts.
    """
    room = 4 * len(first) + 64
    while True:
        out = np.empty((room, 4), np.int32)
        found = extend_runs(
            *bodies.tokens, *bodies.samples, bodies.positions.values, bodies.positions.starts,
            first, second, _LEAST_RUN, out,
        )  # fmt: skip
        if found <= room:
            break
        room = found
    pair, start_a, start_b, length = out[:found].T
    long_a = _characters(bodies.starts, first[pair], start_a, length) >= characters
    long_b = _characters(bodies.starts, second[pair], start_b, length) >= characters
    kept = long_a & long_b
    return Runs(pairs[pair[kept]].astype(np.int32), start_a[kept], start_b[kept], length[kept])


def _characters(
    starts: Lists, body: NDArray[np.int64], at: NDArray[np.int32], length: NDArray[np.int32]
) -> NDArray[np.int64]:
    """Return how far the starts of the first and the last token of some runs are apart."""
    begin = starts.starts[body] + at
    apart: NDArray[np.int64] = starts.values[begin + length - 1].astype(np.int64) - starts.values[begin]
    return apart


class Places(NamedTuple):
    """Where passages stand; all arrays are int64 and equally long, sorted by passage, then body.

    Attributes:
        passage: Number of the passage.
        body: Number of the body it stands in.
        start: Token at which it starts there.
        end: Token after it.
    """

    passage: NDArray[np.int64]
    body: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]


def collect_places(runs: Runs, first: NDArray[np.int64], second: NDArray[np.int64]) -> Places:
    """Gather the runs of all pairs into passages: runs that meet in one place of one body are one passage.

    Args:
        runs: What the pairs share.
        first, second: int64[pairs], the bodies of every pair.

    Returns:
        One place for each passage and body: the first of those that coincide.
    """
    # as numbers of 32 bits and by one order: bodies made from one template share runs by the million
    body = np.concatenate([side[runs.pair].astype(np.int32) for side in (first, second)])
    start = np.concatenate((runs.first, runs.second)).astype(np.int32, copy=False)
    end = start + np.tile(runs.length, 2).astype(np.int32, copy=False)
    order = np.lexsort((end, start, body))
    node, leaders = np.empty(len(order), np.int32), np.empty(len(order), np.int32)
    count = merge_intervals(body, start, end, order, _SAME_PLACE, node, leaders)
    leaders = leaders[:count]
    half = len(runs.pair)
    passage = label_components(count, node[:half].astype(np.int64), node[half:].astype(np.int64))
    by = np.lexsort((start[leaders], body[leaders], passage))
    leaders, passage = leaders[by], passage[by]
    once = np.ones(len(leaders), np.bool_)
    once[1:] = (passage[1:] != passage[:-1]) | (body[leaders[1:]] != body[leaders[:-1]])
    leaders, passage = leaders[once], passage[once]
    return Places(passage, *(column[leaders].astype(np.int64) for column in (body, start, end)))
