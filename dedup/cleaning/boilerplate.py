"""Lines that many articles of one outlet share: counted over distinct stories in a first pass, judged in the second.

A count strengthens what the line model suspects; it takes no paragraph of running prose by itself. Copies of a story
count together as one (see `story_weights`). Counts are sums of whole numbers over distinct texts, so neither the order
of the batches nor their number changes them.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dedup.batches import read_only, string_buffers
from dedup.cleaning.outlets import outlet_keys
from dedup.errors import InputError
from dedup.kernel.line_columns import BYTE_START, END, LINES, ROW, START
from dedup.kernel.line_keys import add_keys, hash_lines, mark_first
from dedup.kernel.lines import count_breaks

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from dedup.cleaning.scan import Scan

MIN_PAGES = 20  # distinct stories of an outlet that a line stands on to count as shared ...
MIN_SHARE = 0.01  # ... and the share of the outlet's distinct stories
ONE = 1 << 20  # what a story counts; parts of it are whole numbers, so that no order of summing matters
_FOLD_AT = 1_000_000  # lines that wait to be sorted in: 16 MB
_VERSION = "dedup-boilerplate-3"


class LineHashes(NamedTuple):
    """Lines of n texts, and sentences at the ends of long lines, that may be boilerplate.

    Attributes:
        hashes: uint64[m], of their words.
        rows: int32[m], text of each, sorted.
        spans: int64[m, 3], first byte, byte after the last, and 1 for a sentence.
        weights: int32[m], bytes of its text's prose that each stands for.
        texts: uint64[n], hash of each text's words.
    """

    hashes: NDArray[np.uint64]
    rows: NDArray[np.int32]
    spans: NDArray[np.int64]
    weights: NDArray[np.int32]
    texts: NDArray[np.uint64]


class CountedLines(NamedTuple):
    """Lines and sentences of a batch, each once a text, without those of unknown outlets.

    Attributes:
        keys: uint64[m], hash of outlet and words.
        rows: int32[m], text of each, sorted.
        weights: int32[m], see `LineHashes`.
    """

    keys: NDArray[np.uint64]
    rows: NDArray[np.int32]
    weights: NDArray[np.int32]


class TextLines(NamedTuple):
    """What a batch of n texts gives to be counted.

    Attributes:
        texts: uint64[n], hash of outlet and words: of equal ones one text counts.
        owners: uint64[n], hash of each text's outlet; 0 where none is known, whose lines do not count.
        sizes: int64[n], weight of all lines of each.
        lines: The lines.
    """

    texts: NDArray[np.uint64]
    owners: NDArray[np.uint64]
    sizes: NDArray[np.int64]
    lines: CountedLines


class Boilerplate:
    """The lines that many articles of their outlet share.

    Attributes:
        keys: uint64[n], sorted: hash of outlet and line.
        pages: int32[n], distinct stories of the outlet that hold the line.
    """

    def __init__(self, keys: NDArray[np.uint64], pages: NDArray[np.int32]) -> None:
        self.keys = keys
        self.pages = pages

    def __len__(self) -> int:
        return len(self.keys)

    def __repr__(self) -> str:
        return f"<Boilerplate: {len(self.keys)} lines>"

    def find_in(
        self, scan: Scan, sources: Sequence[str | None], urls: Sequence[str | None]
    ) -> tuple[NDArray[np.bool_], list[tuple[int, int, int]]]:
        """Find the shared lines of a batch.

        Args:
            scan: Its lines.
            sources, urls: Of each text.

        Returns:
            bool[lines], which lines many articles of their outlet share; and such sentences at the ends of long lines:
            (line, start, end) in code points, sorted.
        """
        lines = scan.lines
        if not len(self.keys):
            return np.zeros(lines.shape[1], np.bool_), []
        found = hash_texts(scan.data, scan.offsets)
        keys = _keys(found.hashes, outlet_keys(sources, urls)[found.rows])
        known = self.keys[np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)] == keys
        spans = found.spans[known]
        starts = scan.offsets[lines[ROW]] + lines[BYTE_START]
        at = np.searchsorted(starts, spans[:, 1] - 1, side="right") - 1
        inside = spans[:, 2] == 1
        # a line joined of several is shared where each of them is
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

    A text that came before counts nothing, and neither does one whose outlet is unknown.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known = np.zeros(1024, np.uint64)  # distinct texts
        self._distinct = 0
        self._owners: list[NDArray[np.uint64]] = []  # outlet of each text, in the order of their numbers
        self._sizes: list[NDArray[np.int64]] = []  # weight of all its lines
        self._once = _Places.none()  # lines of one text only: most are
        self._again = _Places.none()  # lines of several, once for each
        self._waiting: list[_Places] = []
        self._size = 0
        self._texts = 0

    def add(self, batch: pa.RecordBatch) -> None:
        """Count the lines of a batch of articles (the columns `text`, `source` and `url`)."""
        told = text_lines(batch)
        if told is None:
            return
        texts, owners, sizes, (keys, rows, weights) = told
        with self._lock:
            new = self._note(texts) & (owners != 0)
            numbers = self._texts + np.cumsum(new) - 1
            chosen = new[rows]
            self._waiting.append(_Places(keys[chosen], numbers[rows[chosen]].astype(np.int32), weights[chosen]))
            self._owners.append(owners[new])
            self._sizes.append(sizes[new])
            self._texts += int(new.sum())
            self._size += int(chosen.sum())
            if self._size > max(_FOLD_AT, (len(self._once.keys) + len(self._again.keys)) // 4):
                self._fold()

    def table(self) -> Boilerplate:
        """Return the lines that are shared widely enough by the counts so far."""
        with self._lock:
            self._fold()
            keys, texts, weights = self._again
            if not len(keys):
                return Boilerplate(np.empty(0, np.uint64), np.empty(0, np.int32))
            starts = np.flatnonzero(np.append(True, keys[1:] != keys[:-1]))
            pages = np.diff(np.append(starts, len(keys)))
            shares = story_weights(texts, np.repeat(pages, pages), weights, np.concatenate(self._sizes))
            owners, owner_of = np.unique(np.concatenate(self._owners), return_inverse=True)
            stories = np.bincount(owner_of, shares, len(owners))[owner_of[texts[starts]]]
            counts = np.add.reduceat(shares[texts], starts)
            chosen = are_shared(counts, stories)
            return Boilerplate(keys[starts][chosen], (counts[chosen] // ONE).astype(np.int32))

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
        """Sort in what waits: a line goes from those of one text to those of several when it comes again."""
        new = _Places.join(self._waiting).sorted()
        self._waiting, self._size = [], 0
        known = _holds(self._again.keys, new.keys)
        fresh = new.at(~known)
        repeated = np.zeros(len(fresh.keys), np.bool_)
        same = fresh.keys[1:] == fresh.keys[:-1]
        repeated[1:] |= same
        repeated[:-1] |= same
        repeated |= _holds(self._once.keys, fresh.keys)
        moved = _holds(fresh.keys[repeated], self._once.keys)
        self._again = _Places.join([self._again, new.at(known), fresh.at(repeated), self._once.at(moved)]).sorted()
        self._once = _Places.join([self._once.at(~moved), fresh.at(~repeated)]).sorted()


class _Places(NamedTuple):
    """Lines with a text of each: uint64[n] keys, int32[n] numbers of texts, int32[n] weights."""

    keys: NDArray[np.uint64]
    texts: NDArray[np.int32]
    weights: NDArray[np.int32]

    @classmethod
    def none(cls) -> _Places:
        return cls(np.empty(0, np.uint64), np.empty(0, np.int32), np.empty(0, np.int32))

    @classmethod
    def join(cls, parts: Sequence[_Places]) -> _Places:
        keys, texts, weights = zip(cls.none(), *parts, strict=True)
        return cls(np.concatenate(keys), np.concatenate(texts), np.concatenate(weights))

    def at(self, chosen: NDArray[np.bool_]) -> _Places:
        return _Places(self.keys[chosen], self.texts[chosen], self.weights[chosen])

    def sorted(self) -> _Places:
        order = np.argsort(self.keys, kind="stable")  # sorted runs: merged
        return _Places(self.keys[order], self.texts[order], self.weights[order])


def _holds(held: NDArray[np.uint64], keys: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Return which keys stand in a sorted array."""
    places = np.searchsorted(held, keys)
    inside: NDArray[np.bool_] = places < len(held)
    inside[inside] = held[places[inside]] == keys[inside]
    return inside


