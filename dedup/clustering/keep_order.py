"""The order in which articles are preferred, and the numbering of distinct bodies that follows it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.settings import Keep


class Numbering(NamedTuple):
    """Distinct bodies, numbered in keep order.

    Attributes:
        body_of: int64[articles], number of each article's body, -1 for an article without a token.
        row_of: int64[bodies], row of the article that stands for each body: the first in keep order.
    """

    body_of: NDArray[np.int64]
    row_of: NDArray[np.int64]


def folded_source(source: str | None) -> str:
    """Return a source's name as it is compared: case and space around it don't count."""
    return (source or "").strip().casefold()


class KeepOrder(NamedTuple):
    """The order in which articles are worth keeping, and what it follows from.

    Attributes:
        ranks: int64[articles], 0 for the one most worth keeping.
        preference: int64[articles], place of the article's source among the preferred; as many as those for others.
        times: float64[articles], time of publication where the order asks for it; infinity where unknown.
    """

    ranks: NDArray[np.int64]
    preference: NDArray[np.int64]
    times: NDArray[np.float64]


def rank_articles(
    keep: Keep,
    preference: NDArray[np.int64],
    lengths: NDArray[np.int64],
    times: NDArray[np.float64],
    body_hashes: NDArray[np.uint64],
    id_hashes: NDArray[np.uint64],
) -> NDArray[np.int64]:
    """Rank articles in keep order: 0 is the one most worth keeping.

    Preferred sources come first, then `keep`, then the longer; ties break by content and id, so that the ranks do
    not depend on the order of the input.

    Args:
        keep: `longest`, `earliest` or `newest`.
        preference: int64[n], place of the article's source among the preferred, larger than all for others.
        lengths: int64[n], tokens of the body.
        times: float64[n], time of publication; infinity where unknown.
        body_hashes: uint64[n, 2].
        id_hashes: uint64[n].

    Returns:
        int64[n], each article's rank.
    """
    keys: list[NDArray[np.generic]] = [id_hashes, body_hashes[:, 1], body_hashes[:, 0], -lengths]
    if keep == "earliest":
        keys.append(times)
    elif keep == "newest":
        keys.append(np.where(np.isinf(times), np.inf, -times))
    keys.append(preference)
    ranks = np.empty(len(lengths), np.int64)
    ranks[np.lexsort(keys)] = np.arange(len(lengths))
    return ranks


def number_bodies(
    body_hashes: NDArray[np.uint64], token_counts: NDArray[np.int32], ranks: NDArray[np.int64]
) -> Numbering:
    """Collapse identical bodies and number the distinct ones in keep order.

    Args:
        body_hashes: uint64[n, 2], equal for identical bodies only.
        token_counts: int32[n]; articles without a token get no number.
        ranks: int64[n], from `rank_articles`.
    """
    rows = np.flatnonzero(token_counts > 0)
    order = rows[np.lexsort((ranks[rows], body_hashes[rows, 1], body_hashes[rows, 0]))]
    hashes = body_hashes[order]
    starts = np.ones(len(order), np.bool_)
    starts[1:] = np.any(hashes[1:] != hashes[:-1], axis=1)
    first_rows = order[starts]
    by_rank = np.argsort(ranks[first_rows])
    number_of_group = np.empty(len(first_rows), np.int64)
    number_of_group[by_rank] = np.arange(len(first_rows))
    body_of = np.full(len(ranks), -1, np.int64)
    body_of[order] = number_of_group[np.cumsum(starts) - 1]
    return Numbering(body_of, first_rows[by_rank])
