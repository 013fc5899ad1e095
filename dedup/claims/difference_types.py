"""What a difference means: conflict, update, rounding, another scope or another event.

Called by `differences`. Same event at the same time is the condition for a conflict.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from dedup.articles import Claim, DifferenceType, Fact
from dedup.claims import calendars, measures

# Values that move while the event is the same: a later reading replaces the earlier one.
_MOVING = re.compile(
    r"\b(?:shares?|stocks?|index|indices|futures|trading|traded|trades?|Nasdaq|Dow|S&P|FTSE|Nikkei|Hang Seng|crude|oil|gold|"
    r"barrel|yields?|Treasury notes?|after[- ]hours|premarket|bid|so far|to date|currently|as of|tally|toll|death toll|"
    r"fail(?:ures?|ed) (?:this|so far)|closed|opened)\b",
    re.IGNORECASE,
)
_TOLL = re.compile(
    r"\b(?:killed|dead|died|deaths?|injured|wounded|missing|arrested|detained|evacuated|cases|infected|homeless|rescued|"
    r"victims|casualties|hospitali[sz]ed|survivors)\b",
    re.IGNORECASE,
)


class Setting(NamedTuple):
    """What is known around a difference.

    Attributes:
        a, b: The two claims.
        published_a, published_b: When their articles were published, ISO 8601 or None.
        times_differ: Whether they state days that can't be the same.
    """

    a: Claim
    b: Claim
    published_a: str | None
    published_b: str | None
    times_differ: bool


def number_type(a: Fact, b: Fact, setting: Setting) -> DifferenceType:
    """Type a difference between two quantities that stand for each other."""
    if "ordinal" in {a.unit, b.unit} and a.value != b.value:
        return "different_event" if a.unit == b.unit else "different_scope"
    if measures.dimension(a) != measures.dimension(b) and a.unit and b.unit:
        return "different_scope"
    if measures.compatible(a, b):
        return "rounding"
    if setting.times_differ:
        return "different_event"
    return "update" if _superseded(a, b, setting) else "conflict"


def _superseded(a: Fact, b: Fact, setting: Setting) -> bool:
    if _MOVING.search(setting.a.text) and _MOVING.search(setting.b.text):
        return True
    if not (_TOLL.search(setting.a.text) and _TOLL.search(setting.b.text)):
        return False
    if not (setting.published_a and setting.published_b) or setting.published_a == setting.published_b:
        return False
    rises = measures.in_base(a)[1] <= measures.in_base(b)[1]
    return rises == (setting.published_a < setting.published_b)


def date_type(a: Fact, b: Fact, setting: Setting) -> DifferenceType:
    """Type a difference between two dates that stand for each other."""
    first, second = calendars.bounds(a.value), calendars.bounds(b.value)
    if first and second and first[0] <= second[1] and second[0] <= first[1]:
        return "rounding"
    if a.unit != b.unit:
        return "different_scope"
    return "different_event"


def polarity_type(kind: str, setting: Setting) -> DifferenceType:
    """Type a negation or modality that only one claim has."""
    if setting.times_differ:
        return "different_event"
    if kind == "negation":
        return "conflict"
    later = setting.published_a and setting.published_b and setting.published_a[:10] != setting.published_b[:10]
    return "update" if later else "different_scope"


def quote_type(only_a: set[str], only_b: set[str]) -> DifferenceType:
    """Type two wordings of one quote: a word or two of no weight are rounding."""
    heavy = {word for word in only_a | only_b if len(word) > 4}
    return "conflict" if heavy else "rounding"
