"""`run` into a pipe, without writing, and without a word."""

import csv
import json
import subprocess
import sys
from pathlib import Path

FEED = Path(__file__).parents[2] / "fixtures" / "feed.jsonl"


def test_a_dash_writes_what_is_kept_and_nothing_else(dedup, tmp_path) -> None:
    assert dedup("run", FEED, "-o", tmp_path / "out").code == 0
    command = [sys.executable, "-m", "dedup", "run", str(FEED), "-o", "-", "-q"]
    piped = subprocess.run(command, capture_output=True, check=True)
    assert piped.stdout == (tmp_path / "out" / "kept.jsonl").read_bytes()
    assert piped.stderr == b""


def test_a_dry_run_writes_nothing_and_counts_the_same(dedup, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    counted = json.loads(dedup("run", FEED, "-o", "out", "--json", "-q").out)
    before = sorted(tmp_path.rglob("*"))
    tried = dedup("run", FEED, "--dry-run", "--json")
    assert json.loads(tried.out) == counted
    assert "kept" in tried.err
    assert sorted(tmp_path.rglob("*")) == before


def test_words_that_do_not_go_together_are_refused(dedup, tmp_path) -> None:
    for words in (
        [], ["--dry-run", "-o", tmp_path / "out"], ["-o", "-", "--resume"], ["--dry-run", "--into", tmp_path / "k.db"],
        ["-o", "-", "--json"],
    ):  # fmt: skip
        assert dedup("run", FEED, *words).code == 2
    assert not (tmp_path / "out").exists()


def test_tables_are_csv_where_asked(dedup, tmp_path) -> None:
    for shape in ("jsonl", "csv"):
        assert dedup("run", FEED, "-o", tmp_path / shape, "--format", shape, "-q").code == 0
    names = {path.name.replace("jsonl", "csv") for path in (tmp_path / "jsonl").iterdir()} - {"kept.csv"}
    assert {path.name for path in (tmp_path / "csv").iterdir()} == names | {"kept.jsonl"}
    for name in ("articles", "removed", "clusters"):
        lines = [json.loads(line) for line in (tmp_path / "jsonl" / f"{name}.jsonl").read_text("utf-8").splitlines()]
        with (tmp_path / "csv" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert [list(row) for row in rows] == [list(line) for line in lines]
        first = next(iter(lines[0]))
        assert [row[first] for row in rows] == [line[first] for line in lines]
    assert json.loads(rows[0]["members"]) == lines[0]["members"]
    asked = dedup("explain", lines[0]["members"][0], "--in", tmp_path / "csv")
    assert (asked.code, "--format jsonl" in asked.err) == (3, True)


def test_a_format_that_does_not_go_with_the_rest_is_refused(dedup, tmp_path) -> None:
    for words in (["-o", tmp_path / "out", "--format", "table"], ["-o", "-", "--format", "parquet"],
                  ["--dry-run", "--json", "--format", "csv"]):  # fmt: skip
        assert dedup("run", FEED, *words).code == 2
