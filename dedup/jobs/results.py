"""What the jobs return to Python users: readable, and exportable to Arrow."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, is_dataclass
from pathlib import PurePath
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Literal, Protocol, Union, get_args, get_origin, get_type_hints

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
from dedup.errors import MissingExtraError, UsageError

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray


class Tables:
    """What results have in common: their tables as Arrow, pandas or polars."""

    __slots__ = ()

    def table(self, name: str) -> pa.Table:
        """Return one of the tables as Arrow."""
        raise NotImplementedError

    def to_pandas(self, name: str) -> Any:  # noqa: ANN401 - pandas is the user's
        """Return one of the tables as a pandas frame; see `table` for their names.

        Raises:
            MissingExtraError: pandas is not installed.
        """
        table = self.table(name)
        try:
            import pandas  # noqa: F401 - Arrow would name no line that installs it
        except ImportError as error:
            raise MissingExtraError("pandas", "pandas", "for pandas frames") from error
        return table.to_pandas()

    def to_polars(self, name: str) -> Any:  # noqa: ANN401 - polars is the user's
        """Return one of the tables as a polars frame; see `table` for their names.

        Raises:
            MissingExtraError: polars is not installed.
        """
        table = self.table(name)
        try:
            import polars
        except ImportError as error:
            raise MissingExtraError("polars", "polars", "for polars frames") from error
        return polars.from_arrow(table)


class Search(Protocol):
    """What a pass found, kept for deciding again."""

    def decide(self, threshold: float) -> RunResult:
        """Decide with another threshold."""
        ...


@dataclass(frozen=True, slots=True, repr=False)
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
    tables: Mapping[str, pa.Table] = field(repr=False)
    search: Search | None = field(default=None, repr=False, compare=False)

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

    def table(self, name: str) -> pa.Table:
        """Return one of the tables as Arrow, which pandas, polars and DuckDB take directly.

        Columns and types are those of the files that `dedup run` writes, also where there is no row.

        Args:
            name: `kept` (id, title, text, source, url, date, language, author), `removed`, `pairs`, `clusters` or
                `repeats`.

        Raises:
            UsageError: There is no such table.
        """
        return _named_table(self.tables, name)

    def __repr__(self) -> str:
        removed = ", ".join(f"{count} {name}" for name, count in self.counts["removed_by_relation"].items())
        return (
            f"RunResult({self.counts['read']} read, {self.tables['kept'].num_rows} kept, {len(self.removed)} removed"
            f"{f' ({removed})' if removed else ''}, {len(self.pairs)} pairs, {len(self.clusters)} clusters)"
        )

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{html.escape(r.id)}</td><td>{r.relation}</td><td>{html.escape(r.kept_id)}</td>"
            f"<td>{r.jaccard:.3f}</td></tr>"
            for r in self.removed[:20]
        )
        more = f"<p>… and {len(self.removed) - 20} more</p>" if len(self.removed) > 20 else ""
        return (
            f"<p>{html.escape(repr(self))}</p><table><tr><th>removed</th><th>relation</th><th>kept</th><th>Jaccard</th></tr>"
            f"{rows}</table>{more}"
        )


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

    def table(self, name: str) -> pa.Table:
        """Return one of the tables as Arrow.

        Args:
            name: `claims`, `alignments`, `related` or `copies`.

        Raises:
            UsageError: There is no such table.
        """
        kinds: dict[str, type] = {"claims": ClaimRow, "alignments": Alignment, "related": Alignment, "copies": Copy}
        _named_table(kinds, name)
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
            f"Comparison({len(self.articles)} articles, {len(set(self.witnesses.values()))} independent texts, "
            f"{len(self.claims)} claims: {statuses})"
        )

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{row.status}</td><td>{row.outlets}</td><td>{row.witnesses}</td><td>{html.escape(row.text)}</td></tr>"
            for row in self.claims[:30]
        )
        more = f"<p>… and {len(self.claims) - 30} more</p>" if len(self.claims) > 30 else ""
        return (
            f"<p>{html.escape(repr(self))}</p><table><tr><th>status</th><th>outlets</th><th>independent</th><th>claim</th></tr>"
            f"{rows}</table>{more}"
        )


def _rounded(alignment: dict[str, Any]) -> dict[str, Any]:
    return alignment | {"score": round(alignment["score"], 6)}


def _repeat(repeat: Repeat) -> dict[str, Any]:
    places = [{"id": p.article, "start": p.start, "end": p.end} for p in repeat.places]
    return {
        "passage_id": repeat.passage_id, "kind": repeat.kind, "text": repeat.text, "sources": list(repeat.sources),
        "places": places,
    }  # fmt: skip


def _named_table(tables: Mapping[str, Any], name: str) -> Any:  # noqa: ANN401
    if name not in tables:
        raise UsageError(f"no table {name!r}; there are {', '.join(tables)}")
    return tables[name]


def rows_to_arrow(rows: Sequence[Any], kind: type) -> pa.Table:
    """Turn dataclass rows into an Arrow table with a column for each field, typed also where there is no row."""
    import pyarrow as pa

    hints = get_type_hints(kind)
    schema = pa.schema([(f.name, _arrow_type(hints[f.name])) for f in fields(kind)])
    return pa.Table.from_pylist([asdict(row) for row in rows], schema=schema)


def _arrow_type(hint: Any) -> pa.DataType:  # noqa: ANN401 - a type annotation
    """Return the Arrow type of a field of one of the result dataclasses."""
    import pyarrow as pa

    plain = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}
    if hint in plain:
        return plain[hint]
    if is_dataclass(hint):
        inner = get_type_hints(hint)
        return pa.struct([(f.name, _arrow_type(inner[f.name])) for f in fields(hint)])
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return pa.string()
    if origin in (UnionType, Union):
        return _arrow_type(next(one for one in arguments if one is not NoneType))
    if origin is tuple:
        return pa.list_(_arrow_type(arguments[0]))
    raise TypeError(f"no Arrow type for {hint}")
