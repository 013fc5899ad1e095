"""What is lost with a removed article: shingles of its body, and words of its title."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dedup.jobs.run.columns import strings_of
from dedup.jobs.run.outcome import Collection
from dedup.sketching.sketcher import token_lists


def unique_shares(
    collection: Collection,
    removed: NDArray[np.int64],
    kept: NDArray[np.int64],
    containment: NDArray[np.float64],
    k: int,
) -> NDArray[np.float64]:
    """Return the part of each removed article that stands nowhere in the kept one.

    Cleaning takes a line such as `Defendant: NAME` for a title: bodies may be identical and their notices not.

    Args:
        collection: The articles.
        removed: int64[n], their rows.
        kept: int64[n], rows of those that stay; -1 where a corpus has it, whose title is not looked at.
        containment: float64[n], share of the removed body that stands in the kept one.
        k: Tokens per shingle.
    """
    missing = np.zeros(len(removed), np.int64)
    known = np.flatnonzero(kept >= 0)
    if len(known):
        own = strings_of(collection.bodies, removed[known], "title")
        other = strings_of(collection.bodies, kept[known], "title")
        differs = titles_differ(own, other)
        asked = known[differs]
        if len(asked):
            chosen = pa.array(differs)
            missing[asked] = count_missing(
                own.filter(chosen), [other.filter(chosen), strings_of(collection.articles, kept[asked], "text")]
            )
    return lost_shares(collection.tokens[removed], containment, missing, k)


def titles_differ(own: pa.Array, other: pa.Array) -> NDArray[np.bool_]:
    """Say which of some titles there are that another article's title is not: bool[n]."""
    differ: NDArray[np.bool_] = pc.fill_null(pc.not_equal(own, pc.fill_null(other, "")), fill_value=False).to_numpy(
        zero_copy_only=False
    )
    return differ


def lost_shares(
    tokens: NDArray[np.int32], containment: NDArray[np.float64], missing: NDArray[np.int64], k: int
) -> NDArray[np.float64]:
    """Return what part of removed articles is lost, of shingles and of words that their titles alone have.

    Args:
        tokens: int32[n], tokens of each body.
        containment: float64[n], share of the removed body that stands in the kept one.
        missing: int64[n], see `count_missing`.
        k: Tokens per shingle.
    """
    sizes = np.maximum(tokens.astype(np.int64) - k + 1, 1)
    lost: NDArray[np.float64] = ((1.0 - containment) * sizes + missing) / (sizes + missing)
    return lost


def count_missing(titles: pa.Array, others: list[pa.Array]) -> NDArray[np.int64]:
    """Count the words of each title that stand in none of the other texts of its row."""
    words = token_lists(titles, None)
    held = [token_lists(pc.fill_null(texts, ""), None) for texts in others]
    missing = np.zeros(len(titles), np.int64)
    for row in range(len(titles)):
        own = words.hashes[words.offsets[row] : words.offsets[row + 1]]
        there = [one.hashes[one.offsets[row] : one.offsets[row + 1]] for one in held]
        missing[row] = np.count_nonzero(~np.isin(own, np.concatenate(there)))
    return missing
