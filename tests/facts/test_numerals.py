from decimal import Decimal

import pytest

from dedup.facts import numerals


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234.5", "1234.5"), ("1.234,5", "1234.5"), ("1 234", "1234"), ("1,5", "1.5"), ("1,500", "1500"),
        ("1.234.567", "1234567"), ("0.25", "0.25"),
    ],
)  # fmt: skip
def test_digits(text, value):
    assert numerals.digits(text) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [("3万", 30_000), ("二千三百", 2300), ("1兆5000億", 1_500_000_000_000), ("二〇二三", 2023), ("十", 10)],
)
def test_east_asian(text, value):
    assert numerals.east_asian(text) == value


def test_east_asian_without_a_number():
    assert numerals.east_asian("橋") is None


def test_decimal_text_has_no_exponent():
    assert numerals.decimal_text(Decimal("1.50E+9")) == "1500000000"
    assert numerals.decimal_text(Decimal("1.80")) == "1.8"
    assert numerals.decimal_text(Decimal(10) ** 400) == "1" + "0" * 400
