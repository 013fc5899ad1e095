"""What another threshold would do: removals and pairs by threshold, and the pairs nearest to the line to judge."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import pyarrow as pa

from dedup.engines.local import LocalEngine
from dedup.jobs.progress import Progress
from dedup.jobs.run.decision import at_threshold, remove
from dedup.jobs.run.outcome import Outcome
from dedup.jobs.run.run import decide
from dedup.matching.bands import choose_banding
from dedup.matching.verification import NEAR_DUPLICATE
from dedup.settings import Settings

Item = TypeVar("Item")
# Pairs are searched this far below the threshold in question, so that there is something on both sides of the line.
_BELOW = 0.3
_LOWEST = 0.2


@dataclass(frozen=True, slots=True)
class ThresholdRow:
    """What a threshold does: near-duplicate pairs, distinct bodies removed, and how surely such a pair is found."""

    threshold: float
    pairs: int
    removed: int
    detection: float


@dataclass(frozen=True, slots=True)
class NearPair:
    """A pair near the line, with the beginnings of both bodies' texts."""

    id_a: str
    id_b: str
    jaccard: float
    containment_a: float
    containment_b: float
    text_a: str
    text_b: str


@dataclass(frozen=True, slots=True)
class Tuning:
    """The curve, and the pairs nearest to the threshold, nearest first."""

    curve: tuple[ThresholdRow, ...]
    near: tuple[NearPair, ...]


def tune(
    source: Iterable[Item],
    read: Callable[[Item], pa.RecordBatch],
    settings: Settings,
    progress: Progress,
    near: int,
) -> Tuning:
    """Search once below the threshold and decide for many.

    Args:
        source: Pieces of input.
        read: From a piece to a batch of articles.
        settings: The threshold in question, and all else.
        progress: Told what happens.
        near: How many pairs to return for judging.
    """
    floor = min(max(settings.threshold - _BELOW, _LOWEST), settings.threshold)
    with LocalEngine(settings) as engine:
        outcome = decide(source, read, settings.with_(threshold=floor), engine, progress)
        steps = sorted({round(step / 20, 2) for step in range(1, 21) if step / 20 >= floor} | {settings.threshold})
        curve = tuple(_row(outcome, settings.with_(threshold=step)) for step in steps)
        return Tuning(curve, tuple(_near(outcome, settings.threshold, near)))


def _row(outcome: Outcome, settings: Settings) -> ThresholdRow:
    pairs = at_threshold(outcome.matches, settings).pairs
    banding = choose_banding(settings.threshold, settings.recall, settings.num_perm)
    removed_by, _ = remove(pairs, np.zeros(len(outcome.collection.numbering.row_of), np.bool_), settings)
    return ThresholdRow(
        settings.threshold,
        int(np.sum(pairs.relation == NEAR_DUPLICATE)),
        int(np.sum(removed_by >= 0)),
        banding.detection_probability(settings.threshold),
    )


def _near(outcome: Outcome, threshold: float, count: int) -> list[NearPair]:
    pairs = outcome.matches.pairs
    chosen = np.argsort(np.abs(pairs.jaccard - threshold), kind="stable")[:count]
    if not len(chosen):
        return []
    sides = [outcome.collection.numbering.row_of[side[chosen]] for side in (pairs.first, pairs.second)]
    ids = [outcome.collection.ids.of(rows) for rows in sides]
    texts = [outcome.collection.articles.take(rows, ["text"]).column(0).to_pylist() for rows in sides]
    return [
        NearPair(
            ids[0][i], ids[1][i], float(pairs.jaccard[pair]), float(pairs.containment_first[pair]),
            float(pairs.containment_second[pair]), texts[0][i][:300], texts[1][i][:300],
        )
        for i, pair in enumerate(chosen.tolist())
    ]  # fmt: skip
