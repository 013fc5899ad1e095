"""Lines of many texts with the counts that tell body from boilerplate, in one compiled pass.

Tokens come from `kernel.tokens`, what a line's characters are from `line_counts`, `line_characters` and `line_edges`;
here texts are cut into lines, and the words of a line are looked up.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import uint8, uint64

from dedup.kernel.bits import load_eight
from dedup.kernel.compiled import compiled, inner
from dedup.kernel.line_characters import count_any
from dedup.kernel.line_columns import (
    BYTE_END,
    BYTE_START,
    CUES,
    END,
    GAP,
    LINES,
    ROW,
    START,
    STOPS,
    TOKEN,
    TOKENS,
)
from dedup.kernel.line_counts import BLOCK, count_plain
from dedup.kernel.line_edges import note_edges
from dedup.kernel.tokens import mix64, scan_tokens

_EXACT_BYTES = 900  # no known form is longer, see `cleaning.classify`
_LOWER = np.uint64(0xFFFFFFFF)
_FNV_PRIME = np.uint64(0x100000001B3)
_PRIME = np.uint64(0x9FB21C651E98DF25)

Array = Any  # numba infers the exact types; the callers' docstrings state them


@compiled()
def count_breaks(data: Array) -> int:
    """Return how many line breaks the bytes hold: with the number of texts, a bound on the number of lines."""
    n: Any = 0
    whole = data.size // BLOCK * BLOCK
    for at in range(0, whole, BLOCK):
        block = data[at : at + BLOCK]
        breaks = uint8(0)
        for j in range(BLOCK):  # a loop of fixed length over bytes: all of them at once
            breaks = uint8(breaks + uint8((block[j] == 10) | (block[j] == 13)))
        n += breaks
    for i in range(whole, data.size):
        n += (data[i] == 10) | (data[i] == 13)
    return int(n)


@inner()
def line_end(data: Array, begin: int, end: int) -> int:
    """Return where the line that begins at a byte ends: at the next break, else at the end."""
    at = begin
    while at + BLOCK <= end:
        block = data[at : at + BLOCK]
        found = uint8(0)
        for j in range(BLOCK):
            found = uint8(found | uint8((block[j] == 10) | (block[j] == 13)))
        if found:
            break
        at += BLOCK
    while at < end and data[at] != 10 and data[at] != 13:
        at += 1
    return at


@compiled(inline="always")
def look_up(words: Array, h: Any) -> Any:
    """Return the value of a word's hash in `cleaning.cues.word_table`, 0 where it has none."""
    mask = uint64(words.shape[1] - 1)
    first = words[0, h & mask] ^ h
    second = words[1, (h >> uint64(12)) & mask] ^ h
    value = first if first <= _LOWER else (second if second <= _LOWER else h)
    return (value ^ h) & _LOWER


@compiled()
def scan_lines(
    data: Array, offsets: Array, pages: Array, entries: Array, expansions: Array, seed: Any,
    signs: Array, words: Array, table: Array, hashes: Array, exact: Array,
    tokens: Array, token_starts: Array, token_ends: Array, token_offsets: Array, languages: Array, whole: Array,
    scratch: Array,
) -> int:  # fmt: skip
    """Measure every line of every text.

    Args:
        data: uint8[:], bytes of an Arrow string column.
        offsets: int64[n + 1], where each text starts in them.
        pages, entries, expansions: The Unicode table, see `text.unicode_table`.
        seed: uint64 that starts every token's hash.
        signs: uint32[0x110000], see `kernel.line_signs`.
        words: uint64[2, 2^m], see `cleaning.cues.word_table`.
        table: int32[COLUMNS, :] to fill, one column a line that holds a visible character; see `kernel.line_columns`.
        hashes: uint64[:] to fill with the hash of each line's tokens (of its bytes where it has none).
        exact: uint64[:] to fill with the hash of each line's bytes.
        tokens: uint64[:] to fill with the token hashes of all texts; as many as there are bytes suffice.
        token_starts: int32[:] to fill, code points.
        token_ends: int32[:] to fill, code points.
        token_offsets: int64[n + 1] to fill: where each text's tokens start.
        languages: int32[n, 16] to fill: stop words of each language in each text.
        whole: int32[0], the ranges that `scan_tokens` takes for a whole text.
        scratch: uint8[:], room for the longest text and 2 * `line_counts.BLOCK` more.

    Returns:
        How many lines were written.
    """
    n: Any = np.int64(0)  # a plain 0 is a type of its own: what it is passed to would be compiled for it, too
    filled: Any = np.int64(0)
    token_offsets[0] = 0
    for row in range(offsets.size - 1):
        begin, end = offsets[row], offsets[row + 1]
        token = filled
        filled += scan_tokens(
            data, begin, end, whole, pages, entries, expansions, seed,
            tokens[filled:], token_starts[filled:], token_ends[filled:],
        )  # fmt: skip
        token_offsets[row + 1] = filled
        at = begin
        code_point = 0
        gap = 0
        while at < end:
            stop = line_end(data, at, end)
            if count_plain(data, at, stop, scratch, table, n):
                code_points = stop - at
            else:
                code_points = count_any(data, at, stop, signs, table, n)
            if table[END, n] > 0:
                note_edges(data, at + table[BYTE_START, n], at + table[BYTE_END, n], signs, table, n)
                table[ROW, n], table[GAP, n], table[LINES, n] = row, gap, 1
                table[START, n] += code_point
                table[END, n] += code_point
                table[BYTE_START, n] += at - begin
                table[BYTE_END, n] += at - begin
                token = _count_words(
                    data, begin, table, n, token, filled, words, hashes, exact, tokens, token_starts,
                    languages[row],
                )  # fmt: skip
                n += 1
                gap = 0
            code_point += code_points + 1
            at = stop + 1
            if at >= end or data[stop] == 10 or data[at] != 10:
                gap += 1
    return int(n)


