"""The lines of metadata above a text, between two rules or above a blank line.

Trafilatura's command and site generators write the former, archives of plain text the latter ("Title: …", "Date: …").
"""

from __future__ import annotations

import ast
import re
from typing import Any

# The rule that ends it stands within this many lines.
_MAX_LINES = 200
_KEY = re.compile(r"([A-Za-z][\w .-]{0,40}?)[ \t]*:(?:[ \t]+(.*)|[ \t]*)$")
# One of these must be among the keys: a text may also begin with a rule.
_KNOWN = frozenset(
    "title author authors date url source hostname sitename description headline permalink published".split()
)
# Above a text without rules every key is one of these, and one names the article.
_HEADER = _KNOWN | frozenset("byline language publisher publication outlet link updated section keywords tags".split())
_NAMING = frozenset(("title", "headline"))
_MAX_HEADER, _LONGEST_HEADER = 12, 4000
_BLANK = re.compile(r"\r?\n[ \t]*\r?\n")


def split(text: str) -> tuple[dict[str, Any], str]:
    """Return the metadata above a text and the text below it; nothing and the whole text where there is none."""
    if not text.startswith(("---", "+++")):
        return _header(text)
    head: list[str] = []
    at = 0
    while at < len(text) and len(head) < _MAX_LINES:
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        head.append(text[at:end].rstrip())
        at = end + 1
        if len(head) > 1 and head[-1] in (head[0], "..."):
            break
    if head[0] not in ("---", "+++") or len(head) < 3 or head[-1] not in (head[0], "..."):
        return {}, text
    found = _toml(head[1:-1]) if head[0] == "+++" else _yaml(head[1:-1])
    if not found or not _KNOWN & {key.lower() for key in found}:
        return {}, text
    return found, text[at:].lstrip("\r\n")


def _header(text: str) -> tuple[dict[str, Any], str]:
    """Read keys above a blank line; a line of another form, or a key that is none of ours, and none of it counts."""
    blank = _BLANK.search(text, 0, _LONGEST_HEADER)
    lines = text[: blank.start()].splitlines() if blank else []
    if not blank or not 2 <= len(lines) <= _MAX_HEADER or not text[blank.end() :].strip():
        return {}, text
    found: dict[str, Any] = {}
    for line in lines:
        match = _KEY.match(line.rstrip())
        if match is None or match[1].strip().lower() not in _HEADER:
            return {}, text
        found[match[1].strip()] = (match[2] or "").strip()
    if not _NAMING & {key.lower() for key in found}:
        return {}, text
    return {key: value for key, value in found.items() if value}, text[blank.end() :].lstrip("\r\n")


def _toml(lines: list[str]) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError:
        return {}


def _yaml(lines: list[str]) -> dict[str, Any]:
    """Read keys with strings and lists; a line of another form, and none of it counts."""
    found: dict[str, Any] = {}
    key = ""
    for line in lines:
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = _KEY.match(line.rstrip())
        if match and not line[0].isspace():
            key = match[1].strip()
            found[key] = _value(match[2] or "")
        elif not key:
            return {}
        elif line.lstrip().startswith("- "):
            item = _value(line.lstrip()[2:])
            found[key] = [*found[key], item] if isinstance(found[key], list) else [item]
        elif line[0].isspace():
            before = found[key] if isinstance(found[key], str) and found[key] not in ("|", ">", "|-", ">-") else ""
            found[key] = f"{before} {line.strip()}".strip()
        else:
            return {}
    return {key: value for key, value in found.items() if value not in ("", None)}


def _value(text: str) -> Any:  # noqa: ANN401 - a string or a list
    text = text.strip()
    if text[:1] in "\"'[" and len(text) < 10_000:
        try:
            value = ast.literal_eval(text)
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            pass
        else:
            return value if isinstance(value, str | list) else text
    if text.startswith("[") and text.endswith("]"):
        return [part.strip() for part in text[1:-1].split(",") if part.strip()]
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text
