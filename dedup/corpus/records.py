"""An article as a row of the file, and back: text, metadata and the record as it came in one compressed frame.

Frames are checked before they are opened.
"""

from __future__ import annotations

import hashlib
import json
import math
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import zstandard
from numpy.typing import NDArray

from dedup.articles import Article
from dedup.batches import FIELDS
from dedup.corpus.store import damaged
from dedup.text.record_dates import iso_date

# Level 3 takes 24 µs a record, level 6 takes 86 µs for 4 % less (Reuters, with a dictionary).
_LEVEL = 3
# A dictionary of 110 KB shortens a record of 2.5 KB from 1,253 to 913 bytes (Reuters); it wants some hundred samples.
_DICTIONARY_BYTES = 112_640
DICTIONARY_SAMPLES = 500
_HEADER = struct.Struct("<IIIBi")  # bytes of the text, of the metadata, of the record; how it spells the text; where
_SPELLINGS: tuple[Callable[[str], bytes], ...] = (
    lambda text: json.dumps(text, ensure_ascii=False).encode("utf-8", "surrogatepass"),
    lambda text: json.dumps(text).encode(),
)
_NO_TEXT = len(_SPELLINGS)
# As bytes: a damaged id may be no UTF-8, and a damaged type byte makes text of a value.
SELECT_ROWS = (
    "SELECT number, CAST(id AS BLOB), version, body, CAST(content AS BLOB), CAST(body_hash AS BLOB), "
    "CAST(spans AS BLOB), CAST(record AS BLOB), CAST(checksum AS BLOB) "
    "FROM articles WHERE number >= ? AND number < ? ORDER BY number"
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table of articles.

    Attributes:
        number: Its number in the corpus, from 1.
        id: Id of the article.
        version: 1 for the first text under this id, 2 for the next.
        body: Number of the first article with this body: its own, unless the body was known.
        content: 16 bytes over all fields of the article.
        body_hash: 16 bytes over the body's tokens; all zero for no token.
        spans: Body spans, see `pack_spans`.
        record: The compressed frame.
    """

    number: int
    id: str
    version: int
    body: int
    content: bytes
    body_hash: bytes
    spans: bytes
    record: bytes

    def values(self) -> tuple[Any, ...]:
        """Return the values of the table's columns."""
        return (
            self.number, self.id, self.version, self.body, self.content, self.body_hash, self.spans, self.record,
            self._checksum(),
        )  # fmt: skip

    def _checksum(self) -> bytes:
        name = self.id.encode("utf-8", "surrogatepass")
        digest = hashlib.blake2b(
            struct.pack("<QIQIII", self.number, self.version, self.body, len(name), len(self.spans), len(self.record)),
            digest_size=8,
        )
        for part in (name, self.content, self.body_hash, self.spans, self.record):
            digest.update(part)
        return digest.digest()

    @classmethod
    def from_values(cls, values: tuple[Any, ...], path: Path) -> Row:
        """Make a row of the table's columns.

        Raises:
            CorpusDamagedError: They do not match the checksum.
        """
        try:
            row = cls(values[0], values[1].decode("utf-8", "surrogatepass"), *values[2:8])
            if row._checksum() == values[8]:
                return row
        except (TypeError, struct.error, AttributeError, UnicodeDecodeError):  # a damaged type byte or id
            pass
        name = values[1].decode("utf-8", "replace") if isinstance(values[1], bytes) else values[1]
        raise damaged(path, f"article number {values[0]} (id {name!r}) does not match its checksum")


class Frames:
    """Compresses and opens records, with the dictionary that the corpus holds.

    Attributes:
        trained: Number of the dictionary, 0 for none.
    """

    def __init__(self, dictionary: bytes | None, trained: int) -> None:
        data = zstandard.ZstdCompressionDict(dictionary) if dictionary else None
        if data is not None:
            data.precompute_compress(level=_LEVEL)
        # no checksum of its own: the row has one
        self._compressor = zstandard.ZstdCompressor(level=_LEVEL, dict_data=data, write_checksum=False)
        self._decompressor = zstandard.ZstdDecompressor(dict_data=data)
        self.trained = trained

    def close_frame(self, frame: bytes) -> bytes:
        """Compress a frame."""
        return self._compressor.compress(frame)

    def open_frame(self, record: bytes) -> bytes:
        """Decompress a frame; those written before there was a dictionary too, for they refer to nothing in it."""
        frame: bytes = self._decompressor.decompress(record)
        return frame


def train_dictionary(frames: Sequence[bytes]) -> bytes | None:
    """Train a dictionary on frames; None where they are too few or too alike."""
    if len(frames) < DICTIONARY_SAMPLES:
        return None
    step = max(len(frames) // 4000, 1)
    try:
        trained: bytes = zstandard.train_dictionary(_DICTIONARY_BYTES, list(frames[::step])).as_bytes()
    except zstandard.ZstdError:
        return None
    return trained


def pack_frame(article: Article, raw: bytes | None) -> bytes:
    """Put an article and the record that it came from into one frame.

    The record holds the text too: if spelled as JSON usually is, only what stands around it is kept.
    """
    text = article.text.encode("utf-8", "surrogatepass")
    meta = _metadata(article)
    spelling, at, rest = _NO_TEXT, -1, raw or b""
    if raw is not None and text:
        for number, spell in enumerate(_SPELLINGS):
            spelled = spell(article.text)
            at = raw.find(spelled)
            if at >= 0:
                spelling, rest = number, raw[:at] + raw[at + len(spelled) :]
                break
    here = len(rest) if raw is not None else 0xFFFFFFFF
    return _HEADER.pack(len(text), len(meta), here, spelling, at) + text + meta + rest


def frame_text(frame: bytes) -> bytes:
    """Return the article's text, in UTF-8."""
    return frame[_HEADER.size : _HEADER.size + _HEADER.unpack_from(frame)[0]]


def frame_title(frame: bytes) -> str | None:
    """Return the article's title."""
    size, meta_size, *_ = _HEADER.unpack_from(frame)
    title: str | None = orjson.loads(frame[_HEADER.size + size : _HEADER.size + size + meta_size]).get("title")
    return title


def frame_time(frame: bytes) -> float:
    """Return when the article says that it was published, in seconds since 1970; infinity where it can't be told.

    A date without a time counts as its first second, a time without a zone as UTC.
    """
    size, meta_size, *_ = _HEADER.unpack_from(frame)
    value: str | None = orjson.loads(frame[_HEADER.size + size : _HEADER.size + size + meta_size]).get("date")
    stated = iso_date(value) if value else None
    if stated is None:
        return math.inf
    padded = stated + "-01-01"[len(stated) - 4 :] if len(stated) in (4, 7) else stated
    try:
        moment = datetime.fromisoformat(padded)
    except ValueError:
        return math.inf
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def frame_article(frame: bytes, name: str) -> Article:
    """Return the article."""
    size, meta_size, *_ = _HEADER.unpack_from(frame)
    at = _HEADER.size + size
    text = frame[_HEADER.size : at].decode("utf-8", "surrogatepass")
    meta = frame[at : at + meta_size]
    values = orjson.loads(meta)
    return Article(id=name, text=text, **values)


def frame_raw(frame: bytes) -> bytes | None:
    """Return the record as it came; None where the article came from no record."""
    size, meta_size, rest_size, spelling, at = _HEADER.unpack_from(frame)
    if rest_size == 0xFFFFFFFF:
        return None
    begin = _HEADER.size + size
    rest: bytes = frame[begin + meta_size :]
    if spelling == _NO_TEXT:
        return rest
    text = frame[_HEADER.size : begin].decode("utf-8", "surrogatepass")
    spelled = _SPELLINGS[spelling](text)
    return b"".join((rest[:at], spelled, rest[at:]))


def content_hash(article: Article) -> bytes:
    """Return 16 bytes over the article's fields, wherever it was read from: equal for the same content."""
    values = [getattr(article, name) for name in FIELDS]
    if article.extra:
        values.append(json.dumps(dict(article.extra), sort_keys=True, default=str))
    joined = "\0".join("" if value is None else f"={value}" for value in values)
    return hashlib.blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def pack_spans(flat: NDArray[np.int32]) -> bytes:
    """Pack flattened (start, end) offsets: as gaps of two bytes each where they fit, else of four."""
    gaps = flat.copy()
    gaps[1:] -= flat[:-1]
    narrow = not len(gaps) or gaps.max() < 1 << 16
    return (b"\2" + gaps.astype(np.uint16).tobytes()) if narrow else b"\4" + gaps.astype(np.uint32).tobytes()


def unpack_spans(packed: bytes) -> NDArray[np.int32]:
    """Return the flattened offsets."""
    gaps = np.frombuffer(packed, np.uint16 if packed[:1] == b"\2" else np.uint32, offset=1)
    return np.cumsum(gaps, dtype=np.int64).astype(np.int32)


def _metadata(article: Article) -> bytes:
    names = [name for name in FIELDS if name not in {"id", "text"}]
    values: dict[str, Any] = {name: getattr(article, name) for name in names if getattr(article, name) is not None}
    if article.extra:
        values["extra"] = dict(article.extra)
    if article.origins:
        values["origins"] = dict(article.origins)
    values |= {"source_file": article.source_file, "line": article.line}
    return orjson.dumps(values)
