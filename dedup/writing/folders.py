"""An output folder that appears whole or not at all, and that replaces nothing but what an earlier run wrote.

Checked before any work is done, so that a bad path is reported at once.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import hashlib
import json
import logging
import os
import secrets
import shutil
import stat
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from dedup.errors import OutputError
from dedup.writing.files import sync_folder, usual_mode

MANIFEST = "manifest.json"
# How a manifest says that it is ours; other programs write files of this name too.
_WRITER = "dedup run"
_UNFINISHED = ".partial"
_log = logging.getLogger("dedup")


class _Earlier(NamedTuple):
    """What a folder holds: files that an earlier run wrote there, and everything else."""

    ours: frozenset[str]
    others: frozenset[str]
    mode: int


def identity(names: Collection[str]) -> dict[str, Any]:
    """Return what a manifest says of its folder: who wrote it, and which files.

    Args:
        names: The files in it.
    """
    return {"written_by": _WRITER, "files": sorted(names)}


@contextlib.contextmanager
def open_output(folder: str | Path, names: Collection[str], *, force: bool = False) -> Iterator[Path]:
    """Give a hidden private folder beside the wanted one to write into, and rename it when the block ends well.

    If the block raises or is interrupted, nothing of it is left. An empty folder in the place counts as none.

    Args:
        folder: The output folder; parents are made.
        names: All files that may be written; with them `MANIFEST`, which holds `identity`.
        force: Replace what an earlier run wrote; it stays until the new output is complete. Other files in the
            folder stay, and are named in a warning.

    Raises:
        OutputError: The folder exists and may not be replaced, or can't be made or written.
    """
    target = Path(os.path.abspath(folder))
    _check(target, folder, names, force=force)
    work, lock = _make_beside(target, folder)
    try:
        yield work
        _sync_all(work, folder)
        earlier = _check(target, folder, names, force=force)
        work.chmod(earlier.mode if earlier else usual_mode(0o777))
        _move_into_place(work, target, folder, earlier)
    except BaseException as error:
        shutil.rmtree(work, ignore_errors=True)
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise OutputError(f"{folder}: no space left on the disk: choose another folder") from error
        raise
    finally:
        os.close(lock)


def _check(target: Path, named: str | Path, names: Collection[str], *, force: bool) -> _Earlier | None:
    """Return what the folder holds, None if there is none; refuse what may not be replaced."""
    try:
        status = os.lstat(target)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise OutputError(f"{named}: can't be written: {error.strerror}: choose another folder") from error
    if stat.S_ISLNK(status.st_mode):
        raise OutputError(f"{named}: this is a link, which is not followed: name the folder itself")
    if not stat.S_ISDIR(status.st_mode):
        raise OutputError(f"{named}: there is a file of this name: choose another folder")
    try:
        content = {entry.name for entry in os.scandir(target)}
        if content and not force:
            raise OutputError(f"{named}: the folder exists already: choose another, or replace it with --force")
        ours = _files_of_earlier_run(target, content, names)
    except OSError as error:
        raise OutputError(f"{named}: the folder exists and can't be listed: {error.strerror}") from error
    if content and not ours:
        raise OutputError(
            f"{named}: the folder holds files that are no output of dedup, so --force doesn't replace it: "
            "choose another"
        )
    if clash := sorted((content - ours) & set(names)):
        raise OutputError(f"{named}: {clash[0]} was not written by dedup, so --force doesn't replace it: move it away")
    return _Earlier(frozenset(ours), frozenset(content - ours), stat.S_IMODE(status.st_mode))


def _files_of_earlier_run(target: Path, content: set[str], names: Collection[str]) -> set[str]:
    """Return the regular files that we know by name and that our manifest lists; none if it is not ours."""
    if MANIFEST not in content or not _is_file(target / MANIFEST):
        return set()
    try:
        manifest = json.loads((target / MANIFEST).read_bytes())
    except (ValueError, RecursionError):
        return set()
    if not isinstance(manifest, dict) or manifest.get("written_by") != _WRITER:
        return set()
    listed = manifest.get("files")
    known = {name for name in listed if name in names} if isinstance(listed, list) else set()
    return {name for name in (known | {MANIFEST}) & content if _is_file(target / name)}


def _is_file(path: Path) -> bool:
    return stat.S_ISREG(os.lstat(path).st_mode)


def _make_beside(target: Path, named: str | Path) -> tuple[Path, int]:
    """Make the folder to write into and lock it; what a killed run left for the same target is deleted first."""
    # not named after the target: its name may be as long as a name can be
    prefix = f".dedup-{hashlib.sha256(os.fsencode(os.path.realpath(target))).hexdigest()[:16]}-"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _delete_abandoned(target.parent, prefix)
        while True:
            work = target.parent / f"{prefix}{secrets.token_hex(8)}{_UNFINISHED}"
            work.mkdir(mode=0o700)
            descriptor, _ = _lock(work)
            if descriptor is not None:
                return work, descriptor
    except OSError as error:
        raise OutputError(f"{named}: can't be written: {error.strerror}: choose another folder") from error


def _delete_abandoned(parent: Path, prefix: str) -> None:
    """Delete the folders that killed runs left: private ones of this user, for this target, that nobody holds."""
    with contextlib.suppress(OSError):
        for name in sorted(os.listdir(parent)):
            if not name.startswith(prefix) or not name.endswith(_UNFINISHED):
                continue
            descriptor, locked = _lock(parent / name)
            if descriptor is None:
                continue
            status = os.fstat(descriptor)
            if locked and status.st_uid == os.geteuid() and stat.S_IMODE(status.st_mode) == 0o700:
                _log.info("%s: left by an interrupted run, deleted", parent / name)
                shutil.rmtree(parent / name, ignore_errors=True)
            os.close(descriptor)


def _lock(folder: Path) -> tuple[int | None, bool]:
    """Lock a folder for as long as the descriptor is open.

    Returns:
        The descriptor, None where there is no such folder or another process holds it; and whether it is locked, False
        where the file system knows no locks.
    """
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return None, False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None, False
    except OSError:
        return descriptor, False
    return descriptor, True


def _move_into_place(work: Path, target: Path, named: str | Path, earlier: _Earlier | None) -> None:
    old = None
    try:
        if earlier and (earlier.ours or earlier.others):
            old = work.with_suffix(".old")
            target.rename(old)
        try:
            work.rename(target)
        except BaseException:
            if old is not None:
                old.rename(target)
            raise
        sync_folder(target.parent)
    except OSError as error:
        raise OutputError(f"{named}: can't be put in place: {error.strerror}") from error
    if old is not None and earlier is not None:
        _clear(old, target, named, earlier.ours)


def _clear(old: Path, target: Path, named: str | Path, ours: Collection[str]) -> None:
    """Delete what an earlier run wrote; what else there is, even if it came meanwhile, moves into the new folder."""
    others = []
    try:
        for entry in sorted(os.listdir(old)):
            if entry in ours:
                (old / entry).unlink()
            else:
                (old / entry).rename(target / entry)
                others.append(entry)
        old.rmdir()
    except OSError as error:
        raise OutputError(f"{named}: written, but {old} is left over: {error.strerror}") from error
    if others:
        _log.warning("%s: left as they were, as dedup did not write them: %s", named, ", ".join(others))


def _sync_all(folder: Path, named: str | Path) -> None:
    """Force everything to the disk before the name appears, so that a power cut leaves no half-written file."""
    try:
        for path in folder.rglob("*"):
            descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
    except OSError as error:
        raise OutputError(f"{named}: can't be written: {error.strerror}") from error
    sync_folder(folder)
