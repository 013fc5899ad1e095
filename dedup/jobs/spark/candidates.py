"""Candidates on a cluster: bodies that share a band, samples or a telling shingle meet at the slot of what they share.

The stages are those of `jobs.run.search`; only the ways differ. A pair is a row `pair` (smaller number above 32 bits,
larger below) with `flags`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.batches import offsets_of
from dedup.engines.spark import Batches, Parcel, Received, SparkEngine, numbers_of, one_batch, slots_of
from dedup.jobs.run.columns import lengths_of
from dedup.jobs.spark.collection import Collection, payloads_of
from dedup.jobs.spark.reading import ROW
from dedup.matching import candidates as find
from dedup.matching.bands import Banding
from dedup.matching.excerpts import ShortTexts, pair_excerpts, telling_shingles
from dedup.settings import Settings

if TYPE_CHECKING:
    from pyspark import Broadcast
    from pyspark.sql import DataFrame

# Channels of entries; the pairs and caps that follow from them have the same numbers.
BANDS, SAMPLES, EXCERPTS = range(3)
CHANNELS = ("bands", "samples", "excerpts")
# What is known of a pair: to be compared; to be compared if a short one shares half its shingles; may share a passage;
# left out of the listing, as one of too many.
CANDIDATE, EXCERPT, NEIGHBOUR, UNLISTED = 1, 2, 4, 8
# Channels of what follows: pairs, members of oversized buckets, caps.
PAIRS, CROWD, CAPS = 10, 11, 12


class Keys(NamedTuple):
    """What entries are made with.

    Attributes:
        banding: Bands and rows.
        bits: Lower bits of an entry that hold the number of a body.
        limit: Bodies of the largest bucket that is paired in full.
        spare: See `candidates.spare_share`.
        slots: Slots of the engine.
    """

    banding: Banding
    bits: int
    limit: int
    spare: float
    slots: int


def propose(
    engine: SparkEngine, collection: Collection, banding: Banding, settings: Settings
) -> tuple[DataFrame, DataFrame, dict[str, find.Caps]]:
    """Propose pairs of bodies from shared bands, shared samples, and the shingles of short texts.

    Returns:
        Parcels of pairs at the slots of their second bodies; parcels of the numbers of crowded bodies; and what the
        bucket limits cut.
    """
    from pyspark.sql import functions as F  # noqa: N812

    assert collection.short is not None
    keys = Keys(
        banding, find.value_bits(collection.distinct), find.BUCKET_LIMIT, find.spare_share(settings), engine.slots
    )
    own = collection.bodies.groupBy("batch").agg(F.collect_list(F.struct("row", "number")).alias("own"))
    entries = engine.send(
        partial(_entries, keys=keys, short=collection.short),
        collection.sketches.select("batch", "sketches").join(own, "batch"),
    )
    paired = engine.store("paired", engine.meet_and_send(partial(_pair, keys=keys), entries))
    proposed = engine.store("proposed", engine.meet_and_send(partial(_propose, slots=engine.slots),
                                                             paired.where(f"channel < {CROWD}")))  # fmt: skip
    crowd = engine.meet_and_send(partial(_crowd, keys=keys), paired.where(f"channel = {CROWD}"))
    caps = {name: find.Caps() for name in CHANNELS}
    sums = engine.map(
        _sum_caps, paired.where(f"channel = {CAPS}").select("payload"), "channel long, buckets long, entries long"
    )
    for row in (
        sums.groupBy("channel").agg(F.sum("buckets").alias("buckets"), F.sum("entries").alias("entries")).collect()
    ):
        caps[CHANNELS[row["channel"]]] = find.Caps(row["buckets"], row["entries"])
    return proposed, crowd, caps


def _entries(batches: Batches, keys: Keys, short: Broadcast[Any]) -> Iterator[Parcel]:
    filters = ShortTexts(*short.value)
    for payloads in batches:
        owned = payloads.column("own")
        for (sketches,), own in zip(payloads_of(iter([payloads]), "sketches"), owned, strict=True):
            numbers = body_numbers(sketches.column(ROW).to_numpy(), own.values)
            counts = lengths_of(sketches.column("samples"))
            signatures = np.frombuffer(sketches.column("signature").buffers()[1], np.uint32)
            signatures = signatures[: len(numbers) * (len(signatures) // max(len(numbers), 1))].reshape(
                len(numbers), -1
            )
            entries = find.band_keys(signatures, numbers, keys.banding, keys.bits)
            yield _keyed(BANDS, entries, np.zeros(len(entries), np.int32), keys)
            samples = sketches.column("samples")
            values, offsets = samples.values.to_numpy(), samples.offsets.to_numpy()
            entries = find.sample_keys(values, offsets, numbers, keys.bits)
            yield _keyed(SAMPLES, entries, _repeated(counts, counts, numbers), keys)
            shingles = sketches.column("shingles")
            values = shingles.values.to_numpy()
            telling = telling_shingles(values, filters)
            offsets = offsets_of(telling)[shingles.offsets.to_numpy()]
            entries = find.sample_keys(values[telling], offsets, numbers, keys.bits)
            are_short = sketches.column("short").to_numpy().astype(np.int64)
            yield _keyed(EXCERPTS, entries, _repeated(are_short, np.diff(offsets), numbers), keys)


def body_numbers(rows: NDArray[np.int64], own: pa.StructArray) -> NDArray[np.int64]:
    """Return int64[n], the body that each row of a batch stands for; -1 where it stands for none."""
    numbers = np.full(len(rows), -1, np.int64)
    numbers[np.searchsorted(rows, own.field("row").to_numpy())] = own.field("number").to_numpy()
    return numbers


def _repeated(values: NDArray[np.int64], counts: NDArray[np.int64], numbers: NDArray[np.int64]) -> NDArray[np.int32]:
    """Return a value of each body beside each of its entries."""
    repeated: NDArray[np.int32] = np.repeat(values, np.where(numbers >= 0, counts, 0)).astype(np.int32)
    return repeated


def _keyed(channel: int, entries: NDArray[np.uint64], told: NDArray[np.int32], keys: Keys) -> Parcel:
    batch = pa.RecordBatch.from_pydict({"entry": pa.array(entries), "told": pa.array(told)})
    return Parcel(channel, slots_of(entries >> np.uint64(keys.bits), keys.slots), batch)


class _Bucketed(NamedTuple):
    """Entries of a slot, sorted, with numbers of their own for the bodies there, in their order.

    Attributes:
        entries: uint64[n].
        bodies: uint64[m], the numbers of the bodies.
        told: int32[m], what came with each.
    """

    entries: NDArray[np.uint64]
    bodies: NDArray[np.uint64]
    told: NDArray[np.int32]


def _bucketed(received: Received, channel: int, keys: Keys) -> _Bucketed | None:
    batches = received.get(channel, [])
    if not batches:
        return None
    entries, told = numbers_of(batches, "entry", np.uint64), numbers_of(batches, "told", np.int32)
    low = np.uint64((1 << keys.bits) - 1)
    bodies, first, local = np.unique(entries & low, return_index=True, return_inverse=True)
    return _Bucketed(np.sort((entries & ~low) | local.astype(np.uint64)), bodies, told[first])


def _pair(received: Received, keys: Keys) -> Iterator[Parcel]:
    """Pair what shares a key."""
    for channel in (BANDS, SAMPLES, EXCERPTS):
        at = _bucketed(received, channel, keys)
        if at is None:
            continue
        if channel == EXCERPTS:
            pairs, members, cut = pair_excerpts(at.entries, keys.bits, at.told.astype(np.bool_))
        else:
            pairs, cut = find.pair_buckets(at.entries, keys.bits, keys.limit)
            members = find.oversized_members(at.entries, keys.bits, keys.limit)
        if channel != SAMPLES:
            pairs = np.unique(pairs)
        first, second = find.split_pairs(pairs)
        smaller = np.minimum(at.told[first], at.told[second])
        numbers = at.bodies[first] << np.uint64(32) | at.bodies[second]
        batch = pa.RecordBatch.from_pydict({"pair": pa.array(numbers), "smaller": pa.array(smaller)})
        yield Parcel(channel, slots_of(at.bodies[second], keys.slots), batch)
        if channel != BANDS and len(members):
            crowded, times = np.unique(members, return_counts=True)
            columns = {"number": at.bodies[crowded], "times": times, "samples": at.told[crowded]}
            # a body of one oversized bucket of telling shingles is in the crowd, whatever its samples
            columns["samples"] = columns["samples"] if channel == SAMPLES else np.zeros(len(crowded), np.int32)
            batch = pa.RecordBatch.from_pydict({name: pa.array(values) for name, values in columns.items()})
            yield Parcel(CROWD, slots_of(at.bodies[crowded], keys.slots), batch)
        if cut.buckets:
            columns = {"channel": [channel], "buckets": [cut.buckets], "entries": [cut.entries]}
            yield Parcel(CAPS, np.zeros(1, np.int64), pa.RecordBatch.from_pydict(columns))


def _propose(received: Received, slots: int) -> Iterator[Parcel]:
    """Say of each pair what it is proposed for."""
    found: list[tuple[NDArray[np.uint64], NDArray[np.int64]]] = []
    for channel, flag in ((BANDS, CANDIDATE), (EXCERPTS, EXCERPT)):
        pairs = np.unique(numbers_of(received.get(channel, []), "pair", np.uint64))
        found.append((pairs, np.full(len(pairs), flag)))
    pairs = numbers_of(received.get(SAMPLES, []), "pair", np.uint64)
    pairs, first, shared = np.unique(pairs, return_index=True, return_counts=True)
    smaller = numbers_of(received.get(SAMPLES, []), "smaller", np.int32)[first]
    frequent = find.share_enough(shared, smaller)
    flags = np.where(frequent, CANDIDATE, np.where(shared >= 2, NEIGHBOUR, 0))
    found.append((pairs, flags))
    every, at = np.unique(np.concatenate([one for one, _ in found]), return_inverse=True)
    united = np.zeros(len(every), np.int64)
    np.bitwise_or.at(united, at, np.concatenate([flags for _, flags in found]))
    yield pairs_parcel(every[united > 0], united[united > 0], slots)


def pairs_parcel(pairs: NDArray[np.uint64], flags: NDArray[np.signedinteger[Any]], slots: int) -> Parcel:
    """Return a parcel of pairs for the slots of their second bodies."""
    batch = pa.RecordBatch.from_pydict({"pair": pa.array(pairs), "flags": pa.array(flags.astype(np.int8))})
    return Parcel(PAIRS, slots_of(find.split_pairs(pairs)[1], slots), batch)


def _crowd(received: Received, keys: Keys) -> Iterator[Parcel]:
    """Tell the bodies so much of which stands in oversized buckets that pairs may be missing."""
    whole = one_batch(received.get(CROWD, []))
    if whole is None:
        return
    numbers, at = np.unique(whole.column("number").to_numpy(), return_inverse=True)
    samples = whole.column("samples").to_numpy().astype(np.int64)
    times = whole.column("times").to_numpy()
    by_samples = samples > 0
    oversized = np.bincount(at[by_samples], times[by_samples], len(numbers))
    counts = np.zeros(len(numbers), np.int64)
    np.maximum.at(counts, at, samples)
    crowd = (oversized > 0) & (oversized >= keys.spare * counts)
    crowd[at[~by_samples]] = True
    batch = pa.RecordBatch.from_pydict({"number": pa.array(numbers[crowd].astype(np.int64))})
    yield Parcel(CROWD, np.zeros(batch.num_rows, np.int64), batch)


def _sum_caps(batches: Batches) -> Batches:
    for (batch,) in payloads_of(batches, "payload"):
        yield batch


def all_pairs(engine: SparkEngine, bodies: int) -> DataFrame:
    """Return parcels of every pair of a few bodies."""
    first, second = np.triu_indices(bodies, 1)
    pairs = first.astype(np.uint64) << np.uint64(32) | second.astype(np.uint64)
    return engine.parcels([pairs_parcel(pairs, np.full(len(pairs), CANDIDATE), engine.slots)])
