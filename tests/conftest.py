"""The command line, called in this process: its words in, exit code and output back."""

import logging
import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from dedup.cli import main

# The folders whose files take longest. Begun first, they leave no core idle at the end.
LONG = ("spark", "quality", "acceptance", "trust", "server")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent

    def rank(item: pytest.Item) -> int:
        folder = item.path.relative_to(here).parts[0]
        return LONG.index(folder) if folder in LONG else len(LONG)

    items.sort(key=rank)


class Ended(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def _own_log_level():
    """Undo what `-q` sets: in use, its process ends with the command."""
    log = logging.getLogger("dedup")
    level = log.level
    yield
    log.setLevel(level)


@pytest.fixture
def dedup(monkeypatch, capsys):
    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["dedup", *map(str, arguments)])
        with pytest.raises(SystemExit) as stopped:
            main()
        out, err = capsys.readouterr()
        return Ended(stopped.value.code or 0, out, err)

    return call


@pytest.fixture
def typed(dedup, monkeypatch) -> Callable[[str], Ended]:
    """Run a line as a user types it; one that needs no shell in this process, since starting another takes seconds."""

    def call(line: str) -> Ended:
        if line.startswith("dedup ") and not set(line) & set("|&;<>$"):
            with open(os.devnull, encoding="utf-8") as nothing:
                monkeypatch.setattr(sys, "stdin", nothing)
                return dedup(*shlex.split(line)[1:])
        shell = f'dedup() {{ "{sys.executable}" -P -m dedup "$@"; }}\n{line}'
        ended = subprocess.run(["bash", "-c", shell], capture_output=True, text=True, check=False)
        return Ended(ended.returncode, ended.stdout, ended.stderr)

    return call
