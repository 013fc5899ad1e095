"""The page for people: its frame, its assets, the parts that its script asks for, and the interface's description.

Nothing comes from a network, and nothing needs more of the policy than these files.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from dedup.reporting.html import environment, hash_source, page_script, page_style
from dedup.server.problems import ProblemError
from dedup.server.routes import JSON, Before, Limit, require
from dedup.server.schemas import checked
from dedup.server.service import Service

router = APIRouter(include_in_schema=False)

_STATIC = Path(__file__).parent / "static"
_TEMPLATES = Path(__file__).parent / "templates"
_HTML = "text/html; charset=utf-8"
_ASSETS = {
    "page.css": "text/css; charset=utf-8",
    "page.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
}
_MOST_ITEMS = 50


class Item(BaseModel):
    """Something pasted (`name` is "") or a file that was opened."""

    model_config = ConfigDict(strict=True)

    name: str
    text: str


class Items(BaseModel):
    """What is to be scored."""

    model_config = ConfigDict(strict=True)

    items: Annotated[list[Item], Field(max_length=_MOST_ITEMS)]


_ITEMS = TypeAdapter(Items)


@router.get("/")
async def index() -> Response:
    """Return the page's frame."""
    return _html(environment(_TEMPLATES).get_template("page.html.j2").render().encode(), {
        "content-security-policy": _policy(),
    })  # fmt: skip


@router.get("/docs")
async def docs(request: Request) -> Response:
    """Return the description of the interface, to read."""
    page = environment(_TEMPLATES).get_template("docs.html.j2").render(document=request.app.openapi(), kind=_kind)
    return _html(page.encode(), {"content-security-policy": _policy()})


@router.get("/static/{name}")
async def asset(name: str) -> Response:
    """Return style, script or icon."""
    if name == "report.css":
        return _asset(page_style().encode(), _ASSETS["page.css"])
    if name not in _ASSETS:
        raise ProblemError(404, "no such asset")
    return _asset((_STATIC / name).read_bytes(), _ASSETS[name])


@router.post("/page/score")
async def score(request: Request) -> Response:
    """Return what the page shows of scored articles."""
    require(request, JSON)
    items: Items = checked(_ITEMS, await request.body())
    records = [record for item in items.items for record in _records(item)]
    return await _part(request, "page_score", b"\n".join(records))


@router.get("/page/articles")
async def articles(request: Request, query: str = "", before: Before = None, limit: Limit = 50) -> Response:
    """Return a listing of known articles."""
    return await _part(request, "page_articles", query=query[:1000], before=before, limit=limit)


@router.get("/page/articles/{id:anything}")
async def article(request: Request, id: str) -> Response:
    """Return a known article."""
    return await _part(request, "page_article", id=id)


@router.get("/page/clusters")
async def clusters(
    request: Request, before: Before = None, limit: Annotated[int, Query(ge=1, le=200)] = 200
) -> Response:
    """Return a listing of clusters."""
    return await _part(request, "page_clusters", before=before, limit=limit)


@router.get("/page/clusters/{id:anything}")
async def cluster(request: Request, id: str) -> Response:
    """Return a cluster."""
    return await _part(request, "page_cluster", id=id)


def as_json(value: Any) -> bytes:  # noqa: ANN401 - any JSON value
    """Return a value as JSON to read."""
    return orjson.dumps(value, option=orjson.OPT_INDENT_2)


async def _part(request: Request, task: str, body: bytes = b"", **values: Any) -> Response:  # noqa: ANN401
    (part,) = await Service.of(request).readers.ask(task, body, **values)
    return _html(part.content())


def _records(item: Item) -> list[bytes]:
    """Return the records that something holds: JSON lines, a JSON object or list of them, else one text."""
    text = item.text.strip()
    if text.startswith(("{", "[")):
        for whole in (text, "[" + ",".join(line for line in text.splitlines() if line.strip()) + "]"):
            try:
                found = orjson.loads(whole)
            except orjson.JSONDecodeError:
                continue
            records = found if isinstance(found, list) else [found]
            if records and all(isinstance(record, dict) for record in records):
                return [orjson.dumps(record) for record in records]
    if not text:
        return []
    named = {"id": item.name} if item.name else {}
    return [orjson.dumps(named | {"text": item.text})]


def _html(body: bytes, headers: dict[str, str] | None = None) -> Response:
    return Response(body, media_type=_HTML, headers=headers)


def _asset(body: bytes, media_type: str) -> Response:
    return Response(body, media_type=media_type, headers={"cache-control": "no-cache"})


@functools.cache
def _policy() -> str:
    """Return the page's policy: its own files, and the reports that it shows, which bring style and script along."""
    style, script = hash_source(page_style()), hash_source(page_script())
    return (
        f"default-src 'none'; style-src 'self' '{style}'; script-src 'self' '{script}'; img-src 'self'; "
        "connect-src 'self'; frame-src blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def _kind(schema: dict[str, Any]) -> str:
    """Return in words what a schema asks for."""
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if "anyOf" in schema:
        return " or ".join(_kind(one) for one in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if "const" in schema:
        return str(schema["const"])
    if schema.get("type") == "array":
        items = schema.get("items") or {}
        return f"list of {_kind(items)}" if items else "list"
    return str(schema.get("type", "any value"))