@inner()
def _count_words(
    data: Array, text: int, table: Array, n: int, token: int, token_end: int, words: Array, hashes: Array,
    exact: Array, tokens: Array, token_starts: Array, language: Array,
) -> int:  # fmt: skip
    """Look up a line's words and hash it; return the first token after it."""
    first = token
    stop = table[END, n]
    while token < token_end and token_starts[token] < stop:
        token += 1
    h = cues = stops = uint64(0)
    for begin in range(first, token, 255):
        low = high = uint64(0)  # stop words by language, eight counters of eight bits each
        for word in tokens[begin : min(begin + 255, token)]:
            h = uint64((h ^ word) * _FNV_PRIME)
            h ^= h >> uint64(29)
            value = look_up(words, word)
            cues |= value >> uint64(16)
            stops += uint64(value & uint64(0xFFFF) != 0)
            low = uint64(low + _spread(value & uint64(0xFF)))
            high = uint64(high + _spread((value >> uint64(8)) & uint64(0xFF)))
        if low | high != 0:
            _add_counts(language, low, high)
    table[TOKEN, n] = first
    table[TOKENS, n] = token - first
    table[STOPS, n] = np.int32(stops)
    table[CUES, n] = np.int32(cues)
    hashes[n] = mix64(h)
    # only short lines are looked at byte by byte; a paragraph's words say enough
    if token == first or table[BYTE_END, n] - table[BYTE_START, n] <= _EXACT_BYTES:
        h = _hash_bytes(data, text + table[BYTE_START, n], text + table[BYTE_END, n])
    exact[n] = mix64(h)
    if token == first:
        hashes[n] = exact[n]
    return token


@inner()
def _hash_bytes(data: Array, start: int, stop: int) -> Any:
    """Hash bytes, eight at a time."""
    h = uint64(stop - start)
    i = start
    while i + 8 <= stop:
        eight: Any = load_eight(data, i)  # type: ignore[call-arg]  # the first argument is numba's own
        h = uint64((h ^ eight) * _PRIME)
        h ^= h >> uint64(32)
        i += 8
    rest = uint64(0)
    while i < stop:
        rest = uint64(rest << uint64(8) | uint64(data[i]))
        i += 1
    return uint64((h ^ rest) * _PRIME)


@inner()
def _spread(bits: Any) -> Any:
    """Return eight bits as the lowest bits of eight bytes."""
    spread = uint64(uint64(bits) * uint64(0x0101010101010101)) & uint64(0x8040201008040201)
    return uint64((spread + uint64(0x7F7F7F7F7F7F7F7F)) >> uint64(7)) & uint64(0x0101010101010101)


@inner()
def _add_counts(counts: Array, low: Any, high: Any) -> None:
    for j in range(8):
        shift = uint64(8 * j)
        counts[j] += np.int32((low >> shift) & uint64(0xFF))
        counts[j + 8] += np.int32((high >> shift) & uint64(0xFF))
