"""Known articles by words, and in the order in which they came: for people who look through a corpus."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.corpus.known import Known
from dedup.corpus.postings import NUMBER_MASK, TERM, prefixes
from dedup.corpus.probes import count_column_terms
from dedup.corpus.query import all_copies
from dedup.corpus.state import State

# Bodies whose terms are compared exactly for one page; where more must be looked at, the page ends early.
_LOOKED_AT = 2000
_AT_ONCE = 50
# A word of more bodies is not looked up: the rarest word names the bodies, and the others are found in these.
_MOST_POSTINGS = 100_000


class Page(NamedTuple):
    """A part of a listing.

    Attributes:
        articles: Known articles, newest first.
        before: Where the next part begins; None where there is none.
    """

    articles: list[Known]
    before: int | None


def newest(state: State, before: int | None, most: int) -> Page:
    """Return the current articles that were added last, those numbered from `before` on left out."""
    numbers = state.columns.current()
    numbers = numbers if before is None else numbers[: int(np.searchsorted(numbers, before))]
    chosen = numbers[-most:][::-1].tolist()
    return Page(state.known.load(chosen), chosen[-1] if len(numbers) > most else None)


def find_words(state: State, query: str, before: int | None, most: int) -> Page:
    """Return current articles that have all words of a query in title or body, the newest texts first.

    Articles with one body stand together, and are found by the words of the first one's title.

    Args:
        state: The corpus, within a transaction.
        query: Words; none finds nothing.
        before: As `Page.before` of the part before this one.
        most: How many; copies of the last one come with it.
    """
    terms = _terms(query)
    bodies = _bodies(state, terms)[::-1]
    bodies = bodies if before is None else bodies[bodies < before]
    current = set(state.columns.current().tolist())
    found: list[Known] = []
    last = 0
    for body in _having(state, bodies[:_LOOKED_AT], terms):
        if len(found) >= most:
            return Page(found, last)
        copies = [body, *all_copies([body], state.known, state.columns, state.postings)[body.number]]
        by_number = {copy.number: copy for copy in copies if copy.number in current}
        found += by_number.values()
        last = body.number
    return Page(found, int(bodies[_LOOKED_AT - 1]) if len(bodies) > _LOOKED_AT else None)


def _terms(query: str) -> NDArray[np.uint64]:
    text = pa.array([query], pa.large_string())
    nothing = pa.array([[]], pa.list_(pa.int32()))
    return count_column_terms(pa.array([""], pa.large_string()), text, nothing)[0]


def _bodies(state: State, terms: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return the numbers of bodies that may have all terms, in order."""
    if not len(terms):
        return np.empty(0, np.int64)
    wanted = np.unique(prefixes(TERM, terms))
    counts = state.postings.counts(wanted)
    order = np.argsort(counts, kind="stable")
    everything = int(NUMBER_MASK)
    numbers = np.unique(state.postings.find(wanted[order[:1]], everything)[1])
    for place in order[1:].tolist():
        if counts[place] <= _MOST_POSTINGS and len(numbers) > _AT_ONCE:
            numbers = np.intersect1d(numbers, state.postings.find(wanted[place : place + 1], everything)[1])
    return numbers[state.columns.stored(numbers)]


def _having(state: State, bodies: NDArray[np.int64], terms: NDArray[np.uint64]) -> Iterator[Known]:
    """Yield those bodies that have all terms: the index knows terms by a part of their hash only."""
    for start in range(0, len(bodies), _AT_ONCE):
        articles = state.known.load(bodies[start : start + _AT_ONCE].tolist())
        for article, vector in zip(articles, state.known.vectors(articles), strict=True):
            if np.isin(terms, vector.terms).all():
                yield article
