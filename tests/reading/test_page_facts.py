"""When a page was published and updated: from its own article's metadata and head, from nothing else on it."""

import pytest

from dedup.reading.page_facts import read_facts

STORY = "".join(
    f"<p>{p}</p>"
    for p in (
        "The quay board of Tornby agreed on Friday to lease the empty cannery to a sailmaker for ten years.",
        "Chair Inga Moe said the rent would pay for a new crane, wanted since the old one fell over.",
        "The cannery, closed in 2004, once employed two hundred people and shipped herring to eleven countries.",
    )
)
TITLE = "Cannery becomes a sail loft"


def page(head="", above="", below="", after="", lang="en", story=STORY):
    return (
        f"<!DOCTYPE html><html lang='{lang}'><head><title>{TITLE} | Tornby News</title>{head}</head><body>"
        f"<article>{above}<h1>{TITLE}</h1>{below}{story}</article>{after}</body></html>"
    )


def ld(text):
    return f"<script type='application/ld+json'>{text}</script>"


OWN = '{"@type":"NewsArticle","headline":"Cannery becomes a sail loft","datePublished":"2022-02-11T08:15:00Z"}'
OTHER = '{"@type":"NewsArticle","headline":"Ferry stuck in ice","datePublished":"2019-07-01"}'


@pytest.mark.parametrize(
    ("html", "published"),
    [
        (page("<meta property='article:published_time' content='2022-02-11T08:15:00.250+02:00'>"),
         "2022-02-11T08:15:00+02:00"),
        (page("<meta name='parsely-pub-date' content='2022-02-11T06:15:00Z'>"), "2022-02-11T06:15:00+00:00"),
        (page("<meta name='sailthru.date' content='Fri, 11 Feb 2022 08:15:00 +0200'>"), "2022-02-11T08:15:00+02:00"),
        (page("<meta name='DC.date.issued' content='2022-02-11'>"), "2022-02-11"),
        (page("<meta itemprop='datePublished' content='1644567300'>"), "2022-02-11T08:15:00+00:00"),
        (page(ld(OWN)), "2022-02-11T08:15:00+00:00"),
        (page(ld(f"[{OTHER},{OWN}]")), "2022-02-11T08:15:00+00:00"),
        (page(ld(f'{{"@graph":[{{"@type":"WebSite","name":"x"}},{OWN}]}}')), "2022-02-11T08:15:00+00:00"),
        (page(ld(f'{{"@type":"WebPage","mainEntity":{OWN}}}')), "2022-02-11T08:15:00+00:00"),
        (page(ld('{"@type":["Article"],"datePublished":"2022-02-11"}')), "2022-02-11"),
        (page(below="<p class='byline'>By Inga Moe, 11 February 2022</p>"), "2022-02-11"),
        (page(below="<p>By <a>Inga Moe</a> &bull; February 11, 2022 &bull; 4 min read</p>"), "2022-02-11"),
        (page(below="<div>Friday, 11 February 2022, 8.15am GMT</div>"), "2022-02-11T08:15+00:00"),
        (page(above="<time datetime='2022-02-11T08:15'>11 Feb</time>"), "2022-02-11T08:15"),
        (page(below="<span>Publicado: 11 feb 2022, 08:15</span>", lang="es"), "2022-02-11T08:15"),
        (page(below="<div>2/11/2022</div>", lang="en-US"), "2022-02-11"),
        (page(below="<div>2/11/2022</div>", lang="en-GB"), "2022-11-02"),
        (page(below="<div>02.11.2022</div>", lang="de"), "2022-11-02"),
        (page("<link rel='canonical' href='https://tornby.example/2022/02/11/sail-loft'>"), "2022-02-11"),
        (page("<meta name='date' content='2022-02-11T08:15:00+01:00'>"), "2022-02-11T08:15:00+01:00"),
        (page("<link rel='canonical' href='https://tornby.example/2022/02/11/x'>", below="<div>2/11/2022</div>"),
         "2022-02-11"),
    ],
)  # fmt: skip
def test_published(html, published):
    assert read_facts(html, None).published == published


