"""Articles taken as they are: the whole text is body, and only the record says what they are.

For `--no-clean`, where reading pages for titles and dates would cost more than the search.
"""

from __future__ import annotations

import functools
from collections.abc import Callable

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc

from dedup.cleaning.batch import cleaned_schema
from dedup.cleaning.times import record_date

# What of a cleaned article comes from which field of the record; the rest only a page can state.
_FIELDS = {"title": "title", "published": "date", "updated": "updated", "author": "author", "language": "language"}


def whole_batch(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Return what a record alone says of each article of a batch, as `cleaning.batch.cleaned_schema`.

    Args:
        batch: Articles, as `dedup.batches.article_schema` says.

    Returns:
        One row a row: body from the first to the last character, nothing left out, no repeats.
    """
    schema = cleaned_schema()
    n = batch.num_rows
    origins = batch.column("origins").cast(pa.string()).dictionary_encode()
    columns: dict[str, pa.Array] = {}
    for name in schema.names[: schema.get_field_index("body")]:
        kind = schema.field(name).type
        if name not in _FIELDS:
            columns[name] = pa.nulls(n, kind)
            continue
        field = _FIELDS[name]
        values = batch.column(field).cast(pa.string())
        if name in ("published", "updated"):
            known = (column.to_pylist() for column in (values, batch.column("language"), batch.column("url")))
            values = pa.array(map(record_date, *known), pa.string())
        origin = _by_value(origins, functools.partial(_origin, field))
        nothing = pa.nulls(n, pa.int32())
        stated = pc.and_kleene(values.is_valid(), pc.not_equal(values, "")).fill_null(False)
        columns[name] = pa.StructArray.from_arrays(
            [values, nothing, nothing, origin], fields=list(kind), mask=pc.invert(stated)
        )
    lengths = pc.utf8_length(batch.column("text")).to_numpy(zero_copy_only=False)
    full = lengths > 0
    edges = np.stack((np.zeros(int(full.sum()), np.int32), lengths[full].astype(np.int32)), axis=1).reshape(-1)
    offsets = np.concatenate(([0], np.cumsum(2 * full))).astype(np.int32)
    columns["body"] = pa.ListArray.from_arrays(pa.array(offsets), pa.array(edges))
    for name in ("left_out", "repeats"):
        kind = schema.field(name).type
        columns[name] = pa.ListArray.from_arrays(
            pa.array(np.zeros(n + 1, np.int32)), pa.array([], kind.value_type)
        )
    return pa.RecordBatch.from_arrays([columns[name] for name in schema.names], schema=schema)


def _by_value(encoded: pa.DictionaryArray, change: Callable[[str], str]) -> pa.Array:
    """Change strings, each distinct one once; null stays null."""
    changed = pa.array([change(value) for value in encoded.dictionary.to_pylist()], pa.string())
    return changed.take(encoded.indices)


def _origin(field: str, origins: str) -> str:
    return str(orjson.loads(origins).get(field, f"field:{field}"))
