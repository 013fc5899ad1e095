"""What a difference means: conflict, update, rounding, another scope or another event.

Called by `differences`. Same event at the same time is the condition for a conflict.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dedup.articles import Claim, DifferenceType, Fact
from dedup.claims import calendars, measures

# A price or an index moves while the event stays the same: a later reading replaces the earlier one.
_MARKET = re.compile(
    r"\b(?:shares|stocks?|index|indices|average|futures|trading|trade|Nasdaq|NYSE|Stock Exchange|Dow|S&P|FTSE\w*|Nikkei|DAX|"
    r"CAC|Hang Seng|Kospi|crude|Brent|oil|gold|barrel|ounce|yields?|Treasur(?:y|ies)|notes?|swaps?|dollar|euro|yen|bid)\b"
)
_MOVED = re.compile(
    r"\b(?:up|down|rose|fell|fall|rise|rising|gain(?:s|ed|ing)?|los(?:t|es|ing)|slid|drop(?:s|ped|ping)?|jump(?:s|ed|ing)?|"
    r"climb(?:s|ed|ing)?|trad(?:ed|ing)|clos(?:ed|ing)|end(?:ed)?|settled?|higher|lower|dipped|dip|shed|add(?:ed|ing)|surg(?:ed|ing)|"
    r"tumbl(?:ed|ing)|opened|edged|slipped|sank|soar(?:ed|ing)|rall(?:y|ied)|advanced|declined|off|quoted|priced)\b",
    re.IGNORECASE,
)
# What a company or an office reports once for a period doesn't move from one edition to the next.
_REPORTED = re.compile(
    r"\b(?:profits?|earn(?:ed|ings|s)?|income|revenues?|sales|loss(?:es)?|dividend|GDP|deficit|surplus|orders|prices? paid|import|export|"
    r"permits|starts|payrolls|jobs|sold|(?:a|per) share|inflation|production|output|deal|purchase|acquisition|takeover)\b",
    re.IGNORECASE,
)
_TRADED = re.compile(
    r"\b(?:after[- ]hours|pre-?market|extended trad|(?:on|in) (?:the )?(?:Nasdaq|NYSE|New York Stock Exchange)|"
    r"(?:in|early|late|afternoon|morning|electronic|composite|heavy|light) trad(?:e|ing)|traded at|"
    r"[Ss]hares (?:rose|fell|were|are|closed|gained|dropped|jumped|edged|slid|climbed|up|down|of)|"
    r"[Ss]tock (?:rose|fell|was|is|climbed|jumped)|based on [^,.]{0,40}(?:trade|close|closing|price))"
)
_GROWING = re.compile(
    r"\b(?:so far|to date|as of|tally|toll|now|already|currently|killed|dead|died|deaths?|injured|wounded|missing|arrested|detained|"
    r"evacuated|infected|cases|homeless|rescued|victims|casualties|hospitali[sz]ed|survivors|failures)\b",
    re.IGNORECASE,
)
_SUPERLATIVE = re.compile(r"[\s-](?:largest|biggest|highest|lowest|smallest|busiest|most|best|worst|longest|oldest|richest|ranked|place)\b")
_WINDOW = re.compile(r"\b(?:past|last|next|coming|previous|within)\s*$", re.IGNORECASE)
# Words that say which of two figures is meant: a part, an addition, somebody else's estimate.
_SCOPES = (
    re.compile(r"\b(?:additional|extra|another|further|more)\b", re.IGNORECASE),
    re.compile(r"\b(?:analysts?'?|consensus|estimates?|expectations|Wall Street|poll(?:ed)?)\b", re.IGNORECASE),
    re.compile(r"\b(?:each|per|apiece|a year|annually|annual(?:ized)?|monthly|a day|daily)\b", re.IGNORECASE),
    re.compile(r"\b(?:cash|including debt|plus debt|excluding|stripping out|adjusted)\b", re.IGNORECASE),
)
_NEAR = 45  # characters either side of a number in which such a word counts


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known around a difference.

    Attributes:
        a, b: The two claims.
        published_a, published_b: When their articles were published, ISO 8601 or None.
        other_event: Whether times, subjects or all figures show that they speak of two events.
        alike: Share of the longer claim's words that stand in the other, 0 to 1.
        firmed: Whether one states as planned or expected what the other states as a fact.
    """

    a: Claim
    b: Claim
    published_a: str | None
    published_b: str | None
    other_event: bool
    alike: float
    firmed: bool

    def days_apart(self) -> int | None:
        """Return how many days lie between the two publications."""
        first = calendars.reference(self.published_a, None).day
        second = calendars.reference(self.published_b, None).day
        return abs((first - second).days) if first and second else None


