"""Where output may not go: onto what is read, into it, or around it.

Checked before anything is opened for writing. Files are known by device and number, so that links, hard links, `..` and
names that a file system takes for equal are seen through.
"""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from dedup.errors import OutputError

_Number = tuple[int, int]
STANDARD_INPUT = "-"
_WHAT_TO_DO = "nothing was written; choose another place"


def refuse_overlap(output: str | Path, sources: Iterable[str | Path], *, what: str = "output") -> None:
    """Refuse an output that is, links to, lies in or contains something that is read.

    Args:
        output: A file or folder to be written; it need not exist.
        sources: Files and folders that are read, `-` for standard input; they need not exist.
        what: What the output is called in the message.

    Raises:
        OutputError: They overlap.
    """
    own, real, above = _number(output), os.path.realpath(output), _Ancestors()
    around = above.of(real)
    for source in sources:
        path = "/dev/stdin" if str(source) == STANDARD_INPUT else str(source)
        number, place = _number(path), os.path.realpath(path)
        if str(source) == STANDARD_INPUT and not os.path.isfile(path):
            continue
        named = f"{what} {os.fspath(output)}"
        if number == own if number and own else _alike(place, real):
            raise OutputError(f"{named}: the same file as {source}, which is read: {_WHAT_TO_DO}")
        if (number in around and os.path.isdir(path)) if number else _within(real, place):
            raise OutputError(f"{named}: lies in {source}, which is read: {_WHAT_TO_DO}")
        inside = own is not None and (own in above.of(place) or own in above.of(os.path.abspath(path)))
        if inside or _within(place, real):
            raise OutputError(f"{named}: contains {source}, which is read: {_WHAT_TO_DO}")


class _Ancestors:
    """The numbers of the folders above a path, each folder looked up once."""

    def __init__(self) -> None:
        self._known: dict[str, frozenset[_Number]] = {}

    def of(self, path: str) -> frozenset[_Number]:
        """Return the numbers of the existing folders above a path."""
        unknown, folder = [], os.path.dirname(path)
        while folder not in self._known:
            unknown.append(folder)
            higher = os.path.dirname(folder)
            if higher == folder:
                break
            folder = higher
        found = self._known.get(folder, frozenset())
        for below in reversed(unknown):
            number = _number(below)
            found = self._known[below] = found | {number} if number else found
        return found


def _number(path: str | Path) -> _Number | None:
    """Return what a file is known by, None for what isn't there and for terminals and the like."""
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return None
    return None if stat.S_ISCHR(status.st_mode) else (status.st_dev, status.st_ino)


def _within(path: str, folder: str) -> bool:
    return path.startswith(folder.rstrip(os.sep) + os.sep)


def _alike(one: str, other: str) -> bool:
    """Say whether two paths, one of which is not there yet, may become the same file."""
    return not (os.path.exists(one) or os.path.exists(other)) and _folded(one) == _folded(other)


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()
