"""`dedup run` as its user meets it: the files of the contract, bad input, exit codes, interruption."""

import functools
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.jobs.piles import pile, text

FIXTURES = Path(__file__).parents[2] / "fixtures"
FILES = {
    "kept.jsonl", "articles.jsonl", "removed.jsonl", "pairs.jsonl", "clusters.jsonl", "repeats.jsonl", "rejects.jsonl",
    "manifest.json", "report.html",
}  # fmt: skip


def rows(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def write_pile(path, seed=1, originals=12):
    records = [
        {"id": a.id, "text": a.text, "source": a.source, "date": a.date, "n": i}
        for i, a in enumerate(pile(seed, originals))
    ]
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return records


def test_all_files_of_the_contract_are_written_and_the_ledger_balances(dedup, tmp_path):
    ended = dedup("run", FIXTURES, "-o", tmp_path / "out")
    assert ended.code == 0
    assert {p.name for p in (tmp_path / "out").iterdir()} == FILES
    counts = json.loads((tmp_path / "out" / "manifest.json").read_text())["counts"]
    assert counts["read"] == counts["kept"] + counts["removed"] + counts["rejected"]
    assert counts["kept"] == len(rows(tmp_path / "out" / "kept.jsonl"))
    assert counts["removed"] == len(rows(tmp_path / "out" / "removed.jsonl"))
    assert counts["rejected"] == len(rows(tmp_path / "out" / "rejects.jsonl")) > 0
    assert ended.out == ""
    assert "removed" in ended.err


def test_kept_records_come_through_byte_for_byte_and_in_order(dedup, tmp_path):
    source = tmp_path / "in.jsonl"
    write_pile(source)
    dedup("run", source, "-o", tmp_path / "out", "--no-clean")
    lines = source.read_bytes().splitlines()
    kept = (tmp_path / "out" / "kept.jsonl").read_bytes().splitlines()
    gone = {row["line"] for row in rows(tmp_path / "out" / "removed.jsonl")}
    assert kept == [line for number, line in enumerate(lines, 1) if number not in gone]
    assert gone


def test_pairs_point_from_the_smaller_id_and_tables_are_sorted(dedup, tmp_path):
    write_pile(tmp_path / "in.jsonl")
    dedup("run", tmp_path / "in.jsonl", "-o", tmp_path / "out", "--no-clean")
    pairs = [(row["id_a"], row["id_b"]) for row in rows(tmp_path / "out" / "pairs.jsonl")]
    assert pairs == sorted(pairs)
    assert all(a < b for a, b in pairs)
    for name, key in (("articles", "id"), ("removed", "id"), ("clusters", "cluster_id")):
        keys = [row[key] for row in rows(tmp_path / "out" / f"{name}.jsonl")]
        assert keys == sorted(keys)


def test_the_output_is_the_same_for_any_number_of_threads(dedup, tmp_path):
    write_pile(tmp_path / "in.jsonl", originals=80)
    for threads in (1, 2, 8):
        dedup("run", tmp_path / "in.jsonl", "-o", tmp_path / f"out{threads}", "--threads", threads)
    for name in FILES - {"manifest.json", "report.html"}:
        assert len({(tmp_path / f"out{threads}" / name).read_bytes() for threads in (1, 2, 8)}) == 1


def test_parquet_tables_hold_the_same_rows(dedup, tmp_path):
    import pyarrow.parquet as pq

    write_pile(tmp_path / "in.jsonl")
    dedup("run", tmp_path / "in.jsonl", "-o", tmp_path / "a")
    dedup("run", tmp_path / "in.jsonl", "-o", tmp_path / "b", "--format", "parquet")
    for name in ("removed", "pairs", "clusters", "repeats", "articles"):
        assert pq.read_table(tmp_path / "b" / f"{name}.parquet").to_pylist() == rows(tmp_path / "a" / f"{name}.jsonl")


def test_clean_bodies_can_be_written_instead_of_records(dedup, tmp_path):
    dedup("run", FIXTURES / "story", "-o", tmp_path / "out", "--emit", "body")
    bodies = rows(tmp_path / "out" / "kept.jsonl")
    assert all({"id", "title", "published", "credit", "text"} <= set(row) for row in bodies)
    assert not any("POPULAR" in row["text"] for row in bodies)


def test_input_from_a_pipe_is_read_twice(tmp_path):
    write_pile(tmp_path / "in.jsonl")
    command = [sys.executable, "-c", "from dedup.cli import main; main()", "run", "-", "-o", str(tmp_path / "out")]
    with (tmp_path / "in.jsonl").open("rb") as source:
        subprocess.run(command, stdin=source, check=True, capture_output=True)
    assert rows(tmp_path / "out" / "kept.jsonl")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"[1,2]\n", "list"),
        (b'{"text": NaN}\n', "null"),
        (b'{"title": "no text"}\n', "no text"),
        (b'{"text": "\xff\xfe"}\n', "UTF-8"),
        (b'{"text": ' + b"[" * 100_000 + b"\n", "JSON"),
        (b"{broken\n", "JSON"),
    ],
)
def test_a_broken_record_is_rejected_and_the_next_one_is_read(dedup, tmp_path, content, reason):
    good = json.dumps({"id": "good", "text": text(1)}).encode() + b"\n"
    (tmp_path / "in.jsonl").write_bytes(good + content + good.replace(b"good", b"next"))
    assert dedup("run", tmp_path / "in.jsonl", "-o", tmp_path / "out").code == 0
    (reject,) = rows(tmp_path / "out" / "rejects.jsonl")
    assert reject["line"] == 2
    assert reason in reject["reason"]
    assert json.loads((tmp_path / "out" / "manifest.json").read_text())["counts"]["read"] == 3


