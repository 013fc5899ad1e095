"""Colour where a terminal has it and the user wants it; what the shell completes; results as CSV."""

from __future__ import annotations

import csv
import io
import json

import click
import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner

from dedup.cli import console
from dedup.cli.group import group

TEXTS = [
    "The ferry to Varnholm was held in port on Monday after a mooring line broke in the storm, the harbour said.",
    "Bakers in Kaldera will pay more for flour from next month, the guild wrote to its members late on Friday.",
]


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("variables", "coloured"),
    [({"TERM": "xterm"}, True), ({"TERM": "dumb"}, False), ({"TERM": "xterm", "NO_COLOR": "1"}, False), ({}, False)],
)
def test_colour_is_for_terminals_that_have_it(variables, coloured, monkeypatch) -> None:
    for name in ("TERM", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert console.has_colour(Screen()) is coloured
    assert not console.has_colour(io.StringIO())


def test_headings_are_bold_and_conflicts_red_and_nothing_else_changes() -> None:
    text = "2 texts\nclaims: 1 conflicting, 3 agreed\n\nConflicts\n* a claim  ≠ 600\n    said so\n\nclaim  n\n-----  -"
    shown = console.painted(text)
    assert "\x1b[1mConflicts\x1b[0m" in shown
    assert "\x1b[31m≠ 600\x1b[0m" in shown
    assert "\x1b[31m1 conflicting\x1b[0m" in shown
    assert click.unstyle(shown) == text
    assert shown.count("\x1b[1m") == 1


@pytest.mark.parametrize(
    ("typed", "incomplete", "offered"),
    [
        ([], "co", {"compare", "corpus"}), (["run"], "--ke", {"--keep"}),
        (["run", "--keep"], "", {"longest", "newest"}),
        (["corpus"], "", {"add", "backup"}),
    ],
)  # fmt: skip
def test_the_shell_completes_commands_options_and_their_values(typed, incomplete, offered) -> None:
    found = ShellComplete(group, {}, "dedup", "_DEDUP_COMPLETE").get_completions(typed, incomplete)
    assert offered <= {item.value for item in found}


@pytest.mark.parametrize(
    "typed", [["run"], ["score", "a", "--corpus"], ["compare", "-o"], ["corpus", "add"], ["explain"], ["run", "-o"]]
)
def test_the_shell_completes_names_of_files(typed) -> None:
    found = ShellComplete(group, {}, "dedup", "_DEDUP_COMPLETE").get_completions(typed, "fi")
    assert [(item.value, item.type) for item in found] == [("fi", "file")]


@pytest.fixture
def pile(tmp_path):
    path = tmp_path / "pile.jsonl"
    rows = [{"id": "=1+1", "text": TEXTS[0], "source": "Ledger"}, {"id": "b", "text": TEXTS[1]}, {"text": TEXTS[0]}]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def read_csv(*words: str) -> list[dict[str, str]]:
    done = CliRunner().invoke(group, list(words), catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return list(csv.DictReader(io.StringIO(done.stdout)))


def test_results_come_as_csv(pile, tmp_path) -> None:
    corpus = str(tmp_path / "known.db")
    CliRunner().invoke(group, ["corpus", "add", str(pile), "--corpus", corpus, "-q", "--no-clean"])
    scores = read_csv("score", str(pile), "--corpus", corpus, "--format", "csv")
    assert [row["verdict"] for row in scores] == ["duplicate"] * 3
    assert scores[0]["id"] == "'=1+1", "no spreadsheet runs it"
    assert json.loads(scores[1]["matches"])[0]["id"] == "b"
    listed = read_csv("corpus", "list", "--corpus", corpus, "--format", "csv")
    assert [row["characters"] for row in listed[:2]] == [str(len(text)) for text in TEXTS]
    stats = read_csv("corpus", "stats", "--corpus", corpus, "--format", "csv")
    assert {row["source"]: row["articles"] for row in stats} == {"(unknown)": "2", "Ledger": "1"}
    assert [row["text"] for row in read_csv("clean", str(pile), "--format", "csv", "--keep-all")][:2] == TEXTS
    (tmp_path / "a.txt").write_text(TEXTS[0], encoding="utf-8")
    (match,) = read_csv("passages", str(tmp_path / "a.txt"), str(tmp_path / "a.txt"), "--format", "csv")
    assert match["quote_a"] == match["quote_b"]
    assert "threshold" in read_csv("tune", str(pile), "--format", "csv")[0]
