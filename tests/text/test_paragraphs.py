import pytest

from dedup.text.paragraphs import split


def paragraphs(text):
    return [text[start:end] for start, end in split(text)]


@pytest.mark.parametrize(
    "text",
    [
        "The loan is to pay for a second ferry between Ostby and Port\nLarissa, according to the board.",
        "The loan is to pay for a second ferry between Ostby and Port\nLarissa, Holm said.",
        "The wall is to be finished by the spring, in March or\nApril, if the ice allows it.",
        "The board is to open the new northern basin before the end of\nthe year.",
    ],
)
def test_a_sentence_goes_on_in_the_next_line(text):
    assert paragraphs(text) == [text]


def test_a_name_that_stands_whole_elsewhere_is_joined():
    whole = "The ferry to Port Larissa leaves at noon."
    broken = "A third of the money is to go to the fishermen of Port\nLarissa who lost boats in the storms."
    assert paragraphs(f"{whole}\n{broken}") == [whole, broken]


@pytest.mark.parametrize(
    "lines",
    [
        ["Ines Holm shows the board the northern breakwater at Ostby", "Ada Berg was first to speak."],
        ["The Board of Port Larissa Votes on a New Wall for Ostby", "Port Larissa, Holm said, is next."],
        ["The ferries stopped.", "Larissa, according to the board."],
    ],
)
def test_a_caption_or_headline_does_not_go_on(lines):
    assert paragraphs("\n".join(lines)) == lines


def test_a_line_of_spaces_is_no_paragraph():
    assert paragraphs("The board met." + "\n" + " " * 300_000 + "\nIt agreed.") == ["The board met.", "It agreed."]
