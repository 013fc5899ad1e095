"""Passage alignment on the half of the PAN 2013 pairs that nothing was tuned on, against the pinned floors."""

import pytest
from quality import pan13
from quality.plagdet import Scores, plagdet

from dedup.passages.align import align_passages

# Two thirds of the length of the corpus' shortest passages (50 words); what is shorter, a reader may still want.
LEAST_CHARACTERS = 220


@pytest.fixture(scope="module")
def scores(shared_data) -> dict[str, Scores]:
    aligned = []
    for pair in pan13.load(shared_data, half=1):
        found = [
            (m.a_start, m.a_end, m.b_start, m.b_end)
            for m in align_passages(pair.text_a, pair.text_b)
            if m.a_end - m.a_start + m.b_end - m.b_start >= 2 * LEAST_CHARACTERS
        ]
        aligned.append((pair.kind, pair.cases, found))
    kinds = ["none", "random", "translation", "summary"]
    by_kind = {kind: plagdet((cases, found) for k, cases, found in aligned if k == kind) for kind in kinds}
    return {"overall": plagdet((cases, found) for _, cases, found in aligned), **by_kind}


@pytest.mark.quality
@pytest.mark.parametrize("kind", ["overall", "none", "random", "translation", "summary"])
def test_plagdet_stays_above_its_floor(kind, scores, floors):
    print(f"{kind:12} {scores[kind]}")
    assert scores[kind].plagdet >= floors["passages"][kind]


@pytest.mark.quality
def test_a_passage_is_reported_once(scores, floors):
    assert scores["overall"].granularity <= floors["passages"]["granularity_at_most"]
