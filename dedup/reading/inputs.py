"""What the user named becomes a list of files: folders, globs and `-` for standard input.

Called by `reader` before anything is read, so that a wrong path is told at once.
"""

from __future__ import annotations

import glob
import logging
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from dedup.errors import InputError

STDIN = "-"
_log = logging.getLogger("dedup")


def expand(inputs: Sequence[str | Path]) -> list[str]:
    """Return the files to read, each once, in the order named; a folder's and a glob's files are sorted.

    Hidden files and what is no regular file (sockets, devices) are left out of folders.

    Raises:
        InputError: A path doesn't exist, a pattern matches nothing, a folder has no files, or nothing was named.
    """
    if not inputs:
        raise InputError("no input named: give files, folders, patterns, or - for standard input")
    files: dict[str, str] = {}
    for named in inputs:
        for path in _files_of(str(named)):
            key = path if path == STDIN else os.path.realpath(path)
            if key in files:
                _log.warning("%s: named twice, read once", path)
            else:
                files[key] = path
    return list(files.values())


def _files_of(named: str) -> Iterator[str]:
    if named == STDIN or (os.path.exists(named) and not os.path.isdir(named)):
        yield named
        return
    if os.path.isdir(named):
        yield from _files_in(named)
        return
    matches = sorted(glob.glob(named, recursive=True)) if glob.has_magic(named) else []
    if not matches:
        what = "no file matches this pattern" if glob.has_magic(named) else "no such file or folder"
        raise InputError(f"{named}: {what}; check the path")
    for match in matches:
        yield from _files_in(match) if os.path.isdir(match) else [match]


def _files_in(folder: str) -> Iterator[str]:
    if not os.access(folder, os.R_OK | os.X_OK):
        raise InputError(f"{folder}: the folder can't be listed: permission denied")
    found = False
    for path in sorted(Path(folder).rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if not hidden and path.is_file():
            found = True
            yield str(path)
    if not found:
        raise InputError(f"{folder}: the folder holds no files")
