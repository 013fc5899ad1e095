"""HTML pages: the article, its metadata, and no text lost to broken or deep markup."""

import builtins

import pytest

from dedup.errors import MissingExtraError
from dedup.reading.html import parse, sniff
from dedup.reading.reader import read
from dedup.reading.visible_text import read_page

PARAGRAPHS = [
    "The council of Westmere agreed on Tuesday to reopen the old harbour bridge after three years of repairs.",
    "Engineers had closed it in 2021, when divers found cracks in two of the seven stone piers below the water.",
    "“We would rather be late than sorry,” said the mayor, who had promised the opening for the spring of last year.",
    "Traffic will be limited to bicycles and buses until a second inspection, which is planned for the end of May.",
]
DEEP = "A dredger will clear the silt around the third pier in June, the harbour master told a meeting of residents."
P = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
HEAD = (
    "<head><title>Bridge reopens - The Westmere Post</title><meta property='og:title' content='Bridge reopens'>"
    "<meta property='og:site_name' content='The Westmere Post'><meta name='author' content='Ann Lee'>"
    "<meta property='article:published_time' content='2023-05-09T10:30:00+09:00'></head>"
)
NAV = "<nav><ul>" + "".join(f"<li><a href='/{i}'>Section {i}</a></li>" for i in range(20)) + "</ul></nav>"


def test_article_and_metadata(reading):
    body = f"<body>{NAV}<article><h1>Bridge reopens</h1>{P}</article><footer>© Post</footer>"
    page = f"<!DOCTYPE html><html lang='en-GB'>{HEAD}{body}"
    (article,) = reading("a.html", page.encode()).articles
    assert [p for p in PARAGRAPHS if p in article.text.split("\n")] == PARAGRAPHS
    assert "Section 7" not in article.text
    assert (article.title, article.source, article.author) == ("Bridge reopens", "The Westmere Post", "Ann Lee")
    assert (article.date, article.language, article.id) == ("2023-05-09T10:30:00+09:00", "en", "")
    assert set(article.origins.values()) == {"html"}
    assert set(article.origins) == {"title", "text", "source", "date", "language", "author"}


@pytest.mark.parametrize("body", [
    "<div>" * 300 + P + "</div>" * 300,
    "<div>" * 30_000 + P,
    "<div><span>" * 600 + P,
    "<table><tr><td>" * 60 + P,
    P.replace("</p>", ""),
    "<p>" + "<br>".join(PARAGRAPHS),
    "</div></p></body></html>" + P,
    f"<html><body><html><body>{P}</body></html></body></html>",
    f"<b><i><p>{P}</b></i>",
    P + "<div>" * 300 + f"<p>{DEEP}</p>" + "</div>" * 300 + P,
], ids=range(10))
def test_no_text_is_lost(reading, body):
    (article,) = reading("a.html", f"<html>{HEAD}<body>{body}".encode()).articles
    assert [p for p in PARAGRAPHS if p not in " ".join(article.text.split())] == []
    assert (DEEP in article.text) == (DEEP in body)


def test_many_short_texts_are_not_left_out_for_one(reading):
    days = [f"<div class='item{i}'><h3>Day {i}</h3><div>{p} ({i})</div></div>" for i in range(5) for p in PARAGRAPHS]
    body = "".join(days)
    (article,) = reading("a.html", f"<html><body>{body}</body></html>".encode()).articles
    assert all(f"{p} ({i})" in article.text for p in PARAGRAPHS for i in range(5))


def test_page_without_text_is_rejected(reading):
    got = reading("a.html", b"<html><head><title>t</title></head><body><script>var text = 'no';</script></body></html>")
    assert not got.articles
    assert got.reasons == [(1, "the page shows no text")]


def test_one_page_does_not_change_another(tmp_path):
    for name in ("a.html", "b.html", "c.html", "d.html"):
        (tmp_path / name).write_text(f"<html>{HEAD}<body><article>{P}</article></body></html>")
    texts = [a.text for a in read(tmp_path)]
    assert len(texts) == 4
    assert len(set(texts)) == 1


def test_missing_extra_is_named(tmp_path, monkeypatch):
    real = builtins.__import__

    def without(name, *args, **kwargs):
        if name.split(".")[0] == "trafilatura":
            raise ImportError(name)
        return real(name, *args, **kwargs)

    (tmp_path / "a.html").write_text("<html><p>text</p></html>")
    (tmp_path / "b.txt").write_text("plain")
    monkeypatch.setattr(builtins, "__import__", without)
    rejects = []
    assert [article.text for article in read(tmp_path, rejects.append)] == ["plain"]
    (reject,) = rejects
    assert reject.reason == ("trafilatura is needed to read HTML: pip install 'dedup-news[html]'")
    with pytest.raises(MissingExtraError, match=r"pip install 'dedup-news\[html\]'"):
        list(read(tmp_path / "a.html", format="html"))


COMMENTS = b"<!-- note -->" * 4000


@pytest.mark.parametrize(("head", "is_html"), [
    (b"<html>", True), (COMMENTS + b"<html lang=en>", True),
    (b"\xef\xbb\xbf <?xml version='1.0'?> <!DOCTYPE html>", True),
    (b"<HEAD>", True), (b"<body/>", True), (b"<header>", False), (COMMENTS + b"Words", False), (b"<!--" * 9000, False),
    (b"<?" * 9000, False), (b"<!DOCTYPE rss>", False), (b"", False),
])
def test_sniffed_behind_any_number_of_comments(head, is_html):
    assert sniff(head) is is_html


@pytest.mark.parametrize("unit", [
    "<a ", "<div ", "<div>", "<p>x<div>", "<b><p>", "<table><tr><td>", "<ul><li>", "<!-- -", "<!--", "<?", "</a ", "&",
    "<", '<a href="', "<textarea>", "<script>", "<![CDATA[", "<svg><title>", "<select><option>",
    "<p " + "a='b' " * 3000 + ">",
])
def test_work_grows_with_the_page(unit):
    page = f"<html><body><article>{P}</article>" + unit * (60_000 // len(unit))
    steps = [counted_events(page[: len(page) // part]) for part in (4, 1)]
    assert steps[1] <= 6 * steps[0] + 1000
    assert parse("a.html", page.encode()).batch is not None


def counted_events(page):
    import sys

    calls = 0

    def count(frame, event, argument):
        nonlocal calls
        calls += 1

    sys.setprofile(count)
    try:
        read_page(page)
    finally:
        sys.setprofile(None)
    return calls


def test_a_page_of_few_words_is_read_line_by_line(reading):
    page = (
        "<html><body><article><h1>Forty sign for the ward</h1><p>The names were read out in the square on Friday.</p>"
        "<ul><li>Anna Berg, teacher</li><li>Bo Dahl, pilot</li></ul></article>"
        "<div class='related'><a href='/1'>Ward to close in May</a></div></body></html>"
    )
    (text,) = reading("a.html", page.encode()).texts
    lines = text.split("\n")
    assert "The names were read out in the square on Friday." in lines
    assert "Ward to close in May" not in text
