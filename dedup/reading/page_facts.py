"""When an HTML page was published and updated, from what it states of its own article and from nothing else.

A date counts in the metadata of this article's object, in the head of the article (beside title and byline), never in a
footer, table, quotation, comment, related link, or another article's object.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from dedup.reading.page_head import head_dates
from dedup.text.record_dates import iso_date
from dedup.text.regions import numeric_order, url_date
from dedup.text.stamp_lines import is_stamp
from dedup.text.stamps import Order, find_stamps

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "article:published",
    "datepublished", "date_published", "rnews:datepublished", "parsely-pub-date", "sailthru.date", "bt:pubdate",
    "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "mediator_published_time",
    "shareaholic:article_published_time", "article_date_original", "published_time_telegram", "dc.date.issued",
    "dcterms.issued", "dcterms.created", "dc.date.created", "dc.created", "citation_publication_date",
    "publication_date", "publish-date", "publish_date", "publishdate", "pubdate", "pub_date",
    "originalpublicationdate", "creation_date", "ptime",
)  # fmt: skip
# Some pages state the day of the last change or of the request there: it counts where the page shows no earlier day and
# its address none afar, and only in a form that can be read in one way.
_PERHAPS_PUBLISHED = ("date", "dc.date", "dcterms.date", "article.published", "article.date", "displaydate")
_UPDATED = (
    "article:modified_time", "og:updated_time", "og:article:modified_time", "datemodified", "date_modified",
    "article:modified", "article:updated", "dc.date.modified", "dcterms.modified", "dc.modified", "updated_time",
    "last-modified", "last_modified", "lastmod", "revised", "sailthru.updated",
)  # fmt: skip
_ARTICLE = re.compile(r"(?:\w*Article|BlogPosting|LiveBlogPosting|Report|SocialMediaPosting|\w*NewsArticle|Posting)$")
_PAGE = re.compile(r"(?:Web|Item|Article)Page$")
_LONGEST_DAY = 60  # characters
_SHARED_WORDS = 0.5  # of a headline and a title of the same story
_DEEPEST = 12  # objects within objects that are looked into
_MOST_SCRIPTS, _LONGEST_SCRIPT = 40, 2_000_000


class PageFacts(NamedTuple):
    """What a page states.

    Attributes:
        published, updated: ISO 8601 at the precision stated.
        author: Names in the article's own object.
    """

    published: str | None
    updated: str | None
    author: str | None = None


class _Identity(NamedTuple):
    """What tells this page's article from others: its titles, and its addresses without scheme and query."""

    titles: tuple[frozenset[str], ...]
    urls: frozenset[str]


def read_facts(html: str, address: str | None) -> PageFacts:
    """Return when a page's article was published and updated.

    Args:
        html: The page.
        address: Where it was published, if that is known beside the page.
    """
    from lxml import etree
    from lxml import html as lxml_html

    try:
        root = lxml_html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", html.replace("\x00", "")))
    except (etree.LxmlError, ValueError):
        return PageFacts(None, None)
    metas = _metas(root)
    url = next(iter(root.xpath("//link[@rel='canonical']/@href")), None) or metas.get("og:url") or address
    language = _language(root, metas)
    order = numeric_order(language, url)
    named = [metas.get("og:title"), metas.get("twitter:title"), root.findtext(".//title")]
    titles = [title for title in named if title]
    headings = [" ".join(h.text_content().split()) for h in root.xpath("//h1")[:4]]
    addresses = frozenset(_bare(stated) for stated in (url, address) if stated)
    identity = _Identity(tuple(map(_words, [*titles, *headings])), addresses)
    published, updated, author = _from_json(root, identity, order)
    published = published or _first(metas, _PUBLISHED, order) or _from_microdata(root, "datePublished", identity, order)
    updated = updated or _first(metas, _UPDATED, order) or _from_microdata(root, "dateModified", identity, order)
    if not published or not updated:
        shown, changed = head_dates(root, titles, order, (language or "")[:2] or None)
        published = published or (shown if shown and not _is_far(shown, url) else None)
        updated = updated or changed
    if not published:
        stated = _first(metas, _PERHAPS_PUBLISHED, None)
        doubted = stated and (_is_far(stated, url) or _shows_earlier(root, stated, order))
        published = stated if stated and not doubted else url_date(url) if url else None
    return PageFacts(published, updated, author)


def _metas(root: HtmlElement) -> dict[str, str]:
    metas: dict[str, str] = {}
    for tag in root.iter("meta"):
        key = tag.get("property") or tag.get("name") or (tag.get("itemprop") if tag.getparent().tag == "head" else None)
        content = (tag.get("content") or "").strip()
        if key and content:
            metas.setdefault(key.strip().lower(), content)
    return metas


def _language(root: HtmlElement, metas: dict[str, str]) -> str | None:
    tag = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang")
    return (tag or metas.get("og:locale") or "").strip() or None


def _first(metas: dict[str, str], keys: tuple[str, ...], order: Order) -> str | None:
    return next((date for key in keys if key in metas and (date := _date(metas[key], order))), None)


