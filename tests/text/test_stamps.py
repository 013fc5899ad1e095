import pytest

from dedup.text.calendar_words import MONTHS_BY_LANGUAGE, WEEKDAYS_BY_LANGUAGE
from dedup.text.record_dates import iso_date
from dedup.text.regions import numeric_order
from dedup.text.stamp_lines import is_stamp
from dedup.text.stamps import find_stamps


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("15:39 JST, September 20, 2023", "2023-09-20T15:39+09:00"),
        ("2023-06-23T09:33+0000", "2023-06-23T09:33+00:00"),
        ("2019-05-31T17:45:53-04:00", "2019-05-31T17:45:53-04:00"),
        ("February 21, 2024", "2024-02-21"),
        ("2023年9月20日", "2023-09-20"),
        ("2023年9月20日 15時39分", "2023-09-20T15:39"),
        ("20 septembre 2023", "2023-09-20"),
        ("Publié le 20 septembre 2023 à 18h05", "2023-09-20T18:05"),
        ("Jun 01, 2019 04:47 PM CDT", "2019-06-01T16:47-05:00"),
        ("Wed Oct 25, 2006 5:36am EDT", "2006-10-25T05:36-04:00"),
        ("January 3, 2024, 12:10 a.m. ET", "2024-01-03T00:10-05:00"),
        ("July 3, 2024, 12:10 p.m. ET", "2024-07-03T12:10-04:00"),
        ("23.06.2023", "2023-06-23"),
        ("13/04/2019", "2019-04-13"),
        ("06/01/2018 02:57 pm ET", "2018-06-01T14:57-04:00"),
        ("10:22 CLST, November 20, 2024", "2024-11-20T10:22-03:00"),
        ("16:48 WET, March 14, 2025", "2025-03-14T16:48+00:00"),
        ("March 3, 2024 9:05 AEST", "2024-03-03T09:05+10:00"),
        ("3 March 2024, 18:05 IST", "2024-03-03T18:05+05:30"),
        ("Jun 01 2019, 20:38pm ist", "2019-06-01T20:38+05:30"),
        ("3 March 2024 18:05 BRT", "2024-03-03T18:05-03:00"),
        ("3 March 2024 18:05 ART", "2024-03-03T18:05-03:00"),
        ("3 March 2024 18:05 NPT", "2024-03-03T18:05+05:45"),
        ("Published 3 March 2024 at 07:40 CET", "2024-03-03T07:40+01:00"),
        ("18:05 XQT, March 3, 2024", "2024-03-03T18:05"),  # a zone, but which?
        ("3 March 2024, 18:05 art and life", "2024-03-03T18:05"),
        ("March 3, 2024 3:12 AM UTC Updated 5 hours ago", "2024-03-03T03:12+00:00"),
    ],
)
def test_one_date(text, value):
    assert [stamp.value for stamp in find_stamps(text)] == [value]


def test_update_beside_publication_and_their_spans():
    text = "09:33 GMT 23.06.2023 (Updated: 09:46 GMT 23.06.2023)"
    first, second = find_stamps(text)
    assert (first.value, first.updated, text[first.start : first.end]) == (
        "2023-06-23T09:33+00:00",
        False,
        "09:33 GMT 23.06.2023",
    )
    assert (second.value, second.updated, text[second.start : second.end]) == (
        "2023-06-23T09:46+00:00",
        True,
        "09:46 GMT 23.06.2023",
    )


def test_update_at_a_time_of_the_same_day():
    text = "Publié le 3 mars 2024 à 08h10, mis à jour à 09h25"
    first, second = find_stamps(text)
    assert (first.value, first.updated) == ("2024-03-03T08:10", False)
    assert (second.value, second.updated, text[second.start : second.end]) == ("2024-03-03T09:25", True, "09h25")


