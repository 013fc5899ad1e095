"""HTML and entities in a text field: read as what they are. Text that merely talks of tags stays as it is.

Called for whole columns by `records` and `json_columns`, so that both routes of JSONL agree. The raw text of such an
article is what came out here, as for HTML files: spans point into it.
"""

from __future__ import annotations

import bisect
import html
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from dedup.batches import string_buffers
from dedup.errors import MissingExtraError

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from dedup.reading.aliases import Notes

# Looked for by RE2, in the rows that hold one of the signs below; a row without it is not looked at again.
_HINT = (
    r"<[A-Za-z!][A-Za-z1-6]*[\s/>]|<!\[CDATA\[|&(?:[A-Za-z]{2,8}|#[0-9]{2,6}|#[xX][0-9A-Fa-f]{2,5});|[\x{0B}\x{0C}\x{85}\x{2028}\x{2029}]"
)
# What each hint begins with, or is, in UTF-8.
_SIGNS = tuple(sign.encode() for sign in "<&\v\f\x85\u2028\u2029")
_ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#[0-9]{2,7}|#[xX][0-9A-Fa-f]{2,6});")
# A text with as many entities is escaped; one or two of them may be meant as they stand, unless they are of letters and
# typography ("&rsquo;"), which nobody writes about.
_ENTITIES = 3
_BLOCK = re.compile(
    r"<(?:p|div|h[1-6]|ul|ol|li|table|tr|td|blockquote|article|section|figure|br|hr|pre|html|body)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"<a\s[^<>]{0,2000}href\s*=\s*[\"'](?:https?:|/|#|mailto:)[^<>]{0,2000}>[^<>]{1,500}</a>|"
    r"<img\s[^<>]{0,2000}src\s*=\s*[\"'](?:https?:|/)[^<>]{0,2000}>",
    re.IGNORECASE,
)
_ENDS_IN_TAG = re.compile(r"</[A-Za-z][A-Za-z1-6]*\s*>\s*$")
_WRAPPER = re.compile(r"\s*<!\[CDATA\[(.*?)\]\]>\s*", re.DOTALL)
_DOCUMENT = re.compile(r"\s*<(?:!doctype\s+html|html[\s>])", re.IGNORECASE)
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
# What ends a line beside \n and \r: Unicode's separators, the soft break of word processors, and the end of a page.
# NEL is one only where a line may start behind it: cp1252 read as Latin-1 has it for an ellipsis.
_LINE_END = re.compile("[\v\f\u2028\u2029]|\x85(?![\\s,;.!?)”’a-z]|$)")


def read_texts(texts: pa.Array, notes: Notes) -> pa.Array:
    """Return a column of texts with HTML and entities read, and Unicode's line separators as line ends."""
    return _changed(texts, lambda text: read_text(text, notes))


def read_titles(titles: pa.Array) -> pa.Array:
    """Return a column of titles with entities read."""
    return _changed(titles, unescape)


def _changed(column: pa.Array, change: Callable[[str], str]) -> pa.Array:
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    if column.null_count == len(column):
        return column
    rows = _rows_with_signs(column)
    if not len(rows):
        return column
    matched = pc.match_substring_regex(column.take(pa.array(rows)), _HINT)
    rows = rows[pc.fill_null(matched, False).to_numpy(zero_copy_only=False)]
    if not len(rows):
        return column
    mask = np.zeros(len(column), np.bool_)
    mask[rows] = True
    hinted = pa.array(mask)
    new = [change(value) for value in column.filter(hinted).to_pylist()]
    return pc.replace_with_mask(column, hinted, pa.array(new, column.type))


def _rows_with_signs(column: pa.Array) -> NDArray[np.int64]:
    """Return the rows with a sign that a hint begins with, sorted: six times as fast as RE2 over all."""
    import numpy as np

    data, offsets = string_buffers(column)
    raw = data[offsets[0] : offsets[-1]].tobytes()
    ends = (offsets[1:] - offsets[0]).tolist()
    rows = set()
    for sign in _SIGNS:
        # a single byte is looked for twenty times as fast as several
        at = raw.find(sign) if len(sign) == 1 or sign[-1:] in raw else -1
        while at >= 0:
            row = bisect.bisect_right(ends, at)
            rows.add(row)
            at = raw.find(sign, ends[row])
    return np.array(sorted(rows), np.int64)


def read_text(text: str, notes: Notes) -> str:
    """Return a text as its reader would see it."""
    text = without_wrapper(_LINE_END.sub("\n", text))
    if "<" not in text and _is_escaped(text):
        unescaped = unescape(text)
        notes.tell("entities in the text of a record: read as the characters they stand for; spans point into that")
        if not is_html(unescaped):
            return unescaped
        text = unescaped
    if not is_html(text):
        return text
    try:
        read = shown(text)
    except (ImportError, MissingExtraError):
        notes.tell("HTML in the text of a record is read as it stands: pip install 'dedup-news[html]' reads it as text")
        return text
    notes.tell("HTML in the text of a record: read as the page would show it; spans point into that")
    return read or text


def without_wrapper(text: str) -> str:
    """Return a text without the CDATA section around it, which some feeds copy along."""
    wrapped = _WRAPPER.fullmatch(text)
    return wrapped[1] if wrapped else text


def _is_escaped(text: str) -> bool:
    found = _ENTITY.findall(text)
    return len(found) >= _ENTITIES or any(not html.unescape(entity).isascii() for entity in found)


def unescape(text: str) -> str:
    """Return a text with entities replaced; what only looks like one stays."""
    return _ENTITY.sub(lambda match: html.unescape(match[0]), text) if "&" in text else text


def is_html(text: str) -> bool:
    """Say if a text is HTML, not one that mentions tags: these stand among words, as "the <p> tag"."""
    structural = mentioned = 0
    for match in _BLOCK.finditer(text):
        before = text[max(0, match.start() - 60) : match.start()]
        after = text[match.end() : match.end() + 1]
        if _is_structural(before, after):
            structural += 1
        else:
            mentioned += 1
    if mentioned:
        return structural > 4 * mentioned
    if structural >= 2 or (structural == 1 and _ENDS_IN_TAG.search(text[-40:])):
        return True
    return _LINK.search(text) is not None or (structural == 1 and text.lstrip().startswith("<"))


def _is_structural(before: str, after: str) -> bool:
    bare = before.rstrip()
    if not bare or bare[-1] in ">.!?…。！？»”" or before.endswith("\n"):
        return True
    # glued to a word on either side, as no quoted tag is
    return before[-1:].isalnum() and (after.isalnum() or after in ("<", "\n", ""))


def shown(text: str) -> str:
    """Return the lines that HTML shows.

    Raises:
        ImportError: lxml is not installed.
    """
    from dedup.reading.html import article_text
    from dedup.reading.visible_text import read_page

    if _DOCUMENT.match(text):
        return article_text(text)
    if _BLOCK.search(text):
        return read_page("<div>" + _BLANK_LINE.sub("<br>", text) + "</div>").text
    # only links: the line ends are the text's own
    return "\n".join(read_page(f"<div>{line}</div>").text for line in text.split("\n"))
