"""The search of a dedup pass: which pairs of bodies to compare, the passages that they share, and their relations.

Bodies are few enough to compare each with each, or candidates are proposed by sketches.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.batches import Lists, offsets_of
from dedup.clustering.keep_order import Numbering
from dedup.engines.base import Dataset, Engine
from dedup.jobs.run.stages import column_of, slices
from dedup.matching import candidates as find
from dedup.matching.bands import Banding
from dedup.matching.comparison import body_lists, mark_overlaps, mark_templates, may_be_templates
from dedup.matching.excerpts import ShortTexts, hold_enough, pair_excerpts, telling_shingles
from dedup.matching.passage_index import Bodies, Places, Runs, collect_places, find_shared_runs, samples_line_up
from dedup.matching.templates import token_types
from dedup.matching.verification import UNRELATED, Verified, compare_sets, relate_sets
from dedup.settings import Settings
from dedup.sketching.sketcher import token_lists

Emit = Callable[[pa.RecordBatch, NDArray[np.int64]], NDArray[np.uint64]]
Reduce = Callable[[NDArray[np.uint64]], NDArray[np.uint64]]

# Articles up to which every body is compared with every other, by all their shingles: a hundred thousand pairs take
# .1 s, and what is found does not hang on chance.
EXHAUSTIVE = 450


class Proposal(NamedTuple):
    """What is to be compared, as pairs of bodies (smaller number above 32 bits, larger below).

    Attributes:
        candidates: uint64[m], pairs that share a band or enough sampled shingles: to be compared exactly.
        neighbours: uint64[k], other pairs: they may share a passage.
        caps: What the limits cut: buckets of either channel, pairs of both.
        crowd: bool[bodies], bodies so much of which stands in oversized buckets that pairs of two may be missing.
        listed: bool[m], the candidates that are to be listed; all where nothing is crowded.
    """

    candidates: NDArray[np.uint64]
    neighbours: NDArray[np.uint64]
    caps: dict[str, find.Caps]
    crowd: NDArray[np.bool_]
    listed: NDArray[np.bool_]

    @property
    def is_crowded(self) -> bool:
        """Whether the listed candidates are not enough for the decision."""
        return bool(self.crowd.any()) or not self.listed.all()


def no_caps() -> dict[str, find.Caps]:
    """Return what the limits cut where they cut nothing."""
    return {name: find.Caps() for name in ("bands", "samples", "excerpts", "pairs")}


def propose_all(sketches: Dataset, numbering: Numbering, settings: Settings, engine: Engine) -> Proposal:
    """Compare every body with every other, by sketches that hold all shingles.

    Returns:
        As candidates the pairs that are related by their shingle sets, as neighbours all others that share a shingle.
    """
    first, second = np.triu_indices(len(numbering.row_of), 1)
    rows = (numbering.row_of[first], numbering.row_of[second])
    shared, sizes, others = engine.join(_count_shared, *rows, {"samples": sketches})
    related = relate_sets(first, second, shared, sizes, others, settings).relation != UNRELATED
    pairs = first.astype(np.uint64) << np.uint64(32) | second.astype(np.uint64)
    nobody = np.zeros(len(numbering.row_of), np.bool_)
    listed = np.ones(np.count_nonzero(related), np.bool_)
    return Proposal(pairs[related], pairs[~related & (shared > 0)], no_caps(), nobody, listed)


def propose(
    sketches: Dataset,
    numbering: Numbering,
    banding: Banding,
    short: ShortTexts,
    settings: Settings,
    engine: Engine,
    *,
    list_all: bool = False,
) -> Proposal:
    """Propose pairs of bodies (fewer than 2^31) from shared bands, shared samples, and the shingles of short texts.

    Args:
        sketches: See `stages.sketch_stage`.
        numbering: The bodies.
        banding: Bands and rows.
        short: The shingles of short texts.
        settings: Thresholds.
        engine: What executes the stages.
        list_all: Bound nothing: every pair is wanted.
    """
    bodies = len(numbering.row_of)
    bits = find.value_bits(bodies)
    limit = bodies if list_all else find.BUCKET_LIMIT
    caps = no_caps()

    def pair(keyed: NDArray[np.uint64], channel: str) -> NDArray[np.uint64]:
        found, cut = find.pair_buckets(keyed, bits, limit)
        members = find.oversized_members(keyed, bits, limit) if cut.buckets and channel == "samples" else keyed[:0]
        with lock:
            oversized[:] += np.bincount(members.astype(np.int64), minlength=bodies)
            caps[channel] = caps[channel].plus(cut)
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
        return np.concatenate(list(engine.group(lambda found: found, reduce, pairs, upper=bodies << 32, value_bits=0)))

    def tell_frequent(pairs: NDArray[np.uint64]) -> NDArray[np.uint64]:
        distinct, shared = find.count_runs(pairs)
        smaller = np.minimum(*(sample_counts[side] for side in find.split_pairs(distinct)))
        frequent = find.share_enough(shared, smaller)
        kept = frequent | (shared >= 2)
        return distinct[kept] << np.uint64(1) | frequent[kept]

    lock = threading.Lock()
    oversized = np.zeros(bodies, np.int64)
    sample_counts = _sample_counts(sketches, numbering)
    by_band = gather(emit_bands, "bands", lambda pairs: find.count_runs(pairs)[0])
    by_sample = gather(emit_samples, "samples", tell_frequent)
    frequent = (by_sample & np.uint64(1)).astype(np.bool_)
    by_sample >>= np.uint64(1)
    excerpts, caps["excerpts"], crowd = _propose_excerpts(sketches, numbering, short, engine)
    candidates = find.unite(find.unite(by_band, by_sample[frequent]), excerpts)
    neighbours = np.setdiff1d(by_sample[~frequent], candidates, assume_unique=True)
    listed = np.ones(len(candidates), np.bool_)
    if not list_all and len(candidates) > find.CROWDED * bodies:
        first, second = (numbering.row_of[side] for side in find.split_pairs(candidates))
        shared = engine.join(_count_shared, first, second, {"samples": sketches})[0]
        some, caps["pairs"] = find.limit_partners(candidates, shared, bodies)
        listed = np.isin(candidates, some, assume_unique=True)
    crowd |= (oversized > 0) & (oversized >= find.spare_share(settings) * sample_counts)
    first, second = (numbering.row_of[side] for side in find.split_pairs(neighbours))
    lined = engine.join(_line_up, first, second, {"samples": sketches, "positions": sketches})[0]
    return Proposal(candidates, neighbours[lined.astype(np.bool_)], caps, crowd, listed)


def _propose_excerpts(
    sketches: Dataset, numbering: Numbering, short: ShortTexts, engine: Engine
) -> tuple[NDArray[np.uint64], find.Caps, NDArray[np.bool_]]:
    """Propose the pairs of which a short one shares half its shingles with the other.

    Returns:
        The pairs, what the bucket limit cut, and which bodies stand in oversized buckets.
    """
    bodies = len(numbering.row_of)
    bits = find.value_bits(bodies)
    are_short = column_of(sketches, "short", np.uint8)[numbering.row_of].astype(np.bool_)
    crowd = np.zeros(bodies, np.bool_)
    caps = [find.Caps()]
    if not are_short.any():
        return np.empty(0, np.uint64), caps[0], crowd

    def emit(batch: pa.RecordBatch, numbers: NDArray[np.int64]) -> NDArray[np.uint64]:
        shingles = batch.column("shingles")
        values = shingles.values.to_numpy()
        telling = telling_shingles(values, short)
        offsets = offsets_of(telling.astype(np.int64))[shingles.offsets.to_numpy()]
        return find.sample_keys(values[telling], offsets, numbers, bits)

    def pair(keyed: NDArray[np.uint64]) -> NDArray[np.uint64]:
        found, members, cut = pair_excerpts(keyed, bits, are_short)
        with lock:
            crowd[members] = True
            caps[0] = caps[0].plus(cut)
        return found

    lock = threading.Lock()
    found = engine.group(emit, pair, sketches, _numbers(sketches, numbering), upper=2**64, value_bits=bits)
    pairs = np.unique(np.concatenate(list(found)))
    first, second = find.split_pairs(pairs)
    rows = numbering.row_of[first], numbering.row_of[second]
    shared, sizes, others = engine.join(_count_shared, *rows, {"shingles": sketches})
    return pairs[hold_enough(shared, sizes, others, are_short[first], are_short[second])], caps[0], crowd


class Passages(NamedTuple):
    """Passages that bodies share.

    Attributes:
        pairs: uint64[m], distinct pairs that share a passage of the wanted length, in order.
        places: Where each passage stands.
        compared: See `compared_stage`.
    """

    pairs: NDArray[np.uint64]
    places: Places
    compared: Dataset


def find_passages(
    proposal: Proposal,
    articles: Dataset,
    bodies: Dataset,
    sketches: Dataset,
    numbering: Numbering,
    settings: Settings,
    engine: Engine,
) -> Passages:
    """Find the passages that candidates and neighbours share, word by word.

    Candidates are searched around all shingles that they share; neighbours, of which there are many more, around their
    shared samples.
    """

    def extend(
        lists: Mapping[str, Lists], a: NDArray[np.int64], b: NDArray[np.int64], at: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        return np.stack(find_shared_runs(Bodies(**lists), a, b, at, settings.passage_length))

    pairs = np.concatenate((proposal.candidates, proposal.neighbours))
    first, second = find.split_pairs(pairs)
    stage = partial(compared_stage, settings=settings)
    compared = engine.map(stage, articles, bodies, wanted_rows(articles, numbering, first, second), name="compared")
    columns = dict.fromkeys(Bodies._fields, compared)
    if len(proposal.candidates) > len(numbering.row_of):
        # in a crowd, the samples that so many share are enough
        columns |= {"samples": sketches, "positions": sketches}
    rows = numbering.row_of[first], numbering.row_of[second]
    found = []
    for begin, part in ((0, len(proposal.candidates)), (len(proposal.candidates), len(pairs))):
        found.append(engine.join(extend, rows[0][begin:part], rows[1][begin:part], columns))
        found[-1][0] += begin
        columns |= {"samples": sketches, "positions": sketches}
    runs = Runs(*np.concatenate(found, axis=1))
    sharing = np.unique(pairs[runs.pair])
    return Passages(sharing, collect_places(runs, first, second), compared)


def compared_stage(
    articles: pa.RecordBatch, bodies: pa.RecordBatch, wanted: NDArray[np.bool_], settings: Settings
) -> pa.RecordBatch:
    """Return the lists of `passage_index.Bodies` of each wanted row of a batch; empty ones for the others."""
    found = body_lists(token_lists(articles.column("text"), bodies.column("body"), wanted), settings)
    columns = {
        name: pa.LargeListArray.from_arrays(np.append(one.starts, one.ends[-1:]), one.values)
        for name, one in found._asdict().items()
    }
    return pa.RecordBatch.from_pydict(columns)


def types_stage(articles: pa.RecordBatch, bodies: pa.RecordBatch, wanted: NDArray[np.bool_]) -> pa.RecordBatch:
    """Return the token types of each wanted row of a batch, see `templates.token_types`; none for the others."""
    texts = articles.column("text")
    tokens = token_lists(texts, bodies.column("body"), wanted)
    types, offsets = token_types(texts, tokens.hashes.astype(np.uint32), tokens.starts, tokens.offsets)
    return pa.RecordBatch.from_pydict({"types": pa.LargeListArray.from_arrays(offsets, types)})


def verify(
    proposal: Proposal,
    passages: Passages,
    articles: Dataset,
    bodies: Dataset,
    numbering: Numbering,
    settings: Settings,
    engine: Engine,
) -> Verified:
    """Relate the pairs by their sets, passages and differing words, and keep those that are related."""
    pairs = find.unite(proposal.candidates, passages.pairs)
    first, second = find.split_pairs(pairs)
    rows = (numbering.row_of[first], numbering.row_of[second])
    shared, sizes, others = engine.join(_count_shared, *rows, {"samples": passages.compared})
    verified = relate_sets(first, second, shared, sizes, others, settings)
    mark_overlaps(verified, np.isin(pairs, passages.pairs, assume_unique=True))
    near = may_be_templates(verified, shared, sizes, others)
    if near.any():
        wanted = wanted_rows(articles, numbering, first[near], second[near])
        types = engine.map(types_stage, articles, bodies, wanted, name="types")
        mark_templates(verified, near, types.lists("types"), *rows)
    related = verified.relation != UNRELATED
    return Verified(*(column[related] for column in verified))


def _count_shared(
    lists: Mapping[str, Lists], a: NDArray[np.int64], b: NDArray[np.int64], _: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Compare the sets of one column: int64[3, pairs], see `compare_sets`."""
    (sets,) = lists.values()
    return np.stack(compare_sets(sets, a, b))


