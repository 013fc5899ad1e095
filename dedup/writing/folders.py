"""An output folder that appears whole or not at all.

Called by `jobs/run.py` before any work is done, so that a bad path is told at once.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

from dedup.errors import OutputError

# What every folder that `dedup run` wrote holds; `force` replaces no other.
MANIFEST = "manifest.json"


@contextlib.contextmanager
def open_output(folder: str | Path, *, force: bool = False) -> Iterator[Path]:
    """Give a hidden folder beside the wanted one to write into, and rename it when the block ends well.

    If the block raises or is interrupted, nothing of it is left. An empty folder in the place counts as none.

    Args:
        folder: The output folder; parents are made.
        force: Replace a folder that an earlier run wrote; the old one stays until the new one is complete.

    Raises:
        OutputError: The folder exists and may not be replaced, or can't be made or written.
    """
    target = Path(os.path.abspath(folder))
    _check(target, folder, force=force)
    work = _make_beside(target, folder)
    try:
        yield work
        _sync_all(work, folder)
        _check(target, folder, force=force)
        _move_into_place(work, target, folder)
    except BaseException as error:
        shutil.rmtree(work, ignore_errors=True)
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise OutputError(f"{folder}: no space left on the disk: choose another folder") from error
        raise


def _check(target: Path, named: str | Path, *, force: bool) -> None:
    if not os.path.lexists(target):
        return
    if not target.is_dir():
        raise OutputError(f"{named}: there is a file of this name: choose another folder")
    try:
        content = {entry.name for entry in os.scandir(target)}
    except OSError as error:
        raise OutputError(f"{named}: the folder exists and can't be listed: {error.strerror}") from error
    if not content:
        return
    if not force:
        raise OutputError(f"{named}: the folder exists already: choose another, or replace it with --force")
    if MANIFEST not in content:
        raise OutputError(
            f"{named}: the folder holds files that are no output of dedup, so --force doesn't replace it: "
            "choose another"
        )


def _make_beside(target: Path, named: str | Path) -> Path:
    work = target.parent / f".{target.name}.{secrets.token_hex(4)}.partial"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        work.mkdir()
    except OSError as error:
        raise OutputError(f"{named}: can't be written: {error.strerror}: choose another folder") from error
    return work


def _move_into_place(work: Path, target: Path, named: str | Path) -> None:
    old = None
    try:
        if target.is_dir() and any(target.iterdir()):
            old = work.with_suffix(".old")
            target.rename(old)
        try:
            work.rename(target)
        except OSError:
            if old is not None:
                old.rename(target)
            raise
        _sync(target.parent)
    except OSError as error:
        raise OutputError(f"{named}: can't be put in place: {error.strerror}") from error
    if old is not None:
        shutil.rmtree(old, ignore_errors=True)


def _sync_all(folder: Path, named: str | Path) -> None:
    """Force everything to the disk before the name appears, so that a power cut leaves no half-written file."""
    try:
        for path in folder.rglob("*"):
            _sync(path)
        _sync(folder)
    except OSError as error:
        raise OutputError(f"{named}: can't be written: {error.strerror}") from error


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
