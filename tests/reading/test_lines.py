"""Lines cut into blocks: whatever wraps the bytes and however they come, no line is torn, lost or counted twice."""

import bz2
import gzip
import hashlib
import io
import lzma
from concurrent.futures import ThreadPoolExecutor

import pytest

from dedup.reading import lines, streams
from dedup.reading.blocks import Options
from dedup.reading.lines import line_blocks
from dedup.reading.streams import open_stream

LINES = [b"x" * (i * 37 % 211) for i in range(400)]
DATA = b"\n".join(LINES)


def blocks_of(path, size):
    files = []
    with ThreadPoolExecutor(1) as pool:
        stream = open_stream(str(path), pool, files.append)
        stream.head(100)
        found = list(line_blocks(stream, Options(batch_bytes=size), 0))
        assert list(stream.chunks()) == []
    return stream, found, files


@pytest.mark.parametrize("change", [bytes, gzip.compress, bz2.compress, lzma.compress])
@pytest.mark.parametrize("size", [64, 500, 1 << 20])
def test_blocks_hold_whole_lines_and_all_of_them(tmp_path, monkeypatch, change, size):
    monkeypatch.setattr(streams, "CHUNK", 150)
    path = tmp_path / "a"
    path.write_bytes(change(DATA))
    _, found, files = blocks_of(path, size)
    assert b"".join(block.data for block in found) == DATA
    assert all(bytes(block.data).endswith(b"\n") for block in found[:-1])
    assert [block.line for block in found] == [
        1 + sum(bytes(before.data).count(b"\n") for before in found[:i]) for i in range(len(found))
    ]
    assert files[0].sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_block_is_no_larger_than_asked_unless_a_line_is(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"\n".join([*LINES, b"y" * 5000, *LINES]))
    _, found, _ = blocks_of(path, 1000)
    assert [len(block.data) > 1000 for block in found].count(True) == 1
    assert [block.offset for block in found] == [sum(len(b.data) for b in found[:i]) for i in range(len(found))]


def test_a_line_end_far_before_the_end_of_a_block_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr(lines, "_PIECE", 16)
    path = tmp_path / "a"
    path.write_bytes(b"a\n" + b"b" * 300 + b"\n" + b"c" * 700)
    _, found, _ = blocks_of(path, 200)
    assert [bytes(block.data) for block in found] == [b"a\n", b"b" * 300 + b"\n", b"c" * 700]


def test_bytes_that_cannot_be_read_on_are_told_and_the_rest_stands(tmp_path, monkeypatch):
    class Failing(io.FileIO):
        def readinto(self, buffer):
            if self.tell() > 1000:
                raise OSError(5, "Input/output error")
            return super().readinto(buffer)

        def read(self, size=-1):
            buffer = bytearray(size)
            return bytes(buffer[: self.readinto(buffer)])

    path = tmp_path / "a"
    path.write_bytes(DATA)
    monkeypatch.setattr(streams, "CHUNK", 150)
    monkeypatch.setattr("builtins.open", lambda name, mode, buffering: Failing(name, "rb"))
    stream, found, _ = blocks_of(path, 400)
    assert stream.damage == "can't be read on: Input/output error: what follows is lost"
    read = b"".join(block.data for block in found)
    assert DATA.startswith(read)
    assert len(read) > 1000
