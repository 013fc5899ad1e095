"""What the jobs return to Python users: readable, and exportable to Arrow."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

from dedup.articles import Article, Cleaned, Cluster, Pair, Reject, Removal, Repeat
from dedup.errors import UsageError

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True, repr=False)
class RunResult:
    """A dedup pass's decision and its evidence.

    Attributes:
        kept: The articles that stay, in input order.
        removed: Every removed article with the one that stays for it.
        pairs: Every confirmed pair.
        clusters: Articles tied by confirmed pairs.
        repeats: Passages that stand more than once.
        cleaned: What cleaning found in each article, in input order.
        rejects: Records that could not be read.
        counts: The ledger: read = kept + removed + rejected.
    """

    kept: tuple[Article, ...]
    removed: tuple[Removal, ...]
    pairs: tuple[Pair, ...]
    clusters: tuple[Cluster, ...]
    repeats: tuple[Repeat, ...]
    cleaned: tuple[Cleaned, ...]
    rejects: tuple[Reject, ...]
    counts: dict[str, Any]

    def table(self, name: str) -> pa.Table:
        """Return one of the tables as Arrow, which pandas, polars and DuckDB take directly.

        Args:
            name: `removed`, `pairs`, `clusters`, `repeats` or `rejects`.

        Raises:
            UsageError: There is no such table.
        """
        kinds: dict[str, type] = {
            "removed": Removal, "pairs": Pair, "clusters": Cluster, "repeats": Repeat, "rejects": Reject,
        }  # fmt: skip
        if name not in kinds:
            raise UsageError(f"no table {name!r}; there are {', '.join(kinds)}")
        return rows_to_arrow(getattr(self, name), kinds[name])

    def __repr__(self) -> str:
        removed = ", ".join(f"{count} {name}" for name, count in self.counts["removed_by_relation"].items())
        return (
            f"RunResult({self.counts['read']} read, {len(self.kept)} kept, {len(self.removed)} removed"
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


def rows_to_arrow(rows: Sequence[Any], kind: type) -> pa.Table:
    """Turn dataclass rows into an Arrow table with a column for each field."""
    import pyarrow as pa

    plain = [asdict(row) for row in rows]
    return pa.table({f.name: [row[f.name] for row in plain] for f in fields(kind)})
