"""A dedup pass as a reader sees it: funnel, clusters, sources, histogram, review list, removals with their evidence.

Built from the tables that `run` writes, of which it takes no more than it shows; printed by the HTML report and the
terminal's summary.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dedup.reporting.dedup_figures import Histogram, SourceMatrix, histogram, source_matrix
from dedup.reporting.words import percent, shorten

# What a page lists of a large run; it says so, and the files beside it hold everything.
MAX_CLUSTERS = 40
MAX_REPEATS = 25
MAX_PLACES = 6
MAX_REJECTS = 60
MAX_REVIEW = 40
MAX_REMOVED = 300
MAX_BOILERPLATE = 12

RELATION_WORDS = {
    "identical": "identical",
    "near_duplicate": "near-duplicate",
    "contained": "contained in the one kept",
    "contains": "contains the one kept",
    "overlap": "overlaps",
}
PAIR_WORDS = RELATION_WORDS | {
    "contained": "one stands in the other",
    "contains": "one stands in the other",
    "overlap": "overlap",
}


@dataclass(frozen=True, slots=True)
class Step:
    """A bar of the funnel: `share` of all that was read; `kind` is `read`, `lost` or `kept`."""

    name: str
    count: int
    share: float
    kind: str


@dataclass(frozen=True, slots=True)
class Named:
    """An article as lists name it."""

    id: str
    title: str
    source: str | None


@dataclass(frozen=True, slots=True)
class ClusterView:
    """A cluster with its representative and outlets."""

    size: int
    representative: Named
    sources: tuple[str, ...]
    first_seen: str | None


@dataclass(frozen=True, slots=True)
class PairView:
    """A pair with the names of both articles."""

    a: Named
    b: Named
    relation: str
    jaccard: float
    containment: float


@dataclass(frozen=True, slots=True)
class RemovedView:
    """A removed article, the one that stays for it, and the evidence."""

    removed: Named
    kept: Named
    relation: str
    jaccard: float
    containment: float
    unique_share: float
    place: str


@dataclass(frozen=True, slots=True)
class RepeatView:
    """A passage that stands in `size` places, of which some are named as (article, start, end)."""

    size: int
    kind: str
    text: str
    sources: tuple[str, ...]
    places: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Dedup:
    """The whole view of a pass; each `…_found` counts what there is where the list may be shorter."""

    manifest: Mapping[str, Any]
    counts: Mapping[str, Any]
    funnel: tuple[Step, ...]
    clusters: tuple[ClusterView, ...]
    clusters_found: int
    matrix: SourceMatrix
    histogram: Histogram
    repeats: tuple[RepeatView, ...]
    repeats_found: int
    boilerplate: tuple[tuple[str, tuple[tuple[str, int], ...], int], ...]
    rejects_by_reason: tuple[tuple[str, int], ...]
    rejects: tuple[Mapping[str, Any], ...]
    rejects_found: int
    review: tuple[PairView, ...]
    removed: tuple[RemovedView, ...]
    removed_found: int

    @property
    def verdict(self) -> str:
        """The first line: what was read, kept, removed, rejected."""
        parts = ", ".join(f"{self.counts.get(n, 0):,} {n}" for n in ("kept", "removed", "rejected"))
        return f"{self.counts.get('read', 0):,} articles read: {parts}"


def dedup_view(
    manifest: Mapping[str, Any],
    *,
    named: pa.Table,
    clusters: pa.Table,
    pairs: pa.Table,
    removed: pa.Table,
    repeats: pa.Table,
    rejects: pa.Table,
    boilerplate: Mapping[str, Sequence[Sequence[Any]]],
) -> Dedup:
    """Build the view.

    Args:
        manifest: `counts`, `timings`, `settings`, `versions`, `caps`, `detection_curve` as pairs of Jaccard and
            probability; each optional.
        named: `id, title, source` of the articles that the lists name and of all in a pair.
        clusters, pairs, removed, repeats, rejects: The tables of the contract, sorted by their key.
        boilerplate: A source's lines of boilerplate as (line, number of pages).
    """
    counts = manifest.get("counts", {})
    threshold = float(manifest.get("settings", {}).get("threshold", 0.5))
    largest = _largest(clusters)
    near = pairs.take(_nearest(pairs, threshold)).to_pylist()
    gone = removed.slice(0, MAX_REMOVED).to_pylist()
    names = _names(
        named,
        [c["representative"] for _, c in largest]
        + [row[key] for row in near for key in ("id_a", "id_b")]
        + [row[key] for row in gone for key in ("id", "kept_id")],
    )
    reasons = ((str(v["values"]), v["counts"]) for v in pc.value_counts(rejects.column("reason")).to_pylist())
    return Dedup(
        manifest=manifest,
        counts=counts,
        funnel=_funnel(counts),
        clusters=tuple(_cluster(size, c, names) for size, c in largest),
        clusters_found=clusters.num_rows,
        matrix=source_matrix(pairs, named),
        histogram=histogram(pairs, threshold, manifest.get("detection_curve") or ()),
        repeats=tuple(_repeats(repeats)),
        repeats_found=repeats.num_rows,
        boilerplate=_boilerplate(boilerplate),
        rejects_by_reason=tuple(sorted(reasons, key=lambda entry: -entry[1])),
        rejects=tuple(rejects.slice(0, MAX_REJECTS).to_pylist()),
        rejects_found=rejects.num_rows,
        review=tuple(_pair(row, names) for row in near if row["relation"] != "identical"),
        removed=tuple(_removed(row, names) for row in gone),
        removed_found=removed.num_rows,
    )


def _names(named: pa.Table, wanted: Sequence[str]) -> dict[str, Named]:
    """Return the names of the wanted articles; one that has none goes by its id."""
    found = named.filter(pc.is_in(named.column("id"), pa.array(wanted, named.schema.field("id").type)))
    names = {ident: Named(ident, "", None) for ident in wanted}
    return names | {row["id"]: Named(row["id"], row["title"] or "", row["source"] or None) for row in found.to_pylist()}


def _least(keys: NDArray[Any], count: int) -> NDArray[np.intp]:
    """Return where the smallest keys stand, at least so many where there are; all that equal the last of them."""
    if len(keys) <= count:
        return np.arange(len(keys))
    return np.flatnonzero(keys <= np.partition(keys, count - 1)[count - 1])


def _largest(clusters: pa.Table) -> list[tuple[int, dict[str, Any]]]:
    """Return size and columns, but for the members, of the largest clusters, of equal ones the first."""
    sizes = pc.list_value_length(clusters.column("members")).to_numpy()
    rows = _least(-sizes, MAX_CLUSTERS)
    rows = rows[np.argsort(-sizes[rows], kind="stable")][:MAX_CLUSTERS]
    columns = clusters.select(["representative", "sources", "first_seen"]).take(rows).to_pylist()
    return list(zip(sizes[rows].tolist(), columns, strict=True))


def _nearest(pairs: pa.Table, threshold: float) -> NDArray[np.intp]:
    """Return the pairs whose Jaccard is nearest to the threshold, for a person to judge."""
    apart = np.abs(pairs.column("jaccard").to_numpy() - threshold)
    rows = _least(apart, MAX_REVIEW)
    return rows[np.argsort(apart[rows], kind="stable")][:MAX_REVIEW]


def _funnel(counts: Mapping[str, Any]) -> tuple[Step, ...]:
    read = int(counts.get("read", 0))
    total = max(read, 1)
    steps = [Step("read", read, 1.0 if read else 0.0, "read")]
    if counts.get("rejected"):
        steps.append(Step("rejected: not readable", int(counts["rejected"]), counts["rejected"] / total, "lost"))
    for relation, count in counts.get("removed_by_relation", {}).items():
        steps.append(Step(f"removed: {RELATION_WORDS.get(relation, relation)}", int(count), count / total, "lost"))
    steps.append(Step("kept", int(counts.get("kept", 0)), counts.get("kept", 0) / total, "kept"))
    return tuple(steps)


def _cluster(size: int, row: Mapping[str, Any], names: Mapping[str, Named]) -> ClusterView:
    return ClusterView(size, names[row["representative"]], tuple(row["sources"]), row["first_seen"])


def _repeats(repeats: pa.Table) -> list[RepeatView]:
    """Return the passages with most places, of equal ones the longest."""
    sizes = pc.list_value_length(repeats.column("places")).to_numpy()
    rows = _least(-sizes, MAX_REPEATS)
    lengths = pc.utf8_length(repeats.column("text").take(rows)).to_numpy()
    rows = rows[np.lexsort((-lengths, -sizes[rows]))][:MAX_REPEATS]
    return [_repeat(repeats.slice(row, 1), int(sizes[row])) for row in rows.tolist()]


def _repeat(row: pa.Table, size: int) -> RepeatView:
    places = row.column("places").combine_chunks().flatten().slice(0, MAX_PLACES).to_pylist()
    kind, text, sources = (row.column(name)[0].as_py() for name in ("kind", "text", "sources"))
    return RepeatView(size, kind, text, tuple(sources), tuple((p["id"], p["start"], p["end"]) for p in places))


def _boilerplate(
    lines: Mapping[str, Sequence[Sequence[Any]]],
) -> tuple[tuple[str, tuple[tuple[str, int], ...], int], ...]:
    found = []
    for source, entries in sorted(lines.items(), key=lambda item: (-len(item[1]), item[0])):
        shown = tuple((shorten(str(text), 120), int(pages)) for text, pages in entries[:MAX_BOILERPLATE])
        found.append((source, shown, len(entries)))
    return tuple(found[:MAX_CLUSTERS])


def _pair(row: Mapping[str, Any], names: Mapping[str, Named]) -> PairView:
    return PairView(
        names[row["id_a"]], names[row["id_b"]], PAIR_WORDS.get(row["relation"], row["relation"]), row["jaccard"],
        max(row["containment_a"], row["containment_b"]),
    )  # fmt: skip


def _removed(row: Mapping[str, Any], names: Mapping[str, Named]) -> RemovedView:
    return RemovedView(
        removed=names[row["id"]], kept=names[row["kept_id"]],
        relation=RELATION_WORDS.get(row["relation"], row["relation"]), jaccard=row["jaccard"],
        containment=row["containment"], unique_share=row["unique_share"],
        place=f"{row['source_file'] or ''}:{row['line']}" if row["line"] else row["source_file"] or "",
    )  # fmt: skip


def lost_share(counts: Mapping[str, Any]) -> str | None:
    """Return what share of the removed articles' words stands nowhere in those kept; None where none was removed."""
    words = counts.get("words_removed")
    return percent(counts.get("unique_words_lost", 0) / words) if words else None
