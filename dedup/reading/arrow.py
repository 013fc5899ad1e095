"""Arrow files and streams (IPC, Feather 2).

Called through the registry.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, TYPE_CHECKING

from dedup.reading.aliases import names_for
from dedup.reading.blocks import Options, Part, rejected
from dedup.reading.table_rows import row_parts, seekable

if TYPE_CHECKING:
    import pyarrow as pa

    from dedup.reading.streams import ByteStream

_STREAM = b"\xff\xff\xff\xff"


def sniff(head: bytes) -> bool:
    """Say if bytes begin an Arrow file or stream."""
    if head.startswith(b"ARROW1"):
        return True
    return head.startswith(_STREAM) and 0 < int.from_bytes(head[4:8], "little") < 1 << 24


def parts(stream: ByteStream, options: Options, *, start: int) -> Iterator[Part]:
    """Yield the rows."""
    import pyarrow as pa

    head = stream.head()
    row = 1
    try:
        for batch in _batches(stream, head):
            batch.validate()
            names = names_for(options.fields, batch.schema.names)
            rows = max(1, batch.num_rows * options.batch_bytes // max(1, batch.nbytes))
            yield from row_parts(stream.name, batch, row, names, rows)
            row += batch.num_rows
    except (pa.ArrowException, OSError, ValueError) as error:
        reason = str(error).split("\n", 1)[0]
        yield rejected(stream.name, row, f"no readable Arrow data from here on: {reason}", head)


def _batches(stream: ByteStream, head: bytes) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa

    with seekable(stream) as source, _opened(source) as opened:
        if head.startswith(_STREAM):
            yield from pa.ipc.open_stream(opened)
            return
        reader = pa.ipc.open_file(opened)
        for index in range(reader.num_record_batches):
            yield reader.get_batch(index)


def _opened(source: str | IO[bytes]) -> pa.NativeFile:
    import pyarrow as pa

    return pa.OSFile(source) if isinstance(source, str) else pa.PythonFile(source)
