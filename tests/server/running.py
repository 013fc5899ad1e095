"""A server in a process of its own, and a client for it that needs no library."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

_ADDRESS = re.compile(r"listening on http://127\.0\.0\.1:(\d+)")


class Answer(NamedTuple):
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def lines(self):
        return [json.loads(line) for line in self.body.splitlines()]


class Server:
    """`dedup serve`; `log` holds what it has said."""

    def __init__(self, corpus: Path, *options: str, environment: Mapping[str, str] | None = None) -> None:
        command = [sys.executable, "-P", "-c", "from dedup.cli import main; main()", "serve", "--corpus", str(corpus),
                   "--port", "0", *options]  # fmt: skip
        self.process = subprocess.Popen(
            command, stderr=subprocess.PIPE, text=True, env={**os.environ, **(environment or {})}
        )
        self.log: list[str] = []
        self.port = 0
        found = threading.Event()

        def read():
            for line in self.process.stderr:
                self.log.append(line)
                if not self.port and (address := _ADDRESS.search(line)):
                    self.port = int(address[1])
                    found.set()
            found.set()

        self._reader = threading.Thread(target=read, daemon=True)
        self._reader.start()
        found.wait()
        if not self.port:
            self.process.wait()
            raise RuntimeError("".join(self.log))
        self.connect().close()

    def connect(self) -> http.client.HTTPConnection:
        """Connect; the first one waits until the server's processes have started."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        connection.connect()
        return connection

    def ask(self, method: str, path: str, body=None, connection=None, **headers: str) -> Answer:
        own = connection or self.connect()
        try:
            if isinstance(body, dict | list):
                body = json.dumps(body)
                headers.setdefault("content_type", "application/json")
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            own.request(method, path, body, named)
            answer = own.getresponse()
            return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        finally:
            if connection is None:
                own.close()

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, **headers)

    def post(self, path: str, body, **headers: str) -> Answer:
        return self.ask("POST", path, body, **headers)

    def delete(self, path: str, **headers: str) -> Answer:
        return self.ask("DELETE", path, **headers)

    def stop(self, number: int = signal.SIGTERM) -> int:
        if self.process.poll() is None:
            self.process.send_signal(number)
        code = self.process.wait()
        self._reader.join()
        self.process.stderr.close()
        return code
