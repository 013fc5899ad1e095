import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
from collection_texts import TEXTS, ferry, source

from dedup.alignment.align import align


@pytest.fixture(scope="module")
def alignments():
    return align(ferry())


def quotes(alignments, *relations):
    return {
        (TEXTS[x.a.article][x.a.start : x.a.end], TEXTS[x.b.article][x.b.start : x.b.end]): x
        for x in alignments
        if x.relation in relations
    }


def test_the_same_sentence_with_words_moved_is_aligned(alignments):
    pair = (
        "A ferry carrying 120 passengers ran aground off Port Selwyn on Tuesday.",
        "A ferry with 120 passengers aboard ran aground off Port Selwyn on Tuesday.",
    )
    assert pair in quotes(alignments, "same", "paraphrase")


def test_like_meaning_aligns_where_words_differ(alignments):
    pair = (
        "At least nine people were injured, the coastguard said.",
        "The coastguard said at least nine people had been hurt.",
    )
    assert pair in quotes(alignments, "same", "paraphrase")


def test_a_quote_is_found_inside_reported_speech(alignments):
    pair = (
        "Captain Mara Oduya told reporters that thick fog had hidden the reef.",
        "“Thick fog had hidden the reef,” said the captain.",
    )
    assert pair in quotes(alignments, "same", "paraphrase", "partial")


def test_what_only_one_outlet_has_is_aligned_with_nothing(alignments):
    aligned = {q for pair in quotes(alignments, "same", "paraphrase", "partial", "conflict") for q in pair}
    assert "The island's bakery won a prize for its rye bread." not in aligned
    assert "Schools on the island stayed closed." not in aligned


def test_one_sentence_may_align_with_several(alignments):
    wanted = "A ferry carrying 120 passengers ran aground off Port Selwyn on Tuesday."
    others = {b for a, b in quotes(alignments, "same", "paraphrase", "partial", "conflict") if a == wanted}
    assert len(others) == 2


def test_scores_are_probabilities_and_places_lie_in_different_articles(alignments):
    assert all(0 <= x.score <= 1 and x.a.article < x.b.article for x in alignments)


@settings(max_examples=6, deadline=None)
@given(st.permutations(range(3)))
def test_the_order_of_the_articles_does_not_matter(order):
    sources = ferry()
    assert align([sources[i] for i in order]) == align(sources)


MEETING_6 = "Ministers of Valdoria and Osmark held their sixth meeting on Monday and agreed to hold joint drills."
MEETING_7 = "Ministers of Valdoria and Osmark held their seventh meeting on Friday and agreed to hold joint drills."


def test_meetings_months_apart_are_related_and_no_conflict():
    found = align([source("early", MEETING_6, "2021-10-20"), source("late", MEETING_7, "2023-05-11")])
    assert [x.relation for x in found] == ["related"]


def test_without_dates_the_ordinal_tells_two_meetings_apart():
    found = align([source("early", MEETING_6, None), source("late", MEETING_7, None)])
    assert [x.relation for x in found] == ["related"]


def test_a_sentence_of_two_claims_is_aligned_claim_by_claim():
    both = "The mayor of Eastwick resigned on Friday; the city council elected Paula Renner as her successor."
    found = align([
        source("x", both), source("y", "The city council of Eastwick elected Paula Renner as successor.")
    ])  # fmt: skip
    assert [both[x.a.start : x.a.end] for x in found if x.relation != "related"] == [
        "the city council elected Paula Renner as her successor."
    ]


@pytest.mark.parametrize("texts", [[], ["Only one article here."], ["", ""], ["Rain fell.", "Dogs bark."]])
def test_nothing_to_align(texts):
    assert align([source(str(i), text) for i, text in enumerate(texts)]) == []


def _brief(a: str, b: str) -> list[tuple[str, str, str]]:
    """Align two reports in short sentences; return relation and wordings of what is told."""
    import re

    from dedup.alignment.align import ClaimSource
    from dedup.facts.claims import extract

    sources = []
    for name, text in (("a", a), ("b", b)):
        spans = [m.span() for m in re.finditer(r"[^.]+\.", text)]
        claims = extract(name, text, spans, "2025-02-11", None, "en")
        sources.append(ClaimSource(name, tuple(claims), published="2025-02-11"))
    texts = {"a": a, "b": b}
    told = [f for f in align(sources) if f.tier == "told"]
    return [(f.relation, *(texts[p.article][p.start : p.end].strip() for p in (f.a, f.b))) for f in told]


def test_short_claims_that_share_a_denied_word_only_are_not_aligned():
    a = "Measles broke out in Tarnok. Nine patients had not been vaccinated."
    b = "Measles broke out in Tarnok. The vaccine costs four crowns a dose."
    assert [x for _, x, _ in _brief(a, b)] == ["Measles broke out in Tarnok."]


def test_who_only_speaks_is_no_claim_in_common():
    a = "Tarnok won on Sunday. Coach Ida Moe said it was the best day of her life."
    b = "Tarnok won on Sunday. Coach Ida Moe is leaving the club."
    assert [x for _, x, _ in _brief(a, b)] == ["Tarnok won on Sunday."]
