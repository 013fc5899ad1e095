"""Every hostile input has the expected ledger, and none takes the good file beside it along."""

import json
import resource
import subprocess
import sys

import pytest

from dedup.reading.reader import read
from tests.hostile_corpus import CASES, LINE

BYTES = 6 << 30
# One run over all would take a minute; each is read by itself anyway.
SMALL = [case for case in CASES if len(case.data) < 20_000]


def test_names_are_unique_and_many():
    assert len({case.name for case in CASES}) == len(CASES) >= 150


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_what_comes_of_it(tmp_path, case):
    (tmp_path / case.name).write_bytes(case.data)
    (tmp_path / "zz_good.jsonl").write_text(f"{LINE}\n")
    rejects = []
    articles = list(read(tmp_path, rejects.append))
    assert articles[-1].source_file.endswith("zz_good.jsonl")
    for row in articles:
        json.dumps([row.id, row.text, row.title, row.source, row.url]).encode()
        row.text.encode()  # no half of a surrogate pair is left
    assert all(reject.reason and len(reject.reason) < 1000 for reject in rejects)
    if case.articles is not None:
        assert len(articles) - 1 == case.articles
    if case.rejects is not None:
        assert len(rejects) == case.rejects


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    for case in SMALL:
        (folder / case.name).write_bytes(case.data)
    (folder / "zz_good.jsonl").write_text(f"{LINE}\n")
    return folder


def limited():
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))


def test_a_run_over_all_of_them(folder, tmp_path):
    command = [sys.executable, "-m", "dedup", "run", str(folder), "-o", str(tmp_path / "out")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=400, preexec_fn=limited, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    tables = ("kept", "removed", "rejects")
    counts = {name: (tmp_path / "out" / f"{name}.jsonl").read_bytes().count(b"\n") for name in tables}
    least = sum(case.articles or 0 for case in SMALL)
    assert counts["kept"] + counts["removed"] > least
    assert counts["rejects"] >= sum(case.rejects or 0 for case in SMALL)
    assert "Traceback" not in done.stderr
