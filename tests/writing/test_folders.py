"""An output folder or file appears whole or not at all, and replaces only what we wrote."""

import contextlib
import errno
import json
import os
import signal
import stat
import subprocess
import sys
import threading

import pytest

from dedup.errors import OutputError
from dedup.writing.files import write_atomic
from dedup.writing.folders import MANIFEST, identity, open_output


def everything_in(folder):
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*"))


NAMES = {"kept.jsonl", "removed.jsonl", "removed.parquet", MANIFEST, "a", "mine"}


def earlier_run(folder):
    folder.mkdir(parents=True)
    (folder / MANIFEST).write_text(json.dumps(identity(["removed.jsonl", MANIFEST])))
    (folder / "removed.jsonl").write_text("old")
    return folder


def write_run(out, **options):
    with open_output(out, NAMES, **options) as work:
        (work / MANIFEST).write_text(json.dumps(identity(["kept.jsonl"])))
        (work / "kept.jsonl").write_text("new")


def test_folder_appears_at_the_end(tmp_path):
    out = tmp_path / "some" / "out"
    with open_output(out, NAMES) as work:
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
        with open_output(out, NAMES, force=force) as work:
            (work / "kept.jsonl").write_bytes(b"half")
            raise stop

    with pytest.raises(stop):
        work_and_fail()
    assert everything_in(tmp_path) == before


def test_existing_folder_is_refused_before_any_work(tmp_path):
    out = earlier_run(tmp_path / "out")
    message = r"out: the folder exists already: choose another, or .* --force"
    with pytest.raises(OutputError, match=message), open_output(out, NAMES):
        pytest.fail("work was begun")
    assert (out / "removed.jsonl").read_text() == "old"


def test_force_replaces_an_earlier_run(tmp_path):
    out = earlier_run(tmp_path / "out")
    with open_output(out, NAMES, force=True) as work:
        (work / "kept.jsonl").write_text("new")
        assert (out / "removed.jsonl").read_text() == "old"
    assert everything_in(tmp_path) == ["out", "out/kept.jsonl"]


def test_force_leaves_the_users_own_files_and_names_them(tmp_path, caplog):
    out = earlier_run(tmp_path / "out")
    (out / "notes").mkdir()
    (out / "notes" / "thesis.txt").write_text("years of work")
    (out / "removed.jsonl.bak").write_text("mine")
    (out / "link").symlink_to(tmp_path)
    write_run(out, force=True)
    assert everything_in(out) == ["kept.jsonl", "link", MANIFEST, "notes", "notes/thesis.txt", "removed.jsonl.bak"]
    assert (out / "link").is_symlink()
    assert "link, notes, removed.jsonl.bak" in caplog.text
    assert everything_in(tmp_path)[0] == "out", "nothing is left beside it"


@pytest.mark.parametrize(
    "manifest",
    [
        '{"name": "my app"}', "{}", "[]", "null", "not json", "", "[" * 100_000, "\ud800",
        '{"written_by": "another tool", "files": ["removed.jsonl"]}', '{"files": ["removed.jsonl"], "versions": {}}',
    ],
)  # fmt: skip
def test_force_does_not_replace_a_folder_that_only_looks_like_an_output(tmp_path, manifest):
    out = earlier_run(tmp_path / "out")
    (out / MANIFEST).write_text(manifest, encoding="utf-8", errors="surrogatepass")
    before = everything_in(tmp_path)
    with pytest.raises(OutputError, match="no output of dedup"), open_output(out, NAMES, force=True):
        pytest.fail("work was begun")
    assert everything_in(tmp_path) == before


def test_a_file_of_our_name_that_we_did_not_write_is_not_replaced(tmp_path):
    out = earlier_run(tmp_path / "out")
    (out / "removed.parquet").write_text("the user's")
    with pytest.raises(OutputError, match=r"removed\.parquet was not written by dedup"):
        write_run(out, force=True)
    (out / "removed.parquet").unlink()
    (out / "removed.jsonl").unlink()
    (out / "removed.jsonl").mkdir()
    with pytest.raises(OutputError, match=r"removed\.jsonl was not written by dedup"):
        write_run(out, force=True)


def test_a_manifest_cannot_name_files_for_deletion(tmp_path):
    (tmp_path / "precious").write_text("x")
    out = earlier_run(tmp_path / "out")
    (out / "notes").write_text("mine")
    (out / MANIFEST).write_text(json.dumps(identity(["../precious", "notes", "/etc/passwd"]) | {"files": ["notes"]}))
    (out / "removed.jsonl").unlink()
    write_run(out, force=True)
    assert (out / "notes").read_text() == "mine"
    assert (tmp_path / "precious").exists()


