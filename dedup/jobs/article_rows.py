"""What cleaning found, as rows of `articles.jsonl`: one for each article, without its text. Called by `jobs.run_files`.

Made batch by batch from flat columns: a hundred thousand nested Arrow rows one at a time would cost more than the pass.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

FOUND = ("title", "published", "updated", "dateline", "credit", "author", "language")


def article_rows(articles: pa.RecordBatch, bodies: pa.RecordBatch, ids: list[str]) -> Iterator[dict[str, Any]]:
    """Yield the rows of a batch.

    `title` to `language` hold `{value, start, end, origin}` or null; `body` holds `[start, end]`, `left_out`
    `{start, end, reason}`.

    Args:
        articles: See `batches.article_schema`.
        bodies: See `cleaning.batch`.
        ids: The final id of each row.
    """
    found = [_found_column(bodies.column(name)) for name in FOUND]
    columns = (
        ids,
        articles.column("source_file").to_pylist(),
        articles.column("line").to_pylist(),
        articles.column("source").to_pylist(),
        articles.column("url").to_pylist(),
        *found,
        _body_column(bodies.column("body")),
        _left_out_column(bodies.column("left_out")),
    )
    names = ("id", "source_file", "line", "source", "url", *FOUND, "body", "left_out")
    for values in zip(*columns, strict=True):
        yield dict(zip(names, values, strict=True))


def _found_column(column: pa.StructArray) -> list[dict[str, Any] | None]:
    rows: list[dict[str, Any] | None] = [None] * len(column)
    present = np.flatnonzero(column.is_valid().to_numpy(zero_copy_only=False))
    if len(present):
        chosen = column if len(present) == len(column) else column.take(pa.array(present))
        parts = [pc.struct_field(chosen, name).to_pylist() for name in ("value", "start", "end", "origin")]
        for row, value, start, end, origin in zip(present.tolist(), *parts, strict=True):
            rows[row] = {"value": value, "start": start, "end": end, "origin": origin}
    return rows


def _body_column(column: pa.ListArray) -> list[list[list[int]]]:
    pairs = column.values.to_numpy().reshape(-1, 2).tolist()
    offsets = (column.offsets.to_numpy() // 2).tolist()
    return [pairs[start:end] for start, end in zip(offsets, offsets[1:], strict=False)]


def _left_out_column(column: pa.ListArray) -> list[list[dict[str, Any]]]:
    blocks = column.values
    parts = [pc.struct_field(blocks, name).to_pylist() for name in ("start", "end", "reason")]
    flat = [{"start": s, "end": e, "reason": r} for s, e, r in zip(*parts, strict=True)]
    offsets = column.offsets.to_pylist()
    return [flat[start:end] for start, end in zip(offsets, offsets[1:], strict=False)]
