"""All facts of one sentence or clause: quantities, dates, names, roles, quotes, negations, modality."""

from __future__ import annotations

import re

from dedup.articles import Fact, Span
from dedup.facts import dates, east_asian, names, polarity, quantities, quotes, triggers
from dedup.text import calendars

# Line breaks and full-width digits, one code point for one, so that offsets hold.
FLAT = str.maketrans("\n\r\t\u2028\u2029０１２３４５６７８９．，％", "     0123456789.,%")

_FRENCH = re.compile(r"\b(?:de|du|à|et|le|la|les|des|une|est|dans|que|qui|pour|avec)\b")


def facts(
    text: str,
    span: tuple[int, int] | None = None,
    published: str | None = None,
    dateline: str | None = None,
    language: str | None = None,
    known: names.Names | None = None,
    *,
    quoted: bool = False,
) -> tuple[Fact, ...]:
    """Read the facts of a sentence.

    Args:
        text: The raw text of the article.
        span: The sentence or clause; None takes the whole text.
        published: Publication time, ISO 8601; dates are resolved against it.
        dateline: Place named at the head of the story.
        language: ISO 639-1 code; None tells by the script.
        known: Names seen so far in the article, to which this sentence's are added.
        quoted: Whether the sentence starts inside a quotation.

    Returns:
        Facts in order of their spans, which are of the raw text.
    """
    start, end = span if span is not None else (0, len(text))
    flat = text[start:end].translate(FLAT)
    reference = calendars.reference(published, dateline)
    east = language in {"ja", "zh"} or (not flat.isascii() and east_asian.HAN.search(flat) is not None)
    words = triggers.scan(flat)
    if east:
        found = list(east_asian.dates(flat, reference, start))
        found.extend(east_asian.quantities(flat, _spans(found, start), start))
    else:
        french = language == "fr" or (language is None and not flat.isascii() and _FRENCH.search(flat) is not None)
        found = list(dates.find(flat, words, reference, start))
        found.extend(quantities.find(flat, words, _spans(found, start), start, french=french))
    found.extend(names.find(flat, known if known is not None else names.Names(), start))
    found.extend(quotes.find(flat, start, inside=quoted))
    found.extend(polarity.find(flat, words, start))
    found.sort(key=_order)
    return tuple(found)


def _spans(found: list[Fact], start: int) -> list[tuple[int, int]]:
    return [(fact.start - start, fact.end - start) for fact in found]


def _order(fact: Fact) -> tuple[int, int, str]:
    return fact.start, fact.end, fact.kind


def within(found: tuple[Fact, ...], span: Span) -> tuple[Fact, ...]:
    """Return the facts that stand inside a span, for a clause of a sentence already read."""
    return tuple(fact for fact in found if span.start <= fact.start and fact.end <= span.end)
