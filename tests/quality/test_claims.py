"""Claim alignment with one story left out at a time, and sentence pairs: same claim or not."""

import json

import numpy as np
import pytest

claims_data = pytest.importorskip("claims_data")
import train_claims as train  # noqa: E402

from dedup.alignment.scorer import weights  # noqa: E402

pytestmark = pytest.mark.quality


@pytest.fixture(scope="module")
def stories(shared_data):
    return claims_data.load(shared_data)


@pytest.fixture(scope="module")
def scores(stories):
    return train.leave_one_story_out(stories)


@pytest.fixture(scope="module")
def held_out(stories, scores):
    """Each story scored by weights learned from the others, with the threshold that is shipped."""
    return train.evaluate(stories, scores, [weights()["aligned_from"]] * len(stories))


def test_pairs_are_aligned(held_out, floors):
    assert held_out["f1"] >= floors["claims"]["pair_f1"]


def test_pairs_are_aligned_with_a_threshold_of_other_stories(stories, scores, floors):
    found = train.evaluate(stories, scores, train.honest_thresholds(stories, scores))
    assert found["f1"] >= floors["claims"]["pair_f1_blind"]


@pytest.mark.parametrize("relation", ["same", "paraphrase", "partial", "conflict"])
def test_each_relation_is_found(relation, held_out, floors):
    found, wanted = held_out["found"][relation]
    assert found / wanted >= floors["claims"][relation]


def test_the_shipped_weights_are_those_of_the_training_script(stories):
    first, second = train.train(stories, None, {})
    shipped = weights()
    for made, stored in ((first, shipped["first"]), (second, shipped["second"])):
        assert [f["name"] for f in made["features"]] == [f["name"] for f in stored["features"]]
        assert [f["weight"] for f in made["features"]] == pytest.approx(
            [f["weight"] for f in stored["features"]], abs=0.02
        )


def test_weights_hold_no_words_of_the_data(stories):
    alone = train.sentence_features("The dam at Lake Orsa broke.", "A dam broke on Sunday.")
    known = {*stories[0].columns, *train.CONTEXT, *alone}
    names = {f["name"] for key in ("first", "second", "relate") for f in weights()[key]["features"]}
    assert names <= known
    assert len(json.dumps(weights())) < 40_000


@pytest.fixture(scope="module")
def msrp(shared_data):
    columns, label = train.relate_columns(shared_data / "paraphrase" / "msrp_train.jsonl.gz")
    graded = train.graded_columns(shared_data / "paraphrase" / "stsb_train.jsonl.gz")
    return train.cross_validated(columns, label, graded), label


def test_same_claim_in_other_words(msrp, floors):
    accuracy, f1 = train.accuracy_f1(*msrp)
    assert accuracy >= floors["claims"]["msrp_accuracy"]
    assert f1 >= floors["claims"]["msrp_f1"]


def test_probabilities_are_calibrated(msrp, floors):
    assert train.calibration_error(*msrp) <= floors["claims"]["msrp_ece"]


def test_graded_likeness_of_news_sentences(shared_data, floors):
    rows = [
        r for r in train.pairs_of(shared_data / "paraphrase" / "stsb_dev.jsonl.gz") if r["genre"] == "main-news"
    ]  # fmt: skip
    features = [train.sentence_features(r["a"], r["b"]) for r in rows]
    score = [train.make(weights()["relate"]).one(f) if f else 0.0 for f in features]
    assert np.corrcoef(score, [r["score"] for r in rows])[0, 1] >= floors["claims"]["sts_news_pearson"]
