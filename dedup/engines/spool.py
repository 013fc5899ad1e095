"""The folder that intermediate results wait in: private, of a name that nobody can guess, and locked while in use.

After an interruption it stays, so that a later run can go on; that run finds it by what it is for, not by its name
alone.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dedup.errors import OutputError

_ENDING = ".spool"
# How much of an output's name its spools are called after: names have at most 255 bytes.
_NAME_LENGTH = 40
_PURPOSE = "purpose"


@dataclass(frozen=True, slots=True)
class Spool:
    """A spool that this process holds the lock of.

    Attributes:
        folder: Where it is.
        lock: Descriptor of the folder; the lock goes with it, however the process ends.
    """

    folder: Path
    lock: int

    def delete(self) -> None:
        """Delete the folder and let go of it."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.release()

    def release(self) -> None:
        """Let go of the folder, which stays."""
        with contextlib.suppress(OSError):
            os.close(self.lock)


def make_spool(parent: Path, output: Path) -> Spool:
    """Make a new spool.

    Args:
        parent: Where; it is made if it is not there.
        output: The output that the spool is for.

    Raises:
        OutputError: The folder can't be made.
    """
    try:
        parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(_ENDING, _prefix(output), parent))
        lock = _lock(folder)
        if lock is None:
            raise OutputError(f"{folder}: another process took the spool as it was made")
        (folder / _PURPOSE).write_text(_purpose(output), encoding="utf-8")
    except OSError as error:
        raise OutputError(f"no temporary folder in {parent}: {error.strerror}; --temp names another") from error
    return Spool(folder, lock)


def abandoned_spools(parent: Path, output: Path) -> Iterator[Spool]:
    """Yield, locked, the spools that interrupted runs left for an output; what others could write to is passed over."""
    with contextlib.suppress(OSError):
        for name in sorted(os.listdir(parent)):
            if name.startswith(_prefix(output)) and name.endswith(_ENDING):
                lock = _lock(parent / name)
                if lock is None:
                    continue
                spool = Spool(parent / name, lock)
                if _read(spool.folder / _PURPOSE) == _purpose(output):
                    yield spool
                else:
                    spool.release()


def _lock(folder: Path) -> int | None:
    """Lock a folder of this user's own; None if it is another's, open to others, a link, or in use."""
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return None
    status = os.fstat(descriptor)
    private = status.st_uid == os.geteuid() and not status.st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    try:
        if private:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return descriptor
    except OSError:
        pass
    os.close(descriptor)
    return None


def _prefix(output: Path) -> str:
    return f".{output.name[:_NAME_LENGTH]}."


def _purpose(output: Path) -> str:
    """Return what stands for an output: several of one name may share a temporary folder."""
    return hashlib.sha256(os.fsencode(os.path.realpath(output))).hexdigest()


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
