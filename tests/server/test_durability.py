"""What was acknowledged is found, however the server ends: the writing process killed, then all, or asked to stop."""

import os
import signal
import threading
from contextlib import closing, suppress
from http.client import HTTPException
from pathlib import Path

import pytest

from dedup.corpus.corpus import Corpus
from tests.server.running import Server
from tests.server.texts import article

CLIENTS = 4


class Clients:
    """Threads that add articles until the server is gone."""

    def __init__(self, server):
        self.acknowledged = []
        self.statuses = set()
        self._server = server
        self._stopping = False
        self._threads = [threading.Thread(target=self._run, args=(n,), daemon=True) for n in range(CLIENTS)]
        for thread in self._threads:
            thread.start()

    def _run(self, client):
        number = 0
        with suppress(OSError, HTTPException), closing(self._server.connect()) as connection:
            while not self._stopping:
                number += 1
                name = f"c{client}-{number}"
                answer = self._server.ask(
                    "POST", "/v1/articles", article(client * 100_000 + number, id=name), connection
                )
                self.statuses.add(answer.status)
                if answer.status == 201:
                    self.acknowledged.append(name)

    def wait_for(self, count):
        """Wait until so many more are acknowledged, or all clients have given up."""
        goal = len(self.acknowledged) + count
        while len(self.acknowledged) < goal and any(thread.is_alive() for thread in self._threads):
            self._threads[0].join(0.02)

    def stop(self):
        self._stopping = True
        for thread in self._threads:
            thread.join()
        return set(self.acknowledged)


def children(pid):
    return [int(one) for task in Path(f"/proc/{pid}/task").iterdir() for one in (task / "children").read_text().split()]


def is_gone(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


@pytest.fixture
def path(tmp_path):
    return tmp_path / "known.db"


def test_a_kill_loses_nothing_that_was_acknowledged(path):
    server = Server(path, "--workers", "1")
    clients = Clients(server)
    clients.wait_for(40)
    processes = children(server.process.pid)
    os.kill(min(processes), signal.SIGKILL)  # the one that writes was started first
    clients.wait_for(40)
    processes += children(server.process.pid)
    assert server.stop(signal.SIGKILL) == -signal.SIGKILL
    acknowledged = clients.stop()
    assert clients.statuses <= {200, 201, 503}
    assert len(acknowledged) >= 80
    while not all(map(is_gone, processes)):  # they end when their input does, and leave the corpus to us
        pass
    with Corpus(path, mode="r") as corpus:
        assert acknowledged <= set(corpus.ids())
        assert corpus.verify() == []


def test_a_server_that_is_asked_to_stop_answers_what_has_come(path):
    server = Server(path, "--workers", "1")
    clients = Clients(server)
    clients.wait_for(20)
    processes = children(server.process.pid)
    assert server.stop() == -signal.SIGTERM
    acknowledged = clients.stop()
    assert clients.statuses <= {200, 201}
    assert all(map(is_gone, processes))
    assert not [line for line in server.log if "Error" in line or "Traceback" in line]
    with Corpus(path, mode="r") as corpus:
        assert set(corpus.ids()) == acknowledged
