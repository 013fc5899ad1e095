"""What a difference means: conflict, update, rounding, another scope or another event.

Called by `differences`. Same event at the same time is the condition for a conflict.
"""

from __future__ import annotations

from dataclasses import dataclass

from dedup.alignment import difference_cues as cues
from dedup.alignment import measures
from dedup.articles import Claim, DifferenceType, Fact
from dedup.text import calendars
from dedup.text.currencies import CURRENCIES

# A handful of officials or firms that a later edition has one more of.
_HANDFUL = 20
_FAR = 20  # two figures this many times apart, unless a scale word was lost, measure two things
_SCALES = (10**2, 10**3, 10**6, 10**9)
# Units that must be the same: a percentage is no count.
_NEEDED = frozenset("percent USD EUR GBP JPY CNY points AUD CAD".split())
# Share of words from which two claims are about one matter, where no counted noun or event ties them.
_SAME_MATTER = 0.5
_UNCOUNTED = frozenset((None, "them", "these", "those", "which", "whom"))
_NEAR = 45  # characters either side of a number in which such a word counts
_SECONDS_A_DAY = 86400


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known around a difference.

    Attributes:
        a, b: The two claims.
        published_a, published_b: When their articles were published, ISO 8601 or None.
        other_event: Whether times, subjects or all figures show that they speak of two events.
        alike: Share of the longer claim's words that stand in the other, 0 to 1.
        anchored: Whether a name, a date or a figure stands in both, which ties them to one event.
        reworded: Whether they differ in more than dates and numbers.
        firmed: Whether one states as planned or expected what the other states as a fact.
    """

    a: Claim
    b: Claim
    published_a: str | None
    published_b: str | None
    other_event: bool
    alike: float
    reworded: bool
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
        ranks = cues.SUPERLATIVE.match(near_a[1]) and cues.SUPERLATIVE.match(near_b[1])
        return "conflict" if ranks else "different_event"
    if measures.dimension(a) == "time" and cues.WINDOW.search(near_a[0]) and cues.WINDOW.search(near_b[0]):
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
    converted = _in_brackets(near_a) and _in_brackets(near_b) and a.unit in CURRENCIES
    if converted or _superseded(a, b, setting):
        return "update"
    if setting.alike < _SAME_MATTER and not {a.unit, b.unit}.isdisjoint(_UNCOUNTED):
        return "different_scope"  # "the three are accused", "12 of them": who is counted, the sentences don't say
    return "different_event" if _of_nobody(a, b, setting) else "conflict"


def _of_nobody(a: Fact, b: Fact, setting: Setting) -> bool:
    """Tell whether a report or forecast names nobody whose it is: two such figures far apart are two firms'."""
    if setting.anchored or measures.ratio(a, b) <= measures.BEYOND:
        return False
    return all(cues.REPORTED.search(claim.text) or cues.FORECAST.search(claim.text) for claim in (setting.a, setting.b))


def _around(claim: Claim, fact: Fact) -> tuple[str, str]:
    start, end = fact.start - claim.start, fact.end - claim.start
    return claim.text[max(0, start - _NEAR) : start], claim.text[end : end + _NEAR]


def _in_brackets(near: tuple[str, str]) -> bool:
    return near[0].rstrip().endswith("(") and ")" in near[1]


def _other_dimension(a: Fact, b: Fact) -> bool:
    if measures.same_dimension(a, b):
        return False
    first, second = measures.dimension(a), measures.dimension(b)
    return bool(first and second) or bool({first, second} & _NEEDED) or measures.is_measure(a) != measures.is_measure(b)


def _other_measure(near_a: tuple[str, str], near_b: tuple[str, str]) -> bool:
    if _added(near_a) != _added(near_b):
        return True
    text_a, text_b = "".join(near_a), "".join(near_b)
    if any(bool(p.search(text_a)) != bool(p.search(text_b)) for p in cues.SCOPES):
        return True
    first, second = _measured(text_a), _measured(text_b)
    return bool(first and second and not first & second)


def _added(near: tuple[str, str]) -> bool:
    return bool(cues.ADDED_BEFORE.search(near[0]) or cues.ADDED_AFTER.match(near[1]))


def _measured(text: str) -> set[str]:
    return {cues.SAME_MEASURE.get(word, word) for word in (m.group().lower() for m in cues.MEASURED.finditer(text))}


