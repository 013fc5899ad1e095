import sys
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from collection_texts import ferry

from dedup.alignment.align import ClaimSource, align
from dedup.alignment.rows import claim_rows
from dedup.articles import Alignment, Claim, Place


def made(name: str, *texts: str, **more: object) -> ClaimSource:
    claims, start = [], 0
    for text in texts:
        claims.append(Claim(name, start, start + len(text), text, None, ()))
        start += len(text) + 1
    return ClaimSource(name, tuple(claims), **more)


def tie(one: Claim, other: Claim, relation: str = "partial", score: float = 0.9) -> Alignment:
    a, b = (Place(c.article, c.start, c.end) for c in (one, other))
    return Alignment(a, b, relation, score, ())


def shape(row):
    return [(c.article, c.state, c.relation) for c in row.cells]


A, B, C = made("a", "One."), made("b", "Two."), made("c", "Three.")
ONE, TWO, THREE = A.claims[0], B.claims[0], C.claims[0]


def test_aligned_claims_share_a_row():
    (row,) = claim_rows([A, B], [tie(ONE, TWO, "same")])
    assert (row.status, row.outlets, row.witnesses, row.text) == ("agreed", 2, 2, "One.")
    assert shape(row) == [("a", "present", None), ("b", "present", "same")]


def test_a_conflict_makes_the_row_conflicting():
    (row,) = claim_rows([A, B], [tie(ONE, TWO, "conflict")])
    assert row.status == "conflicting"


def test_copies_are_one_witness():
    a, b = made("a", "One.", witness="wire"), made("b", "Two.", witness="wire")
    (row,) = claim_rows([a, b], [tie(a.claims[0], b.claims[0])])
    assert (row.outlets, row.witnesses) == (2, 1)


def test_a_copy_does_not_agree_with_its_original_but_two_reports_of_one_outlet_do():
    a, b = made("a", "One.", source="The Gazette"), made("b", "Two.", source="The Gazette")
    (row,) = claim_rows([a, b], [tie(a.claims[0], b.claims[0])])
    assert (row.status, row.outlets, row.witnesses) == ("agreed", 1, 2)
    a, b = made("a", "One.", witness="wire"), made("b", "Two.", witness="wire")
    (row,) = claim_rows([a, b], [tie(a.claims[0], b.claims[0])])
    assert (row.status, row.witnesses) == ("single", 1)


def test_a_possible_alignment_changes_nothing():
    found = replace(tie(ONE, TWO, "conflict"), tier="possible")
    assert [r.status for r in claim_rows([A, B], [found])] == ["single", "single"]


def test_a_row_is_named_by_the_claim_that_most_others_are_aligned_with():
    rows = claim_rows([A, B, C], [tie(ONE, TWO, "same"), tie(TWO, THREE, "paraphrase")])
    (row,) = (r for r in rows if r.outlets > 1)
    assert row.text == "Two."
    assert shape(row) == [("a", "present", "same"), ("b", "present", None), ("c", "present", "paraphrase")]


def test_many_claims_of_many_articles_are_grouped_in_little_time():
    sources = [made(f"s{n:03}", "One.") for n in range(150)]
    ties = [tie(x.claims[0], y.claims[0]) for i, x in enumerate(sources) for y in sources[i + 1 :]]
    (row,) = claim_rows(sources, ties)
    assert row.outlets == 150


def test_a_chain_does_not_join_unlike_claims():
    rows = claim_rows([A, B, C], [tie(ONE, TWO, score=0.9), tie(TWO, THREE, score=0.5)])
    assert sorted(r.outlets for r in rows) in ([1, 2], [3])
    rows = claim_rows(
        [A, B, C, made("d", "Four.")],
        [tie(ONE, TWO, score=0.9), tie(TWO, THREE, score=0.85), tie(THREE, made("d", "Four.").claims[0], score=0.8)],
    )
    assert max(r.outlets for r in rows) < 4


def test_related_claims_share_a_row_and_count_nowhere():
    (row,) = claim_rows([A, B], [tie(ONE, TWO, "related")])
    assert (row.status, row.outlets, row.witnesses) == ("related", 1, 1)
    assert shape(row) == [("a", "present", None), ("b", "present", "related")]


def test_a_related_claim_stands_beside_an_agreed_row():
    (row,) = claim_rows([A, B, C], [tie(ONE, TWO, "same"), tie(ONE, THREE, "related")])
    assert (row.status, row.outlets) == ("agreed", 2)
    assert shape(row)[2] == ("c", "present", "related")


def test_a_conflict_is_never_made_by_a_related_claim():
    rows = claim_rows([A, B], [tie(ONE, TWO, "related")])
    assert all(r.status != "conflicting" for r in rows)


@pytest.mark.parametrize(
    ("state", "said"), [("whole", "absent"), ("truncated", "truncated"), ("not_extracted", "not_extracted")]
)
def test_absent_is_not_unknown(state, said):
    rows = claim_rows([A, ClaimSource("b", (), text_state=state)], [])
    assert shape(rows[0]) == [("a", "present", None), ("b", said, None)]


def test_several_claims_of_an_article_stand_in_one_row():
    a = made("a", "One half.", "Other half.")
    (row,) = claim_rows([a, B], [tie(a.claims[0], TWO), tie(a.claims[1], TWO)])
    assert shape(row) == [("a", "present", "partial"), ("a", "present", "partial"), ("b", "present", None)]


def test_of_equally_central_claims_the_earliest_gives_the_text():
    a, b = made("a", "One.", published="2024-05-02"), made("b", "Two.", published="2024-05-01")
    (row,) = claim_rows([a, b], [tie(a.claims[0], b.claims[0])], story="s1")
    assert (row.text, row.story, [c.article for c in row.cells]) == ("Two.", "s1", ["b", "a"])


def test_every_claim_stands_in_exactly_one_row_whatever_the_order():
    sources = ferry()
    rows = claim_rows(sources, align(sources))
    cells = [(c.article, c.start) for r in rows for c in r.cells if c.state == "present" and c.relation != "conflict"]
    beside = {(c.article, c.start) for r in rows for c in r.cells if c.relation == "conflict"}
    assert len(set(cells)) == len(cells)
    assert {*cells, *beside} == {(s.id, c.start) for s in sources for c in s.claims}
    assert claim_rows(sources[::-1], align(sources[::-1])) == rows
    assert len({r.claim_id for r in rows}) == len(rows)


def test_a_claim_in_another_language_is_not_absent():
    a, b = made("a", "One.", language="en"), made("b", "Deux.", language="fr")
    english, _ = claim_rows([a, b], [])
    assert [(c.article, c.state) for c in english.cells] == [("a", "present"), ("b", "not_extracted")]
