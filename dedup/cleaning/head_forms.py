"""Forms that count in the head of a text only: "Oberried, 3. Juni 2024", "by jane doe", "Zum Inhalt springen".

Elsewhere such lines are entries of a list, or verses.
"""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from dedup.cleaning.cues import CUE
from dedup.cleaning.forms import CERTAIN, REASON
from dedup.kernel.line_columns import (
    CAPITALISED,
    CUES,
    DIGITS,
    FIRST,
    FIRST_LOWER,
    FIRST_UPPER,
    LAST,
    LAST_OTHER,
    LAST_STOP,
    MARKS,
    ROW,
    TOKENS,
)
from dedup.kernel.line_signs import YEAR
from dedup.text.calendar_words import fold
from dedup.text.stamp_lines import is_stamp
from dedup.text.stamps import find_stamps

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.cleaning.scan import Scan

_REACH = 8  # lines of a head
_TOP, _LINK_WORDS = 3, 16  # lines and tokens of a link to the content; a character of an unspaced script is a token
_WORDS = 12  # of a place with its day
_NAMES = 8  # words of "by jane doe and john roe"
_PARAGRAPH = 8  # words
_FIRST_YEAR = "1991"  # of pages on the web; an earlier day is what a story is about
_NAME = r"[^\W\d_][\w.'’-]*(?:[ -][^\W\d_][\w.'’-]*){0,3}"
_PLACE = re.compile(rf"{_NAME}(?:,\s{_NAME}|\s\({_NAME}\))?")
_BETWEEN = re.compile(r"\s?,\s+|\s?[|·•]\s?|\s[–—-]\s|\s(?=\()")
_SMALL_WORDS = frozenset("am an de del la le sur of upon the".split())
_SMALL_BYLINE = re.compile(
    r"by (?!(?:the|an?|his|her|its|their|my|our|your|this|that|these|all|no|one|two|any|some|then|now|far)\b)"
    r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){1,6}"
)
_NAMED = re.compile(
    r"(?:by|par|von|por|di|de|da|av|af|door|от)(?: (?-i:[^\W\d_a-z][\w.'’-]*)){2,4}"
    r"(?:(?:,| and| und| et| y| e| og| och| en| и)(?: (?-i:[^\W\d_a-z][\w.'’-]*)){2,4})*"
)
_NAME_WORDS, _ROLE_WORDS = 6, 5
_PERSON = re.compile(
    r"[^\W\d_][\w’'-]+(?: (?:[^\W\d_a-z]\.|(?:d[aeiou]s?|del|della|van|von|der|den|la|le|bin|al)\b|"
    r"[^\W\d_a-z][\w’'-]*)){0,3} [^\W\d_a-z][\w’'-]+"
)

# "Skip to content", the first line of many pages
_SKIP_LINK = re.compile(
    r"(?:direkt )?(?:zum (?:haupt|seiten)?(?:inhalt|artikel|men[üu])|zur (?:haupt)?(?:navigation|suche))"
    r"(?: (?:springen|wechseln|gehen))?|"
    r"aller (?:directement )?(?:au|à la) (?:contenu|menu|navigation|recherche)(?: principale?)?|"
    r"(?:ir|saltar|pasar|pular|avançar|salta|vai|passa)(?: directamente)? (?:al|a|ao|para o) "
    r"(?:contenido|conte[úu]do|contenuto|men[úu])(?: princip\w+)?|"
    r"(?:ga|spring|doorgaan)(?: direct)? naar (?:de )?(?:hoofd)?(?:inhoud|navigatie)|"
    r"(?:hopp|gå|hoppa|spring)(?: direkte?)? (?:til|till) (?:hoved|huvud)?(?:innhold|inneh[åa]ll|indhold)(?:et)?|"
    r"(?:przejdź|přejít|prejsť) (?:do|k|na) (?:tre[śs]ci|obsahu|obsah)|siirry sisältöön|"
    r"перейти к (?:основному )?(?:содерж(?:анию|имому)|контенту)|перейти до вмісту|"
    r"(?:本文|メインコンテンツ|コンテンツ)(?:へ|に|まで)?(?:スキップ|移動|ジャンプ)(?:する)?|"
    r"跳[转轉过過到至]{1,2}(?:主要|正文)?(?:内容|內容)?|본문\s?(?:으로\s?)?(?:바로\s?가기|건너뛰기)|"
    r"(?:انتقل|الانتقال|تخط[ىي]?|تجاوز) إلى المحتوى(?: الرئيسي)?",
    re.IGNORECASE,
)


