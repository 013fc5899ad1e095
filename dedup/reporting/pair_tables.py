"""Two texts side by side, and the pairs near a threshold: what `dedup passages` and `dedup tune` print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dedup.reporting.html import render_page
from dedup.reporting.tables import table
from dedup.reporting.words import percent

# Name and raw text of one side.
Side = tuple[str, str]


def passages(matches: Sequence[Mapping[str, Any]], a: Side, b: Side) -> str:
    """Return the shared passages of two texts as tables, at most 100 columns wide.

    Args:
        matches: {a_start, a_end, b_start, b_end, similarity, kind}.
        a, b: Name and raw text of each side.
    """
    if not matches:
        return f"{a[0]} and {b[0]} share no passage"
    parts = []
    for number, match in enumerate(matches, 1):
        start_a, end_a, start_b, end_b = (match[name] for name in ("a_start", "a_end", "b_start", "b_end"))
        sides = [(f"a {start_a}-{end_a}", a[1][start_a:end_a]), (f"b {start_b}-{end_b}", b[1][start_b:end_b])]
        head = f"passage {number}: {match['kind']}, similarity {match['similarity']:.2f}"
        parts.append(f"{head}\n{table(sides, widths=(16, 80), lines=12)}")
    covered = sum(match["a_end"] - match["a_start"] for match in matches) / max(len(a[1]), 1)
    parts.append(f"{len(matches)} shared passages, {percent(min(covered, 1.0))} of a")
    return "\n\n".join(parts)


def passages_page(matches: Sequence[Mapping[str, Any]], a: Side, b: Side) -> str:
    """Return both texts as one HTML page, shared passages marked and linked to each other; see `passages`."""
    sides = [
        {"key": key, "name": name, "pieces": _pieces(text, [(m[f"{key}_start"], m[f"{key}_end"]) for m in matches])}
        for key, (name, text) in (("a", a), ("b", b))
    ]
    return render_page("passages.html.j2", sides=sides, matches=matches)


def _pieces(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[str, int]]:
    """Cut a text at its passages: (piece, number of the passage from 1, or 0)."""
    pieces: list[tuple[str, int]] = []
    at = 0
    for number, (start, end) in sorted(enumerate(spans, 1), key=lambda item: item[1]):
        begin = max(start, at)  # of overlapping passages the first shows the words
        if begin >= end:
            continue
        pieces += [(text[at:begin], 0), (text[begin:end], number)]
        at = end
    return [*pieces, (text[at:], 0)]


def tuning(found: Mapping[str, Any], threshold: float) -> str:
    """Return the threshold curve and the pairs nearest to the line, at most 100 columns wide.

    Args:
        found: `curve` as {threshold, pairs, removed, detection}, `near` as {id_a, id_b, jaccard, text_a, text_b},
            `quality` as {threshold, precision, recall, f1, b3_precision, b3_recall, b3_f1}, `line` as {threshold, low,
            high, errors, judged} or None.
        threshold: The threshold in question, marked in the curve.
    """
    rows = [
        (
            f"{row['threshold']:.2f}{' <' if row['threshold'] == threshold else ''}",
            f"{row['pairs']:,}", f"{row['removed']:,}", f"{row['detection']:.4f}",
        )
        for row in found["curve"]
    ]  # fmt: skip
    heads = ("threshold", "near-duplicate pairs", "distinct bodies removed", "detection at it")
    parts = [table(rows, heads, right=(1, 2, 3))]
    if found["quality"]:
        parts.append(_judged(found))
    for pair in found["near"]:
        sides = [(pair["id_a"], pair["text_a"]), (pair["id_b"], pair["text_b"])]
        parts.append(f"Jaccard {pair['jaccard']:.3f}\n{table(sides, widths=(20, 76), lines=4)}")
    return "\n\n".join(parts)


def _judged(found: Mapping[str, Any]) -> str:
    names = ("precision", "recall", "f1", "b3_precision", "b3_recall", "b3_f1")
    rows = [
        (f"{row['threshold']:.2f}", *("–" if row[name] is None else f"{row[name]:.3f}" for name in names))
        for row in found["quality"]
    ]
    heads = ("threshold", "precision", "recall", "F1", "B³ precision", "B³ recall", "B³ F1")
    line = found["line"]
    if line is None:
        said = "Too few labels on either side to propose a threshold: label more pairs that are one text, or are not."
    else:
        said = (
            f"Proposed threshold: {line['threshold']:.3f} (95 % interval {line['low']:.3f} to {line['high']:.3f}), "
            f"{line['errors']} of {line['judged']} labels on the wrong side"
        )
    return f"{table(rows, heads, right=tuple(range(1, 7)))}\n\n{said}"
