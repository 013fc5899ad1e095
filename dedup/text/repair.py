"""Texts as they were meant, for comparison: entities read, UTF-8 that was decoded as Latin-1 or cp1252 decoded anew.

A copy whose `&amp;quot;` or `â€™` was never decoded is a copy all the same. The raw text stays: tokens of the repaired
one are given their place in the raw one.
"""

from __future__ import annotations

import html
import html.entities
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.batches import read_only
from dedup.kernel.suspects import find_suspects

# Passes over a text: three undo what was escaped or encoded three times.
_PASSES = 3
_ENTITY = re.compile(r"&((?:amp;)*)(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")

# What the bytes 0x80 to 0xBF, those after the first of a UTF-8 sequence, are in Latin-1 and in cp1252.
_BYTES = {chr(byte): byte for byte in range(0x80, 0x100)} | {
    char: byte for byte in range(0x80, 0xC0) if (char := bytes([byte]).decode("cp1252", "ignore"))
}
_LATER = re.escape("".join(char for char, byte in _BYTES.items() if byte < 0xC0))
_SEQUENCE = f"[Â-Þ][{_LATER}]|[à-ï][{_LATER}]{{2}}|[ð-ô][{_LATER}]{{3}}"
_ONE, _RUN = re.compile(_SEQUENCE), re.compile(f"(?:{_SEQUENCE})+")
# These stand after a letter in sound text too: « é » with its space, "MENÜ“", "CAFÉ®", "Tomáš”".
_USUAL = frozenset("\xa0¡«\xad°·»¿‚„…‘’“”–—•™®©ªº¹²³‹›†‡´¨¸ŠšŽžŒœŸƒ")

Edit = tuple[int, int, str]


class Repaired(NamedTuple):
    """A string column with some texts repaired.

    Attributes:
        data: uint8[:], the column's bytes.
        offsets: int64[n + 1], where each text starts in them.
        ranges: int32[:], body spans, moved with the repaired texts.
        places: For each repaired row the code points of the raw text at which its code points start and end.
    """

    data: NDArray[np.uint8]
    offsets: NDArray[np.int64]
    ranges: NDArray[np.int32]
    places: dict[int, tuple[NDArray[np.int32], NDArray[np.int32]]]

    def restore(self, row: int, starts: NDArray[np.int32], ends: NDArray[np.int32]) -> None:
        """Turn the offsets of a row's tokens into those of the raw text, in place."""
        if row in self.places and len(starts):
            own_starts, own_ends = self.places[row]
            starts[:] = own_starts[starts]
            ends[:] = own_ends[ends - 1]


def repair_column(
    data: NDArray[np.uint8],
    offsets: NDArray[np.int64],
    ranges: NDArray[np.int32],
    range_offsets: NDArray[np.int32],
    chosen: NDArray[np.bool_] | None = None,
) -> Repaired:
    """Repair the texts of a string column that need it; the others are not copied but for their neighbours' sake.

    Args:
        data, offsets: See `batches.string_buffers`.
        ranges: int32[:], body spans of all texts, flattened; a text is read, and repaired, inside them only.
        range_offsets: int32[n + 1], where each text's spans start.
        chosen: bool[n], the texts that are read; None for all.
    """
    suspects = np.empty(len(offsets) - 1, np.bool_)
    if chosen is None:
        chosen = np.ones(len(suspects), np.bool_)
    places: dict[int, tuple[NDArray[np.int32], NDArray[np.int32]]] = {}
    if not find_suspects(data, offsets, chosen, suspects):
        return Repaired(data, offsets, ranges, places)
    pieces, moved, at = [], ranges.copy(), int(offsets[0])
    sizes = np.diff(offsets)
    for row in np.flatnonzero(suspects).tolist():
        begin, end = int(offsets[row]), int(offsets[row + 1])
        own = slice(int(range_offsets[row]), int(range_offsets[row + 1]))
        text = data[begin:end].tobytes().decode("utf-8", "surrogatepass")
        found = _repair_text(text, ranges[own])
        if found is None:
            continue
        repaired, moved[own], *row_places = found
        places[row] = (row_places[0], row_places[1])
        encoded = np.frombuffer(repaired.encode("utf-8", "surrogatepass"), np.uint8)
        pieces += [data[at:begin], encoded]
        at, sizes[row] = end, len(encoded)
    if not places:
        return Repaired(data, offsets, ranges, places)
    joined = np.concatenate([*pieces, data[at : offsets[-1]]])
    shifted = np.concatenate(([0], np.cumsum(sizes)))
    return Repaired(read_only(joined), read_only(shifted), read_only(moved), places)


