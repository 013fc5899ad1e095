"""Standard streams as a command needs them: a full disk behind stdout is an error of its own, a closed one too."""

from __future__ import annotations

import contextlib
import io
import logging
import os
import sys
from typing import TYPE_CHECKING, Any

from dedup.errors import StreamError

if TYPE_CHECKING:
    from dedup.reading.live import LivePipe


class ReaderGone(BaseException):
    """Nobody reads standard output any more. click would end with 1 on a broken pipe, which means findings."""


class _Stdout(io.FileIO):
    """Standard output that says what went wrong with it."""

    def write(self, data: Any, /) -> int:  # noqa: ANN401 - any buffer
        """Write bytes.

        Raises:
            StreamError: They can't be written.
            ReaderGone: Nobody would read them.
        """
        try:
            return super().write(data) or 0
        except BrokenPipeError as error:
            raise ReaderGone from error
        except OSError as error:
            raise StreamError(f"standard output can't be written: {error.strerror}") from error


class _Closed(io.RawIOBase):
    """Standard output that was closed before the command began."""

    _told = False

    def writable(self) -> bool:
        """Say that one may try."""
        return True

    def write(self, data: Any, /) -> int:  # noqa: ANN401
        """Refuse.

        Raises:
            StreamError: Once; what is still buffered then goes nowhere.
        """
        if self._told:
            return len(data)
        self._told = True
        raise StreamError("standard output is closed: send it somewhere, or name a file with -o where there is one")


def prepare_streams() -> None:
    """Make standard output tell what goes wrong, and keep the numbers of closed streams from files of ours.

    A stream that is no file of this process (a test's, a notebook's) is left as it is.
    """
    closed = _fill_descriptors()
    if sys.stdin is None:
        sys.stdin = io.TextIOWrapper(io.BufferedReader(io.FileIO(0, closefd=False)), encoding="utf-8")
    if sys.stderr is None:
        sys.stderr = io.TextIOWrapper(io.BufferedWriter(io.FileIO(2, "wb", closefd=False)), encoding="utf-8")
    if 1 in closed or sys.stdout is None:
        sys.stdout = io.TextIOWrapper(io.BufferedWriter(_Closed()), encoding="utf-8", write_through=True)
    elif sys.stdout is sys.__stdout__ and isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.flush()
        raw = _Stdout(1, "wb", closefd=False)
        # a name or a text that UTF-8 doesn't have is no reason to stop
        sys.stdout = io.TextIOWrapper(
            io.BufferedWriter(raw), encoding="utf-8", errors="backslashreplace", line_buffering=raw.isatty()
        )
    _log_harmlessly()


def live_pipe(input_format: str | None) -> LivePipe | None:
    """Return standard input as lines to be answered as they come, if it holds JSON, a record a line.

    Where it does not, or is no file of this process, `sys.stdin` is to be read as ever.

    Args:
        input_format: What the user says that it holds; None looks at the first line.
    """
    if input_format not in (None, "jsonl"):
        return None
    try:
        descriptor = sys.stdin.buffer.fileno()
    except (OSError, AttributeError):
        return None
    from dedup.reading.live import LivePipe, is_record

    pipe = LivePipe(descriptor)
    if input_format == "jsonl" or is_record(pipe.first_line()):
        return pipe
    sys.stdin = io.TextIOWrapper(pipe.replay(), encoding="utf-8")
    return None


def discard_stdout() -> None:
    """Let what is still to be written to standard output go nowhere, at the latest when Python ends."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        sink = os.open(os.devnull, os.O_WRONLY)
        os.dup2(sink, sys.stdout.fileno())
        os.close(sink)


def _fill_descriptors() -> set[int]:
    """Open what stdin, stdout or stderr were closed at start on nothing; return which."""
    closed = set()
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            closed.add(number)
            opened = os.open(os.devnull, os.O_RDWR)
            if opened != number:
                os.dup2(opened, number)
                os.close(opened)
    return closed


def _log_harmlessly() -> None:
    """Write warnings of the library to stderr; they hold names of files, which may hold anything."""
    log = logging.getLogger("dedup")
    if log.hasHandlers():
        return
    handler = logging.StreamHandler()
    handler.setFormatter(_Harmless("dedup: %(message)s"))
    log.addHandler(handler)


class _Harmless(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        """Return the message without what could steer a terminal."""
        from dedup.reporting.escape import terminal

        return terminal(super().format(record))
