"""Counting a line of ASCII at once against counting it character by character."""

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st
from loops import from_python

from dedup.kernel.line_characters import count_any as _count_any
from dedup.kernel.line_columns import COLUMNS, DASH, END, START
from dedup.kernel.line_counts import BLOCK
from dedup.kernel.line_counts import count_plain as _count_plain
from dedup.kernel.line_signs import line_signs
from dedup.kernel.lines import count_breaks
from dedup.kernel.lines import line_end as _line_end
from dedup.text.unicode_table import unicode_table

count_any = from_python(_count_any)
count_plain = from_python(_count_plain)
line_end = from_python(_line_end)

SIGNS = line_signs(*unicode_table()[:2])
PIECES = st.sampled_from("NATO|U.S.| - |- | -|1999|20|12:30|://|\"|#|[>(@/|  |\t".split("|")) | st.just("|")
LINES = st.lists(PIECES | st.text(st.characters(max_codepoint=127, exclude_characters="\n\r"))).map("".join)


def both(line, before=b"A1"):
    data = np.frombuffer(before + line.encode() + b"\n", np.uint8)
    begin, stop = len(before), len(data) - 1
    plain, each = np.zeros((COLUMNS, 1), np.int32), np.zeros((COLUMNS, 1), np.int32)
    assert count_plain(data, begin, stop, np.empty(stop - begin + 2 * BLOCK, np.uint8), plain, 0)
    assert count_any(data, begin, stop, SIGNS, each, 0) == len(line)
    return plain[:, 0], each[:, 0]


@settings(deadline=None, max_examples=300)
@given(LINES)
@example("A" * 200)
@example("x" * 138 + " - y")
@example("x" * 139 + " - y")
@example("word " * 13 + "ABC " * 30)
def test_a_line_counts_the_same_at_once_and_by_character(line: str) -> None:
    plain, each = both(line)
    assert plain[END] == each[END]
    if plain[END]:
        assert plain[START : DASH + 1].tolist() == each[START : DASH + 1].tolist()


def test_a_line_with_an_accent_is_not_plain() -> None:
    data = np.frombuffer(("x" * 90 + "é").encode(), np.uint8)
    table = np.zeros((COLUMNS, 1), np.int32)
    assert not count_plain(data, 0, data.size, np.empty(data.size + 2 * BLOCK, np.uint8), table, 0)


@settings(deadline=None, max_examples=100)
@given(st.text(st.sampled_from("ab\n\r"), max_size=300), st.integers(0, 300))
def test_breaks_are_found_wherever_they_stand(text: str, begin: int) -> None:
    data = np.frombuffer(text.encode(), np.uint8)
    begin = min(begin, len(text))
    breaks = [i for i, c in enumerate(text) if c in "\n\r"]
    assert count_breaks(data) == len(breaks)
    assert line_end(data, begin, len(text)) == next((i for i in breaks if i >= begin), len(text))
