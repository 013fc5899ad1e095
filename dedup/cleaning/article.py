"""One article cleaned: the same steps as for a batch, the result as the noun `Cleaned`."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

import numpy as np

from dedup.articles import Article, Cleaned, LeftOut, Place, Repeat, Span
from dedup.cleaning.core import clean_texts
from dedup.cleaning.forms import REASONS
from dedup.cleaning.records import Records
from dedup.errors import located
from dedup.text.paragraphs import goes_on

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dedup.cleaning.boilerplate import Boilerplate

_BREAK = re.compile(r"(?<!\s)[^\S\n]*+\n\s*+")


def clean_article(article: Article, boilerplate: Boilerplate | None = None, *, keep_all: bool = False) -> Cleaned:
    """Find an article's body and what its page says of itself.

    A dateline at the head of the first paragraph ("NEW YORK (Reuters) - ") stays in the body and is reported with its
    own span; a dateline on a line of its own is left out as such.

    Args:
        article: The article as read.
        boilerplate: Lines that many pages of a source share, see `boilerplate.BoilerplateCounts`.
        keep_all: Whether to leave nothing out.

    Returns:
        Body spans, what was left out and why, and the metadata with the spans that prove it.
    """
    data = np.frombuffer(article.text.encode("utf-8", "surrogatepass"), np.uint8)
    fields = {name: [getattr(article, name)] for name in Records._fields[:-1]}
    records = Records(**fields, origins=[dict(article.origins)])
    with located(f"{article.source_file}:{article.line}" if article.source_file else f"article {article.id!r}"):
        rows = clean_texts(data, np.array([0, data.size], np.int64), records, boilerplate, keep_all)
    pairs = rows.body.reshape(-1, 2).tolist()
    body = tuple(Span(start, end) for start, end in pairs)
    left = zip(rows.left.tolist(), rows.left_reasons.tolist(), strict=True)
    return Cleaned(
        article=article,
        body=body,
        body_text=body_text(article.text, body),
        left_out=tuple(LeftOut(start, end, REASONS[reason]) for (start, end), reason in left),
        **{name: column.found(0) for name, column in zip(rows.facts._fields, rows.facts, strict=True)},
        repeats=tuple(_repeat(article, repeat.places) for repeat in rows.repeats),
    )


def body_text(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Join body spans by newlines; where a sentence goes on in the next line, by a space."""
    parts: list[str] = []
    last: Span | None = None
    for start, end in spans:
        span = Span(start, end)
        if last is not None:
            parts.append(" " if goes_on(text, last, span) else "\n")
        parts.append(_BREAK.sub(" ", text[start:end]))
        last = span
    return "".join(parts)


def _repeat(article: Article, places: tuple[tuple[int, int], ...]) -> Repeat:
    start, end = places[0]
    quote = article.text[start:end]
    words = " ".join(re.findall(r"\w+", quote.casefold()))
    return Repeat(
        passage_id=hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:16],
        kind="within_article",
        text=quote,
        sources=(article.source,) if article.source else (),
        places=tuple(Place(article.id, start, end) for start, end in places),
    )
