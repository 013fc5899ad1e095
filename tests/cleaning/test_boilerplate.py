import pytest

from dedup.articles import Article
from dedup.batches import batch_from_articles
from dedup.cleaning.article import clean_article
from dedup.cleaning.boilerplate import Boilerplate, BoilerplateCounts
from dedup.errors import InputError

NOTICE = "The opinions printed on these pages are those of the writers and nobody else at the Courier shares them."
STORIES = [
    f"The council of district {n} voted on Monday to widen the road to the quarry number {n * 7}. "
    f"Residents of street {n * 3} had asked for it since the winter of the great flood, their speaker said."
    for n in range(40)
]


def count(texts, source="Courier", batches=1):
    counts = BoilerplateCounts()
    size = -(-len(texts) // batches)
    for start in range(0, len(texts), size):
        part = texts[start : start + size]
        counts.add(batch_from_articles([Article(id=str(i), text=t, source=source) for i, t in enumerate(part)]))
    return counts.table()


def left_out(text, boilerplate, source="Courier"):
    cleaned = clean_article(Article(id="a", text=text, source=source), boilerplate)
    return [(text[b.start : b.end], b.reason) for b in cleaned.left_out]


def test_a_line_that_twenty_pages_share_is_left_out():
    texts = [f"{story}\n{NOTICE}" for story in STORIES[:20]]
    assert left_out(texts[0], count(texts)) == [(NOTICE, "boilerplate")]


def test_nineteen_pages_are_too_few():
    texts = [f"{story}\n{NOTICE}" for story in STORIES[:19]]
    assert len(count(texts)) == 0


def test_a_pile_of_copies_does_not_clean_itself_away():
    assert len(count([f"{STORIES[0]}\n{NOTICE}"] * 50)) == 0


def test_another_source_keeps_the_line():
    texts = [f"{story}\n{NOTICE}" for story in STORIES[:20]]
    assert left_out(texts[0], count(texts), source="Herald") == []


def test_a_notice_at_the_end_of_an_article_of_one_line_is_cut():
    texts = [
        f"{story} It was the third vote of the year on that matter in the county. {NOTICE}" for story in STORIES[:25]
    ]
    cuts = left_out(texts[3], count(texts))
    assert (NOTICE, "boilerplate") in [(text.strip(), reason) for text, reason in cuts]
    assert not any("district" in text for text, _ in cuts)


def test_order_and_batches_do_not_matter():
    texts = [f"{story}\n{NOTICE}" for story in STORIES]
    one, many = count(texts), count(texts[::-1], batches=7)
    assert one.keys.tolist() == many.keys.tolist()
    assert one.pages.tolist() == many.pages.tolist()


def test_saved_and_loaded(tmp_path):
    boilerplate = count([f"{story}\n{NOTICE}" for story in STORIES])
    boilerplate.save(tmp_path / "boilerplate.arrow")
    again = Boilerplate.load(tmp_path / "boilerplate.arrow")
    assert (again.keys.tolist(), again.pages.tolist()) == (boilerplate.keys.tolist(), boilerplate.pages.tolist())


def test_a_file_that_is_no_table_is_an_input_error(tmp_path):
    path = tmp_path / "boilerplate.arrow"
    path.write_bytes(b"nothing of the kind")
    with pytest.raises(InputError, match=r"boilerplate\.arrow"):
        Boilerplate.load(path)
