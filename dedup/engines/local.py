"""The engine of one machine: threads over batches, results spooled to memory-mapped Arrow files.

Stages release the GIL in their compiled loops, so threads are enough. Whatever is as large as the input lives in files
that the system may drop from memory at will; keys are sorted in memory, in parts of bounded size.
"""

from __future__ import annotations

import itertools
import json
import os
import shutil
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.batches import Lists
from dedup.engines.base import Dataset
from dedup.engines.parts import PARTS, Parts
from dedup.engines.spool import Spool
from dedup.errors import OutputError
from dedup.settings import Settings

Part = TypeVar("Part")
Whole = TypeVar("Whole")

# Pairs joined at once: enough to be worth a call, few enough to keep all threads at work.
_JOINED = 8192


class SpooledBatches:
    """Record batches in a memory-mapped Arrow file.

    Attributes:
        path: The file, which lives as long as the engine's folder.
        starts: int64[batches + 1], number of the first row of each batch.
        note: What the caller of `map` had to say when the last batch was written.
    """

    def __init__(self, path: Path, starts: NDArray[np.int64], note: Any = None) -> None:  # noqa: ANN401 - JSON
        self.path = path
        self.starts = starts
        self.note = note
        self._opened: tuple[pa.MemoryMappedFile, pa.ipc.RecordBatchFileReader] | None = None

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def rows(self) -> int:
        """How many rows all batches have together."""
        return int(self.starts[-1])

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        return (self.batch(i) for i in range(len(self)))

    def batch(self, i: int) -> pa.RecordBatch:
        """Return batch i; its buffers are pages of the file, not copies."""
        return self._open()[1].get_batch(i)

    def lists(self, name: str) -> Lists:
        """Return a list column of all rows: its values are the file itself, nothing is copied."""
        if not len(self):
            return Lists.of(*(np.empty(0, np.int64) for _ in range(3)))
        columns = [batch.column(name) for batch in self]
        dtype = columns[0].values.to_numpy().dtype
        file = self._open()[0]
        file.seek(0)
        whole = file.read_buffer()
        bounds = []
        for column in columns:
            # Arrow aligns what it writes to 8 bytes
            first = (column.values.buffers()[1].address - whole.address) // dtype.itemsize if len(column.values) else 0
            bounds.append(first + column.offsets.to_numpy())
        starts, ends = (np.concatenate([bound[side] for bound in bounds]) for side in (slice(-1), slice(1, None)))
        return Lists.of(np.frombuffer(whole, dtype, whole.size // dtype.itemsize), starts, ends)

    def _open(self) -> tuple[pa.MemoryMappedFile, pa.ipc.RecordBatchFileReader]:
        if self._opened is None:
            file = pa.memory_map(str(self.path))
            self._opened = file, pa.ipc.open_file(file)
        return self._opened

    def take(self, rows: NDArray[np.int64], columns: list[str]) -> pa.Table:
        """Return some rows, by their numbers, in the order asked for."""
        order = np.argsort(rows, kind="stable")
        ordered = rows[order]
        cuts = np.searchsorted(ordered, self.starts)
        taken = []
        for i in range(len(self)):
            if cuts[i] < cuts[i + 1]:
                local = pa.array(ordered[cuts[i] : cuts[i + 1]] - self.starts[i])
                taken.append(self.batch(i).select(columns).take(local))
        if not taken:
            return pa.table({name: pa.nulls(0) for name in columns})
        table = pa.Table.from_batches(taken)
        back = np.empty(len(order), np.int64)
        back[order] = np.arange(len(order))
        return table if np.array_equal(back, np.arange(len(back))) else table.take(pa.array(back))


class LocalEngine:
    """Runs stages on the threads of this machine; a context manager.

    With a spool of an earlier engine it resumes: what `map` has finished there for the same key is not done again.

    Attributes:
        threads: How many work.
        reused: Names of the results that an earlier engine had finished.
    """

    def __init__(self, settings: Settings, spool: Spool | None = None, key: str = "") -> None:
        """Open an engine.

        Args:
            settings: Threads and temporary folder.
            spool: Where to spool; it stays when the block ends with an error, so that another engine may resume.
                None takes a temporary folder, which never stays.
            key: Stands for the input and the settings; results under another key are thrown away.

        Raises:
            OutputError: The folder can't be made.
        """
        self.threads = settings.threads or len(os.sched_getaffinity(0))
        self._memory = settings.memory or os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 4
        self.reused: list[str] = []
        self._spool = spool
        self._numbers = itertools.count()
        try:
            self._folder = spool.folder if spool else Path(tempfile.mkdtemp(prefix="dedup-", dir=settings.temp))
            _prepare(self._folder, key)
        except OSError as error:
            raise OutputError(f"no temporary folder in {settings.temp or tempfile.gettempdir()}: {error}") from error
        self._pool = ThreadPoolExecutor(self.threads, thread_name_prefix="dedup")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)
        if self._spool is None:
            shutil.rmtree(self._folder, ignore_errors=True)
        elif kind is None:
            self._spool.delete()
        else:
            self._spool.release()

    def map(
        self,
        stage: Callable[..., pa.RecordBatch],
        *inputs: Iterable[object],
        name: str = "",
        progress: Callable[[int], None] = lambda rows: None,
        note: Callable[[], object] = lambda: None,
    ) -> SpooledBatches:
        """Apply a stage to the inputs' items side by side; see `engines.base`."""
        path = self._folder / f"{name or next(self._numbers)}.arrow"
        marker = path.with_suffix(".json")
        finished = _finished(path, marker)
        if finished is not None:
            self.reused.append(name)
            return finished
        starts = [0]
        writer: pa.ipc.RecordBatchFileWriter | None = None
        try:
            for batch in self._ordered(stage, *inputs):
                if not batch.num_rows:
                    continue
                if writer is None:
                    writer = pa.ipc.new_file(str(path), batch.schema)
                writer.write_batch(batch)
                starts.append(starts[-1] + batch.num_rows)
                progress(starts[-1])
            if writer is not None:
                writer.close()
            said = note()
            marker.with_suffix(".new").write_text(json.dumps({"starts": starts, "note": said}), encoding="utf-8")
            marker.with_suffix(".new").replace(marker)
        except OSError as error:
            raise _spool_error(self._folder, error) from error
        return SpooledBatches(path, np.array(starts, np.int64), said)

    def fold(
        self,
        stage: Callable[..., Part],
        merge: Callable[[Whole, Part], Whole],
        start: Whole,
        *inputs: Iterable[object],
    ) -> Whole:
        """Apply a stage to the inputs' items and merge what it returns, in order."""
        whole = start
        for part in self._ordered(stage, *inputs):
            whole = merge(whole, part)
        return whole

    def group(
        self,
        emit: Callable[..., NDArray[np.uint64]],
        reduce: Callable[[NDArray[np.uint64]], NDArray[np.uint64]],
        *inputs: Iterable[object],
        upper: int,
        value_bits: int,
    ) -> Iterator[NDArray[np.uint64]]:
        """Bring equal keys together: see `engines.base`."""
        parts = Parts(self._folder, str(next(self._numbers)), upper, value_bits, self._memory)
        try:
            for pieces in self._ordered(lambda *items: parts.split(emit(*items)), *inputs):
                parts.add(pieces)
            yield from self._ordered(lambda part: reduce(parts.take(part)), range(PARTS))
        except OSError as error:
            raise _spool_error(self._folder, error) from error

    def join(
        self,
        stage: Callable[
            [Mapping[str, Lists], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]], NDArray[np.int64]
        ],
        first: NDArray[np.int64],
        second: NDArray[np.int64],
        columns: Mapping[str, Dataset],
    ) -> NDArray[np.int64]:
        """Bring the rows of pairs together: see `engines.base`."""
        lists = {name: data.lists(name) for name, data in columns.items()}

        def joined(pairs: NDArray[np.int64]) -> NDArray[np.int64]:
            return stage(lists, first[pairs], second[pairs], pairs)

        # no pairs make one empty piece: the stage alone knows the shape of its result
        parts = max(-(-len(first) // _JOINED), 1)
        chunks = self._ordered(joined, np.array_split(np.arange(len(first)), parts))
        return np.concatenate(list(chunks), axis=1)

    def _ordered(self, stage: Callable[..., Any], *inputs: Iterable[object]) -> Iterator[Any]:
        """Yield the stage's results in order, no more than a few ahead of the reader: memory stays flat."""
        waiting: deque[Future[Any]] = deque()
        try:
            for items in zip(*inputs, strict=True):
                waiting.append(self._pool.submit(stage, *items))
                if len(waiting) > self.threads + 1:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


def _spool_error(folder: Path, error: OSError) -> OutputError:
    return OutputError(f"the spool in {folder} can't be written: {error.strerror}; --temp names another folder")


def _finished(path: Path, marker: Path) -> SpooledBatches | None:
    """Return what an earlier engine finished, None if it didn't or if a power cut kept it from the disk."""
    try:
        done = json.loads(marker.read_text(encoding="utf-8"))
        batches = SpooledBatches(path, np.array(done["starts"], np.int64), done["note"])
        sizes = [batch.num_rows for batch in batches]
    except (OSError, ValueError, KeyError, pa.ArrowException):
        return None
    return batches if np.array_equal(np.diff(batches.starts), sizes) else None


def _prepare(folder: Path, key: str) -> None:
    """Make the folder ready for results under this key: empty, unless it holds such."""
    held = folder / "key"
    if not held.exists() or held.read_text(encoding="utf-8") != key:
        for path in folder.glob("*.json"):
            path.unlink()
        for path in folder.glob("*.arrow"):
            path.unlink()
    for path in folder.glob("*.keys"):  # appended to, so an interrupted search would count twice
        path.unlink()
    held.write_text(key, encoding="utf-8")
