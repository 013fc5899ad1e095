"""Likeness of fragments: which fragment of one text resembles which of the other, by their weighted terms."""

from __future__ import annotations

from typing import Any

import numpy as np

from dedup.kernel.compiled import compiled, inner

Array = Any  # numba infers the exact types; the callers' docstrings state them

# A term shared by more pairs of fragments than this is left out of the search for seeds: it says little, and two
# texts of 10,000 sentences would cost 10^8 steps for every common word.
PAIRS_PER_TERM = 200_000
# Fragments of b that one fragment of a may resemble, the likest first: a page that repeats one sentence 5,000
# times would else give 25 million seeds.
SEEDS_PER_FRAGMENT = 16


@inner()
def _norms(offsets: Array, terms: Array, counts: Array, weights: Array) -> Array:
    norms = np.zeros(offsets.size - 1, np.float32)
    for f in range(norms.size):
        for x in range(offsets[f], offsets[f + 1]):
            norms[f] += (counts[x] * weights[terms[x]]) ** 2
    return np.sqrt(norms)


@inner()
def _postings(offsets: Array, terms: Array, vocabulary: int) -> tuple[Array, Array, Array]:
    starts = np.zeros(vocabulary + 1, np.int64)
    for term in terms:
        starts[term + 1] += 1
    for v in range(vocabulary):
        starts[v + 1] += starts[v]
    free = starts[:-1].copy()
    fragment = np.empty(terms.size, np.int32)
    entry = np.empty(terms.size, np.int32)
    for f in range(offsets.size - 1):
        for x in range(offsets[f], offsets[f + 1]):
            fragment[free[terms[x]]] = f
            entry[free[terms[x]]] = x
            free[terms[x]] += 1
    return starts, fragment, entry


@compiled()
def like_fragments(
    offsets_a: Array, terms_a: Array, counts_a: Array, offsets_b: Array, terms_b: Array, counts_b: Array,
    weights: Array, least_cosine: float, least_dice: float,
) -> Array:  # fmt: skip
    """Find the pairs of fragments that are alike.

    Args:
        offsets_a, terms_a, counts_a: From `passage_terms.count_by_fragment`; likewise for b.
        weights: float32[vocabulary].
        least_cosine: Cosine of the weighted counts that a pair must exceed.
        least_dice: Dice coefficient of the term sets that it must exceed.

    Returns:
        int32[pairs, 2]: fragment of a, fragment of b; by fragment of a.
    """
    norms_a = _norms(offsets_a, terms_a, counts_a, weights)
    norms_b = _norms(offsets_b, terms_b, counts_b, weights)
    starts, fragment, entry = _postings(offsets_b, terms_b, weights.size)
    in_a = np.zeros(weights.size, np.int64)
    for term in terms_a:
        in_a[term] += 1
    fragments_b = offsets_b.size - 1
    dots = np.zeros(fragments_b, np.float32)
    common = np.zeros(fragments_b, np.int32)
    touched = np.empty(fragments_b, np.int32)
    best = np.empty(SEEDS_PER_FRAGMENT, np.float32)
    found = np.empty((64, 2), np.int32)
    count = 0
    for f in range(offsets_a.size - 1):
        n = 0
        for x in range(offsets_a[f], offsets_a[f + 1]):
            term = terms_a[x]
            if in_a[term] * (starts[term + 1] - starts[term]) > PAIRS_PER_TERM:
                continue
            weight = counts_a[x] * weights[term] * weights[term]
            for y in range(starts[term], starts[term + 1]):
                g = fragment[y]
                if common[g] == 0:
                    touched[n] = g
                    n += 1
                dots[g] += weight * counts_b[entry[y]]
                common[g] += 1
        if count + SEEDS_PER_FRAGMENT > found.shape[0]:
            grown = np.empty((2 * found.shape[0], 2), np.int32)
            grown[:count] = found[:count]
            found = grown
        size = offsets_a[f + 1] - offsets_a[f]
        kept = 0
        for z in range(n):
            g = touched[z]
            cosine = dots[g] / (norms_a[f] * norms_b[g]) if dots[g] > 0 else np.float32(0)
            dice = 2 * common[g] / (size + offsets_b[g + 1] - offsets_b[g])
            dots[g] = 0
            common[g] = 0
            if cosine <= least_cosine or dice <= least_dice:
                continue
            if kept < SEEDS_PER_FRAGMENT:
                slot = kept
                kept += 1
            else:
                slot = int(np.argmin(best))
                if best[slot] >= cosine:
                    continue
            best[slot] = cosine
            found[count + slot, 0] = f
            found[count + slot, 1] = g
        count += kept
    return found[:count]


@compiled()
def passage_cosine(
    ids_a: Array, start_a: int, end_a: int, ids_b: Array, start_b: int, end_b: int, weights: Array,
    counts_a: Array, counts_b: Array,
) -> float:  # fmt: skip
    """Return the cosine of the weighted term counts of two passages.

    Args:
        ids_a, ids_b: int32[:], term of each token.
        start_a, end_a: Tokens of the passage in a; likewise for b.
        weights: float32[vocabulary].
        counts_a, counts_b: int32[vocabulary] of zeros, and zeros again on return.
    """
    for t in range(start_a, end_a):
        counts_a[ids_a[t]] += 1
    for t in range(start_b, end_b):
        counts_b[ids_b[t]] += 1
    dot, square_a, square_b = 0.0, 0.0, 0.0
    for t in range(start_a, end_a):
        v = ids_a[t]
        if counts_a[v]:
            weight = weights[v] * weights[v]
            dot += weight * counts_a[v] * counts_b[v]
            square_a += weight * counts_a[v] * counts_a[v]
            counts_a[v] = 0
    for t in range(start_b, end_b):
        v = ids_b[t]
        if counts_b[v]:
            square_b += (weights[v] * counts_b[v]) ** 2
            counts_b[v] = 0
    return dot / np.sqrt(square_a * square_b) if square_a > 0 and square_b > 0 else 0.0
