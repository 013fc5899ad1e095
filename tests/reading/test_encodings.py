"""Text comes out right whatever encoding it is in."""

import logging

import pytest

from dedup.reading.encodings import decode

FRENCH = "Le préfet a précisé que les travaux du vieux pont dureraient tout l'été, malgré les réserves dites à Noël."
GERMAN = "Die Fähre fährt ab Mai wieder täglich über die Bucht – „pünktlich“, wie die Betreiber süffisant erklären!"
CZECH = "Přívoz přes zátoku bude od května opět jezdit každý den, řekl starosta. Žádné další zpoždění už prý nehrozí."
RUSSIAN = "Паром через залив снова будет ходить каждый день с мая, сообщил мэр города во вторник утром."
GREEK = "Το πορθμείο θα εκτελεί ξανά καθημερινά δρομολόγια από τον Μάιο, δήλωσε ο δήμαρχος της πόλης."
JAPANESE = "湾を渡る渡し船が五月から毎日運航を再開すると、市長が火曜日の朝に発表しました。住民は喜んでいます。"
CHINESE = "市长星期二上午宣布，横渡海湾的渡轮将从五月起恢复每天航行。居民们对此表示欢迎。"
TRADITIONAL = "市長星期二上午宣布，橫渡海灣的渡輪將從五月起恢復每天航行。居民們對此表示歡迎。"
KOREAN = "시장은 화요일 아침 만을 건너는 나룻배가 오월부터 다시 매일 운항한다고 발표했다. 주민들은 기뻐했다."


@pytest.mark.parametrize(("text", "encoding"), [
    (FRENCH, "latin-1"), (FRENCH, "cp1252"), (GERMAN, "cp1252"), (CZECH, "cp1250"), (RUSSIAN, "cp1251"),
    (GREEK, "iso8859-7"), (JAPANESE, "shift_jis"), (JAPANESE, "euc_jp"), (CHINESE, "gb18030"), (TRADITIONAL, "big5"),
    (KOREAN, "euc_kr"), *((t, e) for t in (FRENCH, JAPANESE) for e in ("utf-8", "utf-8-sig", "utf-16", "utf-32")),
    (FRENCH, "utf-16-le"), (FRENCH, "utf-16-be"),
])
def test_detected(reading, text, encoding):
    assert reading("a.txt", text.encode(encoding)).texts == [text]


def test_japanese_in_seven_bits(reading):
    assert reading("a.txt", JAPANESE.encode("iso2022_jp")).texts == [JAPANESE]


def test_declared_beats_looks():
    # a Polish and a French word can't be told apart by their bytes
    data = "Żółw".encode("iso8859-2")
    assert decode(data, "iso-8859-2").text == "Żółw"


def test_wrong_declaration_gives_way():
    assert decode(FRENCH.encode(), "iso-8859-1").text == FRENCH
    assert decode(FRENCH.encode("cp1252"), "utf-8").text == FRENCH
    assert decode(FRENCH.encode("cp1252"), "no-such-charset").text == FRENCH


def test_one_bad_byte_does_not_cost_the_encoding(reading, caplog):
    data = FRENCH[:30].encode() + b"\xff" + FRENCH[30:].encode()
    with caplog.at_level(logging.WARNING, "dedup"):
        assert reading("a.txt", data).texts == [f"{FRENCH[:30]}\ufffd{FRENCH[30:]}"]
    assert "read as U+FFFD" in caplog.text


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8-sig"])
def test_table_in_any_encoding(reading, encoding):
    got = reading("a.csv", f"id;text\r\n1;{GERMAN}\r\n2;{FRENCH}\r\n".encode(encoding))
    assert got.texts == [GERMAN, FRENCH]


