"""What a page shows of a pass: the right rows of its tables, in the right order."""

from __future__ import annotations

from itertools import islice, product

import pytest

from dedup.reporting.body_difference import MAX_SHOWN, MAX_WORDS, body_difference, numbers_only_in
from dedup.reporting.dedup_evidence import MAX_DIFFERENCES, MAX_REMOVED, MAX_REVIEW, first_words, place_of
from dedup.reporting.dedup_view import MAX_CLUSTERS, MAX_PLACES, MAX_REPEATS
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


def removal(ident, kept="k", relation="near_duplicate", jaccard=0.9, containment=0.95):
    return {
        "id": ident, "kept_id": kept, "relation": relation, "jaccard": jaccard, "containment": containment,
        "unique_share": round(1 - containment, 6),
    }  # fmt: skip


def ranked(*rows, **tables):
    return [r.removed.id for r in view(removed=list(rows), **tables).removed]


@pytest.mark.parametrize("field", ["id", "kept_id"])
def test_a_known_article_goes_by_its_id(field):
    row = removal("a", "b")
    shown = view(removed=[row], named=[{"id": "b" if field == "id" else "a", "title": "Bells", "source": None}])
    names = shown.removed[0].removed, shown.removed[0].kept
    assert {n.title for n in names} == {"Bells", ""}
    assert next(n for n in names if not n.title).id == row[field]


def test_removals_that_lose_most_come_first_and_identical_ones_are_counted():
    rows = [removal("whole", containment=1.0), removal("same", relation="identical", jaccard=1.0, containment=1.0)]
    shown = view(removed=[*rows, removal("parts", containment=0.7), removal("few", containment=0.98)])
    assert [r.removed.id for r in shown.removed] == ["parts", "few", "whole"]
    assert (shown.identical, shown.removed_found) == (1, 3)


def test_of_removals_that_lose_as_much_those_near_their_line_come_first():
    far, near = removal("far", jaccard=0.8), removal("near", jaccard=0.51)
    inside = removal("inside", relation="contained", jaccard=0.2, containment=0.91)
    assert ranked(far, near) == ["near", "far"]
    assert any("near the line" in r for r in view(removed=[inside]).removed[0].reasons)
    assert not any("near the line" in r for r in view(removed=[far]).removed[0].reasons)


def test_removals_with_numbers_of_their_own_come_first():
    rows = [removal("plain", containment=0.7), removal("count", containment=0.96)]
    bodies = {"k": "Some 1,200 came.", "plain": "Some 1200 came.", "count": "Some 900 came."}
    shown = view(removed=rows, bodies=bodies).removed
    assert [r.removed.id for r in shown] == ["count", "plain"]
    assert shown[0].reasons[0] == "numbers that the kept one lacks: 900"
    assert not any("numbers" in r for r in shown[1].reasons)


def test_only_the_riskiest_removals_are_compared_word_by_word():
    rows = [removal(f"r{n:03}", containment=0.7 + n / 1000) for n in range(MAX_REMOVED + 20)]
    bodies = {"k": "one two three", **{row["id"]: f"one two {row['id']}" for row in rows}}
    shown = view(removed=rows, bodies=bodies)
    assert [bool(r.difference) for r in shown.removed] == [True] * MAX_DIFFERENCES + [False] * (
        MAX_REMOVED - MAX_DIFFERENCES
    )
    assert shown.removed_found == MAX_REMOVED + 20


def test_a_removal_that_loses_no_word_comes_behind_one_that_does():
    rows = [removal("cut", containment=0.8), removal("own", containment=0.9)]
    bodies = {
        "k": "the sea was calm and the ferry sailed at noon",
        "cut": "the sea and the ferry",
        "own": "the sea froze",
    }
    shown = view(removed=rows, bodies=bodies).removed
    assert [r.removed.id for r in shown] == ["own", "cut"]
    assert shown[0].reasons == (
        "words of its body that differ: 1", "10 % of its word sequences stand nowhere in the kept one",
    )  # fmt: skip
    assert shown[1].reasons == ()


def test_a_removal_that_is_too_long_to_compare_whole_says_so():
    words = ["".join(letters) for letters in islice(product("abcdefgh", repeat=4), MAX_WORDS + 90)]
    bodies = {"k": " ".join(words[:MAX_WORDS]), "long": " ".join(words)}
    shown = view(removed=[removal("long", containment=0.97)], bodies=bodies).removed
    assert shown[0].reasons == ("3 % of its word sequences stand nowhere in the kept one",)
    bodies["k"] = bodies["k"].replace(f"{words[5]} ", "other ")
    shown = view(removed=[removal("long", containment=0.97)], bodies=bodies).removed
    assert shown[0].reasons[0] == "words of its body that differ: 1 (among the first 3,000)"


def test_a_difference_names_what_only_one_side_has():
    found = body_difference(
        "The mayor said, on Monday, that 40 boats sank.", "the mayor said on Monday that 14 boats sank"
    )
    assert [(p.op, p.text) for p in found.pieces if p.op != "equal"] == [("delete", "40"), ("insert", "14")]
    assert found.lost == 1
    assert not found.cut


