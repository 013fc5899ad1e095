"""The documentation is true: commands and Python blocks run, links lead somewhere, every page is in the menu."""

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
def test_the_commands_of_a_page_run_in_their_order(page: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "fixtures", tmp_path / "fixtures")
    lines = [
        line.removeprefix("$ ")
        for block in blocks(ROOT / "docs" / page, "console")
        for line in block.splitlines()
        if line.startswith("$ ")
    ]
    assert lines
    (tmp_path / "out").mkdir()
    commands = "\n".join(f"echo '{line}' >&2\n{line}" for line in lines)
    shell = f'set -e\ndedup() {{ "{sys.executable}" -P -m dedup "$@"; }}\n{commands}'
    ended = subprocess.run(["bash", "-c", shell], cwd=tmp_path, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr[-2000:]


def test_the_python_of_the_pages_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pandas")
    monkeypatch.chdir(ROOT)
    ran = 0
    for page in DOCS:
        for block in blocks(page, "python"):
            exec(compile(block, page.name, "exec"), {})
            ran += 1
    assert ran >= 2


def test_every_link_between_pages_leads_somewhere() -> None:
    for page in DOCS:
        for target in re.findall(r"\]\(([^)#:]+\.md)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).is_file(), f"{page.name}: {target}"


def test_every_page_is_in_the_menu() -> None:
    menu = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert {page.name for page in DOCS} == set(re.findall(r": ([\w-]+\.md)$", menu, re.M))


def test_the_command_line_page_names_every_command_and_exit_code() -> None:
    from dedup.cli.group import _COMMANDS, _EPILOG

    page = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    assert all(f"| `{name}" in page for name in _COMMANDS)
    assert re.findall(r"^\| (\d+) \|", page, re.M) == re.findall(r"^ {2}(\d+) ", _EPILOG, re.M)
