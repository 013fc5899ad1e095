from dedup.articles import Article, Cleaned, Found, Pair, Span
from dedup.clustering.direction import attribution, find_copies

STORY = "The port council voted on Tuesday to deepen the harbour. Work is to start in spring and to last two years."


def cleaned(id_, text=STORY, source=None, credit=None, published=None):
    article = Article(id_, text, source=source)
    return Cleaned(
        article, (Span(0, len(text)),), text, (),
        credit=Found(credit, None, "field:credit") if credit else None,
        published=Found(published, None, "field:date") if published else None,
    )  # fmt: skip


def pair(containment_a=1.0, containment_b=1.0, relation="near_duplicate"):
    return Pair("a", "b", relation, 0.9, containment_a, containment_b)


def only(articles, found):
    copies = find_copies(articles, [found])
    assert len(copies) == 1
    return copies[0]


def test_a_credit_to_the_other_outlet_gives_the_direction():
    copy = only([cleaned("a", source="Kyodo News"), cleaned("b", source="Bay Post", credit="Kyodo")], pair(0.7, 0.8))
    assert (copy.source, copy.target, copy.containment, copy.certain) == ("a", "b", 0.8, True)
    assert copy.evidence == ("Bay Post credits Kyodo, which Kyodo News is",)


def test_the_direction_does_not_depend_on_the_order_of_the_pair():
    copy = only([cleaned("b", source="Kyodo News"), cleaned("a", source="Bay Post", credit="Kyodo")], pair(0.7, 0.8))
    assert (copy.source, copy.target, copy.containment, copy.certain) == ("b", "a", 0.7, True)


def test_an_attribution_to_the_other_outlet_gives_the_direction():
    text = STORY + " The mayor told the Daily Ferry that he was glad."
    copy = only([cleaned("a", source="The Daily Ferry"), cleaned("b", text, source="Bay Post")], pair())
    assert (copy.source, copy.target, copy.certain) == ("a", "b", True)
    assert "told the Daily Ferry" in copy.evidence[0]


def test_told_afp_points_at_the_article_that_afp_credits_and_not_back_at_it():
    text = STORY + " A pilot told AFP that the water was too shallow."
    copy = only([cleaned("a", text, source="Bay Post"), cleaned("b", text, source="Coast Mail", credit="AFP")], pair())
    assert (copy.source, copy.target, copy.certain) == ("b", "a", True)


def test_where_only_the_clock_speaks_the_direction_is_unknown():
    copy = only([cleaned("a", published="2024-03-02"), cleaned("b", published="2024-03-01")], pair())
    assert (copy.source, copy.target, copy.certain) == ("b", "a", False)
    assert copy.evidence[-1] == "b published 2024-03-01, a published 2024-03-02"


def test_a_credit_that_the_clock_contradicts_is_not_certain():
    articles = [
        cleaned("a", source="Kyodo News", published="2024-03-05"),
        cleaned("b", source="Bay Post", credit="Kyodo", published="2024-03-01"),
    ]
    copy = only(articles, pair())
    assert (copy.source, copy.target, copy.certain) == ("a", "b", False)


def test_one_agency_behind_both_is_a_common_origin_and_no_direction():
    copy = only([cleaned("a", credit="Reuters"), cleaned("b", credit="Reuters")], pair())
    assert not copy.certain
    assert "both credit Reuters: a common origin" in copy.evidence


def test_without_any_sign_the_longer_one_is_named_first_and_nothing_is_certain():
    copy = only([cleaned("a"), cleaned("b", STORY + " It will cost much.")], pair(1.0, 0.7, "contained"))
    assert (copy.source, copy.target, copy.certain) == ("b", "a", False)
    assert copy.evidence == ("all of a stands in b, which has more",)


def test_pairs_that_share_no_text_are_no_copies():
    assert find_copies([cleaned("a"), cleaned("b")], [pair(0.1, 0.1, "same_story")]) == []


def test_attributions_are_found_by_whole_names_only():
    assert attribution("A pilot told AFP on Monday.", "AFP") == "told AFP"
    assert attribution("according to the\nHill Courier, it", "The Hill Courier") == "according to the Hill Courier"
    assert attribution("The Harbour Courier reported first.", "Harbour Courier") == "The Harbour Courier reported"
    assert attribution("He told a pap.", "AP") is None
    assert attribution("He told ap about it.", "AP") is None
    assert attribution("A passing courier said so.", "Courier") is None
    assert attribution("The Courier sank; he told nobody.", "Courier") is None


def test_an_outlet_known_by_its_host_is_found_by_name():
    assert attribution("He told the Daily Ferry so.", "www.dailyferry.example") == "told the Daily Ferry"
    assert attribution("The Beacon reported it.", "thebeacon.co.example") == "The Beacon reported"
    assert attribution("He told XYZ so.", "www.xyz.example") == "told XYZ"
    assert attribution("He told x so.", "x.example") is None
