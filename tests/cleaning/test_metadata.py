import pytest

from dedup.cleaning.agencies import is_own_outlet
from dedup.cleaning.authors import find_author, stated_author
from dedup.cleaning.datelines import is_own_dateline, parse_dateline
from dedup.cleaning.metadata import Line, parse_credit


@pytest.mark.parametrize(
    ("head", "place", "agency"),
    [
        ("NEW YORK — The board met", "New York", None),
        ("SALT LAKE CITY — The board met", "Salt Lake City", None),
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
        ("MOSS/OSTBY, Nov 20 (Reuters) - The board", "Moss/Ostby", "Reuters"),
        ("OSTBY, November 20. /TASS/. The board", "Ostby", "TASS"),
        ("ОСТБЮ, 20 ноября. /ТАСС/. Совет", "Остбю", "TASS"),
        ("Ostby. November 20. INTERFAX - The board", "Ostby", "Interfax"),
        ("OSTBY, Nov 20 - RIA Novosti. The board", "Ostby", "RIA Novosti"),
        ("New Ostby [India], November 20 (ANI): The board", "New Ostby", "ANI"),
        ("Ostby, Nov 20 (PTI) The board", "Ostby", "PTI"),
        ("Ostby, 20 nov 2023 (Lusa) - O conselho", "Ostby", "Lusa"),
        ("Ostby (ANTARA) - Dewan", "Ostby", "ANTARA"),
        ("Ostby (dpa/tmn) - Der Rat", "Ostby", "DPA"),
        ("(ANSA) - OSTBY, 20 NOV - Il consiglio", "Ostby", "ANSA"),
        ("Ostby, 20 nov (EFE).- El consejo", "Ostby", "EFE"),
        ("OSTBY, Nov 20 (Bernama) -- The board", "Ostby", "Bernama"),
        ("OSTBY (AA) - Meclis", "Ostby", "Anadolu"),
        ("OSTBY, Nov 20, 2023, SPA -- The board", "Ostby", "SPA"),
        ("Остбю, 20 листопада (Укрінформ) — Рада", "Остбю", "Ukrinform"),
        ("Ostby (Vestland) [Norway], November 20 (ANI): The board", "Ostby", "ANI"),
        ("ST. OSTBY, Mo. (AP) — The board", "St. Ostby, Mo.", "AP"),
        ("OSTBY DE BAIXO, 20 nov (Reuters) - O conselho", "Ostby de Baixo", "Reuters"),
        ("ОСТБЮ. 20 листопада. УНН. Рада", "Остбю", "UNN"),
        ("【오슬로=뉴시스】위원회는", "오슬로", "Newsis"),
        ("SATURDAY — The board met", None, None),
        ("新华社奥斯陆11月20日电 委员会", "奥斯陆", "Xinhua"),
        ("(오슬로=연합뉴스) 위원회는", "오슬로", "Yonhap"),
        ("【オスロ時事】委員会は", "オスロ", "Jiji Press"),
        ("［オスロ 20日 ロイター］ 委員会は", "オスロ", "Reuters"),
        ("القاهرة (أ ف ب) - مجلس", "القاهرة", "AFP"),
        ("नई दिल्ली, 20 नवंबर (भाषा) परिषद", "नई दिल्ली", "PTI"),
        ("NATO — The alliance said", None, None),
        ("WATCH - The harbour burns", None, None),
        ("BOARD SELLS HALL — What we know", None, None),
        ("Berg (Reuters) said so", None, None),
        ("In March (AP) the board met", None, None),
        ("By Ada Berg in Paris", None, None),
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
        ("By Ada Berg, Ines Holm and Tor Lund", "Ada Berg, Ines Holm and Tor Lund"),
        ("By Ada Berg, Staff Writer", "Ada Berg"),
        ("BY ADA BERG", "Ada Berg"),
        ("By Ada Berg in Paris", "Ada Berg"),
        ("By Ada Berg, Associated Press", "Ada Berg"),
        ("*By Ada Berg*", "Ada Berg"),
        ("Von Ada Berg", "Ada Berg"),
        ("Por Ana María de la Cruz", "Ana María de la Cruz"),
        ("By J. R. van der Berg", "J. R. van der Berg"),
        ("Автор: Анна Берг", "Анна Берг"),
        ("홍길동 기자", "홍길동"),
    ],
)
def test_author(byline, name):
    found = find_author([Line(7, byline, "byline")])
    assert found.value == name
    assert byline[found.start - 7 : found.end - 7].casefold() == name.casefold()


@pytest.mark.parametrize(
    "byline",
    ["By Tuesday", "By Christmas", "By Staff Reporter", "By the Associated Press", "By AFP", "By June", "By mail"],
)
def test_no_author(byline):
    assert find_author([Line(0, byline, "byline")]) is None


@pytest.mark.parametrize(
    ("value", "name"),
    [("By Ada Berg", "Ada Berg"), ("Ada  Berg", "Ada Berg"), ("https://a.example/u/1", None), ("No Author", None),
     ('["Ada Berg", "Nils Moe"]', "Ada Berg, Nils Moe"), ("['Ada Berg']", "Ada Berg"), ("[]", None),
     ("[Ada Berg]", "[Ada Berg]"), ("[1, 2]", "[1, 2]")],
)
def test_a_records_author(value, name):
    assert stated_author(value) == name
