"""HTML for notebooks: what `_repr_html_` of the results is made of.

On the lowest layer, for the results of the jobs and of the corpus alike. Everything is escaped. Colours are the
notebook's own, so that light and dark themes both do, and its typesetter is told to leave "$5 to $6" alone.
"""

from __future__ import annotations

import html
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

_LINE = "1px solid rgba(128,128,128,.35)"
_CELL = f"text-align:left;vertical-align:top;padding:.25em .8em .25em 0;border:0;border-bottom:{_LINE};"
_TEXT = "max-width:34em;white-space:normal;overflow-wrap:anywhere;"
_NUMBER = "text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums;"


class Hint(NamedTuple):
    """What a cell shows, and what it says when one points at it."""

    shown: str
    hint: str


def output(*parts: str) -> str:
    """Return parts as one output."""
    return f'<div class="tex2jax_ignore mathjax_ignore" style="line-height:1.4">{"".join(parts)}</div>'


def line(text: str, *, strong: bool = False) -> str:
    """Return a paragraph."""
    said = html.escape(text)
    return f'<p style="margin:.3em 0">{f"<b>{said}</b>" if strong else said}</p>'


def table(
    heads: Sequence[str | Hint], rows: Iterable[Sequence[str | Hint]], *, numbers: Collection[int] = ()
) -> str:
    """Return a table; nothing where there is no row.

    Args:
        heads: Of the columns.
        rows: Cells as text.
        numbers: Columns that hold numbers, from 0.
    """
    body = "".join(f'<tr style="background:transparent">{_cells("td", row, numbers)}</tr>' for row in rows)
    if not body:
        return ""
    head = f'<thead><tr style="background:transparent">{_cells("th", heads, numbers)}</tr></thead>'
    style = "border-collapse:collapse;margin:.3em 0;color:inherit"
    return f'<table style="{style}">{head}<tbody>{body}</tbody></table>'


def more(count: int, shown: int, where: str) -> str:
    """Return a line that says how many rows are left out, and what lists them; nothing where all are shown."""
    return line(f"… and {count - shown:,} more: {where}") if count > shown else ""


def short(text: str, length: int = 200) -> str:
    """Return a text on one line, cut at a word's end."""
    joined = " ".join(text[: 4 * length].split())
    if len(joined) <= length:
        return joined
    return joined[:length].rsplit(" ", 1)[0] + " …"


def _cells(tag: str, cells: Sequence[str | Hint], numbers: Collection[int]) -> str:
    return "".join(_cell(tag, cell, place in numbers) for place, cell in enumerate(cells))


def _cell(tag: str, cell: str | Hint, number: bool) -> str:
    shown, hint = cell if isinstance(cell, Hint) else (cell, "")
    title = f' title="{html.escape(hint)}"' if hint else ""
    return f'<{tag} dir="auto" style="{_CELL}{_NUMBER if number else _TEXT}"{title}>{html.escape(shown)}</{tag}>'
