"""Results for a terminal: plain text, at most 100 columns, no control characters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Any

from dedup.reporting.cells import STATES
from dedup.reporting.comparison_view import STATUS_LABELS, STATUS_WORDS, Column, Comparison, Row, comparison_view
from dedup.reporting.dedup_view import Dedup, lost_share
from dedup.reporting.differences import Block, differences_by_row
from dedup.reporting.escape import terminal as plain
from dedup.reporting.lead import Line, lead
from dedup.reporting.only import OnlyIn, only_in
from dedup.reporting.run_evidence import evidence
from dedup.reporting.tables import table, wrap
from dedup.reporting.tables import width as display_width
from dedup.reporting.words import counted, day, percent, shorten

WIDTH = 100
_TOP = 8  # clusters and passages that the summary of a run lists
_SHOWN = 60  # rows of the claim table; the rest is counted
_LISTED = 6  # claims listed for each outlet
_NARROW = 8  # characters of a conflicting reading in the claim table; the list below has it in full
_CLAIM_WIDTH = 34  # columns that the claim itself has at least
_IN_LEGEND = ("same", "paraphrase", "partial", "conflict", "related", "absent")
_RELATIONS = {
    "near_duplicate": "near-duplicate",
    "contains": "a contains b",
    "contained": "a stands in b",
    "same_story": "same story",
}


def run_summary(view: Dedup) -> str:
    """Return the summary of a pass: ledger, losses, largest clusters, repeated passages, time per stage."""
    counts, manifest = view.counts, view.manifest
    ledger: list[tuple[str, object]] = [(step.name, f"{step.count:,}") for step in view.funnel]
    lost = lost_share(counts)
    if lost is not None:
        ledger.append(("words lost with removed articles", lost))
    parts = [table(ledger, right=(1,), widths=(WIDTH - 14,))]
    left_out = Counter(counts.get("left_out_blocks") or {})
    if left_out:
        blocks = [(f"{n:,}", reason.replace("_", " ")) for reason, n in left_out.most_common(_TOP)]
        parts.append("Left out by cleaning\n" + table(blocks, ("blocks", "reason"), right=(0,)))
    parts += evidence(view)
    if view.clusters:
        rows = [
            (f"{c.size:,}", c.representative.title or c.representative.id, ", ".join(c.sources))
            for c in view.clusters[:_TOP]
        ]
        parts.append(
            "Largest clusters\n" + table(rows, ("articles", "kept", "outlets"), widths=(8, 52, 32), lines=2, right=(0,))
        )
    if view.repeats:
        repeats = [(r.size, r.kind.replace("_", " "), r.text) for r in view.repeats[:_TOP]]
        parts.append(
            "Most repeated passages\n"
            + table(repeats, ("places", "kind", "passage"), widths=(6, 16, 70), lines=2, right=(0,))
        )
    if view.rejects_by_reason:
        rejects = [(n, reason) for reason, n in view.rejects_by_reason[:_TOP]]
        parts.append("Rejected\n" + table(rejects, ("records", "reason"), widths=(7, 86), lines=4, right=(0,)))
    timings = manifest.get("timings") or {}
    if timings:
        stages = [(stage, f"{float(seconds):.2f}") for stage, seconds in timings.items()]
        parts.append(table(stages, ("stage", "seconds"), right=(1,)))
    return "\n\n".join(parts)


def comparison(data: Mapping[str, Any], width: int = WIDTH) -> str:
    """Return the comparison: verdict, claims by witness with conflicts first, conflicts, what one outlet alone has.

    Args:
        data: The dict of `compare --format json`.
        width: Columns that no line exceeds, at least 60.
    """
    view = comparison_view(data)
    parts = [_verdict(view, width)]
    if short := [_indented_line(line, width) for line in lead(view)]:
        parts.append("\n".join(["In short", *short]))
    parts.append(_witnesses(view, width))
    shared = [r for r in view.rows if r.status != "single"]
    if shared:
        fits = _fitting(view, shared, width) == len(view.columns)
        parts.append(_claim_table(view, shared, width) if fits else _claim_list(view, shared, width))
    for title, found in zip(("Conflicts", "Figures differ"), differences_by_row(view.rows), strict=True):
        blocks = [block for _, own in found for block in own]
        if blocks:
            parts.append("\n".join([title, *(line for b in blocks[:_SHOWN] for line in _difference(b, width))]))
    only = [line for o in only_in(view, view.columns) for line in _only(o, width)]
    if only:
        parts.append("\n".join(["Only in one text", *only]))
    return "\n\n".join(parts)


def _verdict(view: Comparison, width: int) -> str:
    counts = view.status_counts
    claims = ", ".join(f"{counts[status]} {words}" for status, words in STATUS_WORDS.items())
    lines = [view.verdict, f"claims: {claims}", *(f"note: {w}" for w in view.warnings)]
    return "\n".join(wrap(plain(line), width) for line in lines)


def _witnesses(view: Comparison, width: int) -> str:
    rows = []
    for column in view.columns[:_SHOWN]:
        copies = f"and copies in {', '.join(a.label for a in column.copies)}" if column.copies else ""
        credit = f"({column.head.credit})" if column.head.credit else ""
        rows.append((column.letter, " ".join(filter(None, (column.head.label, credit, copies))), day(column.head.date)))
    return table(rows, ("", "independent text", "date"), widths=(3, width - 32, 25), lines=3)


def _indented_line(line: Line, width: int) -> str:
    said = f" {line.quote}" if line.quote else ""
    return _indented(f"{line.head}:{said} ({line.tail})" if line.tail else f"{line.head}:{said}", width)


def _column_widths(view: Comparison, rows: Sequence[Row]) -> list[int]:
    """Return how wide each text's column must be: tabulate adds two to a head, and two blanks between columns."""
    return [
        2 + max(display_width(c.letter) + 2, *(display_width(_short(r, c)) for r in rows[:_SHOWN]))
        for c in view.columns
    ]


