import pytest

from dedup.facts import quotes


def found(text, **kwargs):
    return [f.value for f in quotes.find(text, **kwargs)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said "we will stay" twice.', ["we will stay"]),
        ("He said “we’ll stay,” and left.", ["we'll stay"]),
        ("Elle a dit « nous restons » hier.", ["nous restons"]),
        ("市長は「残る」と述べた。", ["残る"]),
        ("He is 'very sorry' today.", ["very sorry"]),
        ('We will stay," he said.', ["We will stay"]),
        ('He said: "We will stay.', ["We will stay."]),
        ("They don't know the dogs' names.", []),
        ("It is the town's police.", []),
        ("No marks at all.", []),
    ],
)
def test_wording_without_marks(text, expected):
    assert found(text) == expected


def test_sentence_inside_a_longer_quotation():
    assert found("It was late.", inside=True) == ["It was late."]
    assert found('It was late," he said.', inside=True) == ["It was late"]


def test_whether_a_quotation_goes_on():
    assert quotes.open_after("He said: “It was late.", inside=False)
    assert not quotes.open_after("We left.”", inside=True)
    assert not quotes.open_after('He said "no" twice.', inside=False)
