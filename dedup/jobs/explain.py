"""Why two articles are related: the relation, its numbers, and the passages behind it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from dedup.articles import Article, Cleaned, PairRelation, PassageMatch
from dedup.cleaning.article import clean_article
from dedup.matching.comparison import compare_bodies, prepare
from dedup.matching.verification import RELATIONS
from dedup.passages.align import align_passages
from dedup.settings import Settings
from dedup.sketching.sketcher import sketch


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
    texts = pa.array([one.text.encode("utf-8", "replace").decode() for one in (a, b)], pa.large_string())
    bodies = pa.array([[edge for span in c.body for edge in span] for c in cleaned], pa.list_(pa.int32()))
    found = compare_bodies(prepare(texts, bodies, settings), np.array([0]), np.array([1]), settings)
    relation = RELATIONS[found.verified.relation[0]]
    jaccard, of_a, of_b = (float(column[0]) for column in found.verified[3:])
    size_a, size_b = found.sizes[:, 0].tolist()
    signatures = sketch(texts, bodies, settings).signatures
    passages = tuple(
        match
        for match in align_passages(a.text, b.text, reworded=False)
        if _in_body(match.a_start, match.a_end, cleaned[0]) and _in_body(match.b_start, match.b_end, cleaned[1])
    )
    estimate = float(np.mean(signatures[0] == signatures[1]))
    return Explanation(
        *cleaned, relation, jaccard, estimate, of_a, of_b, int(found.shared[0]), size_a, size_b, passages
    )


def _in_body(start: int, end: int, cleaned: Cleaned) -> bool:
    return any(span.start < end and start < span.end for span in cleaned.body)
