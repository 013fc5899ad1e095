"""The relation of two sentences that make the same claim."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from dedup.alignment import measures
from dedup.articles import Claim, ClaimRelation, Difference, Fact
from dedup.text import calendars

JUDGED = ("soft_min", "ratio")
# Of the pairs of `claims` on whose relation both annotators agree (46 same, 20 paraphrase, 230 partial), these lines
# give 40, 5 and 223 that relation; a line of .3 would give 40, 8 and 206.
_SAME_COVER, _SAME_RATIO = 0.55, 0.6
_PARAPHRASE_COVER = 0.4
# The age of one is no reading of another's; a length of time may be that of anything.
_NO_READINGS = frozenset({"age", "time", "ordinal", "score"})
_ORDINAL = re.compile(
    r"\d(?:st|nd|rd|th)\b|\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth)\b",
    re.IGNORECASE,
)


def judge(features: Mapping[str, float], differences: Sequence[Difference]) -> ClaimRelation:
    """Return the relation of two aligned claims.

    Args:
        features: Of the two sentences, those in `JUDGED` at least.
        differences: Between them, typed.
    """
    # two wordings of one quote are a difference, but no contradiction
    if any(d.type == "conflict" and d.kind != "quote" for d in differences):
        return "conflict"
    if any(d.type == "update" and d.kind == "number" for d in differences):
        return "partial"  # another figure now
    if features["soft_min"] >= _SAME_COVER and features["ratio"] >= _SAME_RATIO:
        return "same"
    return "paraphrase" if features["soft_min"] >= _PARAPHRASE_COVER else "partial"


def disagree(a: Claim, b: Claim, differences: Sequence[Difference]) -> bool:
    """Tell whether what two claims say of one matter is not the same, though it may be no conflict.

    They measure one thing, or name a day, and no two of their readings can both hold; or one denies what the other
    states, of another kind or at a later time. Nobody vouches for an agreement of such claims.
    """
    if any(d.type == "conflict" or (d.type == "update" and d.kind in ("number", "date")) for d in differences):
        return False  # told as such
    if any(d.kind == "negation" for d in differences):
        return True
    for unit in _measured(a) & _measured(b):
        ours, theirs = ([f for f in c.facts if _is_of(f, unit)] for c in (a, b))
        if not any(measures.compatible(x, y) for x in ours for y in theirs):
            return True
    before, after = _days(a), _days(b)
    return bool(before and after) and before.keys().isdisjoint(after) and not any(
        x[0] <= y[1] and y[0] <= x[1] for x in before.values() for y in after.values()
    )


def _measured(claim: Claim) -> set[str]:
    """Return what is measured in a claim: money, percentages, lengths; what is counted has too many names."""
    units = {measures.dimension(f) for f in claim.facts if f.kind == "quantity" and measures.is_measure(f)}
    return units - _NO_READINGS


def _is_of(fact: Fact, unit: str) -> bool:
    return fact.kind == "quantity" and measures.dimension(fact) == unit


def _days(claim: Claim) -> dict[str, tuple[date, date]]:
    """Return the days and months of a claim's events by their words: "25 June" is one day in whatever year."""
    events = (f for f in claim.facts if f.kind == "date" and f.of != "saying" and f.unit in ("day", "month"))
    return {
        claim.text[f.start - claim.start : f.end - claim.start].lower(): bounds
        for f in events if (bounds := calendars.bounds(f.value)) is not None
    }  # fmt: skip


def other_event(difference: Difference) -> bool:
    """Another day, or another number in a row of events: the seventh meeting is not the sixth."""
    if difference.type != "different_event":
        return False
    both = _ORDINAL.search(difference.a) and _ORDINAL.search(difference.b)
    return difference.kind == "date" or (difference.kind == "number" and bool(both))
