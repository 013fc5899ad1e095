"""What an HTML page shows, block by block, and what its head says: a measure of what an extractor lost, and a fallback.

Parsed as events by libxml2, in time linear in the page: it builds no tree, so neither depth nor broken markup costs
text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_UNSEEN = frozenset({"script", "style", "noscript", "template", "svg", "head", "iframe", "object", "select", "button"})
_AROUND = frozenset({"nav", "footer", "aside", "form"})
_BLOCKS = frozenset(
    "address article blockquote br dd div dl dt fieldset figcaption figure h1 h2 h3 h4 h5 h6 header hr li main ol p "
    "pre section table tbody td tfoot th thead tr ul body html nav footer aside form".split()
)
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
# Class and id words of what stands beside an article. "teaser" is none: some outlets open the article with it.
_BESIDE = re.compile(
    r"(?<![a-z])(?:comments?|disqus|respond|bio|author(?:s|box|info|card|bio)?|newsletters?|subscri\w+|sign-?up|cookies?|"
    r"consent|gdpr|related|recommend\w*|popular|trending|most-?read|advert\w*|ads?|sponsor\w*|shar(?:e|ing)|"
    r"social|captions?|credits?|copyright|breadcrumbs?|sidebar|menu|navigation|nav|footer|paywall|login|modal|"
    r"popup|tags?|outbrain|taboola|tooltip|sr-only|visually-?hidden|disclaimer|toc|tweet|twitter|instagram|pull-?quotes?)"
    r"(?![a-z])",
    re.IGNORECASE,
)
# Words of what mostly stands beside an article, and by which some outlets call its lede.
_PERHAPS_BESIDE = re.compile(r"(?<![a-z])(?:promos?|widget)(?![a-z])", re.IGNORECASE)
_NOT_SHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_PROSE = 80  # characters from which a line counts as running text
# Where each line is searched by itself in a text, the work is their product: beyond this many characters the rest
# counts as lost.
_SEARCH_LIMIT = 200_000_000
_DATE_KEYS = ("article:published_time", "datepublished", "og:published_time", "date", "dc.date", "pubdate")
_JSON_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{10,40})"')
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?")


@dataclass(slots=True)
class Container:
    """An element that holds blocks.

    Attributes:
        parent: Its place in `Page.containers`; -1 for the outermost.
        tag: Name of the element.
        beside: Whether its tag, class or id is that of something beside the article, or it is not shown.
        perhaps_beside: Whether its class or id may be that of such a thing, or of a lede.
    """

    parent: int
    tag: str
    beside: bool
    perhaps_beside: bool = False


@dataclass(slots=True)
class Block:
    """A visible line.

    Attributes:
        text: Its text, white space normalised.
        container: Place of its innermost container in `Page.containers`.
        linked: Characters within links.
        around: Whether it stands in navigation, footer, sidebar or form.
    """

    text: str
    container: int
    linked: int
    around: bool


@dataclass(slots=True)
class Page:
    """A page's visible lines and its metadata.

    Attributes:
        blocks: Visible lines, in order.
        containers: The elements that hold them; a parent comes before its children.
        metas: Content of the meta tags by name or property in lower case, and `title`.
        json_ld: Embedded JSON-LD, as it stands there.
        language: Primary tag of the declared language.
        stated_date: `datePublished` of embedded JSON-LD.
        depth: Most elements that were open at once.
        attributes: Most attributes of an element.
    """

    blocks: list[Block] = field(default_factory=list)
    containers: list[Container] = field(default_factory=list)
    metas: dict[str, str] = field(default_factory=dict)
    json_ld: list[str] = field(default_factory=list)
    language: str | None = None
    stated_date: str | None = None
    depth: int = 0
    attributes: int = 0

    @property
    def text(self) -> str:
        """The visible text."""
        return "\n".join(block.text for block in self.blocks)

    @property
    def prose(self) -> list[str]:
        """The lines of running text outside navigation, footer and sidebars."""
        return [block.text for block in self.blocks if len(block.text) >= _PROSE and not block.around]

    @property
    def published(self) -> str | None:
        """The publication time, if a tag or JSON-LD states it in ISO 8601."""
        for value in [*(self.metas.get(key, "") for key in _DATE_KEYS), self.stated_date or ""]:
            match = _ISO.fullmatch(value.strip())
            if match:
                return match[0]
        return None

    def meta(self, *keys: str) -> str | None:
        """Return the first of some metadata that is set."""
        return next((self.metas[key] for key in keys if self.metas.get(key)), None)

    def share_in(self, text: str) -> float:
        """Return the share of running text (0 to 1, in characters) that stands in a text, by samples of its lines."""
        prose = self.prose
        if not prose:
            return 1.0 if text else 0.0
        index = TextIndex(text)
        return sum(len(line) for line in prose if index.line_of(line) >= 0) / sum(map(len, prose))


class TextIndex:
    """Finds the lines of a page in a text that was extracted from it."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        plain = [letters(line) for line in self.lines]
        self._whole = {line: at for at, line in reversed(list(enumerate(plain))) if line}
        self._ends: list[int] = []
        end = 0
        for line in plain:
            end += len(line)
            self._ends.append(end)
        self._plain = "".join(plain)
        self._searched = 0

    def line_of(self, line: str) -> int:
        """Return the index of the text's line that a line of the page stands in, by its middle; -1 if it is lost."""
        plain = letters(line)
        if plain in self._whole:
            return self._whole[plain]
        middle = len(plain) // 2
        sample = plain[max(0, middle - 12) : middle + 12]
        if not sample or self._searched > _SEARCH_LIMIT:
            return -1
        found = self._plain.find(sample)
        self._searched += found if found >= 0 else len(self._plain)
        if found < 0:
            return -1
        import bisect

        return bisect.bisect_right(self._ends, found)


