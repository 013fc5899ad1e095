"""The command line, called in this process: its words in, exit code and output back."""

import sys
from typing import NamedTuple

import pytest

from dedup.cli import main


class Ended(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def dedup(monkeypatch, capsys):
    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["dedup", *map(str, arguments)])
        with pytest.raises(SystemExit) as stopped:
            main()
        out, err = capsys.readouterr()
        return Ended(stopped.value.code or 0, out, err)

    return call
