"""Rows of Arrow tables become articles; what Parquet and Arrow files share.

Called by `parquet` and `arrow`.
"""

from __future__ import annotations

import contextlib
import functools
import tempfile
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Any

from dedup.articles import Reject
from dedup.reading.aliases import Names
from dedup.reading.blocks import Parsed, Part
from dedup.reading.records import BatchBuilder, RecordError, extra_json, resolve

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


def row_parts(name: str, batch: pa.RecordBatch, first_row: int, names: Names, rows: int) -> Iterator[Part]:
    """Yield a batch in parts of `rows` rows; rows count from 1 and stand for lines."""
    for at in range(0, batch.num_rows, rows):
        piece = batch.slice(at, rows)
        yield Part(piece.nbytes, functools.partial(parse_rows, name, piece, first_row + at, names))


def parse_rows(name: str, batch: pa.RecordBatch, first_row: int, names: Names) -> Parsed:
    """Turn rows into articles."""
    builder = BatchBuilder(name, want_extra=True)
    rejects = []
    for line, row in enumerate(_rows(batch), first_row):
        if isinstance(row, str):
            rejects.append(Reject(name, line, row, b""))
            continue
        record = {key: value for key, value in row.items() if value is not None or key in names.places}
        try:
            builder.add(resolve(record, names), line)
        except RecordError as error:
            rejects.append(Reject(name, line, str(error), (extra_json(record) or "{}").encode()))
    return Parsed(builder.finish(), rejects)


def _rows(batch: pa.RecordBatch) -> list[dict[str, Any] | str]:
    """Return rows as dicts; a row that can't be decoded as the reason why."""
    try:
        batch.validate(full=True)  # Arrow trusts offsets in a file, and following a broken one ends the process
        return list(batch.to_pylist())
    except (ValueError, OverflowError):
        return [_row(batch.slice(at, 1)) for at in range(batch.num_rows)]


def _row(batch: pa.RecordBatch) -> dict[str, Any] | str:
    try:
        batch.validate(full=True)
        return dict(batch.to_pylist()[0])
    except (ValueError, OverflowError) as error:
        return f"a value can't be read: {str(error).splitlines()[0]}"
