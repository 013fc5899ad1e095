"""What is lost with a removed article: shingles of its body, and words of its title, captions and notes."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dedup.jobs.run.columns import lengths_of, one_array, strings_of
from dedup.jobs.run.outcome import Collection
from dedup.sketching.sketcher import token_lists

# What cleaning leaves out of a body though it tells of the story; a menu or a cookie notice is no loss.
_TELLING = pa.array(["title", "caption", "note", "summary", "metadata", "repeat"])


def unique_shares(
    collection: Collection,
    removed: NDArray[np.int64],
    kept: NDArray[np.int64],
    containment: NDArray[np.float64],
    k: int,
) -> NDArray[np.float64]:
    """Return the part of each removed article that stands nowhere in the kept one.

    Cleaning takes a line such as `Defendant: NAME` for a title, or an answer for a caption: bodies may be identical and
    their notices not.

    Args:
        collection: The articles.
        removed: int64[n], their rows.
        kept: int64[n], rows of those that stay; -1 where a corpus has it, whose text is not looked at.
        containment: float64[n], share of the removed body that stands in the kept one.
        k: Tokens per shingle.
    """
    missing = np.zeros(len(removed), np.int64)
    known = np.flatnonzero(kept >= 0)
    if len(known):
        own, other = _beside(collection, removed[known]), _beside(collection, kept[known])
        differs = told_apart(own, other)
        asked = known[differs]
        if len(asked):
            chosen = pa.array(differs)
            missing[asked] = count_missing(
                own.filter(chosen), [other.filter(chosen), strings_of(collection.articles, kept[asked], "text")]
            )
    return lost_shares(collection.tokens[removed], containment, missing, k)


def _beside(collection: Collection, rows: NDArray[np.int64]) -> pa.LargeStringArray:
    left_out = one_array(collection.bodies.take(rows, ["left_out"]).column(0))
    texts = strings_of(collection.articles, rows, "text")
    return beside_bodies(texts, strings_of(collection.bodies, rows, "title"), left_out)


def beside_bodies(texts: pa.Array, titles: pa.Array, left_out: pa.ListArray) -> pa.LargeStringArray:
    """Return what each article tells beside its body: its title, captions, notes; null for nothing.

    Args:
        texts, titles: One string an article; a title may be null.
        left_out: What cleaning left out of each, see `cleaning.batch.cleaned_schema`.
    """
    blocks = left_out.flatten()
    telling = np.flatnonzero(pc.is_in(blocks.field("reason"), _TELLING).to_numpy(zero_copy_only=False))
    owners = np.repeat(np.arange(len(left_out)), lengths_of(left_out))[telling]
    spans = (blocks.field(name).to_numpy()[telling].tolist() for name in ("start", "end"))
    beside = [[title] if title else [] for title in titles.to_pylist()]
    for row, start, end in zip(owners.tolist(), *spans, strict=True):
        beside[row].append(texts[row].as_py()[start:end])
    return pa.array(["\n".join(pieces) or None for pieces in beside], pa.large_string())


def told_apart(own: pa.Array, other: pa.Array) -> NDArray[np.bool_]:
    """Say where an article tells something beside its body that the other does not: bool[n]."""
    differ: NDArray[np.bool_] = pc.fill_null(pc.not_equal(own, pc.fill_null(other, "")), fill_value=False).to_numpy(
        zero_copy_only=False
    )
    return differ


def lost_shares(
    tokens: NDArray[np.int32], containment: NDArray[np.float64], missing: NDArray[np.int64], k: int
) -> NDArray[np.float64]:
    """Return what part of removed articles is lost, of shingles and of words that they alone have beside their bodies.

    Args:
        tokens: int32[n], tokens of each body.
        containment: float64[n], share of the removed body that stands in the kept one.
        missing: int64[n], see `count_missing`.
        k: Tokens per shingle.
    """
    sizes = np.maximum(tokens.astype(np.int64) - k + 1, 1)
    lost: NDArray[np.float64] = ((1.0 - containment) * sizes + missing) / (sizes + missing)
    return lost


def count_missing(beside: pa.Array, others: list[pa.Array]) -> NDArray[np.int64]:
    """Count the words of each text that stand in none of the other texts of its row."""
    words = token_lists(beside, None)
    held = [token_lists(pc.fill_null(texts, ""), None) for texts in others]
    missing = np.zeros(len(beside), np.int64)
    for row in range(len(beside)):
        own = words.hashes[words.offsets[row] : words.offsets[row + 1]]
        there = [one.hashes[one.offsets[row] : one.offsets[row + 1]] for one in held]
        missing[row] = np.count_nonzero(~np.isin(own, np.concatenate(there)))
    return missing
