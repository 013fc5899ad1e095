"""A single output file that appears whole or not at all.

Called by the command line for `-o FILE` and by `corpus export`.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from dedup.errors import OutputError


@contextlib.contextmanager
def write_atomic(path: str | Path) -> Iterator[BinaryIO]:
    """Give a file to write bytes to, which replaces `path` when the block ends well, and leaves no trace if not.

    A device or pipe (`/dev/stdout`) is written to directly. An existing file keeps its permissions, a link its place.

    Raises:
        OutputError: The path is a folder, or can't be written.
    """
    mode = _mode_of(path)
    target = Path(os.path.realpath(path))
    direct = mode is not None and not stat.S_ISREG(mode)
    work = Path(path) if direct else target.parent / f".{target.name}.{secrets.token_hex(4)}.partial"
    try:
        file = work.open("wb" if direct else "xb")
    except OSError as error:
        raise OutputError(f"{path}: can't be written: {error.strerror}") from error
    if direct:
        with file:
            yield file
        return
    try:
        with file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            work.chmod(stat.S_IMODE(mode))
        work.replace(target)
    except BaseException:
        work.unlink(missing_ok=True)
        raise


def _mode_of(path: str | Path) -> int | None:
    mode = os.stat(path).st_mode if os.path.exists(path) else None
    if mode is not None and stat.S_ISDIR(mode):
        raise OutputError(f"{path}: this is a folder: name a file")
    return mode
