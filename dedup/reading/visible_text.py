"""What an HTML page shows, line by line, and what its head says: a measure of what an extractor lost, and the fallback.

Called by `html`. On the parser of the standard library: it knows no depth limit and takes any broken markup.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

_HIDDEN = frozenset({"script", "style", "noscript", "template", "svg", "head", "iframe", "object", "select", "button"})
_AROUND = frozenset({"nav", "footer", "aside", "form"})
_BLOCKS = frozenset(
    "address article blockquote br dd div dl dt fieldset figcaption figure h1 h2 h3 h4 h5 h6 header hr li main ol p "
    "pre section table tbody td tfoot th thead tr ul body html nav footer aside form".split()
)
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_PROSE = 80  # characters from which a line counts as running text
_DATE_KEYS = ("article:published_time", "datepublished", "og:published_time", "date", "dc.date", "pubdate")
_JSON_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{10,40})"')
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?")


@dataclass(slots=True)
class Page:
    """A page's visible lines and its metadata.

    Attributes:
        lines: Visible text, one line per block.
        prose: The lines of running text outside navigation, footer and sidebars.
        metas: Content of the meta tags by name or property in lower case, and `title`.
        language: Primary tag of the declared language.
        stated_date: `datePublished` of embedded JSON-LD.
        depth: Most elements that were open at once; more than a browser would count where end tags are left out.
    """

    lines: list[str] = field(default_factory=list)
    prose: list[str] = field(default_factory=list)
    metas: dict[str, str] = field(default_factory=dict)
    language: str | None = None
    stated_date: str | None = None
    depth: int = 0

    @property
    def text(self) -> str:
        """The visible text."""
        return "\n".join(self.lines)

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
        if not self.prose:
            return 1.0 if text else 0.0
        plain = re.sub(r"\W+", "", text)
        found = sum(len(line) for line in self.prose if _sample(line) in plain)
        return found / sum(map(len, self.prose))


def _sample(line: str) -> str:
    letters = re.sub(r"\W+", "", line)
    middle = len(letters) // 2
    return letters[max(0, middle - 12) : middle + 12]


def read_page(html: str) -> Page:
    """Read a page; broken markup costs markup, never text."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_line()
    reader.page.stated_date = next(iter(_JSON_DATE.findall(html)), None)
    return reader.page


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self._line: list[str] = []
        self._hidden = 0
        self._around = 0
        self._open = 0
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {key: value or "" for key, value in attrs}
        if tag == "meta":
            key = values.get("property") or values.get("name") or values.get("itemprop") or ""
            self.page.metas.setdefault(key.lower(), values.get("content", "").strip())
        elif tag == "html" and values.get("lang"):
            self.page.language = re.split(r"[-_]", values["lang"].strip().lower())[0] or None
        elif tag == "title":
            self._in_title = True
        elif tag == "body":
            self._hidden = 0  # a head that was never closed ends here
        if tag not in _VOID:
            self._open += 1
            self.page.depth = max(self.page.depth, self._open)
        if tag in _HIDDEN:
            self._hidden += 1
        if tag in _BLOCKS:
            self.end_line()
        self._around += tag in _AROUND

    def handle_endtag(self, tag: str) -> None:
        self._open = max(0, self._open - 1)
        if tag == "title":
            self._in_title = False
        if tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        if tag in _BLOCKS:
            self.end_line()
        if tag in _AROUND:
            self._around = max(0, self._around - 1)

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.page.metas.setdefault("title", " ".join(data.split()))
        elif not self._hidden:
            self._line.append(data)

    def end_line(self) -> None:
        """End a visible line."""
        line = " ".join("".join(self._line).split())
        self._line.clear()
        if line:
            self.page.lines.append(line)
            if len(line) >= _PROSE and not self._around:
                self.page.prose.append(line)
