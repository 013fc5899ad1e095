"""The messages of an Arrow stream, looked through before they are read: what compressed buffers say they unfold to.

Arrow allocates what a buffer's first eight bytes announce; a file of some hundred bytes can announce terabytes. The
metadata is a flatbuffer, of which only the path to the buffers is followed (Message.fbs).
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

_RECORD_BATCH, _DICTIONARY_BATCH = 3, 2


def announced_size(message: pa.ipc.Message) -> int:
    """Return the bytes that a message's buffers unfold to.

    Raises:
        ValueError: The metadata is broken.
    """
    body = message.body
    if body is None or not body.size:
        return 0
    try:
        buffers = _compressed_buffers(bytes(message.metadata))
    except (struct.error, IndexError) as error:
        raise ValueError("a message's metadata is broken") from error
    if buffers is None:
        return int(body.size)
    total = 0
    for offset, length in buffers:
        if length >= 8 and 0 <= offset <= body.size - 8:
            announced = struct.unpack("<q", bytes(body.slice(offset, 8)))[0]
            total += announced if announced >= 0 else length
    return total


def _compressed_buffers(data: bytes) -> list[tuple[int, int]] | None:
    """Return offset and length of each buffer; None where they are not compressed, or there are none."""
    root = _uint(data, 0)
    kind, header = _field(data, root, 1), _field(data, root, 2)
    if not kind or not header:
        return None
    batch = header + _uint(data, header)
    if data[kind] == _DICTIONARY_BATCH:
        inner = _field(data, batch, 1)
        if not inner:
            return None
        batch = inner + _uint(data, inner)
    elif data[kind] != _RECORD_BATCH:
        return None
    vector, compression = _field(data, batch, 2), _field(data, batch, 3)
    if not compression or not vector:
        return None
    vector += _uint(data, vector)
    count = _uint(data, vector)
    return [struct.unpack_from("<qq", data, vector + 4 + 16 * at) for at in range(count)]


def _uint(data: bytes, at: int) -> int:
    return int(struct.unpack_from("<I", data, at)[0])


def _field(data: bytes, table: int, number: int) -> int:
    """Return where a table's field lies, 0 if it is not set."""
    vtable = table - struct.unpack_from("<i", data, table)[0]
    size = struct.unpack_from("<H", data, vtable)[0]
    entry = 4 + 2 * number
    if vtable < 0 or entry + 2 > size:
        return 0
    offset = struct.unpack_from("<H", data, vtable + entry)[0]
    return table + offset if offset else 0
