"""Writing articles into a corpus: what is known already is left out, what is new gets a number, a row and its keys.

The caller holds a write transaction.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.articles import Article
from dedup.batches import articles_from_batch
from dedup.corpus.known import read_row
from dedup.corpus.postings import NUMBER_MASK
from dedup.corpus.probes import Probes, keys_of, line_keys
from dedup.corpus.record_files import RecordFiles
from dedup.corpus.records import DICTIONARY_SAMPLES, Row, content_hash, pack_frame, pack_spans
from dedup.corpus.results import Added, Outcome
from dedup.corpus.state import State
from dedup.errors import CorpusError

# More postings of one id than this are versions of it or collisions of its hash, and never all needed.
_SAME_ID = 10_000
# Of articles with one body hash the first few tell which body it is.
_SAME_BODY = 4
_INSERT = "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_NO_TOKENS = bytes(16)


class Current(NamedTuple):
    """The newest version of an id: its number, version and content."""

    number: int
    version: int
    content: bytes


class Writer:
    """Adds articles. Use inside a write transaction.

    Attributes:
        numbers: Numbers of the articles of the batches added, those known before included.
        outcomes: What became of each of them.
    """

    def __init__(self, state: State, files: RecordFiles) -> None:
        self.numbers: list[int] = []
        self.outcomes: list[Outcome] = []
        self._state = state
        self._files = files
        self._store = state.store
        self._postings = state.postings
        self._columns = state.columns

    def add(self, probes: Probes) -> Added:
        """Add a batch; see `corpus.Corpus.add`."""
        articles = list(articles_from_batch(probes.batch))
        contents = [content_hash(article) for article in articles]
        current = self._current_versions(probes, articles)
        chosen: list[tuple[int, int]] = []  # row, version
        superseded: list[int] = []
        number = int(self._store.head["articles"])
        versions = 0
        for row, article in enumerate(articles):
            known = current.get(article.id)
            if known is not None and known.content == contents[row]:
                self.numbers.append(known.number)
                self.outcomes.append("known")
                continue
            number += 1
            self.numbers.append(number)
            self.outcomes.append("added" if known is None else "version")
            if known is not None:
                superseded.append(known.number)
                versions += 1
            version = known.version + 1 if known is not None else 1
            chosen.append((row, version))
            current[article.id] = Current(number, version, contents[row])
        if chosen:
            self._write(probes, articles, contents, chosen)
            if superseded:
                self._columns.mark_superseded(np.array(superseded, np.int64))
        return Added(len(chosen) - versions, versions, len(articles) - len(chosen))

    def _write(
        self, probes: Probes, articles: list[Article], contents: list[bytes], chosen: list[tuple[int, int]]
    ) -> None:
        first = int(self._store.head["articles"]) + 1
        if first + len(chosen) > NUMBER_MASK:
            raise CorpusError(f"{self._store.path}: full: a corpus takes {NUMBER_MASK:,} articles; make another one")
        rows = np.array([row for row, _ in chosen], np.int64)
        numbers = np.arange(first, first + len(rows))
        hashes = [h.tobytes() for h in probes.sketches.body_hashes[rows]]
        bodies = self._first_with_body(probes, rows, hashes, first)
        raws = self._files.read(probes.batch, rows.tolist())
        frames = [pack_frame(articles[row], raw) for row, raw in zip(rows.tolist(), raws, strict=True)]
        if not self._state.frames.trained and len(frames) >= DICTIONARY_SAMPLES:
            self._state.train(frames)
        spans = probes.bodies.offsets.to_numpy()
        flat = probes.bodies.values.to_numpy()

        def values() -> Iterator[tuple[object, ...]]:
            for place, (row, version) in enumerate(chosen):
                packed = pack_spans(flat[spans[row] : spans[row + 1]])
                yield Row(
                    first + place, articles[row].id, version, bodies[place], contents[row], hashes[place], packed,
                    self._state.frames.close_frame(frames[place]),
                ).values()  # fmt: skip

        self._store.execute_many(_INSERT, values())
        fresh = np.array(bodies, np.int64) == numbers
        keys = keys_of(probes, rows, numbers, fresh)
        if probes.lines is not None:
            telling = probes.lines.tell_stories(self._postings)
            keys = np.concatenate((keys, line_keys(probes.lines, rows, numbers, telling)))
        self._postings.add(keys)
        self._columns.append(np.diff(probes.sketches.sample_offsets)[rows].astype(np.int32))
        self._store.head["articles"] += len(rows)
        self._store.head["bodies"] += int(fresh.sum())

    def _current_versions(self, probes: Probes, articles: list[Article]) -> dict[str, Current]:
        """Look up the newest version, not removed, of every id of the batch."""
        wanted = np.unique(probes.ids)
        _, numbers = self._postings.find(wanted, _SAME_ID)
        names = {article.id for article in articles}
        found: dict[str, Current] = {}
        for number in np.unique(numbers[self._columns.present(numbers)]).tolist():
            row = read_row(self._store, number)
            if row.id in names:
                found[row.id] = Current(number, row.version, row.content)
        return found

    def _first_with_body(self, probes: Probes, rows: NDArray[np.int64], hashes: list[bytes], first: int) -> list[int]:
        """Return for each row the number of the first article with its body: its own where the body is new."""
        wanted = np.unique(probes.body_prefixes[rows])
        _, numbers = self._postings.find(wanted, _SAME_BODY)
        numbers = numbers[self._columns.stored(numbers)]
        known: dict[bytes, int] = {}
        for number in np.unique(numbers).tolist():
            row = read_row(self._store, number)
            known[row.body_hash] = row.body
        bodies = []
        for place, body_hash in enumerate(hashes):
            own = first + place
            bodies.append(own if body_hash == _NO_TOKENS else known.setdefault(body_hash, own))
        return bodies
