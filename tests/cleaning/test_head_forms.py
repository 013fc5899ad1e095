"""Lines that count in the head of a text only: a place with a day, a byline in small letters, a link to the content."""

import pytest

from dedup.articles import Article
from dedup.cleaning.article import clean_article
from dedup.cleaning.head_forms import placed_stamp

STORY = (
    "The ferry company of Oberbruck has ordered two ships from a yard in the north, it said on Tuesday.\n"
    "The first of them sails in spring on the short way to the island, and the old ferry is scrapped."
)


@pytest.mark.parametrize(("line", "published", "dateline"), [
    ("Oberbruck, 3. Juni 2024", "2024-06-03", "Oberbruck"),
    ("Saint-Aubin, le 3 juin 2024", "2024-06-03", None),
    ("Washington, D.C., June 3, 2024", "2024-06-03", None),
    ("NEW DELHI | 3 June 2024, 14:05", "2024-06-03T14:05", "New Delhi"),
    ("Holm (Norrland), 3 June 2024", "2024-06-03", None),
    ("Ute Brandl, 3 June 2024", "2024-06-03", None),
])
def test_a_place_with_a_day(line, published, dateline):
    cleaned = clean_article(Article(id="a", text=f"New ferries for the island\n{line}\n{STORY}"))
    assert cleaned.title.value == "New ferries for the island"
    assert cleaned.published.value == published
    assert (cleaned.dateline and cleaned.dateline.value) == dateline
    assert line not in cleaned.body_text


@pytest.mark.parametrize("line", [
    "Dallas, 22 November 1963", "World Cup final, 15 July 2018", "Review: The Salt Line, 3 June 2024", "Oslo 2024",
    "A night in Kyiv, 24 February 2022", "3 June 2024",
])
def test_no_place_with_a_day(line):
    assert placed_stamp(line) is None


def test_several_places_with_days_are_a_list():
    dates = ["Vik, 3 June 2024", "Dale, 5 June 2024", "Holm, 8 June 2024"]
    cleaned = clean_article(Article(id="a", text="\n".join(["The Ferrymen go on tour", *dates, STORY])))
    assert cleaned.published is None


@pytest.mark.parametrize(("line", "author"), [
    ("by ute brandl", "Ute Brandl"), ("by ute brandl and jan voss", "Ute Brandl and Jan Voss"), ("by the river", None),
    ("_By Ute Brandl_", "Ute Brandl"), ("Words by Ute O'Brandl", "Ute O'Brandl"), ("记者 林木 报道", "林木"),
])
def test_a_byline_in_small_letters_or_emphasis(line, author):
    cleaned = clean_article(Article(id="a", text=f"New ferries for the island\n{line}\n3 June 2024\n{STORY}"))
    assert (cleaned.author and cleaned.author.value) == author


@pytest.mark.parametrize("line", [
    "Zum Inhalt springen", "Aller au contenu principal", "Saltar al contenido", "本文へスキップ", "본문 바로가기",
    "Перейти к содержимому",
])
def test_a_link_to_the_content_is_no_title(line):
    cleaned = clean_article(Article(id="a", text=f"{line}\nNew ferries for the island\n3 June 2024\n{STORY}"))
    assert cleaned.title.value == "New ferries for the island"


@pytest.mark.parametrize(("lines", "author"), [
    ("Lucía Brandl Ruiz", "Lucía Brandl Ruiz"), ("Karin Voss", "Karin Voss"),
    ("Karin Voss\nTransport correspondent", "Karin Voss"), ("di Paolo Brandl", "Paolo Brandl"),
    ("von Ute Brandl und Jan Voss", "Ute Brandl und Jan Voss"),
    ("Local News", None), ("Buenos Aires", None), ("The Island Post", None), ("Paris", None),
    ("Karin on the new ferries", None),
])
def test_a_name_alone_above_a_time_is_a_byline(lines, author):
    cleaned = clean_article(Article(id="a", text=f"New ferries for the island\n{lines}\n3 June 2024\n{STORY}"))
    assert (cleaned.author and cleaned.author.value) == author
    assert cleaned.title.value == "New ferries for the island"


def test_a_wrapped_line_that_opens_with_by_goes_on():
    text = "The island council has asked for a ferry and the plan was drawn\nby Paolo Brandl\nin the spring of 2023."
    cleaned = clean_article(Article(id="a", text=f"{STORY}\n{text}"))
    assert cleaned.author is None
    assert cleaned.left_out == ()
