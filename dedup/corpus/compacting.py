"""Erasing what was removed or replaced: rows, keys and space.

Each step leaves a sound corpus behind it, so that it may be killed between any two.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.batches import batch_from_articles
from dedup.corpus.known import read_row
from dedup.corpus.postings import BODY, prefixes
from dedup.corpus.probes import keys_of, make_probes
from dedup.corpus.records import unpack_spans
from dedup.corpus.state import State
from dedup.corpus.store import Store

_EVERY_COPY = 1 << 20
_TRAINED_ON = 4000
_REPLACE = "INSERT OR REPLACE INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"


def erase(state: State) -> None:
    """Delete the rows of articles that are removed or superseded. Use inside a write transaction.

    Where the first article of a body goes and others have it, the next one stands for the body and gets its keys.
    """
    gone = np.setdiff1d(state.columns.rows(), state.columns.current())
    for number in gone.tolist():
        row = read_row(state.store, number)
        if row.body != number:
            continue
        copies = _live_copies(state, gone, row.body_hash) if any(row.body_hash) else []
        for copy in copies:
            _rewrite(state.store, copy, copies[0])
        if copies:
            state.postings.add(_all_keys(state, copies[0]))
        else:
            state.store.head["bodies"] -= 1
    state.columns.mark_erased(gone)
    state.store.execute_many("DELETE FROM articles WHERE number = ?", iter([(number,) for number in gone.tolist()]))
    if len(gone) and state.frames.trained:
        _train_anew(state)


def _train_anew(state: State) -> None:
    """Compress all records with a dictionary of those that are left: the old one holds text of those that went."""
    before, numbers = state.frames, state.columns.rows()
    step = max(len(numbers) // _TRAINED_ON, 1)
    state.train([before.open_frame(read_row(state.store, number).record) for number in numbers[::step].tolist()])
    for number in numbers.tolist():
        row = read_row(state.store, number)
        packed = state.frames.close_frame(before.open_frame(row.record))
        state.store.execute(_REPLACE, replace(row, record=packed).values())


def _live_copies(state: State, gone: NDArray[np.int64], body_hash: bytes) -> list[int]:
    digest = np.frombuffer(body_hash, np.uint64)[:1]
    _, numbers = state.postings.find(prefixes(BODY, digest), _EVERY_COPY)
    numbers = np.setdiff1d(numbers, gone)
    live = numbers[state.columns.stored(numbers)]
    return [n for n in live.tolist() if read_row(state.store, n).body_hash == body_hash]


def _rewrite(store: Store, number: int, body: int) -> None:
    row = replace(read_row(store, number), body=body)
    store.execute(_REPLACE, row.values())


def _all_keys(state: State, number: int) -> NDArray[np.uint64]:
    """Return the keys of an article as of one whose body is new."""
    bodies = pa.array([unpack_spans(read_row(state.store, number).spans)], pa.list_(pa.int32()))
    batch = batch_from_articles([state.article(number)])
    probes = make_probes(batch, bodies, None, state.settings, state.banding)
    return keys_of(probes, np.zeros(1, np.int64), np.array([number]), np.ones(1, np.bool_))
