"""The input of a dedup pass: blocks of files on one side, batches with ids on the other, and what is to be remembered.

Rejects, checksums and time stamps are kept as a note with the spooled articles, so that a
resumed pass knows them without reading again.
"""

from __future__ import annotations

import base64
import hashlib
import os
import stat
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from dedup.articles import Reject
from dedup.batches import article_schema, fill_missing_ids
from dedup.errors import InputError
from dedup.reading.inputs import STDIN
from dedup.reading.reader import Block, InputFile, iter_blocks, parse
from dedup.settings import Settings


class RunInput:
    """What is read, and what is learnt on the way."""

    def __init__(self, inputs: Sequence[str | Path], settings: Settings, input_format: str | None) -> None:
        self._inputs = inputs
        self._settings = settings
        self._format = input_format
        self._files: list[InputFile] = []
        self._rejects: dict[int, list[Reject]] = {}
        self._articles = 0
        self._lock = threading.Lock()

    def blocks(self) -> Iterator[tuple[int, Block]]:
        """Yield numbered blocks of input, in order."""
        # ids of JSONL records are all that a pass needs of them: the records themselves are copied through
        found = iter_blocks(
            self._inputs, self._settings, format=self._format, want_extra=False, on_file=self._files.append
        )
        return enumerate(found)

    def parse(self, numbered: tuple[int, Block]) -> pa.RecordBatch:
        """Turn a block into a batch of articles that all have an id; rejects are remembered. Thread-safe.

        Raises:
            InputError: There are more articles than one pass may have.
        """
        number, block = numbered
        parsed = parse(block)
        if parsed.rejects:
            with self._lock:
                self._rejects[number] = parsed.rejects
        if parsed.batch is None:
            return pa.RecordBatch.from_pylist([], schema=plain_schema())
        with self._lock:
            self._articles += parsed.batch.num_rows
        if self._articles > self._settings.max_articles:
            raise InputError(
                f"the input has more than {self._settings.max_articles:,} articles (setting max_articles): "
                "raise it, or split the input and use a corpus"
            )
        return plain_articles(parsed.batch)

    @property
    def articles(self) -> int:
        """Number of articles read so far."""
        return self._articles

    def rejects(self) -> list[Reject]:
        """Return what could not be read, in input order."""
        return [reject for number in sorted(self._rejects) for reject in self._rejects[number]]

    def note(self) -> dict[str, Any]:
        """Return what is to be kept with the articles, as JSON."""
        return {
            "files": [{"path": f.path, "bytes": f.bytes, "sha256": f.sha256} for f in self._files],
            "stamps": {f.path: [f.bytes, f.modified] for f in self._files},
            "rejects": reject_rows(self.rejects()),
        }


def reject_rows(rejects: Sequence[Reject]) -> list[dict[str, Any]]:
    """Return rejects as rows of their table."""
    return [
        {"source_file": r.source_file, "line": r.line, "reason": r.reason, "raw_base64": _base64(r.raw)}
        for r in rejects
    ]


def plain_articles(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Return what reading made as a pass carries it: without dictionaries, each article with an id."""
    return fill_missing_ids(batch.cast(plain_schema()))


def plain_schema() -> pa.Schema:
    """Return the schema of article batches without dictionaries, which differ from batch to batch."""
    schema = article_schema()
    plain = [f.with_type(f.type.value_type) if pa.types.is_dictionary(f.type) else f for f in schema]
    return pa.schema(plain)


def input_key(inputs: Sequence[str | Path], settings: Settings, input_format: str | None) -> str:
    """Return what must be equal for a pass to resume an earlier one, beside the content of the files."""
    from dedup import __version__
    from dedup.reading.inputs import expand

    # hashed, since it is written beside the spool and the seed may be a secret
    return hashlib.sha256(repr((__version__, settings, input_format, expand(inputs))).encode()).hexdigest()


def renewed(note: dict[str, Any]) -> dict[str, Any] | None:
    """Return a note with the files' present time stamps; None if a file holds other content than was read.

    Args:
        note: As `RunInput.note` made it for an earlier pass.
    """
    if not note["files"]:  # nothing to hold the content against, as for a stream that was read block by block
        return None
    stamps = {}
    for file in note["files"]:
        digest, stamp = checksum(file["path"])
        if digest != file["sha256"]:
            return None
        stamps[file["path"]] = stamp
    return note | {"stamps": stamps}


def checksum(path: str) -> tuple[str, list[int]]:
    """Return the SHA-256 of a file in hex, with its size and modification time in ns; "" if it can't be read again."""
    if path == STDIN:
        return "", []
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
        with open(descriptor, "rb") as file:
            before = os.fstat(descriptor)
            if not stat.S_ISREG(before.st_mode):
                return "", []
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            after = os.fstat(descriptor)
    except OSError:
        return "", []
    stamp = [before.st_size, before.st_mtime_ns]
    return (digest if stamp == [after.st_size, after.st_mtime_ns] else ""), stamp


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
