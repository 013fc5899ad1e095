"""Which corpus may have been meant where a path leads to none."""

from __future__ import annotations

import contextlib
import os
import re
from pathlib import Path

_HEAD = b"SQLite format 3\0"
# Letters that a mistyped name may have too many, too few or swapped.
_SLIPS = 2


def corpus_beside(path: str | Path) -> Path | None:
    """Return the file beside a path that is an SQLite file and whose name is the same but for a slip of the fingers.

    Names that differ in digits only (`known-2024.db`, `known-2025.db`) are different names.
    """
    from rapidfuzz.distance import OSA

    wanted = Path(path)
    if os.path.lexists(wanted):  # False, too, for a name longer than a name can be
        return None
    best: list[tuple[int, str]] = []
    with contextlib.suppress(OSError):
        for entry in os.scandir(wanted.parent):
            slips = OSA.distance(wanted.name, entry.name)
            if slips <= min(_SLIPS, len(wanted.stem) // 2) and _letters(wanted.name) != _letters(entry.name):
                best.append((slips, entry.name))
    return next((wanted.parent / name for _, name in sorted(best) if _is_sqlite(wanted.parent / name)), None)


def _letters(name: str) -> str:
    return re.sub(r"[0-9]+", "", name)


def _is_sqlite(path: Path) -> bool:
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return file.read(len(_HEAD)) == _HEAD
    except OSError:
        return False
