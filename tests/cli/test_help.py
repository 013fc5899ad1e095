"""Help pages: grouped options, and examples that run as they stand."""

import csv
import io
import json
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from dedup.cli.group import _COMMANDS, group
from dedup.cli.pages import DocumentedCommand
from dedup.writing.column_docs import COLUMN_DOCS, KINDS, PRINTED_DOCS
from dedup.writing.tables import COLUMNS

ROOT = Path(__file__).parents[2]
PAIR = ("pacific-ledger-2024-11-20.txt", "nordic-post-2024-11-20.txt")
DOCS = ROOT / "docs" / "columns.md"


def commands() -> dict[str, click.Command]:
    """Return every command by its words, in the order in which a user would meet them."""
    context = click.Context(group)
    found: dict[str, click.Command] = {}
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            found |= {f"{name} {inner}": one for inner, one in command.commands.items()}
        else:
            found[name] = command
    return found


@pytest.mark.parametrize("name", commands())
def test_every_command_says_what_it_is_for_and_shows_examples(name: str) -> None:
    command = commands()[name]
    assert isinstance(command, DocumentedCommand)
    assert command.help
    assert len(command.examples) >= 2
    assert all(example.startswith(f"dedup {name}") for example in command.examples)


def test_the_first_page_says_of_each_command_what_its_own_page_says() -> None:
    context = click.Context(group)
    said = {name: group.get_command(context, name).help.split("\n\n")[0] for name in group.list_commands(context)}
    assert {name: " ".join(line.split()) for name, line in said.items()} == _COMMANDS


def test_the_first_page_imports_no_command() -> None:
    code = "import sys\nfrom dedup.cli.group import group as g; g.main(['-h'], standalone_mode=0); print(*sys.modules)"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "dedup.cli.group" in ended.stdout
    assert not {f"dedup.cli.{name}" for name in _COMMANDS} & set(ended.stdout.split())


def test_the_examples_run(tmp_path: Path, typed, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "fixtures", tmp_path / "fixtures")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "ids.txt").write_text("opinion-12\n")
    monkeypatch.chdir(tmp_path)
    found = commands()
    # the corpus is made before it is used, and its articles are removed last
    last = ("corpus remove", "corpus compact")
    first = [name for name in found if name in ("run", "corpus add")]
    order = [*first, *(name for name in found if name not in (*first, *last, "serve")), *last]  # it would serve on
    for example in (example for name in order for example in found[name].examples):
        ended = typed(example)
        assert ended.code == 0, (example, ended.err[-2000:])
    assert (tmp_path / "out" / "run" / "report.html").is_file()
    assert (tmp_path / "out" / "kept.jsonl").stat().st_size > 0


def test_options_stand_in_groups(dedup) -> None:
    page = dedup("run", "-h").out
    heads = ["Input options:", "Matching options:", "Keeping options:", "Corpus options:", "Output options:"]
    assert [page.index(head) for head in heads] == sorted(page.index(head) for head in heads)
    assert page.index("Keeping options:") < page.index("--prefer") < page.index("Corpus options:")


@pytest.mark.parametrize(("typed", "meant"), [("rnu", "run"), ("comapre", "compare"), ("scores", "score")])
def test_a_mistyped_command_is_suggested(dedup, typed: str, meant: str) -> None:
    ended = dedup(typed)
    assert ended.code == 2
    assert f"did you mean {meant!r}?" in ended.err


def test_every_column_of_every_table_is_explained() -> None:
    assert {name: list(columns) for name, columns in COLUMN_DOCS.items()} == {
        name: list(columns) for name, columns in COLUMNS.items()
    }
    assert {kind for columns in COLUMNS.values() for kind in columns.values()} <= set(KINDS)


def test_every_column_that_a_command_prints_is_explained(dedup, tmp_path) -> None:
    corpus, pair = ("--corpus", tmp_path / "k.db"), [ROOT / "fixtures" / "story" / name for name in PAIR]
    feed = ROOT / "fixtures" / "feed.jsonl"
    dedup("corpus", "add", pair[0], *corpus, "-q")
    words = {
        "score": [pair[1], *corpus], "compare": pair, "passages": pair, "clean": pair[:1], "tune": [feed],
    }  # fmt: skip
    assert set(words) == set(PRINTED_DOCS)
    for name, given in words.items():
        rows = csv.DictReader(io.StringIO(dedup(name, *given, "-q", "--format", "csv").out))
        line = json.loads(dedup(name, *given, "-q", "--format", "jsonl").out.splitlines()[0])
        printed = dict.fromkeys([*(rows.fieldnames or ()), *(line if name != "compare" else ())])
        judged = {"precision", "recall", "f1", "b3_precision", "b3_recall", "b3_f1"} if name == "tune" else set()
        assert printed.keys() == PRINTED_DOCS[name].keys() - judged, name


def test_help_shows_the_page_of_a_command(dedup) -> None:
    assert dedup("help", "corpus", "add").out == dedup("corpus", "add", "-h").out
    assert dedup("help").out == dedup("-h").out
    assert "there is `columns`" in dedup("help", "rnu").err


def test_help_columns_prints_them(dedup) -> None:
    everything = dedup("help", "columns").out
    assert all(f"{name}\n" in everything for name in (*COLUMNS, *PRINTED_DOCS))
    one = dedup("help", "columns", "pairs").out
    assert "containment_a" in one
    assert "kept_id" not in one
    assert dedup("help", "columns", "rows").code == 2


def test_the_docs_list_the_same_columns() -> None:
    written = DOCS.read_text(encoding="utf-8")
    for name, columns in COLUMN_DOCS.items():
        section = written.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
        rows = [line for line in section.splitlines() if line.startswith("| `")]
        assert rows == [f"| `{c}` | {KINDS[COLUMNS[name][c]]} | {doc} |" for c, doc in columns.items()]
    for name, printed in PRINTED_DOCS.items():
        section = written.partition(f"\n## What `{name}` prints\n")[2].partition("\n## ")[0]
        rows = [line for line in section.splitlines() if line.startswith("| `")]
        assert rows == [f"| `{c}` | {kind} | {doc} |" for c, (kind, doc) in printed.items()]
