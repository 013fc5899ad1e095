"""Terms of two texts: numbered, counted by fragment and weighed by rarity, for the likeness of their fragments."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import uint64

from dedup.kernel.compiled import compiled

Array = Any  # numba infers the exact types; the callers' docstrings state them


@compiled()
def number_terms(stems_a: Array, stems_b: Array) -> tuple[Array, Array, int]:
    """Number the distinct stems (uint64) of two texts from 0.

    Returns:
        int32[n] and int32[m], the number of each token's stem; how many distinct ones there are.
    """
    size = 16
    while size < 2 * (stems_a.size + stems_b.size):
        size *= 2
    slots = np.full(size, -1, np.int32)
    keys = np.empty(size, np.uint64)
    mask = size - 1
    ids_a = np.empty(stems_a.size, np.int32)
    ids_b = np.empty(stems_b.size, np.int32)
    count = 0
    for side in range(2):
        stems = stems_a if side == 0 else stems_b
        ids = ids_a if side == 0 else ids_b
        for i in range(stems.size):
            slot = np.int64(stems[i] & uint64(mask))
            while slots[slot] >= 0 and keys[slot] != stems[i]:
                slot = (slot + 1) & mask
            if slots[slot] < 0:
                slots[slot] = count
                keys[slot] = stems[i]
                count += 1
            ids[i] = slots[slot]
    return ids_a, ids_b, count


@compiled()
def count_by_fragment(ids: Array, bounds: Array, vocabulary: int) -> tuple[Array, Array, Array]:
    """Count the terms of each fragment.

    Args:
        ids: int32[n], term of each token.
        bounds: int32[fragments + 1], first token of each fragment.
        vocabulary: Number of terms.

    Returns:
        int32[fragments + 1], int32[entries], float32[entries]: where each fragment's entries start; term and count.
    """
    fragments = bounds.size - 1
    offsets = np.zeros(fragments + 1, np.int32)
    terms = np.empty(ids.size, np.int32)
    counts = np.empty(ids.size, np.float32)
    seen_in = np.full(vocabulary, -1, np.int32)
    place = np.zeros(vocabulary, np.int32)
    n = 0
    for f in range(fragments):
        for t in range(bounds[f], bounds[f + 1]):
            term = ids[t]
            if seen_in[term] != f:
                seen_in[term] = f
                place[term] = n
                terms[n] = term
                counts[n] = 1
                n += 1
            else:
                counts[place[term]] += 1
        offsets[f + 1] = n
    return offsets, terms[:n], counts[:n]


@compiled()
def weigh_terms(terms_a: Array, fragments_a: int, terms_b: Array, fragments_b: int, vocabulary: int) -> Array:
    """Weigh terms by how few fragments they stand in.

    Args:
        terms_a, terms_b: int32[entries] from `count_by_fragment`.
        fragments_a, fragments_b: Number of fragments.
        vocabulary: Number of terms.

    Returns:
        float32[2, vocabulary]: weight over the fragments of both texts, which finds fragments that are alike; and
        the smaller one of the weights in either text, low for what the topic of one text brings up all over.
    """
    in_a = np.zeros(vocabulary, np.int32)
    in_b = np.zeros(vocabulary, np.int32)
    for term in terms_a:
        in_a[term] += 1
    for term in terms_b:
        in_b[term] += 1
    weights = np.empty((2, vocabulary), np.float32)
    for v in range(vocabulary):
        weights[0, v] = np.log((fragments_a + fragments_b + 1) / (in_a[v] + in_b[v]))
        own_a = np.log((fragments_a + 1) / in_a[v]) if in_a[v] else np.inf
        own_b = np.log((fragments_b + 1) / in_b[v]) if in_b[v] else np.inf
        weights[1, v] = min(own_a, own_b)
    return weights
