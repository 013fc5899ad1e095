"""Reads a report as HTML: ids, links, resources, tags, text."""

from __future__ import annotations

import re
from html.parser import HTMLParser

VOID = {"meta", "input", "br", "link", "img", "circle", "rect", "path", "line"}
LEFT_OPEN = {"p"}
BLOCKS = {"td", "th", "li", "p", "div", "dt", "dd", "h2", "h3", "h4"}


class Page(HTMLParser):
    """What tests ask of a page.

    Attributes:
        ids: Every id, with repeats.
        links: Every href.
        resources: Every attribute that would fetch something.
        handlers: Every on… attribute and style attribute.
        tags: Names of all elements.
        unbalanced: Closing tags without their opening one, and elements left open.
    """

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: list[str] = []
        self.links: list[str] = []
        self.resources: list[str] = []
        self.handlers: list[str] = []
        self.tags: set[str] = set()
        self.unbalanced: list[str] = []
        self._open: list[str] = []
        self._parts: list[str] = []
        self.feed(html)
        self.close()
        self.unbalanced += self._open
        self.text = " ".join("".join(self._parts).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            elif name == "href":
                self.links.append(value or "")
            elif name in ("src", "srcset", "action", "data", "poster", "xlink:href", "ping", "background"):
                self.resources.append(value or "")
            elif name.startswith("on") or name == "style":
                self.handlers.append(name)
        if tag not in VOID and tag not in LEFT_OPEN:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID and tag not in LEFT_OPEN:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self._parts.append(" ")
        if tag in LEFT_OPEN or tag in VOID:
            return
        if self._open and self._open[-1] == tag:
            self._open.pop()
        else:
            self.unbalanced.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        if not self._open or self._open[-1] not in ("script", "style"):
            self._parts.append(data)

    @property
    def dead_links(self) -> set[str]:
        """Fragment links that lead nowhere."""
        return {link for link in self.links if link.startswith("#")} - {f"#{i}" for i in self.ids}


def section(html: str, ident: str) -> str:
    """Return the source of one section."""
    found = re.search(rf'<section id="{ident}".*?</section>', html, re.S)
    assert found is not None, f"no section {ident}"
    return found.group()
