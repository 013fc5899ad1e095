"""Templates: texts of one form with other facts, as obituaries, lottery draws and market reports are.

Two near-duplicates are edits of one text, unless what differs are mostly facts (names, numbers, dates), several of
them, and a large share of all that the texts state. A correction changes a figure or two; an update adds words. In a
questionnaire or a live page, what stands under each question, label or time is a fact as a whole.
"""

from __future__ import annotations

import functools
import sys
import unicodedata

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.batches import Lists, offsets_of
from dedup.kernel.differences import (
    CALENDAR,
    CASED,
    DIGIT,
    FULL_STOP,
    FUNCTION,
    LABEL_END,
    LINE_END,
    PREPOSITION,
    SPACE,
    STOP,
    UPPER,
    collect_types,
    count_differences,
    mark_answers,
    mark_facts,
)
from dedup.kernel.terms import fill_table, look_up
from dedup.sketching.sketcher import token_lists
from dedup.text.calendar_words import MONTHS_BY_LANGUAGE, WEEKDAYS_BY_LANGUAGE
from dedup.text.stopwords import STOP_WORDS

# Share of the differing words that must be facts.
FACT_SHARE = 0.8
# Facts that must differ on either side, at least, and as a share of all facts of the text.
LEAST_FACTS = 3
FACTS_CHANGED = 0.4
# Share of the tokens from which function words that German alone has make a text German.
GERMAN_SHARE = 0.08
# Bit of a function word that German alone has, beside those of `kernel.differences`.
_GERMAN = 8
# Those that govern a name without an article.
_GERMAN_PREPOSITIONS = "aus bei bis durch für gegen hinter in mit nach seit über von vor zwischen"
_SENTENCE_ENDS = ".!?:;…\n\r\"“”„«»•|"


