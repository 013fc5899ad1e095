"""What people said of pairs: read and kept as JSON lines, compared with what each threshold says, and a line drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dedup.errors import InputError

# Answers of either kind from which a line is drawn; with fewer the interval would say nothing.
LEAST_ANSWERS = 3
# Articles whose clusters a file may give: each pair of them is judged, two million of so many.
MOST_CLUSTERED = 2000
_RESAMPLES = 1000
_SEED = 1
_CONFIDENCE = (2.5, 97.5)


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether two articles are one text, by somebody who looked; the smaller id first."""

    id_a: str
    id_b: str
    same: bool


@dataclass(frozen=True, slots=True)
class Quality:
    """How a threshold agrees with what people said.

    Attributes:
        threshold: The threshold.
        precision: Share of the judged pairs that it takes for one text which are; None where it takes none.
        recall: Share of the judged pairs that are one text which it takes for one; None where none is.
        f1: Their harmonic mean.
        b3_precision, b3_recall, b3_f1: B³ (Bagga and Baldwin, 1998) of its clusters over the judged articles. Those
            that no chain of "the same" ties count as different.
    """

    threshold: float
    precision: float | None
    recall: float | None
    f1: float | None
    b3_precision: float
    b3_recall: float
    b3_f1: float


@dataclass(frozen=True, slots=True)
class Line:
    """The threshold with the fewest errors on the judged pairs, with the 95 % interval of a bootstrap over them.

    Attributes:
        threshold: The middle of where the errors are fewest.
        low, high: The interval.
        errors: Judged pairs on the wrong side of the line.
        judged: Judged pairs that Jaccard alone decides.
    """

    threshold: float
    low: float
    high: float
    errors: int
    judged: int


def judgement(first: str, second: str, *, same: bool) -> Judgement:
    """Return what was said of two articles, in either order."""
    return Judgement(min(first, second), max(first, second), same)


def read_judgements(path: Path) -> list[Judgement]:
    """Read what was said of pairs; of a pair judged twice, the later line holds.

    Lines are {"id_a", "id_b", "same": true or false}, as `dedup tune --review` keeps them, or {"id", "cluster"}: of
    articles with clusters, each pair is judged.

    Raises:
        InputError: The file can't be read, or a line is neither.
    """
    import orjson

    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise InputError(f"{path}: can't be read: {error.strerror}") from error
    found: dict[tuple[str, str], Judgement] = {}
    clusters: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = orjson.loads(line)
        except orjson.JSONDecodeError:
            record = None
        if _is_pair(record):
            one = judgement(record["id_a"], record["id_b"], same=record["same"])
            found[one.id_a, one.id_b] = one
        elif isinstance(record, dict) and all(isinstance(record.get(name), str) for name in ("id", "cluster")):
            clusters[record["id"]] = record["cluster"]
        else:
            raise InputError(
                f'{path}:{number}: wanted {{"id_a": "...", "id_b": "...", "same": true}} or '
                '{"id": "...", "cluster": "..."}'
            )
    if len(clusters) > MOST_CLUSTERED:
        raise InputError(f"{path}: clusters of {len(clusters):,} articles, at most {MOST_CLUSTERED:,} are taken")
    for first, second in combinations(sorted(clusters), 2):
        one = judgement(first, second, same=clusters[first] == clusters[second])
        found.setdefault((one.id_a, one.id_b), one)
    return list(found.values())


def _is_pair(record: Any) -> bool:  # noqa: ANN401 - any JSON value
    return (
        isinstance(record, dict)
        and isinstance(record.get("id_a"), str)
        and isinstance(record.get("id_b"), str)
        and isinstance(record.get("same"), bool)
    )


def measure(
    threshold: float, judged: Sequence[Judgement], taken: NDArray[np.bool_], clusters: Mapping[str, int]
) -> Quality:
    """Compare a threshold's answers with people's.

    Args:
        threshold: The threshold.
        judged: What people said, at least one pair.
        taken: bool[judged], which of these pairs the threshold takes for one text.
        clusters: For each judged article the cluster that the threshold puts it into.
    """
    same = np.array([one.same for one in judged])
    hits = int(np.sum(taken & same))
    precision = hits / int(taken.sum()) if taken.any() else None
    recall = hits / int(same.sum()) if same.any() else None
    b3 = _b3(clusters, _tied(judged))
    return Quality(threshold, precision, recall, _harmonic(precision, recall), *b3)


def draw_line(jaccard: NDArray[np.float64], same: NDArray[np.bool_]) -> Line | None:
    """Find the threshold with the fewest errors.

    Args:
        jaccard: float64[n], of judged pairs that Jaccard alone decides; 0 for those that share too little to be found.
        same: bool[n], what was said of them.

    Returns:
        None where fewer than `LEAST_ANSWERS` are the same, or are not: no line can be drawn.
    """
    if min(int(same.sum()), int(np.sum(~same))) < LEAST_ANSWERS:
        return None
    values = np.unique(np.append(jaccard, 1.0))
    lines = np.append((values[:-1] + values[1:]) / 2, 1.0)
    lines = np.unique(np.append(lines, values[values > 0][:1]))  # below all of them everything is the same
    weights = np.random.default_rng(_SEED).multinomial(len(same), np.full(len(same), 1 / len(same)), _RESAMPLES)
    order = np.argsort(jaccard)
    below, same_sorted = np.searchsorted(jaccard[order], lines), same[order]
    errors = _errors(np.ones(len(same), np.int64), same_sorted, below)
    best = float(lines[_middle(errors)])
    resampled = [float(lines[_middle(_errors(row[order], same_sorted, below))]) for row in weights]
    low, high = np.percentile(resampled, _CONFIDENCE)
    return Line(best, min(float(low), best), max(float(high), best), int(errors.min()), len(same))


def _errors(weights: NDArray[np.int64], same: NDArray[np.bool_], below: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return what each line gets wrong: the same below it, and others at or above it.

    Args:
        weights, same: int64[n], bool[n], how often each pair counts and what was said of it, by rising likeness.
        below: int64[m], how many pairs lie below each line.
    """
    missed = np.append(0, np.cumsum(weights * same))
    others = np.append(0, np.cumsum(weights * ~same))
    wrong: NDArray[np.int64] = missed[below] + others[-1] - others[below]
    return wrong


def _middle(errors: NDArray[np.int64]) -> int:
    """Return the middle one of the places with the fewest errors."""
    best = np.flatnonzero(errors == errors.min())
    return int(best[len(best) // 2])


def _tied(judged: Iterable[Judgement]) -> dict[str, str]:
    """Return for each judged article one that stands for all that chains of "the same" tie to it."""
    stands: dict[str, str] = {}

    def top(name: str) -> str:
        while stands.setdefault(name, name) != name:
            stands[name] = name = stands[stands[name]]
        return name

    for one in judged:
        a, b = top(one.id_a), top(one.id_b)
        if one.same:
            stands[max(a, b)] = min(a, b)
    return {name: top(name) for name in list(stands)}


def _b3(found: Mapping[str, int], truth: Mapping[str, str]) -> tuple[float, float, float]:
    both = Counter((found[name], truth[name]) for name in truth)
    sizes, true_sizes = Counter(found[name] for name in truth), Counter(truth.values())
    precision = sum(n * n / sizes[own] for (own, _), n in both.items()) / len(truth)
    recall = sum(n * n / true_sizes[own] for (_, own), n in both.items()) / len(truth)
    return precision, recall, _harmonic(precision, recall) or 0.0


def _harmonic(a: float | None, b: float | None) -> float | None:
    if a is None or b is None:
        return None
    return 2 * a * b / (a + b) if a + b else 0.0