def _line_up(
    lists: Mapping[str, Lists], a: NDArray[np.int64], b: NDArray[np.int64], _: NDArray[np.int64]
) -> NDArray[np.int64]:
    return samples_line_up(lists["samples"], lists["positions"], a, b)[None].astype(np.int64)


def wanted_rows(data: Dataset, numbering: Numbering, *numbers: NDArray[np.int64]) -> Iterator[NDArray[np.generic]]:
    """Yield, batch by batch, which rows stand for some bodies."""
    wanted = np.zeros(data.rows, np.bool_)
    for some in numbers:
        wanted[numbering.row_of[some]] = True
    return slices(wanted, data)


def _numbers(sketches: Dataset, numbering: Numbering) -> Iterator[NDArray[np.generic]]:
    """Yield, batch by batch, the body number of each row that stands for a body, -1 for all others."""
    numbers = np.full(len(numbering.body_of), -1, np.int64)
    numbers[numbering.row_of] = np.arange(len(numbering.row_of))
    return slices(numbers, sketches)


def _sample_counts(sketches: Dataset, numbering: Numbering) -> NDArray[np.int32]:
    parts = [np.diff(batch.column("samples").offsets.to_numpy()) for batch in sketches]
    counts = np.concatenate(parts) if parts else np.empty(0, np.int64)
    return counts[numbering.row_of].astype(np.int32)
