"""Shingle hashes and MinHash signatures of many texts in one compiled pass.

The signature is datasketch's `affine32` scheme bit for bit; the permutations come from datasketch itself.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import uint32, uint64

from dedup.kernel.compiled import compiled, inner
from dedup.kernel.excerpts import is_held
from dedup.kernel.sorting import drop_repeats, sort_hashes
from dedup.kernel.tokens import mix64, scan_tokens

# Odd, so that multiplying by it loses nothing modulo 2^64; the golden ratio's digits, as in splitmix64.
_BASE = np.uint64(0x9E3779B97F4A7C15)
_BASE_2 = np.uint64(0xD6E8FEB86659FD93)

Array = Any  # numba infers the exact types; the callers' docstrings state them


@inner()
def roll_shingles(tokens: Array, n: int, k: int, seed: Any, out: Array) -> int:
    """Hash every run of k tokens into 64 bits by a rolling polynomial (Karp and Rabin 1987), finalised by `mix64`.

    Fewer than k tokens make one shingle of all of them; none make none.

    Args:
        tokens: uint64[:], token hashes.
        n: How many of them count.
        k: Tokens per shingle.
        seed: uint64, mixed into every shingle.
        out: uint64[:] to fill, at least `max(n - k + 1, 1)` long.

    Returns:
        How many shingles were written.
    """
    if n == 0:
        return 0
    width = min(n, k)
    h = uint64(0)
    top = uint64(1)
    for i in range(width):
        h = uint64(h * _BASE + tokens[i])
        if i > 0:
            top = uint64(top * _BASE)
    out[0] = mix64(h ^ seed)
    count = 1
    for i in range(width, n):
        h = uint64(uint64(h - uint64(tokens[i - width] * top)) * _BASE + tokens[i])
        out[count] = mix64(h ^ seed)
        count += 1
    return count


@inner()
def fill_signature(shingles: Array, n: int, a: Array, b: Array, mixed: Array, out: Array) -> None:
    """Fill one signature: for each permutation the minimum of `a * fmix32(low 32 bits) + b` modulo 2^32.

    Permutation outside, shingle inside: that order vectorises, the other does not (1.4 s against 9 s on 106 thousand
    articles when the design was tried).

    Args:
        shingles: uint64[:].
        n: How many of them count; 0 leaves the sentinel 2^32 - 1 everywhere, as datasketch does.
        a: uint32[permutations], odd.
        b: uint32[permutations].
        mixed: uint32[:], scratch, at least n long.
        out: uint32[permutations] to fill.
    """
    for i in range(n):
        h = uint32(shingles[i] & uint64(0xFFFFFFFF))
        h = uint32(h ^ (h >> uint32(16)))
        h = uint32(h * uint32(0x85EBCA6B))
        h = uint32(h ^ (h >> uint32(13)))
        h = uint32(h * uint32(0xC2B2AE35))
        mixed[i] = uint32(h ^ (h >> uint32(16)))
    for p in range(out.size):
        scale = uint32(a[p])
        shift = uint32(b[p])
        least = uint32(0xFFFFFFFF)
        for i in range(n):
            value = uint32(uint32(scale * mixed[i]) + shift)
            least = min(least, value)
        out[p] = least


@compiled()
def sketch_texts(
    data: Array, offsets: Array, ranges: Array, range_offsets: Array, pages: Array, entries: Array, expansions: Array,
    token_seed: Any, k: int, seed: Any, a: Array, b: Array, sample_below: Any, wanted: Array,
    signatures: Array, body_hashes: Array, token_counts: Array, samples: Array, positions: Array, sample_offsets: Array,
) -> int:  # fmt: skip
    """Sketch every text of an Arrow string column.

    Args:
        data: uint8[:], the column's bytes.
        offsets: int64[n + 1], where each text starts in them.
        ranges: int32[:], body spans of all texts, flattened (start, end) code points.
        range_offsets: int32[n + 1], where each text's ranges start.
        pages, entries, expansions: The Unicode table.
        token_seed: uint64.
        k: Tokens per shingle.
        seed: uint64, mixed into every shingle.
        a, b: uint32[permutations].
        sample_below: uint64; shingle hashes up to it are sampled.
        wanted: uint64[2^m], a filter; the shingle hashes that it holds are sampled, too.
        signatures: uint32[n, permutations] to fill.
        body_hashes: uint64[n, 2] to fill with 128 bits over the token sequence; (0, 0) for no token.
        token_counts: int32[n] to fill.
        samples: uint64[:] to fill with the sampled hashes, sorted and distinct within a text.
        positions: int32[:] to fill with the token at which each of them first starts.
        sample_offsets: int64[n + 1] to fill.

    Returns:
        How many samples were found; where it exceeds `samples.size`, the call must be repeated with that much room.
    """
    n = offsets.size - 1
    longest = 1
    for row in range(n):
        longest = max(longest, offsets[row + 1] - offsets[row])
    tokens = np.empty(longest, np.uint64)
    starts = np.empty(longest, np.int32)
    ends = np.empty(longest, np.int32)
    shingles = np.empty(longest, np.uint64)
    mixed = np.empty(longest, np.uint32)
    spare = np.empty(longest, np.uint64)
    spare_places = np.empty(longest, np.int32)
    found = 0
    sample_offsets[0] = 0
    for row in range(n):
        body = ranges[range_offsets[row] : range_offsets[row + 1]]
        m = scan_tokens(
            data, offsets[row], offsets[row + 1], body, pages, entries, expansions, token_seed, tokens, starts, ends
        )
        token_counts[row] = m
        h1 = uint64(0)
        h2 = uint64(0)
        for i in range(m):
            # not polynomials: modulo 2^64 those collide on Thue-Morse sequences, whatever their base
            h1 = uint64(uint64(h1 ^ tokens[i]) * _BASE)
            h1 ^= h1 >> uint64(29)
            h2 = uint64(uint64(h2 + tokens[i]) * _BASE_2)
            h2 ^= h2 >> uint64(32)
        if m > 0:
            h1 = mix64(h1 ^ seed)
        body_hashes[row, 0] = h1
        body_hashes[row, 1] = h2
        count = roll_shingles(tokens, m, k, seed, shingles)
        fill_signature(shingles, count, a, b, mixed, signatures[row])
        first = found
        for i in range(count):
            if shingles[i] <= sample_below or is_held(wanted, shingles[i]):
                if found < samples.size:
                    samples[found] = shingles[i]
                    positions[found] = i
                found += 1
        if found <= samples.size:
            found_here, places_here = samples[first:found], positions[first:found]
            sort_hashes(found_here, places_here, spare, spare_places)
            found = first + drop_repeats(found_here, places_here)
        sample_offsets[row + 1] = found
    return found


@compiled()
def shingle_tokens(
    tokens: Array, offsets: Array, k: int, seed: Any, out: Array, positions: Array, out_offsets: Array
) -> None:
    """Write the distinct shingle hashes of every token list, sorted, for exact comparison.

    Args:
        tokens: uint64[:], the lists one after another.
        offsets: int64[n + 1], where each starts in them.
        k, seed: As in `roll_shingles`.
        out: uint64[:] to fill, at least as long as `tokens`.
        positions: int32[:] to fill with the token at which each shingle first starts; empty where nobody asks.
        out_offsets: int64[n + 1] to fill.
    """
    n = offsets.size - 1
    longest = 1
    for row in range(n):
        longest = max(longest, offsets[row + 1] - offsets[row])
    spare = np.empty(longest, np.uint64)
    spare_places = np.empty(min(longest, positions.size), np.int32)
    filled = 0
    out_offsets[0] = 0
    for row in range(n):
        own = tokens[offsets[row] : offsets[row + 1]]
        count = roll_shingles(own, own.size, k, seed, out[filled:])
        hashes = out[filled : filled + count]
        places = positions[filled : filled + count]
        for i in range(places.size):
            places[i] = i
        sort_hashes(hashes, places, spare, spare_places)
        filled += drop_repeats(hashes, places)
        out_offsets[row + 1] = filled
