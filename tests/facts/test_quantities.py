import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.facts.facts import facts


def quantities(text, language=None):
    return [(f.value, f.unit, f.qualifier) for f in facts(text, language=language) if f.kind == "quantity"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("At least 12 miners died.", ("12", "miner", "at least")),
        ("about 700 people", ("700", "person", "about")),
        ("¥76 Tril.", ("76000000000000", "JPY", None)),
        ("a rise of 1.8%", ("1.8", "percent", None)),
        ("the seventh round", ("7", "ordinal", None)),
        ("$1.5 bln", ("1500000000", "USD", None)),
        ("$1.5 billion", ("1500000000", "USD", None)),
        ("more than half a ton", ("0.5", "ton", "more than")),
        ("twenty-five basis points", ("25", "basis point", None)),
        ("one hundred and five cows", ("105", "cow", None)),
        ("two million dollars", ("2000000", "USD", None)),
        ("one-third of the crew", ("0.333333", "crew", None)),
        ("12-1/2 points", ("12.5", "point", None)),
        ("10 to 12 percent", ("10/12", "percent", "between")),
        ("three-to-five sites", ("3/5", "site", "between")),
        ("between $50 and $100 million", ("50000000/100000000", "USD", "between")),
        ("No. 2 maker", ("2", "ordinal", None)),
        ("number five in the list", ("5", "ordinal", None)),
        ("3.5 million pounds", ("3500000", "GBP", None)),
        ("1,200 pounds", ("1200", "pound", None)),
        ("10 percent or so", ("10", "percent", "about")),
        ("as many as 80 guests", ("80", "guest", "up to")),
        ("nearly 9 km", ("9", "kilometer", "nearly")),
        ("Berg, 49, left", ("49", "age", None)),
        ("169.000 jobs", ("169000", "job", None)),
        ("tens of thousands of fans", ("20000/99999", "fan", "about")),
        ("a temperature of -3.5 degrees", ("-3.5", "degree", None)),
    ],
)
def test_value_unit_and_qualifier(text, expected):
    assert quantities(text) == [expected]


def test_from_to_is_a_change_and_no_range():
    assert quantities("It rose from 4.79 to 4.93 percent.") == [("4.79", None, None), ("4.93", "percent", None)]
    assert quantities("It fell 14 percent to 750,000.") == [("14", "percent", None), ("750000", None, None)]


@pytest.mark.parametrize(
    "text",
    [
        "Boeing 747s and the G20", "the two-plus-two talks", "shares of Kato ( 7201.T )", "see [nTOE65K069]",
        "a 3D film",
        "one of them left", "no one came", "as one would expect",
    ],
)  # fmt: skip
def test_codes_names_and_pronouns_are_no_quantities(text):
    assert quantities(text) == []


def test_dates_are_no_quantities():
    assert quantities("On May 9, 2023, and in the third quarter of 2008, at 7:40 p.m.") == []


def test_french_forms():
    assert quantities("une aide de 1,5 milliard d'euros et 1 500 personnes", "fr") == [
        ("1500000000", "EUR", None), ("1500", "person", None),
    ]  # fmt: skip
    assert quantities("au moins seize maisons dans le village", "fr") == [("16", "maison", "at least")]


def test_french_number_words_do_not_count_in_english():
    assert quantities("They seize the premier's house.") == []


def test_japanese_and_chinese_forms():
    assert quantities("約3万人が参加した。") == [("30000", "person", "about")]
    assert quantities("1兆5000億円を使った。") == [("1500000000000", "JPY", None)]
    assert quantities("第7回会合で12%以上増えた。") == [("7", "ordinal", None), ("12", "percent", "at least")]
    assert quantities("至少有20人受伤") == [("20", "person", "at least")]


def test_span_holds_number_scale_and_unit():
    text = "It cost about $1.5 billion in all."
    fact = next(f for f in facts(text) if f.kind == "quantity")
    assert text[fact.start : fact.end] == "$1.5 billion"


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**12))
def test_any_whole_number_with_separators_is_read_back(number):
    assert quantities(f"They counted {number:,} stones.") == [(str(number), "stone", None)]


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="a1.,-/$% \n½年万億千人ThFoneMay", max_size=40))
def test_spans_stand_in_the_text_whatever_it_is(text):
    for fact in facts(text):
        assert 0 <= fact.start < fact.end <= len(text)
