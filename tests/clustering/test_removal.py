"""The removal walk and the components, against plain Python."""

import numpy as np
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from dedup.clustering.removal import choose_removals, tie_bodies

SIZE = 8
EDGES = st.dictionaries(
    st.tuples(st.integers(0, SIZE - 1), st.integers(0, SIZE - 1)).filter(lambda e: e[0] < e[1]),
    st.tuples(st.booleans(), st.booleans()),
    max_size=14,
)


def walked(edges, gone):
    removed, represents = {}, set()
    for node in range(SIZE):
        if node in removed or node in gone:
            continue
        for other in range(SIZE):
            pair = (min(node, other), max(node, other))
            allowed = edges.get(pair, (False, False))[0 if node < other else 1]
            if allowed and other not in removed and other not in represents and other not in gone:
                removed[other] = pair
                represents.add(node)
    return removed


@hypothesis_settings(deadline=None, max_examples=200)
@given(EDGES, st.sets(st.integers(0, SIZE - 1), max_size=3))
def test_removals_are_those_of_a_plain_walk(edges, out):
    pairs = sorted(edges)
    first, second = (np.array([p[side] for p in pairs], np.int64) for side in (0, 1))
    may = [np.array([edges[p][side] for p in pairs], np.bool_) for side in (0, 1)]
    gone = np.isin(np.arange(SIZE), list(out))
    removed_by = choose_removals(SIZE, first, second, *may, gone)
    found = {node: pairs[pair] for node, pair in enumerate(removed_by.tolist()) if pair >= 0}
    assert found == walked(edges, out)
    survivors = set(range(SIZE)) - set(found) - out
    for node, (a, b) in found.items():
        assert (b if node == a else a) in survivors


@hypothesis_settings(deadline=None, max_examples=100)
@given(EDGES)
def test_tied_bodies_carry_the_smallest_number_of_their_component(edges):
    first, second = (np.array([p[side] for p in edges], np.int64) for side in (0, 1))
    expected = list(range(SIZE))
    for _ in range(SIZE):
        for a, b in edges:
            expected[a] = expected[b] = min(expected[a], expected[b])
    assert tie_bodies(SIZE, first, second).tolist() == expected
