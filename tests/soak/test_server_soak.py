"""`make soak`: the server under mixed load for `SOAK_SECONDS`, alone and while 200 slow connections hang on."""

import asyncio
import importlib.util
import os
import sys
from pathlib import Path

import pytest

from dedup.corpus.corpus import Corpus
from tests.server.running import Server
from tests.server.texts import article

pytestmark = pytest.mark.soak

SECONDS = float(os.environ.get("SOAK_SECONDS", "600"))
# Until then caches fill.
WARM = SECONDS / 2
BENCHMARKS = Path(__file__).parents[1] / "benchmarks"


@pytest.fixture(scope="module")
def load_module():
    sys.path.insert(0, str(BENCHMARKS))
    try:
        spec = importlib.util.spec_from_file_location("server_load", BENCHMARKS / "server_load.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(BENCHMARKS))
    return module


@pytest.mark.parametrize("slow", [0, 200])
def test_mixed_load_has_no_server_error_and_takes_no_more_memory(load_module, tmp_path, slow):
    path = tmp_path / "known.db"
    # what is added is always the same: a corpus that grows would take memory for itself
    articles = [article(number) for number in range(500)]
    with Corpus(path) as corpus:
        corpus.add(articles)
    server = Server(path, "--workers", "2")
    try:
        load = load_module.Load(server.port, articles, again=True)
        asyncio.run(load.run("both", 16, WARM, slow))
        before = load_module.memory(server.process.pid)
        asyncio.run(load.run("both", 16, SECONDS - WARM, slow))
        after = load_module.memory(server.process.pid)
    finally:
        server.stop()
    assert set(load.statuses) <= {200, 201}
    assert min(map(len, load.seconds.values())) > 0
    assert after <= 1.05 * before
