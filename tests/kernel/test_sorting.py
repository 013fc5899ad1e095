"""The sort of hashes against Python's own."""

import numpy as np
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from loops import from_python

from dedup.kernel.sorting import drop_repeats as _drop_repeats
from dedup.kernel.sorting import sort_hashes as _sort_hashes

sort_hashes = from_python(_sort_hashes)
drop_repeats = from_python(_drop_repeats)

VALUES = st.lists(st.one_of(st.integers(0, 2**64 - 1), st.integers(0, 300)), max_size=60)
# more in one bucket than are inserted one by one
CROWDED = st.lists(st.integers(0, 300), min_size=70, max_size=120).map(lambda values: [*values, 2**60])


@hypothesis_settings(deadline=None, max_examples=200)
@given(VALUES | CROWDED)
def test_values_are_sorted_stably_with_their_companions(values: list[int]) -> None:
    array = np.array(values, np.uint64)
    companions = np.arange(len(values), dtype=np.int32)
    sort_hashes(array, companions, np.empty(len(values), np.uint64), np.empty(len(values), np.int32))
    expected = sorted(zip(values, range(len(values)), strict=True))
    assert list(zip(array.tolist(), companions.tolist(), strict=True)) == expected


@hypothesis_settings(deadline=None, max_examples=100)
@given(VALUES | CROWDED)
def test_values_alone_are_sorted_and_repeats_dropped(values: list[int]) -> None:
    array, nothing = np.array(values, np.uint64), np.empty(0, np.int32)
    sort_hashes(array, nothing, np.empty(len(values), np.uint64), nothing)
    assert array.tolist() == sorted(values)
    assert array[: drop_repeats(array, nothing)].tolist() == sorted(set(values))


def test_of_repeats_the_first_companion_stays() -> None:
    array, companions = np.array([1, 1, 2, 2, 2], np.uint64), np.array([4, 5, 6, 7, 8], np.int32)
    assert drop_repeats(array, companions) == 2
    assert companions[:2].tolist() == [4, 6]
