"""The dates that a page shows beside its title and byline."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from dedup.text.record_dates import iso_date
from dedup.text.stamp_lines import is_dated_byline, is_stamp
from dedup.text.stamp_words import Label
from dedup.text.stamps import Order, Stamp, find_stamps, label_before

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_BLOCKS = frozenset(
    "address article blockquote br dd div dl dt fieldset figcaption figure h1 h2 h3 h4 h5 h6 header hr li main ol p "
    "pre section table tbody td tfoot th thead tr ul body nav footer aside form".split()
)
_ASIDE = frozenset(
    "nav footer aside blockquote dl form figure figcaption table script style noscript template svg button".split()
)
_ASIDE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:comments?|disqus|related|recommend\w*|more|most|popular|trending|sidebar|widgets?|teasers?|promo|"
    r"tweet|twitter|embed|timeline|newsletter|footer|breadcrumbs?|menu|nav|navbar|topbar|masthead|outbrain|taboola|gallery|"
    r"captions?|copyright|archives?|calendar|events?|weather|today|currentdate|current-date|ticker)(?:$|[\s_-])",
    re.IGNORECASE,
)
_SUBHEADS = frozenset(("h2", "h3", "h4", "h5", "h6", "dt"))
_TIME_CLASS = re.compile(r"date|time|publi|posted|byline|meta|stamp|author|info|pubdate", re.IGNORECASE)
_UPDATED_HINT = re.compile(r"updat|modif", re.IGNORECASE)
_PROSE = 80  # characters from which a paragraph is the story's own text
_BLOCKS_BELOW, _PARAGRAPHS_BELOW, _BLOCKS_ABOVE = 16, 2, 3
_DEEPEST = 400
_LONGEST_LABEL = 40
_FIRST_WEB_PAGE = "1991"
_SHORTEST_TITLE = 12  # letters from which a heading that the page's title holds is the story's own


class _Block(NamedTuple):
    """One visible block: its text, its element, and the times marked up in it as (value, text before, hint)."""

    text: str
    element: HtmlElement
    times: list[tuple[str, str, str]]


def head_dates(
    root: HtmlElement, titles: list[str], order: Order, language: str | None
) -> tuple[str | None, str | None]:
    """Return the times of publication and update that stand above, beside or just below the title.

    Args:
        root: The page.
        titles: What the page calls its article.
        order, language: How its dates are read.
    """
    heading = _heading(root, titles)
    if heading is None:
        return None, None
    inside = set(heading.iterancestors())
    blocks = _visible(root, inside)
    at = next((i for i, block in enumerate(blocks) if block.element is heading), None)
    if at is None:
        return None, None
    # what shares a small part of the page with the heading stands beside it; the page's own head does not
    near = [ancestor for ancestor in heading.iterancestors() if ancestor.tag not in ("body", "html")][:3]
    published = updated = None
    before = {id(block): text for block, text in zip(blocks[1:], (block.text for block in blocks), strict=False)}
    for block in (*_below(blocks, at), *_above(blocks, at, near)):
        for stamp in _stamps(block, order, language):
            # "Last changed:" may be a block of its own
            label = stamp.label or _label_of(before.get(id(block), ""))
            if label == "updated":
                updated = updated or stamp.value
            elif label != "other" and published is None and stamp.value >= _FIRST_WEB_PAGE:
                published = stamp.value
    return published, updated


def _heading(root: HtmlElement, titles: list[str]) -> HtmlElement | None:
    """Return the heading that states the title: an h1, else an h2 that equals it."""
    known = [_squeezed(title) for title in titles]
    first = root.xpath("//h1[normalize-space()]")
    if len(first) == 1:
        return first[0]
    candidates = ((h, _squeezed(h.text_content())) for h in (*first, *root.xpath("//h2[normalize-space()]")))
    same = [h for h, text in candidates if len(text) > _SHORTEST_TITLE and any(text in title for title in known)]
    return next(iter((*same, *first)), None)


def _squeezed(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()


def _visible(root: HtmlElement, inside: set[HtmlElement]) -> list[_Block]:
    """Return the blocks of a page in order, without those that are not the article's own."""
    blocks: list[_Block] = []
    parts: list[str] = []
    times: list[tuple[str, str, str]] = []
    owner = root

    def end(element: HtmlElement) -> None:
        nonlocal owner
        text = " ".join("".join(parts).split())
        if text or times:
            blocks.append(_Block(text, owner, list(times)))
        parts.clear()
        times.clear()
        owner = element

    def walk(element: HtmlElement, depth: int) -> None:
        if isinstance(element.tag, str) and depth < _DEEPEST and not _is_aside(element, inside):
            block = element.tag in _BLOCKS
            if block:
                end(element)
            if element.tag in ("time", "abbr") and (element.get("datetime") or element.get("title")):
                hint = f"{element.get('itemprop') or ''} {element.get('class') or ''}"
                value = element.get("datetime") or element.get("title") or ""
                before = " ".join("".join((*parts, _before_digit(element.text_content()))).split())
                times.append((value, before, hint))
            parts.append(element.text or "")
            for child in element:
                walk(child, depth + 1)
            if block:
                end(element)
        parts.append(element.tail or "")

    walk(root, 0)
    end(root)
    return blocks


def _before_digit(text: str) -> str:
    """Return what stands before the first digit of a time: its label, "Updated 7 March"."""
    return re.split(r"\d", text, maxsplit=1)[0]


def _is_aside(element: HtmlElement, inside: set[HtmlElement]) -> bool:
    if element in inside or element.tag in ("html", "body", "main", "article", "h1"):
        return False
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    if element.tag in _ASIDE and not (element.tag == "aside" and _TIME_CLASS.search(names)):
        return True
    return bool(_ASIDE_CLASS.search(names))


def _below(blocks: list[_Block], at: int) -> list[_Block]:
    out: list[_Block] = []
    paragraphs = 0
    for block in blocks[at : at + _BLOCKS_BELOW]:
        prose = len(block.text) >= _PROSE and not is_stamp(block.text)
        paragraphs += prose and block.element.tag in ("p", "div", "section", "article")
        if paragraphs >= _PARAGRAPHS_BELOW:
            break
        if paragraphs and block.element.tag in _SUBHEADS:
            continue  # a day that heads an entry of a timeline
        out.append(block)
    return out


def _above(blocks: list[_Block], at: int, near: list[HtmlElement]) -> list[_Block]:
    held = {id(ancestor) for ancestor in near}
    return [
        block
        for block in reversed(blocks[max(0, at - _BLOCKS_ABOVE) : at])
        if any(id(ancestor) in held for ancestor in block.element.iterancestors()) or id(block.element) in held
    ]


def _label_of(text: str) -> Label:
    return label_before(text) if len(text) <= _LONGEST_LABEL and not re.search(r"\d", text) else ""


def _stamps(block: _Block, order: Order, language: str | None) -> list[Stamp]:
    """Return what a block states: the times marked up in it, else the dates of a line that is a stamp or a byline."""
    if len(block.text) >= 3 * _PROSE:
        return []
    marked = []
    for value, before, hint in block.times:
        date = iso_date(value, order, language)
        if date and len(date) >= 10:
            label = "updated" if _UPDATED_HINT.search(hint) else label_before(before)
            marked.append(Stamp(date, 0, 0, label))
    if marked:
        return marked
    text = block.text
    named = _TIME_CLASS.search(f"{block.element.get('class') or ''} {block.element.get('id') or ''}")
    if is_stamp(text) or is_dated_byline(text) or (named and len(text) < _PROSE):
        return [stamp for stamp in find_stamps(text, order, language) if len(stamp.value) >= 10]
    return []
