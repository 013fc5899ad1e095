"""The server under load: answers a second, percentiles, processor time and memory; with slow clients beside.

`python tests/benchmarks/server_load.py --corpus known.db --articles fresh.jsonl` prints a table. The corpus is copied
first. `corpus_speed.py` or `generator.py` make both.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import orjson
import tabulate
from measure import anonymous_bytes, family

TICK = os.sysconf("SC_CLK_TCK")


class Load:
    """Connections that ask as fast as they are answered.

    Attributes:
        seconds: How long each answer took.
        statuses: How many answers had which status.
        acknowledged: Ids that were added.
    """

    def __init__(self, port: int, articles: list[dict[str, object]], *, again: bool = False) -> None:
        self.seconds: dict[str, list[float]] = {"score": [], "add": []}
        self.statuses: Counter[int] = Counter()
        self.acknowledged: list[str] = []
        self._port = port
        self._articles = articles
        self._again = again  # add known articles, which changes nothing
        self._number = itertools.count()

    async def run(self, kinds: str, connections: int, seconds: float, slow: int = 0) -> float:
        """Ask for so long; returns the seconds that it took."""
        begun = time.perf_counter()
        until = begun + seconds
        hanging = [asyncio.create_task(self._hang(until)) for _ in range(slow)]
        kinds_of = [("score", "add")[i % 2] if kinds == "both" else kinds for i in range(connections)]
        await asyncio.gather(*(self._ask(kind, until) for kind in kinds_of))
        spent = time.perf_counter() - begun
        for task in hanging:
            task.cancel()
        return spent

    async def _ask(self, kind: str, until: float) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        path = b"/v1/score" if kind == "score" else b"/v1/articles"
        while time.perf_counter() < until:
            number = next(self._number)
            article = self._articles[number % len(self._articles)]
            if kind == "add" and not self._again:
                article = article | {"id": f"added-{number}", "text": f"{article['text']} Number {number}."}
            body = orjson.dumps(article)
            begun = time.perf_counter()
            writer.write(
                b"POST %b HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%b"
                % (path, len(body), body)
            )
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
            await reader.readexactly(length)
            self.seconds[kind].append(time.perf_counter() - begun)
            status = int(head[9:12])
            self.statuses[status] += 1
            if kind == "add" and status < 300:
                self.acknowledged.append(str(article["id"]))
        writer.close()

    async def _hang(self, until: float) -> None:
        """Send a request byte by byte, again and again."""
        while time.perf_counter() < until:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", self._port)
                for byte in b"POST /v1/score HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1000\r\n\r\n" * 4:
                    writer.write(bytes([byte]))
                    await asyncio.sleep(0.5)
            except OSError:
                await asyncio.sleep(0.1)


def start(corpus: Path, workers: int, log: Path) -> tuple[subprocess.Popen[bytes], int]:
    """Start a server and wait until it answers; returns its process and port."""
    code = "from dedup.cli import main; main()"
    command = [sys.executable, "-c", code, "serve", "--corpus", str(corpus), "--port", "0", "--workers", str(workers)]
    process = subprocess.Popen(command, stderr=log.open("wb"))
    while b"listening on" not in (said := log.read_bytes()):
        if process.poll() is not None:
            raise SystemExit(said.decode())
        time.sleep(0.1)
    port = int(said.split(b"listening on http://127.0.0.1:")[1].split(b"\n")[0])
    asyncio.run(_wait(port))
    return process, port


async def _wait(port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET /readyz HTTP/1.1\r\nhost: localhost\r\n\r\n")
    await reader.readuntil(b"\r\n\r\n")
    writer.close()


def processor_seconds(pid: int) -> float:
    """Return the processor time of a process and all that it started."""
    total = 0
    for one in family(pid):
        fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICK


def memory(pid: int) -> int:
    return sum(map(anonymous_bytes, family(pid)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--articles", type=Path, required=True, help="JSON lines to score and to add")
    parser.add_argument("--kinds", nargs="+", default=["score", "add", "both"], choices=["score", "add", "both"])
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--slow", type=int, default=0, help="slow connections beside")
    parser.add_argument("--workers", type=int, default=2)
    words = parser.parse_args()
    copy = words.corpus.with_name(f"{words.corpus.name}.load")
    shutil.copy(words.corpus, copy)
    articles = [orjson.loads(line) for line in words.articles.read_bytes().splitlines()]
    server, port = start(copy, words.workers, copy.with_suffix(".log"))
    rows = []
    try:
        for kind in words.kinds:
            asyncio.run(Load(port, articles).run(kind, words.connections, min(words.seconds, 10)))
            load, before, held = Load(port, articles), processor_seconds(server.pid), memory(server.pid)
            spent = asyncio.run(load.run(kind, words.connections, words.seconds, words.slow))
            used = processor_seconds(server.pid) - before
            for name, taken in load.seconds.items():
                if taken:
                    cuts = [1000 * cut for cut in statistics.quantiles(taken, n=100)]
                    rows.append((
                        kind, name, f"{len(taken) / spent:,.0f}", f"{cuts[49]:.0f}", f"{cuts[98]:.0f}",
                        f"{1000 * used / sum(load.statuses.values()):.2f}", f"{used / spent:.2f}",
                        f"{held / 1e6:,.0f}", f"{memory(server.pid) / 1e6:,.0f}",
                        dict(load.statuses), f"{os.getloadavg()[0]:.1f}",
                    ))  # fmt: skip
    finally:
        server.terminate()
        server.wait()
    headers = (
        "load", "request", "a second", "median ms", "p99 ms", "CPU ms a request", "cores", "MB before", "MB after",
        "statuses", "load average",
    )  # fmt: skip
    print(tabulate.tabulate(rows, headers, tablefmt="plain", disable_numparse=True))


if __name__ == "__main__":
    main()
