"""What holds for every dedup pass."""

import random
from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from dedup import Article, Settings, find_duplicates, run
from tests.jobs.piles import pile, text

WHOLE = Settings(clean=False)


def rows(result):
    """Return the rows of all tables, without the places in the input."""
    found = [asdict(row) for table in (result.removed, result.pairs, result.clusters, result.repeats) for row in table]
    return [{k: v for k, v in row.items() if "record" not in k and k != "places"} for row in found]


def test_a_copy_an_edit_and_an_excerpt_are_told_apart():
    body = text(1)
    lines = body.split("\n")
    result = run(
        [
            Article("a", body),
            Article("b", body.replace(".", " !").upper()),
            Article("c", "\n".join([*lines[:5], text(2, 1), *lines[6:]])),
            Article("d", "\n".join(lines[7:11])),
            Article("e", text(3)),
        ],
        WHOLE,
    )
    relations = {(p.id_a, p.id_b): p.relation for p in result.pairs}
    assert relations[("a", "b")] == "identical"
    assert "near_duplicate" in {relations.get(("a", "c")), relations.get(("b", "c"))}
    assert "contains" in {relations.get((name, "d")) for name in "abc"}
    assert {a.id for a in result.kept} >= {"e"}
    assert len(result.kept) == 2


@hypothesis_settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_the_ledger_balances_and_every_removal_has_a_kept_article(seed):
    articles = pile(seed)
    result = run(articles, WHOLE)
    kept = {a.id for a in result.kept}
    assert result.counts["read"] == len(articles) == len(result.kept) + len(result.removed)
    assert kept.isdisjoint(r.id for r in result.removed)
    assert all(r.kept_id in kept for r in result.removed)


@hypothesis_settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_the_result_does_not_depend_on_input_order(seed, rng):
    articles = pile(seed)
    shuffled = articles[:]
    rng.shuffle(shuffled)
    first, second = run(articles, WHOLE), run(shuffled, WHOLE)
    assert rows(first) == rows(second)
    assert {a.id for a in first.kept} == {a.id for a in second.kept}


def test_the_result_does_not_depend_on_threads():
    articles = pile(5, originals=60)
    assert rows(run(articles, WHOLE.with_(threads=1))) == rows(run(articles, WHOLE.with_(threads=8)))


@hypothesis_settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000))
def test_a_second_pass_removes_nothing(seed):
    once = run(pile(seed), WHOLE)
    assert run(once.kept, WHOLE).removed == ()


def test_kept_articles_come_back_as_they_went_in_and_in_order():
    articles = [Article(f"x{i}", text(i), title=f"t{i}", extra={"n": i}) for i in range(5)]
    assert list(run(articles, WHOLE).kept) == articles


@pytest.mark.parametrize("seed", range(20))
def test_articles_that_share_one_sentence_only_are_both_kept(seed):
    # their samples line up by chance, but neither a band nor a passage makes them candidates
    shared = text(900 + seed, 1)
    articles = [Article(name, text(seed * 2 + i, 6) + "\n" + shared) for i, name in enumerate("ab")]
    result = run(articles, WHOLE)
    assert [a.id for a in result.kept] == ["a", "b"]
    assert result.pairs == ()


def test_a_chain_does_not_remove_its_far_end_because_of_its_head():
    sentences = text(9, 30).split("\n")
    windows = ["\n".join(sentences[start : start + 16]) for start in (0, 5, 10)]
    result = run([Article(name, body) for name, body in zip("abc", windows, strict=True)], WHOLE.with_(threshold=0.5))
    pairs = {(p.id_a, p.id_b): p.jaccard for p in result.pairs if p.relation == "near_duplicate"}
    assert ("a", "c") not in pairs
    for removal in result.removed:
        assert tuple(sorted((removal.id, removal.kept_id))) in pairs


def test_preferred_sources_and_the_earliest_stay():
    body = text(11)
    articles = [
        Article("late", body, source="Big Paper", date="2024-05-03"),
        Article("early", body, source="Small Paper", date="2024-05-01"),
    ]
    assert [a.id for a in run(articles, WHOLE.with_(keep="earliest")).kept] == ["early"]
    assert [a.id for a in run(articles, WHOLE.with_(prefer=("Big Paper",))).kept] == ["late"]


def test_an_article_is_not_removed_for_an_excerpt_of_itself():
    body = text(12)
    excerpt = "\n".join(body.split("\n")[:10])
    articles = [Article("whole", body, date="2024-05-03"), Article("excerpt", excerpt, date="2024-05-01")]
    result = run(articles, WHOLE.with_(keep="earliest"))
    assert [a.id for a in result.kept] == ["whole"]


def test_articles_without_words_are_kept_and_never_paired():
    result = run([Article("a", ""), Article("b", ""), Article("c", "🙂🙂"), Article("d", "--- ...")], WHOLE)
    assert len(result.kept) == 4
    assert result.pairs == ()


def test_articles_of_fewer_than_k_words_are_compared_whole():
    result = run([Article("a", "Ferry late"), Article("b", "ferry LATE!"), Article("c", "Ferry early")], WHOLE)
    assert [(p.id_a, p.id_b, p.relation) for p in result.pairs] == [("a", "b", "identical")]


