"""From like fragments to reworded passages: clustering them, and drawing each passage's edges in both texts.

The clustering follows Sanchez-Perez, Sidorov and Gelbukh (2014).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from dedup.kernel.arrays import ascending, grow_rows
from dedup.kernel.compiled import compiled, inner
from dedup.kernel.likeness import passage_cosine

Array = Any  # numba infers the exact types; the callers' docstrings state them


@compiled()
def cluster_seeds(
    seeds: Array, gap: int, least_cosine: float, ids_a: Array, bounds_a: Array, ids_b: Array, bounds_b: Array,
    weights: Array,
) -> Array:  # fmt: skip
    """Cluster pairs of like fragments that lie close together in both texts.

    Seeds are cut by turns at gaps in a and in b until no gap is left. A cluster whose passages are not alike as a
    whole is cut again with smaller gaps.

    Args:
        seeds: int32[s, 2] from `likeness.like_fragments`.
        gap: Fragments without a seed that a cluster may hold in a row.
        least_cosine: Cosine of its two passages that a cluster must exceed.
        ids_a: int32[n], term of each token.
        bounds_a: int32[fragments + 1], first token of each fragment; likewise for b.
        weights: float32[vocabulary].

    Returns:
        int32[clusters, 4]: first fragment and the one after the last, in a and in b.
    """
    clusters = np.empty((16, 4), np.int32)
    count = 0
    order = np.arange(seeds.shape[0])
    counts_a = np.zeros(weights.size, np.int32)
    counts_b = np.zeros(weights.size, np.int32)
    # parts of `order` still to be cut: start, end, side to cut at, whether the other side has no gap left, widest gap
    stack = np.zeros((64, 5), np.int32)
    stack[0, 1] = seeds.shape[0]
    stack[0, 4] = gap
    top = 1 if seeds.shape[0] else 0
    while top:
        top -= 1
        low, high, side, single, allowed = stack[top]
        part = order[low:high].copy()
        part = part[ascending(seeds[part, side].astype(np.float64))]
        order[low:high] = part
        begin = 0
        for x in range(1, high - low + 1):
            if x == high - low or seeds[part[x], side] - seeds[part[x - 1], side] - 1 > allowed:
                whole = begin == 0 and x == high - low
                if whole and single:
                    break
                stack = grow_rows(stack, top)
                stack[top, 0] = low + begin
                stack[top, 1] = low + x
                stack[top, 2] = 1 - side
                stack[top, 3] = 1 if whole else 0
                stack[top, 4] = allowed
                top += 1
                begin = x
        if begin:
            continue
        first_a, last_a = seeds[part, 0].min(), seeds[part, 0].max()
        first_b, last_b = seeds[part, 1].min(), seeds[part, 1].max()
        cosine = passage_cosine(
            ids_a, bounds_a[first_a], bounds_a[last_a + 1], ids_b, bounds_b[first_b], bounds_b[last_b + 1],
            weights, counts_a, counts_b,
        )  # fmt: skip
        if cosine > least_cosine:
            clusters = grow_rows(clusters, count)
            clusters[count, 0] = first_a
            clusters[count, 1] = last_a + 1
            clusters[count, 2] = first_b
            clusters[count, 3] = last_b + 1
            count += 1
        elif allowed:
            stack = grow_rows(stack, top)
            stack[top, 0] = low
            stack[top, 1] = high
            stack[top, 2] = 0
            stack[top, 3] = 0
            stack[top, 4] = allowed - 1
            top += 1
    return clusters[:count]


@compiled()
def best_stretch(
    ids: Array, bounds: Array, weights: Array, wanted: Array, left: Array, first: int, last: int, low: int, high: int,
    share: float, spend: bool,
) -> tuple[int, int, float]:  # fmt: skip
    """Find the stretch of fragments that holds most of the wanted terms and least else.

    A token scores its weight less `share` of it where its term is wanted, minus `share` of its weight where not; the
    stretch is the one with the greatest sum (Kadane 1977), so it grows where more than `share` of the weight is wanted.

    Args:
        ids: int32[n], term of each token.
        bounds: int32[fragments + 1], first token of each fragment.
        weights: float32[vocabulary].
        wanted: int32[vocabulary], how often each term stands in the other passage.
        left: int32[vocabulary], room to work in.
        first, last: Fragments that the stretch must meet, end exclusive.
        low, high: Fragments that it may hold, end exclusive.
        share: 0 to 1.
        spend: True counts each wanted term as often as the other passage has it, best fragments first: a word that
            the topic brings up in every fragment then speaks for one of them.

    Returns:
        First fragment, the one after the last, and the score.
    """
    scores = np.zeros(high - low, np.float64)
    for f in range(low, high):
        for t in range(bounds[f], bounds[f + 1]):
            v = ids[t]
            scores[f - low] += weights[v] * ((1 if wanted[v] > 0 else 0) - share)
            left[v] = wanted[v]
    if spend:
        for x in ascending(-scores):
            scores[x] = 0
            for t in range(bounds[low + x], bounds[low + x + 1]):
                v = ids[t]
                scores[x] += weights[v] * ((1 if left[v] > 0 else 0) - share)
                left[v] -= 1
    best, best_first, best_last = -np.inf, first, last
    current, begin = 0.0, low
    for f in range(low, high):
        if current <= 0:
            current, begin = 0.0, f
        current += scores[f - low]
        if current > best and begin < last and f >= first:
            best, best_first, best_last = current, begin, f + 1
    return best_first, best_last, best


@inner()
def draw_edges(
    cluster: Array, reach: int, rounds: int, share: float, ids_a: Array, bounds_a: Array, ids_b: Array,
    bounds_b: Array, weights: Array, wanted: Array, left: Array,
) -> tuple[int, int, int, int, float]:  # fmt: skip
    """Draw the edges of a passage: the best stretch of b for that of a, then of a for that of b, until both stand.

    Args:
        cluster: int32[4] from `cluster_seeds`.
        reach: Fragments by which an edge may move outwards in one round.
        rounds: Rounds at most.
        share: See `best_stretch`.
        ids_a, bounds_a, ids_b, bounds_b, weights: See `cluster_seeds`.
        wanted, left: int32[vocabulary]; `wanted` zeros, and zeros again on return.

    Returns:
        First fragment and the one after the last, in a and in b, and the sum of both scores.
    """
    first_a, last_a, first_b, last_b = cluster[0] + 0, cluster[1] + 0, cluster[2] + 0, cluster[3] + 0  # to int64
    score = 0.0
    for _ in range(rounds):
        for t in range(bounds_a[first_a], bounds_a[last_a]):
            wanted[ids_a[t]] += 1
        low, high = max(first_b - reach, 0), min(last_b + reach, bounds_b.size - 1)
        new_first_b, new_last_b, score_b = best_stretch(
            ids_b, bounds_b, weights, wanted, left, first_b, last_b, low, high, share, True
        )
        for t in range(bounds_a[first_a], bounds_a[last_a]):
            wanted[ids_a[t]] = 0
        for t in range(bounds_b[new_first_b], bounds_b[new_last_b]):
            wanted[ids_b[t]] += 1
        low, high = max(first_a - reach, 0), min(last_a + reach, bounds_a.size - 1)
        new_first_a, new_last_a, score_a = best_stretch(
            ids_a, bounds_a, weights, wanted, left, first_a, last_a, low, high, share, True
        )
        for t in range(bounds_b[new_first_b], bounds_b[new_last_b]):
            wanted[ids_b[t]] = 0
        score = score_a + score_b
        settled = first_a == new_first_a and last_a == new_last_a and first_b == new_first_b and last_b == new_last_b
        first_a, last_a, first_b, last_b = new_first_a, new_last_a, new_first_b, new_last_b
        if settled:
            break
    return first_a, last_a, first_b, last_b, score


@compiled()
def settle_regions(
    clusters: Array, reach: int, rounds: int, share: float, least_cosine: float, ids_a: Array, bounds_a: Array,
    ids_b: Array, bounds_b: Array, weights: Array,
) -> tuple[Array, Array]:  # fmt: skip
    """Draw the edges of every cluster, drop what is not alike, and of passages that meet in either text keep the best.

    Args:
        clusters: int32[c, 4] from `cluster_seeds`.
        reach, rounds, share: See `draw_edges`.
        least_cosine: Cosine by the first weights that a passage must have.
        ids_a, bounds_a, ids_b, bounds_b: See `cluster_seeds`.
        weights: float32[2, vocabulary] from `passage_terms.weigh_terms`.

    Returns:
        int32[regions, 4]: first token and the one after the last, in a and in b, by score; float64[regions], cosine.
    """
    wanted = np.zeros(weights.shape[1], np.int32)
    left = np.zeros(weights.shape[1], np.int32)
    counts_b = np.zeros(weights.shape[1], np.int32)
    regions = np.empty((clusters.shape[0], 4), np.int32)
    scores = np.empty(clusters.shape[0], np.float64)
    cosines = np.empty(clusters.shape[0], np.float64)
    count = 0
    for c in range(clusters.shape[0]):
        first_a, last_a, first_b, last_b, score = draw_edges(
            clusters[c], reach, rounds, share, ids_a, bounds_a, ids_b, bounds_b, weights[1], wanted, left
        )
        regions[count, 0] = bounds_a[first_a]
        regions[count, 1] = bounds_a[last_a]
        regions[count, 2] = bounds_b[first_b]
        regions[count, 3] = bounds_b[last_b]
        scores[count] = score
        cosines[count] = passage_cosine(
            ids_a, regions[count, 0], regions[count, 1], ids_b, regions[count, 2], regions[count, 3], weights[0],
            wanted, counts_b,
        )  # fmt: skip
        if cosines[count] >= least_cosine:
            count += 1
    kept = np.empty(count, np.int64)
    n = 0
    taken_a = np.zeros(ids_a.size, np.bool_)
    taken_b = np.zeros(ids_b.size, np.bool_)
    for c in ascending(-scores[:count]):
        start_a, end_a, start_b, end_b = regions[c]
        if not taken_a[start_a:end_a].any() and not taken_b[start_b:end_b].any():
            taken_a[start_a:end_a] = True
            taken_b[start_b:end_b] = True
            kept[n] = c
            n += 1
    return regions[kept[:n]], cosines[kept[:n]]
