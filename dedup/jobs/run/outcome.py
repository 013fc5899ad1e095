"""What a dedup pass found out, by numbers of rows (in input order) and of bodies (in keep order)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup.cleaning.boilerplate import Boilerplate
from dedup.clustering.keep_order import KeepOrder, Numbering, folded_source
from dedup.engines.base import Dataset
from dedup.jobs.ids import Ids
from dedup.jobs.run.known import KnownMatch
from dedup.matching.bands import Banding
from dedup.matching.candidates import Caps
from dedup.matching.passage_index import Places
from dedup.matching.verification import Verified


@dataclass(frozen=True, slots=True)
class Collection:
    """The articles of a pass, cleaned, named and put into keep order.

    Attributes:
        articles: What was read, see `batches.article_schema`.
        bodies: What cleaning found, see `cleaning.batch`.
        boilerplate: Lines that many pages of a source share.
        ids: The id of each row.
        numbering: Which rows share a body.
        order: The keep order of the rows.
        tokens: int32[rows], tokens of each body.
    """

    articles: Dataset
    bodies: Dataset
    boilerplate: Boilerplate | None
    ids: Ids
    numbering: Numbering
    order: KeepOrder
    tokens: NDArray[np.int32]

    def absent_sources(self, preferred: Sequence[str]) -> list[str]:
        """Return which of the preferred sources no article has."""
        present = set(np.unique(self.order.preference).tolist())
        first = {folded_source(name): place for place, name in reversed(list(enumerate(preferred)))}
        return [name for name in preferred if first[folded_source(name)] not in present]


@dataclass(frozen=True, slots=True)
class Matches:
    """The confirmed pairs, and how they were searched for.

    Attributes:
        pairs: Verified pairs of distinct bodies, `unrelated` left out.
        sharing: bool[pairs], which of them share a passage of `Settings.passage_length`.
        places: Where passages stand that bodies share, by body and token.
        banding: Bands and rows searched with.
        compared: How many candidates were compared exactly.
        caps: What the limits of the search cut, by channel.
    """

    pairs: Verified
    sharing: NDArray[np.bool_]
    places: Places
    banding: Banding
    compared: int
    caps: dict[str, Caps]


@dataclass(frozen=True, slots=True)
class Decision:
    """What stays and what goes.

    Attributes:
        known: Bodies that go because the corpus has them.
        removed_by: int64[bodies], the pair by which a body is removed, -1 where it stays.
        labels: int64[bodies], smallest body number of each body's cluster.
        updates: How many bodies are new versions of articles that the corpus has.
    """

    known: dict[int, KnownMatch]
    removed_by: NDArray[np.int64]
    labels: NDArray[np.int64]
    updates: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything that a pass found out."""

    collection: Collection
    matches: Matches
    decision: Decision
