"""datasketch's objects from our sketches and back, against datasketch's own arithmetic."""

import numpy as np
import pytest
from datasketch import LeanMinHash, MinHash

import dedup
from dedup.errors import InputError, SettingsError
from dedup.settings import Settings
from dedup.sketching.interop import ShingleHash

TEXTS = [
    "the ferry to the outer islands was late because fog lay over the sound all morning",
    "the ferry to the outer islands was late because fog lay over the sound all day",
    "a bakery near the station gave away bread",
]


@pytest.mark.parametrize("settings", [Settings(), Settings(num_perm=32, seed=9, shingle_size=3)])
def test_a_sketch_equals_one_that_datasketch_fills_shingle_by_shingle(settings: Settings) -> None:
    words, k = TEXTS[0].split(), settings.shingle_size
    theirs = MinHash(settings.num_perm, settings.seed, hashfunc=ShingleHash(settings), scheme="affine32")
    for start in range(len(words) - k + 1):
        theirs.update(" ".join(words[start : start + k]).encode())
    (ours,) = dedup.to_datasketch(TEXTS[:1], settings)
    assert np.array_equal(ours.hashvalues, theirs.hashvalues)
    ours.update(b"a shingle that is new")
    assert ours.jaccard(theirs) < 1


def test_jaccard_of_datasketch_is_near_the_exact_one() -> None:
    first, second, third = dedup.to_datasketch(TEXTS, Settings(num_perm=1024))
    (pair,) = dedup.find_duplicates(TEXTS)
    assert first.jaccard(second) == pytest.approx(pair.jaccard, abs=0.06)
    assert first.jaccard(third) == 0


def test_lean_sketches_and_back() -> None:
    lean = dedup.to_datasketch(TEXTS, into="lean")
    assert all(isinstance(one, LeanMinHash) for one in lean)
    back = dedup.from_datasketch(lean)
    assert np.array_equal(back, dedup.from_datasketch(dedup.to_datasketch(back)))
    assert dedup.from_datasketch([]).shape == (0, 128)


def test_an_index_answers_with_our_keys() -> None:
    index = dedup.to_datasketch(TEXTS, into="lsh", keys=["a", "b", "c"])
    (query,) = dedup.to_datasketch(TEXTS[:1])
    assert set(index.query(query)) == {"a", "b"}
    assert dedup.to_datasketch(TEXTS, into="lsh").query(query) == [0, 1]
    with pytest.raises(InputError, match="keys: 1 for 3 texts"):
        dedup.to_datasketch(TEXTS, into="lsh", keys=["a"])


@pytest.mark.parametrize(
    ("made", "word"),
    [
        (MinHash(scheme="legacy"), "scheme"),
        (MinHash(scheme="affine64"), "scheme"),
        (MinHash(seed=2, scheme="affine32"), "seed"),
        (MinHash(num_perm=64, scheme="affine32"), "num_perm"),
    ],
)
def test_sketches_that_cannot_be_compared_are_refused(made: MinHash, word: str) -> None:
    with pytest.raises(SettingsError, match=word):
        dedup.from_datasketch([made])


def test_what_is_no_sketch_is_named() -> None:
    with pytest.raises(InputError, match=r"sketches\[1\]"):
        dedup.from_datasketch([*dedup.to_datasketch(TEXTS[:1]), "text"])
    with pytest.raises(InputError, match="single string"):
        dedup.to_datasketch("text")
    with pytest.raises(SettingsError, match="uint32"):
        dedup.to_datasketch(np.zeros((2, 3), np.uint32))
