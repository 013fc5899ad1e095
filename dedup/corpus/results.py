"""What a corpus answers: matches, the score of an article, and the ledgers of adding and verifying.

Made by `corpus` and `jobs.score`; plain values, with the JSON of the contract.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from dedup.articles import Article, PairRelation
from dedup.notebook import line, more, output, short
from dedup.notebook import table as html_table
from dedup.tables import Tables, chosen, rounded, rows_to_arrow

if TYPE_CHECKING:
    import pyarrow as pa

Verdict = Literal["duplicate", "near_duplicate", "mostly_known", "partly_new", "new"]
MatchSpan = tuple[int, int, int, int]
# Of one article that was to be added, as `Added` counts them.
Outcome = Literal["added", "version", "known"]


@dataclass(frozen=True, slots=True)
class Added:
    """What became of the articles of one call.

    Attributes:
        added: New ids.
        versions: New texts or metadata of known ids; the old version stays queryable until `compact`.
        known: Known with the same content, and left out.
    """

    added: int = 0
    versions: int = 0
    known: int = 0

    def __add__(self, other: Added) -> Added:
        return Added(self.added + other.added, self.versions + other.versions, self.known + other.known)


@dataclass(frozen=True, slots=True)
class Match:
    """A known article that an article is related to.

    Attributes:
        id: Id of the known article.
        relation: Of the article to the known one.
        jaccard: Of the shingle sets, 0 to 1.
        containment: Share of the article's shingles that stand in the known one.
        containment_of_match: Share of the known one's shingles that stand in the article.
        spans: Shared passages: start and end in the article, start and end in the known one.
    """

    id: str
    relation: PairRelation
    jaccard: float
    containment: float
    containment_of_match: float
    spans: tuple[MatchSpan, ...] = ()


@dataclass(frozen=True, slots=True)
class Provenance:
    """A source that explains a part of an article.

    Attributes:
        source_id: Id of the known article.
        share: Share of the article's body tokens that it explains and no source before it does.
        spans: Passages that it shares with the article, as in `Match`.
    """

    source_id: str
    share: float
    spans: tuple[MatchSpan, ...]


@dataclass(frozen=True, slots=True)
class ParagraphNovelty:
    """How much of a paragraph is new.

    Attributes:
        start, end: Span in the raw text.
        novelty: Share of its tokens that stand in no aligned passage.
        source_id: The source that explains most of it; None where none does.
    """

    start: int
    end: int
    novelty: float
    source_id: str | None


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A known article that tells the same story in other words; similarity is the TF-IDF cosine, 0 to 1."""

    id: str
    similarity: float


# Rows that a notebook shows.
_ROWS = 20


@dataclass(frozen=True, slots=True, repr=False)
class Score(Tables):
    """An article against a corpus: is it known, how much is new, and where does the rest come from.

    Attributes:
        id: Id of the article.
        verdict: By its relations first, then by novelty.
        novelty: Share of body tokens in no aligned passage, 0 to 1.
        matches: Related known articles, closest first.
        paragraphs: The body's paragraphs, in order.
        provenance: The smallest set of sources that explains the article, found greedily: largest share first.
        same_story: Known articles on the same story that share no text with it, closest first.
    """

    id: str
    verdict: Verdict
    novelty: float
    matches: tuple[Match, ...]
    paragraphs: tuple[ParagraphNovelty, ...]
    provenance: tuple[Provenance, ...]
    same_story: tuple[Neighbour, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON of `dedup score`: ratios with 6 decimals, spans as lists."""
        return _as_json(self)  # type: ignore[no-any-return]

    def table(self, name: str | None = None) -> pa.Table:
        """Return one of the lists as Arrow, which pandas, polars and DuckDB take directly.

        Args:
            name: `matches` (the default), `paragraphs`, `provenance` or `same_story`.

        Raises:
            UsageError: There is no such list.
        """
        kinds = {
            "matches": Match, "paragraphs": ParagraphNovelty, "provenance": Provenance, "same_story": Neighbour,
        }  # fmt: skip
        name = chosen(kinds, name)
        return rows_to_arrow(getattr(self, name), kinds[name])

    def _repr_html_(self) -> str:
        sources = [(short(p.source_id, 60), f"{p.share:.0%}") for p in self.provenance[:_ROWS]]
        matches = [
            (short(m.id, 60), m.relation.replace("_", " "), f"{m.jaccard:.3f}", f"{m.containment:.3f}")
            for m in self.matches[:_ROWS]
        ]
        verdict = self.verdict.replace("_", " ")
        return output(
            line(f"{verdict}: {self.novelty:.0%} of {short(self.id, 60)} is new", strong=True),
            html_table(("explained by", "share"), sources, numbers=(1,)),
            more(len(self.provenance), _ROWS, '.to_pandas("provenance")'),
            html_table(("related article", "relation to it", "Jaccard", "share in it"), matches, numbers=(2, 3)),
            more(len(self.matches), _ROWS, '.to_pandas("matches")'),
        )

    def __repr__(self) -> str:
        sources = [f"{p.share:.0%} from {p.source_id}" for p in self.provenance[:3]]
        more = [f"{len(self.provenance) - 3} more sources"] if len(self.provenance) > 3 else []
        return f"Score({self.id!r}: {self.verdict}; {', '.join([*sources, *more, f'{self.novelty:.0%} new'])})"


def _as_json(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """Return a score or a part of one as JSON; `dataclasses.asdict` copies every leaf: seven times as long."""
    kind = type(value)
    if kind is float:
        return rounded(value)
    if kind is tuple:
        # a span is a tuple of integers
        return list(value) if value and type(value[0]) is int else [_as_json(item) for item in value]
    if kind in _PARTS:
        return {name: _as_json(getattr(value, name)) for name in kind.__slots__}
    return value


_PARTS = (Score, Match, ParagraphNovelty, Provenance, Neighbour)


@dataclass(frozen=True, slots=True)
class CorpusInfo:
    """What a corpus holds.

    Attributes:
        articles: Current articles: the newest version of each id that is not removed.
        versions: Older versions, queryable until `compact`.
        removed: Removed articles, erased by `compact`.
        bodies: Distinct bodies ever added.
        segments: Segments of the index.
        bytes: Size of the file.
        settings: The settings that it was made with.
    """

    articles: int
    versions: int
    removed: int
    bodies: int
    segments: int
    bytes: int
    settings: dict[str, Any]


def count_sources(articles: Iterable[Article]) -> list[tuple[str, int, int, str, str]]:
    """Return a row for each source: its name, articles, characters, first and last date; most articles first."""
    counts: Counter[str] = Counter()
    characters: Counter[str] = Counter()
    dates: dict[str, tuple[str, str]] = {}
    for article in articles:
        source = article.source or "(unknown)"
        counts[source] += 1
        characters[source] += len(article.text)
        if article.date:
            first, last = dates.get(source, (article.date, article.date))
            dates[source] = (min(first, article.date), max(last, article.date))
    rows = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [(name, n, characters[name], *dates.get(name, ("", ""))) for name, n in rows]


@dataclass(frozen=True, slots=True)
class Damage:
    """Something that `verify` found damaged.

    Attributes:
        what: `article`, `index`, `columns`, `meta` or `file`.
        id: Of an article, where its row can still be read; of `meta`, the name of the value.
        number: Number of the article, segment or chunk.
        detail: What is wrong.
    """

    what: str
    id: str | None
    number: int
    detail: str
