"""Cardinal numbers written in words: "two hundred and forty-one", "a million and a half", "quatre-vingt-dix mille"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from dedup.facts.numerals import SCALES, WORDS

_TOKEN = re.compile(r"[A-Za-zÀ-ÿ]+")
_FRACTION = re.compile(
    r"(?:\s|-)(?:and|et)[\s-](?:(?P<top>an?|one|two|three)[\s-])?(?P<piece>half|thirds?|quarters?|demie?)(?!\w)",
    re.IGNORECASE,
)
_PIECES = {"ha": 2, "th": 3, "qu": 4, "de": 2}
_POINT = re.compile(r"\s(?:point|virgule)((?:\s(?:zero|one|two|three|four|five|six|seven|eight|nine))+)(?!\w)", re.I)
_JOINTS = frozenset({"and", "et"})
_ARTICLES = frozenset({"a", "an"})
_DIRECT = 100  # from here on a word multiplies what stands before it
# What only French text counts with: "seize", "six" and "cent" are English words as well.
FRENCH_ONLY = frozenset(
    "un une deux trois quatre cinq sept huit neuf dix onze douze treize quatorze quinze seize vingt vingts trente "
    "quarante cinquante soixante septante huitante octante nonante cent cents mille milliard milliards".split()
)


class Cardinal(NamedTuple):
    """A number in words: its value, where it ends, and whether a scale word from thousand up is in it."""

    value: Decimal
    end: int
    scaled: bool


@dataclass(slots=True)
class _State:
    """A number half read: `total` is closed, `current` is below the next scale word."""

    total: int = 0
    current: int = 0
    bound: int = 10**18
    last: int = 0
    seen: bool = False

    def add(self, value: int) -> bool:
        """Add a word below a hundred where the grammar has room for it."""
        slot = self.current % 100
        score = slot in {60, 80} and value < 20  # soixante-dix, quatre-vingt-onze
        dix = slot % 20 == 10 and value in {7, 8, 9} and self.last == 10
        tens = slot >= 20 and slot % 10 == 0 and value < 10
        if slot == 4 and value == 20 and self.last == 4:
            self.current += 76  # quatre-vingt
        elif (slot == 0 and (self.current == 0 or self.last == _DIRECT) and value) or tens or score or dix:
            self.current += value
        elif not (self.seen or value):
            self.current = 0
        else:
            return False
        self.seen, self.last = True, value
        return True

    def multiply(self, scale: int) -> bool:
        """Multiply by hundred, dozen, thousand, million … where the grammar has room for it."""
        if scale == 12:
            return False
        if scale == _DIRECT:
            if self.current >= _DIRECT:
                return False
            self.current = (self.current or 1) * _DIRECT
        elif scale < self.bound and (self.current or not self.seen):
            self.total += (self.current or 1) * scale
            self.current, self.bound = 0, scale
        else:
            return False
        self.seen, self.last = True, scale
        return True


def read(text: str, start: int = 0, *, french: bool = False, joins: bool = True) -> Cardinal | None:
    """Read the cardinal number that starts at a word.

    Args:
        text: The sentence.
        start: Where its first word starts.
        french: Whether French number words count.
        joins: Whether "and" can be a part of the number; after "between" it can't.

    Returns:
        The longest number that the words make, None where they make none. "A" counts only before a scale word.
    """
    state, position, end = _State(), start, start
    dozen = 1
    while (token := _TOKEN.match(text, position)) is not None:
        word = token.group().lower()
        if word in _ARTICLES and not state.seen:
            if not _scale_follows(text, token.end()):
                return None
        elif word in _JOINTS and state.seen:
            if not joins or not _goes_on(text, token.end(), state, french=french):
                break
        elif word == "dozen" and state.current < _DIRECT and not state.total:
            dozen, end, state.seen = 12, token.end(), True
            state.current = state.current or 1
            break
        elif not _take(word, state, french=french):
            break
        else:
            end = token.end()
        if not re.match(r"[ -][A-Za-zÀ-ÿ]", text[token.end() : token.end() + 2]):
            break
        position = token.end() + 1
    if not state.seen or end == start:
        return None
    return _with_fraction(text, Decimal((state.total + state.current) * dozen), end, state, french=french)


def _take(word: str, state: _State, *, french: bool) -> bool:
    if word in FRENCH_ONLY and not french:
        return False
    if word in WORDS:
        return state.add(WORDS[word])
    return len(word) > 2 and word in SCALES and state.multiply(SCALES[word])


def _scale_follows(text: str, position: int) -> bool:
    token = _TOKEN.match(text, position + 1)
    return token is not None and token.group().lower() in {
        "hundred", "thousand", "million", "billion", "trillion", "dozen", "lakh", "crore"
    }  # fmt: skip


def _goes_on(text: str, position: int, state: _State, *, french: bool) -> bool:
    """Tell whether "and" joins: after a scale word, before a smaller number; in French before a one or eleven."""
    token = _TOKEN.match(text, position + 1)
    word = token.group().lower() if token else ""
    if token is None or word not in WORDS or (word in FRENCH_ONLY and not french):
        return False
    following = _TOKEN.match(text, token.end() + 1)
    if following and following.group().lower() == "hundred" and state.last == _DIRECT:
        return False  # "one hundred and two hundred" are two numbers
    return state.last >= _DIRECT or (french and word in {"un", "une", "onze"})


def _with_fraction(text: str, value: Decimal, end: int, state: _State, *, french: bool) -> Cardinal:
    """Add "and a half" or "point five", and the scale word after it."""
    fraction, point = _FRACTION.match(text, end), _POINT.match(text, end)
    if point:
        digits = "".join(str(WORDS[word]) for word in point.group(1).lower().split())
        value, end = value + Decimal(f"0.{digits}"), point.end()
    elif fraction and (fraction["top"] or french or fraction["piece"].lower().startswith("de")):
        top = WORDS.get((fraction["top"] or "a").lower(), 1)
        times = state.bound if state.total and not state.current else 1
        value += times * Decimal(top) / _PIECES[fraction["piece"][:2].lower()]
        end = fraction.end()
    else:
        return Cardinal(value, end, state.total > 0)
    scale = _TOKEN.match(text, end + 1)
    word = scale.group().lower() if scale and text[end] in " -" else ""
    if scale and word in {"million", "billion", "trillion", "thousand", "millions", "milliard", "milliards"}:
        return Cardinal(value * SCALES[word], scale.end(), scaled=True)
    return Cardinal(value, end, state.total > 0)
