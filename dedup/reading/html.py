"""HTML pages: trafilatura finds the article; where it loses text, what the page shows is read instead.

Called through the registry. Needs the extra `html`.
"""

from __future__ import annotations

import functools
import logging
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from dedup.articles import Reject
from dedup.errors import MissingExtraError
from dedup.reading.blocks import MAX_REJECT, Options, Parsed, Part, whole_file
from dedup.reading.encodings import decode
from dedup.reading.lost_text import line_by_line, restore
from dedup.reading.page_facts import PageFacts, read_facts
from dedup.reading.page_names import author_beside_outlet, outlets_of, title_without_outlet
from dedup.reading.records import BatchBuilder, Resolved
from dedup.reading.visible_text import Page, read_page

if TYPE_CHECKING:
    from dedup.reading.streams import ByteStream

_log = logging.getLogger("dedup")
_OPENING = re.compile(rb"<(?:!doctype\s+html|(?:html|head|body)[\s>/])", re.IGNORECASE)
_SPACE = re.compile(rb"\s*")
_CHARSET = re.compile(
    rb"""<meta[^>]+?charset\s*=\s*["']?\s*([\w.:-]+)|<\?xml[^>]+?encoding\s*=\s*["']([\w.:-]+)""", re.IGNORECASE
)
# A text as short as this, or of a page so deep that libxml2 lost parts of it (it stops at 256 levels), must hold this
# share of the running text that the page shows; else a more generous way is tried. Not asked of others, since comments
# and teasers are running text, too: asking .4 of all cost .025 F on 120 pages of trafilatura's evaluation; as it is,
# all 250 lose .002 and Dragnet's 100 gain .008.
_SHORT, _ENOUGH_IF_SHORT = 500, 0.15
_DEEP, _ENOUGH_IF_DEEP = 200, 0.9
# Trafilatura's time grows with the square of an element's attributes; pages of news have below a hundred.
_MAX_ATTRIBUTES = 2000


def sniff(head: bytes) -> bool:
    """Say if bytes begin an HTML page, behind any number of comments and declarations."""
    return _OPENING.match(head, skip_prolog(head)) is not None


def skip_prolog(head: bytes) -> int:
    """Return the place behind white space, comments and processing instructions, in one pass."""
    at = 3 if head.startswith(b"\xef\xbb\xbf") else 0
    while True:
        match = _SPACE.match(head, at)
        at = match.end() if match else at
        end = next((end for start, end in ((b"<!--", b"-->"), (b"<?", b">")) if head.startswith(start, at)), None)
        if end is None:
            return at
        found = head.find(end, at)
        if found < 0:
            return at
        at = found + len(end)


def require() -> None:
    """Check that pages can be read.

    Raises:
        MissingExtraError: trafilatura is not installed.
    """
    try:
        import trafilatura  # noqa: F401 - better said before the first page than in a thread
    except ImportError as error:
        raise MissingExtraError("trafilatura", "html", "to read HTML") from error
    _quiet(logging.getLogger("trafilatura"))


def parts(stream: ByteStream, options: Options, *, start: int) -> Iterator[Part]:
    """Yield the page as one article.

    Raises:
        MissingExtraError: trafilatura is not installed.
    """
    require()
    data = whole_file(stream, options, "page")
    if isinstance(data, Part):
        yield data
    elif data:
        yield Part(len(data), functools.partial(parse, stream.name, data))


def parse(
    name: str, data: bytes, *, line: int = 1, url: str | None = None, charset: str | None = None
) -> Parsed:
    """Extract a page's article.

    Args:
        name: The file.
        data: The page.
        line: Number of the page in the file.
        url: Where it was fetched; counts where the page states no address itself.
        charset: Encoding named in the answer's header.
    """
    match = _CHARSET.search(data[:4096])
    declared = charset or ((match[1] or match[2]).decode("ascii") if match else None)
    decoded = decode(data, declared, markup=True)
    for warning in decoded.warnings():
        _log.warning("%s: %s", name, warning)
    page = read_page(decoded.text)
    found = _extract(decoded.text, page)
    if not found["text"]:
        return Parsed(None, [Reject(name, line, "the page shows no text", data[:MAX_REJECT])])
    builder = BatchBuilder(name, want_extra=True)
    fields = {key: value for key, value in found.items() if value}
    if url:
        fields.setdefault("url", url)
    origins = "{" + ",".join(f'"{key}":"html"' for key in fields) + "}"
    builder.add(Resolved(fields, {}, origins), line)
    return Parsed(builder.finish())


def article_text(html: str) -> str:
    """Return the article's text of a page that stands in a field."""
    return _extract(html, read_page(html))["text"] or ""


def _extract(html: str, page: Page) -> dict[str, str | None]:
    """Return text and metadata: by trafilatura, by trafilatura's generous mode, or as the page shows it."""
    document = None
    text = ""
    for generous in (False, True):
        if page.attributes <= _MAX_ATTRIBUTES:
            document = _trafilatura(html, generous=generous) or document
        candidate = (document and document.text) or ""
        text = max(text, candidate, key=page.share_in)
        if _is_enough(text, page):
            break
    else:
        text = page.text
    text = restore(line_by_line(text, page), page)
    url = _of(document, "url") or page.meta("og:url")
    facts = read_facts(html, url) if page.attributes <= _MAX_ATTRIBUTES else PageFacts(None, None)
    source = _of(document, "sitename") or page.meta("og:site_name")
    outlets = outlets_of(source, page.meta("og:site_name"), url)
    return {
        "title": title_without_outlet(_of(document, "title") or page.meta("og:title", "title"), outlets),
        "text": text,
        "source": source,
        "url": url,
        "date": facts.published,
        "updated": facts.updated,
        "language": page.language,
        "author": author_beside_outlet(_of(document, "author") or page.meta("author") or facts.author, source),
    }


def _is_enough(text: str, page: Page) -> bool:
    if page.depth > _DEEP:
        return page.share_in(text) >= _ENOUGH_IF_DEEP
    return len(text) >= _SHORT or page.share_in(text) >= _ENOUGH_IF_SHORT


def _trafilatura(html: str, *, generous: bool) -> Any:  # noqa: ANN401 - trafilatura's Document
    from trafilatura import bare_extraction

    try:
        # a fresh call without its deduplication, which remembers earlier pages
        return bare_extraction(
            html, include_comments=False, with_metadata=True, favor_recall=generous, deduplicate=False
        )
    except (ValueError, TypeError, AttributeError, KeyError, IndexError, RecursionError, AssertionError) as error:
        _log.debug("trafilatura failed: %r", error)
        return None


def _quiet(logger: logging.Logger) -> None:
    # It warns of each page it gives up on, and those are read in another way here.
    if logger.level == logging.NOTSET:
        logger.setLevel(logging.CRITICAL)


def _of(document: Any, name: str) -> str | None:  # noqa: ANN401 - trafilatura's Document
    value = getattr(document, name, None)
    return value if isinstance(value, str) and value else None
