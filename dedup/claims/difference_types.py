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
    r"CAC|Hang Seng|Kospi|crude|Brent|oil|gold|barrel|ounce|yields?|Treasur(?:y|ies)|notes?|swaps?|dollar|euro|yen|pence)\b",
    re.IGNORECASE,
)
_MOVED = re.compile(
    r"\b(?:up|down|rose|fell|fall|rise|rising|gain(?:s|ed|ing)?|los(?:t|es|ing)|slid|drop(?:s|ped|ping)?|jump(?:s|ed|ing)?|"
    r"climb(?:s|ed|ing)?|trad(?:e|ed|es|ing)|trimm(?:ed|ing)|clos(?:ed|ing)|end(?:ed)?|settled?|higher|lower|dipped|dip|shed|add(?:ed|ing)|surg(?:ed|ing)|"
    r"tumbl(?:ed|ing)|plung(?:ed|ing)|slump(?:ed|ing)|opened|edged|slipped|sank|soar(?:ed|ing)|spik(?:ed|ing)|shot|boost(?:ed|ing)|lift(?:ed|ing)|sen(?:t|ding)|hit|rall(?:y|ied)|pric(?:ing|ed in)|yield|advanced|declined|off|quoted|priced)\b",
    re.IGNORECASE,
)
# What a company or an office reports once for a period doesn't move from one edition to the next.
_REPORTED = re.compile(
    r"\b(?:profits?|earn(?:ed|ings|s)?|income|revenues?|sales|loss|dividend|GDP|deficit|surplus|orders|prices? paid|import|export|"
    r"permits|starts|payrolls|jobs|sold|(?:a|per) share|inflation|production|output|deal|purchase|acquisition|takeover)\b",
    re.IGNORECASE,
)
_TRADED = re.compile(
    r"\b(?:after[- ]hours|pre-?market|extended trad|(?:on|in) (?:the )?(?:Nasdaq|NYSE|New York Stock Exchange)|"
    r"(?:in|early|late|afternoon|morning|electronic|composite|heavy|light) trad(?:e|ing)|traded at|"
    r"[Ss]hares (?:rose|fell|were|are|closed|gained|dropped|jumped|edged|slid|climbed|up|down|of)|"
    r"[Ss]hares [^.,]{0,30}\btrade[ds]? |[Ss]tock (?:rose|fell|was|is|climbed|jumped)|based on [^,.]{0,50}(?:trade|close|closing|price|shares))"
)
_GROWING = re.compile(
    r"\b(?:so far|to date|as of|tally|toll|now|already|currently|stands at|stood at|rising|killed|dead|died|deaths?|injured|wounded|"
    r"missing|arrested|detained|evacuated|infected|cases|homeless|rescued|victims|casualties|hospitali[sz]ed|survivors|failures)\b",
    re.IGNORECASE,
)
# What a bid is worth or adds to the price changes with every edition.
_OFFERED = re.compile(r"\b(?:bids?|offer(?:s|ed)?|premium|values|valued|valuing)\b", re.IGNORECASE)
# A handful of officials or firms that a later edition has one more of.
_HANDFUL = 20
_SUPERLATIVE = re.compile(r"[\s-](?:largest|biggest|highest|lowest|smallest|busiest|most|best|worst|longest|oldest|richest|ranked|place)\b")
_WINDOW = re.compile(r"\b(?:past|last|next|coming|previous|within)\s*$", re.IGNORECASE)
# Words that say which of two figures is meant: a part, an addition, somebody else's estimate, another period.
_SCOPES = (
    re.compile(r"\b(?:additional|extra|another|further|more)\b", re.IGNORECASE),
    re.compile(r"\b(?:analysts?'?|consensus|estimates?|expectations|Wall Street|poll(?:ed)?)\b", re.IGNORECASE),
    re.compile(r"\b(?:each|apiece|a year|annually|annualized|a day|daily)\b", re.IGNORECASE),
    re.compile(r"\b(?:cash|including debt|plus debt|excluding|stripping out|adjusted)\b", re.IGNORECASE),
    re.compile(r"\b(?:quarterly|quarter|three months)\b", re.IGNORECASE),
    re.compile(r"\b(?:full[- ]year|for the year|annual|half[- ]year|first half|six months|nine months)\b", re.IGNORECASE),
)
# What is measured: two such words with none in common are two figures.
_MEASURED = re.compile(
    r"\b(?:revenues?|sales|earnings|profit|income|EPS|loss|dividends?|assets|deposits|debt|cost|costs|exports|imports|orders|"
    r"killed|injured|wounded|missing|arrested)\b", re.IGNORECASE,
)
_SAME_MEASURE = {"revenues": "revenue", "eps": "earnings", "profit": "earnings", "income": "earnings", "loss": "earnings",
                 "sales": "revenue", "costs": "cost", "dividends": "dividend", "wounded": "injured"}  # fmt: skip
