from datetime import date

import pytest

from dedup.text import calendars
from dedup.text.calendars import Reference, reference


def test_reference_without_zone_is_the_day_as_published():
    assert reference("2023-05-11T23:00", "TOKYO") == Reference(date(2023, 5, 11), date(2023, 5, 11))


@pytest.mark.parametrize("published", [None, "", "May 11", "2023-13-01", "0001-01-01"])
def test_unknown_publication(published):
    assert reference(published, None) == Reference(None, None)


def test_weekday_named_can_be_that_of_the_newsroom():
    ref = reference("2023-05-11T02:00+09:00", "Washington")
    assert ref == Reference(date(2023, 5, 10), date(2023, 5, 11))
    assert calendars.weekday(ref, 3, future=False) == ("2023-05-11", "day")


def test_day_of_month_goes_back_or_forward():
    ref = reference("2023-05-11", None)
    assert calendars.day_of_month(ref, 20, future=False) == ("2023-04-20", "day")
    assert calendars.day_of_month(ref, 20, future=True) == ("2023-05-20", "day")
    assert calendars.day_of_month(reference("2023-03-11", None), 31, future=False) == ("XXXX-XX-31", "day")


def test_leap_day_is_sought_in_a_leap_year():
    assert calendars.month_day(reference("2024-03-05", None), 2, 29, future=False) == ("2024-02-29", "day")
    assert calendars.month_day(reference("2022-06-05", None), 2, 29, future=False) == ("XXXX-02-29", "day")


@pytest.mark.parametrize(
    ("value", "ends"),
    [
        ("2023", (date(2023, 1, 1), date(2023, 12, 31))),
        ("2024-02", (date(2024, 2, 1), date(2024, 2, 29))),
        ("2023-05-09", (date(2023, 5, 9), date(2023, 5, 9))),
        ("2021-11-21/2021-12-10", (date(2021, 11, 21), date(2021, 12, 10))),
        ("1990/1999", (date(1990, 1, 1), date(1999, 12, 31))),
        ("XXXX-05-09", None),
        ("T19:40", None),
        ("2023-02-31", None),
    ],
)
def test_bounds(value, ends):
    assert calendars.bounds(value) == ends
