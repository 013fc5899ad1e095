"""Markdown: rows stay rows whatever the texts hold."""

from __future__ import annotations

import re

from dedup.reporting import markdown
from tests.reporting import example, hostile


def columns(line):
    return len(re.findall(r"(?<!\\)\|", line))


def test_every_row_of_the_claim_table_has_the_same_columns():
    text = markdown.comparison(example.comparison())
    section = text[text.index("## Claims") : text.index("## Conflicts")]
    counts = {columns(line) for line in section.split("\n") if line.startswith("|")}
    assert counts == {12}


def test_conflicting_values_and_speakers_are_told():
    text = markdown.comparison(example.comparison())
    assert "≠ **Approximately 600 protesters**" in text
    assert "**About 700 people**, according to the organisers; les organisateurs" in text


def test_direction_is_not_claimed_where_only_the_clock_speaks():
    text = markdown.comparison(example.comparison())
    assert "11 % of Le Cap stands in Meridian. Direction not known." in text


def test_hostile_text_makes_no_markup():
    data, _ = hostile.comparison()
    text = markdown.comparison(data)
    assert "<" not in text.replace("&lt;", "")
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\ud83d]", text)
    assert all(
        line.startswith(("#", "|", "-", ">", "  -", "Claims", "2 articles", "●", "")) for line in text.split("\n")
    )
    assert text.count("\n# ") == 0
    section = text[text.index("## Claims") : text.index("## Conflicts")]
    assert len({columns(line) for line in section.split("\n") if line.startswith("|")}) == 1
