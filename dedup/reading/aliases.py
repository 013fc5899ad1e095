"""The one table of field names: how each scraper calls an article's text, title, source and so on.

`settings.fields` overrides it.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dedup.batches import FIELDS
from dedup.errors import SettingsError

_log = logging.getLogger("dedup")
# Best name first. Who writes what: trafilatura `text, title, author, date, source` (a URL), `source-hostname,
# hostname, language`; news-please `maintext, title, authors, date_publish, source_domain, url, language`; newspaper4k
# `text, title, authors, publish_date, source_url, url, meta_lang`; Hugging Face cc_news `text, title, domain, date,
# url`; FineWeb `text, id, url, date, language`; datatrove `text, id, metadata.*`; NewsAPI `content, publishedAt`;
# schema.org `articleBody, headline, datePublished, publisher`.
ALIASES: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "_id", "uuid", "guid", "doc_id", "article_id"),
    "title": ("title", "headline", "webTitle", "metadata.title"),
    "text": (
        "maintext", "text", "content", "body", "article_text", "articleBody", "article_body", "full_text",
        "fulltext", "bodyText", "article", "raw_content", "plain_text", "paragraphs",
    ),
    "source": (
        "source", "source-hostname", "sitename", "site_name", "source_name", "publisher", "outlet", "publication",
        "source_domain", "domain", "hostname", "metadata.source", "metadata.domain",
    ),
    "url": (
        "url", "link", "canonical_url", "canonical_link", "permalink", "webUrl", "web_url", "uri", "mainEntityOfPage",
        "metadata.url",
    ),
    "date": (
        "date", "date_publish", "publish_date", "published", "published_at", "publishedAt", "date_published",
        "datePublished", "published_date", "publication_date", "pubDate", "pub_date", "webPublicationDate",
        "metadata.date",
    ),
    "language": ("language", "lang", "language_code", "meta_lang", "inLanguage", "metadata.language"),
    "author": ("author", "authors", "byline", "creator", "metadata.author"),
    "updated": (
        "updated", "date_modify", "date_modified", "dateModified", "modified", "updated_at", "updatedAt", "modified_at",
        "last_modified", "update_date", "modified_date", "metadata.updated",
    ),
}
# Objects (or JSON in a string) that hold what is known of an article beside its text, under the same names as above.
_INNER = ("metadata", "meta")
# The address of the outlet's front page (newspaper4k): its host names the source where nothing else does.
SITE_ADDRESS = "source_url"


class Notes:
    """Warnings about a file, each said once. Thread-safe."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._said: set[str] = set()
        self._lock = threading.Lock()

    def tell(self, message: str) -> None:
        """Warn, if it was not yet said."""
        with self._lock:
            new = message not in self._said
            self._said.add(message)
        if new:
            _log.warning("%s: %s", self._file, message)


@dataclass(frozen=True, slots=True)
class Names:
    """The field names that hold in one file.

    Attributes:
        places: Top-level name to (field, rank); the lowest rank with a value wins.
        nested: Name of an inner object to the places within it; `metadata.url` is a name in an object, or a column
            of that name where a table was flattened.
        site: The fields that `SITE_ADDRESS` may fill: `url` and `source` unless the user names them.
        notes: What was said of the file's fields, so that each is said once.
        plans: Where records of each set of keys hold their fields, as far as such records came; a cache.
    """

    places: Mapping[str, tuple[str, int]]
    nested: Mapping[str, Mapping[str, tuple[str, int]]]
    site: tuple[str, ...]
    notes: Notes = field(default_factory=lambda: Notes(""), compare=False)
    plans: dict[tuple[str, ...], Any] = field(default_factory=dict, compare=False, repr=False)


def names_for(overrides: Mapping[str, str], keys: Iterable[str] = (), file: str = "") -> Names:
    """Return the names that hold in a file.

    A name of the user's own (`settings.fields`) replaces all aliases of its field.

    Args:
        overrides: Field to name, as `{"text": "content"}`; a dot reaches into an inner object.
        keys: The field names of the file's first record: spellings such as `Title` or `TEXT` among them count as the
            alias in lower case, unless that stands there, too.
        file: Its name, for warnings.

    Raises:
        SettingsError: An override is for a field that articles don't have.
    """
    for name in overrides:
        if name not in FIELDS:
            raise SettingsError(f"fields: unknown field {name!r}; known: {', '.join(FIELDS)}")
    order = {name: (overrides[name],) if name in overrides else ALIASES[name] for name in FIELDS}
    present = set(keys)
    for name in FIELDS:
        if name not in overrides:
            order[name] = _with_spellings(order[name], present)
    inner = {name: aliases for name, aliases in order.items() if name not in overrides and name not in ("id", "text")}
    return _index(order, inner, tuple(name for name in ("url", "source") if name not in overrides), file)


def _with_spellings(aliases: tuple[str, ...], keys: set[str]) -> tuple[str, ...]:
    found: list[str] = []
    for alias in aliases:
        found.append(alias)
        if alias not in keys:
            found.extend(sorted(k for k in keys if k != alias and k.lower() == alias.lower() and k not in aliases))
    return tuple(dict.fromkeys(found))


def _index(
    order: Mapping[str, tuple[str, ...]], inner_names: Mapping[str, tuple[str, ...]], site: tuple[str, ...], file: str
) -> Names:
    places: dict[str, tuple[str, int]] = {}
    nested: dict[str, dict[str, tuple[str, int]]] = {}
    for field_name, names in order.items():
        for rank, name in enumerate(names):
            places.setdefault(name, (field_name, 2 * rank))
            outer, dot, inner = name.partition(".")
            if dot and inner:
                nested.setdefault(outer, {}).setdefault(inner, (field_name, 2 * rank + 1))
    for outer in _INNER if inner_names else ():
        for field_name, names in inner_names.items():
            for rank, name in enumerate(names, len(names)):
                if "." not in name:
                    nested.setdefault(outer, {}).setdefault(name, (field_name, 2 * rank + 1))
    return Names(places, nested, site, Notes(file))
