"""Paragraphs of scraped text: lines, with those that a page broke in mid-sentence put together again.

Found so that a claim is not cut in two where only the page breaks the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dedup.articles import Span

_LINE = re.compile(r"[^\n\r\u2028\u2029]++")
_ENDED = re.compile(r"""[.!?。！？…:;：；]["'”’»)\]」』]*$""")
# A line that ends on one of these words can't be whole, whatever the next line starts with.
_DANGLING = re.compile(
    r"(?:,|\b(?:a|an|the|of|in|on|at|to|for|from|by|with|and|or|its|their|his|her|that|as|de|la|le|les|du|des|et|en|"
    r"un|une))$"
)
# "… a new terminal in Punta / Arenas, according to the ministry.": nothing but the rest of a name and who said it
_LAST_WORD = re.compile(r"[^\W\d_][\w'’-]*$")
_FIRST_WORD = re.compile(r"[A-ZÀ-ÖØ-Þ][\w'’-]*")
_REST = re.compile(
    r"[A-ZÀ-ÖØ-Þ][\w'’-]{0,30}(?: [A-ZÀ-ÖØ-Þ][\w'’-]{0,30}){0,2}, "
    r"(?:according to [^.,]{2,80}|[^.,]{2,60} (?:said|says|added|told \w{2,20}))\."
)
_AROUND = 4000  # characters before and behind a break in which a name may stand whole
_NUMBERED = re.compile(r"(?:\d{1,3}[.)]|[-–—•*●・])\s")
# Hard-wrapped text: plain-text releases and mail stand at 60 to 100 columns; a line this long that is followed by
# more of the same width was cut by the margin, not by the author.
_WRAP_MIN, _WRAP_MAX = 55, 100


def split(text: str, spans: Sequence[tuple[int, int]] | None = None) -> list[Span]:
    """Cut a text into paragraphs, without the white space around them.

    A line end closes a paragraph unless the sentence plainly goes on in the next line: that starts in lower case, or
    the line ends on a comma or an article, or the lines are wrapped at one width.

    Args:
        text: The raw text.
        spans: Body spans, sorted and disjoint; None takes the whole text.

    Returns:
        Spans of the raw text, in order; one may reach over a line break, and over the gap between two spans if only
        white space stands there.
    """
    lines = list(_lines(text, spans if spans is not None else [(0, len(text))]))
    wrapped = _wrap_width(text, lines)
    merged: list[Span] = []
    last: Span | None = None
    for line in lines:
        if merged and last and goes_on(text, last, line, wrapped):
            merged[-1] = Span(merged[-1].start, line.end)
        else:
            merged.append(line)
        last = line
    return merged


def _lines(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[Span]:
    for start, end in spans:
        for match in _LINE.finditer(text, start, end):
            found = match.group()
            left = len(found) - len(found.lstrip())
            if left == len(found):
                continue
            yield Span(match.start() + left, match.start() + len(found.rstrip()))


def _wrap_width(text: str, lines: Sequence[Span]) -> int:
    """Return the margin of hard-wrapped text, or 0 where lines are paragraphs.

    A list of headlines can have lines of one length too, but few of them start in lower case.
    """
    lengths = [line.end - line.start for line in lines]
    widest = max(lengths, default=0)
    if not _WRAP_MIN <= widest <= _WRAP_MAX or len(lengths) < 4:
        return 0
    near = sum(length > widest - 15 for length in lengths)
    lower = sum(text[line.start].islower() for line in lines)
    return widest if near * 2 >= len(lengths) and lower * 3 >= len(lengths) else 0


def goes_on(text: str, last: Span, line: Span, wrapped: int = 0) -> bool:
    """Say whether a line's last sentence goes on in the next line.

    Args:
        text: The raw text.
        last: The line.
        line: The next one.
        wrapped: Margin of hard-wrapped text, 0 where lines are paragraphs.
    """
    gap = text[last.end : line.start]
    breaks = gap.count("\n") + gap.count("\u2028") or gap.count("\r")
    if gap.strip() or breaks > 2:
        return False
    tail = text[max(last.start, last.end - 12) : last.end]
    head = text[line.start : line.start + 24]
    if _NUMBERED.match(head):
        return False
    ended = bool(_ENDED.search(tail))
    if breaks <= 1 and wrapped and last.end - last.start > wrapped - 15:
        return True
    if ended:
        return False
    dangling = bool(_DANGLING.search(tail))
    lower = head[:1].islower() and not any(c.isupper() for c in head.split(" ", 1)[0])
    # A short line that ends on "for" is a heading or verse.
    long = last.end - last.start >= 40
    if breaks > 1:
        return (lower or dangling) and long
    if (dangling and (lower or long)) or (lower and last.end - last.start >= 20):
        return True
    return long and _breaks_a_name(text, last, line)


def _breaks_a_name(text: str, last: Span, line: Span) -> bool:
    """Tell a name of several words that the page breaks: it stands whole nearby, or only who said it follows."""
    before = _LAST_WORD.search(text, max(last.start, last.end - 40), last.end)
    after = _FIRST_WORD.match(text, line.start, line.end)
    if before is None or after is None or not before[0][0].isupper():
        return False
    if _REST.fullmatch(text, line.start, line.end):
        return True
    words = text[max(last.start, last.end - 200) : last.end].split()
    if sum(word[0].isupper() for word in words) * 2 > len(words):  # a headline
        return False
    name = f"{before[0]} {after[0]}"
    return name in text[max(0, last.start - _AROUND) : line.end + _AROUND]
