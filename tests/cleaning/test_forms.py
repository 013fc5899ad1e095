import pytest

from dedup.cleaning.forms import REASONS, SECTION, form_of


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("15:39 JST, September 20, 2023", "timestamp"),
        ("2023年9月20日", "timestamp"),
        ("Publié le 20 septembre 2023 à 18h05", "timestamp"),
        ("Share on Facebook Share on Twitter", "share_bar"),
        ("Login to leave a comment", "comments"),
        ("0 Comments", "comments"),
        ("Forgot password?", "login"),
        ("Sign up for our daily newsletter and never miss a story.", "subscription"),
        ("We use cookies to improve your experience.", "cookie_notice"),
        ("Advertisement", "advertisement"),
        ("Story Continued Below", "advertisement"),
        ("READ MORE: Harbour board sues builder", "related"),
        ("関連記事", "related"),
        ("JN ACCESS RANKING", "ranking"),
        ("アクセスランキング", "ranking"),
        ("Les plus lus", "ranking"),
        ("© KYODO", "copyright"),
        ("editor@courier.example", "contact"),
        ("+7 495 645-66-01", "contact"),
        ("https://courier.example/a/b", "url"),
        ("/html/head/meta[@name='og:title']/@content", "metadata"),
        ("By Ada Berg and Ines Holm", "byline"),
        ("The wall at low tide. (AP Photo/Ada Berg)", "caption"),
        ("Photo: Ada Berg", "caption"),
        ("Skip to content", "navigation"),
    ],
)
def test_form(line, reason):
    assert REASONS[form_of(line).reason] == reason


@pytest.mark.parametrize(
    "line",
    [
        "Comments by the minister drew criticism from the opposition on Monday.",
        "The share price fell by three per cent after the announcement.",
        "Subscribers of the bankrupt gym will not get their money back, a court ruled.",
        "By Monday evening the water had reached the second floor of the town hall.",
        "In May 2019 the board sold its last ferry.",
        "Photographs taken from the air show how far the sea has come inland since spring.",
        "The most popular candidate withdrew on Friday, leaving the party without a leader.",
    ],
)
def test_sentence_of_a_story_is_no_form(line):
    assert form_of(line).strength == 0


def test_a_ranking_opens_a_section():
    assert form_of('"Politics" POPULAR ARTICLE').strength == SECTION


@pytest.mark.parametrize(
    "line", ["share " * 80, "x " * 200, "a/" * 200, "[" * 300, "© " * 150, "home | " * 60 + "!", "1 min " * 90]
)
def test_no_pattern_backtracks_without_end(line):
    # a pattern that does would not come back within the life of this test
    assert form_of(line).reason < len(REASONS)
