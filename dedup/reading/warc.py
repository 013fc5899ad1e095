"""WARC archives of crawls: each page that was answered is an article, each extracted text of a WET file, too.

Called through the registry. Needs the extras `warc` and `html`. Redirects, errors, images and the like are no pages;
how many were passed over is told.
"""

from __future__ import annotations

import functools
import io
import logging
import re
import zlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from dedup.errors import MissingExtraError
from dedup.reading import html
from dedup.reading.blocks import Options, Parsed, Part, rejected
from dedup.reading.encodings import decode
from dedup.reading.limits import in_words
from dedup.reading.records import BatchBuilder, Resolved
from dedup.reading.streams import ChunkFile

if TYPE_CHECKING:
    from dedup.reading.streams import ByteStream

_log = logging.getLogger("dedup")
_PAGES = ("text/html", "application/xhtml+xml")
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r\n")
_FOR_MACHINES = re.compile(r"^[a-z]+://[^/]+/(?:robots|ads|app-ads|security|humans|llms)\.txt$", re.IGNORECASE)


def sniff(head: bytes) -> bool:
    """Say if bytes begin a WARC archive."""
    return head.startswith((b"WARC/1.", b"WARC/0."))


def parts(stream: ByteStream, options: Options, *, start: int) -> Iterator[Part]:
    """Yield the pages; records count from 1 and stand for lines.

    Raises:
        MissingExtraError: FastWARC or trafilatura is not installed.
    """
    try:
        from fastwarc.warc import ArchiveIterator, WarcRecordType
    except ImportError as error:
        raise MissingExtraError("fastwarc", "warc", "to read WARC archives") from error
    html.require()
    wanted = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
    source: Any = _Source(io.BufferedReader(ChunkFile(stream.chunks())))
    number = passed = 0
    try:
        for number, record in enumerate(ArchiveIterator(source, record_types=wanted, parse_http=True), 1):
            part = _part(stream.name, record, number, options)
            if part is None:
                passed += 1
            else:
                yield part
    except BaseException as error:
        # FastWARC is written in Rust, where what it does not expect is a panic: no Exception to Python
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        yield rejected(stream.name, number + 1, f"no readable WARC records from here on: {str(error)[:200]}")
    if passed:
        _log.warning("%s: %d records are no pages (redirects, errors, images …), passed over", stream.name, passed)


class _Source:
    """A stream that can only be read; FastWARC seeks in whatever has a `seek`."""

    def __init__(self, file: io.BufferedReader) -> None:
        self._file = file
        self._at = 0

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        data = self._file.read(size)
        self._at += len(data)
        return data

    def tell(self) -> int:
        """Return how many bytes were read."""
        return self._at


def _part(name: str, record: Any, number: int, options: Options) -> Part | None:  # noqa: ANN401 - FastWARC's record
    kind, status, charset, headers = record.headers.get("Content-Type") or "", 200, None, {}
    if record.is_http and record.http_headers is not None:
        kind = record.http_content_type or ""
        status = record.http_headers.status_code or 0
        charset, headers = record.http_charset, record.http_headers
    kind = kind.split(";", 1)[0].strip().lower()
    if status != 200 or kind not in (*_PAGES, "text/plain"):
        return None
    try:
        data = _plain(record.reader.read(options.limits.record + 1), headers, options.limits.record + 1)
    except (ValueError, zlib.error) as error:
        return rejected(name, number, f"the page can't be unpacked: {error}", b"")
    if len(data) > options.limits.record:
        reason = f"the page is longer than {in_words(options.limits.record)} (setting max_record)"
        return rejected(name, number, reason, data)
    if not data.strip():
        return None
    url = (record.headers.get("WARC-Target-URI") or "").strip("<>") or None
    if url and _FOR_MACHINES.search(url):
        return None
    parse = html.parse if kind in _PAGES else parse_text
    return Part(len(data), functools.partial(parse, name, data, line=number, url=url, charset=charset))


def _plain(data: bytes, headers: Mapping[str, str], limit: int) -> bytes:
    """Return the page of a response as it was sent: some crawlers keep it in chunks or compressed, most do not.

    Most also keep the headers that say so, which is why the bytes decide.

    Raises:
        ValueError, zlib.error: It is packed in a way that can't be undone.
    """
    if "chunked" in (headers.get("Transfer-Encoding") or "").lower() and _CHUNK.match(data):
        data = _joined_chunks(data)
    packing = (headers.get("Content-Encoding") or "identity").strip().lower()
    if data.startswith(b"\x1f\x8b"):
        return zlib.decompressobj(wbits=31).decompress(data, limit)
    if packing == "deflate" and data[:1] == b"\x78":
        return zlib.decompressobj().decompress(data, limit)
    if packing in ("br", "zstd") and b"<" not in data[:1024]:
        raise ValueError(f"compressed as {packing}")
    return data


def _joined_chunks(data: bytes) -> bytes:
    """Return the content of chunks, as far as they are there."""
    out, at = [], 0
    while head := _CHUNK.match(data, at):
        size = int(head[1], 16)
        if size == 0:
            break
        out.append(data[head.end() : head.end() + size])
        at = head.end() + size + 2
    return b"".join(out)


def parse_text(name: str, data: bytes, *, line: int, url: str | None, charset: str | None) -> Parsed:
    """Turn an extracted text into an article."""
    text = decode(data, charset).text
    found = {"text": text} | ({"url": url} if url else {})
    builder = BatchBuilder(name, want_extra=True)
    builder.add(Resolved(found, {}, '{"url":"field:WARC-Target-URI"}' if url else "{}"), line)
    return Parsed(builder.finish())
