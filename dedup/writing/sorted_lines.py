"""Lines that come in one order and are written in another: they wait in a file, not in memory.

For `articles.jsonl`, whose rows are made in the order of the input and sorted by id.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dedup.writing.json_lines import bytes_of

# Lines gathered at once: some 1 MB, which Arrow's allocator uses again; of pieces of 5 MB it kept several.
_ROWS = 2048


class SortedLines:
    """A file of lines that are given in any order; a context manager."""

    def __init__(self, path: Path) -> None:
        """Open the file.

        Args:
            path: Where the sorted lines go; until then the lines wait beside it.
        """
        self._path = path
        self._waiting = path.with_name(f"{path.name}.unsorted")
        self._file = self._waiting.open("wb")
        self._lengths = [np.empty(0, np.int64)]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        self._waiting.unlink(missing_ok=True)

    def add(self, pieces: Iterable[pa.LargeStringArray]) -> None:
        """Append lines to those that wait."""
        for lines in pieces:
            self._file.write(bytes_of(lines))
            self._lengths.append(pc.binary_length(lines).to_numpy())

    def write(self, order: NDArray[np.int64]) -> None:
        """Write the lines.

        Args:
            order: int64[n], their numbers in the order wanted.
        """
        self._file.close()
        offsets = np.concatenate(([0], np.cumsum(np.concatenate(self._lengths))))
        with self._path.open("wb") as file, pa.memory_map(str(self._waiting)) as waiting:
            # an empty file has no buffer
            buffers = [None, pa.py_buffer(offsets), waiting.read_buffer() if offsets[-1] else pa.py_buffer(b"")]
            lines = pa.LargeBinaryArray.from_buffers(pa.large_binary(), len(offsets) - 1, buffers)
            for start in range(0, len(order), _ROWS):
                file.write(bytes_of(lines.take(pa.array(order[start : start + _ROWS]))))