_FAR = 20  # two figures this many times apart, unless a scale word was lost, measure two things
# Units that must be the same: a percentage is no count.
_NEEDED = frozenset("percent USD EUR GBP JPY CNY points AUD CAD".split())
_NEAR = 45  # characters either side of a number in which such a word counts


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known around a difference.

    Attributes:
        a, b: The two claims.
        published_a, published_b: When their articles were published, ISO 8601 or None.
        other_event: Whether times, subjects or all figures show that they speak of two events.
        alike: Share of the longer claim's words that stand in the other, 0 to 1.
        anchored: Whether a name, a date or a figure stands in both, which ties them to one event.
        firmed: Whether one states as planned or expected what the other states as a fact.
    """

    a: Claim
    b: Claim
    published_a: str | None
    published_b: str | None
    other_event: bool
    alike: float
    firmed: bool
    anchored: bool

    def days_apart(self) -> int | None:
        """Return how many days lie between the two publications."""
        first = calendars.reference(self.published_a, None).day
        second = calendars.reference(self.published_b, None).day
        return abs((first - second).days) if first and second else None


def number_type(a: Fact, b: Fact, setting: Setting, before: DifferenceType | None = None) -> DifferenceType:
    """Type a difference between two quantities that stand for each other.

    Args:
        a: One quantity.
        b: The other.
        setting: What is known around them.
        before: Type of the difference just before, whose sum this one converts where both stand in brackets.
    """
    near_a, near_b = _around(setting.a, a), _around(setting.b, b)
    if "ordinal" in {a.unit, b.unit}:
        if a.unit != b.unit:
            return "different_scope"
        return "conflict" if _SUPERLATIVE.match(near_a[1]) and _SUPERLATIVE.match(near_b[1]) else "different_event"
    if measures.dimension(a) == "time" and _WINDOW.search(near_a[0]) and _WINDOW.search(near_b[0]):
        return "update" if setting.days_apart() else "different_scope"
    if measures.compatible(a, b):
        return "rounding"
    if before and _in_brackets(near_a) and _in_brackets(near_b):
        return before
    if _other_dimension(a, b):
        return "different_scope"
    if setting.other_event:
        return "different_event"
    if _moving_near(setting.a, a) and _moving_near(setting.b, b):
        return "update"
    if _other_measure(near_a, near_b) or _far_apart(a, b):
        return "different_scope"
    if _superseded(a, b, setting) or (_in_brackets(near_a) and _in_brackets(near_b) and setting.days_apart()):
        return "update"
    return "conflict" if setting.anchored or measures.ratio(a, b) <= measures.BEYOND else "different_event"


def _around(claim: Claim, fact: Fact) -> tuple[str, str]:
    start, end = fact.start - claim.start, fact.end - claim.start
    return claim.text[max(0, start - _NEAR) : start], claim.text[end : end + _NEAR]


def _in_brackets(near: tuple[str, str]) -> bool:
    return near[0].rstrip().endswith("(") and ")" in near[1]


def _other_dimension(a: Fact, b: Fact) -> bool:
    first, second = measures.dimension(a), measures.dimension(b)
    return first != second and (bool(first and second) or bool({first, second} & _NEEDED))


def _other_measure(near_a: tuple[str, str], near_b: tuple[str, str]) -> bool:
    text_a, text_b = "".join(near_a), "".join(near_b)
    if any(bool(p.search(text_a)) != bool(p.search(text_b)) for p in _SCOPES):
        return True
    first, second = _measured(text_a), _measured(text_b)
    return bool(first and second and not first & second)


def _measured(text: str) -> set[str]:
    return {_SAME_MEASURE.get(word, word) for word in (m.group().lower() for m in _MEASURED.finditer(text))}


def _far_apart(a: Fact, b: Fact) -> bool:
    ratio = measures.ratio(a, b)
    return ratio > _FAR and not any(abs(ratio / scale - 1) < 0.01 for scale in (10**2, 10**3, 10**6, 10**9))


_BREAK = re.compile(r"[,;:—]\s|\s(?:as|after|because|since|with|which|who|that|while|but|even)\s")


def _moving_near(claim: Claim, fact: Fact) -> bool:
    """Tell whether the clause around a number, or the whole sentence, reads a market."""
    start, end = fact.start - claim.start, fact.end - claim.start
    left = max((m.end() for m in _BREAK.finditer(claim.text, 0, start)), default=0)
    right = _BREAK.search(claim.text, end)
    clause = claim.text[left : right.start() if right else len(claim.text)]
    if _MARKET.search(clause) and _MOVED.search(clause) and not _REPORTED.search(clause):
        return True
    return moving(claim.text)


def moving(text: str) -> bool:
    """Tell whether a sentence reads a market, whose figures move by the minute."""
    if _TRADED.search(text) and _MOVED.search(text):
        return True
    return bool(_MOVED.search(text)) and not _REPORTED.search(text) and (bool(_MARKET.search(text)) or "percent" in text)


def _superseded(a: Fact, b: Fact, setting: Setting) -> bool:
    """Tell whether the later article replaces the figure: a plan made firm, a toll or a count that rises."""
    if setting.firmed:
        return True
    if not (setting.published_a and setting.published_b) or setting.published_a == setting.published_b:
        return False
    (low_a, _), (low_b, _) = measures.in_base(a), measures.in_base(b)
    rises = (low_a <= low_b) == (setting.published_a < setting.published_b)
    counted = bool(a.unit) and a.unit not in _NEEDED and not measures.is_measure(a)
    if rises and counted and max(low_a, low_b) <= _HANDFUL and low_a == int(low_a) and low_b == int(low_b):
        return True
    near_a, near_b = "".join(_around(setting.a, a)), "".join(_around(setting.b, b))
    if _OFFERED.search(near_a) and _OFFERED.search(near_b):
        return True
    if a.unit == b.unit == "day" and rises and 0 < abs(low_a - low_b) / 86400 <= (setting.days_apart() or 0) + 1:
        return True  # "in talks for 18 days", a day later
    return rises and bool(_GROWING.search(setting.a.text)) and bool(_GROWING.search(setting.b.text))


_RELATIVE = re.compile(r"(?:current|last|this|previous|prior|same|coming|next)\b", re.IGNORECASE)


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
        fragment = len(setting.a.text) < 60
        return "update" if moving(setting.a.text) or fragment or setting.days_apart() else "conflict"
    if a.unit != b.unit or "relative" in {a.unit, b.unit} or (a.unit == "quarter" and any(_RELATIVE.match(w) for w in words)):
        return "different_scope"
    if moving(setting.a.text) and moving(setting.b.text):
        return "update"
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
