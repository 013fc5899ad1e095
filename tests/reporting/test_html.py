"""The HTML reports as source: whole, self-contained, every link leads somewhere, hostile text is text."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zlib

import pytest

from dedup.reporting.html import comparison_report, dedup_report
from tests.reporting import dedup_example, example, hostile, large
from tests.reporting.pages import Page, section


@pytest.fixture(scope="module")
def comparison():
    return comparison_report(example.comparison(), example.texts(), example.METHOD)


@pytest.fixture(scope="module")
def pages(comparison):
    data, texts = hostile.comparison()
    pile, pile_texts = large.comparison(25, 300)
    return {
        "comparison": comparison,
        "hostile comparison": comparison_report(data, texts, hostile.METHOD),
        "large comparison": comparison_report(pile, pile_texts, {}),
        "comparison without texts": comparison_report(example.comparison(), {}, {}),
        "empty comparison": comparison_report({"articles": [], "claims": []}, {}, {}),
        "dedup": dedup_report(dedup_example.view()),
        "hostile dedup": dedup_report(dedup_example.view(hostile.infect(dedup_example.dedup()))),
        "empty dedup": dedup_report(dedup_example.view({"manifest": {}})),
    }


NAMES = [
    "comparison", "hostile comparison", "large comparison", "comparison without texts", "empty comparison",
    "dedup", "hostile dedup", "empty dedup",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_page_is_whole_and_asks_for_nothing(pages, name):
    page = Page(pages[name])
    assert page.unbalanced == []
    assert page.resources == []
    assert page.handlers == []
    assert page.dead_links == set()
    assert len(page.ids) == len(set(page.ids))
    assert all(link.startswith("#") for link in page.links)
    assert not page.tags & {"img", "iframe", "object", "embed", "link", "base", "form"}


@pytest.mark.parametrize("name", NAMES)
def test_policy_lets_exactly_the_own_style_and_script_run(pages, name):
    html = pages[name]
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html).group(1).replace("&#39;", "'")
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        blocks = re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.S)
        assert len(blocks) == 1
        digest = base64.b64encode(hashlib.sha256(blocks[0].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


@pytest.mark.parametrize("name", ["hostile comparison", "hostile dedup"])
def test_hostile_text_is_printed_as_text(pages, name):
    html = pages[name]
    assert html.count("<script") == 1
    assert "<svg/onload" not in html
    assert "&lt;script&gt;window.hacked=1" in html
    assert "{{ 7*7 }}" in html
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", html)
    html.encode("utf-8")


def test_only_http_links_leave_the_page():
    data = example.comparison()
    data["articles"][0]["url"] = "javascript:alert(1)"
    data["articles"][1]["url"] = "https://ledger.example/pact"
    links = [link for link in Page(comparison_report(data, example.texts(), {})).links if not link.startswith("#")]
    assert links == ["https://ledger.example/pact"]


def test_verdict_strip_counts_and_warns(comparison):
    page = Page(comparison)
    assert "11 articles, 10 outlets, 9 independent texts." in page.text
    strip = Page(section(comparison, "verdict")).text
    assert "2 claims conflicting" in strip
    assert "21 claims in one text only" in strip
    assert "Le Cap" in strip


def test_what_could_not_be_read_is_said():
    html = comparison_report(example.comparison(), {}, {"unreadable": ["feed.jsonl:4: not valid JSON"]})
    assert "1 record could not be read: feed.jsonl:4: not valid JSON" in Page(section(html, "verdict")).text


def test_a_card_shows_the_differing_words_speaker_and_place(comparison):
    claims = section(comparison, "claims")
    said = re.search(r'<li class="s-conflict" data-w="w4">.*?</li>', claims, re.S).group()
    assert "<mark>Approximately 600 protesters</mark>" in said
    assert "<u>customs</u>" in said
    assert "harbor police" in said
    anchor = re.search(r'href="#(a\d+-\d+)"', said).group(1)
    assert re.search(rf'<a id="{anchor}"[^>]*>Approximately 600 protesters gathered', section(comparison, "articles"))


def test_absent_cells_take_no_room(comparison):
    card = re.search(r'<article class="claim-card r-conflicting".*?</article>', comparison, re.S).group()
    assert len(re.findall(r"<li ", card)) == 4
    assert "absent" not in Page(card).text


def test_copies_are_named_beside_the_text_that_they_copy(comparison):
    texts = re.search(r'<ol class="texts".*?</ol>', comparison, re.S).group()
    assert "2 copies: The Nordic Post, The Daily Ferry" in Page(texts).text


def test_the_lead_quotes_agreement_conflict_and_what_is_alone(comparison):
    text = Page(section(comparison, "lead")).text
    assert "5 independent texts, in part: Norway and Chile agreed on Tuesday" in text
    assert "Conflict: About 700 people, most of them small-boat fishers" in text
    assert "Approximately 600 protesters (Meridian" in text
    assert "Only in one text:" in text
    assert len(re.findall(r'<li class="l-', section(comparison, "lead"))) <= 5


def test_header_section_and_cards_count_the_same_conflicts(comparison):
    cards = comparison.count('<article class="claim-card r-conflicting"')
    assert f"{cards} claims conflicting" in Page(section(comparison, "verdict")).text
    conflicts = section(comparison, "conflicts").partition("<details")[0]
    assert conflicts.count('<article class="differs">') == cards
    assert f"{cards} claims in which two texts" in Page(conflicts).text


def test_possible_matches_are_faint_and_behind_a_switch_that_is_off():
    data = example.comparison()
    claim = next(c for c in data["claims"] if c["text"].startswith("Police detained"))
    alone = next(c for c in data["claims"] if c["text"].startswith("The foreign ministers did not discuss"))
    ends = [next(c for c in found["cells"] if c["state"] == "present") for found in (alone, claim)]
    a, b = ({k: c[k] for k in ("article", "start", "end")} for c in ends)
    data["alignments"].append({"a": a, "b": b, "relation": "partial", "score": 0.6, "tier": "possible"})
    html = section(comparison_report(data, example.texts(), {}), "claims")
    assert re.search(r'<input type="checkbox" id="show-possible">', html)
    assert 'class="s-possible"' in html


def test_the_data_behind_the_page_can_be_unpacked(comparison):
    packed = re.search(r'<template id="data-json">(.*?)</template>', comparison, re.S).group(1)
    assert json.loads(zlib.decompress(base64.b64decode(packed))) == example.comparison()
    packed = re.search(r'<template id="data-csv">(.*?)</template>', comparison, re.S).group(1)
    assert zlib.decompress(base64.b64decode(packed)).startswith(b"claim_id,")


def test_conflicts_have_a_block_with_readings_and_a_plot(comparison):
    text = Page(section(comparison, "conflicts")).text
    assert "Number (person) conflict" in text
    assert "according to the organisers; les organisateurs" in text
    assert '<svg class="plot"' in section(comparison, "conflicts")


def test_a_text_that_is_not_whole_leaves_nothing_out(comparison):
    card = next(c for c in re.findall(r'<article class="card">.*?</article>', comparison, re.S) if "Le Cap" in c)
    assert "What it leaves out is not known: the text is cut off." in card


def test_quote_variants_mark_the_words_that_changed(comparison):
    said = section(comparison, "speakers")
    assert re.search(r"<ins>[^<]*and I will put that in writing[^<]*</ins>", said)


def test_uncertain_direction_is_dashed_and_said(comparison):
    provenance = section(comparison, "provenance")
    assert provenance.count("stroke-dasharray") == 2  # drawn for a desk and for a phone
    assert "Direction not known" in provenance


def test_matrix_prints_containment(comparison):
    assert ">98</text>" in section(comparison, "provenance")


def test_annotated_article_holds_the_whole_text(comparison):
    article = re.search(r'<details id="a2">.*?</details>\s*</details>', comparison, re.S).group()
    shown = "".join(Page(article).text.split())
    body = example.comparison()["articles"][1]["body"]
    text = example.texts()["ledger-1120"]
    for start, end in body:
        assert "".join(text[start:end].split()) in shown
    assert "CopperclimbsforathirddayonstriketalkChile" in shown


def test_method_names_settings_counts_and_limits(comparison):
    text = Page(section(comparison, "method")).text
    assert "shingle size 5" in text
    assert "pairs of claims proposed 412" in text
    assert "What it can’t see" in text


def test_several_stories_are_told_apart():
    data = example.comparison()
    data["stories"].append({"story": "s2", "title": "Storm on Chiloé", "articles": []})
    data["claims"][-1]["story"] = "s2"
    html = comparison_report(data, example.texts(), {})
    assert "Storm on Chiloé" in section(html, "claims")


def test_what_is_shortened_says_so(pages):
    html = pages["large comparison"]
    assert "Shortened: 40 of 300 claims are printed here" in html
    assert "Shortened: 12 of 25 independent texts are printed here" in html


def test_dedup_report_balances_and_shows_the_evidence(pages):
    html = pages["dedup"]
    assert "7 articles kept of 18" in Page(html).text
    removed = Page(section(html, "removed")).text
    assert "Thousands without power after Chiloé storm" in removed
    assert "near-duplicate · Jaccard 0.781 · 88 % of it stands in the kept one" in removed
    assert "0.306" in Page(section(html, "review")).text
    assert "Sign up here for the morning briefing." in section(html, "boilerplate")
    assert "2 not valid JSON" in Page(section(html, "rejects")).text
    assert "threshold 0.5" in section(html, "similarity")


def test_a_long_list_of_removals_is_cut_and_says_so():
    data = dedup_example.dedup()
    data["removed"] = data["removed"] * 200
    html = dedup_report(dedup_example.view(data))
    assert "Shortened: 200 of 600 removed articles that are not identical are printed here" in html
