"""The stages of a dedup pass between sketches and decision, each over an engine's verbs."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import NamedTuple, TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.batches import Lists
from dedup.cleaning.boilerplate import Boilerplate, BoilerplateCounts
from dedup.clustering.keep_order import Numbering, number_bodies, rank_articles
from dedup.clustering.removal import choose_removals, tie_bodies
from dedup.engines.base import Dataset, Engine
from dedup.jobs.ids import Ids
from dedup.jobs.times import publication_times
from dedup.matching import candidates as find
from dedup.matching.bands import Banding
from dedup.matching.passage_index import Bodies, Places, Runs, collect_places, find_shared_runs, samples_line_up
from dedup.matching.verification import (
    CONTAINED,
    CONTAINS,
    IDENTICAL,
    NEAR_DUPLICATE,
    OVERLAP,
    RELATIONS,
    UNRELATED,
    Verified,
    compare_sets,
    relate_sets,
    reverse,
)  # fmt: skip
from dedup.settings import Settings
from dedup.sketching.sketcher import shingle_sets, sketch, token_lists

Number = TypeVar("Number", bound=np.generic)
Emit = Callable[[pa.RecordBatch, NDArray[np.int64]], NDArray[np.uint64]]
Reduce = Callable[[NDArray[np.uint64]], NDArray[np.uint64]]


def learn_boilerplate(articles: Dataset, settings: Settings, engine: Engine) -> Boilerplate | None:
    """Count the lines that many pages of a source share, over distinct texts; None where nothing is cleaned."""
    if not settings.clean:
        return None
    counts = BoilerplateCounts()
    engine.fold(counts.add, lambda whole, part: None, None, articles)
    return counts.table()


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
        "positions": pa.LargeListArray.from_arrays(found.sample_offsets, found.sample_positions),
    }
    return pa.RecordBatch.from_pydict(columns)


def number_articles(
    articles: Dataset, bodies: Dataset, sketches: Dataset, tokens: NDArray[np.int32], ids: Ids, settings: Settings
) -> tuple[NDArray[np.int64], Numbering]:
    """Put the articles into keep order and collapse those with identical bodies."""
    hashes = np.column_stack((column_of(sketches, "hash_1", np.uint64), column_of(sketches, "hash_2", np.uint64)))
    preference = np.full(len(tokens), len(settings.prefer), np.int64)
    if settings.prefer:
        places = {name: place for place, name in enumerate(settings.prefer)}
        sources = (name for batch in articles for name in batch.column("source").to_pylist())
        preference = np.fromiter((places.get(name, len(places)) for name in sources), np.int64, len(tokens))
    times = publication_times(bodies) if settings.keep == "earliest" else np.zeros(len(tokens))
    ranks = rank_articles(settings.keep, preference, tokens.astype(np.int64), times, hashes, ids.hashes)
    return ranks, number_bodies(hashes, tokens, ranks)


class Proposal(NamedTuple):
    """What the sketches propose, as pairs of bodies (smaller number above 32 bits, larger below).

    Attributes:
        candidates: uint64[m], pairs that share a band or enough sampled shingles: to be compared exactly.
        neighbours: uint64[k], other pairs that share two sampled shingles or more: they may share a passage.
        caps: What the limits cut: buckets of either channel, pairs of both.
    """

    candidates: NDArray[np.uint64]
    neighbours: NDArray[np.uint64]
    caps: dict[str, find.Caps]


def propose(sketches: Dataset, numbering: Numbering, banding: Banding, engine: Engine) -> Proposal:
    """Propose pairs of bodies (fewer than 2^31) from shared bands and shared samples."""
    bits = find.value_bits(len(numbering.row_of))
    caps = {"bands": find.Caps(), "samples": find.Caps()}

    def pair(keyed: NDArray[np.uint64], channel: str) -> NDArray[np.uint64]:
        found, cut = find.pair_buckets(keyed, bits)
        with lock:
            caps[channel] = find.Caps(caps[channel].buckets + cut.buckets, caps[channel].entries + cut.entries)
        return found

    def emit_bands(batch: pa.RecordBatch, numbers: NDArray[np.int64]) -> NDArray[np.uint64]:
        signatures = np.frombuffer(batch.column("signature").buffers()[1], np.uint32).reshape(len(numbers), -1)
        return find.band_keys(signatures, numbers, banding, bits)

    def emit_samples(batch: pa.RecordBatch, numbers: NDArray[np.int64]) -> NDArray[np.uint64]:
        samples = batch.column("samples")
        return find.sample_keys(samples.values.to_numpy(), samples.offsets.to_numpy(), numbers, bits)

    def gather(emit: Emit, channel: str, reduce: Reduce) -> NDArray[np.uint64]:
        # a pair comes once for each key that it shares, many more than there are articles: those meet in parts, too
        keys = (sketches, _numbers(sketches, numbering))
        pairs = engine.group(emit, partial(pair, channel=channel), *keys, upper=2**64, value_bits=bits)
        upper = len(numbering.row_of) << 32
        return np.concatenate(list(engine.group(lambda found: found, reduce, pairs, upper=upper, value_bits=0)))

    def tell_frequent(pairs: NDArray[np.uint64]) -> NDArray[np.uint64]:
        distinct, shared = find.count_runs(pairs)
        frequent = find.share_enough(distinct, shared, sample_counts)
        kept = frequent | (shared >= 2)
        return distinct[kept] << np.uint64(1) | frequent[kept]

    lock = threading.Lock()
    sample_counts = _sample_counts(sketches, numbering)
    by_band = gather(emit_bands, "bands", lambda pairs: find.count_runs(pairs)[0])
    by_sample = gather(emit_samples, "samples", tell_frequent)
    frequent = (by_sample & np.uint64(1)).astype(np.bool_)
    by_sample >>= np.uint64(1)
    candidates = find.unite(by_band, by_sample[frequent])
    neighbours = np.setdiff1d(by_sample[~frequent], candidates, assume_unique=True)
    caps["pairs"] = find.Caps()
    if len(candidates) > find.CROWDED * len(numbering.row_of):
        first, second = (numbering.row_of[side] for side in find.split_pairs(candidates))
        shared = engine.join(_count_shared, first, second, {"samples": sketches})[0]
        candidates, caps["pairs"] = find.limit_partners(candidates, shared, len(numbering.row_of))
    return Proposal(candidates, neighbours, caps)


class Passages(NamedTuple):
    """Passages that bodies share.

    Attributes:
        pairs: uint64[m], distinct pairs that share a passage of the wanted length, in order.
        places: Where each passage stands.
        compared: See `compared_stage`; None where there was nothing to compare.
    """

    pairs: NDArray[np.uint64]
    places: Places
    compared: Dataset | None


def find_passages(
    proposal: Proposal,
    articles: Dataset,
    bodies: Dataset,
    sketches: Dataset,
    numbering: Numbering,
    settings: Settings,
    engine: Engine,
) -> Passages:
    """Find the passages that candidates and neighbours share, word by word."""

    def line_up(
        lists: Mapping[str, Lists], a: NDArray[np.int64], b: NDArray[np.int64], _: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        return samples_line_up(lists["samples"], lists["positions"], a, b)[None].astype(np.int64)

    def extend(
        lists: Mapping[str, Lists], a: NDArray[np.int64], b: NDArray[np.int64], at: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        return np.stack(find_shared_runs(Bodies(**lists), a, b, at, settings.passage_length))

    sampled = {"samples": sketches, "positions": sketches}
    pairs = proposal.candidates
    if len(proposal.neighbours):
        first, second = (numbering.row_of[side] for side in find.split_pairs(proposal.neighbours))
        lined = engine.join(line_up, first, second, sampled)[0].astype(np.bool_)
        pairs = find.unite(pairs, proposal.neighbours[lined])
    first, second = find.split_pairs(pairs)
    if not len(pairs):
        return Passages(pairs, collect_places(Runs(*np.empty((4, 0), np.int32)), first, second), None)
    wanted = np.zeros(articles.rows, np.bool_)
    wanted[numbering.row_of[first]] = wanted[numbering.row_of[second]] = True
    stage = partial(compared_stage, settings=settings)
    compared = engine.map(stage, articles, bodies, _slices(wanted, articles), name="compared")
    columns = sampled | {"tokens": compared, "starts": compared}
    runs = Runs(*engine.join(extend, numbering.row_of[first], numbering.row_of[second], columns))
    sharing = np.zeros(len(pairs), np.bool_)
    sharing[runs.pair] = True
    return Passages(pairs[sharing], collect_places(runs, first, second), compared)


def compared_stage(
    articles: pa.RecordBatch, bodies: pa.RecordBatch, wanted: NDArray[np.bool_], settings: Settings
) -> pa.RecordBatch:
    """Return tokens, their starts and the shingle set of each wanted row of a batch; empty lists for the others."""
    found = token_lists(articles.column("text"), bodies.column("body"), wanted)
    sets = shingle_sets(found, settings)
    columns = {
        "tokens": pa.LargeListArray.from_arrays(found.offsets, found.hashes.astype(np.uint32)),
        "starts": pa.LargeListArray.from_arrays(found.offsets, found.starts),
        "shingles": pa.LargeListArray.from_arrays(sets.offsets, sets.hashes),
    }
    return pa.RecordBatch.from_pydict(columns)


def verify(
    proposal: Proposal, passages: Passages, numbering: Numbering, settings: Settings, engine: Engine
) -> Verified:
    """Compare the candidates exactly and keep those that are related; a shared passage makes an overlap at least."""
    if passages.compared is None:
        return Verified(*(np.empty(0, dtype) for dtype in (np.int64, np.int64, np.int8, float, float, float)))
    pairs = find.unite(proposal.candidates, passages.pairs)
    first, second = find.split_pairs(pairs)
    rows = (numbering.row_of[first], numbering.row_of[second])
    shared, first_sizes, second_sizes = engine.join(_count_shared, *rows, {"shingles": passages.compared})
    verified = relate_sets(first, second, shared, first_sizes, second_sizes, settings)
    sharing = np.isin(pairs, passages.pairs, assume_unique=True)
    verified.relation[sharing & (verified.relation == UNRELATED)] = OVERLAP
    related = verified.relation != UNRELATED
    return Verified(*(column[related] for column in verified))


def _count_shared(
    lists: Mapping[str, Lists], a: NDArray[np.int64], b: NDArray[np.int64], _: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Compare the sets of one column: int64[3, pairs], see `compare_sets`."""
    (sets,) = lists.values()
    return np.stack(compare_sets(sets, a, b))


