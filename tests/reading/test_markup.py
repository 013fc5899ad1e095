"""HTML, entities and line separators within a text field; and texts that only talk of them."""

import json
import logging

import pyarrow as pa
import pytest

from dedup.reading.aliases import Notes
from dedup.reading.markup import is_html, read_text, read_texts
from dedup.reading.reader import read_batches
from dedup.settings import Settings

ONE = "The ferry to Orlo sails again on Monday, after eleven weeks in dock."
TWO = "Tickets stay at four crowns, the harbour master said."
BY = "By Ann Lee"


@pytest.mark.parametrize(("text", "lines"), [
    (f"<h1>Ferry</h1><p>{BY}</p><p>{ONE}</p><p>{TWO}</p>", ["Ferry", BY, ONE, TWO]),
    (f"<div class='a'>{ONE}<br/><br/>{TWO}</div>", [ONE, TWO]),
    (f"{ONE}<br>{TWO}<br>", [ONE, TWO]),
    (f"{ONE}<br /><br />{TWO}", [ONE, TWO]),
    (f"<p>{ONE}</p>", [ONE]),
    ("The master&rsquo;s boat is late.", ["The master’s boat is late."]),
    (f"<P ALIGN=left>{ONE}<P>{TWO}", [ONE, TWO]),
    (f"<p>{ONE}</p>\n\n<ul>\n<li>{TWO}</li>\n<li>Second</li></ul>", [ONE, TWO, "Second"]),
    (f"&lt;p&gt;{ONE}&lt;/p&gt;&lt;p&gt;{TWO}&lt;/p&gt;", [ONE, TWO]),
    ('See the <a href="https://a.example/x">plan of it</a>.\nThen go.', ["See the plan of it.", "Then go."]),
    ("<p>Lee&#8217;s caf&eacute; &amp; bar</p><script>var a;</script><p>x &lt; y</p>", ["Lee’s café & bar", "x < y"]),
    (f"<!DOCTYPE html><html><body><article><p>{ONE}</p><p>{TWO}</p></article></body></html>", [ONE, TWO]),
    (f"{ONE}\u2028{TWO}\u2029End", [ONE, TWO, "End"]),
    (f"{BY}\v{ONE}\f{TWO}\x858 March 2024\x85End", [BY, ONE, TWO, "8 March 2024", "End"]),
    ("And then\x85 nothing\x85. He left\x85", ["And then\x85 nothing\x85. He left\x85"]),  # ellipses of cp1252
    ("Il a vot&eacute; la r&eacute;ouverture du march&eacute;.", ["Il a voté la réouverture du marché."]),
    ("Er sagte: &bdquo;Nein&ldquo; &ndash; und ging.", ["Er sagte: „Nein“ – und ging."]),
])
@pytest.mark.parametrize("fast", [True, False])
def test_read_as_what_it_is(tmp_path, text, lines, fast):
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"text": text, "title": "Lee&#39;s &amp; Ek"}) + "\n")
    (batch,) = read_batches([path], Settings(), print, want_extra=not fast)
    assert batch.column("text")[0].as_py().split("\n") == lines
    assert batch.column("title")[0].as_py() == "Lee's & Ek"


@pytest.mark.parametrize("text", [
    "Use the <b> tag for bold words, and close it with </b>.",
    "In HTML a paragraph starts with <p> and ends with </p>, the teacher said.",
    "The tags <p>, <br> and <div> were in the first version; <table> came later.",
    "Type <p> at the start. Then type </p> at the end of the line.",
    "If a < b and b > c, then nothing follows. Also a <b, c> d.",
    "AT&amp;T and Marks &amp; Spencer met.",
    "The price is <unknown>, said <the mayor>.",
    "He wrote <em>never</em> in his letter.",
    "x <- y; if (a<b && c>d) { run(); }",
    "Email Ann Lee <ann@orlo.example> or Bo Ek <bo@orlo.example>.",
    "A file with #include <stdio.h> and List<String> names.",
    "Plain words & nothing else; really.",
    "<<Nous sommes prets>>, a dit le maire.",
    "", " ", "<", "&", "&&&;;;",
])
def test_what_only_talks_of_it_stays(reading, text):
    assert reading("a.jsonl", json.dumps({"text": text}).encode()).texts == [text]


def test_it_is_told_once(reading, caplog):
    line = json.dumps({"text": f"<p>{ONE}</p><p>{TWO}</p>"})
    with caplog.at_level(logging.WARNING, "dedup"):
        reading("a.jsonl", f"{line}\n{line}\n".encode())
    assert caplog.text.count("HTML in the text of a record") == 1


@pytest.mark.parametrize("unit", [
    "<p", "<p ", "<a href='http:", "&amp", "<a ", "&#", "<br>x", "<p>", "< ", "&lt;p&gt;", "<a href=",
])
def test_time_grows_with_the_text(unit):
    # a quadratic expression would need minutes
    read_text(unit * (400_000 // len(unit)), Notes(""))
    is_html(unit * (400_000 // len(unit)))


@pytest.mark.parametrize("sign", ["&amp;&amp;&amp;", "<p>\n<p>", "\v", "\f", "\x85", "\u2028", "\u2029"])
def test_signs_are_found_in_whatever_row_they_stand(sign):
    plain = ["é ¨ © … Å", None, "", "No sign at all."]
    for at in range(len(plain) + 1):
        texts = [*plain[:at], f"One.{sign}Two.", *plain[at:]]
        column = pa.array(["x" * 7, *texts], pa.large_string()).slice(1)
        read = read_texts(column, Notes("")).to_pylist()
        assert read[:at] + read[at + 1 :] == plain
        assert read[at] != texts[at]
