"""Lines that many pages of one source share: counted over distinct texts in a first pass, left out in the second.

`jobs` counts before it cleans; a corpus keeps its own table. Counts are sums over distinct texts, so neither the order
of the batches nor their number changes them.
"""

from __future__ import annotations

import hashlib
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from dedup.errors import InputError
from dedup.kernel.line_edges import HEAD, TAIL, find_edges
from dedup.kernel.lines import BYTE_END, BYTE_START, ROW, TOKENS
from dedup.kernel.repeats import hash_texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from dedup.cleaning.scan import Scan

MIN_PAGES = 20  # distinct texts of a source that a line stands on to be furniture ...
MIN_SHARE = 0.01  # ... and the share of the source's distinct texts
# Bytes, or characters of a sentence: legal notices and newsletter boxes are shorter, body paragraphs need no count.
_LONGEST = 600
_FOLD_AT = 1_000_000  # keys that wait to be summed up: 16 MB
_VERSION = "dedup-furniture-1"


class Furniture:
    """The lines that are furniture, by source.

    Attributes:
        keys: uint64[n], sorted: hash of source and line.
        pages: int32[n], distinct texts of the source that hold the line.
    """

    def __init__(self, keys: NDArray[np.uint64], pages: NDArray[np.int32]) -> None:
        self.keys = keys
        self.pages = pages

    def __len__(self) -> int:
        return len(self.keys)

    def __repr__(self) -> str:
        return f"<Furniture: {len(self.keys)} lines>"

    def lines_of(self, scan: Scan, sources: Sequence[str | None]) -> NDArray[np.bool_]:
        """Return bool[lines]: which lines of a batch are furniture of their source."""
        keys = _line_keys(scan, source_keys(sources))
        at = np.searchsorted(self.keys, keys)
        at[at == len(self.keys)] = 0
        return self.keys[at] == keys if len(self.keys) else np.zeros(len(keys), np.bool_)

    def sentences_of(self, scan: Scan, sources: Sequence[str | None]) -> list[tuple[int, int, int]]:
        """Return the furniture inside long lines, at their beginning or end: (line, start, end), sorted."""
        if not len(self.keys):
            return []
        spans, hashes = line_edges(scan)
        keys = _keys(hashes, source_keys(sources)[scan.lines[spans[:, 0], ROW]])
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return [(int(line), int(start), int(end)) for line, start, end in spans[self.keys[at] == keys]]

    def save(self, path: str | Path) -> None:
        """Write the table as an Arrow file."""
        import pyarrow as pa

        table = pa.table({"key": self.keys, "pages": self.pages}).replace_schema_metadata({"format": _VERSION})
        with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
            writer.write_table(table)

    @classmethod
    def load(cls, path: str | Path) -> Furniture:
        """Read a table that `save` wrote.

        Raises:
            InputError: The file can't be read, or is no furniture table.
        """
        import pyarrow as pa

        try:
            with pa.OSFile(str(path), "rb") as source:
                table = pa.ipc.open_file(source).read_all()
        except (OSError, pa.ArrowInvalid) as error:
            raise InputError(f"{path}: can't be read as a furniture table: {error}") from error
        if (table.schema.metadata or {}).get(b"format") != _VERSION.encode():
            raise InputError(f"{path}: no furniture table of this version; count it anew")
        return cls(table["key"].to_numpy().astype(np.uint64), table["pages"].to_numpy().astype(np.int32))


