"""The smaller commands: what they print, and that help is quick and light."""

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

STORY = Path(__file__).parents[2] / "fixtures" / "story"
LEDGER, NORDIC = STORY / "pacific-ledger-2024-11-20.txt", STORY / "nordic-post-2024-11-20.txt"
FERRY = STORY / "daily-ferry-2024-11-21.txt"


def test_help_lists_every_command_of_the_contract(dedup):
    ended = dedup("--help")
    assert ended.code == 0
    for name in ("run", "compare", "score", "corpus", "passages", "explain", "clean", "tune", "info"):
        assert f"\n  {name}" in ended.out


@pytest.mark.parametrize("name", ["run", "compare", "score", "corpus", "passages", "explain", "clean", "tune", "info"])
def test_every_command_has_help(dedup, name):
    ended = dedup(name, "--help")
    assert ended.code == 0
    assert "Usage: dedup" in ended.out


@pytest.mark.parametrize("words", [
    ("run", STORY, "--dry-run"), ("run", STORY, "-o", "-"), ("compare", LEDGER, NORDIC), ("clean", LEDGER),
    ("explain", LEDGER, NORDIC), ("passages", LEDGER, NORDIC), ("tune", STORY),
])  # fmt: skip
def test_every_command_has_a_table_lines_and_csv(dedup, words):
    lines = [json.loads(line) for line in dedup(*words, "-q", "--format", "jsonl").out.splitlines()]
    made = dedup(*words, "-q", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(made.out)))
    assert (made.code, made.err) == (0, "")
    assert lines
    assert rows
    if words[0] != "compare":  # a line is a claim, a row the cell of one
        assert len(rows) == len(lines)
        assert {name: value for name, value in rows[0].items() if not value} == {
            name: "" for name in rows[0] if lines[0].get(name) in (None, "", [])
        }
    table = dedup(*words, "-q", "--format", "table")
    assert table.code == 0
    assert "\n" in table.out.strip()
    assert "{" not in table.out