def _date(value: object, order: Order) -> str | None:
    """Return a stated day as ISO 8601; a year or a month alone is none."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    date = iso_date(value, order) if isinstance(value, str) else None
    return date if date and len(date) >= 10 else None


def _is_far(date: str, url: str | None) -> bool:
    day = url_date(url) if url else None
    return day is not None and abs(dt.date.fromisoformat(date[:10]) - dt.date.fromisoformat(day)) > dt.timedelta(days=2)


def _shows_earlier(root: HtmlElement, date: str, order: Order) -> bool:
    """Say whether a line of the page is an earlier day and nothing else."""
    lines = (text.strip() for text in root.itertext() if 6 <= len(text) <= _LONGEST_DAY)
    days = (stamp.value[:10] for line in lines if is_stamp(line) for stamp in find_stamps(line, order))
    return any(day < date[:10] for day in days)


def _from_json(
    root: HtmlElement, identity: _Identity, order: Order
) -> tuple[str | None, str | None, str | None]:
    """Return dates and author of this article's JSON-LD object, or of the page's own where no article is stated."""
    articles: list[dict[str, Any]] = []
    pages: list[dict[str, Any]] = []
    for script in root.xpath("//script[contains(@type, 'ld+json')]")[:_MOST_SCRIPTS]:
        for node in _objects(_parsed(script.text or ""), 0):
            types = node.get("@type")
            names = [name for name in (types if isinstance(types, list) else [types]) if isinstance(name, str)]
            if any(_ARTICLE.match(name) for name in names):
                articles.append(node)
            elif any(_PAGE.match(name) for name in names):
                pages.append(node)
    for nodes in (articles, pages):
        for node in nodes:
            if _is_this(node, identity, alone=len(nodes) == 1):
                published, updated = _date(node.get("datePublished"), order), _date(node.get("dateModified"), order)
                if published or updated:
                    return published, updated, _author(node.get("author"))
    return None, None, None


def _author(value: object) -> str | None:
    """Return the persons that an object's author is."""
    found = []
    for one in value if isinstance(value, list) else [value]:
        name = one.get("name") if isinstance(one, dict) and one.get("@type") == "Person" else None
        if isinstance(name, str) and name.strip():
            found.append(" ".join(name.split()))
    return ", ".join(found) or None


def _parsed(text: str) -> object:
    text = re.sub(r"^\s*(?:<!--|/\*.*?\*/|//<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\]\]>|\]\]>)\s*;?\s*$", "", text).strip()
    if len(text) > _LONGEST_SCRIPT:
        return None
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _objects(node: object, depth: int) -> Iterator[dict[str, Any]]:
    """Yield the objects that stand for the page or its article; never those in a list of other articles."""
    if depth > _DEEPEST:
        return
    if isinstance(node, list):
        for item in node:
            yield from _objects(item, depth + 1)
    elif isinstance(node, dict):
        yield node
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _objects(node.get(key), depth + 1)


def _is_this(node: dict[str, Any], identity: _Identity, *, alone: bool) -> bool:
    """Say whether an object is this page's article: by its address, else by its headline."""
    main = node.get("mainEntityOfPage")
    of_page = (main.get("@id"), main.get("url")) if isinstance(main, dict) else (main,)
    stated = [node.get("url"), node.get("@id"), *of_page]
    urls = {_bare(url) for url in stated if isinstance(url, str) and url.startswith(("http://", "https://"))}
    if urls & identity.urls:
        return True
    headline = next((node[key] for key in ("headline", "name") if isinstance(node.get(key), str)), None)
    if headline:
        return _is_titled(headline, identity)
    return alone and not (urls and identity.urls)


def _is_titled(headline: str, identity: _Identity) -> bool:
    """Say whether a headline is that of the page."""
    words = _words(headline)
    return any(len(words & title) >= _SHARED_WORDS * min(len(words), len(title)) > 0 for title in identity.titles)


def _words(text: str) -> frozenset[str]:
    """Return the words of a title; of a script without spaces its pairs of characters."""
    words = set(re.findall(r"\w+", text.casefold()))
    long = [word for word in words if re.search("[\u3040-\u9fff\u0e00-\u0e7f]", word)]
    return frozenset(words.difference(long) | {word[i : i + 2] for word in long for i in range(len(word) - 1)})


def _bare(url: str) -> str:
    return re.sub(r"^https?://(?:www\.|m\.|amp\.)?|[?#].*$", "", url.strip()).rstrip("/").lower()


def _from_microdata(root: HtmlElement, name: str, identity: _Identity, order: Order) -> str | None:
    """Return the date that a property of the page's article states; None where several articles state several."""
    found = []
    for tag in root.xpath(f"//*[contains(concat(' ', @itemprop, ' '), ' {name} ')]"):
        scope = next((scope for scope in tag.iterancestors() if scope.get("itemscope") is not None), None)
        kind = scope.get("itemtype") or "" if scope is not None else ""
        headline = scope.xpath("string(.//*[@itemprop='headline'])") if scope is not None else ""
        if headline.strip() and not _is_titled(headline, identity):
            continue
        if kind and not _ARTICLE.search(kind.rsplit("/", 1)[-1]) and not _PAGE.search(kind):
            continue
        date = _date(tag.get("content") or tag.get("datetime") or tag.text_content()[:80], order)
        if date:
            found.append(date)
    return found[0] if len({date[:10] for date in found}) == 1 else None
