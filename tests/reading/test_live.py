"""What is read from a pipe as it comes."""

import os

import pytest

from dedup.reading.live import LivePipe, is_record, live_lines
from dedup.settings import Settings


def read(data: bytes, settings: Settings | None = None) -> tuple[list[str], list[tuple[int, str]]]:
    reading, writing = os.pipe()
    os.write(writing, data)
    os.close(writing)
    parsed = list(live_lines(LivePipe(reading), settings or Settings()))
    os.close(reading)
    ids = [name for one in parsed if one.batch is not None for name in one.batch.column("id").to_pylist()]
    return ids, [(reject.line, reject.reason) for one in parsed for reject in one.rejects]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        (b'{"text": "x"}', True),
        (b'  {"text": "x"} \r', True),
        (b'{"text": }', True),  # broken, and by its own answer said to be
        (b"{", False),
        (b'{"articles": [{"text": "x"}]}', False),
        (b"[", False),
        (b'[{"text": "x"}]', False),
        (b"id,text", False),
        (b"", False),
        (b"\x1f\x8b\x08", False),
    ],
)
def test_a_line_is_told_from_a_document(line: bytes, wanted: bool) -> None:
    assert is_record(line) is wanted


def test_lines_are_counted_through_blank_and_overlong_ones() -> None:
    long = b'{"id": "long", "text": "' + b"x" * 3000 + b'"}\n'
    data = b'{"id": "a", "text": "one"}\n\n' + long + b'{"id": "b", "text": "two"}\n[]\n{"id": "c", "text": "three"}'
    ids, rejects = read(data, Settings(max_record=1024))
    assert ids[-1] == "c"
    assert {"a", "b"} <= set(ids)
    assert [line for line, _ in rejects][-1] == 5


def test_a_line_that_never_ends_is_a_reject_and_the_rest_goes_on() -> None:
    data = b'{"id": "long", "text": "' + b"x" * 3000 + b"\n"
    reading, writing = os.pipe()
    pipe = LivePipe(reading)
    found = live_lines(pipe, Settings(max_record=1024))
    os.write(writing, data[:2000])
    (reject,) = next(found).rejects
    assert (reject.line, "longer than" in reject.reason) == (1, True)
    os.write(writing, data[2000:] + b'{"id": "b", "text": "two"}\n')
    assert next(found).batch.column("line").to_pylist() == [2]
    os.close(writing)
    assert list(found) == []
    os.close(reading)


def test_own_field_names_and_aliases_hold() -> None:
    assert read(b'{"ID": "a", "content": "one"}\n')[0] == ["a"]
    ids, rejects = read(b'{"id": "a", "words": "one"}\n', Settings(fields={"text": "words"}))
    assert (ids, rejects) == (["a"], [])


def test_what_was_looked_at_is_read_again() -> None:
    reading, writing = os.pipe()
    os.write(writing, b"\n\nid,text\na,b\n")
    pipe = LivePipe(reading)
    assert pipe.first_line() == b"id,text"
    os.write(writing, b"c,d\n")
    os.close(writing)
    assert pipe.replay().read() == b"\n\nid,text\na,b\nc,d\n"
    os.close(reading)
