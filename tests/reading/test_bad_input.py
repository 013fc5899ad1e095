"""Broken CSV, JSON and files that are no text: a reject for what is broken, and the rest is read."""

import random

import pytest

from dedup.reading import delimited


def test_unclosed_quote_costs_its_line(reading):
    data = b'id,title,text\n1,"open,lost\n2,"Good, one","said ""yes"""\n3,fine,x\n4,"last,never closed'
    got = reading("a.csv", data)
    assert [(a.id, a.title, a.text, a.line) for a in got.articles] == [
        ("2", "Good, one", 'said "yes"', 3), ("3", "fine", "x", 4)
    ]
    assert [(r.line, r.raw) for r in got.rejects] == [(2, b'1,"open,lost'), (5, b'4,"last,never closed')]
    assert "quote" in got.rejects[0].reason


@pytest.mark.parametrize(("row", "reason"), [
    (b"1,t", "2 fields where the header has 3"),
    (b"1,t,x,y", "4 fields where the header has 3"),
    (b'1,"t" t,x', "a quote is not closed, or stands within a field"),
])
def test_broken_row(reading, row, reason):
    got = reading("a.csv", b"id,title,text\n" + row + b"\n\n2,t,good\n")
    assert got.texts == ["good"]
    assert got.reasons == [(2, reason)]
    assert got.rejects[0].raw == row


def test_bad_byte_in_csv_costs_its_row(reading):
    rows = "".join(f"{i},żółć {i}\n" for i in range(50)).encode()
    got = reading("a.csv", b"id,text\n" + rows + b"x,bad \xff byte\n" + rows)
    assert len(got.articles) == 100
    assert got.reasons == [(52, "not valid UTF-8 at byte 5 of a field")]


def test_huge_field(reading):
    got = reading("a.csv", b'id,text\n1,"' + b"word, \n" * 500_000 + b'"\n2,next\n')
    assert [len(t) for t in got.texts] == [3_500_000, 4]
    assert got.articles[1].line == 500_003


def test_stray_quote_in_a_large_file_is_given_up_in_time(reading, monkeypatch):
    monkeypatch.setattr(delimited, "_MAX_FIELD", 1 << 18)
    rows = b"".join(b"%d,plain text of row %d\n" % (i, i) for i in range(20_000))
    got = reading("a.csv", b'id,text\nx,"stray\n' + rows)
    assert len(got.articles) == 20_000
    assert [r.line for r in got.rejects] == [2]


def test_empty_cells_are_absent_but_an_empty_text_is_an_article(reading):
    (article,) = reading("a.csv", b"id,title,text,note\n1,,,\n").articles
    assert (article.text, article.title, article.extra) == ("", None, {})


def test_csv_without_a_text_column(reading):
    got = reading("a.csv", b"id,headline\n1,x\n")
    assert got.reasons == [(1, "no column for the text among id, headline: name it with --text-field")]


def test_tabs_with_unquoted_quotes(reading):
    got = reading("a.tsv", b'id\ttext\n1\t"Sail," he said\n2\tplain\n')
    assert got.texts == ['"Sail," he said', "plain"]


def test_broken_record_in_an_array(reading):
    data = (
        b'[{"id": "1", "text": "one"},\n {"id": "2", "text": "quote lost},\n {"id": "3", "text": "three"},\n'
        b' {"id": "4", "text": NaN}, [1, 2], 7,\n {"id": "5", "text": "five", "x": [{"id": "in"}]},\n {"id": "6", "te'
    )
    got = reading("a.json", data)
    assert [(a.id, a.line) for a in got.articles] == [("1", 1), ("3", 3), ("5", 5)]
    assert [(r.line, r.raw[:12]) for r in got.rejects] == [
        (2, b'{"id": "2", '), (4, b'{"id": "4", '), (4, b"[1, 2]"), (4, b"7"), (6, b'{"id": "6", ')
    ]


@pytest.mark.parametrize(
    "data", [b"[1,2]", b"[", b"]]]", b'{"a":', b'{"a": "\\', b'"text"', b"{}", b"[[[[{}]]]]", b'[{"a":1}']
)
def test_json_without_an_article(reading, data):
    got = reading("a.json", data)
    assert not got.articles
    assert all(r.reason for r in got.rejects)
    assert got.rejects or data in {b"[", b"]]]"}


