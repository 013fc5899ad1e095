"""Related pairs against verdicts by hand; a pair that nobody has judged counts as false."""

import pytest

related_pairs = pytest.importorskip("related_pairs")

pytestmark = pytest.mark.quality


def test_related_pairs_have_a_true_reason(shared_data, floors, record_property):
    verdicts = related_pairs.judged()
    found = [key for key, *_ in related_pairs.found(shared_data.parent)]
    right = sum(verdicts.get(key, False) for key in found)
    record_property("scores", {"found": len(found), "right": right})
    assert right >= floors["claims"]["related_right"] * len(found)
    assert right >= floors["claims"]["related_found"]
