"""How a server is to run: where it listens, who may ask, and its limits."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dedup.errors import UsageError

# A shorter token can be guessed.
LEAST_TOKEN = 16


@dataclass(frozen=True, slots=True)
class ServerOptions:
    """How a server is to run.

    Attributes:
        corpus: Path of the corpus.
        settings: Settings that fit it, as `dataclasses.asdict` gives them.
        host: Address to listen on.
        port: Port to listen on; 0 takes a free one.
        token: What a client must send as bearer token; None asks for none, on the machine's own addresses only.
        workers: Processes that score.
        most_requests: Requests that are answered at once; more get 503.
        most_connections: Connections that are open at once; more get 503.
        most_body: Bytes of a request's body; more get 413.
        most_bodies: Bytes of all bodies that are held at once; more get 503.
        receive_seconds: A request must have come within them, head and body; a client that is slower is cut off.
        send_seconds: A client that takes nothing of its answer for as long is cut off.
        answer_seconds: An answer may take them; then its process is ended, and the client gets 503.
    """

    corpus: str
    settings: Mapping[str, Any]
    host: str = "127.0.0.1"
    port: int = 8000
    token: str | None = None
    workers: int = 1
    most_requests: int = 64
    most_connections: int = 1000
    most_body: int = 2 << 20
    most_bodies: int = 64 << 20
    receive_seconds: float = 8.0
    send_seconds: float = 8.0
    answer_seconds: float = 120.0

    def __post_init__(self) -> None:
        if self.token is not None and (len(self.token) < LEAST_TOKEN or not self.token.isascii()):
            raise UsageError(f"the token must have {LEAST_TOKEN} ASCII characters or more")
        if self.token is None and not is_loopback(self.host):
            raise UsageError(
                f"--host {self.host}: other machines could reach it, so a token is needed: write one to a file "
                "(`openssl rand -hex 32 > token`) and give --token-file, or set DEDUP_TOKEN"
            )


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach an address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
