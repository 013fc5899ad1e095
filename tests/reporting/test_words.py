"""Word differences, shortening and dates for readers."""
# ruff: noqa: E501 - data stands on one line

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.reporting import words


def test_difference_names_the_words_that_changed():
    pieces = words.word_difference("About 700 people came", "About 600 people came")
    assert [(p.op, p.text) for p in pieces if p.op != "equal"] == [("delete", "700"), ("insert", "600")]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_difference_gives_the_new_text_back(old, new):
    assert "".join(p.text for p in words.word_difference(old, new) if p.op != "delete") == new


def test_same_words_ignores_case_and_punctuation_only():
    assert words.same_words("“A road, not a border,”", "a road not a border")
    assert not words.same_words("a road, not a border", "a border, not a road")


def test_alike_lets_a_word_or_two_differ_and_no_more():
    text = "Norway will lend Chile 1.2 billion crowns to build a terminal in Punta Arenas, Solbakken said"
    assert words.alike(text, text.replace("crowns", "kroner"))
    assert not words.alike(text, "Norway will lend Chile money for a terminal")


@pytest.mark.parametrize("limit", [10, 20, 200])
def test_shorten_holds_its_limit(limit):
    text = "The ministers met for almost four hours at the old customs house"
    assert len(words.shorten(text, limit)) <= limit
    assert words.shorten(text, 200) == text


@pytest.mark.parametrize(
    ("share", "said"), [(0, "0 %"), (0.001, "<1 %"), (0.5, "50 %"), (0.999, ">99 %"), (1, "100 %")]
)
def test_percent_says_all_or_nothing_only_where_it_is(share, said):
    assert words.percent(share) == said


@pytest.mark.parametrize(
    ("date", "said"),
    [("2024-11-20T03:12:00+00:00", "20 Nov 2024, 03:12 UTC"), ("2024-11-21T08:10:00+01:00", "21 Nov 2024, 08:10 +01:00"),
     ("2024-11-21T08:10", "21 Nov 2024, 08:10"), ("2024-11", "2024-11"), ("soon", "soon"), (None, ""),
     ("2024-11-20 08:15:00", "20 Nov 2024, 08:15"), ("Thu 21 Nov 2024", "Thu 21 Nov 2024")],
)  # fmt: skip
def test_day_is_said_at_the_precision_stated(date, said):
    assert words.day(date) == said
