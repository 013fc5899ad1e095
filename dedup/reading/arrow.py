"""Arrow files and streams (IPC, Feather 2).

Called through the registry. A file is a stream behind a magic number, and read as such: its footer is not trusted.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING

from dedup.reading.aliases import Names, names_for
from dedup.reading.arrow_messages import announced_size
from dedup.reading.blocks import Options, Part, rejected
from dedup.reading.limits import LimitError, Limits
from dedup.reading.table_rows import row_parts, seekable, stored_size

if TYPE_CHECKING:
    import pyarrow as pa

    from dedup.reading.streams import ByteStream

_STREAM = b"\xff\xff\xff\xff"
_FILE = b"ARROW1\0\0"


def sniff(head: bytes) -> bool:
    """Say if bytes begin an Arrow file or stream."""
    if head.startswith(_FILE[:6]):
        return True
    return head.startswith(_STREAM) and 0 < int.from_bytes(head[4:8], "little") < 1 << 24


def parts(stream: ByteStream, options: Options, *, start: int) -> Iterator[Part]:
    """Yield the rows."""
    import pyarrow as pa

    head = stream.head()
    skip = len(_FILE) if head.startswith(_FILE[:6]) else 0
    row, unfolded = 1, 0
    try:
        with seekable(stream) as source:
            stored = stored_size(source)
            _check_messages(source, skip, options.limits, stored)
            names: Names | None = None
            for batch in _batches(source, skip):
                batch.validate()
                options.text_field.check([dict.fromkeys(batch.schema.names)], stream.name)
                names = names or names_for(options.fields, batch.schema.names, stream.name)
                for part in row_parts(stream.name, batch, row, names, options, (unfolded, stored)):
                    unfolded += part.size
                    yield part
                row += batch.num_rows
    except LimitError as error:
        yield rejected(stream.name, row, f"Arrow data: {error}: not read on", head)
    except (pa.ArrowException, OSError, ValueError, MemoryError) as error:
        reason = (str(error) or "out of memory").split("\n", 1)[0]
        yield rejected(stream.name, row, f"no readable Arrow data from here on: {reason}", head)


def _check_messages(source: str | IO[bytes], skip: int, limits: Limits, stored: int) -> None:
    """Look through all messages before any is unfolded; where one is damaged, what follows is not read anyway.

    Raises:
        LimitError: They unfold to too much.
    """
    import pyarrow as pa

    total = 0
    with _opened(source, skip) as opened:
        try:
            for message in pa.ipc.MessageReader.open_stream(opened):
                total += announced_size(message)
                limits.check(total, stored)
        except (pa.ArrowException, OSError, ValueError, StopIteration):
            return


def _batches(source: str | IO[bytes], skip: int) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa

    with _opened(source, skip) as opened:
        yield from pa.ipc.open_stream(opened)


@contextlib.contextmanager
def _opened(source: str | IO[bytes], skip: int) -> Iterator[pa.NativeFile]:
    import pyarrow as pa

    # not mapped into memory: a file that is cut while it is read would end the process
    opened = pa.OSFile(source) if isinstance(source, str) else pa.PythonFile(source, mode="r")
    opened.seek(skip)
    yield opened
    if isinstance(source, str):
        opened.close()  # the other one would close the copy on disk, too
