"""Which pairs of sentences are worth scoring: TF-IDF over terms and characters proposes.

In a small collection every pair with a term in common is a candidate; in a large one the best of each sentence, so that
the work grows with the sentences and not with their square.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dedup.alignment.collection import Collection, Profile
from dedup.alignment.context import Grid, Ints

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

# Five articles of the usual length have some 6,000 pairs with a term in common; scoring one takes .15 ms.
_ALL = 20_000
_PER_SENTENCE = 20
# Of many thousand sentences each proposes fewer: two hundred articles then cost a third less.
_LEAST_PER_SENTENCE, _ALL_NEAREST = 8, 50_000
_LEAST = 0.05
_GRAM = 0.3  # weight of a run of four characters against that of a word
_BLOCK = 2_000


def candidates(collection: Collection, limit: int = _ALL, per_sentence: int = _PER_SENTENCE) -> Grid:
    """Propose the pairs to score.

    Args:
        collection: The sentences of all articles.
        limit: Pairs up to which all with a term in common (or one of like meaning) are taken.
        per_sentence: Beyond that: how many of the nearest sentences of other articles each sentence proposes.
    """
    profiles = [p for article in collection.profiles for p in article]
    article = np.array([p.article for p in profiles], np.int64)
    position = np.concatenate([np.arange(len(a), dtype=np.int64) for a in collection.profiles])
    left, right = _sharing(profiles, article, limit)
    if left is None or right is None:
        left, right = _nearest(collection, profiles, article, min(per_sentence, nearest_of(len(profiles))))
    order = np.lexsort((right, left))
    return Grid(left[order], right[order], article, position)


def nearest_of(sentences: int) -> int:
    """Return how many of the nearest sentences each of so many proposes, once not all pairs are taken."""
    return min(_PER_SENTENCE, max(_LEAST_PER_SENTENCE, _ALL_NEAREST // max(1, sentences)))


def _sharing(profiles: list[Profile], article: Ints, limit: int) -> tuple[Ints | None, Ints | None]:
    """All pairs of different articles that share a key; None where they are more than `limit`."""
    holders: dict[str, list[int]] = {}
    for number, profile in enumerate(profiles):
        for key in profile.all_keys:
            holders.setdefault(key, []).append(number)
    pairs: set[tuple[int, int]] = set()
    for held in holders.values():
        for x, i in enumerate(held):
            pairs.update((i, j) for j in held[x + 1 :] if article[i] != article[j])
            if len(pairs) > limit:
                return None, None
    array = np.array(sorted(pairs), np.int64).reshape(-1, 2)
    return array[:, 0], array[:, 1]


def _nearest(collection: Collection, profiles: list[Profile], article: Ints, per_sentence: int) -> tuple[Ints, Ints]:
    matrix = _matrix(collection, profiles)
    found: list[NDArray[np.int64]] = []
    for start in range(0, len(profiles), _BLOCK):
        near = (matrix[start : start + _BLOCK] @ matrix.T).tocsr()
        for row in range(near.shape[0]):
            i = start + row
            span = slice(near.indptr[row], near.indptr[row + 1])
            others, value = near.indices[span], near.data[span]
            kept = (article[others] != article[i]) & (value >= _LEAST)
            others, value = others[kept].astype(np.int64), value[kept]
            best = np.lexsort((others, -value))[:per_sentence]
            found.append(np.column_stack([np.minimum(others[best], i), np.maximum(others[best], i)]))
    pairs = np.unique(np.concatenate(found), axis=0)
    return pairs[:, 0], pairs[:, 1]


def _matrix(collection: Collection, profiles: list[Profile]) -> csr_matrix:
    """TF-IDF rows of unit length over terms, what they can be matched by, and runs of four characters."""
    from scipy.sparse import csr_matrix

    columns: dict[str, int] = {}
    rows, indices, data = [], [], []
    often: dict[str, int] = {}
    for profile in profiles:
        for gram in profile.grams:
            often[gram] = often.get(gram, 0) + 1
    common = len(profiles) // 20 + 2
    for number, profile in enumerate(profiles):
        weighted = {k: collection.key_weight[k] for k in profile.all_keys}
        weighted |= {f"={t}": collection.weight[t] for t in profile.wording.content}
        weighted |= {f"_{g}": _GRAM for g in profile.grams if 1 < often[g] <= common}
        norm = sum(w * w for w in weighted.values()) ** 0.5 or 1.0
        for name, weight in sorted(weighted.items()):
            rows.append(number)
            indices.append(columns.setdefault(name, len(columns)))
            data.append(weight / norm)
    return csr_matrix((np.array(data, np.float32), (rows, indices)), shape=(len(profiles), len(columns)))
