"""`dedup explain` on what a pass wrote: the article that is meant, the settings of that pass, and what differs."""

import json
import subprocess
import sys

import pytest

from tests.jobs.piles import text


def dedup(*arguments):
    command = [sys.executable, "-c", "from dedup.cli import main; main()", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def explain(*arguments):
    done = dedup("explain", *arguments, "--format", "json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(params=["jsonl", "parquet"])
def folder(request, tmp_path):
    body = text(1)
    records = [
        {"id": "other", "text": text(2)},
        {"id": "whole", "text": body + "\n" + text(3, 2)},
        {"id": "edit", "text": body.replace(body.split()[20], "gondola", 1)},
    ]
    (tmp_path / "in.json").write_text(json.dumps(records))
    arguments = ["run", tmp_path / "in.json", "-o", tmp_path / "out", "--no-clean", "--shingle-size", "3"]
    done = dedup(*arguments, "--format", request.param)
    assert done.returncode == 0, done.stderr
    return tmp_path / "out"


def test_one_id_tells_the_decision_the_rule_and_what_differs(folder):
    found = explain("edit", "--in", folder)
    assert (found["decision"], found["kept_id"], found["rule"]) == ("removed", "whole", "longest")
    assert found["relation"] == "near_duplicate"
    assert any(mine == "gondola" for mine, _ in found["differences"])


def test_an_article_that_stays_names_those_that_went_for_it(folder):
    assert explain("whole", "--in", folder)["represents"] == ["edit"]
    assert explain("other", "--in", folder) == {"a": {"id": "other"}, "decision": "kept", "represents": []}


def test_records_of_an_array_are_told_apart_and_the_settings_are_those_of_the_pass(folder):
    found = explain("edit", "whole", "--in", folder)
    words = len(text(1).split())
    assert (found["shingles_a"], found["relation"]) == (words - 2, "near_duplicate")
    assert explain("edit", "other", "--in", folder)["relation"] == "unrelated"


def test_one_file_alone_is_a_usage_error(tmp_path):
    (tmp_path / "a.txt").write_text(text(1))
    done = dedup("explain", tmp_path / "a.txt")
    assert done.returncode == 2
    assert "--in OUT" in done.stderr
