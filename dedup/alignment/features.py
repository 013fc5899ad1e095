"""Features of a pair of sentences: how much they share, in which words, clauses, quotes, numbers and names.

`tests/quality/train_claims.py` learns their weights.
"""

from __future__ import annotations

import math

from dedup.alignment.collection import SOFT, Clause, Collection, Profile
from dedup.alignment.leftovers import most_telling
from dedup.alignment.vocabulary import common


def compare(a: Profile, b: Profile, collection: Collection) -> dict[str, float]:
    """Return the features of a pair by name; symmetric in a and b.

    Shares are between 0 and 1, masses are log(1 + summed weight).
    """
    found: dict[str, float] = {}
    shared = a.wording.content & b.wording.content
    _terms(found, a, b, collection, shared)
    _soft(found, a, b, collection)
    _kinds(found, a, b, collection)
    _clauses(found, a, b, collection)
    _quotes(found, a, b, collection)
    _numbers(found, a, b, collection)
    _order(found, a, b)
    _strings(found, a, b)
    _shape(found, a, b)
    return found | most_telling(a, b, collection)


def _share(part: float, whole: float) -> float:
    return part / whole if whole > 0 else 0.0


def _terms(found: dict[str, float], a: Profile, b: Profile, collection: Collection, shared: frozenset[str]) -> None:
    """Shared terms, weighted by how telling they are in the collection and between the two articles."""
    weights = sorted((collection.weight[t] for t in shared), reverse=True)
    mass = sum(weights)
    found["cosine"] = _share(sum(w * w for w in weights), a.norm * b.norm)
    found["share_short"] = _share(mass, min(a.weight, b.weight))
    plain = common()
    telling = shared - plain
    found["telling_mass"] = math.log1p(collection.mass(telling))
    found["telling_short"] = _share(collection.mass(telling), min(a.telling_weight, b.telling_weight))
    found["telling_acts"] = math.log1p(collection.mass(telling - a.names - b.names))
    found["strange"] = max(_strange(a, b, collection), _strange(b, a, collection))
    resolved = collection.mass(a.resolved & b.resolved)
    found["resolved_short"] = _share(resolved, min(a.resolved_weight, b.resolved_weight))
    found["third_weight"] = weights[2] if len(weights) > 2 else 0.0
    often_a, often_b = collection.often[a.article], collection.often[b.article]
    anchors = sum(1 / (often_a[t] * often_b[t]) for t in shared)
    found["anchors"] = math.log1p(anchors)
    found["anchor_share"] = _share(anchors, min(len(a.wording.content), len(b.wording.content)))


def _strange(mine: Profile, theirs: Profile, collection: Collection) -> float:
    """Share of the names of one sentence that the other's article doesn't know."""
    known = collection.often[theirs.article]
    return _share(collection.mass(name for name in mine.names if name not in known), mine.name_weight)


def _soft(found: dict[str, float], a: Profile, b: Profile, collection: Collection) -> None:
    """Terms that the other sentence has by stem or by like meaning."""
    same_a, like_a, top_a = _matched(a, b, collection)
    same_b, like_b, top_b = _matched(b, a, collection)
    cover_a, cover_b = _share(same_a + SOFT * like_a, a.weight), _share(same_b + SOFT * like_b, b.weight)
    found["soft_max"], found["soft_min"] = max(cover_a, cover_b), min(cover_a, cover_b)
    found["like_mass"] = math.log1p((like_a + like_b) / 2)
    found["like_top"] = max(top_a, top_b)


def _matched(a: Profile, b: Profile, collection: Collection) -> tuple[float, float, float]:
    same = like = top = 0.0
    content, theirs = b.wording.content, b.all_keys
    for term, own in a.keys.items():
        if term in content:
            same += collection.weight[term]
        elif not theirs.isdisjoint(own):
            value = min(collection.weight[term], max(collection.key_weight[k] for k in own & theirs))
            like += value
            top = max(top, value)
    return same, like, top


def _kinds(found: dict[str, float], a: Profile, b: Profile, collection: Collection) -> None:
    """Shared acts and names apart: false hits share names and topic, but not the act."""
    acts = collection.mass(a.acts & b.acts)
    found["act_long"] = _share(acts, max(a.act_weight, b.act_weight))
    found["act_mass"] = math.log1p(acts)
    names = collection.mass(a.names & b.names)
    found["name_short"] = _share(names, min(a.name_weight, b.name_weight))


