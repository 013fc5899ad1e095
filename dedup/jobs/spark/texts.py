"""Texts on their way to the slots where they are compared: each goes once to each slot that asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.engines.spark import Batches, Parcel, Received, SparkEngine, from_bytes, one_batch
from dedup.jobs.spark.reading import ROW

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

TEXTS = 20


class Texts(NamedTuple):
    """The texts that a slot has received, by key.

    Attributes:
        keys: int64[n], ascending: what each was asked for by.
        texts: Raw texts.
        bodies: The flattened spans of their bodies.
    """

    keys: NDArray[np.int64]
    texts: pa.LargeStringArray
    bodies: pa.ListArray

    def places(self, keys: NDArray[np.generic]) -> NDArray[np.int64]:
        """Return where the texts of some keys stand."""
        return np.searchsorted(self.keys, keys.astype(np.int64))


def ship(engine: SparkEngine, batches: DataFrame, asked: DataFrame) -> DataFrame:
    """Send texts with their bodies to where they are asked for.

    Args:
        engine: What executes the stages.
        batches: See `collection.COLLECTION`.
        asked: `batch, row, key, slot`: which row of which batch, by what it is asked for, and where it goes.

    Returns:
        Parcels for `received_texts`.
    """
    from pyspark.sql import functions as F  # noqa: N812

    together = asked.distinct().groupBy("batch").agg(F.collect_list(F.struct("row", "key", "slot")).alias("asked"))
    return engine.send(_texts, batches.select("batch", "articles", "bodies").join(together, "batch"))


def _texts(batches: Batches) -> Iterator[Parcel]:
    for payloads in batches:
        columns = (payloads.column(name) for name in ("articles", "bodies", "asked"))
        for own, found, asked in zip(*columns, strict=True):
            articles, bodies, wanted = from_bytes(own), from_bytes(found), asked.values
            at = pa.array(np.searchsorted(articles.column(ROW).to_numpy(), wanted.field("row").to_numpy()))
            batch = pa.RecordBatch.from_arrays(
                [wanted.field("key"), articles.column("text").take(at), bodies.column("body").take(at)],
                names=["key", "text", "body"],
            )
            yield Parcel(TEXTS, wanted.field("slot").to_numpy().astype(np.int64), batch)


def received_texts(received: Received) -> Texts:
    """Return the texts that a slot has received, each once."""
    whole = one_batch(received.get(TEXTS, []))
    if whole is None:
        empty = pa.array([], pa.list_(pa.int32()))
        return Texts(np.empty(0, np.int64), pa.array([], pa.large_string()), empty)
    keys, first = np.unique(whole.column("key").to_numpy(), return_index=True)
    at = pa.array(first)
    return Texts(keys, whole.column("text").take(at), whole.column("body").take(at))


def asked_slots(parcels: Iterator[pa.RecordBatch], slots: int) -> Batches:
    """Turn parcels of pairs into what is asked for: `number, slot` of both bodies of each."""
    from dedup.engines.spark import slots_of
    from dedup.matching.candidates import split_pairs

    for batch in parcels:
        for payload in batch.column("payload"):
            first, second = split_pairs(from_bytes(payload).column("pair").to_numpy())
            where = slots_of(second, slots)
            both = np.stack((np.concatenate((first, second)), np.tile(where, 2)))
            number, slot = np.unique(both, axis=1)
            yield pa.RecordBatch.from_arrays(
                [pa.array(number), pa.array(slot.astype(np.int32))], names=["number", "slot"]
            )


def ship_pairs(engine: SparkEngine, batches: DataFrame, bodies: DataFrame, pairs: DataFrame) -> DataFrame:
    """Send the texts of both bodies of each pair to the pair's slot, by the bodies' numbers."""
    from pyspark.sql import functions as F  # noqa: N812

    asked = engine.map(partial(asked_slots, slots=engine.slots), pairs, "number long, slot int").distinct()
    placed = asked.join(bodies.select("number", "row", "batch"), "number")
    return ship(engine, batches, placed.select("batch", "row", F.col("number").alias("key"), "slot"))
