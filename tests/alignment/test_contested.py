"""Conflicts between sentences of two reports that share few words."""

import pytest

from dedup.alignment.align import ClaimSource, align
from dedup.facts.claims import extract


def source(name: str, text: str, published: str = "2024-03-12") -> ClaimSource:
    spans = [(0, len(text))]
    return ClaimSource(name, tuple(extract(name, text, spans, published, None, "en")), published=published)


ONE = (
    "Belco said on Monday it would raise its bid for the chip maker Norvik. The board of Norvik met twice last week. "
    "Two years ago Norvik itself made a 38 billion euro bid for the Dutch group Tamsen. Shares of Belco fell. "
    "Analysts expect a long fight. Lawyers for both sides declined to comment on the matter."
)
OTHER = (
    "Belco has sweetened its offer for Norvik, the companies said. The new terms hinge on Norvik's pending 47 billion "
    "euro purchase of Tamsen. Regulators in three countries must agree. Workers at Norvik's plant in Lorvik fear for "
    "their jobs. A union leader asked for talks. The mayor of Lorvik promised help."
)


def conflicts(a: str, b: str) -> list[tuple[str, str]]:
    found = align([source("a", a), source("b", b)])
    return [
        (d.a, d.b) for f in found if f.tier == "told" and f.relation == "conflict" for d in f.differences
        if d.type == "conflict"
    ]  # fmt: skip


def test_one_purchase_with_two_prices_is_a_conflict_in_whatever_words():
    assert conflicts(ONE, OTHER) == [("38 billion euro", "47 billion euro")]


def test_the_names_of_two_purchases_keep_their_prices_apart():
    assert conflicts(ONE, OTHER.replace("purchase of Tamsen", "purchase of Halden Bank")) == []


def test_two_places_of_one_dated_event_are_a_conflict_only_where_they_are_no_other_event():
    opening = "Dahl is under fire. His party stands by him. {} The vote is due in May. His rivals asked for answers."
    a = opening.format("Dahl said at a 2008 event in Norvik that he served in the war.")
    b = opening.format("Dahl told a group gathered in Norhal in March 2008 that he served in the war.")
    assert ("Norvik", "Norhal") in conflicts(a, b)
    lead = "A bomb went off in {} on May 3, police said. The blast broke windows."
    assert conflicts(lead.format("Lorvik"), lead.format("Vareth")) == []


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("The crash killed two women and one man, police said.", "Three people were killed in the crash, police said."),
        ("The blast injured 10 miners and two guards.", "The blast injured 12 people, the mine said."),
        ("Nine of the dead came from the town of Lorvik.", "Five of the dead came from the town of Vareth."),
        ("The court ordered 23 of the defendants, Moe among them, to pay 1 million crowns.",
         "The court ordered Moe and 22 other defendants to pay 1 million crowns."),
        ("The club signed Moe to an eight-year deal.", "Moe's deal is the best in the seven-year history of the club."),
        ("Lind needed nine points to pass the record on Friday.", "Lind scored 20 points to pass the record Friday."),
        ("Anna Lind, 36, hit another car and was held.", "Anna Lind hit another car two blocks away and was held."),
        ("Voting for the council began on Sunday morning.", "Voting for the council ended on Sunday evening."),
        ("The storm delayed the landing at Lorvik on Monday.", "The plane had landed at Lorvik by Monday noon."),
        ("The ministry released the photos of the ships on Nov. 21.",
         "The ministry released photos of an Oct. 19 meeting of the ships."),
    ],
)  # fmt: skip
def test_what_can_hold_together_is_no_conflict(a, b):
    assert conflicts(a, b) == []
    assert conflicts(b, a) == []


@pytest.mark.parametrize("published", [("2024-03-12", "2024-03-13"), (None, None)])
def test_two_rounds_of_one_fight_are_no_row_of_meetings(published):
    a = "Nils Aro of Lorvik beat Ben Tolk of Vareth on Saturday. The champion stopped him in the sixth round."
    b = "Nils Aro of Lorvik kept his title against Ben Tolk of Vareth. A brother led the singing in the third round."
    found = align([source("a", a, published[0]), source("b", b, published[1])])
    assert not [f for f in found if f.reason and "round" in f.reason]
