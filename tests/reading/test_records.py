"""Records in the many forms in which interfaces and scrapers write them."""

import json
import logging

import pytest

from dedup.reading.aliases import names_for
from dedup.reading.records import resolve

BODY = "The ferry to Orlo sails again on Monday, after eleven weeks in dock. Tickets stay at four crowns."
LONG = BODY + "\nThe harbour master said the second ferry would follow in June.\nFishermen had asked for it since May."


def one(reading, record, name="a.jsonl", **fields):
    got = reading(name, json.dumps(record).encode(), **fields)
    assert not got.rejects
    (article,) = got.articles
    return article


@pytest.mark.parametrize("record", [
    {"id": "7", "article": {"headline": "Ferry", "body": BODY, "pubDate": "2024-03-01"}},
    {"id": "7", "data": {"attributes": {"title": "Ferry", "text": BODY, "date": "2024-03-01"}}},
    {"_id": "7", "_source": {"title": "Ferry", "content": BODY, "published_at": "2024-03-01"}},
    {"id": "7", "Document": {"title": "Ferry", "text": [BODY], "date": "2024-03-01"}},
    {"id": "7", "date": "2024-03-01", "title": {"rendered": "Ferry"}, "content": {"rendered": BODY}},
    {"id": "7", "text": BODY, "metadata": '{"title": "Ferry", "date": "2024-03-01"}'},
    {"id": "7", "title": "Ferry", "date": {"$date": "2024-03-01"}, "paragraphs": [BODY]},
    {"id": "7", "text": [{"text": BODY}], "metadata": {"title": "Ferry", "date": "2024-03-01"}},
    {"id": 7, "@type": "NewsArticle", "headline": "Ferry", "articleBody": BODY, "datePublished": "2024-03-01"},
])
@pytest.mark.parametrize("name", ["a.jsonl", "a.json", "a.jsonld"])
def test_one_article(reading, record, name):
    article = one(reading, record, name)
    assert (article.id, article.title, article.text, article.date) == ("7", "Ferry", BODY, "2024-03-01")


def test_json_ld_graph(reading):
    graph = {"@context": "https://schema.org", "@graph": [
        {"@type": "WebSite", "name": "Orlo Post", "@id": "#site"},
        {"@type": "Person", "@id": "#ann", "name": "Ann Lee"},
        {"@type": "NewsArticle", "headline": "Ferry", "articleBody": BODY, "author": {"@id": "#ann"},
         "publisher": {"@id": "#site"}, "datePublished": "2024-03-01", "mainEntityOfPage": {"@id": "https://o.example/1"}},
    ]}  # fmt: skip
    article = one(reading, graph, "a.json")
    assert (article.author, article.source, article.url) == ("Ann Lee", "Orlo Post", "https://o.example/1")
    assert one(reading, graph, "a.jsonl").title == "Ferry"


@pytest.mark.parametrize("answer", [
    {"status": "ok", "articles": [{"text": BODY}, {"text": LONG}]},
    {"response": {"docs": [{"text": BODY}, {"text": LONG}], "start": 0}},
    {"response": {"total": 2, "results": [{"webTitle": "a", "fields": {"bodyText": t}} for t in (BODY, LONG)]}},
    {"response": {"results": [{"text": BODY}, {"text": LONG}], "mostViewed": [{"webTitle": "a"}]}},
    {"@graph": [{"articleBody": BODY}, {"articleBody": LONG}, {"name": "site"}]},
])
def test_answer_of_an_interface(reading, answer):
    assert reading("a.json", json.dumps(answer).encode()).texts == [BODY, LONG]


@pytest.mark.parametrize("record", [
    {"comment": {"text": BODY}}, {"comments": [{"id": 1}, {"id": 2}], "title": "t"}, {"metadata": "{broken"},
    {"article": {"title": "no text"}}, {"text": [1, 2]}, {"text": {"a": "b"}}, {"text": []},
])
def test_what_holds_no_article(reading, record):
    got = reading("a.jsonl", json.dumps(record).encode())
    assert not got.articles
    assert len(got.rejects) == 1


