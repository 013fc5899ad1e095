"""Articles taken as they are: what the record says, the whole text as body."""

from dedup import Article
from dedup.batches import batch_from_articles
from dedup.cleaning.batch import clean_batch, cleaned_schema
from dedup.cleaning.whole import whole_batch

TEXT = "The ferry was late again on Monday, and nobody at the quay could say why that was."
ARTICLES = [
    Article("a", TEXT, title="Late", date="Mon May 6, 2024 6:46am EDT", author="R. Holm", language="en",
            origins={"title": "field:headline", "date": "field:time"}),
    Article("b", "", title=""),
    Article("c", "é" + TEXT, date="no date"),
]  # fmt: skip


def test_the_schema_is_that_of_cleaned_batches():
    assert whole_batch(batch_from_articles(ARTICLES)).schema == cleaned_schema()


def test_the_whole_text_is_body_and_an_empty_one_has_none():
    rows = whole_batch(batch_from_articles(ARTICLES)).to_pylist()
    assert [row["body"] for row in rows] == [[0, len(TEXT)], [], [0, len(TEXT) + 1]]
    assert all(row["left_out"] == row["repeats"] == [] for row in rows)


def test_the_record_says_title_date_and_author_and_where_from():
    first, second, third = whole_batch(batch_from_articles(ARTICLES)).to_pylist()
    assert first["title"] == {"value": "Late", "start": None, "end": None, "origin": "field:headline"}
    assert first["published"]["origin"] == "field:time"
    assert first["published"]["value"].startswith("2024-05-06T06:46")
    assert first["author"]["value"] == "R. Holm"
    assert second["title"] is None
    assert third["published"] is None


def test_fields_are_read_as_cleaning_reads_them():
    batch = batch_from_articles(ARTICLES[:1])
    ours, cleaned = whole_batch(batch).to_pylist()[0], clean_batch(batch, keep_all=True).to_pylist()[0]
    for name in ("title", "published", "author"):
        assert ours[name] == cleaned[name]
