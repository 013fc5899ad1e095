"""The entry point of reading: inputs become blocks, blocks become batches, batches become articles.

`iter_blocks` runs on one thread, `parse` on all; `read` is for users in Python.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dedup.articles import Article, Reject
from dedup.batches import articles_from_batch
from dedup.errors import InputError, MissingExtraError
from dedup.reading import encodings, registry
from dedup.reading.blocks import Block, Options, Part, bundle, parse, rejected
from dedup.reading.frames import is_table
from dedup.reading.inputs import Listing, find
from dedup.reading.limits import Limits
from dedup.reading.plain import binary_kind
from dedup.reading.reject_notes import RejectNotes
from dedup.reading.streams import ByteStream, InputFile, open_stream, shown_name
from dedup.reading.text_field import TextField
from dedup.settings import Settings

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Block", "InputFile", "iter_blocks", "parse", "read", "read_batches"]

# What is in work at once grows with it, what each stage spends a batch shrinks: with 4 MB a pass over 58 thousand
# articles holds .24 GB before it writes, with 16 MB .53 GB, and reads them 20 % faster, since memory is used again.
BATCH_BYTES = 4 << 20
_HEAD = 1 << 16
_log = logging.getLogger("dedup")


def iter_blocks(
    inputs: Sequence[str | Path],
    settings: Settings,
    *,
    format: str | None = None,
    batch_bytes: int = BATCH_BYTES,
    want_extra: bool = True,
    on_file: Callable[[InputFile], None] | None = None,
) -> Iterator[Block]:
    """Read inputs into blocks for `parse`: sequential, cheap, no more than a block or two in memory.

    Args:
        inputs: Files, folders (read recursively), glob patterns, `-` for standard input.
        settings: `fields` is used.
        format: Name of a format for all files; None finds it file by file.
        batch_bytes: Input bytes per block; a larger record makes a larger block.
        want_extra: False leaves `extra` null for JSONL, which is then read in about half the time.
        on_file: Called after each file with its size and checksum, from this thread.

    Raises:
        InputError: A path doesn't exist, or nothing could be opened.
        UsageError: The format is unknown, or needs an extra that is not installed.
        SettingsError: `settings.fields` names an unknown field.
    """
    options = Options(
        settings.fields, want_extra, batch_bytes, Limits.of(settings), TextField(settings.fields.get("text"))
    )
    forced = registry.by_name(format) if format else None
    found = find(inputs)
    parts = _all_parts(found, set(map(str, inputs)), options, forced, on_file or _ignore)
    return bundle(parts, batch_bytes, settings.max_text)


def read_batches(
    inputs: Sequence[str | Path],
    settings: Settings,
    on_reject: Callable[[Reject], None],
    *,
    format: str | None = None,
    batch_bytes: int = BATCH_BYTES,
    want_extra: bool = True,
    on_file: Callable[[InputFile], None] | None = None,
) -> Iterator[pa.RecordBatch]:
    """Yield article batches (`dedup.batches.article_schema`), in input order; `id` is "" where a record has none.

    Arguments and errors as `iter_blocks`; `on_reject` gets each record that could not be read, in input order.
    """
    blocks = iter_blocks(
        inputs, settings, format=format, batch_bytes=batch_bytes, want_extra=want_extra, on_file=on_file
    )
    for block in blocks:
        parsed = parse(block)
        for reject in parsed.rejects:
            on_reject(reject)
        if parsed.batch is not None:
            yield parsed.batch


def read(
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    on_reject: Callable[[Reject], None] | None = None,
    settings: Settings | None = None,
    *,
    format: str | None = None,
) -> Iterator[Article]:
    """Read articles from files.

    Args:
        paths: One or several: files, folders, glob patterns, `-` for standard input.
        on_reject: Called with each record that can't be read; None logs on the logger `dedup` the first few of each
            reason, and how many more there were.
        settings: For field names of your own (`fields`).
        format: Name of a format for all files; None finds it file by file.

    Yields:
        Articles in input order; `id` is "" where the record has none.

    Raises:
        InputError: A path doesn't exist, or nothing could be opened.
        UsageError: The format is unknown, or needs an extra that is not installed.
    """
    # small blocks: the first article comes soon
    with RejectNotes(_log.warning) as notes:
        batches = read_batches(
            _several(paths), settings or Settings(), on_reject or notes, format=format, batch_bytes=1 << 20
        )
        for batch in batches:
            yield from articles_from_batch(batch)


def _several(paths: Any) -> list[str | Path]:  # noqa: ANN401 - what a user has
    if isinstance(paths, str | os.PathLike):
        return [os.fspath(paths)]
    several = list(paths) if isinstance(paths, Iterable) and not is_table(paths) else [paths]
    for path in several:
        if not isinstance(path, str | os.PathLike):
            raise InputError(f"paths: got {type(path).__name__}; files are read: give a path, or several in a list")
    return [os.fspath(path) for path in several]


def _ignore(_: InputFile) -> None:
    pass


def _all_parts(
    found: Listing,
    named: set[str],
    options: Options,
    forced: registry.Format | None,
    on_file: Callable[[InputFile], None],
) -> Iterator[Part]:
    failures: list[InputError] = []
    for path, reason in found.skipped:
        _log.warning("%s: %s", shown_name(path), reason)
        yield rejected(shown_name(path), 0, reason)
    with ThreadPoolExecutor(1, thread_name_prefix="dedup-checksum") as pool:
        for name in found.files:
            try:
                stream = open_stream(name, pool, on_file, options.limits)
            except InputError as error:
                if name in named:
                    raise
                failures.append(error)
                shown = shown_name(name)
                yield rejected(shown, 0, str(error).removeprefix(f"{shown}: "))
                continue
            yield from _parts_of(stream, options, forced)
    if failures and len(failures) == len(found.files):
        raise failures[0]


def _parts_of(stream: ByteStream, options: Options, forced: registry.Format | None) -> Iterator[Part]:
    head = stream.head(_HEAD)
    if not head and not stream.damage:
        _log.warning("%s: the file is empty", stream.name)
    elif head:
        chosen = forced or registry.choose(stream.name, _readable(head))
        if chosen is None:
            yield rejected(stream.name, 1, f"{binary_kind(head)}, not text", head)
        else:
            found = False
            for part in _parts_in(stream, chosen, options, head, ends_run=forced is not None):
                found = True
                yield part
            if not found and not stream.damage:
                _log.warning("%s: read as %s, it holds no records", stream.name, chosen.name)
    stream.finish()
    if stream.damage:
        yield rejected(stream.name, 0, stream.damage)


def _parts_in(
    stream: ByteStream, chosen: registry.Format, options: Options, head: bytes, *, ends_run: bool
) -> Iterator[Part]:
    """Yield a file's parts; a format whose extra is not installed costs the file, or the run if the user named it."""
    start = _convert(stream, head, chosen)
    try:
        yield from chosen.parts(stream, options, start=start)
    except MissingExtraError as error:
        if ends_run:
            raise
        yield rejected(stream.name, 1, str(error), head)


def _readable(head: bytes) -> bytes:
    """Return the first bytes in UTF-8 without mark, if they are marked as another Unicode encoding."""
    marked = encodings.marked_encoding(head)
    return head[marked[1] :].decode(marked[0], "replace").encode() if marked else head


def _convert(stream: ByteStream, head: bytes, chosen: registry.Format) -> int:
    if chosen.encoding == "bytes":
        return 0
    skip, change, guessed = encodings.to_utf8(head, guess=chosen.encoding == "guess")
    if guessed:
        _log.warning("%s: the encoding is not declared, read as %s by the looks of the text", stream.name, guessed)
    if change is not None:
        stream.convert(change)
    return stream.skip(skip)
