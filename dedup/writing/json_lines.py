"""Arrow columns as JSON Lines, made column by column.

Rows as Python objects would cost more than the search itself: here only strings that need escaping and distinct numbers
pass through Python, and Arrow lets other threads work meanwhile.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

# What is put together row by row: a column of large strings without nulls, or one string for all rows.
_Part: TypeAlias = "pa.Array | str"


def json_lines(batch: pa.RecordBatch) -> pa.LargeStringArray:
    """Return one JSON object a row, each with its line end.

    Args:
        batch: Columns of strings, integers, finite floats, dictionaries of these, structs, and lists of any of them;
            a fixed-size list has no nulls.
    """
    if not batch.num_rows:
        return pa.array([], pa.large_string())
    return _column(_object(batch.schema.names, batch.columns, "}\n"), batch.num_rows)


def bytes_of(texts: pa.LargeStringArray) -> memoryview:
    """Return strings one after another in UTF-8, without copying them."""
    data, ends = _text_buffers(texts)
    return memoryview(data).cast("B")[ends[0] : ends[-1]]


def _object(names: list[str], columns: list[pa.Array], closing: str) -> list[_Part]:
    parts: list[_Part] = []
    for name, column in zip(names, columns, strict=True):
        parts += [f'{"," if parts else "{"}{orjson.dumps(name).decode()}:', *_value(column)]
    return [*parts, closing]


def _value(values: pa.Array) -> list[_Part]:
    """Return the parts of a column's values as JSON."""
    if values.null_count == len(values):
        return ["null"]
    if not values.null_count:
        return _known(values)
    # under a null, the parts hold something that is thrown away
    texts = _column(_known(values), len(values))
    return [pc.if_else(values.is_valid(), texts, pa.scalar("null", pa.large_string()))]


def _known(values: pa.Array) -> list[_Part]:
    kind = values.type
    if pa.types.is_dictionary(kind):
        words = _column(_value(values.dictionary), len(values.dictionary))
        return [words.take(values.indices)]
    if pa.types.is_floating(kind):
        return [_numbers(values)]
    if pa.types.is_integer(kind):
        return [values.cast(pa.large_string())]
    if pa.types.is_fixed_size_list(kind):
        return _fixed_lists(values)
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return _lists(values)
    if pa.types.is_struct(kind):
        names = [kind.field(i).name for i in range(kind.num_fields)]
        return _object(names, values.flatten(), "}")
    return ['"', _escaped(values.cast(pa.large_string())), '"']


def _column(parts: list[_Part], count: int) -> pa.LargeStringArray:
    """Put parts together row by row."""
    merged: list[_Part] = []
    for part in parts:
        if merged and isinstance(part, str) and isinstance(merged[-1], str):
            merged[-1] += part
        else:
            merged.append(part)
    if len(merged) == 1:
        return pa.array([merged[0]] * count, pa.large_string()) if isinstance(merged[0], str) else merged[0]
    whole = [pa.scalar(part, pa.large_string()) if isinstance(part, str) else part for part in merged]
    return pc.binary_join_element_wise(*whole, pa.scalar("", pa.large_string()))


def _escaped(values: pa.LargeStringArray) -> pa.LargeStringArray:
    """Escape what JSON escapes in a string."""
    data, ends = _text_buffers(values)
    letters = np.frombuffer(data, np.uint8)[ends[0] : ends[-1]]
    found = np.flatnonzero((letters < 32) | (letters == ord('"')) | (letters == ord("\\"))) + ends[0]
    if not len(found):
        return values
    special = np.zeros(len(values), np.bool_)
    special[np.searchsorted(ends, found, side="right") - 1] = True
    mask = pc.and_(pa.array(special), values.is_valid())
    escaped = [orjson.dumps(value)[1:-1].decode() for value in values.filter(mask).to_pylist()]
    return pc.replace_with_mask(values, mask, pa.array(escaped, pa.large_string()))


def _numbers(values: pa.FloatingPointArray) -> pa.LargeStringArray:
    distinct = values.dictionary_encode()
    words = orjson.dumps(distinct.dictionary.to_pylist())[1:-1].split(b",")
    return pa.array(words, pa.large_binary()).cast(pa.large_string()).take(distinct.indices)


def _fixed_lists(values: pa.FixedSizeListArray) -> list[_Part]:
    size = values.type.list_size
    items = values.flatten()
    parts: list[_Part] = []
    for place in range(size):
        parts += ["," if parts else "[", *_value(items.take(pa.array(np.arange(place, len(items), size))))]
    return [*parts, "]"]


def _lists(values: pa.ListArray) -> list[_Part]:
    items = values.flatten()
    if not len(items):
        return ["[]"]
    # the items of a list stand side by side already: wider slices of the same bytes are the joined lists
    data, ends = _text_buffers(_column([*_value(items), ","], len(items)))
    lengths = pc.fill_null(pc.list_value_length(values), 0).to_numpy(zero_copy_only=False)
    offsets = ends[np.concatenate(([0], np.cumsum(lengths)))]
    lists = pa.LargeStringArray.from_buffers(len(values), pa.py_buffer(offsets), data)
    return ["[", pc.ascii_rtrim(lists, ","), "]"]


def _text_buffers(texts: pa.LargeStringArray) -> tuple[pa.Buffer, NDArray[np.int64]]:
    """Return the bytes of a column of strings and int64[n + 1], where each string starts in them."""
    _, offsets, data = texts.buffers()
    return data or pa.py_buffer(b""), np.frombuffer(offsets, np.int64)[texts.offset : texts.offset + len(texts) + 1]
