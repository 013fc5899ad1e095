"""Arrow columns as JSON Lines, made column by column.

Called by `writing.tables`. Rows as Python objects would cost more than the search itself: here only strings that need
escaping and distinct numbers pass through Python, and Arrow lets other threads work meanwhile.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

# Bytes that JSON escapes in a string.
_ESCAPED = np.zeros(256, np.bool_)
_ESCAPED[:32] = _ESCAPED[ord('"')] = _ESCAPED[ord("\\")] = True

# JSON of a column: a large string for each value, or one string where all are equal.
_Column: TypeAlias = "pa.Array | str"


def json_lines(batch: pa.RecordBatch) -> pa.LargeStringArray:
    """Return one JSON object a row, each with its line end.

    Args:
        batch: Columns of strings, integers, finite floats, dictionaries of these, structs, and lists of any of them;
            a fixed-size list has no nulls.
    """
    lines = _object(batch.schema.names, batch.columns, "}\n") if batch.num_rows else ""
    return _repeated(lines, batch.num_rows) if isinstance(lines, str) else lines


def bytes_of(texts: pa.LargeStringArray) -> memoryview:
    """Return strings one after another in UTF-8, without copying them."""
    data, ends = _text_buffers(texts)
    return memoryview(data).cast("B")[ends[0] : ends[-1]]


def _repeated(text: str, count: int) -> pa.LargeStringArray:
    return pa.array([text] * count, pa.large_string())


def _object(names: list[str], columns: list[pa.Array], closing: str) -> _Column:
    parts: list[_Column] = []
    for name, column in zip(names, columns, strict=True):
        parts += [f'{"," if parts else "{"}{orjson.dumps(name).decode()}:', _column(column)]
    return _joined(*parts, closing)


def _column(values: pa.Array) -> _Column:
    kind = values.type
    if values.null_count == len(values):
        return "null"
    if pa.types.is_dictionary(kind):
        words = _column(values.dictionary)
        if isinstance(words, str):
            words = _repeated(words, len(values.dictionary))
        return _or_null(words.take(values.indices), values)
    if pa.types.is_floating(kind):
        return _or_null(_numbers(values), values)
    if pa.types.is_integer(kind):
        return _or_null(values.cast(pa.large_string()), values)
    if pa.types.is_fixed_size_list(kind):
        return _fixed_lists(values)
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return _or_null(_lists(values), values)
    if pa.types.is_struct(kind):
        names = [kind.field(i).name for i in range(kind.num_fields)]
        return _or_null(_object(names, values.flatten(), "}"), values)
    return _or_null(_quoted(values), values)


def _joined(*parts: _Column) -> _Column:
    """Put columns together row by row."""
    merged: list[_Column] = []
    for part in parts:
        if merged and isinstance(part, str) and isinstance(merged[-1], str):
            merged[-1] += part
        else:
            merged.append(part)
    if len(merged) == 1:
        return merged[0]
    return pc.binary_join_element_wise(*map(_value, merged), _value(""))


def _or_null(texts: _Column, values: pa.Array) -> _Column:
    return pc.if_else(values.is_valid(), _value(texts), _value("null")) if values.null_count else texts


def _value(texts: _Column) -> pa.Array | pa.Scalar:
    return pa.scalar(texts, pa.large_string()) if isinstance(texts, str) else texts


def _quoted(values: pa.Array) -> pa.LargeStringArray:
    values = values.cast(pa.large_string())
    plain = _joined('"', values, '"')
    data, ends = _text_buffers(values)
    found = np.flatnonzero(_ESCAPED[np.frombuffer(data, np.uint8)[ends[0] : ends[-1]]]) + ends[0]
    if not len(found):
        return plain
    special = np.zeros(len(values), np.bool_)
    special[np.searchsorted(ends, found, side="right") - 1] = True
    mask = pc.and_(pa.array(special), values.is_valid())
    escaped = [orjson.dumps(value).decode() for value in values.filter(mask).to_pylist()]
    return pc.replace_with_mask(plain, mask, pa.array(escaped, pa.large_string()))


def _numbers(values: pa.FloatingPointArray) -> pa.LargeStringArray:
    distinct = values.dictionary_encode()
    words = orjson.dumps(distinct.dictionary.to_pylist())[1:-1].split(b",")
    return pa.array(words, pa.large_binary()).cast(pa.large_string()).take(distinct.indices)


def _fixed_lists(values: pa.FixedSizeListArray) -> _Column:
    size = values.type.list_size
    items = values.flatten()
    parts: list[_Column] = ["["]
    for place in range(size):
        chosen = items.take(pa.array(np.arange(place, len(items), size)))
        parts += ["," if place else "", _column(chosen)]
    return _joined(*parts, "]")


def _lists(values: pa.ListArray) -> _Column:
    items = values.flatten()
    if not len(items):
        return "[]"
    texts = _joined(_column(items), ",")
    if isinstance(texts, str):
        texts = _repeated(texts, len(items))
    # the items of a list stand side by side already: wider slices of the same bytes are the joined lists
    data, ends = _text_buffers(texts)
    lengths = pc.fill_null(pc.list_value_length(values), 0).to_numpy(zero_copy_only=False)
    offsets = ends[np.concatenate(([0], np.cumsum(lengths)))]
    lists = pa.LargeStringArray.from_buffers(len(values), pa.py_buffer(offsets), data)
    return _joined("[", pc.ascii_rtrim(lists, ","), "]")


def _text_buffers(texts: pa.LargeStringArray) -> tuple[pa.Buffer, NDArray[np.int64]]:
    """Return the bytes of a column of strings and int64[n + 1], where each string starts in them."""
    _, offsets, data = texts.buffers()
    return data or pa.py_buffer(b""), np.frombuffer(offsets, np.int64)[texts.offset : texts.offset + len(texts) + 1]
