"""Whether the field that the user named for the text is there: found out at the first file, not after the last.

Checked before the first part of a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from dedup.errors import UsageError
from dedup.reading.wrapped import inner_records

_SHOWN = 30


class TextField:
    """The name that the user gave, checked once."""

    def __init__(self, name: str | None = None) -> None:
        self._name = name

    def check(self, records: Iterable[Mapping[str, Any]], file: str) -> None:
        """Look for the field in the first records of a file.

        Args:
            records: Some of the first; of a table one with its columns.
            file: Its name, for the message.

        Raises:
            UsageError: None of them has it.
        """
        if self._name is None:
            return
        outer = self._name.partition(".")[0]
        keys: dict[str, None] = {}
        for record in records:
            inside = [key for chain in inner_records(record) for key in chain[-1][1]]
            if self._name in record or self._name in inside or (outer != self._name and outer in record):
                self._name = None
                return
            keys |= dict.fromkeys(map(str, record))
        if keys:
            there = ", ".join(list(keys)[:_SHOWN]) + (", …" if len(keys) > _SHOWN else "")
            raise UsageError(f"{file}: no record has the text field {self._name!r}; the fields there: {there}")
