import pytest

from dedup.cleaning.agencies import is_own_outlet
from dedup.cleaning.authors import find_author
from dedup.cleaning.datelines import is_own_dateline, parse_dateline
from dedup.cleaning.metadata import Line, parse_credit


@pytest.mark.parametrize(
    ("head", "place", "agency"),
    [
        ("NEW YORK — The board met", "New York", None),
        ("TOKYO (Jiji Press) — The board met", "Tokyo", "Jiji Press"),
        ("OSTBY, West Coast (AP) - A board", "Ostby, West Coast", "AP"),
        ("SYDNEY, Jan 1 (Reuters) - A board", "Sydney", "Reuters"),
        ("Ostby (AFP) – Le conseil", "Ostby", "AFP"),
        ("WASHINGTON, D.C. - Boards", "Washington, D.C.", None),
        ("OSTBY—Ada Berg was", "Ostby", None),
        ("(CNN)Even if it rains", None, "CNN"),
        ("【パリ共同】委員会は", "パリ", "Kyodo"),
        ("【ラリサ=北港通信】委員会は", "ラリサ", "北港通信"),
        ("【ラリサ=山田一郎】委員会は", "ラリサ", None),
        ("OSTBY (Nordkyst Press) — The board met", "Ostby", "Nordkyst Press"),
        ("OSTBY (Meridian) - The board met", "Ostby", "Meridian"),
        ("OSTBY (Norway) — The board met", "Ostby", None),
        ("OSTBY (Monday) — The board met", "Ostby", None),
        ("OSTBY (WXYZ) — The board met", "Ostby", None),
        ("The board (AP) met", None, None),
        ("U.S. - China talks", None, None),
        ("BERG: So how did it go?", None, None),
        ("OPEC ministers met on Monday", None, None),
    ],
)
def test_dateline(head, place, agency):
    found = parse_dateline(head)
    assert (found[0], found[3]) == (place, agency)
    if place:
        assert head[found[1] : found[2]].lower() == place.lower()


STORY = "The ferry hall of Ostby burned down on Sunday. Council members spoke of the world news at the quay."


@pytest.mark.parametrize("text", ["PARIS", "NEW YORK", "WASHINGTON, D.C.", "LONDON/PARIS", "OSTBY"])
def test_dateline_on_its_own_line(text):
    assert is_own_dateline(text, STORY)


@pytest.mark.parametrize(
    "text",
    [
        "Paris", "AP", "COMMENTS 3", "THE BOARD MET ON MONDAY TO DECIDE ON THE HARBOUR WALL", "OSTBY, West Coast",
        "FERRY HALL BURNS DOWN", "WORLD NEWS", "FERRY HALL", "SPORT", "QUAY", "NORDKYST COURIER",
    ],
)  # fmt: skip
def test_no_dateline(text):
    assert not is_own_dateline(text, STORY)


@pytest.mark.parametrize(
    ("text", "reason", "agency"),
    [
        ("© KYODO", "copyright", "Kyodo"),
        ("Copyright 2016 The Associated Press.", "copyright", "AP"),
        ("By Ada Berg, Associated Press", "byline", "AP"),
        ("The Associated Press", "navigation", "AP"),
        ("With reporting by Reuters", "credit", "Reuters"),
        ("Par Inès Holm avec AFP", "byline", "AFP"),
        ("©2021 Courier Media Inc.", "copyright", None),
        ("AP Photo/Ada Berg", "caption", None),
        ("Reuters reported the vote", "navigation", None),
    ],
)
def test_credit(text, reason, agency):
    found = parse_credit(text, reason)
    assert (found[0] if found else None) == agency


@pytest.mark.parametrize(
    ("agency", "source", "url", "own"),
    [
        ("Reuters", "Reuters", None, True),
        ("Reuters", "www.reuters.com", None, True),
        ("AP", None, "https://apnews.com/x", True),
        ("Kyodo", "english.kyodonews.net", None, True),
        ("AP", "Cape Times", None, False),
        ("AFP", "lemonde.fr", None, False),
        ("CNN", "edition.cnn.com", None, True),
        ("Reuters", None, None, False),
        ("Nordkyst Press", "Nordkyst Press", None, True),
        ("Nordkyst Press", None, "https://www.nordkystpress.example/a", True),
        ("Nordkyst Press", "Ostby Post", None, False),
    ],
)
def test_an_agency_that_is_the_outlet(agency, source, url, own):
    assert is_own_outlet(agency, source, url) is own


@pytest.mark.parametrize(
    ("byline", "name"),
    [
        ("Par Inès Holm avec AFP", "Inès Holm"),
        ("By Ada Berg with AFP", "Ada Berg"),
        ("By Ada Berg and Ines Holm", "Ada Berg and Ines Holm"),
        ("By Ada Berg, Jr. | March 3", "Ada Berg, Jr"),
    ],
)
def test_author(byline, name):
    found = find_author([Line(7, byline, "byline")])
    assert found.value == name
    assert byline[found.start - 7 : found.end - 7] == name
