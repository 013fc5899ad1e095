"""What an editor would read off the pages in fixtures/story, and what must not stay in their bodies."""

from pathlib import Path

import pytest

from dedup.articles import Article
from dedup.cleaning.article import clean_article

STORY = Path(__file__).parents[2] / "fixtures" / "story"
FACTS = {  # published, updated, dateline, credit, author
    "daily-ferry-2024-11-21": ("2024-11-21T06:15+00:00", None, None, "Reuters", None),
    "fjord-today-2024-10-16": ("2024-10-16", None, "Oslo", "AFP", None),
    "harbour-courier-2024-11-20": ("2024-11-20T10:22-03:00", None, "Santiago", "Nordvest Press", None),
    "harbour-courier-2025-03-14": ("2025-03-14T16:48+00:00", None, "Lisbon", None, None),
    "hokuyo-shimbun-2024-11-21": ("2024-11-21T06:30", None, "バルパライソ", "北洋通信", None),
    "le-cap-2024-11-21": ("2024-11-21T08:10", "2024-11-21T09:25", None, "AFP", "Solène Marchadier"),
    "meridian-2024-11-20": ("2024-11-20T14:05+00:00", "2024-11-20T14:31+00:00", "Santiago", "Meridian", None),
    "ministry-2025-06-12": ("2025-06-12", None, None, None, None),
    "nordic-post-2024-11-20": ("2024-11-20T07:40+01:00", None, "Valparaiso", "Reuters", None),
    "pacific-ledger-2024-11-20": (
        "2024-11-20T03:12+00:00", None, "Valparaiso", "Reuters", "Paula Echeverry and Jonas Lid",
    ),
    "pacific-ledger-2024-11-22": ("2024-11-22T01:47+00:00", None, "Valparaiso", "Reuters", "Paula Echeverry"),
}  # fmt: skip
BODY = {  # how the body begins and ends, and how many paragraphs it has
    "daily-ferry-2024-11-21": ("Norway and Chile agreed", "navy spokesman said.", 4),
    "fjord-today-2024-10-16": ("Norway and Chile plan", "Argentina and Britain.", 6),
    "harbour-courier-2024-11-20": ("SANTIAGO (Nordvest", "but a road.”", 6),
    "harbour-courier-2025-03-14": ("LISBON — Foreign", "in the autumn.", 5),
    "hokuyo-shimbun-2024-11-21": ("【バルパライソ", "と強調した。", 7),
    "le-cap-2024-11-21": ("La Norvège et le Chili ont", "n’était prévue.", 6),
    "meridian-2024-11-20": ("SANTIAGO (Meridian)", "objections in parliament.", 8),
    "ministry-2025-06-12": ("1. At the beginning", "Tromsø in October.", 4),
    "nordic-post-2024-11-20": ("VALPARAISO (Reuters)", "University of Tromso.", 12),
    "pacific-ledger-2024-11-20": ("VALPARAISO, Nov 19", "University of Tromso.", 12),
    "pacific-ledger-2024-11-22": ("VALPARAISO, Nov 21", "stood in the text.", 6),
}


def cleaned(name):
    return clean_article(Article(id=name, text=(STORY / f"{name}.txt").read_text(encoding="utf-8")))


def test_every_plain_text_is_looked_at():
    assert {path.stem for path in STORY.glob("*.txt")} == set(FACTS) == set(BODY)


@pytest.mark.parametrize("name", sorted(FACTS))
def test_facts(name):
    page = cleaned(name)
    found = (page.published, page.updated, page.dateline, page.credit, page.author)
    assert tuple(f and f.value for f in found) == FACTS[name]
    assert page.title.span is not None


@pytest.mark.parametrize("name", sorted(BODY))
def test_body(name):
    begin, end, paragraphs = BODY[name]
    lines = cleaned(name).body_text.split("\n")
    assert (lines[0][: len(begin)], lines[-1][-len(end) :], len(lines)) == (begin, end, paragraphs)


def test_the_outlet_is_no_credit_of_its_own():
    text = (STORY / "meridian-2024-11-20.txt").read_text(encoding="utf-8")
    assert clean_article(Article(id="a", text=text, source="Meridian")).credit is None
