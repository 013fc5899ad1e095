"""An output folder or file appears whole or not at all."""

import errno
import os

import pytest

from dedup.errors import OutputError
from dedup.writing.files import write_atomic
from dedup.writing.folders import MANIFEST, open_output


def everything_in(folder):
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*"))


def earlier_run(folder):
    folder.mkdir(parents=True)
    (folder / MANIFEST).write_text("old")
    (folder / "removed.jsonl").write_text("old")
    return folder


def test_folder_appears_at_the_end(tmp_path):
    out = tmp_path / "some" / "out"
    with open_output(out) as work:
        (work / "kept.jsonl").write_bytes(b"x")
        assert not out.exists()
    assert everything_in(tmp_path) == ["some", "some/out", "some/out/kept.jsonl"]


@pytest.mark.parametrize("stop", [RuntimeError, KeyboardInterrupt, SystemExit])
@pytest.mark.parametrize("force", [True, False])
def test_nothing_is_left_after_a_failure(tmp_path, stop, force):
    out = tmp_path / "out"
    if force:
        earlier_run(out)
    before = everything_in(tmp_path)

    def work_and_fail():
        with open_output(out, force=force) as work:
            (work / "kept.jsonl").write_bytes(b"half")
            raise stop

    with pytest.raises(stop):
        work_and_fail()
    assert everything_in(tmp_path) == before


def test_existing_folder_is_refused_before_any_work(tmp_path):
    out = earlier_run(tmp_path / "out")
    message = r"out: the folder exists already: choose another, or .* --force"
    with pytest.raises(OutputError, match=message), open_output(out):
        pytest.fail("work was begun")
    assert (out / "removed.jsonl").read_text() == "old"


def test_force_replaces_an_earlier_run(tmp_path):
    out = earlier_run(tmp_path / "out")
    with open_output(out, force=True) as work:
        (work / MANIFEST).write_text("new")
        assert (out / MANIFEST).read_text() == "old"
    assert everything_in(tmp_path) == ["out", f"out/{MANIFEST}"]
    assert (out / MANIFEST).read_text() == "new"


def test_force_does_not_replace_other_files(tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(OutputError, match="no output of dedup"), open_output(tmp_path, force=True):
        pytest.fail("work was begun")
    assert everything_in(tmp_path) == ["thesis.txt"]


def test_empty_folder_counts_as_none(tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    with open_output(out) as work:
        (work / "a").touch()
    assert everything_in(tmp_path) == ["out", "out/a"]


def test_folder_that_appears_meanwhile_is_not_overwritten(tmp_path):
    out = tmp_path / "out"

    def meet():
        with open_output(out) as work:
            (work / "mine").touch()
            earlier_run(out)

    with pytest.raises(OutputError, match="exists already"):
        meet()
    assert everything_in(tmp_path) == ["out", f"out/{MANIFEST}", "out/removed.jsonl"]


def test_place_that_is_a_file_or_below_one(tmp_path):
    file = tmp_path / "file"
    file.write_text("x")
    for place, message in ((file, "there is a file of this name"), (file / "out", "can't be written")):
        with pytest.raises(OutputError, match=message), open_output(place, force=True):
            pytest.fail("work was begun")


def test_place_that_may_not_be_written(tmp_path, monkeypatch):
    # the tests may run as root, whom permissions don't stop
    def refuse(*_args, **_kwargs):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("pathlib.Path.mkdir", refuse)
    with pytest.raises(OutputError, match="can't be written: Permission denied"), open_output(tmp_path / "out"):
        pytest.fail("work was begun")


def test_full_disk_is_told(tmp_path):
    def fill():
        with open_output(tmp_path / "out"):
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OutputError, match="no space left"):
        fill()
    assert everything_in(tmp_path) == []


def test_file_is_replaced_at_the_end_and_keeps_its_permissions(tmp_path):
    path = tmp_path / "report.md"
    path.write_bytes(b"old")
    path.chmod(0o640)
    link = tmp_path / "link.md"
    link.symlink_to(path)
    with write_atomic(link) as file:
        file.write(b"new")
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o640
    assert link.is_symlink()
    assert everything_in(tmp_path) == ["link.md", "report.md"]


def test_file_is_untouched_after_a_failure(tmp_path):
    path = tmp_path / "report.md"
    path.write_bytes(b"old")

    def fail():
        with write_atomic(path) as file:
            file.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert path.read_bytes() == b"old"
    assert everything_in(tmp_path) == ["report.md"]


def test_file_that_cannot_be_written(tmp_path):
    for place, message in ((tmp_path, "this is a folder"), (tmp_path / "no" / "file", "can't be written")):
        with pytest.raises(OutputError, match=message), write_atomic(place):
            pytest.fail("work was begun")


def test_pipe_is_written_to_directly(tmp_path):
    read_end, write_end = os.pipe()
    with write_atomic(f"/dev/fd/{write_end}") as file:
        file.write(b"through")
    os.close(write_end)
    with open(read_end, "rb") as file:
        assert file.read() == b"through"
