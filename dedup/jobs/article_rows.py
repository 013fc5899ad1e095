"""What cleaning found, as rows of `articles.jsonl`: one for each article, without its text. Called by `jobs.run_files`.

Made batch by batch from flat columns: a hundred thousand nested Arrow rows one at a time would cost more than the pass.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

FOUND = ("title", "published", "updated", "dateline", "credit", "author", "language")


def article_rows(articles: pa.RecordBatch, bodies: pa.RecordBatch, ids: list[str]) -> Iterator[dict[str, Any]]:
    """Yield the rows of a batch.

    `title` to `language` hold values; `found` says of each where it comes from, as `{field, start, end, origin}`,
    start and end null for what the text doesn't state. `body` holds `[start, end]`, `left_out` `{start, end, reason}`.

    Args:
        articles: See `batches.article_schema`.
        bodies: See `cleaning.batch`.
        ids: The final id of each row.
    """
    values: dict[str, list[Any]] = {"id": ids}
    for name in ("source_file", "line", "source", "url"):
        values[name] = articles.column(name).to_pylist()
    found: list[list[dict[str, Any]]] = [[] for _ in ids]
    for name in FOUND:
        values[name] = _found_column(name, bodies.column(name), found)
    values["found"] = found
    values["body"] = _body_column(bodies.column("body"))
    values["left_out"] = _left_out_column(bodies.column("left_out"))
    names = tuple(values)
    for row in zip(*values.values(), strict=True):
        yield dict(zip(names, row, strict=True))


def _found_column(name: str, column: pa.StructArray, found: list[list[dict[str, Any]]]) -> list[str | None]:
    """Return a field's values by row, and add to `found` where each comes from."""
    values: list[str | None] = [None] * len(column)
    present = np.flatnonzero(column.is_valid().to_numpy(zero_copy_only=False))
    if not len(present):
        return values
    chosen = column if len(present) == len(column) else column.take(pa.array(present))
    parts = [pc.struct_field(chosen, part).to_pylist() for part in ("value", "start", "end", "origin")]
    for row, value, start, end, origin in zip(present.tolist(), *parts, strict=True):
        values[row] = value
        found[row].append({"field": name, "start": start, "end": end, "origin": origin})
    return values


def _body_column(column: pa.ListArray) -> list[list[list[int]]]:
    pairs = column.values.to_numpy().reshape(-1, 2).tolist()
    offsets = (column.offsets.to_numpy() // 2).tolist()
    return [pairs[start:end] for start, end in pairwise(offsets)]


def _left_out_column(column: pa.ListArray) -> list[list[dict[str, Any]]]:
    blocks = column.values
    parts = [pc.struct_field(blocks, name).to_pylist() for name in ("start", "end", "reason")]
    flat = [{"start": s, "end": e, "reason": r} for s, e, r in zip(*parts, strict=True)]
    offsets = column.offsets.to_pylist()
    return [flat[start:end] for start, end in pairwise(offsets)]
