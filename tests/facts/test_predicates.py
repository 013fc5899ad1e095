import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.facts.claims import extract
from dedup.facts.predicates import read


def acts(text):
    return [(p.verb, p.negated, p.actor, p.object) for p in read(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Orla sued Brand Mills.", ("sue", False, "Orla", "Brand Mills")),
        ("Orla was sued by Brand Mills.", ("sue", False, "Brand Mills", "Orla")),
        ("The jury acquitted Amin.", ("acquit", False, "jury", "Amin")),
        ("The bank did not cut rates.", ("cut", True, "bank", "rates")),
        ("The firm refused to sell the mill.", ("sell", True, "firm", "mill")),
        ("The firm agreed not to sell the mill.", ("sell", True, "firm", "mill")),
        ("The mayor denied that any money was lost.", ("lose", True, None, "money")),
        ("The mayor denied taking bribes.", ("tak", True, "mayor", "bribes")),
        ("No money was stolen.", ("steal", True, None, "money")),
        ("The bridge is not safe.", ("be", True, "bridge", "safe")),
        ("The man held on Monday was released.", ("releas", False, None, "man")),
        ("Nine killed in blast.", ("kill", False, None, "Nine")),
        ("The mayor did not rule out a toll.", ("rule out", True, "mayor", "toll")),
        ("Orla, a miner, sued the mill.", ("sue", False, "Orla", "mill")),
    ],
)
def test_who_did_what_to_whom(text, expected):
    assert acts(text) == [expected]


def test_verbs_joined_by_and_share_their_subject():
    assert [p.actor for p in read("Orla, who led the choir, left Lorvik and flew home.")] == ["Orla", "Orla", "Orla"]


def test_place_modality_and_day():
    text = "The mill will be sold in Lorvik on Monday."
    (claim,) = extract("a", text, [(0, len(text))], "2024-05-16")
    (act,) = claim.predicates
    assert (act.verb, act.modality, act.passive) == ("sell", "planned", True)
    assert (act.place, act.time) == ("Lorvik", "2024-05-20")
    assert text[act.start : act.end] == "will be sold"


def test_a_pronoun_is_the_only_person_named_or_nobody():
    def actors(text):
        return [p.actor for c in extract("a", text, [(0, len(text))]) for p in c.predicates]

    assert actors("Ole Vik left Lorvik. He sold the mill.") == ["Ole Vik", "Ole Vik"]
    assert actors("Ole Vik met Ann Rae. He sold the mill.") == ["Ole Vik", None]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from("the was not sued Vik and , who to be by in sold refused . “ no".split()), max_size=14))
def test_spans_stand_in_the_text_whatever_it_is(words):
    text = " ".join(words)
    assert all(0 <= p.start < p.end <= len(text) for p in read(text))


def test_a_time_in_front_is_no_part_of_the_subject():
    assert [actor for _, _, actor, _ in acts("Two years ago Acmo bought Belco.")] == ["Acmo"]
    assert [actor for _, _, actor, _ in acts("In March the ferry ran aground.")] == ["ferry"]
    assert [actor for _, _, actor, _ in acts("May Lund resigned.")] == ["May Lund"]
