"""What is said of records that can't be read: the first few of each reason one by one, of the others how many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Self

from dedup.articles import Reject

# A feed whose texts are under an unknown name has one reason a thousand times.
_OF_A_REASON = 3
_IN_ALL = 20


class RejectNotes:
    """Say of each reject which record it is and why, until there are too many; at the end, how many more there were.

    Args:
        say: Called with each sentence.
    """

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._reasons: Counter[str] = Counter()
        self._said = 0

    def __call__(self, found: Reject) -> None:
        """Take note of a reject."""
        self._reasons[found.reason] += 1
        if self._said < _IN_ALL and self._reasons[found.reason] <= _OF_A_REASON:
            self._said += 1
            place = f"{found.source_file}:{found.line}" if found.line else found.source_file
            self._say(f"{place}: not read: {found.reason}")

    @property
    def count(self) -> int:
        """Number of rejects."""
        return self._reasons.total()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if more := self.count - self._said:
            self._say(f"{more:,} more {'record was' if more == 1 else 'records were'} not read")
