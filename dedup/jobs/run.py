"""The dedup pass, read from top to bottom: read, clean, sketch, match, verify, remove.

`decide` holds the only chain of stages, written against an engine's verbs; `jobs.run_tables` turns its outcome into
rows and `jobs.run_files` writes them. Rows are numbered in input order, bodies in keep order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.cleaning.batch import clean_batch
from dedup.cleaning.boilerplate import Boilerplate
from dedup.cleaning.whole import whole_batch
from dedup.clustering.keep_order import Numbering
from dedup.engines.base import Dataset, Engine
from dedup.jobs.ids import Ids, resolve_ids
from dedup.jobs.progress import Progress
from dedup.jobs.run_known import KnownMatch, find_known
from dedup.jobs.run_stages import (
    column_of,
    find_passages,
    learn_boilerplate,
    number_articles,
    propose,
    remove,
    sketch_stage,
    verify,
)  # fmt: skip
from dedup.matching.bands import Banding, choose_banding
from dedup.matching.candidates import Caps
from dedup.matching.passage_index import Places
from dedup.matching.verification import Verified
from dedup.settings import Settings

if TYPE_CHECKING:
    from dedup.corpus.corpus import Corpus

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything that the pass found out, by numbers of rows and bodies.

    Attributes:
        articles: What was read, see `batches.article_schema`.
        bodies: What cleaning found, see `cleaning.batch`.
        boilerplate: Lines that many pages of a source share.
        ids: The id of each row.
        numbering: Which rows share a body.
        ranks: int64[rows], keep order.
        tokens: int32[rows], tokens of each body.
        pairs: Verified pairs of distinct bodies, `unrelated` left out.
        places: Where passages stand that bodies share, by body and token.
        known: Bodies that go because the corpus has them.
        removed_by: int64[bodies], the pair by which a body is removed, -1 where it stays.
        labels: int64[bodies], smallest body number of each body's cluster.
        banding: Bands and rows searched with.
        proposed: How many candidates were compared exactly.
        caps: What the limits of the search cut, by channel.
    """

    articles: Dataset
    bodies: Dataset
    boilerplate: Boilerplate | None
    ids: Ids
    numbering: Numbering
    ranks: NDArray[np.int64]
    tokens: NDArray[np.int32]
    pairs: Verified
    places: Places
    known: dict[int, KnownMatch]
    removed_by: NDArray[np.int64]
    labels: NDArray[np.int64]
    banding: Banding
    proposed: int
    caps: dict[str, Caps]


def decide(
    source: Iterable[Item],
    read: Callable[[Item], pa.RecordBatch],
    settings: Settings,
    engine: Engine,
    progress: Progress,
    note: Callable[[], object] = lambda: None,
    corpus: Corpus | None = None,
) -> Outcome:
    """Run the chain: from pieces of input to what stays and what goes, with the evidence.

    Args:
        source: Pieces of input, in order.
        read: From a piece to a batch of articles.
        settings: Thresholds and choices.
        engine: What executes the stages.
        progress: Told when a stage begins and how far it is.
        note: Asked, once all is read, what to keep with `articles`: rejects, checksums.
        corpus: Known articles, in whose favour articles of the pile go.
    """
    with progress.stage("read"):
        articles = engine.map(read, source, name="articles", progress=progress.rows, note=note)
        ids = resolve_ids(articles, engine)
    with progress.stage("clean", articles.rows):
        boilerplate = learn_boilerplate(articles, settings, engine)
        clean = partial(clean_batch, boilerplate=boilerplate) if settings.clean else whole_batch
        bodies = engine.map(clean, articles, name="bodies", progress=progress.rows)
    with progress.stage("sketch", articles.rows):
        sketches = engine.map(
            partial(sketch_stage, settings=settings), articles, bodies, name="sketches", progress=progress.rows
        )
    with progress.stage("match"):
        tokens = column_of(sketches, "tokens", np.int32)
        ranks, numbering = number_articles(articles, bodies, sketches, tokens, ids, settings)
        banding = choose_banding(settings.threshold, settings.recall, settings.num_perm)
        proposal = propose(sketches, numbering, banding, engine)
    with progress.stage("passages"):
        passages = find_passages(proposal, articles, bodies, sketches, numbering, settings, engine)
    with progress.stage("verify"):
        pairs = verify(proposal, passages, numbering, settings, engine)
    known: dict[int, KnownMatch] = {}
    if corpus is not None:
        with progress.stage("look up"):
            known = find_known(articles, numbering, ids, boilerplate, corpus, settings)
    with progress.stage("remove"):
        gone = np.zeros(len(numbering.row_of), np.bool_)
        gone[list(known)] = True
        removed_by, labels = remove(pairs, gone, settings)
    return Outcome(
        articles, bodies, boilerplate, ids, numbering, ranks, tokens, pairs, passages.places, known, removed_by, labels,
        banding, len(proposal.candidates), proposal.caps,
    )  # fmt: skip
