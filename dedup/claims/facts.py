"""All facts of one sentence or clause: quantities, dates, names, roles, quotes, negations, modality.

Called by `claims` for each sentence of an article.
"""

from __future__ import annotations

from dedup.articles import Fact, Span
from dedup.claims import calendars, dates, east_asian, names, polarity, quantities, quotes

# Line breaks and full-width digits, one code point for one, so that offsets hold.
FLAT = str.maketrans("\n\r\t\u2028\u2029０１２３４５６７８９．，％", "     0123456789.,%")


def facts(
    text: str,
    span: tuple[int, int] | None = None,
    published: str | None = None,
    dateline: str | None = None,
    language: str | None = None,
    known: names.Names | None = None,
) -> tuple[Fact, ...]:
    """Read the facts of a sentence.

    Args:
        text: The raw text of the article.
        span: The sentence or clause; None takes the whole text.
        published: Publication time, ISO 8601; dates are resolved against it.
        dateline: Place named at the head of the story.
        language: ISO 639-1 code; None tells by the script.
        known: Names seen so far in the article, to which this sentence's are added.

    Returns:
        Facts in order of their spans, which are of the raw text.
    """
    start, end = span if span is not None else (0, len(text))
    flat = text[start:end].translate(FLAT)
    reference = calendars.reference(published, dateline)
    east = language in {"ja", "zh"} or (not flat.isascii() and east_asian.HAN.search(flat) is not None)
    found = list((east_asian.dates if east else dates.find)(flat, reference, start))
    taken = [(fact.start - start, fact.end - start) for fact in found]
    found.extend((east_asian.quantities if east else quantities.find)(flat, taken, start))
    found.extend(names.find(flat, known if known is not None else names.Names(), start))
    found.extend(quotes.find(flat, start))
    found.extend(polarity.find(flat, start))
    found.sort(key=_order)
    return tuple(found)


def _order(fact: Fact) -> tuple[int, int, str]:
    return fact.start, fact.end, fact.kind


def within(found: tuple[Fact, ...], span: Span) -> tuple[Fact, ...]:
    """Return the facts that stand inside a span, for a clause of a sentence already read."""
    return tuple(fact for fact in found if span.start <= fact.start and fact.end <= span.end)
