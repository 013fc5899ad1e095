"""A page's title without its outlet's name, and its author where that is not the outlet itself."""

from __future__ import annotations

import re
from collections.abc import Iterable

_SEPARATOR = re.compile(r"\s+(?:[|•·»›~]|::|[-–—])\s+")
_SHORTEST = 5  # letters of an outlet's name that may stand inside another form of it
_HOST = re.compile(r"https?://(?:www\.)?([^/:?#]+)", re.IGNORECASE)


def outlets_of(source: str | None, site: str | None, url: str | None) -> frozenset[str]:
    """Return what the page's outlet may be called, as letters only."""
    host = _HOST.match(url or "")
    labels = host[1].split(".") if host else []
    named = [source, site, host and host[1], *(labels[-2:-1])]
    return frozenset(letters for name in named if name and (letters := _letters(name)))


def title_without_outlet(title: str | None, outlets: Iterable[str]) -> str | None:
    """Return a title without the outlet's name behind or before it: "Band sells tubas | Tornby Post"."""
    if not title:
        return None
    outlets = frozenset(outlets)
    parts = [(match.start(), match.end()) for match in _SEPARATOR.finditer(title)]
    start, end = 0, len(title)
    while parts and _is_outlet(title[parts[-1][1] : end], outlets):
        end = parts.pop()[0]
    if parts and _is_outlet(title[: parts[0][0]], outlets):
        start = parts[0][1]
    return title[start:end].strip() or title


def author_beside_outlet(author: str | None, source: str | None) -> str | None:
    """Return the authors, divided by commas; None where the outlet itself is named."""
    if not author or (source and _letters(author) == _letters(source)):
        return None
    return re.sub(r"\s*;\s*", ", ", author)


def _is_outlet(text: str, outlets: frozenset[str]) -> bool:
    letters = _letters(text)
    if letters in outlets:
        return True
    return any(
        min(len(letters), len(outlet)) >= _SHORTEST and (letters.startswith(outlet) or outlet.startswith(letters))
        for outlet in outlets
    )


def _letters(text: str) -> str:
    return re.sub(r"\W+|_", "", re.sub(r"^the\s", "", text.strip().casefold()))
