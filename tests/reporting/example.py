"""A hand-made comparison of the story in `fixtures/`, as `compare --format json` would give it.

Quotes are found in the fixtures' text, so every offset is true; which claims align is written down here by hand.
"""
# ruff: noqa: E501 - quotes stand on one line, as in the fixtures

from __future__ import annotations

from pathlib import Path
from typing import Any

STORY = Path(__file__).parents[2] / "fixtures" / "story"

# id: (file, source, credit, title, date, witness, first words of the body, last words of the body)
ARTICLES = {
    "fjord-1016": ("fjord-today-2024-10-16.txt", "Fjord Today", "AFP", "Norway, Chile to hold maritime talks before year-end",
                   "2024-10-16", "fjord-1016", "Norway and Chile plan", "Argentina and Britain."),
    "ledger-1120": ("pacific-ledger-2024-11-20.txt", "The Pacific Ledger", "Reuters",
                    "Norway and Chile to negotiate port access pact as fishers protest in Valparaiso",
                    "2024-11-20T03:12:00+00:00", "ledger-1120", "VALPARAISO, Nov 19", "the University of Tromso."),
    "nordic-1120": ("nordic-post-2024-11-20.txt", "The Nordic Post", "Reuters",
                    "Oslo and Santiago move toward opening naval harbours to each other", "2024-11-20T07:40:00+01:00",
                    "ledger-1120", "VALPARAISO (Reuters)", "the University of Tromso."),
    "courier-1120": ("harbour-courier-2024-11-20.txt", None, "Nordvest Press", "Norway, Chile to Speed Up Talks on Use of Ports",
                     "2024-11-20T10:22:00-03:00", "courier-1120", "SANTIAGO (Nordvest", "but a road.”"),
    "meridian-1120": ("meridian-2024-11-20.txt", "Meridian", "Meridian",
                      "Norway, Chile Agree on Talks About Port Access - Foreign Ministry", "2024-11-20T14:05:00+00:00",
                      "meridian-1120", "SANTIAGO (Meridian)", "objections in parliament."),
    "hokuyo-1121": ("hokuyo-shimbun-2024-11-21.txt", "北洋新聞", "北洋通信", "ノルウェーとチリ、港湾利用協定の交渉開始で合意",
                    "2024-11-21T06:30:00+09:00", "hokuyo-1121", "【バルパライソ", "と強調した。"),
    "ferry-1121": ("daily-ferry-2024-11-21.txt", "The Daily Ferry", "Reuters", "Norway, Chile plan to share harbours",
                   "2024-11-21T06:15:00+00:00", "ledger-1120", "Norway and Chile agreed", "spokesman said."),
    "lecap-1121": ("le-cap-2024-11-21.txt", "Le Cap", "AFP", "La Norvège et le Chili vont négocier un accord sur l’accès aux ports",
                   "2024-11-21T08:10:00+01:00", "lecap-1121", "La Norvège et le Chili ont", "n’était prévue."),
    "ledger-1122": ("pacific-ledger-2024-11-22.txt", "The Pacific Ledger", "Reuters",
                    "Chile frees most fishers held at port pact protest", "2024-11-22T01:47:00+00:00", "ledger-1122",
                    "VALPARAISO, Nov 21", "stood in the text."),
    "courier-0314": ("harbour-courier-2025-03-14.txt", "The Harbour Courier", None,
                     "Norway, Chile Foreign Ministers Agree to Widen Polar Cooperation", "2025-03-14T16:48:00+00:00",
                     "courier-0314", "LISBON —", "in the autumn."),
    "ministry-0612": ("ministry-2025-06-12.txt", "Foreign Ministry", None, "Norway-Chile Relations", "2025-06-12",
                      "ministry-0612", "1. At the beginning", "Tromsø in October."),
}  # fmt: skip

REUTERS = ("ledger-1120", "nordic-1120", "ferry-1121")
Q = "quantity"

