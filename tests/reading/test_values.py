"""What Python users have is taken as it is, and what can't be taken is named."""

import datetime
from decimal import Decimal
from uuid import UUID

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import dataset

from dedup.articles import Article
from dedup.batches import articles_from_batch
from dedup.errors import InputError
from dedup.reading.values import take, take_one
from dedup.settings import Settings

pd = pytest.importorskip("pandas")
pl = pytest.importorskip("polars")

RECORDS = [
    {"id": 7, "headline": "Ferry late", "content": "Fog kept the ferry in port.", "published": "2024-05-02"},
    {"id": 8, "headline": "Bread", "content": "A bakery gave away bread.", "published": None},
]


def of_views(values: list[object]) -> pa.Array:
    return pa.array(values, pa.int64() if isinstance(values[0], int) else pa.string_view())


MASK = np.array([False, True])


def articles(values: object, settings: Settings | None = None) -> list[Article]:
    return [article for batch in take(values, settings or Settings()).batches for article in articles_from_batch(batch)]


@pytest.mark.parametrize(
    "values",
    [
        RECORDS,
        tuple(RECORDS),
        pd.DataFrame(RECORDS),
        pd.DataFrame(RECORDS, index=["x", "y"]),
        pl.DataFrame(RECORDS),
        pl.DataFrame(RECORDS).lazy(),
        pa.Table.from_pylist(RECORDS),
        pa.RecordBatch.from_pylist(RECORDS),
        pa.Table.from_pylist(RECORDS).to_reader(),
        pa.table({name: of_views([row[name] for row in RECORDS]) for name in RECORDS[0]}),
        dataset.dataset(pa.Table.from_pylist(RECORDS)),
        [{"id": np.int64(7), "content": np.str_(RECORDS[0]["content"])} | RECORDS[0], pd.Series(RECORDS[1]).to_dict()],
    ],
    ids=lambda values: f"{type(values).__module__}.{type(values).__name__}",
)
def test_records_in_any_form_are_the_same_articles(values: object) -> None:
    first, second = articles(values)
    assert (first.id, first.title, first.text, first.date) == (
        "7", "Ferry late", "Fog kept the ferry in port.", "2024-05-02"
    )  # fmt: skip
    assert (second.id, second.date) == ("8", None)


@pytest.mark.parametrize(
    "values",
    [
        ["one text", "another"],
        iter(["one text", "another"]),
        pd.Series(["one text", "another"], index=[4, 9], name="body"),
        pl.Series(["one text", "another"]),
        pa.array(["one text", "another"]),
        pa.chunked_array([["one text"], ["another"]]),
        {"a": "one text", "b": "another"},
    ],
    ids=lambda values: type(values).__name__,
)
def test_texts_in_any_form(values: object) -> None:
    assert [article.text for article in articles(values)] == ["one text", "another"]


def test_keys_are_those_of_the_caller() -> None:
    assert list(take(pd.Series(["a", "b"], index=[4, 9]), Settings()).keys()) == [4, 9]
    assert list(take({"x": "a", "y": "b"}, Settings()).keys()) == ["x", "y"]
    assert take(["a", "b"], Settings()).keys is None
    assert [article.id for article in articles({"x": "a", 3: "b"})] == ["x", "3"]


@pytest.mark.parametrize(
    "values",
    [
        RECORDS,
        tuple(RECORDS),
        pd.DataFrame(RECORDS, index=["x", "y"]),
        pl.DataFrame(RECORDS),
        pa.Table.from_pylist(RECORDS),
        pa.table({name: of_views([row[name] for row in RECORDS]) for name in ("id", "content")}),
        {"x": RECORDS[0], "y": RECORDS[1]},
    ],
    ids=lambda values: f"{type(values).__module__}.{type(values).__name__}",
)
def test_rows_come_back_in_the_form_in_which_they_came(values: object) -> None:
    kept = take(values, Settings()).select(MASK)
    assert type(kept) is type(values)
    assert len(kept) == 1
    rest = articles(kept)
    assert [article.id for article in rest] == ["8"]


