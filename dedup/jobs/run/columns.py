"""Small things about columns that several tables of a pass need."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dedup.batches import offsets_of
from dedup.engines.base import Dataset


def one_array(column: pa.ChunkedArray) -> pa.Array:
    """Return a column as one array, without copying it where it is one already."""
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def strings_of(data: Dataset, rows: NDArray[np.int64], name: str) -> pa.LargeStringArray:
    """Return a column of strings, or the values of one that cleaning found, for some rows in their order."""
    column = one_array(data.take(rows, [name]).column(0))
    if pa.types.is_struct(column.type):
        column = pc.struct_field(column, "value")
    return column.cast(pa.large_string())


def lengths_of(lists: pa.ListArray) -> NDArray[np.int64]:
    """Return int64[n], how many items each list has; null has none."""
    lengths: NDArray[np.int64] = pc.fill_null(pc.list_value_length(lists), 0).to_numpy(zero_copy_only=False)
    return lengths


def record_numbers(articles: Dataset) -> NDArray[np.int64]:
    """Return int64[rows], the place of each article among those read from its file, from 1."""
    numbers, seen = [], dict[str | None, int]()
    for batch in articles:
        files = batch.column("source_file")
        files = files if pa.types.is_dictionary(files.type) else files.dictionary_encode()
        codes = files.indices.fill_null(-1).to_numpy()
        own = np.empty(len(codes), np.int64)
        for code in np.unique(codes).tolist():
            name = files.dictionary[code].as_py() if code >= 0 else None
            here = np.flatnonzero(codes == code)
            own[here] = seen.get(name, 0) + 1 + np.arange(len(here))
            seen[name] = seen.get(name, 0) + len(here)
        numbers.append(own)
    return np.concatenate(numbers) if numbers else np.empty(0, np.int64)


def ranked(values: pa.LargeStringArray) -> tuple[NDArray[np.int64], pa.LargeStringArray]:
    """Number strings by their order.

    Returns:
        int64[n], the place of each among the distinct ones, -1 for null and for an empty string; the distinct ones,
        sorted.
    """
    encoded = pc.if_else(pc.equal(values, ""), pa.scalar(None, values.type), values).dictionary_encode()
    order = pc.sort_indices(encoded.dictionary)
    rank = np.full(len(order) + 1, -1, np.int64)
    rank[order.to_numpy()] = np.arange(len(order))
    return rank[encoded.indices.fill_null(-1).to_numpy()], encoded.dictionary.take(order)


def distinct_by_group(
    group: NDArray[np.int64], codes: NDArray[np.int64], groups: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the distinct codes of each group from 0 on, sorted, and where each group's start; -1 is no code."""
    known = codes >= 0
    width = int(codes.max(initial=0)) + 1
    keys = np.unique(group[known] * width + codes[known])
    return keys % width, offsets_of(np.bincount(keys // width, minlength=groups))
