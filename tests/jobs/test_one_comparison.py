"""The jobs say the same of the same pair: they all take its relation from `matching.comparison`."""

import pytest

from dedup import Settings, run
from dedup.cleaning.article import clean_article
from dedup.jobs.compare import shared_pairs
from dedup.jobs.explain import explain
from tests.jobs.run import brute_force as brute

WHOLE = Settings(clean=False)


@pytest.mark.parametrize("seed", range(60))
def test_run_explain_and_compare_agree(seed: int) -> None:
    articles = brute.collection(10_000 + seed, most=2)
    if len(articles) < 2:
        articles *= 2
    a, b = articles[:2]
    explained = explain(a, b, WHOLE)
    numbers = (explained.relation, explained.jaccard, explained.containment_a, explained.containment_b)
    if a.id == b.id:
        assert numbers == ("identical", 1.0, 1.0, 1.0)
        return
    for pairs in (
        run([a, b], WHOLE).pairs,
        shared_pairs([clean_article(one, keep_all=True) for one in (a, b)], WHOLE),
    ):
        found = [(p.relation, p.jaccard, p.containment_a, p.containment_b) for p in pairs if p.relation != "unrelated"]
        assert found == ([] if explained.relation == "unrelated" else [numbers])
