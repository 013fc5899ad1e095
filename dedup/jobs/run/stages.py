"""The first stages of a dedup pass: counting boilerplate, sketching, keep order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.cleaning.boilerplate import Boilerplate, BoilerplateCounts
from dedup.clustering.keep_order import KeepOrder, Numbering, folded_source, number_bodies, rank_articles
from dedup.engines.base import Dataset, Engine
from dedup.jobs.ids import Ids
from dedup.jobs.times import publication_times
from dedup.matching.excerpts import ShortTexts, are_short, gather_short, short_shingles
from dedup.settings import Settings
from dedup.sketching.sketcher import ShingleSets, sampled_below, sketch

Number = TypeVar("Number", bound=np.generic)


def learn_boilerplate(articles: Dataset, settings: Settings, engine: Engine) -> Boilerplate | None:
    """Count the lines that many pages of a source share, over distinct texts; None where nothing is cleaned."""
    if not settings.clean:
        return None
    counts = BoilerplateCounts()
    engine.fold(counts.add, lambda whole, part: None, None, articles)
    return counts.table()


def learn_short(articles: Dataset, bodies: Dataset, settings: Settings, engine: Engine) -> ShortTexts:
    """Gather the shingles of all short bodies."""

    def stage(own: pa.RecordBatch, spans: pa.RecordBatch) -> list[ShingleSets]:
        return [short_shingles(own.column("text"), spans.column("body"), settings)]

    nothing: list[ShingleSets] = []
    return gather_short(engine.fold(stage, lambda whole, part: whole + part, nothing, articles, bodies))


def sketch_stage(
    articles: pa.RecordBatch, bodies: pa.RecordBatch, settings: Settings, short: ShortTexts | None
) -> pa.RecordBatch:
    """Sketch a batch of bodies; see `sketching.Sketches` for what the columns hold.

    With `short`, the column `shingles` holds the samples and what else a body shares with a short one: all shingles of
    those that are short.
    """
    found = sketch(
        articles.column("text"), bodies.column("body"), settings, None if short is None else short.shingles
    )
    width = 4 * settings.num_perm
    signatures = pa.FixedSizeBinaryArray.from_buffers(
        pa.binary(width), len(found.signatures), [None, pa.py_buffer(found.signatures)]
    )
    sampled = found.samples <= sampled_below(settings)
    offsets = np.concatenate(([0], np.cumsum(sampled)))[found.sample_offsets]
    columns = {
        "tokens": pa.array(found.token_counts),
        "hash_1": pa.array(np.ascontiguousarray(found.body_hashes[:, 0])),
        "hash_2": pa.array(np.ascontiguousarray(found.body_hashes[:, 1])),
        "signature": signatures,
        "samples": pa.LargeListArray.from_arrays(offsets, found.samples[sampled]),
        "positions": pa.LargeListArray.from_arrays(offsets, found.sample_positions[sampled]),
    }
    if short is not None:
        columns["shingles"] = pa.LargeListArray.from_arrays(found.sample_offsets, found.samples)
        columns["short"] = pa.array(are_short(articles.column("text"), bodies.column("body")).view(np.uint8))
    return pa.RecordBatch.from_pydict(columns)


def number_articles(
    articles: Dataset, bodies: Dataset, sketches: Dataset, tokens: NDArray[np.int32], ids: Ids, settings: Settings
) -> tuple[KeepOrder, Numbering]:
    """Put the articles into keep order and collapse those with identical bodies."""
    hashes = np.column_stack((column_of(sketches, "hash_1", np.uint64), column_of(sketches, "hash_2", np.uint64)))
    preference = preferences(articles, settings, len(tokens))
    times = np.zeros(len(tokens)) if settings.keep == "longest" else publication_times(bodies)
    ranks = rank_articles(settings.keep, preference, tokens.astype(np.int64), times, hashes, ids.hashes)
    return KeepOrder(ranks, preference, times), number_bodies(hashes, tokens, ranks)


def preferences(articles: Iterable[pa.RecordBatch], settings: Settings, rows: int) -> NDArray[np.int64]:
    """Return int64[rows], the place of each article's source among the preferred; as many as those for others."""
    none = len(settings.prefer)
    if not none:
        return np.zeros(rows, np.int64)
    places = {folded_source(name): place for place, name in reversed(list(enumerate(settings.prefer)))}
    sources = (name for batch in articles for name in batch.column("source").to_pylist())
    return np.fromiter((places.get(folded_source(name), none) for name in sources), np.int64, rows)


def column_of(data: Dataset, name: str, dtype: type[Number]) -> NDArray[Number]:
    """Return a numeric column of all batches as one array."""
    parts: list[NDArray[Number]] = [batch.column(name).to_numpy() for batch in data]
    return np.concatenate(parts) if parts else np.empty(0, dtype)


def slices(values: NDArray[np.generic], data: Dataset) -> Iterator[NDArray[np.generic]]:
    """Cut an array by row into one piece for each batch."""
    start = 0
    for batch in data:
        yield values[start : start + batch.num_rows]
        start += batch.num_rows
