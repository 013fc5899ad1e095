"""The part of an article that its outlet wrote: the body without press quotations and statements.

Two own reports often print the same long quotation, and that doesn't make them one text.
"""

from __future__ import annotations

import re

from dedup.articles import Cleaned, Span
from dedup.text import sentences

_QUOTED = 0.5  # share of a sentence in quotation marks from which it counts as a quotation
# A quotation without its closing mark goes on to the end of the paragraph, as printers do with long ones.
_QUOTATION = re.compile(r"“[^”\n]*(?:”|$)|\"[^\"\n]*(?:\"|$)|«[^»\n]*(?:»|$)|「[^」\n]*(?:」|$)", re.MULTILINE)
_STATEMENT = re.compile(
    r"\b(?:statements? (?:said|says|read|reads|added|issued|released)|(?:in|according to|through) (?:an?|the|its|his|"
    r"her|their) (?:\w+ ){0,3}(?:statement|press release)|press release)\b",
    re.IGNORECASE,
)


def own_words(cleaned: Cleaned) -> tuple[Span, ...]:
    """Return the sentences of the body that are neither mostly quotation nor attributed to a statement."""
    text = cleaned.article.text
    quoted = [match.span() for match in _QUOTATION.finditer(text)]
    return tuple(
        span
        for span in sentences.split(text, cleaned.body)
        if not _is_quotation(span, quoted) and not _STATEMENT.search(text, span.start, span.end)
    )


def _is_quotation(span: Span, quoted: list[tuple[int, int]]) -> bool:
    inside = sum(max(0, min(span.end, end) - max(span.start, start)) for start, end in quoted)
    return inside >= _QUOTED * (span.end - span.start)
