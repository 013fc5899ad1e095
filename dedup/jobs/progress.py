"""What a job tells while it works: which stage, how far, how long each took. The command line draws it."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import TypeVar

Report = Callable[[str, int, int], None]
Value = TypeVar("Value")


class Progress:
    """Times stages and reports them.

    Attributes:
        seconds: Wall-clock time of each stage that has ended.
    """

    def __init__(self, report: Report = lambda stage, done, total: None) -> None:
        self.seconds: dict[str, float] = {}
        self._report = report
        self._stage = ""
        self._total = 0

    @contextmanager
    def stage(self, name: str, total: int = 0) -> Iterator[None]:
        """Time a stage; `total` is how many rows it will take, 0 where that is not known."""
        self._stage, self._total = name, total
        self._report(name, 0, total)
        begun = time.perf_counter()
        yield
        self.seconds[name] = time.perf_counter() - begun

    def rows(self, done: int) -> None:
        """Report how many rows the stage has done."""
        self._report(self._stage, done, self._total)

    def each(self, values: Collection[Value]) -> Iterator[Value]:
        """Yield values, and report how many are done."""
        for done, value in enumerate(values):
            self.rows(done)
            yield value
