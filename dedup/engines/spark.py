"""The engine of a cluster: Spark moves parcels of Arrow batches, Python workers run the stages on them.

A parcel is a record batch as bytes, with the slot that it is sent to and a channel that says what it holds. Spark sees
one row for each batch and slot, not one for each key: the rows of a million articles would cost it more than the
search. Results wait in Parquet files, a reliable checkpoint: a worker that dies costs its tasks, never the pass.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, NamedTuple, Self

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.engines.spark_worker import Shipped, run_shipped
from dedup.errors import MissingExtraError

if TYPE_CHECKING:
    from pyspark import Broadcast
    from pyspark.sql import DataFrame, SparkSession

Batches = Iterator[pa.RecordBatch]
# What a slot has received, by channel.
Received = Mapping[int, list[pa.RecordBatch]]

PARCELS = "slot int, channel int, payload binary"
_PARCELS = pa.schema([("slot", pa.int32()), ("channel", pa.int32()), ("payload", pa.binary())])
# Bytes that wait in a task before they are divided among the slots.
_HELD = 32 << 20
# Payloads are a megabyte or so: as many at once as Spark hands to Python without much memory.
_PAYLOADS_AT_ONCE = 16
_SETTINGS = {
    "spark.sql.execution.arrow.useLargeVarTypes": "true",
    "spark.sql.session.timeZone": "UTC",
    # what is skewed all the same (copies of one text, joined to it) is divided
    "spark.sql.adaptive.enabled": "true",
    "spark.sql.adaptive.skewJoin.enabled": "true",
    "spark.sql.adaptive.skewJoin.skewedPartitionFactor": "2",
    "spark.sql.parquet.compression.codec": "snappy",
}
# Parquet looks at what a page holds once in a hundred rows by default: of payloads that would be a hundred megabytes.
_PAYLOAD_FILES = {"parquet.page.size.row.check.min": "2", "parquet.enable.dictionary": "false"}


class Parcel(NamedTuple):
    """A batch, and the slot that each of its rows is sent to: int64[rows]."""

    channel: int
    slots: NDArray[np.int64]
    batch: pa.RecordBatch


class SparkEngine:
    """Runs stages on a cluster; a context manager, whose folder of checkpoints goes at its end.

    Attributes:
        session: A session of the engine's own beside the user's: its settings change no query of theirs.
        slots: Into how many parts everything is divided.
    """

    def __init__(self, session: SparkSession, folder: str, slots: int, tag: str, compiled: Path | None) -> None:
        """Open an engine.

        Args:
            session: The user's.
            folder: A path that driver and workers can write to, for checkpoints.
            slots: How many parts.
            tag, compiled: What goes to the workers, see `Shipped.to`.
        """
        self.session = session.newSession()
        for name, value in _SETTINGS.items():
            self.session.conf.set(name, value)
        self.session.conf.set("spark.sql.shuffle.partitions", str(slots))
        self.slots = slots
        self._folder = folder.rstrip("/")
        self._spread = spread_keys(slots)
        self._shipped = Shipped.to(session, tag, compiled)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        delete(self.session, self._folder)

    def map(self, stage: Callable[[Batches], Batches], data: DataFrame, schema: str) -> DataFrame:
        """Apply a stage to the batches of each partition."""
        return data.mapInArrow(run_shipped(self._shipped, stage), schema)

    def shipped(self, stage: Callable[[Batches], Batches]) -> Callable[[Batches], Batches]:
        """Return a stage as it can be given to `mapInArrow` of a frame of another session."""
        return run_shipped(self._shipped, stage)

    def send(self, stage: Callable[[Batches], Iterator[Parcel]], data: DataFrame) -> DataFrame:
        """Apply a stage to the batches of each partition; what it returns are parcels for `meet`."""
        return self.map(partial(_send, stage=stage, spread=self._spread), data, PARCELS)

    def meet(self, stage: Callable[[Received], Batches], *parcels: DataFrame, schema: str) -> DataFrame:
        """Bring the parcels of each slot together and apply a stage to them, in any order within a channel."""
        return self.map(partial(_meet, stage=stage), self._together(*parcels), schema)

    def meet_and_send(self, stage: Callable[[Received], Iterator[Parcel]], *parcels: DataFrame) -> DataFrame:
        """Bring the parcels of each slot together; what the stage returns are parcels again."""
        return self.map(
            partial(_meet, stage=partial(_parcels_of, stage=stage, spread=self._spread)),
            self._together(*parcels), PARCELS,
        )  # fmt: skip

    def gather(self, stage: Callable[[Received], Batches], *parcels: DataFrame, schema: str) -> DataFrame:
        """Bring all parcels to one task, whatever their slots: for what is known to be small."""
        united = functools.reduce(lambda one, other: one.unionByName(other), parcels)
        return self.map(partial(_gather, stage=stage), united.repartition(1), schema)

    def gather_and_send(self, stage: Callable[[Received], Iterator[Parcel]], *parcels: DataFrame) -> DataFrame:
        """Bring all parcels to one task; what the stage returns are parcels again."""
        return self.gather(partial(_parcels_of, stage=stage, spread=self._spread), *parcels, schema=PARCELS)

    def parcels(self, parcels: Sequence[Parcel]) -> DataFrame:
        """Return a few parcels that the driver has."""
        table = pa.Table.from_batches(_divided(parcels, self._spread), _PARCELS)
        return self.session.createDataFrame(table)

    def _together(self, *parcels: DataFrame) -> DataFrame:
        united = functools.reduce(lambda one, other: one.unionByName(other), parcels)
        return united.repartition(self.slots, "slot")

    def store(self, name: str, data: DataFrame, *, at_once: int = _PAYLOADS_AT_ONCE) -> DataFrame:
        """Compute data once and keep it in files: what follows reads these, whatever happens to the workers.

        Args:
            name: What it is called.
            data: What to compute.
            at_once: Rows that Spark hands to Python at once on the way.
        """
        path = f"{self._folder}/{name}"
        self.session.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", str(at_once))
        writer = data.write.mode("overwrite")
        if any(kind == "binary" for _, kind in data.dtypes):
            writer = writer.options(**_PAYLOAD_FILES)
        writer.parquet(path)
        return self.session.read.schema(data.schema).parquet(path)

    def broadcast(self, value: object) -> Broadcast[Any]:
        """Send a value to all workers once."""
        return self.session.sparkContext.broadcast(value)


def to_bytes(batch: pa.RecordBatch) -> bytes:
    """Return a batch as bytes, as `from_bytes` reads them."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    return bytes(sink.getvalue())


