"""The pairs by which bodies go, where the listed candidates may not hold them all.

Up to `EXACT_TOKENS` every body is looked at, so that no removal hangs on chance. Beyond that, what a limit of the
search may have cut.
"""

from __future__ import annotations

from functools import partial

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.batches import Lists
from dedup.clustering.keep_order import Numbering
from dedup.engines.base import Dataset, Engine
from dedup.jobs.run.search import Proposal, types_stage, wanted_rows
from dedup.kernel.graph import label_components
from dedup.matching import candidates as find
from dedup.matching.decisive import find_decisive, index_prefixes
from dedup.settings import Settings
from dedup.sketching.sketcher import shingle_sets, token_lists

# Tokens of all bodies, some ten thousand articles of newswire, up to which all of them are walked: a tenth of a second
# of processor time for each million and a half.
EXACT_TOKENS = 5_000_000


def settle(
    proposal: Proposal,
    gone: NDArray[np.bool_],
    articles: Dataset,
    bodies: Dataset,
    numbering: Numbering,
    tokens: NDArray[np.int32],
    settings: Settings,
    engine: Engine,
) -> Proposal:
    """Return the proposal with the candidates that are to be listed and those by which bodies go.

    Args:
        proposal: From `search.propose`.
        gone: bool[bodies], bodies that are out already.
        articles, bodies: What was read, and what cleaning found.
        numbering: The bodies.
        tokens: int32[rows], tokens of each body.
        settings: Thresholds and the relations that remove.
        engine: What executes the stages.
    """
    listed = proposal.candidates[proposal.listed]
    walked = _walked(proposal, gone, int(tokens[numbering.row_of].sum()))
    if len(walked) and set(settings.remove) - {"identical"}:
        first, second = _find_decisive(walked, articles, bodies, numbering, settings, engine)
        listed = find.unite(listed, first.astype(np.uint64) << np.uint64(32) | second.astype(np.uint64))
    neighbours = np.setdiff1d(proposal.neighbours, listed, assume_unique=True)
    return proposal._replace(candidates=listed, neighbours=neighbours, listed=np.ones(len(listed), np.bool_))


def sets_stage(
    articles: pa.RecordBatch, bodies: pa.RecordBatch, wanted: NDArray[np.bool_], settings: Settings
) -> pa.RecordBatch:
    """Return the shingle sets of each wanted row of a batch; empty ones for the others."""
    sets = shingle_sets(token_lists(articles.column("text"), bodies.column("body"), wanted), settings)
    return pa.RecordBatch.from_pydict({"sets": pa.LargeListArray.from_arrays(sets.offsets, sets.hashes)})


def _walked(proposal: Proposal, gone: NDArray[np.bool_], tokens: int) -> NDArray[np.int64]:
    """Return the bodies among which pairs are looked for."""
    if tokens <= EXACT_TOKENS:
        return np.flatnonzero(~gone)
    if not proposal.is_crowded:
        return np.empty(0, np.int64)
    first, second = find.split_pairs(proposal.candidates)
    cut = find.split_pairs(proposal.candidates[~proposal.listed])
    seeds = np.unique(np.concatenate((np.flatnonzero(proposal.crowd), *cut)))
    # the fate of a body hangs on those that are tied to it
    tied = np.concatenate((first, seeds[:-1])), np.concatenate((second, seeds[1:]))
    labels = label_components(len(gone), *tied)
    return np.flatnonzero((labels == labels[seeds[0]]) & ~gone)


def _find_decisive(
    walked: NDArray[np.int64], articles: Dataset, bodies: Dataset, numbering: Numbering, settings: Settings,
    engine: Engine,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:  # fmt: skip
    wanted = wanted_rows(articles, numbering, walked)
    stage = partial(sets_stage, settings=settings)
    sets = _of_bodies(engine.map(stage, articles, bodies, wanted, name="walked"), "sets", numbering, walked)
    prefixes = index_prefixes(sets, settings)
    wanted = wanted_rows(articles, numbering, walked[prefixes.may_be_near])
    types = _of_bodies(
        engine.map(types_stage, articles, bodies, wanted, name="walked types"), "types", numbering, walked
    )
    first, second = find_decisive(sets, types, prefixes, settings)
    return walked[first], walked[second]


def _of_bodies(data: Dataset, name: str, numbering: Numbering, numbers: NDArray[np.int64]) -> Lists:
    lists = data.lists(name)
    rows = numbering.row_of[numbers]
    return Lists.of(lists.values, lists.starts[rows], lists.ends[rows])
