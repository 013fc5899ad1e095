"""Sketches of Arrow columns: equal to datasketch and to the twin, whatever the column looks like."""

import random

import numpy as np
import pyarrow as pa
import pytest
import twins
from datasketch import MinHash, MinHashLSH
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from dedup.batches import string_buffers
from dedup.settings import Settings
from dedup.sketching.permutations import permutations
from dedup.sketching.sketcher import Sketches, shingle_sets, sketch, token_lists

DEFAULTS = Settings()
WORDS = "minister port tariff agreement said on the of in Tuesday talks — , . 東京 で 会談 é".split(" ")
TEXTS = st.lists(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join) | st.text(max_size=30), max_size=6)


def column(texts: list[str]) -> pa.Array:
    return pa.array(texts, pa.large_string())


def samples_of(sketches: Sketches, row: int) -> list[int]:
    return sketches.samples[sketches.sample_offsets[row] : sketches.sample_offsets[row + 1]].tolist()


def datasketch_signature(shingles: set[int], settings: Settings) -> np.ndarray:
    minhash = MinHash(settings.num_perm, settings.seed, hashfunc=lambda value: value, scheme="affine32")
    minhash.update_batch([shingle & 0xFFFFFFFF for shingle in shingles])
    return minhash.hashvalues


def sets_with_jaccard(rng: random.Random, common: int, own: int) -> tuple[str, str]:
    """Make two texts of distinct words: as sets of one-word shingles, Jaccard is common / (common + 2 * own)."""
    words = [f"w{number}" for number in rng.sample(range(10**9), common + 2 * own)]
    return " ".join(words[: common + own]), " ".join(words[:common] + words[common + own :])


@hypothesis_settings(deadline=None, max_examples=60)
@given(TEXTS, st.integers(1, 7), st.integers(1, 16), st.integers(0, 2**32 - 1), st.sampled_from([16, 100, 128]))
def test_equals_datasketch_and_the_twin(texts: list[str], k: int, scale: int, seed: int, num_perm: int) -> None:
    settings = Settings(shingle_size=k, scale=scale, seed=seed, num_perm=num_perm)
    sketches = sketch(column(texts), None, settings)
    exact = shingle_sets(token_lists(column(texts), None), settings)
    for row, text in enumerate(texts):
        expected = twins.text_shingles(text, k, seed)
        assert exact.hashes[exact.offsets[row] : exact.offsets[row + 1]].tolist() == sorted(expected)
        assert np.array_equal(sketches.signatures[row], datasketch_signature(expected, settings))
        assert samples_of(sketches, row) == sorted(h for h in expected if h < 2**64 // scale)
        assert sketches.token_counts[row] == len(twins.tokenize(text))


@hypothesis_settings(deadline=None, max_examples=40)
@given(st.text(max_size=40), st.lists(st.integers(0, 40), min_size=2, max_size=6))
def test_bodies_are_read_in_code_points(text: str, cuts: list[int]) -> None:
    points = sorted({min(cut, len(text)) for cut in cuts})
    spans = list(zip(points[::2], points[1::2], strict=False))
    flat = [point for span in spans for point in span]
    bodies = pa.array([[], flat], pa.list_(pa.int32()))
    exact = shingle_sets(token_lists(column([text, text]), bodies), DEFAULTS)
    assert set(exact.hashes[: exact.offsets[1]].tolist()) == twins.text_shingles(text)
    assert set(exact.hashes[exact.offsets[1] :].tolist()) == twins.text_shingles(text, spans=spans)


def test_there_is_room_for_as_many_tokens_as_can_be() -> None:
    cut = pa.array([list(range(1, 9)), [0, 1, 1, 2, 2, 3, 3, 4], [], []], pa.list_(pa.int32()))
    found = token_lists(column(["abcdefghi", "abcd", "a b c d e", "a中b中c"]), cut)
    assert np.diff(found.offsets).tolist() == [4, 4, 5, 5]


def test_equal_body_hash_means_equal_tokens() -> None:
    texts = ["The port, said he.", "the PORT said — he", "the port he said", "the port said", ""]
    found = [tuple(row) for row in sketch(column(texts), None, DEFAULTS).body_hashes.tolist()]
    assert found[0] == found[1]
    assert len(set(found)) == 4
    assert found[-1] == (0, 0)


def test_body_hash_tells_texts_with_equal_shingles_apart() -> None:
    # the same set of shingles in another order and number
    one, other = "a b c a b c a b", "a b c a b c a b c a b"
    settings = Settings(shingle_size=2)
    assert twins.text_shingles(one, 2) == twins.text_shingles(other, 2)
    hashes = sketch(column([one, other]), None, settings).body_hashes
    assert np.all(hashes[0] != hashes[1])


def test_body_hashes_survive_thue_morse() -> None:
    # polynomials modulo 2^64 collide on it whatever their base: one crafted page could pass for another
    bits = "".join(str(i.bit_count() % 2) for i in range(2**12))
    texts = [" ".join("no" if b == flip else "yes" for b in bits) for flip in "01"]
    hashes = sketch(column(texts), None, DEFAULTS).body_hashes
    assert np.all(hashes[0] != hashes[1])


def test_a_text_without_a_token_has_an_empty_sketch() -> None:
    sketches = sketch(column(["", " … ", "\u0301"]), None, DEFAULTS)
    assert np.all(sketches.signatures == 2**32 - 1)
    assert sketches.token_counts.tolist() == [0, 0, 0]
    assert sketches.sample_offsets.tolist() == [0, 0, 0, 0]


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string()])
def test_slices_and_column_types_give_the_same_sketches(kind: pa.DataType) -> None:
    texts = [f"port {i} opened on day {i} of the talks" for i in range(9)]
    whole = sketch(column(texts), None, DEFAULTS)
    part = sketch(pa.array(texts, kind).slice(3, 4), None, DEFAULTS)
    assert np.array_equal(part.signatures, whole.signatures[3:7])
    assert samples_of(part, 2) == samples_of(whole, 5)


