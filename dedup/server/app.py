"""The application: routes, and errors as problem details."""

from __future__ import annotations

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from dedup import __version__
from dedup.server import page, routes
from dedup.server.guard import Guard
from dedup.server.openapi import describe
from dedup.server.options import ServerOptions
from dedup.server.problems import MEDIA_TYPE, ProblemError
from dedup.server.schemas import Health
from dedup.server.service import Service

_TITLE = "dedup"
_DESCRIPTION = "Near-duplicate detection and source comparison for news."


def make_app(options: ServerOptions) -> FastAPI:
    """Return the application of a server, in `state.service` what answers: it is still to be started."""
    service = Service.prepare(options)
    app = FastAPI(
        title=_TITLE, description=_DESCRIPTION, version=__version__, docs_url=None, redoc_url=None, openapi_url=None,
    )  # fmt: skip
    app.state.service = service
    app.include_router(routes.router)
    app.include_router(page.router)
    _add_operations(app)
    app.add_exception_handler(ProblemError, _tell_problem)
    app.add_exception_handler(HTTPException, _tell_http)
    app.add_exception_handler(RequestValidationError, _tell_invalid)
    app.add_middleware(Guard, options=options, metrics=service.metrics)
    app.openapi = lambda: describe(app)  # type: ignore[method-assign] # FastAPI's own way to change it
    return app


def _add_operations(app: FastAPI) -> None:
    """Add what whoever runs the server asks for."""

    @app.get("/healthz", response_model=Health)
    async def healthz() -> Response:
        """Tell that the server runs."""
        return Response(b'{"status":"ok"}', media_type=routes.JSON)

    @app.get("/readyz", response_model=Health)
    async def readyz(request: Request) -> Response:
        """Tell whether it answers requests of every kind; 503 if not."""
        if not Service.of(request).is_ready:
            raise ProblemError(503, "a process is being started: try again")
        return Response(b'{"status":"ok"}', media_type=routes.JSON)

    @app.get(
        "/metrics",
        response_class=Response,
        responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
    )
    async def metrics(request: Request) -> Response:
        """Return counts for Prometheus."""
        return Response(Service.of(request).metrics.render(), media_type="text/plain; version=0.0.4; charset=utf-8")

    @app.get("/openapi.json", include_in_schema=False)
    async def openapi(request: Request) -> Response:
        return Response(page.as_json(request.app.openapi()), media_type=routes.JSON)


def _problem(request: Request, error: ProblemError) -> Response:
    body = error.problem.to_json(request.scope["state"]["request_id"])
    return Response(body, error.problem.status, error.headers, MEDIA_TYPE)


async def _tell_problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, ProblemError)
    return _problem(request, error)


async def _tell_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    known = {404: "no such page: see /docs", 405: "this page has other methods: see Allow"}
    detail = known.get(error.status_code, str(error.detail))
    return _problem(request, ProblemError(error.status_code, detail, dict(error.headers or {})))


async def _tell_invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    reasons = [f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()[:3]]
    return _problem(request, ProblemError(422, "; ".join(reasons)))
