"""JSON Lines: what is read, what is rejected, and where the bytes stand."""

import logging

import pytest

from dedup.articles import Reject
from dedup.reading import streams
from dedup.reading.reader import read_batches
from dedup.settings import Settings

BROKEN = [
    (b"[1,2]", "a list where a record belongs"),
    (b"7", "a number where a record belongs"),
    (b"null", "null where a record belongs"),
    (b'{"id": "x", "text": NaN}', "text is null (field 'text')"),
    (b'{"id": "x", "text": "a", "score": NaNo}', "not valid JSON: "),
    (b'{"text": "ab\xff"}', "not valid UTF-8 at byte 13"),
    (b'{"text": "a\x00b"}', "not valid JSON: unexpected control character in string"),
    (b'{"text": "never closed', "not valid JSON: "),
    (b'{"text": "one"} {"text": "two"}', "not valid JSON: unexpected content after document"),
    (b'{"text": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "not valid JSON: depth limit exceeded"),
    (b'{"text": "a", "more": ' + b'{"a":' * 2000 + b"1" + b"}" * 2000 + b"}", "not valid JSON: depth limit"),
    (b'{"id": "x", "text": 5}', "text is a number, not a string (field 'text')"),
    (b'{"text": ["a", 5]}', "text is a list, not a string (field 'text')"),
    (b'{"text": null}', "text is null (field 'text')"),
    (b'{"id": "x", "title": "only a title"}', "no text: none of the fields maintext, text, content"),
    (b"\x89\x00\x01\xfe junk", "not valid UTF-8 at byte 1"),
]


@pytest.mark.parametrize("fast", [True, False])
@pytest.mark.parametrize(("line", "reason"), BROKEN, ids=[r[:30] + str(i) for i, (_, r) in enumerate(BROKEN)])
def test_broken_line_is_rejected_and_the_next_is_read(tmp_path, line, reason, fast):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text": "before"}\n' + line + b'\n\n{"text": "after"}\n')
    rejects: list[Reject] = []
    batches = list(read_batches([path], Settings(), rejects.append, want_extra=not fast))
    rows = [row for batch in batches for row in batch.to_pylist()]
    assert [(row["text"], row["line"]) for row in rows] == [("before", 1), ("after", 4)]
    assert [(r.line, r.raw) for r in rejects] == [(2, line)]
    assert rejects[0].reason.startswith(reason)


def test_empty_text_is_an_article(reading):
    got = reading("a.jsonl", b'{"id": "e", "text": ""}')
    assert got.texts == [""]
    assert not got.rejects


def test_an_unpaired_surrogate_is_read_and_told(reading, caplog):
    with caplog.at_level(logging.WARNING, "dedup"):
        got = reading("a.jsonl", rb'{"text": "cut \ud83d off \\ud83d \ud83d\ude00"}')
    assert got.texts == ["cut \ufffd off \\ud83d \U0001f600"]
    assert "1 record contains an unpaired surrogate, read as U+FFFD: line 1" in caplog.text


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
@pytest.mark.parametrize("fast", [True, False])
def test_byte_ranges_slice_back_to_the_record(tmp_path, end, fast):
    records = [b'{"id":"1","text":"eins"}', b"", b'{"id":"2","text":"zw\xc3\xb6lf"}', b'{"id":"3","text":"drei"}']
    data = end.join(records)
    path = tmp_path / "a.jsonl"
    path.write_bytes(data)
    (batch,) = read_batches([path], Settings(), print, want_extra=not fast)
    rows = batch.to_pylist()
    assert [data[r["raw_start"] : r["raw_end"]] for r in rows] == [records[0], records[2], records[3]]
    assert [r["line"] for r in rows] == [1, 3, 4]
    assert batch.column("raw").null_count == 3


def test_byte_ranges_count_from_behind_a_mark(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"text":"marked"}\n')
    (batch,) = read_batches([path], Settings(), print)
    row = batch.to_pylist()[0]
    assert path.read_bytes()[row["raw_start"] : row["raw_end"]] == b'{"text":"marked"}'


@pytest.mark.parametrize("fast", [True, False])
def test_lines_and_ranges_go_on_over_blocks(tmp_path, monkeypatch, fast):
    monkeypatch.setattr(streams, "CHUNK", 64)
    data = b"".join(b'{"id":"%d","text":"%s"}\n' % (i, b"x" * (i * 7 % 150)) for i in range(1, 60))
    path = tmp_path / "a.jsonl"
    path.write_bytes(data)
    batches = list(read_batches([path], Settings(), print, want_extra=not fast, batch_bytes=300))
    rows = [row for batch in batches for row in batch.to_pylist()]
    assert len(batches) > 5
    assert [row["line"] for row in rows] == list(range(1, 60))
    lines_of_file = data.splitlines()
    assert [data[r["raw_start"] : r["raw_end"]] for r in rows] == lines_of_file


def test_endless_line_is_rejected_by_its_beginning(tmp_path, monkeypatch):
    monkeypatch.setattr(streams, "CHUNK", 1000)
    endless = b'{"text": "' + b"x" * 200_000 + b'"}'
    path = tmp_path / "a.jsonl"
    after = b'{"id":"c","text":"after"}'
    data = b'{"id":"a","text":"before"}\n' + endless + b"\n" + after + b"\n"
    path.write_bytes(data)
    rejects: list[Reject] = []
    batches = list(read_batches([path], Settings(max_record=5000), rejects.append, batch_bytes=2000))
    rows = [row for batch in batches for row in batch.to_pylist()]
    assert [(r["id"], r["line"]) for r in rows] == [("a", 1), ("c", 3)]
    assert data[rows[1]["raw_start"] : rows[1]["raw_end"]] == after
    assert [r.line for r in rejects] == [2]
    assert endless.startswith(rejects[0].raw)
    assert f"of {len(endless) + 1:,} bytes" in rejects[0].reason


def test_hundred_megabyte_line_is_read(tmp_path):
    path = tmp_path / "a.jsonl"
    size = 100 << 20
    path.write_bytes(b'{"id":"big","text":"' + b"y" * size + b'"}\n{"id":"small","text":"z"}\n')
    batches = list(read_batches([path], Settings(max_text=size), print, want_extra=False))
    assert sum(b.num_rows for b in batches) == 2
    assert len(batches[0].column("text")[0].as_py()) == size


def test_utf16_lines(reading):
    got = reading("a.jsonl", '{"text": "zażółć"}\n{"text": "gęślą"}\n'.encode("utf-16"))
    assert got.texts == ["zażółć", "gęślą"]
