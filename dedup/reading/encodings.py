"""Which encoding bytes are in: byte order mark, what the page declares, what the bytes look like.

`decode` is for formats of one document a file, `to_utf8` for formats read line by line.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# webencodings reads these as their smaller cousins; browsers (WHATWG Encoding Standard) take the larger.
_LARGER = {"gbk": "gb18030", "gb2312": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949", "big5": "big5hkscs"}
# What undeclared pages are written in. Without the list chardet gives a page with three accents to code pages of DOS.
_CANDIDATES = (
    "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "iso8859-2", "iso8859-5",
    "iso8859-6", "iso8859-7", "koi8-r", "koi8-u", "cp866", "cp874", "tis-620", "cp932", "shift_jis_2004",
    "euc_jis_2004", "iso2022_jp_2", "gb18030", "hz", "big5hkscs", "cp949", "euc_kr", "johab",
)
_SAMPLE = 1 << 18
_HIGH_UTF8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")
_ISO_2022_JP = re.compile(rb"\x1b\$[@B][!-~\s]{2,}\x1b\([BJ]")
# Non-ASCII bytes within words: signs beside digits and spaces (©, °, ½) say nothing. Fewer than this are no evidence:
# then Western text is assumed, as browsers do.
_IN_WORD = re.compile(rb"(?<=[A-Za-z\x80-\xff])[\x80-\xff]|[\x80-\xff](?=[A-Za-z\x80-\xff])")
_EVIDENCE = 4
# Beside a Latin letter no letter of another script stands, so a guess of that kind for "Hôtel Élysée" is wrong.
_BESIDE_LATIN = re.compile(rb"(?<=[A-Za-z])[\x80-\xff]|[\x80-\xff](?=[A-Za-z])")
_OTHER_SCRIPTS = frozenset(
    (
        "cp1251", "cp1253", "cp1255", "cp1256", "iso8859-5", "iso8859-6", "iso8859-7", "koi8-r", "koi8-u", "cp866",
        "cp874", "tis-620",
    )
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding it was in, how many bytes or sequences became U+FFFD, and whether the encoding is a guess."""

    text: str
    encoding: str
    replaced: int
    guessed: bool = False

    def warnings(self) -> list[str]:
        """Return what a reader should know of the decoding."""
        found = []
        if self.guessed:
            found.append(f"the encoding is not declared, read as {self.encoding} by the looks of the text")
        if self.replaced:
            places = "1 place is" if self.replaced == 1 else f"{self.replaced} places are"
            found.append(f"{places} not valid {self.encoding}, read as U+FFFD")
        return found


def decode(data: bytes, declared: str | None = None, *, markup: bool = False) -> Decoded:
    """Decode a whole document; every byte comes out as a character or as U+FFFD.

    In this order: a byte order mark; UTF-16 by its NULs; UTF-8 if all of it is valid; what is declared, if it fits;
    UTF-8 if most of its non-ASCII sequences are valid (one bad byte must not turn a page into mojibake); what it
    looks like.

    Args:
        data: The document.
        declared: The label that it declares.
        markup: Whether it is HTML or XML, and only the text between the tags tells its looks.
    """
    marked = marked_encoding(data)
    if marked:
        name, size = marked
        return _decoded(data[size:], name)
    declared = known_label(declared)
    if declared and declared.startswith("iso2022") and b"\x1b" in data:
        return _decoded(data, declared)
    if declared is None and _ISO_2022_JP.search(data):  # all of it ASCII to the eye
        return replace(_decoded(data, "iso2022_jp_2"), guessed=True)
    try:
        return Decoded(data.decode("utf-8"), "utf-8", 0)
    except UnicodeDecodeError:
        pass
    if declared and not declared.startswith(("utf-8", "utf-16")) and _fits(data, declared):
        return _decoded(data, declared)
    if mostly_utf8(data):
        return _decoded(data, "utf-8")
    return replace(_decoded(data, detect(text_between_tags(data) if markup else data)), guessed=True)


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
    """Name the encoding that bytes look like, which are neither marked nor UTF-8."""
    sample = data[:_SAMPLE]
    in_words = len(_IN_WORD.findall(sample))
    if in_words < _EVIDENCE:
        return "cp1252"
    import chardet

    def best(candidates: Iterable[str]) -> str:
        found = chardet.detect(sample, max_bytes=_SAMPLE, compat_names=False, include_encodings=candidates)
        return codecs.lookup(found["encoding"] or "cp1252").name

    name = best(_CANDIDATES)
    if name in _OTHER_SCRIPTS and 2 * len(_BESIDE_LATIN.findall(sample)) > in_words:
        return best([known for known in _CANDIDATES if known not in _OTHER_SCRIPTS])
    return name


def text_between_tags(data: bytes) -> bytes:
    """Return the text of a page without its markup, scripts and styles, as far as a sample needs it."""
    kept: list[bytes] = []
    size = 0
    hidden = b""
    for piece in data.split(b"<"):
        head = piece[:8].lower()
        if hidden:
            if not head.startswith(b"/" + hidden):
                continue
            hidden = b""
        elif head.startswith((b"script", b"style")):
            hidden = b"script" if head.startswith(b"script") else b"style"
            continue
        text = piece[piece.find(b">") + 1 :].strip()
        if text:
            kept.append(text)
            size += len(text)
            if size > _SAMPLE:
                break
    return b"\n".join(kept)


Change = Callable[[Iterator[bytes]], Iterator[bytes]]


def to_utf8(head: bytes, *, guess: bool) -> tuple[int, Change | None, str | None]:
    """Say how a stream becomes UTF-8 without mark.

    Args:
        head: Its first bytes.
        guess: Whether bytes that are neither marked nor mostly UTF-8 are decoded by their looks. Not for JSON, which
            is UTF-8 by definition: there a bad byte is the fault of one record.

    Returns:
        The size of a UTF-8 mark to skip (0 if there is none), a generator function or None if nothing is to do, and
        the encoding if it is a guess.
    """
    marked = marked_encoding(head)
    if marked is not None and marked[0] == "utf-8":
        return marked[1], None, None
    if marked is not None:
        return 0, _transcoder(*marked), None
    if guess and _HIGH.search(head) and not mostly_utf8(head):
        found = detect(head)
        return 0, _transcoder(found, 0), found
    return 0, None, None


def _transcoder(encoding: str, skip: int) -> Change:
    def change(chunks: Iterator[bytes]) -> Iterator[bytes]:
        decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
        left = skip
        for chunk in chunks:
            yield decoder.decode(chunk[left:]).encode("utf-8", "replace")
            left = max(0, left - len(chunk))
        yield decoder.decode(b"", final=True).encode("utf-8", "replace")

    return change


def known_label(label: str | None) -> str | None:
    """Return Python's name of the encoding that a label means on the web; None for any other.

    Python's own registry is not asked: it also holds what is no encoding of text ("hex", "idna", "zip"), and a page
    may declare whatever it likes.
    """
    import webencodings

    found = webencodings.lookup(label) if label else None
    if found is None or found.name in ("replacement", "x-user-defined"):
        return None
    name = codecs.lookup(found.codec_info.name).name
    return _LARGER.get(name, name)


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
