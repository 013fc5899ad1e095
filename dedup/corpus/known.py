"""Known articles as a query needs them: text, body spans, shingles, tokens, terms; from checked rows, cached."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.corpus.probes import count_column_terms
from dedup.corpus.records import SELECT_ROWS, Frames, Row, frame_text, frame_time, frame_title, unpack_spans
from dedup.corpus.store import Store, damaged
from dedup.matching.comparison import Prepared, join, pick, prepare
from dedup.settings import Settings
from dedup.sketching.sketcher import token_lists
from dedup.text.tokens import Tokens

# Text, shingles, tokens and terms of an article take some 15 KB: 4,096 of them are 60 MB.
_CACHED = 4096


class TermVector(NamedTuple):
    """The terms of an article's title and body: uint64[n] hashes, sorted and distinct; int32[n], how often."""

    terms: NDArray[np.uint64]
    counts: NDArray[np.int32]


def read_row(store: Store, number: int) -> Row:
    """Read a row.

    Raises:
        CorpusDamagedError: It is missing or does not match its checksum.
    """
    values = store.get(SELECT_ROWS, (number, number + 1))
    if values is None:
        raise damaged(store.path, f"article number {number} is missing")
    return Row.from_values(values, store.path)


@dataclass(slots=True)
class Known:
    """A known article; what is None has not been asked for yet.

    Attributes:
        number, id, version, body, body_hash: As in `Row`.
        frame: See `records.pack_frame`.
        spans: int32[2s], flattened body spans.
        prepared: The body ready for comparison.
        tokens: Tokens of the body, with offsets into the raw text.
        vector: Terms of title and body.
    """

    number: int
    id: str
    version: int
    body: int
    body_hash: bytes
    frame: bytes
    spans: NDArray[np.int32]
    prepared: Prepared | None = None
    tokens: Tokens | None = None
    vector: TermVector | None = None

    @property
    def text(self) -> str:
        """The raw text."""
        return frame_text(self.frame).decode("utf-8", "surrogatepass")

    def precedence(self) -> tuple[float, int, str, int]:
        """Return what orders equally good sources: the earliest comes first, then the shortest, then by id.

        Nothing in it depends on the order in which articles were added.
        """
        spans = self.spans
        length = int((spans[1::2] - spans[::2]).sum()) if len(spans) else len(frame_text(self.frame))
        return frame_time(self.frame), length, self.id, self.version


class KnownArticles:
    """Reads known articles. Use inside a transaction of the store."""

    def __init__(self, store: Store, frames: Frames, settings: Settings) -> None:
        self._store = store
        self._frames = frames
        self._settings = settings
        self._cached: OrderedDict[int, Known] = OrderedDict()
        self._epoch = -1

    def refresh(self) -> None:
        """Drop what may have been rewritten since."""
        if self._store.head["epoch"] != self._epoch:
            self._cached.clear()
            self._epoch = self._store.head["epoch"]

    def use(self, frames: Frames) -> None:
        """Take over a dictionary trained since."""
        self._frames = frames

    def forget(self) -> None:
        """Drop everything: after a rollback numbers are given again."""
        self._cached.clear()

    def load(self, numbers: Iterable[int]) -> list[Known]:
        """Return known articles by their numbers."""
        found = []
        for number in numbers:
            article = self._cached.get(number)
            if article is None:
                row = read_row(self._store, number)
                frame, spans = self._frames.open_frame(row.record), unpack_spans(row.spans)
                article = Known(number, row.id, row.version, row.body, row.body_hash, frame, spans)
                self._cached[number] = article
                if len(self._cached) > _CACHED:
                    self._cached.popitem(last=False)
            else:
                self._cached.move_to_end(number)
            found.append(article)
        return found

    def prepared(self, articles: Sequence[Known]) -> Prepared:
        """Return the bodies of some articles, at least one, ready for comparison."""
        missing = [article for article in articles if article.prepared is None]
        if missing:
            whole = prepare(_texts(missing), _bodies(missing), self._settings)
            for place, article in enumerate(missing):
                article.prepared = pick(whole, place)
        return join([article.prepared for article in articles if article.prepared is not None])

    def tokens(self, articles: Sequence[Known]) -> list[Tokens]:
        """Return the tokens of each article's body."""
        missing = [article for article in articles if article.tokens is None]
        if missing:
            lists = token_lists(_texts(missing), _bodies(missing))
            for place, article in enumerate(missing):
                own = slice(int(lists.offsets[place]), int(lists.offsets[place + 1]))
                article.tokens = Tokens(lists.hashes[own].copy(), lists.starts[own].copy(), lists.ends[own].copy())
        return [article.tokens for article in articles if article.tokens is not None]

    def vectors(self, articles: Sequence[Known]) -> list[TermVector]:
        """Return the term vector of each article, computing all that are missing in one go."""
        missing = [article for article in articles if article.vector is None]
        if missing:
            titles = [frame_title(article.frame) for article in missing]
            column = pa.array(titles, pa.large_string())
            terms, counts, offsets = count_column_terms(column, _texts(missing), _bodies(missing))
            for place, article in enumerate(missing):
                own = slice(int(offsets[place]), int(offsets[place + 1]))
                article.vector = TermVector(terms[own].copy(), counts[own].copy())
        return [article.vector for article in articles if article.vector is not None]


def _texts(articles: Sequence[Known]) -> pa.Array:
    return pa.array([frame_text(article.frame) for article in articles], pa.large_binary()).view(pa.large_string())


def _bodies(articles: Sequence[Known]) -> pa.ListArray:
    offsets = np.concatenate(([0], np.cumsum([len(article.spans) for article in articles]))).astype(np.int32)
    spans = np.concatenate([article.spans for article in articles])
    return pa.ListArray.from_arrays(pa.array(offsets), pa.array(spans))
