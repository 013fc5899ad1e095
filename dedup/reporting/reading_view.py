"""Articles to read, with their claims marked and, in the margin, what the others say to each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

from dedup.reporting.cells import ArticleView, Cell
from dedup.reporting.comparison_view import Comparison, Row
from dedup.reporting.words import alike


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text: the rows whose claims it belongs to, and the anchors that start at it."""

    text: str
    rows: tuple[Row, ...]
    anchors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """What others say to a claim: cells of other witnesses that speak of it, and those that leave it out."""

    row: Row
    own: Cell
    others: tuple[Cell, ...]
    silent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A body paragraph; `kind` is `copied`, `edited` or `own`."""

    kind: str
    segments: tuple[Segment, ...]
    notes: tuple[Note, ...]

    @property
    def marked(self) -> bool:
        """Whether a claim is marked in it."""
        return any(s.rows for s in self.segments)

    @property
    def text(self) -> str:
        """The paragraph without marks."""
        return "".join(s.text for s in self.segments)


@dataclass(frozen=True, slots=True)
class AnnotatedArticle:
    """An article with its paragraphs, and what cleaning left out of it; `strays` are anchors outside the body."""

    article: ArticleView
    paragraphs: tuple[Paragraph, ...]
    left_out: tuple[str, ...]
    strays: tuple[str, ...]


def annotated_articles(view: Comparison, rows: Sequence[Row], texts: Mapping[str, str]) -> tuple[AnnotatedArticle, ...]:
    """Return every article whose text is given, with the claims of `rows` marked in it.

    Whether a paragraph is copied, edited or own is told from all claims, not only from those marked.
    """
    shown = {row.key for row in rows}
    cells: dict[str, list[tuple[Cell, Row]]] = defaultdict(list)
    taken: dict[tuple[str, int, int], str] = {}
    for row in view.rows:
        taken.update(_taken_over(row))
        for cell in row.spans:
            cells[cell.article.id].append((cell, row))
    column = {a.id: c.key for c in view.columns for a in c.articles}
    return tuple(
        _annotated(
            a, texts[a.id], sorted(cells[a.id], key=lambda x: (x[0].start, -x[0].end)), shown, column[a.id], taken
        )
        for a in view.articles
        if a.id in texts
    )


_Marked = Sequence[tuple[Cell, Row]]


def _taken_over(row: Row) -> Iterable[tuple[tuple[str, int, int], str]]:
    """Say of each span whether an article before it has the claim in the same words, in others, or not at all."""
    before: dict[str, list[Cell]] = {}
    for cell in row.spans:
        if cell.spoken:
            earlier = [c for article, own in before.items() if article != cell.article.id for c in own]
            same = any(alike(c.text, cell.text) for c in earlier)
            yield _span(cell), "copied" if same else "edited" if earlier else "own"
            before.setdefault(cell.article.id, []).append(cell)


def _span(cell: Cell) -> tuple[str, int, int]:
    return cell.article.id, cell.start, cell.end


def _annotated(
    article: ArticleView,
    text: str,
    cells: _Marked,
    shown: Set[str],
    column: str,
    taken: Mapping[tuple[str, int, int], str],
) -> AnnotatedArticle:
    body = [(s, e) for s, e in article.body if 0 <= s < e <= len(text)] or ([(0, len(text))] if text.strip() else [])
    marked = [(c, r) for c, r in cells if r.key in shown]
    paragraphs = []
    for start, end in body:
        inside = [(c, r) for c, r in marked if c.start < end and c.end > start]
        paragraphs.append(
            Paragraph(
                kind=_kind([c for c, _ in cells if c.start < end and c.end > start], start, end, taken),
                segments=tuple(_segments(text, start, end, inside)),
                notes=tuple(_note(c, r, column) for c, r in inside if start <= c.start and r.status != "single"),
            )
        )
    strays = tuple(dict.fromkeys(c.anchor for c, _ in marked if not any(s <= c.start < e for s, e in body)))
    return AnnotatedArticle(article, tuple(paragraphs), _outside(text, body), strays)


def _segments(text: str, start: int, end: int, inside: _Marked) -> Iterable[Segment]:
    cuts = sorted({start, end, *(min(max(at, start), end) for c, _ in inside for at in (c.start, c.end))})
    for low, high in pairwise(cuts):
        rows = tuple({r.key: r for c, r in inside if c.start <= low and high <= c.end}.values())
        anchors = tuple(dict.fromkeys(c.anchor for c, _ in inside if c.start == low))
        yield Segment(text[low:high], rows, anchors)


def _kind(inside: Iterable[Cell], start: int, end: int, taken: Mapping[tuple[str, int, int], str]) -> str:
    """Say what half of the paragraph is: an earlier article's words, its claims in other words, or neither."""
    covered: Counter[str] = Counter()
    for cell in inside:
        covered[taken.get(_span(cell), "own")] += min(cell.end, end) - max(cell.start, start)
    half = (end - start) / 2
    if covered["copied"] >= half:
        return "copied"
    return "edited" if covered["copied"] + covered["edited"] >= half else "own"


def _note(cell: Cell, row: Row, column: str) -> Note:
    others = [(key, c) for key, c in row.by_witness.items() if key != column]
    return Note(
        row=row,
        own=cell,
        others=tuple(c for _, c in others if c.spoken or c.state == "related"),
        silent=tuple(c.article.label for _, c in others if c.state == "absent"),
    )


def _outside(text: str, body: Iterable[tuple[int, int]]) -> tuple[str, ...]:
    blocks, position = [], 0
    for start, end in (*sorted(body), (len(text), len(text))):
        if start > position and (block := text[position:start].strip()):
            blocks.append(block)
        position = max(position, end)
    return tuple(blocks)


def closest_pair(view: Comparison, rows: Iterable[Row]) -> tuple[ArticleView, ArticleView] | None:
    """Return the two articles of different witnesses that share most claims, for the first side by side."""
    shared: Counter[tuple[str, str]] = Counter()
    for row in rows:
        speaking = [c.article for c in row.by_witness.values() if c.spoken]
        for n, a in enumerate(speaking):
            for b in speaking[n + 1 :]:
                shared[a.id, b.id] += 1
    if shared:
        (left, right), _ = min(shared.items(), key=lambda item: (-item[1], item[0]))
        return view.by_id[left], view.by_id[right]
    return (view.articles[0], view.articles[1]) if len(view.articles) > 1 else None
