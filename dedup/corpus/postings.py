"""The index: which articles have a band, a sampled shingle, a term, an id or a body; as sorted keys in blocks.

A key is kind, hash and article number in one uint64. New keys are a segment of their own, and segments are merged as
they grow (O'Neil et al. 1996), so that adding never seeks: a plain indexed table fell behind, see `tests/benchmarks`.
Everything read passes a checksum; an SQL or FTS5 index would answer from a damaged page without a word.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.corpus.blocks import BlockCache, pack
from dedup.corpus.store import Store, damaged, list_digest, seal, unseal

# The kinds of key. Terms come last, so that all of them are one range.
ID, BODY, BAND, SAMPLE, TEXT, LINE, TERM = range(7)
KIND_BITS = 3
# Lower bits that hold the article's number: 268 million articles.
NUMBER_BITS = 28
_HASH_BITS = 64 - KIND_BITS - NUMBER_BITS
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
NUMBER_MASK = np.uint64((1 << NUMBER_BITS) - 1)
# Prefixes looked up at a time: each may need two blocks for its bounds.
_STEP = 1500


def prefixes(kind: int, hashes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return what the keys of some hashes begin with: kind and 33 bits of the hash.

    At a million articles a sampled shingle meets another one's postings in 0.6 % of lookups; all that is found is
    compared exactly afterwards.
    """
    # sampled hashes are small numbers: multiplying by an odd constant fills their upper bits again
    spread = (hashes * _SPREAD) >> np.uint64(64 - _HASH_BITS)
    return spread | np.uint64(kind << _HASH_BITS)


