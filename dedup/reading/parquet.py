"""Parquet files, row group by row group: a damaged one costs itself.

Called through the registry.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dedup.reading.aliases import names_for
from dedup.reading.blocks import Options, Part, rejected
from dedup.reading.limits import LimitError
from dedup.reading.table_rows import row_parts, seekable, stored_size
from dedup.reading.unfolded import ROW_BYTES

if TYPE_CHECKING:
    from pyarrow import parquet

    from dedup.reading.streams import ByteStream


# Compressed bytes per value in the data pages from which values are each their own.
_OWN_BYTES = 32
# A batch that unfolds to too much is known once it is there.
_MAX_ROWS = 1024


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
            metadata = parquet.read_metadata(source)
            file = parquet.ParquetFile(source, metadata=metadata, read_dictionary=_shared_columns(metadata))
        except (pa.ArrowException, OSError, ValueError, MemoryError) as error:
            yield rejected(stream.name, 1, f"not a readable Parquet file: {_first_line(error)}", head)
            return
        with file:
            yield from _row_groups(file, stream.name, options, stored_size(source))


def _shared_columns(metadata: parquet.FileMetaData) -> list[str]:
    """Name the columns whose rows mostly share values: they stay dictionaries until their size is known.

    A few bytes can stand for a row of a megabyte there. For all columns it would take three times as long.
    """
    shared: dict[str, None] = {}
    for group in range(metadata.num_row_groups):
        row_group = metadata.row_group(group)
        for at in range(row_group.num_columns):
            column = row_group.column(at)
            if column.physical_type != "BYTE_ARRAY" or not column.has_dictionary_page:
                continue
            pages = column.total_compressed_size - (column.data_page_offset - (column.dictionary_page_offset or 0))
            if pages < _OWN_BYTES * column.num_values:
                shared[column.path_in_schema] = None
    return [name for name in shared if "." not in name]


def _row_groups(file: parquet.ParquetFile, name: str, options: Options, stored: int) -> Iterator[Part]:
    import pyarrow as pa

    options.text_field.check([dict.fromkeys(file.schema_arrow.names)], name)
    names = names_for(options.fields, file.schema_arrow.names, name)
    row, unfolded = 1, 0
    for group in range(file.num_row_groups):
        metadata = file.metadata.row_group(group)
        count, size = metadata.num_rows, metadata.total_byte_size
        rows = max(1, min(count, count * options.batch_bytes // max(1, size), _MAX_ROWS))
        done = 0
        try:
            options.limits.check(unfolded + size + ROW_BYTES * count, stored)
            for batch in file.iter_batches(rows, row_groups=[group]):
                for part in row_parts(name, batch, row + done, names, options, (unfolded, stored)):
                    unfolded += part.size
                    yield part
                done += batch.num_rows
        except LimitError as error:
            yield rejected(name, row + done, f"Parquet data: {error}: not read on")
            return
        except (pa.ArrowException, OSError, ValueError, MemoryError) as error:
            yield rejected(name, row + done, f"{count - done} rows can't be read: {_first_line(error)}")
        row += count


def _first_line(error: Exception) -> str:
    return (str(error) or "out of memory").split("\n", 1)[0]