def test_empty_files_and_empty_texts_are_no_error(dedup, tmp_path):
    (tmp_path / "empty.jsonl").write_bytes(b"")
    assert dedup("run", tmp_path / "empty.jsonl", "-o", tmp_path / "out").code == 0
    assert json.loads((tmp_path / "out" / "manifest.json").read_text())["counts"]["read"] == 0
    (tmp_path / "texts.jsonl").write_text('{"id": "a", "text": ""}\n{"id": "b", "text": ""}\n')
    assert dedup("run", tmp_path / "texts.jsonl", "-o", tmp_path / "out2").code == 0
    assert len(rows(tmp_path / "out2" / "kept.jsonl")) == 2


def test_a_missing_input_ends_with_3_and_says_which(dedup, tmp_path):
    ended = dedup("run", tmp_path / "nowhere.jsonl", "-o", tmp_path / "out")
    assert ended.code == 3
    assert "nowhere.jsonl" in ended.err
    assert not (tmp_path / "out").exists()


def test_input_of_which_nothing_can_be_read_ends_with_3_and_keeps_the_rejects(dedup, tmp_path):
    (tmp_path / "in.jsonl").write_text("[1]\n[2]\n")
    assert dedup("run", tmp_path / "in.jsonl", "-o", tmp_path / "out").code == 3
    assert len(rows(tmp_path / "out" / "rejects.jsonl")) == 2


@pytest.mark.parametrize(
    "flags",
    [("--threshold", "7"), ("--recall", "1"), ("--remove", "contains"), ("--no-such-flag",), ("--num-perm", "4")],
)
def test_wrong_words_end_with_2(dedup, tmp_path, flags):
    write_pile(tmp_path / "in.jsonl")
    ended = dedup("run", tmp_path / "in.jsonl", "-o", tmp_path / "out", *flags)
    assert ended.code == 2
    assert ended.err.strip()
    assert not (tmp_path / "out").exists()


def test_an_existing_folder_is_not_touched_without_force(dedup, tmp_path):
    write_pile(tmp_path / "in.jsonl")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("keep me")
    ended = dedup("run", tmp_path / "in.jsonl", "-o", tmp_path / "out")
    assert ended.code == 2
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["mine.txt"]
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_an_earlier_output_is_replaced_with_force(dedup, tmp_path):
    write_pile(tmp_path / "in.jsonl")
    assert dedup("run", tmp_path / "in.jsonl", "-o", tmp_path / "out").code == 0
    assert dedup("run", tmp_path / "in.jsonl", "-o", tmp_path / "out", "--force", "--remove", "").code == 0
    assert rows(tmp_path / "out" / "removed.jsonl") == []


