"""The first and last sentences of long lines: where an article printed as one line carries its outlet's boilerplate.

Called by `cleaning.furniture`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit, uint64

from dedup.kernel.lines import BYTE_END, BYTE_START, END, ENDS, ROW, START, TOKEN, TOKENS
from dedup.kernel.tokens import mix64

HEAD, TAIL = 2, 4  # sentences looked at: a dateline and a lead-in before the text, notices and credits behind it
_FNV_PRIME = np.uint64(0x100000001B3)

Array = Any  # numba infers the exact types; the callers' docstrings state them


@njit(cache=True, nogil=True)
def find_edges(
    data: Array, offsets: Array, table: Array, tokens: Array, token_starts: Array, spans: Array, hashes: Array
) -> int:
    """Find the first two and the last four sentences of every line that has at least three.

    Args:
        data: uint8[:], bytes of the texts.
        offsets: int64[n + 1], where each text starts.
        table: int32[lines, COLUMNS], see `kernel.lines`.
        tokens: uint64[:], token hashes.
        token_starts: int32[:], code points.
        spans: int32[:, 3] to fill with line, start and end in code points; six a line suffice.
        hashes: uint64[:] to fill with the hash of each sentence's words, equal to that of a line of these words.

    Returns:
        How many sentences were written.
    """
    found = 0
    bounds = np.empty(HEAD + TAIL + 2, np.int32)
    for line in range(table.shape[0]):
        if table[line, ENDS] < 3 or table[line, TOKENS] < 40:
            continue
        offset = offsets[table[line, ROW]]
        n = _bounds(
            data, offset + table[line, BYTE_START], offset + table[line, BYTE_END], table[line, START],
            table[line, END], bounds,
        )  # fmt: skip
        token = table[line, TOKEN]
        last = token + table[line, TOKENS]
        for k in range(n):
            if k == HEAD and n == HEAD + TAIL + 1:
                continue  # what lies between head and tail
            while token < last and token_starts[token] < bounds[k]:
                token += 1
            h = uint64(0)
            first = token
            while token < last and token_starts[token] < bounds[k + 1]:
                h = uint64((h ^ tokens[token]) * _FNV_PRIME)
                h ^= h >> uint64(29)
                token += 1
            if token - first >= 4:
                spans[found, 0], spans[found, 1], spans[found, 2] = line, bounds[k], bounds[k + 1]
                hashes[found] = mix64(h)
                found += 1
    return found


@njit(cache=True, nogil=True)
def _bounds(data: Array, begin: int, end: int, start: int, stop: int, bounds: Array) -> int:
    """Fill the code points between the sentences of a line; return how many sentences they bound.

    Of a line with more sentences than are wanted, those in the middle count as one.
    """
    bounds[0] = start
    n = 1
    at = start
    ended = False
    spaced = False
    for i in range(begin, end):
        b = data[i]
        if b & 0xC0 == 0x80:
            continue
        if ended and spaced and (65 <= b <= 90 or b == 34 or b >= 0xC3 or 48 <= b <= 57 or b == 40):
            if n == HEAD + TAIL + 1:  # push the middle out
                for k in range(HEAD + 1, HEAD + TAIL):
                    bounds[k] = bounds[k + 1]
                n -= 1
            bounds[n] = at
            n += 1
            ended = spaced = False
        if b == 46 or b == 33 or b == 63:
            ended, spaced = True, False
        elif b == 32 or b == 9:
            spaced = ended
        elif b != 34 and b != 39 and b != 41 and b != 93 and b < 0x80:
            ended = spaced = False
        at += 1
    bounds[n] = stop
    return n
