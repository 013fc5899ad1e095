"""Rows printed as the user asks with `--format`: a table to read, JSON lines or CSV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import click

from dedup.tables import rounded

# Columns of a table's cells, beyond which a text is cut: a table is read, the other formats are worked with.
_WIDEST = 60


def print_rows(columns: Sequence[str], rows: Iterable[Mapping[str, Any]], shape: str) -> None:
    """Print rows on standard output.

    Args:
        columns: What to print of each row, in this order; JSON lines hold the rows whole.
        rows: By column name.
        shape: `table`, `jsonl` or `csv`.
    """
    for line in _lines(columns, rows, shape):
        click.echo(line, nl=False)


def _lines(columns: Sequence[str], rows: Iterable[Mapping[str, Any]], shape: str) -> Iterator[str]:
    if shape == "csv":
        from dedup.reporting import csv_tables

        yield from csv_tables.rows(columns, rows)
    elif shape == "jsonl":
        import orjson

        yield from (orjson.dumps(rounded(dict(row))).decode() + "\n" for row in rows)
    else:
        from dedup.reporting.tables import table

        cells = [[_cell(row.get(name)) for name in columns] for row in rows]
        # numbers stand below each other's ends
        right = tuple(n for n, name in enumerate(columns) if cells and _is_number(cells[0][n]))
        heads = tuple(name.replace("_", " ") for name in columns)
        yield table(cells, heads, widths=(_WIDEST,) * len(columns), lines=2, right=right) + "\n"


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.3f}"
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def _is_number(cell: str) -> bool:
    return cell.replace(",", "").replace(".", "", 1).isdigit()
