"""The outcome of a pass over `fixtures/`, written by hand as rows of the tables that `run` writes."""
# ruff: noqa: E501 - rows stand on one line

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from dedup.reporting.dedup_view import Dedup, dedup_view
from dedup.writing.tables import table_schema

_NAMED = pa.schema({"id": pa.string(), "title": pa.string(), "source": pa.string()})
_TABLES = ("clusters", "pairs", "removed", "repeats", "rejects")

_ARTICLES = [
    (
        "ledger-1120",
        "Norway and Chile to negotiate port access pact as fishers protest in Valparaiso",
        "The Pacific Ledger",
    ),
    ("ledger-1122", "Chile frees most fishers held at port pact protest", "The Pacific Ledger"),
    ("nordic-1120", "Oslo and Santiago move toward opening naval harbours to each other", "The Nordic Post"),
    ("ferry-1121", "Norway, Chile plan to share harbours", "The Daily Ferry"),
    ("standard-1120", "Port pact: Norway and Chile open talks", "Costa Standard"),
    ("opinion-12", None, "Costa Standard"),
    ("isla-1118", "Storm cuts power on Chiloé", "Isla Diario"),
    ("lakes-1118", "Thousands without power after Chiloé storm", "The Lakes Herald"),
    ("wire-7781", "Storm cuts power on Chiloé", None),
    ("wire-7781~5f0c11aa", "Les vignerons face à la sécheresse", "Le Cap"),
    ("meridian-1120", "Norway, Chile Agree on Talks About Port Access - Foreign Ministry", "Meridian"),
    ("hokuyo-1121", "ノルウェーとチリ、港湾利用協定の交渉開始で合意", "北洋新聞"),
]

_PAIRS = [
    ("ferry-1121", "ledger-1120", "contained", 0.301, 1.0, 0.301),
    ("ferry-1121", "nordic-1120", "contained", 0.306, 1.0, 0.306),
    ("ferry-1121", "standard-1120", "contained", 0.301, 1.0, 0.301),
    ("isla-1118", "meridian-1120", "template", 0.62, 0.7, 0.7),
    ("isla-1118", "lakes-1118", "near_duplicate", 0.781, 0.877, 0.877),
    ("isla-1118", "wire-7781", "identical", 1.0, 1.0, 1.0),
    ("lakes-1118", "wire-7781", "near_duplicate", 0.781, 0.877, 0.877),
    ("ledger-1120", "nordic-1120", "near_duplicate", 0.947, 0.957, 0.989),
    ("ledger-1120", "opinion-12", "overlap", 0.102, 0.141, 0.27),
    ("ledger-1120", "standard-1120", "identical", 1.0, 1.0, 1.0),
]

_REMOVED = [
    ("ferry-1121", "ledger-1120", "contained", 0.301, 1.0, 0.301, 0.0, "fixtures/story/daily-ferry-2024-11-21.txt", 1),
    ("lakes-1118", "isla-1118", "near_duplicate", 0.781, 0.877, 0.877, 0.123, "fixtures/feed.jsonl", 13),
    ("nordic-1120", "ledger-1120", "near_duplicate", 0.947, 0.989, 0.957, 0.011, "fixtures/story/nordic-post.txt", 1),
    ("standard-1120", "ledger-1120", "identical", 1.0, 1.0, 1.0, 0.0, "fixtures/feed.jsonl", 2),
    ("wire-7781", "isla-1118", "identical", 1.0, 1.0, 1.0, 0.0, "fixtures/feed.jsonl", 14),
]

_BODIES = {
    "isla-1118": "A storm cut power to 4,000 homes on Chiloé on Sunday night. Surlux said crews had restored two thirds of the lines by noon.",
    "lakes-1118": "A storm cut power to 4,300 homes on Chiloé on Sunday night. Crews had restored two thirds of the lines by noon. No one was hurt.",
    "ledger-1120": "Norway and Chile agreed on Tuesday to open talks on port access. About 700 people protested in Valparaiso.",
    "ferry-1121": "Norway and Chile agreed on Tuesday to open talks on port access.",
    "opinion-12": "Sign in\nA road needs rules, and a sea needs more of them than any road does.",
}

_SENTENCE = "Chilean Foreign Minister Marcela Ibáñez and her Norwegian counterpart, Ingrid Solbakken, have agreed to begin talks."


