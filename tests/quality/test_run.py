"""The dedup pass on real newswire: recall against the exact answer, every removal verified."""

import pyarrow.parquet as pq
import pytest

from dedup import Article, Settings, run


@pytest.fixture(scope="module")
def newswire(shared_data):
    rows = pq.read_table(shared_data / "reuters" / "docs.parquet", columns=["id", "text", "title", "source", "date"])
    return [Article(**{**row, "text": row["text"] or ""}) for row in rows.to_pylist()]


@pytest.fixture(scope="module")
def gold(shared_data):
    return pq.read_table(shared_data / "reuters" / "pairs.parquet").to_pylist()


@pytest.fixture(scope="module")
def result(newswire):
    return run(newswire, Settings(clean=False))


@pytest.fixture(scope="module")
def found(result):
    """Pairs that were found, those that follow through identical bodies included."""
    groups = {}

    def root(name):
        while groups.get(name, name) != name:
            name = groups[name]
        return name

    for pair in result.pairs:
        if pair.relation == "identical":
            groups[root(pair.id_b)] = root(pair.id_a)
    pairs = {frozenset((root(p.id_a), root(p.id_b))) for p in result.pairs}
    return lambda a, b: root(a) == root(b) or frozenset((root(a), root(b))) in pairs


@pytest.mark.quality
def test_near_duplicates_are_found(gold, found, floors):
    wanted = [row for row in gold if row["score"] >= 0.5]
    hits = sum(found(row["a"], row["b"]) for row in wanted)
    assert hits / len(wanted) >= floors["run"]["near_duplicate_recall"]


@pytest.mark.quality
def test_embedded_articles_are_found(gold, found, floors):
    wanted = [row for row in gold if row["containment"] >= 0.7 and row["score"] < 0.4]
    hits = sum(found(row["a"], row["b"]) for row in wanted)
    assert hits / len(wanted) >= floors["run"]["embedded_recall"]


@pytest.mark.quality
def test_every_removal_is_verified_against_its_survivor(newswire, result):
    words = {a.id: a.text for a in newswire}
    kept = {a.id for a in result.kept}
    for removal in result.removed:
        assert removal.kept_id in kept
        gone, stays = _shingles(words[removal.id]), _shingles(words[removal.kept_id])
        assert removal.containment == pytest.approx(len(gone & stays) / len(gone), abs=0.02)


def _shingles(text):
    import re

    tokens = re.findall(r"\w+", text.lower())
    return {tuple(tokens[i : i + 5]) for i in range(max(len(tokens) - 4, 1))}