@pytest.mark.parametrize(("record", "name"), [
    ({"content": BODY[:60] + "… [+3400 chars]", "full_text": LONG}, "full_text"),
    ({"text": BODY, "body": LONG}, "body"),
    ({"text": BODY[:80] + "…", "body": BODY}, "body"),
    ({"text": LONG, "body": BODY}, "text"),
    ({"maintext": BODY, "text": "Menu " + BODY}, "maintext"),
    ({"text": BODY, "body": f"<div class='text'><p>{BODY}</p></div>"}, "text"),
    ({"text": "", "body": BODY}, "body"),
])
def test_of_several_texts_the_longest_is_read(reading, caplog, record, name):
    with caplog.at_level(logging.WARNING, "dedup"):
        article = one(reading, record)
    assert article.origins["text"] == f"field:{name}"
    told = "several texts in a record" in caplog.text
    assert told == ((name == "body" and bool(record["text"])) or name == "full_text")


def test_it_is_told_once_a_file(reading, caplog):
    with caplog.at_level(logging.WARNING, "dedup"):
        reading("a.jsonl", (json.dumps({"text": BODY, "body": LONG}) + "\n").encode() * 300)
    assert caplog.text.count("several texts") == 1


@pytest.mark.parametrize("number", ["NaN", "-Infinity", "Infinity", "1" * 5000, "1e-99999", "-0.1" + "0" * 5000])
def test_numbers_that_are_none(reading, number):
    first = '{"id": "a", "n": ' + number + ', "text": "He said: NaN, Infinity"}'
    got = reading("a.jsonl", f'{first}\n{{"id": "b", "text": "x"}}'.encode())
    assert got.texts == ["He said: NaN, Infinity", "x"]


def test_the_last_of_two_equal_keys_counts(reading):
    assert reading("a.jsonl", b'{"text": "one", "text": "two"}\n').texts == ["two"]


def test_the_envelopes_around_an_article_tell_of_it(reading):
    inner = {"webTitle": "Ferry", "webUrl": "https://o.example/1", "webPublicationDate": "2024-03-01T07:00:00Z",
             "fields": {"byline": "Ann Lee", "bodyText": BODY}}  # fmt: skip
    article = one(reading, {"response": {"status": "ok", "content": inner}})
    assert (article.title, article.url, article.author) == ("Ferry", "https://o.example/1", "Ann Lee")
    assert article.date == "2024-03-01T07:00:00Z"
    assert article.extra == {"response.status": "ok"}


@pytest.mark.parametrize("text", ['{"x"} is how the clerk wrote it', '{"x", "y"}: two names', "[{note}] Ferries"])
def test_prose_that_begins_with_a_brace_is_a_text(reading, text):
    assert reading("a.txt", f"{text}, and nobody knew why.\n{BODY}".encode()).texts[0].startswith(text)


def test_an_address_under_a_second_name_for_the_source_is_the_url(reading):
    record = {"text": BODY, "source": "Orlo Post", "sitename": "https://orlo.example/ferry"}
    for lines in (1, 2):  # one record goes by columns, with a broken line beside it line by line
        got = reading("a.jsonl", json.dumps(record).encode() + b"\n{" * (lines - 1))
        assert [(a.source, a.url) for a in got.articles] == [("Orlo Post", "https://orlo.example/ferry")]


@pytest.mark.parametrize("value", [None, "", 7, ["Ann Lee"], "Ann Lee"])
def test_plain_records_resolve_as_others_do(value):
    names = names_for({})
    record = {"text": BODY, "author": value, "mood": None, "source": "https://orlo.example"}
    with_empty = {**record, "byline": ""}  # a second name for the author: no plain record
    plain, other = resolve(record, names), resolve(with_empty, names)
    assert plain.fields == other.fields
    assert plain.origins == other.origins
    assert {**plain.extra, "byline": ""} == {**other.extra, "byline": ""}
