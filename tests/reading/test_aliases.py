"""Field names of the scrapers people use, and of their own."""

import json

import pytest

from dedup.errors import SettingsError, UsageError
from dedup.reading.aliases import names_for
from dedup.reading.reader import read
from dedup.settings import Settings

BODY = "The ferry to Orlo sails again."
WWW = "https://www.orlo-post.example/ferry"

RECORDS = {
    "trafilatura": (
        {"title": "Ferry", "author": "Ann Lee", "hostname": "orlo-post.example", "date": "2024-03-01", "id": None,
         "raw_text": BODY + " Share", "text": BODY, "language": "en", "source": WWW,
         "source-hostname": "Orlo Post", "excerpt": "e"},
        {"title": "title", "source": "source-hostname", "url": "source", "date": "date", "language": "language",
         "author": "author", "text": "text"},
        {"raw_text": BODY + " Share", "hostname": "orlo-post.example", "excerpt": "e"},
    ),
    "news-please": (
        {"authors": ["Ann Lee", "Bo Ek"], "date_download": "2024-03-02", "date_publish": "2024-03-01 08:00:00",
         "maintext": BODY, "text": "Menu " + BODY, "source_domain": "orlo-post.example", "title": "Ferry", "url": WWW,
         "language": "en"},
        {"text": "maintext", "source": "source_domain", "url": "url", "date": "date_publish", "title": "title",
         "author": "authors", "language": "language"},
        {"text": "Menu " + BODY, "date_download": "2024-03-02"},
    ),
    "newspaper4k": (
        {"url": WWW, "source_url": "https://www.orlo-post.example", "title": "Ferry", "authors": ["Ann Lee"],
         "text": BODY, "publish_date": "2024-03-01", "meta_lang": "en", "keywords": ["ferry"]},
        {"url": "url", "source": "source_url", "title": "title", "author": "authors", "text": "text",
         "date": "publish_date", "language": "meta_lang"},
        {"keywords": ["ferry"]},
    ),
    "cc_news": (
        {"title": "Ferry", "text": BODY, "domain": "orlo-post.example", "date": "2024-03-01", "description": "d",
         "url": WWW, "image_url": ""},
        {"title": "title", "text": "text", "source": "domain", "date": "date", "url": "url"},
        {"description": "d", "image_url": ""},
    ),
    "fineweb": (
        {"text": BODY, "id": "<urn:uuid:7>", "dump": "CC", "url": WWW, "date": "2024-03-01T00:00:00Z", "language": "en",
         "language_score": 0.9, "token_count": 7},
        {"text": "text", "id": "id", "url": "url", "date": "date", "language": "language"},
        {"dump": "CC", "language_score": 0.9, "token_count": 7},
    ),
    "datatrove": (
        {"text": BODY, "id": "d/1", "media": [], "metadata": {"url": WWW, "date": "2024-03-01", "dump": "CC"}},
        {"text": "text", "id": "id", "url": "metadata.url", "date": "metadata.date"},
        {"media": [], "metadata": {"url": WWW, "date": "2024-03-01", "dump": "CC"}},
    ),
    "schema.org": (
        {"headline": "Ferry", "articleBody": BODY, "datePublished": "2024-03-01", "author": {"name": "Ann Lee"},
         "publisher": {"@type": "Organization", "name": "Orlo Post"}},
        {"title": "headline", "text": "articleBody", "date": "datePublished", "author": "author",
         "source": "publisher"},
        {},
    ),
}


@pytest.mark.parametrize("scraper", RECORDS)
def test_record_of_a_scraper(reading, scraper):
    record, origins, extra = RECORDS[scraper]
    (article,) = reading("a.jsonl", json.dumps(record).encode()).articles
    assert article.text == BODY
    assert article.origins == {field: f"field:{name}" for field, name in origins.items()}
    assert article.extra == extra
    assert article.source in {"Orlo Post", "orlo-post.example", None}
    assert article.url in {WWW, None}
    if "authors" in record:
        assert article.author == ", ".join(record["authors"])


def test_empty_text_gives_way_to_one_that_is_not(reading):
    (article,) = reading("a.jsonl", b'{"maintext": "", "text": "real"}').articles
    assert (article.text, article.origins) == ("real", {"text": "field:text"})


