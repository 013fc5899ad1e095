"""JSON that is no JSON Lines: an array of records, one record over many lines, or records one after the other.

Called through the registry. Records are found by their brackets as the bytes go by, so a large array needs no more
memory than its largest record, and a broken record costs itself.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from dedup.articles import Reject
from dedup.batches import extra_json
from dedup.reading.aliases import Names, names_for
from dedup.reading.blocks import Options, Parsed, Part
from dedup.reading.json_split import Found, split
from dedup.reading.jsonl import read_record, tell_mended
from dedup.reading.records import BatchBuilder, RecordError, records_within, resolve

if TYPE_CHECKING:
    from dedup.reading.streams import ByteStream

# Records that show what the others look like.
_SAMPLE = 200
# '{"x"} is how the clerk wrote it' is prose: a key has a colon behind it
_OPENING = re.compile(rb"\s*(?:\[\s*)?\{\s*(?:\}|\"(?:[^\"\\]|\\.)*+(?:\"\s*(?::|\Z)|\Z)|\Z)", re.DOTALL)


def sniff(head: bytes) -> bool:
    """Say if bytes begin with an object that has a key or nothing in it, or with an array of objects."""
    return _OPENING.match(head) is not None


def parts(stream: ByteStream, options: Options, *, start: int) -> Iterator[Part]:
    """Yield groups of records."""
    held: list[Found] = []
    size = 0
    names: Names | None = None
    for found in split(stream, options.limits.record):
        held.append(found)
        size += len(found.raw)
        if size >= options.batch_bytes:
            names = names or _names_in(held, options, stream.name)
            yield Part(size, functools.partial(parse_records, stream.name, held, names))
            held, size = [], 0
    if held:
        names = names or _names_in(held, options, stream.name)
        yield Part(size, functools.partial(parse_records, stream.name, held, names))


def parse_records(name: str, found: list[Found], names: Names) -> Parsed:
    """Turn records into articles."""
    builder = BatchBuilder(name, want_extra=True, notes=names.notes)
    rejects = []
    mended: list[int] = []
    for line, raw in found:
        try:
            record, was_mended = read_record(raw)
        except RecordError as error:
            rejects.append(Reject(name, line, str(error), raw))
            continue
        if was_mended:
            mended.append(line)
        within = records_within(record, names)
        for inner in within or [record]:
            try:
                builder.add(resolve(inner, names), line)
            except RecordError as error:
                # of many records in one answer each rejects itself
                own = (extra_json(inner) or "{}").encode() if within else raw
                rejects.append(Reject(name, line, str(error), own))
    tell_mended(name, mended)
    return Parsed(builder.finish(), rejects)


def _names_in(found: list[Found], options: Options, file: str) -> Names:
    """Return the names that hold in a file, by its first records."""
    sample = []
    for _, raw in found[:_SAMPLE]:
        try:
            record, _ = read_record(raw)
        except RecordError:
            continue
        sample += records_within(record, names_for(options.fields, record)) or [record]
    options.text_field.check(sample, file)
    return names_for(options.fields, sample[0] if sample else (), file)
