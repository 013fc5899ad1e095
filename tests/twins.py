"""Plain Python twins of the compiled kernels: slow, short, and written from the description, not from the kernels."""

import re
from collections.abc import Iterator, Sequence

from dedup.text.repair import Part
from dedup.text.tokens import TOKEN_SEED
from dedup.text.unicode_table import (
    CLASS_SHIFT,
    DIGIT,
    DROPS_MARKS,
    EXPANSION,
    IGNORED,
    MARK,
    OPENS,
    PAGE,
    PREFIX,
    SEPARATOR,
    SINGLE,
    SUFFIX,
    VALUE_MASK,
    WORD,
    unicode_table,
)

BITS_64 = 2**64 - 1
WORD_PRIME = 0x9FB21C651E98DF25
GOLDEN = 0x9E3779B97F4A7C15


def mix64(h: int) -> int:
    h ^= h >> 33
    h = h * 0xFF51AFD7ED558CCD & BITS_64
    h ^= h >> 33
    h = h * 0xC4CEB9FE1A85EC53 & BITS_64
    return h ^ h >> 33


def look_up(char: str) -> tuple[int, list[int], bool]:
    """Return a character's class, the code points it folds to, and whether marks after it are dropped."""
    pages, entries, expansions = unicode_table()
    entry = int(entries[int(pages[ord(char) // PAGE]) * PAGE + ord(char) % PAGE])
    kind, value = entry >> CLASS_SHIFT & 7, entry & VALUE_MASK
    folded = [int(part) for part in expansions[value] if part] if kind == EXPANSION else [value]
    return kind, folded, bool(entry & DROPS_MARKS)


def flags(char: str) -> int:
    pages, entries, _ = unicode_table()
    return int(entries[int(pages[ord(char) // PAGE]) * PAGE + ord(char) % PAGE])


def prefix_length(text: str, at: int) -> int:
    """Return how many marks of a number begin at a place: of different kinds, right before a digit."""
    marks: list[int] = []
    for char in text[at : at + 4]:
        if flags(char) & DIGIT:
            break
        if not flags(char) & PREFIX or (marks and marks[-1] == look_up(char)[1][0]):
            return 0
        marks.append(look_up(char)[1][0])
    else:
        return 0
    if not marks or at == 0:
        return len(marks)
    before = text[at - 1]
    if chr(marks[0]) in "+-.":
        return len(marks) if flags(before) & OPENS else 0
    return len(marks) if look_up(before)[0] in (SEPARATOR, SINGLE) else 0


def suffix_length(text: str, word: str, at: int) -> int:
    """Return how many marks after a word belong to it."""
    mark = text[at]
    if not flags(mark) & SUFFIX:
        return 0
    if mark in "-\u2212" and not re.fullmatch("[A-D]{1,3}|O", word):
        return 0
    length = len(re.match(r"\+{1,3}", text[at:]).group()) if mark == "+" else 1
    rest = text[at + length : at + length + 1]
    return length if length < 3 and (not rest or look_up(rest)[0] in (SEPARATOR, SINGLE)) else 0


def words(text: str) -> Iterator[tuple[list[int], int, int]]:
    """Yield the folded code points of every token, with its span."""
    word: list[int] = []
    start = end = -1
    drops = False
    at = 0
    while at < len(text):
        kind, folded, drops_marks = look_up(text[at])
        marks = 0
        if kind == SEPARATOR and word and end == at:
            marks = suffix_length(text, text[start:end], at)
        elif kind == SEPARATOR and not word:
            marks = prefix_length(text, at)
        if marks:
            start = at if not word else start
            word = word + [look_up(char)[1][0] for char in text[at : at + marks]]
            at = end = at + marks
            drops = True
            continue
        if kind in (SEPARATOR, SINGLE) and word:
            yield word, start, end
            word = []
        if kind == SINGLE:
            yield folded, at, at + 1
        elif kind in (WORD, EXPANSION):
            if not word:
                start = at
            word = word + folded
            end, drops = at + 1, drops_marks
        elif kind == MARK and word:
            word = word if drops else word + folded
            end = at + 1
        else:
            assert kind in (SEPARATOR, MARK, IGNORED)
        at += 1
    if word:
        yield word, start, end


def folded_bytes(code_point: int) -> bytes:
    """Return a code point as the token hash reads it: one byte for ASCII, else three of seven bits each."""
    if code_point < 0x80:
        return bytes([code_point])
    return bytes([0x80 | code_point & 0x7F, 0x80 | code_point >> 7 & 0x7F, 0x80 | code_point >> 14])


def tokenize(text: str, spans: Sequence[tuple[int, int]] = ()) -> list[tuple[int, int, int]]:
    """Return (hash, start, end) of every token; what stands in one span knows nothing of the next."""
    tokens = []
    for span_start, span_end in spans or [(0, len(text))]:
        part = Part.of(text[span_start:span_end], span_start).repair()
        for word, start, end in words(part.text):
            data = b"".join(folded_bytes(code_point) for code_point in word)
            h = int(TOKEN_SEED)
            for at in range(0, len(data) // 8 * 8, 8):
                h = (h ^ int.from_bytes(data[at : at + 8], "little")) * WORD_PRIME & BITS_64
                h ^= h >> 32
            rest = int.from_bytes(data[len(data) // 8 * 8 :], "little")
            tokens.append((mix64(h ^ rest), int(part.starts[start]), int(part.ends[end - 1])))
    return tokens


def shingles(tokens: Sequence[int], k: int, seed: int) -> set[int]:
    """Return the shingle hashes of a token sequence; fewer than k tokens are one shingle."""
    if not tokens:
        return set()
    width = min(k, len(tokens))
    found = set()
    for i in range(len(tokens) - width + 1):
        h = sum(t * pow(GOLDEN, width - 1 - j, 2**64) for j, t in enumerate(tokens[i : i + width])) & BITS_64
        found.add(mix64(h ^ seed))
    return found


def text_shingles(text: str, k: int = 5, seed: int = 1, spans: Sequence[tuple[int, int]] = ()) -> set[int]:
    return shingles([h for h, _, _ in tokenize(text, spans)], k, seed)
