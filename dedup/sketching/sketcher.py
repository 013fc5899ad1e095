"""Sketches of a column of texts: what `run` searches with and a corpus stores.

The compiled pass is `kernel.sketch`; here it gets its settings, its buffers and its Arrow clothes.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.batches import read_only, string_buffers
from dedup.kernel.columns import hash_strings
from dedup.kernel.sketch import shingle_tokens, sketch_texts
from dedup.kernel.tokens import scan_texts
from dedup.settings import Settings
from dedup.sketching.permutations import permutations
from dedup.text.repair import Repaired, repair_column
from dedup.text.tokens import TOKEN_SEED
from dedup.text.unicode_table import unicode_table


class Sketches(NamedTuple):
    """Sketches of n texts.

    Attributes:
        signatures: uint32[n, num_perm], as `datasketch.MinHash(scheme="affine32").hashvalues`; all 2^32 - 1 for a
            text without a token.
        body_hashes: uint64[n, 2], 128 bits over the folded token sequence: equal for identical bodies only.
        token_counts: int32[n].
        samples: uint64[m], the shingle hashes below 2^64 / scale, text by text, sorted and distinct in each
            (FracMinHash; Irber et al. 2022).
        sample_positions: int32[m], the token of the body at which each sampled shingle first starts.
        sample_offsets: int64[n + 1], where each text's samples start.
    """

    signatures: NDArray[np.uint32]
    body_hashes: NDArray[np.uint64]
    token_counts: NDArray[np.int32]
    samples: NDArray[np.uint64]
    sample_positions: NDArray[np.int32]
    sample_offsets: NDArray[np.int64]


class ShingleSets(NamedTuple):
    """The distinct shingle hashes of n texts: text i's are `hashes[offsets[i]:offsets[i + 1]]`, sorted.

    Attributes:
        hashes: uint64[m].
        offsets: int64[n + 1].
    """

    hashes: NDArray[np.uint64]
    offsets: NDArray[np.int64]


class TokenLists(NamedTuple):
    """The tokens of n texts, one text after another.

    Attributes:
        hashes: uint64[m].
        starts: int32[m], code point of its text at which each token starts.
        ends: int32[m], code point after it.
        offsets: int64[n + 1], where each text's tokens start.
    """

    hashes: NDArray[np.uint64]
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    offsets: NDArray[np.int64]


def sketch(
    texts: pa.Array, bodies: pa.Array | None, settings: Settings, wanted: NDArray[np.uint64] | None = None
) -> Sketches:
    """Sketch every text of a column.

    Args:
        texts: A string column without nulls.
        bodies: list<int32> column, each row the flattened (start, end) code points of a body; an empty row, or None
            for the column, takes whole texts.
        settings: Shingle size, permutations, scale and seed.
        wanted: uint64[2^m], a filter of shingles that are sampled whatever their hash, see `kernel.excerpts`.

    Returns:
        The sketches, row by row.
    """
    column, range_offsets = _column(texts, bodies)
    data, offsets, ranges, _ = column
    n = len(texts)
    a, b = permutations(settings.num_perm, settings.seed)
    held = read_only(np.zeros(1, np.uint64)) if wanted is None else wanted
    signatures = np.empty((n, settings.num_perm), np.uint32)
    body_hashes = np.empty((n, 2), np.uint64)
    token_counts = np.empty(n, np.int32)
    sample_offsets = np.empty(n + 1, np.int64)
    # a word and its space take some six bytes; 1.5x for languages of shorter words
    room = int(offsets[-1] - offsets[0]) // (4 * settings.scale) + 64
    while True:
        samples = np.empty(room, np.uint64)
        positions = np.empty(room, np.int32)
        found = sketch_texts(
            data, offsets, ranges, range_offsets, *unicode_table(), TOKEN_SEED, settings.shingle_size,
            np.uint64(settings.seed), a, b, sampled_below(settings), held,
            signatures, body_hashes, token_counts, samples, positions, sample_offsets,
        )  # fmt: skip
        if found <= room:
            break
        room = found
    return Sketches(signatures, body_hashes, token_counts, samples[:found], positions[:found], sample_offsets)


def sampled_below(settings: Settings) -> np.uint64:
    """Return the largest hash that is sampled."""
    return np.uint64(2**64 // settings.scale - 1)


def token_lists(texts: pa.Array, bodies: pa.Array | None, chosen: NDArray[np.bool_] | None = None) -> TokenLists:
    """Return the tokens of the texts of a column.

    Args:
        texts, bodies: As in `sketch`.
        chosen: bool[n], the texts that are looked at, the others having no tokens; None for all.
    """
    if chosen is None:
        chosen = np.ones(len(texts), np.bool_)
    column, range_offsets = _column(texts, bodies, chosen)
    data, offsets, ranges, places = column
    # two bytes a token: what parts it from the next is a byte at least, or the three of a character that is a token
    # itself; one more at the end of each text and each range. Twice that room would be fresh pages in every call.
    room = int(np.diff(offsets)[chosen].sum()) // 2 + len(texts) + len(ranges)
    hashes, starts, ends = np.empty(room, np.uint64), np.empty(room, np.int32), np.empty(room, np.int32)
    token_offsets = np.empty(len(texts) + 1, np.int64)
    scan_texts(
        data, offsets, ranges, range_offsets, chosen, *unicode_table(), TOKEN_SEED, hashes, starts, ends, token_offsets
    )
    # what was not filled has no page of memory behind it
    n = int(token_offsets[-1])
    for row in places:
        own = slice(int(token_offsets[row]), int(token_offsets[row + 1]))
        column.restore(row, starts[own], ends[own])
    return TokenLists(hashes[:n], starts[:n], ends[:n], token_offsets)


def shingle_sets(tokens: TokenLists, settings: Settings) -> ShingleSets:
    """Return the distinct shingle hashes of token lists, for exact comparison.

    Args:
        tokens: The tokens of some texts.
        settings: Shingle size and seed.
    """
    return _shingles(tokens, settings, np.empty(0, np.int32))


def placed_shingles(tokens: TokenLists, settings: Settings) -> tuple[ShingleSets, NDArray[np.int32]]:
    """Return the shingle sets of token lists, and the token at which each shingle first starts: int32[m]."""
    positions = np.empty(len(tokens.hashes), np.int32)
    sets = _shingles(tokens, settings, positions)
    return sets, positions[: len(sets.hashes)]


def _shingles(tokens: TokenLists, settings: Settings, positions: NDArray[np.int32]) -> ShingleSets:
    hashes = np.empty(len(tokens.hashes), np.uint64)
    offsets = np.empty(len(tokens.offsets), np.int64)
    seed = np.uint64(settings.seed)
    shingle_tokens(tokens.hashes, tokens.offsets, settings.shingle_size, seed, hashes, positions, offsets)
    return ShingleSets(hashes[: offsets[-1]], offsets)


def hash_names(column: pa.Array) -> NDArray[np.uint64]:
    """Hash every value of a string column of ids or such names: uint64[n]; equal ones hash alike."""
    out = np.empty(len(column), np.uint64)
    hash_strings(*string_buffers(column), out)
    return out


def _column(
    texts: pa.Array, bodies: pa.Array | None, chosen: NDArray[np.bool_] | None = None
) -> tuple[Repaired, NDArray[np.int32]]:
    """Return a column as it is read for comparison, and where each text's body spans start."""
    ranges, range_offsets = _ranges(bodies, len(texts))
    return repair_column(*string_buffers(texts), ranges, range_offsets, chosen), range_offsets


def _ranges(bodies: pa.Array | None, n: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    if bodies is None:
        return read_only(np.empty(0, np.int32)), read_only(np.zeros(n + 1, np.int32))
    values = bodies.values.to_numpy(zero_copy_only=False).astype(np.int32, copy=False)
    return read_only(values), read_only(bodies.offsets.to_numpy().astype(np.int32, copy=False))
