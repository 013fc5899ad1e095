"""Each escape leaves its text harmless for its place, and readable."""

from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.reporting import escape
from tests.reporting.hostile import ATTACKS

CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@pytest.mark.parametrize("attack", ATTACKS)
def test_terminal_text_holds_no_control_characters(attack):
    assert not CONTROLS.search(escape.terminal(attack))
    assert "\n" not in escape.terminal(attack)


def test_terminal_drops_whole_escape_sequences_and_keeps_the_words():
    assert escape.terminal("\x1b[1;31mred\x1b[0m \x1b]0;title\x07and \x9b2Jplain") == "red and plain"


def test_terminal_keeps_line_feeds_only_where_asked():
    assert escape.terminal("one\r\ntwo\tthree") == "one two three"
    assert escape.terminal("one\ntwo", lines=True) == "one\ntwo"


@settings(max_examples=100, deadline=None)
@given(st.text())
def test_terminal_text_never_holds_controls(text):
    assert not CONTROLS.search(escape.terminal(text))


def test_html_text_replaces_what_reorders_and_keeps_the_length():
    text = "a\u202eb\x00c\ud83dd\ne"
    assert escape.html_text(text) == "a\ufffdb\ufffdc\ufffdd\ne"


def test_html_text_leaves_arabic_and_hebrew_marks():
    assert escape.html_text("שלום\u200f") == "שלום\u200f"


def test_markdown_cell_stays_in_its_cell():
    cell = escape.markdown_cell("a | b\n\n# c `d` <b>e</b> [f](javascript:g) *h*")
    assert "\n" not in cell
    assert not re.search(r"(?<!\\)[|`*\[\]]", cell)
    assert "<" not in cell


@pytest.mark.parametrize("text", ["# a", "- a", "1. a", "12) a", "+ a", "=== a"])
def test_markdown_cell_starts_no_block(text):
    assert re.match(r"\d*\\", escape.markdown_cell(text))


def test_markdown_cell_leaves_plain_prose_alone():
    assert (
        escape.markdown_cell("Police detained 12 of them, 3.5 hours later.")
        == "Police detained 12 of them, 3.5 hours later."
    )


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", " ="])
def test_csv_cell_is_no_formula(start):
    assert escape.csv_cell(start + "1") == "'" + start + "1"


def test_csv_cell_keeps_numbers_and_raw_text():
    assert escape.csv_cell(-3) == -3
    assert escape.csv_cell("=1", raw=True) == "=1"
    assert escape.csv_cell(None) == ""


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r")))
def test_csv_raw_is_lossless(text):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow([escape.csv_cell(text, raw=True), "x"])
    assert next(csv.reader(io.StringIO(out.getvalue(), newline="")))[0] == text


@pytest.mark.parametrize("url", ["https://a.example/x?y=1", "http://b.example"])
def test_http_links_are_safe(url):
    assert escape.safe_url(url) == url


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,x", "//a.example", "https:", "https://a b", " https://a.example",
     "https://a.example/\n", "http://[", "JaVaScRiPt:x", None, 7],
)  # fmt: skip
def test_other_links_are_not(url):
    assert escape.safe_url(url) is None


@pytest.mark.parametrize("before", [*"\r\x00\x07\u200b\ufeff\xa0\u3000\"'“", "\n\r", " \t"])
@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "＝1+1"])
def test_what_an_import_may_drop_hides_no_formula(before, start):
    assert escape.csv_cell(before + start).startswith("'")


@pytest.mark.parametrize(
    "text", ["About 700 = many", "a-b", "“So it is,” he said", "'tis", "700 + 1", "http://x.example/?a=b"]
)
def test_ordinary_text_is_left_as_it_is(text):
    assert escape.csv_cell(text) == text


@pytest.mark.parametrize("hidden", ["\u200b", "\u2060", "\u00ad", "\U000e0041", "\ufeff", "\u202e"])
def test_nothing_hides_on_a_terminal_or_in_a_table(hidden):
    text = f"ca{hidden}t"
    assert (escape.terminal(text), escape.markdown_cell(text), escape.csv_cell(text)) == ("cat", "cat", "cat")


def test_joiners_that_a_script_is_spelt_with_stay():
    word = "می\u200cخواهم"
    assert (escape.terminal(word), escape.csv_cell(word)) == (word, word)
