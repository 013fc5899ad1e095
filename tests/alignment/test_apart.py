import pytest
from collection_texts import report

from dedup.alignment.apart import told_apart
from dedup.alignment.events import one_time


def apart(a, b, published=(None, None), which=(0, 0)):
    places_a, one = report("a", a, published[0])
    places_b, other = report("b", b, published[1])
    return told_apart(places_a[which[0]], places_b[which[1]], one, other)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("A ferry sank near Tarnok on Monday.", "A ferry sank near Belvik on Monday."),
        ("They held their fourth summit.", "They held their third summit."),
        ("Norsk Kraft will close 12 mills.", "Halvar Steel will close 30 mills."),
        ("The women's race drew 900 runners.", "The men's race drew 1,400 runners."),
        ("A storm hit the coast in May 2013.", "A storm hit the coast in October 2021."),
    ],
)
def test_place_number_firm_kind_and_year_tell_two_events_apart(a, b):
    assert apart(a, b)


def test_a_place_spelled_otherwise_is_the_same_place():
    assert not apart("A ferry sank near Dargahan on Monday.", "A ferry sank near Dargehan on Monday.")


def test_a_claim_without_a_place_takes_that_of_its_article():
    a = "A ferry sank near Tarnok on Monday. The captain was saved."
    b = "A ferry sank near Belvik on Tuesday. The captain was saved."
    assert apart(a, b, which=(1, 1))


def test_a_place_that_the_other_article_knows_tells_nothing():
    a = "A ferry sank near Tarnok on Monday. The captain was saved."
    b = "A ferry sank in the strait. Rescuers came from Tarnok. The captain was saved."
    assert apart(a, b, which=(1, 2)) is False


@pytest.mark.parametrize(
    ("published", "other"),
    [(("2024-05-01", "2024-05-09"), False), (("2024-05-01", None), False), (("2021-10-01", "2023-05-01"), True)],
)
def test_reports_of_two_years_tell_of_two_events(published, other):
    formula = "The ministers voiced concern over the reefs."
    assert apart(formula, formula, published) is other


def test_one_day_stated_by_both_ties_reports_that_lie_far_apart():
    a, b = "The dam broke on March 3, 2019.", "Families mourned those lost on March 3, 2019, when the dam broke."
    assert apart(a, b, ("2019-03-04", "2023-03-03")) is False


def test_one_time_needs_both_dates():
    assert one_time("2024-05-01T10:00+09:00", "2024-05-03")
    assert not one_time("2024-05-01", "2024-07-03")
    assert not one_time(None, "2024-05-01")


def test_days_that_two_reports_cite_tie_no_quarters_together():
    a = "Norsk Kraft earned 12 million crowns on July 22, 2008. The half ended on June 30, 2008."
    b = "Norsk Kraft earned 9 million crowns on October 21, 2008. The half ended on June 30, 2008."
    assert apart(a, b, ("2008-07-23", "2008-10-22"))


@pytest.mark.parametrize(
    ("a", "b", "two"),
    [
        # one person does the same
        ("A plane crashed near Tarnok on Monday. The pilot, Ida Moe, 52, had flown for years.",
         "A plane came down near Belvik on Monday. Pilot Ida Moe was 57.", False),
        # two parties and their figures
        ("Ministers of Ruvia and Kolm met in Tarnok on Monday. They swapped 40 prisoners after 18 months.",
         "Ministers of Kolm and Ruvia met in Belvik on Monday. They swapped 40 prisoners after 18 months.", False),
        # two towns with one minister, and two with nobody in common
        ("A plane crashed near Tarnok on Monday. Transport Minister Ida Moe sent 40 soldiers.",
         "A plane crashed near Belvik on Monday. Transport Minister Ida Moe sent 40 soldiers.", True),
        ("A Kraft train derailed near Tarnok on Monday. The driver, Ole Vik, saw a cow.",
         "A Kraft train derailed near Belvik on Monday. The driver, Jan Dahl, saw a cow.", True),
    ],
)  # fmt: skip
def test_two_places_are_one_event_where_one_and_the_same_takes_part(a, b, two):
    assert apart(a, b, ("2024-05-07", "2024-05-07")) is two


