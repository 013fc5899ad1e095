from __future__ import annotations

from collections import Counter

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.corpus.probes import count_column_terms
from dedup.kernel.terms import fill_table, look_up, multiply_vectors
from dedup.text.tokens import tokenize

words = st.lists(st.sampled_from(["port", "Salt", "é", "海", "港", "mill-race", "7", "。", "ไทย"]), max_size=20)


def twin(title: str, text: str) -> list[int]:
    """Count terms in plain Python; neighbouring characters of scripts without spaces by their two hashes."""
    counts: Counter[object] = Counter()
    for part, weight in ((title, 8), (text, 1)):
        tokens = tokenize(part)
        joined = False
        for i, own in enumerate(tokens.hashes.tolist()):
            touches = i + 1 < len(tokens.hashes) and tokens.starts[i + 1] == tokens.ends[i]
            if touches:
                counts[own, int(tokens.hashes[i + 1])] += weight
            elif not joined:
                counts[own] += weight
            joined = touches
    return sorted(counts.values())


@given(st.lists(st.tuples(words, words), min_size=1, max_size=5), st.sampled_from([" ", ""]))
@settings(max_examples=60, deadline=None)
def test_terms_are_counted_as_the_plain_twin_counts_them(articles, space):
    titles = [space.join(title) for title, _ in articles]
    texts = [space.join(text) for _, text in articles]
    bodies = pa.array([[]] * len(texts), pa.list_(pa.int32()))
    large = pa.large_string()
    terms, counts, offsets = count_column_terms(pa.array(titles, large), pa.array(texts, large), bodies)
    for row, (title, text) in enumerate(zip(titles, texts, strict=True)):
        own = slice(offsets[row], offsets[row + 1])
        assert sorted(counts[own].tolist()) == twin(title, text)
        assert np.all(np.diff(terms[own].astype(object)) > 0)


def test_only_the_body_counts():
    text = pa.array(["menu port salt menu"], pa.large_string())
    nothing = pa.array([None], pa.large_string())
    _, counts, _ = count_column_terms(nothing, text, pa.array([[5, 14]], pa.list_(pa.int32())))
    assert counts.tolist() == [1, 1]


@given(st.dictionaries(st.integers(0, 2**64 - 1), st.integers(2, 2**31 - 1), max_size=60), st.lists(st.integers(0, 99)))
@settings(max_examples=60, deadline=None)
def test_look_up_equals_a_dict(table, others):
    keys = np.array(list(table), np.uint64)
    slots = np.empty(256, np.int32)
    fill_table(keys, slots)
    wanted = np.array([*table, *others], np.uint64)
    out = np.empty(len(wanted), np.int64)
    look_up(keys, slots, np.array(list(table.values()), np.int32), wanted, 1, out)
    assert out.tolist() == [table.get(key, 1) for key in wanted.tolist()]


def test_products_of_sparse_vectors():
    terms = np.array([1, 5, 9, 5, 9, 11], np.uint64)
    weights = np.array([2.0, 3.0, 4.0, 10.0, 100.0, 7.0])
    out = np.empty(2)
    pairs = np.array([0, 1]), np.array([1, 1])
    multiply_vectors(terms, weights, np.array([0, 3, 6]), *pairs, out)
    assert out.tolist() == [430.0, 10149.0]
