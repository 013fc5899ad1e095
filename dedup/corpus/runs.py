"""Which dedup pass added which articles. A pass that is repeated must not meet what it added itself.

`run --into` writes into the corpus before its output appears. Until then its articles belong to nobody: no pass may
remove anything in their favour, or an interruption would leave articles that stand in no output.
"""

from __future__ import annotations

from typing import TypedDict

import numpy as np
import orjson
from numpy.typing import NDArray

from dedup.corpus.store import Store, damaged

_NAME = "runs"
# Passes that are done and remembered; a pass that is repeated later meets its own articles as anybody's.
_REMEMBERED = 100


class Run(TypedDict):
    """A pass: whether its output appeared, and its articles as ranges of numbers, ends included."""

    done: bool
    ranges: list[list[int]]


def hidden_from(store: Store, name: str) -> NDArray[np.int64]:
    """Return the numbers of the articles that a pass must not see: its own, and those of passes that never ended.

    Use inside a transaction.
    """
    hidden: list[list[int]] = []
    seen: list[list[int]] = []
    for other, run in _load(store).items():
        (hidden if other == name or not run["done"] else seen).extend(run["ranges"])
    return np.setdiff1d(_numbers(hidden), _numbers(seen), assume_unique=True)


def note_articles(store: Store, name: str, numbers: list[int]) -> None:
    """Note that a pass added some articles, or would have. Use inside a write transaction."""
    runs = _load(store)
    run = runs.setdefault(name, Run(done=False, ranges=[]))
    merged: list[list[int]] = []
    for start, end in sorted([*run["ranges"], *([number, number] for number in set(numbers))]):
        if merged and start <= merged[-1][1] + 1:
            merged[-1][1] = max(merged[-1][1], end)
        else:
            merged.append([start, end])
    run["ranges"] = merged
    _save(store, runs)


def finish(store: Store, name: str) -> None:
    """Note that the output of a pass appeared. Use inside a write transaction."""
    runs = _load(store)
    if name in runs:
        runs[name]["done"] = True
        done = [other for other, run in runs.items() if run["done"]]
        for other in done[: -_REMEMBERED or None]:
            del runs[other]
        _save(store, runs)


def _load(store: Store) -> dict[str, Run]:
    value = store.meta(_NAME)
    if value is None:
        if store.head["runs"]:
            raise damaged(store.path, "the list of passes is missing")
        return {}
    runs: dict[str, Run] = orjson.loads(value)
    return runs


def _save(store: Store, runs: dict[str, Run]) -> None:
    store.put_meta(_NAME, orjson.dumps(runs))
    store.head["runs"] = 1


def _numbers(ranges: list[list[int]]) -> NDArray[np.int64]:
    parts = [np.arange(start, end + 1, dtype=np.int64) for start, end in ranges]
    return np.unique(np.concatenate(parts)) if parts else np.empty(0, np.int64)