def find_head_forms(scan: Scan, reasons: NDArray[np.int8], strengths: NDArray[np.int8]) -> None:
    """Set reason and strength of lines that have such a form in the head of their text."""
    lines = scan.lines
    place = np.arange(lines.shape[1]) - scan.first_line[lines[ROW]]
    open_head = (place < _REACH) & (strengths == 0)
    dated = open_head & (lines[MARKS] & YEAR != 0) & (lines[FIRST] == FIRST_UPPER) & (lines[TOKENS] <= _WORDS)
    at = np.flatnonzero(dated & (lines[TOKENS] >= 3))
    at = at[[placed_stamp(text) is not None for text in scan.texts_of(at)]]
    alone = np.bincount(lines[ROW, at], minlength=1)[lines[ROW, at]] == 1  # several are a list
    reasons[at[alone]], strengths[at[alone]] = REASON["timestamp"], CERTAIN
    top = (place < _TOP) & (strengths == 0)
    at = np.flatnonzero(top & (lines[LAST] == LAST_OTHER) & (lines[TOKENS] <= _LINK_WORDS))
    at = at[[_SKIP_LINK.fullmatch(text) is not None for text in scan.texts_of(at)]]
    reasons[at], strengths[at] = REASON["navigation"], CERTAIN
    small = open_head & (lines[CUES] & CUE["by"] != 0) & (lines[FIRST] == FIRST_LOWER)
    small &= (lines[DIGITS] == 0) & (lines[LAST] == LAST_OTHER) & (lines[TOKENS] >= 3) & (lines[TOKENS] <= _NAMES)
    small &= place > 0
    stamps = (strengths >= CERTAIN) & (reasons == REASON["timestamp"])
    told = (lines[LAST] == LAST_STOP) & (lines[TOKENS] >= _PARAGRAPH)
    beside = np.zeros(len(small), np.bool_)
    beside[:-1] |= stamps[1:] | (told[1:] & (place[:-1] == 1))
    beside[1:] |= stamps[:-1]
    at = np.flatnonzero(small & beside)
    at = at[[(_SMALL_BYLINE if text.islower() else _NAMED).fullmatch(text) is not None for text in scan.texts_of(at)]]
    reasons[at], strengths[at] = REASON["byline"], CERTAIN
    _find_names(scan, open_head & (place > 0) & (strengths == 0), stamps, reasons, strengths)


def _find_names(
    scan: Scan, open_head: NDArray[np.bool_], stamps: NDArray[np.bool_], reasons: NDArray[np.int8],
    strengths: NDArray[np.int8],
) -> None:  # fmt: skip
    """Set the form of a line that is a person's name alone, right above a time or with one short line between."""
    lines = scan.lines
    rows = lines[ROW]
    above = np.zeros(len(rows), np.bool_)
    for k in (1, 2, 3):
        above[:-k] |= stamps[k:] & (rows[k:] == rows[:-k])
    named = open_head & above & (lines[FIRST] == FIRST_UPPER) & (lines[LAST] == LAST_OTHER) & (lines[DIGITS] == 0)
    named &= (lines[TOKENS] >= 2) & (lines[TOKENS] <= _NAME_WORDS) & (lines[CAPITALISED] >= 2)
    at = np.flatnonzero(named)
    texts = scan.texts_of(at)
    at = at[[_is_person(text) and _is_head(scan, stamps, line) for line, text in zip(at.tolist(), texts, strict=True)]]
    reasons[at], strengths[at] = REASON["byline"], CERTAIN


def _is_person(text: str) -> bool:
    """Say whether a line is one person's name: a known given name, and one to three more words with capitals."""
    return bool(_PERSON.fullmatch(text)) and fold(re.split(r"[\s-]", text, maxsplit=1)[0]) in _given_names()


def _is_head(scan: Scan, stamps: NDArray[np.bool_], line: int) -> bool:
    """Say whether between a name and the time below it stand roles and accounts only: a few words each."""
    for i in range(line + 1, line + 4):
        if stamps[i]:
            return True
        if scan.lines[TOKENS, i] > _ROLE_WORDS or scan.lines[LAST, i] != LAST_OTHER:
            return False
    return False


@functools.cache
def _given_names() -> frozenset[str]:
    lines = Path(__file__).with_name("given_names.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(name for line in lines if not line.startswith("#") for name in line.split())


@functools.lru_cache(maxsize=16384)
def placed_stamp(text: str) -> tuple[str, int] | None:
    """Return the place and where the stamp begins of a line that is a place and a day; None for any other line."""
    if is_stamp(text):
        return None
    for between in _BETWEEN.finditer(text):
        place, stamp = text[: between.start()], text[between.end() :]
        if _is_named(place) and is_stamp(stamp):
            days = find_stamps(stamp, "dmy")
            return (place, between.end()) if len(days) == 1 and days[0].value >= _FIRST_YEAR else None
    return None


def _is_named(place: str) -> bool:
    words = re.split(r"[\s(-]+", place)
    return bool(_PLACE.fullmatch(place)) and all(word[:1].isupper() or word.lower() in _SMALL_WORDS for word in words)
