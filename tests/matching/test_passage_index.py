"""Shared passages found by samples: every run is equal and maximal, planted ones are found, places are gathered."""

import itertools

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from dedup.batches import Lists
from dedup.matching.passage_index import Bodies, Runs, collect_places, find_shared_runs, samples_line_up
from dedup.settings import Settings
from dedup.sketching.sketcher import sketch, token_lists

ALL = Settings(scale=1, shingle_size=3)
TEXTS = st.lists(st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=60).map(" ".join), min_size=2, max_size=4)


def bodies_of(texts, settings=ALL):
    column = pa.array(texts, pa.large_string())
    tokens, sketches = token_lists(column, None), sketch(column, None, settings)
    return Bodies(
        Lists.cut(tokens.hashes.astype(np.uint32), tokens.offsets), Lists.cut(tokens.starts, tokens.offsets),
        Lists.cut(sketches.samples, sketches.sample_offsets),
        Lists.cut(sketches.sample_positions, sketches.sample_offsets),
    )  # fmt: skip


def all_pairs(n):
    first, second = np.array(list(itertools.combinations(range(n), 2)), np.int64).T
    return first, second, np.arange(len(first))


@hypothesis_settings(deadline=None, max_examples=100)
@given(TEXTS)
def test_runs_hold_equal_tokens_and_cannot_be_extended(texts):
    bodies = bodies_of(texts)
    first, second, numbers = all_pairs(len(texts))
    runs = find_shared_runs(bodies, first, second, numbers, characters=0)
    for pair, a, b, length in zip(*(column.tolist() for column in runs), strict=True):
        left, right = (texts[side[pair]].split() for side in (first, second))
        assert left[a : a + length] == right[b : b + length]
        assert a == 0 or b == 0 or left[a - 1] != right[b - 1]
        assert a + length == len(left) or b + length == len(right) or left[a + length] != right[b + length]


def test_a_planted_passage_is_found_to_its_ends():
    passage = [f"shared{i}" for i in range(40)]
    one = [f"one{i}" for i in range(70)] + passage + [f"uno{i}" for i in range(50)]
    two = [f"two{i}" for i in range(10)] + passage + [f"dos{i}" for i in range(90)]
    texts = [" ".join(one), " ".join(two), " ".join(f"other{i}" for i in range(150))]
    bodies = bodies_of(texts, Settings(scale=4))
    first, second, numbers = all_pairs(3)
    lined = samples_line_up(bodies.samples, bodies.positions, first, second)
    assert lined.tolist() == [True, False, False]
    runs = find_shared_runs(bodies, first, second, numbers, characters=150)
    assert [column.tolist() for column in runs] == [[0], [70], [10], [40]]
    assert len(find_shared_runs(bodies, first, second, numbers, characters=1000).pair) == 0


def test_runs_that_meet_in_one_place_are_one_passage():
    # bodies 0, 1 and 2 share one passage, 0 and 3 another
    first, second = np.array([0, 0, 0]), np.array([1, 2, 3])
    runs = Runs(*(np.array(column) for column in ([0, 1, 2], [10, 11, 200], [5, 7, 0], [30, 29, 20])))
    places = collect_places(runs, first, second)
    found = {}
    for passage, body, start, end in zip(*(column.tolist() for column in places), strict=True):
        found.setdefault(passage, []).append((body, start, end))
    assert sorted(found.values()) == [[(0, 10, 40), (1, 5, 35), (2, 7, 36)], [(0, 200, 220), (3, 0, 20)]]


def test_no_run_makes_no_place():
    nothing = np.empty(0, np.int64)
    assert len(collect_places(Runs(nothing, nothing, nothing, nothing), nothing, nothing).body) == 0
