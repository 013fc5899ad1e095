"""Parquet files, row group by row group: a damaged one costs itself.

Called through the registry.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dedup.reading.aliases import names_for
from dedup.reading.blocks import Options, Part, rejected
from dedup.reading.table_rows import row_parts, seekable

if TYPE_CHECKING:
    from pyarrow import parquet

    from dedup.reading.streams import ByteStream


def sniff(head: bytes) -> bool:
    """Say if bytes begin a Parquet file."""
    return head.startswith(b"PAR1")


def parts(stream: ByteStream, options: Options, *, start: int) -> Iterator[Part]:
    """Yield the rows."""
    import pyarrow as pa
    from pyarrow import parquet

    head = stream.head()
    with seekable(stream) as source:
        try:
            file = parquet.ParquetFile(source)
        except (pa.ArrowException, OSError, ValueError) as error:
            yield rejected(stream.name, 1, f"not a readable Parquet file: {_first_line(error)}", head)
            return
        with file:
            yield from _row_groups(file, stream.name, options)


def _row_groups(file: parquet.ParquetFile, name: str, options: Options) -> Iterator[Part]:
    import pyarrow as pa

    names = names_for(options.fields, file.schema_arrow.names)
    row = 1
    for group in range(file.num_row_groups):
        count = file.metadata.row_group(group).num_rows
        size = file.metadata.row_group(group).total_byte_size
        rows = max(1, min(count, count * options.batch_bytes // max(1, size)))
        done = 0
        try:
            for batch in file.iter_batches(rows, row_groups=[group]):
                yield from row_parts(name, batch, row + done, names, rows)
                done += batch.num_rows
        except (pa.ArrowException, OSError, ValueError) as error:
            yield rejected(name, row + done, f"{count - done} rows can't be read: {_first_line(error)}")
        row += count


def _first_line(error: Exception) -> str:
    return str(error).split("\n", 1)[0]
