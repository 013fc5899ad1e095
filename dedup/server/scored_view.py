"""A scored article for the page: which words come from where, and how it differs from its closest match."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from dedup.articles import Article
from dedup.corpus.known import Known
from dedup.corpus.look_up import LookUp
from dedup.corpus.records import frame_title
from dedup.corpus.results import Match, Score
from dedup.reporting.body_difference import BodyDifference, body_difference

# Sources that get a colour of their own; those behind them share the last one.
COLOURS = 6
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Source:
    """A known article that explains a part of another.

    Attributes:
        key: A letter, which is beside each colour.
        colour: 1 to `COLOURS`.
        article: The known article, in the version that explains it.
        share: Share of the article's words that it explains and no source before it does.
        earlier: Whether there is a newer version.
    """

    key: str
    colour: int
    article: Article
    share: float
    earlier: bool


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a scored article.

    Attributes:
        pieces: Its text in order, each piece with the source that it comes from.
        source: The source that explains most of it.
        novelty: Share of its words that are new.
    """

    pieces: tuple[tuple[str, Source | None], ...]
    source: Source | None
    novelty: float


@dataclass(frozen=True, slots=True)
class Related:
    """A known article that a scored one is related to, in the version that is; `earlier` if there is a newer one."""

    article: Article
    match: Match
    earlier: bool


@dataclass(frozen=True, slots=True)
class Scored:
    """A scored article as the page shows it.

    Attributes:
        article: The article as read.
        score: Its score.
        record: The record that it was read from, which scores it again.
        sources: Where it comes from, largest share first.
        paragraphs: Its body.
        related: Known articles that it is related to, closest first.
        difference: From the closest of them to it.
        same_story: Known articles that tell the same story in other words, each with its similarity.
        left_out: Characters of its text that are not body.
    """

    article: Article
    score: Score
    record: str
    sources: tuple[Source, ...]
    paragraphs: tuple[Paragraph, ...]
    related: tuple[Related, ...]
    difference: BodyDifference | None
    same_story: tuple[tuple[Article, float], ...]
    left_out: int


def scored_view(
    article: Article, record: str, score: Score, found: LookUp, current: Callable[[str], Article | None]
) -> Scored:
    """Return what the page shows of a scored article.

    Args:
        article: The article as read.
        record: What it was read from.
        score: Its score.
        found: What it was scored by: the versions of known articles that matched.
        current: Returns the current version of a known article; None where it was removed since.
    """
    versions: dict[str, Known] = {}
    for known in found.articles():
        versions.setdefault(known.id, known)
    sources: list[Source] = []
    for origin in score.provenance:
        if (newest := current(origin.source_id)) is not None:
            number = len(sources)
            source, earlier = _as_matched(newest, versions.get(newest.id))
            sources.append(Source(_key(number), min(number + 1, COLOURS), source, origin.share, earlier))
    by_id = {source.article.id: source for source in sources}
    marks = _marks(score, by_id)
    related, closest = [], None
    for match, relation in zip(score.matches, found.related, strict=True):
        if (newest := current(match.id)) is not None:
            matched, earlier = _as_matched(newest, relation.known)
            related.append(Related(matched, match, earlier))
            closest = closest or relation.known
    body = "\n".join(article.text[p.start : p.end] for p in score.paragraphs)
    return Scored(
        article=article,
        score=score,
        record=record,
        sources=tuple(sources),
        paragraphs=tuple(
            Paragraph(_pieces(article.text, p.start, p.end, marks), by_id.get(p.source_id or ""), p.novelty)
            for p in score.paragraphs
        ),
        related=tuple(related),
        difference=body_difference(_body_of(closest), body) if closest else None,
        same_story=tuple((a, n.similarity) for n in score.same_story if (a := current(n.id)) is not None),
        left_out=len(article.text) - sum(p.end - p.start for p in score.paragraphs),
    )


def _as_matched(newest: Article, known: Known | None) -> tuple[Article, bool]:
    """Return a known article with title and text of the version that matched, and whether that is an earlier one."""
    title = frame_title(known.frame) if known is not None else newest.title
    if known is None or (newest.text == known.text and newest.title == title):
        return newest, False
    return replace(newest, title=title, text=known.text), True


def _body_of(known: Known) -> str:
    """Return the body of a known article, a line for each part; its whole text where none of it is body."""
    text, spans = known.text, known.spans.tolist()
    return "\n".join(text[start:end] for start, end in zip(spans[::2], spans[1::2], strict=True)) or text


def _key(number: int) -> str:
    return _LETTERS[number] if number < len(_LETTERS) else str(number + 1)


def _marks(score: Score, sources: dict[str, Source]) -> list[tuple[int, int, Source]]:
    """Return the spans of the article that come from a source, in order and disjoint: the larger source has it."""
    taken: list[tuple[int, int, Source]] = []
    for found in score.provenance:
        source = sources.get(found.source_id)
        for start, end, _, _ in found.spans if source is not None else ():
            taken += [(s, e, source) for s, e in _without(start, end, taken)] if source else []
    return sorted(taken, key=lambda mark: mark[:2])


def _without(start: int, end: int, taken: Sequence[tuple[int, int, Source]]) -> list[tuple[int, int]]:
    """Return the parts of a span that lie in no span taken before."""
    free = []
    for begin, stop, _ in sorted(taken, key=lambda mark: mark[:2]):
        if stop <= start or begin >= end:
            continue
        if begin > start:
            free.append((start, begin))
        start = max(start, stop)
    return [*free, (start, end)] if start < end else free


def _pieces(
    text: str, start: int, end: int, marks: Sequence[tuple[int, int, Source]]
) -> tuple[tuple[str, Source | None], ...]:
    pieces: list[tuple[str, Source | None]] = []
    at = start
    for begin, stop, source in marks:
        begin, stop = max(begin, at), min(stop, end)  # noqa: PLW2901 - cut to the paragraph
        if begin < stop:
            pieces += [(text[at:begin], None), (text[begin:stop], source)]
            at = stop
    pieces.append((text[at:end], None))
    return tuple((piece, source) for piece, source in pieces if piece)
