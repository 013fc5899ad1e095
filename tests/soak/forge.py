"""A warm process that forks workers on request: a kill round costs milliseconds, and not an interpreter's start.

Speaks lines over its pipes; used by `tests/corpus/test_durability.py` and by the rounds of `make soak`. Run as a script
it is the process itself: each line of standard input names a job, each forked worker writes to a pipe of its own.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from dedup.articles import Article
from dedup.corpus.corpus import Corpus
from dedup.jobs.score import score
from dedup.settings import Settings

SETTINGS = Settings(clean=False)
_WORDS = [a + b + c for a in ("ba", "ke", "di", "fo", "gu", "ra") for b in "lnst" for c in "aeiou"]


def make_article(name: str) -> Article:
    """Return an invented article that its id determines."""
    rng = random.Random(name)
    text = "\n".join(" ".join(rng.choices(_WORDS, k=15)).capitalize() + "." for _ in range(rng.randint(1, 12)))
    return Article(id=name, text=text, title=f"On {rng.choice(_WORDS)}")


def write_forever(path: str, name: str, out: int, seconds: float) -> None:
    """Add groups of articles, telling before and after each; compact now and then."""
    rng = random.Random(name)
    end = time.monotonic() + seconds
    with Corpus(path, SETTINGS) as corpus:
        count = 0
        while time.monotonic() < end:
            ids = [f"{name}-{count + i}" for i in range(rng.choice((1, 2, 20, 150)))]
            count += len(ids)
            tell(out, {"trying": ids})
            corpus.add(make_article(one) for one in ids)
            tell(out, {"done": ids})
            if rng.random() < 0.05:
                corpus.settle()
            if rng.random() < 0.03:
                corpus.compact()


def read_forever(path: str, name: str, out: int, seconds: float) -> None:
    """Score articles that were there from the start; tell what was not found."""
    rng = random.Random(name)
    end = time.monotonic() + seconds
    rounds, missing = 0, []
    with Corpus(path, mode="r") as corpus:
        while time.monotonic() < end:
            one = f"first-{rng.randrange(50)}"
            found = score(make_article(one), corpus)
            if [match.id for match in found.matches] != [one]:
                missing.append(one)
            rounds += 1
    tell(out, {"rounds": rounds, "missing": missing})


JOBS = {"write": write_forever, "read": read_forever}


def tell(out: int, value: object) -> None:
    os.write(out, json.dumps(value).encode() + b"\n")


def serve() -> None:
    """Fork a worker for each line of standard input; it writes to the file descriptor of a named pipe."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with Corpus(sys.argv[1], SETTINGS) as warm:  # loads and compiles everything once
        warm.add(make_article(f"warm-{n}") for n in range(600))
        score(make_article("warm-1"), warm)
        warm.compact()
    print("ready", flush=True)
    for line in sys.stdin:
        job = json.loads(line)
        pid = os.fork()
        if pid:
            print(pid, flush=True)
            continue
        out = os.open(job.pop("pipe"), os.O_WRONLY)
        try:
            JOBS[job.pop("job")](out=out, **job)
        except Exception as error:  # whatever it is, the parent must hear of it, and the fork must end here
            tell(out, {"error": f"{type(error).__name__}: {error}"})
        finally:
            os._exit(0)


@dataclass
class Worker:
    """A forked worker: its process and what it told."""

    pid: int
    pipe: int
    told: list[dict] = field(default_factory=list)

    def listen(self, seconds: float) -> None:
        """Take in what it tells for some time, or until it ends."""
        end = time.monotonic() + seconds
        rest = b""
        while (left := end - time.monotonic()) > 0:
            if select.select([self.pipe], [], [], left)[0]:
                data = os.read(self.pipe, 1 << 20)
                if not data:
                    break
                rest += data
        self._take(rest)

    def finish(self) -> None:
        """Take in all the rest; returns when the worker is gone."""
        rest = b""
        while data := os.read(self.pipe, 1 << 20):
            rest += data
        os.close(self.pipe)
        self._take(rest)

    def _take(self, data: bytes) -> None:
        self._raw = getattr(self, "_raw", b"") + data
        *lines, self._raw = self._raw.split(b"\n")
        self.told.extend(json.loads(line) for line in lines)

    def ids(self, what: str) -> set[str]:
        return {one for told in self.told for one in told.get(what, [])}


class Forge:
    """The warm process, from the outside."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count = 0
        self._process = subprocess.Popen(
            [sys.executable, __file__, str(folder / "warm.corpus")],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "ready\n"

    def start(self, job: str, path: Path, name: str, seconds: float) -> Worker:
        self._count += 1
        pipe = self._folder / f"pipe-{self._count}"
        os.mkfifo(pipe)
        order = {"job": job, "path": str(path), "name": name, "seconds": seconds, "pipe": str(pipe)}
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        pid = int(self._process.stdout.readline())
        return Worker(pid, os.open(pipe, os.O_RDONLY))

    def close(self) -> None:
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()


def kill_round(forge: Forge, path: Path, name: str, rng: random.Random) -> tuple[set[str], set[str]]:
    """Let a writer work for a moment and kill it; return what it had done, and what it had begun."""
    worker = forge.start("write", path, name, 60)
    worker.listen(rng.uniform(0.005, 0.25))
    os.kill(worker.pid, signal.SIGKILL)
    worker.finish()
    return worker.ids("done"), worker.ids("trying")


def crowd(forge: Forge, path: Path, writers: int, readers: int, seconds: float) -> tuple[set[str], list[object]]:
    """Let writers and readers work side by side; return what was acknowledged, and all that went wrong."""
    writing = [forge.start("write", path, f"w{n}", seconds) for n in range(writers)]
    reading = [forge.start("read", path, f"r{n}", seconds) for n in range(readers)]
    for worker in writing + reading:
        worker.finish()
    told = [one for worker in writing + reading for one in worker.told]
    wrong = [one for one in told if "error" in one or one.get("missing")]
    wrong += [f"reader {worker.pid} read nothing" for worker in reading if not worker.told[-1].get("rounds")]
    return set().union(*(worker.ids("done") for worker in writing)), wrong


if __name__ == "__main__":
    serve()
