"""Word-level difference of two bodies, cut down to where they differ: what a person looks at to judge a pair.

Bounded in work and in size whatever the bodies are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from dedup.reporting.words import Piece, shorten

# Words of each body that are compared; a difference beyond them is not shown.
MAX_WORDS = 3000
# Characters of one difference that a page shows, and of one run of words that only one side has.
MAX_SHOWN = 1000
MAX_RUN = 220
_CONTEXT = 6  # words that both have, kept on either side of a difference
_STRAY = 3  # fewer words in common between two longer differences are chance
# One character of a script written without spaces, or whatever stands between blanks.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f]|[^\s\u3040-\u30ff\u3400-\u9fff]+")
_PUNCTUATION = re.compile(r"[^\w%$€£¥]+")
_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


@dataclass(frozen=True, slots=True)
class BodyDifference:
    """Where two bodies differ.

    Attributes:
        pieces: What only the first has (`delete`), only the second (`insert`), and a few words that both have around.
        lost: How many words of the first the second does not have at their place.
        cut: Whether more differs than the pieces show.
        partial: Whether only the first `MAX_WORDS` words of the bodies were compared.
    """

    pieces: tuple[Piece, ...]
    lost: int
    cut: bool
    partial: bool


def numbers_only_in(first: str, second: str) -> tuple[str, ...]:
    """Return the numbers of one body that stand nowhere in another, as printed, without repeats."""
    known = {_value(number) for number in _numbers(second)}
    return tuple(dict.fromkeys(number for number in _numbers(first) if _value(number) not in known))


def _numbers(text: str) -> list[str]:
    return _NUMBER.findall(unicodedata.normalize("NFKC", text))


def _value(number: str) -> str:
    return _THOUSANDS.sub("", number)


def body_difference(first: str, second: str) -> BodyDifference:
    """Return where two bodies differ, word by word; punctuation and case alone make no difference."""
    a, b = list(_WORD.finditer(first)), list(_WORD.finditer(second))
    cut = partial = len(a) > MAX_WORDS or len(b) > MAX_WORDS
    a, b = a[:MAX_WORDS], b[:MAX_WORDS]
    # difflib leaves words that are everywhere out of its search, which keeps long texts fast
    found = SequenceMatcher(None, _keys(a), _keys(b)).get_opcodes()
    lost = sum(a_end - a_start for op, a_start, a_end, _, _ in found if op != "equal")
    operations = _joined(found)
    pieces: list[Piece] = []
    shown = 0
    for number, (op, a_start, a_end, b_start, b_end) in enumerate(operations):
        if shown >= MAX_SHOWN:
            cut = cut or op != "equal"
            continue
        if op == "equal":
            new = [Piece("equal", _context(second, b[b_start:b_end], number > 0, number < len(operations) - 1))]
        else:
            new = [Piece("delete", _run(first, a[a_start:a_end])), Piece("insert", _run(second, b[b_start:b_end]))]
        pieces += [piece for piece in new if piece.text]
        shown += sum(len(piece.text) for piece in new)
    return BodyDifference(tuple(pieces), lost, cut, partial)


_Operation = tuple[str, int, int, int, int]


def _joined(operations: Sequence[_Operation]) -> list[_Operation]:
    """Join long differences that only a stray word or two keeps apart: other sentences share an article or a verb."""
    found: list[_Operation] = []
    for number, (op, *at) in enumerate(operations):
        stray = op == "equal" and 0 < number < len(operations) - 1 and at[1] - at[0] < _STRAY
        around = (*operations[number - 1 : number], *operations[number + 1 : number + 2])
        stray = stray and all(max(o[2] - o[1], o[4] - o[3]) > _STRAY for o in around)
        kind = "replace" if stray or op != "equal" else "equal"
        if found and kind == found[-1][0] == "replace":
            found[-1] = ("replace", found[-1][1], at[1], found[-1][3], at[3])
        else:
            found.append((kind, at[0], at[1], at[2], at[3]))
    return found


def _keys(words: Sequence[re.Match[str]]) -> list[str]:
    return [_PUNCTUATION.sub("", word.group()).casefold() or word.group() for word in words]


def _run(text: str, words: Sequence[re.Match[str]]) -> str:
    return shorten(_slice(text, words), MAX_RUN) if words else ""


def _slice(text: str, words: Sequence[re.Match[str]]) -> str:
    return " ".join(text[words[0].start() : words[-1].end()].split()) if words else ""


def _context(text: str, words: Sequence[re.Match[str]], after: bool, before: bool) -> str:
    """Return what both have between two differences, in the middle cut down to the words next to either."""
    if len(words) <= 2 * _CONTEXT:
        return _slice(text, words)
    head = f"{_slice(text, words[:_CONTEXT])} …" if after else "…"
    return f"{head} {_slice(text, words[-_CONTEXT:])}" if before else head
