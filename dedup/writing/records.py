"""Kept records: JSONL records go through byte for byte, at the speed of a file copy; others as article JSON.

Takes the batches that reading made, less the rows that were removed.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, BinaryIO

from dedup.articles import Article
from dedup.batches import FIELDS, articles_from_batch
from dedup.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

# Read at once, into one buffer: large enough that a system call costs nothing, small enough to stay in the cache.
_WINDOW = 1 << 20


def write_records(batch: pa.RecordBatch, file: BinaryIO, stamps: Mapping[str, tuple[int, int]]) -> None:
    """Append the records of a batch, one line each, in order.

    Args:
        batch: As `dedup.batches.article_schema`, ids resolved; rows that go through as bytes may lack their text.
        file: Open for writing bytes.
        stamps: Per source file its size in bytes and modification time in ns, as they were when it was read.

    Raises:
        InputError: A source file changed since it was read, or can't be read any more.
    """
    import numpy as np

    starts = batch.column("raw_start").to_numpy()
    ends = batch.column("raw_end").to_numpy()
    codes = batch.column("source_file").indices.to_numpy(zero_copy_only=False)
    # runs of rows that are copied from one file
    kind = np.where(starts >= 0, codes, -1)
    bounds = [0, *(np.flatnonzero(np.diff(kind)) + 1).tolist(), batch.num_rows]
    for first, last in itertools.pairwise(bounds):
        if first == last:
            continue
        if kind[first] < 0:
            file.write(b"".join(_lines(batch.slice(first, last - first))))
        else:
            path = batch.column("source_file")[first].as_py()
            copy_ranges(path, starts[first:last], ends[first:last], file, stamps[path])


def copy_ranges(
    path: str, starts: np.ndarray, ends: np.ndarray, file: BinaryIO, stamp: tuple[int, int]
) -> None:
    """Append byte ranges of a file, each with a line end.

    Neighbours in the file (one byte apart: the line end) are copied in one piece.

    Args:
        path: The file the ranges point into.
        starts: int64 offsets.
        ends: int64 offsets, exclusive.
        file: Open for writing bytes.
        stamp: Size and modification time (ns) that the file must still have.

    Raises:
        InputError: The file changed, or can't be read.
    """
    import numpy as np

    apart = np.flatnonzero(starts[1:] != ends[:-1] + 1) + 1
    first = np.concatenate([[0], apart])
    last = np.concatenate([apart - 1, [len(starts) - 1]])
    try:
        source = open(path, "rb", buffering=0)  # noqa: SIM115 - closed below; only opening may fail here
    except OSError as error:
        raise InputError(f"{path}: can't be read again: {error.strerror}") from error
    with source:
        _check(path, source, stamp)
        _copy_runs(source, starts[first].tolist(), ends[last].tolist(), file, path)
        _check(path, source, stamp)


def _copy_runs(source: BinaryIO, starts: list[int], ends: list[int], file: BinaryIO, path: str) -> None:
    buffer = memoryview(bytearray(_WINDOW))
    base = held = 0
    out: list[bytes | memoryview] = []  # joined before it is written: system calls hand the interpreter's lock around
    for start, end in zip(starts, ends, strict=True):
        while start < end:
            if not base <= start < base + held:
                file.write(b"".join(out))
                out.clear()
                base, held = start, os.preadv(source.fileno(), [buffer], start)
                if not held:
                    raise InputError(_changed(path))
            piece = buffer[start - base : min(end - base, held)]
            out.append(piece)
            start += len(piece)  # noqa: PLW2901 - the rest of the run follows
        out.append(b"\n")
    file.write(b"".join(out))


def _check(path: str, source: BinaryIO, stamp: tuple[int, int]) -> None:
    now = os.fstat(source.fileno())
    if (now.st_size, now.st_mtime_ns) != stamp:
        raise InputError(_changed(path))


def _changed(path: str) -> str:
    return f"{path}: the file changed while it was being used: run again when nothing writes to it"


def _lines(batch: pa.RecordBatch) -> Iterator[bytes]:
    raws = batch.column("raw").to_pylist()
    rest = batch.filter(batch.column("raw").is_null())
    articles = articles_from_batch(rest)
    for raw in raws:
        yield raw + b"\n" if raw is not None else article_json(next(articles)) + b"\n"


def article_json(article: Article) -> bytes:
    """Return an article as one line of JSON: its fields that are set, then every field of its record that is extra.

    A field of the record whose name is taken (as `source`, when a URL stood there) comes out in an object `extra`.
    """
    import orjson

    record: dict[str, Any] = {name: getattr(article, name) for name in FIELDS}
    record = {name: value for name, value in record.items() if value is not None}
    taken = {name: value for name, value in article.extra.items() if name in FIELDS}
    record |= {name: value for name, value in article.extra.items() if name not in FIELDS}
    if taken:
        record["extra"] = {"extra": record["extra"], **taken} if "extra" in record else taken
    return orjson.dumps(record)
