"""Markup and code left in a text are left out; a sentence that quotes a tag stays."""

import pytest

from dedup.articles import Article
from dedup.cleaning.article import clean_article

BODY = [
    "The ferry to Orlo sails again on Monday, after eleven weeks in dock, the harbour master told reporters.",
    "Tickets stay at four crowns until the summer, when the council will look at the fares once more.",
    "Fishermen had asked for a second boat since May, but the yard has no place for it before the autumn.",
]


def cleaned(*lines):
    return clean_article(Article("a", "\n".join(lines)))


def body_of(*lines):
    found = cleaned(*lines)
    return [found.article.text[start:end] for start, end in found.body]


@pytest.mark.parametrize("lines", [
    ["<!-- slot 3 -->"], ["<!-- a --><!-- b -->"], ["<!-- slot", "three -->"],
    ["<br>"], ["<hr/>"], ["&nbsp;"], ["<p></p>"],
    ["<script>var a = 1;</script>"], ["<script>", "var a = 1;", "The boat is late.", "</script>"],
    ["<style>.a { b: c; }</style>"],
    ['{"@context": "https://schema.org", "@type": "NewsArticle", "datePublished": "2019-01-01"}'],
    ['[gallery ids="1,2"]'], ['[caption id="a" width="30"]The dock in May[/caption]'], ["[embed]https://v.example/x[/embed]"],
    ["[vc_row][vc_column]"], ["[/vc_column]"], ["[ad_1]"], ["{{ad}}"], ["{% ad %}"], ["%%ad%%"], ["[[ad]]"],
    [".slot { display: none; }"], ["window.dataLayer = window.dataLayer || [];"], ["(adsbygoogle = []).push({});"],
    ['<iframe src="https://v.example/e"></iframe>'],
])  # fmt: skip
def test_a_line_of_markup(lines):
    found = cleaned("Ferry sails again", *BODY[:1], *lines, *BODY[1:])
    assert body_of("Ferry sails again", *BODY[:1], *lines, *BODY[1:]) == BODY
    assert found.published is None
    assert {one.reason for one in found.left_out} <= {"title", "metadata"}


@pytest.mark.parametrize("line", [
    "The page held the <br> tag four times, the expert wrote in a report of nine pages.",
    "Whoever opened the source could read <!-- pay the mayor --> in its first line, the paper said.",
    "The letter held the words {{ name }} where a name should have stood, she said.",
    "The short code [gallery] was left in all nine letters, the board said on Monday.",
    "[It was] the worst winter in years, she said.",
])
def test_a_sentence_that_quotes_markup(line):
    assert body_of(BODY[0], line, *BODY[1:]) == [BODY[0], line, *BODY[1:]]


def test_a_comment_is_no_title():
    assert cleaned("<!-- a --><!-- b -->", "Ferry sails again", *BODY).title.value == "Ferry sails again"


def test_comments_at_the_ends_of_a_line():
    assert body_of("Ferry sails again", "<!-- a -->" + BODY[0], BODY[1] + " <!-- b -->", BODY[2]) == BODY