# status, then cells: (articles, quote, relation, speaker, facts (kind, words, value, unit, qualifier))
CLAIMS: list[tuple[str, list[tuple[Any, ...]]]] = [
    ("agreed", [
        (REUTERS, "Norway and Chile agreed on Tuesday to open negotiations on a port access agreement that would let the ships of each navy refuel and repair in the harbours of the other", "same", None,
         [("date", "Tuesday", "2024-11-19", "day", None)]),
        ("courier-1120", "The governments of Norway and Chile have agreed to start formal negotiations on an agreement that would open their ports to each other’s navies.", "paraphrase", None, []),
        ("meridian-1120", "Chilean Foreign Minister Marcela Ibáñez and her Norwegian counterpart, Ingrid Solbakken, have agreed to begin talks on mutual access to ports, the Chilean Foreign Ministry said on Wednesday.", "partial", "Chilean Foreign Ministry",
         [("name", "Ingrid Solbakken", "Ingrid Solbakken", None, None)]),
        ("hokuyo-1121", "互いの港に艦船を受け入れる協定の交渉を始めることで合意した。", "paraphrase", None, []),
        ("lecap-1121", "La Norvège et le Chili ont décidé mardi à Valparaiso d’ouvrir des négociations sur un accord qui permettrait aux navires de guerre de chaque pays de se ravitailler dans les ports de l’autre.", "paraphrase", None,
         [("date", "mardi", "2024-11-19", "day", None)]),
    ]),
    ("conflicting", [
        (REUTERS, "About 700 people, most of them small-boat fishers, marched to the customs house while the talks went on, according to the organisers.", "same", "the organisers",
         [(Q, "About 700 people", "700", "person", "about")]),
        ("meridian-1120", "Approximately 600 protesters gathered in front of the customs house on Tuesday, harbor police said, and some of them pelted a car with fish.", "conflict", "harbor police",
         [(Q, "Approximately 600 protesters", "600", "person", "about")]),
        ("hokuyo-1121", "会場の旧税関前では漁業者ら約600人が抗議した。", "conflict", None, [(Q, "約600人", "600", "person", "about")]),
        ("lecap-1121", "Environ 700 pêcheurs ont manifesté devant l’ancienne douane, selon les organisateurs ; la police du port en a compté 600.", "paraphrase", "les organisateurs",
         [(Q, "Environ 700 pêcheurs", "700", "person", "about")]),
    ]),
    ("conflicting", [
        (REUTERS, "The navies of both countries will hold a search-and-rescue exercise named Southern Beacon in the Strait of Magellan in March with four ships, a Chilean navy spokesman said.", "same", "a Chilean navy spokesman",
         [("date", "in March", "2025-03", "month", None), (Q, "four ships", "4", "ship", None)]),
        ("courier-1120", "a joint rescue exercise, which is to be held in the Strait of Magellan in March.", "partial", "four ministers",
         [("date", "in March", "2025-03", "month", None)]),
        ("meridian-1120", "They also confirmed that the exercise 'Southern Beacon' will be held in early April with the participation of three vessels,\" the ministry said.", "conflict", "Chilean Foreign Ministry",
         [("date", "early April", "2025-04", "month", "early"), (Q, "three vessels", "3", "ship", None)]),
    ]),
    ("agreed", [
        (REUTERS, "\"The sea between us is a road, not a border,\" Norwegian Foreign Minister Ingrid Solbakken told reporters", "same", "Ingrid Solbakken",
         [("quote", "The sea between us is a road, not a border,", "The sea between us is a road, not a border", None, None)]),
        ("courier-1120", "Solbakken said that “the sea between us is not a border but a road.”", "paraphrase", "Ingrid Solbakken",
         [("quote", "the sea between us is not a border but a road.", "the sea between us is not a border but a road", None, None)]),
        ("hokuyo-1121", "ノルウェーのソルバッケン外相は会談後の記者会見で「私たちの間の海は国境ではなく道だ」と述べた。", "paraphrase", "ソルバッケン外相",
         [("quote", "私たちの間の海は国境ではなく道だ", "私たちの間の海は国境ではなく道だ", None, None)]),
        ("lecap-1121", "« La mer entre nous est une route, pas une frontière », a déclaré la ministre norvégienne des affaires étrangères, Ingrid Solbakken.", "paraphrase", "Ingrid Solbakken",
         [("quote", "La mer entre nous est une route, pas une frontière", "La mer entre nous est une route, pas une frontière", None, None)]),
    ]),
    ("agreed", [
        (("ledger-1120", "nordic-1120"), "\"No fishing ground will be closed because of this agreement,\" Chilean Foreign Minister Marcela Ibanez said.", "same", "Marcela Ibanez",
         [("negation", "No", "no", None, None), ("quote", "No fishing ground will be closed because of this agreement,", "No fishing ground will be closed because of this agreement,", None, None)]),
        ("hokuyo-1121", "チリのイバニェス外相は「協定によって閉鎖される漁場は一つもない」と強調した。", "paraphrase", "イバニェス外相", []),
        ("lecap-1121", "« Aucune zone de pêche ne sera fermée à cause de cet accord », a assuré son homologue chilienne, Marcela Ibáñez.", "paraphrase", "Marcela Ibanez", []),
        ("ledger-1122", "\"No fishing ground will be closed because of this agreement, and I will put that in writing,\" Ibanez said.", "paraphrase", "Marcela Ibanez",
         [("quote", "No fishing ground will be closed because of this agreement, and I will put that in writing,", "No fishing ground will be closed because of this agreement, and I will put that in writing,", None, None)]),
    ]),
    ("agreed", [
        (("ledger-1120", "nordic-1120"), "Police detained 12 of them after eggs and herring were thrown at a delegation car.", "same", None,
         [(Q, "12 of them", "12", "person", None)]),
        ("hokuyo-1121", "警察によると、12人が拘束された。", "paraphrase", "警察", [(Q, "12人", "12", "person", None)]),
        ("lecap-1121", "Douze personnes ont été interpellées.", "paraphrase", None, [(Q, "Douze personnes", "12", "person", None)]),
        ("ledger-1122", "Chilean police said on Thursday they had detained 18 people at a protest against a planned port access agreement with Norway, up from 12 reported on the day of the march", "partial", "Chilean police",
         [(Q, "18 people", "18", "person", None)]),
    ]),
    ("agreed", [
        ("ledger-1120", "Norway will lend Chile 1.2 billion crowns ($108 million) to build a terminal for ammonia-fuelled ships in Punta Arenas, Solbakken said.", "same", "Ingrid Solbakken",
         [(Q, "$108 million", "108000000", "USD", None)]),
        ("nordic-1120", "Norway will lend Chile 1.2 billion kroner to build a terminal for ammonia-fuelled ships in Punta Arenas, Solbakken said.", "same", "Ingrid Solbakken", []),
        ("meridian-1120", "Norway is to provide a loan of more than $100 million for a new terminal in Punta\nArenas, according to the ministry's statement.", "paraphrase", "Chilean Foreign Ministry",
         [(Q, "more than $100 million", "100000000", "USD", "more than")]),
        ("hokuyo-1121", "ノルウェー側はプンタアレナスの新ターミナル建設に12億クローネ(約165億円)を融資する。", "paraphrase", None, []),
        ("lecap-1121", "Oslo prêtera par ailleurs 1,2 milliard de couronnes (environ 103 millions d’euros) pour un terminal à Punta Arenas.", "paraphrase", None, []),
    ]),
    ("agreed", [
        (("ledger-1120", "nordic-1120"), "The ministers also set up a working group on polar shipping, which is to meet for the first time in the first quarter of next year.", "same", None,
         [("date", "first quarter of next year", "2025-01/2025-03", "quarter", None)]),
        ("courier-1120", "The statement also announced a working group on polar shipping", "partial", "four ministers", []),
        ("meridian-1120", "A working group will deal with shipping in polar waters and will convene for the first time by the end of March, the ministry said.", "paraphrase", "Chilean Foreign Ministry",
         [("date", "by the end of March", "2025-03-31", "day", "by")]),
        ("hokuyo-1121", "両国は極地航路に関する作業部会の設置も決めた。初会合は来年3月までに開く。", "paraphrase", None, []),
    ]),
    ("agreed", [
        (("ledger-1120", "nordic-1120"), "It was the fourth round of the Norway-Chile Maritime Dialogue, and the first since ministers met in Bergen in January last year.", "same", None,
         [(Q, "fourth", "4", "ordinal", None)]),
        ("courier-1120", "It was the first such meeting since January last year.", "partial", None, []),
        ("hokuyo-1121", "海洋対話は昨年1月のベルゲン以来で、4回目となる。", "paraphrase", None, [(Q, "4回目", "4", "ordinal", None)]),
    ]),
    ("related", [
        ("fjord-1016", "People familiar with the plans said the talks would take place in a Chilean port, probably in the second half of November.", "same", "People familiar with the plans", []),
        ("courier-0314", "Norway will host the fifth round of the maritime dialogue in Tromso in the autumn.", "related", None, [(Q, "fifth", "5", "ordinal", None)]),
        ("ministry-0612", "They concurred to hold the fifth Maritime Dialogue in Tromsø in October.", "related", None, [(Q, "fifth", "5", "ordinal", None)]),
    ]),
    ("related", [
        ("courier-1120", "Norway and Chile reached the agreement on Tuesday in Valparaiso at the fourth meeting of their maritime dialogue.", "same", None, [(Q, "fourth", "4", "ordinal", None)]),
        ("courier-0314", "Foreign Minister Ingrid Solbakken met with Chilean counterpart Marcela Ibanez in Lisbon on Thursday", "related", None, []),
    ]),
    ("agreed", [
        ("courier-0314", "The ministers welcomed the first meeting of the working group on polar shipping, which was held in Oslo this month.", "same", None,
         [("date", "this month", "2025-03", "month", None)]),
        ("ministry-0612", "They welcomed the progress of the Working Group on Polar Shipping, which met in March and\nMay", "partial", None,
         [("date", "March and\nMay", "2025-03", "month", None)]),
    ]),
    ("single", [(("ledger-1120", "nordic-1120"), "The agreement, which both sides hope to sign before the end of 2025, would be the first of its kind between a Nordic country and a South American one.", "same", None, [])]),
    ("single", [(("ledger-1120", "nordic-1120"), "The fishers fear that naval traffic will close waters in which they have worked for generations.", "same", None, [])]),
    ("single", [(("ledger-1120", "nordic-1120"), "\"Whoever may dock in Punta Arenas is first in line when the southern seabed is shared out,\" said Oddvar Brekke, who teaches polar politics at the University of Tromso.", "same", "Oddvar Brekke", [])]),
    ("single", [(("ledger-1120", "nordic-1120"), "Analysts said the pact had less to do with rescue at sea than with minerals.", "same", "Analysts", [])]),
    ("single", [("meridian-1120", "The foreign ministers did not discuss seabed mining, the ministry added.", "same", "Chilean Foreign Ministry", [("negation", "not", "not", None, None)])]),
    ("single", [("meridian-1120", "Last year Norway suspended the licensing of mining on its own shelf after objections in parliament.", "same", None, [])]),
    ("single", [("courier-1120", "The four ministers stressed in a statement that the Antarctic must remain a place of peace and science, apparently with new mining plans in mind.", "same", "four ministers", [])]),
    ("single", [("lecap-1121", "M. Fuenzalida, le ministre chilien de la défense, a précisé qu’aucune base permanente n’était prévue.", "same", "M. Fuenzalida", [("negation", "aucune", "aucune", None, None)])]),
    ("single", [("fjord-1016", "Norway and Chile plan to hold ministerial talks on maritime affairs before the end of the year, the Norwegian government said Tuesday.", "same", "the Norwegian government", [])]),
    ("single", [("fjord-1016", "To prepare the round, senior officials of both foreign and defence ministries met in Oslo on Tuesday.", "same", None, [])]),
    ("single", [("fjord-1016", "The Norwegian navy took part in a rescue drill off Chile in April that also included Argentina and Britain.", "same", None, [])]),
    ("single", [("ledger-1122", "The three are accused of damaging a car of the Norwegian delegation, said prosecutor Elisa Marambio.", "same", "Elisa Marambio", [])]),
    ("single", [("ledger-1122", "A hearing is set for Monday.", "same", None, [])]),
    ("single", [("ledger-1122", "Chilean Foreign Minister Marcela Ibanez said on Thursday that she would receive the fishers' union next week.", "same", "Marcela Ibanez", [])]),
    ("single", [("courier-0314", "Solbakken told Ibanez that Norway wished to “bring the port agreement home this year” and called Chile “our closest neighbor across the longest distance.”", "same", "Ingrid Solbakken", [])]),
    ("single", [("courier-0314", "They agreed to share data on ice, weather and rescue — including satellite images — and to repeat joint exercises between the two navies every second year.", "same", None, [])]),
    ("single", [("courier-0314", "Ibanez later met with Portuguese Foreign Minister Leonor Quintela, and they agreed on joint work on rescue at sea.", "same", None, [])]),
    ("single", [("ministry-0612", "The two Ministers signed the Agreement on Reciprocal Port Access, and shared the view that it does not restrict fishing in the waters of either country.", "same", None, [])]),
    ("single", [("ministry-0612", "the first disbursement of 400 million kroner for the terminal in Punta Arenas.", "same", None, [])]),
    ("single", [("ministry-0612", "they noted that the exercise Southern Beacon had been carried out in March with four ships and some 350 sailors.", "same", None, [])]),
    ("single", [("ministry-0612", "neither country plans to license seabed mining south of 60 degrees.", "same", None, [])]),
]  # fmt: skip

