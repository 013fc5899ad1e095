"""What stands before every route: who may ask, how much, and what every answer says; the log of requests."""

from __future__ import annotations

import hmac
import logging
import re
import secrets
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dedup.server.metrics import Metrics
from dedup.server.options import ServerOptions
from dedup.server.problems import MEDIA_TYPE, ProblemError, place_of

_log = logging.getLogger("dedup.server")
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_LOCAL_NAMES = ("localhost", "127.0.0.1", "::1")
_METHODS = ("GET", "HEAD", "POST", "DELETE", "OPTIONS", "PUT", "PATCH", "TRACE")
# What holds nothing of the corpus, and what looks after the server asks for without a token.
PUBLIC = ("/", "/docs", "/openapi.json", "/healthz", "/readyz")
PUBLIC_BELOW = "/static/"
_HEADERS = {
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    b"referrer-policy": b"no-referrer",
    b"cross-origin-resource-policy": b"same-origin",
    b"cross-origin-opener-policy": b"same-origin",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=()",
    b"cache-control": b"no-store",
    b"content-security-policy": b"default-src 'none'; frame-ancestors 'none'",
}


class _GoneError(Exception):
    """The client left before its request had come."""


@dataclass(slots=True)
class _Exchange:
    """A request and what became of it.

    Attributes:
        scope: As ASGI has it.
        request_id: The client's own, or a new one.
        begun: When its head had come, on the monotonic clock.
        size: Bytes of its body.
        status: Of the answer, 0 before it begins.
    """

    scope: Scope
    request_id: str
    begun: float
    size: int = 0
    status: int = 0

    def header(self, name: bytes) -> str:
        return next((value.decode("latin-1") for key, value in self.scope["headers"] if key == name), "")

    @property
    def route(self) -> str:
        """The route's pattern; never the path, which holds ids."""
        return str(getattr(self.scope.get("route"), "path", "none"))


class Guard:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp, options: ServerOptions, metrics: Metrics) -> None:
        self._app = app
        self._options = options
        self._metrics = metrics
        self._active = 0
        self._held = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        exchange = _Exchange(scope, _request_id(scope), time.monotonic())
        scope["state"]["request_id"] = exchange.request_id
        answer = _with_headers(send, exchange)
        try:
            self._check(exchange)
            body = await self._read(exchange, receive)
            await self._answer(exchange, body, receive, answer)
        except ProblemError as error:
            await _send_problem(answer, exchange, error)
        except _GoneError:
            return
        except Exception as error:
            _log.error("%s %s", exchange.request_id, place_of(error))
            if not exchange.status:
                await _send_problem(answer, exchange, ProblemError(500, "an error that nobody expected"))
        finally:
            self._held -= exchange.size
            self._note(exchange)

    def _check(self, exchange: _Exchange) -> None:
        """Refuse whoever may not ask.

        Raises:
            ProblemError: The request is refused.
        """
        if exchange.scope["method"] not in _METHODS:
            raise ProblemError(405, "no such method")
        host = exchange.header(b"host")
        if self._options.token is None and _name_of(host) not in _LOCAL_NAMES:
            # a page elsewhere whose name was made to point here would send its own name
            raise ProblemError(421, "this server answers to localhost only; with a token, to any name")
        if exchange.scope["method"] not in ("GET", "HEAD", "OPTIONS"):
            origin = exchange.header(b"origin")
            foreign = bool(origin) and urlsplit(origin).netloc != host
            if foreign or exchange.header(b"sec-fetch-site") in ("cross-site", "same-site"):
                raise ProblemError(403, "requests of other sites' pages are not answered")
        path = exchange.scope["path"]
        if self._options.token is not None and path not in PUBLIC and not path.startswith(PUBLIC_BELOW):
            scheme, _, given = exchange.header(b"authorization").partition(" ")
            expected = self._options.token.encode()
            if scheme.lower() != "bearer" or not hmac.compare_digest(given.strip().encode("latin-1"), expected):
                raise ProblemError(401, "a bearer token is needed", {"www-authenticate": "Bearer"})

    async def _read(self, exchange: _Exchange, receive: Receive) -> bytes:
        """Return the body.

        Raises:
            ProblemError: It is too long, or too much is held already.
            _GoneError: The client left.
        """
        most = self._options.most_body
        too_long = ProblemError(413, f"the body is longer than {most:,} bytes: send fewer articles at once")
        announced = exchange.header(b"content-length")
        if announced.isdigit() and int(announced) > most:
            raise too_long
        parts = []
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise _GoneError
            part = message.get("body", b"")
            exchange.size += len(part)
            self._held += len(part)
            if exchange.size > most:
                raise too_long
            if self._held > self._options.most_bodies:
                raise ProblemError(503, "too many long requests at once: try again")
            parts.append(part)
            if not message.get("more_body"):
                return b"".join(parts)

    async def _answer(self, exchange: _Exchange, body: bytes, receive: Receive, send: Send) -> None:
        """Pass a request on.

        Raises:
            ProblemError: As many as may be are being answered.
        """
        if self._active >= self._options.most_requests and exchange.scope["path"] not in PUBLIC:
            raise ProblemError(503, "too many requests at once: try again")
        waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def replay() -> Message:
            return waiting.pop() if waiting else await receive()

        self._active += 1
        self._metrics.begin()
        try:
            await self._app(exchange.scope, replay, send)
        finally:
            self._active -= 1
            self._metrics.end()

    def _note(self, exchange: _Exchange) -> None:
        """Count a request and log its id, size and time: nothing of what it says."""
        spent = time.monotonic() - exchange.begun
        method = exchange.scope["method"] if exchange.scope["method"] in _METHODS else "other"
        self._metrics.count(exchange.route, method, exchange.status, spent)
        _log.info(
            "%s %s %s %d %d bytes %.1f ms", exchange.request_id, method, exchange.route, exchange.status,
            exchange.size, 1000 * spent,
        )  # fmt: skip


def _request_id(scope: Scope) -> str:
    given = next((value for key, value in scope["headers"] if key == b"x-request-id"), b"").decode("latin-1")
    return given if _REQUEST_ID.fullmatch(given) else secrets.token_hex(8)


def _name_of(host: str) -> str:
    """Return the name in a Host header, without its port."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _with_headers(send: Send, exchange: _Exchange) -> Send:
    async def answer(message: Message) -> None:
        if message["type"] == "http.response.start":
            exchange.status = message["status"]
            own = list(message.get("headers", []))
            named = {name.lower() for name, _ in own}
            more = [(name, value) for name, value in _HEADERS.items() if name not in named]
            more.append((b"x-request-id", exchange.request_id.encode()))
            message = {**message, "headers": [*own, *more]}
        await send(message)

    return answer


async def _send_problem(send: Send, exchange: _Exchange, error: ProblemError) -> None:
    body = error.problem.to_json(exchange.request_id)
    headers: dict[str, Any] = {"content-type": MEDIA_TYPE, "content-length": str(len(body)), **error.headers}
    pairs = [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": error.problem.status, "headers": pairs})
    await send({"type": "http.response.body", "body": body})
