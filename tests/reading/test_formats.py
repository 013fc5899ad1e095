"""Every format and every compression gives the same articles; formats are known by content as well as by name."""

import bz2
import gzip
import io
import json
import lzma
import random
import re

import pyarrow as pa
import pytest
import zstandard
from pyarrow import feather, parquet

ROWS = [
    {"id": "a", "title": "Ferry, again", "text": 'Line one\nLine "two"', "topic": "sea"},
    {"id": "b", "title": "Übergang", "text": "¿Qué? 日本", "topic": "land"},
]


def _written(writer):
    file = io.BytesIO()
    writer(pa.Table.from_pylist(ROWS), file)
    return file.getvalue()


def _stream(table, file):
    with pa.ipc.new_stream(file, table.schema) as writer:
        writer.write_table(table)


def _delimited(delimiter):
    quoted = [['"' + value.replace('"', '""') + '"' for value in row.values()] for row in ROWS]
    lines = [delimiter.join(ROWS[0]), *(delimiter.join(row) for row in quoted)]
    return "\r\n".join(lines).encode() + b"\r\n"


FORMATS = {
    "jsonl": "\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS).encode(),
    "json": json.dumps(ROWS).encode(),
    "pretty.json": json.dumps(ROWS, indent=2).encode(),
    "concatenated.json": "".join(json.dumps(row, indent=1) for row in ROWS).encode(),
    "wrapped.json": json.dumps({"status": "ok", "articles": ROWS}).encode(),
    "csv": _delimited(","),
    "semicolon.csv": _delimited(";"),
    "spaced.csv": _delimited("; "),
    "spaced.rows.csv": _delimited("; ").replace(b"id; title; text; topic", b"id;title;text;topic"),
    "excel.csv": b"sep=;\r\n" + _delimited(";"),
    "tsv": _delimited("\t"),
    "parquet": _written(parquet.write_table),
    "feather": _written(feather.write_feather),
    "arrow": _written(_stream),
}
COMPRESSIONS = {
    "": bytes, ".gz": gzip.compress, ".bz2": bz2.compress, ".xz": lzma.compress, ".zst": zstandard.compress,
    ".two.gz": lambda data: gzip.compress(data[:50]) + gzip.compress(data[50:]),
    ".two.zst": lambda data: zstandard.compress(data[:50]) + zstandard.compress(data[50:]),
}


@pytest.mark.parametrize("ending", COMPRESSIONS)
@pytest.mark.parametrize("kind", FORMATS)
def test_format(reading, kind, ending):
    got = reading(f"x.{kind}{ending}", COMPRESSIONS[ending](FORMATS[kind]))
    assert not got.rejects
    assert [(a.id, a.title, a.text) for a in got.articles] == [(r["id"], r["title"], r["text"]) for r in ROWS]
    assert [a.extra for a in got.articles] == [{"topic": "sea"}, {"topic": "land"}]
    assert got.articles[0].origins == {"id": "field:id", "title": "field:title", "text": "field:text"}
    assert got.articles[0].line < got.articles[1].line or kind in {"json", "wrapped.json"}


@pytest.mark.parametrize("kind", [kind for kind in FORMATS])
def test_format_is_known_without_a_name(reading, kind):
    assert [a.id for a in reading("download", FORMATS[kind]).articles] == ["a", "b"]


@pytest.mark.parametrize(
    ("name", "kind"), [("a.txt", "jsonl"), ("a.json", "jsonl"), ("a.jsonl", "json"), ("a.csv", "parquet")]
)
def test_content_beats_a_wrong_name(reading, name, kind):
    assert [a.id for a in reading(name, FORMATS[kind]).articles] == ["a", "b"]


def test_forced_format_beats_content(reading):
    got = reading("a.jsonl", FORMATS["jsonl"], format="text")
    assert got.texts == [FORMATS["jsonl"].decode()]


