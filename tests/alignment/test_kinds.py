"""Claims whose figures or days exclude each other are never told as one."""

import pytest

from dedup.alignment.kinds import disagree
from dedup.articles import Claim
from dedup.facts.claims import extract


def claim(text: str) -> Claim:
    return extract("a", text, [(0, len(text))], published="2025-02-11")[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Each family will receive $5,000 from the ministry.", "The state will pay $8,000 to each of the families."),
        ("The bank expects growth of 1.2 percent.", "Growth will reach 1.4 percent, the bank said."),
        ("The board meets again on 25 March.", "The next decision is due on 27 March."),
        ("The film opens in cinemas in November.", "The film will reach cinemas in December."),
    ],
)
def test_readings_of_which_one_must_be_wrong_differ(one: str, other: str) -> None:
    assert disagree(claim(one), claim(other), ())
    assert disagree(claim(other), claim(one), ())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The bridge cost 4.02 million euros.", "The bridge cost about 4 million euros."),
        ("The bank cut its forecast to 1.2 percent from 1.6 percent.", "The bank expects growth of 1.2 percent."),
        ("The board meets again on 25 March.", "The board meets again in March."),
        ("The board meets again on 25 March.", "Officials said on Tuesday that the board would meet again in March."),
        ("The road is 40 kilometres long.", "The road cost 3 million euros."),
        ("Nobody was hurt.", "The road cost 3 million euros."),
    ],
)
def test_readings_that_can_both_hold_do_not_differ(one: str, other: str) -> None:
    assert not disagree(claim(one), claim(other), ())
