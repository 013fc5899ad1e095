"""A process that reads from the corpus, or the one that writes to it: answers frames until its input ends.

The first frame says what it is to be: `path` of the corpus, `settings`, `writing`.
"""

from __future__ import annotations

import io
import logging
import os
import select
import signal
from typing import Any, BinaryIO, Protocol, cast

from dedup.server import frames
from dedup.server.frames import Frame, Parts
from dedup.server.problems import problem_part, reason_of

_log = logging.getLogger("dedup.server")


class Tasks(Protocol):
    """What a worker can do."""

    def answer(self, task: str, values: dict[str, Any], body: bytes) -> Parts:
        """Return the parts of an answer."""
        ...

    def patience(self) -> float | None:
        """Return how many seconds without a request `rest` waits for: 0 for none, None if there is nothing to do."""
        ...

    def rest(self) -> None:
        """Do work that nobody waits for."""
        ...

    def close(self) -> None:
        """Close the corpus."""
        ...


def main() -> None:
    """Answer frames from standard input on standard output until it ends."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)  # whoever stops the server stops it, and that ends our input
    source, sink = _take_streams()
    logging.basicConfig(format="dedup: %(message)s", level=logging.INFO)
    # records may be broken in ways that are no business of a log
    logging.getLogger("dedup").setLevel(logging.ERROR)
    opening = frames.read(source)
    if opening is None:
        return
    try:
        tasks = _open(opening.head)
    except Exception as error:
        _log.error("a process of the server could not be started: %s", reason_of(error))
        return
    try:
        _write(sink, Frame({"ready": True}, b""))
        while True:
            _wait(source, tasks)
            request = frames.read(source)
            if request is None:
                return
            _write(sink, _answer(tasks, request))
    except BrokenPipeError:
        return
    finally:
        tasks.close()


def _wait(source: _Whole, tasks: Tasks) -> None:
    """Wait for a request; do other work when none comes for a while, and before one when it can wait no longer."""
    while (seconds := tasks.patience()) is not None:
        if seconds and select.select([source], [], [], seconds)[0]:
            return
        tasks.rest()


def _take_streams() -> tuple[_Whole, BinaryIO]:
    """Return the pipes of standard input and output; whatever else prints goes to stderr."""
    source, sink = io.FileIO(os.dup(0), "rb"), io.FileIO(os.dup(1), "wb")
    os.dup2(2, 1)
    return _Whole(source), cast(BinaryIO, sink)


class _Whole:
    """Reads as many bytes as asked for, and none ahead: `select` tells what is there."""

    def __init__(self, raw: io.FileIO) -> None:
        self._raw = raw

    def fileno(self) -> int:
        """Return the descriptor."""
        return self._raw.fileno()

    def read(self, size: int) -> bytes:
        """Wait for so many bytes; fewer come at the end only."""
        parts = []
        while size and (part := self._raw.read(min(size, 1 << 20))):
            parts.append(part)
            size -= len(part)
        return b"".join(parts)


def _write(sink: BinaryIO, frame: Frame) -> None:
    data = memoryview(frames.pack(frame))
    while data:
        data = data[sink.write(data) :]


def _open(opening: dict[str, Any]) -> Tasks:
    import gc

    from dedup.settings import Settings

    settings = Settings().with_(**opening["settings"])
    tasks: Tasks
    if opening["writing"]:
        from dedup.server.writing_tasks import WritingTasks

        tasks = WritingTasks(opening["path"], settings)
    else:
        from dedup.server.reading_tasks import ReadingTasks

        tasks = ReadingTasks(opening["path"], settings)
    gc.collect()
    gc.freeze()
    return tasks


def _answer(tasks: Tasks, request: Frame) -> Frame:
    """Answer a request; an error is its answer too."""
    task = request.head.pop("task")
    try:
        parts = tasks.answer(task, request.head, request.body)
    except Exception as error:
        parts = [problem_part(error)]
        if request.body and task in ("score", "add"):
            parts *= request.body.count(b"\n") + 1
    heads = [head | {"bytes": len(body)} for head, body in parts]
    return Frame({"parts": heads}, b"".join(body for _, body in parts))


if __name__ == "__main__":
    main()
