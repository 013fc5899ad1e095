import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.kernel.likeness import SEEDS_PER_FRAGMENT, like_fragments, passage_cosine
from dedup.kernel.passage_terms import count_by_fragment, number_terms, weigh_terms

FRAGMENTS = st.lists(st.lists(st.integers(0, 9), min_size=1, max_size=8), min_size=1, max_size=8)


def prepare(a, b):
    stems = [np.array([t for f in text for t in f], np.uint64) for text in (a, b)]
    bounds = [np.cumsum([0] + [len(f) for f in text]).astype(np.int32) for text in (a, b)]
    ids_a, ids_b, vocabulary = number_terms(*stems)
    counted = [count_by_fragment(i, x, vocabulary) for i, x in zip((ids_a, ids_b), bounds, strict=True)]
    weights = weigh_terms(counted[0][1], len(a), counted[1][1], len(b), vocabulary)
    return (ids_a, ids_b), bounds, counted, weights


def twin_weights(a, b):
    """Return both weights of every term."""
    both, own = {}, {}
    for term in {t for f in a + b for t in f}:
        in_a, in_b = (sum(term in f for f in text) for text in (a, b))
        both[term] = math.log((len(a) + len(b) + 1) / (in_a + in_b))
        own[term] = min(math.log((len(text) + 1) / n) for text, n in ((a, in_a), (b, in_b)) if n)
    return both, own


def twin_cosine(x, y, weights):
    x, y = Counter(x), Counter(y)
    dot = sum(x[t] * y[t] * weights[t] ** 2 for t in x)
    norms = [math.sqrt(sum((n * weights[t]) ** 2 for t, n in counts.items())) for counts in (x, y)]
    return dot / (norms[0] * norms[1]) if dot else 0.0


@settings(max_examples=200, deadline=None)
@given(FRAGMENTS, FRAGMENTS)
def test_like_fragments_and_their_cosines_equal_the_twin(a, b):
    (ids_a, ids_b), bounds, counted, weights = prepare(a, b)
    both, own = twin_weights(a, b)
    for ids, text in ((ids_a, a), (ids_b, b)):
        flat = [t for f in text for t in f]
        assert weights[0, ids].tolist() == pytest.approx([both[t] for t in flat], rel=1e-5)
        assert weights[1, ids].tolist() == pytest.approx([own[t] for t in flat], rel=1e-5)
    found = {tuple(pair) for pair in like_fragments(*counted[0], *counted[1], weights[0], 0.3, 0.4).tolist()}
    zeros = [np.zeros(weights.shape[1], np.int32) for _ in range(2)]
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            cosine = twin_cosine(x, y, both)
            dice = 2 * len(set(x) & set(y)) / (len(set(x)) + len(set(y)))
            if min(abs(cosine - 0.3), abs(dice - 0.4)) > 1e-5:  # else rounding decides
                assert ((i, j) in found) == (cosine > 0.3 and dice > 0.4)
            spans = (bounds[0][i], bounds[0][i + 1], ids_b, bounds[1][j], bounds[1][j + 1])
            assert passage_cosine(ids_a, *spans, weights[0], *zeros) == pytest.approx(cosine, abs=1e-5)
    assert not any(z.any() for z in zeros)


def test_a_sentence_printed_over_and_over_gives_a_bounded_number_of_seeds():
    a = [[1, 2, 3, 4]] * 40 + [[n, n + 1, n + 2] for n in range(5, 400, 3)]
    _, _, counted, weights = prepare(a, a)
    found = like_fragments(*counted[0], *counted[1], weights[0], 0.3, 0.3)
    assert np.bincount(found[:, 0])[:40].tolist() == [SEEDS_PER_FRAGMENT] * 40
