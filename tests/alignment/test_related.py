"""Related claims: one act with a participant in common, and a stated fact that tells the events apart."""

import pytest
from collection_texts import report

from dedup.alignment.related import reason


def related(a, b, published=(None, None), which=(0, 0)):
    places_a, one = report("a", a, published[0])
    places_b, other = report("b", b, published[1])
    return reason(places_a[which[0]], places_b[which[1]], one, other)


@pytest.mark.parametrize(
    ("a", "b", "told"),
    [
        ("A ferry sank near Tarnok on Monday.", "A ferry sank near Belvik on Monday.", ("Tarnok", "Belvik")),
        ("The ministers of Tarnok held their fourth summit.", "The ministers of Tarnok met for their third summit.",
         ("fourth summit", "third summit")),
        ("Norsk Kraft will close 12 mills.", "Halvar Steel will close 30 mills.", ("Norsk Kraft", "Halvar Steel")),
        ("The women's race drew 900 runners.", "The men's race drew 1,400 runners.", ("women's", "men's")),
        ("A storm hit the coast in May 2013.", "A storm hit the coast in October 2021.", ("2013", "2021")),
        ("A tram derailed on March 4, 2024.", "A freight tram derailed on August 9, 2024.", ("03-04", "08-09")),
    ],
)  # fmt: skip
def test_the_reason_names_what_tells_the_events_apart(a, b, told):
    left, right = (related(a, b) or " / ").split(" / ")
    assert told[0] in left
    assert told[1] in right


@pytest.mark.parametrize(
    ("a", "b"),
    [
        # no act in common
        ("The ferry left Tarnok on Monday.", "The ferry sank near Belvik on Monday."),
        # nobody and nothing takes part in both
        ("A ferry sank near Tarnok on Monday.", "A bank sank into debt in Belvik on Monday."),
        # who says it is no participant, and saying no act
        ("Lena Vik, an expert in Tarnok, said the missile was a test.", "Ole Moe said in Belvik that it was a test."),
        # the place is not where the act was done
        ("The dealers caught were people from Tarnok.", "A binder of dealers caught in Belvik proves it."),
        # the year is that of something else in the sentence
        ("Moe checked into a clinic on Thursday.", "Moe checked into a clinic for a 2012 car crash."),
        # one place, spelled in two ways
        ("Two huts burned down in Dargahan.", "Two huts burned down in Dargehan."),
    ],
)
def test_without_a_reason_a_pair_is_nothing(a, b):
    assert related(a, b) is None


def test_reports_of_two_years_tell_of_two_events():
    formula = "The ministers of Tarnok voiced concern over the reefs."
    assert related(formula, formula, ("2021-10-01", "2023-05-01")) == "2021 / 2023"
    assert related(formula, formula, ("2023-05-01", "2023-05-09")) is None


@pytest.mark.parametrize(
    ("a", "b"),
    [
        # what a firm is and does holds in both years
        ("Norsk Kraft is a maker of paper that runs mills in Tarnok.",
         "Norsk Kraft is a maker of paper that runs mills in Belvik."),
        # what is planned for a place is what took place there
        ("The next summit of the Lake states will be in Tarnok.", "The Lake states held a summit in Tarnok in May."),
        # one figure moves, another one moves
        ("Shares of Norsk Kraft rose 5 percent.", "The profit of Norsk Kraft rose 3 percent."),
    ],
)  # fmt: skip
def test_what_lasts_is_planned_or_measures_something_else_is_no_event(a, b):
    assert related(a, b, ("2021-10-01", "2023-05-01")) is None


def test_what_one_does_to_two_others_is_told_apart_by_their_names():
    a, b = "Norsk Kraft will buy paper maker Halvar.", "Norsk Kraft will buy rival Bolten."
    assert related(a, b, ("2024-05-01", "2024-05-03")) == "Halvar / Bolten"


def test_a_weekday_is_nobody_to_whom_something_is_done():
    a, b = "Norsk Kraft posted a profit on Tuesday.", "Norsk Kraft posted a profit on Thursday."
    assert "Tuesday" not in (related(a, b, ("2008-01-31", "2009-05-03")) or "")


def firm(name, day, *sentences):
    """Return a short report that leads with a firm."""
    return " ".join([f"{name} opened a shop in Tarnok on {day}.", *sentences])


@pytest.mark.parametrize(
    ("a", "b"),
    [
        # two firms: what both measure takes part in nothing
        (firm("Norsk Kraft", "May 4, 2021", "Like-for-like sales rose 4 percent in March 2021."),
         firm("Halvar Steel", "June 9, 2023", "Like-for-like sales rose 7 percent in April 2023.")),
        # the whole and a part
        (firm("Norsk Kraft", "May 4, 2021", "Sales rose 4 percent in March 2021."),
         firm("Norsk Kraft", "June 9, 2023", "Online sales rose 7 percent in April 2023.")),
        (firm("Norsk Kraft", "May 4, 2021", "Total sales rose 4 percent in March 2021."),
         firm("Norsk Kraft", "June 9, 2023", "Same-store sales rose 7 percent in April 2023.")),
        # a rival's figures
        (firm("Norsk Kraft", "May 4, 2021", "Rival Bolten posted a profit in March 2021."),
         firm("Norsk Kraft", "June 9, 2023", "Norsk Kraft posted a profit in April 2023.")),
    ],
)  # fmt: skip
def test_a_measure_is_no_participant_nor_a_part_the_whole(a, b):
    assert related(a, b, ("2021-05-05", "2023-06-10"), (1, 1)) is None


def test_the_same_measure_of_one_firm_in_two_periods_is_related():
    a = firm("Norsk Kraft", "May 4, 2021", "Like-for-like sales rose 4 percent in March 2021.")
    b = firm("Norsk Kraft", "June 9, 2023", "Comparable sales rose 7 percent in April 2023.")
    assert related(a, b, ("2021-05-05", "2023-06-10"), (1, 1)) == "2021-03 / 2023-04"


def test_an_event_dated_in_one_report_and_not_in_the_other_is_one_event():
    a, b = "Dockers of Tarnok went on strike on February 26.", "The strike of the dockers of Tarnok began ten days ago."
    assert related(a, b, ("2008-04-10", "2008-03-07")) is None