def test_a_generator_has_nothing_to_give_back() -> None:
    assert take((r for r in RECORDS), Settings()).select is None


def test_dates_times_and_missing_values_of_a_frame() -> None:
    frame = pd.DataFrame(
        {
            "text": ["one", "two", "three"],
            "date": [pd.Timestamp("2024-05-02T10:00:00+02:00"), pd.NaT, pd.Timestamp("2024-05-03", tz="Europe/Oslo")],
            "author": ["Ida Moe", float("nan"), None],
        }
    )
    found = articles(frame)
    assert found[0].date.startswith("2024-05-02T10:00:00")
    assert [article.date for article in found[1:2]] == [None]
    assert [article.author for article in found] == ["Ida Moe", None, None]
    assert articles([{"text": "one", "date": datetime.date(2024, 5, 2)}])[0].date == "2024-05-02"


def test_ids_that_pandas_has_made_floats_are_whole_numbers() -> None:
    assert [article.id for article in articles(pd.DataFrame({"id": [1.0, None], "text": ["one", "two"]}))] == ["1", ""]
    assert [article.id for article in articles(pd.DataFrame({"id": [1.5], "text": ["one"]}))] == ["1.5"]


def test_a_month_of_pandas_is_a_month() -> None:
    frame = pd.DataFrame({"text": ["one", "two"], "date": pd.PeriodIndex(["2024-05", "NaT"], freq="M")})
    assert [article.date for article in articles(frame)] == ["2024-05", None]


@pytest.mark.parametrize(
    ("given", "id_"),
    [
        (np.int64(7), "7"), (Decimal("7"), "7"), (np.str_("x"), "x"), (pd.NA, ""), (pd.NaT, ""), (float("nan"), ""),
        (UUID(int=7), "00000000-0000-0000-0000-000000000007"),
    ],
)  # fmt: skip
def test_ids_of_other_libraries_are_those_ids(given: object, id_: str) -> None:
    assert [article.id for article in articles([{"id": given, "text": "one"}])] == [id_]
    frame = pd.DataFrame({"id": pd.Series([given], dtype=object), "text": ["one"]})
    assert [article.id for article in articles(frame)] == [id_]


def test_times_of_numpy_are_times() -> None:
    (found,) = articles([{"text": "one", "date": np.datetime64("2024-05-02T10:00:00", "ns")}])
    assert found.date == "2024-05-02T10:00:00"


def test_a_file_that_holds_one_article_and_a_row_of_a_frame_are_articles(tmp_path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "1", "text": "one"}\n', encoding="utf-8")
    (tmp_path / "b.jsonl").write_text('{"text": "one"}\n{"text": "two"}\n', encoding="utf-8")
    assert take_one(tmp_path / "a.jsonl", Settings()).id == "1"
    assert take_one(pd.DataFrame(RECORDS).iloc[1], Settings()).id == "8"
    with pytest.raises(InputError, match="several articles"):
        take_one(tmp_path / "b.jsonl", Settings())