def test_bodies_of_a_slice() -> None:
    texts = column(["alpha beta", "gamma delta", "epsilon zeta"])
    bodies = pa.array([[0, 5], [0, 5], [8, 12]], pa.list_(pa.int32()))
    part = sketch(texts.slice(1), bodies.slice(1), DEFAULTS)
    alone = sketch(column(["gamma", "zeta"]), None, DEFAULTS)
    assert np.array_equal(part.signatures, alone.signatures)


def test_an_empty_column() -> None:
    sketches = sketch(column([]), None, DEFAULTS)
    assert sketches.signatures.shape == (0, 128)
    assert shingle_sets(token_lists(column([]), None), DEFAULTS).offsets.tolist() == [0]
    assert string_buffers(column([]))[1].tolist() == [0]


def test_room_for_samples_grows() -> None:
    # one letter and a space each: three times as many shingles as the first guess has room for
    text = " ".join(random.Random(3).choices("abcdefghijklmnop", k=5000))
    sketches = sketch(column([text] * 3), None, Settings(scale=1))
    assert samples_of(sketches, 2) == sorted(twins.text_shingles(text))


def test_the_seed_changes_every_shingle_and_the_permutations() -> None:
    texts = column(["one two three four five six seven eight nine ten"])
    one, other = (sketch(texts, None, Settings(seed=seed, scale=1)) for seed in (1, 2))
    assert not set(one.samples.tolist()) & set(other.samples.tolist())
    assert not np.any(one.signatures == other.signatures)


@pytest.mark.parametrize(("num_perm", "seed"), [(128, 1), (128, 2), (64, 1)])
def test_the_permutations_are_datasketchs(num_perm: int, seed: int) -> None:
    # the first are those of the default settings, which are kept in a file
    expected = MinHash(num_perm, seed=seed, scheme="affine32").permutations
    assert np.array_equal(permutations(num_perm, seed), expected)


def test_estimates_stay_within_their_bounds() -> None:
    rng = random.Random(11)
    settings = Settings(shingle_size=1)
    errors = []
    for common, own in [(90, 5), (60, 20), (50, 25), (30, 60), (10, 100)]:
        jaccard = common / (common + 2 * own)
        pairs = [text for _ in range(60) for text in sets_with_jaccard(rng, common, own)]
        signatures = sketch(column(pairs), None, settings).signatures
        estimates = np.mean(signatures[::2] == signatures[1::2], axis=1)
        spread = np.sqrt(jaccard * (1 - jaccard) / settings.num_perm)
        assert np.all(np.abs(estimates - jaccard) <= 4.5 * spread)
        errors.append((estimates.mean() - jaccard) / (spread / np.sqrt(60)))
    assert np.all(np.abs(errors) < 4), "biased"


def test_a_sample_holds_its_share_of_the_shingles() -> None:
    rng = random.Random(5)
    text = " ".join(f"w{rng.randrange(10**9)}" for _ in range(40_000))
    share = len(sketch(column([text]), None, Settings(scale=8)).samples) / 39_996
    assert abs(share - 1 / 8) <= 4.5 * np.sqrt(1 / 8 * 7 / 8 / 39_996)


def test_datasketch_searches_our_sketches_and_we_read_theirs() -> None:
    rng = random.Random(2)
    base = [f"w{rng.randrange(500)}" for _ in range(200)]
    near = [*base[:190], *(f"x{i}" for i in range(10))]
    far = [f"y{rng.randrange(500)}" for _ in range(200)]
    texts = [" ".join(words) for words in (base, near, far)]
    signatures = sketch(column(texts), None, DEFAULTS).signatures
    ours = [MinHash(128, seed=1, hashvalues=row, scheme="affine32") for row in signatures]
    index = MinHashLSH(threshold=0.5, num_perm=128)
    for name, minhash in zip(("base", "near", "far"), ours, strict=True):
        index.insert(name, minhash)
    theirs = MinHash(128, seed=1, hashfunc=lambda value: value, scheme="affine32")
    theirs.update_batch([h & 0xFFFFFFFF for h in twins.text_shingles(texts[0])])
    assert set(index.query(theirs)) == {"base", "near"}
    assert theirs.jaccard(ours[0]) == 1.0
