"""The formats that can be read; a new one is one file and one line here.

Asked by content first, then by name.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, Protocol

from dedup.errors import UsageError
from dedup.reading import arrow, delimited, feeds, html, json_text, jsonl, parquet, plain, warc
from dedup.reading.blocks import Options, Part
from dedup.reading.streams import ByteStream


class Parts(Protocol):
    """Cuts a stream into parts; `start` is the offset of its first byte in the file."""

    def __call__(self, stream: ByteStream, options: Options, *, start: int) -> Iterator[Part]:
        """Yield the parts in order."""


@dataclass(frozen=True, slots=True)
class Format:
    """One format.

    Attributes:
        name: As in `--input-format`.
        extensions: Endings of file names, with the dot, in lower case.
        sniff: Says of the first bytes if they are surely of this format.
        parts: Reads it.
        encoding: `bytes` hands the stream on as it is; `utf-8` converts what a mark shows to be UTF-16 or UTF-32;
            `guess` also what looks like an 8-bit encoding.
    """

    name: str
    extensions: tuple[str, ...]
    sniff: Callable[[bytes], bool]
    parts: Parts
    encoding: Literal["bytes", "utf-8", "guess"]


# In the order in which content is asked. Plain text comes last: it claims whatever is text.
FORMATS = (
    Format("parquet", (".parquet", ".pq"), parquet.sniff, parquet.parts, "bytes"),
    Format("arrow", (".arrow", ".feather", ".ipc"), arrow.sniff, arrow.parts, "bytes"),
    Format("warc", (".warc", ".wet"), warc.sniff, warc.parts, "bytes"),
    Format("feed", (".rss", ".atom", ".rdf"), feeds.sniff, feeds.parts, "bytes"),
    Format("html", (".html", ".htm", ".xhtml"), html.sniff, html.parts, "bytes"),
    Format("jsonl", (".jsonl", ".ndjson"), jsonl.sniff, jsonl.parts, "utf-8"),
    Format("json", (".json", ".jsonld"), json_text.sniff, json_text.parts, "utf-8"),
    Format("csv", (".csv",), delimited.sniff, delimited.parts, "guess"),
    Format("tsv", (".tsv", ".tab"), delimited.sniff_never, delimited.parts, "guess"),
    Format("text", (".txt", ".text", ".md"), plain.sniff, plain.parts, "bytes"),
)
_DOCUMENT = re.compile(rb"\s*(?:\[\s*\{|\{\s*\n)")
_COMPRESSED = (".gz", ".bz2", ".xz", ".zst", ".zstd")


def by_name(name: str) -> Format:
    """Return a format by its name.

    Raises:
        UsageError: There is none of that name.
    """
    for known in FORMATS:
        if known.name == name:
            return known
    raise UsageError(f"unknown format {name!r}; known: {', '.join(f.name for f in FORMATS)}")


def choose(path: str, head: bytes) -> Format | None:
    """Return the format of a file by its first bytes (in UTF-8 if they are text) and its name; None for neither."""
    root, ending = os.path.splitext(path.lower())
    if ending in _COMPRESSED:
        ending = os.path.splitext(root)[1]
    named = next((f for f in FORMATS if ending in f.extensions), None)
    sure = next((f for f in FORMATS[:-1] if f.sniff(head)), None)
    if sure is not None and sure.name == "json" and named is not None and named.name == "jsonl":
        sure = sure if _DOCUMENT.match(head) else named  # a first line that is broken does not make a document
    if sure is not None and sure.name == "csv":
        # a text may begin with a line that reads like a header
        other = named is not None and named.name not in ("csv", "tsv")
        return named if named is not None and not (other and delimited.is_table(head)) else sure
    if sure is not None or named is not None:
        return sure or named
    return FORMATS[-1] if plain.sniff(head) else None
