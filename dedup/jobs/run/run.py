"""The dedup pass, read from top to bottom: read, clean, sketch, match, verify, remove.

`decide` holds the only chain of stages, written against an engine's verbs. Rows are numbered in input order, bodies in
keep order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import pyarrow as pa

from dedup.cleaning.batch import clean_batch
from dedup.cleaning.whole import whole_batch
from dedup.engines.base import Engine
from dedup.jobs.culprits import naming_record
from dedup.jobs.ids import resolve_ids
from dedup.jobs.progress import Progress
from dedup.jobs.run.decision import remove
from dedup.jobs.run.known import KnownMatch, find_known
from dedup.jobs.run.outcome import Collection, Decision, Matches, Outcome
from dedup.jobs.run.search import EXHAUSTIVE, find_passages, propose, propose_all, verify
from dedup.jobs.run.settling import settle
from dedup.jobs.run.stages import column_of, learn_boilerplate, learn_short, number_articles, sketch_stage
from dedup.matching.bands import choose_banding
from dedup.settings import Settings

if TYPE_CHECKING:
    from dedup.corpus.corpus import Corpus

Item = TypeVar("Item")


def decide(
    source: Iterable[Item],
    read: Callable[[Item], pa.RecordBatch],
    settings: Settings,
    engine: Engine,
    progress: Progress,
    note: Callable[[], object] = lambda: None,
    corpus: Corpus | None = None,
    *,
    list_all: bool = False,
) -> Outcome:
    """Run the chain: from pieces of input to what stays and what goes, with the evidence.

    Args:
        source: Pieces of input, in order.
        read: From a piece to a batch of articles.
        settings: Thresholds and choices.
        engine: What executes the stages.
        progress: Told when a stage begins and how far it is.
        note: Asked, once all is read, what to keep with `articles`: rejects, checksums.
        corpus: Known articles, in whose favour articles of the collection go.
        list_all: Whether every pair is to be listed, however many there are.
    """
    with progress.stage("read"):
        articles = engine.map(read, source, name="articles", progress=progress.rows, note=note)
        ids = resolve_ids(articles, engine)
    with progress.stage("clean", articles.rows):
        boilerplate = learn_boilerplate(articles, settings, engine)
        clean = partial(clean_batch, boilerplate=boilerplate) if settings.clean else whole_batch
        bodies = engine.map(naming_record(clean), articles, name="bodies", progress=progress.rows)
    # where every body is compared with every other, the sketches hold all shingles
    exhaustive = articles.rows <= EXHAUSTIVE
    with progress.stage("sketch", articles.rows):
        short = None if exhaustive else learn_short(articles, bodies, settings, engine)
        sketch = partial(sketch_stage, settings=settings.with_(scale=1) if exhaustive else settings, short=short)
        sketches = engine.map(naming_record(sketch), articles, bodies, name="sketches", progress=progress.rows)
        tokens = column_of(sketches, "tokens", np.int32)
        order, numbering = number_articles(articles, bodies, sketches, tokens, ids, settings)
    known: dict[int, KnownMatch] = {}
    updates = 0
    if corpus is not None:
        with progress.stage("look up"):
            known, updates = find_known(articles, bodies, numbering, ids, corpus, settings)
    gone = np.zeros(len(numbering.row_of), np.bool_)
    gone[list(known)] = True
    with progress.stage("match"):
        banding = choose_banding(settings.threshold, settings.recall, settings.num_perm)
        if short is None:
            proposal = propose_all(sketches, numbering, settings, engine)
        else:
            proposal = propose(sketches, numbering, banding, short, settings, engine, list_all=list_all)
            proposal = settle(proposal, gone, articles, bodies, numbering, tokens, settings, engine)
    with progress.stage("passages"):
        passages = find_passages(proposal, articles, bodies, sketches, numbering, settings, engine)
    with progress.stage("verify"):
        pairs = verify(proposal, passages, articles, bodies, numbering, settings, engine)
        numbers = pairs.first.astype(np.uint64) << np.uint64(32) | pairs.second.astype(np.uint64)
        sharing = np.isin(numbers, passages.pairs, assume_unique=True)
    with progress.stage("remove"):
        removed_by, labels = remove(pairs, gone, settings)
    return Outcome(
        Collection(articles, bodies, boilerplate, ids, numbering, order, tokens),
        Matches(pairs, sharing, passages.places, banding, len(proposal.candidates), proposal.caps),
        Decision(known, removed_by, labels, updates),
    )