def test_names_of_files_are_not_taken_for_articles(tmp_path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": "1", "text": "one"}\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"Path objects"):
        take([str(path)], Settings())
    assert [article.text for article in articles([str(path), "a text"])] == [str(path), "a text"]
    with path.open() as file, pytest.raises(InputError, match="give the path"):
        take(file, Settings())


def test_a_column_of_mixed_objects_is_taken_row_by_row() -> None:
    frame = pd.DataFrame({"text": ["one", "two"], "meta": [{"a": 1}, "b"]})
    first, second = articles(frame)
    assert (first.extra, second.extra) == ({"meta": {"a": 1}}, {"meta": "b"})


def test_a_name_of_the_users_own() -> None:
    assert articles([{"verbatim": "one"}], Settings(fields={"text": "verbatim"}))[0].text == "one"


def test_paths_are_read(tmp_path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "1", "text": "one"}\n', encoding="utf-8")
    for values in (tmp_path, str(tmp_path), tmp_path / "a.jsonl", [tmp_path / "a.jsonl"], str(tmp_path / "*.jsonl")):
        assert [article.id for article in articles(values)] == ["1"]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ("one text", "single string"),
        (b"one text", "bytes"),
        (None, "NoneType"),
        (3, "int"),
        (Article(id="1", text="one"), "single Article"),
        ({"id": "1", "text": "one"}, "one record"),
        ([{"id": "1"}], r"articles\[0\]: no text"),
        (["one", None], r"articles\[1\]: text is null; .*dropna"),
        ({"x": None}, r"articles\['x'\]: text is null; .*dropna"),
        ([{"text": "one"}, {"text": float("nan")}], r"articles\[1\]: text is null .*dropna"),
        ([float("nan")], r"articles\[0\]: text is null; .*dropna"),
        ([np.arange(2)], r"articles\[0\]: .*ndarray"),
        (pd.DataFrame({"text": ["one", None]}), r"articles\[1\]: text is null .*dropna"),
        (pd.DataFrame({"words": ["one"]}), r"articles\[0\]: no text"),
        (pl.DataFrame({"text": [1, 2]}), r"articles\[0\]: text is a number"),
        ({"x": 3}, r"articles\['x'\]"),
        ([{"id": (1, 2), "text": "one"}], r"articles\[0\]: id is a tuple"),
        (pd.DataFrame([[1, 2, "one"]], columns=["id", "id", "text"]), "two columns are named 'id'"),
        ("", "single string"),
    ],
)
def test_what_cannot_be_taken_is_named(values: object, message: str) -> None:
    with pytest.raises(InputError, match=message):
        articles(values)


def test_one_article_is_taken_as_text_record_or_article() -> None:
    article = Article(id="1", text="one")
    assert take_one(article, Settings()) is article
    assert take_one("one", Settings()).text == "one"
    assert take_one({"id": 1, "body": "one"}, Settings()).id == "1"
    for wrong in (["one"], None, 3):
        with pytest.raises(InputError, match="article: an Article"):
            take_one(wrong, Settings())


def test_rows_of_a_frame_are_records_in_a_list_and_no_list_by_themselves() -> None:
    frame = pd.DataFrame(RECORDS)
    assert [one.id for one in articles([row for _, row in frame.iterrows()])] == ["7", "8"]
    with pytest.raises(InputError, match="articles: several are wanted, got one row of a frame"):
        articles(frame.iloc[0])


def test_an_index_of_texts_is_a_list_of_texts() -> None:
    given = take(pd.Index(["A text.", "Another."]), Settings())
    assert [batch.num_rows for batch in given.batches] == [2]
    assert given.select(MASK).tolist() == ["Another."]
    assert given.keys is None


def test_of_a_mixed_column_the_value_that_is_no_text_is_named() -> None:
    with pytest.raises(InputError, match=r"articles\[1\]: an Article, a dict or a text wanted, got int"):
        articles(pd.Series(["A text.", 3]))


@pytest.mark.parametrize("several", [pd.DataFrame(RECORDS), pa.table({"text": ["A"]}), pl.DataFrame({"text": ["A"]})])
def test_tables_in_a_list_are_to_be_joined(several: object) -> None:
    with pytest.raises(InputError, match=r"articles\[0\]: .* got \w+; give one table, or join several first"):
        articles([several])


@pytest.mark.parametrize("make", [lambda rows: rows, pd.DataFrame, pa.Table.from_pylist])
def test_where_no_field_holds_a_text_those_that_are_there_are_named(make) -> None:
    with pytest.raises(InputError, match=r"articles\[0\]: no text: .*fields=\{.*\}; there is 'id', 'Artikel'$"):
        articles(make([{"id": 1, "Artikel": "A text."}]))
    with pytest.raises(InputError, match=r"none of the fields txt is there; there is 'id', 'Artikel'$"):
        articles(make([{"id": 1, "Artikel": "A text."}]), Settings(fields={"text": "txt"}))
    with pytest.raises(InputError) as told:
        articles(make([{f"column {n} {'x' * 999}": "A text." for n in range(999)}]))
    assert len(str(told.value)) < 1500
