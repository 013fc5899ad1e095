"""The records that articles came from, byte for byte, read again from files that must not have changed since."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import BinaryIO

import numpy as np
import pyarrow as pa

from dedup.errors import InputError

Stamp = tuple[int, int]


class RecordFiles:
    """Reads the records of batches; one for each call that adds.

    Args:
        stamps: Size and modification time (ns) of files before they were opened; those of others are noted when their
            first batch is seen, which is late for a file that was read ahead.
    """

    def __init__(self, stamps: Mapping[str, Stamp] | None = None) -> None:
        self._stamps: dict[str, Stamp] = dict(stamps or {})
        self._open: tuple[str, BinaryIO] | None = None

    def see(self, batch: pa.RecordBatch) -> None:
        """Note what the files of a batch are like: right after it was read."""
        for path in self._files_of(batch):
            if path not in self._stamps:
                self._stamps[path] = self._stamp(path)

    def read(self, batch: pa.RecordBatch, rows: list[int]) -> list[bytes | None]:
        """Return the records of some rows; None where there is none to give back.

        Raises:
            InputError: A file changed since it was read, or can't be read again.
        """
        self.see(batch)
        starts, ends = (batch.column(name).to_pylist() for name in ("raw_start", "raw_end"))
        raws, paths = batch.column("raw").to_pylist(), batch.column("source_file").to_pylist()
        found = [
            raws[row] if raws[row] is not None or starts[row] < 0 else self._cut(paths[row], starts[row], ends[row])
            for row in rows
        ]
        for path in self._files_of(batch):
            self._check(path)
        return found

    def close(self) -> None:
        """Close what is open."""
        if self._open is not None:
            self._open[1].close()
            self._open = None

    def _cut(self, path: str, start: int, end: int) -> bytes:
        if self._open is None or self._open[0] != path:
            self.close()
            self._check(path)
            try:
                self._open = (path, open(path, "rb", buffering=1 << 16))  # noqa: SIM115 - kept for the next record
            except OSError as error:
                raise InputError(f"{path}: can't be read again: {error.strerror}") from error
        file = self._open[1]
        file.seek(start)
        found = file.read(end - start)
        if len(found) != end - start:
            raise _changed(path)
        return found

    def _check(self, path: str) -> None:
        if self._stamp(path) != self._stamps[path]:
            raise _changed(path)

    @staticmethod
    def _files_of(batch: pa.RecordBatch) -> list[str]:
        again = np.flatnonzero(batch.column("raw_start").to_numpy() >= 0)
        return [] if not len(again) else [path for path in batch.column("source_file").take(again).unique().to_pylist()]

    @staticmethod
    def _stamp(path: str) -> Stamp:
        try:
            status = os.stat(path)
        except OSError as error:
            raise InputError(f"{path}: can't be read again: {error.strerror}") from error
        return status.st_size, status.st_mtime_ns


def _changed(path: str) -> InputError:
    return InputError(
        f"{path}: changed while it was being added: what was added of it before is sound; add it again when it is whole"
    )
