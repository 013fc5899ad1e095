"""How a command ends when something goes wrong: its exit code, one line on stderr, no traceback."""

import json
import os
import re
import signal
import subprocess
import sys

import pytest

from tests.jobs.piles import text

COMMAND = [sys.executable, "-c", "from dedup.cli import main; main()"]


@pytest.fixture
def feed(tmp_path):
    path = tmp_path / "in.jsonl"
    path.write_text("".join(json.dumps({"id": f"x{i}", "text": text(i)}) + "\n" for i in range(6)))
    return path


def ended(*words, **streams):
    done = subprocess.run([*COMMAND, *map(str, words)], check=False, stderr=subprocess.PIPE, text=True, **streams)
    lines = [line for line in done.stderr.splitlines() if "compiling the kernel" not in line]
    return done.returncode, lines


@pytest.mark.parametrize("words", [("--help",), ("info",), ("clean", "FEED"), ("clean", "FEED", "--format", "jsonl")])
def test_standard_output_that_is_full_or_closed_has_a_code_of_its_own(feed, words):
    words = [feed if word == "FEED" else word for word in words]
    with open("/dev/full", "w") as full:
        code, lines = ended(*words, stdout=full)
    assert (code, lines) == (74, ["dedup: standard output can't be written: No space left on device"])
    code, lines = ended(*words, preexec_fn=lambda: os.close(1))
    assert code == 74
    assert len(lines) == 1
    assert "standard output is closed" in lines[0]


