import math

import pytest

from dedup.alignment import measures
from dedup.articles import Fact


def quantity(value, unit=None, qualifier=None):
    return Fact("quantity", value, unit, qualifier, 0, 1)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (quantity("50", "basis point"), quantity("0.5", "percentage point")),
        (quantity("2", "week"), quantity("14", "day")),
        (quantity("50", "cent"), quantity("0.5", "USD")),
        (quantity("12", "man"), quantity("12", "person")),
        (quantity("0.9"), quantity("90", "percent")),
        (quantity("0.666667"), quantity("67", "percent")),
    ],
)
def test_one_value_in_two_units(a, b):
    assert measures.equal(a, b)
    assert measures.equal(b, a)


@pytest.mark.parametrize(
    ("a", "b", "both"),
    [
        (quantity("17.93", "percent"), quantity("18", "percent"), True),
        (quantity("17.4", "percent"), quantity("18", "percent"), False),
        (quantity("1234", "ship"), quantity("1200", "ship"), True),
        (quantity("1234", "ship"), quantity("1000", "ship"), False),
        (quantity("19", "USD"), quantity("20", "USD"), False),
        (quantity("700", "person", "about"), quantity("600", "person", "about"), False),
        (quantity("700", "person", "about"), quantity("690", "person"), True),
        (quantity("47", "percent", "about"), quantity("48", "percent", "about"), False),
        (quantity("8", "ship", "more than"), quantity("9", "ship"), True),
        (quantity("8", "ship", "more than"), quantity("80", "ship"), False),
        (quantity("8", "ship", "up to"), quantity("9", "ship"), False),
        (quantity("10/12", "percent", "between"), quantity("11", "percent"), True),
        (quantity("1200", "pound"), quantity("0.5", "ton", "more than"), True),
        (quantity("6", "ordinal"), quantity("7", "ordinal"), False),
    ],
)
def test_whether_both_can_be_true(a, b, both):
    assert measures.compatible(a, b) is both
    assert measures.compatible(b, a) is both


def test_room_of_an_open_end():
    assert measures.room(quantity("12", "ship", "at least")) == (12, math.inf)


def test_ratio_of_nothing_is_one():
    assert measures.ratio(quantity("0"), quantity("7")) == 1
    assert measures.ratio(quantity("7"), quantity("21")) == 3