def _far_apart(a: Fact, b: Fact) -> bool:
    ratio = measures.ratio(a, b)
    return ratio > _FAR and not any(abs(ratio / scale - 1) < 0.01 for scale in _SCALES)


def _moving_near(claim: Claim, fact: Fact) -> bool:
    """Tell whether the clause around a number, or the whole sentence, reads a market."""
    start, end = fact.start - claim.start, fact.end - claim.start
    left = max((m.end() for m in cues.BREAK.finditer(claim.text, 0, start)), default=0)
    right = cues.BREAK.search(claim.text, end)
    clause = claim.text[left : right.start() if right else len(claim.text)]
    if cues.MARKET.search(clause) and cues.MOVED.search(clause) and not cues.REPORTED.search(clause):
        return True
    return moving(claim.text)


def moving(text: str) -> bool:
    """Tell whether a sentence reads a market, whose figures move by the minute."""
    if cues.TRADED.search(text) and cues.MOVED.search(text):
        return True
    if not cues.MOVED.search(text) or cues.REPORTED.search(text):
        return False
    return "percent" in text or cues.MARKET.search(text) is not None


def _superseded(a: Fact, b: Fact, setting: Setting) -> bool:
    """Tell whether the later article replaces the figure: a plan made firm, a toll or a count that rises."""
    near_a, near_b = "".join(_around(setting.a, a)), "".join(_around(setting.b, b))
    if setting.firmed or (cues.OFFERED.search(near_a) and cues.OFFERED.search(near_b)):
        return True
    if not (setting.published_a and setting.published_b) or setting.published_a == setting.published_b:
        return False
    (low_a, _), (low_b, _) = measures.in_base(a), measures.in_base(b)
    rises = (low_a <= low_b) == (setting.published_a < setting.published_b)
    counted = bool(a.unit) and a.unit not in _NEEDED and not measures.is_measure(a)
    if rises and counted and max(low_a, low_b) <= _HANDFUL and low_a == int(low_a) and low_b == int(low_b):
        return True
    longer = abs(low_a - low_b) / _SECONDS_A_DAY
    if a.unit == b.unit == "day" and rises and longer <= (setting.days_apart() or 0) + 1:
        return True  # "in talks for 18 days", a day later
    return rises and bool(cues.GROWING.search(setting.a.text)) and bool(cues.GROWING.search(setting.b.text))


def date_type(a: Fact, b: Fact, words: tuple[str, str], setting: Setting) -> DifferenceType:
    """Type a difference between two dates that stand for each other.

    Args:
        a: One date.
        b: The other.
        words: How the claims write them.
        setting: What is known around them.
    """
    first, second = calendars.bounds(a.value), calendars.bounds(b.value)
    ours, theirs = words[0].lower(), words[1].lower()
    if ours == theirs and first and second:
        return "different_event"  # "Tuesday" of two weeks
    if ours in theirs or theirs in ours:
        return "different_scope"
    if first and second and first[0] <= second[1] and second[0] <= first[1]:
        return "rounding"
    if a.unit == b.unit == "time":
        if ("GMT" in words[0]) != ("GMT" in words[1]):
            return "rounding"
        fragment = len(setting.a.text) < 60
        return "update" if moving(setting.a.text) or fragment or setting.days_apart() else "conflict"
    relative = any(cues.RELATIVE.match(w) for w in words)
    if a.unit != b.unit or "relative" in {a.unit, b.unit} or (a.unit == "quarter" and relative):
        return "different_scope"
    if moving(setting.a.text) and moving(setting.b.text):
        return "update"
    # Two days for one event contradict each other only where everything else is the same.
    near = not (first and second) or abs((first[0] - second[0]).days) < 7
    return "conflict" if not setting.reworded and (near or a.unit != "day") else "different_event"


def polarity_type(kind: str, setting: Setting) -> DifferenceType:
    """Type a negation or modality that only one claim has."""
    if setting.other_event:
        return "different_event"
    if kind == "negation":
        # a denial contradicts what says much the same otherwise; else it denies something else
        return "conflict" if setting.alike >= _SAME_MATTER else "different_scope"
    return "update" if setting.published_a != setting.published_b else "different_scope"


def quote_type(only_a: set[str], only_b: set[str]) -> DifferenceType:
    """Type two wordings of one quote: words of no weight are rounding."""
    heavy = {word for word in only_a | only_b if len(word) > 4}
    return "conflict" if heavy else "rounding"
