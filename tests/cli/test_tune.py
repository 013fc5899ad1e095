"""`dedup tune --review`: questions in a terminal, answers kept, a line proposed."""

import csv
import io
import json
import os
import pty
import random
import select
import subprocess
import sys

import pytest

WORDS = (
    "harbour basin ferry council dredger pier mayor budget vote storm roof choir market valley bridge tunnel".split()
)
_PATIENCE = 120


@pytest.fixture
def feed(tmp_path):
    """Pairs of texts from barely to hardly changed."""
    rng = random.Random(3)
    rows = []
    for n in range(10):
        words = [f"{rng.choice(WORDS)}{rng.randrange(999)}" for _ in range(120)]
        rows.append({"id": f"a{n}", "text": " ".join(words)})
        for place in range(5, 5 + 6 * (n + 1), 6):
            words[place] = "changed"
        rows.append({"id": f"b{n}", "text": " ".join(words)})
    path = tmp_path / "feed.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def test_answers_are_kept_one_by_one_and_none_is_asked_twice(feed, tmp_path):
    labels = tmp_path / "labels.jsonl"
    command = [
        sys.executable,
        "-P",
        "-m",
        "dedup",
        "tune",
        str(feed),
        "--no-clean",
        "--review",
        "--labels",
        str(labels),
    ]
    typed = subprocess.run(
        [*command, "--near", "4"], input=b"y\nmaybe\nn\ns\nq\n", capture_output=True, timeout=_PATIENCE
    )
    assert typed.returncode == 0, typed.stderr.decode()
    kept = [json.loads(line) for line in labels.read_text().splitlines()]
    assert [one["same"] for one in kept] == [True, False]
    asked = typed.stderr.decode()
    assert "Pair 1 of 4" in asked
    assert "only in" in asked
    assert "'maybe' is not one of" in asked
    assert "Pair" not in typed.stdout.decode()
    again = subprocess.run([*command, "--near", "4"], input=b"", capture_output=True, timeout=_PATIENCE)
    assert "Pair 1 of 2" in again.stderr.decode()
    assert again.returncode == 0
    assert len(labels.read_text().splitlines()) == 2


def test_a_terminal_is_asked_and_a_line_comes_out(feed, tmp_path):
    labels = tmp_path / "labels.jsonl"
    command = [
        sys.executable,
        "-P",
        "-m",
        "dedup",
        "tune",
        str(feed),
        "--no-clean",
        "--review",
        "--labels",
        str(labels),
    ]
    ours, theirs = pty.openpty()
    process = subprocess.Popen([*command, "--near", "40"], stdin=theirs, stderr=theirs, stdout=subprocess.PIPE)
    os.close(theirs)
    shown, answered = "", 0
    while True:
        assert select.select([ours], [], [], _PATIENCE)[0], shown
        try:
            shown += os.read(ours, 4096).decode(errors="replace")
        except OSError:  # the other end is closed
            break
        while shown.count("quit (y, n, s, q):") > answered:
            jaccard = float(shown.split("Jaccard ")[answered + 1].split()[0])
            os.write(ours, b"y\n" if jaccard > 0.55 else b"n\n")
            answered += 1
    out = process.stdout.read().decode()
    process.stdout.close()
    assert process.wait(_PATIENCE) == 0
    os.close(ours)
    assert answered == len(labels.read_text().splitlines()) >= 6
    proposed = float(out.split("Proposed threshold: ")[1].split()[0])
    said = [json.loads(line) for line in labels.read_text().splitlines()]
    assert max(one["jaccard"] for one in said if not one["same"]) < proposed
    assert proposed < min(one["jaccard"] for one in said if one["same"])
    assert "95 % interval" in out
    assert "0 of" in out


def test_labels_tell_how_good_each_threshold_is(feed, tmp_path, dedup):
    labels = tmp_path / "labels.jsonl"
    rows = [{"id_a": f"b{n}", "id_b": f"a{n}", "same": n < 5} for n in range(10)]
    rows += [{"id_a": "a0", "id_b": "a1", "same": False}, {"id_a": "a0", "id_b": "nobody", "same": True}]
    labels.write_text("".join(json.dumps(row) + "\n" for row in rows))
    done = dedup("tune", feed, "--no-clean", "--labels", labels, "--format", "json", "--near", "0")
    assert done.code == 0
    assert "1 label is of articles that were not read" in done.err
    found = json.loads(done.out)
    by_threshold = {row["threshold"]: row for row in found["quality"]}
    assert by_threshold[0.2]["recall"] == 1.0
    assert by_threshold[0.2]["precision"] < 1
    assert by_threshold[0.95]["recall"] < 1
    best = min(by_threshold, key=lambda t: abs(t - found["line"]["threshold"]))
    assert by_threshold[best]["f1"] == max(row["f1"] or 0 for row in by_threshold.values())
    assert found["line"]["errors"] == 0
    assert found["unknown"] == 1
    assert "Proposed threshold" in dedup("tune", feed, "--no-clean", "--labels", labels).out


def test_labels_are_columns_of_the_rows(feed, tmp_path, dedup):
    labels = tmp_path / "labels.jsonl"
    rows = [{"id_a": f"a{n}", "id_b": f"b{n}", "same": n < 5} for n in range(10)]
    labels.write_text("".join(json.dumps(row) + "\n" for row in rows))
    words = ("tune", feed, "--no-clean", "--labels", labels, "--near", "0", "--format")
    lines = [json.loads(line) for line in dedup(*words, "jsonl").out.splitlines()]
    table = list(csv.DictReader(io.StringIO(dedup(*words, "csv").out)))
    whole = json.loads(dedup(*words, "json").out)
    assert [row["f1"] for row in lines] == [row["f1"] for row in whole["quality"]]
    assert [float(row["b3_f1"]) for row in table] == pytest.approx([row["b3_f1"] for row in lines], abs=1e-6)
    assert list(table[0]) == list(lines[0])


def test_copies_count_as_one_text_at_every_threshold(tmp_path, dedup):
    feed, labels = tmp_path / "feed.jsonl", tmp_path / "labels.jsonl"
    text = "The ferry to Varnholm was held in port on Monday after a mooring line broke in the storm."
    rows = [{"id": "a", "text": text}, {"id": "b", "text": text.upper()}, {"id": "c", "text": ""}]
    feed.write_text("".join(json.dumps(row) + "\n" for row in rows))
    rows = [{"id_a": "a", "id_b": "b", "same": True}, {"id_a": "a", "id_b": "c", "same": False}]
    labels.write_text("".join(json.dumps(row) + "\n" for row in rows))
    found = json.loads(dedup("tune", feed, "--labels", labels, "--format", "json").out)
    assert {(row["precision"], row["recall"], row["b3_f1"]) for row in found["quality"]} == {(1.0, 1.0, 1.0)}
    assert found["line"] is None


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--review",), "--labels"),
        (("--labels", "none.jsonl"), "none.jsonl: can't be read"),
    ],
)
def test_what_is_missing_is_said(feed, dedup, words, message):
    done = dedup("tune", feed, *words)
    assert done.code in (2, 3)
    assert message in done.err


def test_answers_and_articles_are_not_both_read_from_standard_input(dedup, tmp_path):
    done = dedup("tune", "-", "--review", "--labels", tmp_path / "labels.jsonl")
    assert done.code == 2
    assert "standard input" in done.err
