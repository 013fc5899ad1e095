"""The relation of two sentences, once it is known how likely they make the same claim.

Called by `align` and `relate`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dedup.articles import ClaimRelation, Difference

# Measured on the aligned pairs of `claims` (46 same, 20 paraphrase, 239 partial): with these lines 45, 11 and 224
# get the relation that both annotators gave.
JUDGED = ("soft_min", "ratio")
_SAME = 0.8
_PARAPHRASE = 0.5


def judge(
    features: Mapping[str, float], probability: float, differences: Sequence[Difference], aligned_from: float
) -> ClaimRelation:
    """Return the relation of a pair.

    Args:
        features: Of the two sentences.
        probability: That they make the same claim.
        differences: Between them, typed.
        aligned_from: Probability from which they are aligned.
    """
    types = {d.type for d in differences}
    if probability < aligned_from or "different_event" in types:
        return "related"
    if "conflict" in types:
        return "conflict"
    if features["soft_min"] >= _SAME and features["ratio"] >= _SAME:
        return "same"
    return "paraphrase" if features["soft_min"] >= _PARAPHRASE else "partial"