def test_url_in_source_stays_extra_beside_a_url(reading):
    (article,) = reading("a.jsonl", b'{"text": "t", "url": "https://a.example", "source": "https://b.example"}').articles
    assert (article.url, article.source) == ("https://a.example", None)
    assert article.extra == {"source": "https://b.example"}


def test_own_field_names_replace_the_aliases(reading):
    data = b'{"text": "menu", "inhalt": "body", "meta": {"titel": "T"}, "title": "no"}\n{"text": "other"}'
    got = reading("a.jsonl", data, text="inhalt", title="meta.titel")
    assert [(a.text, a.title) for a in got.articles] == [("body", "T")]
    assert got.articles[0].extra == {"text": "menu", "meta": {"titel": "T"}, "title": "no"}
    assert got.reasons == [(2, "no text: none of the fields inhalt is there")]


def test_unknown_field_is_told():
    with pytest.raises(SettingsError, match="unknown field 'headline'; known: id, title"):
        names_for({"headline": "h"})


@pytest.mark.parametrize(("name", "data"), [
    ("a.csv", b"ID,Title,TEXT\n7,T,body\n"), ("a.jsonl", b'{"ID": 7, "Title": "T", "TEXT": "body"}\n')
])
def test_spelling_of_the_first_record_counts(reading, name, data):
    (article,) = reading(name, data).articles
    assert (article.id, article.title, article.text) == ("7", "T", "body")


@pytest.mark.parametrize(("name", "data"), [
    ("a.jsonl", b'{"id": "1", "text": "a", "note": "b"}\n'), ("a.csv", b"id,text,note\n1,a,b\n"),
    ("a.json", b'[{"id": "1", "text": "a", "note": "b"}]'),
    ("a.json", b'{"articles": [{"id": "1", "text": "a", "note": 1}]}'),
])
def test_a_text_field_that_no_record_has_ends_the_run(reading, name, data):
    with pytest.raises(UsageError, match="no record has the text field 'inhalt'; the fields there: id, text, note"):
        reading(name, data, text="inhalt")


def test_the_text_field_in_tables(tmp_path):
    import pyarrow as pa
    from pyarrow import feather, parquet

    table = pa.table({"id": ["1"], "inhalt": ["a"]})
    parquet.write_table(table, tmp_path / "a.parquet")
    feather.write_feather(table, str(tmp_path / "a.feather"))
    for file in ("a.parquet", "a.feather"):
        assert [a.text for a in read(tmp_path / file, settings=Settings(fields={"text": "inhalt"}))] == ["a"]
        with pytest.raises(UsageError, match="the fields there: id, inhalt"):
            list(read(tmp_path / file, settings=Settings(fields={"text": "body"})))


def test_one_odd_file_behind_the_first_ends_nothing(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"inhalt": "a"}\n')
    (tmp_path / "b.jsonl").write_text('{"text": "b"}\n')
    rejects = []
    settings = Settings(fields={"text": "inhalt"})
    assert [a.text for a in read(tmp_path, rejects.append, settings)] == ["a"]
    assert len(rejects) == 1


@pytest.mark.parametrize("outer", ["metadata", "meta"])
@pytest.mark.parametrize("as_text", [True, False])
def test_an_inner_object_goes_by_the_same_names(reading, outer, as_text):
    inner = {"headline": "Ferry", "link": WWW, "publish_date": "2024-03-01", "byline": "Ann Lee", "id": "x"}
    inner["text"] = "no"
    record = {"text": BODY, outer: json.dumps(inner) if as_text else inner}
    (article,) = reading("a.jsonl", json.dumps(record).encode()).articles
    assert (article.title, article.url, article.date, article.author) == ("Ferry", WWW, "2024-03-01", "Ann Lee")
    assert article.text == BODY
    assert article.id != "x"


def test_the_outer_name_wins_over_the_inner_one_and_a_users_over_both(reading):
    record = {"text": BODY, "link": WWW, "meta": {"url": "https://inner.example/"}, "where": "https://own.example/"}
    (article,) = reading("a.jsonl", json.dumps(record).encode()).articles
    assert article.url == WWW
    (article,) = reading("a.jsonl", json.dumps(record).encode(), url="where").articles
    assert article.url == "https://own.example/"
