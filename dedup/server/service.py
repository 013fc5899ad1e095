"""The processes behind a running server. Routes find them with the request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from starlette.requests import Request

from dedup.server.metrics import Metrics
from dedup.server.options import ServerOptions
from dedup.server.pool import Pool

# A purge writes the whole file anew.
_WRITING_SECONDS = 3600.0


@dataclass(slots=True)
class Service:
    """What answers.

    Attributes:
        readers: Processes that score, compare and look up.
        writer: The one that writes.
        metrics: What is counted.
    """

    readers: Pool
    writer: Pool
    metrics: Metrics

    @classmethod
    def of(cls, request: Request) -> Self:
        """Return the service behind a request."""
        found: Self = request.app.state.service
        return found

    @classmethod
    def prepare(cls, options: ServerOptions) -> Self:
        """Return a service that is still to be started."""
        opening: dict[str, Any] = {"path": options.corpus, "settings": dict(options.settings)}
        service = cls(
            Pool(opening | {"writing": False}, options.workers, options.answer_seconds),
            Pool(opening | {"writing": True}, 1, _WRITING_SECONDS),
            Metrics(),
        )
        for name, pool in (("readers", service.readers), ("writer", service.writer)):
            service.metrics.watch(f"dedup_{name}_ready", "Processes that are ready.", pool.count_ready)
            service.metrics.watch(f"dedup_{name}_waiting", "Jobs that no process has begun.", pool.count_waiting)
        return service

    @property
    def is_ready(self) -> bool:
        """Whether requests of every kind would be answered."""
        return self.writer.ready > 0 and self.readers.ready > 0

    async def start(self) -> None:
        """Start all processes; the writing one first, which makes the file if there is none."""
        await self.writer.start()
        await self.readers.start()

    async def stop(self) -> None:
        """End all processes once they have finished what they were given."""
        await self.readers.stop()
        await self.writer.stop()
