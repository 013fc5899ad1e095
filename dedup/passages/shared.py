"""Verbatim and edited passages of tokenised texts: the compiled form for callers that compare many pairs.

`run`, `score` and `explain` tokenise each article once and call it directly.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.kernel.runs import find_chains, find_chains_of_pairs
from dedup.text.tokens import Tokens

# Seeds of 4 words: 3 cost 2 points of plagdet on PAN 2013's random kind; 5 gain .2 there, and find nothing in a
# passage edited in every fifth word.
SEED_TOKENS = 4
# A passage may be interrupted by this many tokens, and by half of its shorter part: a sentence put into a quoted
# paragraph leaves one passage, two quotations pages apart stay two.
GAP_TOKENS = 8
GAP_SHARE = 0.5
# Fewer equal tokens than this are a name or a set phrase, not a passage.
LEAST_TOKENS = 8
LEAST_CHARACTERS = 20  # where a token is one character, 8 of them are no more than a phrase


class TokenPassages(NamedTuple):
    """Passages that two texts share, by start in a, then in b.

    Attributes:
        tokens: int32[n, 4], first token and the one after the last, in a and in b.
        spans: int32[n, 4], the same as code points of the raw texts.
        similarity: float64[n], share of the tokens of both passages that are equal and in the same order, 0 to 1.
    """

    tokens: NDArray[np.int32]
    spans: NDArray[np.int32]
    similarity: NDArray[np.float64]


class PairPassages(NamedTuple):
    """Passages of many pairs of texts, by pair, then as in `TokenPassages`.

    Attributes:
        pair: int32[n], row in the array of pairs.
        tokens, spans, similarity: As in `TokenPassages`.
    """

    pair: NDArray[np.int32]
    tokens: NDArray[np.int32]
    spans: NDArray[np.int32]
    similarity: NDArray[np.float64]


def align_tokens(a: Tokens, b: Tokens, least: int = LEAST_TOKENS) -> TokenPassages:
    """Find the verbatim and edited passages that two tokenised texts share.

    The result doesn't depend on which text comes first. Seeds are shingles of 4 tokens; of a shingle that stands in a
    text more than 8 times, only the first places are tried (`kernel.runs.PLACES_PER_SHINGLE`).

    Args:
        a, b: From `text.tokens.tokenize`.
        least: Equal tokens that a passage must have.

    Returns:
        The passages; one with similarity 1 is the same words in both texts.
    """
    chains = find_chains(a.hashes, b.hashes, SEED_TOKENS, GAP_TOKENS, GAP_SHARE, least)
    spans = _spans(chains, a.starts, a.ends, 0, b.starts, b.ends, 0)
    long_enough = _long_enough(spans)
    chains, spans = chains[long_enough], spans[long_enough]
    return TokenPassages(chains[:, :4], spans, _similarity(chains))


def align_pairs(
    hashes: NDArray[np.uint64], starts: NDArray[np.int32], ends: NDArray[np.int32], bounds: NDArray[np.int64],
    pairs: NDArray[np.int32], least: int = LEAST_TOKENS,
) -> PairPassages:  # fmt: skip
    """Find the verbatim and edited passages of many pairs of texts: `align_tokens` without the calls.

    Args:
        hashes: uint64[tokens] of all texts, one after the other.
        starts: int32[tokens], code point at which each token starts in its own text.
        ends: int32[tokens], code point after each token.
        bounds: int64[texts + 1], where the tokens of each text start.
        pairs: int32[p, 2], numbers of two texts.
        least: Equal tokens that a passage must have.
    """
    pair, chains = find_chains_of_pairs(
        hashes, bounds.astype(np.int64), pairs.astype(np.int32), SEED_TOKENS, GAP_TOKENS, GAP_SHARE, least
    )
    first_a, first_b = bounds[pairs[pair, 0]], bounds[pairs[pair, 1]]
    spans = _spans(chains, starts, ends, first_a, starts, ends, first_b)
    long_enough = _long_enough(spans)
    pair, chains, spans = pair[long_enough], chains[long_enough], spans[long_enough]
    return PairPassages(pair, chains[:, :4], spans, _similarity(chains))


def _spans(
    chains: NDArray[np.int32], starts_a: NDArray[np.int32], ends_a: NDArray[np.int32],
    first_a: int | NDArray[np.int64], starts_b: NDArray[np.int32], ends_b: NDArray[np.int32],
    first_b: int | NDArray[np.int64],
) -> NDArray[np.int32]:  # fmt: skip
    return np.stack(
        [
            starts_a[first_a + chains[:, 0]], ends_a[first_a + chains[:, 1] - 1],
            starts_b[first_b + chains[:, 2]], ends_b[first_b + chains[:, 3] - 1],
        ],
        axis=1,
    )  # fmt: skip


def _long_enough(spans: NDArray[np.int32]) -> NDArray[np.bool_]:
    lengths = np.minimum(spans[:, 1] - spans[:, 0], spans[:, 3] - spans[:, 2])
    return np.asarray(lengths >= LEAST_CHARACTERS, np.bool_)


def _similarity(chains: NDArray[np.int32]) -> NDArray[np.float64]:
    tokens = chains[:, 1] - chains[:, 0] + chains[:, 3] - chains[:, 2]
    return np.asarray(2.0 * chains[:, 4] / np.maximum(tokens, 1), np.float64)
