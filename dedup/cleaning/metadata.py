"""What a page says of itself: dateline and credit, each with the span that proves it."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from dedup.cleaning.agencies import ANY_AGENCY, agency_named, is_own_outlet
from dedup.cleaning.datelines import HEAD, parse_dateline, place_case

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


def stated(line: Line, start: int, end: int, value: str) -> Stated:
    """Return what a part of a line states."""
    return Stated(value, line.start + start, line.start + end)


def find_dateline(opening: list[Line], before: list[Line]) -> tuple[Stated | None, Stated | None]:
    """Return the dateline and the agency that it names.

    Args:
        opening: The first paragraphs of the body.
        before: The lines just above it.
    """
    for line in opening[:2]:
        place, start, end, agency, by, by_end = parse_dateline(line.text[:HEAD])
        if place and not agency and _is_entry(place, opening):
            break
        if place or agency:
            return (
                stated(line, start, end, place) if place else None,
                stated(line, by, by_end, agency) if agency else None,
            )
    for line in before[-2:]:
        if line.reason == "dateline":
            return stated(line, 0, len(line.text), place_case(line.text.rstrip("."))), None
    return None, None


def _is_entry(place: str, opening: list[Line]) -> bool:
    """Say whether another paragraph opens in the same way: names in capitals head the entries of a list."""
    others = (parse_dateline(line.text[:HEAD]) for line in opening)
    return any(other.place and other.place != place and not other.agency for other in others)


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
            candidates.append(stated(line, credit[1], credit[2], credit[0]))
    if closing:
        tail = closing.text[-60:]
        match = _CLOSING.search(tail)
        name = agency_named(match["agency"]) if match else None
        if match and name:
            offset = len(closing.text) - len(tail)
            candidates.append(stated(closing, offset + match.start("agency"), offset + match.end("agency"), name))
    for found in candidates:
        if not is_own_outlet(found.value, source, url):
            return found
    return None
