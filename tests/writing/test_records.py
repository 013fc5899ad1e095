"""Kept records come out byte for byte, in order, from files that did not change."""

import io
import json
import os

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.articles import Article
from dedup.batches import batch_from_articles
from dedup.errors import InputError
from dedup.writing import records
from dedup.writing.records import article_json, copy_ranges, write_records


def stamp(path):
    stat = os.stat(path)
    return stat.st_size, stat.st_mtime_ns


line = st.binary(max_size=40).map(lambda data: data.replace(b"\n", b""))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(line, st.booleans()), min_size=1, max_size=30),
    st.sampled_from([b"\n", b"\r\n", b"\n\n"]),
    st.sampled_from([3, 16, 4096]),
)
def test_copied_ranges_are_the_kept_lines(tmp_path_factory, lines, end, window):
    path = tmp_path_factory.mktemp("copy") / "in"
    path.write_bytes(end.join(line for line, _ in lines))
    starts, at = [], 0
    for line, _ in lines:
        starts.append(at)
        at += len(line) + len(end)
    kept = [i for i, (_, keep) in enumerate(lines) if keep]
    out = io.BytesIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(records, "_WINDOW", window)
        if kept:
            first = np.array([starts[i] for i in kept])
            copy_ranges(str(path), first, first + [len(lines[i][0]) for i in kept], out, stamp(path))
    assert out.getvalue() == b"".join(lines[i][0] + b"\n" for i in kept)


def batch_of(rows):
    """An article batch of (id, file, start, end, raw)."""
    import pyarrow as pa

    batch = batch_from_articles(
        Article(id, "text", source_file=str(file), extra={"note": 1}) for id, file, *_ in rows
    )
    columns = {name: batch.column(name) for name in batch.schema.names}
    columns["raw_start"] = pa.array([row[2] for row in rows])
    columns["raw_end"] = pa.array([row[3] for row in rows])
    columns["raw"] = pa.array([row[4] for row in rows], pa.large_binary())
    return pa.record_batch([columns[f.name] for f in batch.schema], schema=batch.schema)


def test_order_is_kept_over_files_streams_and_formats(tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_bytes(b'{"id":"1"}\n{"id":"2"}\n{"id":"3"}\n')
    two.write_bytes(b'{"id":"9"}')
    batch = batch_of([
        ("1", one, 0, 10, None), ("3", one, 22, 32, None), ("s", "-", -1, -1, b'{"id":"s" }'),
        ("t", "a.txt", -1, -1, None), ("9", two, 0, 10, None), ("2", one, 11, 21, None),
    ])
    out = io.BytesIO()
    write_records(batch, out, {str(p): stamp(p) for p in (one, two)})
    assert out.getvalue().splitlines() == [
        b'{"id":"1"}', b'{"id":"3"}', b'{"id":"s" }', b'{"id":"t","text":"text","note":1}', b'{"id":"9"}', b'{"id":"2"}'
    ]


def test_no_rows():
    out = io.BytesIO()
    write_records(batch_of([]), out, {})
    assert out.getvalue() == b""


def test_file_that_changed_or_went_is_told(tmp_path):
    path = tmp_path / "in"
    path.write_bytes(b"abc\n")
    seen = stamp(path)
    path.write_bytes(b"abcd\n")
    ranges = (np.array([0]), np.array([3]))
    with pytest.raises(InputError, match="in: the file changed"):
        copy_ranges(str(path), *ranges, io.BytesIO(), seen)
    path.unlink()
    with pytest.raises(InputError, match="can't be read again: No such file"):
        copy_ranges(str(path), *ranges, io.BytesIO(), seen)


def test_article_as_json_loses_no_field():
    article = Article(
        "i", "t", title="T", url="https://a.example", extra={"source": "https://a.example", "n": [1, None], "extra": 5}
    )
    assert json.loads(article_json(article)) == {
        "id": "i", "title": "T", "text": "t", "url": "https://a.example", "n": [1, None],
        "extra": {"extra": 5, "source": "https://a.example"},
    }