@pytest.mark.parametrize(("encoding", "head"), [
    ("cp1252", '<meta charset="iso-8859-1">'),
    ("cp1252", '<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">'),
    ("cp1252", ""), ("utf-16", ""), ("utf-8", ""), ("utf-8-sig", '<meta charset="utf-8">'),
])
def test_page_in_any_encoding(reading, encoding, head):
    body = f"<body><article><p>{GERMAN}</p><p>{FRENCH}</p></article>"
    page = f"<!DOCTYPE html><html><head>{head}<title>T</title></head>{body}"
    (article,) = reading("a.html", page.encode(encoding)).articles
    assert GERMAN in article.text
    assert FRENCH in article.text


def test_xml_declaration_names_the_encoding(reading):
    page = f'<?xml version="1.0" encoding="iso-8859-2"?><html><body><p>{CZECH}</p></body></html>'
    (article,) = reading("page", page.encode("iso8859-2")).articles
    assert CZECH in article.text


TURKISH = "Köprünün yeniden inşa edilmesi için meclis salı günü oy kullandı, çalışmalar mayıs ayında başlayacak."
HEBREW = "מועצת העיר הצביעה ביום שלישי על שיקום הגשר הישן שנסגר באביב."
ARABIC = "صوت مجلس المدينة يوم الثلاثاء على ترميم الجسر القديم الذي أغلق في الربيع."
PERSIAN = "شورای شهر روز سه شنبه به بازسازی پل قدیمی که در بهار بسته شد رای داد."
THAI = "สภาเมืองลงมติเมื่อวันอังคารให้ซ่อมสะพานเก่าที่ปิดไปในฤดูใบไม้ผลิ"
MENU = "".join(f'<li class="menu__item menu--{i}"><a href="/s/{i}" title="{i}">S{i}</a></li>' for i in range(200))


@pytest.mark.parametrize(("text", "encoding"), [
    (RUSSIAN, "cp1251"), (RUSSIAN, "koi8-r"), (RUSSIAN, "iso8859-5"), (GREEK, "cp1253"), (TURKISH, "cp1254"),
    (HEBREW, "cp1255"), (ARABIC, "cp1256"), (PERSIAN.replace("ی", "ي"), "cp1256"), (CZECH, "cp1250"), (THAI, "cp874"),
    (JAPANESE, "shift_jis"), (JAPANESE, "euc_jp"), (CHINESE, "gb18030"), (TRADITIONAL, "big5"), (KOREAN, "euc_kr"),
    (FRENCH, "cp1252"), (GERMAN, "cp1252"),
])
def test_the_text_between_the_tags_tells_the_encoding(reading, caplog, text, encoding):
    page = f"<html><head><title>News</title><script>var a = '<p>';</script></head><body><ul>{MENU}</ul><p>{text}</p>"
    with caplog.at_level(logging.WARNING, "dedup"):
        (article,) = reading("a.html", page.encode(encoding)).articles
    assert text in article.text
    assert "the encoding is not declared" in caplog.text


@pytest.mark.parametrize("text", [
    "Hôtel Élysée à Paris", "Peña Nieto visitó León y Ávila", "20° C, 5½ cups, 3¼ miles, © 2023",
    "It’s “fine”, he said.",
])
def test_a_few_accents_are_western(text):
    assert decode(text.encode("cp1252")).text == text


def test_katakana_whose_second_bytes_are_latin_letters():
    text = "アイスランドのカメラマンがフェリーに乗り、火曜日の朝に町へ着いたと発表した。"
    assert decode(text.encode("shift_jis")).text == text


@pytest.mark.parametrize("label", [
    "hex", "base64", "idna", "undefined", "rot13", "zip", "bz2", "punycode", "unicode_escape", "raw_unicode_escape",
    "mbcs", "utf-7", "x-user-defined", "iso-2022-cn", "replacement", "\x00", "none", "utf-16", "utf-32",
])
def test_a_label_that_is_no_encoding_of_text_is_passed_over(label):
    assert decode(FRENCH.encode("cp1252"), label).text == FRENCH
    assert decode(FRENCH.encode(), label).text == FRENCH


@pytest.mark.parametrize("text", [FRENCH, "Plain words and nothing else.", "café"])
def test_utf8_is_no_guess(text):
    assert not decode(text.encode()).guessed
