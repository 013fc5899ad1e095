"""The exact walk through a crowded collection: each body is compared with those that stay, until it is decided."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import uint64

from dedup.kernel.compiled import compiled
from dedup.kernel.differences import firm, weigh

Array = Any  # numba infers the exact types; the callers' docstrings state them

# Codes of relations, as in `matching.verification`.
_NEAR, _CONTAINS, _CONTAINED, _OVERLAP, _TEMPLATE, _UNRELATED = 1, 2, 3, 4, 5, 6
_OVERLAP_FLOOR = 0.5


@compiled()
def _count_common(hashes: Array, i: int, i_end: int, j: int, j_end: int) -> Any:
    shared: Any = 0
    while i < i_end and j < j_end:
        x = hashes[i]
        y = hashes[j]
        shared += x == y
        i += x <= y
        j += y <= x
    return shared


@compiled()
def _is_template(
    types: Array, i: int, i_end: int, j: int, j_end: int, share: float, least: int, changed: float
) -> Any:
    """Say what `matching.templates.are_templates` says of one pair."""
    facts_a: Any = 0
    facts_b: Any = 0
    words: Any = 0
    all_a: Any = 0
    all_b: Any = 0
    while i < i_end or j < j_end:
        x = types[i] if i < i_end else uint64(0xFFFFFFFFFFFFFFFF)
        y = types[j] if j < j_end else uint64(0xFFFFFFFFFFFFFFFF)
        if x >> uint64(2) == y >> uint64(2):
            all_a += firm(x)
            all_b += firm(y)
            i += 1
            j += 1
        elif x < y:
            weight = weigh(x)
            all_a += weight
            facts_a += weight
            words += weight == 0
            i += 1
        else:
            weight = weigh(y)
            all_b += weight
            facts_b += weight
            words += weight == 0
            j += 1
    facts = facts_a + facts_b
    return (
        facts >= share * (facts + words)
        and min(facts_a, facts_b) >= least
        and facts_a >= changed * all_a
        and facts_b >= changed * all_b
    )


@compiled()
def walk_crowd(
    candidates: Array, partners: Array, crowd: Array, gone: Array, sets: Array, set_starts: Array, set_ends: Array,
    types: Array, type_starts: Array, type_ends: Array, threshold: float, containment: float, removes: Array,
    share: float, least: int, changed: float, budget: int, by_earlier: Array, by_later: Array,
) -> int:  # fmt: skip
    """Walk the bodies in keep order and compare each with those before it that stay, until one removes it.

    Args:
        candidates: int64[n + 1], where each body's partners start.
        partners: int64[m], numbers of earlier bodies, ascending.
        crowd: bool[n], bodies that are also compared with all others of the crowd.
        gone: bool[n], bodies that are out from the start.
        sets: uint64[:], shingle sets, sorted and distinct.
        set_starts, set_ends: int64[n].
        types: uint64[:], see `kernel.differences.collect_types`.
        type_starts, type_ends: int64[n].
        threshold, containment: From which shares bodies are related.
        removes: bool[7], which relations of the removed to the kept remove.
        share, least, changed: The limits of `matching.templates`.
        budget: Comparisons within the crowd.
        by_earlier: int64[n] to fill with the earlier body in whose favour each goes, -1 where it stays.
        by_later: int64[n] to fill with the first later body in whose favour a body that stays might go, -1 for none.

    Returns:
        How many bodies were not compared with the whole crowd, for want of budget.
    """
    n = crowd.size
    kept = np.empty(n, np.int64)
    keepers = 0
    undecided = 0
    seen = np.full(n, -1, np.int64)
    touched = np.empty(n, np.int64)
    for j in range(n):
        by_earlier[j] = -1
        by_later[j] = -1
    for j in range(n):
        if gone[j]:
            continue
        own = candidates[j + 1] - candidates[j]
        others = keepers if crowd[j] else 0
        exhausted = False
        touching = 0
        c = 0
        k = 0
        while c < own or k < others:
            # both lists ascend: the earliest body that removes is wanted
            from_crowd = k < others and (c >= own or kept[k] < partners[candidates[j] + c])
            if from_crowd:
                i = kept[k]
                k += 1
                if budget <= 0:
                    exhausted = True
                    continue
            else:
                i = partners[candidates[j] + c]
                c += 1
            if gone[i] or by_earlier[i] >= 0 or seen[i] == j:
                continue
            seen[i] = j
            budget -= from_crowd
            size_i = set_ends[i] - set_starts[i]
            size_j = set_ends[j] - set_starts[j]
            shared = _count_common(sets, set_starts[i], set_ends[i], set_starts[j], set_ends[j])
            of_i = shared / size_i
            of_j = shared / size_j
            forward = _UNRELATED
            if shared / (size_i + size_j - shared) >= threshold:
                forward = _NEAR
                if not removes[_TEMPLATE] and _is_template(
                    types, type_starts[i], type_ends[i], type_starts[j], type_ends[j], share, least, changed
                ):
                    forward = _TEMPLATE
            elif of_j >= containment:
                forward = _CONTAINED
            elif of_i >= containment:
                forward = _CONTAINS
            elif max(of_i, of_j) >= _OVERLAP_FLOOR:
                forward = _OVERLAP
            backward = forward
            if forward == _CONTAINED:
                backward = _CONTAINS
            elif forward == _CONTAINS:
                backward = _CONTAINED
            if by_later[i] < 0 and removes[backward] and not (of_j >= containment and of_i < containment):
                touched[touching] = i
                touching += 1
            if removes[forward] and not (of_i >= containment and of_j < containment):
                by_earlier[j] = i
                break
        if by_earlier[j] < 0:
            # only a body that stays removes earlier ones
            for t in range(touching):
                by_later[touched[t]] = j
            undecided += exhausted
            if crowd[j]:
                kept[keepers] = j
                keepers += 1
    return undecided
