"""The scikit-learn estimators: signatures, labels and novelty, in the library's own habits."""

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer

import dedup
from dedup.errors import InputError, SettingsError
from dedup.estimators import MinHashVectorizer, NearDuplicateClusterer, NoveltyScorer

HARBOUR = (
    "The harbour office said on Monday that the northern basin will stay closed until the dredger has finished its "
    "work near the old lighthouse, and that fishing boats may use the southern pier in the meantime."
)
EDITED = HARBOUR.replace("Monday", "Tuesday")
OTHER = "A choir from the valley sang four songs in the market hall while the rain kept most visitors under the roof."


def test_signatures_are_datasketchs() -> None:
    rows = MinHashVectorizer(num_perm=64).fit_transform([HARBOUR, EDITED, OTHER])
    assert rows.shape == (3, 64)
    assert rows.dtype == np.uint32
    theirs = dedup.to_datasketch([HARBOUR, EDITED, OTHER], dedup.Settings(num_perm=64))
    assert np.array_equal(rows, [one.hashvalues for one in theirs])


def test_a_parameter_out_of_range_is_told_at_fit() -> None:
    with pytest.raises(SettingsError, match="num_perm"):
        MinHashVectorizer(num_perm=3).fit([HARBOUR])


def test_labels_follow_the_first_text_and_copies_share_one() -> None:
    clusterer = NearDuplicateClusterer()
    assert clusterer.fit_predict([OTHER, HARBOUR, EDITED, OTHER]).tolist() == [0, 1, 1, 0]
    assert clusterer.kept_.sum() == 2


def test_labels_equal_the_clusters_of_a_pass() -> None:
    texts = [f"{HARBOUR} {OTHER} {i}" for i in range(5)] + [OTHER * i for i in range(1, 4)]
    labels = NearDuplicateClusterer(threshold=0.7).fit(texts).labels_
    articles = [dedup.Article(id=str(i), text=text) for i, text in enumerate(texts)]
    tied = [set(map(int, c.members)) for c in dedup.run(articles, dedup.Settings(threshold=0.7, clean=False)).clusters]
    for members in tied:
        assert {i for i in range(len(texts)) if labels[i] == labels[min(members)]} == members


def test_novelty_of_known_edited_and_new_texts() -> None:
    scorer = NoveltyScorer().fit([HARBOUR])
    known, edited, new = scorer.score_samples([HARBOUR, f"{HARBOUR} {OTHER}", OTHER])
    assert known == 0
    assert 0.2 < edited < 0.8
    assert new == 1
    assert scorer.predict([HARBOUR, OTHER]).tolist() == [-1, 1]


@pytest.mark.parametrize("estimator", [MinHashVectorizer(32), NearDuplicateClusterer(0.6), NoveltyScorer(0.6)])
def test_clone_keeps_parameters_and_forgets_what_was_fitted(estimator: object) -> None:
    estimator.fit([HARBOUR, OTHER])
    again = clone(estimator)
    assert again.get_params() == estimator.get_params()
    assert not any(name.endswith("_") and not name.startswith("_") for name in vars(again))


@pytest.mark.parametrize("estimator", [MinHashVectorizer(32), NearDuplicateClusterer(0.6), NoveltyScorer(0.6)])
def test_saved_and_loaded_is_the_same(estimator: object, tmp_path) -> None:
    estimator.fit([HARBOUR, EDITED, OTHER])
    estimator.save(tmp_path / "one.json")
    again = type(estimator).load(tmp_path / "one.json")
    assert again.get_params() == estimator.get_params()
    if isinstance(estimator, NearDuplicateClusterer):
        assert again.labels_.tolist() == estimator.labels_.tolist()
    else:
        assert np.array_equal(again.transform([EDITED]), estimator.transform([EDITED]))
    other = NoveltyScorer if isinstance(estimator, MinHashVectorizer) else MinHashVectorizer
    with pytest.raises(InputError, match="not a"):
        other.load(tmp_path / "one.json")


def test_in_a_pipeline_with_named_columns() -> None:
    lower = FunctionTransformer(lambda rows: [row.lower() for row in rows])
    pipeline = make_pipeline(lower, MinHashVectorizer(16).set_output(transform="pandas"))
    table = pipeline.fit_transform([HARBOUR, OTHER])
    assert list(table.columns) == [f"minhash{i}" for i in range(16)]


@pytest.mark.parametrize("wrong", ["one text", [HARBOUR, None], [3]])
def test_what_is_no_text_is_named(wrong: object) -> None:
    with pytest.raises(InputError, match="texts"):
        MinHashVectorizer().transform(wrong)
