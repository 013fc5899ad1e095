"""The relation of two sentences, once it is known how likely they make the same claim.

Called by `align` and `relate`.
"""

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


def judge(
    features: Mapping[str, float],
    probability: float,
    differences: Sequence[Difference],
    aligned_from: float,
    *,
    one_time: bool,
) -> ClaimRelation:
    """Return the relation of a pair.

    Args:
        features: Of the two sentences, those in `JUDGED` at least.
        probability: That they make the same claim.
        differences: Between them, typed.
        aligned_from: Probability from which they are aligned.
        one_time: Whether both are known to be published around the same days; then another date or ordinal is a
            second fact about the one event rather than another event.
    """
    if probability < aligned_from or (not one_time and any(map(_other_event, differences))):
        return "related"
    # two wordings of one quote are a difference, but no contradiction
    if any(d.type == "conflict" and d.kind != "quote" for d in differences):
        return "conflict"
    if features["soft_min"] >= _SAME_COVER and features["ratio"] >= _SAME_RATIO:
        return "same"
    return "paraphrase" if features["soft_min"] >= _PARAPHRASE_COVER else "partial"


def _other_event(difference: Difference) -> bool:
    """Another day, or another number in a row of events: the seventh meeting is not the sixth."""
    if difference.type != "different_event":
        return False
    both = _ORDINAL.search(difference.a) and _ORDINAL.search(difference.b)
    return difference.kind == "date" or (difference.kind == "number" and bool(both))
