"""One server for all tests that leave its articles to others; those that stop or kill it start their own."""

import pytest

from tests.server.running import Server


@pytest.fixture(scope="session")
def corpus_path(tmp_path_factory):
    return tmp_path_factory.mktemp("served") / "known.db"


@pytest.fixture(scope="session")
def server(corpus_path):
    running = Server(corpus_path, "--workers", "1")
    yield running
    running.stop()
