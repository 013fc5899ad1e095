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
    import pyarrow as pa
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
            schema = parquet.read_schema(source)
            # strings stay as dictionaries until their size is known
            texts = [f.name for f in schema if _is_text(f.type)]
            file = parquet.ParquetFile(source, read_dictionary=texts)
        except (pa.ArrowException, OSError, ValueError, MemoryError) as error:
            yield rejected(stream.name, 1, f"not a readable Parquet file: {_first_line(error)}", head)
            return
        with file:
            yield from _row_groups(file, stream.name, options, stored_size(source))


def _is_text(kind: pa.DataType) -> bool:
    import pyarrow as pa

    kind = kind.value_type if pa.types.is_dictionary(kind) else kind
    tests = (pa.types.is_string, pa.types.is_binary, pa.types.is_large_string, pa.types.is_large_binary)
    return any(test(kind) for test in tests)


def _row_groups(file: parquet.ParquetFile, name: str, options: Options, stored: int) -> Iterator[Part]:
    import pyarrow as pa

    options.text_field.check([dict.fromkeys(file.schema_arrow.names)], name)
    names = names_for(options.fields, file.schema_arrow.names, name)
    row, unfolded = 1, 0
    for group in range(file.num_row_groups):
        metadata = file.metadata.row_group(group)
        count, size = metadata.num_rows, metadata.total_byte_size
        rows = max(1, min(count, count * options.batch_bytes // max(1, size), options.batch_bytes // ROW_BYTES))
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
