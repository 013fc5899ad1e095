"""Tokens: the kernel against its twin, spans, folding, ranges."""

import itertools
import unicodedata

import numpy as np
import pytest
import twins
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dedup.text.repair import Part
from dedup.text.tokens import tokenize

# Every code point there is, lone surrogates included, and the ones on which a tokeniser stumbles more often.
ANYTHING = st.characters(exclude_categories=())
TRICKY = st.sampled_from(
    "aAzé9_ .,-'ßﬁİıΣςЙё\u0301\u0308\u0327\u00ad\u200b\u200d\ufe0f½²Ａ①日本ー々〆カｶﾞ゛ไทยກခ་ꀀहिन्दी\u093f\u0670عـ"
    "\ufdfa㌔\U0001f600\ud800\udfff\x00\u2028"
    "--−++#$€.5٣3CBO(はأ\u0654ـ&;ampquotÃÂâ\x80\x99\xa0©»€™"
)
TEXTS = st.text(ANYTHING | TRICKY, max_size=60)


def hashes(text: str) -> list[int]:
    return tokenize(text).hashes.tolist()


def is_sound(text: str) -> bool:
    return Part.of(text, 0).repair().text == text


def quotes(text: str) -> list[str]:
    tokens = tokenize(text)
    return [text[start:end] for start, end in zip(tokens.starts, tokens.ends, strict=True)]


def cut_spans(text: str, cuts: list[int]) -> list[tuple[int, int]]:
    """Make sorted, disjoint spans, some of them touching, out of any numbers."""
    points = sorted({cut % (len(text) + 1) for cut in cuts})
    return [(a, b) for i, (a, b) in enumerate(itertools.pairwise(points)) if i % 3 != 2]


@settings(deadline=None, max_examples=300)
@given(TEXTS)
def test_equals_the_twin(text: str) -> None:
    tokens = tokenize(text)
    assert list(zip(*(column.tolist() for column in tokens), strict=True)) == twins.tokenize(text)


@settings(deadline=None, max_examples=200)
@given(TEXTS, st.lists(st.integers(0, 100), min_size=2, max_size=8))
def test_ranges_equal_the_twin_on_each_slice(text: str, cuts: list[int]) -> None:
    spans = cut_spans(text, cuts)
    if not spans:
        return
    tokens = tokenize(text, spans)
    assert list(zip(*(column.tolist() for column in tokens), strict=True)) == twins.tokenize(text, spans)


@settings(deadline=None, max_examples=200)
@given(TEXTS)
def test_every_span_read_alone_gives_its_token_again(text: str) -> None:
    assume(is_sound(text))  # what stands around a sequence tells whether it was decoded wrongly
    tokens = tokenize(text)
    assert np.all(tokens.starts < tokens.ends)
    assert np.all(tokens.ends[:-1] <= tokens.starts[1:])
    assert [hashes(quote) for quote in quotes(text)] == [[h] for h in tokens.hashes.tolist()]


@settings(deadline=None, max_examples=200)
@given(st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=12))
def test_case_does_not_matter(word: str) -> None:
    assume(is_sound(word))  # read anew, its letters are others
    # not upper(): it maps dotless i to I, which folds to i
    assert hashes(word) == hashes(word.casefold()) or any(unicodedata.normalize("NFKC", c) != c for c in word)


LATIN = "".join(chr(c) for c in range(0xC0, 0x250) if unicodedata.name(chr(c), "").startswith("LATIN"))
GREEK = "άέήίόύώϊϋΐΆΈ"
CYRILLIC = "ёйїўЁЙЇЎ"


