"""A file with given bytes, and everything read from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from dedup.articles import Article, Reject
from dedup.reading.reader import read
from dedup.settings import Settings


@dataclass
class Got:
    articles: list[Article]
    rejects: list[Reject]

    @property
    def texts(self) -> list[str]:
        return [a.text for a in self.articles]

    @property
    def reasons(self) -> list[tuple[int, str]]:
        return [(r.line, r.reason) for r in self.rejects]


@pytest.fixture
def reading(tmp_path: Path) -> Callable[..., Got]:
    def go(name: str, data: bytes, format: str | None = None, **fields: str) -> Got:
        path = tmp_path / name
        path.write_bytes(data)
        rejects: list[Reject] = []
        articles = list(read(path, rejects.append, Settings(fields=fields), format=format))
        assert all(a.source_file == str(path) for a in articles)
        assert all(r.source_file == str(path) for r in rejects)
        return Got(articles, rejects)

    return go
