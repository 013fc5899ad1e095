import pytest

from dedup.jobs.relate import relate


def test_the_same_sentence_is_the_same_claim():
    found = relate("The dam at Lake Orsa broke on Sunday.", "The dam at Lake Orsa broke on Sunday.")
    assert found.relation == "same"
    assert found.probability > 0.9
    assert found.differences == ()


def test_other_words_for_the_same_claim():
    found = relate(
        "The dam at Lake Orsa collapsed on Sunday, officials said.", "Officials said the Lake Orsa dam broke on Sunday."
    )  # fmt: skip
    assert found.relation in ("same", "paraphrase")


def test_another_number_at_the_same_event_is_a_conflict():
    found = relate(
        "About 700 people were killed when the dam at Lake Orsa broke.",
        "Approximately 600 people were killed when the dam at Lake Orsa broke.",
    )
    assert found.relation == "conflict"
    assert [(d.kind, d.type) for d in found.differences] == [("number", "conflict")]


def test_another_meeting_is_related():
    found = relate(
        "It was the seventh meeting of the two ministers.", "It was the sixth meeting of the two ministers."
    )  # fmt: skip
    assert found.relation == "related"


@pytest.mark.parametrize(("a", "b"), [("The dam broke.", "Cats purr softly."), ("", "Cats purr."), ("", "")])
def test_nothing_in_common_is_unrelated(a, b):
    assert relate(a, b).relation == "unrelated"


def test_the_order_of_the_sentences_does_not_change_the_probability():
    a, b = "The dam at Lake Orsa collapsed on Sunday.", "Officials blamed heavy rain for the collapse of the Orsa dam."
    assert relate(a, b).probability == relate(b, a).probability
