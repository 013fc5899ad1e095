"""What a difference means: conflict, update, rounding, another scope or another event.

Same event at the same time is the condition for a conflict.
"""

from __future__ import annotations

from dataclasses import dataclass

from dedup.alignment import counted, measures
from dedup.alignment import difference_cues as cues
from dedup.alignment.polarity import like
from dedup.articles import Claim, DifferenceType, Fact
from dedup.text import calendars
from dedup.text.currencies import CURRENCIES
from dedup.text.stems import stem

_HANDFUL = 20
_FAR = 20  # two figures this many times apart, unless a scale word was lost, measure two things
_SCALES = (10**2, 10**3, 10**6, 10**9)
# Units that must be the same: a percentage is no count.
_NEEDED = frozenset("percent USD EUR GBP JPY CNY points AUD CAD".split())
# Share of words from which two claims are about one matter, where no counted noun or event ties them.
_SAME_MATTER = 0.5
_UNCOUNTED = frozenset((None, "them", "these", "those", "which", "whom"))
_NEAR = 45  # characters either side of a number in which such a word counts
_CLOSE = 22  # characters either side in which a bid is named
_SECONDS_A_DAY = 86400
_FAR_DAYS = 60  # two days further apart are of two events
_DATELINE_PLACE = 30  # characters before the date of a report
# Words alike around two dates, and share of the claims' words, from which the dates are of one event.
_GOVERNED, _SOME_MATTER = 1, 0.25
_GOVERNED_FIGURES = 2
_SHORT = 70  # characters


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


def number_type(
    a: Fact, b: Fact, setting: Setting, before: DifferenceType | None = None, shared: int = 9
) -> DifferenceType:
    """Type a difference between two quantities that stand for each other.

    Args:
        a: One quantity.
        b: The other.
        setting: What is known around them.
        before: Type of the difference just before, whose sum this one converts where both stand in brackets.
        shared: How many of the words around the two are alike.
    """
    near_a, near_b = _around(setting.a, a), _around(setting.b, b)
    if "ordinal" in {a.unit, b.unit}:
        if a.unit != b.unit:
            return "different_scope"
        located = cues.LOCATED.match(near_a[1]) and cues.LOCATED.match(near_b[1]) and not setting.other_event
        same = located or _ranks(near_a, near_b) or _titles(near_a, near_b, setting)
        return "conflict" if same else "different_event"
    if measures.dimension(a) == "time" and cues.WINDOW.search(near_a[0]) and cues.WINDOW.search(near_b[0]):
        return "update" if setting.days_apart() else "different_scope"
    if measures.compatible(a, b) or (cues.VAGUE.match(_words(setting.a, a)) and cues.VAGUE.match(_words(setting.b, b))):
        return "update" if _grown(a, b, setting) else "rounding"
    if a.unit == b.unit == "score":
        final = cues.RESULT.search("".join(near_a)) and cues.RESULT.search("".join(near_b))
        return ("different_event" if setting.other_event else "conflict") if final else "different_scope"
    if {a.qualifier, b.qualifier} <= {"at least", "more than"}:
        return "different_event" if setting.other_event else "update"  # both can hold
    converted = _in_brackets(setting.a, a) and _in_brackets(setting.b, b)
    if converted and (before or a.unit not in CURRENCIES):
        return before or "different_scope"
    if _other_dimension(a, b):
        return "different_scope"
    if _moving_near(setting.a, a) and _moving_near(setting.b, b):
        return "update"
    if setting.other_event or _of_other_years(a, b, setting):
        return "different_event"
    same_count = counted.counts(setting.a, a) is not None and counted.counts(setting.a, a) == counted.counts(
        setting.b, b
    )
    measured = a.unit in CURRENCIES or a.unit == "percent" or not same_count
    measured = measured and not (same_count and counted.counts(setting.a, a) == "salary")  # it is for a year anyway
    if (measured and _other_measure(near_a, near_b)) or _other_part(near_a, near_b) or _far_apart(a, b):
        return "different_scope"
    if (converted and a.unit in CURRENCIES) or _superseded(a, b, setting):
        return "update"
    if not same_count and _uncounted(a, b, setting, shared):
        return "different_scope"
    return "different_event" if _of_nobody(a, b, setting) else "conflict"


def _of_other_years(a: Fact, b: Fact, setting: Setting) -> bool:
    """Tell whether one figure is of a year before its report that the other claim does not have: "in 2023"."""
    for fact, claim, published, other in (
        (a, setting.a, setting.published_a, setting.b), (b, setting.b, setting.published_b, setting.a)
    ):  # fmt: skip
        year = cues.IN_YEAR.search("".join(_around(claim, fact)))
        if year and published and year["year"] < published[:4] and year["year"] not in other.text:
            return True
    return False


