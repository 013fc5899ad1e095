"""The ids of articles: missing ones come from the content, clashing ones are told apart by it.

The result does not depend on the order of the input: among records with one id but other contents, the one whose
content hashes lowest keeps it. An exact repeat keeps its id: file, line and record tell it apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dedup.articles import Article
from dedup.batches import CONTENT_FIELDS, content_digest
from dedup.engines.base import Dataset, Engine
from dedup.sketching.sketcher import hash_names


class Ids:
    """The ids of all articles by row: as the records give them, but for those that had to be told apart.

    Attributes:
        hashes: uint64[n], a hash of each final id; equal ids hash alike.
    """

    def __init__(self, articles: Dataset, hashes: NDArray[np.uint64], changed: dict[int, str]) -> None:
        self._articles = articles
        self._changed = changed
        self.hashes = hashes

    def of(self, rows: NDArray[np.int64]) -> list[str]:
        """Return the ids of some rows."""
        given = self._articles.take(rows, ["id"]).column("id").to_pylist() if len(rows) else []
        if not self._changed:
            return given
        return [self._changed.get(row, own) for row, own in zip(rows.tolist(), given, strict=True)]

    def column(self) -> pa.LargeStringArray:
        """Return the ids of all rows, in input order."""
        given = [batch.column("id") for batch in self._articles]
        whole = pa.concat_arrays(given) if given else pa.array([], pa.large_string())
        if not self._changed:
            return whole
        rows = sorted(self._changed)
        mask = np.zeros(len(whole), np.bool_)
        mask[rows] = True
        return pc.replace_with_mask(whole, pa.array(mask), pa.array([self._changed[r] for r in rows], whole.type))

    @property
    def changed(self) -> int:
        """How many records had an id that a record of other content has too."""
        return len(self._changed)


def resolve_ids(articles: Dataset, engine: Engine) -> Ids:
    """Tell records with one id but other contents apart by `~` and 8 hex digits of the content."""
    hashes: list[NDArray[np.uint64]] = []
    engine.fold(hash_names, lambda _, part: hashes.append(part), None, (batch.column("id") for batch in articles))
    whole = np.concatenate(hashes) if hashes else np.empty(0, np.uint64)
    hashes.clear()
    ordered = np.sort(whole)
    twice = ordered[1:][ordered[1:] == ordered[:-1]]
    if not len(twice):
        return Ids(articles, whole, {})
    changed = _tell_apart(articles, np.flatnonzero(np.isin(whole, twice)))
    for row, name in changed.items():
        whole[row] = hash_names(pa.array([name], pa.large_string()))[0]
    return Ids(articles, whole, changed)


def with_own_ids(articles: Iterable[Article]) -> Iterator[Article]:
    """Yield a few articles, each with an id of its own: from its content where the record has none, `~2` for a repeat.

    For jobs that show articles in the order in which they come; a dedup pass uses `resolve_ids`.
    """
    taken: dict[str, int] = {}
    for article in articles:
        name = article.id or content_digest({field: getattr(article, field) for field in CONTENT_FIELDS})[:16]
        taken[name] = taken.get(name, 0) + 1
        own = name if taken[name] == 1 else f"{name}~{taken[name]}"
        yield article if own == article.id else replace(article, id=own)


def _tell_apart(articles: Dataset, clashing: NDArray[np.int64]) -> dict[int, str]:
    groups: dict[str, list[tuple[str, int]]] = defaultdict(list)
    # a few at a time: of a hundred thousand equal records only the digests are kept
    for part in np.array_split(clashing, max(len(clashing) // 1000, 1)):
        rows = articles.take(part, ["id", *CONTENT_FIELDS]).to_pylist()
        for row, values in zip(part.tolist(), rows, strict=True):
            groups[values["id"]].append((content_digest(values), row))
    changed: dict[int, str] = {}
    for name, members in groups.items():
        lowest = min(digest for digest, _ in members)
        changed |= {row: f"{name}~{digest[:8]}" for digest, row in members if digest != lowest}
    return changed
