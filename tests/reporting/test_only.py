"""What one text alone says, whole, and what may be said to be left out."""

from __future__ import annotations

import pytest

from dedup.reporting.comparison_view import comparison_view
from dedup.reporting.only import only_in

TEXT = "Log in to read on.\nThe ferry sank at dawn, and divers found the bell. Nobody drowned."


def article(ident, date="2024-05-02", body=((19, 80),)):
    return {
        "id": ident,
        "source": ident,
        "date": date,
        "witness": ident,
        "complete": True,
        "body": [list(b) for b in body],
    }


def cell(ident, quote, start, relation=None):
    return {
        "article": ident, "state": "present", "start": start, "end": start + len(quote), "quote": quote,
        "relation": relation, "speaker": None, "facts": [],
    }  # fmt: skip


def claim(ident, status, cells, absent=()):
    return {
        "claim_id": ident, "story": "s", "text": cells[0]["quote"], "status": status, "outlets": len(cells),
        "witnesses": len(cells), "cells": [*cells, *({"article": a, "state": "absent"} for a in absent)],
    }  # fmt: skip


def alone(claims, texts):
    view = comparison_view({"articles": [article("a"), article("b")], "claims": claims})
    return [s.text for s in only_in(view, view.columns, texts)[0].only]


def test_a_clause_is_completed_to_its_sentence():
    clause = "and divers found the bell"
    found = alone([claim("1", "single", [cell("a", clause, TEXT.index(clause))])], {"a": TEXT})
    assert found == ["The ferry sank at dawn, and divers found the bell."]


def test_two_clauses_of_one_sentence_are_told_once():
    clauses = ("The ferry sank at dawn", "and divers found the bell")
    claims = [claim(str(n), "single", [cell("a", c, TEXT.index(c))]) for n, c in enumerate(clauses)]
    assert len(alone(claims, {"a": TEXT})) == 1


def test_of_a_sentence_that_others_share_only_the_clause_is_told():
    shared, own = "The ferry sank at dawn", "and divers found the bell"
    claims = [
        claim("1", "agreed", [cell("a", shared, TEXT.index(shared)), cell("b", shared, 0, "same")]),
        claim("2", "single", [cell("a", own, TEXT.index(own))]),
    ]
    assert alone(claims, {"a": TEXT}) == [f"… {own}"]


def test_boilerplate_is_nobodys_claim():
    assert alone([claim("1", "single", [cell("a", "Log in to read on.", 0)])], {"a": TEXT}) == []


def lacking(**changes):
    told = [cell(ident, "The ferry sank at dawn", 19, None if ident == "b" else "same") for ident in "bc"]
    data = {
        "articles": [article("a", **changes.get("article", {})), article("b"), article("c"), article("d")],
        "claims": [claim("1", changes.get("status", "agreed"), told, absent="ad")],
    }
    data["articles"][0] |= changes.get("more", {})
    view = comparison_view(data)
    return {o.column.head.id: len(o.lacking) for o in only_in(view, view.columns)}["a"]


def test_what_many_others_agree_on_is_left_out():
    assert lacking() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "conflicting"},
        {"article": {"date": "2024-05-01"}},
        {"more": {"complete": False}},
    ],
    ids=["disputed", "older than the claim", "not whole"],
)
def test_nobody_is_charged_with_leaving_out(changes):
    assert lacking(**changes) == 0


def test_what_few_of_many_have_is_not_left_out():
    told = [cell(ident, "The ferry sank at dawn", 19, None if ident == "b" else "same") for ident in "bc"]
    names = [*"abcdefghij"]
    data = {
        "articles": [article(name) for name in names],
        "claims": [claim("1", "agreed", told, absent=[n for n in names if n not in "bc"])],
    }
    view = comparison_view(data)
    assert all(not o.lacking for o in only_in(view, view.columns))
