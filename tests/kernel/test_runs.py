"""The twin finds runs by comparing every token with every token, then drops what the kernel says that it drops."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from loops import from_python

from dedup.kernel.runs import PLACES_PER_SHINGLE, find_chains, find_runs
from dedup.kernel.runs import chain_runs as _chain_runs

chain_runs = from_python(_chain_runs)

K = 3
TOKENS = st.lists(st.integers(0, 5), max_size=60)


def twin_runs(a, b):
    runs, reach = [], (0, 0, 0)
    for i in range(len(a) - K + 1):
        places = [j for j in range(len(b) - K + 1) if b[j : j + K] == a[i : i + K]]
        for j in places[:PLACES_PER_SHINGLE]:
            if i and j and a[i - 1] == b[j - 1]:
                continue
            start, end, shift = reach
            if start <= i < end and start + shift <= j < end + shift:
                continue
            n = 0
            while i + n < len(a) and j + n < len(b) and a[i + n] == b[j + n]:
                n += 1
            if n < K:
                continue
            runs.append([i, j, n])
            if i + n > reach[1]:
                reach = (i, i + n, j - i)
    return runs


def array(tokens):
    return np.array(tokens, np.uint64)


@settings(max_examples=300, deadline=None)
@given(TOKENS, TOKENS)
def test_runs_of_two_texts_equal_the_twin(a, b):
    assert find_runs(array(a), array(b), K).tolist() == twin_runs(a, b)


def test_a_gap_joins_runs_only_up_to_its_width():
    runs = np.array([[0, 0, 10], [13, 12, 10], [60, 60, 10]], np.int32)
    assert chain_runs(runs, 3, 0.0).tolist() == [[0, 23, 0, 22, 20], [60, 70, 60, 70, 10]]
    assert chain_runs(runs, 2, 0.0).tolist() == [[0, 10, 0, 10, 10], [13, 23, 12, 22, 10], [60, 70, 60, 70, 10]]
    assert chain_runs(runs, 0, 0.3).tolist() == [[0, 23, 0, 22, 20], [60, 70, 60, 70, 10]]


def test_tokens_that_overlapping_runs_share_count_once():
    # "x y y z" against "x y z": the runs overlap on one y of the second text
    runs = np.array([[0, 0, 5], [6, 4, 5]], np.int32)
    assert chain_runs(runs, 5, 0.0).tolist() == [[0, 11, 0, 9, 9]]


@settings(max_examples=300, deadline=None)
@given(TOKENS, TOKENS)
def test_chains_match_no_more_tokens_than_they_hold_and_turn_with_the_texts(a, b):
    chains = find_chains(array(a), array(b), K, 2, 0.5, K)
    for start_a, end_a, start_b, end_b, matched in chains.tolist():
        assert 0 <= start_a < end_a <= len(a)
        assert 0 <= start_b < end_b <= len(b)
        assert K <= matched <= min(end_a - start_a, end_b - start_b)
        if matched == end_a - start_a == end_b - start_b:
            assert a[start_a:end_a] == b[start_b:end_b]
    turned = find_chains(array(b), array(a), K, 2, 0.5, K)[:, [2, 3, 0, 1, 4]].tolist()
    assert sorted(turned) == sorted(chains.tolist())