def _clauses(found: dict[str, float], a: Profile, b: Profile, collection: Collection) -> None:
    """The best clause of one against the best of the other, and against the whole other sentence."""
    soft = mass = 0.0
    for one in a.clauses:
        for other in b.clauses:
            if one.keys.isdisjoint(other.keys):
                continue
            there = _covered(one, other.terms, other.keys, collection)
            back = _covered(other, one.terms, one.keys, collection)
            soft = max(soft, _share(there + back, one.weight + other.weight))
            mass = max(mass, min(there, back))
    found["clause_soft"], found["clause_mass"] = soft, math.log1p(mass)
    inside = _best_inside(a, b, collection), _best_inside(b, a, collection)
    found["clause_in_max"], found["clause_in_min"] = _both(*inside)


def _best_inside(a: Profile, b: Profile, collection: Collection) -> float:
    terms, theirs = b.wording.content, b.all_keys
    return max((_share(_covered(c, terms, theirs, collection), c.weight) for c in a.clauses), default=0.0)


def _covered(clause: Clause, terms: frozenset[str], theirs: frozenset[str], collection: Collection) -> float:
    if clause.keys.isdisjoint(theirs):
        return 0.0
    total = 0.0
    for term in clause.terms:
        if term in terms:
            total += collection.weight[term]
        elif not theirs.isdisjoint(collection.keys[term]):
            total += SOFT * collection.weight[term]
    return total


def _both(x: float, y: float) -> tuple[float, float]:
    return max(x, y), min(x, y)


def _quotes(found: dict[str, float], a: Profile, b: Profile, collection: Collection) -> None:
    """Quoted words of one inside the other, and quote against quote."""
    inside = facing = 0.0
    for mine, theirs in ((a, b), (b, a)):
        for terms, weight in mine.quotes:
            inside = max(inside, _share(collection.mass(terms & theirs.wording.content), weight))
    for terms, weight in a.quotes:
        for other, other_weight in b.quotes:
            facing = max(facing, _share(collection.mass(terms & other), min(weight, other_weight)))
    found["quote_inside"], found["quote_facing"] = inside, facing
    found["quote_one"] = float(bool(a.quotes) != bool(b.quotes))


def _numbers(found: dict[str, float], a: Profile, b: Profile, collection: Collection) -> None:
    """Numbers shared, and the same thing counted, with the same or with another number."""
    mine, theirs = a.wording.numbers, b.wording.numbers
    shared = mine & theirs
    found["numbers"] = math.log1p(len(shared))
    found["numbers_apart"] = float(bool(mine) and bool(theirs) and not shared)
    found["number_one"] = float(bool(mine) != bool(theirs))
    found["numbers_left"] = math.log1p(len(mine ^ theirs)) if mine and theirs else 0.0
    same = other = 0.0
    for key in a.counted.keys() & b.counted.keys():
        weight = collection.key_weight.get(key, 0.0)
        if a.counted[key] & b.counted[key]:
            same = max(same, weight)
        else:
            other = max(other, weight)
    found["counted_same"], found["counted_other"] = same, other
    found["negation"] = float((a.wording.negated > 0) != (b.wording.negated > 0))


def _order(found: dict[str, float], a: Profile, b: Profile) -> None:
    """Words that stand in both in the same order."""
    from rapidfuzz.distance import LCSseq

    ordered = len(a.wording.pairs & b.wording.pairs)
    found["ordered_share"] = _share(ordered, min(len(a.wording.pairs), len(b.wording.pairs)))
    found["common"] = LCSseq.normalized_similarity(a.wording.stems, b.wording.stems)


def _strings(found: dict[str, float], a: Profile, b: Profile) -> None:
    from rapidfuzz import fuzz

    grams = len(a.grams & b.grams)
    found["gram_short"] = _share(grams, min(len(a.grams), len(b.grams)))
    found["gram_long"] = _share(grams, max(len(a.grams), len(b.grams)))
    found["ratio"] = fuzz.ratio(a.wording.text, b.wording.text) / 100


def _shape(found: dict[str, float], a: Profile, b: Profile) -> None:
    short, long = sorted((len(a.wording.stems), len(b.wording.stems)))
    found["length_ratio"] = math.log((1 + long) / (1 + short))
    found["length_short"] = math.log1p(short)
    found["apart"] = abs(a.place - b.place)
    found["first_place"] = min(a.place, b.place)
