"""Geometry of the story matrix: heat map of copied text, articles as columns of paragraphs.

Called by `html`; the template only places what is worked out here. All lengths are SVG user units.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dedup.reporting.cells import ArticleView
from dedup.reporting.comparison_view import Comparison
from dedup.reporting.reading_view import AnnotatedArticle
from dedup.reporting.words import percent, shorten

MAX_MATRIX = 20


@dataclass(frozen=True, slots=True)
class Square:
    """A field of a heat map: `level` 0 to 4 for its shade, `text` what it says."""

    x: float
    y: float
    level: int
    text: str
    title: str


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Rows stand in columns: `labels` down, their numbers across."""

    size: int
    left: int
    top: int
    width: int
    height: int
    labels: tuple[str, ...]
    squares: tuple[Square, ...]
    left_out: int


def level(share: float) -> int:
    """Return the shade of a share: 1 below a quarter, to 4 from three quarters on; 0 for nothing."""
    return 0 if share <= 0 else min(4, int(share * 4) + 1)


def heat_map(view: Comparison) -> HeatMap:
    """Lay out who has how much of whom; beyond `MAX_MATRIX` articles only those with copied text."""
    copying = {c["from"] for c in view.copies} | {c["to"] for c in view.copies}
    ranked = sorted(view.articles, key=lambda a: a.id not in copying)
    chosen = {a.id for a in ranked[:MAX_MATRIX]}
    articles = [a for a in view.articles if a.id in chosen]
    number = {a.id: n for n, a in enumerate(articles)}
    size, left, top = 32, 190, 26
    squares = []
    for copy in view.copies:
        row, column = number.get(copy["to"]), number.get(copy["from"])
        if row is not None and column is not None:
            share = float(copy["containment"])
            title = f"{percent(share)} of {articles[row].label} stands in {articles[column].label}"
            text = percent(share).removesuffix(" %")
            squares.append(Square(left + size * column, top + size * row, level(share), text, title))
    span = size * len(articles)
    labels = tuple(f"{n} {shorten(a.label, 26)}" for n, a in enumerate(articles, 1))
    return HeatMap(
        size, left, top, left + span + 2, top + span + 2, labels, tuple(squares), len(view.articles) - len(articles)
    )


@dataclass(frozen=True, slots=True)
class Bar:
    """A paragraph in an article's column."""

    y: float
    height: float
    kind: str
    key: str
    title: str


@dataclass(frozen=True, slots=True)
class BarColumn:
    """An article as a column of its paragraphs."""

    x: float
    number: int
    article: ArticleView
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class ParagraphColumns:
    """Every article as a column, one scale for all."""

    width: int
    height: int
    columns: tuple[BarColumn, ...]
    left_out: int


def paragraph_columns(articles: Sequence[AnnotatedArticle]) -> ParagraphColumns:
    """Lay out the articles as columns whose heights are their lengths; at most `MAX_MATRIX`."""
    step, height, top = 46, 260, 22
    shown = articles[:MAX_MATRIX]
    longest = max((sum(len(p.text) for p in a.paragraphs) + 1 for a in shown), default=1)
    columns = []
    for number, annotated in enumerate(shown, 1):
        y = float(top)
        bars = []
        for paragraph in annotated.paragraphs:
            tall = max(2.0, len(paragraph.text) / longest * height)
            title = f"{annotated.article.label}: {paragraph.kind}"
            bars.append(Bar(round(y, 1), round(tall - 1, 1), paragraph.kind, paragraph.key, title))
            y += tall
        columns.append(BarColumn(step * (number - 1), number, annotated.article, tuple(bars)))
    tallest = max((c.bars[-1].y + c.bars[-1].height for c in columns if c.bars), default=top)
    return ParagraphColumns(max(step * len(shown), 1), int(tallest) + 4, tuple(columns), len(articles) - len(shown))
