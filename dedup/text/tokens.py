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
from dedup.text.repair import repair_column
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
    every character is one. A sign, a currency symbol or a decimal point belongs to the number after it, `++`, `#` and
    the minus of a grade to the word before it. Case is folded, and so are compatibility forms, digits of all scripts
    and the accents of Latin, Greek and Cyrillic letters. Entities and wrongly decoded UTF-8 are read as was meant.

    Args:
        text: Any string, lone surrogates included.
        spans: Code-point spans to read, sorted and disjoint; none reads the whole text. No token crosses an end.

    Returns:
        The tokens in order, with code-point offsets into `text`.
    """
    encoded = read_only(np.frombuffer(text.encode("utf-8", "surrogatepass"), np.uint8))
    ranges = read_only(np.array(spans, np.int32).reshape(-1))
    column = repair_column(
        encoded, read_only(np.array([0, encoded.size], np.int64)), ranges, np.array([0, ranges.size], np.int32)
    )
    data = column.data
    hashes = np.empty(data.size, np.uint64)
    starts = np.empty(data.size, np.int32)
    ends = np.empty(data.size, np.int32)
    n = scan_tokens(data, 0, data.size, column.ranges, *unicode_table(), TOKEN_SEED, hashes, starts, ends)
    column.restore(0, starts[:n], ends[:n])
    return Tokens(hashes[:n].copy(), starts[:n].copy(), ends[:n].copy())
