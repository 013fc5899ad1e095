"""Each channel of the candidate search on real newswire: what it finds, and what it costs in false candidates."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dedup.batches import Lists
from dedup.clustering.keep_order import Numbering, number_bodies, rank_articles
from dedup.matching import candidates
from dedup.matching.bands import choose_banding
from dedup.matching.verification import UNRELATED, compare_sets, relate_sets
from dedup.settings import Settings
from dedup.sketching.sketcher import Sketches, shingle_sets, sketch, token_lists

SETTINGS = Settings()


class Newswire(NamedTuple):
    texts: pa.Array
    sketches: Sketches
    numbering: Numbering
    pairs: np.ndarray  # the exact answer, as pairs of bodies; 0 where the bodies are identical
    jaccard: np.ndarray
    containment: np.ndarray


@pytest.fixture(scope="module")
def newswire(shared_data: Path) -> Newswire:
    docs = pq.read_table(shared_data / "reuters" / "docs.parquet", columns=["id", "text"])
    texts = docs["text"].combine_chunks().cast(pa.large_string()).fill_null("")
    texts = texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
    found = sketch(texts, None, SETTINGS)
    n = len(texts)
    ranks = rank_articles(
        "longest", np.zeros(n, np.int64), found.token_counts.astype(np.int64), np.zeros(n), found.body_hashes,
        np.arange(n, dtype=np.uint64),
    )  # fmt: skip
    numbering = number_bodies(found.body_hashes, found.token_counts, ranks)
    row = {name: i for i, name in enumerate(docs["id"].to_pylist())}
    gold = pq.read_table(shared_data / "reuters" / "pairs.parquet")
    a, b = (numbering.body_of[[row[name] for name in gold[side].to_pylist()]] for side in "ab")
    pairs = np.minimum(a, b).astype(np.uint64) << np.uint64(32) | np.maximum(a, b).astype(np.uint64)
    pairs[a == b] = 0
    return Newswire(texts, found, numbering, pairs, gold["score"].to_numpy(), gold["containment"].to_numpy())


@pytest.fixture(scope="module")
def bits(newswire: Newswire) -> int:
    return candidates.value_bits(len(newswire.numbering.row_of))


@pytest.fixture(scope="module")
def by_band(newswire: Newswire, bits: int) -> np.ndarray:
    banding = choose_banding(SETTINGS.threshold, SETTINGS.recall, SETTINGS.num_perm)
    numbers = representatives(newswire.numbering)
    return paired(candidates.band_keys(newswire.sketches.signatures, numbers, banding, bits), bits, np.unique)


@pytest.fixture(scope="module")
def by_sample(newswire: Newswire, bits: int) -> np.ndarray:
    numbers = representatives(newswire.numbering)
    offsets = newswire.sketches.sample_offsets
    counts = np.diff(offsets)[newswire.numbering.row_of].astype(np.int32)
    keys = candidates.sample_keys(newswire.sketches.samples, offsets, numbers, bits)

    def narrow(pairs: np.ndarray) -> np.ndarray:
        distinct, shared = candidates.count_runs(np.sort(pairs))
        smaller = np.minimum(*(counts[side] for side in candidates.split_pairs(distinct)))
        return distinct[candidates.share_enough(shared, smaller)]

    return paired(keys, bits, narrow)


def representatives(numbering: Numbering) -> np.ndarray:
    """Return each row's number where it stands for its body, else -1."""
    numbers = np.full(len(numbering.body_of), -1, np.int64)
    numbers[numbering.row_of] = np.arange(len(numbering.row_of))
    return numbers


def paired(keys: np.ndarray, bits: int, narrow: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    keys.sort()
    return narrow(candidates.pair_buckets(keys, bits)[0])


def recall(newswire: Newswire, proposed: np.ndarray, wanted: np.ndarray) -> float:
    pairs = newswire.pairs[wanted]
    return float(np.mean(np.isin(pairs, proposed) | (pairs == 0)))


@pytest.mark.quality
def test_bands_keep_their_promise(newswire: Newswire, by_band: np.ndarray, floors: dict) -> None:
    assert recall(newswire, by_band, newswire.jaccard >= 0.5) >= floors["candidates"]["bands_near_duplicate_recall"]


@pytest.mark.quality
def test_samples_find_what_is_embedded(newswire: Newswire, by_sample: np.ndarray, floors: dict) -> None:
    embedded = (newswire.containment >= 0.7) & (newswire.jaccard < 0.4)
    assert recall(newswire, by_sample, embedded) >= floors["candidates"]["samples_embedded_recall"]


@pytest.mark.quality
def test_few_candidates_are_compared_in_vain(
    newswire: Newswire, by_band: np.ndarray, by_sample: np.ndarray, floors: dict
) -> None:
    first, second = candidates.split_pairs(np.union1d(by_band, by_sample))
    bodies, places = np.unique(np.concatenate((first, second)), return_inverse=True)
    tokens = token_lists(newswire.texts.take(newswire.numbering.row_of[bodies]), None)
    counts = compare_sets(Lists.cut(*shingle_sets(tokens, SETTINGS)), *np.split(places, 2))
    related = relate_sets(first, second, *counts, SETTINGS).relation != UNRELATED
    assert related.mean() >= floors["candidates"]["precision"]
