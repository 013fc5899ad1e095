"""Keys on their way to where equal ones meet, in memory up to a bound and in files beyond; used by `engines.local`."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

# Entries are sorted part by part: sixteen parts of the keys of a million articles are some 30 MB each.
PARTS = 16


class Parts:
    """uint64 entries, divided by value into parts."""

    def __init__(self, folder: Path, name: str, upper: int, value_bits: int, bound: int) -> None:
        """Open empty parts.

        Args:
            folder: Where the files go.
            name: What they are called.
            upper: All entries are below it.
            value_bits: Lower bits that are no part of a key: a key is never cut apart.
            bound: Bytes kept in memory over all parts.
        """
        ends = [(upper * i // PARTS) >> value_bits << value_bits for i in range(1, PARTS)]
        self._cuts = np.array([min(end, 2**64 - 1) for end in ends], np.uint64)
        self._held: list[list[NDArray[np.uint64]]] = [[] for _ in range(PARTS)]
        self._paths = [folder / f"{name}.{i}.keys" for i in range(PARTS)]
        self._bound = bound
        self._size = 0

    def split(self, entries: NDArray[np.uint64]) -> list[NDArray[np.uint64]]:
        """Sort entries in place and cut them into parts; thread-safe."""
        entries.sort()
        return np.split(entries, np.searchsorted(entries, self._cuts))

    def add(self, pieces: list[NDArray[np.uint64]]) -> None:
        """Take what `split` returned; writes all parts to their files where the bound is passed."""
        for held, piece in zip(self._held, pieces, strict=True):
            if len(piece):
                held.append(piece)
                self._size += piece.nbytes
        if self._size > self._bound:
            for held, path in zip(self._held, self._paths, strict=True):
                with path.open("ab") as file:
                    for piece in held:
                        file.write(np.ascontiguousarray(piece).data)
                held.clear()
            self._size = 0

    def take(self, part: int) -> NDArray[np.uint64]:
        """Return all entries of a part, sorted, and forget them."""
        pieces, path = self._held[part], self._paths[part]
        if path.exists():
            pieces.append(np.fromfile(path, np.uint64))
            path.unlink()
        entries = np.concatenate(pieces) if pieces else np.empty(0, np.uint64)
        pieces.clear()
        entries.sort()
        return entries
