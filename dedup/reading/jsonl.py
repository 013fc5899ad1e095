"""JSON Lines: one record a line; a broken line costs that line and nothing else.

Called through the registry. Blocks end at line ends and are parsed column by column where all is regular
(`json_columns`), else line by line here; both give the same.
"""

from __future__ import annotations

import functools
import logging
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from dedup.articles import Reject
from dedup.reading.aliases import Names, names_for
from dedup.reading.blocks import Options, Parsed, Part
from dedup.reading.field_values import kind_of
from dedup.reading.json_columns import read_columns
from dedup.reading.json_shape import Shape, shape_of
from dedup.reading.lines import LineBlock, line_blocks
from dedup.reading.records import BatchBuilder, RecordError, records_within, resolve

if TYPE_CHECKING:
    from dedup.reading.streams import ByteStream

# Records that show what the others look like.
_SAMPLE = 200
_log = logging.getLogger("dedup")
_ESCAPE = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)", re.DOTALL
)
# Python and JavaScript write NaN and infinities for numbers that are none; a string is passed over as a whole.
_NO_NUMBER = re.compile(rb'("(?:[^"\\]++|\\.)*+")|-?\b(?:NaN|Infinity|Inf)\b', re.DOTALL)


def sniff(head: bytes) -> bool:
    """Say if a line among the first is a record by itself, and none before it opens a document of many lines."""
    lines = [text for text in map(bytes.strip, head.split(b"\n", 50)) if text]
    for text in lines:
        if not text.startswith(b"{") or text == b"{":
            return False
        record = _loads(text)
        if isinstance(record, dict):
            return len(lines) > 1 or not records_within(record, names_for({}, record))
    return False


def parts(stream: ByteStream, options: Options, *, start: int) -> Iterator[Part]:
    """Yield blocks of lines; `start` is the offset of the first byte (after a mark)."""
    sample = first_records(stream.head(1 << 20))
    names = names_for(options.fields, sample[0] if sample else (), stream.name)
    options.text_field.check(sample, stream.name)
    shape = shape_of(sample, names)
    for block in line_blocks(stream, options, start):
        if isinstance(block, Part):
            yield block
        else:
            yield Part(
                len(block.data),
                functools.partial(parse_block, block, names, shape, want_extra=options.want_extra),
            )


def parse_block(
    block: LineBlock, names: Names, shape: Shape, *, want_extra: bool
) -> Parsed:
    """Parse a block of lines: by columns if `extra` is not wanted, line by line where that is not possible."""
    if not want_extra:
        batch = read_columns(block, names, shape)
        if batch is not None:
            return Parsed(batch)
    return parse_lines(block, names, want_extra=want_extra)


def parse_lines(block: LineBlock, names: Names, *, want_extra: bool) -> Parsed:
    """Parse a block line by line."""
    builder = BatchBuilder(block.name, want_extra=want_extra, notes=names.notes)
    rejects: list[Reject] = []
    mended: list[int] = []
    at = 0
    for number, full in enumerate(bytes(block.data).split(b"\n"), block.line):
        raw = full.removesuffix(b"\r")
        start = at
        at += len(full) + 1
        if not raw.strip():
            continue
        try:
            record, was_mended = read_record(raw)
            row = resolve(record, names)
        except RecordError as error:
            rejects.append(Reject(block.name, number, str(error), raw))
            continue
        if was_mended:
            mended.append(number)
        if block.offset >= 0:
            builder.add(row, number, start=block.offset + start, end=block.offset + start + len(raw))
        else:
            builder.add(row, number, raw=raw)
    tell_mended(block.name, mended)
    return Parsed(builder.finish(), rejects)


def tell_mended(name: str, lines: list[int]) -> None:
    """Warn of the records in which an unpaired surrogate was replaced."""
    if lines:
        count = "1 record contains" if len(lines) == 1 else f"{len(lines):,} records contain"
        _log.warning("%s: %s an unpaired surrogate, read as U+FFFD: line %d", name, count, lines[0])


def read_record(raw: bytes) -> tuple[dict[str, Any], bool]:
    r"""Parse one JSON object.

    Half a surrogate pair (`"\ud83d"`: JSON allows it, UTF-8 can't hold it; scrapers leave it where they cut a text
    inside an emoji) is read as U+FFFD: it counts as one character in Python's own json, too, so offsets hold. NaN and
    infinities, which JSON lacks, are read as null.

    Returns:
        The record, and whether halves of surrogate pairs were replaced.

    Raises:
        RecordError: It is no JSON, or no object.
    """
    import orjson

    try:
        value, mended = orjson.loads(raw), False
    except orjson.JSONDecodeError as error:
        numbered = _NO_NUMBER.sub(lambda m: m[1] or b"null", raw) if b"NaN" in raw or b"Inf" in raw else raw
        whole = _ESCAPE.sub(lambda m: rb"\ufffd" if m[1] else m[0], numbered)
        value = _loads(whole) if whole != raw else None
        if value is None and "infinity" in str(error):
            value = _with_long_numbers(whole)
        if value is None:
            raise RecordError(_why_no_json(raw, error)) from error
        mended = whole != numbered
    if not isinstance(value, dict):
        raise RecordError(f"{kind_of(value)} where a record belongs")
    return value, mended


def _with_long_numbers(raw: bytes) -> Any:  # noqa: ANN401 - any JSON value; None where it is no JSON
    """Parse JSON that holds numbers beyond any float: integers stay as they are written, as strings."""
    import json

    try:
        return json.loads(raw, parse_int=lambda digits: int(digits) if len(digits) < 20 else digits)
    except (ValueError, RecursionError):
        return None


def _why_no_json(raw: bytes, error: ValueError) -> str:
    try:
        raw.decode()
    except UnicodeDecodeError as bad:
        return f"not valid UTF-8 at byte {bad.start + 1}"
    return f"not valid JSON: {error}"


def first_records(head: bytes) -> list[dict[str, Any]]:
    """Return the first records of a file, from its first bytes."""
    lines = head.split(b"\n", _SAMPLE)[:_SAMPLE]
    return [record for record in map(_loads, lines) if isinstance(record, dict)]


def _loads(text: bytes) -> Any:  # noqa: ANN401 - any JSON value; None where it is no JSON
    import orjson

    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return None
