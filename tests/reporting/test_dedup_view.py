"""What a page shows of a pass: the right rows of its tables, in the right order."""

from __future__ import annotations

import pytest

from dedup.reporting.dedup_view import MAX_CLUSTERS, MAX_PLACES, MAX_REPEATS, MAX_REVIEW
from tests.reporting import dedup_example


def pair(a, b, jaccard, relation="near_duplicate"):
    return {"id_a": a, "id_b": b, "relation": relation, "jaccard": jaccard, "containment_a": 0.1, "containment_b": 0.9}


def view(**tables):
    return dedup_example.view({"manifest": {"settings": {"threshold": 0.5}}, **tables})


def test_the_largest_clusters_come_first_and_of_equal_ones_the_first():
    clusters = [
        {"cluster_id": f"c{n:03}", "representative": f"r{n:03}", "members": ["x"] * (2 + n % 3), "sources": []}
        for n in range(200)
    ]
    shown = view(clusters=clusters)
    expected = sorted(clusters, key=lambda c: (-len(c["members"]), c["cluster_id"]))[:MAX_CLUSTERS]
    assert [c.representative.id for c in shown.clusters] == [c["representative"] for c in expected]
    assert [c.size for c in shown.clusters] == [len(c["members"]) for c in expected]
    assert shown.clusters_found == 200


def test_review_lists_the_pairs_nearest_to_the_threshold():
    pairs = [pair(f"a{n:03}", "z", round(n * 0.37 % 1, 6)) for n in range(300)]
    nearest = sorted(pairs, key=lambda p: (abs(p["jaccard"] - 0.5), p["id_a"]))[:MAX_REVIEW]
    assert [(p.a.id, p.jaccard) for p in view(pairs=pairs).review] == [(p["id_a"], p["jaccard"]) for p in nearest]
    assert view(pairs=[pair("a", "b", 0.5), pair("a", "c", 0.5, "identical")]).review[0].b.id == "b"


def test_pairs_are_counted_by_similarity():
    jaccards = (0.0, 0.049999, 0.05, 0.5, 0.999999, 1.0)
    counts = view(pairs=[pair("a", f"b{i}", jaccard) for i, jaccard in enumerate(jaccards)]).histogram.counts
    assert {i: n for i, n in enumerate(counts) if n} == {0: 2, 1: 1, 10: 1, 19: 2}


def test_pairs_are_counted_between_sources():
    named = [{"id": i, "title": None, "source": s} for i, s in (("a", "Bell"), ("b", "Arc"), ("c", "Bell"), ("d", ""))]
    pairs = [pair("a", "b", 1.0), pair("a", "c", 1.0), pair("b", "c", 1.0), pair("b", "d", 1.0), pair("b", "gone", 1.0)]
    matrix = view(named=named, pairs=pairs).matrix
    assert matrix.names == ("Arc", "Bell", "not stated")
    assert matrix.counts == ((0, 2, 2), (2, 1, 0), (2, 0, 0))
    assert matrix.left_out == 0


def test_of_many_sources_those_with_most_pairs_are_drawn():
    named = [{"id": f"{n}-{side}", "title": None, "source": f"s{n:02}"} for n in range(30) for side in "ab"]
    pairs = [pair(f"{n}-a", f"{n}-b", 0.1 * i) for n in range(30) for i in range(2 if n % 3 else 1)]
    matrix = view(named=named, pairs=pairs).matrix
    assert matrix.names == tuple(f"s{n:02}" for n in range(30) if n % 3)[:14]
    assert matrix.left_out == 16


def test_passages_with_most_places_come_first_of_equal_ones_the_longest():
    repeats = [
        {
            "passage_id": f"{n:04}", "kind": "quotation", "text": "ü" * (n % 7), "sources": ["Arc"],
            "places": [{"id": "x", "start": i, "end": i + 1} for i in range(2 + n % 5 * 4)],
        }
        for n in range(120)
    ]  # fmt: skip
    shown = view(repeats=repeats)
    expected = sorted(repeats, key=lambda r: (-len(r["places"]), -len(r["text"]), r["passage_id"]))[:MAX_REPEATS]
    assert [(r.size, r.text) for r in shown.repeats] == [(len(r["places"]), r["text"]) for r in expected]
    assert shown.repeats[0].places == tuple(("x", i, i + 1) for i in range(MAX_PLACES))


@pytest.mark.parametrize("field", ["id", "kept_id"])
def test_a_known_article_goes_by_its_id(field):
    row = {"id": "a", "kept_id": "b", "relation": "identical", "jaccard": 1.0, "containment": 1.0, "unique_share": 0.0}
    shown = view(removed=[row], named=[{"id": "b" if field == "id" else "a", "title": "Bells", "source": None}])
    names = shown.removed[0].removed, shown.removed[0].kept
    assert {n.title for n in names} == {"Bells", ""}
    assert next(n for n in names if not n.title).id == row[field]


def test_reasons_of_rejects_are_counted():
    rejects = [{"source_file": "f", "line": n, "reason": r, "raw_base64": ""} for n, r in enumerate("abbc")]
    assert view(rejects=rejects).rejects_by_reason == (("b", 2), ("a", 1), ("c", 1))