# claim number, article a, article b, differences (kind, a, b, type)
DIFFERENCES: list[tuple[int, str, str, list[tuple[str, str, str, str]]]] = [
    (1, "ledger-1120", "meridian-1120", [("number", "700", "600", "conflict")]),
    (1, "ledger-1120", "hokuyo-1121", [("number", "700", "600", "conflict")]),
    (1, "lecap-1121", "meridian-1120", [("number", "700", "600", "conflict")]),
    (2, "ledger-1120", "meridian-1120", [("date", "2025-03", "2025-04", "conflict"), ("number", "4", "3", "conflict")]),
    (2, "courier-1120", "meridian-1120", [("date", "2025-03", "2025-04", "conflict")]),
    (3, "ledger-1120", "courier-1120", [("quote", "The sea between us is a road, not a border",
                                         "the sea between us is not a border but a road", "rounding")]),
    (5, "ledger-1120", "ledger-1122", [("number", "12", "18", "update")]),
    (6, "ledger-1120", "meridian-1120", [("number", "108000000", "100000000", "rounding")]),
    (9, "fjord-1016", "courier-0314", [("number", "4", "5", "different_event")]),
    (10, "courier-1120", "courier-0314", [("date", "2024-11-19", "2025-03-13", "different_event")]),
]  # fmt: skip