def number_type(a: Fact, b: Fact, setting: Setting) -> DifferenceType:
    """Type a difference between two quantities that stand for each other."""
    before_a, after_a = _around(setting.a, a)
    before_b, after_b = _around(setting.b, b)
    if "ordinal" in {a.unit, b.unit}:
        if a.unit != b.unit:
            return "different_scope"
        return "conflict" if _SUPERLATIVE.match(after_a) and _SUPERLATIVE.match(after_b) else "different_event"
    if measures.dimension(a) == "time" and _WINDOW.search(before_a) and _WINDOW.search(before_b):
        return "update" if setting.days_apart() else "different_scope"
    if measures.compatible(a, b):
        return "rounding"
    if a.unit and b.unit and measures.dimension(a) != measures.dimension(b):
        return "different_scope"
    if setting.other_event:
        return "different_event"
    if moving(setting.a.text) and moving(setting.b.text):
        return "update"
    if any(bool(p.search(before_a + after_a)) != bool(p.search(before_b + after_b)) for p in _SCOPES):
        return "different_scope"
    return "update" if _superseded(a, b, setting, before_a, before_b) else "conflict"


def _around(claim: Claim, fact: Fact) -> tuple[str, str]:
    start, end = fact.start - claim.start, fact.end - claim.start
    return claim.text[max(0, start - _NEAR) : start], claim.text[end : end + _NEAR]


def moving(text: str) -> bool:
    """Tell whether a sentence reads a market, whose figures move by the minute."""
    if _TRADED.search(text) and _MOVED.search(text):
        return True
    return bool(_MOVED.search(text)) and not _REPORTED.search(text) and (bool(_MARKET.search(text)) or "percent" in text)


def _superseded(a: Fact, b: Fact, setting: Setting, before_a: str, before_b: str) -> bool:
    """Tell whether the later article replaces the figure: a toll that rises, a plan made firm, a conversion."""
    if setting.firmed:
        return True
    if before_a.rstrip().endswith("(") and before_b.rstrip().endswith("("):
        return bool(setting.days_apart())
    if not (_GROWING.search(setting.a.text) and _GROWING.search(setting.b.text)):
        return False
    if not (setting.published_a and setting.published_b) or setting.published_a == setting.published_b:
        return False
    rises = measures.in_base(a)[1] <= measures.in_base(b)[1]
    return rises == (setting.published_a < setting.published_b)


def date_type(a: Fact, b: Fact, words: tuple[str, str], setting: Setting) -> DifferenceType:
    """Type a difference between two dates that stand for each other.

    Args:
        a: One date.
        b: The other.
        words: How the claims write them.
        setting: What is known around them.
    """
    if words[0].lower() in words[1].lower() or words[1].lower() in words[0].lower():
        return "different_scope"
    first, second = calendars.bounds(a.value), calendars.bounds(b.value)
    if first and second and first[0] <= second[1] and second[0] <= first[1]:
        return "rounding"
    if a.unit == b.unit == "time":
        if ("GMT" in words[0]) != ("GMT" in words[1]):
            return "rounding"
        return "update" if moving(setting.a.text) or len(setting.a.text) < 60 else "conflict"
    if a.unit != b.unit:
        return "different_scope"
    # Two days for one event contradict each other only where everything else is the same.
    near = first and second and abs((first[0] - second[0]).days) < 7
    return "conflict" if setting.alike >= 0.85 and (near or a.unit != "day") else "different_event"


def polarity_type(kind: str, setting: Setting) -> DifferenceType:
    """Type a negation or modality that only one claim has."""
    if setting.other_event:
        return "different_event"
    if kind == "negation":
        return "conflict"
    return "update" if setting.published_a != setting.published_b else "different_scope"


def quote_type(only_a: set[str], only_b: set[str]) -> DifferenceType:
    """Type two wordings of one quote: words of no weight are rounding."""
    heavy = {word for word in only_a | only_b if len(word) > 4}
    return "conflict" if heavy else "rounding"
