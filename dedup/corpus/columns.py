"""What a query needs of every article at once, four bytes each: how many sampled shingles, and whether it is removed.

Kept in memory in chunks that are rewritten as articles are added.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup.corpus.store import Store, damaged, seal, unseal

# One chunk is rewritten with every group: 4 KB.
_CHUNK = 1024
_REMOVED = np.uint32(1 << 31)
_SUPERSEDED = np.uint32(1 << 30)
_ERASED = np.uint32(1 << 29)
_SAMPLES = np.uint32((1 << 29) - 1)


class Columns:
    """The columns of a corpus, by article number. Use inside a transaction of the store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._values = np.zeros(_CHUNK, np.uint32)
        self._epoch = -1
        self._loaded = 0
        self._dirty: set[int] = set()
        self._hidden = np.zeros(0, np.bool_)

    def hide(self, numbers: NDArray[np.int64]) -> None:
        """Let no query return some articles, in this process, until others are named."""
        self._hidden = np.zeros(0, np.bool_)
        if len(numbers):
            self._hidden = np.zeros(max(self._loaded, int(numbers.max())) + 1, np.bool_)
            self._hidden[numbers] = True

    def refresh(self) -> None:
        """Take over what has been written since."""
        head = self._store.head
        if head["epoch"] != self._epoch:
            self._loaded = 0
        if head["articles"] == self._loaded and head["epoch"] == self._epoch:
            return
        self._make_room(head["articles"])
        chunk = self._loaded // _CHUNK
        sql = "SELECT chunk, CAST(value AS BLOB) FROM columns WHERE chunk >= ? ORDER BY chunk"
        rows = self._store.fetch(sql, (chunk,))
        expected = chunk
        for chunk, sealed in rows:
            values = np.frombuffer(unseal(f"columns {chunk}", sealed, self._store.path), np.uint32)
            if chunk * _CHUNK >= head["articles"]:
                raise damaged(self._store.path, f"chunk {chunk} of the columns is beyond the last article")
            self._values[chunk * _CHUNK : chunk * _CHUNK + len(values)] = values
            expected = chunk + 1 if chunk == expected else expected
        if expected * _CHUNK < head["articles"]:
            raise damaged(self._store.path, f"chunk {expected} of the columns is missing")
        self._loaded, self._epoch = head["articles"], head["epoch"]

    def forget(self) -> None:
        """Drop what was not committed."""
        self._dirty.clear()
        self._epoch = -1

    def append(self, samples: NDArray[np.int32]) -> None:
        """Add articles behind the last one."""
        end = self._loaded + len(samples)
        self._make_room(end)
        self._values[self._loaded : end] = samples
        self._dirty.update(range(self._loaded // _CHUNK, -(-end // _CHUNK)))
        self._loaded = end

    def mark_superseded(self, numbers: NDArray[np.int64]) -> None:
        """Mark articles of which there is a newer version."""
        self._mark(numbers, _SUPERSEDED)

    def mark_removed(self, numbers: NDArray[np.int64]) -> None:
        """Mark articles that no query may return."""
        self._mark(numbers, _REMOVED)

    def mark_erased(self, numbers: NDArray[np.int64]) -> None:
        """Mark articles whose rows are gone."""
        self._mark(numbers, _ERASED)

    def flush(self) -> None:
        """Write the chunks that changed."""
        for chunk in sorted(self._dirty):
            value = self._values[chunk * _CHUNK : (chunk + 1) * _CHUNK].tobytes()
            sealed = seal(f"columns {chunk}", value)
            self._store.execute("INSERT OR REPLACE INTO columns VALUES (?, ?)", (chunk, sealed))
        self._dirty.clear()

    def samples(self, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return how many sampled shingles each article has."""
        return (self._values[numbers - 1] & _SAMPLES).astype(np.int64)

    def present(self, numbers: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Tell which articles a query may return."""
        present = np.asarray((self._values[numbers - 1] & (_REMOVED | _ERASED)) == 0)
        if len(self._hidden):
            present &= ~(self._hidden[np.minimum(numbers, len(self._hidden) - 1)] & (numbers < len(self._hidden)))
        return present

    def stored(self, numbers: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Tell which articles still have their row, removed ones included."""
        return np.asarray((self._values[numbers - 1] & _ERASED) == 0)

    def current(self) -> NDArray[np.int64]:
        """Return the numbers of the articles that are neither removed nor superseded."""
        return self._without(_REMOVED | _SUPERSEDED | _ERASED)

    def queryable(self) -> NDArray[np.int64]:
        """Return the numbers of the articles that a query may return, older versions included."""
        return self._without(_REMOVED | _ERASED)

    def rows(self) -> NDArray[np.int64]:
        """Return the numbers of the articles that have a row."""
        return self._without(_ERASED)

    def erased_mask(self) -> NDArray[np.bool_]:
        """Return bool[articles + 1], which numbers have no row."""
        mask = np.zeros(self._loaded + 1, np.bool_)
        mask[1:] = (self._values[: self._loaded] & _ERASED) != 0
        return mask

    def _without(self, flags: np.uint32) -> NDArray[np.int64]:
        return np.flatnonzero((self._values[: self._loaded] & flags) == 0) + 1

    def _mark(self, numbers: NDArray[np.int64], flag: np.uint32) -> None:
        self._values[numbers - 1] |= flag
        self._dirty.update(((numbers - 1) // _CHUNK).tolist())
        self._store.head["epoch"] += 1
        self._epoch = self._store.head["epoch"]

    def _make_room(self, articles: int) -> None:
        if articles > len(self._values):
            grown = np.zeros(-(-2 * articles // _CHUNK) * _CHUNK, np.uint32)
            grown[: len(self._values)] = self._values
            self._values = grown