def test_a_link_is_not_followed(tmp_path):
    real = earlier_run(tmp_path / "real")
    (tmp_path / "link").symlink_to(real)
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    for name in ("link", "loop", "dangling"):
        with pytest.raises(OutputError, match="this is a link"):
            write_run(tmp_path / name, force=True)
    assert (real / "removed.jsonl").read_text() == "old"


def test_the_unfinished_output_is_private_and_the_finished_one_as_the_umask_says(tmp_path):
    out = tmp_path / "out"
    with open_output(out, NAMES) as work:
        assert stat.S_IMODE(work.stat().st_mode) == 0o700
    mask = os.umask(0o077)
    os.umask(mask)
    assert stat.S_IMODE(out.stat().st_mode) == 0o777 & ~mask


def test_a_name_as_long_as_a_name_can_be(tmp_path):
    write_run(tmp_path / ("o" * 255))
    with pytest.raises(OutputError, match="File name too long"):
        write_run(tmp_path / ("o" * 256))
    with write_atomic(tmp_path / ("f" * 255)) as file:
        file.write(b"x")


def test_force_does_not_replace_other_files(tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(OutputError, match="no output of dedup"), open_output(tmp_path, NAMES, force=True):
        pytest.fail("work was begun")
    assert everything_in(tmp_path) == ["thesis.txt"]


def test_empty_folder_counts_as_none(tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    with open_output(out, NAMES) as work:
        (work / "a").touch()
    assert everything_in(tmp_path) == ["out", "out/a"]


def test_folder_that_appears_meanwhile_is_not_overwritten(tmp_path):
    out = tmp_path / "out"

    def meet():
        with open_output(out, NAMES) as work:
            (work / "mine").touch()
            earlier_run(out)

    with pytest.raises(OutputError, match="exists already"):
        meet()
    assert everything_in(tmp_path) == ["out", f"out/{MANIFEST}", "out/removed.jsonl"]


def test_place_that_is_a_file_or_below_one(tmp_path):
    file = tmp_path / "file"
    file.write_text("x")
    for place, message in ((file, "there is a file of this name"), (file / "out", "can't be written")):
        with pytest.raises(OutputError, match=message), open_output(place, NAMES, force=True):
            pytest.fail("work was begun")


def test_place_that_may_not_be_written(tmp_path, monkeypatch):
    # the tests may run as root, whom permissions don't stop
    def refuse(*_args, **_kwargs):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("pathlib.Path.mkdir", refuse)
    with pytest.raises(OutputError, match="can't be written: Permission denied"), open_output(tmp_path / "out", NAMES):
        pytest.fail("work was begun")


def test_full_disk_is_told(tmp_path):
    def fill():
        with open_output(tmp_path / "out", NAMES):
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OutputError, match="no space left"):
        fill()
    assert everything_in(tmp_path) == []


def test_file_is_replaced_at_the_end_and_keeps_its_permissions(tmp_path):
    path = tmp_path / "report.md"
    path.write_bytes(b"old")
    path.chmod(0o640)
    with write_atomic(path) as file:
        (partial,) = (one for one in tmp_path.iterdir() if one != path)
        assert stat.S_IMODE(partial.stat().st_mode) == 0o600
        file.write(b"new")
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o640
    assert everything_in(tmp_path) == ["report.md"]


def test_a_link_to_a_file_is_refused_and_the_file_left(tmp_path):
    (tmp_path / "secret").write_text("mine")
    (tmp_path / "out.csv").symlink_to(tmp_path / "secret")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "dangling").symlink_to(tmp_path / "made")
    for name in ("out.csv", "loop", "dangling"):
        with pytest.raises(OutputError, match="this is a link"), write_atomic(tmp_path / name):
            pytest.fail("work was begun")
    assert (tmp_path / "secret").read_text() == "mine"
    assert not (tmp_path / "made").exists()


def test_a_link_that_appears_meanwhile_is_not_followed(tmp_path):
    (tmp_path / "secret").write_text("mine")

    def meet():
        with write_atomic(tmp_path / "out.csv") as file:
            file.write(b"new")
            (tmp_path / "out.csv").symlink_to(tmp_path / "secret")

    with pytest.raises(OutputError, match="this is a link"):
        meet()
    assert (tmp_path / "secret").read_text() == "mine"


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


def test_a_named_pipe_is_written_to_directly(tmp_path):
    os.mkfifo(tmp_path / "fifo")
    read = []
    reader = threading.Thread(target=lambda: read.append((tmp_path / "fifo").read_bytes()))
    reader.start()
    with write_atomic(tmp_path / "fifo") as file:
        file.write(b"through")
    reader.join()
    assert read == [b"through"]
    assert stat.S_ISFIFO((tmp_path / "fifo").stat().st_mode)


