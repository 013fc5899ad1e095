"""The lead of a comparison: what a reader should know after thirty seconds, in three to five lines of quotes.

Sentences are quoted from the texts, never composed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dedup.reporting.cells import Cell
from dedup.reporting.comparison_view import Comparison, Row
from dedup.reporting.differences import Block, difference_blocks
from dedup.reporting.words import counted, percent, shorten, without_dateline

_QUOTE = 180  # characters of a quoted sentence
_EARLY = 0.35  # a claim that stands in the first third of a text is one of its points
_SENTENCE = 40  # characters of a sentence that says something by itself
_SHARED = 3  # words that a quoted sentence must share with that by which the claim is listed
_NAMED = 4  # outlets that a line names


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the lead.

    Attributes:
        kind: `agreed`, `differ`, `only` or `copied`.
        head: What the line is about, as "All 4 independent texts".
        quote: A sentence as the texts have it, or "".
        tail: Who says it.
        row: The row that it is taken from; None for copies.
    """

    kind: str
    head: str
    quote: str
    tail: str
    row: Row | None = None


def lead(view: Comparison) -> tuple[Line, ...]:
    """Return the lead: agreement first, then what differs, what one text alone has, and who copied whom."""
    found = [*_agreed(view), *_differ(view), *_only(view), *_copied(view)]
    return tuple(found[:5])


def _agreed(view: Comparison) -> list[Line]:
    agreed = sorted(
        (r for r in view.rows if r.status == "agreed" and r.witnesses > 1), key=lambda r: (-r.witnesses, r.prominence)
    )
    lines = []
    for row, cell in [(r, c) for r in agreed if (c := _wording(r)) is not None][:2]:
        everyone = row.witnesses == len(view.columns)
        head = f"All {row.witnesses} independent texts" if everyone else f"{row.witnesses} independent texts"
        partly = _alone(cell, row) or any(c.state == "partial" for c in _speaking(row))
        more = ", in part" if partly else ""
        lines.append(Line("agreed", head + more, _sentence(cell.text), _names(_speaking(row)), row))
    return lines


def _differ(view: Comparison) -> list[Line]:
    blocks: dict[str, Block] = {}
    for block in difference_blocks(view.rows):
        if block.type == "conflict" or (block.type == "update" and block.kind in ("number", "date")):
            blocks.setdefault(block.row.key, block)
    lines = []
    for block in list(blocks.values())[:2]:
        head = "Conflict" if block.type == "conflict" else "Later figure"
        readings = [f"{shorten(r.printed, 60)} ({_said_by(r.cells)})" for r in block.readings[:3]]
        lines.append(Line("differ", head, _sentence(block.row.text), " – ".join(readings), block.row))
    return lines


def _only(view: Comparison) -> list[Line]:
    alone = sorted(
        (r for r in view.rows if r.status == "single" and r.prominence < _EARLY and _speaks_alone(r, view)),
        key=lambda r: (r.prominence, -len(r.text)),
    )
    if not alone or len(view.columns) < 2:
        return []
    row = alone[0]
    return [Line("only", "Only in one text", _sentence(row.text), _names(_speaking(row)), row)]


def _copied(view: Comparison) -> list[Line]:
    folded = [c for c in view.columns if c.copies]
    if not folded:
        return []
    column = max(folded, key=lambda c: len(c.copies))
    shares = {c["to"]: float(c["containment"]) for c in view.copies if c["from"] == column.head.id}
    names = ", ".join(
        f"{a.label} ({percent(shares[a.id])})" if a.id in shares else a.label for a in column.copies[:_NAMED]
    )
    more = f" and {len(column.copies) - _NAMED} more" if len(column.copies) > _NAMED else ""
    credit = f" ({column.head.credit})" if column.head.credit else ""
    head = f"{counted(len(column.copies) + 1, 'article')}, one text"
    return [Line("copied", head, "", f"{column.head.label}{credit}; copies: {names}{more}")]


def _wording(row: Row) -> Cell | None:
    """Return the cell whose whole sentence is nearest to the row's head; None where all are clauses."""
    order = ("head", "same", "paraphrase", "partial")
    listed = set(row.text.lower().split())
    said = [c for c in _speaking(row) if c.state in order and _whole(c.text)]
    said = [c for c in said if len(listed & set(c.text.lower().split())) >= _SHARED or c.text == row.text]
    return min(said, key=lambda c: (order.index(c.state), _alone(c, row)), default=None)


def _alone(cell: Cell, row: Row) -> int:
    """Return how many figures of a sentence another text of the row lacks."""
    others = [{f["value"] for f in c.facts} for c in _speaking(row) if c is not cell and c.state != "same"]
    figures = {f["value"] for f in cell.facts if f["kind"] == "quantity"}
    return sum(any(value not in known for known in others) for value in figures)


def _whole(text: str) -> bool:
    """Whether a text can stand by itself: long enough to say something, and no clause cut out of a sentence."""
    bare = without_dateline(text).lstrip("\"“‘'«„「『(—– ")
    return len(bare) >= (_SENTENCE if bare.isascii() else _SENTENCE // 2) and not bare[:1].islower()


def _speaks_alone(row: Row, view: Comparison) -> bool:
    """Whether a whole sentence stands alone though it could have been matched: its language is that of most texts."""
    return _whole(row.text) and not row.possible and any(c.article.id not in view.apart for c in _speaking(row))


def _speaking(row: Row) -> list[Cell]:
    return [cell for cell in row.by_witness.values() if cell.spoken]


def _sentence(text: str) -> str:
    """Return a sentence for the lead, without the dateline in front of it."""
    return shorten(without_dateline(text), _QUOTE)


def _names(cells: Sequence[Cell]) -> str:
    names = list(dict.fromkeys(c.article.label for c in cells))
    shown = ", ".join(names[:_NAMED])
    return shown if len(names) <= _NAMED else f"{shown} and {len(names) - _NAMED} more"


def _said_by(cells: Sequence[Cell]) -> str:
    speaker = next((c.speaker for c in cells if c.speaker), None)
    return f"{_names(cells)}, according to {speaker}" if speaker else _names(cells)
