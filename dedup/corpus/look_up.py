"""All that a corpus knows of some articles: relations, sources, neighbours."""

from __future__ import annotations

from typing import NamedTuple

from dedup.corpus.known import Known
from dedup.corpus.neighbours import Neighbours, Proposed
from dedup.corpus.probes import Probes
from dedup.corpus.query import SHORT, Proposals, Related, first_copies, gather_sources, pack_pairs, propose, relate
from dedup.corpus.state import State
from dedup.matching.verification import IDENTICAL


class LookUp(NamedTuple):
    """What a corpus knows of an article.

    Attributes:
        related: Known articles that it is related to, closest first.
        sources: Known articles that may explain parts of it.
        neighbours: Known articles that may tell the same story, with their cosines.
    """

    related: list[Related]
    sources: list[Known]
    neighbours: Neighbours

    def articles(self) -> list[Known]:
        """Return the known articles that may share text with it."""
        return [*(match.known for match in self.related), *self.sources]


class Found(NamedTuple):
    """What is found of a batch before it is explained: what the index proposes, and what each row is related to."""

    worded: Proposed
    proposals: Proposals
    related: list[list[Related]]


def find_related(state: State, probes: Probes) -> Found:
    """Return for each article of a batch the known ones that it is related to, closest first."""
    state.frequencies.refresh(state.store)
    worded = state.stories.propose(probes)
    tokens = probes.sketches.token_counts
    short = pack_pairs(*worded.closest((tokens > 0) & (tokens <= SHORT)))
    proposals = propose(state.postings, state.columns, probes, state.known, short)
    related = relate(probes, proposals, state.known, state.columns, state.postings, state.settings)
    return Found(worded, proposals, [found or _same_record(state, probes, row) for row, found in enumerate(related)])


def look_up(state: State, probes: Probes) -> list[LookUp]:
    """Return for each article of a batch what is known of it."""
    worded, proposals, related = find_related(state, probes)
    sources = [
        gather_sources(proposals, row, state.known, state.columns, state.postings) for row in range(len(probes))
    ]
    sources = first_copies(sources, state.known, state.columns, state.postings)
    neighbours = state.stories.find(probes, worded, [{match.known.number for match in found} for found in related])
    return [LookUp(*found) for found in zip(related, sources, neighbours, strict=True)]


def _same_record(state: State, probes: Probes, row: int) -> list[Related]:
    """Return an article without tokens as related to itself: nothing else says that it is known."""
    if probes.sketches.token_counts[row] > 0:
        return []
    newest = state.numbers(str(probes.batch.column("id")[row].as_py())).tolist()[-1:]
    text = probes.text(row)
    return [Related(a, IDENTICAL, 1.0, 1.0, 1.0) for a in state.known.load(newest) if a.text == text]
