"""From the value of a field to a string: what a scraper may have put where a text or a name belongs."""

from __future__ import annotations

import datetime
import decimal
import re
import uuid
from typing import Any

# How interfaces wrap a string: WordPress, XML converters, the New York Times.
_WRAPPED = ("rendered", "#text", "$t", "value", "__html", "main", "original")
# A text that ends so is cut; also read by RE2.
CUT = r"(?:…|\.\.\.|\[[…. ]*\+?[0-9]+ chars\])\s*$"
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
# A text longer by this factor replaces one of a better name: the latter is a summary. Below it the better name counts;
# news-please keeps the whole page beside its `maintext`.
LONGER = 1.25


def kind_of(value: object) -> str:
    """Say in words what a JSON value is."""
    kinds = {dict: "an object", list: "a list", bool: "true or false", int: "a number", float: "a number",
             bytes: "binary"}  # fmt: skip
    return kinds.get(type(value), "null" if value is None else f"a {type(value).__name__}")


def plain(value: object) -> object:
    """Return a value of a Python user's record as a file would hold it: numpy's and pandas' own as Python's."""
    kind = type(value)
    if kind in (str, int, dict, list, type(None)):
        return value
    if kind is float:
        return None if value != value else value  # noqa: PLR0124 - NaN, what pandas has where nothing is
    if isinstance(value, uuid.UUID):
        return str(value)
    library = kind.__module__.partition(".")[0]
    if library == "numpy":
        return _of_numpy(value)
    if library == "pandas":
        if kind.__name__ in ("NaTType", "NAType"):
            return None
        return value if isinstance(value, datetime.date) else str(value)
    return value


def _of_numpy(value: Any) -> object:  # noqa: ANN401 - a scalar or array
    if value.dtype.kind == "M":
        value = value.astype("datetime64[us]")  # nanoseconds would become a number
    return value.tolist()


def as_article_text(value: object) -> str | None:
    """Return an article's text: a string, UTF-8 bytes, a wrapped string, or paragraphs joined by line ends."""
    if isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return _decoded(value)
    if isinstance(value, dict):
        return _wrapped(value)
    if isinstance(value, list) and value:
        parts = [_paragraph(part) for part in value if part is not None]
        return None if any(part is None for part in parts) or not parts else "\n".join(map(str, parts))
    return None


def _paragraph(value: object) -> str | None:
    if isinstance(value, dict):
        value = next((value[key] for key in ("text", "content", *_WRAPPED) if isinstance(value.get(key), str)), None)
    return _decoded(value) if isinstance(value, bytes) else value if isinstance(value, str) else None


def _wrapped(value: dict[str, object]) -> str | None:
    return next((found for key in _WRAPPED if isinstance(found := value.get(key), str)), None)


def _decoded(value: bytes) -> str | None:
    try:
        return value.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def as_text(field_name: str, value: object) -> str | None:
    """Return a metadata value as a string; None where it is none (it then stays in `extra`).

    Numbers and dates are written out, the strings of a list of authors are joined by ", ", and of an object (as in
    schema.org: `{"@type": "Person", "name": ...}`) the name counts.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return _decoded(value)
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return None if value != value or value in (float("inf"), -float("inf")) else str(value)  # noqa: PLR0124 - NaN
    if isinstance(value, datetime.date | datetime.datetime):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        return str(value) if value.is_finite() else None
    if isinstance(value, dict):
        if field_name in ("date", "updated") and "$date" in value:  # MongoDB's exports
            date = value["$date"]
            return as_text(field_name, date.get("$numberLong") if isinstance(date, dict) else date)
        name = value.get("name") or (value.get("@id") if field_name == "url" else _wrapped(value))
        return name if isinstance(name, str) else None
    if field_name == "author" and isinstance(value, list):
        found = [as_text("author", v) for v in value if isinstance(v, str | dict)]
        return ", ".join(v for v in found if v) or None
    return None


def replaces(text: str, better_named: str) -> bool:
    """Say if a text is to be taken for an article although the record has one of a better name.

    So it is if it is clearly longer, tags aside, or if the other one is cut off ("… [+3400 chars]").
    """
    length, other = _visible_length(text), _visible_length(better_named)
    return length > other and (length >= LONGER * other or is_cut(better_named))


def is_cut(text: str) -> bool:
    """Say if a text ends as summaries of a longer one do."""
    return re.search(CUT, text[-40:]) is not None


def _visible_length(text: str) -> int:
    return len(_TAG.sub("", text)) if "<" in text else len(text)
