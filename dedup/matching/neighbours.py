"""TF-IDF neighbours: which articles of a collection use the same telling words, within a time window."""

from __future__ import annotations

import functools
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dedup.text.stopwords import STOP_WORDS

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

# One setting for all collections, in the middle of a plateau of giveme5w1h (B-cubed F .955; ECB+ .85, where titles and
# dates are missing): whole words instead of seven letters cost .005 there, no title weight .02, plain idf .005.
_LETTERS = 7  # letters of a word that count: "election" and "elections" are one term, without a stemmer per language
_TITLE = 8  # times that a word of the title counts
_LEAD, _LEAD_WEIGHT = 60, 1  # words at the head of the text that count once more
IDF_POWER = 1.5
_DECAY = 0.04  # lost per doubling of the days between: B-cubed F .942 against .936; a window of 30 days makes it .90
# A term in more than this share of the articles tells nothing; in a small collection it may be the story's own name.
_COMMON, _FEW = 0.5, 20
_WORD = re.compile(r"[^\W_]+")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
_BLOCK = 1_000
_UNDATED = np.iinfo(np.int64).min


@dataclass(frozen=True, slots=True)
class StoryText:
    """What of an article tells its story: title (may be ""), body, and publication time in ISO 8601 or None."""

    title: str
    text: str
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Pairs of neighbours.

    Attributes:
        left: int64[n], number of one article.
        right: int64[n], number of the other, larger than `left`; sorted by (left, right).
        similarity: float64[n], cosine, 0 to 1, less for the days between them.
    """

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    similarity: NDArray[np.float64]


def neighbours(articles: Sequence[StoryText], days: int | None, nearest: int, least: float) -> Neighbours:
    """Find each article's nearest neighbours.

    Args:
        articles: Title, text and date of each.
        days: Two articles further apart in time are no neighbours; an undated one may be anybody's. None: no window.
        nearest: Neighbours kept per article; a pair stays if either keeps it.
        least: Cosine from which a pair counts, 0 to 1; what it loses for the days between comes off after.

    Returns:
        The pairs. Time grows with the pairs of articles that share a telling word, memory with `nearest`.
    """
    if len(articles) < 2:
        empty = np.empty(0, np.int64)
        return Neighbours(empty, empty, np.empty(0))
    matrix = term_matrix(articles)
    day = np.array([_ordinal(a.date) for a in articles], np.int64)
    pairs, similarity = [np.empty((0, 2), np.int64)], [np.empty(0)]
    for start in range(0, len(articles), _BLOCK):
        near = (matrix[start : start + _BLOCK] @ matrix.T).tocsr()
        for row in range(near.shape[0]):
            i = start + row
            span = slice(near.indptr[row], near.indptr[row + 1])
            others, value = near.indices[span].astype(np.int64), near.data[span]
            kept = (value >= least) & (others != i)
            if days is not None:
                kept &= _days_between(day, i, others) <= days
            others, value = others[kept], value[kept] * _closeness(day, i, others[kept])
            best = np.lexsort((others, -value))[:nearest]
            pairs.append(np.column_stack([np.minimum(others[best], i), np.maximum(others[best], i)]))
            similarity.append(value[best])
    joined, first = np.unique(np.concatenate(pairs), axis=0, return_index=True)
    return Neighbours(joined[:, 0], joined[:, 1], np.concatenate(similarity)[first].clip(0, 1))


def term_matrix(articles: Sequence[StoryText]) -> csr_matrix:
    """Return TF-IDF rows of unit length over terms that stand in two articles or more, float64."""
    from scipy.sparse import csr_matrix

    counts = [_counts(a) for a in articles]
    often: Counter[str] = Counter()
    for count in counts:
        often.update(count.keys())
    most = max(_FEW, _COMMON * len(counts))
    kept = sorted(t for t, n in often.items() if 2 <= n <= most)
    column = {term: i for i, term in enumerate(kept)}
    idf = [math.log(1 + len(counts) / often[term]) ** IDF_POWER for term in kept]
    rows: list[int] = []
    columns: list[int] = []
    data: list[float] = []
    for number, count in enumerate(counts):
        here = [(column[t], (1 + math.log(n)) * idf[column[t]]) for t, n in count.items() if t in column]
        norm = math.sqrt(sum(w * w for _, w in here)) or 1.0
        rows.extend([number] * len(here))
        columns.extend(c for c, _ in here)
        data.extend(w / norm for _, w in here)
    return csr_matrix((np.array(data), (rows, columns)), shape=(len(counts), len(kept)))


def _counts(article: StoryText) -> dict[str, float]:
    words = list(_terms(article.text))
    count: Counter[str] = Counter(words)
    for word in words[:_LEAD]:
        count[word] += _LEAD_WEIGHT
    for word in _terms(article.title):
        count[word] += _TITLE
    return dict(count)


def _terms(text: str) -> Iterator[str]:
    """The heads of words that are no stop words; pairs of characters in scripts without spaces between words."""
    stop_words = _stop_words()
    for match in _WORD.finditer(text.lower()):
        word = match.group()
        if _UNSPACED.search(word):
            yield from (word[i : i + 2] for i in range(max(1, len(word) - 1)))
        elif word not in stop_words:
            yield word[:_LETTERS]


@functools.cache
def _stop_words() -> frozenset[str]:
    return frozenset(word for words in STOP_WORDS.values() for word in words.split())


def _ordinal(day: str | None) -> int:
    try:
        return date.fromisoformat((day or "")[:10]).toordinal()
    except ValueError:
        return int(_UNDATED)


def _days_between(day: NDArray[np.int64], one: int, others: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return days between one article and others; 0 where either is undated."""
    if day[one] == _UNDATED:
        return np.zeros(len(others), np.int64)
    theirs = np.where(day[others] == _UNDATED, day[one], day[others])
    return np.asarray(np.abs(theirs - day[one]), np.int64)


def _closeness(day: NDArray[np.int64], one: int, others: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.asarray(1 - _DECAY * np.log2(1 + _days_between(day, one, others)), np.float64)