def texts() -> dict[str, str]:
    """Raw text of each article."""
    return {i: (STORY / row[0]).read_text(encoding="utf-8") for i, row in ARTICLES.items()}


def comparison() -> dict[str, Any]:
    """The dict of `compare --format json`."""
    raw = texts()
    claims = [_claim(n, status, cells, raw) for n, (status, cells) in enumerate(CLAIMS)]
    aligned = [_alignment(claims, *row) for row in DIFFERENCES]
    aligned += _plain_alignments(claims, {(x["a"]["article"], x["b"]["article"], x["a"]["start"]) for x in aligned})
    return {
        "articles": [_article(i, row, raw[i]) for i, row in ARTICLES.items()],
        "stories": [{"story": "s1", "title": "Port access", "articles": list(ARTICLES)}],
        "claims": claims,
        "alignments": [a for a in aligned if a["relation"] != "related"],
        "related": [a for a in aligned if a["relation"] == "related"],
        "repeats": [],
        "copies": [
            {"from": "ledger-1120", "to": "nordic-1120", "containment": 0.982, "certain": True,
             "evidence": ["both credit Reuters", "the Ledger's copy names reporters and editor"]},
            {"from": "ledger-1120", "to": "ferry-1121", "containment": 1.0, "certain": True,
             "evidence": ["“With reporting by Reuters”", "every sentence stands in the longer text"]},
            {"from": "meridian-1120", "to": "lecap-1121", "containment": 0.11, "certain": False,
             "evidence": ["published later"]},
        ],
    }  # fmt: skip


