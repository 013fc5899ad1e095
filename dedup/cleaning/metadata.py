"""What a page says of itself: times, dateline, credit and author, each with the span that proves it.

Called by `cleaning.facts` once a row with the few lines that matter.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from dedup.cleaning.agencies import ANY_AGENCY, agency_in_brackets, agency_named, is_own_outlet
from dedup.cleaning.dates import Stamp, find_stamps

_CAPS = r"[A-ZÀ-ÖØ-ÞŁŚŻČŠŽ][A-ZÀ-ÖØ-ÞŁŚŻČŠŽ.'’\-]+"
_MIXED = r"[A-ZÀ-ÖØ-Þ][\w.'’\-]+"
_PLACE = rf"(?:{_CAPS}(?:\s+(?:{_CAPS}|de|la|le|al-\w+))*(?:,\s+(?:{_MIXED}(?:\s+{_MIXED})*|[A-Z]\.[A-Z]\.)){{0,2}})"
_DAY = r"(?:,?\s+(?:\(?[A-Z][a-zé]+\.?\s+\d{1,2}\)?|\d{1,2}\.?\s+[A-Za-zéû]+\.?)(?:,?\s+\d{4})?)?"
# a hyphen is a dash only with space around it; a colon ends a speaker's name rather than a dateline
_DASHES = r"(?:\s+-{1,2}(?=\s)|\s*(?:--|[–—―]))"
# "NEW YORK —", "TOKYO (Jiji Press) —", "RAMALLAH, West Bank (AP) -", "SYDNEY, Jan 1 (Reuters) -", "PARIS—Mr ..."
_DATELINE = re.compile(
    rf"(?P<place>{_PLACE}){_DAY}\s*(?:[(\[/](?P<agency>[^()\[\]/]{{2,40}})[)\]/])?{_DASHES}\s*(?=[A-ZÀ-ÖØ-Þ“\"‘'«0-9])"
)
# "Washington (CNN)President ...", "Paris (AFP) –": a place in lower case counts only before an agency
_AGENCY_LINE = re.compile(
    rf"(?P<place>{_MIXED}(?:[ ,]+{_MIXED}){{0,4}})?{_DAY},?\s*"
    rf"[(\[](?P<agency>[^()\[\]]{{2,40}})[)\]](?:{_DASHES}|:)?\s*(?=\S)"
)
_JAPANESE_HEAD = (
    r"[【\[［(（](?P<place>[\u3040-\u30ff\u4e00-\u9fffA-Za-z・]{1,12}?)?[\s　]{0,3}"
    r"(?:(?:[0-9０-９]{1,2}月)?[0-9０-９]{1,2}日)?[\s　]{0,3}"
)
_JAPANESE_LINE = re.compile(
    rf"{_JAPANESE_HEAD}[＝=]?[\s　]{{0,3}}(?P<agency>{ANY_AGENCY})[^】\]］)）]{{0,6}}[】\]］)）]", re.IGNORECASE
)
# "【パリ=北洋通信】" names an agency, "【パリ=山田一郎】" a correspondent
_JAPANESE_OTHER = re.compile(rf"{_JAPANESE_HEAD}[＝=](?P<agency>[^】\]］)）\n]{{2,20}})[】\]］)）]")
_TOWN = re.compile(r"[^\W\d_]{3}")  # "U.S. - China talks" is no dateline
_OWN_LINE = re.compile(rf"{_PLACE}\.?")
# "© KYODO", "Copyright 2016 The Associated Press.", "(c) 2023 AFP", "Source: Xinhua"
_CREDIT_LINE = re.compile(
    r"(?:[\s©,:;.™&–—-]|\(c\)|(?<!\d)\d{4}(?!\d)|"
    r"\b(?:copyright|sources?|avec|with|mit|con|via|par|by|from|credits?|news now|the\s|and|et|und|"
    r"(?:additional\s)?(?:reporting|writing|material|contributions?|files|inputs?|agencies)))*+"
    rf"(?P<agency>{ANY_AGENCY})\b(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_NAMED_IN_BYLINE = re.compile(
    rf"(?:[,|/—–\-]|\b(?:of|for|and|with|avec|mit|con|et|by)\b|(?<=\s\s))\s*+(?:the\s++)?(?P<agency>{ANY_AGENCY})\b",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    rf"[(（【—–-]\s*+(?:with|avec|mit|con|source\s?:)?\s*+(?P<agency>{ANY_AGENCY})\s*+[)）】]?\s*+\.?\s*+$",
    re.IGNORECASE,
)
_BY = re.compile(r"(?:by|par|von|por|di|author|written by|reported by|autor|auteur)\b\s*:?\s+", re.IGNORECASE)
_AUTHOR_END = re.compile(r"[|/•·]|\s[-–—]\s|,(?!\s?(?:jr|sr)\b)|\d|@|\b(?:for|at|with|avec|mit)\b", re.IGNORECASE)


class Line(NamedTuple):
    """A line that metadata may stand in: where it starts in the raw text, its text, and the reason it was left out."""

    start: int
    text: str
    reason: str


class Stated(NamedTuple):
    """What a text states: the value, and its span in the raw text."""

    value: str
    start: int
    end: int


def _stated(line: Line, start: int, end: int, value: str) -> Stated:
    return Stated(value, line.start + start, line.start + end)


@functools.lru_cache(maxsize=16384)
def title_case(place: str) -> str:
    """Return a place printed in capitals as it is usually written: "NEW YORK" becomes "New York"."""
    return re.sub(r"[^\W\d_]{2,}(?:['’][^\W\d_]+)?", lambda m: m[0].capitalize() if m[0].isupper() else m[0], place)


@functools.lru_cache(maxsize=16384)
def parse_dateline(head: str) -> tuple[str | None, int, int, str | None, int, int]:
    """Read the dateline at the head of a paragraph.

    Args:
        head: The paragraph's first 160 characters.

    Returns:
        Place and its offsets, agency and its offsets; a name is None (offsets -1) where none stands there.
    """
    match = _DATELINE.match(head)
    agency = None
    if match:
        agency = agency_in_brackets(match["agency"]) if match["agency"] else None
        if agency is None and not _TOWN.search(match["place"]):
            return None, -1, -1, None, -1, -1
    else:
        match = _AGENCY_LINE.match(head) or _JAPANESE_LINE.match(head)
        agency = agency_named(match["agency"]) if match and match["agency"] else None
        if agency is None:
            match = _JAPANESE_OTHER.match(head)
            if match is None or not match["place"]:
                return None, -1, -1, None, -1, -1
            agency = agency_in_brackets(match["agency"])
    assert match is not None
    place = match["place"]
    at, until = match.span("place")
    by, by_end = match.span("agency")
    return title_case(place) if place else None, at, until, agency, by if agency else -1, by_end if agency else -1


def find_dateline(opening: list[Line], before: list[Line]) -> tuple[Stated | None, Stated | None]:
    """Return the dateline and the agency that it names.

    Args:
        opening: The first paragraphs of the body.
        before: The lines just above it.
    """
    for line in opening[:2]:
        place, start, end, agency, by, by_end = parse_dateline(line.text[:160])
        if place or agency:
            return (
                _stated(line, start, end, place) if place else None,
                _stated(line, by, by_end, agency) if agency else None,
            )
    for line in before[-2:]:
        if line.reason == "dateline":
            return _stated(line, 0, len(line.text), title_case(line.text.rstrip("."))), None
    return None, None


def is_own_dateline(text: str) -> bool:
    """Say whether a line is a place in capitals and nothing else, as "PARIS" above the first paragraph."""
    return len(text) <= 40 and text.isupper() and bool(_OWN_LINE.fullmatch(text)) and agency_named(text) is None


@functools.lru_cache(maxsize=16384)
def parse_credit(text: str, reason: str) -> tuple[str, int, int] | None:
    """Return the agency that a left-out line credits the story to, and where it stands in the line."""
    if len(text) > 200 or reason == "caption":
        return None
    match = _CREDIT_LINE.fullmatch(text)
    if match and (reason in ("copyright", "credit", "byline") or len(match["rest"].strip(" .,;:|")) == 0):
        pass
    elif reason == "byline":
        match = _NAMED_IN_BYLINE.search(text)
    else:
        match = None
    name = agency_named(match["agency"]) if match else None
    return (name, *match.span("agency")) if match and name else None


def find_credit(
    named: Stated | None, left_out: list[Line], closing: Line | None, source: str | None, url: str | None
) -> Stated | None:
    """Return the agency that wrote the story.

    Args:
        named: The agency that the dateline names.
        left_out: Lines beside the body that may carry a credit.
        closing: The last paragraph of the body.
        source, url: The outlet; an agency that is its own outlet is no credit.
    """
    candidates = [named] if named else []
    for line in left_out:
        credit = parse_credit(line.text, line.reason)
        if credit:
            candidates.append(_stated(line, credit[1], credit[2], credit[0]))
    if closing:
        tail = closing.text[-60:]
        match = _CLOSING.search(tail)
        name = agency_named(match["agency"]) if match else None
        if match and name:
            offset = len(closing.text) - len(tail)
            candidates.append(_stated(closing, offset + match.start("agency"), offset + match.end("agency"), name))
    for found in candidates:
        if not is_own_outlet(found.value, source, url):
            return found
    return None


def find_times(lines: list[Line]) -> tuple[Stated | None, Stated | None]:
    """Return the times of publication and update.

    Args:
        lines: The left-out lines that carry a date, in the order of the page, those beside the body first.
    """
    published: tuple[Line, Stamp] | None = None
    updated: tuple[Line, Stamp] | None = None
    for line in lines:
        stamps = find_stamps(line.text[:300])
        if any(stamp.updated for stamp in stamps) and len(stamps) > 1:  # one line that states both decides
            published = next(((line, s) for s in stamps if not s.updated), published)
            updated = next((line, s) for s in stamps if s.updated)
            break
        for stamp in stamps:
            if stamp.updated:
                updated = updated or (line, stamp)
            elif published is None:
                published = (line, stamp)
            elif len(published[1].value) == 10 and stamp.value.startswith(published[1].value) and len(stamp.value) > 10:
                published = (line, stamp)  # the same day, now with its time
    first = _stated(published[0], published[1].start, published[1].end, published[1].value) if published else None
    second = _stated(updated[0], updated[1].start, updated[1].end, updated[1].value) if updated else None
    return first, second


def find_author(lines: list[Line]) -> Stated | None:
    """Return the byline's name, without its "By" and without the outlet behind it."""
    for line in lines:
        if line.reason != "byline":
            continue
        match = _BY.match(line.text)
        start = match.end() if match else 0
        rest = line.text[start:]
        end = _AUTHOR_END.search(rest)
        name = rest[: end.start()] if end else rest
        name = name.strip(" .,")
        if name and agency_named(name) is None:
            at = line.text.index(name, start)
            return _stated(line, at, at + len(name), " ".join(name.split()))
    return None
