"""What the server's processes say to each other: a JSON head and bytes, with their lengths before them."""

from __future__ import annotations

import asyncio
import struct
from typing import Any, NamedTuple, Protocol

import orjson

# The parts of an answer: the head of each, and its bytes.
Parts = list[tuple[dict[str, Any], bytes]]

_LENGTHS = struct.Struct("!II")


class Frame(NamedTuple):
    """A message: a JSON object, and bytes that it says something about."""

    head: dict[str, Any]
    body: bytes


class Pipe(Protocol):
    """Something to read from that returns fewer bytes than asked for at its end only."""

    def read(self, size: int, /) -> bytes:
        """Return so many bytes."""
        ...


def pack(frame: Frame) -> bytes:
    """Return a frame as bytes."""
    head = orjson.dumps(frame.head)
    return b"".join((_LENGTHS.pack(len(head), len(frame.body)), head, frame.body))


def read(pipe: Pipe) -> Frame | None:
    """Wait for a frame and return it; None at the end of the pipe, also within a frame."""
    lengths = pipe.read(_LENGTHS.size)
    if len(lengths) < _LENGTHS.size:
        return None
    head, body = _LENGTHS.unpack(lengths)
    data = pipe.read(head + body)
    return Frame(orjson.loads(data[:head]), data[head:]) if len(data) == head + body else None


async def read_async(pipe: asyncio.StreamReader) -> Frame:
    """Wait for a frame and return it.

    Raises:
        IncompleteReadError: The pipe ended.
    """
    head, body = _LENGTHS.unpack(await pipe.readexactly(_LENGTHS.size))
    data = await pipe.readexactly(head + body)
    return Frame(orjson.loads(data[:head]), data[head:])
