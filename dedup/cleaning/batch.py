"""Cleaning a batch of articles: Arrow in, Arrow out, one row a row.

The compiled steps release the interpreter's lock, and nothing is kept between calls but caches of pure results, so any
number of threads may call it.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np

from dedup.batches import string_buffers
from dedup.cleaning.core import clean_texts
from dedup.cleaning.forms import REASONS
from dedup.cleaning.records import Column, Records

if TYPE_CHECKING:
    import pyarrow as pa

    from dedup.cleaning.boilerplate import Boilerplate
    from dedup.cleaning.repeats import PageRepeat

KIND = "within_article"


@functools.cache
def cleaned_schema() -> pa.Schema:
    """Return the schema of cleaned batches.

    `title` to `language` are null where unknown; their `start` and `end` are null where the text doesn't state them.
    `body` and a repeat's `places` are (start, end) pairs, flattened. All offsets are code points of the text.
    """
    import pyarrow as pa

    found = pa.struct([("value", pa.string()), ("start", pa.int32()), ("end", pa.int32()), ("origin", pa.string())])
    left = pa.struct([("start", pa.int32()), ("end", pa.int32()), ("reason", pa.string())])
    repeat = pa.struct([("kind", pa.string()), ("places", pa.list_(pa.int32()))])
    return pa.schema(
        [(name, found) for name in ("title", "published", "updated", "dateline", "credit", "author", "language")]
        + [("body", pa.list_(pa.int32())), ("left_out", pa.list_(left)), ("repeats", pa.list_(repeat))]
    )


def clean_batch(
    batch: pa.RecordBatch, boilerplate: Boilerplate | None = None, *, keep_all: bool = False
) -> pa.RecordBatch:
    """Clean every article of a batch.

    Args:
        batch: Articles, as `dedup.batches.article_schema` says.
        boilerplate: Lines that many pages of a source share.
        keep_all: Whether to leave nothing out; titles, times and credits are read all the same.

    Returns:
        One row a row, as `cleaned_schema` says; each equals what `clean_article` gives for its article.
    """
    import pyarrow as pa

    data, offsets = string_buffers(batch.column("text"))
    rows = clean_texts(data, offsets, records_of(batch), boilerplate, keep_all)
    arrays = [_found_array(column) for column in rows.facts]
    arrays.append(pa.ListArray.from_arrays(pa.array(rows.body_offsets), pa.array(rows.body)))
    reasons = pa.DictionaryArray.from_arrays(pa.array(rows.left_reasons), pa.array(REASONS)).cast(pa.string())
    left = pa.StructArray.from_arrays(
        [pa.array(rows.left[:, 0]), pa.array(rows.left[:, 1]), reasons], names=["start", "end", "reason"]
    )
    arrays.append(pa.ListArray.from_arrays(pa.array(rows.left_offsets), left))
    arrays.append(_repeat_array(rows.repeats, batch.num_rows))
    return pa.RecordBatch.from_arrays(arrays, schema=cleaned_schema())


def find_bodies(batch: pa.RecordBatch, boilerplate: Boilerplate | None = None) -> pa.ListArray:
    """Return the column `body` that `clean_batch` gives, in two thirds of its time."""
    import pyarrow as pa

    data, offsets = string_buffers(batch.column("text"))
    rows = clean_texts(data, offsets, records_of(batch), boilerplate, keep_all=False, want_facts=False)
    return pa.ListArray.from_arrays(pa.array(rows.body_offsets), pa.array(rows.body))


def records_of(batch: pa.RecordBatch) -> Records:
    """Return what the records of a batch say."""
    import orjson

    columns = {name: batch.column(name).to_pylist() for name in Records._fields[:-1]}
    encoded = batch.column("origins").dictionary_encode()
    known = [orjson.loads(value) if value else {} for value in encoded.dictionary.to_pylist()]
    nothing: dict[str, str] = {}
    origins = [nothing if at is None else known[at] for at in encoded.indices.to_pylist()]
    return Records(**columns, origins=origins)


def _found_array(column: Column) -> pa.Array:
    import pyarrow as pa

    kind = cleaned_schema().field("title").type
    values = pa.array(column.values, pa.string())
    if values.null_count == len(values):
        return pa.nulls(len(values), kind)
    unknown = values.is_null()
    unstated = column.starts < 0
    starts, ends = (pa.array(places, mask=unstated) for places in (column.starts, column.ends))
    origins = pa.array(column.origins, pa.string())
    return pa.StructArray.from_arrays([values, starts, ends, origins], fields=list(kind), mask=unknown)


def _repeat_array(repeats: list[PageRepeat], n: int) -> pa.Array:
    import pyarrow as pa

    counts = np.bincount([repeat.row for repeat in repeats], minlength=n) if repeats else np.zeros(n, np.int64)
    offsets = np.concatenate(([0], np.cumsum(counts))).astype(np.int32)
    rows = [{"kind": KIND, "places": [at for place in repeat.places for at in place]} for repeat in repeats]
    return pa.ListArray.from_arrays(
        pa.array(offsets), pa.array(rows, cleaned_schema().field("repeats").type.value_type)
    )
