"""Terminal output: width held in every script, no control characters, the figures that matter."""
# ruff: noqa: E501 - data stands on one line

from __future__ import annotations

import importlib
import re

import pytest

from dedup.reporting import terminal
from dedup.reporting.tables import table, width, wrap
from tests.reporting import dedup_example, example, hostile, large

CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\U000f0000-\U0010ffff]")


def widest(text):
    return max(width(line) for line in text.split("\n"))


@pytest.mark.parametrize("columns", [60, 80, 100])
def test_comparison_holds_its_width(columns):
    assert widest(terminal.comparison(example.comparison(), columns)) <= columns


def test_comparison_puts_conflicts_first_with_both_readings():
    text = terminal.comparison(example.comparison(), 160)
    table_part = text[text.index("\nclaim ") :]
    first = table_part.index("About 700 people")
    assert first < table_part.index("Norway and Chile agreed")
    assert "● 700" in table_part
    assert "≠ 600" in table_part
    assert "Approximately 600 protesters, according to harbor police (Meridian, 北洋新聞)" in text


def test_claims_are_stacked_where_their_columns_do_not_fit():
    text = terminal.comparison(example.comparison(), 60)
    claims = text[text.index("\nClaims\n") : text.index("\nConflicts\n")]
    assert "\n    E ≠ conflict: Approximately 600 protesters" in claims
    assert "absent" not in claims
    assert "[conflicting, 4 independent texts]" in " ".join(claims.split())


def test_comparison_begins_with_what_matters():
    text = terminal.comparison(example.comparison())
    assert (
        text.index("In short") < text.index("5 independent texts, in part: Norway and Chile agreed") < text.index("\nClaims\n")
    )


def test_comparison_lists_what_one_text_alone_has():
    text = terminal.comparison(example.comparison())
    assert "The foreign ministers did not discuss seabed mining" in text[text.index("Only in one text") :]


def test_a_large_comparison_says_what_it_shortens():
    text = terminal.comparison(large.comparison(60, 400)[0])
    assert widest(text) <= 100
    assert re.search(r"shortened: 60 of [\d,]+ claims", text)


def test_hostile_text_cannot_steer_the_terminal():
    data, texts = hostile.comparison()
    rows = [
        {"id": i, "title": t, "left_out": [{"start": 0, "end": 5, "reason": t}], "body": [[0, 9]]}
        for i, t in texts.items()
    ]
    score = {
        "id": hostile.EVERYTHING,
        "verdict": "new",
        "novelty": 1.0,
        "provenance": [{"source_id": hostile.EVERYTHING, "share": 1}],
    }
    infected = dedup_example.view(hostile.infect(dedup_example.dedup()))
    for text in (
        terminal.comparison(data), terminal.cleaned(rows, texts), terminal.scores([score]), terminal.run_summary(infected),
    ):  # fmt: skip
        assert not CONTROLS.search(text)
        assert widest(text) <= 100


def test_run_summary_balances_and_names_losses():
    text = terminal.run_summary(dedup_example.view())
    assert re.search(r"^read +18$", text, re.M)
    assert re.search(r"^kept +7$", text, re.M)
    assert re.search(r"words lost with removed articles +2 %$", text, re.M)
    assert "Norway and Chile to negotiate" in text
    assert re.search(r"3 +quotation", text)
    assert widest(text) <= 100


def test_explanation_quotes_the_passage_from_both_sides():
    text = terminal.explanation(*dedup_example.explained())
    assert "The sea between us is a road, not a border." in text
    assert "a 0-43" in text
    assert "b 15-58" in text
    assert "0.410 (signatures estimate 0.398)" in text


def test_cleaned_gives_reasons_and_places():
    row = {
        "id": "x", "source_file": "pact.txt", "title": {"value": "Pact", "start": 0, "end": 4, "origin": "text"}, "published": None,
        "body": [[5, 9]], "left_out": [{"start": 10, "end": 18, "reason": "sign-up"}],
    }  # fmt: skip
    text = terminal.cleaned([row], {"x": "Pact\nBody\nJoin now"})
    assert re.search(r"title +Pact +text 0-4", text)
    assert re.search(r"5-9 +Body", text)
    assert re.search(r"10-18 +sign-up +Join now", text)


def test_scores_say_where_the_rest_comes_from():
    row = {
        "id": "new-1",
        "verdict": "partly_new",
        "novelty": 0.25,
        "provenance": [{"source_id": "old-1", "share": 0.61}],
    }
    assert re.search(r"new-1 +partly new +25 % +61 % old-1", terminal.scores([row]))


@pytest.mark.parametrize("counts_columns", [False, True])
def test_tables_stay_aligned_in_wide_scripts_and_under_marks(counts_columns, monkeypatch):
    """With and without wcwidth, which tabulate uses where something else has installed it."""
    module = pytest.importorskip("wcwidth") if counts_columns else None
    monkeypatch.setattr(importlib.import_module("tabulate"), "wcwidth", module)
    text = table([("北洋新聞", "x"), ("abc", "y"), ("e\u0301e\u0301", "z")], ("name", "v"))
    ends = {width(line[: line.rindex(last)]) for line, last in zip(text.split("\n")[2:], "xyz", strict=True)}
    assert len(ends) == 1
    assert "e\u0301e\u0301" in text


def test_wrap_breaks_text_without_blanks():
    assert wrap("港湾利用協定の交渉", 8) == "港湾利用\n協定の交\n渉"
    assert wrap("ab", 8) == "ab"
    assert wrap("one two three", 7, lines=1) == "one tw…"
