"""Two sentences by themselves: do they make the same claim, and what differs.

Without a collection all terms weigh alike and no other pair helps, so the weights are others than those of `align`.
"""

from __future__ import annotations

from dedup.alignment.apart import told_apart
from dedup.alignment.collection import Collection
from dedup.alignment.differences import differences
from dedup.alignment.events import read_report
from dedup.alignment.features import compare
from dedup.alignment.kinds import judge, other_event
from dedup.alignment.leftovers import leftovers
from dedup.alignment.polarity import same_act
from dedup.alignment.reach import LONGEST, within_reach
from dedup.alignment.scorer import scorer
from dedup.alignment.wording import read
from dedup.articles import Relation
from dedup.errors import InputError
from dedup.facts.claims import claim

_SAME_CLAIM = 0.5  # probability from which two sentences make the same claim


def relate(sentence_a: str, sentence_b: str) -> Relation:
    """Tell whether two sentences make the same claim.

    Args:
        sentence_a: One sentence, of which the first 4,000 characters are compared.
        sentence_b: The other.

    Returns:
        Calibrated probability that both make the same claim (0 to 1), the relation, and the differences in numbers,
        dates, names, roles, negation, modality and quotes. The relation is `related` where the sentences tell of the
        same act in two events (another day, place, firm, number in a row), `unrelated` where they don't share the act.

    Raises:
        InputError: One of them is no string.
    """
    for name, sentence in (("sentence_a", sentence_a), ("sentence_b", sentence_b)):
        if not isinstance(sentence, str):
            raise InputError(f"{name}: a sentence wanted, got {type(sentence).__name__}")
    sentence_a, sentence_b = sentence_a[:LONGEST], sentence_b[:LONGEST]
    features = sentence_features(sentence_a, sentence_b)
    if features is None:
        return Relation(0.0, "unrelated", ())
    probability = round(scorer("relate").one(features), 6)
    a, b = (within_reach(claim(text, article_id=name)) for name, text in (("a", sentence_a), ("b", sentence_b)))
    apart = told_apart(a.place, b.place, read_report([a], None), read_report([b], None))
    differing = differences(a, b, other_event=apart)
    act = same_act(sentence_a, sentence_b)
    if apart or any(map(other_event, differing)):
        return Relation(probability, "related" if act else "unrelated", differing)
    if probability >= _SAME_CLAIM or act:
        return Relation(probability, judge(features, differing), differing)
    return Relation(probability, "unrelated", differing)


def sentence_features(sentence_a: str, sentence_b: str) -> dict[str, float] | None:
    """Return the features of two sentences alone; None where they have no term in common, nor one of like meaning."""
    collection = Collection([[read(sentence_a)], [read(sentence_b)]])
    a, b = collection.profiles[0][0], collection.profiles[1][0]
    if a.all_keys.isdisjoint(b.all_keys) and (a.wording.stems != b.wording.stems or not a.wording.stems):
        return None
    return compare(a, b, collection) | leftovers(a, b)