def _fitting(view: Comparison, rows: Sequence[Row], width: int) -> int:
    """Return how many columns fit beside the claim."""
    return sum(1 for taken in accumulate(_column_widths(view, rows)) if taken <= width - _CLAIM_WIDTH - 5)


def _claim_table(view: Comparison, rows: Sequence[Row], width: int) -> str:
    shown = rows[:_SHOWN]
    body = [[r.wording, str(r.witnesses), *(_short(r, c) for c in view.columns)] for r in shown]
    claim = width - sum(_column_widths(view, rows)) - 5
    text = table(body, ("claim", "n", *(c.letter for c in view.columns)), widths=(claim,), lines=4, right=(1,))
    legend = ", ".join(f"{STATES[s][0]} {STATES[s][1]}" for s in _IN_LEGEND)
    return "\n".join([text, wrap(f"n independent texts; {legend}, ? unknown", width), *_shortened(rows, width)])


def _claim_list(view: Comparison, rows: Sequence[Row], width: int) -> str:
    """Return the claims one below the other, each with a line for every text that makes it."""
    lines = ["Claims"]
    for row in rows[:_SHOWN]:
        texts = counted(row.witnesses, "independent text")
        lines.append(wrap(f"* {shorten(plain(row.wording), 200)} [{STATUS_LABELS[row.status]}, {texts}]", width))
        for column in view.columns:
            cell = row.by_witness.get(column.key)
            if cell is None or cell.start < 0:
                continue
            quote = "" if cell.verbatim else ": " + "".join(text for text, _ in cell.brief)
            lines.append(_indented(f"{column.letter} {cell.sign} {cell.label}{quote}", width))
    return "\n".join([*lines, *_shortened(rows, width)])


def _shortened(rows: Sequence[Row], width: int) -> list[str]:
    if len(rows) <= _SHOWN:
        return []
    return [wrap(f"shortened: {_SHOWN} of {len(rows):,} claims; --format json or csv gives all", width)]


def _short(row: Row, column: Column) -> str:
    cell = row.by_witness.get(column.key)
    if cell is None:
        return ""
    readings = [
        shorten(plain(d["a"] if a is cell else d["b"]), _NARROW)
        for a, b, d in row.differences
        if d.get("type") == "conflict" and cell in (a, b)
    ]
    return " ".join([cell.sign, *dict.fromkeys(readings)][:2])


def _difference(block: Block, width: int) -> list[str]:
    lines = [wrap(f"* {plain(block.title)}, {block.meaning}: {shorten(plain(block.row.wording), 120)}", width)]
    for reading in block.readings:
        who = f", according to {'; '.join(reading.speakers)}" if reading.speakers else ""
        where = ", ".join(c.article.label for c in reading.cells)
        lines.append(_indented(f"{reading.printed}{who} ({where})", width))
    return lines


def _only(found: OnlyIn, width: int) -> list[str]:
    if not found.only:
        return []
    lines = [wrap(f"{found.column.letter} {plain(found.column.head.label)}", width)]
    lines += [_indented(f"- {shorten(s.text, 200)}", width) for s in found.only[:_LISTED]]
    if len(found.only) > _LISTED:
        lines.append(f"    and {len(found.only) - _LISTED} more")
    return lines


def _indented(text: str, width: int) -> str:
    return "\n".join(f"    {line}" for line in wrap(plain(text), width - 4).split("\n"))