@settings(deadline=None, max_examples=200)
@given(st.text(st.sampled_from(LATIN + GREEK + CYRILLIC), min_size=1, max_size=12))
def test_accents_do_not_matter_however_they_are_written(word: str) -> None:
    assume(is_sound(word))
    apart = unicodedata.normalize("NFD", word)
    bare = "".join(c for c in apart if unicodedata.category(c) != "Mn")
    assert hashes(word) == hashes(apart) == hashes(bare)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Don't stop at 12,5 %", ["Don", "t", "stop", "at", "12", "5"]),
        ("snake_case x-ray", ["snake_case", "x", "ray"]),
        ("東京で会談", ["東", "京", "で", "会", "談"]),
        ("NATOの拡大", ["NATO", "の", "拡", "大"]),
        ("ราคา", ["ร", "า", "ค", "า"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("서울 회담", ["서울", "회담"]),
        ("co\u00adope\u200bration", ["co\u00adope\u200bration"]),
        ("\u0301 alone", ["alone"]),
        (" \n\t…—", []),
        ("", []),
        ("from -15 to −3, (-5) or +2 to 2", ["from", "-15", "to", "−3", "-5", "or", "+2", "to", "2"]),
        ("2019-20, 10-15, co-op, - 15, a-1, --4", ["2019", "20", "10", "15", "co", "op", "15", "a", "1", "4"]),
        ("-15, it said", ["-15", "it", "said"]),
        ("a –5 b – 5 c–5", ["a", "–5", "b", "5", "c", "5"]),
        ("$5 or €10-€15, -$2, US$7, 8 €", ["$5", "or", "€10", "€15", "-$2", "US", "7", "8"]),
        ("hit .300 and -.5 in 1.5 s ...7", ["hit", ".300", "and", "-.5", "in", "1", "5", "s", "7"]),
        ("C++, C# or C: a+b, C+++ and c#d", ["C++", "C#", "or", "C", "a", "b", "C", "and", "c", "d"]),
        ("cut to BBB- from BBB+, A-list, pre- and", ["cut", "to", "BBB-", "from", "BBB+", "A", "list", "pre", "and"]),
        ("気温は-15度、3月-5月", ["気", "温", "は", "-15", "度", "3", "月", "5", "月"]),
    ],
)
def test_where_tokens_are_cut(text: str, expected: list[str]) -> None:
    assert quotes(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("STRASSE", "straße"), ("ｆｕｌｌ", "full"), ("ﬁnal", "final"), ("coope\u00adration", "cooperation"),
        ("ΣΟΦΟΣ", "σοφος"), ("①", "1"), ("ｶﾀｶﾅ", "カタカナ"), ("Łódź", "lodz"), ("œuvre", "oeuvre"),
        ("−15", "-15"), ("－１５", "-15"), ("٤٢", "42"), ("۴۲", "42"), ("๔๒", "42"), ("＄5", "$5"),
        ("إعلان", "اعلان"), ("ا\u0655علان", "إعلان"), ("مدرســـة", "مدرسة"), ("مدرسه", "مدرسة"), ("علی", "على"),
        ("کتاب", "كتاب"), ("ئ", "ي\u0654"), ("क़लम", "क\u093cलम"), ("me&shy;tre", "metre"), ("caf&eacute;", "café"),
        ("&amp;amp;#39;tis", "'tis"), ("doesnâ€™t", "doesn’t"), ("CÃ”TÃ‰", "côté"), ("dÃ©jÃ\xa0", "déjà"),
        ("doesnÃ¢â‚¬â„¢t", "doesn’t"), ("Ð¼Ð¸Ñ\x80", "мир"), ("Å‚Ä…ka", "łąka"), ("&Atilde;&copy;tat", "état"),
        ("æ\x9d±äº¬", "東京"),
    ],
)  # fmt: skip
def test_spellings_that_are_one_word(one: str, other: str) -> None:
    assert hashes(one) == hashes(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("کی", "کے"), ("कि", "की"), ("は", "ば"), ("か", "ガ"), ("ab", "ba"), ("a", "aa"), ("-15", "15"), ("+15", "15"),
        ("-15", "+15"), ("$5", "5"), ("$5", "€5"), (".5", "5"), ("C++", "C#"), ("C", "C#"), ("AA-", "AA"),
        ("قلب", "كلب"), ("&bogus;", ""), ("R&D;", "R"),
    ],
)  # fmt: skip
def test_spellings_that_are_not(one: str, other: str) -> None:
    assert hashes(one) != hashes(other)


def test_no_token_crosses_the_end_of_a_span() -> None:
    assert tokenize("abcdef", [(0, 3), (3, 6)]).ends.tolist() == [3, 6]
    assert tokenize("abcdef", [(1, 2), (4, 5)]).starts.tolist() == [1, 4]


def test_offsets_count_code_points() -> None:
    assert quotes("😀 é日 x") == ["é", "日", "x"]


@pytest.mark.parametrize(
    "text",
    ["liberté » dit", "payé £5", "MENÜ“", "IRMÃ”", "CAFÉ® x", "CAFÉ–bar", "Spaß“", "3 × 5", "Úžasné", "Tomáš“"],
)
def test_sound_text_is_left_alone(text: str) -> None:
    bare = "".join(c if c.isalnum() or c in "£" else " " for c in text)
    assert hashes(text) == hashes(bare)


def test_a_repaired_text_keeps_its_places_in_the_raw_one() -> None:
    text = "Ã‰lan &amp;quot;cafÃ©s&amp;quot; 5&nbsp;km"
    assert quotes(text) == ["Ã‰lan", "cafÃ©s", "5", "km"]
    assert tokenize(text, [(0, 5), (16, 22)]).ends.tolist() == [5, 22]


def test_an_entity_is_not_read_across_the_end_of_a_span() -> None:
    assert hashes("&eacute;") == hashes("é")
    assert tokenize("&eacute;", [(0, 4), (4, 8)]).ends.tolist() == [4, 7]
