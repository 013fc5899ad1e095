"""Processes that answer jobs from one queue; jobs of a kind that wait together are answered together.

A process that dies or takes too long is replaced, and what it had is answered with an error.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import sys
from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dedup.errors import DedupError
from dedup.server import frames
from dedup.server.frames import Frame
from dedup.server.problems import ProblemError

_log = logging.getLogger("dedup.server")
# Records of waiting jobs that are answered together: enough to share lookups and commits, few enough to answer soon.
_TOGETHER = 32
# Of these, several jobs are one.
_JOINED = ("score", "add")
# After an answer, clients that ask again are waited for, as a share of the time that it took and in seconds at most: a
# batch costs as much as five of its records.
_LINGER_SHARE = 0.5
_LINGER_MOST = 0.03
# These take seconds: the last process is kept free of them, if there are several.
_LONG = ("compare",)
# Between two attempts to replace a process.
_PAUSE = 1.0
# On a busy machine, compiling the kernel takes minutes.
_START_SECONDS = 900.0


@dataclass(frozen=True, slots=True)
class Part:
    """The answer for one record: bytes, or a problem in its head (`status`, `detail`)."""

    head: Mapping[str, Any]
    body: bytes

    def content(self) -> bytes:
        """Return the bytes.

        Raises:
            ProblemError: The answer is a problem.
        """
        if "status" in self.head:
            raise ProblemError(self.head["status"], self.head["detail"])
        return self.body


@dataclass(slots=True)
class Job:
    """Something to be answered.

    Attributes:
        task: Name of a method of the worker's tasks.
        body: What it is about; of joined tasks, a record a line.
        values: Anything else, as JSON.
        records: How many parts the answer has.
        answer: The parts.
    """

    task: str
    body: bytes
    values: dict[str, Any]
    records: int
    answer: asyncio.Future[list[Part]] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Pool:
    """Processes of one role.

    Attributes:
        size: How many processes there are to be.
        ready: How many are ready to answer.
        waiting: Jobs that no process has begun.
    """

    def __init__(self, opening: Mapping[str, Any], size: int, deadline: float) -> None:
        """Prepare a pool.

        Args:
            opening: What each process is told first: see `worker`.
            size: How many processes.
            deadline: Seconds that an answer may take.
        """
        self.size = size
        self.ready = 0
        self.waiting: deque[Job] = deque()
        self._opening = opening
        self._deadline = deadline
        self._lanes: list[asyncio.Task[None]] = []
        self._news = asyncio.Event()
        self._begun: Counter[str] = Counter()  # jobs of each task that processes have
        self._answered: dict[str, tuple[int, float]] = {}  # jobs of each task answered last; until when others may come
        self._stopping = False

    async def start(self) -> None:
        """Start the processes; returns when all are ready.

        Raises:
            DedupError: One could not be started; it has said why.
        """
        started = [asyncio.get_running_loop().create_future() for _ in range(self.size)]
        self._lanes = [asyncio.create_task(self._run(first)) for first in started]
        await asyncio.gather(*started)

    async def stop(self) -> None:
        """Let the processes finish what they have, and end them."""
        self._stopping = True
        self._news.set()
        await asyncio.gather(*self._lanes, return_exceptions=True)

    async def ask(self, task: str, body: bytes = b"", records: int = 1, **values: Any) -> list[Part]:  # noqa: ANN401 - any JSON
        """Have a job answered; returns its parts.

        Raises:
            ProblemError: The process that had it ended, or took too long.
        """
        job = Job(task, body, values, records)
        self.waiting.append(job)
        self._news.set()
        return await job.answer

    def count_ready(self) -> int:
        """Return how many processes are ready."""
        return self.ready

    def count_waiting(self) -> int:
        """Return how many jobs no process has begun."""
        return len(self.waiting)

    async def _run(self, started: asyncio.Future[None]) -> None:
        """Keep one process running and feed it."""
        while not self._stopping:
            process = await _start(self._opening)
            try:
                await asyncio.wait_for(frames.read_async(_output(process)), _START_SECONDS)
            except (TimeoutError, asyncio.IncompleteReadError):
                await _end(process, kill=True)
                if not started.done():
                    started.set_exception(DedupError("the server did not start: a process of it ended"))
                    return
                await asyncio.sleep(_PAUSE)
                continue
            if not started.done():
                started.set_result(None)
            self.ready += 1
            try:
                await self._feed(process)
            finally:
                self.ready -= 1
                await _end(process, kill=not self._stopping)

    async def _feed(self, process: asyncio.subprocess.Process) -> None:
        """Give jobs to a process until it fails or the pool stops."""
        loop = asyncio.get_running_loop()
        while jobs := await self._take():
            begun = loop.time()
            try:
                parts = await asyncio.wait_for(_exchange(process, jobs), self._deadline)
            except (TimeoutError, asyncio.IncompleteReadError, OSError) as error:
                late = isinstance(error, TimeoutError)
                _log.error("a worker process %s and was replaced", "took too long" if late else "ended")
                for job in jobs:
                    if not job.answer.done():
                        job.answer.set_exception(
                            ProblemError(503, "this took too long" if late else "the process ended: try again")
                        )
                return
            finally:
                self._note_end(jobs, loop.time() - begun)
            at = 0
            for job in jobs:
                if not job.answer.done():
                    job.answer.set_result(parts[at : at + job.records])
                at += job.records

    def _note_end(self, jobs: list[Job], seconds: float) -> None:
        """Count jobs of one task, which took so long, no longer as begun."""
        task = jobs[0].task
        self._begun[task] -= len(jobs)
        if task in _JOINED:
            loop = asyncio.get_running_loop()
            until = loop.time() + min(_LINGER_SHARE * seconds, _LINGER_MOST)
            self._answered[task] = (len(jobs), until)
            loop.call_at(until + 0.001, self._news.set)  # past the moment until which `_share` lingers
        self._news.set()

    async def _take(self) -> list[Job]:
        """Wait for jobs that may be answered together; nothing at the end."""
        while True:
            jobs = self._choose()
            if jobs:
                self._begun[jobs[0].task] += len(jobs)
            if jobs or (self._stopping and not self.waiting):
                return jobs
            self._news.clear()
            await self._news.wait()

    def _choose(self) -> list[Job]:
        """Take the first job that may begin out of the queue, and others to be answered together with it."""
        shares: dict[str, int] = {}
        for first in self.waiting:
            if first.task in _LONG and self._begun[first.task] >= max(self.size - 1, 1):
                continue
            if first.task not in _JOINED:
                self.waiting.remove(first)
                return [first]
            if first.task not in shares:
                shares[first.task] = self._share(first.task)
                if shares[first.task]:
                    return self._join(first, shares[first.task])
        return []

    def _share(self, task: str) -> int:
        """Return how many of the waiting jobs of a task one process may take; 0 as long as others are about to come."""
        waiting = sum(job.task == task for job in self.waiting)
        answered, until = self._answered.get(task, (0, 0.0))
        lingering = not self._stopping and asyncio.get_running_loop().time() < until
        expected = self._begun[task] + max(waiting, answered if lingering else 0)
        share = -(-expected // self.size)
        return 0 if lingering and waiting < share else share

    def _join(self, first: Job, most: int) -> list[Job]:
        jobs: list[Job] = []
        records = 0
        for job in [job for job in self.waiting if job.task == first.task][:most]:
            if jobs and records + job.records > _TOGETHER:
                break
            records += job.records
            jobs.append(job)
        for job in jobs:
            self.waiting.remove(job)
        return jobs


async def _start(opening: Mapping[str, Any]) -> asyncio.subprocess.Process:
    # -P: nothing is imported from the working folder
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-P", "-m", "dedup.server.worker", stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE, limit=1 << 20, env=dict(os.environ),
    )  # fmt: skip
    await _send(process, Frame(dict(opening), b""))
    return process


async def _exchange(process: asyncio.subprocess.Process, jobs: list[Job]) -> list[Part]:
    head = {"task": jobs[0].task, **jobs[0].values}
    await _send(process, Frame(head, b"\n".join(job.body for job in jobs)))
    answer = await frames.read_async(_output(process))
    parts, at = [], 0
    for part in answer.head["parts"]:
        parts.append(Part(part, answer.body[at : at + part["bytes"]]))
        at += part["bytes"]
    return parts


async def _send(process: asyncio.subprocess.Process, frame: Frame) -> None:
    assert process.stdin is not None
    process.stdin.write(frames.pack(frame))
    await process.stdin.drain()


def _output(process: asyncio.subprocess.Process) -> asyncio.StreamReader:
    assert process.stdout is not None
    return process.stdout


async def _end(process: asyncio.subprocess.Process, *, kill: bool) -> None:
    """Wait for a process to end; one that is not to be killed ends when its input does."""
    with contextlib.suppress(ProcessLookupError, OSError):
        if kill:
            process.kill()
        elif process.stdin is not None:
            process.stdin.close()
    await process.wait()
