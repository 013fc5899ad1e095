"""Whose act or measure a claim tells of, and whether of the whole or of a part.

The sales of one firm are not those of its rival, nor those of one division or of the shops open for a year.
"""

from __future__ import annotations

import re

from dedup.alignment.acts import MOVES, Act, heads
from dedup.alignment.events import Report, Scene, initials_of, lead_name, name_words
from dedup.alignment.vocabulary import CALENDAR
from dedup.articles import Claim
from dedup.text.stems import stem

_LETTERS = 2  # from which a name can be one
# Nouns of what is measured: a firm, a town or an office has its own of each.
_MEASURES = frozenset(map(stem, (
    "sales revenue turnover profit income earnings loss margin result forecast outlook turnout share stock price cost "
    "order deposit output production traffic rate inflation index growth"
).split()))  # fmt: skip
_MEASURED = _MEASURES | frozenset(map(stem, "gauge store shop club customer shopper consumer quarter period".split()))
_SOLD = frozenset(map(stem, "sales revenue turnover".split()))
_LIKE_FOR_LIKE = re.compile(
    r"\b(?:same-(?:store|club|shop|restaurant)|comparable|like-for-like|organic|"
    r"open (?:for )?(?:at least|more than))\b",
    re.IGNORECASE,
)
_PART = re.compile(
    r"\b(?:divisions?|segments?|units?|subsidiar(?:y|ies)|branch(?:es)?|online|overseas|abroad|domestic(?:ally)?|"
    r"internationally|international(?!\s(?-i:[A-Z])))\b",
    re.IGNORECASE,
)
_SOLD_IN = re.compile(
    r"\b(?:[Ss]ales|[Rr]evenues?|[Pp]rofits?|[Oo]rders|[Oo]utput) (?:in|at) (?:the )?(?P<where>[A-Z]\w+)"
)
_QUARTER = re.compile(r"\bquarter(?:ly)?\b|\bthree months\b", re.IGNORECASE)
_LONGER = re.compile(
    r"\bfull[- ]year\b|\bfor the year\b|\bannual\b|\bhalf[- ]year\b|\b(?:first|second) half\b|\b(?:six|nine) months\b",
    re.IGNORECASE,
)


def measure(p: Act, q: Act) -> bool:
    """Tell whether two acts say how a measure moved or stood."""
    named = (heads(act.actor) | heads(act.object) | {act.stem} for act in (p, q))
    return not MOVES.isdisjoint((p.stem, q.stem)) or any(words & _MEASURES for words in named)


def unmeasured(words: frozenset[str]) -> frozenset[str]:
    """Return the participants that are no measures: "same-store sales" takes part in nothing."""
    return frozenset(word for word in words if not set(word.split("-")) & _MEASURED)


def one_scope(p: Act, q: Act, a: Claim, b: Claim) -> bool:
    """Tell whether two measures can be of one extent: both of the whole or both of a part, of spans of like length."""
    sold = not (heads(p.actor) & heads(q.actor) | heads(p.object) & heads(q.object)) - _SOLD
    if sold and bool(_LIKE_FOR_LIKE.search(a.text)) != bool(_LIKE_FOR_LIKE.search(b.text)):
        return False
    mine, theirs = a.text[p.left : p.right], b.text[q.left : q.right]
    spans = [(bool(_QUARTER.search(text)), bool(_LONGER.search(text))) for text in (mine, theirs)]
    if {(True, False), (False, True)} == set(spans):
        return False
    parts = _parts(mine), _parts(theirs)
    return bool(parts[0] & parts[1]) or not any(parts)


def _parts(text: str) -> frozenset[str]:
    """Return the words that make a measure that of a part."""
    places = {m["where"].lower() for m in _SOLD_IN.finditer(text)} - CALENDAR
    return frozenset(places | {stem(m.group().lower()) for m in _PART.finditer(text)})


def one_holder(p: Act, q: Act, x: Scene, y: Scene, one: Report, other: Report) -> bool:
    """Tell whether two acts are of one firm, person or country, by the claims or else by what their reports lead with.

    Where one report leads with nobody, the reports must share a name of their first sentences, or have none.
    """
    mine, theirs = _holder(p, x, one), _holder(q, y, other)
    if mine and theirs:
        return one_name(mine, theirs) or (_words_of(mine) <= other.names and _words_of(theirs) <= one.names)
    return not (one.names or other.names) or bool(one.names & other.names)


def _holder(act: Act, scene: Scene, report: Report) -> str:
    """Return whose act it is: the actor's name, else the lead's where the claim has it or names no subject itself."""
    named = _words_of(act.actor) - CALENDAR
    if named and all(word[0].isupper() for word in (act.actor.split()[0], act.actor.split()[-1])):
        return act.actor
    leader = lead_name(report)
    own = scene.subject if scene.own and len(scene.subject) >= _LETTERS else ""
    return own if own and not (leader and _first(leader) in _words_of(scene.claim.text)) else leader


def one_name(a: str, b: str) -> bool:
    """Tell whether two names can be of one firm or person: one has all words of the other, or is its initials."""
    mine, theirs = _words_of(a), _words_of(b)
    if not mine or not theirs:
        return True
    return mine <= theirs or theirs <= mine or initials_of(a, b)


def _words_of(name: str) -> frozenset[str]:
    return frozenset(part for word in name_words(name) for part in word.split("-") if len(part) >= _LETTERS)


def _first(name: str) -> str:
    """Return the first word of a name that tells it from others."""
    words = _words_of(name)
    found = (part for word in name.lower().replace("’", "'").split() for part in word.removesuffix("'s").split("-"))
    return next((part for part in found if part in words), "")