def from_bytes(payload: pa.Scalar) -> pa.RecordBatch:
    """Return the batch of a payload, whose buffers are the payload's own."""
    return pa.ipc.open_stream(payload.as_buffer()).read_next_batch()


def slots_of(keys: NDArray[np.generic], slots: int) -> NDArray[np.int64]:
    """Return the slot of each key: the same for equal keys, spread evenly over the others. int64[n]."""
    mixed = (keys.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    mixed ^= mixed >> np.uint64(32)
    mixed *= np.uint64(0xD6E8FEB86659FD93)
    return ((mixed >> np.uint64(33)) % np.uint64(slots)).astype(np.int64)


def one_batch(batches: Sequence[pa.RecordBatch]) -> pa.RecordBatch | None:
    """Return several batches of one schema as one; None for none."""
    if len(batches) <= 1:
        return batches[0] if batches else None
    return pa.Table.from_batches(batches).combine_chunks().to_batches()[0]


def numbers_of(batches: Sequence[pa.RecordBatch], name: str, dtype: type[np.generic]) -> NDArray[Any]:
    """Return a numeric column of several batches as one array."""
    parts = [batch.column(name).to_numpy() for batch in batches]
    return np.concatenate(parts) if parts else np.empty(0, dtype)


def _send(batches: Batches, stage: Callable[[Batches], Iterator[Parcel]], spread: NDArray[np.int32]) -> Batches:
    return _divided(stage(batches), spread)


def _parcels_of(
    received: Received, stage: Callable[[Received], Iterator[Parcel]], spread: NDArray[np.int32]
) -> Batches:
    return _divided(stage(received), spread)


def _divided(parcels: Iterable[Parcel], spread: NDArray[np.int32]) -> Batches:
    """Divide what a stage sends among the slots, some megabytes at a time."""
    held: dict[int, list[Parcel]] = {}
    size = 0
    for parcel in parcels:
        if parcel.batch.num_rows:
            held.setdefault(parcel.channel, []).append(parcel)
            size += parcel.batch.nbytes
        if size > _HELD:
            yield from _dealt(held, spread)
            held, size = {}, 0
    yield from _dealt(held, spread)


def _dealt(held: Mapping[int, Sequence[Parcel]], spread: NDArray[np.int32]) -> Batches:
    for channel, parcels in held.items():
        slots = np.concatenate([parcel.slots for parcel in parcels])
        whole = one_batch([parcel.batch for parcel in parcels])
        assert whole is not None
        order = np.argsort(slots, kind="stable")
        own, starts = np.unique(slots[order], return_index=True)
        for slot, rows in zip(own.tolist(), np.split(order, starts[1:]), strict=True):
            payload = to_bytes(whole.take(pa.array(rows)))
            yield pa.RecordBatch.from_arrays(
                [
                    pa.array([spread[slot]], pa.int32()),
                    pa.array([channel], pa.int32()),
                    pa.array([payload], pa.binary()),
                ],
                schema=_PARCELS,
            )


def _meet(batches: Batches, stage: Callable[[Received], Batches]) -> Batches:
    slots: dict[int, dict[int, list[pa.RecordBatch]]] = {}
    for batch in batches:
        for slot, channel, payload in zip(
            batch.column("slot").to_pylist(), batch.column("channel").to_pylist(), batch.column("payload"), strict=True
        ):
            slots.setdefault(slot, {}).setdefault(channel, []).append(from_bytes(payload))
    for slot in sorted(slots):
        yield from stage(slots.pop(slot))


def _gather(batches: Batches, stage: Callable[[Received], Batches]) -> Batches:
    channels: dict[int, list[pa.RecordBatch]] = {}
    for batch in batches:
        for channel, payload in zip(batch.column("channel").to_pylist(), batch.column("payload"), strict=True):
            channels.setdefault(channel, []).append(from_bytes(payload))
    yield from stage(channels)


def spread_keys(slots: int) -> NDArray[np.int32]:
    """Return for each slot a number that Spark's hash partitioning sends to a partition of its own: int32[slots].

    Left to the hash, a third of the partitions would get nothing and others three times their share.
    """
    found = np.full(slots, -1, np.int32)
    start, missing = 0, slots
    while missing:
        numbers = np.arange(start, start + 8 * slots, dtype=np.int64)
        places = _murmur3(numbers.astype(np.uint32)).view(np.int32).astype(np.int64) % slots
        chosen, first = np.unique(places, return_index=True)
        fresh = found[chosen] < 0
        found[chosen[fresh]] = numbers[first[fresh]]
        missing = int(np.count_nonzero(found < 0))
        start += 8 * slots
    return found


def _murmur3(values: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Hash numbers of 32 bits as Spark does (MurmurHash3 x86 32; Appleby 2011), with its seed 42."""
    with np.errstate(over="ignore"):
        k = values * np.uint32(0xCC9E2D51)
        k = (k << np.uint32(15) | k >> np.uint32(17)) * np.uint32(0x1B873593)
        h = np.uint32(42) ^ k
        h = (h << np.uint32(13) | h >> np.uint32(19)) * np.uint32(5) + np.uint32(0xE6546B64)
        h ^= np.uint32(4)
        h = (h ^ h >> np.uint32(16)) * np.uint32(0x85EBCA6B)
        h = (h ^ h >> np.uint32(13)) * np.uint32(0xC2B2AE35)
        return h ^ h >> np.uint32(16)


def open_session(master: str | None) -> SparkSession:
    """Return the session that runs already, or one on a master.

    Args:
        master: As `spark://HOST:PORT`, `yarn` or `local[2]`; None takes what is configured, else all local cores.

    Raises:
        MissingExtraError: PySpark is not installed.
    """
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise MissingExtraError("pyspark", "spark", "for --engine spark") from error
    builder = SparkSession.builder.appName("dedup")
    return (builder.master(master) if master else builder).getOrCreate()


def delete(session: SparkSession, path: str) -> None:
    """Delete a folder of any file system that Spark knows."""
    jvm: Any = session.sparkContext._jvm
    place = jvm.org.apache.hadoop.fs.Path(path)
    place.getFileSystem(session.sparkContext._jsc.hadoopConfiguration()).delete(place, True)
