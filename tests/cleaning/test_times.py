"""When a text says it was published: at its head, in its address, and from its record first of all."""

import pytest

from dedup.articles import Article
from dedup.cleaning.article import clean_article

BODY = (
    "The bakers of Tornby said on Friday that they would open the old mill again before the winter comes.\n"
    "Miller Ada Holm told the board that the wheel turned well, and that the stones were as good as new ones.\n"
    "The mill, shut since 1994, ground rye and barley for eleven farms in the valley below the lake.\n"
    "A vote on the plan is due next month, when the snow is gone and the road is open to lorries again."
)
TITLE = "Old mill to open again"
URL = "https://www.tornby.com/2023/05/03/mill"


def times(*head, body=BODY, **fields):
    cleaned = clean_article(Article(id="x", text="\n".join((*head, body)), **fields))
    for found in (cleaned.published, cleaned.updated):
        assert found is None or (found.span is not None) == (found.origin == "text")
    return tuple(found and found.value for found in (cleaned.published, cleaned.updated))


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (("Published: 3 May 2023 08:15 GMT | Updated: 4 May 2023 09:00 GMT",),
         ("2023-05-03T08:15+00:00", "2023-05-04T09:00+00:00")),
        (("Last updated 4 May 2023",), (None, "2023-05-04")),
        (("By Ada Holm and Nils Brandt, 3 May 2023",), ("2023-05-03", None)),
        (("Posted on May 3, 2023 by Ada Holm",), ("2023-05-03", None)),
        (("3 mai 2023 à 14h05",), ("2023-05-03T14:05", None)),
        (("٣ مايو ٢٠٢٣ - ٢:٠٥ مساءً",), ("2023-05-03T14:05", None)),
        (("3 мая 2023, 14:05",), ("2023-05-03T14:05", None)),
        (("2023年5月3日 14:05 来源：北方网",), ("2023-05-03T14:05", None)),
        (("입력 2023.05.03. 오후 2:05",), ("2023-05-03T14:05", None)),
        (("3 مايو/أيار 2023",), ("2023-05-03", None)),
        (("Thứ tư, ngày 3 tháng 5 năm 2023",), ("2023-05-03", None)),
        (("3 May 2023 | 2 comments",), ("2023-05-03", None)),
        (("May 3, 2023 By Ada Holm Leave a Comment",), ("2023-05-03", None)),
        (("Veröffentlichung: 3. Mai 2023",), ("2023-05-03", None)),
        (("Snow shuts pass", "1 March 2019", "Ferry late", "2 March 2019", "Bread is up", "4 March 2019"),
         (None, None)),
        (("3&nbsp;May&nbsp;2023",), ("2023-05-03", None)),
        (("The mill at Tornby, 3 March 2017. Photo: A. Holm",), (None, None)),
        (("© 2019 Tornby Post",), (None, None)),
        (("Event: 9 June 2023, 19:30",), (None, None)),
        (("30 February 2023",), (None, None)),
    ],
)  # fmt: skip
def test_the_head_of_the_text(head, expected):
    assert times(TITLE, *head) == expected


def test_what_stands_below_the_story_is_of_others():
    others = "\nRelated\nIce on the lake\nJan 5, 2019\nBridge shut\nPublished 2 Feb 2018"
    assert times(TITLE, body=BODY + others) == (None, None)


def test_what_stands_far_above_the_title_is_the_day_of_the_visit():
    assert times("Tornby Post", "Monday, 6 May 2024", "Home", "News", "Sport", TITLE, "By Ada Holm") == (None, None)


@pytest.mark.parametrize("first", [(), ("3 March 1994",)])
def test_the_days_of_a_timeline_are_none_of_publication(first):
    entries = ("The last miller stops the wheel and locks the door behind him.", "5 June 2009",
               "A first plan to open the mill again fails for want of money.", "9 May 2023",
               "The bakers come forward with a plan of their own and a loan.")  # fmt: skip
    assert times("How the mill was lost and won", *first, *entries) == (None, None)


@pytest.mark.parametrize(
    ("fields", "published"),
    [
        ({"date": "2023-05-01T10:00:00Z"}, "2023-05-01T10:00:00+00:00"),
        ({"date": "05/06/2023"}, "2023-05-03"),
        ({"date": "05/06/2023", "language": "en-GB"}, "2023-06-05"),
        ({"date": "05/06/2023", "url": "https://tornby.co.uk/mill"}, "2023-06-05"),
        ({"date": "not known"}, "2023-05-03"),
    ],
)
def test_the_record_wins_and_the_page_fills_a_gap(fields, published):
    assert times(TITLE, "3 May 2023", **fields)[0] == published


@pytest.mark.parametrize(
    ("head", "fields", "published"),
    [
        ((), {"url": URL}, "2023-05-03"),
        (("9 May 2024",), {"url": URL}, "2023-05-03"),
        (("4 May 2023 01:10",), {"url": URL}, "2023-05-04T01:10"),
        ((), {"url": URL, "date": "03/05/2023"}, "2023-05-03"),
        ((), {"url": "https://tornby.com/history-of-2014-05-06"}, None),
        ((), {"url": "https://tornby.com/2023/13/45/mill"}, None),
        ((), {"url": "https://tornby.com/2023/05/mill"}, None),
    ],
)
def test_the_address(head, fields, published):
    assert times(TITLE, *head, **fields)[0] == published


def test_the_records_update_is_told():
    origins = {"updated": "field:modified"}
    cleaned = clean_article(Article(id="x", text=BODY, updated="2023-05-04T09:00:00Z", origins=origins))
    assert (cleaned.updated.value, cleaned.updated.origin) == ("2023-05-04T09:00:00+00:00", "field:modified")


def test_a_day_below_two_paragraphs_dates_nothing():
    above, below = BODY.split("\n", 2)[:2], BODY.split("\n", 2)[2]
    assert times(TITLE, *above, "Posted by Nils on 3 March 2019", body=below) == (None, None)


def test_a_bare_day_in_the_text_of_a_page_dates_nothing():
    assert times(TITLE, "Saturday, 3 May 2025", origins={"text": "html"}) == (None, None)
    assert times(TITLE, "Published on 3 May 2023", origins={"text": "html"}) == ("2023-05-03", None)
