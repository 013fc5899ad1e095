"""All that a corpus holds of an article: its versions, and what was added under its id with other content."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import orjson
import pyarrow as pa
from numpy.typing import NDArray

from dedup.articles import Article
from dedup.batches import CONTENT_FIELDS, content_digest
from dedup.corpus.known import read_row
from dedup.corpus.postings import ID, prefixes
from dedup.corpus.probes import CLASH
from dedup.corpus.records import frame_article, frame_raw
from dedup.corpus.state import State
from dedup.errors import UsageError
from dedup.sketching.sketcher import hash_names

# More articles of one id than this are versions of it or collisions of its hash, and never all needed.
_SAME_ID = 10_000

def as_ids(ids: str | int | Iterable[str | int]) -> list[str]:
    """Return one or several ids as a list without repeats.

    Raises:
        UsageError: Something in it is no id.
    """
    several = [ids] if isinstance(ids, str | int | bytes) else ids
    found = []
    for name in several:
        if isinstance(name, bool) or not isinstance(name, str | int):
            raise UsageError(f"{name!r} is no id: give one id, or several, as strings")
        found.append(str(name))
    return list(dict.fromkeys(found))


def find_all(state: State, name: str) -> NDArray[np.int64]:
    """Return the numbers of all that is held of an article: its versions, and its clashes with theirs."""
    wanted = prefixes(ID, hash_names(pa.array([name], pa.large_string())))
    _, numbers = state.postings.find(wanted, _SAME_ID)
    numbers = np.unique(numbers)
    numbers = numbers[state.columns.present(numbers)]
    return np.array([n for n in numbers.tolist() if _is_of(state, n, name)], np.int64)


def _is_of(state: State, number: int, name: str) -> bool:
    row = read_row(state.store, number)
    if row.id == name:
        return True
    found = CLASH.fullmatch(row.id)
    if not found or found.group(1) != name:
        return False
    frame = state.frames.open_frame(row.record)
    return found.group(2) == _digest(frame_article(frame, row.id)) or _says_it_is(frame_raw(frame), name, row.id)


def _digest(article: Article) -> str:
    return content_digest({field: getattr(article, field) for field in CONTENT_FIELDS})[:8]


def _says_it_is(raw: bytes | None, name: str, given: str) -> bool:
    """Tell whether a record has an id of its own, and not the one that it was added under."""
    try:
        record = orjson.loads(raw) if raw else None
    except orjson.JSONDecodeError:
        return False
    values = {str(value) for value in record.values()} if isinstance(record, dict) else set()
    return name in values and given not in values