METHOD: dict[str, Any] = {
    "settings": {"threshold": 0.5, "containment": 0.9, "shingle_size": 5, "num_perm": 128, "clean": True},
    "versions": {"dedup": "0.1.0", "python": "3.11.9", "scorer": "2024-11"},
    "counts": {"articles read": 11, "sentences": 96, "claims": 71, "pairs of claims proposed": 412,
               "aligned": 58, "related": 4, "rows": 33},
    "thresholds": {"same claim": 0.5, "conflict": 0.8},
}  # fmt: skip


def _article(ident: str, row: tuple[str, ...], text: str) -> dict[str, Any]:
    low, high = text.rindex(row[6]), text.rindex(row[7]) + len(row[7])
    body, position = [], low
    for line in text[low:high].split("\n"):
        if line.strip():
            body.append([position + len(line) - len(line.lstrip()), position + len(line)])
        position += len(line) + 1
    names = ("source", "credit", "title", "date", "witness")
    return {"id": ident, **dict(zip(names, row[1:6], strict=True)), "body": body, "complete": ident != "lecap-1121"}


def _claim(number: int, status: str, groups: list[tuple[Any, ...]], raw: dict[str, str]) -> dict[str, Any]:
    cells = {}
    for articles, quote, relation, speaker, facts in groups:
        for article in (articles,) if isinstance(articles, str) else articles:
            cells[article] = _cell(article, raw[article], quote, relation, speaker, facts)
    for article in ARTICLES:
        state = "truncated" if article == "lecap-1121" else "absent"
        cells.setdefault(article, {"article": article, "state": state})
    present = [c for c in cells.values() if c["state"] == "present"]
    present[0]["relation"] = None
    real = [c for c in present if c["relation"] != "related"]
    return {
        "claim_id": f"claim-{number:03d}", "story": "s1", "text": " ".join(present[0]["quote"].split()), "status": status,
        "outlets": len({ARTICLES[c["article"]][1] or c["article"] for c in real}),
        "witnesses": len({ARTICLES[c["article"]][5] for c in real}),
        "cells": list(cells.values()),
    }  # fmt: skip


