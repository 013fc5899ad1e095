"""The measures of PAN's text alignment task: macro recall and precision on characters, granularity, plagdet.

Potthast, Stein, Barrón-Cedeño and Rosso (2010), "An Evaluation Framework for Plagiarism Detection". A passage is
(a_start, a_end, b_start, b_end); passages of one pair of texts meet if they overlap in both texts.
"""

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

Passage = tuple[int, int, int, int]


class Scores(NamedTuple):
    plagdet: float
    precision: float
    recall: float
    granularity: float


def plagdet(pairs: Iterable[tuple[Sequence[Passage], Sequence[Passage]]]) -> Scores:
    """Score (cases, detections) of many pairs together: every case and every detection weighs the same."""
    recalls: list[float] = []
    precisions: list[float] = []
    met: list[int] = []
    for cases, detections in pairs:
        for case in cases:
            recalls.append(covered(case, detections))
            meeting = sum(meet(case, detection) for detection in detections)
            if meeting:
                met.append(meeting)
        precisions.extend(covered(detection, cases) for detection in detections)
    recall, precision = _mean(recalls, len(precisions)), _mean(precisions, len(recalls))
    granularity = sum(met) / len(met) if met else 1.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return Scores(f1 / math.log2(1 + granularity), precision, recall, granularity)


def _mean(values: Sequence[float], others: int) -> float:
    if not values:
        return 0.0 if others else 1.0
    return sum(values) / len(values)


def meet(x: Passage, y: Passage) -> bool:
    """Say whether two passages overlap in both texts."""
    return x[0] < y[1] and y[0] < x[1] and x[2] < y[3] and y[2] < x[3]


def covered(passage: Passage, others: Sequence[Passage]) -> float:
    """Return the share of a passage's characters (of both texts) that the passages meeting it cover."""
    meeting = [other for other in others if meet(passage, other)]
    common = sum(
        _union([(max(passage[s], o[s]), min(passage[s + 1], o[s + 1])) for o in meeting]) for s in (0, 2)
    )
    return common / (passage[1] - passage[0] + passage[3] - passage[2])


def _union(spans: list[tuple[int, int]]) -> int:
    total, reached = 0, -1
    for start, end in sorted(spans):
        total += max(end - max(start, reached), 0)
        reached = max(reached, end)
    return total
