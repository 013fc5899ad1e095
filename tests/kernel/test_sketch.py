"""Shingle hashes, sampled hashes and signatures of the kernel against Python and datasketch."""

import numba
import numpy as np
import pytest
import twins
from hypothesis import given, settings
from hypothesis import strategies as st
from loops import from_python

from dedup.kernel.sketch import roll_shingles as _roll_shingles
from dedup.kernel.tokens import mix64 as _mix64

roll_shingles = from_python(_roll_shingles)

@numba.njit
def mix64(value):
    return _mix64(value)  # inlined, which numba does only where it is called by its parameters


UINT64 = st.integers(0, 2**64 - 1)


@settings(deadline=None, max_examples=200)
@given(UINT64)
def test_mixing_equals_the_twin(value: int) -> None:
    assert int(mix64(np.uint64(value))) == twins.mix64(value)


@settings(deadline=None, max_examples=200)
@given(st.lists(UINT64, max_size=40), st.integers(1, 12), st.integers(0, 2**32 - 1))
def test_rolling_equals_hashing_every_run_anew(tokens: list[int], k: int, seed: int) -> None:
    out = np.empty(max(len(tokens), 1), np.uint64)
    n = roll_shingles(np.array(tokens, np.uint64), len(tokens), k, np.uint64(seed), out)
    assert n == (max(len(tokens) - k + 1, 1) if tokens else 0)
    assert set(out[:n].tolist()) == twins.shingles(tokens, k, seed)


def test_order_of_tokens_counts() -> None:
    out = np.empty((2, 1), np.uint64)
    for row, tokens in zip(out, ([1, 2, 3], [3, 2, 1]), strict=True):
        roll_shingles(np.array(tokens, np.uint64), 3, 3, np.uint64(1), row)
    assert out[0] != out[1]


@pytest.mark.parametrize("bit", range(0, 64, 7))
def test_every_bit_of_a_token_moves_the_upper_bits_of_a_shingle(bit: int) -> None:
    # samples are chosen by the upper bits: an unmixed polynomial would choose them by the last token alone
    out = np.empty(1, np.uint64)
    tops = set()
    for value in (0, 1 << bit):
        roll_shingles(np.array([value, 5, 6], np.uint64), 3, 3, np.uint64(1), out)
        tops.add(int(out[0]) >> 32)
    assert len(tops) == 2
