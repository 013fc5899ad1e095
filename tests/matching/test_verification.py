"""Exact comparison and the relation that follows: the first that fits, in the order of the design."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from dedup.batches import Lists
from dedup.matching.verification import RELATIONS, compare_sets, relate_sets, reverse
from dedup.settings import Settings


def relation(shared: int, first: int, second: int, **changes: float) -> str:
    verified = relate_sets(*(np.array([n]) for n in (0, 1, shared, first, second)), Settings(**changes))
    return RELATIONS[verified.relation[0]]


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((50, 75, 75), "near_duplicate"),  # Jaccard exactly at the threshold
        ((49, 75, 75), "overlap"),
        ((90, 100, 100), "near_duplicate"),  # though each contains the other
        ((18, 20, 200), "contained"),
        ((18, 200, 20), "contains"),
        ((17, 20, 200), "overlap"),
        ((10, 20, 200), "overlap"),
        ((9, 20, 200), "unrelated"),
        ((0, 5, 5), "unrelated"),
    ],
)
def test_the_first_relation_that_fits(counts: tuple[int, int, int], expected: str) -> None:
    assert relation(*counts) == expected


def test_thresholds_come_from_the_settings() -> None:
    assert relation(60, 80, 80, threshold=0.7) == "overlap"
    assert relation(14, 20, 200, containment=0.7) == "contained"


@hypothesis_settings(deadline=None, max_examples=100)
@given(st.integers(1, 60), st.integers(1, 60), st.data())
def test_the_other_side_sees_the_reverse(first: int, second: int, data: st.DataObject) -> None:
    shared = data.draw(st.integers(0, min(first, second)))
    there = relate_sets(*(np.array([n]) for n in (0, 1, shared, first, second)), Settings())
    back = relate_sets(*(np.array([n]) for n in (1, 0, shared, second, first)), Settings())
    assert reverse(there.relation).tolist() == back.relation.tolist()
    assert there.containment_first.tolist() == back.containment_second.tolist()
    assert there.jaccard.tolist() == back.jaccard.tolist() == [shared / (first + second - shared)]


def test_sets_are_compared_pair_by_pair() -> None:
    hashes = np.array([1, 2, 3, 2, 3, 4, 5, 9], np.uint64)
    shared, first, second = compare_sets(
        Lists.cut(hashes, np.array([0, 3, 7, 8])), np.array([0, 1, 0]), np.array([1, 2, 0])
    )
    assert (shared.tolist(), first.tolist(), second.tolist()) == ([2, 0, 3], [3, 4, 3], [4, 1, 3])
