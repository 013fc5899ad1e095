"""The dedup pass, read from top to bottom: read, clean, sketch, match, verify, remove.

`decide` holds the only chain of stages, written against an engine's verbs; `jobs.run_tables` turns its outcome into
rows and `jobs.run_files` writes them. Rows are numbered in input order, bodies in keep order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.cleaning.batch import clean_batch
from dedup.cleaning.furniture import Furniture, count_furniture
from dedup.clustering.keep_order import Numbering, number_bodies, rank_articles
from dedup.clustering.removal import choose_removals, tie_bodies
from dedup.engines.base import Dataset, Engine
from dedup.jobs.ids import Ids, resolve_ids
from dedup.jobs.progress import Progress
from dedup.jobs.times import publication_times
from dedup.matching import candidates as find
from dedup.matching.bands import Banding, choose_banding
from dedup.matching.verification import (
    CONTAINED, CONTAINS, IDENTICAL, NEAR_DUPLICATE, OVERLAP, RELATIONS, UNRELATED, Verified, compare_sets, relate_sets, reverse,
)  # fmt: skip
from dedup.settings import Settings
from dedup.sketching.sketcher import shingle_sets, sketch

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything that the pass found out, by numbers of rows and bodies.

    Attributes:
        articles: What was read, see `batches.article_schema`.
        bodies: What cleaning found, see `cleaning.batch`.
        furniture: Lines that many pages of a source share.
        ids: The id of each row.
        numbering: Which rows share a body.
        ranks: int64[rows], keep order.
        tokens: int32[rows], tokens of each body.
        pairs: Verified pairs of distinct bodies, `unrelated` left out.
        removed_by: int64[bodies], the pair by which a body is removed, -1 where it stays.
        labels: int64[bodies], smallest body number of each body's cluster.
        banding: Bands and rows searched with.
        proposed: How many candidates were compared exactly.
        caps: What the bucket limit cut, by channel.
    """

    articles: Dataset
    bodies: Dataset
    furniture: Furniture
    ids: Ids
    numbering: Numbering
    ranks: NDArray[np.int64]
    tokens: NDArray[np.int32]
    pairs: Verified
    removed_by: NDArray[np.int64]
    labels: NDArray[np.int64]
    banding: Banding
    proposed: int
    caps: dict[str, find.Caps]


def decide(
    source: Iterable[Item],
    read: Callable[[Item], pa.RecordBatch],
    settings: Settings,
    engine: Engine,
    progress: Progress,
    note: Callable[[], object] = lambda: None,
) -> Outcome:
    """Run the chain: from pieces of input to what stays and what goes, with the evidence.

    Args:
        source: Pieces of input, in order.
        read: From a piece to a batch of articles.
        settings: Thresholds and choices.
        engine: What executes the stages.
        progress: Told when a stage begins and how far it is.
        note: Asked, once all is read, what to keep with `articles`: rejects, checksums.
    """
    with progress.stage("read"):
        articles = engine.map(read, source, name="articles", progress=progress.rows, note=note)
        ids = resolve_ids(articles, engine)
    with progress.stage("clean", articles.rows):
        furniture = learn_furniture(articles, settings, engine)
        bodies = engine.map(partial(clean_batch, furniture=furniture, settings=settings), articles, name="bodies", progress=progress.rows)
    with progress.stage("sketch", articles.rows):
        sketches = engine.map(partial(sketch_stage, settings=settings), articles, bodies, name="sketches", progress=progress.rows)
    with progress.stage("match"):
        tokens = _column(sketches, "tokens", np.int32)
        ranks, numbering = number_articles(articles, bodies, sketches, tokens, ids, settings)
        banding = choose_banding(settings.threshold, settings.recall, settings.num_perm)
        proposed, caps = propose(sketches, numbering, banding, engine)
    with progress.stage("verify"):
        pairs = verify(proposed, articles, bodies, numbering, settings, engine)
    with progress.stage("remove"):
        removed_by, labels = remove(pairs, len(numbering.row_of), settings)
    return Outcome(
        articles, bodies, furniture, ids, numbering, ranks, tokens, pairs, removed_by, labels, banding, len(proposed), caps
    )


