"""In how many bodies each term stands: a table in the corpus, renewed as it grows, read by `neighbours`.

The index knows the exact counts, but a cosine asks for the frequency of every term of a dozen articles: from the
index that took 7 ms, from the table 0.1 ms. Terms of a single body are left out; they weigh as much as unknown ones.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup.corpus.merging import read_keys
from dedup.corpus.postings import KIND_BITS, NUMBER_BITS, TERM, Postings, prefixes
from dedup.corpus.store import Store, damaged
from dedup.kernel.terms import fill_table, look_up
from dedup.matching.neighbours import IDF_POWER

# The table is counted anew when the corpus has grown by a tenth: idf is a logarithm, a tenth moves it by .1 at most.
_GROWTH = 1.1
_NAME = "frequencies"
# Blocks read at a time: half a million keys.
_BLOCKS = 256


class Frequencies:
    """The table as it is in memory.

    Attributes:
        bodies: How many bodies it counts.
    """

    def __init__(self) -> None:
        self.bodies = 0
        self._idf = np.zeros(2)  # of each count up to the largest
        self._prefixes = np.empty(0, np.uint64)
        self._counts = np.empty(0, np.int32)
        self._slots = np.full(1, -1, np.int32)
        self._made = -1

    def refresh(self, store: Store) -> None:
        """Take over a table counted since."""
        if store.head["counted_bodies"] == self._made:
            return
        value = store.meta(_NAME)
        if value is None and store.head["counted_bodies"]:
            raise damaged(store.path, "the frequencies of its terms are missing")
        value = value or b""
        terms = len(value) // 12
        self._prefixes = np.frombuffer(value, np.uint64, terms)
        self._counts = np.frombuffer(value, np.int32, terms, 8 * terms)
        self._made = self.bodies = store.head["counted_bodies"]
        self._slots = np.empty(1 << (2 * terms + 1).bit_length(), np.int32)
        fill_table(self._prefixes, self._slots)
        counts = np.minimum(np.maximum(np.arange(self._counts.max(initial=1) + 1), 1), max(self.bodies, 1))
        self._idf = np.log(1 + self.bodies / counts) ** IDF_POWER

    def idf(self, terms: NDArray[np.uint64]) -> NDArray[np.float64]:
        """Return ln(1 + N / df)^1.5 of each term, as `matching.neighbours` has it; an unknown one is of one body."""
        counts = np.empty(len(terms), np.int64)
        look_up(self._prefixes, self._slots, self._counts, prefixes(TERM, terms), 1, counts)
        return np.asarray(self._idf[counts])


def is_stale(store: Store) -> bool:
    """Tell whether the table should be counted anew."""
    return store.head["bodies"] > _GROWTH * store.head["counted_bodies"]


def count_frequencies(store: Store, postings: Postings) -> None:
    """Count all terms and write the table. Use inside a write transaction, with nothing pending."""
    low = np.uint64(TERM << (64 - KIND_BITS))
    found: list[tuple[NDArray[np.uint64], NDArray[np.int64]]] = []
    for segment in postings.segments:
        first = max(int(np.searchsorted(segment.firsts, low, "right")) - 1, 0)
        for block in range(first, len(segment.firsts), _BLOCKS):
            keys = read_keys(store, segment, block, min(block + _BLOCKS, len(segment.firsts)))
            found.append(_runs(keys[keys >= max(low, segment.low)] >> np.uint64(NUMBER_BITS)))
            if len(found) > _BLOCKS:
                found = [_sum(found)]
    terms, counts = _sum(found) if found else (np.empty(0, np.uint64), np.empty(0, np.int64))
    chosen = counts > 1
    store.put_meta(_NAME, terms[chosen].tobytes() + counts[chosen].astype(np.int32).tobytes())
    store.head["counted_bodies"] = store.head["bodies"]


def _runs(terms: NDArray[np.uint64]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    starts = np.flatnonzero(np.concatenate(([True], terms[1:] != terms[:-1]))) if len(terms) else np.empty(0, np.int64)
    return terms[starts], np.diff(np.append(starts, len(terms)))


def _sum(
    parts: list[tuple[NDArray[np.uint64], NDArray[np.int64]]],
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    terms, inverse = np.unique(np.concatenate([t for t, _ in parts]), return_inverse=True)
    counts = np.bincount(inverse, weights=np.concatenate([c for _, c in parts]), minlength=len(terms))
    return terms, counts.astype(np.int64)
