"""What the writing process does: adding and removing, in the order in which it is asked."""

from __future__ import annotations

from typing import Any

import orjson
import pyarrow as pa

from dedup.corpus.corpus import Corpus
from dedup.corpus.results import Outcome
from dedup.server.frames import Parts
from dedup.server.records import answer_records
from dedup.server.warming import warm_up
from dedup.settings import Settings

# Segments of the index are merged once nothing has come for so long: merging takes as long as adding, and longer.
_QUIET = 0.05
# Additions after which they are merged however much comes: each has a segment of its own, and every lookup asks all.
_MOST_UNTIDY = 8


class WritingTasks:
    """The tasks of the one process that writes; what it answers is on disk."""

    def __init__(self, path: str, settings: Settings) -> None:
        self._corpus = Corpus(path, settings)
        self._untidy = 1
        warm_up(self._corpus.settings)

    def answer(self, task: str, values: dict[str, Any], body: bytes) -> Parts:
        """Add or remove."""
        if task == "add":
            return answer_records(body, self._corpus.settings, self._add)
        return [self._remove(values["id"], values["purge"])]

    def patience(self) -> float | None:
        """Return how many seconds without a request `rest` waits for: 0 for none, None if nothing was added."""
        return (0.0 if self._untidy >= _MOST_UNTIDY else _QUIET) if self._untidy else None

    def rest(self) -> None:
        """Merge small segments of the index."""
        self._untidy = 0
        self._corpus.tidy()

    def close(self) -> None:
        """Close the corpus."""
        self._corpus.close()

    def _add(self, batch: pa.RecordBatch) -> list[bytes]:
        """Add a batch in one transaction; outside of `writing` it would be tidied before anybody is answered."""
        probes = self._corpus.prepare(batch, learning=True)
        outcomes: list[Outcome] = []
        with self._corpus.writing():
            self._corpus.add_probes(probes, outcomes=outcomes)
        self._untidy += 1
        ids = probes.batch.column("id").to_pylist()
        return [orjson.dumps({"id": name, "outcome": outcome}) for name, outcome in zip(ids, outcomes, strict=True)]

    def _remove(self, name: str, purge: bool) -> tuple[dict[str, Any], bytes]:
        """Remove an article with all its versions; one that is removed already is still purged."""
        known = self._corpus.remove([name]) > 0
        if purge:
            self._corpus.compact()
        if not known and not purge:
            return {"status": 404, "detail": "the corpus has no such article"}, b""
        return {}, orjson.dumps({"id": name, "removed": known, "purged": purge})
