import pytest

from dedup.facts.facts import facts

PUBLISHED = "2023-05-11T10:51+09:00"  # a Thursday


def dates(text, published=PUBLISHED, dateline=None):
    return [(f.value, f.unit) for f in facts(text, None, published, dateline) if f.kind == "date"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met on Tuesday.", ("2023-05-09", "day")),
        ("They met on Thursday.", ("2023-05-11", "day")),
        ("They will meet on Saturday.", ("2023-05-13", "day")),
        ("It opened last Friday.", ("2023-05-05", "day")),
        ("It is the first since January last year.", ("2022-01", "month")),
        ("Earlier in April they met.", ("2023-04", "month")),
        ("It is to be held in Lyon in December.", ("2023-12", "month")),
        ("It was held in December.", ("2022-12", "month")),
        ("It opened in July this year.", ("2023-07", "month")),
        ("in late November", ("2022-11-21/2022-11-30", "interval")),
        ("on Sept. 20, 2022", ("2022-09-20", "day")),
        ("on 20 September 2022", ("2022-09-20", "day")),
        ("on April 3", ("2023-04-03", "day")),
        ("yesterday", ("2023-05-10", "day")),
        ("last year", ("2022", "year")),
        ("last week", ("2023-05-01/2023-05-07", "week")),
        ("two days ago", ("2023-05-09", "day")),
        ("in the 1990s", ("1990/1999", "decade")),
        ("in the third quarter of 2008", ("2008-07-01/2008-09-30", "quarter")),
        ("first-quarter profit", ("2023-01-01/2023-03-31", "quarter")),
        ("fourth-quarter profit", ("2022-10-01/2022-12-31", "quarter")),
        ("at 7:40 p.m.", ("T19:40", "time")),
        ("by 1000 GMT", ("T10:00", "time")),
        ("mardi à Paris", ("2023-05-09", "day")),
        ("le 20 septembre", ("2022-09-20", "day")),
        ("l'an dernier", ("2022", "year")),
        ("il y a deux ans", ("2021", "year")),
        ("市長は9日に述べた", ("2023-05-09", "day")),
        ("昨年の5月に", ("2022-05", "month")),
        ("昨年、", ("2022", "year")),
        ("2021年11月下旬に", ("2021-11-21/2021-11-30", "interval")),
        ("市长昨天说", ("2023-05-10", "day")),
    ],
)
def test_resolved_against_publication(text, expected):
    assert dates(text) == [expected]


def test_between_two_parts_of_months_is_one_interval():
    assert dates("It will be held between late November and early December.", "2021-10-20") == [
        ("2021-11-21/2021-12-10", "interval")
    ]


def test_the_day_before_counts_from_the_day_just_named():
    found = dates("On Tuesday she sang, and the day before she danced.")
    assert found == [("2023-05-09", "day"), ("2023-05-08", "day")]
    assert dates("She danced the day before.") == [("2023-05-10", "day")]


def test_dateline_tells_what_today_means():
    early = "2023-05-11T02:00+09:00"
    assert dates("It rained today.", early) == [("2023-05-11", "day")]
    assert dates("It rained today.", early, "WASHINGTON") == [("2023-05-10", "day")]


def test_without_publication_day_the_value_keeps_what_is_known():
    assert dates("on Tuesday, on May 9, in the third quarter, last year", None) == [
        ("XXXX-WXX-2", "weekday"), ("XXXX-05-09", "day"), ("XXXX-Q3", "quarter"), ("last year", "relative"),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["They may march.", "The 2,008 cows", "may be", "ratio of 1900 points", "March on!"])
def test_words_and_numbers_that_are_no_dates(text):
    assert dates(text) == []


def test_qualifier_before_a_date():
    found = [f.qualifier for f in facts("since 2008, by Tuesday, until May 9", None, PUBLISHED) if f.kind == "date"]
    assert found == ["since", "by", "until"]


def test_count_of_years_before_all_calendars_stays_in_words():
    assert dates("400 decades ago") == [("400 decades ago", "relative")]


def test_impossible_publication_time_counts_as_unknown():
    assert dates("yesterday", "9999-12-31") == [("yesterday", "relative")]
    assert dates("yesterday", "2023-02-31") == [("yesterday", "relative")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The pool is closed until Monday.", "2024-05-20"),
        ("The pool reopens on Monday.", "2024-05-20"),
        ("The storm lasted until Monday.", "2024-05-13"),
        ("On Monday the pool will reopen.", "2024-05-20"),
        ("She will sing on the 21st.", "2024-05-21"),
        ("The fair is held on the last Friday in October.", "2024-10-25"),
        ("The pool opened on 13/04/2024.", "2024-04-13"),
        ("The pool opened on 05/06/2024.", "2024"),
        ("The pool opened on 13.04.2024.", "2024-04-13"),
        ("The fair ran from 3 to 7 May.", "2024-05-03/2024-05-07"),
        ("The wall fell last night.", "2024-05-15"),
        ("The wall fell on May 17,2019.", "2019-05-17"),
        ("From Monday to Friday it rained.", "2024-05-06/2024-05-10"),
        ("Le stade rouvrira lundi.", "2024-05-20"),
    ],
)
def test_direction_and_form(text, expected):
    assert [f.value for f in facts(text, published="2024-05-16") if f.kind == "date"] == [expected]


@pytest.mark.parametrize("text", ["April Sands sang.", "Officer Jan. Moreno sang.", "He lives on the 21st floor."])
def test_names_and_floors_are_no_dates(text):
    assert [f for f in facts(text, published="2024-05-16") if f.kind == "date"] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The port said on Tuesday that a crane fell on Sunday.", ["saying", "event"]),
        ("A crane fell on Tuesday, the port said.", ["event"]),
        ("On Monday, the port said a crane had fallen.", ["saying"]),
        ("On Monday, a crane fell.", ["event"]),
        ("In an interview on Friday, Okoro named the crane.", ["saying"]),
    ],
)
def test_the_day_of_saying_is_told_from_the_day_of_the_event(text, expected):
    assert [f.of for f in facts(text, published="2024-05-16") if f.kind == "date"] == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Crews of both ports will hold a rescue drill named Long Swell in the Strait of Arva in April.", "2024-04"),
        ("They concurred to hold the fifth round in Tarsa in February.", "2024-02"),
        ("He will answer questions about the crash that killed nine people in March.", "2023-03"),
        ("The bridge, which will be rebuilt by the army and two private firms, collapsed in March.", "2023-03"),
        ("Divers hoped to find the boat that sank in March.", "2023-03"),
    ],
)
def test_a_month_to_come_is_told_by_the_verb_of_its_own_clause(text, value):
    assert value in str(dates(text))
