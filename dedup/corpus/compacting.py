"""Erasing what was removed or replaced: rows, keys and space.

Called by `Corpus.compact`. Each step leaves a sound corpus behind it, so that it may be killed between any two.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from dedup.corpus.columns import Columns
from dedup.corpus.known import read_row
from dedup.corpus.postings import BODY, Postings, prefixes
from dedup.corpus.store import Store

_EVERY_COPY = 1 << 20


def erase(store: Store, postings: Postings, columns: Columns) -> list[int]:
    """Delete the rows of articles that are removed or superseded. Use inside a write transaction.

    Returns:
        The articles that from now on stand for a body whose first article is gone. The caller gives them its keys
        before the transaction ends.
    """
    gone = np.setdiff1d(columns.rows(), columns.current())
    heirs: list[int] = []
    for number in gone.tolist():
        row = read_row(store, number)
        if row.body != number:
            continue
        copies = _live_copies(store, postings, gone, columns, row.body_hash) if any(row.body_hash) else []
        for copy in copies:
            _rewrite(store, copy, copies[0])
        heirs += copies[:1]
        store.head["bodies"] -= not copies
    columns.mark_erased(gone)
    store.execute_many("DELETE FROM articles WHERE number = ?", iter([(number,) for number in gone.tolist()]))
    return heirs


def _live_copies(
    store: Store, postings: Postings, gone: NDArray[np.int64], columns: Columns, body_hash: bytes
) -> list[int]:
    digest = np.frombuffer(body_hash, np.uint64)[:1]
    _, numbers = postings.find(prefixes(BODY, digest), _EVERY_COPY)
    numbers = np.setdiff1d(numbers, gone)
    live = numbers[columns.stored(numbers)]
    return [n for n in live.tolist() if read_row(store, n).body_hash == body_hash]


def _rewrite(store: Store, number: int, body: int) -> None:
    row = replace(read_row(store, number), body=body)
    store.execute("INSERT OR REPLACE INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row.values())
