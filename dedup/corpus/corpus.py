"""`Corpus`: known articles on disk, for Python users, `jobs.score` and the command line.

Reading sees one state at a time and holds nobody up; writing is one process at a time, and what returns is on disk.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager, nullcontext, suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pyarrow as pa

from dedup.articles import Article, Cluster
from dedup.batches import article_schema, fill_missing_ids
from dedup.corpus.adding import Writer
from dedup.corpus.clusters import cluster_of, clusters_of
from dedup.corpus.compacting import erase
from dedup.corpus.copying import write_copy
from dedup.corpus.frequencies import count_frequencies, is_stale
from dedup.corpus.known import Known, read_row
from dedup.corpus.lines import Lines, find_boilerplate
from dedup.corpus.look_up import LookUp, look_up
from dedup.corpus.made_with import STORED, first_meta, fit_settings
from dedup.corpus.merging import merge_segments
from dedup.corpus.probes import Probes, make_probes
from dedup.corpus.record_files import RecordFiles
from dedup.corpus.removing import as_ids, find_all
from dedup.corpus.results import Added, CorpusInfo, Damage, Outcome
from dedup.corpus.runs import finish, hidden_from, note_articles
from dedup.corpus.searching import find_words, newest
from dedup.corpus.siblings import corpus_beside
from dedup.corpus.state import State
from dedup.corpus.store import Mode, NothingInItError, Store
from dedup.corpus.verifying import find_damage
from dedup.errors import CorpusDamagedError, CorpusError
from dedup.notebook import line, output
from dedup.notebook import table as html_table
from dedup.reading.values import take
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
            mode: `r` leaves everything on disk as it is. `rw` makes the file where there is none: at once if settings
                are given, else when something is first added; until then reading from it is an error.
            wait: Seconds to wait for another writer.

        Raises:
            CorpusMismatchError: Made with other settings or by a newer version; the message says what differs.
            CorpusDamagedError: The file is damaged.
            CorpusError: There is no such file, or it can't be opened.
        """
        self.path = Path(path)
        self.settings = settings or Settings()
        self._given, self._mode, self._wait = settings, mode, wait
        self._opened: tuple[Store, State] | None = None
        if mode == "rw" and settings is not None:
            self._make()
        elif os.path.isfile(path):
            # left before its tables were written, it is made whole by the first addition
            with suppress(NothingInItError) if mode == "rw" else nullcontext():
                self._open()
        elif mode == "r":
            raise self._missing()

    def _make(self) -> None:
        """Make the file if there is none, and open it."""
        if self._opened is None and self._mode == "rw":
            Store.create(self.path, first_meta(self.settings), self._wait)
            self._open()

    def _open(self) -> None:
        store = Store(self.path, self._mode, self._wait)
        try:
            with store.reading():
                self.settings, banding = fit_settings(store, self._given)
        except BaseException:
            store.close()
            raise
        self._opened = (store, State(store, self.settings, banding))

    def _missing(self) -> CorpusError:
        if os.path.isdir(self.path):
            return CorpusError(f"{self.path}: a folder, and a corpus is a file: name one")
        if meant := corpus_beside(self.path):
            return CorpusError(f"{self.path}: no such corpus; did you mean {meant}?")
        return CorpusError(f"{self.path}: no such corpus: `dedup corpus add` or `dedup score --add` makes one")

    @property
    def _store(self) -> Store:
        if self._opened is None:
            raise self._missing()
        return self._opened[0]

    @property
    def _state(self) -> State:
        if self._opened is None:
            raise self._missing()
        return self._opened[1]

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
        count = f"{len(self):,} articles" if self._opened is not None else "not made yet"
        return f"Corpus({str(self.path)!r}, {count})"

    def _repr_html_(self) -> str:
        if self._opened is None:
            return output(line(repr(self), strong=True))
        info = self.info()
        rows = [("articles", f"{info.articles:,}"), ("older versions", f"{info.versions:,}"),
                ("removed, still in the file", f"{info.removed:,}"), ("bytes", f"{info.bytes:,}")]  # fmt: skip
        rows += [(name, str(value)) for name, value in info.settings.items()]
        return output(line(f"Corpus {self.path}", strong=True), html_table(("", ""), rows))

    def close(self) -> None:
        """Close the file."""
        if self._opened is not None:
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

    def add(
        self,
        articles: Any,  # noqa: ANN401 - anything a user has
        boilerplate: Boilerplate | None = None,
        *,
        run: str | None = None,
    ) -> Added:
        """Add articles; when it returns they are on disk.

        Adding an article again changes nothing; other content under a known id is a new version of it.

        Args:
            articles: Articles, texts, dicts, frames, tables or paths, see `reading.values.take`; or a batch of articles
                (`batches.article_schema`) with their records.
            boilerplate: Lines that are boilerplate, as a dedup pass has counted them; None takes the corpus's own
                counts.
            run: The dedup pass that adds them, see `finish`.

        Raises:
            CorpusBusyError: Another process writes for longer than the wait.
            CorpusError: The disk is full or the file can't be written. Groups acknowledged before stay.
            InputError: What was given can't be taken, or a file that the articles came from changed since. Groups
                acknowledged before stay.
        """
        self._make()
        return sum(self.add_batches(_batches(articles, self.settings), boilerplate, run=run), Added())

    def add_batches(
        self,
        batches: Iterable[pa.RecordBatch],
        boilerplate: Boilerplate | None = None,
        *,
        run: str | None = None,
        stamps: Mapping[str, tuple[int, int]] | None = None,
    ) -> Iterator[Added]:
        """Add batches one after the other, preparing the next ones meanwhile; each is on disk when it is yielded.

        Args:
            batches: As read.
            boilerplate: As in `add`.
            run: As in `add`.
            stamps: Size and modification time (ns) of the files before they were opened.
        """
        self._make()
        threads = self.settings.threads or len(os.sched_getaffinity(0))
        with closing(RecordFiles(stamps)) as files:
            if self._store.is_writing:  # the caller holds the lock that other threads would wait for
                for batch in batches:
                    yield self.add_probes(self.prepare(batch, boilerplate, learning=True), files, run=run)
                return
            with ThreadPoolExecutor(threads, thread_name_prefix="dedup-corpus") as pool:
                waiting: deque[Future[Probes]] = deque()
                for batch in batches:
                    files.see(batch)
                    waiting.append(pool.submit(self.prepare, batch, boilerplate, learning=True))
                    if len(waiting) > threads:
                        yield self.add_probes(waiting.popleft().result(), files, run=run)
                while waiting:
                    yield self.add_probes(waiting.popleft().result(), files, run=run)

    def add_probes(
        self,
        probes: Probes,
        files: RecordFiles | None = None,
        *,
        run: str | None = None,
        outcomes: list[Outcome] | None = None,
    ) -> Added:
        """Add a prepared batch, in one transaction.

        Args:
            probes: The batch.
            files: Knows what the files that it came from were like; None takes them as they are now.
            run: As in `add`.
            outcomes: A list to extend by what became of each article.
        """
        self._make()
        with self.writing(), closing(RecordFiles()) as own:
            writer = Writer(self._state, files or own)
            added = writer.add(probes)
            if run is not None:
                note_articles(self._store, run, writer.numbers)
            if outcomes is not None:
                outcomes.extend(writer.outcomes)
        self.tidy()
        return added

    def finish(self, run: str) -> None:
        """Say that the output of a dedup pass appeared: only then may other passes remove articles for what it added.

        Args:
            run: As given to `add`.
        """
        with self.writing():
            finish(self._store, run)

    def prepare(
        self, batch: pa.RecordBatch, boilerplate: Boilerplate | None = None, *, learning: bool = False
    ) -> Probes:
        """Clean and sketch a batch, on any thread.

        Args:
            batch: Articles. A column `body` (list<int32>, flattened spans) says what a dedup pass has cleaned already.
            boilerplate: As in `add`.
            learning: Let the lines of the batch itself count when boilerplate is told from body, as `add` does; without
                it an answer does not depend on what else is asked.
        """
        cleaned = batch.column("body") if "body" in batch.schema.names else None
        batch = fill_missing_ids(batch.select(article_schema().names))
        if not self.settings.clean:
            whole = pa.array([[]] * batch.num_rows, pa.list_(pa.int32()))
            return make_probes(batch, whole, None, self.settings, self._state.banding)
        from dedup.cleaning.batch import find_bodies

        lines = Lines.of(batch)
        if cleaned is not None:
            return make_probes(batch, cleaned, lines, self.settings, self._state.banding)
        if boilerplate is None:
            with self.reading():
                boilerplate = find_boilerplate(lines, self._state.postings, learning=learning)
        bodies = find_bodies(batch, boilerplate)
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

    def remove(self, ids: str | int | Iterable[str | int], *, purge: bool = False) -> int:
        """Remove articles: every version of an id, and what a dedup pass added as a clash of it (`id~…`).

        Args:
            ids: One id or several.
            purge: Erase the text from the file as well, as `compact` does; without it, it stays until then.

        Returns:
            How many of the ids were known; `unknown` names the others.

        Raises:
            UsageError: Something given is no id.
        """
        with self.writing():
            found = [part for name in as_ids(ids) if len(part := find_all(self._state, name))]
            if found:
                self._state.columns.mark_removed(np.unique(np.concatenate(found)))
        if purge:
            self.compact()
        return len(found)

    def unknown(self, ids: str | int | Iterable[str | int]) -> list[str]:
        """Return those of some ids of which the corpus holds nothing."""
        with self.reading():
            return [name for name in as_ids(ids) if not len(find_all(self._state, name))]

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

    def articles(self) -> Iterator[Article]:
        """Yield the current articles, in the order in which they came."""
        with self.reading():
            for number in self._state.columns.current().tolist():
                yield self._state.article(number)

    def backup(self, path: str | os.PathLike[str]) -> None:
        """Write a copy of the corpus as it is now; others may write meanwhile.

        Args:
            path: The copy; a file that is there is replaced once the copy is whole.

        Raises:
            CorpusError: The copy can't be written.
        """
        write_copy(self._store, Path(path))

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

        Raises:
            CorpusBusyError: Another process reads or writes for longer than the wait; what was removed stays removed,
                but may still stand in the file.
        """
        with self.writing():
            erase(self._state)
        with self.reading():
            erased = self._state.columns.erased_mask()
        merge_segments(self._store, self._state.postings, erased=erased)
        with self.writing():
            count_frequencies(self._store, self._state.postings)
        self._store.vacuum()

    def browse(self, query: str = "", before: int | None = None, most: int = 50) -> tuple[list[Article], int | None]:
        """Return current articles, newest first.

        Args:
            query: Words that all stand in title or body; "" takes every article.
            before: Where to go on: as returned by the call before.
            most: How many.

        Returns:
            The articles, and where to go on; None at the end.
        """
        with self.reading():
            page = find_words(self._state, query, before, most) if query else newest(self._state, before, most)
            return [self._state.article(article.number) for article in page.articles], page.before

    def cluster(self, name: str) -> Cluster | None:
        """Return the known articles that pairs tie to one, itself among them; None where it is not known.

        See `clusters.cluster_of`.
        """
        with self.reading():
            numbers = self._state.numbers(name)
            return cluster_of(self._state, *self._state.known.load(numbers[-1:].tolist())) if len(numbers) else None

    def clusters(self, before: int | None = None, most: int = 50) -> tuple[list[Cluster], int | None]:
        """Return clusters of two articles or more, those with the newest articles first.

        Args:
            before: Where to go on: as returned by the call before.
            most: How many articles are looked at for them.

        Returns:
            The clusters, and where to go on; None at the end.
        """
        with self.reading():
            page = newest(self._state, before, most)
            return clusters_of(self._state, page), page.before

    def look_up(self, probes: Probes, *, run: str | None = None) -> list[LookUp]:
        """Return for each article of a batch what the corpus knows of it. Use inside `reading`.

        Args:
            probes: The batch.
            run: The dedup pass that asks: what it added itself, and what passes added that never ended, is passed over.
        """
        if run is None:
            return look_up(self._state, probes)
        self._state.columns.hide(hidden_from(self._store, run))
        try:
            return look_up(self._state, probes)
        finally:
            self._state.columns.hide(np.empty(0, np.int64))


def _batches(articles: Any, settings: Settings) -> Iterator[pa.RecordBatch]:  # noqa: ANN401 - anything a user has
    ready = isinstance(articles, pa.RecordBatch) and set(article_schema().names) <= set(articles.schema.names)
    for batch in [articles] if ready else take(articles, settings).batches:
        for start in range(0, batch.num_rows, GROUP):
            yield batch.slice(start, GROUP)
