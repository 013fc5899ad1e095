from itertools import pairwise

import pytest
from cleaning.pages import FRENCH, JAPANESE, PAGE, PARAGRAPHS
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.articles import Article
from dedup.cleaning.article import body_text, clean_article


def clean(text, **fields):
    return clean_article(Article(id="a", text=text, **fields))


def quote(cleaned, found):
    return cleaned.article.text[found.span.start : found.span.end]


def body(cleaned):
    return [cleaned.article.text[start:end] for start, end in cleaned.body]


def reason_of(cleaned, line):
    at = cleaned.article.text.index(line)
    return next((b.reason for b in cleaned.left_out if b.start <= at < b.end), None)


def test_body_is_the_paragraphs():
    assert body(clean(PAGE)) == PARAGRAPHS


def test_each_left_out_line_has_its_reason():
    cleaned = clean(PAGE)
    assert reason_of(cleaned, "Port Larissa to Rebuild") == "title"
    assert reason_of(cleaned, "14:05 GMT") == "timestamp"
    assert reason_of(cleaned, "Why the Price of Herring") == "ranking"
    assert reason_of(cleaned, "© 2024") == "copyright"


def test_metadata_with_the_span_that_proves_it():
    cleaned = clean(PAGE)
    assert (cleaned.title.value, quote(cleaned, cleaned.title)) == ("Port Larissa to Rebuild Its Breakwater",) * 2
    assert (cleaned.published.value, quote(cleaned, cleaned.published)) == (
        "2024-03-04T14:05+00:00",
        "14:05 GMT, March 4, 2024",
    )
    assert (cleaned.dateline.value, quote(cleaned, cleaned.dateline)) == ("Port Larissa", "PORT LARISSA")
    assert (cleaned.credit.value, quote(cleaned, cleaned.credit)) == ("AP", "AP")
    assert cleaned.language.value == "en"


def test_the_record_fills_what_the_page_does_not_state():
    cleaned = clean("\n".join(PARAGRAPHS[1:]), title="A headline", date="2024-03-04", author="Ada Berg")
    assert (cleaned.title.value, cleaned.title.span, cleaned.title.origin) == ("A headline", None, "field:title")
    assert (cleaned.published.value, cleaned.published.origin) == ("2024-03-04", "field:date")
    assert (cleaned.author.value, cleaned.author.origin) == ("Ada Berg", "field:author")


def test_an_agency_is_no_credit_on_its_own_page():
    assert clean(PAGE, source="apnews.com").credit is None
    assert clean(PAGE, url="https://apnews.com/article/1").credit is None


def test_japanese_page():
    cleaned = clean(JAPANESE)
    assert cleaned.language.value == "ja"
    assert cleaned.published.value == "2024-03-04T14:05"
    assert (cleaned.dateline.value, cleaned.credit.value) == ("ラリサ", "Kyodo")
    assert len(cleaned.body) == 3
    assert reason_of(cleaned, "ニシン") == "ranking"


def test_french_page():
    cleaned = clean(FRENCH)
    assert cleaned.language.value == "fr"
    assert cleaned.published.value == "2024-03-04T14:05"
    assert (cleaned.dateline.value, cleaned.credit.value) == ("Port Larissa", "AFP")
    assert [text[:10] for text in body(cleaned)] == ["PORT LARIS", "Les travau", "« Nous ne "]
    assert reason_of(cleaned, "À lire aussi") == "related"


def test_dateline_on_a_line_of_its_own():
    text = "\n\n".join(["A board decides on a wall", "OSTBY", *PARAGRAPHS[1:]])
    cleaned = clean(text)
    assert (cleaned.dateline.value, quote(cleaned, cleaned.dateline)) == ("Ostby", "OSTBY")
    assert reason_of(cleaned, "OSTBY") == "dateline"


def test_attribution_is_no_credit():
    told = PARAGRAPHS[2].replace("told reporters", "told AFP")
    assert clean("\n".join([PARAGRAPHS[1], told, PARAGRAPHS[3]])).credit is None


def test_line_broken_in_mid_sentence_is_one_span_joined_by_a_space():
    first, second = PARAGRAPHS[1].split(" to cost", 1)
    cleaned = clean("\n".join([PARAGRAPHS[0], first, "to cost" + second, PARAGRAPHS[3]]))
    assert PARAGRAPHS[1] in cleaned.body_text.split("\n")
    assert f"{first}\nto cost{second}" in body(cleaned)


