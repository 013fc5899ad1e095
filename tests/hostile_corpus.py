"""Hostile inputs: each a file, made here so that none lies in the repository, and what must come of it.

`CASES` lists name, bytes, how many articles are read and how many rejects there are (None: any number, the file's
damage decides; what counts is that nothing crashes, hangs or takes the other files along).
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
from typing import NamedTuple

import pyarrow as pa
import zstandard
from pyarrow import parquet

BODY = "The ferry to Orlo sails again on Monday, after eleven weeks in dock, the harbour master said."
PAGE = f"<html><head><title>Ferry</title></head><body><article><p>{BODY}</p><p>{BODY[::-1]}</p></article>"
LINE = f'{{"text": "{BODY}"}}'
BIG = 80 << 20


class Case(NamedTuple):
    name: str
    data: bytes
    articles: int | None = None
    rejects: int | None = None


def jsonl(*lines: str | bytes) -> bytes:
    return b"\n".join(line.encode("utf-8", "surrogatepass") if isinstance(line, str) else line for line in lines) + b"\n"


def arrow(batch: pa.RecordBatch, *, stream: bool = False, compression: str | None = None) -> bytes:
    sink = io.BytesIO()
    new = pa.ipc.new_stream if stream else pa.ipc.new_file
    with new(sink, batch.schema, options=pa.ipc.IpcWriteOptions(compression=compression)) as writer:
        writer.write_batch(batch)
    return sink.getvalue()


def table(columns: dict[str, object], **options: object) -> bytes:
    sink = io.BytesIO()
    parquet.write_table(pa.table(columns), sink, **options)
    return sink.getvalue()


def flipped(data: bytes, at: int) -> bytes:
    changed = bytearray(data)
    changed[at % len(changed)] ^= 0x5A
    return bytes(changed)


def feed(inner: str, doctype: str = "") -> bytes:
    return f'<?xml version="1.0"?>{doctype}<rss version="2.0"><channel>{inner}</channel></rss>'.encode()


def page(inner: str, head: str = "") -> bytes:
    return f"<html><head>{head}</head><body><article><p>{BODY}</p>{inner}".encode("utf-8", "surrogatepass")


SHARED = pa.DictionaryArray.from_arrays(pa.array([0] * 20_000, pa.int32()), pa.array(["word " * 200_000]))
GOOD = table({"text": [BODY, "b"], "n": [1, None]})
ITEM = f"<item><title>T</title><description>{BODY}</description></item>"

COMPRESSED = [
    *(Case(f"bomb.{ending}", pack(b"a" * BIG), 0, 1) for ending, pack in (
        ("txt.gz", gzip.compress), ("txt.bz2", bz2.compress), ("txt.xz", lzma.compress), ("txt.zst", zstandard.compress)
    )),
    Case("bomb.html.gz", gzip.compress(b"<html><p>" + b"a" * BIG), 0, 1),
    Case("bomb.jsonl.gz", gzip.compress(LINE.encode() + b"\n" + b"a" * BIG), None, None),
    Case("twice.txt.gz", gzip.compress(gzip.compress(b"a" * BIG)), 0, 1),
    Case("window.zst", b"\x28\xb5\x2f\xfd\x00" + bytes([(31 - 10) << 3]) + b"\x01\x00\x00", 0, 1),
    Case("memory.xz", lzma.compress(b"a", filters=[{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 30}]), 0, 1),
    *(Case(f"cut.{ending}", pack(jsonl(LINE) * 500)[:-9], None, 1) for ending, pack in (
        ("jsonl.gz", gzip.compress), ("jsonl.bz2", bz2.compress), ("jsonl.xz", lzma.compress),
        ("jsonl.zst", zstandard.compress),
    )),
    Case("magic.gz", b"\x1f\x8b", 0, 1), Case("magic.zst", b"\x28\xb5\x2f\xfd", 0, 1), Case("magic.xz", b"\xfd7zXZ\x00", 0, 1),
    Case("magic.bz2", b"BZh9", 0, 1), Case("many.zst", zstandard.compress(b"") * 5000 + zstandard.compress(b"A text."), 1, 0),
]

TABLES = [
    Case("shared.parquet", table({"text": SHARED}, compression="zstd"), 0, 1),
    Case("wide.parquet", table({"text": ["word " * 200_000] * 100}, compression="zstd", use_dictionary=False), None, 1),
    Case("shared.arrow", arrow(pa.record_batch([SHARED], names=["text"]), compression="zstd"), 0, 1),
    Case("nulls.arrow", arrow(pa.record_batch([pa.nulls(2**31 - 1)], names=["text"])), 0, 1),
    Case("nulls.stream", arrow(pa.record_batch([pa.nulls(2**31 - 1)], names=["text"]), stream=True), 0, 1),
    Case("zeros.arrow", arrow(pa.record_batch([pa.array(["\0" * BIG])], names=["text"]), compression="zstd"), 0, 1),
    Case("columns.parquet", table({f"c{at}": [1] for at in range(3000)}), 0, 1),
    Case("no_text.parquet", table({"id": [1, 2]}), 0, 2),
    Case("no_rows.parquet", table({"text": pa.array([], pa.string())}), 0, 0),
    Case("cut.parquet", GOOD[:-20], 0, 1), Case("magic.parquet", b"PAR1", 0, 1), Case("tail.parquet", b"PAR1" + b"\xff" * 40 + b"PAR1", 0, 1),
    Case("magic.arrow", b"ARROW1\0\0", 0, None), Case("length.stream", b"\xff\xff\xff\xff\x10\x00\x00\x00" + b"\xff" * 16, 0, 1),
    *(Case(f"flip{at}.parquet", flipped(GOOD, at)) for at in range(3, 400, 37)),
    *(Case(f"flip{at}.arrow", flipped(arrow(pa.record_batch([pa.array([BODY, "b"])], names=["text"])), at)) for at in range(9, 600, 41)),
    Case("nanoseconds.parquet", table({"text": [BODY], "at": pa.array([1700000000123456789], pa.timestamp("ns"))}), 1, 0),
    Case("bytes.parquet", table({"text": [b"\xff\xfe", BODY.encode()]}), 1, 1),
]

JSON = [
    Case("brackets.json", b"[" * 100_000 + b"]" * 100_000, 0, None), Case("braces.json", b'{"a":' * 100_000, 0, None),
    Case("deeper.jsonl", jsonl('{"text": "a b", "x": ' + "[" * 600 + "]" * 600 + "}", LINE), 2, 0),
    Case("deep.jsonl", jsonl('{"text": "a", "x": ' + "[" * 100_000 + "]" * 100_000 + "}", LINE), 1, 1),
    Case("unclosed.json", b'[{"text":"first"},\n' + b'{"text": "abc",\n' * 4000 + b' {"text":"last"}]', 2, 4000),
    Case("quotes.json", b'[{"text": "' + b'"' * 50_001 + b"}]", 0, None),
    Case("spaces.json", b'{"text": "a"' + b" " * 500_000 + b"}", 1, 0),
    Case("digits.jsonl", jsonl('{"text": "a", "n": ' + "7" * 5000 + "}", '{"text": "b", "n": 1e99999}'), 2, 0),
    Case("nan.jsonl", jsonl('{"text": "a", "n": NaN}', '{"text": NaN}'), 1, 1),
    Case("twice.jsonl", jsonl('{"text": "a", "text": "b"}'), 1, 0),
    Case("bom.jsonl", b"\xef\xbb\xbf" + jsonl(LINE), 1, 0), Case("bom_within.jsonl", jsonl(LINE, b"\xef\xbb\xbf" + LINE.encode()), 1, 1),
    *(Case(f"{name}.jsonl", jsonl(LINE).decode().encode(name), 1, 0) for name in ("utf-16", "utf-32", "utf-16-le", "utf-16-be")),
    Case("invalid.jsonl", jsonl(b'{"text": "\xff\xfe"}', b'{"text": "\xed\xa0\x80"}', b'{"text": "\xc0\xaf"}', LINE), 1, 3),
    Case("nul.jsonl", jsonl(b'{"text": "a\x00b"}', '{"text": "a\\u0000b"}'), 1, 1),
    Case("surrogate.jsonl", jsonl('{"text": "a\\ud800b", "title": "\\udfff"}'), 1, 0),
    Case("separators.jsonl", jsonl('{"text": "a\u2028b\u2029c\u0085d"}'), 1, 0),
    Case("bidi.jsonl", jsonl('{"text": "\u202etxt.exe\u202c \u200b\u200d\ufeff", "title": "\u2066x\u2069"}'), 1, 0),
    Case("terminal.jsonl", jsonl('{"text": "\\u001b]0;x\\u0007\\u001b[31m", "title": "\\u001b[2J", "source": "\\u009b1m"}'), 1, 0),
    Case("script.jsonl", jsonl('{"text": "<script>alert(1)</script>", "title": "<img src=x onerror=alert(1)>", "url": "javascript:alert(1)"}'), 1, 0),
    Case("formula.jsonl", jsonl('{"text": "=cmd|x", "title": "\\r=1+1", "source": "@SUM(1)", "author": "+1", "id": "-1"}'), 1, 0),
    Case("ids.jsonl", jsonl(*(f'{{"id": "{name}", "text": "t{at} {BODY}"}}' for at, name in enumerate(
        ("../../etc/x", "..", ".", "/", "a" * 300, "CON", "é", "e\u0301", "A", "a", "a~2", "", " ", "\\u0000", "\\n")
    ))), 15, 0),
    Case("types.jsonl", jsonl("[1]", "7", "null", "true", '"text"', "{}", '{"text": 5}', '{"text": {}}', '{"text": []}'), 0, 9),
    Case("two.jsonl", jsonl(LINE + LINE, "{" * 3, LINE[:-1], LINE), 1, 3),
    Case("lines.jsonl", b"\r\n".join([LINE.encode()] * 3) + b"\r\r\n\n\n", 3, 0),
    Case("key.jsonl", jsonl('{"%s": 1, "text": "a"}' % ("k" * 1_000_000)), 1, 0),
    Case("keys.jsonl", jsonl("{" + ", ".join(f'"k{at}": 1' for at in range(20_000)) + ', "text": "a"}'), 1, 0),
    Case("envelopes.json", (b'{"data": ' * 900) + b'{"text": "a"}' + b"}" * 900, 0, 1),
    Case("graph.json", b'{"@graph": [' + b'{"@id": "#a", "b": {"@id": "#a"}},' * 3000 + b'{"articleBody": "a"}]}', 1, 0),
    Case("metadata.jsonl", jsonl('{"text": "a", "metadata": "{broken"}', '{"text": "a", "metadata": "%s"}' % ("{" * 5000)), 2, 0),
]

TEXT = [
    Case("comments.txt", b"<!-- a -->" * 60_000 + b"\nHello world.\n", 1, 0), Case("declarations.txt", b"<?x " * 60_000, 1, 0),
    Case("nul.txt", b"A text with a NUL\x00 in it, and a good deal more of it.", 1, 0), Case("binary.txt", bytes(range(256)) * 40, 0, 1),
    Case("nuls.txt", bytes(5000), 0, 1), Case("one.txt", b"a", 1, 0), Case("empty.txt", b"", 0, 0),
    Case("line.txt", b"word " * 2_000_000, 1, 0), Case("spaces.txt", b" " * 300_000 + b"a", 1, 0),
    Case("dashes.txt", b" - " * 60_000, 1, 0), Case("controls.txt", b"\x1b[31mred\x1b[0m " * 50, 1, 0),
    Case("front.txt", b"---\n" + b"title: x\n" * 50_000, 1, 0), Case("front_list.txt", b"---\ntitle: " + b"[" * 9000 + b"\n---\na text", 1, 0),
    Case("tags.txt", b"<p>" * 30_000 + b"a", 1, 0), Case("entities.txt", b"&amp;" * 60_000, 1, 0),
    Case("lone.txt", "a\ud800b".encode("utf-8", "surrogatepass"), 1, 0), Case("long.txt", b"\xf0\x9f\x98\x80" * 50_000, 1, 0),
    Case("zip.txt", b"PK\x03\x04" + bytes(100), 0, 1), Case("pdf", b"%PDF-1.7\n", 0, 1), Case("tar", bytes(257) + b"ustar" + bytes(250), 0, 1),
    Case("quote.csv", b'id,text\n1,"never closed\n2,good\n3,fine\n', 2, 1), Case("quotes.csv", b'id,text\n' + b'"' * 100_001, 0, 1),
    Case("commas.csv", b"id,text\n" + b"," * 100_000 + b"\n2,good\n", 1, 1), Case("nul.csv", b"id,text\n1,a\x00b\n", 1, 0),
    Case("header.csv", b",".join(b"c%d" % at for at in range(20_000)) + b"\n", 0, 1),
    Case("formula.csv", b'id,text\n1,"\r=1+1"\n2,=1\n', 2, 0),
]

PAGES = [
    *(Case(f"unit{at}.html", page(unit * (40_000 // len(unit))), 1, 0) for at, unit in enumerate((
        "<a ", "<div ", "<div>", "<p>x<div>", "<b><p>", "<table><tr><td>", "<!--", "<?", "&", "<", '<a href="', "<script>",
        "<textarea>", "<svg><title>", "<select><option>", "\0", "\u202e", "\ud800",
    ))),
    Case("deep.html", page("<div>" * 100_000 + BODY), 1, 0), Case("attributes.html", page("<p " + "a='b' " * 30_000 + ">"), 1, 0),
    Case("numbered.html", page("<p " + " ".join(f"a{at}='b'" for at in range(30_000)) + ">"), 1, 0),
    *(Case(f"charset_{label}.html", page("caf\u00e9", f'<meta charset="{label}">').replace(b"\xc3\xa9", b"\xe9"), 1, 0) for label in (
        "hex", "base64", "idna", "undefined", "rot13", "zip", "utf-7", "utf-16", "x-user-defined", "unicode_escape", "-",
    )),
    Case("nothing.html", b"<html><script>var a = 'text';</script></html>", 0, 1), Case("open.html", b"<html", 0, 1),
    Case("metas.html", page("", '<meta name="author" content="x y">' * 3000), 1, 0),
    Case("json_ld.html", page("", "<script type='application/ld+json'>" + "[" * 50_000 + "</script>"), 1, 0),
]

FEEDS = [
    Case("entities.rss", feed(ITEM, "<!DOCTYPE r [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]>"), 0, 1),
    Case("external.rss", feed(ITEM, "<!DOCTYPE r [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"), 0, 1),
    Case("parameter.rss", feed(ITEM, "<!DOCTYPE r [<!ENTITY % a SYSTEM 'http://x.example/a'>%a;]>"), 0, 1),
    Case("open.rss", feed("<item><description>" + "x <a " * 9000)[:-30]), Case("items.rss", feed("<item>" * 900)),
    Case("deep.rss", feed("<x>" * 9000 + ITEM)), Case("none.rss", feed(""), 0, 0), Case("titles.rss", feed("<item><title>T</title></item>" * 3), 0, 3),
    Case("good.atom", f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><summary>{BODY}</summary></entry></feed>'.encode(), 1, 0),
    Case("length.warc", b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999999999999999999\r\n\r\nx"),
    Case("negative.warc", b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: -5\r\n\r\nx"),
    Case("junk.warc", b"WARC/1.0\r\n" + b"x" * 50_000), Case("empty.warc", b"WARC/1.0\r\n\r\n" * 3000),
    Case("cut.warc", b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: 500\r\n\r\nHTTP/1.1 200 OK\r\n"),
]

CASES = [*COMPRESSED, *TABLES, *JSON, *TEXT, *PAGES, *FEEDS]
