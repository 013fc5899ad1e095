"""Bytes of a file as they come, decompressed on the way: bounded memory, and damage told instead of raised.

Formats see a `ByteStream` and don't know what wrapped their bytes.
"""

from __future__ import annotations

import bz2
import gzip
import hashlib
import io
import itertools
import lzma
import os
import sys
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from io import BufferedIOBase, RawIOBase
from typing import Protocol, TypeVar, cast

from dedup.errors import InputError
from dedup.reading.inputs import STDIN
from dedup.reading.limits import LimitError, Limits, in_words

CHUNK = 1 << 20
Read = TypeVar("Read")
# zstd can unfold one byte to some 30 KB; 512 in keeps what comes out of one call under 16 MB.
_ZSTD_STEP = 512
_MAGIC = {b"\x1f\x8b": "gzip", b"BZh": "bzip2", b"\xfd7zXZ\x00": "xz", b"\x28\xb5\x2f\xfd": "zstd"}


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file that was read.

    Attributes:
        path: As named; `-` for standard input.
        bytes: How many bytes were read.
        sha256: Of these bytes, as stored (before decompression), in hex.
        modified: Modification time in ns when it was opened; 0 for what is no regular file.
    """

    path: str
    bytes: int
    sha256: str
    modified: int


class ByteStream:
    """The bytes of one input, forward only.

    Attributes:
        name: The path as named, `-` for standard input.
        path: Where the bytes can be read again at the same offsets; None if compressed, converted or not a file.
        damage: Why the bytes ended early; None while they did not.
        over_limit: Whether they ended since they pass a limit: then the beginning is no article either.
        stored: How many bytes were read of what is stored, before decompression.
    """

    def __init__(self, name: str, chunks: Iterator[bytes], *, path: str | None = None) -> None:
        self.name = name
        self.path = path
        self.damage: str | None = None
        self.over_limit = False
        self.stored: Callable[[], int] = lambda: 0
        self._drain: Callable[[], None] | None = None
        self._chunks = chunks
        self._into: Callable[[memoryview], int] | None = None
        self._ahead: list[bytes] = []

    def feed(self, chunks: Iterator[bytes], into: Callable[[memoryview], int] | None = None) -> None:
        """Set where the bytes come from.

        Args:
            chunks: Yields them; a generator that itself tells its damage to this stream.
            into: Puts the next of them into a buffer, where that spares a copy, and says how many: 0 at the end.
        """
        self._chunks, self._into = chunks, into

    def head(self, size: int = 1 << 16) -> bytes:
        """Return the first bytes without consuming them; fewer than `size` only if there are no more."""
        while sum(map(len, self._ahead)) < size:
            chunk = next(self._chunks, None)
            if chunk is None:
                break
            self._ahead.append(chunk)
        self._ahead = [b"".join(self._ahead)]
        return self._ahead[0][:size]

    def skip(self, size: int) -> int:
        """Pass over the first bytes, at most as many as `head` returned; return how many."""
        self._ahead = [b"".join(self._ahead)[size:]]
        return size

    def chunks(self) -> Iterator[bytes]:
        """Yield the bytes in pieces of about a megabyte; whoever stops can go on with another call."""
        while (chunk := self._next()) is not None:
            yield chunk

    def fill(self, buffer: memoryview) -> int:
        """Put the next bytes into a buffer and return how many; fewer than it holds only if there are no more."""
        filled = 0
        while filled < len(buffer):
            if self._into is not None and not self._ahead:
                size = self._into(buffer[filled:])
                if not size:
                    break
            else:
                chunk = self._next()
                if chunk is None:
                    break
                size = min(len(chunk), len(buffer) - filled)
                buffer[filled : filled + size] = chunk[:size]
                self.put_back(chunk[size:])
            filled += size
        return filled

    def finish(self) -> None:
        """Read what a format left, which completes the checksum: the file's own bytes, without unfolding them."""
        if self._drain is not None:
            self._drain()

    def on_finish(self, drain: Callable[[], None]) -> None:
        """Set what reads the rest."""
        self._drain = drain

    def put_back(self, rest: bytes) -> None:
        """Take back the end of what was read last."""
        if rest:
            self._ahead.insert(0, rest)

    def read(self, limit: int) -> bytes:
        """Return all bytes, or the first of more than `limit`: then one byte more than that."""
        parts, size = [], 0
        for chunk in self.chunks():
            parts.append(chunk)
            size += len(chunk)
            if size > limit:
                break
        return b"".join(parts)[: limit + 1]

    def convert(self, change: Callable[[Iterator[bytes]], Iterator[bytes]]) -> None:
        """Pass the bytes through a generator; offsets then no longer point into the file."""
        self._chunks, self._into = change(itertools.chain(self._ahead, self._chunks)), None
        self._ahead = []
        self.path = None

    def _next(self) -> bytes | None:
        if not self._ahead:
            return next(self._chunks, None)
        piece = self._ahead.pop(0)
        self.put_back(piece[CHUNK:])
        return piece[:CHUNK]


