"""uvicorn's HTTP/1.1 protocol with deadlines: a client that is slow to ask or to take its answer is cut off.

uvicorn itself waits for ever for the rest of a head or a body.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from dedup.server.options import ServerOptions

_RECEIVING = (h11.IDLE, h11.SEND_BODY)
_CLOSE = b"content-length: 0\r\nconnection: close\r\n"
_TOO_LATE = b"HTTP/1.1 408 Request Timeout\r\n" + _CLOSE + b"\r\n"
_TOO_MANY = b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 1\r\n" + _CLOSE + b"\r\n"


def protocol_for(options: ServerOptions) -> type[H11Protocol]:
    """Return the protocol class with the limits of a server."""

    class Protocol(_DeadlineProtocol):
        limits = options

    return Protocol


class _DeadlineProtocol(H11Protocol):
    limits: ServerOptions

    def __init__(self, *arguments: Any, **values: Any) -> None:  # noqa: ANN401 - uvicorn's own
        super().__init__(*arguments, **values)
        self._receiving: asyncio.TimerHandle | None = None
        self._sending: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to count; one connection too many is closed."""
        super().connection_made(transport)
        if len(self.connections) > self.limits.most_connections:
            transport.write(_TOO_MANY)
            transport.close()
            return
        self._receiving = self._in(self.limits.receive_seconds, self._give_up)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop counting."""
        self._stop_receiving()
        self._stop_sending()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Count from the first byte of a request until its last."""
        if self.transport.is_closing():
            return
        if self._receiving is None and self.conn.their_state in _RECEIVING:
            self._receiving = self._in(self.limits.receive_seconds, self._give_up)
        super().data_received(data)
        if self.conn.their_state not in _RECEIVING:
            self._stop_receiving()

    def pause_writing(self) -> None:
        """Count from when the client takes no more."""
        super().pause_writing()
        self._sending = self._sending or self._in(self.limits.send_seconds, self.transport.abort)

    def resume_writing(self) -> None:
        """Stop counting: it goes on."""
        self._stop_sending()
        super().resume_writing()

    def _in(self, seconds: float, act: Callable[[], None]) -> asyncio.TimerHandle:
        return self.loop.call_later(seconds, act)

    def _stop_receiving(self) -> None:
        if self._receiving is not None:
            self._receiving.cancel()
            self._receiving = None

    def _stop_sending(self) -> None:
        if self._sending is not None:
            self._sending.cancel()
            self._sending = None

    def _give_up(self) -> None:
        if not self.transport.is_closing():
            if self.cycle is None or self.cycle.response_complete or not self.cycle.response_started:
                self.transport.write(_TOO_LATE)
            self.transport.close()
