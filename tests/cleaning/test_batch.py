import threading

from cleaning.pages import FRENCH, JAPANESE, PAGE, PARAGRAPHS
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.articles import Article
from dedup.batches import batch_from_articles
from dedup.cleaning.article import clean_article
from dedup.cleaning.batch import clean_batch, cleaned_schema, find_bodies
from dedup.cleaning.facts import Facts

TWICE = "\n".join([*PARAGRAPHS, "Read more", *PARAGRAPHS])
ARTICLES = [
    Article(id="a", text=PAGE, source="Larissa Courier"),
    Article(id="b", text=""),
    Article(id="c", text=JAPANESE, title="ラリサ港、防波堤を再建へ"),
    Article(id="d", text=FRENCH, author="Inès Holm", origins={"author": "field:byline"}),
    Article(id="e", text=TWICE, date="March 4, 2024", source="AP", language="en"),
    Article(id="f", text=" ".join(PARAGRAPHS)),
]


def as_row(cleaned):
    row = {}
    for name in Facts._fields:
        found = getattr(cleaned, name)
        span = (found.span or (None, None)) if found else None
        row[name] = found and {"value": found.value, "start": span[0], "end": span[1], "origin": found.origin}
    row["body"] = [at for span in cleaned.body for at in span]
    row["left_out"] = [{"start": b.start, "end": b.end, "reason": b.reason} for b in cleaned.left_out]
    row["repeats"] = [
        {"kind": r.kind, "places": [at for p in r.places for at in (p.start, p.end)]} for r in cleaned.repeats
    ]
    return row


def test_a_row_equals_the_article_by_itself():
    rows = clean_batch(batch_from_articles(ARTICLES))
    assert rows.schema == cleaned_schema()
    assert rows.to_pylist() == [as_row(clean_article(article)) for article in ARTICLES]


def test_rows_of_a_slice_and_in_another_order_are_the_same():
    rows = clean_batch(batch_from_articles(ARTICLES)).to_pylist()
    assert clean_batch(batch_from_articles(ARTICLES).slice(2, 3)).to_pylist() == rows[2:5]
    assert clean_batch(batch_from_articles(ARTICLES[::-1])).to_pylist() == rows[::-1]


def test_no_rows():
    assert clean_batch(batch_from_articles([])).num_rows == 0


def test_keep_all():
    for article, row in zip(
        ARTICLES, clean_batch(batch_from_articles(ARTICLES), keep_all=True).to_pylist(), strict=True
    ):
        assert row["left_out"] == []
        assert row["body"] == ([0, len(article.text)] if article.text else [])


def test_threads_give_the_same_rows():
    batch = batch_from_articles(ARTICLES * 5)
    expected = clean_batch(batch)
    results = [None] * 4

    def work(index):
        results[index] = clean_batch(batch)

    threads = [threading.Thread(target=work, args=(i,)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(result.equals(expected) for result in results)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.lists(st.sampled_from([*TWICE.split("\n"), *JAPANESE.split("\n"), "", "a", "© X"]), max_size=15), max_size=6
    )
)
def test_any_pile_equals_its_articles(pile):
    articles = [Article(id=str(i), text="\n".join(lines)) for i, lines in enumerate(pile)]
    batch = batch_from_articles(articles)
    rows = clean_batch(batch)
    assert rows.to_pylist() == [as_row(clean_article(article)) for article in articles]
    assert find_bodies(batch).equals(rows.column("body"))
