"""Tables of results as JSON Lines or Parquet: same rows, same order of columns, whatever the format.

Takes Arrow tables sorted by their key. The columns of each table are the contract in DESIGN.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

import pyarrow as pa
from pyarrow import parquet

from dedup.writing.json_lines import bytes_of, json_lines

Format = Literal["jsonl", "parquet"]
# Kinds of columns: text, int, ratio (0 to 1), texts (a list), spans ([[start, end]]), and lists of objects: left_out,
# found (which span of the text proves a field), places, articles.
COLUMNS: Mapping[str, Mapping[str, str]] = {
    "articles": {
        "id": "text", "source_file": "text", "line": "int", "record": "int", "source": "text", "url": "text",
        "title": "text", "published": "text", "updated": "text", "dateline": "text", "credit": "text", "author": "text",
        "language": "text", "found": "found", "body": "spans", "left_out": "left_out",
    },
    "removed": {
        "id": "text", "kept_id": "text", "relation": "text", "jaccard": "ratio", "containment": "ratio",
        "containment_of_kept": "ratio", "unique_share": "ratio", "rule": "text", "cluster_id": "text",
        "source_file": "text", "line": "int", "record": "int", "kept_source_file": "text", "kept_line": "int",
        "kept_record": "int",
    },
    "pairs": {
        "id_a": "text", "id_b": "text", "relation": "text", "jaccard": "ratio", "containment_a": "ratio",
        "containment_b": "ratio", "facts_a": "texts", "facts_b": "texts", "source_file_a": "text", "line_a": "int",
        "record_a": "int", "source_file_b": "text", "line_b": "int", "record_b": "int",
    },
    "clusters": {
        "cluster_id": "text", "representative": "text", "members": "texts", "sources": "texts", "first_seen": "text",
        "places": "articles",
    },
    "repeats": {"passage_id": "text", "kind": "text", "text": "text", "sources": "texts", "places": "places"},
    "rejects": {"source_file": "text", "line": "int", "reason": "text", "raw_base64": "text"},
}
# Rows turned into lines at once: a MB or two, and as fast as any more.
ROWS = 4096
# Rows of a group, which a Parquet reader takes as a whole.
_GROUP = 65536


def table_schema(name: str) -> pa.Schema:
    """Return the Arrow types of a table's columns, as Parquet holds them.

    Args:
        name: A key of `COLUMNS`.
    """
    place = [("source_file", pa.string()), ("line", pa.int64()), ("record", pa.int64())]
    span = [("start", pa.int64()), ("end", pa.int64())]
    types = {
        "text": pa.string(), "int": pa.int64(), "ratio": pa.float64(), "texts": pa.list_(pa.string()),
        "spans": pa.list_(pa.list_(pa.int64())),
        "found": pa.list_(pa.struct([("field", pa.string()), *span, ("origin", pa.string())])),
        "left_out": pa.list_(pa.struct([*span, ("reason", pa.string())])),
        "places": pa.list_(pa.struct([("id", pa.string()), *span, *place])),
        "articles": pa.list_(pa.struct([("id", pa.string()), *place])),
    }
    return pa.schema([(column, types[kind]) for column, kind in COLUMNS[name].items()])


def rounded(name: str, table: pa.Table) -> pa.Table:
    """Return a table as its file shows it: the contract's columns in order, ratios rounded to 6 decimals.

    Args:
        name: A key of `COLUMNS`.
        table: With all columns of the table, in any order.
    """
    columns = COLUMNS[name]
    table = table.select(list(columns))
    for place, (column, kind) in enumerate(columns.items()):
        if kind == "ratio":
            table = table.set_column(place, column, _rounded(table.column(column)))
    return table


def _rounded(values: pa.ChunkedArray) -> pa.Array:
    # numpy rounds a scaled value: one in some hundred thousand would differ from what Python rounds
    distinct = values.combine_chunks().dictionary_encode()
    return pa.array([round(value, 6) for value in distinct.dictionary.to_pylist()], pa.float64()).take(distinct.indices)


class TableFile:
    """A file that a table of the contract is written to, piece by piece; a context manager."""

    def __init__(self, name: str, path: Path, format: Format = "jsonl") -> None:
        """Open the file.

        Args:
            name: A key of `COLUMNS`.
            path: Where to write.
            format: How to write.
        """
        self._schema = table_schema(name)
        self._file = path.open("wb")
        self._writer: parquet.ParquetWriter | None = None
        if format == "parquet":
            self._writer = parquet.ParquetWriter(self._file, self._schema, compression="zstd")
        self._held = self._schema.empty_table()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._file:
            if self._writer is not None and error is None:
                self._write_groups(self._writer, least=1)
                self._writer.close()

    def write(self, table: pa.Table) -> None:
        """Append rows as `rounded` gives them."""
        if self._writer is None:
            for lines in table_lines(table):
                self._file.write(bytes_of(lines))
            return
        for start in range(0, table.num_rows, _GROUP):
            # taken, not sliced: a slice keeps the offsets of the whole, which 32 bits may not hold
            rows = table.take(pa.array(range(start, min(start + _GROUP, table.num_rows))))
            self._held = pa.concat_tables([self._held, rows.cast(self._schema)])
            self._write_groups(self._writer, least=_GROUP)

    def _write_groups(self, writer: parquet.ParquetWriter, least: int) -> None:
        while self._held.num_rows >= least:
            writer.write_table(self._held.slice(0, _GROUP))
            self._held = self._held.slice(_GROUP)


def table_lines(table: pa.Table) -> Iterator[pa.LargeStringArray]:
    """Yield the rows of a table as JSON, each with its line end, some at a time."""
    for start in range(0, table.num_rows, ROWS):
        for batch in table.slice(start, ROWS).combine_chunks().to_batches():
            yield json_lines(batch)
