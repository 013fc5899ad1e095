"""What readers see of a comparison: order of rows, witnesses with their copies, cells, marks, warnings."""

from __future__ import annotations

import pytest

from dedup.reporting.comparison_view import comparison_view
from tests.reporting import example


@pytest.fixture(scope="module")
def view():
    return comparison_view(example.comparison())


def row(view, start):
    return next(r for r in view.rows if r.text.startswith(start))


def test_verdict_counts_copies_as_one_text(view):
    assert view.verdict == "11 articles, 10 outlets, 9 independent texts"


def test_conflicts_come_first_then_many_witnesses_then_single_claims(view):
    order = [(r.status, r.witnesses) for r in view.rows]
    assert [s for s, _ in order[:2]] == ["conflicting", "conflicting"]
    rest = [n for s, n in order if s not in ("conflicting", "single")]
    assert rest == sorted(rest, reverse=True)
    assert [s for s, _ in order].index("single") == len(order) - 21


def test_copies_fold_under_the_earliest_article(view):
    column = next(c for c in view.columns if c.copies)
    assert column.head.id == "ledger-1120"
    assert [c.id for c in column.copies] == ["nordic-1120", "ferry-1121"]


def test_two_articles_of_one_outlet_are_told_apart_by_date(view):
    labels = [a.label for a in view.articles if a.outlet == "The Pacific Ledger"]
    assert labels == ["The Pacific Ledger, 20 Nov 2024", "The Pacific Ledger, 22 Nov 2024"]


def test_an_article_without_source_goes_by_its_headline(view):
    assert view.by_id["courier-1120"].label.startswith("“Norway, Chile to Speed")


def test_cells_tell_absent_from_unknown(view):
    cells = row(view, "The navies").cells
    assert cells["hokuyo-1121"].state == "absent"
    assert cells["lecap-1121"].state == "truncated"
    assert cells["lecap-1121"].sign == "?"


def test_the_words_that_differ_are_marked(view):
    quote = row(view, "About 700").cells["meridian-1120"].quote
    assert [text for text, kind in quote if kind == "differs"] == ["Approximately 600 protesters"]
    assert "".join(text for text, _ in quote).startswith("Approximately 600 protesters gathered")


def test_the_brief_quote_keeps_what_differs():
    view = comparison_view(example.comparison())
    cell = row(view, "The navies").cells["meridian-1120"]
    assert [text for text, kind in cell.brief if kind == "differs"] == ["early April", "three vessels"]
    assert len("".join(text for text, _ in cell.brief)) < len(cell.text)


def test_a_related_claim_is_not_spoken_and_says_why():
    data = example.comparison()
    claim = next(c for c in data["claims"] if c["text"].startswith("People familiar"))
    places = [{k: c[k] for k in ("article", "start", "end")} for c in claim["cells"] if c["state"] == "present"]
    data["related"] = [{"a": places[0], "b": places[1], "relation": "related", "reason": "the fifth round, 2025"}]
    cell = row(comparison_view(data), "People familiar").cells["courier-0314"]
    assert cell.state == "related"
    assert cell.label == "another event: the fifth round, 2025"
    assert not cell.spoken


def test_a_possible_match_is_shown_and_counts_for_nothing():
    data = example.comparison()
    alone = next(c for c in data["claims"] if c["text"].startswith("The foreign ministers did not discuss"))
    claim = next(c for c in data["claims"] if c["text"].startswith("Police detained"))
    ends = [next(c for c in found["cells"] if c["state"] == "present") for found in (alone, claim)]
    a, b = ({k: c[k] for k in ("article", "start", "end")} for c in ends)
    before = comparison_view(data)
    data["alignments"].append(
        {"a": a, "b": b, "relation": "partial", "score": 0.6, "tier": "possible",
         "differences": [{"kind": "number", "a": "1", "b": "12", "type": "conflict"}]}
    )  # fmt: skip
    found = row(comparison_view(data), "Police detained")
    assert [(c.article.id, c.state) for c in found.possible] == [("meridian-1120", "possible")]
    assert not found.possible[0].spoken
    assert (found.status, found.witnesses, found.differences) == (
        row(before, "Police detained").status, row(before, "Police detained").witnesses,
        row(before, "Police detained").differences,
    )  # fmt: skip
    assert comparison_view(data).status_counts == before.status_counts


def test_the_earliest_text_is_told_only_where_the_dates_tell_it(view):
    assert row(view, "About 700").earliest.article.id == "ledger-1120"
    data = example.comparison()
    for article in data["articles"]:
        article["date"] = "2024-11-20"
    assert row(comparison_view(data), "About 700").earliest is None


def test_a_row_keeps_its_address_when_other_claims_come():
    data = example.comparison()
    key = row(comparison_view(data), "About 700").key
    data["claims"].insert(0, data["claims"].pop())
    assert row(comparison_view(data), "About 700").key == key


def test_what_is_missing_warns(view):
    assert any("nothing follows" in w and "Le Cap (the text is cut off)" in w for w in view.warnings)


