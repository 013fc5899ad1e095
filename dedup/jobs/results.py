"""What the jobs return to Python users: readable, and exportable to Arrow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Protocol

from dedup.articles import (
    Alignment,
    ClaimRow,
    Cleaned,
    Cluster,
    Copy,
    Pair,
    Removal,
    Repeat,
)  # fmt: skip
from dedup.errors import UsageError
from dedup.notebook import Hint, line, more, output, short
from dedup.notebook import table as html_table
from dedup.reporting.words import counted
from dedup.tables import Tables, chosen, rows_to_arrow

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray


# Rows that a notebook shows.
_ROWS = 20


class Search(Protocol):
    """What a pass found, kept for deciding again."""

    def decide(self, threshold: float) -> RunResult:
        """Decide with another threshold."""
        ...


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class RunResult(Tables):
    """A dedup pass's decision and its evidence.

    Attributes:
        kept: What stays, in input order and in the form in which it came: rows of the frame or table, entries of the
            list or dict. `Article`s (under their final ids) where those came, or a generator or files.
        mask: bool[read], True where a row of the input stays.
        removed: Every removed article with the one that stays for it.
        pairs: Every confirmed pair.
        clusters: Articles tied by confirmed pairs.
        repeats: Passages that stand more than once.
        counts: The ledger: read = kept + removed.
        tables: See `table`.
        search: What `rethreshold` needs.
    """

    kept: Any
    mask: NDArray[np.bool_]
    removed: tuple[Removal, ...]
    pairs: tuple[Pair, ...]
    clusters: tuple[Cluster, ...]
    repeats: tuple[Repeat, ...]
    counts: dict[str, Any]
    tables: Mapping[str, pa.Table]
    search: Search | None = None

    def rethreshold(self, threshold: float) -> RunResult:
        """Decide with another threshold, without reading, cleaning or searching again.

        The answer is that of a new pass with this threshold; `containment` follows it where it was not set. The first
        result stays as it is, and can be asked again.

        Args:
            threshold: Jaccard, at least that of the pass.

        Raises:
            SettingsError: It is out of range.
            UsageError: What the pass has found is not enough to decide; the message says why, and to run again.
        """
        if self.search is None:
            raise UsageError("a copied or unpickled result can't decide again: run again with another threshold")
        return self.search.decide(threshold)

    def table(self, name: str | None = None) -> pa.Table:
        """Return one of the tables as Arrow, which pandas, polars and DuckDB take directly.

        Columns and types are those of the files that `dedup run` writes, also where there is no row.

        Args:
            name: `kept` (the default: id, title, text, source, url, date, language, author), `removed`, `pairs`,
                `clusters` or `repeats`.

        Raises:
            UsageError: There is no such table.
        """
        return self.tables[chosen(self.tables, name)]

    def __repr__(self) -> str:
        return (
            f"RunResult({self._ledger()}, {counted(len(self.pairs), 'pair')}, "
            f"{counted(len(self.clusters), 'cluster')})"
        )

    def _ledger(self) -> str:
        removed = ", ".join(f"{count} {name}" for name, count in self.counts["removed_by_relation"].items())
        return (
            f"{self.counts['read']} read, {self.tables['kept'].num_rows} kept, {len(self.removed)} removed"
            f"{f' ({removed})' if removed else ''}"
        )

    def _repr_html_(self) -> str:
        kept = self.tables["kept"].select(["id", "title", "text"]).to_pylist() if self.removed else ()
        heads = {row["id"]: short(row["title"] or row["text"], 70) for row in kept}
        rows = [
            (
                Hint(short(r.id, 40), _place(r)), r.relation.replace("_", " "), Hint(short(r.kept_id, 40), r.rule),
                heads.get(r.kept_id, ""), f"{r.jaccard:.3f}", f"{r.unique_share:.0%}",
            )
            for r in self.removed[:_ROWS]
        ]  # fmt: skip
        named = ("removed", "relation to the kept", "kept", "beginning of the kept", "Jaccard", "only in the removed")
        return output(
            line(self._ledger(), strong=True),
            html_table(named, rows, numbers=(4, 5)),
            more(len(self.removed), _ROWS, '.to_pandas("removed")'),
        )


def _place(removal: Removal) -> str:
    """Return where a removed article stood: file and line, or its position in what Python gave."""
    if removal.source_file:
        return f"{removal.source_file}, line {removal.line}"
    return f"position {removal.record - 1}"


@dataclass(frozen=True, slots=True)
class Story:
    """Articles that are compared with each other; `id` is the smallest of their ids."""

    id: str
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Comparison(Tables):
    """What articles about a story say, claim by claim.

    Attributes:
        articles: The articles, cleaned, as they were given.
        states: For each article id whether its text is `whole`, `truncated` or `not_extracted`.
        witnesses: For each article id the id of the independent text that it derives from.
        stories: One, unless the collection was split.
        claims: The rows of the claim table.
        alignments: Pairs of spans that make the same claim.
        related: Pairs of spans on one topic but of different events or stages.
        copies: Who took text from whom.
        notes: What the reader should know before: several stories mixed, limits that were reached.
    """

    articles: tuple[Cleaned, ...]
    states: Mapping[str, str]
    witnesses: Mapping[str, str]
    stories: tuple[Story, ...]
    claims: tuple[ClaimRow, ...]
    alignments: tuple[Alignment, ...]
    related: tuple[Alignment, ...]
    copies: tuple[Copy, ...]
    notes: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the comparison as plain JSON values, as `dedup compare --format json` prints them."""
        return {
            "articles": [self._article(c) for c in self.articles],
            "stories": [{"story": s.id, "articles": list(s.articles)} for s in self.stories],
            "claims": [asdict(row) for row in self.claims],
            "alignments": [_rounded(asdict(a)) for a in self.alignments],
            "related": [_rounded(asdict(a)) for a in self.related],
            "repeats": [_repeat(repeat) for c in self.articles for repeat in c.repeats],
            "copies": [
                {
                    "from": c.source, "to": c.target, "containment": round(c.containment, 6),
                    "evidence": list(c.evidence), "certain": c.certain,
                }
                for c in self.copies
            ],
            "notes": list(self.notes),
        }  # fmt: skip

    def texts(self) -> dict[str, str]:
        """Return the raw text of each article by id: what all spans point into."""
        return {c.article.id: c.article.text for c in self.articles}

    def table(self, name: str | None = None) -> pa.Table:
        """Return one of the tables as Arrow.

        Args:
            name: `claims` (the default), `alignments`, `related` or `copies`.

        Raises:
            UsageError: There is no such table.
        """
        kinds: dict[str, type] = {"claims": ClaimRow, "alignments": Alignment, "related": Alignment, "copies": Copy}
        name = chosen(kinds, name)
        return rows_to_arrow(getattr(self, name), kinds[name])

    def _article(self, cleaned: Cleaned) -> dict[str, Any]:
        article = cleaned.article
        return {
            "id": article.id,
            "source": article.source,
            "credit": cleaned.credit.value if cleaned.credit else None,
            "title": cleaned.title.value if cleaned.title else None,
            "date": cleaned.published.value if cleaned.published else None,
            "url": article.url,
            "language": cleaned.language.value if cleaned.language else None,
            "file": PurePath(article.source_file).name or None,
            "body": [[span.start, span.end] for span in cleaned.body],
            "witness": self.witnesses[article.id],
            "complete": self.states[article.id] == "whole",
        }

    def __repr__(self) -> str:
        statuses = ", ".join(
            f"{sum(row.status == status for row in self.claims)} {status}"
            for status in ("agreed", "conflicting", "related", "single")
        )
        return (
            f"Comparison({counted(len(self.articles), 'article')}, "
            f"{counted(len(set(self.witnesses.values())), 'independent text')}, "
            f"{counted(len(self.claims), 'claim')}: {statuses})"
        )

    def _repr_html_(self) -> str:
        from dedup.reporting.comparison_notebook import comparison

        return comparison(self.to_dict())


def _rounded(alignment: dict[str, Any]) -> dict[str, Any]:
    return alignment | {"score": round(alignment["score"], 6)}


def _repeat(repeat: Repeat) -> dict[str, Any]:
    places = [{"id": p.article, "start": p.start, "end": p.end} for p in repeat.places]
    return {
        "passage_id": repeat.passage_id, "kind": repeat.kind, "text": repeat.text, "sources": list(repeat.sources),
        "places": places,
    }  # fmt: skip