def token_types(
    texts: pa.Array, hashes: NDArray[np.uint32], starts: NDArray[np.int32], offsets: NDArray[np.int64]
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Return the distinct tokens of texts, each with whether it is a fact; see `kernel.differences.collect_types`.

    Args:
        texts: Raw texts.
        hashes: uint32[m], lower halves of the token hashes of their bodies.
        starts: int32[m], code point of its text at which each token starts.
        offsets: int64[n + 1], where each text's tokens start; texts without tokens are not looked at.

    Returns:
        uint64[m] types, int64[n + 1] where each text's start.
    """
    counts = np.diff(offsets)
    wanted = np.flatnonzero(counts)
    encoded = [texts[row].as_py().encode("utf-32-le", "surrogatepass") for row in wanted.tolist()]
    chars = np.frombuffer(b"".join(encoded), np.uint32)
    ends = np.zeros(len(counts), np.int64)
    ends[wanted] = np.cumsum([len(one) // 4 for one in encoded])
    shift = np.zeros(len(counts), np.int64)
    shift[wanted[1:]] = ends[wanted[:-1]]
    facts = np.empty(len(hashes), np.uint8)
    kinds = _kinds_of(hashes)
    functional = kinds & FUNCTION > 0
    german = offsets_of(kinds & _GERMAN > 0)
    capital_nouns = german[offsets[1:]] - german[offsets[:-1]] >= GERMAN_SHARE * counts
    placed = np.repeat(shift, counts) + starts
    mark_facts(chars, ends, _classes(), placed, offsets, kinds, capital_nouns, facts)
    mark_answers(chars, ends, _classes(), placed, offsets, functional, facts)
    types, type_offsets = np.empty(len(hashes), np.uint64), np.empty(len(counts) + 1, np.int64)
    collect_types(hashes, facts, offsets, types, type_offsets)
    return types[: type_offsets[-1]], type_offsets


def are_templates(types: Lists, first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Say which near-duplicates are of one form with other facts: bool[pairs].

    Args:
        types: Of every text, see `token_types`.
        first, second: int64[pairs], numbers of texts.
    """
    counts = np.empty((6, len(first)), np.int64)
    count_differences(types.values, types.starts, types.ends, first, second, counts)
    facts_a, words_a, facts_b, words_b, all_a, all_b = counts
    mostly = facts_a + facts_b >= FACT_SHARE * (facts_a + facts_b + words_a + words_b)
    several = np.minimum(facts_a, facts_b) >= LEAST_FACTS
    large = (facts_a >= FACTS_CHANGED * all_a) & (facts_b >= FACTS_CHANGED * all_b)
    found: NDArray[np.bool_] = mostly & several & large
    return found


def fact_words(texts: pa.Array, bodies: pa.Array | None) -> list[dict[int, str]]:
    """Return the facts of each body, by the hash of the word, as it is spelled first, in their order."""
    tokens = token_lists(texts, bodies)
    types = Lists.cut(*token_types(texts, tokens.hashes.astype(np.uint32), tokens.starts, tokens.offsets))
    found = []
    for row in range(len(texts)):
        own = types.values[types.starts[row] : types.ends[row]]
        facts = set((own[own & np.uint64(3) > 0] >> np.uint64(2)).tolist())
        text, words = texts[row].as_py(), dict[int, str]()
        span = slice(int(tokens.offsets[row]), int(tokens.offsets[row + 1]))
        hashes = tokens.hashes[span].astype(np.uint32).tolist()
        for word, start, end in zip(hashes, tokens.starts[span].tolist(), tokens.ends[span].tolist(), strict=True):
            if word in facts:
                words.setdefault(word, text[start:end])
        found.append(words)
    return found


def differing_facts(a: dict[int, str], b: dict[int, str]) -> tuple[list[str], list[str]]:
    """Return the facts that only one of two texts has, of either, see `fact_words`."""
    return [word for key, word in a.items() if key not in b], [word for key, word in b.items() if key not in a]


@functools.cache
def _classes() -> NDArray[np.uint8]:
    """Return the class of each code point of the Basic Multilingual Plane."""
    classes = np.zeros(0x10000, np.uint8)
    for code in range(min(0x10000, sys.maxunicode)):
        char = chr(code)
        category = unicodedata.category(char)
        if category in ("Nd", "No", "Nl"):
            classes[code] = DIGIT
        elif category in ("Lu", "Lt"):
            classes[code] = UPPER | CASED
        elif category == "Ll":
            classes[code] = CASED
    for chars, bit in (
        (_SENTENCE_ENDS, STOP), ("\n\r\u2028", LINE_END), ("?:？：", LABEL_END), (" \t\n\r\xa0*_", SPACE),
        (".!…。！", FULL_STOP),
    ):  # fmt: skip
        for char in chars:
            classes[ord(char)] |= bit
    return classes


def _kinds_of(hashes: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """Return the kind of each word, as bits; 0 for one that is not listed."""
    words, kinds, slots = _listed_words()
    found = np.empty(len(hashes), np.int64)
    look_up(words, slots, kinds, hashes.astype(np.uint64), 0, found)
    return found.astype(np.uint8)


@functools.cache
def _listed_words() -> tuple[NDArray[np.uint64], NDArray[np.int32], NDArray[np.int32]]:
    """Return the hashes of all listed words, their kinds, and a table to find them by, see `kernel.terms.look_up`."""
    functional = {word for listed in STOP_WORDS.values() for word in listed.split()}
    others = {word for language, listed in STOP_WORDS.items() if language != "de" for word in listed.split()}
    names = f"{MONTHS_BY_LANGUAGE['de']} {WEEKDAYS_BY_LANGUAGE['de']}".replace("/", " ")
    lists = (
        (functional, FUNCTION), (functional - others, _GERMAN), (set(_GERMAN_PREPOSITIONS.split()), PREPOSITION),
        (set(names.split()), CALENDAR),
    )  # fmt: skip
    hashed = [(_hash_words(listed), bit) for listed, bit in lists]
    words = np.unique(np.concatenate([found for found, _ in hashed]))
    kinds = np.zeros(len(words), np.int32)
    for found, bit in hashed:
        kinds[np.searchsorted(words, found)] |= bit
    keys = words.astype(np.uint64)
    slots = np.empty(1 << (4 * len(keys)).bit_length(), np.int32)
    fill_table(keys, slots)
    return keys, kinds, slots


def _hash_words(words: set[str]) -> NDArray[np.uint32]:
    text = pa.array([" ".join(sorted(words))], pa.large_string())
    return np.unique(token_lists(text, None).hashes.astype(np.uint32))
