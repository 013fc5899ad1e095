"""Matching runs of two token sequences and the chains they form: the loops behind verbatim and edited passages."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import uint64

from dedup.kernel.arrays import ascending, grow_rows
from dedup.kernel.compiled import compiled, inner
from dedup.kernel.tokens import mix64

Array = Any  # numba infers the exact types; the callers' docstrings state them

# Of a shingle that stands in a text more often than this, the first places are tried and the others are not: one
# token repeated 100,000 times then costs 8 comparisons a token, not 100,000.
PLACES_PER_SHINGLE = 8
# Token comparisons allowed per token of the longer text before only the first place of a shingle is tried.
WORK_PER_TOKEN = 64
# A run is compared with this many of the latest chains, so that thousands of runs that fit nowhere stay linear.
OPEN_CHAINS = 32
_FIBONACCI = np.uint64(0x9E3779B97F4A7C15)


@inner()
def hash_shingles(tokens: Array, k: int, out: Array) -> int:
    """Write the hash of every k consecutive tokens (uint64) into out; return how many there are."""
    n = tokens.size - k + 1
    for i in range(n):
        h = uint64(0)
        for j in range(k):
            h = uint64(h * _FIBONACCI) ^ tokens[i + j]
            h ^= h >> uint64(31)
        out[i] = mix64(h)
    return int(max(n, 0))


@inner()
def index_shingles(shingles: Array, heads: Array, following: Array) -> None:
    """Chain the places of equal shingles in ascending order.

    Args:
        shingles: uint64[n].
        heads: int32[power of two > n] to fill: slot (linear probing) -> first place, -1 for none.
        following: int32[n] to fill: next place of the same shingle, -1 at the end.
    """
    heads[:] = -1
    mask = heads.size - 1
    for j in range(shingles.size - 1, -1, -1):
        slot = np.int64(shingles[j] & uint64(mask))
        while heads[slot] >= 0 and shingles[heads[slot]] != shingles[j]:
            slot = (slot + 1) & mask
        following[j] = heads[slot]
        heads[slot] = j


@compiled()
def find_runs(a: Array, b: Array, k: int) -> Array:
    """Find runs of equal tokens that can't be extended, at least k tokens long.

    A run whose place in both texts overlaps the furthest run found before is that run shifted by a period, and is
    left out.

    Args:
        a: uint64[n] token hashes.
        b: uint64[m] token hashes.
        k: Shingle size of the seeds.

    Returns:
        int32[runs, 3]: start in a, start in b, length; by start in a, then in b.
    """
    n, m = a.size - k + 1, b.size - k + 1
    runs = np.empty((16, 3), np.int32)
    if n <= 0 or m <= 0:
        return runs[:0]
    shingles_a = np.empty(n, np.uint64)
    shingles_b = np.empty(m, np.uint64)
    hash_shingles(a, k, shingles_a)
    hash_shingles(b, k, shingles_b)
    size = 16
    while size < 2 * m:
        size *= 2
    heads = np.empty(size, np.int32)
    following = np.empty(m, np.int32)
    index_shingles(shingles_b, heads, following)
    mask = size - 1
    count = 0
    work = 0
    budget = WORK_PER_TOKEN * max(n, m)
    reach_start, reach_end, reach_shift = 0, 0, 0  # the run that ends last in a: [start, end), b = a + shift
    for i in range(n):
        slot = np.int64(shingles_a[i] & uint64(mask))
        while heads[slot] >= 0 and shingles_b[heads[slot]] != shingles_a[i]:
            slot = (slot + 1) & mask
        j = int(heads[slot])
        tried = 0
        while j >= 0 and tried < PLACES_PER_SHINGLE:
            place = j
            j = int(following[place])
            tried += 1
            if work > budget and (tried > 1 or i < reach_end):
                break
            if i > 0 and place > 0 and a[i - 1] == b[place - 1]:
                continue
            if reach_start <= i < reach_end and reach_start + reach_shift <= place < reach_end + reach_shift:
                continue
            length = 0
            while i + length < a.size and place + length < b.size and a[i + length] == b[place + length]:
                length += 1
            work += length
            if length < k:
                continue
            runs = grow_rows(runs, count)
            runs[count, 0] = i
            runs[count, 1] = place
            runs[count, 2] = length
            count += 1
            if i + length > reach_end:
                reach_start, reach_end, reach_shift = i, i + length, place - i
    return runs[:count]


@inner()
def chain_runs(runs: Array, gap: int, gap_share: float) -> Array:
    """Join runs that follow each other in both texts into chains.

    Args:
        runs: int32[r, 3] from `find_runs`.
        gap: Tokens that may lie between two runs in either text.
        gap_share: Further tokens, as a share of the shorter one of chain and run.

    Returns:
        int32[chains, 5]: start and end in a, start and end in b, tokens matched; in the order of their first run.
    """
    chains = np.empty((runs.shape[0], 5), np.int32)
    count = 0
    for r in range(runs.shape[0]):
        start_a, start_b, length = np.int64(runs[r, 0]), np.int64(runs[r, 1]), np.int64(runs[r, 2])
        best, best_gap, best_cut = -1, np.int64(1 << 30), np.int64(0)
        for c in range(count - 1, max(count - OPEN_CHAINS, 0) - 1, -1):
            gap_a = start_a - chains[c, 1]
            gap_b = start_b - chains[c, 3]
            cut = max(-min(gap_a, gap_b), np.int64(0))  # tokens of the run that the chain has already
            if cut >= length or start_a < chains[c, 0] or start_b < chains[c, 2]:
                continue
            allowed = gap + np.int64(gap_share * min(length, np.int64(chains[c, 4])))
            wider = max(gap_a, gap_b) + cut
            if wider <= allowed and wider < best_gap:
                best, best_gap, best_cut = c, wider, cut
        if best < 0:
            chains[count, 0] = start_a
            chains[count, 1] = start_a + length
            chains[count, 2] = start_b
            chains[count, 3] = start_b + length
            chains[count, 4] = length
            count += 1
        else:
            chains[best, 1] = start_a + length
            chains[best, 3] = start_b + length
            chains[best, 4] += length - best_cut
    return chains[:count]


@inner()
def _precedes(a: Array, b: Array) -> bool:
    """Say which of two texts is taken first, whatever the order they came in: the shorter, then the smaller."""
    if a.size != b.size:
        return bool(a.size < b.size)
    for i in range(a.size):
        if a[i] != b[i]:
            return bool(a[i] < b[i])
    return True


@inner()
def _drop_inner(chains: Array) -> Array:
    """Drop chains that lie inside a larger one in both texts: a passage that resembles itself, shifted."""
    kept = np.empty(chains.shape[0], np.int64)
    stays = np.zeros(chains.shape[0], np.bool_)
    count = 0
    for c in ascending(-chains[:, 4].astype(np.float64)):
        inner = False
        for x in range(min(count, OPEN_CHAINS)):
            k = kept[x]
            if (
                chains[k, 0] <= chains[c, 0] and chains[c, 1] <= chains[k, 1]
                and chains[k, 2] <= chains[c, 2] and chains[c, 3] <= chains[k, 3]
            ):  # fmt: skip
                inner = True
                break
        if not inner:
            kept[count] = c
            stays[c] = True
            count += 1
    return chains[stays]


@compiled()
def find_chains(a: Array, b: Array, k: int, gap: int, gap_share: float, least: int) -> Array:
    """Find the passages that two texts share word for word, or nearly; the same whichever text comes first.

    Args:
        a: uint64[n] token hashes.
        b: uint64[m] token hashes.
        k: Shingle size of the seeds.
        gap: See `chain_runs`.
        gap_share: See `chain_runs`.
        least: Tokens that a chain must match.

    Returns:
        int32[chains, 5]: start and end in a, start and end in b, tokens matched; by start in a, then in b.
    """
    forward = _precedes(a, b)
    # the shorter text is indexed
    runs = find_runs(b, a, k) if forward else find_runs(a, b, k)
    chains = chain_runs(runs, gap, gap_share)
    chains = _drop_inner(chains[chains[:, 4] >= least])
    if forward:
        swapped = chains.copy()
        swapped[:, 0] = chains[:, 2]
        swapped[:, 1] = chains[:, 3]
        swapped[:, 2] = chains[:, 0]
        swapped[:, 3] = chains[:, 1]
        chains = swapped
    return chains[ascending(chains[:, 0] * (b.size + 1.0) + chains[:, 2])]


@compiled()
def find_chains_of_pairs(
    hashes: Array, bounds: Array, pairs: Array, k: int, gap: int, gap_share: float, least: int
) -> tuple[Array, Array]:
    """Call `find_chains` for many pairs of texts.

    Args:
        hashes: uint64[tokens] of all texts, one after the other.
        bounds: int64[texts + 1], where the tokens of each text start.
        pairs: int32[p, 2], numbers of two texts.
        k, gap, gap_share, least: See `find_chains`.

    Returns:
        int32[chains], number of the pair; int32[chains, 5] as of `find_chains`, tokens counted in their own text.
    """
    owner = np.empty(16, np.int32)
    found = np.empty((16, 5), np.int32)
    count = 0
    for p in range(pairs.shape[0]):
        x, y = pairs[p, 0], pairs[p, 1]
        chains = find_chains(
            hashes[bounds[x] : bounds[x + 1]], hashes[bounds[y] : bounds[y + 1]], k, gap, gap_share, least
        )
        n = chains.shape[0]
        if count + n > owner.size:
            room = 2 * (count + n)
            more_owner = np.empty(room, np.int32)
            more_owner[:count] = owner[:count]
            owner = more_owner
            more_found = np.empty((room, 5), np.int32)
            more_found[:count] = found[:count]
            found = more_found
        owner[count : count + n] = p
        found[count : count + n] = chains
        count += n
    return owner[:count], found[:count]
