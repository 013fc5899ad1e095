"""Records of a pipe, line by line as they come: whoever writes a record and waits for its answer gets it.

Everything else reads ahead as far as it can, which is faster, but waits for more input.
"""

from __future__ import annotations

import io
import os
import select
from collections.abc import Iterator

from dedup.reading.aliases import Names, names_for
from dedup.reading.blocks import Parsed, rejected
from dedup.reading.inputs import STDIN
from dedup.reading.jsonl import parse_lines, read_record
from dedup.reading.limits import Limits, in_words
from dedup.reading.lines import LineBlock
from dedup.reading.records import RecordError, records_within
from dedup.settings import Settings

_CHUNK = 1 << 16
# Lines taken together while more are waiting, in bytes: some 250 articles of news.
_TOGETHER = 1 << 20


class LivePipe:
    """A descriptor that is read no further than what is there.

    Attributes:
        ahead: What was looked at and is still to be read.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self.ahead = b""

    def first_line(self, limit: int = _TOGETHER) -> bytes:
        """Wait for the first line that is not blank and return it without consuming it; at most about `limit` bytes."""
        while True:
            stripped = self.ahead.lstrip()
            line, end, _ = stripped.partition(b"\n")
            if end or len(stripped) > limit:
                return line
            chunk = os.read(self._descriptor, _CHUNK)
            if not chunk:
                return line
            self.ahead += chunk

    def read(self) -> bytes:
        """Wait until something is there and return it, with what else is there at once; nothing at the end."""
        chunk, self.ahead = self.ahead, b""
        parts = [chunk or os.read(self._descriptor, _CHUNK)]
        while parts[-1] and sum(map(len, parts)) < _TOGETHER and self._is_waiting():
            parts.append(os.read(self._descriptor, _CHUNK))
        return b"".join(parts)

    def replay(self) -> io.BufferedReader:
        """Return a file of everything, what was looked at included."""
        return io.BufferedReader(_Replayed(self.ahead, self._descriptor))

    def _is_waiting(self) -> bool:
        return bool(select.select([self._descriptor], [], [], 0)[0])


class _Replayed(io.RawIOBase):
    def __init__(self, ahead: bytes, descriptor: int) -> None:
        self._ahead = ahead
        self._descriptor = descriptor

    def readable(self) -> bool:
        """Say yes."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Put the next bytes into a buffer."""
        data = self._ahead[: len(buffer)] or os.read(self._descriptor, len(buffer))
        self._ahead = self._ahead[len(buffer) :]
        buffer[: len(data)] = data
        return len(data)


def is_record(line: bytes) -> bool:
    """Say if a line is one record, or a broken one, and not the beginning of a document or a wrapper of records."""
    text = line.strip()
    if not (text.startswith(b"{") and text.endswith(b"}")):
        return False
    try:
        record, _ = read_record(text)
    except RecordError:
        return True
    return not records_within(record, names_for({}, record))


def live_lines(pipe: LivePipe, settings: Settings) -> Iterator[Parsed]:
    """Yield what the lines of a pipe hold, as soon as they are there; lines that wait together come together.

    The names of fields are told from the first record.

    Args:
        pipe: JSON, a record a line.
        settings: Field names of the user's own, and the limit of a record.
    """
    limit = Limits.of(settings).record
    names: Names | None = None
    number = 1
    for block in _whole_lines(pipe, limit):
        if block is None:
            yield rejected(STDIN, number, f"the record is longer than {in_words(limit)} (setting max_record)").parse()
            number += 1
            continue
        names = names or _names_of(block, settings)
        lines = LineBlock(STDIN, block, -1, number)
        yield parse_lines(lines, names or names_for(settings.fields), want_extra=True)
        number += block.count(b"\n")


def _whole_lines(pipe: LivePipe, limit: int) -> Iterator[bytes | None]:
    """Yield whole lines, those together that are there; None for a line longer than the limit."""
    held: list[bytes] = []  # the beginning of a line
    size, dropping = 0, False
    while chunk := pipe.read():
        if dropping:
            _, ended, chunk = chunk.partition(b"\n")
            if not ended:
                continue
            dropping = False
        cut = chunk.rfind(b"\n") + 1
        if cut:
            yield b"".join([*held, chunk[:cut]])
            held, size = [], 0
        held.append(chunk[cut:])
        size += len(held[-1])
        if size > limit:
            yield None
            held, size, dropping = [], 0, True
    if size:
        yield b"".join(held)


def _names_of(block: bytes, settings: Settings) -> Names | None:
    """Return the names of the first record; None where there is none."""
    for line in block.splitlines():
        try:
            record, _ = read_record(line)
        except RecordError:
            continue
        return names_for(settings.fields, record, STDIN)
    return None
