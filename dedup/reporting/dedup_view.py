"""A dedup pass as a reader sees it: funnel, clusters, sources, histogram, review list, removals with their evidence.

Built from the rows of the files that `run` writes; printed by the HTML report and the terminal's summary.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dedup.reporting.words import percent, shorten

# What a page lists of a large run; it says so, and the files beside it hold everything.
MAX_CLUSTERS = 40
MAX_SOURCES = 14
MAX_REPEATS = 25
MAX_REJECTS = 60
MAX_REVIEW = 40
MAX_REMOVED = 300
MAX_FURNITURE = 12
BINS = 20
PASSAGE_LENGTH = 300

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
class SourceMatrix:
    """Confirmed pairs between sources: `counts[i][j]` for names i and j, `level` 0 to 4 of each."""

    names: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    levels: tuple[tuple[int, ...], ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Histogram:
    """Pairs by Jaccard in `BINS` equal bins; heights are 0 to 1; `curve` is the probability of detection."""

    counts: tuple[int, ...]
    heights: tuple[float, ...]
    highest: int
    threshold: float
    curve: tuple[tuple[float, float], ...]


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
class Dedup:
    """The whole view of a pass; each `…_found` counts what there is where the list may be shorter."""

    manifest: Mapping[str, Any]
    counts: Mapping[str, Any]
    funnel: tuple[Step, ...]
    clusters: tuple[ClusterView, ...]
    clusters_found: int
    matrix: SourceMatrix
    histogram: Histogram
    repeats: tuple[Mapping[str, Any], ...]
    repeats_found: int
    furniture: tuple[tuple[str, tuple[tuple[str, int], ...], int], ...]
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


def dedup_view(data: Mapping[str, Any]) -> Dedup:
    """Build the view; see `html.dedup_report` for the data."""
    manifest = data.get("manifest", {})
    counts = manifest.get("counts", {})
    names = {str(a["id"]): _named(a) for a in data.get("articles", ())}
    pairs, removed = data.get("pairs", ()), data.get("removed", ())
    clusters, repeats, rejects = data.get("clusters", ()), data.get("repeats", ()), data.get("rejects", ())
    threshold = float(manifest.get("settings", {}).get("threshold", 0.5))
    ordered = sorted(clusters, key=lambda c: (-len(c["members"]), str(c["cluster_id"])))
    repeated = sorted(repeats, key=lambda r: (-len(r["places"]), -len(r["text"]), str(r["passage_id"])))
    return Dedup(
        manifest=manifest,
        counts=counts,
        funnel=_funnel(counts),
        clusters=tuple(_cluster(c, names) for c in ordered[:MAX_CLUSTERS]),
        clusters_found=len(clusters),
        matrix=_matrix(pairs, names),
        histogram=_histogram(pairs, threshold, manifest.get("detection_curve") or ()),
        repeats=tuple(repeated[:MAX_REPEATS]),
        repeats_found=len(repeats),
        furniture=_furniture(data.get("furniture", {})),
        rejects_by_reason=tuple(Counter(str(r["reason"]) for r in rejects).most_common()),
        rejects=tuple(rejects[:MAX_REJECTS]),
        rejects_found=len(rejects),
        review=_review(pairs, threshold, names),
        removed=tuple(_removed(r, names) for r in removed[:MAX_REMOVED]),
        removed_found=len(removed),
    )


def value_of(found: object) -> str:
    """Return the value of something read off a page, which is `{value, start, end, origin}`, a text or null."""
    if isinstance(found, Mapping):
        found = found.get("value")
    return "" if found is None else str(found)


def _named(article: Mapping[str, Any]) -> Named:
    return Named(str(article["id"]), value_of(article.get("title")), value_of(article.get("source")) or None)


def _look_up(names: Mapping[str, Named], ident: object) -> Named:
    return names.get(str(ident)) or Named(str(ident), "", None)


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


def _cluster(cluster: Mapping[str, Any], names: Mapping[str, Named]) -> ClusterView:
    return ClusterView(
        len(cluster["members"]), _look_up(names, cluster["representative"]), tuple(cluster.get("sources") or ()),
        cluster.get("first_seen"),
    )  # fmt: skip


def _matrix(pairs: Iterable[Mapping[str, Any]], names: Mapping[str, Named]) -> SourceMatrix:
    between: Counter[tuple[str, str]] = Counter()
    total: Counter[str] = Counter()
    for pair in pairs:
        a, b = (_look_up(names, pair[key]).source or "not stated" for key in ("id_a", "id_b"))
        between[min(a, b), max(a, b)] += 1
        total.update({a, b})
    shown = sorted(sorted(total, key=lambda s: (-total[s], s))[:MAX_SOURCES])
    counts = tuple(tuple(between[min(a, b), max(a, b)] for b in shown) for a in shown)
    most = max((n for row in counts for n in row), default=0)
    levels = tuple(
        tuple(0 if not n else min(4, 1 + int(3.999 * (n - 1) / max(most - 1, 1))) for n in row) for row in counts
    )
    return SourceMatrix(tuple(shown), counts, levels, len(total) - len(shown))


def _histogram(pairs: Iterable[Mapping[str, Any]], threshold: float, curve: Iterable[Sequence[float]]) -> Histogram:
    counts = [0] * BINS
    for pair in pairs:
        counts[min(BINS - 1, int(float(pair["jaccard"]) * BINS))] += 1
    highest = max(counts)
    heights = tuple(n / highest if highest else 0.0 for n in counts)
    points = tuple((float(x), float(y)) for x, y in curve)
    return Histogram(tuple(counts), heights, highest, threshold, points)


def _furniture(
    lines: Mapping[str, Sequence[Sequence[Any]]],
) -> tuple[tuple[str, tuple[tuple[str, int], ...], int], ...]:
    found = []
    for source, entries in sorted(lines.items(), key=lambda item: (-len(item[1]), item[0])):
        shown = tuple((shorten(str(text), 120), int(pages)) for text, pages in entries[:MAX_FURNITURE])
        found.append((source, shown, len(entries)))
    return tuple(found[:MAX_CLUSTERS])


def _review(pairs: Iterable[Mapping[str, Any]], threshold: float, names: Mapping[str, Named]) -> tuple[PairView, ...]:
    """Return the pairs whose Jaccard is nearest to the threshold, for a person to judge."""
    near = sorted(pairs, key=lambda p: (abs(float(p["jaccard"]) - threshold), str(p["id_a"]), str(p["id_b"])))
    return tuple(
        PairView(
            _look_up(names, p["id_a"]), _look_up(names, p["id_b"]), PAIR_WORDS.get(p["relation"], p["relation"]),
            float(p["jaccard"]), max(float(p["containment_a"]), float(p["containment_b"])),
        )
        for p in near[:MAX_REVIEW]
        if p["relation"] != "identical"
    )  # fmt: skip


def _removed(row: Mapping[str, Any], names: Mapping[str, Named]) -> RemovedView:
    place = f"{row.get('source_file') or ''}:{row['line']}" if row.get("line") else str(row.get("source_file") or "")
    return RemovedView(
        removed=_look_up(names, row["id"]), kept=_look_up(names, row["kept_id"]),
        relation=RELATION_WORDS.get(row["relation"], row["relation"]), jaccard=float(row["jaccard"]),
        containment=float(row["containment"]), unique_share=float(row["unique_share"]), place=place,
    )  # fmt: skip


def lost_share(counts: Mapping[str, Any]) -> str | None:
    """Return what share of the removed articles' words stands nowhere in those kept; None where none was removed."""
    words = counts.get("words_removed")
    return percent(counts.get("unique_words_lost", 0) / words) if words else None
