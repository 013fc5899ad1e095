import pytest

from dedup.facts.names import Names
from dedup.facts.speakers import Earlier, speaker


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("It was late, the port ministry said.", "port ministry"),
        ("It was late, according to the harbour office.", "harbour office"),
        ("“It was late,” Anna Berg told AFP.", "Anna Berg"),
        ("“It was late,” said Anna Berg.", "Anna Berg"),
        ("Mayor Anna Berg said it was late.", "Anna Berg"),
        ("According to the ministry's statement, it was late.", "ministry"),
        ("« Il est tard », a déclaré Anna Berg.", "Anna Berg"),
        ("Selon le ministère, il est tard.", "le ministère"),
        ("市長は「遅い」と述べた。", "市長"),
        ("警察によると、遅かった。", "警察"),
        ("It was late.", None),
    ],
)
def test_attribution(text, who):
    assert speaker(text, Names()) == who


def test_pronoun_is_the_last_speaker():
    assert speaker("She added that it was late.", Names(), Earlier(person="Anna Berg")) == "Anna Berg"


def test_surname_is_given_in_full():
    known = Names()
    known.resolve("Anna Berg")
    assert speaker("It was late, Berg said.", known) == "Anna Berg"
