"""Lines that many pages of one source share: counted over distinct texts in a first pass, left out in the second.

`jobs` counts before it cleans; a corpus keeps its own table. Counts are sums over distinct texts, so neither the order
of the batches nor their number changes them.
"""

from __future__ import annotations

import hashlib
import threading
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dedup.batches import read_only, string_buffers
from dedup.errors import InputError
from dedup.kernel.line_columns import BYTE_START, END, LINES, ROW, START
from dedup.kernel.line_keys import add_keys, hash_lines, mark_first
from dedup.kernel.lines import count_breaks

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from dedup.cleaning.scan import Scan

MIN_PAGES = 20  # distinct texts of a source that a line stands on to be boilerplate ...
MIN_SHARE = 0.01  # ... and the share of the source's distinct texts
_FOLD_AT = 1_000_000  # keys that wait to be summed up: 16 MB
_VERSION = "dedup-boilerplate-3"


class LineHashes(NamedTuple):
    """Lines of n texts, and sentences at the ends of long lines, that may be boilerplate.

    Attributes:
        hashes: uint64[m], of their words.
        rows: int32[m], text of each, sorted.
        spans: int64[m, 3], first byte, byte after the last, and 1 for a sentence.
        texts: uint64[n], hash of each text's words.
    """

    hashes: NDArray[np.uint64]
    rows: NDArray[np.int32]
    spans: NDArray[np.int64]
    texts: NDArray[np.uint64]


