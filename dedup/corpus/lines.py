"""Which lines are boilerplate by what the corpus has counted so far: the rule of `cleaning.boilerplate`.

Called by `corpus`. The counts are postings like all others: the articles of each line, the texts of each source.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.batches import string_buffers
from dedup.cleaning.boilerplate import MIN_PAGES, MIN_SHARE, Boilerplate, counted_lines, hash_texts, source_keys
from dedup.corpus.postings import LINE, TEXT, Postings, prefixes


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a batch of articles.

    Attributes:
        keys: uint64[m], hash of source and line, once an article.
        rows: int32[m], row of each, sorted.
        sources: uint64[n], hash of each article's source.
        texts: uint64[n], hash of the words of each whole text.
    """

    keys: NDArray[np.uint64]
    rows: NDArray[np.int32]
    sources: NDArray[np.uint64]
    texts: NDArray[np.uint64]

    @classmethod
    def of(cls, batch: pa.RecordBatch) -> Self:
        """Scan a batch."""
        found = hash_texts(*string_buffers(batch.column("text")))
        owners = source_keys(batch.column("source").to_pylist())
        return cls(*counted_lines(found, owners), owners, found.texts)

    def slice(self, row: int) -> Lines:
        """Return the lines of one article alone."""
        begin, end = np.searchsorted(self.rows, [row, row + 1])
        one = slice(row, row + 1)
        return Lines(self.keys[begin:end], self.rows[begin:end] - row, self.sources[one], self.texts[one])

    def postings(self, row: int) -> NDArray[np.uint64]:
        """Return the prefixes under which an article's lines are counted, and its text with its source's."""
        begin, end = np.searchsorted(self.rows, [row, row + 1])
        return prefixes(LINE, np.append(self.keys[begin:end], self.sources[row]))

    def text_prefixes(self) -> NDArray[np.uint64]:
        """Return the prefix of each text."""
        return prefixes(TEXT, self.texts)


def find_boilerplate(lines: Lines, postings: Postings, *, learning: bool) -> Boilerplate:
    """Return which lines of a batch are boilerplate. Use inside a transaction.

    Args:
        lines: Of the batch.
        postings: The index.
        learning: Count the batch itself too, as when it is about to be added: its texts that the corpus has not.
    """
    keys, key_of = np.unique(lines.keys, return_inverse=True)
    owners = np.empty(len(keys), np.uint64)
    owners[key_of] = lines.sources[lines.rows]
    sources, source_of = np.unique(owners, return_inverse=True)
    counts = postings.counts(prefixes(LINE, np.concatenate((keys, sources))))
    pages, texts = counts[: len(keys)], counts[len(keys) :]
    if learning:
        known = postings.counts(lines.text_prefixes()) > 0
        _, first = np.unique(lines.texts, return_index=True)
        new = np.zeros(len(known), np.bool_)
        new[first] = True
        new &= ~known
        pages = pages + np.bincount(key_of[new[lines.rows]], minlength=len(keys))
        places = np.searchsorted(sources, lines.sources[new])
        inside = places < len(sources)
        inside[inside] = sources[places[inside]] == lines.sources[new][inside]
        texts = texts + np.bincount(places[inside], minlength=len(sources))
    chosen = pages >= np.maximum(MIN_PAGES, MIN_SHARE * texts[source_of])
    return Boilerplate(keys[chosen], pages[chosen].astype(np.int32))