def _cell(
    article: str, text: str, quote: str, relation: str, speaker: str | None, facts: list[tuple[Any, ...]]
) -> dict[str, Any]:
    start = text.rindex(quote)
    found = []
    for kind, words, value, unit, qualifier in facts:
        at = start + quote.index(words)
        found.append(
            {"kind": kind, "value": value, "unit": unit, "qualifier": qualifier, "start": at, "end": at + len(words)}
        )
    return {"article": article, "state": "present", "start": start, "end": start + len(quote), "quote": quote,
            "relation": relation, "speaker": speaker, "facts": found}  # fmt: skip


def _place(claim: dict[str, Any], article: str) -> dict[str, Any]:
    cell = next(c for c in claim["cells"] if c["article"] == article)
    return {"article": article, "start": cell["start"], "end": cell["end"]}


def _alignment(
    claims: list[dict[str, Any]], number: int, a: str, b: str, differences: list[tuple[str, str, str, str]]
) -> dict[str, Any]:
    relation = {"conflict": "conflict", "different_event": "related"}.get(differences[0][3], "paraphrase")
    return {"a": _place(claims[number], a), "b": _place(claims[number], b), "relation": relation, "score": 0.91,
            "differences": [dict(zip(("kind", "a", "b", "type"), d, strict=True)) for d in differences]}  # fmt: skip


def _plain_alignments(claims: list[dict[str, Any]], done: set[tuple[str, str, int]]) -> list[dict[str, Any]]:
    rows = []
    for claim in claims:
        present = [c for c in claim["cells"] if c["state"] == "present"]
        for other in present[1:]:
            if (present[0]["article"], other["article"], present[0]["start"]) not in done:
                rows.append({"a": _place(claim, present[0]["article"]), "b": _place(claim, other["article"]),
                             "relation": other["relation"], "score": 0.87, "differences": []})  # fmt: skip
    return rows