def interrupted(folder, *inputs, number=signal.SIGINT, options=(), stdin=None):
    """Start a run, end it by a signal when all is read, and return its exit code."""
    command = [sys.executable, "-c", "from dedup.cli import main; main()", "run", *inputs, "-o", "out", *options]
    # a background job of a shell inherits an ignored SIGINT; the user's terminal has none
    heeding = functools.partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    running = subprocess.Popen(command, stdin=stdin, stderr=subprocess.PIPE, preexec_fn=heeding, cwd=folder)
    deadline = time.monotonic() + 60
    while not spooled(folder) and running.poll() is None and time.monotonic() < deadline:
        os.sched_yield()
    running.send_signal(number)
    running.communicate()
    return running.returncode


def spooled(folder):
    return list(folder.glob(".out.*.spool/articles.json"))


def hidden(folder):
    return [path.name for path in folder.iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_an_interrupted_run_leaves_nothing_half_written_and_resumes(dedup, tmp_path, monkeypatch, number):
    write_pile(tmp_path / "in.jsonl", originals=4000)
    assert interrupted(tmp_path, "in.jsonl", number=number) == (130 if number == signal.SIGINT else -number)
    assert not (tmp_path / "out").exists()
    assert spooled(tmp_path)
    os.utime(tmp_path / "in.jsonl")  # the content counts, not the time
    monkeypatch.chdir(tmp_path)
    ended = dedup("run", "in.jsonl", "-o", "out", "--resume")
    assert ended.code == 0
    assert "resumed: articles" in ended.err
    assert rows(tmp_path / "out" / "kept.jsonl")
    assert not spooled(tmp_path)


def test_nothing_is_resumed_for_other_content_of_the_same_size_and_time(dedup, tmp_path, monkeypatch, caplog):
    source = tmp_path / "in.jsonl"
    write_pile(source, originals=4000)
    status = source.stat()
    interrupted(tmp_path, "in.jsonl", number=signal.SIGKILL)
    source.write_bytes(source.read_bytes().replace(b'"n": ', b'"m": '))
    os.utime(source, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert source.stat().st_size == status.st_size
    monkeypatch.chdir(tmp_path)
    ended = dedup("run", "in.jsonl", "-o", "out", "--resume")
    assert ended.code == 0
    assert "nothing to resume" in caplog.text
    assert all("m" in row for row in rows(tmp_path / "out" / "kept.jsonl"))
    assert not spooled(tmp_path)


def test_standard_input_is_never_resumed_but_read_anew(tmp_path):
    write_pile(tmp_path / "in.jsonl", originals=4000)
    with (tmp_path / "in.jsonl").open("rb") as source:
        interrupted(tmp_path, "-", number=signal.SIGKILL, stdin=source)
    fresh = json.dumps({"id": "fresh", "text": text(1)}).encode()
    command = [sys.executable, "-c", "from dedup.cli import main; main()", "run", "-", "-o", "out", "--resume"]
    subprocess.run(command, input=fresh, cwd=tmp_path, check=True, capture_output=True)
    assert [row["id"] for row in rows(tmp_path / "out" / "kept.jsonl")] == ["fresh"]


def test_an_abandoned_spool_is_not_used_without_being_asked_for(dedup, tmp_path, monkeypatch):
    write_pile(tmp_path / "in.jsonl", originals=4000)
    interrupted(tmp_path, "in.jsonl", number=signal.SIGKILL)
    monkeypatch.chdir(tmp_path)
    ended = dedup("run", "in.jsonl", "-o", "out")
    assert "resumed" not in ended.err
    assert not spooled(tmp_path)


@pytest.mark.parametrize(
    "words",
    [
        ("run", "data", "-o", "data/out"), ("run", "data/in.jsonl", "-o", "data", "--force"),
        ("run", "data/*.jsonl", "-o", "data/in.jsonl"), ("run", "data", "-o", "out", "--temp", "data"),
        ("run", "data", "-o", "out", "--into", "data/in.jsonl"), ("run", "data", "-o", "out", "--into", "out/c.db"),
        ("run", "data/in.jsonl", "-o", "out", "--temp", "out"),
        ("run", "data", "-o", "known.db", "--corpus", "known.db"),
        ("score", "data/in.jsonl", "--corpus", "known.db", "-o", "known.db"),
        ("score", "data", "--corpus", "known.db", "-o", "data/out.jsonl"),
        ("score", "data/in.jsonl", "--corpus", "known.db", "-o", "link"),
        ("score", "data/in.jsonl", "--corpus", "known.db", "-o", "known.db-wal"),
        ("compare", "data/in.jsonl", "-o", "data/../data/in.jsonl"), ("compare", "data", "-o", "data/page.html"),
        ("compare", "data", "-o", "hard"), ("corpus", "export", "--corpus", "known.db", "-o", "./known.db"),
        ("corpus", "add", "data/in.jsonl", "--corpus", "data/in.jsonl"), ("corpus", "add", "data", "--corpus", "link"),
    ],
)  # fmt: skip
def test_no_command_writes_onto_into_or_around_what_it_reads(dedup, tmp_path, monkeypatch, words):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").mkdir()
    write_pile(tmp_path / "data" / "in.jsonl")
    (tmp_path / "link").symlink_to("data/in.jsonl")
    os.link("data/in.jsonl", "hard")
    dedup("corpus", "add", "data/in.jsonl", "--corpus", "known.db")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    ended = dedup(*words)
    assert ended.code == 2
    assert "which is read" in ended.err or "can't be read as a corpus" in ended.err or "contains" in ended.err
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_a_corpus_may_be_looked_up_and_added_to_in_one_run(dedup, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_pile(tmp_path / "in.jsonl")
    dedup("corpus", "add", "in.jsonl", "--corpus", "known.db")
    assert dedup("run", "in.jsonl", "-o", "out", "--corpus", "known.db", "--into", "known.db").code == 0


def test_a_second_feed_is_deduplicated_against_the_corpus_of_the_first(dedup, tmp_path):
    write_pile(tmp_path / "first.jsonl", seed=1)
    records = write_pile(tmp_path / "second.jsonl", seed=1)
    fresh = {"id": "fresh", "text": text(777), "source": "Bell"}
    with (tmp_path / "second.jsonl").open("a") as file:
        file.write(json.dumps(fresh) + "\n")
    known = tmp_path / "known.db"
    assert dedup("run", tmp_path / "first.jsonl", "-o", tmp_path / "a", "--no-clean", "--into", known).code == 0
    ended = dedup("run", tmp_path / "second.jsonl", "-o", tmp_path / "b", "--no-clean", "--corpus", known)
    assert ended.code == 0
    assert [row["id"] for row in rows(tmp_path / "b" / "kept.jsonl")] == ["fresh"]
    removed = rows(tmp_path / "b" / "removed.jsonl")
    assert len(removed) == len(records)
    assert {row["rule"] for row in removed} == {"corpus"}
    first_kept = {row["id"] for row in rows(tmp_path / "a" / "kept.jsonl")}
    assert {row["kept_id"] for row in removed} <= first_kept
    exported = dedup("corpus", "export", "--corpus", known).out
    assert sorted(exported.splitlines()) == sorted((tmp_path / "a" / "kept.jsonl").read_text().splitlines())


def test_a_missing_corpus_ends_with_4(dedup, tmp_path):
    write_pile(tmp_path / "in.jsonl")
    ended = dedup("run", tmp_path / "in.jsonl", "-o", tmp_path / "out", "--corpus", tmp_path / "none.db")
    assert ended.code == 4
    assert not (tmp_path / "out").exists()


def test_more_articles_than_a_pass_may_have(dedup, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in.jsonl").write_text("".join(f'{{"text": "The bridge of quay {n} reopens."}}\n' for n in range(4)))
    (tmp_path / "dedup.toml").write_text("max_articles = 3\n")
    ended = dedup("run", "in.jsonl", "-o", "out")
    assert ended.code == 3
    assert "more than 3 articles (setting max_articles)" in ended.err
    assert not (tmp_path / "out").exists()
    (tmp_path / "dedup.toml").write_text("max_articles = 4\n")
    assert dedup("run", "in.jsonl", "-o", "out").code == 0
