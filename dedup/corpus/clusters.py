"""Clusters of known articles: those that confirmed pairs tie together, found from one article on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from dedup.articles import Cluster
from dedup.batches import batch_from_articles
from dedup.corpus.known import Known
from dedup.corpus.look_up import find_related
from dedup.corpus.probes import make_probes
from dedup.corpus.records import frame_article, frame_text, frame_time
from dedup.corpus.searching import Page
from dedup.corpus.state import State
from dedup.matching.verification import CONTAINED, CONTAINS, IDENTICAL, NEAR_DUPLICATE

# As in a dedup pass by default.
_TYING = (IDENTICAL, NEAR_DUPLICATE, CONTAINS, CONTAINED)
# Articles of a cluster from which others are looked for; of a larger one, some may be missing.
MOST_MEMBERS = 500
_AT_ONCE = 32


def cluster_of(state: State, article: Known) -> Cluster:
    """Return the cluster of a known article, also if it is alone in it.

    Its members are tied by pairs that are identical, near-duplicates or contained. The longest represents it.
    """
    return _cluster(_grow(state, [article]))


def clusters_of(state: State, page: Page) -> list[Cluster]:
    """Return the clusters of two articles or more that have their newest article on a page of a listing."""
    clusters: list[Cluster] = []
    seen: set[str] = set()
    current = state.columns.current()
    for article, tied in zip(page.articles, _tied(state, page.articles), strict=True):
        if article.id in seen or not tied:
            continue
        members = _grow(state, [article, *tied])
        seen |= {member.id for member in members}
        # a member may be an earlier version, which no page lists
        numbers = np.array([member.number for member in members], np.int64)
        if article.number == numbers[np.isin(numbers, current)].max():
            clusters.append(_cluster(members))
    return clusters


def _grow(state: State, some: Sequence[Known]) -> list[Known]:
    """Return some articles with all that are tied to them, to those in turn, and so on."""
    members = {article.id: article for article in some}
    asked: set[str] = set()
    while len(members) < MOST_MEMBERS:
        waiting = [article for name, article in members.items() if name not in asked][:_AT_ONCE]
        if not waiting:
            break
        asked |= {article.id for article in waiting}
        for tied in _tied(state, waiting):
            for article in tied:
                members.setdefault(article.id, article)
    return list(members.values())


def _tied(state: State, articles: Sequence[Known]) -> list[list[Known]]:
    """Return for each article the others that a pair ties to it; their bodies are as they were found when added."""
    if not articles:
        return []
    batch = batch_from_articles(frame_article(article.frame, article.id) for article in articles)
    bodies = pa.array([article.spans for article in articles], pa.list_(pa.int32()))
    related = find_related(state, make_probes(batch, bodies, None, state.settings, state.banding)).related
    return [
        [match.known for match in found if match.relation in _TYING and match.known.id != article.id]
        for article, found in zip(articles, related, strict=True)
    ]


def _cluster(members: list[Known]) -> Cluster:
    articles = sorted((frame_article(member.frame, member.id) for member in members), key=lambda one: one.id)
    longest = min(members, key=lambda member: (-len(frame_text(member.frame)), member.id))
    first = min(members, key=lambda member: (frame_time(member.frame), member.id))
    return Cluster(
        cluster_id=articles[0].id,
        representative=longest.id,
        members=tuple(article.id for article in articles),
        sources=tuple(sorted({article.source for article in articles if article.source})),
        first_seen=next(article.date for article in articles if article.id == first.id),
    )
