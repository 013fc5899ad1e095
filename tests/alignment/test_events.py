import pytest

from dedup.alignment.events import one_time, part_events
from dedup.articles import Alignment, Claim, Fact, Place

HERE, THERE = Place("a", 0, 10), Place("b", 0, 10)


def claim(place: Place, *days: str) -> Claim:
    facts = tuple(Fact("date", day, "day", None, 0, 4) for day in days)
    return Claim(place.article, place.start, place.end, "x" * 10, None, facts)


def relations(*relations_in, dates=("2024-05-01", "2024-08-01"), days=((), ())):
    ties = [Alignment(HERE, THERE, relation, 0.9, ()) for relation in relations_in]
    claims = {HERE: claim(HERE, *days[0]), THERE: claim(THERE, *days[1])}
    return [a.relation for a in part_events(ties, dict(zip("ab", dates, strict=True)), claims)]


@pytest.mark.parametrize("relation", ["paraphrase", "partial", "conflict"])
def test_months_apart_a_claim_is_of_another_event(relation):
    assert relations(relation) == ["related"]


@pytest.mark.parametrize(
    "dates", [("2024-05-01", "2024-05-09"), ("2024-05-01", None), (None, None), ("2024-05-01", "soon")]
)
def test_near_or_unknown_dates_change_nothing(dates):
    assert relations("partial", "conflict", dates=dates) == ["partial", "conflict"]


def test_the_same_day_named_in_both_ties_them():
    assert relations("partial", days=(("2024-04-30",), ("2024-04-30",))) == ["partial"]
    assert relations("partial", days=(("2024-04-30",), ("2024-07-30",))) == ["related"]


def test_a_year_alone_ties_nothing():
    assert relations("partial", days=(("2024",), ("2024",))) == ["related"]


def test_a_sentence_in_the_same_words_ties_two_articles():
    assert relations("same", "partial") == ["same", "partial"]


def test_one_time_needs_both_dates():
    assert one_time("2024-05-01T10:00+09:00", "2024-05-03")
    assert not one_time("2024-05-01", "2024-07-03")
    assert not one_time(None, "2024-05-01")
