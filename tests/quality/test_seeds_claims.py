"""The five real articles: one long-running story, another meeting each time."""

import re

import pytest

from dedup.alignment.align import ClaimSource, align
from dedup.alignment.rows import claim_rows
from dedup.articles import Article
from dedup.cleaning.article import clean_article
from dedup.facts.claims import extract

pytestmark = pytest.mark.quality


def source(path) -> ClaimSource:
    text = path.read_text(encoding="utf-8")
    cleaned = clean_article(Article(path.stem, text))
    published, dateline = (f.value if f else None for f in (cleaned.published, cleaned.dateline))
    claims = extract(path.stem, text, cleaned.body, published, dateline, "en")
    return ClaimSource(path.stem, tuple(claims), published=published)


@pytest.fixture(scope="module")
def sources(shared_data):
    return [source(p) for p in sorted((shared_data / "seeds").glob("*.txt"))]


def test_no_two_meetings_contradict_or_confirm_each_other(sources):
    assert {a.relation for a in align(sources)} == {"related"}


@pytest.mark.parametrize(
    "topic",
    [r"joint (?:exercise|training)", r"two-plus-two", r"working group|economic security", r"Ukraine", r"strengthen"],
)
def test_claims_on_one_topic_share_a_row(topic, sources):
    rows = claim_rows(sources, align(sources))
    together = [
        {c.article for c in row.cells if c.state == "present" and re.search(topic, c.quote or "", re.IGNORECASE)}
        for row in rows
    ]
    assert max(map(len, together)) >= 2