class Checksum:
    """SHA-256 of bytes as they pass, on a thread of its own: 355 MB cost .25 s, and nothing waits for it."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self._pool = pool
        self._hash = hashlib.sha256()
        self._last: Future[None] | None = None
        self.size = 0

    def update(self, chunk: bytes | memoryview) -> None:
        """Take a chunk; waits only for the one before, so at most two are held."""
        if self._last is not None:
            self._last.result()
        self._last = self._pool.submit(self._hash.update, chunk)
        self.size += len(chunk)

    def finish(self, path: str, modified: int) -> InputFile:
        """Return what is known of the file after its last chunk."""
        if self._last is not None:
            self._last.result()
        return InputFile(path, self.size, self._hash.hexdigest(), modified)


def open_stream(
    name: str, pool: ThreadPoolExecutor, done: Callable[[InputFile], None], limits: Limits | None = None
) -> ByteStream:
    """Open an input and look through its compression.

    Args:
        name: A path or `-`.
        pool: One thread, for the checksum.
        done: Called with the checksum when the last byte has been read.
        limits: Of what compressed bytes may unfold to.

    Raises:
        InputError: It can't be opened.
    """
    file: BufferedIOBase | RawIOBase
    shown = shown_name(name)
    if name == STDIN:
        file = cast(BufferedIOBase, sys.stdin.buffer)
    else:
        try:
            file = open(name, "rb", buffering=0)  # noqa: SIM115 - closed by the generator that reads it
        except (OSError, ValueError) as error:
            raise InputError(f"{shown}: can't be read: {getattr(error, 'strerror', None) or error}") from error
    regular = name != STDIN and os.path.isfile(name)
    # by a name that had to be escaped the file can't be opened again
    raw = ByteStream(shown, iter(()), path=name if regular and name == shown else None)
    opened = _OpenFile(raw, file, Checksum(pool), regular=regular)
    raw.feed(opened.chunks(done), opened.into)
    raw.stored = lambda: opened.size
    raw.on_finish(opened.drain)
    kind = compression_of(raw.head(16))
    if kind is None:
        return raw
    stream = ByteStream(shown, iter(()))
    stream.feed(_inflate(kind, raw, stream, limits or Limits()))
    stream.stored = raw.stored
    stream.on_finish(raw.finish)
    return stream


def shown_name(name: str) -> str:
    """Return a file's name for tables and messages: bytes that are not UTF-8 come out as escapes."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def compression_of(head: bytes) -> str | None:
    """Name the compression by the first bytes: gzip, bzip2, xz, zstd or None."""
    return next((kind for magic, kind in _MAGIC.items() if head.startswith(magic)), None)


