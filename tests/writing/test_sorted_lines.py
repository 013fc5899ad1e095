"""Lines come out in the order asked for, and nothing waits beside them afterwards."""

import random

import numpy as np
import pyarrow as pa
import pytest

from dedup.writing import sorted_lines
from dedup.writing.sorted_lines import SortedLines


@pytest.mark.parametrize("count", [0, 1, 1000])
def test_lines_are_written_in_the_order_asked_for(count, tmp_path, monkeypatch):
    monkeypatch.setattr(sorted_lines, "_ROWS", 64)
    rng = random.Random(5)
    lines = [f"{i} " + "ü" * rng.randrange(9) + "\n" for i in range(count)]
    order = np.array(rng.sample(range(count), count), np.int64)
    with SortedLines(tmp_path / "lines") as file:
        for start in range(0, count, 300):
            # as slices of something longer, like columns that were cut
            piece = pa.array(["before", *lines[start : start + 300]], pa.large_string()).slice(1)
            file.add([piece.slice(0, 100), piece.slice(100)])
        file.write(order)
    assert (tmp_path / "lines").read_text() == "".join(lines[i] for i in order)
    assert [path.name for path in tmp_path.iterdir()] == ["lines"]


def test_nothing_waits_after_an_error(tmp_path):
    def interrupted():
        with SortedLines(tmp_path / "lines") as file:
            file.add([pa.array(["a\n"], pa.large_string())])
            raise KeyError

    with pytest.raises(KeyError):
        interrupted()
    assert list(tmp_path.iterdir()) == []
