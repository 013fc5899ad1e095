"""Parts of keys: nothing is lost over the bound, and a key is never cut apart."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from dedup.engines.parts import PARTS, Parts


@hypothesis_settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(st.integers(0, 2**64 - 1), max_size=20), max_size=6), st.sampled_from([0, 100, 10**9]))
def test_all_entries_come_back_sorted_and_keys_whole(tmp_path_factory, batches, bound):
    parts = Parts(tmp_path_factory.mktemp("parts"), "x", 2**64, 10, bound)
    for batch in batches:
        parts.add(parts.split(np.array(batch, np.uint64)))
    taken = [parts.take(i).tolist() for i in range(PARTS)]
    assert [value for part in taken for value in part] == sorted(value for batch in batches for value in batch)
    keys = [{value >> 10 for value in part} for part in taken]
    assert sum(map(len, keys)) == len(set().union(*keys))


def test_files_are_gone_once_taken(tmp_path):
    parts = Parts(tmp_path, "x", 2**64, 0, 0)
    parts.add(parts.split(np.arange(100, dtype=np.uint64) << np.uint64(57)))
    assert list(tmp_path.iterdir())
    for i in range(PARTS):
        parts.take(i)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("size", ["12", "500K", "3m", "2G"])
def test_sizes_are_read(size):
    from dedup.cli.options import Bytes

    assert Bytes().convert(size, None, None) == int(size.rstrip("KkMmGg")) << {"K": 10, "m": 20, "G": 30}.get(
        size[-1], 0
    )
