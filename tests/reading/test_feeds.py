"""RSS and Atom: items become articles, full content before summary, and no entity unfolds."""

import logging

import pytest

ONE = "The ferry to Orlo sails again on Monday, after eleven weeks in dock."
TWO = "Tickets stay at four crowns, the harbour master said."
XML = '<?xml version="1.0" encoding="utf-8"?>'
CONTENT = "xmlns:content='http://purl.org/rss/1.0/modules/content/' xmlns:dc='http://purl.org/dc/elements/1.1/'"


def rss(items, head=XML, channel="<title>Orlo Post</title><language>en</language>"):
    return f'{head}<rss version="2.0" {CONTENT}><channel>{channel}{items}</channel></rss>'.encode()


FULL = (
    "<item><title>Ferry &amp;amp; fares</title><link>https://o.example/1</link><guid>g1</guid>"
    "<dc:creator>Ann Lee</dc:creator>"
    "<pubDate>Mon, 20 Nov 2023 10:00:00 GMT</pubDate><description>In short.</description>"
    f"<content:encoded><![CDATA[<p>{ONE}</p><p>{TWO}</p>]]></content:encoded></item>"
)


def test_full_content_is_preferred(reading):
    (article,) = reading("a.xml", rss(FULL)).articles
    assert article.text == f"{ONE}\n{TWO}"
    assert (article.id, article.title, article.url) == ("g1", "Ferry & fares", "https://o.example/1")
    assert (article.source, article.author, article.language) == ("Orlo Post", "Ann Lee", "en")
    assert article.date == "Mon, 20 Nov 2023 10:00:00 GMT"
    assert article.extra["summary"] == "In short."


@pytest.mark.parametrize("description", [
    ONE, f"<![CDATA[{ONE}]]>", f"&lt;p&gt;{ONE}&lt;/p&gt;", f"<![CDATA[<div>{ONE}</div>]]>",
    f"&lt;a href='https://x.example'&gt;{ONE}&lt;/a&gt;",
])
@pytest.mark.parametrize("name", ["a.xml", "a.rss", "a.txt", "a"])
def test_a_description(reading, name, description):
    got = reading(name, rss(f"<item><title>T</title><description>{description}</description></item>" * 2))
    assert got.texts == [ONE, ONE]
    assert [a.line for a in got.articles] == [1, 2]


def test_atom(reading):
    feed = f"""{XML}<!-- c --><feed xmlns="http://www.w3.org/2005/Atom"><title>Orlo Post</title>
    <entry><id>e1</id><title type="html">Ferry</title><link href="https://o.example/1"/><updated>2024-03-02T10:00:00Z</updated>
    <published>2024-03-01T10:00:00Z</published><author><name>Ann Lee</name></author><author><name>Bo Ek</name></author>
    <summary>In short.</summary><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{ONE}</p><p>{TWO}</p></div>
    </content></entry>
    <entry><id>e2</id><title>Only updated</title><updated>2024-03-02T10:00:00Z</updated><summary>{TWO}</summary></entry>
    </feed>"""
    first, second = reading("a.atom", feed.encode()).articles
    assert first.text == f"{ONE}\n{TWO}"
    assert (first.date, first.author) == ("2024-03-01T10:00:00Z", "Ann Lee, Bo Ek")
    assert first.updated == "2024-03-02T10:00:00Z"
    assert (second.text, second.date, second.updated) == (TWO, None, "2024-03-02T10:00:00Z")


def test_rdf(reading):
    feed = (
        f"{XML}<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>"
        "<channel><title>Orlo Post</title></channel>"
        f"<item><title>T</title><description>{ONE}</description></item></rdf:RDF>"
    )
    assert reading("a.rdf", feed.encode()).texts == [ONE]


@pytest.mark.parametrize("encoding", ["windows-1251", "koi8-r", "utf-16", "utf-8-sig"])
def test_encodings(reading, encoding):
    text = "Паром до Орло снова ходит с понедельника, сообщил начальник порта."
    declared = f'<?xml version="1.0" encoding="{encoding}"?>'
    data = rss(f"<item><title>Т</title><description>{text}</description></item>", declared)
    assert reading("a.rss", data.decode().encode(encoding)).texts == [text]


def test_an_item_without_text_is_rejected(reading):
    got = reading("a.rss", rss(f"<item><title>T</title></item>{FULL}"))
    assert len(got.articles) == 1
    assert [line for line, _ in got.reasons] == [1]
    assert "text is null" in got.rejects[0].reason


@pytest.mark.parametrize("entity", [
    "<!ENTITY a 'aaaa'>", "<!ENTITY a SYSTEM 'file:///etc/passwd'>", "<!ENTITY % a SYSTEM 'http://x.example/a.dtd'>",
    "<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>",
])
def test_entities_of_its_own(reading, entity):
    item = "<item><title>&a;</title><description>&a;</description></item>"
    got = reading("a.rss", rss(item, f"{XML}<!DOCTYPE r [{entity}]>"))
    assert not got.articles
    assert got.reasons == [(1, "the feed declares entities, which may unfold without end")]


@pytest.mark.parametrize("data", [
    rss(""), rss(FULL)[:-60], rss(FULL * 3)[:900], b"<rss>", b"<rss version='2.0'><channel>" + b"<item>" * 5000,
    b"<feed xmlns='http://www.w3.org/2005/Atom'>" + b"<x>" * 5000,
    b"<rss><channel><item><description>" + b"&lt;a " * 20000,
], ids=range(7))
def test_a_broken_feed_is_read_as_far_as_it_goes(reading, caplog, data):
    with caplog.at_level(logging.WARNING, "dedup"):
        got = reading("a.rss", data)
    assert got.articles or got.rejects or caplog.text


@pytest.mark.parametrize(("last", "kept"), [
    ('The post <a href="/1">Ferry &amp; fares</a> appeared first on <a href="/">Orlo Post</a>.', False),
    ('Der Beitrag <a href="https://o.example/1">Ferry &amp; fares</a> erschien zuerst auf Orlo Post.', False),
    ('The post <a href="/1">Ferry &amp; fares</a> appeared first on <a href="/">Another Post</a>.', False),
    ("The post appeared first on nobody's list.", True),
    ("Ferry & fares were on every page of the Orlo Post that week, as the harbour master and his wife remember.", True),
])
def test_where_an_item_appeared_first_is_no_text(reading, last, kept):
    item = FULL.replace(f"<p>{TWO}</p>", f"<p>{TWO}</p><p>{last}</p>")
    (article,) = reading("a.xml", rss(item)).articles
    assert article.text.startswith(f"{ONE}\n{TWO}")
    assert (article.text != f"{ONE}\n{TWO}") == kept


def test_dublin_core_dates_the_item(reading):
    item = f"<item><title>T</title><description>{ONE}</description><dc:date>2024-03-01</dc:date></item>"
    assert reading("a.xml", rss(item)).articles[0].date == "2024-03-01"
