"""The routes under /v1. They touch no article themselves: what is asked goes to a process of the right pool."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Annotated, Any, Literal

import orjson
from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse
from starlette.convertors import Convertor, register_url_convertor

from dedup.articles import Cluster
from dedup.corpus.results import Score
from dedup.server.pool import Part
from dedup.server.problems import ProblemError
from dedup.server.schemas import (
    AddedArticle,
    ArticleListing,
    ClusterListing,
    KnownArticle,
    RemovedArticle,
    check_article,
    check_comparison,
)
from dedup.server.service import Service

JSON = "application/json"
LINES = "application/x-ndjson"
_STREAMED = 32  # records of a stream that are asked for at once
_AHEAD = 4  # such questions that are under way
_FORMATS = {"json": JSON, "html": "text/html; charset=utf-8", "markdown": "text/markdown; charset=utf-8",
            "csv": "text/csv; charset=utf-8"}  # fmt: skip

Ask = Callable[[bytes, int], Awaitable[list[Part]]]
Before = Annotated[int | None, Query(ge=1, le=1 << 40, description="Where to go on, as the answer before says.")]
Limit = Annotated[int, Query(ge=1, le=200, description="How many.")]


class _Anything(Convertor[str]):
    """An id in a path: whatever is left of it, with slashes and line ends."""

    regex = "(?s:.+)"

    def convert(self, value: str) -> str:
        """Return it as it is."""
        return value

    def to_string(self, value: str) -> str:
        """Return it as it is."""
        return value


register_url_convertor("anything", _Anything())
router = APIRouter(prefix="/v1")


def _body(schema: str, *, lines: bool) -> dict[str, Any]:
    content: dict[str, Any] = {JSON: {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    if lines:
        content[LINES] = {"schema": {"type": "string", "description": "An article a line, each answered by a line."}}
    return {"requestBody": {"required": True, "content": content}}


def _lines_too() -> dict[int | str, Any]:
    return {200: {"content": {LINES: {"schema": {"type": "string", "description": "A line for each, in order."}}}}}


def _compared() -> dict[int | str, Any]:
    texts = {media.partition(";")[0]: {"schema": {"type": "string"}} for media in _FORMATS.values() if media != JSON}
    return {200: {"description": "As `dedup compare`.", "content": {JSON: {"schema": {"type": "object"}}, **texts}}}


@router.post("/score", response_model=Score, responses=_lines_too(), openapi_extra=_body("ArticleIn", lines=True))
async def score(request: Request) -> Response:
    """Score an article against the corpus: is it known, how much of it is new, and where does the rest come from.

    A body of JSON lines is answered line by line as `dedup score` does; a line that can't be read by
    `{"line": 3, "error": "..."}`.
    """
    service = Service.of(request)

    def ask(lines: bytes, count: int) -> Awaitable[list[Part]]:
        return service.readers.ask("score", lines, count)

    if _media_type(request) == LINES:
        return StreamingResponse(_stream(await _lines(request), ask), media_type=LINES)
    (part,) = await ask(await _record(request), 1)
    return Response(part.content(), media_type=JSON)


@router.post("/compare", openapi_extra=_body("CompareIn", lines=False), responses=_compared())
async def compare(
    request: Request, format: Annotated[Literal["json", "html", "markdown", "csv"], Query()] = "json"
) -> Response:
    """Compare articles on one story, claim by claim: those of the request, known ones, or both."""
    require(request, JSON)
    body = await request.body()
    wanted = check_comparison(body)
    records = orjson.loads(body).get("articles", []) if wanted.articles else []
    (part,) = await Service.of(request).readers.ask(
        "compare", b"\n".join(orjson.dumps(record) for record in records), ids=wanted.ids, split=wanted.split,
        output_format=format,
    )  # fmt: skip
    return Response(part.content(), media_type=_FORMATS[format])


@router.post(
    "/articles",
    response_model=AddedArticle,
    responses=_lines_too() | {201: {"model": AddedArticle}},
    openapi_extra=_body("ArticleIn", lines=True),
)
async def add(request: Request) -> Response:
    """Add an article to the corpus; when this is answered, it is on disk, and whoever scores next sees it.

    Adding it again changes nothing; other content under a known id is a new version of it. A body of JSON lines is
    answered line by line, as with `/v1/score`.
    """
    service = Service.of(request)

    def ask(lines: bytes, count: int) -> Awaitable[list[Part]]:
        return service.writer.ask("add", lines, count)

    if _media_type(request) == LINES:
        return StreamingResponse(_stream(await _lines(request), ask), media_type=LINES)
    (part,) = await ask(await _record(request), 1)
    content = part.content()
    return Response(content, 201 if orjson.loads(content)["outcome"] == "added" else 200, media_type=JSON)


@router.get("/articles", response_model=ArticleListing)
async def articles(
    request: Request,
    query: Annotated[str, Query(max_length=1000, description="Words that all stand in title or body.")] = "",
    before: Before = None,
    limit: Limit = 50,
) -> Response:
    """List known articles, newest first; with a query those that have all its words."""
    return await _read(request, "articles", query=query, before=before, limit=limit)


@router.get("/articles/{id:anything}", response_model=KnownArticle)
async def article(request: Request, id: str) -> Response:
    """Return the current version of a known article."""
    return await _read(request, "article", id=id)


@router.delete("/articles/{id:anything}", response_model=RemovedArticle)
async def remove(
    request: Request,
    id: str,
    purge: Annotated[
        Literal["true", "false"], Query(description="Erase the text from the file, which is written anew for it.")
    ] = "false",
) -> Response:
    """Remove an article with all its versions; with `purge` no byte of it stays in the file."""
    (part,) = await Service.of(request).writer.ask("remove", id=id, purge=purge == "true")
    return Response(part.content(), media_type=JSON)


@router.get("/clusters", response_model=ClusterListing)
async def clusters(request: Request, before: Before = None, limit: Limit = 50) -> Response:
    """List clusters of two articles or more; `limit` is how many articles are looked at for them."""
    return await _read(request, "clusters", before=before, limit=limit)


@router.get("/clusters/{id:anything}", response_model=Cluster)
async def cluster(request: Request, id: str) -> Response:
    """Return the cluster of a known article, also if the article is alone in it."""
    return await _read(request, "cluster", id=id)


async def _read(request: Request, task: str, **values: Any) -> Response:  # noqa: ANN401 - any JSON
    (part,) = await Service.of(request).readers.ask(task, **values)
    return Response(part.content(), media_type=JSON)


def _media_type(request: Request) -> str:
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type not in (JSON, LINES):
        raise ProblemError(415, f"send {JSON} or {LINES}")
    return media_type


def require(request: Request, wanted: str) -> None:
    """Refuse a body of another media type.

    Raises:
        ProblemError: It is of another one.
    """
    if _media_type(request) != wanted:
        raise ProblemError(415, f"send {wanted}")


async def _record(request: Request) -> bytes:
    """Return the article of a request, on one line: within strings JSON has no line ends."""
    body = await request.body()
    check_article(body)
    return body.replace(b"\r", b" ").replace(b"\n", b" ")


async def _lines(request: Request) -> list[bytes]:
    return [line for line in (await request.body()).split(b"\n")]


async def _stream(lines: list[bytes], ask: Ask) -> AsyncIterator[bytes]:
    """Yield an answer for each line that is not blank, in order; a few questions are always under way."""
    import asyncio

    questions: list[asyncio.Task[bytes]] = []
    numbered = [(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    try:
        for start in range(0, len(numbered), _STREAMED):
            questions.append(asyncio.create_task(_answer_lines(numbered[start : start + _STREAMED], ask)))
            if len(questions) >= _AHEAD:
                yield await questions.pop(0)
        while questions:
            yield await questions.pop(0)
    finally:
        for question in questions:
            question.cancel()


async def _answer_lines(numbered: list[tuple[int, bytes]], ask: Ask) -> bytes:
    errors: dict[int, str] = {}
    good: list[tuple[int, bytes]] = []
    for number, line in numbered:
        try:
            check_article(line)
            good.append((number, line.replace(b"\r", b" ")))
        except ProblemError as error:
            errors[number] = error.problem.detail
    answers = {number: orjson.dumps({"line": number, "error": reason}) for number, reason in errors.items()}
    if good:
        try:
            parts = await ask(b"\n".join(line for _, line in good), len(good))
        except ProblemError as error:
            parts = [Part({"status": error.problem.status, "detail": error.problem.detail}, b"")] * len(good)
        for (number, _), part in zip(good, parts, strict=True):
            failed = "status" in part.head
            answers[number] = orjson.dumps({"line": number, "error": part.head["detail"]}) if failed else part.body
    return b"".join(answers[number] + b"\n" for number, _ in numbered)
