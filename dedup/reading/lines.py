"""A stream cut at line ends into blocks of even size; what is held at once is one block and its longest line.

Called by `jsonl`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dedup.reading.blocks import MAX_RECORD, MAX_REJECT, Part, rejected

if TYPE_CHECKING:
    from dedup.reading.streams import ByteStream


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
    data: bytes
    offset: int
    line: int


def line_blocks(stream: ByteStream, size: int, start: int) -> Iterator[LineBlock | Part]:
    """Cut a stream into blocks of about `size` bytes; a line beyond `MAX_RECORD` becomes a reject.

    Args:
        stream: The bytes.
        size: Bytes per block, as long as no line is longer.
        start: Offset of the first byte in the file.
    """
    offset, line = start, 1
    held: list[bytes] = []
    length = 0
    last_end: tuple[int, int] | None = None  # chunk and position behind the last line end held
    chunks = stream.chunks()
    for chunk in chunks:
        end = chunk.rfind(b"\n") + 1
        if end:
            last_end = (len(held), end)
        held.append(chunk)
        length += len(chunk)
        if last_end is not None and length >= size:
            index, cut = last_end
            data = b"".join([*held[:index], held[index][:cut]])
            held = [held[index][cut:], *held[index + 1 :]]
            yield LineBlock(stream.name, data, offset if stream.path else -1, line)
            offset, line, length, last_end = offset + len(data), line + _count_lines(data), length - len(data), None
        if length > MAX_RECORD:
            part, dropped, rest = _drop_line(stream.name, line, held, chunks)
            yield part
            offset, line, held, length, last_end = offset + dropped, line + 1, [], 0, None
            if rest:
                held, length = [rest], len(rest)
                last_end = (0, rest.rfind(b"\n") + 1) if b"\n" in rest else None
    data = b"".join(held)
    if data:
        yield LineBlock(stream.name, data, offset if stream.path else -1, line)


def _drop_line(name: str, line: int, held: list[bytes], chunks: Iterator[bytes]) -> tuple[Part, int, bytes]:
    """Pass over an endless line; return its reject, its bytes with the line end, and what follows it."""
    size = sum(map(len, held))
    beginning = b"".join(held)[: MAX_REJECT]
    rest = b""
    for chunk in chunks:
        end = chunk.find(b"\n") + 1
        size += end or len(chunk)
        if end:
            rest = chunk[end:]
            break
    reason = f"the record is longer than {MAX_RECORD >> 20} MB"
    return rejected(name, line, reason, beginning, size=size), size, rest


def _count_lines(data: bytes) -> int:
    import numpy as np

    # Four times as fast as bytes.count (.05 s against .20 s on 327 MB of news), and without holding the GIL; piece by
    # piece, so that what is compared stays in the cache.
    values = np.frombuffer(data, np.uint8)
    return sum(int(np.count_nonzero(values[at : at + _PIECE] == 10)) for at in range(0, len(values), _PIECE))