@pytest.mark.parametrize("words", [("compare", LEDGER, NORDIC), ("score", LEDGER), ("corpus", "export")])
def test_a_dash_is_standard_output_for_every_command(dedup, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    corpus = () if words[0] == "compare" else ("--corpus", "k.db")
    dedup("corpus", "add", LEDGER, "--corpus", "k.db", "-q")
    ended = dedup(*words, "-o", "-", *corpus)
    assert ended.code == 0
    assert ended.out == dedup(*words, *corpus).out != ""
    assert not (tmp_path / "-").exists()


def test_help_loads_nothing_heavy():
    code = (
        "import sys; sys.argv = ['dedup', '--help']\n"
        "from dedup.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print(sorted({'numpy', 'numba', 'pyarrow', 'sklearn', 'jinja2', 'apsw'} & set(sys.modules)), file=sys.stderr)"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stderr.strip() == "[]"


def test_info_names_versions_and_extras(dedup):
    ended = dedup("info")
    assert "datasketch" in ended.out
    assert "extra html" in ended.out
    assert "kernel" in ended.out


def test_compiling_ahead_counts_the_functions(dedup, monkeypatch):
    taken = []
    monkeypatch.setattr("dedup.cli.info._take_through_all_jobs", lambda: taken.append(1))  # the jobs take seconds
    ended = dedup("info", "--compile")
    assert ended.code == 0
    assert taken
    assert re.search(r"^0 functions compiled in \d+\.\d s; \d+ are there$", ended.err, re.M)


def test_explain_shows_relation_and_passages(dedup):
    ended = dedup("explain", LEDGER, NORDIC)
    assert ended.code == 0
    assert "near-duplicate" in ended.out
    assert "passage 1" in ended.out
    found = json.loads(dedup("explain", LEDGER, NORDIC, "--format", "json").out)
    text = LEDGER.read_text(encoding="utf-8")
    first = found["passages"][0]
    assert text[first["a_start"] : first["a_end"]].strip()
    assert found["relation"] == "near_duplicate"


def test_explain_finds_articles_by_id_in_what_run_wrote(dedup, tmp_path):
    dedup("run", STORY, "-o", tmp_path / "out")
    removed = json.loads((tmp_path / "out" / "removed.jsonl").read_text().splitlines()[0])
    ended = dedup("explain", removed["id"], removed["kept_id"], "--in", tmp_path / "out", "--format", "json")
    assert json.loads(ended.out)["jaccard"] == pytest.approx(removed["jaccard"], abs=1e-6)
    assert dedup("explain", "no-such-id", removed["id"], "--in", tmp_path / "out").code == 3


def test_passages_slice_back_to_their_quotes(dedup):
    rows = json.loads(dedup("passages", LEDGER, NORDIC, "--format", "json").out)
    text = LEDGER.read_text(encoding="utf-8")
    assert rows
    assert all(text[row["a_start"] : row["a_end"]] == row["quote_a"] for row in rows)


def test_the_passages_page_marks_both_sides(dedup):
    page = dedup("passages", LEDGER, NORDIC, "--format", "html").out
    assert 'id="a1"' in page
    assert 'href="#b1"' in page


def test_clean_says_why_each_block_is_left_out(dedup):
    ended = dedup("clean", STORY / "meridian-2024-11-20.txt")
    for reason in ("publisher_block", "keyword_list", "repeat", "url", "contact"):
        assert reason in ended.out


def test_clean_gives_articles_to_a_pipe(dedup):
    row = json.loads(dedup("clean", LEDGER, "--format", "jsonl").out)
    text = LEDGER.read_text(encoding="utf-8")
    assert row["title"]["value"] in text
    assert all(text[start:end].strip() for start, end in row["body"])
    kept = json.loads(dedup("clean", LEDGER, "--format", "jsonl", "--keep-all").out)
    assert kept["left_out"] == []


def test_tune_shows_the_curve_and_pairs_near_the_line(dedup):
    found = json.loads(dedup("tune", STORY, "--near", "2", "--format", "json").out)
    removed = [row["removed"] for row in found["curve"]]
    assert removed == sorted(removed, reverse=True)
    assert len(found["near"]) == 2
    assert "threshold" in dedup("tune", STORY).out


def test_compare_prints_every_format(dedup, tmp_path):
    data = json.loads(dedup("compare", STORY, "--format", "json").out)
    assert {"articles", "stories", "claims", "alignments", "related", "repeats", "copies", "notes"} == set(data)
    assert dedup("compare", STORY, "-o", tmp_path / "report.html").code == 0
    assert (tmp_path / "report.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    table = dedup("compare", STORY).out
    assert max(map(len, table.splitlines())) <= 100
    assert dedup("compare", STORY, "--format", "csv").out.count("\n") > 10
    assert dedup("compare", STORY, "--format", "markdown").out.startswith("#")
    assert dedup("compare").code == 2


def test_a_reader_that_goes_away_is_no_error():
    code = f"import sys; sys.argv = ['dedup', 'clean', {str(LEDGER)!r}]; from dedup.cli import main; main()"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 0


@pytest.mark.parametrize(
    "words",
    [
        ("tune", STORY, "--format", "jsonl"), ("tune", STORY, "--format", "json"), ("tune", STORY, "--format", "csv"),
        ("passages", LEDGER, FERRY, "--format", "json"), ("passages", LEDGER, FERRY, "--format", "jsonl"),
        ("explain", LEDGER, FERRY, "--format", "jsonl"), ("explain", LEDGER, FERRY, "--format", "csv"),
        ("compare", STORY, "--format", "json"), ("score", FERRY),
    ],
)  # fmt: skip
def test_no_number_is_printed_with_more_than_six_decimals(dedup, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    dedup("corpus", "add", LEDGER, "--corpus", "k.db", "-q")
    printed = dedup(*words, *(("--corpus", "k.db") if words[0] == "score" else ()), "-q").out
    assert re.search(r"\d\.\d", printed)
    assert not re.findall(r"\d\.\d{7,}", printed)