class Boilerplate:
    """The lines that are boilerplate, by source.

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
        return f"<Boilerplate: {len(self.keys)} lines>"

    def find_in(
        self, scan: Scan, sources: Sequence[str | None]
    ) -> tuple[NDArray[np.bool_], list[tuple[int, int, int]]]:
        """Find the boilerplate of a batch.

        Args:
            scan: Its lines.
            sources: Of each text.

        Returns:
            bool[lines], which lines are boilerplate of their source; and the boilerplate inside long lines, at their
            beginning or end: (line, start, end) in code points, sorted.
        """
        lines = scan.lines
        if not len(self.keys):
            return np.zeros(lines.shape[1], np.bool_), []
        found = hash_texts(scan.data, scan.offsets)
        keys = _keys(found.hashes, source_keys(sources)[found.rows])
        known = self.keys[np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)] == keys
        spans = found.spans[known]
        starts = scan.offsets[lines[ROW]] + lines[BYTE_START]
        at = np.searchsorted(starts, spans[:, 1] - 1, side="right") - 1
        inside = spans[:, 2] == 1
        # a line joined of several is boilerplate where each of them is
        shared = np.bincount(at[~inside], minlength=lines.shape[1]) == lines[LINES]
        cuts = []
        for line, (begin, end, _) in zip(at[inside].tolist(), spans[inside].tolist(), strict=True):
            before, part = (
                str(scan.data[a:b].data, "utf-8", "replace") for a, b in ((int(starts[line]), begin), (begin, end))
            )
            start = int(lines[START, line]) + len(before)
            cuts.append((line, start, min(start + len(part), int(lines[END, line]))))
        return shared, sorted(cuts)

    def save(self, path: str | Path) -> None:
        """Write the table as an Arrow file."""
        import pyarrow as pa

        table = pa.table({"key": self.keys, "pages": self.pages}).replace_schema_metadata({"format": _VERSION})
        with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
            writer.write_table(table)

    @classmethod
    def load(cls, path: str | Path) -> Boilerplate:
        """Read a table that `save` wrote.

        Raises:
            InputError: The file can't be read, or is no boilerplate table.
        """
        import pyarrow as pa

        try:
            with pa.OSFile(str(path), "rb") as source:
                table = pa.ipc.open_file(source).read_all()
        except (OSError, pa.ArrowInvalid) as error:
            raise InputError(f"{path}: can't be read as a boilerplate table: {error}") from error
        if (table.schema.metadata or {}).get(b"format") != _VERSION.encode():
            raise InputError(f"{path}: no boilerplate table of this version; count it anew")
        return cls(table["key"].to_numpy().astype(np.uint64), table["pages"].to_numpy().astype(np.int32))


class BoilerplateCounts:
    """Counts in the making. Batches may be added from several threads.

    A text that came before counts nothing: a pile of copies must not clean itself away.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known = np.zeros(1024, np.uint64)  # distinct texts
        self._distinct = 0
        self._texts: dict[int, int] = {}  # distinct texts by source
        self._once = np.empty(0, np.uint64)  # keys of one page only: most are, so they go without source and count
        self._keys = np.empty(0, np.uint64)
        self._owners = np.empty(0, np.uint64)  # source of each key
        self._pages = np.empty(0, np.int32)
        self._waiting: list[tuple[NDArray[np.uint64], NDArray[np.uint64]]] = []
        self._size = 0

    def add(self, batch: pa.RecordBatch) -> None:
        """Count the lines of a batch of articles (the columns `text` and `source`)."""
        found = hash_texts(*string_buffers(batch.column("text")))
        owners = source_keys(batch.column("source").to_pylist())
        keys, rows = counted_lines(found, owners)
        with self._lock:
            new = self._note(_keys(found.texts, owners))
            of_new, counts = np.unique(owners[new], return_counts=True)
            for owner, texts in zip(of_new.tolist(), counts.tolist(), strict=True):
                self._texts[owner] = self._texts.get(owner, 0) + texts
            chosen = new[rows]
            self._waiting.append((keys[chosen], owners[rows[chosen]]))
            self._size += int(chosen.sum())
            if self._size > max(_FOLD_AT, len(self._once) // 4):
                self._fold()

    def table(self) -> Boilerplate:
        """Return the lines that are boilerplate by the counts so far."""
        with self._lock:
            self._fold()
            texts = np.array([self._texts[owner] for owner in self._owners.tolist()], np.float64)
            chosen = self._pages >= np.maximum(MIN_PAGES, MIN_SHARE * texts)
            return Boilerplate(self._keys[chosen], self._pages[chosen])

    def _note(self, texts: NDArray[np.uint64]) -> NDArray[np.bool_]:
        """Return bool[n], the texts that did not come before."""
        texts = np.maximum(texts, np.uint64(1))
        new = np.empty(len(texts), np.bool_)
        if 2 * (self._distinct + len(texts)) > len(self._known):
            held = self._known[self._known != 0]
            self._known = np.zeros(1 << int(4 * (len(held) + len(texts))).bit_length(), np.uint64)
            add_keys(self._known, held, np.empty(len(held), np.bool_))
        self._distinct += add_keys(self._known, texts, new)
        return new

    def _fold(self) -> None:
        """Sum up what waits: a key goes from those of one page to those of several when it comes again."""
        keys, first, pages = np.unique(
            np.concatenate([np.empty(0, np.uint64), *(keys for keys, _ in self._waiting)]),
            return_index=True, return_counts=True,
        )  # fmt: skip
        owners = np.concatenate([np.empty(0, np.uint64), *(owners for _, owners in self._waiting)])[first]
        self._waiting, self._size = [], 0
        places, held = _find(self._keys, keys)
        self._pages[places[held]] += pages[held].astype(np.int32)
        keys, owners, pages = keys[~held], owners[~held], pages[~held]
        places, again = _find(self._once, keys)
        self._once = np.delete(self._once, places[again])
        pages = pages + again
        often = pages > 1
        self._once = np.sort(np.concatenate((self._once, keys[~often])), kind="stable")  # two sorted runs: merged
        keys = np.concatenate((self._keys, keys[often]))
        order = np.argsort(keys, kind="stable")
        self._keys = keys[order]
        self._owners = np.concatenate((self._owners, owners[often]))[order]
        self._pages = np.concatenate((self._pages, pages[often].astype(np.int32)))[order]


def _find(held: NDArray[np.uint64], keys: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return where each key stands in a sorted array, and whether it does."""
    places = np.searchsorted(held, keys)
    inside = places < len(held)
    inside[inside] = held[places[inside]] == keys[inside]
    return places, inside


def source_keys(sources: Sequence[str | None]) -> NDArray[np.uint64]:
    """Return uint64[n], a hash of each source's name; texts without a source count as one."""
    cache: dict[str | None, int] = {}
    for source in set(sources):
        digest = hashlib.blake2b((source or "").encode("utf-8", "surrogatepass"), digest_size=8).digest()
        cache[source] = int.from_bytes(digest, "little")
    return np.array([cache[source] for source in sources], np.uint64)


def _keys(hashes: NDArray[np.uint64], owners: NDArray[np.uint64]) -> NDArray[np.uint64]:
    return (hashes ^ owners) * np.uint64(0x9E3779B97F4A7C15)


def hash_texts(data: NDArray[np.uint8], offsets: NDArray[np.int64]) -> LineHashes:
    """Hash the lines of n texts.

    Args:
        data: uint8[bytes], UTF-8.
        offsets: int64[n + 1], where each text starts.
    """
    n = len(offsets) - 1
    used = read_only(data[offsets[0] : offsets[-1]])
    room = int(count_breaks(used)) + n + used.size // 25 + 1  # see `hash_lines`
    hashes, rows, spans = np.empty(room, np.uint64), np.empty(room, np.int32), np.empty((room, 3), np.int64)
    texts = np.empty(n, np.uint64)
    found = hash_lines(used, offsets - offsets[0], hashes, rows, spans, texts)
    return LineHashes(hashes[:found], rows[:found], spans[:found], texts)


def counted_lines(found: LineHashes, owners: NDArray[np.uint64]) -> tuple[NDArray[np.uint64], NDArray[np.int32]]:
    """Return key and row of every line and sentence that may be boilerplate, each once a text."""
    most = int(np.bincount(found.rows).max(initial=0))
    size = 1 << (2 * most + 1).bit_length()
    first = np.empty(len(found.rows), np.bool_)
    mark_first(found.hashes, found.rows, np.empty(size, np.uint64), np.full(size, -1, np.int32), first)
    rows = found.rows[first]
    return _keys(found.hashes[first], owners[rows]), rows
