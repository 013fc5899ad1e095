"""Why two articles are related: the relation, its numbers, and the passages behind it. Called by `dedup explain`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from dedup.articles import Article, Cleaned, PairRelation, PassageMatch
from dedup.batches import Lists
from dedup.cleaning.article import clean_article
from dedup.matching.verification import IDENTICAL, RELATIONS, UNRELATED, compare_sets, relate_sets
from dedup.passages.align import align_passages
from dedup.settings import Settings
from dedup.sketching.sketcher import shingle_sets, sketch, token_lists


@dataclass(frozen=True, slots=True)
class Explanation:
    """Two articles, compared exactly.

    Attributes:
        a, b: The articles, cleaned.
        relation: Of a to b.
        jaccard: Of the shingle sets, 0 to 1.
        estimate: The same as the signatures estimate it.
        containment_a: Share of a's shingles that stand in b.
        containment_b: Share of b's shingles that stand in a.
        shared, shingles_a, shingles_b: Counts behind these.
        passages: Shared passages, in the order of a.
    """

    a: Cleaned
    b: Cleaned
    relation: PairRelation
    jaccard: float
    estimate: float
    containment_a: float
    containment_b: float
    shared: int
    shingles_a: int
    shingles_b: int
    passages: tuple[PassageMatch, ...]


def explain(a: Article, b: Article, settings: Settings) -> Explanation:
    """Compare two articles as `run` would, and align their passages.

    Only passages of the bodies are told: boilerplate that both pages share explains nothing.
    """
    cleaned = (clean_article(a, keep_all=not settings.clean), clean_article(b, keep_all=not settings.clean))
    texts = pa.array([a.text, b.text], pa.large_string())
    bodies = pa.array([[edge for span in c.body for edge in span] for c in cleaned], pa.list_(pa.int32()))
    sets = shingle_sets(token_lists(texts, bodies), settings)
    sketches = sketch(texts, bodies, settings)
    first, second = np.array([0]), np.array([1])
    shared, size_a, size_b = compare_sets(Lists.cut(*sets), first, second)
    if not size_a[0] or not size_b[0]:
        relation, jaccard, of_a, of_b = RELATIONS[UNRELATED], 0.0, 0.0, 0.0
    else:
        found = relate_sets(first, second, shared, size_a, size_b, settings)
        same = bool((sketches.body_hashes[0] == sketches.body_hashes[1]).all())
        relation = RELATIONS[IDENTICAL if same else found.relation[0]]
        jaccard, of_a, of_b = (
            float(column[0]) for column in (found.jaccard, found.containment_first, found.containment_second)
        )
    passages = tuple(
        match
        for match in align_passages(a.text, b.text, reworded=False)
        if _in_body(match.a_start, match.a_end, cleaned[0]) and _in_body(match.b_start, match.b_end, cleaned[1])
    )
    if relation == RELATIONS[UNRELATED] and any(m.a_end - m.a_start >= settings.passage_length for m in passages):
        relation = "overlap"
    estimate = float(np.mean(sketches.signatures[0] == sketches.signatures[1]))
    return Explanation(
        *cleaned, relation, jaccard, estimate, of_a, of_b, int(shared[0]), int(size_a[0]), int(size_b[0]), passages
    )


def _in_body(start: int, end: int, cleaned: Cleaned) -> bool:
    return any(span.start < end and start < span.end for span in cleaned.body)