def test_a_difference_is_bounded_and_says_so():
    words = [f"w{n}" for n in range(900)]
    found = body_difference(" ".join(words), " ".join(w + "x" if n % 3 else w for n, w in enumerate(words)))
    assert found.cut
    assert sum(len(p.text) for p in found.pieces) < MAX_SHOWN * 2
    assert found.lost == 600


def test_a_difference_in_a_script_without_spaces_is_told_by_character():
    found = body_difference("首相は月曜日に会見した", "首相は火曜日に会見した")
    assert [(p.op, p.text) for p in found.pieces if p.op != "equal"] == [("delete", "月"), ("insert", "火")]


def test_numbers_are_compared_by_value():
    assert numbers_only_in("1,200 and 3.5 and １２", "1200, 3.50, 12") == ("3.5",)


def test_an_article_without_a_title_goes_by_its_first_sentence():
    assert (
        first_words("Sign in\nThe ferry to Arva will not sail on Sunday.")
        == "The ferry to Arva will not sail on Sunday."
    )
    assert first_words("Sign in") == "Sign in"
    assert first_words("") == ""
    clusters = [{"cluster_id": "c", "representative": "r", "members": ["r", "s"], "sources": []}]
    shown = view(clusters=clusters, bodies={"r": "The ferry to Arva will not sail."})
    assert shown.clusters[0].representative.title == "The ferry to Arva will not sail."


@pytest.mark.parametrize(
    "title", ["Moved Permanently", "Log in to read on", "Sign In | The Daily Ferry", "404 Not Found", "Home"]
)
def test_what_a_server_says_is_no_title(title):
    clusters = [{"cluster_id": "c", "representative": "r", "members": ["r", "s"], "sources": []}]
    named = [{"id": "r", "title": title, "source": None}]
    shown = view(clusters=clusters, named=named, bodies={"r": "The ferry to Arva will not sail."})
    assert shown.clusters[0].representative.title == "The ferry to Arva will not sail."


@pytest.mark.parametrize(
    "title", ["Home prices fall for a third month", "Error cost ferry line two boats", "Lost and found"]
)
def test_a_headline_is_a_title(title):
    clusters = [{"cluster_id": "c", "representative": "r", "members": ["r", "s"], "sources": []}]
    shown = view(clusters=clusters, named=[{"id": "r", "title": title, "source": None}], bodies={"r": "Body."})
    assert shown.clusters[0].representative.title == title


def test_stray_words_in_common_do_not_cut_two_sentences_apart():
    one, other = (
        "a dozen boats left the port at noon today",
        "nine old men sat in the bar all through yesterday evening",
    )
    found = body_difference(f"Calm weather held. {one}.", f"Calm weather held. {other}.")
    assert [p.op for p in found.pieces] == ["equal", "delete", "insert"]
    assert found.lost == 8


def test_places_name_file_line_and_record():
    assert place_of({"source_file": "feed.jsonl", "line": 14, "record": 12}) == "feed.jsonl, line 14, record 12"
    assert place_of({"source_file": "a.parquet", "line": 7, "record": 7}) == "a.parquet, record 7"
    assert place_of({"kept_source_file": "a.txt", "kept_line": 1, "kept_record": 1}, "kept_") == "a.txt"
    assert place_of({"source_file": None, "line": None, "record": None}) == ""


def test_a_pair_to_review_says_what_became_of_it():
    pairs = [pair("a", "b", 0.52), pair("c", "d", 0.48, "overlap"), pair("a", "c", 0.47, "overlap")]
    outcomes = {(p.a.id, p.b.id): p.outcome for p in view(pairs=pairs, removed=[removal("a", "b")]).review}
    assert outcomes["a", "b"] == "the first was removed for the other"
    assert outcomes["c", "d"] == "both stay"
    assert outcomes["a", "c"] == "the first was removed for a third"


def test_templates_are_listed_with_their_facts_the_most_alike_first():
    pairs = [
        pair("a", "b", 0.6, "template") | {"facts_a": ["12"], "facts_b": ["14"]}, pair("a", "c", 0.8, "template"),
    ]  # fmt: skip
    shown = view(pairs=pairs)
    assert [(t.b.id, t.facts_a) for t in shown.templates] == [("c", None), ("b", ("12",))]
    assert shown.review == ()


def test_limits_that_cut_something_are_named():
    caps = {"bands": {"buckets": 3, "entries": 1240}, "samples": {"buckets": 0, "entries": 0}}
    shown = dedup_example.view({"manifest": {"settings": {}, "caps": caps}})
    assert len(shown.limits) == 1
    assert "3 crowded groups" in shown.limits[0]
    assert "1,240 bodies" in shown.limits[0]


def test_reasons_of_rejects_are_counted():
    rejects = [{"source_file": "f", "line": n, "reason": r, "raw_base64": ""} for n, r in enumerate("abbc")]
    assert view(rejects=rejects).rejects_by_reason == (("b", 2), ("a", 1), ("c", 1))
