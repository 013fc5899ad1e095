"""Tables for a terminal that hold their width in any script, printed by tabulate.

Everything that enters a table here leaves it without control characters.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from dedup.reporting.escape import terminal

_FILL = "\U000f0000"  # stands beside each wide character while tabulate counts characters
_FIRST_STAND_IN = 0xF0001
_FIRST_WIDE = "\u1100"


def width(text: str) -> int:
    """Return the number of columns that a text takes: two for wide East Asian characters, none for marks."""
    return sum(0 if _is_mark(c) else 1 + _is_wide(c) for c in text)


def _is_mark(character: str) -> bool:
    return unicodedata.category(character) in ("Mn", "Me", "Cf")


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def wrap(text: str, columns: int, lines: int = 0) -> str:
    """Break a text into lines of at most so many columns, at blanks where there are any.

    Args:
        text: One paragraph, already stripped for the terminal.
        columns: At least 2.
        lines: Cut after so many lines, with an ellipsis; 0 cuts nothing.
    """
    found: list[str] = []
    line = ""
    for word in text.split():
        rest = word
        while rest:
            joined = f"{line} {rest}" if line else rest
            if width(joined) <= columns:
                line, rest = joined, ""
            elif line and width(rest) <= columns:
                found.append(line)
                line = ""
            else:
                room = columns - (width(line) + 1 if line else 0)
                head = _fitting(rest, room)
                if head:
                    found.append(f"{line} {head}" if line else head)
                    rest = rest[len(head) :]
                else:
                    found.append(line)
                line = ""
    found.append(line)
    if lines and len(found) > lines:
        found = found[:lines]
        found[-1] = _fitting(found[-1], columns - 1).rstrip() + "…"
    return "\n".join(found)


def fit(text: str, columns: int) -> str:
    """Cut a text to so many columns, with an ellipsis where it was cut."""
    return text if width(text) <= columns else _fitting(text, columns - 1).rstrip() + "…"


def _fitting(text: str, columns: int) -> str:
    taken = 0
    for position, character in enumerate(text):
        taken += width(character)
        if taken > columns:
            return text[:position]
    return text


def table(
    rows: Sequence[Sequence[object]],
    headers: Sequence[str] = (),
    *,
    widths: Sequence[int] = (),
    lines: int = 0,
    right: Sequence[int] = (),
) -> str:
    """Print a table.

    Args:
        rows: Cells; control characters and line breaks in them are stripped.
        headers: Column heads; may be empty.
        widths: Columns of text for each column; longer cells are wrapped. 0 or missing wraps nothing.
        lines: Lines after which a cell is cut; 0 cuts nothing.
        right: Columns (from 0) that are aligned to the right.
    """
    from tabulate import tabulate

    stand_ins: dict[str, str] = {}

    def prepared(cells: Sequence[object]) -> list[str]:
        limits = [*widths, *[0] * (len(cells) - len(widths))]
        texts = [terminal(cell) for cell in cells]
        wrapped = [wrap(text, limit, lines) if limit else text for text, limit in zip(texts, limits, strict=False)]
        return [_held(text, stand_ins) for text in wrapped]

    body = [prepared(row) for row in rows]
    alignment = tuple("right" if n in right else "left" for n in range(max(map(len, body), default=0)))
    text = tabulate(
        body, headers=prepared(headers), tablefmt="simple", disable_numparse=True, colalign=alignment or None
    )
    back = {stand_in: cluster for cluster, stand_in in stand_ins.items()}
    restored = "".join(back.get(c, c) for c in text if c != _FILL)
    return "\n".join(line.rstrip() for line in restored.splitlines())


def _held(text: str, stand_ins: dict[str, str]) -> str:
    """Make len() equal the width: marks join their letter in one stand-in, wide characters get a filler beside them."""
    clusters: list[str] = []
    for character in (c if c < _FILL else "\ufffd" for c in text):  # private use stands for nothing, so we may use it
        if clusters and _is_mark(character):
            clusters[-1] += character
        else:
            clusters.append(character)
    held = []
    for cluster in clusters:
        # tabulate counts characters, or, where wcwidth is installed, columns: a stand-in has one of each
        plain = len(cluster) == 1 and cluster < _FIRST_WIDE
        single = cluster if plain else stand_ins.setdefault(cluster, chr(_FIRST_STAND_IN + len(stand_ins)))
        held.append(single + _FILL if _is_wide(cluster[0]) else single)
    return "".join(held)
