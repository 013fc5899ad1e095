"""`articles.jsonl` line by line, made column by column in Arrow: what cleaning found, without the text.

Called by `jobs.run_files`. A hundred thousand rows as Python objects would cost more than the search; here only strings
that need escaping pass through Python.
"""

from __future__ import annotations

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc

FOUND = ("title", "published", "updated", "dateline", "credit", "author", "language")
# Characters that JSON escapes in a string.
_SPECIAL = r'["\\\x00-\x1f]'


def article_lines(articles: pa.RecordBatch, bodies: pa.RecordBatch, ids: list[str]) -> pa.LargeStringArray:
    """Return one JSON object for each article, with its line end.

    `title` to `language` hold values; `found` says of each where it comes from, as `{field, start, end, origin}`,
    start and end null for what the text doesn't state. `body` holds `[start, end]`, `left_out` `{start, end, reason}`.

    Args:
        articles: See `batches.article_schema`; `source_file`, `line`, `source` and `url` are read.
        bodies: See `cleaning.batch`.
        ids: The final id of each row.
    """
    fields: dict[str, pa.Array] = {"id": _quoted(pa.array(ids, pa.large_string()))}
    fields["source_file"] = _quoted(articles.column("source_file"))
    fields["line"] = articles.column("line").cast(pa.large_string())
    for name in ("source", "url"):
        fields[name] = _quoted(articles.column(name))
    for name in FOUND:
        fields[name] = _quoted(pc.struct_field(bodies.column(name), "value"))
    places = [_place(name, bodies.column(name)).fill_null("") for name in FOUND]
    fields["found"] = _joined("[", pc.utf8_rtrim(_joined(*places), ","), "]")
    fields["body"] = _pairs(bodies.column("body"))
    fields["left_out"] = _blocks(bodies.column("left_out"))
    parts: list[pa.Array | str] = []
    for number, (name, values) in enumerate(fields.items()):
        parts += [f'{"," if number else "{"}"{name}":', values.fill_null("null")]
    return _joined(*parts, "}\n")


def _joined(*parts: pa.Array | str) -> pa.Array:
    """Put strings together element by element; a null in one part makes null."""
    whole = [pa.scalar(part, pa.large_string()) if isinstance(part, str) else part for part in parts]
    return pc.binary_join_element_wise(*whole, pa.scalar("", pa.large_string()))


def _quoted(values: pa.Array) -> pa.Array:
    """Return strings as JSON strings; null stays null."""
    values = values.cast(pa.large_string())
    plain = _joined('"', values, '"')
    special = np.flatnonzero(pc.match_substring_regex(values, _SPECIAL).fill_null(False).to_numpy(zero_copy_only=False))
    if not len(special):
        return plain
    escaped = [orjson.dumps(value).decode() for value in values.take(pa.array(special)).to_pylist()]
    mask = np.zeros(len(values), np.bool_)
    mask[special] = True
    return pc.replace_with_mask(plain, pa.array(mask), pa.array(escaped, pa.large_string()))


def _place(name: str, column: pa.StructArray) -> pa.Array:
    """Return where a field comes from as JSON objects, each with a comma; null where it is not known."""
    start, end = (pc.struct_field(column, part).cast(pa.large_string()).fill_null("null") for part in ("start", "end"))
    origin = _quoted(pc.struct_field(column, "origin"))
    return _joined(f'{{"field":"{name}","start":', start, ',"end":', end, ',"origin":', origin, "},")


def _pairs(column: pa.ListArray) -> pa.Array:
    """Return lists of flattened pairs as JSON."""
    edges = column.values.cast(pa.large_string())
    starts, ends = (edges.take(pa.array(np.arange(side, len(edges), 2))) for side in (0, 1))
    return _listed(_joined("[", starts, ",", ends, "]"), column.offsets.to_numpy() // 2)


def _blocks(column: pa.ListArray) -> pa.Array:
    """Return lists of left-out blocks as JSON."""
    start, end = (pc.struct_field(column.values, part).cast(pa.large_string()) for part in ("start", "end"))
    reason = _quoted(pc.struct_field(column.values, "reason"))
    items = _joined('{"start":', start, ',"end":', end, ',"reason":', reason, "}")
    return _listed(items, column.offsets.to_numpy())


def _listed(items: pa.Array, offsets: np.ndarray) -> pa.Array:
    lists = pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), items.cast(pa.string()))
    return _joined("[", pc.binary_join(lists, ",").cast(pa.large_string()), "]")
