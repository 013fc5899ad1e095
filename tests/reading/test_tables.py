"""Parquet and Arrow: any column beside the text, any form of the text, and no file that unfolds to gigabytes."""

import datetime
import decimal

import pyarrow as pa
import pytest
from pyarrow import parquet

from dedup.reading.reader import read
from dedup.reading.unfolded import unfolded_size

BODY = "The ferry to Orlo sails again on Monday, after eleven weeks in dock."
OTHERS = {
    "ns": pa.array([1700000000123456789, None], pa.timestamp("ns")),
    "ns_zone": pa.array([1700000000123456789, 5], pa.timestamp("ns", "UTC")),
    "far": pa.array([2**62, -(2**62)], pa.timestamp("s")),
    "time": pa.array([1, 2], pa.time64("ns")),
    "span": pa.array([1, 2**60 + 1], pa.duration("ns")),
    "map": pa.array([[("a", 1)], []], pa.map_(pa.string(), pa.int64())),
    "struct": pa.array([{"at": 5, "b": [1]}, None], pa.struct({"at": pa.timestamp("ns"), "b": pa.list_(pa.int8())})),
    "decimal": pa.array([decimal.Decimal("1.50"), None], pa.decimal128(10, 2)),
    "dictionary": pa.array(["x", "y"]).dictionary_encode(),
    "nothing": pa.nulls(2),
    "bytes": pa.array([b"\xff\x00", b"a"]),
    "fixed": pa.array([b"abcd", None], pa.binary(4)),
    "nan": pa.array([float("nan"), float("inf")]),
    "day": pa.array([datetime.date(2024, 3, 1), None]),
    "nested": pa.array([[[1], None], []], pa.list_(pa.list_(pa.int64()))),
    "large": pa.array([["a"], None], pa.large_list(pa.large_string())),
}


def write(path, table):
    if path.suffix == ".parquet":
        parquet.write_table(table, path)
    else:
        new = pa.ipc.new_stream if path.suffix == ".stream" else pa.ipc.new_file
        with pa.OSFile(str(path), "wb") as file, new(file, table.schema) as writer:
            writer.write_table(table)
    return path


# Parquet has no such type
NOT_WRITTEN = {("far", ".parquet")}


@pytest.mark.parametrize(
    ("name", "ending"),
    [(n, e) for n in OTHERS for e in (".parquet", ".arrow", ".stream") if (n, e) not in NOT_WRITTEN],
)
def test_a_column_of_any_type_rejects_no_row(tmp_path, name, ending):
    table = pa.table({"id": ["a", "b"], "text": [BODY, "b"], name: OTHERS[name]})
    path = write(tmp_path / f"a{ending}", table)
    rejects = []
    assert [a.text for a in read(path, rejects.append)] == [BODY, "b"]
    assert not rejects


@pytest.mark.parametrize("ending", [".parquet", ".arrow", ".stream"])
@pytest.mark.parametrize("texts", [
    pa.array([BODY.encode()]), pa.array([BODY.encode()], pa.large_binary()), pa.array([BODY.split(", ")]),
    pa.array([BODY]).dictionary_encode(), pa.array([{"value": BODY}]), pa.array([[{"text": BODY}]]),
])
def test_a_text_in_any_form(tmp_path, texts, ending):
    (article,) = read(write(tmp_path / f"a{ending}", pa.table({"text": texts, "date": OTHERS["ns"][:1]})))
    assert article.text.replace("\n", ", ") == BODY
    assert article.date == "2023-11-14T22:13:20.123456"


def test_binary_that_is_no_text_is_rejected(tmp_path):
    rejects = []
    path = write(tmp_path / "a.parquet", pa.table({"text": [b"\xff\xfe\xfd", b"good"]}))
    assert [a.text for a in read(path, rejects.append)] == ["good"]
    assert [(r.line, r.reason) for r in rejects] == [(1, "text is binary, not a string (field 'text')")]


WORDS = "word " * 200_000
SHARED = pa.DictionaryArray.from_arrays(pa.array([0] * 20_000, pa.int32()), pa.array([WORDS]))


def bomb(path, kind):
    if kind == "dictionary":
        batch = pa.record_batch([SHARED], names=["text"])
    elif kind == "nulls":
        batch = pa.record_batch([pa.nulls(2**31 - 1)], names=["text"])
    elif kind == "lists of nulls":
        lists = pa.ListArray.from_arrays(pa.array([0, 2**31 - 1], pa.int32()), pa.nulls(2**31 - 1))
        batch = pa.record_batch([pa.array(["a"]), lists], names=["text", "x"])
    else:
        batch = pa.record_batch([pa.array([WORDS] * 90)], names=["text"])
    new = pa.ipc.new_stream if path.suffix == ".stream" else pa.ipc.new_file
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    with pa.OSFile(str(path), "wb") as file, new(file, batch.schema, options=options) as writer:
        writer.write_batch(batch)


@pytest.mark.parametrize("ending", [".arrow", ".stream"])
@pytest.mark.parametrize("kind", ["dictionary", "nulls", "lists of nulls", "compressed"])
def test_arrow_bomb(tmp_path, kind, ending):
    bomb(tmp_path / f"a{ending}", kind)
    (tmp_path / "b.txt").write_text(BODY)
    rejects = []
    assert [a.text for a in read(tmp_path, rejects.append)] == [BODY]
    assert ["(setting max_expansion)" in r.reason for r in rejects] == [True]


@pytest.mark.parametrize("options", [{}, {"use_dictionary": False}, {"row_group_size": 500}])
def test_parquet_bomb(tmp_path, options):
    table = pa.table({"text": SHARED if options.get("use_dictionary", True) else pa.array([WORDS] * 100)})
    parquet.write_table(table, tmp_path / "a.parquet", compression="zstd", **options)
    (tmp_path / "b.txt").write_text(BODY)
    rejects = []
    assert [a.text for a in read(tmp_path, rejects.append)][-1] == BODY
    assert ["(setting max_expansion)" in r.reason for r in rejects] == [True]


@pytest.mark.parametrize("name", OTHERS)
def test_unfolded_size_is_near_the_truth(name):
    assert 0 < unfolded_size(OTHERS[name]) < 1000


def test_unfolded_size_counts_what_is_shared():
    assert unfolded_size(SHARED) >= 20_000 * len(WORDS)
    ends = pa.RunEndEncodedArray.from_arrays(pa.array([1_000_000], pa.int32()), pa.array(["a" * 100]))
    assert unfolded_size(ends) >= 100_000_000


@pytest.mark.parametrize("at", range(0, 400, 7))
def test_an_overwritten_byte_is_no_crash(tmp_path, at):
    for ending in (".parquet", ".arrow"):
        path = write(tmp_path / f"a{ending}", pa.table({"text": [BODY, "b"], "n": [1, None]}))
        data = bytearray(path.read_bytes())
        data[at % len(data)] ^= 0x55
        path.write_bytes(data)
        rejects = []
        articles = list(read(path, rejects.append))
        assert articles or rejects