@pytest.mark.parametrize("text", ["3/4/2019", "31 February 2020", "2023-13-01", "page 12 of 30", "in May 20 men", ""])
def test_no_date(text):
    assert iso_date(text) is None


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("2023-11-20T10:30:00.123Z", "2023-11-20T10:30:00+00:00"),
        ("2018-02-17 16:15:36.519 IST", "2018-02-17T16:15:36+05:30"),
        ("Mon Nov 20 2023 14:05:00 GMT+0100 (CET)", "2023-11-20T14:05:00+01:00"),
        ("2023-11-20 14:05 UTC+8", "2023-11-20T14:05+08:00"),
        ("2023.11.20. 오후 2:05", "2023-11-20T14:05"),
        ("2023年11月20日下午2:05", "2023-11-20T14:05"),
        ("令和5年11月20日 午後2時5分", "2023-11-20T14:05"),
        ("民國112年11月20日", "2023-11-20"),
        ("1700486700", "2023-11-20T13:25:00+00:00"),
        ("1700486700000", "2023-11-20T13:25:00+00:00"),
        ("1700486700.0", "2023-11-20T13:25:00+00:00"),
        ("20231120T103000Z", "2023-11-20T10:30:00+00:00"),
        ("20231120233000", "2023-11-20T23:30:00"),
        ("20231120", "2023-11-20"),
        ("Wed, 01 Jul 15 00:00:00 +0200", "2015-07-01T00:00:00+02:00"),
        ("Tue Nov 19 12:08:37 +0000 2019", "2019-11-19T12:08:37+00:00"),
        ("Tue Nov 19 12:08:37 2019", "2019-11-19T12:08:37"),
        ("2023-11-20T10:30:00+09", "2023-11-20T10:30:00+09:00"),
        ("2023-11-20T24:00:00Z", "2023-11-21T00:00:00+00:00"),
        ("2023-W47-1", "2023-11-20"),
        ("20 ноября 2023 г. в 14:05 МСК", "2023-11-20T14:05+03:00"),
        ("20 de novembro de 2023 às 14h05", "2023-11-20T14:05"),
        ("2023년 11월 20일 14시 05분", "2023-11-20T14:05"),
        ("Dienstag, 20. März 2023, 14.05 Uhr", "2023-03-20T14:05"),
        ("20 Kasım 2023 14:05", "2023-11-20T14:05"),
        ("lunedì 20 novembre 2023 ore 14:05", "2023-11-20T14:05"),
        ("٢٠ نوفمبر ٢٠٢٣ - ٢:٠٥ مساءً", "2023-11-20T14:05"),
        ("20 تشرين الثاني 2023", "2023-11-20"),
        ("20 नवंबर 2023, 02:05 PM IST", "2023-11-20T14:05+05:30"),
        ("20. marraskuuta 2023 klo 14.05", "2023-11-20T14:05"),
        ("2023. november 20. 14:05", "2023-11-20T14:05"),
        ("20 nov. 2023 kl. 14.05", "2023-11-20T14:05"),
        ("20 พ.ย. 2566", "2023-11-20"),
        ("Senin, 20 Nov 2023 14.05 WIB", "2023-11-20T14:05+07:00"),
        ("Monday 03/04/2023", "2023-04-03"),
        ("11/20/23", "2023-11-20"),
        ("20/11/23", "2023-11-20"),
        ("/Date(1700486700000)/", "2023-11-20T13:25:00+00:00"),
        ("2023", "2023"),
        ("November 2023", "2023-11"),
    ],
)
def test_values_of_records(value, iso):
    assert iso_date(value) == iso


@pytest.mark.parametrize(
    "value",
    ["2023-02-30", "0202-11-20", "3023-11-20", "0000-00-00", "1970-01-01T00:00:00Z", "0", "03/04/2023", "yesterday",
     "03/04/23", "23.11.20"],
)
def test_values_that_are_no_date(value):
    assert iso_date(value) is None


@pytest.mark.parametrize(
    ("language", "url", "iso"),
    [
        ("en-US", None, "2023-03-04"), ("en-GB", None, "2023-04-03"), ("de", None, "2023-04-03"), ("en", None, None),
        ("en", "https://a.co.uk/x", "2023-04-03"), ("en", "https://a.gov/x", "2023-03-04"),
        ("en", "https://a.com/x", None),
        (None, "https://a.com.au/x", "2023-04-03"), ("en-CA", None, None), ("fr-CA", None, "2023-04-03"),
    ],
)  # fmt: skip
def test_three_numbers_by_language_and_region(language, url, iso):
    assert iso_date("03/04/2023", numeric_order(language, url)) == iso


def test_one_word_that_is_two_months():
    assert iso_date("20 listopada 2023") is None
    assert iso_date("20 listopada 2023", None, "pl") == "2023-11-20"
    assert iso_date("20 listopada 2023", None, "hr") == "2023-10-20"


@pytest.mark.parametrize(
    "line",
    [
        "Published 3 March 2024, 14:05",
        "3 hours ago",
        "20/11/2023 14h05  Atualizado há 3 horas",
        "입력 2023.11.20. 14:05",
        "2023年11月20日 14:05 来源：北方网",
        "20 ноября 2023, 14:05",
        "٢٠ نوفمبر ٢٠٢٣",
        "Dienstag, 20. März 2023, 14.05 Uhr",
    ],
)
def test_a_line_that_is_a_stamp(line):
    assert is_stamp(line)


@pytest.mark.parametrize("line", ["+7 495 645-66-01", "On 3 March 2024 the mill burned", "Page 3"])
def test_a_line_that_is_no_stamp(line):
    assert not is_stamp(line)


def test_every_language_names_twelve_months_and_seven_days():
    assert {len(row.split()) for row in MONTHS_BY_LANGUAGE.values()} == {12}
    assert {len(row.split()) for row in WEEKDAYS_BY_LANGUAGE.values()} == {7}


@pytest.mark.parametrize("text", ["8-10 February 2024", "8 – 10. Februar 2024", "Fair, 8.-10. Februar 2024"])
def test_the_last_day_of_several_is_no_publication(text):
    assert {stamp.label for stamp in find_stamps(text, "dmy")} <= {"other"}


@pytest.mark.parametrize("text", [
    "14:05 - 8 February 2024", "10 - 8 February 2024", "News-8 February 2024", "9.15 - 12 February 2024",
])
def test_what_stands_before_a_dash_may_be_a_time(text):
    assert find_stamps(text, "dmy")[0].label == ""
