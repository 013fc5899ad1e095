"""Every output of a pass against brute force, over generated collections."""

import pytest

from dedup import Article, Settings, run
from dedup.clustering.keep_order import rank_articles
from dedup.jobs.run import search
from tests.jobs.run import brute_force as brute

np = pytest.importorskip("numpy")
pa = pytest.importorskip("pyarrow")

WHOLE = Settings(clean=False)


def keep_order(articles: list[Article], settings: Settings) -> list[Article]:
    """Put articles into the order of the pass: ties break by hashes, which brute force can't know."""
    from dedup.sketching.sketcher import hash_names, sketch

    found = sketch(pa.array([a.text for a in articles], pa.large_string()), None, settings)
    nothing = np.zeros(len(articles))
    ranks = rank_articles(
        settings.keep, nothing.astype(np.int64), found.token_counts.astype(np.int64), nothing, found.body_hashes,
        hash_names(pa.array([a.id for a in articles], pa.large_string())),
    )  # fmt: skip
    return [articles[i] for i in np.argsort(ranks)]


def check(articles: list[Article], settings: Settings = WHOLE, *, pairs_too: bool = True) -> None:
    result = run(articles, settings)
    order = [brute.Body.of(article) for article in keep_order(articles, settings)]
    gone, pairs = brute.decide(order, settings)
    texts = {body.id: body.words for body in order}
    assert {removal.id for removal in result.removed} == set(gone)
    assert [a.id for a in result.kept] == [a.id for a in articles if a.id not in gone]
    for removal in result.removed:
        # of copies of the one that stays, any may be named: they have one body
        assert texts[removal.kept_id] == texts[gone[removal.id]]
    if not pairs_too:
        return
    found = {(p.id_a, p.id_b): (p.relation, p.jaccard, p.containment_a, p.containment_b) for p in result.pairs}
    for ids, numbers in found.items():
        assert pairs[ids][0] == numbers[0]
        assert pairs[ids][1:] == pytest.approx(numbers[1:])
    # a copy is paired with the one article that stands for its body
    stand = {}
    for body in order:
        stand.setdefault(tuple(body.words), body.id)
    wanted = {
        ids for ids, numbers in pairs.items()
        if (numbers[0] != "identical" and all(stand[tuple(texts[name])] == name for name in ids))
        or (numbers[0] == "identical" and any(stand[tuple(texts[name])] == name for name in ids))
    }  # fmt: skip
    # where a text repeats itself, the longest passage may begin at a repeat, which is no anchor
    repetitive = {body.id for body in order if len(body.shingles) < len(body.words) - brute.K + 1}
    missed = wanted - set(found)
    assert set(found) <= wanted
    assert all(pairs[ids][0] == "overlap" and not repetitive.isdisjoint(ids) for ids in missed)


@pytest.mark.parametrize("seed", range(250))
def test_a_small_collection_agrees(seed: int) -> None:
    check(brute.collection(seed))


@pytest.mark.parametrize("seed", range(12))
def test_a_crowded_collection_agrees(seed: int) -> None:
    check(brute.crowd(seed, 20 + 9 * seed))


@pytest.mark.soak
@pytest.mark.parametrize("begin", range(0, 5000, 100))
def test_thousands_of_small_collections_agree(begin: int) -> None:
    for seed in range(begin, begin + 100):
        check(brute.collection(seed), WHOLE.with_(threshold=(0.3, 0.5, 0.8, 1.0)[seed % 4]))


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(200))
def test_two_hundred_crowded_collections_agree(seed: int) -> None:
    check(brute.crowd(1000 + seed, 20 + 280 * seed // 200))


@pytest.mark.parametrize("seed", range(12))
def test_a_searched_crowd_is_decided_as_by_brute_force(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    # as collections are that are too large to compare every two bodies
    monkeypatch.setattr(search, "EXHAUSTIVE", 0)
    monkeypatch.setattr("dedup.jobs.run.run.EXHAUSTIVE", 0)
    monkeypatch.setattr(search.find, "BUCKET_LIMIT", 8)
    monkeypatch.setattr(search.find, "CROWDED", 2)
    check(brute.crowd(500 + seed, 60), pairs_too=False)
