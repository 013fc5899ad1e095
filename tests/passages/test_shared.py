import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.passages.shared import align_pairs, align_tokens
from dedup.text.tokens import tokenize

from .test_align import BRIDGE, MARKET, TEXTS, WEATHER


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=5))
def test_many_pairs_give_what_single_calls_give(texts):
    tokens = [tokenize(text) for text in [*texts, BRIDGE, f"{WEATHER} {BRIDGE}"]]
    n = len(tokens)
    pairs = np.array([(x, y) for x in range(n) for y in range(n)], np.int32)
    columns = [np.concatenate([t[x] for t in tokens]) for x in range(3)]
    bounds = np.cumsum([0] + [t.hashes.size for t in tokens])
    found = align_pairs(*columns, bounds, pairs)
    for p, (x, y) in enumerate(pairs.tolist()):
        single = align_tokens(tokens[x], tokens[y])
        mine = found.pair == p
        assert found.tokens[mine].tolist() == single.tokens.tolist()
        assert found.spans[mine].tolist() == single.spans.tolist()
        assert found.similarity[mine].tolist() == single.similarity.tolist()
    assert sorted(found.pair.tolist()) == found.pair.tolist()


def test_a_sentence_put_in_leaves_one_passage_and_far_ones_stay_two():
    head, tail = BRIDGE[:140], BRIDGE[140:]
    whole = tokenize(BRIDGE)
    near = align_tokens(whole, tokenize(f"{head} {WEATHER[:58]} {tail}"))
    assert len(near.tokens) == 1
    assert near.similarity[0] == pytest.approx(2 * whole.hashes.size / (2 * whole.hashes.size + 10))
    far = align_tokens(whole, tokenize(f"{head} {WEATHER} {MARKET} {tail}"))
    assert far.similarity.tolist() == [1.0, 1.0]


def test_shapes_and_types_hold_where_nothing_is_found():
    found = align_tokens(tokenize("one"), tokenize(""))
    assert found.tokens.shape == found.spans.shape == (0, 4)
    assert (found.tokens.dtype, found.spans.dtype, found.similarity.dtype) == (np.int32, np.int32, np.float64)


def test_a_passage_inside_a_larger_one_is_not_listed_again():
    story = f"{BRIDGE} {WEATHER} {BRIDGE}"
    found = align_tokens(tokenize(story), tokenize(story))
    n = tokenize(story).hashes.size
    assert found.tokens.tolist() == [[0, n, 0, n]]
