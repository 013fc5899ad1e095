"""The Python functions as users call them: with what they have, settings as keywords, results in their own form."""

import pyarrow as pa
import pytest

import dedup
from dedup.errors import InputError, SettingsError, UsageError

pd = pytest.importorskip("pandas")
pl = pytest.importorskip("polars")

LONG = (
    "The harbour office said on Monday that the northern basin will stay closed until the dredger has finished its "
    "work near the old lighthouse, and that fishing boats may use the southern pier in the meantime."
)
EDITED = LONG.replace("Monday", "Tuesday")
OTHER = "A choir from the valley sang four songs in the market hall while the rain kept most visitors under the roof."
RECORDS = [
    {"id": "a", "text": OTHER, "source": "Lakes Herald"},
    {"id": "b", "text": LONG + " More will follow.", "source": "Isla Diario"},
    {"id": "c", "text": EDITED, "source": "Isla Diario"},
]


@pytest.mark.parametrize(
    "values",
    [RECORDS, tuple(RECORDS), pd.DataFrame(RECORDS), pl.DataFrame(RECORDS), pa.Table.from_pylist(RECORDS)],
    ids=lambda values: f"{type(values).__module__}.{type(values).__name__}",
)
def test_what_stays_comes_back_in_the_form_in_which_it_came(values: object) -> None:
    result = dedup.run(values, clean=False)
    assert type(result.kept) is type(values)
    assert len(result.kept) == 2
    assert result.mask.tolist() == [True, True, False]
    assert [removal.id for removal in result.removed] == ["c"]


def test_articles_and_generators_give_articles_under_their_final_ids() -> None:
    made = [dedup.Article(id="", text=LONG), dedup.Article(id="x", text=OTHER)]
    kept = dedup.run(made, clean=False).kept
    assert isinstance(kept, list)
    assert [len(article.id) for article in kept] == [16, 1]
    from_generator = dedup.run((record for record in RECORDS), clean=False).kept
    assert [article.id for article in from_generator] == ["a", "b"]


def test_a_folder_is_read(tmp_path) -> None:
    pd.DataFrame(RECORDS).to_json(tmp_path / "feed.jsonl", orient="records", lines=True)
    assert [article.id for article in dedup.run(tmp_path, clean=False).kept] == ["a", "b"]


def test_settings_are_taken_as_keywords_over_those_given() -> None:
    settings = dedup.Settings(clean=False, threshold=0.99, containment=1.0)
    assert len(dedup.run(RECORDS, settings).removed) == 0
    assert len(dedup.run(RECORDS, settings, threshold=0.5).removed) == 1
    with pytest.raises(SettingsError, match="did you mean 'threshold'"):
        dedup.run(RECORDS, treshold=0.5)


@pytest.mark.parametrize("name", ["kept", "removed", "pairs", "clusters", "repeats"])
def test_tables_have_the_same_types_with_and_without_rows(name: str) -> None:
    full, empty = dedup.run(RECORDS, clean=False), dedup.run([], clean=False)
    assert full.table(name).schema == empty.table(name).schema
    assert not any(pa.types.is_null(field.type) for field in empty.table(name).schema)
    assert list(full.to_pandas(name).columns) == full.to_polars(name).columns == full.table(name).column_names
    pa.concat_tables([full.table(name), empty.table(name)])


def test_an_unknown_table_is_named() -> None:
    with pytest.raises(UsageError, match="no table 'rows'; there are kept, removed"):
        dedup.run([]).table("rows")


def test_pairs_are_told_by_position_label_or_key() -> None:
    texts = [OTHER, LONG, EDITED]
    for values, wanted in (
        (texts, (1, 2)),
        (pd.Series(texts, index=["u", "v", "w"]), ("v", "w")),
        (pd.DataFrame({"text": texts}, index=[10, 20, 30]), (20, 30)),
        ({"k": OTHER, "l": LONG, 3: EDITED}, ("l", 3)),
        (pl.Series(texts), (1, 2)),
    ):
        (pair,) = dedup.find_duplicates(values)
        assert (pair.id_a, pair.id_b) == wanted
        assert pair.relation == "near_duplicate"
        assert 0.5 < pair.jaccard < 1


