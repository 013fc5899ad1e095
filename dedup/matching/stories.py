"""Stories: a mixed collection split into groups of articles on the same event.

Average linkage over sparse neighbours: pairs that are none count as 0.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence

from dedup.matching.neighbours import StoryText, neighbours

# Mean cosine between two groups from which they are one story; see `neighbours` for how it was chosen.
_LINK = 0.12
_NEAREST = 60
_LEAST = 0.03


def split_stories(articles: Sequence[StoryText], days: int | None = None) -> list[list[int]]:
    """Split a collection into stories.

    Args:
        articles: Title, text and date of each.
        days: Two articles further apart in time are not tied to each other directly; None: no window.

    Returns:
        Numbers of the articles of each story, ascending, stories by their first article. The grouping does not
        depend on the order of the articles.
    """
    order = sorted(range(len(articles)), key=lambda i: (articles[i].text, articles[i].title, articles[i].date or ""))
    found = neighbours([articles[i] for i in order], days, _NEAREST, _LEAST)
    ties: list[dict[int, float]] = [{} for _ in order]
    for left, right, similarity in zip(
        found.left.tolist(), found.right.tolist(), found.similarity.tolist(), strict=True
    ):
        ties[left][right] = ties[right][left] = similarity
    groups = average_linkage(ties, _LINK)
    return sorted(sorted(order[i] for i in group) for group in groups)


def average_linkage(ties: Sequence[dict[int, float]], link: float) -> list[list[int]]:
    """Merge groups while the mean similarity of two, over all their pairs, is at least `link`.

    Args:
        ties: Per item the similarity to its neighbours, both ways; it is used up.
        link: Mean from which two groups merge, above 0.

    Returns:
        The groups; the most similar merge first (UPGMA; Sokal & Michener 1958).
    """
    members: list[list[int]] = [[i] for i in range(len(ties))]
    sums = [dict(t) for t in ties]
    heap = [(-s, i, j) for i, near in enumerate(sums) for j, s in near.items() if i < j and s >= link]
    heapq.heapify(heap)
    while heap:
        mean, one, other = heapq.heappop(heap)
        if not members[one] or not members[other] or _mean(sums, members, one, other) != -mean:
            continue
        _merge(sums, members, one, other)
        for near in sums[one]:
            value = _mean(sums, members, one, near)
            if value >= link:
                heapq.heappush(heap, (-value, min(one, near), max(one, near)))
    return [m for m in members if m]


def _mean(sums: Sequence[dict[int, float]], members: Sequence[list[int]], one: int, other: int) -> float:
    return sums[one].get(other, 0.0) / (len(members[one]) * len(members[other]))


def _merge(sums: list[dict[int, float]], members: list[list[int]], one: int, other: int) -> None:
    members[one] += members[other]
    members[other] = []
    for near, value in sums[other].items():
        del sums[near][other]
        if near != one:
            sums[one][near] = sums[near][one] = sums[one].get(near, 0.0) + value
    sums[other] = {}
