"""No output lands on, in or around what is read, however its path is spelt."""

import os
import subprocess
import sys

import pytest

from dedup.errors import OutputError
from dedup.writing.overlap import refuse_overlap


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data" / "deep").mkdir(parents=True)
    (tmp_path / "data" / "in.jsonl").write_text("{}")
    (tmp_path / "data" / "deep" / "more.jsonl").write_text("{}")
    (tmp_path / "link").symlink_to("data/in.jsonl")
    (tmp_path / "chain").symlink_to("link")
    (tmp_path / "folder").symlink_to("data")
    os.link("data/in.jsonl", "hard")
    return tmp_path


@pytest.mark.parametrize(
    "output",
    [
        "data/in.jsonl", "./data//in.jsonl", "data/deep/../in.jsonl", "{}/data/in.jsonl", "link", "chain", "hard",
        "folder/in.jsonl", "folder/deep/../in.jsonl", "../{name}/data/in.jsonl",
    ],
)  # fmt: skip
def test_the_input_itself_is_refused(here, output):
    with pytest.raises(OutputError, match=r"the same file as data/in\.jsonl"):
        refuse_overlap(output.format(here, name=here.name), ["data/in.jsonl"])


@pytest.mark.parametrize("output", ["data/out", "data/deep/new/out", "folder/out", "./folder/../data/out", "data/deep"])
@pytest.mark.parametrize("source", ["data", "folder", "./data/", "data/deep/.."])
def test_inside_an_input_folder_is_refused(here, output, source):
    with pytest.raises(OutputError, match="lies in"):
        refuse_overlap(output, [source])


@pytest.mark.parametrize("source", ["data/in.jsonl", "link", "data/deep/more.jsonl", "folder/in.jsonl", "data/deep"])
@pytest.mark.parametrize("output", ["data", "folder", ".", "..", "data/deep/.."])
def test_around_an_input_is_refused(here, output, source):
    with pytest.raises(OutputError, match="contains"):
        refuse_overlap(output, [source])


def test_a_file_that_is_only_linked_into_the_output_still_lies_in_it(here):
    (here / "out").mkdir()
    (here / "out" / "in.jsonl").symlink_to(here / "data" / "in.jsonl")
    with pytest.raises(OutputError, match="contains"):
        refuse_overlap("out", ["out/in.jsonl"])


@pytest.mark.parametrize("output", ["out", "data2", "dat", "data.jsonl", "in.jsonl", "data/deep2", "out/in.jsonl"])
def test_neighbours_are_allowed(here, output):
    (here / "data2").mkdir()
    refuse_overlap(output, ["data/in.jsonl", "data/deep"])


def test_what_is_not_there_yet_is_compared_by_name(here):
    with pytest.raises(OutputError, match="the same file"):
        refuse_overlap("new.db", ["data/../new.db"])
    with pytest.raises(OutputError, match="the same file"):
        refuse_overlap("Cafe\u0301.db", ["caf\u00e9.db"])
    with pytest.raises(OutputError, match="contains"):
        refuse_overlap("out", ["out/known.db"])
    with pytest.raises(OutputError, match="lies in"):
        refuse_overlap("out/spool", ["out"])
    refuse_overlap("out", ["outer/known.db"])
    refuse_overlap("outer/spool", ["out"])


def test_names_that_differ_in_case_are_two_files_where_the_disk_says_so(here):
    (here / "A.jsonl").write_text("1")
    refuse_overlap("a.jsonl", ["A.jsonl"])


def test_standard_input_that_is_a_file_is_an_input(here):
    script = "from dedup.writing.overlap import refuse_overlap; refuse_overlap('hard', ['-'])"
    with (here / "data" / "in.jsonl").open() as source:
        ended = subprocess.run([sys.executable, "-c", script], stdin=source, stderr=subprocess.PIPE, check=False)
    assert b"the same file as -" in ended.stderr


def test_devices_and_very_deep_paths_overlap_with_nothing(here):
    refuse_overlap("/dev/null", ["/dev/null"])
    refuse_overlap("x/" * 2000 + "out", ["y/" * 2000 + "in"])
