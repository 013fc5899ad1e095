"""Blocks of what differs: one for each quantity, date, name or negation of a claim, with who says which.

Called by the terminal, Markdown and HTML writers for the section "Conflicts".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dedup.reporting.cells import Cell, find_fact
from dedup.reporting.comparison_view import Row

TYPES = {
    "conflict": "conflict",
    "update": "update: the later figure supersedes",
    "different_scope": "different scope: they count different things",
    "rounding": "rounding: the same, told more or less exactly",
    "different_event": "different events",
}
_SEVERITY = {name: rank for rank, name in enumerate(TYPES)}


@dataclass(frozen=True, slots=True)
class Reading:
    """One value, as printed, with the cells that give it; `number` is set where the value is one."""

    value: str
    printed: str
    qualifier: str | None
    number: float | None
    cells: tuple[Cell, ...]

    @property
    def speakers(self) -> tuple[str, ...]:
        """Who says it, without repeats, in order of time."""
        return tuple(dict.fromkeys(c.speaker for c in self.cells if c.speaker))


@dataclass(frozen=True, slots=True)
class Block:
    """One difference within a claim: its kind, what it means, and its readings in order of time."""

    row: Row
    kind: str
    unit: str | None
    type: str
    readings: tuple[Reading, ...]

    @property
    def meaning(self) -> str:
        """The type in words."""
        return TYPES.get(self.type, self.type)

    @property
    def title(self) -> str:
        """What differs, as "number (person)"."""
        return f"{self.kind} ({self.unit})" if self.unit else self.kind


def difference_blocks(rows: Iterable[Row]) -> tuple[Block, ...]:
    """Return the blocks of all rows, conflicts first, otherwise in the rows' order; `related` rows have none."""
    blocks = [block for row in rows if row.status != "related" for block in _blocks_of(row)]
    return tuple(sorted(blocks, key=lambda b: _SEVERITY.get(b.type, 9)))


_Sided = tuple[Cell, str, Mapping[str, Any] | None]


def _blocks_of(row: Row) -> Iterable[Block]:
    groups: dict[tuple[str, str | None], list[_Sided]] = defaultdict(list)
    types: dict[tuple[str, str | None], set[str]] = defaultdict(set)
    for cell_a, cell_b, difference in row.differences:
        kind = str(difference.get("kind", ""))
        sides = [(cell_a, str(difference.get("a", ""))), (cell_b, str(difference.get("b", "")))]
        facts = [find_fact(cell.facts, kind, reading) for cell, reading in sides]
        unit = next((str(f["unit"]) for f in facts if f is not None and f.get("unit")), None)
        key = (kind, None if kind == "date" else unit)
        types[key].add(str(difference.get("type", "conflict")))
        groups[key] += [(*side, fact) for side, fact in zip(sides, facts, strict=True)]
    for (kind, unit), sided in groups.items():
        kind_type = min(types[kind, unit], key=lambda t: _SEVERITY.get(t, 9))
        readings = _readings(row, kind, sided)
        if len(readings) > 1:
            yield Block(row, kind, unit, kind_type, readings)


def _readings(row: Row, kind: str, sided: Iterable[_Sided]) -> tuple[Reading, ...]:
    facts: dict[str, Mapping[str, Any] | None] = {}
    cells: dict[str, dict[str, Cell]] = defaultdict(dict)
    printed: dict[str, str] = {}
    for cell, reading, fact in sided:
        value = str(fact["value"]) if fact else reading
        facts.setdefault(value, fact)
        printed.setdefault(value, _printed(cell, fact) or reading)
        cells[value][cell.article.id] = cell
    for value, fact in facts.items():
        if fact is None:
            continue
        for cell in row.cells.values():  # those who agree with one side have no difference of their own to it
            if cell.spoken and _has(cell, fact):
                cells[value].setdefault(cell.article.id, cell)
    in_order = {article: n for n, article in enumerate(row.cells)}
    readings = [
        Reading(
            value=value,
            printed=printed[value],
            qualifier=str(fact["qualifier"]) if fact and fact.get("qualifier") else None,
            number=_as_number(value) if kind == "number" else None,
            cells=tuple(sorted(cells[value].values(), key=lambda c: in_order[c.article.id])),
        )
        for value, fact in facts.items()
    ]
    return tuple(sorted(readings, key=lambda r: in_order[r.cells[0].article.id]))


def _has(cell: Cell, fact: Mapping[str, Any]) -> bool:
    wanted = (fact.get("kind"), str(fact.get("value")), fact.get("unit"))
    return any((f.get("kind"), str(f.get("value")), f.get("unit")) == wanted for f in cell.facts)


def _printed(cell: Cell, fact: Mapping[str, Any] | None) -> str:
    if fact is None or fact.get("start") is None:
        return ""
    return " ".join(cell.text[int(fact["start"]) - cell.start : int(fact["end"]) - cell.start].split())


def _as_number(value: str) -> float | None:
    try:
        return float(value.replace(",", ""))
    except ValueError:
        return None
