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


WIRE = [
    "The port of Halvik will close its northern basin in May, the harbour master told the board on Tuesday evening.",
    "Eleven trawlers have to find another berth before the dredging starts, and two of them are too long for Osund.",
    "The work costs 31 million crowns, of which the state pays half, according to a paper that the board was shown.",
    "Fishers had asked for a longer quay instead, but the rock below the basin would have had to be blasted first.",
]


def count(texts, source="Courier", batches=1, url=lambda i: None):
    counts = BoilerplateCounts()
    size = -(-len(texts) // batches)
    articles = [Article(id=str(i), text=t, source=source, url=url(i)) for i, t in enumerate(texts)]
    for start in range(0, len(texts), size):
        counts.add(batch_from_articles(articles[start : start + size]))
    return counts.table()


def left_out(text, boilerplate, source="Courier", url=None):
    cleaned = clean_article(Article(id="a", text=text, source=source, url=url), boilerplate)
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


def versions(n):
    """Return n versions of one story, a line of each its own."""
    return ["\n".join((*WIRE, f"By noon {i} people had signed the letter number {3 * i}.")) for i in range(n)]


@pytest.mark.parametrize("n", [25, 200])
def test_versions_of_one_story_count_as_one(n):
    assert len(count(versions(n))) == 0


def test_versions_beside_other_stories_count_as_one():
    texts = versions(25) + [f"{story}\n{NOTICE}" for story in STORIES]
    counted = count(texts)
    assert len(counted) == 1
    assert left_out(texts[0], counted) == []
    assert left_out(texts[-1], counted) == [(NOTICE, "boilerplate")]


def test_every_story_crawled_many_times_still_shows_its_notice():
    texts = [f"{story}\n{NOTICE}\nSeen by {7 * n} readers so far." for story in STORIES for n in range(6)]
    assert (NOTICE, "boilerplate") in left_out(texts[0], count(texts))


@pytest.mark.parametrize("source", [None, "", "unknown", "cc-news-2024-05", "crawl", "dump_3.jsonl", "n/a"])
def test_where_no_outlet_is_known_nothing_is_counted(source):
    assert len(count([f"{story}\n{NOTICE}" for story in STORIES], source=source)) == 0


def test_the_domain_of_the_address_is_an_outlet():
    texts = [f"{story}\n{NOTICE}" for story in STORIES]
    counted = count(texts, source=None, url=lambda i: f"https://www{i % 3}.halvik.example/{i}")
    assert left_out(texts[0], counted, None, "http://m.halvik.example/x") == [(NOTICE, "boilerplate")]


def test_one_source_for_many_domains_is_no_outlet():
    texts = [f"{story}\n{NOTICE}" for story in STORIES]
    assert len(count(texts, source="Big Collection", url=lambda i: f"https://paper{i}.example/")) == 0


def test_a_paragraph_of_prose_stays_however_often_it_is_printed():
    background = "The strait was closed in 1998, when a tanker broke apart off Halvik and eleven sailors drowned."
    texts = [f"{WIRE[n % 4]}\n{story}\n{background}\n{WIRE[(n + 1) % 4]}" for n, story in enumerate(STORIES)]
    assert left_out(texts[0], count(texts)) == []


@pytest.mark.parametrize("glue", ["\n", " "])
def test_a_newsletter_line_of_one_outlet_goes(glue):
    offer = "Our reporters follow the harbour for you every day, and you can have their stories on your phone at six."
    texts = [
        f"{story} It was the third vote of the year on that matter in the county.{glue}{offer}" for story in STORIES
    ]
    assert (offer, "boilerplate") in [(text.strip(), why) for text, why in left_out(texts[0], count(texts))]


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
