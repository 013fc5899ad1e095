"""Merging segments of the index, slice by slice, each in a transaction of its own: memory and log stay small.

Runs after each group of articles, and once more at the end of a large one.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup.corpus.blocks import BLOCK_KEYS
from dedup.corpus.postings import NUMBER_MASK, Postings, Segment, sort_distinct
from dedup.corpus.store import Store, damaged
from dedup.kernel.postings import decode_block

# Every older segment stays this many times as large as all newer ones together: each key is rewritten a handful of
# times, and a lookup goes through few segments.
_RATIO = 4
# Keys per transaction: 16 MB, and as much again for each step of a merge; some 8 MB in the log.
_SLICE_KEYS = 1 << 21
_END = 1 << 64


def merge_segments(
    store: Store, postings: Postings, *, everything: bool = False, erased: NDArray[np.bool_] | None = None
) -> None:
    """Merge the newest segments where the older ones are not much larger.

    Args:
        store: The file.
        postings: Its index.
        everything: Merge all segments into one.
        erased: bool[articles + 1]; the keys of these articles are dropped, and all segments merged.
    """
    with store.reading():
        postings.refresh()
        if not _choose(postings, everything, erased):
            return
    chosen: set[int] = set()
    target = generation = -1
    while True:
        with store.writing():
            if generation >= 0 and store.head["generation"] != generation:
                # another writer came between two slices: what is done is whole, the rest waits for the next merge
                return
            postings.refresh()
            if target < 0:
                chosen = _choose(postings, everything, erased)
                if not chosen:  # another writer has merged them meanwhile
                    return
                target, store.head["next_segment"] = store.head["next_segment"], store.head["next_segment"] + 1
            sources = [s for s in postings.segments if s.number in chosen]
            done = [s for s in postings.segments if s.number == target]
            _merge_slice(store, postings, sources, done[0] if done else _empty(target), erased)
            generation = store.head["generation"] + 1
        if sum(s.size for s in sources) <= _SLICE_KEYS:
            return


def _choose(postings: Postings, everything: bool, erased: NDArray[np.bool_] | None) -> set[int]:
    """Return the numbers of the segments to merge; empty for none."""
    first = 0 if everything or erased is not None else _first_to_merge([s.size for s in postings.segments])
    chosen = {s.number for s in postings.segments[first:]}
    return chosen if len(chosen) >= (2 if erased is None else 1) else set()


def _empty(number: int) -> Segment:
    return Segment(number, -1, np.uint64(0), np.empty(0, np.uint64), np.zeros(1, np.int64))


def _first_to_merge(sizes: list[int]) -> int:
    first = len(sizes) - 1
    total = sizes[-1] if sizes else 0
    while first > 0 and sizes[first - 1] < _RATIO * total:
        first -= 1
        total += sizes[first]
    return max(first, 0)


def _merge_slice(
    store: Store, postings: Postings, sources: list[Segment], target: Segment, erased: NDArray[np.bool_] | None
) -> None:
    cut = _cut(sources)
    parts = []
    for source in sources:
        part, left = _take(store, source, cut)
        parts.append(part)
        store.execute(
            "DELETE FROM blocks WHERE number >= ? AND number < ?", (source.first_block, left.first_block)
        )  # fmt: skip
        postings.put_segment(left)
    keys = sort_distinct(np.concatenate(parts))
    if erased is not None:
        numbers = (keys & NUMBER_MASK).astype(np.int64)
        keys = keys[~erased[np.minimum(numbers, len(erased) - 1)] | (numbers >= len(erased))]
    first_block, firsts, counts = postings.write_blocks(keys)
    # numbered on from the last slice: had anybody else written in between, the merge would have ended
    begin = target.first_block if len(target.firsts) else first_block
    starts = np.concatenate((target.starts, target.size + np.cumsum(counts, dtype=np.int64)))
    postings.put_segment(Segment(target.number, begin, target.low, np.concatenate((target.firsts, firsts)), starts))


def _cut(sources: list[Segment]) -> int:
    """Return the key up to which a slice goes; 2^64 where all that is left fits one."""
    firsts = np.concatenate([s.firsts for s in sources])
    counts = np.concatenate([np.diff(s.starts) for s in sources])
    order = np.argsort(firsts, kind="stable")
    over = np.flatnonzero(np.cumsum(counts[order]) > _SLICE_KEYS)
    return int(firsts[order[over[0]]]) if len(over) else _END


def _take(store: Store, source: Segment, cut: int) -> tuple[NDArray[np.uint64], Segment]:
    """Return a segment's keys below the cut, and what is left of the segment."""
    n = len(source.firsts) if cut == _END else int(np.searchsorted(source.firsts, np.uint64(cut), "left"))
    keys = read_keys(store, source, 0, n)
    keys = keys[int(np.searchsorted(keys, source.low, "left")) :]
    if cut == _END:
        return keys, _empty(source.number)._replace(first_block=source.first_block + n)
    within = int(np.searchsorted(keys, np.uint64(cut), "left"))
    # the block that the cut goes through stays, and `low` hides its first part
    used = n if within == len(keys) else n - 1
    used = max(used, 0)
    starts = source.starts[used:] - source.starts[used]
    left = Segment(source.number, source.first_block + used, np.uint64(cut), source.firsts[used:], starts)
    return keys[:within], left


def read_keys(store: Store, segment: Segment, begin: int, end: int) -> NDArray[np.uint64]:
    """Return the keys of a segment's blocks from `begin` to `end`, past the cache.

    Raises:
        CorpusDamagedError: A block is missing or does not match its checksum.
    """
    out = np.empty((end - begin) * BLOCK_KEYS, np.uint64)
    rows = store.fetch(
        "SELECT number, CAST(value AS BLOB) FROM blocks WHERE number >= ? AND number < ? ORDER BY number",
        (segment.first_block + begin, segment.first_block + end),
    )
    sizes = np.diff(segment.starts)
    at, block = 0, begin
    for number, value in rows:
        count = decode_block(np.frombuffer(value, np.uint8), out[at:])
        sound = number == segment.first_block + block and count == sizes[block]
        if not sound or out[at] != segment.firsts[block]:
            break
        at += count
        block += 1
    if block != end:
        number = segment.first_block + block
        raise damaged(store.path, f"block {number} of the index is missing or does not match its checksum")
    return out[:at]
