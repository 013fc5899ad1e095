"""Exact comparison on a cluster: at a pair's slot, with both texts, by the functions of `jobs.run.search`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.batches import Lists, offsets_of
from dedup.engines.spark import Batches, Parcel, Received, SparkEngine, numbers_of
from dedup.jobs.spark.candidates import CANDIDATE, CAPS, EXCERPT, NEIGHBOUR, PAIRS, UNLISTED, pairs_parcel
from dedup.jobs.spark.collection import payloads_of
from dedup.jobs.spark.texts import Texts, received_texts
from dedup.matching import candidates as find
from dedup.matching.comparison import body_lists, mark_overlaps, mark_templates, may_be_templates
from dedup.matching.decisive import find_decisive, index_prefixes
from dedup.matching.excerpts import are_short, hold_enough
from dedup.matching.passage_index import Bodies, Runs, find_shared_runs, samples_line_up
from dedup.matching.templates import token_types
from dedup.matching.verification import UNRELATED, Verified, compare_sets, relate_sets
from dedup.settings import Settings
from dedup.sketching.sketcher import TokenLists, sampled_below, shingle_sets, token_lists

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

RUNS = 30
# Verified pairs, and runs of equal tokens that two bodies share.
VERIFIED = "first long, second long, relation int, jaccard double, containment_first double, containment_second double"
_VERIFIED = pa.schema(
    [("first", pa.int64()), ("second", pa.int64()), ("relation", pa.int32())]
    + [(name, pa.float64()) for name in ("jaccard", "containment_first", "containment_second")]
)


class Compared(NamedTuple):
    """Bodies at a slot, ready to be compared."""

    texts: Texts
    tokens: TokenLists
    bodies: Bodies
    sampled: Bodies


def judge(
    engine: SparkEngine, pairs: DataFrame, texts: DataFrame, settings: Settings, *, exhaustive: bool
) -> DataFrame:
    """Return parcels of the pairs that are to be compared, or that may share a passage.

    Where every body is compared with every other, those are pairs related by their shingle sets, and all others that
    share a shingle.
    """
    stage = partial(_judge, settings=settings, slots=engine.slots, exhaustive=exhaustive)
    return engine.meet_and_send(stage, pairs, texts)


def _compared(received: Received, settings: Settings) -> Compared:
    texts = received_texts(received)
    tokens = token_lists(texts.texts, texts.bodies)
    bodies = body_lists(tokens, settings)
    return Compared(texts, tokens, bodies, _sampled(bodies, settings))


def _sampled(bodies: Bodies, settings: Settings) -> Bodies:
    """Return the bodies with sampled shingles only, as their sketches hold them."""
    below = bodies.samples.values <= sampled_below(settings)
    before = offsets_of(below)
    offsets = np.append(before[bodies.samples.starts], before[bodies.samples.ends[-1:]])
    return bodies._replace(
        samples=Lists.cut(bodies.samples.values[below], offsets),
        positions=Lists.cut(bodies.positions.values[below], offsets),
    )


def _pairs(received: Received) -> tuple[NDArray[np.uint64], NDArray[np.int8]]:
    """Return the pairs at a slot in order, each once, with all of its flags."""
    batches = received.get(PAIRS, [])
    pairs, at = np.unique(numbers_of(batches, "pair", np.uint64), return_inverse=True)
    flags = np.zeros(len(pairs), np.int8)
    np.bitwise_or.at(flags, at, numbers_of(batches, "flags", np.int8))
    return pairs, flags


def _judge(received: Received, settings: Settings, slots: int, exhaustive: bool) -> Iterator[Parcel]:
    pairs, flags = _pairs(received)
    if not len(pairs):
        return
    own = _compared(received, settings)
    first, second = find.split_pairs(pairs)
    a, b = own.texts.places(first), own.texts.places(second)
    shared, sizes, others = compare_sets(own.bodies.samples, a, b)
    if exhaustive:
        candidate = relate_sets(first, second, shared, sizes, others, settings).relation != UNRELATED
        neighbour = ~candidate & (shared > 0)
    else:
        short = are_short(own.texts.texts, own.texts.bodies)
        excerpt = (flags & EXCERPT != 0) & hold_enough(shared, sizes, others, short[a], short[b])
        candidate = (flags & CANDIDATE != 0) | excerpt
        neighbour = ~candidate & (flags & NEIGHBOUR != 0)
        asked = np.flatnonzero(neighbour)
        neighbour[asked] = samples_line_up(own.sampled.samples, own.sampled.positions, a[asked], b[asked])
    judged = np.where(candidate, CANDIDATE, np.where(neighbour, NEIGHBOUR, 0))
    yield pairs_parcel(pairs[judged > 0], judged[judged > 0], slots)


def limit(
    engine: SparkEngine, judged: DataFrame, texts: DataFrame, settings: Settings
) -> tuple[DataFrame, find.Caps]:
    """Bound the pairs of a collection in which everything resembles everything, see `candidates.limit_partners`.

    Returns:
        The pairs, those that are left out marked; and what was cut.
    """
    from pyspark.sql import functions as F  # noqa: N812

    stage = partial(_limit, settings=settings, slots=engine.slots)
    limited = engine.store("limited", engine.meet_and_send(stage, judged, texts))
    cut = unpacked(engine, limited, CAPS, "buckets long, entries long")
    sums = cut.agg(F.sum("buckets"), F.sum("entries")).collect()[0]
    return limited.where(f"channel = {PAIRS}"), find.Caps(*(int(value or 0) for value in sums))


def _limit(received: Received, settings: Settings, slots: int) -> Iterator[Parcel]:
    pairs, flags = _pairs(received)
    if not len(pairs):
        return
    own = _compared(received, settings)
    at = np.flatnonzero(flags & CANDIDATE)
    first, second = find.split_pairs(pairs[at])
    shared = compare_sets(own.sampled.samples, own.texts.places(first), own.texts.places(second))[0]
    # all pairs of a second body are here: numbered from 0 on they stay in their order
    bodies, local = np.unique(second, return_inverse=True)
    numbered = first.astype(np.uint64) << np.uint64(32) | local.astype(np.uint64)
    some, caps = find.limit_partners(numbered, shared, len(bodies))
    flags[at[~np.isin(numbered, some, assume_unique=True)]] = UNLISTED
    yield pairs_parcel(pairs, flags, slots)
    if caps.entries:
        columns = {"buckets": pa.array([caps.buckets], pa.int64()), "entries": pa.array([caps.entries], pa.int64())}
        yield Parcel(CAPS, np.zeros(1, np.int64), pa.RecordBatch.from_pydict(columns))


def unite(engine: SparkEngine, *pairs: DataFrame) -> DataFrame:
    """Return pairs that may come more than once, each once, without those that are left out of the listing."""
    return engine.meet_and_send(partial(_unite, slots=engine.slots), *pairs)


def _unite(received: Received, slots: int) -> Iterator[Parcel]:
    pairs, flags = _pairs(received)
    kept = flags & (CANDIDATE | NEIGHBOUR) != 0
    yield pairs_parcel(pairs[kept], flags[kept], slots)


def count_flags(engine: SparkEngine, judged: DataFrame) -> int:
    """Return how many pairs are to be compared."""
    from pyspark.sql import functions as F  # noqa: N812

    return int(engine.map(_count_flags, judged.select("payload"), "n long").agg(F.sum("n")).collect()[0][0] or 0)


def _count_flags(batches: Batches) -> Batches:
    for (batch,) in payloads_of(batches, "payload"):
        n = int(np.count_nonzero(batch.column("flags").to_numpy() & CANDIDATE))
        yield pa.RecordBatch.from_pydict({"n": pa.array([n], pa.int64())})


def decide_among(received: Received, settings: Settings, slots: int) -> Iterator[Parcel]:
    """Send the pairs by which bodies go, of all bodies whose texts are here; see `jobs.run.settling`."""
    texts = received_texts(received)
    if not len(texts.keys):
        return
    tokens = token_lists(texts.texts, texts.bodies)
    found = shingle_sets(tokens, settings)
    sets = Lists.cut(found.hashes, found.offsets)
    prefixes = index_prefixes(sets, settings)
    near = prefixes.may_be_near
    chosen = np.repeat(near, np.diff(tokens.offsets))
    offsets = offsets_of(np.where(near, np.diff(tokens.offsets), 0))
    types = token_types(texts.texts, tokens.hashes[chosen].astype(np.uint32), tokens.starts[chosen], offsets)
    first, second = find_decisive(sets, Lists.cut(*types), prefixes, settings)
    pairs = texts.keys[first].astype(np.uint64) << np.uint64(32) | texts.keys[second].astype(np.uint64)
    pairs = np.unique(pairs)
    yield pairs_parcel(pairs, np.full(len(pairs), CANDIDATE), slots)


def verify(
    engine: SparkEngine, pairs: DataFrame, texts: DataFrame, settings: Settings, *, crowded: bool, exhaustive: bool
) -> DataFrame:
    """Return parcels of verified pairs and of the runs that pairs share.

    Args:
        engine: What executes the stages.
        pairs: Parcels of pairs, as `judge` returns them.
        texts: The texts of both bodies of each.
        settings: Thresholds.
        crowded: Whether passages of candidates, too, are looked for around samples only.
        exhaustive: Whether those of neighbours, too, are looked for around all shingles.
    """
    return engine.meet_and_send(
        partial(_verify, settings=settings, crowded=crowded, exhaustive=exhaustive), pairs, texts
    )


def _verify(received: Received, settings: Settings, crowded: bool, exhaustive: bool) -> Iterator[Parcel]:
    pairs, flags = _pairs(received)
    if not len(pairs):
        return
    own = _compared(received, settings)
    first, second = find.split_pairs(pairs)
    a, b = own.texts.places(first), own.texts.places(second)
    is_candidate = flags & CANDIDATE != 0
    found = []
    for chosen, sampled in ((is_candidate, crowded), (~is_candidate, not exhaustive)):
        at = np.flatnonzero(chosen)
        runs = find_shared_runs(own.sampled if sampled else own.bodies, a[at], b[at], at, settings.passage_length)
        found.append(np.stack(runs))
    runs = Runs(*np.concatenate(found, axis=1))
    sharing = np.zeros(len(pairs), np.bool_)
    sharing[runs.pair] = True
    asked = np.flatnonzero(is_candidate | sharing)
    first, second, a, b = first[asked], second[asked], a[asked], b[asked]
    shared, sizes, others = compare_sets(own.bodies.samples, a, b)
    verified = relate_sets(first, second, shared, sizes, others, settings)
    mark_overlaps(verified, sharing[asked])
    near = may_be_templates(verified, shared, sizes, others)
    if near.any():
        tokens = own.tokens
        types = token_types(own.texts.texts, tokens.hashes.astype(np.uint32), tokens.starts, tokens.offsets)
        mark_templates(verified, near, Lists.cut(*types), a, b)
    related = verified.relation != UNRELATED
    kept = Verified(*(column[related] for column in verified))
    batch = pa.RecordBatch.from_arrays(
        [pa.array(column).cast(f.type) for column, f in zip(kept, _VERIFIED, strict=True)], schema=_VERIFIED
    )
    yield Parcel(PAIRS, np.zeros(batch.num_rows, np.int64), batch)
    where = find.split_pairs(pairs)
    columns = {
        "first": where[0][runs.pair], "second": where[1][runs.pair], "start_first": runs.first.astype(np.int64),
        "start_second": runs.second.astype(np.int64), "length": runs.length.astype(np.int64),
    }  # fmt: skip
    batch = pa.RecordBatch.from_pydict({name: pa.array(values) for name, values in columns.items()})
    yield Parcel(RUNS, np.zeros(batch.num_rows, np.int64), batch)


def unpacked(engine: SparkEngine, parcels: DataFrame, channel: int, schema: str) -> DataFrame:
    """Return the rows of a channel's parcels as rows of Spark's."""
    return engine.map(_unpacked, parcels.where(f"channel = {channel}").select("payload"), schema)


def _unpacked(batches: Batches) -> Batches:
    for (batch,) in payloads_of(batches, "payload"):
        yield batch
