"""A made-up pile of any size in the shape of `compare --format json`, for limits and speed."""

# ruff: noqa: E501

from __future__ import annotations

import random
from typing import Any

_ACTORS = ("The harbour board", "A ferry crew", "The council of Arva", "Two divers", "The salt museum", "A night baker")
_ACTS = ("closed", "praised", "repainted", "counted", "sold", "moved", "inspected", "flooded")
_OBJECTS = ("the north pier", "forty lanterns", "an old crane", "the tide clock", "nine warehouses", "a row of poplars")


def comparison(articles: int, claims: int, seed: int = 1) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the comparison and the articles' texts: a third of the claims in several articles, some in conflict."""
    rng = random.Random(seed)
    ids = [f"art-{n:03d}" for n in range(articles)]
    texts = dict.fromkeys(ids, "")
    body: dict[str, list[list[int]]] = {i: [] for i in ids}
    rows, alignments = [], []
    for number in range(claims):
        holders = rng.sample(ids, rng.choice((1, 1, 2, 4, 8)))
        conflict = len(holders) > 1 and rng.random() < 0.1
        stem = f"{rng.choice(_ACTORS)} {rng.choice(_ACTS)} {rng.choice(_OBJECTS)} near gate {number}"
        cells = []
        for rank, holder in enumerate(holders):
            value = number % 90 + 10 + (rank % 2 if conflict else 0)
            quote = f"{stem}, and about {value} people came to watch it on a wet evening in the old town."
            start = len(texts[holder])
            texts[holder] += quote + " "
            if rng.random() < 0.3 or not body[holder]:
                texts[holder] = texts[holder][:start] + "\n" + texts[holder][start:]
                start += 1
                body[holder].append([start, start + len(quote)])
            body[holder][-1][1] = start + len(quote)
            at = start + quote.index("about")
            fact = {"kind": "quantity", "value": str(value), "unit": "person", "qualifier": "about",
                    "start": at, "end": at + len(f"about {value} people")}  # fmt: skip
            relation = "conflict" if conflict and rank % 2 else "same"
            cells.append({"article": holder, "state": "present", "start": start, "end": start + len(quote), "quote": quote,
                          "relation": relation, "speaker": rng.choice((None, "the harbour master")), "facts": [fact]})  # fmt: skip
        rows.append(
            {"claim_id": f"k{number}", "story": "s1", "text": cells[0]["quote"],
             "status": "conflicting" if conflict else "agreed" if len(holders) > 1 else "single",
             "outlets": len(holders), "witnesses": len(holders),
             "cells": cells + [{"article": i, "state": "absent"} for i in ids if i not in holders]}
        )  # fmt: skip
        if conflict:
            places = [{k: cells[n][k] for k in ("article", "start", "end")} for n in (0, 1)]
            difference = {"kind": "number", "a": str(number % 90 + 10), "b": str(number % 90 + 11), "type": "conflict"}
            alignments.append(
                {"a": places[0], "b": places[1], "relation": "conflict", "score": 0.9, "differences": [difference]}
            )
    copies = [
        {"from": ids[n], "to": ids[n + 1], "containment": 0.5, "evidence": ["made up"], "certain": True}
        for n in range(0, articles - 1, 2)
    ]
    named = [
        {"id": i, "source": f"Outlet {n}", "credit": None, "title": f"Evening at the harbour, part {n}",
         "date": f"2024-11-{n % 28 + 1:02d}", "body": body[i], "witness": i, "complete": True}
        for n, i in enumerate(ids)
    ]  # fmt: skip
    data = {"articles": named, "stories": [{"story": "s1", "title": "Harbour", "articles": ids}], "claims": rows,
            "alignments": alignments, "related": [], "repeats": [], "copies": copies}  # fmt: skip
    return data, texts
