"""What the user named becomes a list of files: folders, globs and `-` for standard input.

Checked before anything is read, so that a wrong path is told at once.
"""

from __future__ import annotations

import difflib
import glob
import logging
import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from dedup.errors import InputError

STDIN = "-"
# Names of a folder that a message lists where nothing in it is called alike.
_NAMED = 10
_log = logging.getLogger("dedup")


class Listing(NamedTuple):
    """What inputs hold: the files to read, each once, and what can't be read, with the reason."""

    files: list[str]
    skipped: list[tuple[str, str]]


def expand(inputs: Sequence[str | Path]) -> list[str]:
    """Return the files to read; see `find`."""
    return find(inputs).files


def find(inputs: Sequence[str | Path]) -> Listing:
    """List the files to read, in the order named; a folder's and a glob's files are sorted.

    Hidden files are left out of folders. What is no regular file (a pipe, a device, a link to a folder or to nothing)
    and folders that can't be listed are skipped, and told.

    Raises:
        InputError: A path doesn't exist, a pattern matches nothing, a folder has no files, or nothing was named.
    """
    if not inputs:
        raise InputError("no input named: give files, folders, patterns, or - for standard input")
    files: dict[str, str] = {}
    skipped: list[tuple[str, str]] = []
    for named in inputs:
        for path in _files_of(str(named), skipped):
            key = path if path == STDIN else os.path.realpath(path)
            if key in files:
                _log.warning("%s: named twice, read once", path)
            else:
                files[key] = path
    return Listing(list(files.values()), skipped)


def _files_of(named: str, skipped: list[tuple[str, str]]) -> Iterator[str]:
    if "\0" in named:
        raise InputError(f"{named!r}: a path can't hold a NUL")
    if named == STDIN or (os.path.exists(named) and not os.path.isdir(named)):
        yield named
        return
    if os.path.isdir(named):
        yield from _files_in(named, skipped)
        return
    matches = sorted(glob.glob(named, recursive=True)) if glob.has_magic(named) else []
    if not matches:
        what = "no file matches this pattern" if glob.has_magic(named) else "no such file or folder"
        raise InputError(f"{named}: {what}; {_what_exists(named)}")
    for match in matches:
        if os.path.isdir(match):
            yield from _files_in(match, skipped)
        elif reason := _why_not(match):
            skipped.append((match, reason))
        else:
            yield match


def _what_exists(named: str) -> str:
    """Say how far a path goes, and what there is of a name like the first that is missing."""
    parent, name = os.path.split(named.rstrip("/"))
    while parent and not os.path.isdir(parent) and not glob.has_magic(parent):
        parent, name = os.path.split(parent)
    try:
        there = sorted(os.listdir(parent or "."))
    except OSError:
        return "check the path"
    where = parent or "the working folder"
    near = difflib.get_close_matches(name, there, 3, 0.6)
    if near:
        return f"did you mean {' or '.join(os.path.join(parent, one) for one in near)}?"
    some = ", ".join(there[:_NAMED]) + (", …" if len(there) > _NAMED else "")
    return f"there is in {where}: {some}" if there else f"{where} is empty"


def _files_in(folder: str, skipped: list[tuple[str, str]]) -> Iterator[str]:
    before = len(skipped)
    files: list[str] = []

    def not_listed(error: OSError) -> None:
        if error.filename == folder:
            raise InputError(f"{folder}: the folder can't be listed: {(error.strerror or '').lower()}")
        skipped.append((str(error.filename), f"the folder can't be listed: {(error.strerror or '').lower()}"))

    for root, folders, names in os.walk(folder, onerror=not_listed):
        folders[:] = [name for name in folders if not name.startswith(".")]
        links = [name for name in folders if os.path.islink(os.path.join(root, name))]
        for name in [*links, *(name for name in names if not name.startswith("."))]:
            path = os.path.join(root, name)
            if reason := _why_not(path):
                skipped.append((path, reason))
            else:
                files.append(path)
    if not files and len(skipped) == before:
        raise InputError(f"{folder}: the folder holds no files")
    skipped[before:] = sorted(skipped[before:])
    yield from sorted(files, key=lambda path: Path(path).parts)


def _why_not(path: str) -> str | None:
    """Say why a path in a folder is not read; None for a file."""
    try:
        mode = os.stat(path).st_mode
    except OSError as error:
        what = "a link that leads nowhere" if os.path.islink(path) else "can't be read"
        return f"{what}: {(error.strerror or '').lower()}"
    if stat.S_ISREG(mode):
        return None
    if stat.S_ISDIR(mode):
        return "a link to a folder: not followed; name the folder itself"
    kinds = ((stat.S_ISFIFO, "a pipe"), (stat.S_ISSOCK, "a socket"))
    return f"{next((kind for test, kind in kinds if test(mode)), 'a device')}, not a file"
