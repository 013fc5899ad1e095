"""Plain text: a file is one article, its line ends kept.

Called through the registry, and where no other format claims a file that is text.
"""

from __future__ import annotations

import functools
import logging
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from dedup.reading import front_matter
from dedup.reading.aliases import names_for
from dedup.reading.blocks import Options, Parsed, Part, rejected, whole_file
from dedup.reading.encodings import decode, marked_encoding
from dedup.reading.markup import is_html, without_wrapper
from dedup.reading.records import BatchBuilder, Resolved, resolve

if TYPE_CHECKING:
    from dedup.reading.streams import ByteStream

_log = logging.getLogger("dedup")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_KNOWN_BINARY = {
    b"%PDF-": "a PDF", b"PK\x03\x04": "a zip archive (or an Office file)", b"\x89PNG": "a PNG image",
    b"GIF8": "a GIF image", b"\xff\xd8\xff": "a JPEG image", b"RIFF": "a media file", b"\x7fELF": "a program",
    b"SQLite format 3\x00": "a SQLite database", b"Rar!": "a RAR archive", b"7z\xbc\xaf": "a 7-Zip archive",
    b"\xd0\xcf\x11\xe0": "an old Office file",
}
_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml\s")


def sniff(head: bytes) -> bool:
    """Say if bytes are text in some encoding."""
    return binary_kind(head) is None


def binary_kind(head: bytes) -> str | None:
    """Name what bytes are that are no text; None for text."""
    for magic, kind in _KNOWN_BINARY.items():
        if head.startswith(magic):
            return kind
    if head[257:262] == b"ustar":
        return "a tar archive"
    if not head or marked_encoding(head):
        return None
    control = len(_CONTROL.findall(head)) / len(head)
    try:
        head[: len(head) - 4 if len(head) > 1000 else len(head)].decode()
        limit = 0.3  # a few NULs in valid UTF-8 are damage, not a binary file
    except UnicodeDecodeError:
        limit = 0.05  # random bytes hold 12 % of them, text in any 8-bit encoding next to none
    return "binary data" if control > limit else None


def parts(stream: ByteStream, options: Options, *, start: int) -> Iterator[Part]:
    """Yield the file as one article."""
    data = whole_file(stream, options, "text")
    if isinstance(data, Part):
        yield data
        return
    kind = binary_kind(data[: 1 << 16])
    if kind:
        yield rejected(stream.name, 1, f"{kind}, not text", data)
    elif _XML.match(data) and not is_html(data[: 1 << 20].decode("utf-8", "replace")):
        yield rejected(stream.name, 1, "XML of another kind than RSS, Atom and XHTML, which are read", data)
    elif data:
        yield Part(len(data), functools.partial(parse, stream.name, data, options.fields))


def parse(name: str, data: bytes, fields: Mapping[str, str]) -> Parsed:
    """Decode a text file into an article; metadata above the text becomes its fields."""
    decoded = decode(data)
    for warning in decoded.warnings():
        _log.warning("%s: %s", name, warning)
    metadata, text = front_matter.split(without_wrapper(decoded.text))
    names = names_for(fields, metadata, name)
    builder = BatchBuilder(name, want_extra=True, notes=names.notes)
    if metadata:
        key = next(key for key, (field, _) in names.places.items() if field == "text")
        builder.add(resolve({**metadata, key: text}, names), 1)
    else:
        builder.add(Resolved({"text": text}, {}, "{}"), 1)
    return Parsed(builder.finish())