def learn_furniture(articles: Dataset, settings: Settings, engine: Engine) -> Furniture:
    """Count the lines that many pages of a source share, over distinct texts."""
    if not settings.clean:
        return Furniture()
    return engine.fold(count_furniture, Furniture.merged, Furniture(), articles)


def sketch_stage(articles: pa.RecordBatch, bodies: pa.RecordBatch, settings: Settings) -> pa.RecordBatch:
    """Sketch a batch of bodies; see `sketching.Sketches` for what the columns hold."""
    found = sketch(articles.column("text"), bodies.column("body"), settings)
    width = 4 * settings.num_perm
    signatures = pa.FixedSizeBinaryArray.from_buffers(
        pa.binary(width), len(found.signatures), [None, pa.py_buffer(found.signatures)]
    )
    columns = {
        "tokens": pa.array(found.token_counts),
        "hash_1": pa.array(np.ascontiguousarray(found.body_hashes[:, 0])),
        "hash_2": pa.array(np.ascontiguousarray(found.body_hashes[:, 1])),
        "signature": signatures,
        "samples": pa.LargeListArray.from_arrays(found.sample_offsets, found.samples),
    }
    return pa.RecordBatch.from_pydict(columns)


def number_articles(
    articles: Dataset, bodies: Dataset, sketches: Dataset, tokens: NDArray[np.int32], ids: Ids, settings: Settings
) -> tuple[NDArray[np.int64], Numbering]:
    """Put the articles into keep order and collapse those with identical bodies."""
    hashes = np.column_stack((_column(sketches, "hash_1", np.uint64), _column(sketches, "hash_2", np.uint64)))
    preference = np.full(len(tokens), len(settings.prefer), np.int64)
    if settings.prefer:
        places = {name: place for place, name in enumerate(settings.prefer)}
        sources = (name for batch in articles for name in batch.column("source").to_pylist())
        preference = np.fromiter((places.get(name, len(places)) for name in sources), np.int64, len(tokens))
    times = publication_times(bodies) if settings.keep == "earliest" else np.zeros(len(tokens))
    ranks = rank_articles(settings.keep, preference, tokens.astype(np.int64), times, hashes, ids.hashes)
    return ranks, number_bodies(hashes, tokens, ranks)


def propose(
    sketches: Dataset, numbering: Numbering, banding: Banding, engine: Engine
) -> tuple[NDArray[np.uint64], dict[str, find.Caps]]:
    """Propose pairs of bodies: those that share a band, and those that share enough sampled shingles.

    Returns:
        uint64[m], distinct pairs in order; and what the bucket limit cut, by channel.
    """
    count = len(numbering.row_of)
    bits = find.value_bits(count)
    caps = {"bands": find.Caps(), "samples": find.Caps()}

    def pair(keyed: NDArray[np.uint64], channel: str) -> NDArray[np.uint64]:
        found, cut = find.pair_buckets(keyed, bits)
        caps[channel] = find.Caps(caps[channel].buckets + cut.buckets, caps[channel].entries + cut.entries)
        return found

    def emit_bands(batch: pa.RecordBatch, numbers: NDArray[np.int64]) -> NDArray[np.uint64]:
        signatures = np.frombuffer(batch.column("signature").buffers()[1], np.uint32).reshape(len(numbers), -1)
        return find.band_keys(signatures, numbers, banding, bits)

    def emit_samples(batch: pa.RecordBatch, numbers: NDArray[np.int64]) -> NDArray[np.uint64]:
        samples = batch.column("samples")
        return find.sample_keys(samples.values.to_numpy(), samples.offsets.to_numpy(), numbers, bits)

    def group(emit: Callable[..., NDArray[np.uint64]], channel: str) -> NDArray[np.uint64]:
        reduce = partial(pair, channel=channel)
        return engine.group(emit, reduce, sketches, _numbers(sketches, numbering), upper=2**64, value_bits=bits)

    by_band, _ = find.count_runs(group(emit_bands, "bands"))
    sample_counts = _sample_counts(sketches, numbering)
    by_sample = find.frequent_pairs(group(emit_samples, "samples"), sample_counts)
    return np.union1d(by_band, by_sample), caps