def explanation(data: Mapping[str, Any], texts: Mapping[str, str]) -> str:
    """Return why two articles are related: relation, figures, shared passages from both sides.

    Args:
        data: `a` and `b` as {id, title, source}; `relation, jaccard, containment_a, containment_b`; optionally
            `estimate` and the counts `shared, shingles_a, shingles_b`; `passages` as {a_start, a_end, b_start, b_end,
            similarity, kind}.
        texts: Raw text by id of a and b.
    """
    a, b = data["a"], data["b"]
    relation = str(data["relation"])
    rows: list[tuple[str, object]] = [
        ("a", _article_line(a)),
        ("b", _article_line(b)),
        ("relation of a to b", _RELATIONS.get(relation, relation)),
        (
            "Jaccard",
            f"{data['jaccard']:.3f}"
            + (f" (signatures estimate {data['estimate']:.3f})" if data.get("estimate") is not None else ""),
        ),
        ("share of a in b", percent(data["containment_a"])),
        ("share of b in a", percent(data["containment_b"])),
    ]
    if data.get("shared") is not None:
        rows.append(("shingles", f"{data['shared']:,} shared of {data['shingles_a']:,} and {data['shingles_b']:,}"))
    passages = data.get("passages") or ()
    rows.append(("shared passages", f"{len(passages):,}"))
    parts = [table(rows, widths=(20, WIDTH - 22))]
    for number, p in enumerate(passages, 1):
        quote_a = texts.get(str(a["id"]), "")[p["a_start"] : p["a_end"]]
        quote_b = texts.get(str(b["id"]), "")[p["b_start"] : p["b_end"]]
        sides = [(f"a {p['a_start']}-{p['a_end']}", quote_a)]
        if quote_a != quote_b:
            sides.append((f"b {p['b_start']}-{p['b_end']}", quote_b))
        else:
            sides.append((f"b {p['b_start']}-{p['b_end']}", "the same characters"))
        parts.append(
            f"passage {number}: {p['kind']}, similarity {p['similarity']:.2f}\n"
            + table(sides, widths=(16, WIDTH - 18), lines=8)
        )
    return "\n\n".join(parts)


def _article_line(article: Mapping[str, Any]) -> str:
    named = (_value_of(article.get("title")), _value_of(article.get("source")), str(article["id"]))
    return " · ".join(part for part in named if part)


_FOUND = ("title", "published", "updated", "dateline", "credit", "author", "language")


def cleaned(rows: Iterable[Mapping[str, Any]], texts: Mapping[str, str]) -> str:
    """Return what cleaning found in each article, what it kept and what it left out with the reasons.

    Args:
        rows: As in `articles.jsonl`: the found values as {value, start, end, origin} or null, `body` as [start, end],
            `left_out` as {start, end, reason}.
        texts: Raw text by id.
    """
    return "\n\n".join(_cleaned_one(row, texts.get(str(row["id"]), "")) for row in rows)


def _cleaned_one(row: Mapping[str, Any], text: str) -> str:
    head = [(name, _value_of(found), _origin(found)) for name in _FOUND if (found := row.get(name)) is not None]
    parts = [wrap(plain(row.get("source_file") or row["id"]), WIDTH)]
    if head:
        parts.append(table(head, ("found", "value", "where"), widths=(10, 62, 24)))
    kept = [(f"{start}-{end}", text[start:end]) for start, end in row.get("body") or ()]
    if kept:
        parts.append(table(kept, ("kept", "body"), widths=(13, WIDTH - 15), lines=3))
    left = [(f"{b['start']}-{b['end']}", b["reason"], text[b["start"] : b["end"]]) for b in row.get("left_out") or ()]
    if left:
        parts.append(table(left, ("left out", "reason", "text"), widths=(13, 20, WIDTH - 37), lines=2))
    return "\n\n".join(parts)


def _origin(found: object) -> str:
    if not isinstance(found, Mapping):
        return ""
    if found.get("start") is not None:
        return f"{found.get('origin', 'text')} {found['start']}-{found['end']}"
    return str(found.get("origin", ""))


def _value_of(found: object) -> str:
    """Return the value of something read off a page, which is `{value, start, end, origin}`, a text or null."""
    if isinstance(found, Mapping):
        found = found.get("value")
    return "" if found is None else str(found)


def scores(rows: Iterable[Mapping[str, Any]]) -> str:
    """Return the verdicts of `score` as a table: novelty, and where the rest comes from.

    Args:
        rows: As `score` writes them: `id, verdict, novelty, provenance[{source_id, share}], matches[{id, relation}]`.
    """
    body = []
    for row in rows:
        origin = [f"{percent(p['share'])} {p['source_id']}" for p in row.get("provenance") or ()]
        matched = [f"{m['relation'].replace('_', ' ')} of {m['id']}" for m in (row.get("matches") or ())[:1]]
        body.append(
            (row["id"], row["verdict"].replace("_", " "), percent(row["novelty"]), "; ".join(origin or matched))
        )
    return table(body, ("article", "verdict", "new", "from"), widths=(28, 14, 5, 46), lines=3, right=(2,))
