"""RSS and Atom: each item with a text is an article.

Called through the registry. Needs the extra `feeds`. A feed's full content is preferred over its summary; nothing is
fetched, and a feed that declares entities of its own is not read, since they may unfold without end.
"""

from __future__ import annotations

import functools
import io
import logging
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from dedup.articles import Reject
from dedup.batches import extra_json
from dedup.errors import MissingExtraError
from dedup.reading.aliases import Names, names_for
from dedup.reading.blocks import MAX_REJECT, Options, Parsed, Part, whole_file
from dedup.reading.encodings import decode
from dedup.reading.html import skip_prolog
from dedup.reading.markup import shown, unescape
from dedup.reading.records import BatchBuilder, RecordError, resolve

if TYPE_CHECKING:
    from dedup.reading.streams import ByteStream

_log = logging.getLogger("dedup")
_OPENING = re.compile(rb"(?:<!DOCTYPE[^<>\[]*>\s*)?<(?:rss|feed|rdf:RDF)[\s>]")
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)""")
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_ORIGIN_WORDS = 40  # characters beside title and outlet
_APPEARED = re.compile(
    r" (?:appeared first|first appeared|was first published|erschien zuerst|est apparu|aparece primero|"
    r"(?:se public[óo]|apareci[óo]) primero|proviene da|apareceu primeiro|verscheen eerst|pochodzi z)\b"
)
_ENTITIES = re.compile(rb"<!ENTITY", re.IGNORECASE)


def sniff(head: bytes) -> bool:
    """Say if bytes begin an RSS or Atom feed."""
    return _OPENING.match(head, skip_prolog(head)) is not None


def parts(stream: ByteStream, options: Options, *, start: int) -> Iterator[Part]:
    """Yield the feed as one part.

    Raises:
        MissingExtraError: feedparser is not installed.
    """
    try:
        import feedparser  # noqa: F401 - better said before the first feed than in a thread
    except ImportError as error:
        raise MissingExtraError("feedparser", "feeds", "to read RSS and Atom") from error
    data = whole_file(stream, options, "feed")
    if isinstance(data, Part):
        yield data
    elif data:
        yield Part(len(data), functools.partial(parse, stream.name, data, options.fields))


def parse(name: str, data: bytes, fields: Mapping[str, str]) -> Parsed:
    """Turn a feed's items into articles; items count from 1 and stand for lines."""
    import feedparser

    if _ENTITIES.search(data):
        reason = "the feed declares entities, which may unfold without end"
        return Parsed(None, [Reject(name, 1, reason, data[:MAX_REJECT])])
    declared = _DECLARED.search(data[:4096])
    decoded = decode(data, declared[1].decode("ascii") if declared else None, markup=True)
    for warning in decoded.warnings():
        _log.warning("%s: %s", name, warning)
    text = _DECLARATION.sub("", decoded.text, count=1)
    # a stream, since a string might be taken for an address
    try:
        feed = feedparser.parse(
            io.BytesIO(text.encode("utf-8", "replace")), sanitize_html=False, resolve_relative_uris=False,
            response_headers={"content-type": "application/xml; charset=utf-8"},
        )
    except (ValueError, LookupError, RecursionError) as error:  # as for &#99999999;
        return Parsed(None, [Reject(name, 1, f"no readable feed: {str(error)[:200]}", data[:MAX_REJECT])])
    if feed.get("bozo") and not feed.entries:
        reason = f"no readable feed: {str(feed.get('bozo_exception', ''))[:200]}"
        return Parsed(None, [Reject(name, 1, reason, data[:MAX_REJECT])])
    if feed.get("bozo"):
        _log.warning("%s: the feed is not well-formed: items may be missing", name)
    elif not feed.entries:
        _log.warning("%s: the feed holds no items", name)
    # in RSS, feedparser calls `dc:date` an update; a feed that has an element of that name means it
    dates_items = str(feed.get("version", "")).startswith("rss") and "updated>" not in text
    return _articles(name, feed, names_for(fields, (), name), dates_items=dates_items)


def _articles(name: str, feed: Any, names: Names, *, dates_items: bool) -> Parsed:  # noqa: ANN401 - feedparser's
    builder = BatchBuilder(name, want_extra=True)
    rejects = []
    for number, entry in enumerate(feed.entries, 1):
        record = _record(entry, feed.feed, dates_items=dates_items)
        try:
            builder.add(resolve(record, names), number)
        except RecordError as error:
            rejects.append(Reject(name, number, str(error), (extra_json(record) or "{}").encode()))
    return Parsed(builder.finish(), rejects)


def _record(entry: Any, channel: Any, *, dates_items: bool) -> dict[str, Any]:  # noqa: ANN401 - feedparser's dictionaries
    """Return an item under names of the alias table; `updated` stays apart, it is no date of publication."""
    contents = [part for part in entry.get("content", ()) if part.get("value")]
    summary = entry.get("summary_detail") or {}
    full = max(contents, key=lambda part: len(part["value"]), default=summary)
    source = (entry.get("source") or {}).get("title") or channel.get("title")
    language = full.get("language") or entry.get("language") or channel.get("language")
    authors = [author["name"] for author in entry.get("authors", ()) if author.get("name")]
    title = unescape(_text(entry.get("title_detail") or {})).replace("\n", " ")
    # not `get`: feedparser would give the time of the update for it
    published, updated = (entry[key] if key in dict.keys(entry) else None for key in ("published", "updated"))
    if dates_items and published is None:
        published, updated = updated, None
    found = {
        "id": entry.get("id"),
        "title": title or None,
        "text": _without_origin(_text(full), title, channel.get("title") or "") or None,
        "source": source,
        "url": entry.get("link"),
        "date": published,
        "language": language,
        "author": ", ".join(authors) or entry.get("author"),
        "updated": updated,
        "summary": summary.get("value") if contents else None,
        "categories": [tag["term"] for tag in entry.get("tags", ()) if tag.get("term")] or None,
    }
    return {key: value for key, value in found.items() if value is not None or key == "text"}


def _without_origin(text: str, title: str, channel: str) -> str:
    """Return a text without the line that says where it appeared: "The post TITLE appeared first on FEED."."""
    above, _, last = text.rpartition("\n")
    named = _plain(title)
    if not (above and named):
        return text
    before, found, behind = _plain(last).partition(named)
    if not (found and before and len(before) <= _ORIGIN_WORDS):
        return text
    outlet = _plain(channel)
    told = bool(outlet) and outlet in behind and len(behind) - len(outlet) <= _ORIGIN_WORDS
    return above.rstrip() if told or _APPEARED.match(behind) else text


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", "", text.casefold()).split())


def _text(part: Mapping[str, Any]) -> str:
    value = str(part.get("value") or "")
    if part.get("type") == "text/plain" or not ("<" in value or "&" in value):
        return value.strip()
    try:
        return shown(value)
    except ImportError:  # without the extra for HTML
        return value
