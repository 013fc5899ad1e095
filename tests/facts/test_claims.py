from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.articles import Span
from dedup.facts import claims


def read(text, **kwargs):
    return claims.extract("k", text, [Span(0, len(text))], **kwargs)


def pieces(text):
    return [text[s:e] for s, e in claims.clauses(text, (0, len(text)))]


def test_whole_sentence_is_one_claim_with_its_facts():
    text = "About 700 people marched in Lyon on Tuesday, the police said."
    (claim,) = read(text, published="2023-05-11")
    assert (claim.article, claim.start, claim.end, claim.sentence) == ("k", 0, len(text), Span(0, len(text)))
    assert claim.speaker == "police"
    assert [(f.kind, f.value) for f in claim.facts] == [("quantity", "700"), ("name", "Lyon"), ("date", "2023-05-09")]


def test_fact_wording_is_found_at_its_offset_in_the_claim():
    text = "They spoke at\nlength about 12 bridges."
    (claim,) = read(text)
    fact = next(f for f in claim.facts if f.kind == "quantity")
    assert claim.text[fact.start - claim.start : fact.end - claim.start] == "12"
    assert "\n" not in claim.text


def test_two_assertions_joined_by_and_that_are_two_claims():
    text = "The mayors agreed that the old bridge is safe, and that the new bridge will be closed in June."
    assert pieces(text) == [
        "The mayors agreed that the old bridge is safe", "and that the new bridge will be closed in June.",
    ]  # fmt: skip
    first, second = read(text)
    assert first.sentence == second.sentence == Span(0, len(text))


def test_semicolon_and_contrast_cut():
    assert len(pieces("The old bridge was closed in the spring; the new one was opened a year later.")) == 2
    assert len(pieces("The council had backed the plan for years, but the mayor of the town was against it.")) == 2


def test_short_or_verbless_pieces_stay():
    for text in ("It was red, but not blue, he said.", "They discussed the bridge, the road and the port of the town."):
        assert pieces(text) == [text]


def test_quotations_are_never_cut():
    text = "“The old bridge was closed in the spring; the new one was opened a year later,” said Anna Berg."
    assert pieces(text) == [text]


def test_paragraph_number_is_no_part_of_the_claim():
    assert pieces("1. At the outset, they agreed.") == ["At the outset, they agreed."]


def test_quotation_over_several_sentences_has_one_speaker():
    text = "“It was late. We left,” Anna Berg said. It rained.\n“It is over. It is done.” Nobody asked."
    assert [c.speaker for c in read(text)] == ["Anna Berg", "Anna Berg", None, None, None, None]


def test_surname_resolved_across_sentences():
    second = read("Mayor Anna Berg spoke on Monday. Later Berg left.")[1]
    assert [f.value for f in second.facts if f.kind == "name"] == ["Anna Berg"]


def test_one_sentence_uncut():
    text = "The old bridge was closed in the spring; the new one was opened a year later."
    assert claims.claim(text).text == text


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="aB .;,“”\"\n1", max_size=80))
def test_claims_are_ordered_and_hold_their_facts(text):
    found = read(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    for claim in found:
        assert len(claim.text) == claim.end - claim.start
        assert all(claim.start <= f.start < f.end <= claim.end for f in claim.facts)
