"""A comparison in a notebook: claims in rows, independent texts in columns, quotes when one points at a cell.

Called by `Comparison._repr_html_`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dedup.notebook import Hint, line, more, output, short, table
from dedup.reporting.cells import STATES, Cell
from dedup.reporting.comparison_view import STATUS_LABELS, STATUS_WORDS, Column, Comparison, Row, comparison_view
from dedup.reporting.words import counted, shorten

_ROWS = 20
_COLUMNS = 12
_READING = 16  # characters of a conflicting reading in a cell


def comparison(data: Mapping[str, Any]) -> str:
    """Return the verdict, the claims by text, and the legend.

    Args:
        data: The dict of `compare --format json`.
    """
    view = comparison_view(data)
    counts = view.status_counts
    claims = ", ".join(f"{counts[status]} {words}" for status, words in STATUS_WORDS.items())
    columns = view.columns[:_COLUMNS]
    # what one text alone has fills the table only where there is nothing else
    shared = [row for row in view.rows if row.status != "single"] or list(view.rows)
    rows = [_cells(row, columns) for row in shared[:_ROWS]]
    heads: list[str | Hint] = ["claim", "status", *(Hint(column.letter, column.head.label) for column in columns)]
    texts = "; ".join(f"{column.letter} {column.head.label}" for column in columns)
    left_out = len(view.columns) - len(columns)
    return output(
        line(view.verdict, strong=True),
        line(f"{counted(len(view.rows), 'claim')}: {claims}"),
        *(line(warning) for warning in view.warnings),
        table(heads, rows),
        line(f"{texts}{f'; and {left_out:,} more' if left_out else ''}"),
        line(", ".join(f"{sign} {words}" for sign, words in _legend(view, shared))),
        more(len(view.rows), len(rows), '.to_pandas("claims"), or `dedup compare -o report.html` for the page'),
    )


def _cells(row: Row, columns: tuple[Column, ...] | list[Column]) -> list[str | Hint]:
    cells: list[str | Hint] = [short(row.wording), STATUS_LABELS[row.status]]
    for column in columns:
        cell = row.by_witness.get(column.key)
        if cell is None:
            cells.append("")
            continue
        quote = short("".join(text for text, _ in cell.quote), 300)
        said = f"{column.head.label}: {cell.label}{f': {quote}' if quote else ''}"
        cells.append(Hint(" ".join([cell.sign, *_readings(row, cell)]), said))
    return cells


def _readings(row: Row, cell: Cell) -> list[str]:
    """Return what a text has otherwise, where texts conflict."""
    found = [
        shorten(str(d["a"] if a is cell else d["b"]), _READING)
        for a, b, d in row.differences
        if d.get("type") == "conflict" and cell in (a, b)
    ]
    return list(dict.fromkeys(found))[:1]


def _legend(view: Comparison, rows: list[Row]) -> list[tuple[str, str]]:
    used = {cell.sign for row in rows for column in view.columns if (cell := row.by_witness.get(column.key))}
    states = {sign: words for state, (sign, words) in STATES.items() if state != "head"}
    return [(sign, words) for sign, words in states.items() if sign in used]
