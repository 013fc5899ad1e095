import numpy as np
import pytest

from dedup.alignment.candidates import candidates
from dedup.alignment.collection import Collection
from dedup.alignment.context import Grid, context, relative
from dedup.alignment.wording import read


def pile_of(*articles):
    return Collection([[read(s) for s in article] for article in articles])


TWO = pile_of(
    ["The ferry ran aground near Port Selwyn.", "A bakery won a prize."],
    ["Near Port Selwyn a ferry struck a reef.", "Schools stayed closed."],
)


def test_pairs_lie_in_different_articles_and_share_a_term():
    grid = candidates(TWO)
    assert list(zip(grid.left.tolist(), grid.right.tolist(), strict=True)) == [(0, 2)]


def test_a_large_pile_keeps_the_nearest_of_each_sentence():
    texts = [[f"The ferry number {i} ran aground near Port Selwyn with {i + 100} goats aboard."] for i in range(30)]
    every = candidates(pile_of(*texts))
    few = candidates(pile_of(*texts), limit=50, per_sentence=3)
    assert len(every.left) == 30 * 29 // 2
    assert 45 <= len(few.left) <= 90
    assert set(few.left.tolist()) | set(few.right.tolist()) == set(range(30))


def three_articles():
    """Sentences 0, 1 | 2 | 3 of three articles; 0~2, 0~3, 2~3, 1~2."""
    return Grid(
        np.array([0, 0, 1, 2]), np.array([2, 3, 2, 3]), np.array([0, 0, 1, 2]), np.array([0, 1, 0, 0])
    )  # fmt: skip


def test_a_third_article_speaks_for_a_pair():
    found = context(three_articles(), np.array([0.9, 0.8, 0.1, 0.7]), np.arange(4))
    # 0~3 over 2: the weaker of .9 and .7
    assert found["third"][:2] == pytest.approx(np.log([0.7 / 0.3, 0.7 / 0.3]))


def test_the_best_of_both_sentences_is_mutual():
    found = context(three_articles(), np.array([0.9, 0.8, 0.1, 0.7]), np.arange(4))
    assert found["mutual"].tolist() == [1, 1, 0, 1]


def test_the_same_words_elsewhere_lift_a_pair():
    same = context(three_articles(), np.array([0.9, 0.8, 0.1, 0.7]), np.array([0, 0, 2, 3]))
    assert same["alike"][2] > 0 > same["alike"][0]


def test_what_stands_out_is_above_what_does_not():
    found = relative(three_articles(), np.array([0.9, 0.5, 0.2, 0.4]))
    assert found.shape == (4, 3)
    assert found[0, 2] > found[2, 2]
