import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.kernel.regions import best_stretch, cluster_seeds

FRAGMENTS = st.lists(st.lists(st.integers(0, 5), min_size=1, max_size=4), min_size=1, max_size=7)
WEIGHTS = np.array([0.5, 1, 1.5, 2, 2.5, 3], np.float32)


def twin_stretch(fragments, wanted, first, last, share, spend):
    def score(fragment, left):
        total = 0.0
        for term in fragment:
            total += float(WEIGHTS[term]) * ((left[term] > 0) - share)
            left[term] -= spend
        return total

    scores = [score(f, [n * 10**9 for n in wanted]) for f in fragments]
    if spend:
        left = list(wanted)
        spent = {f: score(fragments[f], left) for f in sorted(range(len(fragments)), key=lambda f: (-scores[f], f))}
        scores = [spent[f] for f in range(len(fragments))]
    n = len(fragments)
    return max(
        sum(scores[x:y]) for x in range(n) for y in range(x + 1, n + 1) if x < last and y > first
    )


@settings(max_examples=300, deadline=None)
@given(FRAGMENTS, st.lists(st.integers(0, 2), min_size=6, max_size=6), st.booleans(), st.data())
def test_the_best_stretch_scores_as_the_best_of_all_stretches(fragments, wanted, spend, data):
    first = data.draw(st.integers(0, len(fragments) - 1))
    ids = np.array([t for f in fragments for t in f], np.int32)
    bounds = np.cumsum([0] + [len(f) for f in fragments]).astype(np.int32)
    left = np.zeros(6, np.int32)
    n = len(fragments)
    low, high, score = best_stretch(
        ids, bounds, WEIGHTS, np.array(wanted, np.int32), left, first, n, 0, n, 0.35, spend
    )
    assert 0 <= low < high <= n
    assert high > first
    assert score == pytest.approx(twin_stretch(fragments, wanted, first, n, 0.35, spend), abs=1e-4)


def test_a_term_that_stands_in_every_fragment_speaks_for_one_of_them():
    ids = np.array([5, 4, 0, 4, 0, 4, 0, 4], np.int32)  # 5 and 4 are wanted, 4 once
    bounds = np.array([0, 2, 4, 6, 8], np.int32)
    wanted = np.array([0, 0, 0, 0, 1, 1], np.int32)
    room = np.zeros(6, np.int32)
    assert best_stretch(ids, bounds, WEIGHTS, wanted, room, 0, 4, 0, 4, 0.2, False)[:2] == (0, 4)
    assert best_stretch(ids, bounds, WEIGHTS, wanted, room, 0, 4, 0, 4, 0.2, True)[:2] == (0, 1)


def test_seeds_far_apart_in_either_text_make_clusters_of_their_own():
    ids = np.arange(30, dtype=np.int32)  # fragment f is the term f, so equal fragments are alike
    bounds = np.arange(31, dtype=np.int32)
    seeds = np.array([(0, 0), (1, 1), (3, 3), (4, 20), (5, 21), (15, 15), (29, 16)], np.int32)
    weights = np.ones(30, np.float32)
    found = cluster_seeds(seeds, 2, -1.0, ids, bounds, ids, bounds, weights)
    assert sorted(found.tolist()) == [[0, 4, 0, 4], [4, 6, 20, 22], [15, 16, 15, 16], [29, 30, 16, 17]]


def test_a_cluster_that_is_not_alike_as_a_whole_is_cut_at_smaller_gaps():
    ids = np.arange(12, dtype=np.int32)
    bounds = np.arange(13, dtype=np.int32)
    other = ids.copy()
    other[2:9] += 100  # between the two like ends lies other text
    weights = np.ones(200, np.float32)
    seeds = np.array([(0, 0), (1, 1), (9, 9), (10, 10)], np.int32)
    assert sorted(cluster_seeds(seeds, 7, 0.2, ids, bounds, other, bounds, weights).tolist()) == [[0, 11, 0, 11]]
    assert sorted(cluster_seeds(seeds, 7, 0.6, ids, bounds, other, bounds, weights).tolist()) == [
        [0, 2, 0, 2], [9, 11, 9, 11],
    ]  # fmt: skip
