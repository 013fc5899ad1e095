"""One glossary: the docs say what the page says, and the page uses the words that it explains."""

from __future__ import annotations

from pathlib import Path

from dedup.reporting.cells import STATES
from dedup.reporting.glossary import GLOSSARY
from dedup.reporting.html import comparison_report
from tests.reporting import example

DOCS = Path(__file__).parents[2] / "docs" / "glossary.md"


def test_the_docs_hold_the_same_glossary():
    listed = [line for line in DOCS.read_text(encoding="utf-8").splitlines() if line.startswith("- ")]
    assert listed == [f"- **{term}**: {meaning}." for term, meaning in GLOSSARY.items()]


def test_every_relation_that_the_page_prints_is_explained():
    shown = ("head", "same", "paraphrase", "partial", "related", "possible", "absent")
    assert {STATES[state][1] for state in shown} <= set(GLOSSARY)


def test_the_page_explains_its_words():
    html = comparison_report(example.comparison(), example.texts(), {})
    assert all(f"<dt>{term}</dt><dd>{meaning}</dd>" in html for term, meaning in GLOSSARY.items())
