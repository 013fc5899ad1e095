"""The counts of boilerplate on a cluster: which lines many stories of one outlet share, as `cleaning.boilerplate` says.

Each distinct text has a slot, where its lines wait. A line's slot adds up on how many texts it stands and answers each
slot that asked; from the answers follows how much each text counts, and an outlet's slot judges its lines. What crosses
the network is one row for a line and slot, however many pages print it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from dedup.batches import offsets_of
from dedup.cleaning.boilerplate import ONE, Boilerplate, are_shared, story_weights, text_lines
from dedup.engines.spark import Batches, Parcel, Received, SparkEngine, from_bytes, one_batch, slots_of
from dedup.jobs.run.columns import lengths_of
from dedup.jobs.spark.reading import row_numbers

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

_TEXTS, _ASKED, _ANSWERED, _OUTLETS = range(4)
_SHARED = "key long, pages int"


def count_boilerplate(engine: SparkEngine, articles: DataFrame) -> Boilerplate:
    """Return the lines that many articles of their outlet share.

    The table comes to the driver and goes to every worker: at most a hundred lines of an outlet's average page, for
    outlets of twenty stories and more; some megabytes for a billion articles.
    """
    slots = engine.slots
    texts = engine.store(
        "texts", engine.meet_and_send(partial(_distinct, slots=slots),
                                      engine.send(partial(_texts, slots=slots), articles.select("articles")))
    )  # fmt: skip
    asked = engine.send(partial(_ask, slots=slots), texts)
    answers = engine.meet_and_send(_answer, asked)
    shares = engine.meet_and_send(partial(_share, slots=slots), texts, answers)
    found = engine.meet(_judge, shares, schema=_SHARED).toArrow()
    keys = found.column("key").to_numpy().view(np.uint64)
    order = np.argsort(keys)
    return Boilerplate(keys[order], found.column("pages").to_numpy()[order].astype(np.int32))


def _texts(batches: Batches, slots: int) -> Iterator[Parcel]:
    seen, last = np.empty(0, np.uint64), -1
    for payloads in batches:
        for payload in payloads.column("articles"):
            if not payload.is_valid:
                continue
            batch = from_bytes(payload)
            told, rows = text_lines(batch), row_numbers(batch)
            if told is None:
                continue
            # copies within a task go no further; one that comes earlier in the input counts instead
            chosen = np.flatnonzero((told.owners != 0) & (~np.isin(told.texts, seen) | (rows < last)))
            _, first = np.unique(told.texts[chosen], return_index=True)
            chosen = np.sort(chosen[first])
            seen, last = np.union1d(seen, told.texts[chosen]), max(last, int(rows[-1]))
            counts = np.bincount(told.lines.rows, minlength=len(rows))
            offsets = offsets_of(counts)
            lists = {
                name: pa.LargeListArray.from_arrays(pa.array(offsets), pa.array(values))
                for name, values in (("keys", told.lines.keys), ("weights", told.lines.weights))
            }
            columns = {"text": told.texts, "row": rows, "owner": told.owners, "size": told.sizes}
            whole = pa.RecordBatch.from_pydict({name: pa.array(v) for name, v in columns.items()} | lists)
            yield Parcel(_TEXTS, slots_of(told.texts[chosen], slots), whole.take(pa.array(chosen)))


def _distinct(received: Received, slots: int) -> Iterator[Parcel]:
    """Keep of each text its first place in the input."""
    whole = one_batch(received.get(_TEXTS, []))
    if whole is None:
        return
    texts, rows = whole.column("text").to_numpy(), whole.column("row").to_numpy()
    order = np.lexsort((rows, texts))
    first = order[np.diff(texts[order], prepend=texts[order[:1]] ^ np.uint64(1)) != 0]
    yield Parcel(_TEXTS, slots_of(texts[first], slots), whole.take(pa.array(first)))


def _ask(batches: Batches, slots: int) -> Iterator[Parcel]:
    for parcels in batches:
        for payload in parcels.column("payload"):
            batch = from_bytes(payload)
            keys, counts = np.unique(batch.column("keys").flatten().to_numpy(), return_counts=True)
            own = int(slots_of(batch.column("text").to_numpy()[:1], slots)[0])
            columns = {"key": keys, "count": counts, "back": np.full(len(keys), own, np.int64)}
            batch = pa.RecordBatch.from_pydict({name: pa.array(values) for name, values in columns.items()})
            yield Parcel(_ASKED, slots_of(keys, slots), batch)


def _answer(received: Received) -> Iterator[Parcel]:
    whole = one_batch(received.get(_ASKED, []))
    if whole is None:
        return
    keys, at = np.unique(whole.column("key").to_numpy(), return_inverse=True)
    pages = np.bincount(at, whole.column("count").to_numpy()).astype(np.int64)
    asking = np.unique(np.stack((whole.column("back").to_numpy(), at)), axis=1)
    asking = asking[:, pages[asking[1]] > 1]
    batch = pa.RecordBatch.from_pydict({"key": pa.array(keys[asking[1]]), "pages": pa.array(pages[asking[1]])})
    yield Parcel(_ANSWERED, asking[0], batch)


def _share(received: Received, slots: int) -> Iterator[Parcel]:
    """Say how much each text counts, and send to each outlet its stories and, line by line, what counts there."""
    whole, answers = one_batch(received.get(_TEXTS, [])), one_batch(received.get(_ANSWERED, []))
    if whole is None:
        return
    owners = whole.column("owner").to_numpy()
    sizes = whole.column("size").to_numpy()
    keys = whole.column("keys").flatten().to_numpy()
    weights = whole.column("weights").flatten().to_numpy()
    texts = np.repeat(np.arange(len(owners), dtype=np.int32), lengths_of(whole.column("keys")))
    shares = np.full(len(owners), ONE, np.int64)
    if answers is not None:
        known = answers.column("key").to_numpy()
        order = np.argsort(known)
        known, pages = known[order], answers.column("pages").to_numpy()[order]
        at = np.minimum(np.searchsorted(known, keys), len(known) - 1)
        shared = known[at] == keys
        keys, texts, weights, pages = keys[shared], texts[shared], weights[shared], pages[at[shared]]
        shares = story_weights(texts, pages, weights, sizes)
        pairs, into = np.unique(np.stack((owners[texts], keys)), axis=1, return_inverse=True)
        sums = np.zeros(pairs.shape[1], np.int64)
        np.add.at(sums, into.reshape(-1), shares[texts])
        yield _of_outlets(pairs[0], pairs[1], sums, slots)
    names, into = np.unique(owners, return_inverse=True)
    sums = np.zeros(len(names), np.int64)
    np.add.at(sums, into, shares)
    yield _of_outlets(names, np.zeros(len(names), np.uint64), sums, slots)


def _of_outlets(owners: np.ndarray, keys: np.ndarray, counts: np.ndarray, slots: int) -> Parcel:
    """Return what goes to outlets; under the key 0 stand all stories of one."""
    columns = {"owner": owners, "key": keys, "count": counts}
    batch = pa.RecordBatch.from_pydict({name: pa.array(values) for name, values in columns.items()})
    return Parcel(_OUTLETS, slots_of(owners, slots), batch)


def _judge(received: Received) -> Batches:
    whole = one_batch(received.get(_OUTLETS, []))
    if whole is None:
        return
    told = np.stack((whole.column("owner").to_numpy(), whole.column("key").to_numpy()))
    pairs, into = np.unique(told, axis=1, return_inverse=True)
    counts = np.zeros(pairs.shape[1], np.int64)
    np.add.at(counts, into.reshape(-1), whole.column("count").to_numpy())
    # of each outlet's rows the one under key 0 comes first
    firsts = np.flatnonzero(pairs[1] == 0)
    stories = counts[firsts[np.searchsorted(firsts, np.arange(len(counts)), side="right") - 1]]
    chosen = np.flatnonzero((pairs[1] != 0) & are_shared(counts, stories))
    yield pa.RecordBatch.from_arrays(
        [pa.array(pairs[1][chosen].view(np.int64)), pa.array((counts[chosen] // ONE).astype(np.int32))],
        schema=pa.schema([("key", pa.int64()), ("pages", pa.int32())]),
    )
