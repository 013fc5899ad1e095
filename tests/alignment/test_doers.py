"""Who did it, and what only looks like another value: conflicts between two reports of one event, and guards."""

import pytest

import dedup

LEAD_A = "Quarry fire in Ostrel\n\nA fire broke out in the Ostrel quarry on Monday, police chief Rita Moll said.\n\n"
LEAD_B = "Fire at quarry\n\nPolice chief Rita Moll said a fire broke out in the Ostrel quarry on Monday.\n\n"


def conflicts(a, b):
    rows = [
        {"id": f"r{n}", "source": f"Paper {n}", "title": text.split("\n", 1)[0], "text": text, "date": "2025-03-10"}
        for n, text in enumerate((LEAD_A + a, LEAD_B + b))
    ]
    found = dedup.compare(rows).alignments
    return [(d.a, d.b) for f in found if f.tier == "told" for d in f.differences if d.type == "conflict"]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Foreman Ilse Brok was at the wheel of the digger.", "Her colleague Tom Vard was at the wheel of the digger."),
        ("Engineer Ada Finch will lead the inquiry.", "The inquiry will be led by engineer Boris Hale."),
        ("Mayor Ada Finch declared a state of alert.", "Deputy mayor Boris Hale declared a state of alert."),
        ("The witnesses saw a red truck.", "Workers saw a blue truck."),
        ("The digger was on its way from Ostrel to Malden.", "The digger was driven from Malden to Ostrel."),
        ("Three of the workers have died in hospital.", "Five workers have died in hospital."),
        ("The fire began on the fourth floor of the tower.", "The fire began on the sixth floor of the tower."),
    ],
)
def test_another_value_is_a_conflict(a, b):
    assert conflicts(a, b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Engineer Ada Finch will lead the inquiry.", "The inquiry will be led by Finch."),
        ("Engineer Ada Finch will lead the inquiry.", "Boris Hale will lead the rescue teams."),
        ("Engineer Ada Finch wrote the report.", "The ministry wrote the report."),
        ("The witnesses saw a gray truck.", "Workers saw a grey truck."),
        ("The witnesses saw a red truck and a blue truck.", "Workers saw a blue truck."),
        ("The digger was on its way from Ostrel to Malden.", "The digger went back from Malden to Ostrel."),
        ("The damage is put at $4 million.", "In a 2009 fire at the same quarry, the damage was $9 million."),
        ("Four workers were hurt.", "In the neighbouring Tal quarry, nine workers were hurt."),
        ("Nine of the dead were women.", "Fourteen people died."),
        ("The team has a 12-3-1 record.", "The team has won 14 games."),
    ],
)
def test_what_can_both_hold_is_no_conflict(a, b):
    assert not conflicts(a, b)


def test_the_date_of_a_report_is_no_date_of_the_event():
    assert not conflicts("March 9 - The Ostrel quarry burned.", "March 10 - The Ostrel quarry burned.")
