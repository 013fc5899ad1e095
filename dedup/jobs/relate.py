"""Two sentences by themselves: do they make the same claim, and what differs.

Called by users as `dedup.relate`. Without a collection all terms weigh alike and no other pair helps, so the weights
are others than those of `align`.
"""

from __future__ import annotations

from dedup.alignment.collection import Collection
from dedup.alignment.differences import differences
from dedup.alignment.features import compare
from dedup.alignment.kinds import judge
from dedup.alignment.leftovers import leftovers
from dedup.alignment.scorer import scorer, weights
from dedup.alignment.wording import read
from dedup.articles import Relation
from dedup.facts.claims import claim


def relate(sentence_a: str, sentence_b: str) -> Relation:
    """Tell whether two sentences make the same claim.

    Args:
        sentence_a: One sentence.
        sentence_b: The other.

    Returns:
        Calibrated probability that both make the same claim (0 to 1), the relation, and the differences in numbers,
        dates, names, roles, negation, modality and quotes. The relation is `unrelated` where the sentences share no
        content word, `related` where they share a topic only.
    """
    features = sentence_features(sentence_a, sentence_b)
    if features is None:
        return Relation(0.0, "unrelated", ())
    probability = scorer("relate").one(features)
    differing = differences(claim(sentence_a, article_id="a"), claim(sentence_b, article_id="b"))
    relation = judge(features, probability, differing, 0.5, one_time=False)
    if relation == "related" and probability < weights()["unrelated_below"]:
        relation = "unrelated"
    return Relation(round(probability, 6), relation, differing)


def sentence_features(sentence_a: str, sentence_b: str) -> dict[str, float] | None:
    """Return the features of two sentences alone; None where they have no term in common, nor one of like meaning."""
    collection = Collection([[read(sentence_a)], [read(sentence_b)]])
    a, b = collection.profiles[0][0], collection.profiles[1][0]
    if a.all_keys.isdisjoint(b.all_keys) and (a.wording.stems != b.wording.stems or not a.wording.stems):
        return None
    return compare(a, b, collection) | leftovers(a, b)
