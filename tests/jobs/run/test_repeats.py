"""Which passages are listed as repeats, where they stand, and of what kind each is."""

from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from dedup import Article, Settings, run
from dedup.jobs.run.repeats import _is_quoted
from tests.jobs.piles import text

WHOLE = Settings(clean=False)
SHARED = text(500, 3).replace("\n", " ")


def articles(passage, sources):
    """Articles of unrelated texts around one passage."""
    return [
        Article(f"{len(sources) - i}", f"{text(i, 6)}\n{passage}\n{text(100 + i, 6)}", source=source)
        for i, source in enumerate(sources)
    ]


def repeats(pile):
    return run(pile, WHOLE.with_(remove=())).repeats


def test_a_passage_of_three_articles_is_listed_with_its_places_by_id():
    pile = articles(SHARED, ["Bell", "Arc", "Bell"])
    (repeat,) = repeats(pile)
    texts = {a.id: a.text for a in pile}
    assert [place.article for place in repeat.places] == ["1", "2", "3"]
    assert {texts[p.article][p.start : p.end] for p in repeat.places} == {repeat.text} == {SHARED.rstrip(".")}
    assert repeat.sources == ("Arc", "Bell")
    assert repeat.kind == "agency_text"
    assert repeats(pile[:2]) == ()


def test_one_source_alone_makes_boilerplate_and_none_stated_does_not():
    assert [r.kind for r in repeats(articles(SHARED, ["Bell"] * 3))] == ["boilerplate"]
    for sources in (["Bell", "Bell", None], [None] * 3, [""] * 3):
        (repeat,) = repeats(articles(SHARED, sources))
        assert repeat.kind == "agency_text"
        assert repeat.sources == (("Bell",) if "Bell" in sources else ())


def test_what_stands_within_quotation_marks_is_a_quotation():
    assert [r.kind for r in repeats(articles(f'"{SHARED}"', ["Bell", "Arc", "Post"]))] == ["quotation"]


def test_copies_of_one_body_count_each():
    pile = articles(SHARED, ["Bell", "Arc"])
    copies = [Article(f"{a.id}-copy", a.text.upper(), source="Post") for a in pile]
    (repeat,) = repeats([*pile, *copies])
    assert [place.article for place in repeat.places] == ["1", "1-copy", "2", "2-copy"]


def test_passages_of_one_article_stand_beside_those_of_several():
    own = "\n".join(f"{text(600 + i, 2)}" for i in range(3))
    page = Article("page", f"{own}\n{text(7, 30)}\n{own}", source="Bell")
    found = run([page, *articles(SHARED, ["Bell", "Arc", "Post"])], Settings(remove=())).repeats
    assert [r.passage_id for r in found] == sorted(r.passage_id for r in found)
    kinds = {r.kind for r in found}
    assert "within_article" in kinds
    for repeat in (r for r in found if r.kind == "within_article"):
        assert {place.article for place in repeat.places} == {"page"}
        first = repeat.places[0]
        assert page.text[first.start : first.end] == repeat.text


def quoted_by_walking(passage, start, end):
    inside, quoted = False, 0
    for i, char in enumerate(passage[:end]):
        if char in "“„«「『":
            inside = True
        elif char in "”»」』" or (char == '"' and inside):
            inside = False
        elif char == '"':
            inside = True
        elif char == "\n":
            inside = False
        quoted += inside and i >= start
    return quoted >= 0.6 * (end - start)


@hypothesis_settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from('ab"“”«»\n'), min_size=1, max_size=24), st.data())
def test_quotation_marks_are_read_as_when_walking_through_the_text(passage, data):
    start = data.draw(st.integers(0, len(passage) - 1))
    end = data.draw(st.integers(start + 1, len(passage)))
    assert _is_quoted(passage, start, end) == quoted_by_walking(passage, start, end)