def test_japanese_and_chinese_articles_are_compared_by_character():
    body = "港の会議は火曜日に始まり、両国の大臣が新しい航路について話し合った。橋の工事は来年の春まで続く見通しだ。"
    result = run(
        [
            Article("a", body),
            Article("b", body.replace("火曜日", "水曜日")),
            Article("c", "议会星期二讨论了新的渡轮航线和港口预算。"),
        ],
        WHOLE,
    )
    assert [(p.id_a, p.id_b, p.relation) for p in result.pairs] == [("a", "b", "near_duplicate")]


def test_missing_and_clashing_ids_are_told_apart_whatever_the_order():
    bodies = [text(i) for i in range(3)]
    articles = [Article("", bodies[0]), Article("x", bodies[1]), Article("x", bodies[2]), Article("x", bodies[1])]
    names = []
    for seed in range(3):
        shuffled = articles[:]
        random.Random(seed).shuffle(shuffled)
        result = run(shuffled, WHOLE.with_(remove=()))
        names.append(sorted((a.id, a.text) for a in result.kept))
        assert result.counts["ids_changed"] == sum(name.startswith("x~") for name, _ in names[-1])
    assert names[0] == names[1] == names[2]
    by_text = {body: {name for name, text in names[0] if text == body} for body in bodies}
    assert all(len(own) == 1 for own in by_text.values()), "an exact repeat keeps the id"
    assert {len(name) for name in by_text[bodies[0]]} == {16}
    assert {name for body in bodies[1:] for name in by_text[body]} == {"x", next(iter(
        name for body in bodies[1:] for name in by_text[body] if name.startswith("x~") and len(name) == 10
    ))}


def test_an_exact_repeat_is_told_apart_by_its_record():
    result = run([Article("x", text(1)), Article("y", text(2)), Article("x", text(1))], WHOLE)
    assert [a.id for a in result.kept] == ["x", "y"]
    (removal,) = result.removed
    assert (removal.id, removal.record, removal.kept_id, removal.kept_record) == ("x", 3, "x", 1)
    (pair,) = result.pairs
    assert {pair.record_a, pair.record_b} == {1, 3}
    (cluster,) = result.clusters
    assert sorted(place["record"] for place in cluster.places) == [1, 3]


def test_a_threshold_above_the_containment_lifts_it_unless_that_is_set():
    body = text(13, 40)
    articles = [Article("a", body + " one"), Article("b", body.replace("Harbour", "Haven", 1) + " two words more")]
    strict = run(articles, WHOLE.with_(threshold=1.0))
    assert len(strict.kept) == 2
    assert len(run(articles, WHOLE.with_(threshold=1.0, containment=0.9)).kept) == 1


def test_prefer_knows_no_case_and_names_sources_that_no_article_has():
    body = text(14)
    articles = [Article("a", body + "\n" + text(99, 3), source="Aggregator"), Article("b", body, source="Reuters")]
    other = [Article("a", body.replace("a", "o") + " longer", source="Aggregator"), *articles[1:]]
    result = run([other[0], Article("b", other[0].text[:-7], source="REUTERS ")], WHOLE.with_(prefer=("reuters",)))
    assert result.counts["preferred_but_absent"] == []
    result = run(articles, WHOLE.with_(prefer=("Reuters", "Kyodo")))
    assert result.counts["preferred_but_absent"] == ["Kyodo"]
    # Reuters' text stands in the longer one, which would lose words: the reason is told
    assert [(r.id, r.rule) for r in result.removed] == [("b", "contained")]
    assert result.counts["contained_despite_order"] == 1


@pytest.mark.parametrize(
    ("keep", "kept", "rule"), [("longest", "b", "longest"), ("earliest", "a", "earliest"), ("newest", "c", "newest")]
)
def test_the_rule_says_what_decided(keep, kept, rule):
    lines = text(15, 20).split("\n")
    articles = [
        Article(name, "\n".join([*lines[:at], text(16 + at, 1 + (name == "b")), *lines[at + 1 :]]), date=date)
        for name, at, date in (("a", 3, "2024-05-01"), ("b", 9, None), ("c", 15, "2024-05-03"))
    ]
    result = run(articles, WHOLE.with_(keep=keep))
    assert [a.id for a in result.kept] == [kept]
    assert {r.rule for r in result.removed} == {rule}


def test_first_seen_is_the_earliest_instant_and_no_open_date():
    dates = ["2024-05-01T23:00:00-05:00", "2024-05-02T01:00:00+09:00", "2023", None]
    articles = [Article(f"a{i}", text(17), date=date, source="x") for i, date in enumerate(dates)]
    (cluster,) = run(articles, Settings(clean=True)).clusters
    assert cluster.first_seen == "2024-05-02T01:00:00+09:00"


def test_estimates_never_remove():
    pairs = find_duplicates([text(1), text(1) + "\n" + text(2, 2)], threshold=0.5)
    assert [p.relation for p in pairs] == ["near_duplicate"]
    assert pairs[0].jaccard == pytest.approx(1 - 2 * 14 / (14 * 14 - 4), abs=0.03)


def test_an_unknown_setting_is_named():
    with pytest.raises(Exception, match="threshold"):
        find_duplicates(["a"], threshold=7)
