"""What another threshold would do: removals, pairs and agreement with labels; and the pairs nearest to the line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dedup.engines.local import LocalEngine
from dedup.jobs.judging import Judgement, Line, Quality, draw_line, measure
from dedup.jobs.progress import Progress
from dedup.jobs.run.decision import at_threshold, remove
from dedup.jobs.run.outcome import Outcome
from dedup.jobs.run.run import decide
from dedup.matching.bands import choose_banding
from dedup.matching.verification import IDENTICAL, NEAR_DUPLICATE, RELATIONS, TEMPLATE, UNRELATED, Verified, reverse
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
    """What `tune` found.

    Attributes:
        curve: What each threshold does.
        near: The pairs nearest to the threshold, nearest first.
        quality: How each threshold agrees with what was said of pairs; empty where nothing was.
        line: The threshold that agrees best; None where too little was said.
        unknown: Judged pairs with an article that is not among those read; they count for nothing.
    """

    curve: tuple[ThresholdRow, ...]
    near: tuple[NearPair, ...]
    quality: tuple[Quality, ...] = ()
    line: Line | None = None
    unknown: int = 0


def tune(
    source: Iterable[Item],
    read: Callable[[Item], pa.RecordBatch],
    settings: Settings,
    progress: Progress,
    near: int,
    judge: Callable[[Sequence[NearPair]], Sequence[Judgement]] | None = None,
) -> Tuning:
    """Search once below the threshold and decide for many.

    Args:
        source: Pieces of input.
        read: From a piece to a batch of articles.
        settings: The threshold in question, and all else.
        progress: Told what happens.
        near: How many pairs to return for judging.
        judge: Given those near pairs that Jaccard alone decides, with their whole texts; returns what is known of any
            pairs.
    """
    floor = min(max(settings.threshold - _BELOW, _LOWEST), settings.threshold)
    with LocalEngine(settings) as engine:
        outcome = decide(source, read, settings.with_(threshold=floor), engine, progress)
        steps = sorted({round(step / 20, 2) for step in range(1, 21) if step / 20 >= floor} | {settings.threshold})
        curve = tuple(_row(outcome, settings.with_(threshold=step)) for step in steps)
        pairs = tuple(_near(outcome, settings.threshold, near))
        if judge is None:
            return Tuning(curve, pairs)
        open_to_doubt = _by_jaccard_alone(outcome, settings)
        said = judge(_near(outcome, settings.threshold, near, among=open_to_doubt, characters=None))
        return _compared(outcome, settings, steps, Tuning(curve, pairs), said)


def _by_jaccard_alone(outcome: Outcome, settings: Settings) -> NDArray[np.bool_]:
    """Say which pairs another threshold would decide otherwise: containment and templates don't hang on it."""
    pairs = outcome.matches.pairs
    contained = np.maximum(pairs.containment_first, pairs.containment_second) >= settings.contained_from
    alone: NDArray[np.bool_] = ~contained & (pairs.relation != TEMPLATE)
    return alone


def _compared(
    outcome: Outcome, settings: Settings, steps: Sequence[float], found: Tuning, said: Sequence[Judgement]
) -> Tuning:
    """Compare each threshold with what was said of pairs."""
    bodies = _bodies_of(outcome, {name for one in said for name in (one.id_a, one.id_b)})
    judged = [one for one in said if one.id_a in bodies and one.id_b in bodies]
    if not judged:
        return replace(found, unknown=len(said))
    sides = np.sort(np.array([(bodies[one.id_a], bodies[one.id_b]) for one in judged], np.int64), axis=1)
    quality = []
    for step in steps:
        chosen = settings.with_(threshold=step)
        pairs = at_threshold(outcome.matches, chosen).pairs
        _, labels = remove(pairs, np.zeros(len(outcome.decision.labels), np.bool_), chosen)
        removing = np.array([name in chosen.remove for name in RELATIONS])
        place = _places_of(sides, pairs)
        relation = np.append(pairs.relation, UNRELATED)[place]  # -1 takes the last
        relation = np.where((sides[:, 0] == sides[:, 1]) & (sides[:, 0] >= 0), IDENTICAL, relation)
        taken = removing[relation] | removing[reverse(relation)]
        # an article without words is by itself
        clusters = {
            name: int(labels[body]) if body >= 0 else -1 - number
            for number, (name, body) in enumerate(sorted(bodies.items()))
        }
        quality.append(measure(step, judged, taken, clusters))
    place = _places_of(sides, outcome.matches.pairs)
    alone = _by_jaccard_alone(outcome, settings)
    decided = np.append(alone, True)[place] & (sides[:, 0] != sides[:, 1])
    jaccard = np.append(outcome.matches.pairs.jaccard, 0.0)[place]
    line = draw_line(jaccard[decided], np.array([one.same for one in judged])[decided])
    return replace(found, quality=tuple(quality), line=line, unknown=len(said) - len(judged))


def _bodies_of(outcome: Outcome, names: set[str]) -> dict[str, int]:
    """Return the body of each of some ids that is there; of copies under one id the first in input order."""
    ids = outcome.collection.ids.column()
    rows = np.flatnonzero(pc.is_in(ids, pa.array(sorted(names), ids.type)).to_numpy(zero_copy_only=False))
    found = zip(ids.take(pa.array(rows)).to_pylist(), outcome.collection.numbering.body_of[rows].tolist(), strict=True)
    return dict(reversed(list(found)))


def _places_of(sides: NDArray[np.int64], pairs: Verified) -> NDArray[np.int64]:
    """Return where pairs of bodies (int64[n, 2], the smaller first) stand among the verified ones; -1 for nowhere."""
    keys = pairs.first << 32 | pairs.second
    wanted = sides[:, 0] << 32 | sides[:, 1]
    order = np.argsort(keys, kind="stable")
    at = np.searchsorted(keys[order], wanted)
    place = order[np.minimum(at, len(order) - 1)] if len(order) else np.zeros(len(wanted), np.int64)
    found = keys[place] == wanted if len(order) else np.zeros(len(wanted), np.bool_)
    return np.where(found, place, -1)


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


def _near(
    outcome: Outcome,
    threshold: float,
    count: int,
    *,
    among: NDArray[np.bool_] | None = None,
    characters: int | None = 300,
) -> list[NearPair]:
    pairs = outcome.matches.pairs
    chosen = np.argsort(np.abs(pairs.jaccard - threshold), kind="stable")
    chosen = (chosen if among is None else chosen[among[chosen]])[:count]
    if not len(chosen):
        return []
    sides = [outcome.collection.numbering.row_of[side[chosen]] for side in (pairs.first, pairs.second)]
    ids = [outcome.collection.ids.of(rows) for rows in sides]
    texts = [outcome.collection.articles.take(rows, ["text"]).column(0).to_pylist() for rows in sides]
    return [
        NearPair(
            ids[0][i], ids[1][i], float(pairs.jaccard[pair]), float(pairs.containment_first[pair]),
            float(pairs.containment_second[pair]), texts[0][i][:characters], texts[1][i][:characters],
        )
        for i, pair in enumerate(chosen.tolist())
    ]  # fmt: skip