def sort_distinct(keys: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return distinct keys in order; `np.unique` hashes first: 430 ms for 800 thousand keys, where sorting takes 6."""
    ordered = np.sort(keys)
    if not len(ordered):
        return ordered
    return ordered[np.concatenate((ordered[1:] != ordered[:-1], [True]))]


class Segment(NamedTuple):
    """A sorted run of keys in consecutive blocks.

    Attributes:
        number: Later segments have larger numbers.
        first_block: Number of its first block.
        low: Keys below it don't count: a merge has moved them on, out of a block that holds others too.
        firsts: uint64[blocks], first key of each block.
        starts: int64[blocks + 1], how many keys stand before each block.
    """

    number: int
    first_block: int
    low: np.uint64
    firsts: NDArray[np.uint64]
    starts: NDArray[np.int64]

    @property
    def size(self) -> int:
        """How many keys it holds."""
        return int(self.starts[-1])


class Postings:
    """The segments of a corpus and lookups in them. Use inside a transaction of the store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.cache = BlockCache(store)
        self.segments: list[Segment] = []
        self._generation = -1
        self._parsed: dict[tuple[int, bytes], Segment] = {}
        self._pending: list[NDArray[np.uint64]] = []
        self._state = 0

    def state(self) -> int:
        """Return a number that changes with whatever lookups would see."""
        return self._state

    def refresh(self) -> None:
        """Take over what has been written since."""
        if self._store.head["generation"] == self._generation:
            return
        rows = self._store.lists()
        if list_digest(rows) != self._store.head["segments"]:
            raise damaged(self._store.path, "the list of the index's segments does not match its checksum")
        parsed = {}
        for number, sealed in rows:
            identity = (number, sealed[:8])
            parsed[identity] = self._parsed.get(identity) or self._parse(number, sealed)
        self._parsed = parsed
        self.segments = list(parsed.values())
        self._generation = self._store.head["generation"]
        self._state += 1

    def forget(self) -> None:
        """Drop what was not committed."""
        self._pending.clear()
        self.cache.clear()
        self._generation = -1

    def add(self, keys: NDArray[np.uint64]) -> None:
        """Add keys, to be found at once and written by `flush`."""
        keys = sort_distinct(keys)
        while self._pending and len(self._pending[-1]) <= 2 * len(keys):
            keys = sort_distinct(np.concatenate((self._pending.pop(), keys)))
        self._pending.append(keys)
        self._state += 1

    def flush(self) -> None:
        """Write the pending keys as a new segment."""
        if self._pending:
            keys = self._pending[0] if len(self._pending) == 1 else sort_distinct(np.concatenate(self._pending))
            self._pending.clear()
            self.write_segment(keys)

    def write_segment(self, keys: NDArray[np.uint64]) -> None:
        """Write sorted distinct keys as a new segment."""
        head = self._store.head
        number, head["next_segment"] = head["next_segment"], head["next_segment"] + 1
        first_block, firsts, counts = self.write_blocks(keys)
        self.put_segment(Segment(number, first_block, np.uint64(0), firsts, _starts(counts)))

    def write_blocks(self, keys: NDArray[np.uint64]) -> tuple[int, NDArray[np.uint64], NDArray[np.int32]]:
        """Write keys into new blocks; return the number of the first, and first key and size of each."""
        blocks, firsts, counts = pack(keys)
        head = self._store.head
        first_block = head["next_block"]
        head["next_block"] += len(blocks)
        self._store.execute_many("INSERT INTO blocks VALUES (?, ?)", iter(list(enumerate(blocks, first_block))))
        return first_block, firsts, counts

    def put_segment(self, segment: Segment) -> None:
        """Write a segment's directory; one without blocks is deleted."""
        if not len(segment.firsts):
            self._store.execute("DELETE FROM segments WHERE number = ?", (segment.number,))
        else:
            counts = np.diff(segment.starts).astype(np.int32)
            place = np.int64(segment.first_block).tobytes() + np.uint64(segment.low).tobytes()
            value = place + segment.firsts.tobytes() + counts.tobytes()
            sealed = seal(f"segment {segment.number}", value)
            self._store.execute("INSERT OR REPLACE INTO segments VALUES (?, ?)", (segment.number, sealed))
        self._store.touch_lists()
        self._generation = -1

    def counts(self, wanted: NDArray[np.uint64]) -> NDArray[np.int64]:
        """Return how many articles have each prefix, those included that were removed since."""
        total = np.zeros(len(wanted), np.int64)
        for segment in self.segments:
            low, high = self._bounds(segment, wanted)
            total += high - low
        for keys in self._pending:
            low, high = _ranges(keys, wanted)
            total += high - low
        return total

    def find(
        self, wanted: NDArray[np.uint64], limit: int, over: int | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Find the articles that have each prefix.

        Args:
            wanted: uint64[m], distinct.
            limit: Most articles returned of a prefix.
            over: Articles returned of a prefix that more than `limit` have: those with the smallest numbers; None
                returns `limit` of them.

        Returns:
            int64[n], places in `wanted`, and int64[n], article numbers.
        """
        over = limit if over is None else over
        places, numbers = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
        # some at a time, so that the blocks that told where the keys stand are still here when they are read
        for at in range(0, len(wanted), _STEP):
            which, found = self._find_some(wanted[at : at + _STEP], limit, over)
            places.append(which + at)
            numbers.append(found)
        return np.concatenate(places), np.concatenate(numbers)

    def _find_some(
        self, wanted: NDArray[np.uint64], limit: int, over: int
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        bounds = [self._bounds(segment, wanted) for segment in self.segments]
        bounds += [_ranges(keys, wanted) for keys in self._pending]
        total = sum((high - low for low, high in bounds), np.zeros(len(wanted), np.int64))
        most = np.where(total > limit, over, limit)
        places, numbers = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
        ranges = [spread_ranges(low, np.minimum(high, low + most)) for low, high in bounds]
        for segment, (which, ordinals) in zip(self.segments, ranges, strict=False):
            places.append(which)
            numbers.append(self._numbers(segment, ordinals))
        for keys, (which, ordinals) in zip(self._pending, ranges[len(self.segments) :], strict=True):
            places.append(which)
            numbers.append((keys[ordinals] & NUMBER_MASK).astype(np.int64))
        return _smallest(np.concatenate(places), np.concatenate(numbers), most)

    def _bounds(self, segment: Segment, wanted: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the keys of each prefix as ranges of ordinals in the segment."""
        bounds = np.empty((2, len(wanted)), np.int64)
        for at in range(0, len(wanted), _STEP):
            part = wanted[at : at + _STEP]
            targets = np.stack((part, part + np.uint64(1))) << np.uint64(NUMBER_BITS)
            targets = np.maximum(targets, segment.low)
            block = np.searchsorted(segment.firsts, targets, "left") - 1
            inside = block >= 0
            slots = np.full(targets.shape, -1, np.int64)
            slots[inside] = self._slots(segment, block[inside])
            positions = self.cache.find_ranges(slots, targets)
            bounds[:, at : at + _STEP] = positions + segment.starts[np.maximum(block, 0)]
        return bounds[0], bounds[1]

    def _numbers(self, segment: Segment, ordinals: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the article numbers that stand at some ordinals of a segment."""
        block = np.searchsorted(segment.starts, ordinals, "right") - 1
        out = np.empty(len(ordinals), np.int64)
        order = np.argsort(block, kind="stable")
        at = 0
        while at < len(order):
            # as many ordinals as surely fit the cache
            chosen = order[at : at + self.cache.most]
            own = block[chosen]
            slots = self._slots(segment, own)
            keys = self.cache.keys[slots, ordinals[chosen] - segment.starts[own]]
            out[chosen] = (keys & NUMBER_MASK).astype(np.int64)
            at += len(chosen)
        return out

    def _slots(self, segment: Segment, blocks: NDArray[np.int64]) -> NDArray[np.int64]:
        distinct, places = np.unique(blocks, return_inverse=True)
        sizes = segment.starts[distinct + 1] - segment.starts[distinct]
        return self.cache.load(distinct + segment.first_block, segment.firsts[distinct], sizes)[places]

    def _parse(self, number: int, sealed: bytes) -> Segment:
        value = unseal(f"segment {number}", sealed, self._store.path)
        blocks = (len(value) - 16) // 12
        first_block = int(np.frombuffer(value, np.int64, 1)[0])
        low = np.frombuffer(value, np.uint64, 1, 8)[0]
        firsts = np.frombuffer(value, np.uint64, blocks, 16)
        counts = np.frombuffer(value, np.int32, blocks, 16 + 8 * blocks)
        return Segment(number, first_block, low, firsts, _starts(counts))


def _starts(counts: NDArray[np.int32]) -> NDArray[np.int64]:
    return np.concatenate(([0], np.cumsum(counts, dtype=np.int64)))


def _ranges(keys: NDArray[np.uint64], wanted: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    bits = np.uint64(NUMBER_BITS)
    return np.searchsorted(keys, wanted << bits), np.searchsorted(keys, (wanted + np.uint64(1)) << bits)


def _smallest(
    places: NDArray[np.int64], numbers: NDArray[np.int64], most: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Keep the smallest numbers of each place, at most so many."""
    packed = np.sort((places << NUMBER_BITS) | numbers)
    places, numbers = packed >> NUMBER_BITS, packed & int(NUMBER_MASK)
    rank = np.arange(len(places)) - np.searchsorted(places, places)
    kept = rank < most[places]
    return places[kept], numbers[kept]


def spread_ranges(low: NDArray[np.int64], high: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return every ordinal of some ranges, and the place of the range that each is of."""
    lengths = high - low
    which = np.repeat(np.arange(len(low)), lengths)
    begins = np.cumsum(lengths) - lengths
    return which, np.arange(len(which)) - begins[which] + low[which]
