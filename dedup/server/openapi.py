"""The OpenAPI document, as FastAPI writes it, with our problems for its errors. A copy lies in docs/openapi.json."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import TypeAdapter

from dedup.server.problems import MEDIA_TYPE, Problem
from dedup.server.schemas import ArticleIn, CompareIn

_MODELS = {"ArticleIn": ArticleIn, "CompareIn": CompareIn, "Problem": Problem}
_PLACE = "#/components/schemas/{model}"


def describe(app: FastAPI) -> dict[str, Any]:
    """Return the document; made once."""
    if app.openapi_schema is None:
        found = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
        schemas = found["components"]["schemas"]
        for name in ("HTTPValidationError", "ValidationError"):
            schemas.pop(name, None)
        for name, model in _MODELS.items():
            schema = TypeAdapter(model).json_schema(ref_template=_PLACE)
            schemas |= schema.pop("$defs", {})
            schemas[name] = schema
        found["components"]["schemas"] = dict(sorted(schemas.items()))
        found["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        problem = {"schema": {"$ref": _PLACE.format(model="Problem")}}
        for path in found["paths"].values():
            for operation in path.values():
                operation["responses"].pop("422", None)
                operation["responses"]["default"] = {
                    "description": "A problem (RFC 9457); 503 says with Retry-After when to try again.",
                    "content": {MEDIA_TYPE: problem},
                }
        app.openapi_schema = found
    return app.openapi_schema
