"""Who said what: statements by speaker, with the variants of each quote and how their words differ."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dedup.reporting.cells import Cell
from dedup.reporting.comparison_view import Row
from dedup.reporting.names import has_name, merged, plain_name
from dedup.reporting.words import Piece, same_words, word_difference

_SMALL = re.compile(r"\b[^\W\d_A-Z][^\W\d_]+\b")


@dataclass(frozen=True, slots=True)
class Variant:
    """One wording, the cells that have it, and its difference to the first wording."""

    cells: tuple[Cell, ...]
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """What one speaker is given for one claim."""

    row: Row
    variants: tuple[Variant, ...]


@dataclass(frozen=True, slots=True)
class Speaker:
    """A speaker under the longest name given, with the other names and the statements in the rows' order."""

    name: str
    other_names: tuple[str, ...]
    statements: tuple[Statement, ...]

    @property
    def outlets(self) -> int:
        """Number of outlets that quote the speaker."""
        return len({c.article.outlet for s in self.statements for v in s.variants for c in v.cells})


def speakers(rows: Iterable[Row]) -> tuple[Speaker, ...]:
    """Return the speakers that have a name or an office, those quoted by most outlets first."""
    said: dict[str, list[tuple[Row, list[Cell]]]] = defaultdict(list)
    kept = list(rows)
    common = {word for row in kept for c in row.spans for word in _SMALL.findall(c.text)}
    given = [c.speaker for row in kept for c in row.spans if c.speaker and has_name(c.speaker, common)]
    names = merged(plain_name(name) for name in given)
    for row in kept:
        by_name: dict[str, list[Cell]] = defaultdict(list)
        for cell in row.spans:
            name = plain_name(cell.speaker) if cell.speaker else ""
            if name in names and has_name(cell.speaker or "", common):
                by_name[names[name]].append(cell)
        for name, cells in by_name.items():
            said[name].append((row, cells))
    found = [
        Speaker(
            name=name,
            other_names=tuple(sorted(n for n, whole in names.items() if whole == name and n != name)),
            statements=tuple(Statement(row, _variants(cells)) for row, cells in statements),
        )
        for name, statements in said.items()
    ]
    return tuple(sorted(found, key=lambda s: (-s.outlets, -len(s.statements), s.name)))


def _variants(cells: Sequence[Cell]) -> tuple[Variant, ...]:
    groups = _by_wording(cells)
    first = _said(groups[0][0])
    variants = []
    for number, group in enumerate(groups):
        quote = _said(group[0])
        pieces = [Piece("equal", quote)] if number == 0 else word_difference(first, quote)
        if sum(len(p.text) for p in pieces if p.op == "equal") < len(quote) * _COMPARABLE:
            pieces = [Piece("equal", quote)]
        variants.append(Variant(tuple(group), tuple(pieces)))
    return tuple(variants)


def _by_wording(cells: Iterable[Cell]) -> list[list[Cell]]:
    """Group cells that have the same words, in order of their first."""
    groups: list[list[Cell]] = []
    for cell in cells:
        for group in groups:
            if same_words(_said(group[0]), _said(cell)):
                group.append(cell)
                break
        else:
            groups.append([cell])
    return groups


def _said(cell: Cell) -> str:
    """Return the words in quotation marks, or the whole claim where there are none."""
    quotes = [
        cell.text[int(f["start"]) - cell.start : int(f["end"]) - cell.start]
        for f in cell.facts
        if f.get("kind") == "quote" and f.get("start") is not None
    ]
    return " ".join((" … ".join(q for q in quotes if q) or cell.text).split())


# Below two fifths of shared text (another language, a free paraphrase) marks on nearly every word only hide the quote.
_COMPARABLE = 0.4
