"""Random hostile inputs: pieces that have broken readers before, put together, repeated and spoilt. Equal seeds, equal
inputs."""
# ruff: noqa: E501 - data stands on one line

from __future__ import annotations

import json
import random

PIECES = (
    "The ferry to Orlo sails again on Monday, the harbour master said.", "About 700 people marched on 12 May 2024.",
    "“We will not yield,” said Ms Arden, 41.", "Copyright 2024 The Paper", "(AP) - ", "OSLO, June 3 (Reuters) — ",
    "3.5 million", "$1,200.50", "minus 7 °C", "12-14", "1/2", "99999999999999999999", "٣٤", "三千万円", "２０２４年５月",
    "first", "not", "at least", "Mon", "31 February 2023", "0000-00-00", "2024-13-45T99:99:99Z", "\u2028", "\u202e",
    "\u200b", "\ufeff", "\x00", "\x1b[31m", "\x9b2J", "\r", "\r\n", "\n\n", "\t", " ", "\xa0", "\u3000", "\ud83d", "\udc00",
    "e\u0301", "ﬁ", "İ", "ß", "日本語。", "「引用」", "กขค", "🎉", "\U0010ffff", "<!-- a -->", "<p>", "<div", "</script>",
    "<a href='javascript:x'>", "<![CDATA[", "]]>", "<!DOCTYPE x [<!ENTITY a 'b'>]>", "&a;", "&#x0;", "&#99999999;", "{{7*7}}",
    "{%", "=cmd|'/C calc'!A0", "+1", "@SUM(A1)", "| a | b |", "# x", "* * *", "`", "```", "[x](y)", "http://a.example/x?y=z#w",
    "www.x.example", "a@b.example", "--", " - ", "—", "...", "…", "?!", "(((", ")))", "[[[", "}}}", '"', "'", "\\", "\\u0000",
    ",", ";", "|", "%s%n", "../../etc/passwd", "null", "NaN", "Infinity", "true", "{", "}", "[", "]", ":",
)  # fmt: skip
SEEDS = (
    b'{"id": "a", "text": "The ferry sails again.", "date": "2024-05-12", "source": "Post"}\n',
    b'[{"text": "one"}, {"text": "two", "extra": [1, 2.5, null]}]', b"id,text,date\n1,\"The ferry, again\",2024-05-12\n",
    b"id\ttext\n1\tThe ferry\n", b"<html><head><title>x</title></head><body><article><p>The ferry sails.</p></article></body></html>",
    b'<?xml version="1.0"?><rss version="2.0"><channel><item><title>x</title><description>y</description></item></channel></rss>',
    b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 5\r\n\r\nhello\r\n\r\n", b"PAR1\x15\x04\x15\x00PAR1", b"ARROW1\x00\x00\xff\xff\xff\xff",
    b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03", b"BZh91AY&SY", b"\xfd7zXZ\x00\x00\x04", b"\x28\xb5\x2f\xfd\x04\x00",
    b"\xff\xfeT\x00h\x00e\x00", b"\xef\xbb\xbfThe ferry", b"Title\n\nThe ferry sails again.\nIt was late.\n",
)  # fmt: skip


def text(rng: random.Random) -> str:
    """Return a text: pieces in a random order, some of them many times over."""
    parts = []
    for _ in range(rng.randrange(1, 14)):
        piece = rng.choice(PIECES) if rng.random() < 0.8 else chr(rng.choice((rng.randrange(128), rng.randrange(0x11_0000))))
        parts.append(piece * (rng.randrange(2, 60) if rng.random() < 0.1 else 1))
        parts.append(rng.choice((" ", "\n", "", ". ", ", ")))
    return "".join(parts)


def data(rng: random.Random) -> bytes:
    """Return bytes: a small file of some format, spoilt, or a text of one."""
    kind = rng.random()
    if kind < 0.2:
        return text(rng).encode("utf-8", "surrogatepass")
    if kind < 0.4:
        record = {rng.choice(("id", "text", "title", "date", "url", "source", "x")): value(rng) for _ in range(4)}
        return json.dumps(record, ensure_ascii=rng.random() < 0.5).encode("utf-8", "surrogatepass") + b"\n"
    content = bytearray(rng.choice(SEEDS) * rng.choice((1, 1, 2, 5)))
    for _ in range(rng.randrange(0, 5)):
        place = rng.randrange(len(content) + 1)
        how = rng.random()
        if how < 0.3 and content:
            content[place % len(content)] ^= 1 << rng.randrange(8)
        elif how < 0.5:
            del content[place:]
        elif how < 0.6:
            del content[place : place + rng.randrange(1, 9)]
        else:
            content[place:place] = rng.choice(PIECES).encode("utf-8", "surrogatepass") * rng.choice((1, 1, 1, 40))
    return bytes(content)


def value(rng: random.Random) -> object:
    """Return a JSON value."""
    return rng.choice((text(rng), text(rng), None, rng.random() * 10**9, -1, [text(rng)], {"a": text(rng)}, True))
