"""Running a server until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import socket
from collections.abc import Iterator

import uvicorn

from dedup.errors import UsageError
from dedup.server.app import make_app
from dedup.server.options import ServerOptions
from dedup.server.protocol import protocol_for
from dedup.server.service import Service

_log = logging.getLogger("dedup.server")

# A connection between two requests is closed after so many seconds.
_IDLE_SECONDS = 15
_BACKLOG = 2048
_MOST_HEAD = 16 << 10


def serve(options: ServerOptions) -> None:
    """Serve until SIGTERM or SIGINT; then requests that were begun are finished.

    Raises:
        UsageError: The address can't be listened on.
        DedupError: A process could not be started; it has said why.
    """
    ended_by = asyncio.run(_serve(options, _listen(options)))
    for number in ended_by:
        signal.raise_signal(number)


class _Server(uvicorn.Server):
    """uvicorn's server, which leaves the signals that ended it to whoever runs it."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop at a signal, once all that has come is answered."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.handle_exit, number, None)
        yield
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)

    @property
    def ended_by(self) -> list[int]:
        """The signals that came, the last one only."""
        return self._captured_signals[-1:]


async def _serve(options: ServerOptions, listener: socket.socket) -> list[int]:
    app = make_app(options)
    config = uvicorn.Config(
        app, http=protocol_for(options), loop="asyncio", ws="none", lifespan="off", access_log=False,
        log_config=None, log_level="warning", server_header=False, proxy_headers=False,
        timeout_keep_alive=_IDLE_SECONDS, h11_max_incomplete_event_size=_MOST_HEAD, backlog=_BACKLOG,
    )  # fmt: skip
    server = _Server(config)
    service: Service = app.state.service
    try:
        await service.start()
        host, port = listener.getsockname()[:2]
        _log.info("listening on http://%s:%d", f"[{host}]" if ":" in host else host, port)
        await server.serve(sockets=[listener])
        _log.info("stopped by %s, all that had come is answered", " ".join(map(_name_of, server.ended_by)) or "itself")
    finally:
        await service.stop()
    return server.ended_by


def _name_of(number: int) -> str:
    return signal.Signals(number).name


def _listen(options: ServerOptions) -> socket.socket:
    try:
        found = socket.getaddrinfo(options.host, options.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        listener = socket.socket(found[0][0], socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(found[0][4])
        listener.listen(_BACKLOG)  # who comes while the processes start, waits for them
    except OSError as error:
        raise UsageError(f"{options.host}:{options.port}: can't be listened on: {error.strerror}") from error
    return listener
