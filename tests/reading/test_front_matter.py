"""Metadata above a text: read where it is some, left where a text merely begins with a rule."""

import pytest

BODY = "The ferry to Orlo sails again on Monday.\n\nTickets stay at four crowns: the harbour master said so.\n"


@pytest.mark.parametrize("head", [
    "---\ntitle: Ferry sails: again\nauthor: Ann Lee\nhostname: orlo.example\ndate: 2024-03-01\n---\n",
    "---\r\ntitle: 'Ferry sails: again'\r\nauthor: Ann Lee\r\nsitename: orlo.example\r\ndate: 2024-03-01\r\n---\r\n",
    "---\ntitle: \"Ferry sails: again\"\nauthors:\n- Ann Lee\nhostname: orlo.example\ndate: 2024-03-01\n"
    "tags: [a, b]\n---\n\n",
    "+++\ntitle = \"Ferry sails: again\"\nauthor = \"Ann Lee\"\nsource = \"orlo.example\"\ndate = 2024-03-01\n+++\n",
    "---\ntitle: Ferry sails:\n  again\nauthor: Ann Lee\nhostname: orlo.example\ndate: 2024-03-01\n"
    "categories: ['x', 'y']\n...\n",
    "---\nTitle: Ferry sails: again\nAuthor: Ann Lee\nHostname: orlo.example\nDate: 2024-03-01\nempty:\n---\n",
])
@pytest.mark.parametrize("name", ["a.txt", "a.md", "a"])
def test_it_becomes_fields(reading, head, name):
    (article,) = reading(name, (head + BODY).encode()).articles
    assert article.text == BODY
    assert (article.title, article.author, article.date) == ("Ferry sails: again", "Ann Lee", "2024-03-01")
    assert article.source == "orlo.example"


@pytest.mark.parametrize("text", [
    "---\n" + BODY, "---\n---\n" + BODY, "---\n\n---\n" + BODY, "---\nA rule above: a text below it.\n---\n" + BODY,
    "--- title: x\n---\n" + BODY, "---\ntitle: never closed\n" + BODY, "-----\ntitle: x\n-----\n" + BODY,
    "---\nweather: rain\nwind: west\n---\n" + BODY, "---\ntitle: x\n" + BODY + "---\n",
    "---", "---\n", "+++\n= x\n+++\n",
    "---\nREFEREE: Play!\nPLAYER: No.\n---\n" + BODY, "---\ntitle: x\n" + "y: z\n" * 5000 + "---\n",
])
def test_a_rule_is_none(reading, text):
    assert reading("a.txt", text.encode()).texts == [text]


@pytest.mark.parametrize("head", [
    "Title: Ferry sails: again\nAuthor: Ann Lee\nDate: 2024-03-01\nSource: orlo.example\n\n",
    "HEADLINE: Ferry sails: again\r\nBYLINE: Ann Lee\r\nDATE: 2024-03-01\r\nSITENAME: orlo.example\r\n\r\n",
    "url:\nsource: orlo.example\ndate: 2024-03-01\nauthor: Ann Lee\ntitle: Ferry sails: again\n \n",
])
def test_keys_above_a_blank_line_become_fields(reading, head):
    (article,) = reading("a.txt", (head + BODY).encode()).articles
    assert article.text == BODY
    assert (article.title, article.author, article.date) == ("Ferry sails: again", "Ann Lee", "2024-03-01")


@pytest.mark.parametrize("text", [
    "Title: only one\n\n" + BODY, "Title: x\nAuthor: y\n" + BODY.replace("\n\n", "\n"), "Title: x\nAuthor: y\n\n",
    "Author: Why do you write?\nDate: Because of the rain.\n\n" + BODY,  # two who talk
    "Title: x\nWeather: rain\n\n" + BODY, "Title: x\nAnd then it rained.\n\n" + BODY,
])
def test_other_lines_with_colons_stay(reading, text):
    assert reading("a.txt", text.encode()).texts == [text]
