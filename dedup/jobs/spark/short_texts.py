"""The filters of short texts on a cluster, see `matching.excerpts`: what they hold, and what proposes pairs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.engines.spark import Batches, Parcel, Received, SparkEngine, numbers_of, slots_of
from dedup.jobs.spark.collection import lists_column, payloads_of
from dedup.jobs.spark.reading import ROW
from dedup.kernel.excerpts import fill_filter
from dedup.matching.excerpts import ShortTexts, filter_words, rarest_half, short_shingles
from dedup.settings import Settings

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

_SETS, _COUNTED, _KNOWN, _WORDS = range(60, 64)
# Words of the largest filter: with more short texts than it has room for, it holds more that they have not.
_MOST_WORDS = 1 << 24


def learn_short(engine: SparkEngine, batches: DataFrame, settings: Settings) -> ShortTexts:
    """Gather the shingles of all short bodies into filters."""
    stage = partial(_short_sets, settings=settings, slots=engine.slots)
    sets = engine.store("short", engine.send(stage, batches.select("articles", "bodies")))
    counted = engine.store(
        "counted", engine.meet_and_send(_count, engine.send(partial(_ask, slots=engine.slots), sets))
    )
    telling = engine.meet_and_send(partial(_tell, slots=engine.slots), sets, counted.where(f"channel = {_KNOWN}"))
    telling = engine.store("telling", engine.meet_and_send(_distinct, telling))
    return ShortTexts(*(_filter(engine, data) for data in (counted.where(f"channel = {_COUNTED}"), telling)))


def _short_sets(batches: Batches, settings: Settings, slots: int) -> Iterator[Parcel]:
    for articles, bodies in payloads_of(batches, "articles", "bodies"):
        sets = short_shingles(articles.column("text"), bodies.column("body"), settings)
        held = np.flatnonzero(np.diff(sets.offsets))
        lists = pa.LargeListArray.from_arrays(pa.array(sets.offsets), pa.array(sets.hashes)).take(pa.array(held))
        rows = articles.column(ROW).to_numpy()[held]
        yield Parcel(
            _SETS, slots_of(rows, slots), pa.RecordBatch.from_arrays([pa.array(rows), lists], names=["row", "shingles"])
        )


def _ask(batches: Batches, slots: int) -> Iterator[Parcel]:
    for (batch,) in payloads_of(batches, "payload"):
        hashes, times = np.unique(lists_column(batch, "shingles")[0], return_counts=True)
        back = int(slots_of(batch.column("row").to_numpy()[:1], slots)[0])
        columns = {"hash": hashes, "times": times, "back": np.full(len(hashes), back)}
        asked = pa.RecordBatch.from_pydict({name: pa.array(values) for name, values in columns.items()})
        yield Parcel(_COUNTED, slots_of(hashes, slots), asked)


def _count(received: Received) -> Iterator[Parcel]:
    batches = received.get(_COUNTED, [])
    hashes, at = np.unique(numbers_of(batches, "hash", np.uint64), return_inverse=True)
    times = np.bincount(at, numbers_of(batches, "times", np.int64)).astype(np.int64)
    asking = np.unique(np.stack((numbers_of(batches, "back", np.int64), at)), axis=1)
    columns = {"hash": pa.array(hashes[asking[1]]), "times": pa.array(times[asking[1]])}
    yield Parcel(_KNOWN, asking[0], pa.RecordBatch.from_pydict(columns))
    yield _hashes(_COUNTED, hashes)


def _hashes(channel: int, hashes: NDArray[np.uint64]) -> Parcel:
    return Parcel(channel, np.zeros(len(hashes), np.int64), pa.RecordBatch.from_pydict({"hash": pa.array(hashes)}))


def _tell(received: Received, slots: int) -> Iterator[Parcel]:
    """Choose of each text the shingles that fewest others have."""
    known = received.get(_KNOWN, [])
    hashes = numbers_of(known, "hash", np.uint64)
    order = np.argsort(hashes)
    hashes, times = hashes[order], numbers_of(known, "times", np.int64)[order]
    for batch in received.get(_SETS, []):
        values, offsets = lists_column(batch, "shingles")
        chosen = np.unique(values[rarest_half(values, np.diff(offsets), times[np.searchsorted(hashes, values)])])
        yield Parcel(_WORDS, slots_of(chosen, slots), pa.RecordBatch.from_pydict({"hash": pa.array(chosen)}))


def _distinct(received: Received) -> Iterator[Parcel]:
    yield _hashes(_WORDS, np.unique(numbers_of(received.get(_WORDS, []), "hash", np.uint64)))


def _filter(engine: SparkEngine, hashes: DataFrame) -> NDArray[np.uint64]:
    """Make a filter of all hashes: each task one of its own, and these are laid over each other."""
    from pyspark.sql import functions as F  # noqa: N812

    held = engine.map(_sizes, hashes.select("payload"), "n long").agg(F.sum("n")).collect()[0][0] or 0
    words = min(filter_words(int(held)), _MOST_WORDS)
    parts = engine.map(partial(_fill, words=words), hashes.select("payload"), "start long, words binary")
    whole = np.zeros(words, np.uint64)
    for row in parts.toLocalIterator():
        piece = np.frombuffer(row["words"], np.uint64)
        whole[row["start"] : row["start"] + len(piece)] |= piece
    whole.setflags(write=False)
    return whole


def _sizes(batches: Batches) -> Batches:
    for (batch,) in payloads_of(batches, "payload"):
        yield pa.RecordBatch.from_pydict({"n": pa.array([batch.num_rows], pa.int64())})


def _fill(batches: Batches, words: int) -> Batches:
    filled = np.zeros(words, np.uint64)
    for (batch,) in payloads_of(batches, "payload"):
        fill_filter(np.array(batch.column("hash")), filled)
    piece = 1 << 17
    for start in range(0, words, piece):
        held = filled[start : start + piece]
        if held.any():
            yield pa.RecordBatch.from_pydict(
                {"start": pa.array([start], pa.int64()), "words": pa.array([held.tobytes()], pa.binary())}
            )