def _uncounted(a: Fact, b: Fact, setting: Setting, shared: int) -> bool:
    """Tell whether the sentences don't say what is counted: "the three are accused", "12 of them"."""
    if (a.unit is None) != (b.unit is None) and shared < _GOVERNED_FIGURES:
        return True
    loose = setting.alike < _SAME_MATTER
    return loose and (shared < _GOVERNED_FIGURES or not {a.unit, b.unit}.isdisjoint(_UNCOUNTED))


def _other_part(near_a: tuple[str, str], near_b: tuple[str, str]) -> bool:
    """Tell whether one figure is of an addition ("22 others") or of a stretch of time ("their last ten games")."""
    stretches = [cues.WINDOW.search(near[0]) is not None for near in (near_a, near_b)]
    return _added(near_a) != _added(near_b) or stretches[0] != stretches[1]


def _ranks(near_a: tuple[str, str], near_b: tuple[str, str]) -> bool:
    return bool(cues.SUPERLATIVE.match(near_a[1]) and cues.SUPERLATIVE.match(near_b[1]))


def _titles(near_a: tuple[str, str], near_b: tuple[str, str], setting: Setting) -> bool:
    """Tell whether both count how often somebody has won."""
    if setting.other_event or not (cues.WON.search(setting.a.text) and cues.WON.search(setting.b.text)):
        return False
    return bool(cues.TITLE_WON.match(near_a[1]) and cues.TITLE_WON.match(near_b[1]))


def _of_nobody(a: Fact, b: Fact, setting: Setting) -> bool:
    """Tell whether a report or forecast names nobody whose it is: two such figures far apart are two firms'."""
    if setting.anchored or measures.ratio(a, b) <= measures.BEYOND:
        return False
    return all(cues.REPORTED.search(claim.text) or cues.FORECAST.search(claim.text) for claim in (setting.a, setting.b))


def _around(claim: Claim, fact: Fact) -> tuple[str, str]:
    start, end = fact.start - claim.start, fact.end - claim.start
    left, right = counted.clause(claim.text, start, end)
    return claim.text[max(left, start - _NEAR) : start], claim.text[end : min(right, end + _NEAR)]


def _words(claim: Claim, fact: Fact) -> str:
    return claim.text[fact.start - claim.start : fact.end - claim.start]


def _in_brackets(claim: Claim, fact: Fact) -> bool:
    start, end = fact.start - claim.start, fact.end - claim.start
    return claim.text[:start].rstrip().endswith("(") and ")" in claim.text[end : end + _NEAR]


def _other_dimension(a: Fact, b: Fact) -> bool:
    if measures.same_dimension(a, b) or (a.unit and b.unit and like(stem(a.unit), stem(b.unit))):
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


# What is reported once for a period.
_ONCE = frozenset({"profit", "revenue", "loss"})
# Counts that only grow while news of an event comes in.
_GROW = frozenset({"dead", "injured", "missing", "arrested", "rescued", "evacuated"})


def _grown(a: Fact, b: Fact, setting: Setting) -> bool:
    """Tell whether the claim with more dead, injured or arrested says that their number has risen."""
    counts = {counted.counts(setting.a, a), counted.counts(setting.b, b)}
    if len(counts) != 1 or not counts <= _GROW or measures.equal(a, b):
        return False
    return counted.says_changed(setting.a if measures.in_base(a) > measures.in_base(b) else setting.b)


def _superseded(a: Fact, b: Fact, setting: Setting) -> bool:
    """Tell whether one figure replaces the other: the claim says so, a plan is made firm, a later count has grown."""
    near = _around(setting.a, a), _around(setting.b, b)
    offered = [cues.OFFERED.search(before[-_CLOSE:] + "|" + after[:_CLOSE]) for before, after in near]
    if setting.firmed or (all(offered) and a.unit in CURRENCIES):
        return True
    (low_a, _), (low_b, _) = measures.in_base(a), measures.in_base(b)
    times = setting.published_a, setting.published_b
    ordered = bool(times[0] and times[1]) and times[0] != times[1]
    later = setting.b if not ordered or (times[0] or "") < (times[1] or "") else setting.a
    # "profit fell to 3 billion" is another figure than last year's, not than the other report's
    reported = counted.counts(setting.a, a) in _ONCE and counted.counts(setting.b, b) in _ONCE
    if not reported and (counted.says_changed(later) or (not ordered and counted.says_changed(setting.a))):
        return True
    if not ordered:
        return False
    rises = (low_a <= low_b) == ((times[0] or "") < (times[1] or ""))
    both_grow = bool(cues.GROWING.search(setting.a.text)) and bool(cues.GROWING.search(setting.b.text))
    if rises and (counted.counts(setting.a, a) in _GROW or both_grow):
        return True
    # a handful of officials or firms that a later day has one more of
    days = (setting.days_apart() or 0) > 0
    whole = a.unit == b.unit and not measures.is_measure(a) and low_a == int(low_a) and low_b == int(low_b)
    if rises and days and whole and bool(a.unit) and abs(low_a - low_b) <= 2 and max(low_a, low_b) <= _HANDFUL:
        return True
    longer = abs(low_a - low_b) / _SECONDS_A_DAY
    return a.unit == b.unit == "day" and rises and longer <= (setting.days_apart() or 0) + 1  # "in talks for 18 days"


