"""A dedup pass as a reader sees it: funnel, clusters, sources, histogram, review list, removals with their evidence.

Built from the tables that `run` writes, of which it takes no more than it shows; printed by the HTML report and the
terminal's summary.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dedup.reporting.dedup_evidence import (
    RELATION_WORDS,
    Named,
    PairView,
    RemovedView,
    TemplateView,
    Texts,
    alike_templates,
    least,
    limits,
    named_articles,
    nearest,
    pair_views,
    place_of,
    removed_views,
    riskiest,
    template_view,
)
from dedup.reporting.dedup_figures import Histogram, SourceMatrix, histogram, source_matrix
from dedup.reporting.words import percent, shorten

# What a page lists of a large run; it says so, and the files beside it hold everything.
MAX_CLUSTERS = 40
MAX_REPEATS = 25
MAX_PLACES = 6
MAX_REJECTS = 60
MAX_BOILERPLATE = 12


@dataclass(frozen=True, slots=True)
class Step:
    """A bar of the funnel: `share` of all that was read; `kind` is `read`, `lost` or `kept`."""

    name: str
    count: int
    share: float
    kind: str


@dataclass(frozen=True, slots=True)
class ClusterView:
    """A cluster with its representative and outlets."""

    size: int
    representative: Named
    sources: tuple[str, ...]
    first_seen: str | None


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
    templates: tuple[TemplateView, ...]
    templates_found: int
    removed: tuple[RemovedView, ...]
    removed_found: int
    identical: int
    limits: tuple[str, ...]

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
    texts: Texts,
) -> Dedup:
    """Build the view.

    Args:
        manifest: `counts`, `timings`, `settings`, `versions`, `caps`, `detection_curve` as pairs of Jaccard and
            probability; each optional.
        named: `id, title, source` of the articles that the lists name and of all in a pair.
        clusters, pairs, removed, repeats, rejects: The tables of the contract, sorted by their key.
        boilerplate: A source's lines of boilerplate as (line, number of pages).
        texts: Asked once for the bodies of the articles that are shown, by id; one that it lacks is not compared.
    """
    counts, settings = manifest.get("counts", {}), manifest.get("settings", {})
    threshold = float(settings.get("threshold", 0.5))
    largest = _largest(clusters)
    near, gone, (templates, templates_found) = (
        nearest(pairs, threshold),
        riskiest(removed, settings),
        alike_templates(pairs),
    )
    paired = [row[key] for row in (*near, *templates) for key in ("id_a", "id_b")]
    wanted = [c["representative"] for _, c in largest] + paired + [row[k] for row in gone for k in ("id", "kept_id")]
    bodies = texts(list(dict.fromkeys(wanted)))
    names = named_articles(named, wanted, bodies)
    identical = int(pc.sum(pc.equal(removed.column("relation").cast(pa.string()), "identical")).as_py() or 0)
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
        review=pair_views(near, removed, names, bodies),
        templates=tuple(template_view(row, names) for row in templates),
        templates_found=templates_found,
        removed=removed_views(gone, names, bodies),
        removed_found=removed.num_rows - identical,
        identical=identical,
        limits=limits(manifest),
    )


def _largest(clusters: pa.Table) -> list[tuple[int, dict[str, Any]]]:
    """Return size and columns of the largest clusters, of equal ones the first."""
    sizes = pc.list_value_length(clusters.column("members")).to_numpy()
    rows = least(-sizes, MAX_CLUSTERS)
    rows = rows[np.argsort(-sizes[rows], kind="stable")][:MAX_CLUSTERS]
    columns = clusters.select(["representative", "sources", "first_seen"]).take(rows).to_pylist()
    for row, column in zip(rows.tolist(), columns, strict=True):
        places = clusters.column("places")[row].values
        if places is not None:  # of a cluster of many thousands, one is wanted
            at = pc.index(places.field("id"), column["representative"]).as_py()
            column["place"] = place_of(places[at].as_py()) if at >= 0 else ""
    return list(zip(sizes[rows].tolist(), columns, strict=True))


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
    representative = replace(names[row["representative"]], place=row.get("place", ""))
    return ClusterView(size, representative, tuple(row["sources"]), row["first_seen"])


def _repeats(repeats: pa.Table) -> list[RepeatView]:
    """Return the passages with most places, of equal ones the longest."""
    sizes = pc.list_value_length(repeats.column("places")).to_numpy()
    rows = least(-sizes, MAX_REPEATS)
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


def lost_share(counts: Mapping[str, Any]) -> str | None:
    """Return what share of the removed articles' words stands nowhere in those kept; None where none was removed."""
    words = counts.get("words_removed")
    return percent(counts.get("unique_words_lost", 0) / words) if words else None
