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
        ("two hundred and forty-one sheep", ("241", "sheep", None)),
        ("a million and a half voters", ("1500000", "voter", None)),
        ("a wall 1.2m high", ("1.2", "meter", None)),
        ("1.2m users", ("1200000", "user", None)),
        ("twenty-odd boats", ("20", "boat", "about")),
        ("one in four farms", ("0.25", "farm", None)),
        ("sales fell by a third", ("0.333333", None, None)),
        ("a couple of boats", ("2", "boat", "about")),
        ("several hundred goats", ("200/999", "goat", "about")),
        ("minus seven degrees", ("-7", "degree", None)),
        ("forty litres per second", ("40", "liter per second", None)),
        ("80 km/h", ("80", "kilometer per hour", None)),
        ("12 sq km", ("12", "square kilometer", None)),
        ("A$30m", ("30000000", "AUD", None)),
        ("Rs 2 lakh crore", ("2000000000000", "INR", None)),
        ("they won 3-1", ("3/1", "score", None)),
        ("he is 6ft 2in", ("6.166667", "foot", None)),
        ("a year and a half", ("1.5", "year", None)),
        ("a quarter of a percentage point", ("0.25", "percentage point", None)),
        ("between ten and fifteen boats", ("10/15", "boat", "between")),
        ("two or three boats", ("2/3", "boat", "between")),
        ("9 drowned", ("9", None, None)),
        ("9 dead", ("9", "dead", None)),
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
        "The Boeing 737 landed", "call 020 7946 0958 now", "COVID-19 and F-16", "the 9/11 inquiry", "under Article 5",
        "her half-brother", "Channel 4 news",
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("quatre-vingts moutons", ("80", "mouton", None)),
        ("soixante-dix élus", ("70", "élu", None)),
        ("deux millions et demi de foyers", ("2500000", "foyer", None)),
        ("une douzaine de bateaux", ("12", "bateau", None)),
        ("une centaine de marins", ("100", "marin", "about")),
        ("un quart des ports", ("0.25", "port", None)),
    ],
)
def test_french_number_words(text, expected):
    assert quantities(text, "fr") == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("At least 12 sailors were killed and 30 hurt.", ["killed", "injured"]),
        ("The yard was sold for $38 billion.", ["price"]),
        ("Profit rose to £2bn on sales of £19bn.", ["profit", "revenue"]),
        ("The toll rose to 14.", ["killed"]),
        ("The choir has 30 singers.", [None]),
    ],
)
def test_what_a_number_is_of(text, expected):
    assert [f.of for f in facts(text) if f.kind == "quantity"] == expected


def test_several_tens_in_japanese_and_mixed_scales():
    assert quantities("1万2千人が避難した。") == [("12000", "person", None)]
    assert quantities("数十人が残った。") == [("20/99", "person", "about")]
    assert quantities("気温は氷点下5度だった。") == [("-5", "degree", None)]


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
