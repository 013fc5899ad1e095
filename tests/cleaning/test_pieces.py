"""Interviews, lists, results, live blogs, letters: each line of `pieces.txt` is body or not, as it is marked there."""

from pathlib import Path

import pytest

from dedup.articles import Article
from dedup.cleaning.article import clean_article

MARKS = {"T ": "title", "~ ": "page"}


def read_pieces():
    text = Path(__file__).with_name("pieces.txt").read_text(encoding="utf-8")
    for block in text.split("\n== ")[1:]:
        kind, _, rest = block.partition("\n")
        lines = [(MARKS.get(line[:2], "body"), line) for line in rest.rstrip("\n").split("\n")]
        yield kind, [(mark, line if mark == "body" else line[2:]) for mark, line in lines]


PIECES = dict(read_pieces())


@pytest.mark.parametrize("kind", PIECES)
def test_each_line_is_what_it_is_marked(kind):
    text = "\n".join(line for _, line in PIECES[kind])
    cleaned = clean_article(Article(id="a", text=text))
    at, lost, kept = 0, [], []
    for mark, line in PIECES[kind]:
        inside = any(start < at + len(line) and end > at for start, end in cleaned.body)
        if line.strip() and mark == "body" and not inside:
            lost.append(line)
        elif mark == "page" and inside:
            kept.append(line)
        at += len(line) + 1
    assert lost == []
    assert kept == []
    titles = [line for mark, line in PIECES[kind] if mark == "title"]
    assert ([cleaned.title.value] if cleaned.title else []) == titles