def _repair_text(
    text: str, ranges: NDArray[np.int32]
) -> tuple[str, NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]] | None:
    """Return a text repaired inside its ranges, the moved ranges, and its code points' places; None if it is sound."""
    bounds = ranges.tolist() or [0, len(text)]
    parts, moved, changed, at = [Part.of("", 0)], [], False, 0
    size = 0
    for start, end in zip(bounds[::2], bounds[1::2], strict=True):
        part = Part.of(text[start:end], start)
        repaired = part.repair()
        changed |= repaired is not part
        parts += [Part.of(text[at:start], at), repaired]
        moved += [size + start - at, size + start - at + len(repaired.text)]
        size, at = moved[-1], end
    if not changed:
        return None
    parts.append(Part.of(text[at:], at))
    starts, ends = (np.concatenate([part[column] for part in parts]) for column in (1, 2))
    return "".join(part.text for part in parts), np.array(moved if len(ranges) else [], np.int32), starts, ends


class Part(NamedTuple):
    """A part of a text, with the places of its code points in the raw text."""

    text: str
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]

    @classmethod
    def of(cls, text: str, start: int) -> Part:
        """Make a part that is as it stands in the raw text."""
        starts = np.arange(start, start + len(text), dtype=np.int32)
        return cls(text, starts, starts + np.int32(1))

    def repair(self) -> Part:
        """Return the part repaired; itself where nothing is to be done."""
        part = self
        for _ in range(_PASSES):
            before = part
            for find in (_entities, _wrongly_decoded):
                part = part._edit(find)
            if part is before:
                break
        return part

    def _edit(self, find: Callable[[str], Iterator[Edit]]) -> Part:
        edits = list(find(self.text))
        if not edits:
            return self
        texts, starts, ends, at = [], [], [], 0
        for begin, end, new in edits:
            texts += [self.text[at:begin], new]
            starts += [self.starts[at:begin], np.full(len(new), self.starts[begin])]
            ends += [self.ends[at:begin], np.full(len(new), self.ends[end - 1])]
            at = end
        return Part(
            "".join([*texts, self.text[at:]]), np.concatenate([*starts, self.starts[at:]]),
            np.concatenate([*ends, self.ends[at:]]),
        )  # fmt: skip


def _entities(text: str) -> Iterator[Edit]:
    if "&" not in text:
        return
    for found in _ENTITY.finditer(text):
        escaped, name = found.groups()
        if name[0] == "#":
            yield found.start(), found.end(), html.unescape(f"&{name};")
        elif f"{name};" in html.entities.html5:
            yield found.start(), found.end(), html.entities.html5[f"{name};"]
        elif escaped:
            yield found.start(), found.end(1), "&"


def _wrongly_decoded(text: str) -> Iterator[Edit]:
    for run in _RUN.finditer(text):
        if not _is_wrong(text, run.start(), run.end()):
            continue
        for found in _ONE.finditer(text, run.start(), run.end()):
            try:
                decoded = bytes(_BYTES[char] for char in found.group()).decode()
            except UnicodeDecodeError:
                continue
            yield found.start(), found.end(), decoded


def _is_wrong(text: str, start: int, end: int) -> bool:
    """Tell whether a run of such sequences was decoded wrongly, and is no sound text that looks alike."""
    run = text[start:end]
    if run == "ï»¿" or any(map(_is_unusual, _ONE.findall(run))):
        return True
    before, after = text[start - 1 : start], text[end : end + 1]
    if run[0] in "ÂÃ":
        return after.isalpha() or not before.isupper()
    # Ú and ž stand in Czech words, Ä and Å beside one another in none
    if run[0] > "Þ" or run[0] == "×" or (run[0] > "Å" and run[1].isalpha()):
        return False
    return before.islower() or (after.isalpha() and not before.isupper())


def _is_unusual(sequence: str) -> bool:
    """Tell whether a sequence stands in no sound text; a no-break space may follow a letter, whatever comes then."""
    return (len(sequence) == 2 or sequence[1] != "\xa0") and any(char not in _USUAL for char in sequence[1:])
