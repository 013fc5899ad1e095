"""A single output file that appears whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import re
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from dedup.errors import OutputError

# Names of this process's own streams; what is written to one goes on from where the stream is.
_STREAMS = {"/dev/stdin": 0, "/dev/stdout": 1, "/dev/stderr": 2}
_DESCRIPTORS = ("/dev/fd", "/proc/self/fd", "/proc/thread-self/fd")
_LEFT = re.compile(r"\.dedup-[0-9a-f]{16}\.partial")
_LOST = (errno.EPIPE, errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS)


@contextlib.contextmanager
def write_atomic(path: str | Path) -> Iterator[BinaryIO]:
    """Give a file to write bytes to, which replaces `path` when the block ends well, and leaves no trace if not.

    Until then only its owner can read it. A pipe or character device (`/dev/stdout`) is written to directly. An
    existing file keeps its permissions. A link is not followed.

    Raises:
        OutputError: The path is a folder or a link, or can't be written.
    """
    descriptor = _open_direct(path)
    if descriptor is not None:
        with _telling(path), open(descriptor, "wb") as file:
            yield file
        return
    target = Path(os.path.abspath(path))
    try:
        _remove_left(target.parent)
        work, partial = _open_partial(target.parent)
    except OSError as error:
        raise OutputError(f"{path}: can't be written: {error.strerror}") from error
    try:
        with _telling(path):
            with partial:
                yield partial
                partial.flush()
                os.fchmod(partial.fileno(), _mode_for(target))
                os.fsync(partial.fileno())
            _check_kind(path)
            work.replace(target)
            sync_folder(target.parent)
    except BaseException:
        work.unlink(missing_ok=True)
        raise


def _open_partial(folder: Path) -> tuple[Path, BinaryIO]:
    """Make a private file in a folder, locked for as long as it is open."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    while True:
        # not named after the target: its name may be as long as a name can be
        path = folder / f".dedup-{secrets.token_hex(8)}.partial"
        file: BinaryIO = open(os.open(path, flags, 0o600), "wb")  # noqa: SIM115 - the caller closes it
        with contextlib.suppress(OSError):  # a file system without locks
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # before it was locked, another process may have taken it for one that was left
        if os.path.lexists(path):
            return path, file
        file.close()


def _remove_left(folder: Path) -> None:
    """Delete the partial files that killed processes of this user have left in a folder: nothing locks them."""
    left: list[str] = []
    with contextlib.suppress(OSError), os.scandir(folder) as entries:  # a folder may be written to and not listed
        left = [entry.path for entry in entries if _LEFT.fullmatch(entry.name)]
    for path in left:
        with contextlib.suppress(OSError):
            descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
            try:
                status = os.fstat(descriptor)
                if stat.S_ISREG(status.st_mode) and status.st_uid == os.geteuid():
                    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    os.unlink(path)
            finally:
                os.close(descriptor)


def usual_mode(wanted: int) -> int:
    """Return permissions less what the user's umask takes away."""
    mask = os.umask(0o077)
    os.umask(mask)
    return wanted & ~mask


def sync_folder(folder: str | Path) -> None:
    """Force a folder's names to the disk, where its file system can."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextlib.contextmanager
def _telling(path: str | Path) -> Iterator[None]:
    """Turn what the disk refuses into an error that names the output."""
    try:
        yield
    except OSError as error:
        if error.errno in _LOST and error.filename is None:
            raise OutputError(f"{path}: can't be written: {error.strerror}") from error
        raise


def _open_direct(path: str | Path) -> int | None:
    """Return a descriptor for what is written to directly, None for what is replaced as a whole."""
    try:
        number = _own_descriptor(str(path))
        if number is not None:
            return os.dup(number)
        if not _check_kind(path):
            return None
        descriptor = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    except OSError as error:
        raise OutputError(f"{path}: can't be written: {error.strerror}") from error
    if _is_stream(os.fstat(descriptor).st_mode):
        return descriptor
    os.close(descriptor)
    raise OutputError(f"{path}: became another file while it was being opened")


def _own_descriptor(path: str) -> int | None:
    if path in _STREAMS:
        return _STREAMS[path]
    folder, name = os.path.split(path)
    return int(name) if folder in _DESCRIPTORS and name.isdecimal() else None


def _check_kind(path: str | Path) -> bool:
    """Say whether a path is written to directly; refuse what can't be replaced."""
    try:
        kind = os.lstat(path).st_mode
    except FileNotFoundError:
        return False
    if stat.S_ISLNK(kind):
        with contextlib.suppress(OSError):
            if _is_stream(os.stat(path).st_mode):
                return True
        raise OutputError(f"{path}: this is a link, which is not followed: name the file itself")
    if stat.S_ISDIR(kind):
        raise OutputError(f"{path}: this is a folder: name a file")
    if _is_stream(kind) or stat.S_ISREG(kind):
        return _is_stream(kind)
    raise OutputError(f"{path}: neither a file nor a pipe: name another")


def _is_stream(mode: int) -> bool:
    return stat.S_ISFIFO(mode) or stat.S_ISCHR(mode)


def _mode_for(target: Path) -> int:
    try:
        return stat.S_IMODE(os.lstat(target).st_mode)
    except FileNotFoundError:
        return usual_mode(0o666)
