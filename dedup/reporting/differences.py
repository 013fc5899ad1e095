"""Blocks of what differs: one for each quantity, date, name or negation of a claim, with who says which."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dedup.reporting.cells import Cell, find_fact, tells
from dedup.reporting.comparison_view import Row

TYPES = {
    "conflict": "conflict",
    "update": "update: the later figure supersedes",
    "different_scope": "another scope: the same unit, but not the same whole",
    "rounding": "rounding: the same, told more or less exactly",
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
    """Return the blocks of all rows, conflicts first, otherwise in the rows' order; `related` rows have none.

    Every row in conflict has a block of that type, and no other row has one, so that all counts agree.
    """
    blocks = [block for row in rows if row.status != "related" for block in _told_blocks(row)]
    return tuple(sorted(blocks, key=lambda b: _SEVERITY.get(b.type, 9)))


def differences_by_row(
    rows: Iterable[Row],
) -> tuple[list[tuple[Row, tuple[Block, ...]]], list[tuple[Row, tuple[Block, ...]]]]:
    """Return the claims in conflict with their blocks, and those whose figures only differ.

    A claim is in one of the two: the conflicts are those that the header counts, with all their differences.
    """
    blocks: dict[str, list[Block]] = defaultdict(list)
    kept = list(rows)
    for block in difference_blocks(kept):
        blocks[block.row.key].append(block)
    found = [(row, tuple(blocks[row.key])) for row in kept if row.key in blocks]
    conflicts = [(row, own) for row, own in found if row.status == "conflicting"]
    return conflicts, [(row, own) for row, own in found if row.status != "conflicting"]


def _told_blocks(row: Row) -> Iterable[Block]:
    blocks = list(_blocks_of(row))
    if row.status != "conflicting":
        return [block for block in blocks if block.type != "conflict"]
    if not any(block.type == "conflict" for block in blocks):
        blocks.insert(0, _whole(row))
    return blocks


def _whole(row: Row) -> Block:
    """Return the block of a row in conflict whose values are not told apart: the statements themselves."""
    cells = [c for c in row.by_witness.values() if c.state in ("head", "conflict")]
    words = [" ".join("".join(text for text, _ in c.brief).split()) for c in cells]
    readings = (Reading(w, w, None, None, (c,)) for w, c in zip(words, cells, strict=True))
    return Block(row, "statement", None, "conflict", tuple(readings))


@dataclass(slots=True)
class _Value:
    """A value under collection: its first fact, how it is printed, its units, and who gives it."""

    fact: Mapping[str, Any] | None
    printed: str
    units: list[str]
    cells: dict[str, Cell]


def _blocks_of(row: Row) -> Iterable[Block]:
    """Yield a block for each set of values that differences tie to each other."""
    values: dict[tuple[str, str], _Value] = {}
    types: dict[tuple[str, str], set[str]] = defaultdict(set)
    tied: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for cell_a, cell_b, difference in row.differences:
        if not tells(difference) or not _comparable(cell_a, cell_b, difference):
            continue
        a = _collect(values, cell_a, difference, "a")
        b = _collect(values, cell_b, difference, "b")
        for one, other in ((a, b), (b, a)):
            tied[one].add(other)
            types[one].add(str(difference.get("type", "conflict")))
    for keys in _components(tied):
        found = {key: values[key] for key in keys}
        readings = _readings(row, found)
        if len(readings) > 1:
            kind_type = min(set().union(*(types[k] for k in keys)), key=lambda t: _SEVERITY.get(t, 9))
            units = Counter(unit for value in found.values() for unit in value.units)
            kind = keys[0][0]
            unit = units.most_common(1)[0][0] if units and kind == "number" else None
            yield Block(row, kind, unit, kind_type, readings)


# No figure: it fits nearly all.
_VAGUE = re.compile(
    r"(?:(?:tens|hundreds|thousands) of )?(?:dozens|scores|hundreds|thousands|millions|billions)(?: [^\W\d]+)*",
    re.IGNORECASE,
)


def _comparable(a: Cell, b: Cell, difference: Mapping[str, Any]) -> bool:
    """Whether two values count the same thing: of one event, and of the same unit and noun where these are known."""
    kind, meaning = str(difference.get("kind", "")), str(difference.get("type", "conflict"))
    if meaning == "different_event" or "related" in (a.state, b.state):
        return False
    if meaning == "conflict":
        return True
    if kind == "number" and any(_VAGUE.fullmatch(str(difference.get(side) or "")) for side in "ab"):
        return False
    facts = [
        find_fact(cell.text, cell.start, cell.facts, kind, str(difference.get(side) or ""))
        for cell, side in ((a, "a"), (b, "b"))
    ]
    if kind != "number" or None in facts:
        return meaning != "different_scope"
    units, nouns = ([fact.get(name) if fact else None for fact in facts] for name in ("unit", "of"))
    if meaning == "different_scope" and None in units:
        return False
    return all(None in pair or pair[0] == pair[1] for pair in (units, nouns))


def _collect(
    values: dict[tuple[str, str], _Value], cell: Cell, difference: Mapping[str, Any], side: str
) -> tuple[str, str]:
    """Add one side of a difference to the values and return its key."""
    kind, reading = str(difference.get("kind", "")), str(difference.get(side) or "")
    fact = find_fact(cell.text, cell.start, cell.facts, kind, reading)
    key = (kind, str(fact["value"]) if fact else reading.casefold())
    value = values.setdefault(key, _Value(fact, _printed(cell, kind, fact, reading), [], {}))
    value.cells.setdefault(cell.article.id, cell)
    if fact and fact.get("unit"):
        value.units.append(str(fact["unit"]))
    return key


def _components(tied: Mapping[tuple[str, str], set[tuple[str, str]]]) -> Iterable[list[tuple[str, str]]]:
    seen: set[tuple[str, str]] = set()
    for start in tied:
        if start in seen:
            continue
        group, queue = [], [start]
        seen.add(start)
        while queue:
            key = queue.pop()
            group.append(key)
            queue += sorted(tied[key] - seen)
            seen |= tied[key]
        yield group


def _readings(row: Row, values: Mapping[tuple[str, str], _Value]) -> tuple[Reading, ...]:
    units = {unit for value in values.values() for unit in value.units}
    in_order = {article: n for n, article in enumerate(row.cells)}
    given = {article for value in values.values() for article in value.cells}
    readings = []
    for (kind, key), value in values.items():
        for cell in row.spans:  # those who agree with one side have no difference of their own to it
            if cell.article.id not in given and cell.spoken and value.fact and _has(cell, value.fact, units):
                value.cells[cell.article.id] = cell
        readings.append(
            Reading(
                value=key,
                printed=value.printed,
                qualifier=str(value.fact["qualifier"]) if value.fact and value.fact.get("qualifier") else None,
                number=_as_number(key) if kind == "number" else None,
                cells=tuple(sorted(value.cells.values(), key=lambda c: in_order[c.article.id])),
            )
        )
    return tuple(sorted(readings, key=lambda r: in_order[r.cells[0].article.id]))


def _has(cell: Cell, fact: Mapping[str, Any], units: Collection[str]) -> bool:
    wanted = (fact.get("kind"), str(fact.get("value")))
    return any(
        (f.get("kind"), str(f.get("value"))) == wanted and (not units or f.get("unit") in units) for f in cell.facts
    )


def _printed(cell: Cell, kind: str, fact: Mapping[str, Any] | None, reading: str) -> str:
    """Return a reading as a reader needs it.

    A number comes with its qualifier, a date with what it was resolved to; a negation or a modality says nothing by
    itself, so it comes with the words around it.
    """
    if kind in ("negation", "modality"):
        return " ".join("".join(text for text, _ in cell.brief).split())
    if fact is None or fact.get("start") is None:
        return reading or "not said"
    words = " ".join(cell.text[int(fact["start"]) - cell.start : int(fact["end"]) - cell.start].split()) or reading
    qualifier, value = str(fact.get("qualifier") or ""), str(fact.get("value"))
    if fact.get("kind") == "date" and value not in words and "X" not in value:
        return f"{words} ({value})"
    return words if _starts_with_qualifier(words) or not qualifier else f"{qualifier} {words}"


def _starts_with_qualifier(words: str) -> bool:
    """Whether words stand before the number, as in "Approximately 600": then nothing has to be added."""
    return bool(words) and not words[0].isdigit() and words[0] not in "$€£¥"


def _as_number(value: str) -> float | None:
    try:
        return float(value.replace(",", ""))
    except ValueError:
        return None
