"""Running a server until it is told to stop."""

from __future__ import annotations

import logging
import socket

import uvicorn

from dedup.errors import UsageError
from dedup.server.app import make_app
from dedup.server.options import ServerOptions
from dedup.server.protocol import protocol_for

# A connection between two requests is closed after so many seconds.
_IDLE_SECONDS = 15
_BACKLOG = 2048
_MOST_HEAD = 16 << 10


def serve(options: ServerOptions) -> None:
    """Serve until SIGTERM or SIGINT; then requests that were begun are finished.

    Raises:
        UsageError: The address can't be listened on.
    """
    listener = _listen(options)
    host, port = listener.getsockname()[:2]
    logging.getLogger("dedup.server").info("listening on http://%s:%d", f"[{host}]" if ":" in host else host, port)
    config = uvicorn.Config(
        make_app(options), http=protocol_for(options), loop="asyncio", ws="none", lifespan="on", access_log=False,
        log_config=None, log_level="warning", server_header=False, proxy_headers=False,
        timeout_keep_alive=_IDLE_SECONDS, h11_max_incomplete_event_size=_MOST_HEAD, backlog=_BACKLOG,
    )  # fmt: skip
    uvicorn.Server(config).run(sockets=[listener])


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