class FurnitureCounts:
    """Counts in the making. Batches may be added from several threads.

    A text that came before counts nothing: a pile of copies must not clean itself away.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen: set[int] = set()  # texts
        self._texts: dict[int, int] = {}  # distinct texts by source
        self._keys = np.empty(0, np.uint64)
        self._owners = np.empty(0, np.uint64)  # source of each key
        self._pages = np.empty(0, np.int32)
        self._waiting: list[tuple[NDArray[np.uint64], NDArray[np.uint64]]] = []
        self._size = 0

    def add(self, batch: pa.RecordBatch) -> None:
        """Count the lines of a batch of articles (the columns `text` and `source`)."""
        from dedup.cleaning.scan import scan, text_buffers

        scanned = scan(*text_buffers(batch.column("text")))
        owners = source_keys(batch.column("source").to_pylist())
        texts = text_keys(scanned, owners)
        keys, rows = counted_lines(scanned, owners)
        with self._lock:
            new = np.zeros(len(texts), np.bool_)
            for row, (text, owner) in enumerate(zip(texts.tolist(), owners.tolist(), strict=True)):
                if text not in self._seen:
                    self._seen.add(text)
                    self._texts[owner] = self._texts.get(owner, 0) + 1
                    new[row] = True
            chosen = new[rows]
            self._waiting.append((keys[chosen], owners[rows[chosen]]))
            self._size += int(chosen.sum())
            if self._size > _FOLD_AT:
                self._fold()

    def table(self) -> Furniture:
        """Return the lines that are furniture by the counts so far."""
        with self._lock:
            self._fold()
            texts = np.array([self._texts[owner] for owner in self._owners.tolist()], np.float64)
            chosen = self._pages >= np.maximum(MIN_PAGES, MIN_SHARE * texts)
            return Furniture(self._keys[chosen], self._pages[chosen])

    def _fold(self) -> None:
        keys = np.concatenate([self._keys, *(keys for keys, _ in self._waiting)])
        owners = np.concatenate([self._owners, *(owners for _, owners in self._waiting)])
        pages = np.concatenate([self._pages, np.ones(len(keys) - len(self._pages), np.int32)])
        self._keys, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
        self._owners = owners[first]
        self._pages = np.bincount(inverse, weights=pages, minlength=len(first)).astype(np.int32)
        self._waiting, self._size = [], 0


def source_keys(sources: Sequence[str | None]) -> NDArray[np.uint64]:
    """Return uint64[n], a hash of each source's name; texts without a source count as one."""
    cache: dict[str | None, int] = {}
    for source in set(sources):
        digest = hashlib.blake2b((source or "").encode("utf-8", "surrogatepass"), digest_size=8).digest()
        cache[source] = int.from_bytes(digest, "little")
    return np.array([cache[source] for source in sources], np.uint64)


def line_edges(scan: Scan) -> tuple[NDArray[np.int32], NDArray[np.uint64]]:
    """Return the first and last sentences of long lines: int32[k, 3] of line, start, end, and their hashes."""
    room = (HEAD + TAIL) * len(scan.lines)
    spans, hashes = np.empty((room, 3), np.int32), np.empty(room, np.uint64)
    n = find_edges(scan.data, scan.offsets, scan.lines, scan.tokens, scan.token_starts, spans, hashes)
    return spans[:n], hashes[:n]


def _keys(hashes: NDArray[np.uint64], owners: NDArray[np.uint64]) -> NDArray[np.uint64]:
    return (hashes ^ owners) * np.uint64(0x9E3779B97F4A7C15)


def _line_keys(scan: Scan, owners: NDArray[np.uint64]) -> NDArray[np.uint64]:
    return _keys(scan.hashes, owners[scan.lines[:, ROW]])


def counted_lines(scan: Scan, owners: NDArray[np.uint64]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Return key and row of every line and edge that may be furniture, once a page however often it stands there."""
    lines = scan.lines
    size = lines[:, BYTE_END] - lines[:, BYTE_START]
    at = np.flatnonzero((size <= _LONGEST) & (lines[:, TOKENS] > 0))
    spans, hashes = line_edges(scan)
    short = spans[:, 2] - spans[:, 1] <= _LONGEST
    rows = np.concatenate((lines[at, ROW], lines[spans[short, 0], ROW])).astype(np.int64)
    keys = _keys(np.concatenate((scan.hashes[at], hashes[short])), owners[rows])
    order = np.lexsort((keys, rows))
    keys, rows = keys[order], rows[order]
    first = np.ones(len(keys), np.bool_)
    first[1:] = (keys[1:] != keys[:-1]) | (rows[1:] != rows[:-1])
    return keys[first], rows[first]


def text_keys(scan: Scan, owners: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return uint64[n], a hash of each text's words and its source."""
    out = np.empty(len(owners), np.uint64)
    hash_texts(scan.tokens, scan.token_offsets, out)
    return out ^ owners
