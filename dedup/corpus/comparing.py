"""Exact comparison of articles with known ones, by the same functions as `run`: shingle sets, then shared passages.

Called by `query`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self, TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.batches import Lists
from dedup.corpus.known import Known, KnownArticles
from dedup.corpus.probes import Probes
from dedup.matching.passage_index import Bodies, find_shared_runs, samples_line_up
from dedup.matching.verification import OVERLAP, UNRELATED, Verified, compare_sets, relate_sets
from dedup.settings import Settings
from dedup.sketching.sketcher import shingle_sets, token_lists

Scalar = TypeVar("Scalar", bound=np.generic)


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

    def some(self, chosen: NDArray[np.int64]) -> Pairs:
        """Return some of the pairs, with the rows and articles that they need."""
        rows, first = np.unique(self.first[chosen], return_inverse=True)
        articles, second = np.unique(self.second[chosen], return_inverse=True)
        return Pairs(self.probes, self.rows[rows], [self.articles[i] for i in articles.tolist()], first, second)

    def texts(self) -> tuple[pa.Array, pa.Array]:
        """Return text and body of the rows."""
        rows = pa.array(self.rows)
        return self.probes.batch.column("text").take(rows), self.probes.bodies.take(rows)


def compare_pairs(
    pairs: Pairs, near: NDArray[np.bool_], known: KnownArticles, settings: Settings
) -> tuple[NDArray[np.int64], Verified]:
    """Compare pairs exactly.

    Args:
        pairs: Candidates and others.
        near: bool[p], which are no candidates: these are related only if they share a passage.
        known: Reads what the comparison needs.
        settings: Thresholds.

    Returns:
        int64[m], places of the pairs that are related; and their relations, of the row to the known article.
    """
    candidates = np.flatnonzero(~near)
    by_sets = _relate(pairs.some(candidates), known, settings)
    related = by_sets.relation != UNRELATED
    left = np.concatenate((candidates[~related], np.flatnonzero(near)))
    sharing = left[_share_passage(pairs.some(left), near[left], known, settings)]
    by_passage = _relate(pairs.some(sharing), known, settings)
    by_passage.relation[by_passage.relation == UNRELATED] = OVERLAP
    both = zip(list[NDArray[Any]](by_sets), list[NDArray[Any]](by_passage), strict=True)
    verified = Verified(*(np.concatenate((a[related], b)) for a, b in both))
    return np.concatenate((candidates[related], sharing)), verified


def _relate(pairs: Pairs, known: KnownArticles, settings: Settings) -> Verified:
    if not len(pairs.first):
        return Verified(*(np.empty(0, dtype) for dtype in (np.int64, np.int64, np.int8, float, float, float)))
    own = shingle_sets(token_lists(*pairs.texts()), settings)
    theirs = known.shingles(pairs.articles)
    hashes, offsets = _join(own.hashes, own.offsets, theirs)
    second = pairs.second + len(pairs.rows)
    counts = compare_sets(Lists.cut(hashes, offsets), pairs.first, second)
    return relate_sets(pairs.first, second, *counts, settings)


def _share_passage(
    pairs: Pairs, near: NDArray[np.bool_], known: KnownArticles, settings: Settings
) -> NDArray[np.bool_]:
    """Tell which pairs share a passage of the length that makes an overlap."""
    shares = np.zeros(len(pairs.first), np.bool_)
    if not len(shares):
        return shares
    own = pairs.probes.sketches
    samples = _rows_of(own.samples, own.sample_offsets, pairs.rows)
    positions = _rows_of(own.sample_positions, own.sample_offsets, pairs.rows)
    offsets = np.concatenate(([0], np.cumsum(np.diff(own.sample_offsets)[pairs.rows])))
    theirs = known.samples(pairs.articles)
    hashes, sample_offsets = _join(samples, offsets, [s.hashes for s in theirs])
    held = Lists.cut(hashes, sample_offsets)
    places = Lists.cut(np.concatenate([positions, *(s.positions for s in theirs)]), sample_offsets)
    second = pairs.second + len(pairs.rows)
    lined = ~near
    lined[near] = samples_line_up(held, places, pairs.first[near], second[near])
    chosen = np.flatnonzero(lined)
    if not len(chosen):
        return shares
    lists = token_lists(*pairs.texts())
    their_tokens = known.tokens(pairs.articles)
    tokens, token_offsets = _join(lists.hashes, lists.offsets, [t.hashes for t in their_tokens])
    starts = Lists.cut(np.concatenate([lists.starts, *(t.starts for t in their_tokens)]), token_offsets)
    bodies = Bodies(Lists.cut(tokens.astype(np.uint32), token_offsets), starts, held, places)
    runs = find_shared_runs(bodies, pairs.first[chosen], second[chosen], chosen, settings.passage_length)
    shares[runs.pair] = True
    return shares


def _join(
    values: NDArray[np.uint64], offsets: NDArray[np.int64], parts: list[NDArray[np.uint64]]
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Append lists to lists that are one array already."""
    ends = offsets[-1] + np.cumsum([len(part) for part in parts], dtype=np.int64)
    return np.concatenate([values, *parts]), np.concatenate((offsets, ends))


def _rows_of(values: NDArray[Scalar], offsets: NDArray[np.int64], rows: NDArray[np.int64]) -> NDArray[Scalar]:
    return np.concatenate([values[offsets[row] : offsets[row + 1]] for row in rows.tolist()])
