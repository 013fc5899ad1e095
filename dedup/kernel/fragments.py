"""Cutting a tokenised text into fragments (sentences, roughly) and tokens into stems: the reworded stage's input.

A cheap cut: abbreviations may split a sentence, which matching over gaps forgives.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import uint64

from dedup.kernel.compiled import compiled, inner
from dedup.kernel.tokens import mix64

Array = Any  # numba infers the exact types; the callers' docstrings state them

_PRIME = np.uint64(0x100000001B3)
_LETTERS = 24  # letters of a token that count for its stem


@inner()
def _ends_sentence(codes: Array, begin: int, end: int) -> bool:
    """Say whether the characters between two tokens hold the end of a sentence or of a block of lines."""
    lines = 0
    for i in range(begin, end):
        c = codes[i]
        if c == 0x3002 or c == 0xFF01 or c == 0xFF1F or c == 0x0964 or c == 0x06D4:  # 。！？ danda, Urdu full stop
            return True
        if c == 0x2E or c == 0x21 or c == 0x3F or c == 0x2026:  # . ! ? …
            j = i + 1
            while j < end and not (codes[j] == 0x20 or codes[j] == 0x0A or codes[j] == 0xA0):
                j += 1
            if j < end:
                return True
        if c == 0x0A or c == 0x0B or c == 0x0C or c == 0x85 or c == 0x2029:
            lines += 1
    return lines >= 2


@compiled()
def cut_fragments(codes: Array, starts: Array, ends: Array, least: int, longest: int, bounds: Array) -> int:
    """Cut tokens into fragments after terminal punctuation and blank lines.

    Args:
        codes: uint32[chars], the code points of the text.
        starts: int32[n], first code point of each token.
        ends: int32[n], code point after each token.
        least: A fragment of fewer tokens is joined to the next one.
        longest: A fragment of so many tokens is cut.
        bounds: int32[n + 1] to fill: token at which each fragment starts, then n.

    Returns:
        How many fragments there are.
    """
    n = starts.size
    count = 0
    begin = 0
    for i in range(n):
        size = i + 1 - begin
        last = i == n - 1
        if last or size >= longest or (size >= least and _ends_sentence(codes, ends[i], starts[i + 1])):
            bounds[count] = begin
            count += 1
            begin = i + 1
    bounds[count] = n
    return count


@inner()
def _ends_with(letters: Array, n: int, suffix: Array) -> bool:
    for i in range(suffix.size):
        if letters[n - suffix.size + i] != suffix[i]:
            return False
    return True


@inner()
def stem_length(letters: Array, n: int, suffixes: Array, offsets: Array, keep: int, prefix: int) -> int:
    """Return how many of n letters make the stem: an ending is taken off, then a prefix is kept.

    Args:
        letters: uint32[>= n], folded.
        n: Letters of the token.
        suffixes: uint32[:], endings one after the other, longest first.
        offsets: int32[endings + 1], where each starts.
        keep: Letters that must stay.
        prefix: Letters that are kept at most.
    """
    for i in range(n):
        if letters[i] < 0x61 or letters[i] > 0x7A:
            return n
    for s in range(offsets.size - 1):
        size = offsets[s + 1] - offsets[s]
        if n - size >= keep and _ends_with(letters, n, suffixes[offsets[s] : offsets[s + 1]]):
            n -= size
            break
    if n > keep and letters[n - 1] == 0x65:  # "bridges" without "es" is "bridg"
        n -= 1
    return min(n, prefix)


@compiled()
def hash_stems(
    codes: Array, starts: Array, ends: Array, pages: Array, entries: Array, suffixes: Array, offsets: Array,
    keep: int, prefix: int, stems: Array,
) -> None:  # fmt: skip
    """Hash the stem of each token; of a single-character token (Chinese, Thai ...), it and the next one.

    Args:
        codes: uint32[chars], the code points of the text.
        starts: int32[n], first code point of each token.
        ends: int32[n], code point after each token.
        pages: uint16[:], see `text.unicode_table`.
        entries: uint32[:], likewise.
        suffixes, offsets, keep, prefix: See `stem_length`.
        stems: uint64[n] to fill.
    """
    letters = np.empty(_LETTERS, np.uint32)
    for t in range(starts.size):
        end = ends[t]
        c = codes[starts[t]]
        entry = entries[np.int64(pages[c >> np.uint32(8)]) * 256 + np.int64(c & np.uint32(255))]
        single = (entry >> np.uint32(21)) & np.uint32(7) == 2
        if single and t + 1 < starts.size and starts[t + 1] == end:
            end = starts[t + 1] + 1
        n = 0
        for i in range(starts[t], end):
            c = codes[i]
            entry = entries[np.int64(pages[c >> np.uint32(8)]) * 256 + np.int64(c & np.uint32(255))]
            kind = (entry >> np.uint32(21)) & np.uint32(7)
            if n < _LETTERS and kind != 3 and (kind != 4 or n == 0):
                letters[n] = entry & np.uint32(0x1FFFFF)
                n += 1
        kept = stem_length(letters, n, suffixes, offsets, keep, prefix)
        h = uint64(0xCBF29CE484222325)
        for i in range(kept):
            h = uint64((h ^ uint64(letters[i])) * _PRIME)
        stems[t] = mix64(h)
