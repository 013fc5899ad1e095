"""What the page calls an article, and how it writes the description of the interface."""

from dedup.articles import Article
from dedup.server.page_tasks import name_of

PAGE = """Subscribe | Log in | E-paper
NEWS   POLITICS   OPINION   SPORT   WEATHER
Ferries of Orlo move toward night crossings in winter
Published 20 November 2024 at 07:40 CET
ORLO (Coastline) - The ferries of Orlo will cross at night from December, the harbour office said on Tuesday, after two
winters in which the last boat left at six.
About 300 people had signed a letter that asked for it, most of them workers of the cannery on the other side.
Tickets will cost four crowns more after ten o'clock, and bicycles are carried free.
"""


def test_a_page_without_a_stated_title_goes_by_its_headline_not_by_its_menu():
    assert name_of(Article(id="a", text=PAGE)) == "Ferries of Orlo move toward night crossings in winter"


def test_an_article_goes_by_its_title_its_first_line_or_its_id():
    assert name_of(Article(id="a", text=PAGE, title="As stated")) == "As stated"
    assert name_of(Article(id="a", text="\n fog over the bay\n and rain")) == "fog over the bay"
    assert name_of(Article(id="a", text=" \n")) == "a"


def test_the_description_shows_code_as_code(server):
    shown = server.get("/docs").body.decode()
    assert "`" not in shown
    assert "<code>dedup score</code>" in shown
    assert ", default <" not in shown
