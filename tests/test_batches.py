"""Articles to Arrow batches and back: nothing is lost on the way."""

import math

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from dedup.articles import Article
from dedup.batches import FIELDS, NOT_KEPT, article_schema, articles_from_batch, batch_from_articles

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXT | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
ARTICLES = st.builds(
    Article,
    id=TEXT, text=TEXT, title=st.none() | TEXT, source=st.none() | TEXT, url=st.none() | TEXT, date=st.none() | TEXT,
    language=st.none() | TEXT, author=st.none() | TEXT, extra=st.dictionaries(TEXT, VALUES, max_size=3),
    origins=st.dictionaries(st.sampled_from(FIELDS), TEXT, max_size=3), source_file=TEXT, line=st.integers(0, 2**40),
)  # fmt: skip


@hypothesis_settings(deadline=None, max_examples=60)
@given(st.lists(ARTICLES, max_size=4))
def test_articles_come_back_as_they_went(articles: list[Article]) -> None:
    batch = batch_from_articles(articles)
    assert batch.schema == article_schema()
    assert list(articles_from_batch(batch)) == articles


def test_fields_are_those_of_the_schema() -> None:
    assert tuple(article_schema().names[: len(FIELDS)]) == FIELDS


def test_values_that_json_has_no_word_for_do_not_stop_a_batch() -> None:
    article = Article("1", "text", extra={"score": math.nan, "where": 1j})
    (article,) = articles_from_batch(batch_from_articles([article]))
    assert article.extra == {"score": None, "where": "1j"}


def test_batches_of_other_origin_concatenate() -> None:
    one, two = (batch_from_articles([Article("1", "text", source_file=name)]) for name in ("a", "b"))
    assert pa.Table.from_batches([one, two]).unify_dictionaries()["source_file"].to_pylist() == ["a", "b"]


def nested(levels: int) -> object:
    value: object = "x"
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (nested(100), nested(100)), (nested(400), NOT_KEPT), (nested(5000), NOT_KEPT), (2**80, str(2**80)),
        ({"n": [2**80, float("nan"), b"\xff"]}, {"n": [str(2**80), None, "/w=="]}), ("\ud800", "?"),
        ({1: "a", None: "b"}, {"1": "a", "null": "b"}), (-(2**63), str(-(2**63))), ({"x": "\udfff"}, {"x": "?"}),
    ],
)  # fmt: skip
def test_whatever_else_a_record_holds_it_is_an_article(value: object, kept: object) -> None:
    batch = batch_from_articles([Article(id="a", text="one", extra={"deep": value, "plain": 2**90, "usual": 1.5})])
    (article,) = articles_from_batch(batch)
    assert article.extra["usual"] == 1.5
    assert article.extra["plain"] == str(2**90)
    assert article.extra["deep"] == kept


def test_a_circle_is_noted() -> None:
    circle: dict[str, object] = {}
    circle["self"] = [circle, circle]
    (article,) = articles_from_batch(batch_from_articles([Article(id="a", text="one", extra={"c": circle, "d": 1})]))
    assert article.extra == {"c": NOT_KEPT, "d": 1}