def text_lines(batch: pa.RecordBatch) -> TextLines | None:
    """Return what a batch of articles gives to be counted; None where no outlet is known."""
    owners = outlet_keys(batch.column("source").to_pylist(), batch.column("url").to_pylist())
    if not owners.any():
        return None
    found = hash_texts(*string_buffers(batch.column("text")))
    lines = counted_lines(found, owners)
    sizes = np.bincount(lines.rows, lines.weights, len(owners)).astype(np.int64)
    return TextLines(_keys(found.texts, owners), owners, sizes, lines)


def are_shared(counts: NDArray[np.int64], stories: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Say which lines count as boilerplate: bool[n].

    Args:
        counts: int64[n], distinct stories that hold each line, in parts of `ONE`.
        stories: int64[n], distinct stories of its outlet, likewise.
    """
    shared: NDArray[np.bool_] = counts >= np.maximum(MIN_PAGES * ONE, MIN_SHARE * stories)
    return shared


def story_weights(
    texts: NDArray[np.int32], pages: NDArray[np.int64], weights: NDArray[np.int32], sizes: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return by how much each text counts, in parts of `ONE`: 1 / n where half of its prose stands on n texts or more.

    So n copies of a story, a line of them changed, together count as one text, and an article with a notice that all
    pages of its outlet print counts in full. A text whose own lines are outweighed by shared ones counts little: where
    a short item cannot be told from a copy, nothing is called boilerplate for its sake.

    Args:
        texts: int32[m], text of each line that stands on several.
        pages: int64[m], on how many.
        weights: int32[m], bytes of the text that it stands for.
        sizes: int64[n], bytes of each text's lines altogether.
    """
    order = np.lexsort((-pages, texts))
    texts, pages = texts[order], pages[order]
    sums = np.cumsum(weights[order], dtype=np.int64)
    first = np.searchsorted(texts, np.arange(len(sizes)))
    before = np.concatenate(([0], sums))[first]
    half = np.flatnonzero(2 * (sums - before[texts]) >= sizes[texts])
    shares = np.full(len(sizes), ONE, np.int64)
    holding, at = np.unique(texts[half], return_index=True)  # the first line of each with which half is reached
    shares[holding] = ONE // pages[half[at]]
    return shares


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
    weights, texts = np.empty(room, np.int32), np.empty(n, np.uint64)
    found = hash_lines(used, offsets - offsets[0], hashes, rows, spans, weights, texts)
    return LineHashes(hashes[:found], rows[:found], spans[:found], weights[:found], texts)


def counted_lines(found: LineHashes, owners: NDArray[np.uint64]) -> CountedLines:
    """Return every line and sentence that may be boilerplate, each once a text; none of a text without an outlet."""
    most = int(np.bincount(found.rows).max(initial=0))
    size = 1 << (2 * most + 1).bit_length()
    first = np.empty(len(found.rows), np.bool_)
    mark_first(found.hashes, found.rows, np.empty(size, np.uint64), np.full(size, -1, np.int32), first)
    first &= owners[found.rows] != 0
    rows = found.rows[first]
    return CountedLines(_keys(found.hashes[first], owners[rows]), rows, found.weights[first])
