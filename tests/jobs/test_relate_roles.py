"""Who did it to whom, and temperatures in two units, as `relate` tells them."""

import pytest

import dedup


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rolf Aasen sued the newspaper over the article.", "The newspaper sued Rolf Aasen over the article."),
        ("The union accused the company of lying.", "The company accused the union of lying."),
        ("A swan chased two ducks in Arva.", "Two ducks chased a swan in Arva."),
        ("The guard was attacked by the thief on the pier.", "The guard attacked the thief on the pier."),
    ],
)
def test_exchanged_roles_are_a_conflict(one: str, other: str) -> None:
    found = dedup.relate(one, other)
    assert found.relation == "conflict"
    assert any(difference.type == "conflict" for difference in found.differences)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rolf Aasen sued the newspaper over the article.", "The newspaper was sued by Rolf Aasen over the article."),
        ("The mayor met the strikers on Monday.", "The strikers met the mayor on Monday."),
        ("The navy rescued the fishermen off Arva.", "The fishermen were rescued by the navy off Arva."),
        ("It was 41 degrees Celsius in Tarsa at noon.", "It was 106 degrees Fahrenheit in Tarsa at noon."),
    ],
)
def test_the_same_in_another_voice_or_unit_is_none(one: str, other: str) -> None:
    found = dedup.relate(one, other)
    assert found.relation in ("same", "paraphrase", "partial")
    assert not any(difference.type == "conflict" for difference in found.differences)
