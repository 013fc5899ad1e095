"""A text as the reworded stage reads it: tokens, their stems, and fragments of about a sentence.

The sentences of `text.sentences` are better and some hundred times slower.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.kernel.fragments import cut_fragments, hash_stems
from dedup.text.tokens import Tokens
from dedup.text.unicode_table import unicode_table

# Fragments of fewer words are headings, list marks and abbreviations; they go with the next one.
LEAST_TOKENS = 3
# Text without punctuation is cut all the same, so that a passage in it can have edges.
MOST_TOKENS = 60

# Endings that a stem drops, the first that fits: enough to find "agreed" in "agreements"; a full stemmer gained
# nothing. Stems are cut to a prefix besides, which also serves languages with other endings.
_ENDINGS = (
    "ations", "ation", "ings", "ing", "ments", "ment", "edly", "ies", "ied", "ers", "er", "ions", "ion", "ed", "es",
    "ly", "s",
)  # fmt: skip
_STEM_KEEPS = 3
_STEM_LETTERS = 7

_SUFFIXES = np.array([ord(letter) for ending in _ENDINGS for letter in ending], np.uint32)
_OFFSETS = np.cumsum([0] + [len(ending) for ending in _ENDINGS]).astype(np.int32)


class Fragments(NamedTuple):
    """A tokenised text cut into fragments.

    Attributes:
        stems: uint64[n], hash of each token's stem; in scripts without spaces, of two characters in a row.
        bounds: int32[fragments + 1], first token of each fragment, then n.
    """

    stems: NDArray[np.uint64]
    bounds: NDArray[np.int32]


def cut(text: str, tokens: Tokens) -> Fragments:
    """Cut a tokenised text after terminal punctuation and blank lines, and stem its words."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    n = tokens.starts.size
    stems = np.empty(n, np.uint64)
    table = unicode_table()
    hash_stems(
        codes, tokens.starts, tokens.ends, table.pages, table.entries, _SUFFIXES, _OFFSETS, _STEM_KEEPS,
        _STEM_LETTERS, stems,
    )  # fmt: skip
    bounds = np.empty(n + 1, np.int32)
    count = cut_fragments(codes, tokens.starts, tokens.ends, LEAST_TOKENS, MOST_TOKENS, bounds)
    return Fragments(stems, bounds[: count + 1])
