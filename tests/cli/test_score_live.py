"""`dedup score -` answers each line as it comes: a client may wait for the answer before it writes the next."""

import json
import os
import select
import subprocess
import sys
import threading

import pytest

FIRST = "The ferry to Varnholm was held in port on Monday after a mooring line broke in the storm, the harbour said."
SECOND = "Bakers in Kaldera will pay more for flour from next month, the guild wrote to its members late on Friday."
# Long enough for a busy machine to start the command; a test that waits this long has failed.
_PATIENCE = 120


@pytest.fixture
def service(tmp_path):
    """A running `dedup score - --add` with its pipes."""
    started = []

    def start(*words, **more):
        command = [sys.executable, "-P", "-m", "dedup", "score", "-", "--corpus", str(tmp_path / "known.db"), *words]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | more
        process = subprocess.Popen(command, **pipes)
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()


def ask(process, line: bytes) -> dict:
    os.write(process.stdin.fileno(), line)
    answer = b""
    while not answer.endswith(b"\n"):
        assert select.select([process.stdout], [], [], _PATIENCE)[0], "no answer while the pipe is open"
        chunk = os.read(process.stdout.fileno(), 1)
        assert chunk, process.stderr.read().decode()
        answer += chunk
    return json.loads(answer)


def record(name: str, text: str) -> bytes:
    return json.dumps({"id": name, "text": text}).encode() + b"\n"


def test_each_line_is_answered_before_the_next_is_written(service):
    process = service("--add", "--no-clean")
    assert ask(process, record("a", FIRST))["verdict"] == "new"
    assert ask(process, record("b", FIRST)) == ask(process, record("b", FIRST))
    answer = ask(process, record("c", FIRST))
    assert (answer["id"], answer["verdict"], answer["matches"][0]["id"]) == ("c", "duplicate", "a")
    bad = ask(process, b'{"id": "d", "text": }\n')
    assert bad["line"] == 5
    assert "not valid JSON" in bad["error"]
    assert "no text" in ask(process, b'{"id": "e"}\n')["error"]
    assert ask(process, b"\n" + record("f", SECOND))["id"] == "f"
    process.stdin.close()
    assert process.wait(_PATIENCE) == 0
    assert process.stdout.read() == b""


def test_the_corpus_is_made_only_on_request(service, tmp_path):
    process = service(stdin=subprocess.DEVNULL)
    assert process.wait(_PATIENCE) == 4
    message = process.stderr.read().decode()
    assert "no such corpus" in message
    assert "--add" in message
    assert not (tmp_path / "known.db").exists()
    process = service("--add")
    ask(process, record("a", FIRST))
    process.stdin.close()
    assert process.wait(_PATIENCE) == 0
    assert "a new corpus" in process.stderr.read().decode()


def test_lines_that_wait_together_are_answered_in_order(service):
    process = service("--add", "--no-clean")
    lines = [record(f"n{n}", f"{FIRST} {n}") if n % 50 != 7 else b"[1]\n" for n in range(700)]
    writer = threading.Thread(target=lambda: (process.stdin.write(b"".join(lines)), process.stdin.close()))
    writer.start()
    answers = [json.loads(line) for line in process.stdout]
    writer.join()
    assert [a.get("id") or a["line"] for a in answers] == [f"n{n}" if n % 50 != 7 else n + 1 for n in range(700)]
    process.stdin = None


@pytest.mark.parametrize(
    "data",
    [
        json.dumps([{"id": "a", "text": FIRST}, {"id": "b", "text": SECOND}]),
        json.dumps({"articles": [{"id": "a", "text": FIRST}, {"id": "b", "text": SECOND}]}),
        json.dumps([{"id": "a", "text": FIRST}, {"id": "b", "text": SECOND}], indent=1),
        f"id,text\na,\"{FIRST}\"\nb,\"{SECOND}\"\n",
        "\n\n" + record("a", FIRST).decode() + record("b", SECOND).decode().strip(),
    ],
    ids=["list", "wrapper", "document", "csv", "lines"],
)
def test_every_format_is_read_from_a_pipe(service, data):
    process = service("--add")
    out, err = process.communicate(data.encode(), _PATIENCE)
    process.stdin = process.stdout = process.stderr = None
    assert [json.loads(line)["id"] for line in out.splitlines()] == ["a", "b"], err.decode()
