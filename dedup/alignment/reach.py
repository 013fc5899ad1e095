"""How much of one claim is compared: what is longer is no sentence, and comparing all of it costs its square."""

from __future__ import annotations

from dataclasses import replace

from dedup.alignment.fact_pairs import MOST_FACTS
from dedup.articles import Claim

# Characters of one claim that are compared: far more than a sentence of a news story has.
LONGEST = 4_000


def within_reach(claim: Claim) -> Claim:
    """Return the part of a claim that is compared, under the place of the whole."""
    if len(claim.text) <= LONGEST and len(claim.facts) <= MOST_FACTS:
        return claim
    end = claim.start + LONGEST
    facts = tuple(fact for fact in claim.facts if fact.end <= end)[:MOST_FACTS]
    predicates = tuple(p for p in claim.predicates if p.end <= end)
    return replace(claim, text=claim.text[:LONGEST], facts=facts, predicates=predicates)
