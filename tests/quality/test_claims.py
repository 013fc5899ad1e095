"""Claim alignment over forty stories, whole stories left out, and sentence pairs: same claim or not."""

import numpy as np
import pytest

claims_data = pytest.importorskip("claims_data")
import train_claims as train  # noqa: E402

from dedup.alignment.context import CONTEXT  # noqa: E402
from dedup.alignment.scorer import weights  # noqa: E402

pytestmark = pytest.mark.quality


@pytest.fixture(scope="module")
def stories(shared_data):
    return claims_data.load(shared_data)


@pytest.fixture(scope="module")
def scores(stories):
    """Each of the forty stories scored by weights learned without it: five folds of whole stories."""
    return train.probabilities(stories, train.out_of_fold(stories, train.FOLDS, train.scoring))


@pytest.fixture(scope="module")
def judged(stories, scores):
    return [found for story, score in zip(stories, scores, strict=True) for found in claims_data.judged(story, score)]


def test_pairs_are_aligned(stories, scores, floors, record_property):
    found = train.evaluate(stories, scores, train.honest_lines(stories, scores, train.best_threshold))
    record_property("scores", found)
    assert found["f1"] >= floors["claims"]["pair_f1"], found


def test_what_is_told_is_right(stories, judged, floors, record_property):
    marked = sum(int((s.label == 1).sum()) + len(s.missed) for s in stories)
    told = [(a, label) for a, label, _ in judged if a.tier == "told" and a.relation != "related"]
    partial = [label for a, label in told if a.relation == "partial"]
    right = sum(label for _, label in told)
    scores = {
        "told_precision": right / len(told), "told_recall": right / marked,
        "told_partial_precision": sum(partial) / len(partial),
    }  # fmt: skip
    record_property("scores", scores)
    for name, value in scores.items():
        assert value >= floors["claims"][name], scores


def test_conflicts_that_are_told_are_real(stories, judged, floors, record_property):
    told = [relation for a, _, relation in judged if a.tier == "told" and a.relation == "conflict"]
    real = sum(int((s.relation == "conflict").sum()) + s.missed.count("conflict") for s in stories)
    right = told.count("conflict")
    record_property("scores", {"told": len(told), "right": right, "real": real})
    assert right / max(1, len(told)) >= floors["claims"]["conflict_precision"], told
    assert right >= floors["claims"]["conflicts_found"], told


def test_probabilities_of_stories_left_out_are_calibrated(stories, scores, floors):
    score = np.concatenate([p[s.label >= 0] for s, p in zip(stories, scores, strict=True)])
    label = np.concatenate([s.label[s.label >= 0] for s in stories])
    assert train.calibration_error(score, label) <= floors["claims"]["ece"]


def test_the_shipped_weights_are_those_of_the_training_script(stories):
    made, stored = train.fit(*train.stacked(stories), tuple(sorted(stories[0].columns))), weights()["first"]
    assert [f["name"] for f in made["features"]] == [f["name"] for f in stored["features"]]
    assert [f["weight"] for f in made["features"]] == pytest.approx([f["weight"] for f in stored["features"]], abs=0.02)


def test_weights_hold_no_words_of_the_data(stories):
    alone = train.sentence_features("The dam at Lake Orsa broke.", "A dam broke on Sunday.")
    known = {*stories[0].columns, *CONTEXT, *alone}
    names = {f["name"] for key in ("first", "relate") for f in weights()[key]["features"]}
    assert names | set(weights()["second"]["features"]) <= known
    assert all(isinstance(x, int | float) for tree in weights()["second"]["trees"] for node in tree for x in node)


@pytest.fixture(scope="module")
def msrp(shared_data):
    columns, label = train.relate_columns(shared_data / "paraphrase" / "msrp_train.jsonl.gz")
    graded = train.graded_columns(shared_data / "paraphrase" / "stsb_train.jsonl.gz")
    return train.cross_validated(columns, label, graded), label


def test_same_claim_in_other_words(msrp, floors):
    accuracy, f1 = train.accuracy_f1(*msrp)
    assert accuracy >= floors["claims"]["msrp_accuracy"]
    assert f1 >= floors["claims"]["msrp_f1"]


def test_probabilities_of_sentence_pairs_are_calibrated(msrp, floors):
    assert train.calibration_error(*msrp) <= floors["claims"]["msrp_ece"]


def test_graded_likeness_of_news_sentences(shared_data, floors):
    rows = [
        r for r in train.pairs_of(shared_data / "paraphrase" / "stsb_dev.jsonl.gz") if r["genre"] == "main-news"
    ]  # fmt: skip
    features = [train.sentence_features(r["a"], r["b"]) for r in rows]
    score = [train.make(weights()["relate"]).one(f) if f else 0.0 for f in features]
    assert np.corrcoef(score, [r["score"] for r in rows])[0, 1] >= floors["claims"]["sts_news_pearson"]