def remove(pairs: Verified, gone: NDArray[np.bool_], settings: Settings) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Decide which bodies go, and which are tied together.

    Args:
        pairs: Verified pairs of bodies.
        gone: bool[bodies], those that go because a corpus has them.
        settings: Relations that remove.
    """
    bodies = len(gone)
    removing = np.array([name in settings.remove for name in RELATIONS])
    holds_second = pairs.containment_second >= settings.containment
    holds_first = pairs.containment_first >= settings.containment
    # never in favour of one that it contains, unless each contains the other
    second_may_go = removing[reverse(pairs.relation)] & ~(holds_first & ~holds_second)
    first_may_go = removing[pairs.relation] & ~(holds_second & ~holds_first)
    removed_by = choose_removals(bodies, pairs.first, pairs.second, second_may_go, first_may_go, gone)
    tying = np.isin(pairs.relation, (IDENTICAL, NEAR_DUPLICATE, CONTAINS, CONTAINED))
    if "overlap" in settings.remove:
        tying |= pairs.relation == OVERLAP
    return removed_by, tie_bodies(bodies, pairs.first[tying], pairs.second[tying])


def column_of(data: Dataset, name: str, dtype: type[Number]) -> NDArray[Number]:
    """Return a numeric column of all batches as one array."""
    parts: list[NDArray[Number]] = [batch.column(name).to_numpy() for batch in data]
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
