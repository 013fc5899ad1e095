"""Lines of JSON made by column against orjson's, row by row."""

import orjson
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from dedup.writing.json_lines import bytes_of, json_lines

TEXT = st.none() | st.text(st.characters(codec="utf-8"), max_size=12)
DIGIT = st.integers(0, 9)
NUMBER = st.none() | st.integers(-(2**40), 2**40)
RATIO = st.none() | st.sampled_from([0.0, 1.0, 1e-06, 0.333333, 0.1, 0.999999, 12345.678])
COLUMNS = {
    "text": (pa.large_string(), TEXT),
    "short text": (pa.string(), TEXT),
    "word": (pa.dictionary(pa.int8(), pa.string()), st.none() | st.sampled_from(['a"b', "c"])),
    "number": (pa.int64(), NUMBER),
    "ratio": (pa.float64(), RATIO),
    "texts": (pa.list_(pa.string()), st.none() | st.lists(TEXT, max_size=3)),
    "large": (pa.large_list(pa.large_string()), st.lists(TEXT, max_size=3)),
    "pairs": (pa.list_(pa.list_(pa.int32(), 2)), st.lists(st.lists(DIGIT, min_size=2, max_size=2), max_size=3)),
    "objects": (
        pa.list_(pa.struct({"name": pa.string(), 'a "b"': pa.int32()})),
        st.lists(st.none() | st.fixed_dictionaries({"name": TEXT, 'a "b"': st.none() | DIGIT}), max_size=3),
    ),
    "object": (pa.struct({"n": pa.int8()}), st.none() | st.fixed_dictionaries({"n": st.none() | DIGIT})),
}  # fmt: skip


def as_json(rows):
    return b"".join(orjson.dumps(row) + b"\n" for row in rows)


@hypothesis_settings(max_examples=100, deadline=None)
@given(st.lists(st.fixed_dictionaries({name: values for name, (_, values) in COLUMNS.items()}), max_size=6), st.data())
def test_lines_are_what_orjson_makes_of_the_rows(rows, data):
    schema = pa.schema([(name, kind) for name, (kind, _) in COLUMNS.items()])
    batch = pa.RecordBatch.from_pylist(rows, schema)
    rows = batch.to_pylist()
    assert bytes_of(json_lines(batch)) == as_json(rows)
    first = data.draw(st.integers(0, len(rows)))
    last = data.draw(st.integers(first, len(rows)))
    assert bytes_of(json_lines(batch.slice(first, last - first))) == as_json(rows[first:last])


@pytest.mark.parametrize("rows", [[{"a": None}] * 3, [{"a": []}] * 2, [{"a": [None]}, {"a": []}]])
def test_columns_of_equal_values(rows):
    batch = pa.RecordBatch.from_pylist(rows, pa.schema({"a": pa.list_(pa.string())}))
    assert bytes_of(json_lines(batch)) == as_json(rows)


def test_every_character_that_json_escapes():
    rows = [{"a": f"x{chr(code)}y"} for code in range(0x2100)]
    assert bytes_of(json_lines(pa.RecordBatch.from_pylist(rows))) == as_json(rows)