def date_type(
    a: Fact, b: Fact, words: tuple[str, str], setting: Setting, strength: int, *, one_act: bool = True
) -> DifferenceType:
    """Type a difference between two dates that stand for each other.

    Args:
        a: One date.
        b: The other.
        words: How the claims write them.
        setting: What is known around them.
        strength: How many of the words around the two are alike.
        one_act: Whether their clauses can tell of one act.
    """
    first, second = calendars.bounds(a.value), calendars.bounds(b.value)
    ours, theirs = words[0].lower(), words[1].lower()
    if ours == theirs and first and second:
        return "different_event"  # "Tuesday" of two weeks
    if _of_report(setting.a, a) and _of_report(setting.b, b):
        return "update"
    if f" {ours} " in f" {theirs} " or f" {theirs} " in f" {ours} ":
        return "different_scope"
    if first and second and first[0] <= second[1] and second[0] <= first[1]:
        return "rounding"
    if a.unit == b.unit == "time":
        if ("GMT" in words[0]) != ("GMT" in words[1]):
            return "rounding"
        return "update" if moving(setting.a.text) or setting.days_apart() else "conflict"
    relative = any(cues.RELATIVE.match(w) for w in words)
    apart = first and second and (first[1] < second[0] or second[1] < first[0])
    mixed = a.unit != b.unit and not (apart and {a.unit, b.unit} <= {"day", "month"})
    if mixed or "relative" in {a.unit, b.unit} or (a.unit == "quarter" and relative):
        return "different_scope"
    if moving(setting.a.text) and moving(setting.b.text):
        return "update"
    if setting.other_event or _before_and_to_come(a, b, setting):
        return "different_event"
    gap = abs((first[0] - second[0]).days) if first and second else 0
    if gap <= 1 and (cues.ZONED.search(setting.a.text) or cues.ZONED.search(setting.b.text)):
        return "rounding"  # one moment in two zones
    if gap >= _FAR_DAYS and a.unit == "day" and setting.alike < _SAME_MATTER:
        return "different_event"
    if not one_act or bool(first) != bool(second):
        return "different_scope"
    if strength >= _GOVERNED and (setting.alike >= _SOME_MATTER or _few_words(setting)):
        return "conflict"
    return "conflict" if not setting.reworded else "different_event"


def _before_and_to_come(a: Fact, b: Fact, setting: Setting) -> bool:
    """Tell whether one day lies before its report and the other, of a plan, after it: mayors elected, others to be."""
    for past, plan, before, after in ((a, b, "a", "b"), (b, a, "b", "a")):
        first, second = calendars.bounds(past.value), calendars.bounds(plan.value)
        claims = getattr(setting, before), getattr(setting, after)
        days = [calendars.reference(getattr(setting, f"published_{side}"), None).day for side in (before, after)]
        if first and second and days[0] and days[1] and first[1] < days[0] and second[0] > days[1]:
            return not _plans(claims[0]) and _plans(claims[1])
    return False


def _plans(claim: Claim) -> bool:
    return any(p.modality in ("planned", "expected") for p in claim.predicates)


def _of_report(claim: Claim, date: Fact) -> bool:
    """Tell whether a date is that of the report: "May 3 - ...", "Oslo, May 3 (Agency) - ..."."""
    start, end = date.start - claim.start, date.end - claim.start
    return start <= _DATELINE_PLACE and cues.DATELINE_END.match(claim.text, end) is not None


def _few_words(setting: Setting) -> bool:
    return min(len(setting.a.text), len(setting.b.text)) <= _SHORT


def modality_type(setting: Setting) -> DifferenceType:
    """Type a modality that only one claim has."""
    if setting.other_event:
        return "different_event"
    return "update" if setting.published_a != setting.published_b else "different_scope"


def quote_type(only_a: set[str], only_b: set[str]) -> DifferenceType:
    """Type two wordings of one quote: words of no weight are rounding."""
    heavy = {word for word in only_a | only_b if len(word) > 4}
    return "conflict" if heavy else "rounding"
