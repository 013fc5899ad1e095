"""Exact comparison of articles with known ones, by the one comparison that `run`, `explain` and `compare` use too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.corpus.known import Known, KnownArticles
from dedup.corpus.probes import Probes
from dedup.matching.comparison import compare_bodies, prepare, stack
from dedup.matching.verification import UNRELATED, Verified
from dedup.settings import Settings


@dataclass(frozen=True, slots=True)
class Pairs:
    """Rows of a batch, each with a known article.

    Attributes:
        probes: The batch.
        rows: int64[r], the rows that have a pair, in order.
        articles: The known articles that have one, in the order of their numbers.
        first: int64[p], place in `rows`.
        second: int64[p], place in `articles`.
    """

    probes: Probes
    rows: NDArray[np.int64]
    articles: list[Known]
    first: NDArray[np.int64]
    second: NDArray[np.int64]

    @classmethod
    def load(cls, probes: Probes, rows: NDArray[np.int64], numbers: NDArray[np.int64], known: KnownArticles) -> Self:
        """Load the known articles of some pairs."""
        asking, first = np.unique(rows, return_inverse=True)
        asked, second = np.unique(numbers, return_inverse=True)
        return cls(probes, asking, known.load(asked.tolist()), first, second)

    def texts(self) -> tuple[pa.Array, pa.Array]:
        """Return text and body of the rows."""
        rows = pa.array(self.rows)
        return self.probes.batch.column("text").take(rows), self.probes.bodies.take(rows)


def compare_pairs(pairs: Pairs, known: KnownArticles, settings: Settings) -> tuple[NDArray[np.int64], Verified]:
    """Compare pairs exactly.

    Args:
        pairs: Rows and known articles.
        known: Reads what the comparison needs.
        settings: Thresholds.

    Returns:
        int64[m], places of the pairs that are related; and their relations, of the row to the known article.
    """
    if not len(pairs.first):
        nothing = (np.empty(0, dtype) for dtype in (np.int64, np.int64, np.int8, float, float, float))
        return np.empty(0, np.int64), Verified(*nothing)
    both = stack(prepare(*pairs.texts(), settings), known.prepared(pairs.articles))
    verified = compare_bodies(both, pairs.first, pairs.second + len(pairs.rows), settings).verified
    related = np.flatnonzero(verified.relation != UNRELATED)
    return related, Verified(*(column[related] for column in list[NDArray[Any]](verified)))