def test_devices_stay_devices_and_a_full_one_is_told(tmp_path):
    with write_atomic("/dev/null") as file:
        file.write(b"gone")
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)

    def fill():
        with write_atomic("/dev/full") as file:
            file.write(b"x" * 100_000)

    with pytest.raises(OutputError, match="/dev/full: can't be written: No space left"):
        fill()
    (tmp_path / "null").symlink_to("/dev/null")
    with write_atomic(tmp_path / "null") as file:
        file.write(b"gone")


def test_what_standard_output_was_redirected_to_is_appended_to(tmp_path):
    script = "from dedup.writing.files import write_atomic\nwith write_atomic('/dev/stdout') as f: f.write(b'new')"
    with (tmp_path / "log").open("wb") as log:
        log.write(b"old ")
        log.flush()
        subprocess.run([sys.executable, "-c", script], stdout=log, check=True)
    assert (tmp_path / "log").read_bytes() == b"old new"


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_killed_writer_leaves_the_old_file(tmp_path, number):
    (tmp_path / "out.json").write_bytes(b"old")
    script = (
        "import os, sys\nfrom dedup.writing.files import write_atomic\n"
        "with write_atomic(sys.argv[1]) as f:\n    f.write(b'half'); f.flush(); os.kill(os.getpid(), int(sys.argv[2]))"
    )
    subprocess.run([sys.executable, "-c", script, str(tmp_path / "out.json"), str(int(number))], check=False)
    assert (tmp_path / "out.json").read_bytes() == b"old"


KILLED = """
import os, signal, sys
from dedup.writing.folders import MANIFEST, open_output
with open_output(sys.argv[1], {MANIFEST}) as work:
    (work / "half").write_bytes(b"x")
    print(work.name, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def left_by_a_killed_run(out):
    done = subprocess.run([sys.executable, "-c", KILLED, str(out)], capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL
    return out.parent / done.stdout.strip()


def test_what_a_killed_run_left_is_deleted_by_the_next_one_to_the_same_place(tmp_path):
    left = left_by_a_killed_run(tmp_path / "out")
    assert (left / "half").exists()
    write_run(tmp_path / "other")
    assert left.exists(), "it is another output's"
    write_run(tmp_path / "out")
    assert not left.exists()


def test_what_is_not_surely_left_by_a_killed_run_stays(tmp_path):
    out = tmp_path / "out"
    left = left_by_a_killed_run(out)
    prefix = left.name[: -len("0123456789abcdef.partial")]
    (tmp_path / "users").mkdir()
    (tmp_path / "users" / "own").write_text("mine")
    (tmp_path / f"{prefix}0000000000000000.partial").symlink_to(tmp_path / "users")
    (tmp_path / f"{prefix}1111111111111111.partial").write_text("a file")
    (tmp_path / ".dedup-0000000000000000-0000000000000000.partial").mkdir(mode=0o700)
    left.chmod(0o750)  # others could have written to it
    before = everything_in(tmp_path)
    write_run(out)
    assert everything_in(tmp_path) == sorted([*before, "out", "out/kept.jsonl", f"out/{MANIFEST}"])


def test_a_run_under_way_to_the_same_place_is_left_alone(tmp_path):
    with open_output(tmp_path / "out", NAMES) as work:
        (work / "a").write_text("first")
        with contextlib.suppress(RuntimeError), open_output(tmp_path / "out", NAMES):
            raise RuntimeError
        assert (work / "a").read_text() == "first"


def test_what_a_killed_process_left_beside_a_file_goes_with_the_next_one(tmp_path):
    write = "import sys, time; from dedup.writing.files import write_atomic"
    code = f"{write}\nwith write_atomic(sys.argv[1]) as file:\n    print('open', flush=True); time.sleep(60)"
    running = subprocess.Popen([sys.executable, "-P", "-c", code, tmp_path / "a"], stdout=subprocess.PIPE)
    running.stdout.readline()
    others = [tmp_path / ".dedup-notes.partial", tmp_path / ".dedup-0123456789abcdef.partial"]
    others[0].write_text("of the user")
    others[1].mkdir()
    with write_atomic(tmp_path / "b") as file:
        file.write(b"b")
    assert len(partials(tmp_path)) == 3, "one is being written to"
    running.kill()
    running.wait()
    running.stdout.close()
    with write_atomic(tmp_path / "b") as file:
        file.write(b"b")
    assert partials(tmp_path) == sorted(others)


def partials(folder):
    return sorted(path for path in folder.iterdir() if path.name.endswith(".partial"))
