import itertools

from dedup.articles import Copy, Pair
from dedup.clustering.witnesses import group_witnesses

from .test_direction import cleaned


def pair(a, b, a_in_b, b_in_a, relation="overlap"):
    return Pair(a, b, relation, 0.3, a_in_b, b_in_a)


def test_copies_of_one_text_are_one_witness_named_by_the_earliest():
    articles = [cleaned("a", published="2024-03-03"), cleaned("b", published="2024-03-01"), cleaned("c")]
    groups = group_witnesses(articles, [pair("a", "b", 0.9, 0.9), pair("b", "c", 0.6, 0.7)])
    assert groups == {"a": "b", "b": "b", "c": "b"}


def test_a_shared_quotation_leaves_two_witnesses():
    assert group_witnesses([cleaned("a"), cleaned("b")], [pair("a", "b", 0.2, 0.3)]) == {"a": "a", "b": "b"}


def test_one_agency_behind_both_binds_where_some_text_is_shared():
    articles = [cleaned("a", credit="Reuters"), cleaned("b", credit="Reuters"), cleaned("c", credit="AFP")]
    pairs = [pair("a", "b", 0.2, 0.2), pair("b", "c", 0.2, 0.2)]
    assert group_witnesses(articles, pairs) == {"a": "a", "b": "a", "c": "c"}


def test_two_cuts_of_one_story_are_one_witness_though_they_share_nothing():
    articles = [cleaned("a"), cleaned("b"), cleaned("w")]
    groups = group_witnesses(articles, [pair("a", "w", 1, 0.4), pair("b", "w", 1, 0.4)])
    assert set(groups.values()) == {"a"}


def test_a_roundup_of_two_agencies_leaves_them_apart_and_goes_with_the_larger_part():
    articles = [cleaned("a", credit="AFP"), cleaned("b", credit="Reuters"), cleaned("w")]
    groups = group_witnesses(articles, [pair("a", "w", 1, 0.3), pair("b", "w", 1, 0.4)])
    assert groups == {"a": "a", "b": "b", "w": "b"}


def test_a_certain_source_names_the_group_before_the_clock_does():
    articles = [cleaned("a", published="2024-03-01"), cleaned("b", published="2024-03-01")]
    copies = [Copy("b", "a", 0.3, ("a credits b",), True)]
    assert group_witnesses(articles, [pair("a", "b", 0.3, 0.3)], copies) == {"a": "b", "b": "b"}
    assert group_witnesses(articles, [pair("a", "b", 0.3, 0.3)]) == {"a": "a", "b": "b"}


def test_pairs_and_articles_may_come_in_any_order():
    articles = [cleaned(x) for x in "abcd"]
    pairs = [pair("a", "b", 1, 0.4), pair("b", "c", 0.8, 0.9), pair("c", "d", 0.4, 0.2)]
    wanted = group_witnesses(articles, pairs)
    assert wanted == {"a": "a", "b": "a", "c": "a", "d": "d"}
    for order in itertools.permutations(pairs):
        assert group_witnesses(articles[::-1], order) == wanted