def test_positions_are_told_in_their_order_past_ten() -> None:
    texts = [" ".join(f"word{i * 97 + n}" for n in range(30)) for i in range(10)] + [LONG, EDITED]
    assert [(p.id_a, p.id_b) for p in dedup.find_duplicates(texts, 0.6)] == [(10, 11)]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ("a text", "single string"),
        ([OTHER, None], r"texts\[1\]"),
        ([OTHER, float("nan")], r"texts\[1\]"),
        ([b"bytes"], r"texts\[0\]"),
        (3, "texts: got int"),
        ([["nested"]], r"texts\[0\]"),
    ],
)
def test_what_is_no_text_is_an_input_error_that_names_it(values: object, message: str) -> None:
    with pytest.raises(InputError, match=message):
        dedup.find_duplicates(values)


def test_an_unpaired_surrogate_does_no_harm() -> None:
    (pair,) = dedup.find_duplicates([LONG + " \ud83d", LONG + " \ud83d"])
    assert pair.relation == "identical"


def test_one_article_is_cleaned_from_a_record_a_text_or_an_article() -> None:
    for value in (LONG, {"headline": "Basin", "content": LONG}, dedup.Article(id="1", text=LONG)):
        assert LONG in dedup.clean(value).body_text
    assert dedup.clean({"headline": "Basin", "content": LONG}).title.value == "Basin"
    with pytest.raises(InputError, match="article"):
        dedup.clean([LONG])


STORY = [
    {"id": "a", "headline": "Basin", "content": "The council said on Monday that 40 boats must leave the basin."},
    {"id": "b", "headline": "Boats", "content": "On Monday 60 boats must leave the basin, the council said."},
]


@pytest.mark.parametrize(
    "values",
    [STORY, iter(STORY), pd.DataFrame(STORY), pl.DataFrame(STORY), pa.Table.from_pylist(STORY)],
    ids=lambda values: f"{type(values).__module__}.{type(values).__name__}",
)
def test_compare_takes_what_the_other_jobs_take(values: object) -> None:
    found = dedup.compare(values, clean=False)
    assert [cleaned.article.id for cleaned in found.articles] == ["a", "b"]
    assert found.articles[0].article.title == "Basin"


def test_compare_takes_texts_a_dict_by_id_and_a_folder(tmp_path) -> None:
    texts = [record["content"] for record in STORY]
    assert len(dedup.compare(texts).articles) == 2
    assert [c.article.id for c in dedup.compare({"x": texts[0], 7: texts[1]}).articles] == ["x", "7"]
    for record in STORY:
        (tmp_path / f"{record['id']}.txt").write_text(record["content"])
    assert len(dedup.compare(tmp_path).articles) == 2


def test_compare_leaves_articles_as_they_are() -> None:
    made = [dedup.Article(id="a", text=LONG, extra={"desk": {"of": ("north",)}}), dedup.Article(id="b", text=EDITED)]
    assert [c.article for c in dedup.compare(made).articles] == made


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: dedup.compare("no such text"), "single string"),
        (lambda: dedup.compare(dedup.Article(id="a", text=LONG)), "single Article"),
        (lambda: dedup.compare([STORY[0], None]), r"articles\[1\]: text is null; leave such rows out"),
        (lambda: dedup.compare([dedup.Article(id="a", text=LONG, date=20240311)]), r"articles\[0\]: date is int"),
        (lambda: dedup.run([dedup.Article(id=5, text=LONG)]), r"articles\[0\]: id is int"),
        (lambda: dedup.clean(dedup.Article(id="a", text=None)), "text is NoneType"),
        (lambda: dedup.relate("A sentence.", None), "sentence_b: a sentence wanted, got NoneType"),
        (lambda: dedup.relate(3, "A sentence."), "sentence_a: a sentence wanted, got int"),
        (lambda: dedup.align_passages(b"bytes", "text"), "text_a: a text wanted, got bytes"),
    ],
)
def test_what_is_no_article_is_an_input_error_that_says_where(call, message: str) -> None:
    with pytest.raises(InputError, match=message):
        call()


def test_an_article_is_scored_against_a_path(tmp_path) -> None:
    path = tmp_path / "known.db"
    with dedup.Corpus(path) as corpus:
        assert corpus.add(pd.DataFrame(RECORDS)).added == 3
        assert corpus.add(RECORDS).known == 3
    before = path.read_bytes()
    assert dedup.score({"id": "n", "text": LONG}, path).verdict == "near_duplicate"
    assert dedup.score(OTHER, str(path)).verdict == "duplicate"
    assert path.read_bytes() == before
    missing = tmp_path / "unknown.db"
    with pytest.raises(dedup.CorpusError, match=r"unknown\.db: no such corpus"):
        dedup.score(OTHER, missing)
    assert not missing.exists()
