"""What goes wrong, as problem details (RFC 9457)."""

from __future__ import annotations

import logging
import os
import traceback
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Any

import orjson

from dedup.errors import CorpusBusyError, CorpusError, DedupError, InputError, UsageError

_log = logging.getLogger("dedup.server")

MEDIA_TYPE = "application/problem+json"
# Seconds after which a client may try again where the server is busy.
RETRY_AFTER = "1"


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem as RFC 9457 has it.

    Attributes:
        type: `about:blank`: the status says which kind it is.
        title: The status in words.
        status: HTTP status.
        detail: What happened and what to do.
        request_id: As in the response's `X-Request-ID`.
    """

    type: str
    title: str
    status: int
    detail: str
    request_id: str | None = None

    @classmethod
    def of(cls, status: int, detail: str) -> Problem:
        """Return a problem with the title of its status."""
        return cls("about:blank", HTTPStatus(status).phrase, status, detail)

    def to_json(self, request_id: str) -> bytes:
        """Return the problem as JSON."""
        return orjson.dumps(asdict(self) | {"request_id": request_id})


class ProblemError(Exception):
    """A request that ends with a problem."""

    def __init__(self, status: int, detail: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(detail)
        self.problem = Problem.of(status, detail)
        self.headers = headers or ({"retry-after": RETRY_AFTER} if status == HTTPStatus.SERVICE_UNAVAILABLE else {})


def problem_of(error: Exception) -> tuple[int, str]:
    """Return status and detail for an error of the library; of one that nobody expected, no word of it."""
    if isinstance(error, InputError | UsageError):
        return 422, str(error)
    if isinstance(error, CorpusBusyError):
        return 503, "another process is writing to the corpus: try again"
    if isinstance(error, CorpusError):
        return 500, "the corpus is damaged or can't be written: see the server's log, and `dedup corpus verify`"
    if isinstance(error, DedupError):
        return 500, "the result broke a rule that must hold: report it with the request's id"
    return 500, "an error that nobody expected: report it with the request's id"


def problem_part(error: Exception) -> tuple[dict[str, Any], bytes]:
    """Return the part that stands for an error; logs where it came, and nothing of what it says."""
    status, detail = problem_of(error)
    if status >= 500:
        _log.error(place_of(error))
    return {"status": status, "detail": detail}, b""


def reason_of(error: Exception) -> str:
    """Return what an error says; of one that nobody expected, its kind and place."""
    return str(error) if isinstance(error, DedupError) else place_of(error)


def place_of(error: Exception) -> str:
    """Return kind and place of an error, and nothing of what it says: that may be of a request."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {os.path.basename(frame.filename)}:{frame.lineno}"
