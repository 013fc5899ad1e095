"""The input of a dedup pass: blocks of files on one side, batches with ids on the other, and what is to be remembered.

Rejects, checksums and time stamps are kept as a note with the spooled articles, so that a
resumed pass knows them without reading again.
"""

from __future__ import annotations

import base64
import hashlib
import os
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from dedup.articles import Reject
from dedup.batches import article_schema, fill_missing_ids
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
        self._lock = threading.Lock()

    def blocks(self) -> Iterator[tuple[int, Block]]:
        """Yield numbered blocks of input, in order."""
        # ids of JSONL records are all that a pass needs of them: the records themselves are copied through
        found = iter_blocks(
            self._inputs, self._settings, format=self._format, want_extra=False, on_file=self._files.append
        )
        return enumerate(found)

    def parse(self, numbered: tuple[int, Block]) -> pa.RecordBatch:
        """Turn a block into a batch of articles that all have an id; rejects are remembered. Thread-safe."""
        number, block = numbered
        parsed = parse(block)
        if parsed.rejects:
            with self._lock:
                self._rejects[number] = parsed.rejects
        if parsed.batch is None:
            return pa.RecordBatch.from_pylist([], schema=plain_schema())
        return fill_missing_ids(parsed.batch.cast(plain_schema()))

    def note(self) -> dict[str, Any]:
        """Return what is to be kept with the articles, as JSON."""
        rejects = [reject for number in sorted(self._rejects) for reject in self._rejects[number]]
        return {
            "files": [{"path": f.path, "bytes": f.bytes, "sha256": f.sha256} for f in self._files],
            "stamps": {f.path: [f.bytes, f.modified] for f in self._files},
            "rejects": [
                {"source_file": r.source_file, "line": r.line, "reason": r.reason, "raw_base64": _base64(r.raw)}
                for r in rejects
            ],
        }


def plain_schema() -> pa.Schema:
    """Return the schema of article batches without dictionaries, which differ from batch to batch."""
    schema = article_schema()
    plain = [f.with_type(f.type.value_type) if pa.types.is_dictionary(f.type) else f for f in schema]
    return pa.schema(plain)


def input_key(inputs: Sequence[str | Path], settings: Settings, input_format: str | None) -> str:
    """Return what must be equal for a pass to resume an earlier one: settings, and the files as they are now."""
    from dedup import __version__
    from dedup.reading.inputs import expand

    stamps = [(path, *_stamp(path)) for path in expand(inputs)]
    # hashed, since it is written beside the spool and the seed may be a secret
    return hashlib.sha256(repr((__version__, settings, input_format, stamps)).encode()).hexdigest()


def _stamp(path: str) -> tuple[int, int]:
    status = os.stat(path) if os.path.exists(path) else None
    return (status.st_size, status.st_mtime_ns) if status else (-1, -1)


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
