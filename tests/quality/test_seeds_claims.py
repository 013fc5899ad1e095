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


@pytest.mark.parametrize("topic", [r"joint (?:exercise|training)", r"two-plus-two", r"working group|economic security"])
def test_claims_on_one_topic_share_a_row(topic, sources):
    rows = claim_rows(sources, align(sources))
    together = [
        {c.article for c in row.cells if c.state == "present" and re.search(topic, c.quote or "", re.IGNORECASE)}
        for row in rows
    ]
    assert max(map(len, together)) >= 2


def test_the_seventh_and_the_sixth_meeting_share_a_row_with_the_reason(sources):
    alignments = align(sources)
    reasons = [a.reason for a in alignments if a.reason and "seventh" in a.reason and "sixth" in a.reason]
    assert reasons
    rows = claim_rows(sources, alignments)
    assert any(
        {"seventh", "sixth"} <= {word for c in row.cells for word in ("seventh", "sixth") if word in (c.quote or "")}
        for row in rows
    )


def test_every_related_pair_has_a_reason(sources):
    assert all(a.reason for a in align(sources) if a.relation == "related")