@pytest.mark.parametrize("ending", [".gz", ".bz2", ".xz", ".zst"])
def test_cut_archive_is_read_as_far_as_it_goes(reading, ending):
    # not compressible, so that the first half of the archive holds about half of the records
    rng = random.Random(3)
    data = b"".join(b'{"id":"%d","text":"%s"}\n' % (i, rng.randbytes(60).hex().encode()) for i in range(6000))
    # the smallest blocks of bzip2: of one that is cut nothing can be read
    whole = bz2.compress(data, 1) if ending == ".bz2" else COMPRESSIONS[ending](data)
    got = reading(f"a.jsonl{ending}", whole[: len(whole) // 2])
    assert 500 < len(got.articles) < 6000
    assert [a.id for a in got.articles] == [str(i) for i in range(len(got.articles))]
    assert re.match(r"damaged or cut \w+ data", got.reasons[-1][1])
    assert len(got.rejects) <= 2  # the record that was cut, and the archive


def test_bytes_flipped_in_an_archive(reading):
    whole = bytearray(gzip.compress(FORMATS["jsonl"]))
    whole[-6] ^= 0xFF  # checksum
    got = reading("a.jsonl.gz", bytes(whole))
    assert [a.id for a in got.articles] == ["a", "b"]
    assert "damaged" in got.reasons[0][1]


def test_numbers_dates_and_lists_in_a_table(reading, tmp_path):
    import datetime

    table = pa.table({
        "id": pa.array([1, 2]), "text": pa.array(["a", None]), "date": pa.array([datetime.date(2024, 3, 1)] * 2),
        "authors": [["Ann", "Bo"], None], "score": [0.5, None], "blob": [b"\xff\x00", b"x"],
    })
    file = io.BytesIO()
    parquet.write_table(table, file)
    got = reading("a.parquet", file.getvalue())
    (article,) = got.articles
    assert (article.id, article.date, article.author) == ("1", "2024-03-01", "Ann, Bo")
    assert article.extra == {"score": 0.5, "blob": "/wA="}
    assert got.reasons == [(2, "text is null (field 'text')")]
    assert json.loads(got.rejects[0].raw)["id"] == 2


def test_cut_parquet_file_is_one_reject(reading):
    got = reading("a.parquet", FORMATS["parquet"][:-10])
    assert not got.articles
    assert got.reasons[0][1].startswith("not a readable Parquet file")


def test_cut_arrow_stream_keeps_what_came_before(reading):
    file = io.BytesIO()
    table = pa.Table.from_pylist(ROWS)
    with pa.ipc.new_stream(file, table.schema) as writer:
        writer.write_table(table)
        end_of_first = file.tell()
        writer.write_table(table)
    got = reading("a.arrow", file.getvalue()[: end_of_first + 40])
    assert [a.id for a in got.articles] == ["a", "b"]
    assert "no readable Arrow data from here on" in got.reasons[0][1]


def test_broken_offsets_in_an_arrow_file_cost_their_rows_and_not_the_process(reading):
    file = io.BytesIO()
    table = pa.table({"text": ["first text", "second text", "third text"]})
    _stream(table, file)
    offsets = b"".join(n.to_bytes(4, "little") for n in (0, 10, 21, 31))
    assert file.getvalue().count(offsets) == 1
    broken = offsets[:8] + (1 << 30).to_bytes(4, "little") + offsets[12:]
    got = reading("a.arrow", file.getvalue().replace(offsets, broken))
    assert got.texts == ["first text"]
    assert [line for line, _ in got.reasons] == [2, 3]


def test_small_files_share_a_batch(tmp_path):
    from dedup.reading.reader import read_batches
    from dedup.settings import Settings

    for i in range(20):
        (tmp_path / f"{i:02}.txt").write_text(f"text {i}")
    (batch,) = read_batches([tmp_path], Settings(), print)
    assert batch.column("text").to_pylist() == [f"text {i}" for i in range(20)]
    assert [row["source_file"][-6:] for row in batch.to_pylist()] == [f"{i:02}.txt" for i in range(20)]
