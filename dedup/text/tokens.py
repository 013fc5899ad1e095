"""Tokens of a text with their spans: words, or single characters in scripts written without spaces.

Called wherever one text at a time is compared; the sketcher calls the same kernel over whole Arrow columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.batches import read_only
from dedup.kernel.tokens import scan_tokens
from dedup.text.unicode_table import unicode_table

# Starts every token's hash; the shingle hash mixes the user's seed in, so the words themselves need none.
TOKEN_SEED = np.uint64(0x9E3779B97F4A7C15)


class Tokens(NamedTuple):
    """Tokens of one text.

    Attributes:
        hashes: uint64[n], hash of each folded token: equal for equal words, whatever their case and accents.
        starts: int32[n], code point at which each token starts.
        ends: int32[n], code point after each token.
    """

    hashes: NDArray[np.uint64]
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]


def tokenize(text: str, spans: Sequence[tuple[int, int]] = ()) -> Tokens:
    """Cut a text into tokens.

    A token is a run of letters, digits, marks and underscores; in Han, kana, Thai, Lao, Khmer, Burmese and Tibetan
    every character is one. Case is folded, and so are compatibility forms and the accents of Latin, Greek and
    Cyrillic letters.

    Args:
        text: Any string, lone surrogates included.
        spans: Code-point spans to read, sorted and disjoint; none reads the whole text. No token crosses an end.

    Returns:
        The tokens in order, with code-point offsets into `text`.
    """
    data = np.frombuffer(text.encode("utf-8", "surrogatepass"), np.uint8)
    ranges = read_only(np.array(spans, np.int32).reshape(-1))
    hashes = np.empty(data.size, np.uint64)
    starts = np.empty(data.size, np.int32)
    ends = np.empty(data.size, np.int32)
    table = unicode_table()
    n = scan_tokens(data, 0, data.size, ranges, *table, TOKEN_SEED, hashes, starts, ends)
    return Tokens(hashes[:n].copy(), starts[:n].copy(), ends[:n].copy())
