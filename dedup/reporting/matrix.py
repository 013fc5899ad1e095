"""Geometry of the story matrix: heat map of copied text, articles as columns of paragraphs.

The template only places what is worked out here. All lengths are SVG user units.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from dedup.reporting.cells import ArticleView
from dedup.reporting.comparison_view import Comparison
from dedup.reporting.reading_view import AnnotatedArticle
from dedup.reporting.tables import fit
from dedup.reporting.words import percent

MAX_MATRIX = 18


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
    """Rows stand in columns: `labels` are the letter of each article, and the letter with its name."""

    size: int
    left: int
    top: int
    width: int
    height: int
    labels: tuple[tuple[str, str], ...]
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
    letters = article_letters(view)
    size, left, top = 32, 204, 26
    squares = []
    for copy in view.copies:
        row, column = number.get(copy["to"]), number.get(copy["from"])
        if row is not None and column is not None:
            share = float(copy["containment"])
            title = f"{percent(share)} of {articles[row].label} stands in {articles[column].label}"
            text = percent(share).removesuffix(" %")
            squares.append(Square(left + size * column, top + size * row, level(share), text, title))
    span = size * len(articles)
    labels = tuple((letters[a.id], f"{letters[a.id]} {fit(a.label, 24)}") for a in articles)
    return HeatMap(
        size, left, top, left + span + 2, top + span + 2, labels, tuple(squares), len(view.articles) - len(articles)
    )


def article_letters(view: Comparison) -> dict[str, str]:
    """Return the letter of each article: its independent text's, a copy's with its number, as A, A2, A3."""
    return {
        article.id: column.letter if place == 1 else f"{column.letter}{place}"
        for column in view.columns
        for place, article in enumerate(column.articles, 1)
    }


@dataclass(frozen=True, slots=True)
class BarColumn:
    """An article as a column of its paragraphs: for each kind, the outline of all bars of that kind."""

    x: float
    letter: str
    article: ArticleView
    paths: tuple[tuple[str, str], ...]
    title: str


@dataclass(frozen=True, slots=True)
class ParagraphColumns:
    """Every article as a column, one scale for all."""

    width: int
    height: int
    columns: tuple[BarColumn, ...]
    left_out: int


def paragraph_columns(view: Comparison, articles: Sequence[AnnotatedArticle]) -> ParagraphColumns:
    """Lay out the articles as columns whose heights are their lengths; at most `MAX_MATRIX`."""
    step, height, top = 46, 260, 22
    shown = articles[:MAX_MATRIX]
    letters = article_letters(view)
    longest = max((sum(len(p.text) for p in a.paragraphs) for a in shown), default=1) or 1
    columns = []
    tallest = 0.0
    for number, annotated in enumerate(shown):
        x, y = step * number, float(top)
        outlines: dict[str, str] = {}
        lengths: Counter[str] = Counter()
        for paragraph in annotated.paragraphs:
            tall = len(paragraph.text) / longest * height
            outline = f"M{x + 0.5} {y:.1f}h33v{max(tall - 1, 0.5):.1f}h-33z"
            outlines[paragraph.kind] = outlines.get(paragraph.kind, "") + outline
            lengths[paragraph.kind] += len(paragraph.text)
            y += tall
        total = lengths.total() or 1
        shares = ", ".join(f"{percent(lengths[kind] / total)} {kind}" for kind in ("copied", "edited", "own"))
        columns.append(
            BarColumn(
                x, letters[annotated.article.id], annotated.article, tuple(outlines.items()),
                f"{annotated.article.label}: {shares}",
            )
        )  # fmt: skip
        tallest = max(tallest, y)
    return ParagraphColumns(max(step * len(shown), 1), int(tallest) + 4, tuple(columns), len(articles) - len(shown))
