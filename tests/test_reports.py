"""The reports that are checked in are what `make reports` would write now, times and versions aside."""

import importlib.util
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TABLES = ("articles", "removed", "pairs", "clusters", "repeats", "rejects", "kept")


@pytest.fixture(scope="module")
def make():
    spec = importlib.util.spec_from_file_location("make_reports", ROOT / "reports" / "make.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def fresh(make, tmp_path_factory):
    folder = tmp_path_factory.mktemp("reports")
    make.write(folder)
    return folder


def test_the_readme_quotes_what_the_commands_print_and_the_demo_runs_these(make):
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    assert page == make.with_output(page), "run `make reports`"
    quoted = re.findall(r"^\$ (dedup .*)$", page, re.M)
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8").partition("\ndemo:")[2].partition("\n\n")[0]
    demo = re.findall(r"^\t\$\(BIN\)/(dedup .*)$", recipe.replace("\\\n\t  ", ""), re.M)
    assert demo == quoted


def test_the_figures_of_the_readme_are_those_that_the_floors_hold(make):
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    assert page == make.with_figures(page), "run `make reports`"
    assert len(re.findall(r"^\| .* \| [\d.]+(?: of \d+)? \| [\d.]+ \| `\w+\.\w+` \|$", page, re.M)) >= 9


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
