"""What passes a limit is rejected by name, and the other files are read."""

import bz2
import gzip
import lzma
import os
import socket

import pytest
import zstandard

from dedup.errors import InputError
from dedup.reading.reader import read
from dedup.settings import Settings

GOOD = '{"text": "The bridge reopens on Tuesday."}\n'


def read_folder(folder, **settings):
    rejects = []
    articles = list(read(folder, rejects.append, Settings(**settings)))
    return [a.text for a in articles], {os.path.basename(r.source_file): r.reason for r in rejects}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "good.jsonl").write_text(GOOD)
    return tmp_path


BOMB = b"a" * (80 << 20)


@pytest.mark.parametrize(("name", "pack"), [
    ("a.txt.gz", gzip.compress), ("a.txt.bz2", bz2.compress), ("a.txt.xz", lzma.compress),
    ("a.txt.zst", zstandard.compress), ("a.html.zst", lambda data: zstandard.compress(b"<html>" + data)),
    ("a.jsonl.zst", zstandard.compress),
])
def test_decompression_bomb(folder, name, pack):
    (folder / name).write_bytes(pack(BOMB))
    texts, reasons = read_folder(folder)
    assert texts == ["The bridge reopens on Tuesday."]
    assert "more than 200 times its size (setting max_expansion)" in reasons[name]


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, zstandard.compress])
def test_what_compresses_as_text_does_is_read(folder, pack):
    (folder / "b.jsonl.x").write_bytes(pack(GOOD.encode() * 3000))
    texts, reasons = read_folder(folder)
    assert len(texts) == 3001
    assert not reasons


def test_size_of_a_file(folder):
    (folder / "a.jsonl.gz").write_bytes(gzip.compress(os.urandom(50_000).hex().encode()))
    texts, reasons = read_folder(folder, max_file=20_000)
    assert len(texts) == 1
    assert "more than 19 KB (setting max_file)" in reasons["a.jsonl.gz"]


@pytest.mark.parametrize("pack", [
    lambda data: b"\x28\xb5\x2f\xfd\x00" + bytes([(31 - 10) << 3]) + b"\x01\x00\x00",  # a window of 2 GB
    lambda data: lzma.compress(data, filters=[{"id": lzma.FILTER_LZMA2, "dict_size": 400 << 20}]),
])
def test_memory_of_a_decompressor(folder, pack):
    (folder / "a.txt.x").write_bytes(pack(b"A short text."))
    texts, reasons = read_folder(folder)
    assert len(texts) == 1
    assert "128 MB of memory (setting max_window)" in reasons["a.txt.x"]


@pytest.mark.parametrize(("name", "data"), [
    ("a.txt", b"word " * 1000), ("a.html", b"<html><p>" + b"word " * 1000),
    ("a.jsonl", b'{"text": "' + b"x" * 9_000_000),
])
def test_size_of_a_record(folder, name, data):
    (folder / name).write_bytes(data)
    texts, reasons = read_folder(folder, max_record=2048)
    assert len(texts) == 1
    assert "longer than 2 KB (setting max_record)" in reasons[name]


def test_an_unclosed_record_costs_linear_time(reading, monkeypatch):
    from dedup.reading import json_split

    monkeypatch.setattr(json_split, "_AGAIN_ALLOWED", 1000)
    lines = b'{"text": "abc",\n' * 30_000
    got = reading("a.json", b'[{"text": "first"},\n' + lines + b' {"text":"last"}]')
    assert got.texts == ["first", "last"]
    assert len(got.rejects) == 30_000


def test_records_within_records_stay_whole(reading):
    record = '{"text": "%d", "media": [{"text": "in"}, {"text": "in"}]}'
    data = "[" + ",\n".join(record % i for i in range(500)) + ',\n{"text": "open", "media": [\n' + ",".join(
        record % i for i in range(500)
    )
    got = reading("a.json", data.encode())
    assert got.texts == [str(i) for i in range(500)] * 2
    assert len(got.rejects) == 1


def test_what_is_no_file_in_a_folder(folder, caplog):
    os.mkfifo(folder / "pipe")
    (folder / "loop").symlink_to(folder / "loop")
    (folder / "up").symlink_to(folder)
    (folder / "gone").symlink_to(folder / "nowhere")
    (folder / "null").symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(folder / "sock"))
        texts, reasons = read_folder(folder)
    assert len(texts) == 1
    assert reasons.pop("loop").startswith("a link that leads nowhere")
    assert reasons.pop("gone").startswith("a link that leads nowhere")
    assert reasons == {
        "pipe": "a pipe, not a file", "sock": "a socket, not a file", "null": "a device, not a file",
        "up": "a link to a folder: not followed; name the folder itself",
    }
    assert "a pipe, not a file" in caplog.text


def test_subfolder_that_cannot_be_listed(folder, monkeypatch):
    (folder / "secret").mkdir()
    real = os.scandir

    def scandir(path):
        if str(path).endswith("secret"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    texts, reasons = read_folder(folder)
    assert len(texts) == 1
    assert reasons == {"secret": "the folder can't be listed: permission denied"}
    with pytest.raises(InputError, match="can't be listed: permission denied"):
        list(read(folder / "secret"))


@pytest.mark.parametrize("data", [b"Words of a text.", GOOD.encode(), b"id,text\n1,Words of a row\n"])
def test_a_name_that_is_not_utf8(folder, data):
    with open(os.fsencode(folder) + b"/caf\xe9.x", "wb") as file:
        file.write(data)
    rejects = []
    articles = list(read(folder, rejects.append))
    assert len(articles) == 2
    assert {os.path.basename(a.source_file) for a in articles} == {"good.jsonl", "caf\\xe9.x"}
    assert not rejects


def test_a_device_is_given_up():
    rejects = []
    assert list(read("/dev/zero", rejects.append)) == []
    assert [r.reason.split(",")[0] for r in rejects] == ["binary data"]


@pytest.mark.parametrize(("name", "data", "line"), [
    ("a.jsonl", b'{"text": "one"}\n{"text": "%s"}\n{"text": "three"}\n' % (b"word " * 300), 2),
    ("a.csv", b"id,text\n1,one\n2,%s\n3,three\n" % (b"word " * 300), 3),
    ("a.txt", b"word " * 300, 1),
    ("a.jsonl", b'{"id": "x", "title": "t", "text": "%s"}\n' % ("\u5e74".encode() * 400), 1),
])
def test_length_of_a_text(folder, name, data, line):
    (folder / name).write_bytes(data)
    rejects = []
    texts = [a.text for a in read(folder, rejects.append, Settings(max_text=1024))]
    assert "The bridge reopens on Tuesday." in texts
    assert [(os.path.basename(r.source_file), r.line) for r in rejects] == [(name, line)]
    assert rejects[0].reason == "the text is longer than 1 KB (setting max_text) (its beginning recorded)"
    assert max(map(len, texts)) < 100


def test_a_text_as_long_as_may_be_is_read(folder):
    (folder / "a.jsonl").write_text('{"text": "%s"}' % ("a" * 1024))
    texts, reasons = read_folder(folder, max_text=1024)
    assert len(texts) == 2
    assert not reasons
