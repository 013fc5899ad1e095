"""Passages that stand more than once in one text: a block printed twice, a summary above the body.

Called by `cleaning`, where a passage that stands twice counts once.
"""

from __future__ import annotations

from collections.abc import Sequence

from dedup.articles import Span
from dedup.kernel.runs import find_runs
from dedup.passages.shared import LEAST_CHARACTERS, LEAST_TOKENS, SEED_TOKENS
from dedup.text.tokens import tokenize


def repeats_within(
    text: str, spans: Sequence[tuple[int, int]] = (), least: int = LEAST_TOKENS
) -> list[tuple[Span, ...]]:
    """Find the passages that stand more than once in a text, word for word.

    Args:
        text: Any string.
        spans: Code-point spans to look in, sorted and disjoint; none looks everywhere. A passage may run over from one
            span into the next.
        least: Tokens that a passage must have.

    Returns:
        For each passage its places, two or more, in order; passages by their first place. Places of one passage don't
        overlap. A passage that stands more than 9 times is listed with some of its places only.
    """
    tokens = tokenize(text, spans)
    runs = find_runs(tokens.hashes, tokens.hashes, SEED_TOKENS, True)
    groups: dict[tuple[int, int], int] = {}  # (first token, tokens) of a place -> group
    places: list[list[tuple[int, int]]] = []
    for first, second, length in runs.tolist():
        if length < least or tokens.ends[first + length - 1] - tokens.starts[first] < LEAST_CHARACTERS:
            continue
        group = groups.get((first, length), groups.get((second, length), len(places)))
        if group == len(places):
            places.append([])
        for place in ((first, length), (second, length)):
            if groups.setdefault(place, group) == group and place not in places[group]:
                places[group].append(place)
    passages = []
    for group_places in places:
        spans_found: list[Span] = []
        for first, length in sorted(group_places):
            span = Span(int(tokens.starts[first]), int(tokens.ends[first + length - 1]))
            if not spans_found or span.start >= spans_found[-1].end:
                spans_found.append(span)
        if len(spans_found) > 1:
            passages.append(tuple(spans_found))
    return sorted(passages)
