"""Hashes of lines, of the sentences at both ends of long lines, and of whole texts, in one pass over their bytes.

`cleaning.boilerplate` counts them on every text before the first is cleaned, so nothing else is measured here.
Letters and digits count, ASCII case doesn't, nor does anything between words.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import uint8, uint64

from dedup.kernel.bits import load_eight
from dedup.kernel.compiled import compiled, inner
from dedup.kernel.lines import line_end
from dedup.kernel.tokens import mix64

HEAD, TAIL = 2, 4  # sentences looked at: a dateline and a lead-in before the text, notices and credits behind it
LONGEST = 600  # bytes: legal notices and newsletter boxes are shorter, body paragraphs need no count
_LEAST = 200  # bytes of a line that is looked at by sentences; forty words have more
_LINE_WORDS, _SENTENCE_WORDS = np.int64(40), np.int64(4)  # for a plain number numba would compile anew
_PROSE = 40  # bytes that a line of prose has at least
_BLOCK = 32  # bytes that are looked at at once
_HIGH = np.uint64(0x8080808080808080)  # the upper bit of each of eight bytes

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


@compiled()
def hash_lines(
    data: Array, offsets: Array, hashes: Array, rows: Array, spans: Array, weights: Array, texts: Array
) -> int:
    """Hash every line that holds a word, every sentence that may be boilerplate, and every text.

    A sentence's hash equals that of a line of the same words. Only the first two and last four sentences count, of
    lines that have three and more.

    Args:
        data: uint8[:], UTF-8.
        offsets: int64[n + 1], where each text starts.
        hashes: uint64[:] to fill; as many as there are lines, and 8 more for every 200 bytes, suffice.
        rows: int32[:] to fill with the text of each.
        spans: int64[:, 3] to fill with first byte, byte after the last, and 1 for a sentence.
        weights: int32[:] to fill with how much of its text's prose each stands for, in bytes: a line that is cut into
            sentences nothing, those at its ends for what lies between them too, a line that is no prose an eighth.
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
            stop = line_end(data, start, end)
            first, last = start, stop
            while last > first and data[last - 1] <= 32:
                last -= 1
            while first < last and data[first] <= 32:
                first += 1
            h, factor = _hash(data, first, last)
            if h != 0:
                text = uint64(uint64(text * factor) + h)
                edges = _find_edges(data, first, last, bounds) if last - first >= _LEAST else 0
                if last - first <= LONGEST:
                    hashes[n], rows[n], spans[n, 0], spans[n, 1], spans[n, 2] = mix64(h), row, first, last, 0
                    weights[n] = 0 if edges > 0 else _line_weight(data, first, last)
                    n += 1
                before = n
                between = last - first
                for k in range(edges):
                    begin, after = bounds[k, 0], bounds[k, 1]
                    if after - begin > LONGEST or not _has_words(data, begin, after, _SENTENCE_WORDS):
                        continue
                    h, factor = _hash(data, begin, after)
                    hashes[n], rows[n], spans[n, 0], spans[n, 1], spans[n, 2] = mix64(h), row, begin, after, 1
                    weights[n] = after - begin
                    between -= after - begin
                    n += 1
                _share_between(spans, weights, before, n, (first + last) >> 1, between)
            start = stop + 1
        texts[row] = mix64(text)
    return n


@inner()
def _line_weight(data: Array, begin: int, end: int) -> int:
    """Return how many bytes of prose a line stands for: all of a line that ends a sentence, an eighth of any other."""
    i = end - 1
    while i > begin and (data[i] == 34 or data[i] == 39 or data[i] == 41 or data[i] == 93):  # quotes and brackets
        i -= 1
    if end - begin >= _PROSE and (data[i] == 46 or data[i] == 33 or data[i] == 63 or data[i] >= 0x80):
        return end - begin
    return max((end - begin) >> 3, 1)


@inner()
def _share_between(spans: Array, weights: Array, begin: int, end: int, middle: int, between: int) -> None:
    """Add what lies between the sentences at a line's ends to those in its first half; to all where there are none."""
    ahead = 0
    for k in range(begin, end):
        ahead += spans[k, 0] < middle
    for k in range(begin, end):
        if ahead == 0 or spans[k, 0] < middle:
            weights[k] += between // max(ahead, 1)


