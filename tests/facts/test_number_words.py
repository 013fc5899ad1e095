from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.facts.number_words import read


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("twenty-five", 25), ("one hundred and five", 105), ("two hundred thousand", 200_000),
        ("three hundred and sixteen barges", 316), ("a million and a half", 1_500_000), ("four and a half", 4.5),
        ("six point two five", 6.25), ("two million forty thousand", 2_040_000), ("fourteen hundred", 1400),
        ("five dozen", 60), ("one and a half billion", 1_500_000_000), ("one hundred and six thousand", 106_000),
    ],
)  # fmt: skip
def test_english(text, value):
    cardinal = read(text)
    assert cardinal is not None
    assert cardinal.value == Decimal(str(value))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("dix-sept", 17), ("quatre-vingts", 80), ("quatre-vingt-onze", 91), ("soixante-quinze", 75),
        ("soixante et onze", 71), ("vingt et un", 21), ("trois cents", 300), ("deux mille cent", 2100),
        ("trois millions et demi", 3_500_000), ("septante-deux", 72),
    ],
)  # fmt: skip
def test_french(text, value):
    cardinal = read(text, french=True)
    assert cardinal is not None
    assert cardinal.value == Decimal(str(value))


@pytest.mark.parametrize("text", ["bridge", "a bridge", "and six", "cent", "of two"])
def test_no_number(text):
    assert read(text) is None


@pytest.mark.parametrize(("text", "end"), [("six and eight", 3), ("one hundred and two hundred", 11), ("two three", 3)])
def test_two_numbers_are_not_one(text, end):
    cardinal = read(text)
    assert cardinal is not None
    assert cardinal.end == end


def test_after_between_and_is_no_part_of_the_number():
    assert read("one hundred and fifty", joins=False).value == 100


UNITS = "one two three four five six seven eight nine".split()
TENS = "ten twenty thirty forty fifty sixty seventy eighty ninety".split()


@given(st.integers(1, 9), st.integers(2, 9), st.integers(1, 9), st.sampled_from(["", " and"]))
def test_any_hundred_tens_and_units_are_read_back(hundreds, tens, units, joint):
    text = f"{UNITS[hundreds - 1]} hundred{joint} {TENS[tens - 1]}-{UNITS[units - 1]}"
    cardinal = read(text)
    assert cardinal is not None
    assert (cardinal.value, cardinal.end) == (100 * hundreds + 10 * tens + units, len(text))
