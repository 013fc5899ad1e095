"""The documentation is true: commands and Python blocks run, links lead somewhere, every page is in the menu."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCS = sorted((ROOT / "docs").glob("*.md"))
# What needs more than this project: an installation, a shell of one's own, other programs, data of one's own.
ELSEWHERE = re.compile(
    r"pip install|dedup serve|curl |openssl |eval |consume |make |incoming/|store\.|feed\.jsonl\", lines|'out/clusters"
)


def blocks(page: Path, language: str) -> list[str]:
    found = re.findall(rf"```{language}\n(.*?)```", page.read_text(encoding="utf-8"), re.S)
    return [block for block in found if not ELSEWHERE.search(block)]


@pytest.mark.parametrize("page", ["tutorial.md", "howto-run.md", "howto-compare.md", "howto-score.md"])
def test_the_commands_of_a_page_run_in_their_order(page: str, tmp_path: Path, typed, monkeypatch) -> None:
    shutil.copytree(ROOT / "fixtures", tmp_path / "fixtures")
    (tmp_path / "out").mkdir()
    monkeypatch.chdir(tmp_path)
    lines = [
        line.removeprefix("$ ")
        for block in blocks(ROOT / "docs" / page, "console")
        for line in block.splitlines()
        if line.startswith("$ ")
    ]
    assert lines
    for line in lines:
        ended = typed(line)
        assert ended.code == 0, (line, ended.err[-2000:])


def test_the_python_of_the_pages_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pandas")
    monkeypatch.chdir(ROOT)
    ran = 0
    for page in DOCS:
        for block in blocks(page, "python"):
            exec(compile(block, page.name, "exec"), {})
            ran += 1
    assert ran >= 2


# What a reader must see below a cell, by a piece of its code: a table, the relation, nothing wrong.
SHOWN = {
    "result = dedup.run(fixtures)": "relation to the kept", "result = dedup.run(articles": "RunResult",
    "comparison =": "2 conflicting", "dedup.relate": "conflict", "cleaned =": "left out",
    "dedup.score(fixtures / \"story\" / \"pacific": "100% of",
}  # fmt: skip


def test_the_example_notebook_runs_and_shows_what_it_says(tmp_path: Path) -> None:
    """In a process of its own: a notebook's client leaves threads and sockets behind that warn."""
    pytest.importorskip("nbclient")
    pytest.importorskip("ipykernel")
    pytest.importorskip("pandas")
    code = (
        "import sys, nbclient, nbformat\n"
        "book = nbformat.read(sys.argv[1], 4)\n"
        "nbclient.NotebookClient(book, timeout=300, resources={'metadata': {'path': sys.argv[2]}}).execute()\n"
        "nbformat.write(book, sys.argv[3])\n"
    )
    made = tmp_path / "made.ipynb"
    arguments = [str(ROOT / "docs" / "example.ipynb"), str(ROOT / "docs"), str(made)]
    environment = os.environ | {"IPYTHONDIR": str(tmp_path), "JUPYTER_PLATFORM_DIRS": "1"}
    ended = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, env=environment)
    assert ended.returncode == 0, ended.stderr[-2000:]
    cells = [cell for cell in json.loads(made.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]
    for piece, shown in SHOWN.items():
        (cell,) = [cell for cell in cells if piece in "".join(cell["source"])]
        outputs = json.dumps([output for output in cell["outputs"] if output["output_type"] == "execute_result"])
        assert shown in outputs, piece


def test_the_notebook_is_stored_without_outputs() -> None:
    cells = json.loads((ROOT / "docs" / "example.ipynb").read_text(encoding="utf-8"))["cells"]
    assert all(not cell.get("outputs") and cell.get("execution_count") is None for cell in cells)


def test_every_link_between_pages_leads_somewhere() -> None:
    for page in DOCS:
        for target in re.findall(r"\]\(([^)#:]+\.(?:md|ipynb))\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).is_file(), f"{page.name}: {target}"


def test_every_page_is_in_the_menu() -> None:
    menu = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert {page.name for page in DOCS} == set(re.findall(r": ([\w-]+\.md)$", menu, re.M))


def test_the_command_line_page_names_every_command_and_exit_code() -> None:
    from dedup.cli.group import _COMMANDS, _EPILOG

    page = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    assert all(f"| `{name}" in page for name in _COMMANDS)
    assert re.findall(r"^\| (\d+) \|", page, re.M) == re.findall(r"^ {2}(\d+) ", _EPILOG, re.M)