class _OpenFile:
    """A file whose bytes go to the checksum, by whichever way they are read."""

    def __init__(
        self, stream: ByteStream, file: BufferedIOBase | RawIOBase, checksum: Checksum, *, regular: bool
    ) -> None:
        self._stream = stream
        self._file = file
        self._checksum = checksum
        self._regular = regular

    @property
    def size(self) -> int:
        """Bytes read so far."""
        return self._checksum.size

    def chunks(self, done: Callable[[InputFile], None]) -> Iterator[bytes]:
        """Yield what follows; at the end close the file and tell its checksum."""
        stream, file = self._stream, self._file
        modified = os.fstat(file.fileno()).st_mtime_ns if self._regular else 0
        try:
            while chunk := self._tried(lambda: file.read(CHUNK)):
                self._checksum.update(chunk)
                yield chunk
        finally:
            if stream.name != STDIN:
                file.close()
        done(self._checksum.finish(stream.name, modified))

    def drain(self) -> None:
        """Read a file to its end; a pipe or device, which may have none, is left."""
        if self._regular:
            for _ in self._stream.chunks():
                pass
        elif self._stream.name != STDIN:
            self._file.close()

    def into(self, buffer: memoryview) -> int:
        """Read into a buffer, which must then stay as it is; return how many bytes, 0 at the end."""
        size = 0 if self._file.closed else self._tried(lambda: self._file.readinto(buffer)) or 0
        if size:
            self._checksum.update(buffer[:size])
        return size

    def _tried(self, read: Callable[[], Read | None]) -> Read | None:
        try:
            return read()
        except OSError as error:
            self._stream.damage = f"can't be read on: {error.strerror}: what follows is lost"
            return None


class _Inflater(Protocol):
    def read1(self, size: int, /) -> bytes: ...


class ChunkFile(io.RawIOBase):
    """A stream as a file object, for the decompressors of the standard library."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._rest = b""

    def readable(self) -> bool:
        """Say yes."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Put the next bytes into a buffer."""
        if not self._rest:
            self._rest = next(self._chunks, b"")
        count = min(len(buffer), len(self._rest))
        buffer[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count


def _inflate(kind: str, raw: ByteStream, stream: ByteStream, limits: Limits) -> Iterator[bytes]:
    import zstandard

    chunks = raw.chunks()
    errors = (EOFError, OSError, zlib.error, lzma.LZMAError, zstandard.ZstdError, MemoryError)
    unfold = {"zstd": _unzstd, "xz": _unxz}.get(kind)
    size = 0
    try:
        for piece in unfold(chunks, limits.window) if unfold else _unpack(kind, chunks):
            size += len(piece)
            limits.check(size, raw.stored())
            yield piece
        stream.damage = raw.damage
    except LimitError as error:
        stream.damage, stream.over_limit = f"{kind} data: {error}: not read on", True
    except errors as error:
        reason = f"damaged or cut {kind} data ({error}): what follows is lost"
        if "too much memory" in str(error) or "Memory usage limit" in str(error):
            needed = f"more than {in_words(limits.window)} of memory (setting max_window)"
            reason = f"{kind} data: it needs {needed}: not read on"
            stream.over_limit = True
        stream.damage = reason


def _unpack(kind: str, chunks: Iterator[bytes]) -> Iterator[bytes]:
    source = io.BufferedReader(ChunkFile(chunks), CHUNK)
    reader: _Inflater = gzip.GzipFile(fileobj=source) if kind == "gzip" else bz2.BZ2File(source)
    while chunk := reader.read1(CHUNK):
        yield chunk


def _unxz(chunks: Iterator[bytes], window: int) -> Iterator[bytes]:
    stream: lzma.LZMADecompressor | None = None
    for chunk in chunks:
        rest = chunk
        while rest:
            if stream is None:
                rest = rest.lstrip(b"\0")  # streams are padded to four bytes
                if not rest:
                    break
                stream = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=window)
            yield stream.decompress(rest, CHUNK)
            while not stream.needs_input and not stream.eof:
                yield stream.decompress(b"", CHUNK)
            rest = stream.unused_data if stream.eof else b""
            stream = None if stream.eof else stream
    if stream is not None:
        raise EOFError("the last stream is not complete")


def _unzstd(chunks: Iterator[bytes], window: int) -> Iterator[bytes]:
    import zstandard

    factory = zstandard.ZstdDecompressor(max_window_size=window)
    frame = factory.decompressobj()
    started = False
    for chunk in chunks:
        for at in range(0, len(chunk), _ZSTD_STEP):
            piece = chunk[at : at + _ZSTD_STEP]
            while piece:
                started = True
                yield frame.decompress(piece)
                piece = frame.unused_data if frame.eof else b""
                if frame.eof:
                    frame, started = factory.decompressobj(), False
    if started:
        raise EOFError("the last frame is not complete")
