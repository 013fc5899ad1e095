"""The verbs that a chain of stages is written in, and what passes between them.

An engine moves Arrow batches; a stage is a plain function from batches to a batch. What is true of every engine
(batches keep their order under `map`, equal keys meet under `group`) stands here; how it is done, in its own file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from dedup.batches import Lists

Progress = Callable[[int], None]
Part = TypeVar("Part")
Whole = TypeVar("Whole")


class Dataset(Protocol):
    """Batches that can be read again and again, in the same order."""

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        """Read the batches in order."""
        ...

    def __len__(self) -> int:
        """Return how many batches there are."""
        ...

    @property
    def rows(self) -> int:
        """How many rows all batches have together."""
        ...

    @property
    def note(self) -> Any:  # noqa: ANN401 - any JSON value
        """What the caller of `map` kept with it, a JSON value."""
        ...

    def take(self, rows: NDArray[np.int64], columns: list[str]) -> pa.Table:
        """Return some rows, by their numbers, in the order asked for."""
        ...

    def lists(self, name: str) -> Lists:
        """Return a list column of all rows."""
        ...


class Engine(Protocol):
    """What a chain of stages may ask for."""

    def map(
        self,
        stage: Callable[..., pa.RecordBatch],
        *inputs: Iterable[object],
        name: str = ...,
        progress: Progress = ...,
        note: Callable[[], object] = ...,
    ) -> Dataset:
        """Apply a stage to the inputs' items side by side.

        Args:
            stage: From an item of each input to a batch.
            *inputs: As long as each other.
            name: What the result is called; an engine that resumes finds it by this name.
            progress: Told how many rows are done.
            note: Asked, once all is done, for a JSON value to keep with the result.

        Returns:
            The stage's batches in the order of the inputs; empty ones are left out.
        """
        ...

    def fold(
        self, stage: Callable[..., Part], merge: Callable[[Whole, Part], Whole], start: Whole, *inputs: Iterable[object]
    ) -> Whole:
        """Apply a stage to the inputs' items and merge what it returns, in order."""
        ...

    def group(
        self,
        emit: Callable[..., NDArray[np.uint64]],
        reduce: Callable[[NDArray[np.uint64]], NDArray[np.uint64]],
        *inputs: Iterable[object],
        upper: int,
        value_bits: int,
    ) -> Iterator[NDArray[np.uint64]]:
        """Bring equal keys together.

        Args:
            emit: Stage from items to uint64 entries below `upper`; an entry's bits above `value_bits` are its key.
            reduce: From sorted entries, all of a key among them, to uint64 results.
            *inputs: What `emit` is applied to, side by side.
            upper: All entries are below it.
            value_bits: How many lower bits are no part of the key.

        Yields:
            What `reduce` returns, for one range of keys after the other.
        """
        ...

    def join(
        self,
        stage: Callable[
            [Mapping[str, Lists], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]], NDArray[np.int64]
        ],
        first: NDArray[np.int64],
        second: NDArray[np.int64],
        columns: Mapping[str, Dataset],
    ) -> NDArray[np.int64]:
        """Bring the rows of pairs together.

        Args:
            stage: From lists by column, the places of the pairs' two rows among them, and the pairs' numbers,
                to int64[m, any].
            first: int64[n], row of each pair's first; where n is 0 the stage is called once, with empty arrays.
            second: int64[n], row of its second.
            columns: The list columns that the stage reads, and where each is; the datasets' rows stand side by side.

        Returns:
            int64[m, all], the stage's results in the order of the pairs.
        """
        ...
