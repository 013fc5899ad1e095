"""What one text alone says, and what most others agree on that it does not have."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dedup.reporting.cells import ArticleView, Cell
from dedup.reporting.comparison_view import Column, Comparison, Row
from dedup.reporting.words import as_listed, moment
from dedup.text.sentences import split

# A text leaves out what at least this share of the other texts has, and no fewer than two.
_MANY = 1 / 3
_DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Statement:
    """A whole sentence of one text, with the claim in it that nobody else makes."""

    row: Row
    cell: Cell
    text: str


@dataclass(frozen=True, slots=True)
class OnlyIn:
    """What a column alone says, and the claims that it lacks."""

    column: Column
    only: tuple[Statement, ...]
    lacking: tuple[Row, ...]


def only_in(view: Comparison, columns: Sequence[Column], texts: Mapping[str, str] | None = None) -> tuple[OnlyIn, ...]:
    """Return what each text alone says, and what it leaves out.

    Args:
        view: The comparison.
        columns: The independent texts to tell of.
        texts: Raw text by article id, from which a clause is completed to its sentence; one without is told as it is.
    """
    sentences = _Sentences(texts or {})
    return tuple(
        OnlyIn(
            column,
            _alone(view, column, sentences),
            tuple(row for row in view.rows if column.head.complete and _leaves_out(column, row, len(view.columns))),
        )
        for column in columns
    )


class _Sentences:
    """Completes clauses to the sentences that they stand in; each text is split once, and only where it is needed."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self._spans: dict[str, list[tuple[int, int]]] = {}

    def around(self, cell: Cell) -> tuple[int, int, str]:
        """Return the sentence around a cell's span: start, end, and its text on one line."""
        start, end = cell.start, cell.end
        text = self._texts.get(cell.article.id)
        if text is None:
            return start, end, as_listed(cell.text)
        if cell.article.id not in self._spans:
            body = cell.article.body or ((0, len(text)),)
            self._spans[cell.article.id] = [(s.start, s.end) for s in split(text, body)]
        for low, high in self._spans[cell.article.id]:
            if low <= cell.start < high:
                start, end = min(low, start), max(high, end)
                break
        return start, end, " ".join(text[start:end].split())


def _alone(view: Comparison, column: Column, sentences: _Sentences) -> tuple[Statement, ...]:
    """Return the sentences with a claim that nobody else makes, each once, in the order of the text."""
    found: dict[tuple[str, int], Statement] = {}
    told = {(c.article.id, c.start) for row in view.rows if row.status != "single" for c in row.spans if c.spoken}
    for row in view.rows:
        cell = row.by_witness.get(column.key)
        if row.status != "single" or cell is None or not cell.spoken or row.possible or not _in_body(cell):
            continue
        start, end, text = sentences.around(cell)
        if any(article == cell.article.id and start <= at < end for article, at in told):
            start, text = cell.start, as_listed(cell.text)  # the rest of the sentence is no news
        found.setdefault((cell.article.id, start), Statement(row, cell, text))
    return tuple(sorted(found.values(), key=lambda s: (s.cell.article.key != column.head.key, s.cell.start)))


def _in_body(cell: Cell) -> bool:
    """Whether it stands in the article's body: boilerplate is nobody's claim."""
    return not cell.article.body or any(low <= cell.start < high for low, high in cell.article.body)


def _leaves_out(column: Column, row: Row, texts: int) -> bool:
    """Whether most others agree on a claim that a text could have had: it is whole, and no older than the claim."""
    cell = row.by_witness.get(column.key)
    if row.status != "agreed" or row.witnesses < max(2, math.ceil((texts - 1) * _MANY)):
        return False
    if cell is None or cell.state != "absent" or column.head.id in {c.article.id for c in row.possible}:
        return False
    return not _older(column.head, row)


def _older(article: ArticleView, row: Row) -> bool:
    """Whether an article appeared before the day on which the claim was first made."""
    first, own = moment(row.first_date or None), moment(article.date)
    return first is not None and own is not None and own // _DAY < first // _DAY
