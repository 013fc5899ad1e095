"""Rows of Arrow tables become articles; what Parquet and Arrow files share."""

from __future__ import annotations

import contextlib
import functools
import os
import tempfile
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Any

from dedup.articles import Reject
from dedup.batches import extra_json
from dedup.reading.aliases import Names
from dedup.reading.blocks import Options, Parsed, Part
from dedup.reading.records import BatchBuilder, RecordError, resolve
from dedup.reading.unfolded import ROW_BYTES, plain_values, unfolded_size

if TYPE_CHECKING:
    import pyarrow as pa

    from dedup.reading.streams import ByteStream


@contextlib.contextmanager
def seekable(stream: ByteStream) -> Iterator[str | IO[bytes]]:
    """Give what can be read at any offset: the file itself, or a copy on disk of a stream.

    The stream is read to its end either way, which completes the file's checksum.
    """
    if stream.path is not None:
        for _ in stream.chunks():
            pass
        yield stream.path
        return
    with tempfile.TemporaryFile() as copy:
        for chunk in stream.chunks():
            copy.write(chunk)
        copy.seek(0)
        yield copy


def stored_size(source: str | IO[bytes]) -> int:
    """Return the bytes of what `seekable` gave."""
    if isinstance(source, str):
        return os.path.getsize(source)
    return source.seek(0, os.SEEK_END)


def row_parts(
    name: str, batch: pa.RecordBatch, first_row: int, names: Names, options: Options, so_far: tuple[int, int]
) -> Iterator[Part]:
    """Yield a batch in parts of about `batch_bytes`; rows count from 1 and stand for lines.

    Args:
        name: The file.
        batch: Its rows.
        first_row: Number of the first row.
        names: The field names that hold in the file.
        options: How to read.
        so_far: Bytes that the file has unfolded to before this batch, and its stored bytes.

    Raises:
        LimitError: The batch unfolds to too much.
    """
    whole = _is_whole(batch)
    size = _size_of(batch) if whole else int(batch.nbytes)
    options.limits.check(so_far[0] + size, so_far[1])
    rows = max(1, batch.num_rows * options.batch_bytes // max(1, size))
    for at in range(0, batch.num_rows, rows):
        piece = batch.slice(at, rows)
        yield Part(
            size * piece.num_rows // batch.num_rows,
            functools.partial(parse_rows, name, piece, first_row + at, names, whole=whole),
        )


def _is_whole(batch: pa.RecordBatch) -> bool:
    """Say whether all values can be read: a broken offset leads out of the buffer."""
    try:
        batch.validate(full=True)
    except ValueError:
        return False
    return True


def _size_of(batch: pa.RecordBatch) -> int:
    return sum(map(unfolded_size, batch.columns)) + ROW_BYTES * int(batch.num_rows)


def parse_rows(name: str, batch: pa.RecordBatch, first_row: int, names: Names, *, whole: bool = False) -> Parsed:
    """Turn rows into articles; `whole` where all of their values are known to be readable."""
    builder = BatchBuilder(name, want_extra=True, notes=names.notes)
    rejects = []
    gaps = _may_have_gaps(batch, names)
    for line, row in enumerate(_rows(batch, whole=whole), first_row):
        if isinstance(row, str):
            rejects.append(Reject(name, line, row, b""))
            continue
        record = {k: v for k, v in row.items() if v is not None or k in names.places} if gaps else row
        try:
            builder.add(resolve(record, names), line)
        except RecordError as error:
            rejects.append(Reject(name, line, str(error), (extra_json(record) or "{}").encode()))
    return Parsed(builder.finish(), rejects)


def _may_have_gaps(batch: pa.RecordBatch, names: Names) -> bool:
    """Say whether a column that is no field of articles may hold nulls; those of encoded types are not looked into."""
    import pyarrow as pa

    return any(
        column.null_count > 0 or pa.types.is_dictionary(column.type) or pa.types.is_run_end_encoded(column.type)
        for name, column in zip(batch.schema.names, batch.columns, strict=True)
        if name not in names.places
    )


def _rows(batch: pa.RecordBatch, *, whole: bool) -> list[dict[str, Any] | str]:
    """Return rows as dicts; a row that can't be decoded as the reason why."""
    if whole or _is_whole(batch):
        return _as_dicts(batch)
    return [_row(batch.slice(at, 1)) for at in range(batch.num_rows)]


def _as_dicts(batch: pa.RecordBatch) -> list[dict[str, Any] | str]:
    names = batch.schema.names
    columns = [plain_values(column) for column in batch.columns]
    if not columns:
        return [{} for _ in range(batch.num_rows)]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _row(batch: pa.RecordBatch) -> dict[str, Any] | str:
    try:
        batch.validate(full=True)
    except ValueError as error:
        return f"a value can't be read: {str(error).splitlines()[0]}"
    return _as_dicts(batch)[0]
