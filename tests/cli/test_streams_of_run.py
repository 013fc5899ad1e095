"""`run` into a pipe, without writing, and without a word."""

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
