"""Hashes of lines, of the sentences at both ends of long lines, and of whole texts, in one pass over their bytes.

Called by `cleaning.furniture`, which counts them on every text before the first is cleaned: so nothing else is measured
here. Letters and digits count, ASCII case doesn't, nor does anything between words.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit, uint64

from dedup.kernel.tokens import mix64

HEAD, TAIL = 2, 4  # sentences looked at: a dateline and a lead-in before the text, notices and credits behind it
LONGEST = 600  # bytes: legal notices and newsletter boxes are shorter, body paragraphs need no count
_LEAST = 200  # bytes of a line that is looked at by sentences; forty words have more
_LINE_WORDS, _SENTENCE_WORDS = 40, 4

Array = Any  # numba infers the exact types; the callers' docstrings state them


def _tables() -> tuple[Any, Any]:
    """Return by byte what a rolling hash is multiplied by and what is added: 1 and 0 for what stands between words."""
    folded = bytes(range(256)).lower()
    counts = [byte >= 0x80 or chr(byte).isalnum() or byte == 95 for byte in range(256)]
    values = np.random.default_rng(7).integers(1, 2**63, 256, np.uint64)
    return (
        np.where(counts, np.uint64(0x9E3779B97F4A7C15), np.uint64(1)),
        np.where(counts, values[list(folded)], np.uint64(0)),
    )


_FACTORS, _VALUES = _tables()


@njit(cache=True, nogil=True)
def hash_lines(data: Array, offsets: Array, hashes: Array, rows: Array, spans: Array, texts: Array) -> int:
    """Hash every line that holds a word, every sentence that may be furniture, and every text.

    A sentence's hash equals that of a line of the same words. Only the first two and last four sentences count, of
    lines that have three and more.

    Args:
        data: uint8[:], UTF-8.
        offsets: int64[n + 1], where each text starts.
        hashes: uint64[:] to fill; as many as there are lines, and 8 more for every 200 bytes, suffice.
        rows: int32[:] to fill with the text of each.
        spans: int64[:, 3] to fill with first byte, byte after the last, and 1 for a sentence.
        texts: uint64[n] to fill; equal for texts of equal words, however their lines are broken.

    Returns:
        How many lines and sentences were written.
    """
    n = 0
    bounds = np.empty((HEAD + TAIL, 2), np.int64)
    for row in range(offsets.size - 1):
        end = offsets[row + 1]
        start = offsets[row]
        text = uint64(0)
        while start < end:
            stop = start
            while stop < end and data[stop] != 10 and data[stop] != 13:
                stop += 1
            first, last = start, stop
            while last > first and data[last - 1] <= 32:
                last -= 1
            while first < last and data[first] <= 32:
                first += 1
            h, factor = _hash(data, first, last)
            if h != 0:
                text = uint64(uint64(text * factor) + h)
                if last - first <= LONGEST:
                    hashes[n], rows[n], spans[n, 0], spans[n, 1], spans[n, 2] = mix64(h), row, first, last, 0
                    n += 1
                if last - first >= _LEAST:
                    for k in range(_find_edges(data, first, last, bounds)):
                        begin, after = bounds[k, 0], bounds[k, 1]
                        if after - begin > LONGEST or _count_words(data, begin, after, _SENTENCE_WORDS) == 0:
                            continue
                        h, factor = _hash(data, begin, after)
                        hashes[n], rows[n], spans[n, 0], spans[n, 1], spans[n, 2] = mix64(h), row, begin, after, 1
                        n += 1
            start = stop + 1
        texts[row] = mix64(text)
    return n


@njit(cache=True, nogil=True)
def _hash(data: Array, begin: int, end: int) -> tuple[Any, Any]:
    """Return a rolling hash of a span's words, and what to multiply a hash by before they are appended.

    No branch decides between letter and separator: those multiply by one and add nothing.
    """
    h = uint64(0)
    factor = uint64(1)
    i = begin
    while i < end:
        b = data[i]
        if b == 0xE2:  # U+2000 to U+2FFF: dashes, quotes, bullets, arrows
            i += 3
            continue
        if b == 0xC2 or (b == 0xE3 and i + 1 < end and data[i + 1] == 0x80):  # signs of Latin-1, of Chinese, Japanese
            i += 2 if b == 0xC2 else 3
            continue
        if b == 0xC3 and i + 1 < end and (data[i + 1] == 0x97 or data[i + 1] == 0xB7):  # times, which closes a box
            i += 2
            continue
        scale = _FACTORS[b]
        h = uint64(uint64(h * scale) + _VALUES[b])
        factor = uint64(factor * scale)
        i += 1
    return h, factor


@njit(cache=True, nogil=True)
def _count_words(data: Array, begin: int, end: int, most: int) -> int:
    """Return `most` where a span has that many words, else 0."""
    words = 0
    inside = False
    for i in range(begin, end):
        letter = _FACTORS[data[i]] != 1
        if letter and not inside:
            words += 1
            if words == most:
                return most
        inside = letter
    return 0


@njit(cache=True, nogil=True)
def _next_start(data: Array, i: int, end: int) -> int:
    """Return where a sentence starts behind the full stop at i, -1 where none does."""
    spaced = False
    i += 1
    while i < end:
        b = data[i]
        if b & 0xC0 != 0x80:
            if spaced and (65 <= b <= 90 or b == 34 or b >= 0xC3 or 48 <= b <= 57 or b == 40):
                return i
            if b == 32 or b == 9:
                spaced = True
            elif b != 34 and b != 39 and b != 41 and b != 93 and b < 0x80:
                return -1
        i += 1
    return -1


@njit(cache=True, nogil=True)
def _find_edges(data: Array, begin: int, end: int, bounds: Array) -> int:
    """Fill first byte and byte after of the sentences at both ends of a line; return how many, 0 for less than three.

    Both ends are walked from outside, so that a long text costs no more than a short one.
    """
    if _count_words(data, begin, end, _LINE_WORDS) == 0:
        return 0
    n = 0
    after = end
    i = end - 1
    while i > begin and n < TAIL:
        b = data[i]
        if b == 46 or b == 33 or b == 63:
            at = _next_start(data, i, after)
            if at >= 0:
                bounds[n, 0], bounds[n, 1] = at, after
                after = at
                n += 1
        i -= 1
    tail = n
    at = begin
    i = begin
    while i < after and n < tail + HEAD:
        b = data[i]
        if b == 46 or b == 33 or b == 63:
            start = _next_start(data, i, end)
            if start > after:
                break
            if start >= 0:
                bounds[n, 0], bounds[n, 1] = at, start
                n += 1
                at = start
        i += 1
    return n if n >= 3 else 0


@njit(cache=True, nogil=True)
def mark_first(hashes: Array, rows: Array, keys: Array, stamps: Array, first: Array) -> None:
    """Mark the first of equal hashes in each text.

    Args:
        hashes: uint64[n].
        rows: int32[n], sorted.
        keys: uint64[2^k], scratch, more than twice as many as a text has hashes.
        stamps: int32[2^k], all -1.
        first: bool[n] to fill.
    """
    mask = uint64(keys.size - 1)
    for i in range(hashes.size):
        slot = hashes[i] & mask
        while stamps[slot] == rows[i] and keys[slot] != hashes[i]:
            slot = (slot + uint64(1)) & mask
        first[i] = stamps[slot] != rows[i]
        stamps[slot] = rows[i]
        keys[slot] = hashes[i]


@njit(cache=True, nogil=True)
def add_keys(known: Array, keys: Array, new: Array) -> int:
    """Add keys to a set; return how many it had not.

    Args:
        known: uint64[2^k], the set (open addressing, 0 is empty), with room for all of them.
        keys: uint64[n], none of them 0.
        new: bool[n] to fill: whether the set had it not.
    """
    mask = uint64(known.size - 1)
    added = 0
    for i in range(keys.size):
        slot = keys[i] & mask
        while known[slot] != 0 and known[slot] != keys[i]:
            slot = (slot + uint64(1)) & mask
        new[i] = known[slot] == 0
        known[slot] = keys[i]
        added += new[i]
    return added
