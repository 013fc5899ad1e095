"""No reader of text grows faster than n log n: four times the text takes about four times as long.

CPU time of this process only, each measure the best of two, with a wide margin: linear work gives some 4, quadratic 16.
"""

import time

import pytest

from dedup.articles import Article
from dedup.cleaning.article import clean_article
from dedup.facts.claims import clauses, extract
from dedup.facts.facts import facts
from dedup.jobs.relate import relate
from dedup.text import sentences

# What makes patterns start anew at each place: separators, marks that open, what numbers, dates and names begin with.
UNITS = (
    " - ", " -- ", " — ", ", ", "; ", "(", "[", '"', "“", "'", "1", "1 ", "1,", "1.", "1/", "$1 ", "1月", "昨年",
    "た。", "May ", "May 1 ", "on Monday ", "2024-05-", "A", "Ab ", "A. ", "AB ", "said ", "said A ", "not ", "will ",
    "was ", " and that ", ", but he was ", "of the ", "more than ", "one hundred ", "twenty-", "million ",
    "killed 3 people, ", "Ab Cd, president of Ef, ", '"a," said Ab Cd. ', "「", "at least ", "according to ", "\n",
    "。!{ ", "「。", "!? ", "By Ab\n", "LONDON (Reuters) - ", "é", "e\u0301", "http://a.b/", "...", "he ", "de ",
)  # fmt: skip
SLOW_UNITS = ("; ", "May 1 ", "killed 3 people, ")
SMALL, TIMES = 1_500, 4
MOST = 9.5  # between the 4 of linear and the 16 of quadratic work
UNNOTICED = 0.06  # seconds; below, a ratio is noise, and quadratic work of this size is no danger
STORY = "The board met on Monday in Oslo, the minister said. Three people were killed.\n"


def clean(text):
    clean_article(Article("x", STORY + text, title=text[:2000], date=text, author=text, source=text))


READERS = {
    "cleaning": (clean, 8),
    "sentences": (sentences.split, 8),
    "clauses": (lambda text: clauses(text, (0, len(text))), 4),
    "facts": (lambda text: facts(text, None, "2024-05-12", "LONDON"), 2),
    "claims": (lambda text: extract("a", text, [(0, len(text))], "2024-05-12"), 1),
    "relate": (lambda text: relate(text, text[:-4] + " z."), 3),  # of which the first characters are compared
}  # fmt: skip


def seconds(read, text):
    best = float("inf")
    for _ in range(2):
        start = time.process_time()
        read(text)
        best = min(best, time.process_time() - start)
        if best < UNNOTICED:
            break
    return best


@pytest.mark.parametrize("name", READERS)
def test_four_times_the_text_takes_about_four_times_as_long(name):
    read, larger = READERS[name]
    read(STORY * 3)  # what is compiled or loaded once
    slow = {}
    for unit in SLOW_UNITS if name == "relate" else UNITS:
        size = SMALL * larger // len(unit)
        after = seconds(read, unit * (size * TIMES))
        if after >= UNNOTICED and (ratio := after / max(seconds(read, unit * size), 1e-6)) > MOST:
            slow[unit] = round(ratio, 1)
    assert not slow