@pytest.mark.parametrize(
    "html",
    [
        page(),
        page("<meta name='date' content='2/11/2022 08:15'>", lang="en-US"),
        page("<meta name='date' content='2022-02-13'>", after="<div><p>11.02.2022</p></div>"),
        page(after="<footer>© 2016 Tornby News. 11 February 2016</footer>"),
        page(below="<div>2/11/2022</div>"),
        page(below="<div>31/02/2022</div>", lang="en-GB"),
        page(ld(OTHER)),
        page(ld(f'{{"@type":"ItemList","itemListElement":[{OTHER}]}}')),
        page(ld('{"@type":"NewsArticle","headline":"Cannery becomes a sail loft","datePublished":"2022-02-30"}')),
        page(ld("{broken")),
        page(below="<blockquote class='twitter-tweet'>Sails! <a>March 3, 2017</a></blockquote>"),
        page(below="<figure><img><figcaption>The cannery on 3 March 2017</figcaption></figure>"),
        page(after="<section class='comments'><time datetime='2024-05-05'>5 May</time></section>"),
        page(after="<div class='related-stories'><h3>Ferry stuck</h3><time datetime='2019-07-01'>1 July</time></div>"),
        page(after="<table><tr><th>Year</th></tr><tr><td>3 March 2017</td></tr></table>"),
        page(story=STORY + "<h3>3 March 2017</h3><p>The board meets for the first time and puts the question off.</p>"),
        page(story=STORY.replace("</p>", "</p><h3>3 March 2017</h3>", 1)),
        page(after="<div itemscope itemtype='https://schema.org/NewsArticle'><b itemprop='headline'>Ferry stuck</b>"
                   "<meta itemprop='datePublished' content='2019-07-01'></div>"),
        page(above="</article><div class='topbar'>Monday, 6 May 2024</div><article>"),
        page("<meta property='article:modified_time' content='2022-02-12T09:00:00Z'>"),
        page("<meta property='article:published_time' content='0202-02-11'>"),
    ],
)
def test_not_published(html):
    assert read_facts(html, None).published is None


@pytest.mark.parametrize(
    ("html", "published", "updated"),
    [
        (page("<meta property='og:updated_time' content='2022-02-12T09:00:00Z'>" + ld(OWN)),
         "2022-02-11T08:15:00+00:00", "2022-02-12T09:00:00+00:00"),
        (page(ld(OWN.replace("}", ',"dateModified":"2022-02-13"}'))), "2022-02-11T08:15:00+00:00", "2022-02-13"),
        (page(below="<p>Published 11 Feb 2022 08:15 | Updated 12 Feb 2022 09:00</p>"),
         "2022-02-11T08:15", "2022-02-12T09:00"),
        (page(below="<p>Last updated: 12 Feb 2022 5:30 PM IST</p>"), None, "2022-02-12T17:30+05:30"),
        (page(below="<h4>Zuletzt geändert am:</h4><div>12.02.2022</div>", lang="de"), None, "2022-02-12"),
        (page(below="<time itemprop='dateModified' datetime='2022-02-12'>12 Feb</time>"), None, "2022-02-12"),
    ],
)  # fmt: skip
def test_updated_is_kept_apart(html, published, updated):
    assert read_facts(html, None)[:2] == (published, updated)


@pytest.mark.parametrize(("author", "name"), [
    ('[{"@type":"Person","name":"Inga Moe"},{"@type":"Person","name":"Olaf Lie"}]', "Inga Moe, Olaf Lie"),
    ('{"@type":"Person","name":" Inga  Moe "}', "Inga Moe"), ('{"@type":"Organization","name":"Tornby News"}', None),
    ('"Inga Moe"', None), ("[null]", None),
])
def test_persons_of_the_article_are_its_authors(author, name):
    own = OWN.replace('"@type":"NewsArticle"', f'"@type":["NewsArticle","Article"],"author":{author}')
    assert read_facts(page(ld(own)), None).author == name