def test_body_printed_twice_counts_once():
    text = "\n".join(PARAGRAPHS + PARAGRAPHS)
    cleaned = clean(text)
    assert body(cleaned) == PARAGRAPHS
    assert {b.reason for b in cleaned.left_out} == {"repeat"}
    for repeat in cleaned.repeats:
        quotes = {text[p.start : p.end] for p in repeat.places}
        assert quotes == {repeat.text}


def test_summary_above_the_headline_is_a_repeat():
    lead = PARAGRAPHS[0].split("— ")[1]
    cleaned = clean("\n".join([lead, "Port Larissa to Rebuild", *PARAGRAPHS]))
    assert body(cleaned) == PARAGRAPHS
    assert reason_of(cleaned, lead) == "repeat"


def test_long_line_that_holds_later_paragraphs_is_a_repeat():
    long = " ".join(PARAGRAPHS[1:])
    cleaned = clean("\n".join([long, "larissa, harbour", *PARAGRAPHS]))
    assert body(cleaned) == PARAGRAPHS
    assert len(cleaned.repeats) >= 1


def test_article_of_one_line_is_all_body():
    text = " ".join(PARAGRAPHS)
    assert body(clean(text)) == [text]


def test_keep_all_keeps_everything_and_still_reads_the_metadata():
    cleaned = clean_article(Article(id="a", text=f"  {PAGE}\n"), keep_all=True)
    assert body(cleaned) == [PAGE]
    assert cleaned.left_out == ()
    assert cleaned.credit.value == "AP"


@pytest.mark.parametrize("text", ["", " \n\t\n", "\x00", "\ud800", "…", "a"])
def test_next_to_nothing(text):
    cleaned = clean(text)
    assert all(text[s:e].strip() for s, e in cleaned.body)


def test_body_text_joins_paragraphs_by_newlines():
    text = "One sentence ends.\nAnother one goes\n  on here."
    assert body_text(text, [(0, 18), (19, len(text))]) == "One sentence ends.\nAnother one goes on here."


LINE = st.sampled_from(
    [*PAGE.split("\n"), *FRENCH.split("\n"), *JAPANESE.split("\n"), "", " ", "3 comments", "*", "\r"]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(LINE, st.text(max_size=40)), max_size=25))
def test_every_visible_line_is_body_or_left_out_and_no_character_twice(lines):
    text = "\n".join(lines)
    cleaned = clean(text)
    spans = sorted([tuple(s) for s in cleaned.body] + [(b.start, b.end) for b in cleaned.left_out])
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    covered = "".join(text[s:e] for s, e in spans)
    letters = [c for c in text if c.isalnum()]
    assert [c for c in covered if c.isalnum()] == letters


def test_a_menu_is_no_title():
    text = PAGE.replace("Home | News | Weather | Sign in", "NEWS   POLITICS   OPINION   SPORT   WEATHER")
    cleaned = clean(text)
    assert cleaned.title.value == "Port Larissa to Rebuild Its Breakwater"
    assert reason_of(cleaned, "NEWS   POLITICS") == "navigation"


LONG = [
    *PARAGRAPHS,
    *(f"The board met {i} times in the old customs house and heard the fishers each time." for i in (3, 5)),
]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The loan is to pay for a ferry between Ostby and Port", "Larissa, according to the board."),
        ("The divers are to begin in the northern basin of Saint", "Olaf, Holm said."),
        ("A third of the money is to go to the fishermen of Port", "Larissa who lost boats or nets in the storms."),
        ("The wall is to be finished next spring, in March or", "April at the latest, if the ice allows."),
    ],
)
def test_line_broken_before_a_capital_is_no_caption_and_its_sentence_is_whole(first, second):
    cleaned = clean("\n".join([*LONG[:3], first, second, *LONG[3:]]))
    assert {first, second} <= set(body(cleaned))
    assert f"{first} {second}" in cleaned.body_text.split("\n")


def test_caption_among_paragraphs_is_left_out_though_a_name_follows():
    caption = "Ines Holm shows the board the northern breakwater at Ostby"
    after = "Ada Berg was first to speak, and she asked for a longer wall with two gates."
    cleaned = clean("\n".join([*LONG[:3], caption, after, *LONG[3:]]))
    assert reason_of(cleaned, caption) == "caption"
    assert after in body(cleaned)


def test_long_runs_of_spaces_do_not_cost_their_square():
    text = "The board" + " " * 200_000 + "met on Monday, and it agreed to rebuild the wall."
    assert body_text(text, [(0, len(text))]) == text
