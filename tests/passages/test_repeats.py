from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.passages.repeats import repeats_within
from dedup.text.tokens import tokenize

from .test_align import BRIDGE, MARKET, TEXTS, WEATHER


def test_a_block_that_stands_three_times_is_found_with_every_place():
    text = f"{BRIDGE}\n{WEATHER}\n{BRIDGE.upper()}\n{MARKET}\n{BRIDGE}"
    (places,) = repeats_within(text)
    assert [text[start:end].lower() for start, end in places] == [BRIDGE[:-1].lower()] * 3


def test_only_the_spans_given_are_looked_at():
    text = f"{BRIDGE}\n{WEATHER}\n{BRIDGE}\n{BRIDGE}"
    second = len(BRIDGE) + len(WEATHER) + 2
    spans = [(0, len(BRIDGE)), (second, second + len(BRIDGE))]
    assert repeats_within(text, spans) == [((0, len(BRIDGE) - 1), (second, second + len(BRIDGE) - 1))]
    assert repeats_within(text, spans[:1]) == []


def test_a_text_printed_once_repeats_nothing():
    assert repeats_within(f"{BRIDGE} {WEATHER} {MARKET}") == []


def test_places_that_overlap_are_not_listed_together():
    # "baababab" stands at the words 1, 8 (sharing one with the first) and 29
    text = "baababab" + "aabababebbbbaaababab" + "baababab"
    text = " ".join({"a": "ask", "b": "beg", "e": "end"}[letter] for letter in text)
    (places,) = (p for p in repeats_within(text) if p[0].start == 0)
    assert [text[start:end] for start, end in places] == [text[places[0].start : places[0].end]] * len(places)
    assert all(end <= start for (_, end), (start, _) in pairwise(places))


@pytest.mark.parametrize("text", ["a " * 100_000, "one two three four five six seven. " * 14_000, ""])
def test_periodic_texts_stay_linear(text):
    for places in repeats_within(text):
        assert all(end <= start for (_, end), (start, _) in pairwise(places))


@settings(max_examples=100, deadline=None)
@given(st.tuples(TEXTS, TEXTS, TEXTS).map(lambda t: t[0] + t[1] + t[2] + t[1]))
def test_places_hold_the_same_words_and_never_overlap(text):
    for places in repeats_within(text):
        assert len(places) >= 2
        words = [tokenize(text[start:end]).hashes.tolist() for start, end in places]
        assert all(found == words[0] for found in words)
        assert all(end <= start for (_, end), (start, _) in pairwise(places))
