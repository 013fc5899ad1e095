"""Texts that try to break out of where they are printed, put into every field of the example data."""
# ruff: noqa: E501 - data stands on one line

from __future__ import annotations

from typing import Any

ATTACKS = (
    "<script>window.hacked=1</script>",
    "<img src=x onerror=window.hacked=1>",
    '"><svg/onload=window.hacked=1>',
    "</script><script>window.hacked=1</script>",
    "</style><style>*{display:none}</style>",
    "</title><h1>hacked</h1>",
    "javascript:window.hacked=1",
    "{{ 7*7 }}{% raw %}",
    "\u202egpj.exe\u202c",
    "a | b \\| c\n\n# heading\n- item",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "@SUM(A1)",
    "\x1b[31mred\x1b[0m\x1b]0;title\x07\x9b2J",
    "nul\x00bell\x07back\x08",
    "lone \ud83d surrogate",
)
EVERYTHING = " ".join(ATTACKS)


def infect(value: Any) -> Any:
    """Put the attacks behind every text of nested data that is read by people, keeping ids, states and offsets."""
    if isinstance(value, dict):
        return {k: _infect_text(k, v) if isinstance(v, str) else infect(v) for k, v in value.items()}
    if isinstance(value, list):
        return [infect(v) for v in value]
    return value


_READ_BY_PEOPLE = {"source", "credit", "title", "speaker", "qualifier", "unit", "reason", "kind_of_page"}


def _infect_text(key: str, value: str) -> str:
    return EVERYTHING + value if key in _READ_BY_PEOPLE else value


def comparison() -> tuple[dict[str, Any], dict[str, str]]:
    """A comparison of two articles that are nothing but attacks."""
    text = EVERYTHING + "\nAbout 700 came. " + EVERYTHING
    start, end = len(EVERYTHING) + 1, len(EVERYTHING) + 16
    facts = [
        {
            "kind": "quantity",
            "value": "700",
            "unit": EVERYTHING,
            "qualifier": EVERYTHING,
            "start": start,
            "end": start + 9,
        }
    ]

    def article(ident: str) -> dict[str, Any]:
        return {
            "id": ident, "source": EVERYTHING + ident, "credit": EVERYTHING, "title": EVERYTHING, "date": EVERYTHING,
            "body": [[0, len(text)]], "witness": EVERYTHING + ident, "complete": False, "url": "javascript:window.hacked=1",
        }  # fmt: skip

    def cell(ident: str, relation: str) -> dict[str, Any]:
        return {
            "article": ident, "state": "present", "start": start, "end": end, "quote": text[start:end],
            "relation": relation, "speaker": EVERYTHING, "facts": facts,
        }  # fmt: skip

    ids = (EVERYTHING + "1", EVERYTHING + "2")
    places = [{"article": i, "start": start, "end": end} for i in ids]
    difference = {"kind": "number", "a": "700", "b": EVERYTHING, "type": "conflict"}
    data = {
        "articles": [article(i) for i in ids],
        "stories": [{"story": EVERYTHING, "title": EVERYTHING, "articles": list(ids)}, {"story": "2", "title": "x"}],
        "claims": [
            {"claim_id": EVERYTHING, "story": EVERYTHING, "text": EVERYTHING, "status": status, "outlets": 2, "witnesses": 2,
             "cells": [cell(ids[0], "same"), cell(ids[1], "conflict")][: 1 if status == "single" else 2]}
            for status in ("conflicting", "agreed", "related", "single")
        ],
        "alignments": [{"a": places[0], "b": places[1], "relation": "conflict", "score": 1.0, "differences": [difference]}],
        "related": [], "repeats": [],
        "copies": [{"from": ids[0], "to": ids[1], "containment": 0.5, "evidence": [EVERYTHING], "certain": False}],
    }  # fmt: skip
    return data, dict.fromkeys(ids, text)


METHOD = {"settings": {EVERYTHING: EVERYTHING}, "versions": {}, "counts": {}, "limits": [EVERYTHING]}
