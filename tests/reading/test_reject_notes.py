"""What is said of records that can't be read: enough to see why, and never a thousand lines."""

from dedup.articles import Reject
from dedup.reading.reader import read
from dedup.reading.reject_notes import RejectNotes


def said_of(rejects):
    said = []
    with RejectNotes(said.append) as notes:
        for one in rejects:
            notes(one)
    return said


def test_the_first_of_each_reason_are_named_and_the_others_counted():
    rejects = [Reject("a.jsonl", n, "no text", b"") for n in range(1, 1001)] + [Reject("b.jsonl", 0, "empty", b"")]
    assert said_of(rejects) == [
        "a.jsonl:1: not read: no text",
        "a.jsonl:2: not read: no text",
        "a.jsonl:3: not read: no text",
        "b.jsonl: not read: empty",
        "997 more records were not read",
    ]


def test_a_thousand_reasons_are_no_thousand_lines():
    said = said_of(Reject("a.jsonl", n, f"wrong at {n}", b"") for n in range(1, 1001))
    assert len(said) < 30
    assert said[-1] == f"{1000 - len(said) + 1} more records were not read"


def test_four_of_a_reason_are_one_more():
    assert said_of([Reject("a.jsonl", n, "no text", b"") for n in range(4)])[-1] == "1 more record was not read"


def test_none_is_silence():
    assert said_of([]) == []


def test_reading_logs_no_more(tmp_path, caplog):
    path = tmp_path / "a.jsonl"
    path.write_text('{"words": "A text under a name of its own."}\n' * 500)
    assert list(read(path)) == []
    assert len(caplog.records) == 4
    assert caplog.messages[-1] == "497 more records were not read"
