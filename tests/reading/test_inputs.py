"""Which files are read, in which order, and what is said where none can be."""

import hashlib
import io
import logging
import os
import sys

import pytest

from dedup.errors import InputError, UsageError
from dedup.reading.inputs import expand
from dedup.reading.reader import InputFile, iter_blocks, parse, read
from dedup.settings import Settings


@pytest.fixture
def pile(tmp_path):
    for name in ("b.txt", "a.txt", "sub/c.txt", ".hidden", "sub/.git/config", "empty/.keep"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"in {name}")
    return tmp_path


def test_folder_is_read_sorted_and_deep_without_hidden_files(pile):
    assert expand([pile]) == [str(pile / n) for n in ("a.txt", "b.txt", "sub/c.txt")]


def test_pattern(pile):
    assert expand([f"{pile}/**/*.txt"]) == [str(pile / n) for n in ("a.txt", "b.txt", "sub/c.txt")]


def test_file_named_twice_is_read_once_and_told(pile, caplog):
    with caplog.at_level(logging.WARNING, "dedup"):
        assert expand([pile / "b.txt", pile]) == [str(pile / n) for n in ("b.txt", "a.txt", "sub/c.txt")]
    assert "named twice" in caplog.text


@pytest.mark.parametrize(("named", "message"), [
    ("nowhere.txt", "no such file or folder"), ("*.nothing", "no file matches this pattern"),
    ("empty", "holds no files"),
])
def test_wrong_path_is_told(pile, named, message):
    with pytest.raises(InputError, match=message):
        list(read([pile / "a.txt", pile / named]))


def test_nothing_named():
    with pytest.raises(InputError, match="no input named"):
        list(read([]))


def test_unknown_format(pile):
    with pytest.raises(UsageError, match="unknown format 'docx'; known: parquet"):
        list(read(pile, format="docx"))


def test_file_that_cannot_be_opened(pile, monkeypatch):
    # the tests may run as root, whom permissions don't stop
    real = open

    def closed(name, *args, **kwargs):
        if str(name).endswith("b.txt"):
            raise PermissionError(13, "Permission denied")
        return real(name, *args, **kwargs)

    monkeypatch.setattr("builtins.open", closed)
    rejects = []
    assert [a.text for a in read(pile, rejects.append)] == ["in a.txt", "in sub/c.txt"]
    assert [(r.source_file, r.reason) for r in rejects] == [(str(pile / "b.txt"), "can't be read: Permission denied")]
    with pytest.raises(InputError, match=r"b\.txt: can't be read"):
        list(read(pile / "b.txt"))
    (pile / "only").mkdir()
    os.rename(pile / "b.txt", pile / "only" / "b.txt")
    with pytest.raises(InputError, match="Permission denied"):
        list(read(pile / "only", rejects.append))


def test_empty_file_is_told_and_no_article(tmp_path, caplog):
    (tmp_path / "a.jsonl").touch()
    with caplog.at_level(logging.WARNING, "dedup"):
        assert list(read(tmp_path)) == []
    assert "the file is empty" in caplog.text


def test_file_without_records_is_told(tmp_path, caplog):
    (tmp_path / "a.csv").write_text("id,title,text\n")
    with caplog.at_level(logging.WARNING, "dedup"):
        assert list(read(tmp_path)) == []
    assert "a.csv: read as csv, it holds no records" in caplog.text


def test_rejects_are_logged_where_nobody_takes_them(tmp_path, caplog):
    (tmp_path / "a.jsonl").write_text('{"text": "a"}\n[1]\n')
    with caplog.at_level(logging.WARNING, "dedup"):
        assert len(list(read(tmp_path))) == 1
    assert "a.jsonl:2: not read: a list where a record belongs" in caplog.text


def test_standard_input(monkeypatch):
    data = b'{"text": "one"}\r\n{"text": "two"}\n'
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    files = []
    blocks = list(iter_blocks(["-"], Settings(), want_extra=False, on_file=files.append))
    rows = parse(blocks[0]).batch.to_pylist()
    assert [(r["text"], r["raw"], r["raw_start"], r["source_file"]) for r in rows] == [
        ("one", b'{"text": "one"}', -1, "-"), ("two", b'{"text": "two"}', -1, "-")
    ]
    assert files == [InputFile("-", len(data), hashlib.sha256(data).hexdigest(), 0)]


@pytest.mark.parametrize("name", ["a.jsonl", "a.parquet", "a.txt", "a.html", "a.bin", "a.jsonl.gz", "a.jsonl.zst"])
def test_checksum_is_of_the_bytes_as_stored(tmp_path, name):
    import gzip

    import pyarrow as pa
    import zstandard
    from pyarrow import parquet

    path = tmp_path / name
    if name == "a.parquet":
        parquet.write_table(pa.table({"text": ["a"] * 1000}), path)
    else:
        short = {"a.txt": b"text", "a.html": b"<html><p>text</p>", "a.bin": bytes(99)}
        data = short.get(name, b'{"text": "a"}\n' * 99_999)
        change = gzip.compress if name.endswith(".gz") else zstandard.compress if name.endswith(".zst") else bytes
        path.write_bytes(change(data))
    files = []
    for block in iter_blocks([path], Settings(), on_file=files.append):
        parse(block)
    stored = path.read_bytes()
    assert files == [
        InputFile(str(path), len(stored), hashlib.sha256(stored).hexdigest(), path.stat().st_mtime_ns)
    ]


def test_compressed_records_carry_their_bytes(tmp_path):
    import gzip

    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"text":"one"}\n{"text":"two"}'))
    (block,) = iter_blocks([path], Settings())
    rows = parse(block).batch.to_pylist()
    assert [(r["raw"], r["raw_start"]) for r in rows] == [(b'{"text":"one"}', -1), (b'{"text":"two"}', -1)]
