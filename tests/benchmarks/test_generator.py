"""The benchmark's piles: the same bytes from the same seed, and each shape the trouble that it is meant to be."""

import json

import pyarrow as pa
import pytest
from benchmarks import generator

from dedup.matching.bands import Banding
from dedup.matching.candidates import BUCKET_LIMIT, band_keys, pair_buckets, value_bits
from dedup.settings import Settings
from dedup.sketching.sketcher import sketch


def rows(shape: str, count: int, seed: int = 7) -> list[dict]:
    return [json.loads(line) for line in generator.SHAPES[shape](count, seed)]


@pytest.mark.parametrize("shape", ["wire", "page", "short"])
def test_a_seed_decides_every_byte(shape: str) -> None:
    once, again, other = (list(generator.SHAPES[shape](60, seed)) for seed in (7, 7, 8))
    assert once == again != other
    assert len({json.loads(line)["id"] for line in once}) == 60


def test_planted_repeats_repeat() -> None:
    articles = {row["id"]: row for row in rows("wire", 700)}
    planted = [row for row in articles.values() if "planted" in row]
    assert {row["planted"] for row in planted} == set(generator.SHARES)
    for row in planted:
        original = articles[row["of"]]["text"]
        if row["planted"] == "copy":
            assert row["text"] == original
        if row["planted"] == "excerpt":
            assert row["text"].split(" - ", 1)[1].split(" (")[0] in original
        if row["planted"] == "lift":
            assert row["text"] != original


def test_pages_of_one_source_share_their_boilerplate_and_nothing_else() -> None:
    pages = rows("page", 80)
    one, other = (set(pages[i]["text"].split("\n")) for i in (51, 51 + generator.SOURCES))
    shared = one & other
    assert len(shared) >= 8
    assert all(len(line) < 80 for line in shared)
    assert len(one - shared) >= 5


def test_all_three_scripts_are_written() -> None:
    text = "".join(row["text"] for row in rows("wire", 80))
    assert all(any(low <= char <= high for char in text) for low, high in ("az", "ая", "一龯", "ぁん"))


def test_the_crafted_bucket_is_one() -> None:
    count = BUCKET_LIMIT + 50
    texts = pa.array([row["text"] for row in rows("bucket", count)], pa.large_string())
    signatures = sketch(texts, None, Settings()).signatures
    keys = band_keys(signatures, pa.array(range(count)).to_numpy(), Banding(40, 3), value_bits(count))
    keys.sort()
    _, caps = pair_buckets(keys, value_bits(count))
    assert caps.buckets == 4
