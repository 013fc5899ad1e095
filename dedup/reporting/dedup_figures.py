"""The figures of a dedup pass: pairs between sources, and pairs by similarity.

Numbers come from columns of the tables, never row by row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

MAX_SOURCES = 14
BINS = 20


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


def source_matrix(pairs: pa.Table, named: pa.Table) -> SourceMatrix:
    """Count the pairs between the sources that have most of them.

    Args:
        pairs: The table of the contract.
        named: `id` and `source` of the articles in them; one that is missing has no source.
    """
    sources = pc.fill_null(named.column("source").cast(pa.string()), "")
    sources = pc.if_else(pc.equal(sources, ""), "not stated", sources)
    distinct = sorted({*pc.unique(sources).to_pylist(), "not stated"})
    code = pc.index_in(sources, pa.array(distinct)).to_numpy()
    code = np.append(code, distinct.index("not stated"))  # for an article without a name, the last
    idents = named.column("id").combine_chunks()
    a, b = (code[pc.fill_null(pc.index_in(pairs.column(key), idents), -1).to_numpy()] for key in ("id_a", "id_b"))
    low, high = np.minimum(a, b).astype(np.int64), np.maximum(a, b).astype(np.int64)
    keys, between = np.unique(low * len(distinct) + high, return_counts=True)
    total = np.bincount(low, minlength=len(distinct)) + np.bincount(high[high != low], minlength=len(distinct))
    found = np.flatnonzero(total)
    shown = np.sort(found[np.argsort(-total[found], kind="stable")][:MAX_SOURCES]).tolist()
    known = dict(zip(keys.tolist(), between.tolist(), strict=True))
    counts = tuple(tuple(known.get(min(i, j) * len(distinct) + max(i, j), 0) for j in shown) for i in shown)
    most = max((n for row in counts for n in row), default=0)
    levels = tuple(
        tuple(0 if not n else min(4, 1 + int(3.999 * (n - 1) / max(most - 1, 1))) for n in row) for row in counts
    )
    return SourceMatrix(tuple(distinct[i] for i in shown), counts, levels, len(found) - len(shown))


def histogram(pairs: pa.Table, threshold: float, curve: Sequence[Sequence[float]]) -> Histogram:
    """Count the pairs by Jaccard; `curve` holds pairs of Jaccard and probability."""
    bins = np.minimum((pairs.column("jaccard").to_numpy() * BINS).astype(np.int64), BINS - 1)
    counts = np.bincount(bins, minlength=BINS).tolist()
    highest = max(counts)
    heights = tuple(n / highest if highest else 0.0 for n in counts)
    points = tuple((float(x), float(y)) for x, y in curve)
    return Histogram(tuple(counts), heights, highest, threshold, points)