def test_a_reader_that_goes_away_is_no_error(feed):
    running = subprocess.Popen([*COMMAND, "--help"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    running.stdout.close()
    with running.stderr as told:
        assert told.read() == b""
    assert running.wait() == 0


def test_closed_streams_do_not_lend_their_numbers_to_files(feed, tmp_path):
    for number in (0, 1, 2):
        out = tmp_path / f"out{number}"
        code = subprocess.run(
            [*COMMAND, "run", feed, "-o", out], check=False, preexec_fn=lambda number=number: os.close(number)
        ).returncode
        assert code == 0
        assert len((out / "kept.jsonl").read_bytes().splitlines()) == 6


def test_an_unexpected_error_is_one_line_that_names_the_record(dedup, feed, tmp_path, monkeypatch):
    import dedup.jobs.run.run as chain

    def stumble(batch, **_):
        if "x4" in batch.column("id").to_pylist():
            raise ValueError("no\nway \x1b[31m")
        return chain.whole_batch(batch)

    monkeypatch.setattr(chain, "clean_batch", stumble)
    done = dedup("run", feed, "-o", tmp_path / "out")
    (line,) = [line for line in done.err.splitlines() if "unexpected" in line]
    assert done.code == 70
    assert line.startswith(f"dedup: unexpected error at {feed}:5: ValueError: no way : run again with -v")
    assert "Traceback" not in done.err
    assert not (tmp_path / "out").exists()
    shown = dedup("run", feed, "-o", tmp_path / "out", "-v")
    assert "Traceback" in shown.err
    assert dedup("-v", "run", feed, "-o", tmp_path / "out").err.count("Traceback") == shown.err.count("Traceback")


@pytest.mark.parametrize("command", ["clean", "compare"])
def test_the_commands_for_single_articles_name_the_record_too(dedup, feed, monkeypatch, command):
    import dedup.cleaning.article as cleaning

    original = cleaning.clean_texts

    def stumble(data, *rest):
        if bytes(data).decode() == text(3):
            raise KeyError("odd")
        return original(data, *rest)

    monkeypatch.setattr(cleaning, "clean_texts", stumble)
    done = dedup(command, feed)
    assert done.code == 70
    assert f"unexpected error at {feed}:4: KeyError: 'odd'" in done.err


LONG = "p" * 300


@pytest.mark.parametrize(
    "words",
    [
        ("run", "FEED", "-o", LONG), ("run", LONG, "-o", "out"), ("run", "FEED", "-o", "out", "--temp", LONG),
        ("run", "FEED", "-o", "out", "--corpus", LONG), ("run", "FEED", "-o", "out", "--into", LONG),
        ("run", "FEED", "-o", "out", "--settings", LONG), ("compare", LONG), ("compare", "FEED", "-o", LONG),
        ("score", "FEED", "--corpus", LONG), ("corpus", "add", "FEED", "--corpus", LONG), ("clean", LONG),
        ("corpus", "info", "--corpus", LONG), ("explain", LONG, LONG), ("explain", "x1", "x2", "--in", LONG),
        ("passages", LONG, LONG), ("tune", LONG), ("compare", "FEED", "-o", "no/such/folder/x.html"),
        ("corpus", "verify", "--corpus", "."), ("run", "FEED", "-o", "FEED/out"),
    ],
)  # fmt: skip
def test_paths_that_cannot_be(dedup, feed, monkeypatch, words):
    monkeypatch.chdir(feed.parent)
    done = dedup(*(word.replace("FEED", "in.jsonl") for word in words))
    assert done.code in (2, 3, 4), done.err
    assert "unexpected" not in done.err
    assert "Traceback" not in done.err


def test_explain_says_when_the_input_changed_since(dedup, feed, tmp_path):
    dedup("run", feed, "-o", tmp_path / "out")
    assert dedup("explain", "x1", "x2", "--in", tmp_path / "out").code == 0
    content = feed.read_text()
    status = feed.stat()
    feed.write_text(content.replace("a", "e", 1))
    os.utime(feed, ns=(status.st_atime_ns, status.st_mtime_ns))
    done = dedup("explain", "x1", "x2", "--in", tmp_path / "out")
    assert done.code == 3
    assert "changed since" in done.err
    feed.write_text(content)
    os.utime(feed)
    assert dedup("explain", "x1", "x2", "--in", tmp_path / "out").code == 0


@pytest.mark.parametrize(
    "damage", ["garbage\n", "[]\n", "{}\n", '{"id": "x1"}\n', '{"id": "x1", "source_file": 7}\n', "\xff"]
)
@pytest.mark.parametrize("name", ["articles.jsonl", "manifest.json"])
def test_explain_in_a_damaged_output(dedup, feed, tmp_path, damage, name):
    dedup("run", feed, "-o", tmp_path / "out")
    (tmp_path / "out" / name).write_text(damage, encoding="latin-1")
    done = dedup("explain", "x1", "x2", "--in", tmp_path / "out")
    assert done.code == 3
    assert "damaged" in done.err or "no article" in done.err


def test_a_terminated_run_ends_as_the_signal_says_and_leaves_nothing(tmp_path):
    (tmp_path / "fifo").touch()
    os.unlink(tmp_path / "fifo")
    os.mkfifo(tmp_path / "fifo")
    running = subprocess.Popen([*COMMAND, "run", "fifo", "-o", "out"], cwd=tmp_path, stderr=subprocess.PIPE)
    with (tmp_path / "fifo").open("w") as source:
        source.write(json.dumps({"text": text(1)}) + "\n")
        source.flush()
        while not list(tmp_path.glob(".dedup-*.partial")):
            os.sched_yield()
        running.send_signal(signal.SIGTERM)
        os.sched_yield()
    running.communicate()
    assert running.returncode == -signal.SIGTERM
    assert not list(tmp_path.glob(".dedup-*.partial"))
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("words", [
    ("run", "own.jsonl", "-o", "out"), ("run", "own.jsonl", "--dry-run"), ("clean", "own.jsonl"), ("tune", "own.jsonl"),
    ("compare", "own.jsonl"), ("score", "own.jsonl", "--corpus", "k.db", "-o", "scores.jsonl"),
    ("corpus", "add", "own.jsonl", "--corpus", "k.db"),
])  # fmt: skip
def test_where_nothing_can_be_read_the_reason_is_told_a_few_times_and_the_exit_code_is_3(
    dedup, words, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "known.txt").write_text("A text that the corpus knows.\n")
    assert dedup("corpus", "add", "known.txt", "--corpus", "k.db").code == 0
    (tmp_path / "own.jsonl").write_text('{"words": "A text under a name of its own."}\n' * 300)
    ended = dedup(*words)
    assert ended.code == 3
    assert "--text-field" in re.sub(r"\s+", " ", ended.err)
    assert len(ended.err.splitlines()) < 30
    assert not (tmp_path / "scores.jsonl").exists()
    assert dedup(*words, "--text-field", "words", *(("--force",) if "out" in words else ())).code == 0


def test_of_a_run_of_rejects_the_file_that_says_why_is_named(dedup, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own.jsonl").write_text('{"words": "A text under a name of its own."}\n')
    assert "out/rejects.csv says why" in dedup("run", "own.jsonl", "-o", "out", "--format", "csv").err
    assert (tmp_path / "out" / "rejects.csv").exists()


@pytest.mark.parametrize("words", [("clean",), ("tune",), ("run", "--dry-run"), ("score", "--corpus", "k.db")])
def test_an_empty_file_is_no_failure(dedup, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "known.txt").write_text("A text that the corpus knows.\n")
    dedup("corpus", "add", "known.txt", "--corpus", "k.db")
    (tmp_path / "empty.jsonl").write_text("")
    assert dedup(*words, "empty.jsonl").code == 0


@pytest.mark.parametrize("words", [("compare", "known.txt"), ("score", "known.txt", "--corpus", "k.db")])
def test_a_folder_that_is_not_there_is_told_before_the_work_is_done(dedup, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "known.txt").write_text("A text that the corpus knows.\n")
    dedup("corpus", "add", "known.txt", "--corpus", "k.db")
    ended = dedup(*words, "-o", "no/such/out.json", "-q")
    assert (ended.code, ended.err) == (2, "dedup: no/such/out.json: can't be written: there is no folder no/such\n")
