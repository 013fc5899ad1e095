"""What of each sentence the other has not: how much, of what kind, in how long a stretch.

Two sentences that share the same words are told apart by what is left over.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from dedup.alignment.collection import Collection, Profile
from dedup.alignment.wording import keys


def most_telling(a: Profile, b: Profile, collection: Collection) -> dict[str, float]:
    """Return the few features of what is left over that `align` uses, cheaply; symmetric in a and b."""
    found = {"left_mass_min": math.log1p(min(collection.mass(_unmatched(a, b)), collection.mass(_unmatched(b, a))))}
    for kind in ("joining", "day"):
        found[f"{kind}_left"] = _odd_words(a, b, kind)
    _pair(found, "tail", *(math.log1p(_tail(p, q)) for p, q in ((a, b), (b, a))))
    return found


def leftovers(a: Profile, b: Profile) -> dict[str, float]:
    """Return all other features of what is left over, by name; symmetric in a and b.

    The likeness of the best matching stretch costs more than all else, and `align` does no better with it.
    """
    from rapidfuzz import fuzz
    from rapidfuzz.distance import Levenshtein

    left_a, left_b = _unmatched(a, b), _unmatched(b, a)
    found: dict[str, float] = {}
    _pair(found, "left", math.log1p(len(left_a)), math.log1p(len(left_b)))
    _pair(found, "names_left", math.log1p(len(left_a & a.names)), math.log1p(len(left_b & b.names)))
    _pair(found, "run", *(math.log1p(_longest_run(p, q)) for p, q in ((a, b), (b, a))))
    _pair(found, "head", *(math.log1p(_tail(p, q, reverse=True)) for p, q in ((a, b), (b, a))))
    for size in (1, 4):
        _pair(found, f"grams{size}", *_overlaps(a.wording.stems, b.wording.stems, size))
    blocks = [op for op in Levenshtein.opcodes(a.wording.stems, b.wording.stems) if op.tag != "equal"]
    found["blocks"] = math.log1p(len(blocks))
    found["swaps"] = math.log1p(sum(op.tag == "replace" for op in blocks))
    found["partial_ratio"] = fuzz.partial_ratio(a.wording.text, b.wording.text) / 100
    found["token_set"] = fuzz.token_set_ratio(a.wording.text, b.wording.text) / 100
    found["edits"] = Levenshtein.normalized_distance(a.wording.stems, b.wording.stems)
    for kind in ("speech", "small", "modal", "money", "figures"):
        found[f"{kind}_left"] = _odd_words(a, b, kind)
    return found


def _odd_words(a: Profile, b: Profile, kind: str) -> float:
    """log(1 + words of a kind that one has and the other has not)."""
    mine, theirs = a.wording.kinds[kind], b.wording.kinds[kind]
    return math.log1p(sum(abs(mine.get(t, 0) - theirs.get(t, 0)) for t in mine.keys() | theirs.keys()))


def _pair(found: dict[str, float], name: str, one: float, other: float) -> None:
    found[f"{name}_max"], found[f"{name}_min"] = max(one, other), min(one, other)


def _unmatched(mine: Profile, theirs: Profile) -> frozenset[str]:
    return frozenset(t for t, own in mine.keys.items() if theirs.all_keys.isdisjoint(own))


def _stands(term: str, mine: Profile, theirs: Profile) -> bool:
    """Whether the other sentence has a term, or one of like meaning, or the term is a function word."""
    return term not in mine.keys or not theirs.all_keys.isdisjoint(keys(term))


def _longest_run(mine: Profile, theirs: Profile) -> int:
    """Content terms in the longest stretch of which the other sentence has none."""
    longest = run = 0
    for term in mine.wording.stems:
        if not _stands(term, mine, theirs):
            run += 1
            longest = max(longest, run)
        elif term in mine.keys:
            run = 0
    return longest


def _tail(mine: Profile, theirs: Profile, *, reverse: bool = False) -> int:
    """Words after (before) the last (first) content term that the other sentence has."""
    stems = mine.wording.stems[:: 1 if reverse else -1]
    for n, term in enumerate(stems):
        if term in mine.keys and _stands(term, mine, theirs):
            return n
    return len(stems)


def _overlaps(one: Sequence[str], other: Sequence[str], size: int) -> tuple[float, float]:
    """Share of each one's runs of `size` stems that stand in the other."""
    runs_a = {tuple(one[i : i + size]) for i in range(max(1, len(one) - size + 1))}
    runs_b = {tuple(other[i : i + size]) for i in range(max(1, len(other) - size + 1))}
    shared = len(runs_a & runs_b)
    return shared / len(runs_a), shared / len(runs_b)
