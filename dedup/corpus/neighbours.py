"""Known articles that tell the same story in other words: proposed by the most telling terms, scored exactly.

The terms stand in the index beside bands and samples, so that adding is one sorted run: an FTS5 table (contentless,
detail=none) cost 60 µs an article on top, 65 µs a term to ask, and has no checksums.
"""

from __future__ import annotations

from collections.abc import Set
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.corpus.columns import Columns
from dedup.corpus.frequencies import Frequencies
from dedup.corpus.known import Known, KnownArticles, TermVector
from dedup.corpus.postings import TERM, Postings, prefixes, spread_ranges
from dedup.corpus.probes import Probes
from dedup.corpus.results import Neighbour
from dedup.kernel.terms import multiply_vectors

# Terms that are looked up, those of most weight first; of these, the terms that propose candidates.
_TRIED = 24
_TELLING = 12
# A term of more articles proposes none: it would cost more than it tells.
_MOST_ARTICLES = 300
# Candidates scored exactly, those that share the most weight.
_SCORED = 8
# Least weight that they share, of all the article's: below it no pair of giveme5w1h is a story (at .03, one in 300 is).
_LEAST_SHARED = 0.02
_SHOWN = 5
# Cosine from which two articles tell one story. On giveme5w1h among 1,600 other articles (of five neighbours each):
# precision .94, recall .88; at .12 .93 and .91, at .20 .97 and .81. Among 11,600 others: .93 and .89.
SAME_STORY = 0.15

Neighbours = list[tuple[Known, float]]


class Proposed(NamedTuple):
    """Known articles that share telling terms with articles of a batch.

    Attributes:
        weights: float64[terms], weight of each term of the batch.
        rows, numbers: int64[p], article of the batch and known article; sorted by row.
        shared: float64[p], how much weight they share.
    """

    weights: NDArray[np.float64]
    rows: NDArray[np.int64]
    numbers: NDArray[np.int64]
    shared: NDArray[np.float64]

    def closest(self, chosen: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return rows and numbers of the pairs of some rows (bool[n]) that share most."""
        some = np.flatnonzero(chosen[self.rows])
        best = some[_heaviest(self.shared[some], self.rows[some], _SCORED)]
        return self.rows[best], self.numbers[best]


class Stories:
    """Finds neighbours by TF-IDF, with the document frequencies of the corpus. Use inside a transaction."""

    def __init__(
        self, postings: Postings, columns: Columns, known: KnownArticles, frequencies: Frequencies
    ) -> None:
        self._postings = postings
        self._columns = columns
        self._known = known
        self._frequencies = frequencies

    def propose(self, probes: Probes) -> Proposed:
        """Return the known articles that share most of the telling terms of each article of a batch."""
        owners = np.repeat(np.arange(len(probes)), np.diff(probes.term_offsets))
        weights = self._weigh(TermVector(probes.terms, probes.term_counts))
        tried = _heaviest(weights, owners, _TRIED)
        rows, numbers, shared = self._propose(probes.terms[tried], weights[tried], owners[tried])
        keep = shared >= _LEAST_SHARED * np.bincount(owners, weights=weights**2, minlength=len(probes))[rows]
        return Proposed(weights, rows[keep], numbers[keep], shared[keep])

    def find(self, probes: Probes, proposed: Proposed, related: list[Set[int]]) -> list[Neighbours]:
        """Return for each article of a batch known articles that may tell the same story, with their cosines.

        Args:
            probes: The batch.
            proposed: What `propose` found.
            related: For each article the numbers of those that it is related to, which are left out.
        """
        weights, rows, numbers, shared = proposed
        keep = self._columns.present(numbers)
        keep &= np.array([n not in related[r] for r, n in zip(rows.tolist(), numbers.tolist(), strict=True)], np.bool_)
        rows, numbers, shared = rows[keep], numbers[keep], shared[keep]
        best = _heaviest(shared, rows, _SCORED)
        return self._score(probes, weights, rows[best], numbers[best])

    def _propose(
        self, terms: NDArray[np.uint64], weights: NDArray[np.float64], owners: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
        """Return rows, numbers of articles that share telling terms with them, and how much weight they share."""
        distinct, inverse = np.unique(prefixes(TERM, terms), return_inverse=True)
        found, numbers = self._postings.find(distinct, _MOST_ARTICLES, over=0)
        usable = np.flatnonzero(np.bincount(found, minlength=len(distinct))[inverse])
        telling = usable[_heaviest(weights[usable], owners[usable], _TELLING)]
        places = inverse[telling]
        order = np.argsort(places, kind="stable")
        starts = np.searchsorted(places[order], np.arange(len(distinct) + 1))
        which, at = spread_ranges(starts[found], starts[found + 1])
        entries = telling[order[at]]
        pairs, pair_of = np.unique((owners[entries] << 32) | numbers[which], return_inverse=True)
        shared = np.bincount(pair_of, weights=weights[entries] ** 2, minlength=len(pairs)).astype(np.float64)
        return pairs >> 32, pairs & 0xFFFFFFFF, shared

    def _score(
        self, probes: Probes, weights: NDArray[np.float64], rows: NDArray[np.int64], numbers: NDArray[np.int64]
    ) -> list[Neighbours]:
        found: list[Neighbours] = [[] for _ in range(len(probes))]
        if not len(rows):
            return found
        distinct, places = np.unique(numbers, return_inverse=True)
        articles = self._known.load(distinct.tolist())
        vectors = self._known.vectors(articles)
        terms = np.concatenate([probes.terms, *(v.terms for v in vectors)])
        theirs = self._weigh(TermVector(terms[len(probes.terms) :], np.concatenate([v.counts for v in vectors])))
        all_weights = np.concatenate((weights, theirs))
        sizes = [len(v.terms) for v in vectors]
        offsets = np.concatenate((probes.term_offsets, probes.term_offsets[-1] + np.cumsum(sizes)))
        norms = np.sqrt(np.add.reduceat(np.append(all_weights**2, 0.0), offsets[:-1]))
        products = np.empty(len(rows), np.float64)
        second = places + len(probes)
        multiply_vectors(terms, all_weights, offsets, rows, second, products)
        cosines = products / np.maximum(norms[rows] * norms[second], 1e-12)
        for row, place, cosine in zip(rows.tolist(), places.tolist(), cosines.tolist(), strict=True):
            if cosine >= SAME_STORY:
                found[row].append((articles[place], min(cosine, 1.0)))
        return found

    def _weigh(self, vector: TermVector) -> NDArray[np.float64]:
        """Return the TF-IDF weight of each term: (1 + ln tf) idf."""
        return np.asarray((1 + np.log(vector.counts)) * self._frequencies.idf(vector.terms))


def choose_neighbours(found: Neighbours, excluded: Set[str]) -> tuple[Neighbour, ...]:
    """Return the closest of what was found, one version of each id, some ids left out."""
    best: dict[str, float] = {}
    for article, cosine in found:
        if article.id not in excluded:
            best[article.id] = max(cosine, best.get(article.id, 0.0))
    closest = sorted(best.items(), key=lambda item: (-item[1], item[0]))[:_SHOWN]
    return tuple(Neighbour(name, cosine) for name, cosine in closest)


def _heaviest(weights: NDArray[np.float64], owners: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    """Return the places of each owner's heaviest entries, at most so many; `owners` sorted."""
    order = np.lexsort((-weights, owners))
    sorted_owners = owners[order]
    first = np.searchsorted(sorted_owners, sorted_owners)
    return np.sort(order[np.arange(len(order)) - first < most])
