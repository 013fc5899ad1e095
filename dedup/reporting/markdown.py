"""The comparison as Markdown, for a repository or an issue.

Every text is escaped for its cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dedup.reporting.cells import STATES
from dedup.reporting.comparison_view import STATUS_WORDS, Column, Comparison, Row, comparison_view
from dedup.reporting.differences import Block, differences_by_row
from dedup.reporting.escape import markdown_cell
from dedup.reporting.lead import lead
from dedup.reporting.only import OnlyIn, only_in
from dedup.reporting.words import day, percent, shorten


def comparison(data: Mapping[str, Any]) -> str:
    """Return the comparison as GitHub-flavoured Markdown.

    Args:
        data: The dict of `compare --format json`.
    """
    view = comparison_view(data)
    lines = [f"# {markdown_cell(view.headline)}", "", f"{view.verdict}.", "", *_counts(view), ""]
    lines += _section("In short", _lead(view))
    lines += ["## Independent texts", "", *_texts(view), ""]
    lines += _section("Claims", _claims(view.columns, [r for r in view.rows if r.status != "single"]))
    for title, found in zip(("Conflicts", "Figures differ"), differences_by_row(view.rows), strict=True):
        lines += _section(title, [line for _, own in found for block in own for line in _difference(block)])
    lines += _section("Only in one text", [line for o in only_in(view, view.columns) for line in _only(o)])
    lines += _section("Copies", _copies(view))
    return "\n".join(lines).rstrip("\n") + "\n"


def _section(title: str, body: Sequence[str]) -> list[str]:
    return [f"## {title}", "", *body, ""] if body else []


def _counts(view: Comparison) -> list[str]:
    counts = ", ".join(f"{view.status_counts[s]} {w}" for s, w in STATUS_WORDS.items())
    return [f"Claims: {counts}.", *(f"\n> Note: {markdown_cell(w)}." for w in view.warnings)]


def _lead(view: Comparison) -> list[str]:
    return [
        f"- **{line.head}:** {markdown_cell(line.quote)} ({markdown_cell(line.tail)})"
        if line.quote
        else f"- **{line.head}:** {markdown_cell(line.tail)}"
        for line in lead(view)
    ]


def _texts(view: Comparison) -> list[str]:
    rows = ["| | text | credit | date | copies |", "|---|---|---|---|---|"]
    for c in view.columns:
        cells = (c.head.label, c.head.credit or "", day(c.head.date), ", ".join(a.label for a in c.copies))
        rows.append(f"| {c.letter} | {' | '.join(markdown_cell(cell) for cell in cells)} |")
    return rows


def _legend() -> list[str]:
    states = ("same", "paraphrase", "partial", "conflict", "related", "absent")
    return [", ".join(f"{STATES[s][0]} {STATES[s][1]}" for s in states) + ", ? unknown"]


def _claims(columns: Sequence[Column], rows: Iterable[Row]) -> list[str]:
    body = [
        f"| {markdown_cell(r.wording)} | {r.outlets} ({r.witnesses}) | {' | '.join(_cell(r, c) for c in columns)} |"
        for r in rows
    ]
    if not body:
        return []
    letters = " | ".join(c.letter for c in columns)
    head = [f"| claim | outlets (independent) | {letters} |", "|---" * (len(columns) + 2) + "|"]
    return [*head, *body, "", *_legend()]


def _cell(row: Row, column: Column) -> str:
    cell = row.by_witness.get(column.key)
    if cell is None:
        return ""
    if cell.state not in ("conflict", "related", "partial", "paraphrase"):
        return cell.sign
    marked = "; ".join(f"**{markdown_cell(text)}**" for text, kind in cell.quote if kind == "differs" and text.strip())
    return f"{cell.sign} {marked}".rstrip()


def _difference(block: Block) -> list[str]:
    lines = [f"- {markdown_cell(block.title)}, {block.meaning}: {markdown_cell(shorten(block.row.wording, 200))}"]
    for reading in block.readings:
        who = f", according to {markdown_cell('; '.join(reading.speakers))}" if reading.speakers else ""
        where = markdown_cell(", ".join(c.article.label for c in reading.cells))
        lines.append(f"  - **{markdown_cell(reading.printed)}**{who} ({where})")
    return lines


def _only(found: OnlyIn) -> list[str]:
    head = f"- {found.column.letter} {markdown_cell(found.column.head.label)}"
    return [head, *(f"  - {markdown_cell(s.text)}" for s in found.only)] if found.only else []


def _copies(view: Comparison) -> list[str]:
    lines = []
    for copy in view.copies:
        target, source = view.by_id[copy["to"]], view.by_id[copy["from"]]
        evidence = markdown_cell("; ".join(str(e) for e in copy.get("evidence") or ()))
        known = "" if copy.get("certain") else " Direction not known."
        lines.append(
            f"- {percent(float(copy['containment']))} of {markdown_cell(target.label)} stands in "
            f"{markdown_cell(source.label)}.{known}{f' Evidence: {evidence}.' if evidence else ''}"
        )
    return lines