def test_deep_json_document(reading):
    got = reading("a.json", b'[{"text": "a", "x": ' + b"[" * 200_000 + b"]" * 200_000 + b'},\n{"text": "b"}]')
    assert got.texts == ["b"]
    assert "depth limit" in got.rejects[0].reason


@pytest.mark.parametrize(("data", "kind"), [
    (random.Random(1).randbytes(70_000), "binary data"),
    (b"%PDF-1.7 \xe2\xe3\xcf\xd3", "a PDF"),
    (b"PK\x03\x04" + bytes(60), "a zip archive"),
    (b"\x89PNG\r\n\x1a\n" + bytes(50), "a PNG image"),
    (bytes(1000), "binary data"),
])
def test_what_is_no_text(reading, data, kind):
    got = reading("a.bin", data)
    assert not got.articles
    (reject,) = got.rejects
    assert reject.reason.startswith(f"{kind}")
    assert data.startswith(reject.raw)
    assert reject.raw


def test_nul_in_a_text_is_kept(reading):
    got = reading("a.txt", b"A sentence with a NUL\x00 in it, and one after it.\r\nSecond line\r")
    assert got.texts == ["A sentence with a NUL\x00 in it, and one after it.\r\nSecond line\r"]


A = "The ferry to Orlo sails again, after eleven weeks in dock."
B = "Tickets stay at four crowns; the harbour master said so."


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.data", "a", "a.jsonl", "a.html"])
@pytest.mark.parametrize("table", [
    f'title,text\nFerry,"{A}"\nPrices,"{B}"\n', f'"title","text"\n"Ferry","{A}"\n"Prices","{B}"\n',
    f"title\ttext\nFerry\t{A}\nPrices\t{B}\n", f'text;title;id\n"{A}";Ferry;1\n"{B}";Prices;2\n',
    f'headline|body|url\nFerry|{A}|\nPrices|{B}|x\n',
])
def test_a_table_under_another_name(reading, name, table):
    assert reading(name, table.encode()).texts == [A, B]


@pytest.mark.parametrize("text", [
    f"Title, text and pictures\n\n{A} {B}\n", f"text, title\n{A}\n{B}\n", f"Text, date\n\n{A}\n\n{B}\n",
    f"{A}\n{B}, {A}\n", "title,text\n", f"title,text,title\na,{B},c\n", "a,b,c\n1,2,3\n4,5,6\n",
])
def test_prose_with_commas_is_no_table(reading, text):
    assert reading("a.txt", text.encode()).texts == [text]


@pytest.mark.parametrize("table", [
    f'id, title, text\n1, Ferry, "{A}"\n2, Prices, "{B}"\n', f'id,title,text\n1, Ferry, "{A}"\n2,Prices,"{B}"\n',
    f'id; title; text\n1; Ferry; "{A}"\n2; Prices; "{B}" \n',
    f'id, title, text\n1, Ferry, "{A}"\r\n2, Prices, "{B}"\r\n',
])
def test_spaces_behind_the_delimiter(reading, table):
    got = reading("a.csv", table.encode())
    assert [(a.id, a.text) for a in got.articles] == [("1", A), ("2", B)]
    assert [a.title.strip() for a in got.articles] == ["Ferry", "Prices"]


def test_spaces_that_belong_to_a_cell_stay(reading):
    got = reading("a.csv", b'id,text\n1, an indented line\n2,"  quoted"\n')
    assert got.texts == [" an indented line", "  quoted"]


@pytest.mark.parametrize("name", ["a.xml", "a.txt", "a"])
def test_xml_that_is_no_feed_is_rejected(reading, name):
    got = reading(name, b'<?xml version="1.0"?>\n<urlset><url><loc>https://orlo.example/1</loc></url></urlset>')
    assert not got.articles
    assert [line for line, _ in got.reasons] == [1]
    assert "XML" in got.reasons[0][1]


def test_xml_whose_root_is_html_is_a_page(reading):
    page = '<?xml version="1.0"?><html><body><article><p>%s</p><p>%s</p></article></body></html>'
    sentence = "The ferry to Orlo sails again on Monday, after eleven weeks in dock, the harbour master said. "
    got = reading("a.xml", (page % (sentence, sentence * 2)).encode())
    assert len(got.articles) == 1
    assert "<" not in got.texts[0]
