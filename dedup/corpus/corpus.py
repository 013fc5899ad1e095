"""`Corpus`: known articles on disk, for Python users, `jobs.score` and the command line.

Reading sees one state at a time and holds nobody up; writing is one process at a time, and what returns is on disk.
"""

from __future__ import annotations

import itertools
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

import numpy as np
import pyarrow as pa

from dedup.articles import Article
from dedup.batches import batch_from_articles, fill_missing_ids
from dedup.corpus.adding import Writer
from dedup.corpus.compacting import erase
from dedup.corpus.frequencies import count_frequencies, is_stale
from dedup.corpus.known import Known, read_row
from dedup.corpus.lines import Lines, find_boilerplate
from dedup.corpus.look_up import LookUp, look_up
from dedup.corpus.made_with import STORED, first_meta, fit_settings
from dedup.corpus.merging import merge_segments
from dedup.corpus.probes import Probes, make_probes
from dedup.corpus.results import Added, CorpusInfo, Damage
from dedup.corpus.state import State
from dedup.corpus.store import Mode, Store
from dedup.corpus.verifying import find_damage
from dedup.errors import CorpusDamagedError, CorpusError
from dedup.settings import Settings

if TYPE_CHECKING:
    from dedup.cleaning.boilerplate import Boilerplate
    from dedup.text.tokens import Tokens

# Articles per transaction: each waits twice for the disk; a prepared group takes some 40 MB, and a few are at work.
GROUP = 2500


