"""What a removal loses: the title counts, too, and what cleaning takes for a caption."""

import pytest

from dedup import Article, run
from tests.jobs.piles import text

BODY = text(21, 12)


@pytest.mark.parametrize(
    ("one", "other", "lost"),
    [
        ("Defendant: Piet Maas", "Defendant: Rosa Lind", 2),
        ("Ospreys nest anew", "Ospreys nest anew", 0),
        ("OSPREYS nest, anew", "Ospreys nest anew", 0),
        (None, "Ospreys nest anew", 0),
        ("Ospreys nest anew", None, 3),
    ],
)
def test_words_of_the_title_that_stand_nowhere_are_lost(one, other, lost):
    # the first is the shorter one and goes
    articles = [Article("a", BODY, title=one), Article("b", f"{BODY} More.", title=other)]
    (removal,) = run(articles).removed
    assert removal.id == "a"
    shingles = len(BODY.split()) - 4
    assert removal.unique_share == pytest.approx(lost / (shingles + lost), rel=0.05)


def test_a_title_that_stands_in_the_other_text_is_not_lost():
    first = BODY.split(".")[0]
    (removal,) = run([Article("a", BODY, title=first), Article("b", f"{BODY} More.", title="Ferry")]).removed
    assert (removal.id, removal.unique_share) == ("a", 0)


@pytest.mark.parametrize(
    ("one", "other", "lost"),
    [
        ("Photo: Karin Blom", "Photo: Olav Strand", 2),
        ("Photo: Karin Blom", "Photo: Karin Blom", 0),
        ("Photo: Karin Blom", "", 3),
        # what is no part of the story is no loss
        ("Share on Facebook", "", 0),
    ],
)
def test_words_that_cleaning_leaves_out_of_the_story_are_lost(one, other, lost):
    articles = [
        Article(name, "\n\n".join(filter(None, [BODY, line, text(22, 3), end])))
        for name, line, end in (("a", one, ""), ("b", other, "More of it came later that day."))
    ]
    (removal,) = run(articles).removed
    assert removal.id == "a"
    shingles = len((BODY + text(22, 3)).split()) - 3
    assert removal.unique_share == pytest.approx(lost / (shingles + lost), rel=0.05)