def test_a_rival_whom_the_other_report_does_not_know_is_told_apart():
    a = "Talvo recalled 180,000 cars on Thursday. Rival Ostra recalled 50,000 cars."
    assert apart(a, "Talvo called back 108,000 cars on Thursday.", which=(1, 0))
    known = "Talvo called back 108,000 cars on Thursday. Ostra recalled 40,000 cars."
    assert not apart(a, known, which=(1, 1))


def test_the_results_of_two_firms_are_told_apart_by_what_their_reports_lead_with():
    a = "Norsk Kraft opened a mill on Monday. Net profit fell to 30 million euros."
    b = "Halvar Steel opened a mill on Monday. Net profit fell to 50 million euros."
    assert apart(a, b, which=(1, 1))
    again = "The mill of Norsk Kraft opened on Monday. Net profit fell to 50 million euros."
    assert not apart(a, again, which=(1, 1))


def test_what_opens_with_an_earlier_year_is_another_event():
    a = "Orvane will buy Delku for 6 billion euros."
    b = "In 2019 Orvane bought a rival for 1 billion euros."
    assert apart(a, b, ("2025-02-11", "2025-02-11"))


TODAY = ("2025-02-11", "2025-02-11")


@pytest.mark.parametrize(
    ("a", "b"),
    [
        # another object, the other side's answer, another kind
        ("Orvane will buy shoe maker Delku for 6 million euros.", "Orvane bought hat maker Tarsk for 2 million euros."),
        ("Ruvia expelled six diplomats of Kolm on Monday.", "Kolm expelled six Ruvian diplomats in return."),
        ("Orvane sued Delku over a patent.", "Delku sued Orvane over a patent."),
        ("Bus drivers stopped work. Train drivers may follow.", "Train drivers in Tarnok will vote on a strike."),
        ("The final drew 41,000 people.", "Old Town's under-19 team won their final before 3,000 people."),
        # another time
        ("A ferry with 214 passengers ran aground.", "In October the ferry Dana ran aground with 150 passengers."),
        ("Orvane will buy Delku for 6 million.", "Two years ago Orvane paid 5 million for a rival."),
        ("Old Town beat Harbour 2-1 on Sunday.", "Old Town had lost 3-0 to Harbour in January."),
        ("The flood killed seven people.", "Nine people were killed by a flood there in 1998."),
        ("The show was watched by 4 million people.", "The show was watched by 6 million people in 2023."),
        ("Dockers went on strike on Monday for two days.", "Dockers in Belvik went on strike in October for a week."),
    ],
)
def test_object_answer_kind_and_time_tell_two_events_apart(a, b):
    assert apart(a, b, TODAY)
    assert apart(b, a, TODAY)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Orvane will buy shoe maker Delku for 6 million euros.", "Orvane agreed to buy Delku for 5 million euros."),
        ("Two years ago Orvane bid 5 million for Delku.", "The bid of Orvane for Delku was 6 million."),
        ("Bus drivers stopped work on Monday.", "Tram drivers stopped work on Monday."),
        ("In February the ferry Dana ran aground.", "The ferry Dana ran aground on Monday."),
        ("Old Town had beaten Harbour on Sunday.", "Old Town beat Harbour on Sunday."),
    ],
)
def test_one_event_is_not_told_apart(a, b):
    assert not apart(a, b, TODAY)
    assert not apart(b, a, TODAY)


def test_somebody_whom_the_other_report_lacks_is_told_apart_from_whom_both_lead_with():
    a = "Tarnok council voted on Monday. The merger will save 600,000 crowns."
    b = "Tarnok council voted on Monday. Belvik would have saved 350,000 crowns."
    assert apart(a, b, TODAY, which=(1, 1))


@pytest.mark.parametrize("called", ["a rival of Talvo", "Talvo's main rival"])
def test_a_firm_that_only_a_rival_is_named_beside_has_its_own_results(called):
    a = "Chip maker Talvo reported a profit of 12 million euros. Revenue rose to 90 million euros."
    b = f"Ostra, {called}, earned 8 million euros. Its revenue fell to 70 million euros."
    assert apart(a, b, TODAY, which=(0, 0))
    assert apart(a, b, TODAY, which=(1, 1))
