"""Which lines many articles of an outlet share, by what the corpus has counted: the rule of `cleaning.boilerplate`.

The counts are postings like all others: the articles of each line, the stories of each outlet. An article most of whose
prose is known from its outlet already is a copy of a story, and adds nothing to them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.batches import string_buffers
from dedup.cleaning.boilerplate import MIN_PAGES, MIN_SHARE, Boilerplate, counted_lines, hash_texts
from dedup.cleaning.outlets import outlet_keys
from dedup.corpus.postings import LINE, TEXT, Postings, prefixes


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a batch of articles.

    Attributes:
        keys: uint64[m], hash of outlet and line, once an article; none of an article whose outlet is unknown.
        rows: int32[m], row of each, sorted.
        weights: int32[m], bytes of its article's prose that each stands for.
        outlets: uint64[n], hash of each article's outlet, 0 for unknown.
        texts: uint64[n], hash of the words of each whole text.
    """

    keys: NDArray[np.uint64]
    rows: NDArray[np.int32]
    weights: NDArray[np.int32]
    outlets: NDArray[np.uint64]
    texts: NDArray[np.uint64]

    @classmethod
    def of(cls, batch: pa.RecordBatch) -> Self:
        """Scan a batch."""
        found = hash_texts(*string_buffers(batch.column("text")))
        outlets = outlet_keys(batch.column("source").to_pylist(), batch.column("url").to_pylist())
        lines = counted_lines(found, outlets)
        return cls(lines.keys, lines.rows, lines.weights, outlets, found.texts)

    def slice(self, row: int) -> Lines:
        """Return the lines of one article alone."""
        begin, end = np.searchsorted(self.rows, [row, row + 1])
        one = slice(row, row + 1)
        return Lines(
            self.keys[begin:end], self.rows[begin:end] - row, self.weights[begin:end], self.outlets[one],
            self.texts[one],
        )  # fmt: skip

    def postings(self, row: int) -> NDArray[np.uint64]:
        """Return the prefixes under which an article's lines are counted, and its story with its outlet's."""
        begin, end = np.searchsorted(self.rows, [row, row + 1])
        return prefixes(LINE, np.append(self.keys[begin:end], self.outlets[row]))

    def text_prefixes(self) -> NDArray[np.uint64]:
        """Return the prefix of each text."""
        return prefixes(TEXT, self.texts)

    def tell_stories(self, postings: Postings) -> NDArray[np.bool_]:
        """Return bool[n], the articles whose lines count: those that tell a story that their outlet had not told.

        Use inside a transaction.
        """
        keys, first, key_of = np.unique(self.keys, return_index=True, return_inverse=True)
        known = (postings.counts(prefixes(LINE, keys)) > 0)[key_of]
        known |= self.rows != self.rows[first][key_of]  # an earlier row of the batch has it
        n = len(self.texts)
        weights = self.weights.astype(np.int64)
        told = 2 * np.bincount(self.rows, weights * known, n) >= np.bincount(self.rows, weights, n)
        seen = postings.counts(self.text_prefixes()) > 0
        _, earliest = np.unique(self.texts, return_index=True)
        again = np.ones(n, np.bool_)
        again[earliest] = False
        telling: NDArray[np.bool_] = ~told & ~seen & ~again & (self.outlets != 0)
        return telling


def find_boilerplate(lines: Lines, postings: Postings, *, learning: bool) -> Boilerplate:
    """Return which lines of a batch many articles of their outlet share. Use inside a transaction.

    Args:
        lines: Of the batch.
        postings: The index.
        learning: Count the batch itself too, as when it is about to be added.
    """
    keys, key_of = np.unique(lines.keys, return_inverse=True)
    owners = np.empty(len(keys), np.uint64)
    owners[key_of] = lines.outlets[lines.rows]
    outlets, outlet_of = np.unique(owners, return_inverse=True)
    counts = postings.counts(prefixes(LINE, np.concatenate((keys, outlets))))
    pages, stories = counts[: len(keys)], counts[len(keys) :]
    if learning:
        new = lines.tell_stories(postings)
        pages = pages + np.bincount(key_of[new[lines.rows]], minlength=len(keys))
        places = np.searchsorted(outlets, lines.outlets[new])
        inside = places < len(outlets)
        inside[inside] = outlets[places[inside]] == lines.outlets[new][inside]
        stories = stories + np.bincount(places[inside], minlength=len(outlets))
    chosen = pages >= np.maximum(MIN_PAGES, MIN_SHARE * stories[outlet_of])
    return Boilerplate(keys[chosen], pages[chosen].astype(np.int32))