def verify(
    proposed: NDArray[np.uint64],
    articles: Dataset,
    bodies: Dataset,
    numbering: Numbering,
    settings: Settings,
    engine: Engine,
) -> Verified:
    """Compare the candidates exactly and keep those that are related."""
    if not len(proposed):
        return Verified(*(np.empty(0, dtype) for dtype in (np.int64, np.int64, np.int8, float, float, float)))
    first, second = find.split_pairs(proposed)
    wanted = np.zeros(articles.rows, np.bool_)
    wanted[numbering.row_of[first]] = True
    wanted[numbering.row_of[second]] = True
    sets = engine.map(partial(shingle_stage, settings=settings), articles, bodies, _slices(wanted, articles), name="shingles")
    place_of = np.cumsum(wanted) - 1  # row -> place in `sets`
    places = place_of[numbering.row_of]

    def compare(table: pa.Table, a: NDArray[np.int64], b: NDArray[np.int64]) -> NDArray[np.int64]:
        hashes = table.column("hashes").combine_chunks()
        return np.stack(compare_sets(hashes.values.to_numpy(), hashes.offsets.to_numpy(), a, b))

    shared, first_sizes, second_sizes = engine.join(compare, places[first], places[second], sets, ["hashes"])
    verified = relate_sets(first, second, shared, first_sizes, second_sizes, settings)
    related = verified.relation != UNRELATED
    return Verified(*(column[related] for column in verified))


def shingle_stage(
    articles: pa.RecordBatch, bodies: pa.RecordBatch, wanted: NDArray[np.bool_], settings: Settings
) -> pa.RecordBatch:
    """Return the shingle sets of the wanted rows of a batch, in their order."""
    rows = pa.array(np.flatnonzero(wanted))
    sets = shingle_sets(articles.column("text").take(rows), bodies.column("body").take(rows), settings)
    return pa.RecordBatch.from_pydict({"hashes": pa.LargeListArray.from_arrays(sets.offsets, sets.hashes)})


def remove(pairs: Verified, bodies: int, settings: Settings) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Decide which bodies go, and which are tied together."""
    removing = np.array([name in settings.remove for name in RELATIONS])
    holds_second = pairs.containment_second >= settings.containment
    holds_first = pairs.containment_first >= settings.containment
    # never in favour of one that it contains, unless each contains the other
    second_may_go = removing[reverse(pairs.relation)] & ~(holds_first & ~holds_second)
    first_may_go = removing[pairs.relation] & ~(holds_second & ~holds_first)
    removed_by = choose_removals(bodies, pairs.first, pairs.second, second_may_go, first_may_go)
    tying = np.isin(pairs.relation, (IDENTICAL, NEAR_DUPLICATE, CONTAINS, CONTAINED))
    if "overlap" in settings.remove:
        tying |= pairs.relation == OVERLAP
    return removed_by, tie_bodies(bodies, pairs.first[tying], pairs.second[tying])


def _column(data: Dataset, name: str, dtype: type[np.generic]) -> NDArray[np.generic]:
    parts = [batch.column(name).to_numpy() for batch in data]
    return np.concatenate(parts) if parts else np.empty(0, dtype)


def _slices(values: NDArray[np.generic], data: Dataset) -> Iterator[NDArray[np.generic]]:
    """Cut an array by row into one piece for each batch."""
    start = 0
    for batch in data:
        yield values[start : start + batch.num_rows]
        start += batch.num_rows


def _numbers(sketches: Dataset, numbering: Numbering) -> Iterator[NDArray[np.generic]]:
    """Yield, batch by batch, the body number of each row that stands for a body, -1 for all others."""
    numbers = np.full(len(numbering.body_of), -1, np.int64)
    numbers[numbering.row_of] = np.arange(len(numbering.row_of))
    return _slices(numbers, sketches)


def _sample_counts(sketches: Dataset, numbering: Numbering) -> NDArray[np.int32]:
    parts = [np.diff(batch.column("samples").offsets.to_numpy()) for batch in sketches]
    counts = np.concatenate(parts) if parts else np.empty(0, np.int64)
    return counts[numbering.row_of].astype(np.int32)