class Corpus:
    """Known articles on disk.

    Attributes:
        path: The file.
        settings: Those given, or the defaults with what the corpus was made with.
    """

    def __init__(
        self, path: str | os.PathLike[str], settings: Settings | None = None, *, mode: Mode = "rw", wait: float = 30.0
    ) -> None:
        """Open a corpus.

        Args:
            path: The file.
            settings: Must make the same sketches as those that the corpus was made with; None takes those.
            mode: `rw` makes the file where there is none, `r` leaves everything on disk as it is.
            wait: Seconds to wait for another writer.

        Raises:
            CorpusMismatchError: Made with other settings or by a newer version; the message says what differs.
            CorpusDamagedError: The file is damaged.
            CorpusError: There is no such file, or it can't be opened.
        """
        self.path = Path(path)
        if mode == "rw":
            Store.create(self.path, first_meta(settings or Settings()), wait)
        elif not os.path.isfile(self.path):
            raise CorpusError(f"{self.path}: no such corpus: `dedup corpus add` makes one")
        self._store = Store(self.path, mode, wait)
        try:
            with self._store.reading():
                self.settings, banding = fit_settings(self._store, settings)
        except BaseException:
            self._store.close()
            raise
        self._state = State(self._store, self.settings, banding)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __len__(self) -> int:
        """Return how many current articles there are."""
        with self.reading():
            return len(self._state.columns.current())

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.get(name) is not None

    def __repr__(self) -> str:
        return f"Corpus({str(self.path)!r}, {len(self):,} articles)"

    def close(self) -> None:
        """Close the file."""
        self._store.close()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """See one state of the corpus throughout, whatever others write meanwhile."""
        with self._store.reading():
            self._state.refresh()
            yield

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Group several calls into one: all on disk at the end, or none of it.

        Raises:
            CorpusBusyError: Another process writes for longer than the wait.
        """
        try:
            with self._store.writing():
                self._state.refresh()
                yield
                if self._store.is_outermost:
                    self._state.flush()
        except BaseException:
            self._state.forget()
            raise

    def add(self, articles: Iterable[Article] | pa.RecordBatch, boilerplate: Boilerplate | None = None) -> Added:
        """Add articles; when it returns they are on disk.

        Adding an article again changes nothing; other content under a known id is a new version of it.

        Args:
            articles: Articles, or a batch of them (`batches.article_schema`) with their records.
            boilerplate: Boilerplate lines as a dedup pass has counted them; None takes the corpus's own counts.

        Raises:
            CorpusBusyError: Another process writes for longer than the wait.
            CorpusError: The disk is full or the file can't be written. Groups acknowledged before stay.
        """
        return sum(self.add_batches(_batches(articles), boilerplate), Added())

    def add_batches(
        self, batches: Iterable[pa.RecordBatch], boilerplate: Boilerplate | None = None
    ) -> Iterator[Added]:
        """Add batches one after the other, preparing the next ones meanwhile; each is on disk when it is yielded."""
        threads = self.settings.threads or len(os.sched_getaffinity(0))
        if self._store.is_writing:  # the caller holds the lock that other threads would wait for
            for batch in batches:
                yield self.add_probes(self.prepare(batch, boilerplate, learning=True))
            return
        with ThreadPoolExecutor(threads, thread_name_prefix="dedup-corpus") as pool:
            waiting: deque[Future[Probes]] = deque()
            for batch in batches:
                waiting.append(pool.submit(self.prepare, batch, boilerplate, learning=True))
                if len(waiting) > threads:
                    yield self.add_probes(waiting.popleft().result())
            while waiting:
                yield self.add_probes(waiting.popleft().result())

    def add_probes(self, probes: Probes) -> Added:
        """Add a prepared batch, in one transaction."""
        with self.writing():
            writer = Writer(self._state)
            added = writer.add(probes)
        self.tidy()
        return added

    def prepare(
        self, batch: pa.RecordBatch, boilerplate: Boilerplate | None = None, *, learning: bool = False
    ) -> Probes:
        """Clean and sketch a batch, on any thread.

        Args:
            batch: Articles.
            boilerplate: As in `add`.
            learning: Let the lines of the batch itself count when boilerplate is told from body, as `add` does; without
                it an answer does not depend on what else is asked.
        """
        batch = fill_missing_ids(batch)
        if not self.settings.clean:
            whole = pa.array([[]] * batch.num_rows, pa.list_(pa.int32()))
            return make_probes(batch, whole, None, self.settings, self._state.banding)
        from dedup.cleaning.batch import clean_batch

        lines = Lines.of(batch)
        if boilerplate is None:
            with self.reading():
                boilerplate = find_boilerplate(lines, self._state.postings, learning=learning)
        bodies = clean_batch(batch, boilerplate).column("body")
        return make_probes(batch, bodies, lines, self.settings, self._state.banding)

    def tidy(self) -> None:
        """Merge small segments of the index into larger ones; `add` does it by itself, outside `writing`."""
        if self._store.is_writing:
            return
        try:
            merge_segments(self._store, self._state.postings)
            with self.reading():
                stale = is_stale(self._store)
            if stale:
                with self.writing():
                    count_frequencies(self._store, self._state.postings)
        except CorpusDamagedError:
            raise
        except CorpusError:
            # what was added is on disk and found; a busy or full corpus is tidied by whoever writes next
            return

    def settle(self) -> None:
        """Merge the whole index into one run, as after a large addition; queries are faster then."""
        merge_segments(self._store, self._state.postings, everything=True)
        self._store.fold_log()

    def remove(self, ids: Iterable[str]) -> int:
        """Remove articles with all their versions; `compact` erases them from the file.

        Returns:
            How many of the ids were known.
        """
        with self.writing():
            numbers = [self._state.numbers(name) for name in dict.fromkeys(ids)]
            found = [part for part in numbers if len(part)]
            if found:
                self._state.columns.mark_removed(np.concatenate(found))
        return len(found)

    def get(self, name: str) -> Article | None:
        """Return the current version of an article; None where the id is not known."""
        with self.reading():
            numbers = self._state.numbers(name)
            if not len(numbers):
                return None
            return self._state.article(int(numbers[-1]))

    def versions(self, name: str) -> list[Article]:
        """Return all versions of an article, oldest first."""
        with self.reading():
            return [self._state.article(number) for number in self._state.numbers(name).tolist()]

    def ids(self) -> Iterator[str]:
        """Yield the ids of the current articles, in the order in which they came."""
        with self.reading():
            for number in self._state.columns.current().tolist():
                yield read_row(self._store, number).id

    def info(self) -> CorpusInfo:
        """Return what the corpus holds."""
        with self.reading():
            current, queryable = len(self._state.columns.current()), len(self._state.columns.queryable())
            return CorpusInfo(
                current, queryable - current, len(self._state.columns.rows()) - queryable, self._store.head["bodies"],
                len(self._state.postings.segments), self._store.size(),
                {name: getattr(self.settings, name) for name in STORED},
            )  # fmt: skip

    def tokens(self, articles: Sequence[Known]) -> list[Tokens]:
        """Return the tokens of known articles' bodies, with offsets into their raw texts. Use inside `reading`."""
        return self._state.known.tokens(articles)

    def export(self, on_damage: Callable[[CorpusDamagedError], None] | None = None) -> Iterator[bytes]:
        """Yield every record as it came, older versions included, in the order in which they came.

        Records of JSONL come out byte for byte; all other articles as article JSON.

        Args:
            on_damage: Called for each record that is damaged, which is left out; None raises the error.
        """
        with self.reading():
            for number in self._state.columns.queryable().tolist():
                try:
                    record = self._state.record(number)
                except CorpusDamagedError as error:
                    if on_damage is None:
                        raise
                    on_damage(error)
                    continue
                yield record

    def verify(self) -> list[Damage]:
        """Check every record and every block of the index; return what is damaged."""
        with self._store.reading():
            found = []
            state = self._state
            for what, part in (("columns", state.columns), ("index", state.postings)):
                try:
                    part.refresh()
                except CorpusDamagedError as error:
                    found.append(Damage(what, None, 0, str(error)))
            return [*found, *find_damage(self._store, state.postings, state.columns)]

    def compact(self) -> None:
        """Erase what was removed or replaced by a newer version, and give its space back.

        Takes as long as writing the file anew, and room for a second copy meanwhile.
        """
        with self.writing():
            erase(self._state)
        with self.reading():
            erased = self._state.columns.erased_mask()
        merge_segments(self._store, self._state.postings, erased=erased)
        with self.writing():
            count_frequencies(self._store, self._state.postings)
        self._store.vacuum()

    def look_up(self, probes: Probes) -> list[LookUp]:
        """Return for each article of a batch what the corpus knows of it. Use inside `reading`."""
        return look_up(self._state, probes)


def _batches(articles: Iterable[Article] | pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    if isinstance(articles, pa.RecordBatch):
        for start in range(0, articles.num_rows, GROUP):
            yield articles.slice(start, GROUP)
        return
    rest = iter(articles)
    while group := list(itertools.islice(rest, GROUP)):
        yield batch_from_articles(group)
