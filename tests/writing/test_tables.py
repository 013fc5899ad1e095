"""Tables hold the same rows in every format, as the contract says."""

import json
import random

import pyarrow as pa
import pytest
from pyarrow import parquet

from dedup.writing.tables import COLUMNS, TableFile, rounded, table_schema

TABLES = {
    "pairs": {"id_a": "a", "id_b": "b", "relation": "near_duplicate", "jaccard": 2 / 3, "containment_a": 1.0,
              "containment_b": 0.1234567, "facts_a": ["12"], "facts_b": None, "source_file_a": "f.jsonl", "line_a": 1,
              "record_a": 1, "source_file_b": "g.json", "line_b": 1, "record_b": 2},
    "removed": {"id": "b", "kept_id": "a", "relation": "contained", "jaccard": 0.5, "containment": 1 / 3,
                "containment_of_kept": 0.9, "unique_share": 0.0000004, "rule": "longest", "cluster_id": "a",
                "source_file": "f.jsonl", "line": 7, "record": 6, "kept_source_file": None, "kept_line": None,
                "kept_record": None},
    "clusters": {"cluster_id": "a", "representative": "b", "members": ["a", "b"], "sources": ["Orlo Post"],
                 "first_seen": None, "places": [{"id": "a", "source_file": "f", "line": 3, "record": 2}]},
    "repeats": {"passage_id": "p1", "kind": "quotation", "text": "Said so", "sources": ["Orlo Post"],
                "places": [{"id": "a", "start": 0, "end": 7, "source_file": "f", "line": 3, "record": 2},
                           {"id": "b", "start": 3, "end": 10, "source_file": "g", "line": 1, "record": 1}]},
    "articles": {**dict.fromkeys(COLUMNS["articles"]), "id": "a", "line": 1, "body": [[0, 5]],
                 "left_out": [{"start": 5, "end": 9, "reason": "menu"}],
                 "found": [{"field": "title", "start": 0, "end": 5, "origin": "text"}]},
    "rejects": {"source_file": "f", "line": 3, "reason": "why", "raw_base64": "/wA="},
}  # fmt: skip
COLUMNS_OF_PAIRS = list(COLUMNS["pairs"])
ROUNDED = {
    "pairs": {"jaccard": 0.666667, "containment_b": 0.123457},
    "removed": {"containment": 0.333333, "unique_share": 0.0},
}


def written(name, table, path, kind):
    with TableFile(name, path, kind) as file:
        file.write(rounded(name, table))
    return path


@pytest.mark.parametrize("name", COLUMNS)
def test_formats_hold_the_same_rows(name, tmp_path):
    # the columns may come in any order
    names = list(COLUMNS[name])
    random.Random(1).shuffle(names)
    table = pa.Table.from_pylist([TABLES[name]], table_schema(name)).select(names)
    expected = [TABLES[name] | ROUNDED.get(name, {})]
    lines = written(name, table, tmp_path / "lines", "jsonl").read_text().splitlines()
    rows = [json.loads(line) for line in lines]
    assert rows == expected
    assert list(rows[0]) == list(COLUMNS[name])
    assert parquet.read_table(written(name, table, tmp_path / "parquet", "parquet")).to_pylist() == expected


@pytest.mark.parametrize("name", COLUMNS)
def test_empty_table(name, tmp_path):
    table = table_schema(name).empty_table()
    assert written(name, table, tmp_path / "lines", "jsonl").read_bytes() == b""
    assert parquet.read_table(written(name, table, tmp_path / "parquet", "parquet")).schema == table_schema(name)


def test_ratios_are_rounded_as_python_rounds():
    rng = random.Random(3)
    ratios = [a / b for b in (640, 1024, 3125, 7, 2_000_000) for a in rng.choices(range(b), k=200)]
    table = pa.Table.from_pylist([{**TABLES["pairs"], "jaccard": r} for r in ratios], table_schema("pairs"))
    assert rounded("pairs", table).column("jaccard").to_pylist() == [round(r, 6) for r in ratios]


def test_many_rows_come_in_order(tmp_path):
    count = 2 * 65536 + 4471
    ids = pa.array([str(i) for i in range(count)])
    ones = pa.array([1.0] * count)
    nulls = pa.Table.from_pylist([{}] * count, table_schema("pairs"))
    columns = [ids, ids, pa.array(["identical"] * count).dictionary_encode(), ones, ones, ones]
    table = pa.table({name: nulls.column(name) for name in COLUMNS["pairs"]})
    for place, column in enumerate(columns):
        table = table.set_column(place, COLUMNS_OF_PAIRS[place], column)
    lines = written("pairs", table, tmp_path / "lines", "jsonl").read_text().splitlines()
    assert [json.loads(line)["id_a"] for line in lines] == ids.to_pylist()
    file = parquet.ParquetFile(written("pairs", table, tmp_path / "parquet", "parquet"))
    assert [file.metadata.row_group(i).num_rows for i in range(3)] == [65536, 65536, 4471]
    assert file.read().column("id_a").to_pylist() == ids.to_pylist()
