"""What the records of a batch say, and the columns that facts are gathered in; passed from `core` to `facts`."""

from __future__ import annotations

import itertools
import operator
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dedup.articles import Found, Span

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.cleaning.metadata import Stated

TEXT = "text"  # origin of what the text states


class Records(NamedTuple):
    """What the records of n texts say, and where each of their fields comes from.

    Attributes:
        title, date, updated, author, source, url, language: n values each.
        origins: Of each text, by field; texts of the same origins share one object.
    """

    title: Sequence[str | None]
    date: Sequence[str | None]
    updated: Sequence[str | None]
    author: Sequence[str | None]
    source: Sequence[str | None]
    url: Sequence[str | None]
    language: Sequence[str | None]
    origins: Sequence[dict[str, str]]

    def origin_of(self, field: str) -> list[str]:
        """Return where a field of each text comes from, `field:…` where the record itself has it."""
        own = f"field:{field}"
        if self.origins and all(map(operator.is_, self.origins, itertools.repeat(self.origins[0]))):  # of one file
            return [self.origins[0].get(field, own)] * len(self.origins)
        cached = {id(origins): origins.get(field, own) for origins in self.origins}
        return [cached[id(origins)] for origins in self.origins]


class Column:
    """One fact of n texts.

    Attributes:
        values: None where unknown.
        starts, ends: int32[n], code points; -1 where the text does not state it.
        origins: Where each comes from, as `text` or `field:title`.
    """

    def __init__(self, values: Sequence[str | None], origins: Sequence[str]) -> None:
        self.values = [value or None for value in values]
        self.starts = np.full(len(self.values), -1, np.int32)
        self.ends = np.full(len(self.values), -1, np.int32)
        self.origins = list(origins)

    def state(self, row: int, stated: Stated) -> None:
        """Set what the text of a row states."""
        self.values[row], self.starts[row], self.ends[row] = stated
        self.origins[row] = TEXT

    def state_all(
        self, rows: NDArray[np.int64], stated: Sequence[tuple[str, int, int]], starts: NDArray[np.int32]
    ) -> None:
        """Set what the texts of many rows state.

        Args:
            rows: The rows.
            stated: Of each the value, and where it starts and ends in its line.
            starts: Where each line starts.
        """
        places = np.array([span[1:] for span in stated], np.int32).reshape(-1, 2)
        self.starts[rows], self.ends[rows] = starts + places[:, 0], starts + places[:, 1]
        for row, (value, _, _) in zip(rows.tolist(), stated, strict=True):
            self.values[row], self.origins[row] = value, TEXT

    def found(self, row: int) -> Found | None:
        """Return one row's fact."""
        value, start = self.values[row], int(self.starts[row])
        if value is None:
            return None
        return Found(value, Span(start, int(self.ends[row])) if start >= 0 else None, self.origins[row])