def test_no_date_warns():
    data = example.comparison()
    data["articles"][0]["date"] = None
    assert any("no date in Fjord Today" in w for w in comparison_view(data).warnings)


def test_an_empty_comparison_is_a_view():
    view = comparison_view({"articles": [], "claims": []})
    assert view.verdict == "0 articles, 0 outlets, 0 independent texts"
    assert view.rows == ()


def test_a_witness_speaks_through_the_copy_that_kept_the_claim():
    data = example.comparison()
    claim = next(c for c in data["claims"] if c["text"].startswith("It was the fourth"))
    for cell in claim["cells"]:
        if cell["article"] == "ledger-1120":
            cell.clear()
            cell.update(article="ledger-1120", state="absent")
    found = row(comparison_view(data), "It was the fourth")
    assert found.by_witness["w0"].article.id == "nordic-1120"


def test_letters_go_on_after_z():
    articles = [{"id": f"{n:02d}", "witness": f"{n:02d}", "source": f"s{n}", "date": None} for n in range(30)]
    letters = [c.letter for c in comparison_view({"articles": articles, "claims": []}).columns]
    assert letters[25:28] == ["Z", "AA", "AB"]


def test_articles_stand_in_order_of_the_instant_not_of_its_spelling():
    dates = {
        "a": "2024-11-20T01:00:00-05:00",
        "b": "2024-11-20T05:00:00Z",
        "c": "2024-11-19",
        "d": None,
        "e": "2024-11",
    }
    rows = [{"id": i, "source": i, "witness": i, "date": d} for i, d in dates.items()]
    assert [a.id for a in comparison_view({"articles": rows, "claims": []}).articles] == ["e", "c", "b", "a", "d"]


def test_an_article_may_have_several_places_in_a_row():
    data = example.comparison()
    claim = next(c for c in data["claims"] if c["text"].startswith("It was the fourth"))
    second = dict(next(c for c in claim["cells"] if c["article"] == "courier-1120"))
    second.update(start=0, end=10, quote="Norway, Ch", relation="paraphrase", facts=[])
    claim["cells"].append(second)
    found = row(comparison_view(data), "It was the fourth")
    assert [c.state for c in found.spans if c.article.id == "courier-1120"] == ["paraphrase", "partial"]
    assert found.cells["courier-1120"].state == "paraphrase"


def test_same_words_are_claimed_only_where_they_are_the_same():
    data = example.comparison()
    claim = next(c for c in data["claims"] if c["text"].startswith("About 700"))
    for cell in claim["cells"]:
        if cell["article"] == "lecap-1121":
            cell["relation"] = "same"
    found = row(comparison_view(data), "About 700")
    assert found.cells["lecap-1121"].label == "the same claim"
    assert found.cells["nordic-1120"].label == "same words"


def test_evidence_names_outlets_and_not_ids():
    data = example.comparison()
    data["copies"][0]["evidence"] = ["ledger-1120 credits Reuters, ledger-1120x does not"]
    said = comparison_view(data).copies[0]["evidence"]
    assert said == ["The Pacific Ledger, 20 Nov 2024 credits Reuters, ledger-1120x does not"]


def test_the_same_words_are_no_part_of_the_claim():
    data = example.comparison()
    cells = data["claims"][0]["cells"]
    head, other = [c for c in cells if c["state"] == "present"][:2]
    other |= {"relation": "partial", "quote": head["quote"], "end": other["start"] + len(head["quote"])}
    row = next(r for r in comparison_view(data).rows if r.claim_id == str(data["claims"][0]["claim_id"]))
    assert row.cells[other["article"]].label == "same words"


def test_what_another_event_has_otherwise_is_marked_there_alone():
    cell = {"state": "present", "speaker": None}
    one = cell | {"article": "a", "start": 0, "end": 15, "quote": "Four ships came", "relation": None}
    other = cell | {"article": "b", "start": 0, "end": 16, "quote": "Three ships came", "relation": "related"}
    facts = ({"kind": "quantity", "value": v, "start": 0, "end": len(w)} for v, w in (("4", "Four"), ("3", "Three")))
    one["facts"], other["facts"] = ([fact] for fact in facts)
    claim = {
        "claim_id": "1", "story": "s", "text": "Four ships came", "status": "related", "outlets": 1, "witnesses": 1,
        "cells": [one, other],
    }  # fmt: skip
    places = [{k: c[k] for k in ("article", "start", "end")} for c in (one, other)]
    difference = {"kind": "number", "a": "Four", "b": "Three", "type": "different_event"}
    data = {
        "articles": [{"id": i, "source": i, "witness": i, "complete": True, "body": [[0, 16]]} for i in "ab"],
        "claims": [claim],
        "related": [{"a": places[0], "b": places[1], "reason": "2023 / 2024", "differences": [difference]}],
    }
    (row,) = comparison_view(data).rows
    marked = {i: [text for text, kind in row.cells[i].quote if kind == "differs"] for i in "ab"}
    assert marked == {"a": [], "b": ["Three"]}
