"""Conflicts between facts that reports of one event state once each, in sentences that need not be alike."""

import pytest

from dedup.alignment.align import ClaimSource, align
from dedup.facts.claims import extract

OPENING = "Ida Berg of Tarnok {} the harbour office of Tarnok on Monday. "


def source(name: str, text: str, published: str = "2024-03-12") -> ClaimSource:
    claims = extract(name, text, [(0, len(text))], published, None, "en")
    return ClaimSource(name, tuple(claims), published=published)


def conflicts(a: str, b: str) -> list[tuple[str, str]]:
    sources = source("a", OPENING.format("joined") + a), source("b", OPENING.format("now runs") + b)
    found = align(sources)
    return [
        (d.a, d.b) for f in found if f.tier == "told" and f.relation == "conflict" for d in f.differences
        if d.type == "conflict"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("a", "b", "values"),
    [
        ("Berg, 52, was born in Oslund.", "The mayor praised Berg, 55, for her calm.", ("52", "55")),
        ("She will earn $128,000 a year.", "Her salary is $182,000, the town said.", ("$128,000", "$182,000")),
        ("The council debated for three days.", "It came after two days of debate.", ("three days", "two days")),
        ("Closing the pier saves $480,000 a year.", "Saving $840,000 a year, the mayor said, is wise.",
         ("$480,000", "$840,000")),
        ("The council voted unanimously to name her.", "The vote was 5-2.", ("unanimously", "5-2")),
        ("The motion passed by seven votes to four.", "Councillors voted 8-3.", ("seven votes to four", "8-3")),
        ("Berg, 52, was born in Oslund.", "Berg, aged 54, smiled.", ("52", "54")),
        ("The office has 4,500 clerks.", "Some 5,400 clerks were told.", ("4,500", "5,400")),
        ("They chose Karl Lund as deputy.", "They chose Kurt Lund as deputy.", ("Karl Lund", "Kurt Lund")),
    ],
)  # fmt: skip
def test_one_fact_with_two_values_is_a_conflict(a, b, values):
    assert values in conflicts(a, b)
    assert values[::-1] in conflicts(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Berg, 52, was born in Oslund.", "Her son Nils, 25, was there."),
        ("About 640 people work at the harbour.", "Some 600 people work there."),
        ("The union wants 8 percent more pay.", "The office offered 5 percent more pay."),
        ("The council debated for three days.", "The council debated for 72 hours."),
        ("Closing the pier saves $480,000.", "Closing the pier saves $480,000. Selling it brings $840,000."),
        ("The council voted 7-4 to name her.", "The motion passed by seven votes to four."),
        ("She was found guilty on three counts.", "She was convicted of fraud and two counts of theft."),
        ("They chose Bob Lund as deputy.", "They chose Bobby Lund as deputy."),
        ("Twelve firefighters were hurt.", "Three residents were hurt."),
    ],
)
def test_what_can_hold_together_is_no_conflict(a, b):
    assert conflicts(a, b) == []
    assert conflicts(b, a) == []


def test_two_events_have_two_values():
    a, b = "Nils Aro of Lorvik was hired. Aro, 40, starts in May.", "Berg Aro of Vareth was fired. Aro, 50, is ill."
    assert all(f.relation != "conflict" for f in align([source("a", a), source("b", b, "2021-03-12")]))
