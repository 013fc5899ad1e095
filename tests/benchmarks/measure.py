"""One command in a process of its own: how long it takes, and the most anonymous memory that it and its children hold.

Called by `bench.py`. Anonymous memory is what the system can't drop: pages of mapped files don't count.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple


class Measured(NamedTuple):
    """Wall time in seconds, peak anonymous memory in bytes."""

    seconds: float
    peak: int


class CommandFailedError(Exception):
    """The command did not exit with 0; the message holds the end of what it said."""


def measure(command: Sequence[str | Path], log: Path, environment: Mapping[str, str] | None = None) -> Measured:
    """Run a command and look at its memory every 10 ms.

    Args:
        command: Program and arguments.
        log: File for what it prints.
        environment: Variables on top of this process's own.

    Raises:
        CommandFailedError: It exited with another status than 0.
    """
    with log.open("wb") as out:
        started = time.perf_counter()
        process = subprocess.Popen(
            list(map(str, command)), stdout=out, stderr=subprocess.STDOUT, env={**os.environ, **(environment or {})}
        )
        peak = 0
        while True:
            peak = max(peak, sum(map(anonymous_bytes, family(process.pid))))
            try:
                process.wait(timeout=0.01)
                break
            except subprocess.TimeoutExpired:
                continue
        seconds = time.perf_counter() - started
    if process.returncode:
        said = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        raise CommandFailedError(f"exit {process.returncode}: {' / '.join(said[-3:])}")
    return Measured(seconds, peak)


def family(pid: int) -> list[int]:
    """Return a process and all that it started, as far as they still run."""
    found = [pid]
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                found += family(int(child))
    except OSError:
        pass
    return found


def anonymous_bytes(pid: int) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    for line in status.splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1]) * 1024
    return 0