def dedup() -> dict[str, Any]:
    """Manifest, boilerplate, and rows by table; `named` are the articles."""
    found = ("jaccard", "containment_a", "containment_b")
    evidence = ("jaccard", "containment", "containment_of_kept", "unique_share", "source_file", "line")
    return {
        "manifest": {
            "counts": {
                "read": 18, "kept": 7, "removed": 5, "rejected": 6,
                "removed_by_relation": {"contained": 1, "identical": 2, "near_duplicate": 2},
                "unique_words_lost": 14, "words_removed": 702, "distinct_bodies": 10, "candidates": 8, "clusters": 2,
                "left_out_blocks": {"navigation": 7, "most read": 4, "caption": 3},
            },
            "timings": {"read": 0.02, "clean": 0.11, "sketch": 0.01, "match": 0.01, "verify": 0.01, "remove": 0.0},
            "settings": {"threshold": 0.5, "containment": 0.9, "recall": 0.995, "remove": ["identical", "near_duplicate"]},
            "versions": {"dedup": "0.1.0", "python": "3.11.9"},
            "caps": {"bands": {"buckets": 0, "entries": 0}},
            "detection_curve": [(x / 20, 1 - (1 - (x / 20) ** 4) ** 32) for x in range(21)],
        },
        "named": [{"id": i, "title": t, "source": s} for i, t, s in _ARTICLES],
        "pairs": [
            {"id_a": a, "id_b": b, "relation": r, **dict(zip(found, n, strict=True))}
            | ({"facts_a": ["4,000", "Chiloé"], "facts_b": ["12"]} if r == "template" else {})
            for a, b, r, *n in _PAIRS
        ],
        "removed": [
            {"id": i, "kept_id": k, "relation": r, "rule": "longest", "cluster_id": "x", **dict(zip(evidence, n, strict=True))}
            for i, k, r, *n in _REMOVED
        ],
        "clusters": [
            {"cluster_id": "ferry-1121", "representative": "ledger-1120", "first_seen": "2024-11-20T03:12:00+00:00",
             "members": ["ferry-1121", "ledger-1120", "nordic-1120", "standard-1120"],
             "sources": ["Costa Standard", "The Daily Ferry", "The Nordic Post", "The Pacific Ledger"]},
            {"cluster_id": "isla-1118", "representative": "isla-1118", "first_seen": "2024-11-18",
             "members": ["isla-1118", "lakes-1118", "wire-7781"], "sources": ["Isla Diario", "The Lakes Herald"]},
        ],
        "repeats": [
            {"passage_id": "0f3a", "kind": "within_article", "text": _SENTENCE, "sources": ["Meridian"],
             "places": [{"id": "meridian-1120", "start": 212, "end": 328}, {"id": "meridian-1120", "start": 2391, "end": 2507}]},
            {"passage_id": "77c1", "kind": "quotation", "text": "The sea between us is a road, not a border",
             "sources": ["Costa Standard", "The Pacific Ledger"],
             "places": [{"id": "ledger-1120", "start": 901, "end": 943}, {"id": "opinion-12", "start": 52, "end": 94},
                        {"id": "nordic-1120", "start": 930, "end": 972}]},
        ],
        "rejects": [
            {"source_file": "fixtures/feed.jsonl", "line": n, "reason": reason, "raw_base64": "e30="}
            for n, reason in ((4, "not valid JSON"), (6, "no text"), (8, "not an object"), (9, "not UTF-8"),
                              (10, "not valid JSON"), (11, "lone surrogate"))
        ],
        "bodies": _BODIES,
        "boilerplate": {"The Pacific Ledger": [("Sign up here for the morning briefing.", 24), ("Read Next", 24)]},
    }  # fmt: skip


def view(data: dict[str, Any] | None = None) -> Dedup:
    """The view of some rows as `dedup` gives them; missing tables are empty."""
    data = dedup() if data is None else data
    tables = {name: _table(data.get(name, []), table_schema(name)) for name in _TABLES}
    named = _table(data.get("named", []), _NAMED)
    bodies = data.get("bodies", {})

    def texts(idents: Sequence[str]) -> dict[str, str]:
        return {i: bodies[i] for i in idents if i in bodies}

    return dedup_view(data["manifest"], named=named, boilerplate=data.get("boilerplate", {}), texts=texts, **tables)


def _table(rows: list[dict[str, Any]], schema: pa.Schema) -> pa.Table:
    # Arrow's strings are UTF-8; half a surrogate pair is replaced where it is read
    return pa.Table.from_pylist([{k: _whole(v) for k, v in row.items()} for row in rows], schema)


def _whole(value: Any) -> Any:
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def explained() -> tuple[dict[str, Any], dict[str, str]]:
    """The data of `terminal.explanation`."""
    a = "The sea between us is a road, not a border. Police detained 12 people."
    b = "Officials met. The sea between us is a road, not a border."
    data = {
        "a": {"id": "x", "title": "Pact", "source": "Ledger"}, "b": {"id": "y", "title": None, "source": None},
        "relation": "overlap", "jaccard": 0.41, "estimate": 0.398, "containment_a": 0.6, "containment_b": 0.77,
        "shared": 6, "shingles_a": 10, "shingles_b": 8,
        "passages": [{"a_start": 0, "a_end": 43, "b_start": 15, "b_end": 58, "similarity": 1.0, "kind": "verbatim"}],
    }  # fmt: skip
    return data, {"x": a, "y": b}
