"""Paragraphs that the extractor lost are put back; what stands beside the article stays out."""

import pytest

LEDE = "The council of Westmere agreed on Tuesday to reopen the old harbour bridge after three years of repairs."
SECOND = "Engineers had closed it in 2021, when divers found cracks in two of the seven stone piers below the water."
REST = [
    "“We would rather be late than sorry,” said the mayor, who had promised the opening for the spring of last year.",
    "Traffic will be limited to bicycles and buses until a second inspection, which is planned for the end of May.",
    "A dredger will clear the silt around the third pier in June, the harbour master told a meeting of residents.",
    "The bridge, built in 1884, carried some nine thousand vehicles a day before the closure, a count in 2019 showed.",
]
OTHER = "A retired baker from the upper town has spent forty winters building a model of the cathedral from matches."
P = "".join(f"<p>{p}</p>" for p in REST)
H1 = "<h1>Bridge reopens after repairs</h1>"


def page(body, title="Bridge reopens after repairs | The Westmere Post"):
    return f"<!DOCTYPE html><html lang='en'><head><title>{title}</title></head><body>{body}</body></html>".encode()


@pytest.mark.parametrize("body", [
    f"<article>{H1}<div class='teaser'><p>{LEDE}</p><p>{SECOND}</p></div><div class='rest'>{P}</div></article>",
    f"<article>{H1}<div class='article-teaser__intro'>{LEDE}<br><br>{SECOND}</div><div>{P}</div></article>",
    f"<header>{H1}<p class='standfirst'>{LEDE}</p></header><div class='content'><p>{SECOND}</p>{P}</div>",
    f"<article><header>{H1}<div class='deck'>{LEDE}</div></header><div class='text'><p>{SECOND}</p>{P}</div></article>",
    f"<FONT SIZE=2>{LEDE}<P>{SECOND}" + "".join(f"<P>{p}" for p in REST),
    f"<main>{H1}<h2 class='sub'>{LEDE}</h2><p>By Ann Lee</p><p>{SECOND}</p>{P}</main>".replace("h2", "div"),
    f"<article>{H1}<p>{LEDE}</p><div class='row'><div class='col'>{SECOND}</div></div>{P}</article>",
    f"<article>{H1}<div class='article-promo'><p>{LEDE}</p></div><p>{SECOND}</p>{P}</article>",
    f"<article>{H1}<section class='summary'><strong>{LEDE}</strong></section><p>{SECOND}</p>{P}</article>",
], ids=range(9))
def test_a_lede_is_not_lost(reading, body):
    (article,) = reading("a.html", page(body)).articles
    lines = article.text.split("\n")
    assert [p for p in (LEDE, SECOND, *REST) if article.text.count(p) != 1] == []
    places = [next(at for at, line in enumerate(lines) if p in line) for p in (LEDE, REST[0], REST[-1])]
    assert places == sorted(places)


@pytest.mark.parametrize("box", [
    f"<div class='related-story'><p>{OTHER}</p></div>",
    f"<div class='box'><h3><a href='/x'>A cathedral of matches</a></h3><p>{OTHER}</p></div>",
    f"<div class='box'><a href='/x'>{OTHER}</a></div>",
    f"<aside><p>{OTHER}</p></aside>",
    f"<figure><img src='a.jpg'><figcaption>{OTHER}</figcaption></figure>",
    f"<div class='img-caption'>{OTHER}</div>",
    f"<div class='author-bio'><p>{OTHER}</p></div>",
    f"<div class='cookie-notice'>{OTHER}</div>",
    f"<div class='newsletter-box'><p>{OTHER}</p></div>",
    "<div class='x'><p>Sign up for our morning letter and receive the best of the harbour news at seven.</p></div>",
    f"<div id='comments'><div class='text'>{OTHER}</div></div>",
    f"<div style='display: none'>{OTHER}</div>",
    f"<form><div>{OTHER}</div></form>",
    "<div class='promo'><p>Our podcast from the harbour brings you the stories behind the news at seven.</p></div>",
], ids=range(14))
@pytest.mark.parametrize("where", ["under the headline", "within"])
def test_what_stands_beside_stays_out(reading, box, where):
    inner = f"{box}<p>{LEDE}</p>{P}" if where == "under the headline" else f"<p>{LEDE}</p>{box}{P}"
    (article,) = reading("a.html", page(f"<article>{H1}<div class='story'>{inner}</div></article>")).articles
    kept_by_extractor = OTHER in _extracted(f"<article>{H1}<div class='story'>{inner}</div></article>")
    assert LEDE in article.text
    assert (OTHER in article.text) <= kept_by_extractor
    assert "Sign up" not in article.text or "Sign up" in _extracted(inner)


def _extracted(body):
    from trafilatura import bare_extraction

    found = bare_extraction(page(body).decode(), include_comments=False, deduplicate=False)
    return (found and found.text) or ""


def test_the_page_around_the_article_stays_out(reading):
    around = f"<div class='top'><p>{OTHER}</p></div>"
    body = f"{around}<main><article>{H1}<p>{LEDE}</p><p>{SECOND}</p>{P}</article></main><div><p>{OTHER}</p></div>"
    (article,) = reading("a.html", page(body)).articles
    assert OTHER not in article.text
