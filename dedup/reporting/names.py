"""Which speakers have a name or an office, and which names are one speaker's.

"Analysts" or "a witness" is nobody whom a list of speakers could name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set

from dedup.text.person_names import same_name

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_NUMBERED = re.compile(r"^\d+[.)]\s*")
# Beginnings of words for an office or a body, in the languages that speakers are found in.
_OFFICE = re.compile(
    "spokes|president|präsident|minist|govern|gouvern|regierung|gobierno|polic|poliz|polít|mayor|maire|alcalde|court|"
    "gericht|tribunal|prosecut|staatsanw|procur|fiscal|judge|navy|army|marine|air force|embassy|ambassad|botschaft|"
    "council|senat|parliament|congress|agency|agence|agencia|department|office of|sheriff|coroner|chancell|kanzler|"
    "secretar|commission|kommission|sprecher|porte-parole|portavoz|bishop|pope|coach|director|chairm",
    re.IGNORECASE,
)
# A title, with what it is the title of, in front of a person's name.
_TITLED = re.compile(
    r"^(?:[A-Z][\w.'’-]*\s+){0,3}(?:[Mm]inister|[Pp]resident|[Cc]hancellor|[Ss]ecretary|[Gg]overnor|[Mm]ayor|[Ss]enator|"
    r"[Ss]pokes(?:man|woman|person)|[Jj]udge|[Ss]heriff|[Dd]irector|[Aa]mbassador|[Cc]hief)\s+(?=[A-Z])"
)
# Groups that nobody can be asked by; with a capital where a sentence begins.
_ANYONE = frozenset(
    "people analysts experts officials authorities witnesses witness critics residents sources source observers fans "
    "users scientists researchers investigators relatives neighbors neighbours locals reports report statement airline "
    "company carrier union model guides some many others several one two three organisers organizers protesters "
    "passengers supporters opponents police he she they it".split()
)


_DOCUMENTS = frozenset(
    "complaint notice report statement study survey poll letter document filing lawsuit release tweet post memo email "
    "indictment affidavit article story".split()
)
# A full name that is this many times rarer than a short one may have caught words around it.
_RARE = 5
_SOURCES = frozenset("source sources official officials insider insiders people".split())


def has_name(speaker: str, common: Set[str]) -> bool:
    """Tell whether a speaker goes by a name or an office.

    Args:
        speaker: As the text has it.
        common: Words that the texts also write small: such a word is no name though it stand at a sentence's beginning.
    """
    words = _WORD.findall(_NUMBERED.sub("", speaker))
    if not words or len(speaker) > 80 or _said_by_no_one(words):
        return False
    office = _OFFICE.search(speaker) is not None
    if not any(c.isupper() or c.islower() for c in speaker):
        return len(speaker) <= 24
    if any(word[0].isupper() for word in words[1:] if word.casefold() not in _ANYONE):
        return True
    if office:
        return len([w for w in words if w.casefold() not in {"the", "a", "an"} | _ANYONE]) > 1 or len(words) > 1
    first = words[0]
    return len(words) == 1 and first[0].isupper() and first.casefold() not in _ANYONE | common


def _said_by_no_one(words: Sequence[str]) -> bool:
    """Whether a document speaks, or a source that is not named though its office is."""
    bare = [word.casefold() for word in words if word.casefold() not in ("the", "a", "an")]
    return not bare or bare[0] in _DOCUMENTS or bare[-1] in _SOURCES


def plain_name(speaker: str) -> str:
    """Return a speaker without the number of a list item, the article, and a title in front of a name."""
    bare = re.sub(r"^(?:the|The)\s+(?=[A-Z])", "", _NUMBERED.sub("", speaker)).strip()
    return _TITLED.sub("", bare, count=1)


def merged(names: Iterable[str]) -> Mapping[str, str]:
    """Map each name, given as often as it occurs, to the one that its speaker goes by: a full and common one.

    A name that fits two others ("Ahn" beside "Grace Ahn" and "Leo Ahn") stays by itself.
    """
    count = Counter(names)
    ordered = sorted(count, key=lambda name: (-min(len(_WORD.findall(name)), 2), -count[name], -len(name), name))
    groups: dict[str, list[str]] = {}
    for name in ordered:
        fitting = [first for first in groups if _one(name, first)]
        groups.setdefault(fitting[0] if len(fitting) == 1 else name, []).append(name)
    return {name: _best(group, count) for group in groups.values() for name in group}


def _best(group: Sequence[str], count: Mapping[str, int]) -> str:
    """Return the name of a group that most texts use: a full one, unless hardly any does."""
    common = max(group, key=lambda name: count[name])
    full = max((n for n in group if len(_WORD.findall(n)) > 1), key=lambda name: count[name], default=common)
    return full if count[full] * _RARE >= count[common] else common


def _one(a: str, b: str) -> bool:
    """Whether two names are one speaker's: one ends in the other, or both are spellings of a person's name."""
    short, long = sorted((a.casefold(), b.casefold()), key=len)
    if short == long or long.endswith(" " + short):
        return True
    return not (_OFFICE.search(a) or _OFFICE.search(b)) and same_name(a, b)