@inner()
def _hash(data: Array, begin: int, end: int) -> tuple[Any, Any]:
    """Return a rolling hash of a span's words, and what to multiply a hash by before they are appended.

    No branch decides between letter and separator: those multiply by one and add nothing.
    """
    quarter = (end - begin) >> 2
    if quarter < 8 or not _is_plain(data, begin, end):
        return _hash_any(data, begin, end)
    # in four parts at once, for each byte waits for the one before it; the hash of a whole follows from its parts
    h, h2, h3, h4 = uint64(0), uint64(0), uint64(0), uint64(0)
    factor, factor2, factor3, factor4 = uint64(1), uint64(1), uint64(1), uint64(1)
    span = data[begin:end]  # the compiler knows then that no index is negative
    for i in range(quarter):
        b, b2, b3, b4 = span[i], span[i + quarter], span[i + 2 * quarter], span[i + 3 * quarter]
        h = uint64(uint64(h * _FACTORS[b]) + _VALUES[b])
        h2 = uint64(uint64(h2 * _FACTORS[b2]) + _VALUES[b2])
        h3 = uint64(uint64(h3 * _FACTORS[b3]) + _VALUES[b3])
        h4 = uint64(uint64(h4 * _FACTORS[b4]) + _VALUES[b4])
        factor = uint64(factor * _FACTORS[b])
        factor2 = uint64(factor2 * _FACTORS[b2])
        factor3 = uint64(factor3 * _FACTORS[b3])
        factor4 = uint64(factor4 * _FACTORS[b4])
    h = uint64(uint64(h * factor2) + h2)
    h3 = uint64(uint64(h3 * factor4) + h4)
    h = uint64(uint64(h * uint64(factor3 * factor4)) + h3)
    factor = uint64(uint64(factor * factor2) * uint64(factor3 * factor4))
    for i in range(begin + 4 * quarter, end):
        scale = _FACTORS[data[i]]
        h = uint64(uint64(h * scale) + _VALUES[data[i]])
        factor = uint64(factor * scale)
    return h, factor


@inner()
def _is_plain(data: Array, begin: int, end: int) -> bool:
    """Say whether a span holds ASCII only."""
    high = uint64(0)
    for i in range(begin, end - 7, 8):
        eight: Any = load_eight(data, i)  # type: ignore[call-arg]  # the first argument is numba's own
        high |= eight
    eight = load_eight(data, end - 8)  # type: ignore[call-arg]
    return bool((high | eight) & _HIGH == 0)


@inner()
def _hash_any(data: Array, begin: int, end: int) -> tuple[Any, Any]:
    """Return the same for a span of any characters."""
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


@inner()
def _has_words(data: Array, begin: int, end: int, most: Any) -> bool:
    """Say whether a span has that many words."""
    words: Any = np.int64(_FACTORS[data[begin]] != 1)
    at = begin + 1
    while at + _BLOCK <= end and words < most:
        block = data[at - 1 : at + _BLOCK]
        n = uint8(0)
        for j in range(_BLOCK):
            c, before = block[j + 1], block[j]
            letter = (uint8((c | 32) - 97) < 26) | (uint8(c - 48) < 10) | (c == 95) | (c >= 128)
            inside = (uint8((before | 32) - 97) < 26) | (uint8(before - 48) < 10) | (before == 95) | (before >= 128)
            n = uint8(n + uint8(letter & (not inside)))
        words += n
        at += _BLOCK
    while at < end and words < most:
        words += _FACTORS[data[at]] != 1 and _FACTORS[data[at - 1]] == 1
        at += 1
    return bool(words >= most)


@inner()
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


@inner()
def _find_edges(data: Array, begin: int, end: int, bounds: Array) -> int:
    """Fill first byte and byte after of the sentences at both ends of a line; return how many, 0 for less than three.

    Both ends are walked from outside, so that a long text costs no more than a short one.
    """
    if not _has_words(data, begin, end, _LINE_WORDS):
        return 0
    n = 0
    after = end
    i = _stop_before(data, begin, end)
    while i > begin and n < TAIL:
        at = _next_start(data, i, after)
        if at >= 0:
            bounds[n, 0], bounds[n, 1] = at, after
            after = at
            n += 1
        i = _stop_before(data, begin, i)
    tail = n
    at = begin
    i = _stop_at(data, begin, after)
    while i < after and n < tail + HEAD:
        start = _next_start(data, i, end)
        if start > after:
            break
        if start >= 0:
            bounds[n, 0], bounds[n, 1] = at, start
            n += 1
            at = start
        i = _stop_at(data, i + 1, after)
    return n if n >= 3 else 0


@inner()
def _stop_before(data: Array, begin: int, i: int) -> int:
    """Return the place of the last full stop, "!" or "?" before i; `begin` where none stands behind that."""
    while i - _BLOCK > begin and not _holds_stop(data[i - _BLOCK : i]):
        i -= _BLOCK
    i -= 1
    while i > begin and data[i] != 46 and data[i] != 33 and data[i] != 63:
        i -= 1
    return i


@inner()
def _stop_at(data: Array, i: int, end: int) -> int:
    """Return the place of the first full stop, "!" or "?" from i on; `end` where none stands before that."""
    while i + _BLOCK <= end and not _holds_stop(data[i : i + _BLOCK]):
        i += _BLOCK
    while i < end and data[i] != 46 and data[i] != 33 and data[i] != 63:
        i += 1
    return i


@inner()
def _holds_stop(block: Array) -> bool:
    found = uint8(0)
    for j in range(_BLOCK):
        found = uint8(found | uint8((block[j] == 46) | (block[j] == 33) | (block[j] == 63)))
    return bool(found)


@compiled()
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


@compiled()
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
