"""Which tokens are facts (numbers, dates, names), and by which tokens two texts differ: for telling templates."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import uint64

from dedup.kernel.compiled import compiled
from dedup.kernel.sorting import drop_repeats, sort_hashes

Array = Any  # numba infers the exact types; the callers' docstrings state them

# Bits of a character's class, see `matching.templates`.
DIGIT, UPPER, CASED, STOP = 1, 2, 4, 8


@compiled()
def mark_facts(
    chars: Array, text_ends: Array, classes: Array, starts: Array, offsets: Array, function_words: Array, out: Array
) -> None:
    """Mark the tokens that are facts: those with a digit, and names by their capital letter.

    A word that begins a sentence may be a name, unless it is a function word. Where most words have a capital, none of
    them tells.

    Args:
        chars: uint32[:], the code points of all texts.
        text_ends: int64[n], where each text ends in them.
        classes: uint8[:], class of each code point below its size; those above have none.
        starts: int64[m], where each token starts in `chars`; it ends before the next.
        offsets: int64[n + 1], where each text's tokens start.
        function_words: bool[m], tokens that are function words.
        out: uint8[m] to fill: 1 for a fact, 2 for what may be one, 0 for other words.
    """
    for text in range(offsets.size - 1):
        first = offsets[text]
        last = offsets[text + 1]
        cased = 0
        capital = 0
        for i in range(first, last):
            digit = False
            for at in range(starts[i], starts[i + 1] if i + 1 < last else text_ends[text]):
                if chars[at] < classes.size and classes[chars[at]] & DIGIT:
                    digit = True
            out[i] = np.uint8(digit)
            head = np.uint8(0) if chars[starts[i]] >= classes.size else classes[chars[starts[i]]]
            if head & CASED:
                cased += 1
                capital += (head & UPPER) != 0
        if 10 * capital > 7 * cased:
            continue
        for i in range(first, last):
            head = np.uint8(0) if chars[starts[i]] >= classes.size else classes[chars[starts[i]]]
            if not head & UPPER:
                continue
            begins = i == first
            if not begins:
                for at in range(starts[i - 1], starts[i]):
                    if chars[at] < classes.size and classes[chars[at]] & STOP:
                        begins = True
            if not begins:
                out[i] = np.uint8(1)
            elif not function_words[i] and out[i] == 0:
                out[i] = np.uint8(2)


@compiled()
def collect_types(hashes: Array, facts: Array, offsets: Array, out: Array, out_offsets: Array) -> None:
    """Write the distinct tokens of every text: hash above the two lowest bits, which hold the least of its marks.

    Args:
        hashes: uint32[m], tokens of n texts.
        facts: uint8[m], see `mark_facts`.
        offsets: int64[n + 1], where each text's tokens start.
        out: uint64[m] to fill.
        out_offsets: int64[n + 1] to fill.
    """
    longest = 1
    for text in range(offsets.size - 1):
        longest = max(longest, offsets[text + 1] - offsets[text])
    spare = np.empty(longest, np.uint64)
    nothing = np.empty(0, np.int32)
    filled = 0
    out_offsets[0] = 0
    for text in range(offsets.size - 1):
        count = offsets[text + 1] - offsets[text]
        here = out[filled : filled + count]
        for i in range(count):
            at = offsets[text] + i
            here[i] = (uint64(hashes[at]) << uint64(2)) | uint64(facts[at])
        sort_hashes(here, nothing, spare, nothing)
        count = drop_repeats(here, nothing)
        kept = 0
        for i in range(count):
            if kept == 0 or here[i] >> uint64(2) != here[kept - 1] >> uint64(2):
                here[kept] = here[i]
                kept += 1
        filled += kept
        out_offsets[text + 1] = filled


@compiled()
def count_differences(types: Array, starts: Array, ends: Array, first: Array, second: Array, out: Array) -> None:
    """Count the distinct tokens by which the texts of pairs differ.

    Args:
        types: uint64[:], see `collect_types`.
        starts, ends: int64[n], where each text's types stand.
        first, second: int64[p], the pairs.
        out: int64[6, p] to fill: facts (and what may be one) and other words only in the first;
            the same in the second; facts of each, what may be one only where it differs.
    """
    for p in range(first.size):
        i = starts[first[p]]
        i_end = ends[first[p]]
        j = starts[second[p]]
        j_end = ends[second[p]]
        counts = np.zeros(6, np.int64)
        while i < i_end or j < j_end:
            x = types[i] if i < i_end else uint64(0xFFFFFFFFFFFFFFFF)
            y = types[j] if j < j_end else uint64(0xFFFFFFFFFFFFFFFF)
            if x >> uint64(2) == y >> uint64(2):
                counts[4] += np.int64(x & uint64(3) == 1)
                counts[5] += np.int64(y & uint64(3) == 1)
                i += 1
                j += 1
            elif x < y:
                fact = np.int64(x & uint64(3) > 0)
                counts[4] += fact
                counts[0] += fact
                counts[1] += 1 - fact
                i += 1
            else:
                fact = np.int64(y & uint64(3) > 0)
                counts[5] += fact
                counts[2] += fact
                counts[3] += 1 - fact
                j += 1
        for c in range(6):
            out[c, p] = counts[c]
