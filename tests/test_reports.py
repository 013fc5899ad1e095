"""The reports that are checked in are what `make reports` would write now, times and versions aside."""

import importlib.util
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TABLES = ("articles", "removed", "pairs", "clusters", "repeats", "rejects", "kept")


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    spec = importlib.util.spec_from_file_location("make_reports", ROOT / "reports" / "make.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    folder = tmp_path_factory.mktemp("reports")
    module.write(folder)
    return folder


@pytest.mark.parametrize("table", TABLES)
def test_the_tables_of_the_pass_are_fresh(fresh, table):
    name = f"run/{table}.jsonl"
    assert (fresh / name).read_text() == (ROOT / "reports" / name).read_text(), "run `make reports`"


@pytest.mark.parametrize("name", ["comparison.json", "comparison.csv", "comparison.md", "comparison.txt"])
def test_the_comparison_is_fresh(fresh, name):
    assert (fresh / name).read_text() == (ROOT / "reports" / name).read_text(), "run `make reports`"


def test_the_manifest_is_fresh_but_for_times_and_versions(fresh):
    mine, checked_in = (
        json.loads((folder / "run" / "manifest.json").read_text()) for folder in (fresh, ROOT / "reports")
    )
    for manifest in (mine, checked_in):
        del manifest["timings"], manifest["versions"]
    assert mine == checked_in, "run `make reports`"
