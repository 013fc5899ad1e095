import re

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from twins import SINGLE, look_up, words

from dedup.passages.fragments import _ENDINGS, _STEM_KEEPS, _STEM_LETTERS, LEAST_TOKENS, MOST_TOKENS, cut
from dedup.text.tokens import tokenize

PIECES = ["Word", "agreed", "été", "市", "議", "U.S", "running", "7", ".", "!", "?\"", "。", "\n", "\n\n", " ", "…"]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=150).map("".join)
END = re.compile(r"[。！？।۔]|[.!?…][^ \n\xa0]*[ \n\xa0]|(?:[\n\v\f\x85\u2029][^\n\v\f\x85\u2029]*){2}", re.DOTALL)


def twin_bounds(text, tokens):
    bounds = [0]
    for i in range(tokens.starts.size - 1):
        size = i + 1 - bounds[-1]
        gap = text[tokens.ends[i] : tokens.starts[i + 1]]
        if size >= MOST_TOKENS or (size >= LEAST_TOKENS and END.search(gap)):
            bounds.append(i + 1)
    return [*bounds, tokens.starts.size] if tokens.starts.size else [0]


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_fragments_equal_the_twin(text):
    tokens = tokenize(text)
    assert cut(text, tokens).bounds.tolist() == twin_bounds(text, tokens)


def twin_stem(word):
    if all("a" <= letter <= "z" for letter in word):
        for ending in _ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= _STEM_KEEPS:
                word = word[: -len(ending)]
                break
        if word.endswith("e") and len(word) > _STEM_KEEPS:
            word = word[:-1]
        return word[:_STEM_LETTERS]
    return word


def twin_stems(text):
    found = list(words(text))
    stems = []
    for i, (folded, start, end) in enumerate(found):
        word = "".join(map(chr, folded))
        if look_up(text[start])[0] == SINGLE and i + 1 < len(found) and found[i + 1][1] == end:
            word += chr(look_up(text[end])[1][0])
        stems.append(twin_stem(word))
    return stems


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from([*PIECES, "rations", "ed", "markedly", "flies", "straße"]), max_size=40).map(" ".join))
def test_equal_stems_have_equal_hashes_and_different_ones_different(text):
    hashes = cut(text, tokenize(text)).stems.tolist()
    stems = twin_stems(text.replace("ß", "ss"))
    assert len(hashes) == len(stems)
    assert len(set(hashes)) == len(set(stems)) == len(set(zip(hashes, stems, strict=True)))


def test_inflected_words_share_a_stem():
    text = "agreements agreement closed closing close bridges bridge"
    stems = cut(text, tokenize(text)).stems.tolist()
    assert stems[0] == stems[1]
    assert stems[2] == stems[3] == stems[4]
    assert stems[5] == stems[6]
    assert len(set(stems)) == 3


def test_text_without_punctuation_is_cut_all_the_same():
    text = "word " * (3 * MOST_TOKENS)
    assert np.diff(cut(text, tokenize(text)).bounds).tolist() == [MOST_TOKENS] * 3
