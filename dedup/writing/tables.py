"""Tables of results as JSON Lines, CSV or Parquet: same rows, same order of columns, whatever the format.

Called by `jobs` with rows sorted by their key. The columns of each table are the contract in DESIGN.
"""

from __future__ import annotations

import base64
import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, BinaryIO, Literal

from dedup.articles import Place

if TYPE_CHECKING:
    import pyarrow as pa

Format = Literal["jsonl", "csv", "parquet"]
# Kinds of columns: text, int, ratio (0 to 1), texts (a list), spans ([[start, end]]), and lists of objects: left_out,
# found (which span of the text proves a field), places (given as `Place`s).
COLUMNS: Mapping[str, Mapping[str, str]] = {
    "articles": {
        "id": "text", "source_file": "text", "line": "int", "source": "text", "url": "text", "title": "text",
        "published": "text", "updated": "text", "dateline": "text", "credit": "text", "author": "text",
        "language": "text", "found": "found", "body": "spans", "left_out": "left_out",
    },
    "removed": {
        "id": "text", "kept_id": "text", "relation": "text", "jaccard": "ratio", "containment": "ratio",
        "containment_of_kept": "ratio", "unique_share": "ratio", "rule": "text", "cluster_id": "text",
        "source_file": "text", "line": "int",
    },
    "pairs": {
        "id_a": "text", "id_b": "text", "relation": "text", "jaccard": "ratio", "containment_a": "ratio",
        "containment_b": "ratio",
    },
    "clusters": {
        "cluster_id": "text", "representative": "text", "members": "texts", "sources": "texts", "first_seen": "text",
    },
    "repeats": {"passage_id": "text", "kind": "text", "text": "text", "sources": "texts", "places": "places"},
    "rejects": {"source_file": "text", "line": "int", "reason": "text", "raw_base64": "text"},
}
# A spreadsheet takes a cell that begins with one of these for a formula (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_ROWS = 65536


def write_rows(name: str, rows: Iterable[Mapping[str, Any]], file: BinaryIO, format: Format = "jsonl") -> int:
    """Write a table of the contract from rows as `plain_rows` gives them.

    Args:
        name: A key of `COLUMNS`.
        rows: Plain values by column.
        file: Open for writing bytes.
        format: How to write.

    Returns:
        The number of rows.
    """
    if format == "parquet":
        return _write_parquet(rows, COLUMNS[name], file)
    if format == "csv":
        return write_csv(rows, list(COLUMNS[name]), file)
    return write_jsonl(rows, file)


def plain_rows(name: str, rows: Iterable[object]) -> Iterator[dict[str, Any]]:
    """Yield rows as they are written: plain values by column, ratios rounded to 6 decimals.

    Args:
        name: A key of `COLUMNS`.
        rows: Dataclasses or mappings with the table's columns (a missing one is null); `Reject`s as they are.
    """
    columns = COLUMNS[name]
    return (_row(row, columns) for row in rows)


def write_jsonl(rows: Iterable[object], file: BinaryIO) -> int:
    """Write rows as JSON Lines, keys in the order of the row; return their number."""
    import orjson

    count = 0
    for chunk in _chunks(rows):
        lines = [orjson.dumps(row, default=list, option=orjson.OPT_APPEND_NEWLINE) for row in chunk]
        file.write(b"".join(lines))
        count += len(chunk)
    return count


def write_csv(
    rows: Iterable[Mapping[str, Any]], columns: Iterable[str], file: BinaryIO, *, raw: bool = False
) -> int:
    """Write rows as CSV with a header, in UTF-8; lists and objects as JSON.

    Args:
        rows: Mappings by column.
        columns: The columns, in order.
        file: Open for writing bytes.
        raw: Leave text as it is. Else a text that a spreadsheet would run as a formula gets a leading apostrophe.

    Returns:
        The number of rows.
    """
    names = list(columns)
    count = 0
    for chunk in _chunks(rows):
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\r\n")
        if not count:
            writer.writerow(names)
        writer.writerows([[_cell(row.get(name), raw=raw) for name in names] for row in chunk])
        file.write(text.getvalue().encode())
        count += len(chunk)
    if not count:
        file.write((",".join(names) + "\r\n").encode())
    return count


def _row(row: Any, columns: Mapping[str, str]) -> dict[str, Any]:  # noqa: ANN401 - a dataclass or a mapping
    values = row if isinstance(row, Mapping) else {name: getattr(row, name) for name in row.__dataclass_fields__}
    if "raw_base64" in columns and "raw" in values:
        values = {**values, "raw_base64": base64.b64encode(values["raw"]).decode()}
    return {name: _VALUES[kind](values.get(name)) for name, kind in columns.items()}


def _ratio(value: float | None) -> float | None:
    return None if value is None else round(float(value), 6)


def _places(value: Iterable[Place] | None) -> list[dict[str, Any]]:
    return [{"id": place.article, "start": place.start, "end": place.end} for place in value or ()]


def _same(value: Any) -> Any:  # noqa: ANN401 - text or int
    return value


# How a value of each kind of column is written.
_VALUES: Mapping[str, Callable[[Any], Any]] = {
    "text": _same, "int": _same, "found": _same, "spans": _same, "left_out": _same, "ratio": _ratio, "places": _places,
    "texts": lambda value: list(value or ()),
}


def _cell(value: object, *, raw: bool) -> object:
    if isinstance(value, list | dict):
        import orjson

        value = orjson.dumps(value).decode()
    if isinstance(value, str) and not raw and value.startswith(_FORMULA):
        return "'" + value
    return value


def _write_parquet(rows: Iterable[Mapping[str, Any]], columns: Mapping[str, str], file: BinaryIO) -> int:
    import pyarrow as pa
    from pyarrow import parquet

    schema = pa.schema([pa.field(name, _arrow_type(kind)) for name, kind in columns.items()])
    count = 0
    with parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        for chunk in _chunks(rows):
            writer.write_table(pa.Table.from_pylist(chunk, schema=schema))
            count += len(chunk)
    return count


def _arrow_type(kind: str) -> pa.DataType:
    import pyarrow as pa

    span = [("start", pa.int64()), ("end", pa.int64())]
    return {
        "text": pa.string(), "int": pa.int64(), "ratio": pa.float64(), "texts": pa.list_(pa.string()),
        "spans": pa.list_(pa.list_(pa.int64())),
        "found": pa.list_(pa.struct([("field", pa.string()), *span, ("origin", pa.string())])),
        "left_out": pa.list_(pa.struct([*span, ("reason", pa.string())])),
        "places": pa.list_(pa.struct([("id", pa.string()), *span])),
    }[kind]


def _chunks(rows: Iterable[Any]) -> Iterator[list[Any]]:
    chunk: list[Any] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == _ROWS:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
