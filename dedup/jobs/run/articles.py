"""The table `articles` and the cleaned bodies of `--emit body`, from what was read and what cleaning found.

Made by column, since rows as Python objects cost more than the search.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dedup.batches import offsets_of
from dedup.cleaning.article import body_text
from dedup.jobs.run.columns import lengths_of, one_array
from dedup.jobs.run.outcome import Outcome

_GIVEN = ("source_file", "line", "source", "url")
FOUND = ("title", "published", "updated", "dateline", "credit", "author", "language")


def article_rows(
    outcome: Outcome, rows: NDArray[np.int64], ids: pa.LargeStringArray, records: NDArray[np.int64]
) -> pa.Table:
    """Return rows of the table `articles`: what cleaning found, without the text.

    Args:
        outcome: What the pass found.
        rows: Which articles, in the order wanted.
        ids: Their final ids.
        records: int64[n], their places among the records of their files.
    """
    given = _columns(outcome.collection.articles.take(rows, list(_GIVEN)))
    cleaned = _columns(outcome.collection.bodies.take(rows, [*FOUND, "body", "left_out"]))
    return article_table(given, cleaned, ids, records)


def article_table(
    articles: Mapping[str, pa.Array] | pa.RecordBatch,
    bodies: Mapping[str, pa.Array] | pa.RecordBatch,
    ids: pa.Array,
    records: NDArray[np.int64],
) -> pa.Table:
    """Return the table from columns of a batch of articles, what cleaning found in them, ids and record numbers.

    `title` to `language` hold values; `found` says of each where it comes from, start and end null for what the text
    doesn't state.
    """
    columns = {"id": ids, "line": articles["line"], "record": pa.array(records), "url": articles["url"]}
    columns |= {name: _encoded(articles[name]) for name in ("source_file", "source")}
    columns |= {name: pc.struct_field(bodies[name], "value") for name in FOUND}
    columns["found"] = _places([bodies[name] for name in FOUND])
    columns["body"] = _spans(bodies["body"])
    columns["left_out"] = _blocks(bodies["left_out"])
    return pa.table(columns)


def body_rows(outcome: Outcome, rows: NDArray[np.int64], ids: pa.LargeStringArray) -> pa.RecordBatch:
    """Return articles with their cleaned bodies as `text`, in the order of the rows."""
    given = _columns(outcome.collection.articles.take(rows, ["text", "source", "url"]))
    cleaned = _columns(outcome.collection.bodies.take(rows, [*FOUND, "body"]))
    spans = (list(zip(body[::2], body[1::2], strict=True)) for body in cleaned["body"].to_pylist())
    texts = [body_text(text, body) for text, body in zip(given["text"].to_pylist(), spans, strict=True)]
    columns = {"id": ids, "source": given["source"], "url": given["url"]}
    columns |= {name: pc.struct_field(cleaned[name], "value") for name in FOUND}
    return pa.RecordBatch.from_pydict(columns | {"text": pa.array(texts, pa.large_string())})


def _columns(table: pa.Table) -> dict[str, pa.Array]:
    return {name: one_array(table.column(name)) for name in table.column_names}


def _encoded(values: pa.Array) -> pa.Array:
    """Keep each distinct value once: it is turned into JSON once then."""
    return values.dictionary_encode()


def _places(columns: list[pa.StructArray]) -> pa.ListArray:
    """Return for each row where its fields come from: those that are known, in the order of `FOUND`."""
    known = np.stack([column.is_valid().to_numpy(zero_copy_only=False) for column in columns], axis=1)
    row, field = np.nonzero(known)
    chosen = pa.array(field * len(known) + row)
    names = pa.DictionaryArray.from_arrays(pa.array(field.astype(np.int8)), pa.array(FOUND))
    start, end, origin = (
        pa.concat_arrays([pc.struct_field(column, part) for column in columns]).take(chosen)
        for part in ("start", "end", "origin")
    )
    items = pa.StructArray.from_arrays([names, start, end, _encoded(origin)], names=["field", "start", "end", "origin"])
    return pa.ListArray.from_arrays(_offsets(known.sum(axis=1)), items)


def _spans(column: pa.ListArray) -> pa.ListArray:
    """Turn lists of flattened pairs into lists of pairs."""
    pairs = pa.FixedSizeListArray.from_arrays(column.flatten(), 2)
    return pa.ListArray.from_arrays(_offsets(lengths_of(column) // 2), pairs)


def _blocks(column: pa.ListArray) -> pa.ListArray:
    items = column.flatten()
    start, end, reason = (pc.struct_field(items, name) for name in ("start", "end", "reason"))
    blocks = pa.StructArray.from_arrays([start, end, _encoded(reason)], names=["start", "end", "reason"])
    return pa.ListArray.from_arrays(_offsets(lengths_of(column)), blocks)


def _offsets(lengths: NDArray[np.int64]) -> pa.Array:
    return pa.array(offsets_of(lengths), pa.int32())
