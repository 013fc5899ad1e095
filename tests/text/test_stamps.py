import pytest

from dedup.text.record_dates import iso_date
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
