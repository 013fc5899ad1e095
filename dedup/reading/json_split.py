"""Where the records of a JSON text begin and end, by brackets and strings alone, as the bytes go by.

A text whose quotes or brackets don't match is taken up again where the next record begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from dedup.reading.streams import ByteStream

_OUTSIDE = re.compile(rb'["{}\[\]]')
_INSIDE = re.compile(rb'"|\\.', re.DOTALL)
_FIRST_KEY = re.compile(rb'\{\s*("(?:[^"\\]++|\\.)*+")\s*:')
_BETWEEN = b" \t\r\n,[]\x1e"
# How much may be looked at again, so that the time stays linear in the text.
_AGAIN_ALLOWED, _AGAIN_SHARE = 1 << 19, 4


class Found(NamedTuple):
    """What stands where a record belongs, and the line it begins in."""

    line: int
    raw: bytes


def split(stream: ByteStream, limit: int) -> Iterator[Found]:
    """Yield the records of a JSON text (one, several in a row, or those of an array), and what stands between them.

    Args:
        stream: The text.
        limit: Bytes beyond which a record counts as not closed.
    """
    return _Splitter(stream, limit).records()


class _Splitter:
    def __init__(self, stream: ByteStream, limit: int) -> None:
        self._chunks = stream.chunks()
        self._limit = limit
        self._data = bytearray()
        self._done = 0  # up to here everything was yielded
        self._at = 0  # up to here everything was looked at
        self._line = 1  # of `_done`
        self._in_string = False
        self._next_record: re.Pattern[bytes] | None = None
        self._again = 0  # bytes looked at more than once
        self._read = 0  # bytes taken from the stream

    def records(self) -> Iterator[Found]:
        depth = base = 0
        while True:
            token = self._token()
            within = depth > base
            if token is None and not within:
                yield from self._between(len(self._data))
                return
            if within and (token is None or self._at - self._done > self._limit):
                yield self._broken(len(self._data))
                depth = base
            elif token == b'"' or self._in_string:
                self._in_string ^= token == b'"'
            elif token == b"[" and depth == 0:
                depth = base = 1
            elif token in (b"{", b"["):
                if within and token == b"{" and self._is_cut_all_over() and self._starts_like_a_record():
                    yield self._take(self._at - 1)
                    depth = base
                    within = False
                if not within:
                    yield from self._between(self._at - 1)
                depth += 1
            elif within:
                depth -= 1
                if depth == base:
                    yield self._record()
            else:
                depth = base = 0

    def _token(self) -> bytes | None:
        while True:
            match = (_INSIDE if self._in_string else _OUTSIDE).search(self._data, self._at)
            if match is not None:
                self._at = match.end()
                return match[0]
            # a backslash at the very end escapes what comes next
            self._at = max(self._at, len(self._data) - (self._in_string and self._data.endswith(b"\\")))
            chunk = next(self._chunks, None)
            if chunk is None:
                return None
            del self._data[: self._done]
            self._at -= self._done
            self._done = 0
            self._data += chunk
            self._read += len(chunk)

    def _between(self, end: int) -> Iterator[Found]:
        """Yield what is neither a record nor space, comma or bracket, as the 1 in `[1, {...}]`."""
        raw = bytes(self._data[self._done : end])
        if junk := raw.strip(_BETWEEN):
            yield Found(self._line + raw[: raw.index(junk)].count(b"\n"), junk)
        self._advance(end)

    def _record(self) -> Found:
        import orjson

        raw = bytes(self._data[self._done : self._at])
        try:
            orjson.loads(raw)
        except orjson.JSONDecodeError:
            return self._broken(self._at)
        self._learn(raw)
        return self._take(self._at)

    def _broken(self, end: int) -> Found:
        """Return the broken record, cut where one begins like the others; the search goes on from there.

        A record that is never closed is looked through to the end of the text. After a few of them the text is taken
        to be cut all over, and the next ones end where another begins.
        """
        if self._next_record is None:
            self._learn(bytes(self._data[self._done : self._done + 65536]))
        follows = self._next_record and self._next_record.search(self._data, self._done + 1, end)
        cut = follows.start() if follows else end
        self._again += end - cut
        self._at, self._in_string = cut, False
        return self._take(cut)

    def _is_cut_all_over(self) -> bool:
        return self._again > _AGAIN_ALLOWED + _AGAIN_SHARE * self._read

    def _starts_like_a_record(self) -> bool:
        return self._next_record is not None and self._next_record.match(self._data, self._at - 1) is not None

    def _learn(self, raw: bytes) -> None:
        first_key = None if self._next_record else _FIRST_KEY.match(raw)
        if first_key:
            self._next_record = re.compile(rb"(?<=[,\]}\s])\{\s*" + re.escape(first_key[1]) + rb"\s*:")

    def _take(self, end: int) -> Found:
        found = Found(self._line, bytes(self._data[self._done : end]))
        self._advance(end)
        return found

    def _advance(self, end: int) -> None:
        self._line += self._data.count(b"\n", self._done, end)
        self._done = end
