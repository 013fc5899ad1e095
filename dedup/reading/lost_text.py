"""Paragraphs that an extractor lost although the page shows them within the article: put back where they stand.

Extractors drop a lede outside of any paragraph, in the page's header, or in an element whose class sounds like a
teaser. A paragraph of prose between kept paragraphs, or right under the headline, belongs to the body.
"""

from __future__ import annotations

import itertools
import re
from typing import NamedTuple

from dedup.reading.visible_text import Block, Page, TextIndex, letters

_PARAGRAPH_TAGS = frozenset("p div section article main body header td blockquote html center".split())
_ENDED = re.compile(r"[.!?…。！？।؟։][\"'”’»)\]」』]*$")
# What speaks to the reader stands beside the article even where no class says so.
_TO_READER = re.compile(
    r"(?:sign up|subscribe|follow us|read more|click|download|register|we use cookies|this (?:web)?site uses|"
    r"by (?:continuing|using|clicking)|get (?:the|our|unlimited)|support (?:us|our)|©)",
    re.IGNORECASE,
)
_ADDRESSED = re.compile(r"\b(?:you|your|our|us|we|newsletters?|podcasts?|subscri\w+|apps?)\b", re.IGNORECASE)
_MIN_CHARS, _MIN_WORDS = 60, 8
_MAX_LINKED = 0.3
# A container of its own is the paragraph's, not another story's, up to this many levels.
_MAX_CLIMB = 4
_MAX_RUN = 8
_RUN_TOGETHER = 3  # blocks of the page in a text of one line


class _Kept(NamedTuple):
    """A block of the page that the text has, and in which line."""

    block: int
    line: int


def restore(text: str, page: Page) -> str:
    """Return the text with the paragraphs that it lost."""
    if not text:
        return text
    index = TextIndex(text)
    kept = [_Kept(at, line) for at, block in enumerate(page.blocks) if (line := _line_of(index, block)) >= 0]
    if not kept:
        return text
    finder = _Finder(page, kept)
    added: dict[int, list[str]] = {}
    for before, after in itertools.pairwise(kept):
        if 0 < after.line - before.line <= 2 and after.block - before.block > 1:
            added.setdefault(after.line, []).extend(finder.lost(before.block + 1, after.block))
    added.setdefault(kept[0].line, [])[:0] = finder.opening(kept[0])
    if not any(added.values()):
        return text
    return "\n".join(line for at, own in enumerate(index.lines) for line in (*added.get(at, ()), own))


def line_by_line(text: str, page: Page) -> str:
    """Return a text of one line as the lines of the page that it was run together from.

    Extractors fall back to that where a page holds little text. What stands beside the article is left out.
    """
    if "\n" in text.strip():
        return text
    plain = letters(text)
    inside = [block for block in page.blocks if (own := letters(block.text)) and own in plain]
    lines = [block.text for block in inside if not block.around and not _stands_beside(page, block)]
    return "\n".join(lines) if len(inside) >= _RUN_TOGETHER and lines else text


def _stands_beside(page: Page, block: Block) -> bool:
    """Say whether a block is a link, or one of the elements around it stands beside the article."""
    place = block.container
    while place >= 0:
        if page.containers[place].beside:
            return True
        place = page.containers[place].parent
    return 2 * block.linked > len(block.text)


def _line_of(index: TextIndex, block: Block) -> int:
    # a short line may stand in another one by chance
    return index.line_of(block.text) if len(block.text) >= 20 and not block.around else -1


class _Finder:
    """Decides which of the blocks that a text lacks belong to it."""

    def __init__(self, page: Page, kept: list[_Kept]) -> None:
        self._page = page
        parents = page.containers
        self._has_kept = [False] * len(parents)
        self._links_away = [False] * len(parents)
        for found in kept:
            self._mark(self._has_kept, page.blocks[found.block].container)
        for block in page.blocks:
            tag = parents[block.container].tag if block.container >= 0 else ""
            if (tag in ("h2", "h3", "h4", "h5", "h6") or len(block.text) >= 20) and 2 * block.linked > len(block.text):
                self._mark(self._links_away, block.container)

    def _mark(self, marks: list[bool], place: int) -> None:
        while place >= 0 and not marks[place]:
            marks[place] = True
            place = self._page.containers[place].parent

    def lost(self, start: int, end: int) -> list[str]:
        """Return the paragraphs of prose among blocks between two kept ones."""
        return self._found(start, end, lede=False)

    def _found(self, start: int, end: int, *, lede: bool) -> list[str]:
        found = [block.text for block in self._page.blocks[start:end] if self._belongs(block, lede=lede)]
        return found if len(found) <= _MAX_RUN else []

    def opening(self, first: _Kept) -> list[str]:
        """Return the paragraphs between the headline, or the start of the container, and the first kept block."""
        blocks, containers = self._page.blocks, self._page.containers
        titles = [letters(self._page.metas.get(key, "")) for key in ("og:title", "title")]
        head = -1
        for at in range(first.block - 1, max(-1, first.block - 25), -1):
            block = blocks[at]
            tag = containers[block.container].tag if block.container >= 0 else ""
            plain = letters(block.text)
            if tag == "h1" or (len(plain) >= 12 and any(title.startswith(plain) for title in titles)):
                head = at
                break
        if head >= 0:
            return self._found(head + 1, first.block, lede=True)
        start = first.block
        home = blocks[first.block].container
        above = containers[home].parent if home >= 0 else -1
        while start > 0 and blocks[start - 1].container in (home, above) and self.lost(start - 1, start):
            start -= 1
        return self.lost(start, first.block)

    def _belongs(self, block: Block, *, lede: bool) -> bool:
        if block.around or not _is_prose(block):
            return False
        lede = lede and block.linked == 0 and not _ADDRESSED.search(block.text)
        return self._is_at_home(block.container, lede=lede)

    def _is_at_home(self, place: int, *, lede: bool) -> bool:
        """Say if the containers that hold no kept block are neither beside the article nor lead to another one.

        Right under the headline a lede may have a class that elsewhere means something beside the article.
        """
        containers = self._page.containers
        if place < 0 or containers[place].tag not in _PARAGRAPH_TAGS:
            return False
        for _ in range(_MAX_CLIMB):
            if self._has_kept[place]:
                return True
            held = containers[place]
            if held.beside or (held.perhaps_beside and not lede) or self._links_away[place]:
                return False
            place = held.parent
            if place < 0:
                return True
        return False


def _is_prose(block: Block) -> bool:
    text = block.text
    wide = len(re.findall(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]", text))
    if (len(text) < _MIN_CHARS or len(text.split()) < _MIN_WORDS) and wide < 25:
        return False
    return block.linked < _MAX_LINKED * len(text) and bool(_ENDED.search(text)) and not _TO_READER.match(text)
