"""Tables hold the same rows in every format, and nothing that a spreadsheet would run."""

import base64
import csv
import io
import json

import pytest
from pyarrow import parquet

from dedup.articles import Cluster, Pair, Place, Reject, Removal, Repeat, Span
from dedup.writing.tables import COLUMNS, plain_rows, write_csv, write_jsonl, write_rows

TABLES = {
    "pairs": [Pair("a", "b", "near_duplicate", 2 / 3, 1.0, 0.1234567)],
    "removed": [Removal("b", "a", "contained", 0.5, 1 / 3, 0.9, 0.0000004, "longest", "a", "f.jsonl", 7)],
    "clusters": [Cluster("a", "b", ("a", "b"), ("Orlo Post",), None)],
    "repeats": [Repeat("p1", "quotation", "Said so", ("Orlo Post",), (Place("a", 0, 7), Place("b", 3, 10)))],
    "articles": [{"id": "a", "line": 1, "body": [[0, 5]], "left_out": [{"start": 5, "end": 9, "reason": "menu"}],
                  "found": [{"field": "title", "start": 0, "end": 5, "origin": "text"}]}],
    "rejects": [Reject("f", 3, "why", b"\xff\x00")],
}
EXPECTED = {
    "pairs": [{"id_a": "a", "id_b": "b", "relation": "near_duplicate", "jaccard": 0.666667, "containment_a": 1.0,
               "containment_b": 0.123457}],
    "removed": [{"id": "b", "kept_id": "a", "relation": "contained", "jaccard": 0.5, "containment": 0.333333,
                 "containment_of_kept": 0.9, "unique_share": 0.0, "rule": "longest", "cluster_id": "a",
                 "source_file": "f.jsonl", "line": 7}],
    "clusters": [{"cluster_id": "a", "representative": "b", "members": ["a", "b"], "sources": ["Orlo Post"],
                  "first_seen": None}],
    "repeats": [{"passage_id": "p1", "kind": "quotation", "text": "Said so", "sources": ["Orlo Post"],
                 "places": [{"id": "a", "start": 0, "end": 7}, {"id": "b", "start": 3, "end": 10}]}],
    "articles": [{**dict.fromkeys(COLUMNS["articles"]), "id": "a", "line": 1, "body": [[0, 5]],
                  "left_out": [{"start": 5, "end": 9, "reason": "menu"}],
                  "found": [{"field": "title", "start": 0, "end": 5, "origin": "text"}]}],
    "rejects": [{"source_file": "f", "line": 3, "reason": "why", "raw_base64": base64.b64encode(b"\xff\x00").decode()}],
}


def written(name, rows, kind):
    file = io.BytesIO()
    assert write_rows(name, plain_rows(name, rows), file, kind) == len(rows)
    return file.getvalue()


@pytest.mark.parametrize("name", COLUMNS)
def test_formats_hold_the_same_rows(name):
    jsonl = written(name, TABLES[name], "jsonl").decode()
    rows = [json.loads(line) for line in jsonl.splitlines()]
    assert rows == EXPECTED[name]
    assert list(rows[0]) == list(COLUMNS[name])
    assert parquet.read_table(io.BytesIO(written(name, TABLES[name], "parquet"))).to_pylist() == EXPECTED[name]
    (row,) = csv.DictReader(io.StringIO(written(name, TABLES[name], "csv").decode(), newline=""))
    assert row == {
        k: "" if v is None else json.dumps(v, separators=(",", ":")) if isinstance(v, list) else str(v)
        for k, v in EXPECTED[name][0].items()
    }


@pytest.mark.parametrize("name", COLUMNS)
def test_empty_table(name):
    assert written(name, [], "jsonl") == b""
    assert written(name, [], "csv").decode() == ",".join(COLUMNS[name]) + "\r\n"
    assert parquet.read_table(io.BytesIO(written(name, [], "parquet"))).column_names == list(COLUMNS[name])


def test_many_rows():
    rows = [{"id_a": str(i), "id_b": "z", "jaccard": i / 7} for i in range(70_000)]
    lines = written("pairs", rows, "jsonl").splitlines()
    assert [json.loads(line)["id_a"] for line in lines[65_534:65_538]] == ["65534", "65535", "65536", "65537"]
    assert len(lines) == 70_000


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", "\n=1", "＝1"])
def test_formulas_are_defused_unless_raw(cell):
    for raw, wanted in ((False, "'" + cell), (True, cell)):
        file = io.BytesIO()
        write_csv([{"a": cell, "b": -1.5, "c": "a=b"}], ["a", "b", "c"], file, raw=raw)
        rows = list(csv.reader(io.StringIO(file.getvalue().decode(), newline="")))
        assert rows == [["a", "b", "c"], [wanted, "-1.5", "a=b"]]


def test_jsonl_of_free_rows_keeps_the_order_of_keys():
    file = io.BytesIO()
    assert write_jsonl([{"z": 1, "a": [Span(1, 2)]}, {"b": "ü"}], file) == 2
    assert file.getvalue() == '{"z":1,"a":[[1,2]]}\n{"b":"ü"}\n'.encode()
