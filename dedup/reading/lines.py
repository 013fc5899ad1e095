"""A stream cut at line ends into blocks of even size; what is held at once is one block and its longest line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dedup.reading.blocks import MAX_REJECT, Options, Part, rejected
from dedup.reading.limits import in_words

if TYPE_CHECKING:
    from dedup.reading.streams import ByteStream

# Looked at from behind for a line end, and counted through piece by piece, so that what is compared stays in the cache.
_PIECE = 1 << 18


@dataclass(frozen=True, slots=True)
class LineBlock:
    """Whole lines of a file.

    Attributes:
        name: The file.
        data: The lines, with their line ends (the last may lack it).
        offset: Of the first byte in the file; -1 where it can't be read again.
        line: Number of the first line, from 1.
    """

    name: str
    data: bytes | memoryview
    offset: int
    line: int


def line_blocks(stream: ByteStream, options: Options, start: int) -> Iterator[LineBlock | Part]:
    """Cut a stream into blocks; a line that is by a block longer than the limit of a record is a reject.

    The bytes are read to where they stay: of each block only the line that its end cuts is copied, to the next.

    Args:
        stream: The bytes.
        options: `batch_bytes` per block, as long as no line is longer; `limits.record` per line.
        start: Offset of the first byte in the file.
    """
    size, limit = options.batch_bytes, options.limits.record
    offset, line = start, 1
    rest = memoryview(b"")
    while True:
        # what is carried over holds no line end, so a line longer than a block is read into twice the room each time
        room = min(max(size, 2 * len(rest)), limit + size)
        data = _buffer(room)
        data[: len(rest)] = rest
        filled = len(rest) + stream.fill(data[len(rest) :])
        ended = filled < room
        cut = filled if ended else _last_line_end(data)
        if cut:
            yield LineBlock(stream.name, data[:cut], offset if stream.path else -1, line)
            offset, line = offset + cut, line + _count_lines(data[:cut])
        elif filled > limit:
            part, dropped = _drop_line(stream, line, data, limit)
            yield part
            offset, line, cut = offset + dropped, line + 1, filled
        if ended:
            return
        rest = data[cut:]


def _buffer(size: int) -> memoryview:
    import numpy as np

    return np.empty(size, np.uint8).data  # no zeros are written first, as into a bytearray


def _last_line_end(data: memoryview) -> int:
    """Return the place behind the last line end, 0 if there is none."""
    for end in range(len(data), 0, -_PIECE):
        start = max(end - _PIECE, 0)
        found = bytes(data[start:end]).rfind(b"\n")
        if found >= 0:
            return start + found + 1
    return 0


def _drop_line(stream: ByteStream, line: int, beginning: memoryview, limit: int) -> tuple[Part, int]:
    """Pass over an endless line; return its reject and its bytes with the line end."""
    size = len(beginning)
    for chunk in stream.chunks():
        end = chunk.find(b"\n") + 1
        size += end or len(chunk)
        if end:
            stream.put_back(chunk[end:])
            break
    reason = f"the record is longer than {in_words(limit)} (setting max_record)"
    return rejected(stream.name, line, reason, bytes(beginning[:MAX_REJECT]), size=size), size


def _count_lines(data: memoryview) -> int:
    import numpy as np

    # four times as fast as bytes.count (.05 s against .20 s on 327 MB of news), and without holding the GIL
    values = np.frombuffer(data, np.uint8)
    return sum(int(np.count_nonzero(values[at : at + _PIECE] == 10)) for at in range(0, len(values), _PIECE))
