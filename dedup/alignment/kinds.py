"""The relation of two sentences that make the same claim."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from dedup.articles import ClaimRelation, Difference

JUDGED = ("soft_min", "ratio")
# Of the pairs of `claims` on whose relation both annotators agree (46 same, 20 paraphrase, 230 partial), these lines
# give 40, 5 and 223 that relation; a line of .3 would give 40, 8 and 206.
_SAME_COVER, _SAME_RATIO = 0.55, 0.6
_PARAPHRASE_COVER = 0.4
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


def other_event(difference: Difference) -> bool:
    """Another day, or another number in a row of events: the seventh meeting is not the sixth."""
    if difference.type != "different_event":
        return False
    both = _ORDINAL.search(difference.a) and _ORDINAL.search(difference.b)
    return difference.kind == "date" or (difference.kind == "number" and bool(both))
