"""Ordinals that number the events of a row: the seventh meeting is not the sixth."""

from __future__ import annotations

import re

from dedup.alignment.events import words_in

_LETTERS = 3  # of a word that says something
ORDINAL = re.compile(
    r"\b(?P<number>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|\d+(?:st|nd|rd|th))\s"
    r"(?:(?!of\b|and\b|in\b|to\b)[\w-]+\s){0,2}?"
    r"(?P<what>(?:round|session|meeting|summit|edition|season|phase|stage|test|trial|term|quarter|attack|strike|visit|"
    r"launch|talks|conference|anniversary|hearing|debate|wave|day|"
    r"mission|game|match|leg|quake|earthquake|derailment|explosion|blast|bombing|fire|storm|protest|vote|election|"
    r"budget|report|exercise|drill|visit|flight)s?\b(?:\sof\s(?!the\b|their\b|its\b)\w+)?)"
    r"(?P<of>(?:\sof\s(?:the\s|their\s|its\s)?(?:[\w-]+\s?){1,4})?)",
    re.IGNORECASE,
)
_NO_SERIES = re.compile(r"\w+\ssuch\b|first\s(?:[\w-]+\s){1,3}since\b", re.IGNORECASE)
_NUMBERS = {word: n for n, word in enumerate(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(), 1
)}  # fmt: skip
_MEETINGS = frozenset("round session meeting summit talks conference edition".split())


def ordinals_of(a: str, b: str) -> tuple[str, str] | None:
    """Return two ordinals of the same noun that differ: "seventh round", "sixth round"."""
    for x in ORDINAL.finditer(a):
        for y in ORDINAL.finditer(b):
            if any(_NO_SERIES.match(m.string, m.start()) for m in (x, y)):
                continue  # "the first such meeting since January" is no number in a row
            numbers = _number(x["number"]) != _number(y["number"])
            if numbers and _noun(x["what"]) == _noun(y["what"]) and _one_series(x["of"], y["of"]):
                return _phrase(x), _phrase(y)
    return None


def _phrase(match: re.Match[str]) -> str:
    return match.group()[: match.start("of") - match.start()].lower().strip()


def _one_series(a: str, b: str) -> bool:
    """Tell whether "of the dialogue" and "of the working group" are one row of meetings; True where one is silent."""
    mine, theirs = ({w for w in words_in(of) if len(w) > _LETTERS} for of in (a, b))
    return not mine or not theirs or bool(mine & theirs)


def _number(word: str) -> int:
    return _NUMBERS.get(word.lower()) or int(re.sub(r"\D", "", word) or 0)


def of_meeting(phrase: str) -> bool:
    """Tell whether an ordinal with its noun numbers a meeting: "seventh round of talks"."""
    return _noun(phrase.rsplit(" of ", 1)[0].rsplit(maxsplit=1)[-1]) == "meeting"


def _noun(words: str) -> str:
    head = words.lower().split()[0]
    return "meeting" if head in _MEETINGS or head.removesuffix("s") in _MEETINGS else head
