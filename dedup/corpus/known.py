"""Known articles as a query needs them: text, body spans, shingles, tokens; read from their rows, checked, and cached.

Called by `query`, `adding` and `corpus`.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.corpus.records import Frames, Row, frame_text, unpack_spans
from dedup.corpus.store import Store, damaged
from dedup.settings import Settings
from dedup.sketching.sketcher import shingle_sets
from dedup.text.tokens import Tokens, tokenize

# Shingles and tokens of an article take some 15 KB: 4,096 of them are 60 MB.
_CACHED = 4096
_SELECT = "SELECT number, id, version, body, content, body_hash, spans, record, checksum FROM articles WHERE number = ?"


def read_row(store: Store, number: int) -> Row:
    """Read a row.

    Raises:
        CorpusDamagedError: It is missing or does not match its checksum.
    """
    values = store.get(_SELECT, (number,))
    if values is None:
        raise damaged(store.path, f"article number {number} is missing")
    return Row.from_values(values, store.path)


@dataclass(slots=True)
class Known:
    """A known article.

    Attributes:
        number, id, version, body, body_hash: As in `Row`.
        text: Raw text in UTF-8.
        spans: int32[2s], flattened body spans.
        shingles: uint64[n], sorted distinct shingle hashes of the body.
        tokens: Tokens of the body, None until asked for.
    """

    number: int
    id: str
    version: int
    body: int
    body_hash: bytes
    text: bytes
    spans: NDArray[np.int32]
    shingles: NDArray[np.uint64]
    tokens: Tokens | None = None

    def body_tokens(self) -> Tokens:
        """Return the tokens of the body, with offsets into the raw text."""
        if self.tokens is None:
            self.tokens = tokenize(self.text.decode("utf-8", "surrogatepass"), self.spans.reshape(-1, 2).tolist())
        return self.tokens


class KnownArticles:
    """Reads known articles. Use inside a transaction of the store."""

    def __init__(self, store: Store, frames: Frames, settings: Settings) -> None:
        self._store = store
        self._frames = frames
        self._settings = settings
        self._cached: OrderedDict[int, Known] = OrderedDict()

    def use(self, frames: Frames) -> None:
        """Take over a dictionary trained since."""
        self._frames = frames

    def forget(self) -> None:
        """Drop everything: after a rollback numbers are given again."""
        self._cached.clear()

    def load(self, numbers: Iterable[int]) -> list[Known]:
        """Return known articles, read all at once where they are not cached."""
        wanted = list(numbers)
        missing = [n for n in wanted if n not in self._cached]
        found = {n: self._cached[n] for n in wanted if n in self._cached}
        for n in found:
            self._cached.move_to_end(n)
        if missing:
            rows = [read_row(self._store, n) for n in missing]
            for known in self._open(rows):
                found[known.number] = self._cached[known.number] = known
        while len(self._cached) > _CACHED:
            self._cached.popitem(last=False)
        return [found[n] for n in wanted]

    def _open(self, rows: list[Row]) -> Iterable[Known]:
        texts = [frame_text(self._frames.open_frame(row.record)) for row in rows]
        spans = [unpack_spans(row.spans) for row in rows]
        offsets = np.concatenate(([0], np.cumsum([len(s) for s in spans]))).astype(np.int32)
        bodies = pa.ListArray.from_arrays(pa.array(offsets), pa.array(np.concatenate(spans)))
        column = pa.array(texts, pa.large_binary()).view(pa.large_string())
        sets = shingle_sets(column, bodies, self._settings)
        for i, row in enumerate(rows):
            shingles = sets.hashes[sets.offsets[i] : sets.offsets[i + 1]].copy()
            yield Known(row.number, row.id, row.version, row.body, row.body_hash, texts[i], spans[i], shingles)
