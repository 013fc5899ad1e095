"""Which encoding bytes are in: byte order mark, what the page declares, what the bytes look like.

Called by the formats of one document a file (`decode`) and by `reader` for formats read line by line (`to_utf8`).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Browsers read these labels as their larger cousins (WHATWG Encoding Standard), and pages count on it.
_LARGER = {
    "iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030",
    "shift_jis": "cp932", "euc_kr": "cp949", "iso8859-11": "cp874", "tis-620": "cp874", "big5": "big5hkscs",
}
_SAMPLE = 1 << 18
_HIGH_UTF8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")
# Bytes that Western European text in cp1252 has: quotes, dashes, the euro; signs; letters with marks.
_WESTERN = re.compile(
    rb"[\x80\x84\x85\x8c\x91-\x97\x99\x9c\x9f\xa0\xa1\xa3\xa7\xa9\xab\xad\xae\xb0\xb4\xb7\xba\xbb\xbd\xbf-\xff]"
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding it was in, and how many bytes or sequences became U+FFFD."""

    text: str
    encoding: str
    replaced: int


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Decode a whole document; every byte comes out as a character or as U+FFFD.

    In this order: a byte order mark; UTF-16 by its NULs; UTF-8 if all of it is valid; what is declared, if it fits;
    UTF-8 if most of its non-ASCII sequences are valid (one bad byte must not turn a page into mojibake); what it
    looks like.
    """
    marked = marked_encoding(data)
    if marked:
        name, size = marked
        return _decoded(data[size:], name)
    declared = _known(declared)
    if declared and declared.startswith("iso2022") and b"\x1b" in data:
        return _decoded(data, declared)
    try:
        return Decoded(data.decode("utf-8"), "utf-8", 0)
    except UnicodeDecodeError:
        pass
    if declared and declared not in ("utf-8", "utf-16", "utf-32") and _fits(data, declared):
        return _decoded(data, declared)
    return _decoded(data, "utf-8" if mostly_utf8(data) else detect(data))


def marked_encoding(data: bytes) -> tuple[str, int] | None:
    """Return the encoding that a byte order mark or the NULs of UTF-16 show, and the size of the mark."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name, len(mark)
    sample = data[:4096]
    if (len(sample) >= 4 and len(sample) % 2 == 0) or len(sample) > 64:
        half = len(sample) // 2
        even, odd = sample[0 : 2 * half : 2].count(0), sample[1 : 2 * half : 2].count(0)
        if odd > 0.6 * half and even < 0.05 * half:
            return "utf-16-le", 0
        if even > 0.6 * half and odd < 0.05 * half:
            return "utf-16-be", 0
    return None


def mostly_utf8(data: bytes) -> bool:
    """Say if the non-ASCII bytes are valid UTF-8 but for a few."""
    valid = sum(len(m) for m in _HIGH_UTF8.findall(data[:_SAMPLE]))
    return valid > 0.8 * len(_HIGH.findall(data[:_SAMPLE]))


def detect(data: bytes) -> str:
    """Name the encoding that bytes look like, which are neither marked nor UTF-8.

    Western text in cp1252 is recognised first: there non-ASCII bytes are few among ASCII letters, and
    charset-normalizer takes short texts of that kind for Cyrillic, Baltic or Mac encodings.
    """
    sample = data[:_SAMPLE]
    high = _HIGH.findall(sample)
    letters = len(re.findall(rb"[A-Za-z]", sample))
    western = len(_WESTERN.findall(sample))
    if western >= 0.95 * len(high) and len(high) < 0.25 * letters and not _looks_central(sample):
        return "cp1252"
    import charset_normalizer

    best = charset_normalizer.from_bytes(sample).best()
    return _known(best.encoding if best else None) or "cp1252"


# Letters of Czech, Polish, Hungarian … in cp1250 which as cp1252 would be signs within a word.
_CENTRAL = re.compile(rb"(?<=[A-Za-z])[\x9a\x9c\x9d\x9e\x9f\xb3\xb9\xba\xbc\xbe](?=[a-z])")


def _looks_central(sample: bytes) -> bool:
    return len(_CENTRAL.findall(sample)) > 0.05 * len(_HIGH.findall(sample))


def to_utf8(head: bytes, *, guess: bool) -> tuple[int, Callable[[Iterator[bytes]], Iterator[bytes]] | None]:
    """Say how a stream becomes UTF-8 without mark.

    Args:
        head: Its first bytes.
        guess: Whether bytes that are neither marked nor mostly UTF-8 are decoded by their looks. Not for JSON, which
            is UTF-8 by definition: there a bad byte is the fault of one record.

    Returns:
        The size of a UTF-8 mark to skip (0 if there is none), and a generator function or None if nothing is to do.
    """
    marked = marked_encoding(head)
    if marked is not None and marked[0] == "utf-8":
        return marked[1], None
    if marked is not None:
        return 0, _transcoder(*marked)
    if guess and _HIGH.search(head) and not mostly_utf8(head):
        return 0, _transcoder(detect(head), 0)
    return 0, None


def _transcoder(encoding: str, skip: int) -> Callable[[Iterator[bytes]], Iterator[bytes]]:
    def change(chunks: Iterator[bytes]) -> Iterator[bytes]:
        decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
        left = skip
        for chunk in chunks:
            yield decoder.decode(chunk[left:]).encode("utf-8", "replace")
            left = max(0, left - len(chunk))
        yield decoder.decode(b"", final=True).encode("utf-8", "replace")

    return change


def _known(name: str | None) -> str | None:
    if not name:
        return None
    try:
        plain = codecs.lookup(name.strip().strip("\"'")).name
    except (LookupError, ValueError):
        return None
    return _LARGER.get(plain, plain)


def _fits(data: bytes, encoding: str) -> bool:
    # A few bytes that the encoding lacks are damage; many say that the declaration is wrong.
    replaced = data.decode(encoding, errors="replace").count("\ufffd")
    return replaced <= 0.02 * max(1, len(_HIGH.findall(data)))


def _decoded(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding, 0)
    except UnicodeDecodeError:
        text = data.decode(encoding, errors="replace")
        return Decoded(text, encoding, text.count("\ufffd"))
