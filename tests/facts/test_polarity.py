import pytest

from dedup.facts.facts import facts


def found(text, kind):
    return [(f.value, f.unit) for f in facts(text) if f.kind == kind]


@pytest.mark.parametrize(
    "text",
    ["She did not resign.", "She didn't resign.", "She never resigned.", "She refused to resign."],
)
def test_negation_names_the_word_denied(text):
    assert [value for value, _ in found(text, "negation")] == ["resign"]


@pytest.mark.parametrize("text", ["not only she", "It is notable.", "no more than 12 came"])
def test_words_that_deny_nothing(text):
    assert found(text, "negation") == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("It may open.", "possible"), ("They plan to open it.", "planned"), ("It is expected to open.", "expected"),
        ("It would open.", "conditional"), ("It must open.", "obliged"), ("It reportedly opened.", "alleged"),
    ],
)  # fmt: skip
def test_modality_and_the_word_it_bears_on(text, kind):
    assert found(text, "modality") == [(kind, "open")]


def test_the_month_of_may_is_no_modality():
    assert found("It was held in Paris in May.", "modality") == []


def test_french_and_japanese():
    assert [v for v, _ in found("Elle ne viendra jamais.", "negation")]
    assert found("開催する予定だ。", "modality") == [("expected", None)]
    assert found("参加しない。", "negation")
