"""The distinct terms of many texts with their counts, for TF-IDF over a corpus.

A term is a token, or two neighbouring characters in scripts written without spaces.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import uint64

from dedup.kernel.compiled import compiled, inner
from dedup.kernel.sorting import sort_hashes
from dedup.kernel.tokens import mix64, scan_tokens

Array = Any  # numba infers the exact types; the callers' docstrings state them

_PAIR = np.uint64(0x9E3779B97F4A7C15)


@inner()
def join_characters(tokens: Array, starts: Array, ends: Array, n: int) -> int:
    """Replace tokens that stand side by side without a gap by their pairs, in place; return how many are left."""
    kept = 0
    joined = False
    for i in range(n):
        touches = i + 1 < n and starts[i + 1] == ends[i]
        if touches:
            tokens[kept] = mix64(uint64(tokens[i] * _PAIR) ^ tokens[i + 1])
            kept += 1
        elif not joined:
            tokens[kept] = tokens[i]
            kept += 1
        joined = touches
    return kept


@compiled()
def count_terms(
    titles: Array, title_offsets: Array, data: Array, offsets: Array, ranges: Array, range_offsets: Array,
    pages: Array, entries: Array, expansions: Array, token_seed: Any, title_weight: int,
    terms: Array, counts: Array, term_offsets: Array,
) -> None:  # fmt: skip
    """Count the terms of every article of a batch, title and body together.

    Args:
        titles: uint8[:], the title column's bytes.
        title_offsets: int64[n + 1], where each title starts in them.
        data: uint8[:], the text column's bytes.
        offsets: int64[n + 1], where each text starts in them.
        ranges: int32[:], body spans of all texts, flattened (start, end) code points.
        range_offsets: int32[n + 1], where each text's ranges start.
        pages, entries, expansions: The Unicode table.
        token_seed: uint64.
        title_weight: How often a term of the title counts.
        terms: uint64[:] to fill, sorted and distinct within an article; as many as there are bytes suffice.
        counts: int32[:] to fill, how often each term stands in its article.
        term_offsets: int64[n + 1] to fill.
    """
    n = offsets.size - 1
    longest = 1
    for row in range(n):
        title = title_offsets[row + 1] - title_offsets[row]
        longest = max(longest, offsets[row + 1] - offsets[row] + title_weight * title)
    tokens = np.empty(longest, np.uint64)
    spare = np.empty(longest, np.uint64)
    starts = np.empty(longest, np.int32)
    ends = np.empty(longest, np.int32)
    whole = ranges[:0]
    filled = 0
    term_offsets[0] = 0
    for row in range(n):
        m = scan_tokens(
            titles, title_offsets[row], title_offsets[row + 1], whole, pages, entries, expansions, token_seed,
            tokens, starts, ends,
        )  # fmt: skip
        title = join_characters(tokens, starts, ends, m)
        m = title * title_weight
        for i in range(title, m):
            tokens[i] = tokens[i - title]
        body = ranges[range_offsets[row] : range_offsets[row + 1]]
        rest = tokens[m:]
        k = scan_tokens(
            data, offsets[row], offsets[row + 1], body, pages, entries, expansions, token_seed, rest, starts, ends
        )
        m += join_characters(rest, starts, ends, k)
        found = tokens[:m]
        sort_hashes(found, starts[:0], spare, starts[:0])
        for i in range(m):
            if i > 0 and found[i] == found[i - 1]:
                counts[filled - 1] += 1
            else:
                terms[filled] = found[i]
                counts[filled] = 1
                filled += 1
        term_offsets[row + 1] = filled


@compiled()
def multiply_vectors(terms: Array, weights: Array, offsets: Array, first: Array, second: Array, out: Array) -> None:
    """Multiply sparse vectors pair by pair.

    Args:
        terms: uint64[:], the vectors' terms one after another, sorted and distinct in each.
        weights: float64[:], the weight of each.
        offsets: int64[n + 1], where each vector starts.
        first, second: int64[p], numbers of the vectors to multiply.
        out: float64[p] to fill with the scalar products.
    """
    for p in range(first.size):
        i = offsets[first[p]]
        i_end = offsets[first[p] + 1]
        j = offsets[second[p]]
        j_end = offsets[second[p] + 1]
        total = 0.0
        while i < i_end and j < j_end:
            if terms[i] == terms[j]:
                total += weights[i] * weights[j]
                i += 1
                j += 1
            elif terms[i] < terms[j]:
                i += 1
            else:
                j += 1
        out[p] = total


@compiled()
def fill_table(keys: Array, slots: Array) -> None:
    """Fill a hash table with the places of distinct keys, by linear probing.

    Args:
        keys: uint64[n]; their lower bits are spread already.
        slots: int32[power of two > n] to fill; -1 is a free slot.
    """
    slots[:] = -1
    mask = slots.size - 1
    for i in range(keys.size):
        slot = np.int64(keys[i] & uint64(mask))
        while slots[slot] >= 0:
            slot = (slot + 1) & mask
        slots[slot] = i


@compiled()
def look_up(keys: Array, slots: Array, values: Array, wanted: Array, missing: int, out: Array) -> None:
    """Look values up in a table that `fill_table` filled: 30 ns each, where a binary search takes 250.

    Args:
        keys: uint64[n].
        slots: int32[power of two].
        values: int32[n], the value of each key.
        wanted: uint64[m].
        missing: The value of a key that is not there.
        out: int64[m] to fill.
    """
    mask = slots.size - 1
    for i in range(wanted.size):
        slot = np.int64(wanted[i] & uint64(mask))
        out[i] = missing
        while slots[slot] >= 0:
            if keys[slots[slot]] == wanted[i]:
                out[i] = values[slots[slot]]
                break
            slot = (slot + 1) & mask
