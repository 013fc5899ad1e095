"""`make soak`: thousands of kill rounds, ten minutes of writers and readers; `SOAK_ROUNDS` and `SOAK_SECONDS`."""

from __future__ import annotations

import importlib.util
import os
import random
import sys
from pathlib import Path

import pytest

from dedup.corpus.corpus import Corpus
from dedup.jobs.score import score

pytestmark = pytest.mark.soak

ROUNDS = int(os.environ.get("SOAK_ROUNDS", "3000"))
SECONDS = float(os.environ.get("SOAK_SECONDS", "600"))
ROUNDS_PER_FILE = 100  # a corpus that grows on makes each round's check slower, and finds nothing new


def _load_forge():
    spec = importlib.util.spec_from_file_location("forge", Path(__file__).with_name("forge.py"))
    module = importlib.util.module_from_spec(spec)
    sys.modules["forge"] = module
    spec.loader.exec_module(module)
    return module


forge_module = _load_forge()


@pytest.fixture(scope="module")
def forge(tmp_path_factory):
    made = forge_module.Forge(tmp_path_factory.mktemp("forge"))
    yield made
    made.close()


def test_thousands_of_kills(forge, tmp_path):
    rng = random.Random(int(os.environ.get("SOAK_SEED", "1")))
    acknowledged: set[str] = set()
    present: set[str] = set()
    for number in range(ROUNDS):
        path = tmp_path / f"known-{number // ROUNDS_PER_FILE}.corpus"
        if number % ROUNDS_PER_FILE == 0:
            acknowledged, present = set(), set()
        done, trying = forge_module.kill_round(forge, path, f"r{number}", rng)
        acknowledged |= done
        with Corpus(path, forge_module.SETTINGS) as corpus:
            found = set(corpus.ids())
            assert acknowledged <= found <= present | trying, number
            assert corpus.verify() == [], number
            for name in rng.sample(sorted(found), min(len(found), 3)):
                assert corpus.get(name) == forge_module.make_article(name)
                assert score(forge_module.make_article(name), corpus).verdict == "duplicate"
        present = found


def test_ten_minutes_of_writers_and_readers(forge, tmp_path):
    path = tmp_path / "known.corpus"
    with Corpus(path, forge_module.SETTINGS) as corpus:
        corpus.add(forge_module.make_article(f"first-{n}") for n in range(50))
    done, missing = forge_module.crowd(forge, path, 8, 16, SECONDS)
    assert missing == []
    with Corpus(path, mode="r") as corpus:
        assert set(corpus.ids()) == done | {f"first-{n}" for n in range(50)}
        assert corpus.verify() == []
