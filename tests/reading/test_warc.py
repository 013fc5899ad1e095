"""WARC archives: pages become articles; what is no page is passed over and told."""

import gzip
import logging

import pytest

PARAGRAPHS = [
    "The ferry to Orlo sails again on Monday, after eleven weeks in dock, the harbour master told reporters.",
    "Tickets stay at four crowns until the summer, when the council will look at the fares once more.",
    "Fishermen had asked for a second boat since May, but the yard has no place for it before the autumn.",
]
PAGE = "<html lang='en'><head><title>Ferry</title></head><body><article>{}</article></body></html>".format(
    "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
)


def record(body, kind="response", mime="text/html; charset=utf-8", status="200 OK", url="https://o.example/1"):
    if kind == "response":
        body = f"HTTP/1.1 {status}\r\nContent-Type: {mime}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
        mime = "application/http; msgtype=response"
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-03-01T10:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:1>\r\nContent-Type: {mime}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


INFO = record(b"software: x\r\n", "warcinfo", "application/warc-fields")


@pytest.mark.parametrize("pack", [bytes, gzip.compress, None])
@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "a"])
def test_pages(reading, caplog, name, pack):
    records = [
        INFO, record(PAGE.encode()), record(b"\x89PNG", mime="image/png"),
        record(b"<html>gone", status="404 Not Found"), record(b"", status="301 Moved"), record(PAGE.encode(), url="https://o.example/2"),
    ]
    data = b"".join(map(gzip.compress, records)) if pack is None else pack(b"".join(records))
    with caplog.at_level(logging.WARNING, "dedup"):
        got = reading(name, data)
    assert [a.url for a in got.articles] == ["https://o.example/1", "https://o.example/2"]
    assert all(p in a.text for p in PARAGRAPHS for a in got.articles)
    assert [a.title for a in got.articles] == ["Ferry", "Ferry"]
    assert "3 records are no pages" in caplog.text
    assert not got.rejects


def test_extracted_texts(reading):
    text = "\n".join(PARAGRAPHS)
    got = reading("a.warc.wet", record(text.encode(), "conversion", "text/plain"))
    assert [(a.text, a.url) for a in got.articles] == [(text, "https://o.example/1")]


def test_the_charset_of_the_answer(reading):
    page = "<html><body><p>Паром до Орло снова ходит с понедельника, сообщил начальник порта.</p></body></html>"
    got = reading("a.warc", record(page.encode("cp1251"), mime="text/html; charset=windows-1251"))
    assert "Паром до Орло" in got.texts[0]


@pytest.mark.parametrize("data", [
    INFO + record(PAGE.encode())[:300], INFO[:40], b"WARC/1.0\r\n" + b"x" * 5000,
    b"WARC/1.0\r\nContent-Length: -5\r\n\r\n",
    b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999999999999999999\r\n\r\nx", b"WARC/1.0\r\n\r\n" * 3000,
    record(b"<html>", mime="text/html; charset=hex"), record(PAGE.encode(), status="\xff"),
], ids=range(8))
def test_a_broken_archive_is_no_crash(reading, data):
    reading("a.warc", data)


@pytest.mark.parametrize(("headers", "body"), [
    ("Content-Encoding: gzip", gzip.compress(PAGE.encode())),
    ("Content-Encoding: gzip", PAGE.encode()),
    ("Transfer-Encoding: chunked", b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE.encode())),
    ("Transfer-Encoding: chunked", PAGE.encode()),
])
def test_a_page_is_unpacked_if_it_is_packed(reading, headers, body):
    packed = record(body, mime=f"text/html\r\n{headers}")
    assert reading("a.warc", packed).texts == reading("a.warc", record(PAGE.encode())).texts


def test_a_page_that_cannot_be_unpacked_is_a_reject(reading):
    packed = record(b"\x0b\x02\x80bread\x03", mime="text/html\r\nContent-Encoding: br")
    got = reading("a.warc", packed + record(PAGE.encode()))
    assert [len(got.articles), [r.reason for r in got.rejects]] == [1, ["the page can't be unpacked: compressed as br"]]
