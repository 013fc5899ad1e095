"""The banding: what the user asked for is reached, no cheaper one would do, and the probability is true."""

import random

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from dedup.errors import SettingsError
from dedup.matching.bands import Banding, choose_banding
from dedup.matching.candidates import band_keys, value_bits
from dedup.settings import Settings
from dedup.sketching.sketcher import sketch


@hypothesis_settings(deadline=None, max_examples=80)
@given(st.floats(0.2, 1), st.floats(0.5, 0.999), st.sampled_from([64, 128, 256]))
def test_the_chosen_banding_is_the_most_selective_that_reaches_the_recall(
    threshold: float, recall: float, num_perm: int
) -> None:
    chosen = choose_banding(threshold, recall, num_perm)
    assert chosen.bands * chosen.rows <= num_perm
    assert chosen.detection_probability(threshold) >= recall
    if chosen.rows < num_perm:
        tighter = Banding(num_perm // (chosen.rows + 1), chosen.rows + 1)
        assert tighter.detection_probability(threshold) < recall
    if chosen.bands > 1:
        assert Banding(chosen.bands - 1, chosen.rows).detection_probability(threshold) < recall


def test_the_defaults() -> None:
    settings = Settings()
    banding = choose_banding(settings.threshold, settings.recall, settings.num_perm)
    assert banding == Banding(40, 3)
    assert banding.detection_probability(0.5) == pytest.approx(1 - 0.875**40)


def test_a_recall_out_of_reach_is_the_users_mistake() -> None:
    with pytest.raises(SettingsError, match="raise num_perm or threshold, or lower recall"):
        choose_banding(0.01, 0.99, 16)


@pytest.mark.parametrize(("common", "own"), [(60, 20), (50, 25), (40, 30), (30, 40)])
def test_pairs_meet_as_often_as_the_probability_says(common: int, own: int) -> None:
    rng = random.Random(common)
    trials = 400
    texts = []
    for _ in range(trials):
        words = [f"w{number}" for number in rng.sample(range(10**9), common + 2 * own)]
        texts += [" ".join(words[: common + own]), " ".join(words[:common] + words[common + own :])]
    signatures = sketch(pa.array(texts), None, Settings(shingle_size=1)).signatures
    banding = Banding(25, 5)
    bits = value_bits(len(texts))
    keys = band_keys(signatures, np.arange(len(texts)), banding, bits) >> np.uint64(bits)
    keys = keys.reshape(len(texts), banding.bands)
    found = np.any(keys[::2] == keys[1::2], axis=1).mean()
    expected = banding.detection_probability(common / (common + 2 * own))
    assert abs(found - expected) <= 4 * np.sqrt(expected * (1 - expected) / trials) + 1 / trials