def letters(text: str) -> str:
    """Return a text without spaces and signs."""
    return re.sub(r"\W+", "", text)


def read_page(html: str) -> Page:
    """Read a page; broken markup costs markup, never text."""
    from lxml import etree

    reader = _Reader()
    # the declared encoding no longer holds, and NULs would end the text
    parser = etree.HTMLParser(target=reader, huge_tree=True, encoding="utf-8")
    parser.feed(html.replace("\x00", "").encode("utf-8", "replace") or b" ")
    parser.close()
    return reader.page


class _Reader:
    """The target of the parser's events."""

    def __init__(self) -> None:
        self.page = Page()
        self._line: list[str] = []
        self._linked = 0
        self._open: list[str] = []
        self._places: list[int] = []  # of the open containers
        self._unseen = self._around = self._links = 0
        self._raw: list[str] | None = None  # of the title, or of JSON-LD
        self._ld = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take an opening tag."""
        page = self.page
        page.attributes = max(page.attributes, len(attributes))
        if tag == "meta":
            key = attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or ""
            page.metas.setdefault(key.lower(), attributes.get("content", "").strip())
        elif tag == "html" and attributes.get("lang"):
            page.language = page.language or re.split(r"[-_]", attributes["lang"].strip().lower())[0] or None
        elif tag == "title":
            self._raw = []
        elif tag == "script":
            self._ld = attributes.get("type", "").strip().lower().startswith("application/ld+json")
            self._raw = [] if self._ld else None
        if tag in _VOID:
            if tag in _BLOCKS:
                self._end_line()
            return
        self._open.append(tag)
        page.depth = max(page.depth, len(self._open))
        self._unseen += tag in _UNSEEN
        self._around += tag in _AROUND
        self._links += tag == "a"
        if tag in _BLOCKS:
            self._end_line()
            parent = self._places[-1] if self._places else -1
            self._places.append(len(page.containers))
            page.containers.append(Container(parent, tag, *_stands_beside(tag, attributes)))

    def end(self, tag: str) -> None:
        """Take a closing tag; the parser adds those that the page leaves out."""
        if tag in _VOID:
            return
        if self._open:
            self._open.pop()
        if tag == "title" and self._raw is not None:
            self.page.metas.setdefault("title", " ".join("".join(self._raw).split()))
            self._raw = None
        elif tag == "script" and self._ld:
            self.page.json_ld.append("".join(self._raw or ()))
            self._raw, self._ld = None, False
            self._set_date(self.page.json_ld[-1])
        self._unseen -= tag in _UNSEEN
        self._around -= tag in _AROUND
        self._links -= tag == "a"
        if tag in _BLOCKS:
            self._end_line()
            if self._places:
                self._places.pop()

    def data(self, data: str) -> None:
        """Take text."""
        if self._raw is not None:
            self._raw.append(data)
        elif self._unseen <= 0:
            self._line.append(data)
            if self._links > 0:
                self._linked += len(data)

    def comment(self, text: str) -> None:
        """Pass over a comment."""

    def pi(self, target: str, data: str | None = None) -> None:
        """Pass over a processing instruction."""

    def close(self) -> None:
        """End the page."""
        self._end_line()

    def _set_date(self, json_ld: str) -> None:
        found = _JSON_DATE.search(json_ld)
        if found and self.page.stated_date is None:
            self.page.stated_date = found[1]

    def _end_line(self) -> None:
        line = " ".join("".join(self._line).split())
        self._line.clear()
        if line:
            place = self._places[-1] if self._places else -1
            self.page.blocks.append(Block(line, place, self._linked, self._around > 0))
        self._linked = 0


def _stands_beside(tag: str, attributes: Mapping[str, str]) -> tuple[bool, bool]:
    """Say whether an element stands beside the article, and whether it may."""
    if tag in _AROUND or tag in ("figure", "figcaption") or "hidden" in attributes:
        return True, False
    if attributes.get("aria-hidden") == "true" or _NOT_SHOWN.search(attributes.get("style", "")[:1000]):
        return True, False
    names = f"{attributes.get('class', '')} {attributes.get('id', '')} {attributes.get('role', '')}"[:1000]
    names = names.replace("_", "-")
    return _BESIDE.search(names) is not None, _PERHAPS_BESIDE.search(names) is not None
