"""Body and boilerplate on labelled pages. Floors in floors.toml; the model was trained on the three page sets.

What to expect on unseen pages is the cross-validated figure that `train_lines.py` prints, stated beside each floor.
"""

import hashlib
import json
import re
from collections import Counter
from pathlib import Path
from statistics import mean

import pyarrow.parquet as pq
import pytest
from cleaning_data import (
    bag_scores,
    claims,
    dragnet,
    marked_more,
    segment_scores,
    trafilatura,
    wire_sentences,
    words,
)

from dedup.articles import Article
from dedup.batches import batch_from_articles
from dedup.cleaning.article import clean_article
from dedup.cleaning.batch import clean_batch
from dedup.cleaning.boilerplate import BoilerplateCounts

HERE = Path(__file__).parent
SEEDS = json.loads((HERE / "seed_marks.json").read_text(encoding="utf-8"))
MARKED = json.loads((HERE / "marked_pages.json").read_text(encoding="utf-8"))
pytestmark = pytest.mark.quality


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def body_of(text, **fields):
    cleaned = clean_article(Article(id="page", text=text, **fields))
    return "\n".join(text[start:end] for start, end in cleaned.body)


@pytest.mark.parametrize("name", sorted(SEEDS))
def test_seed_exactly(shared_data, name):
    marks = SEEDS[name]
    text = (shared_data / "seeds" / name).read_text(encoding="utf-8")
    assert digest(text) == marks["text"], "another edition of the seed"
    cleaned = clean_article(Article(id=name, text=text))
    assert [[s, e, digest(text[s:e])] for s, e in cleaned.body] == marks["body"]
    assert [[block.start, block.end, block.reason] for block in cleaned.left_out] == marks["left_out"]
    assert [[[p.start, p.end] for p in r.places] for r in cleaned.repeats] == marks["repeats"]
    for field, expected in marks["facts"].items():
        found = getattr(cleaned, field)
        if expected is None:
            assert found is None, field
            continue
        value = digest(found.value) if field == "title" else found.value
        assert [value, list(found.span) if found.span else None] == expected


def test_boilerplate_sentences(shared_data, floors):
    hit = wrong = missed = 0
    for page in claims(shared_data):
        cleaned = clean_article(Article(id="page", text=page["text"], title=page["title"]))
        for start, end in page["sentences"]:
            kept = sum(max(0, min(end, e) - max(start, s)) for s, e in cleaned.body)
            predicted, actual = kept * 2 < end - start, (start, end) in page["boilerplate"]
            hit += predicted and actual
            wrong += predicted and not actual
            missed += actual and not predicted
    assert 2 * hit / (2 * hit + wrong + missed) >= floors["cleaning"]["boilerplate_sentences"]


def test_sentences_marked_as_body_are_kept(shared_data, floors):
    shares = {}
    for name, pages in (("claims", claims(shared_data)), ("more", marked_more(shared_data))):
        kept = []
        for page in pages:
            cleaned = clean_article(Article(id="page", text=page["text"], title=page["title"]))
            for start, end in page["sentences"]:
                if (start, end) not in page["boilerplate"]:
                    inside = sum(max(0, min(end, e) - max(start, s)) for s, e in cleaned.body)
                    kept.append(inside * 2 >= end - start)
        shares[name] = mean(kept)
    assert shares["claims"] >= floors["cleaning"]["body_sentences_claims"]
    assert shares["more"] >= floors["cleaning"]["body_sentences_more"]


def test_sentences_that_open_like_a_form_are_kept(shared_data, floors):
    pages = wire_sentences(shared_data)
    batch = batch_from_articles([Article(id=str(i), text=text) for i, (text, _) in enumerate(pages)])
    kept = []
    for (text, sentences), row in zip(pages, clean_batch(batch).to_pylist(), strict=True):
        body = [text[start:end] for start, end in zip(row["body"][::2], row["body"][1::2], strict=True)]
        kept += [any(sentence in line for line in body) for sentence in sentences]
    assert len(kept) > 1000
    assert mean(kept) >= floors["cleaning"]["sentences_that_open_like_a_form"]


def test_dragnet_as_plain_text(shared_data, floors):
    scores = [bag_scores(body_of(page["text"]), page["gold"])[2] for page in dragnet(shared_data)]
    assert mean(scores) >= floors["cleaning"]["dragnet_words"]


def test_trafilatura_pages_as_plain_text(shared_data, floors):
    pages = [(body_of(p["text"]), p["must"], p["must_not"]) for p in trafilatura(shared_data)]
    assert segment_scores(pages)[2] >= floors["cleaning"]["trafilatura_segments"]


def test_pages_marked_by_hand(shared_data, floors):
    scores = []
    for name in ("census", "spotify"):
        for row in pq.read_table(shared_data / "scraped" / f"{name}.parquet").to_pylist():
            mark = MARKED.get(row["id"])
            if mark:
                text = row["text"]
                assert digest(text) == mark["sha256"], "another edition of the page"
                gold = "\n".join(text[start:end] for start, end in mark["body"])
                scores.append(bag_scores(body_of(text, source=row["source"]), gold)[2])
    assert len(scores) == len(MARKED) >= 20
    assert mean(scores) >= floors["cleaning"]["marked_pages"]


@pytest.fixture(scope="module")
def buzzfeed(shared_data):
    rows = pq.read_table(shared_data / "stories" / "buzzfeed_webis.parquet").to_pylist()
    articles = [Article(id=r["id"], text=r["text"], title=r["title"], source=r["source"]) for r in rows if r["text"]]
    batch = batch_from_articles(articles)
    counts = BoilerplateCounts()
    counts.add(batch)
    return articles, clean_batch(batch, counts.table()).to_pylist()


def test_articles_of_one_line_keep_their_words(buzzfeed, floors):
    shares = []
    for article, row in zip(*buzzfeed, strict=True):
        left = " ".join(article.text[b["start"] : b["end"]] for b in row["left_out"] if b["reason"] != "boilerplate")
        shares.append(1 - sum(words(left).values()) / max(sum(words(article.text).values()), 1))
    assert mean(shares) >= floors["cleaning"]["words_kept"]


def test_no_outlet_repeats_a_sentence_on_twenty_pages(buzzfeed):
    pages = Counter()
    for article, row in zip(*buzzfeed, strict=True):
        spans = zip(row["body"][::2], row["body"][1::2], strict=True)
        text = "\n".join(article.text[start:end] for start, end in spans)
        pages.update({(article.source, sentence) for sentence in re.split(r"(?<=[.!?])\s+|\n", text)})
    assert max(n for (_, sentence), n in pages.items() if len(sentence.split()) >= 5) < 20


def through_html(html):
    from dedup.reading.html import parse

    batch = parse("page.html", html.encode("utf-8", "surrogatepass")).batch
    if not batch:
        return ""
    text = batch.column("text")[0].as_py()
    pairs = clean_batch(batch).column("body")[0].as_py()
    return "\n".join(text[start:end] for start, end in zip(pairs[::2], pairs[1::2], strict=True))


def test_dragnet_through_the_html_reader(shared_data, floors):
    scores = [bag_scores(through_html(page["html"]), page["gold"])[2] for page in dragnet(shared_data)]
    assert mean(scores) >= floors["cleaning"]["through_html_dragnet"]


def test_trafilatura_pages_through_the_html_reader(shared_data, floors):
    pages = [(through_html(p["html"]), p["must"], p["must_not"]) for p in trafilatura(shared_data)]
    assert segment_scores(pages)[2] >= floors["cleaning"]["through_html_trafilatura"]
