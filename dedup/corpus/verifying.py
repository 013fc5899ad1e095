"""Every byte that matters, checked: which records, which parts of the index are damaged."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import zstandard

from dedup.corpus.columns import Columns
from dedup.corpus.merging import read_keys
from dedup.corpus.postings import Postings
from dedup.corpus.records import SELECT_ROWS, Frames, Row, frame_article
from dedup.corpus.results import Damage
from dedup.corpus.store import Store
from dedup.errors import CorpusDamagedError

_NAMES = "SELECT CAST(name AS BLOB) FROM meta"
_ROWS = 500
_BLOCKS = 256


def find_damage(store: Store, postings: Postings, columns: Columns) -> Iterator[Damage]:
    """Yield all that is damaged. Use inside a transaction of the store."""
    yield from _check_file(store)
    damaged_meta = list(_check_meta(store))
    yield from damaged_meta
    # without the dictionary no record that needs it can be opened, and each is named
    lost = any(found.id in ("dictionary", None) for found in damaged_meta)
    yield from _check_articles(store, columns, Frames(None if lost else store.meta("dictionary"), 0))
    yield from _check_index(store, postings)


def _check_meta(store: Store) -> Iterator[Damage]:
    try:
        names = [bytes(name).decode("utf-8", "replace") for (name,) in store.fetch(_NAMES)]
    except CorpusDamagedError as error:
        yield Damage("meta", None, 0, str(error))
        return
    wanted = {"head", "settings"} | ({"dictionary"} if store.head["trained"] else set())
    missing = (wanted | ({"runs"} if store.head["runs"] else set())) - set(names)
    yield from (Damage("meta", name, 0, "it is missing") for name in sorted(missing))
    for name in names:
        try:
            store.meta(name)
        except CorpusDamagedError as error:
            yield Damage("meta", name, 0, str(error))


def _check_file(store: Store) -> Iterator[Damage]:
    try:
        for (message,) in store.fetch("PRAGMA quick_check(20)"):
            if message != "ok":
                yield Damage("file", None, 0, str(message))
    except CorpusDamagedError as error:
        yield Damage("file", None, 0, str(error))


def _check_articles(store: Store, columns: Columns, frames: Frames) -> Iterator[Damage]:
    erased = set(np.flatnonzero(columns.erased_mask()).tolist())
    last = store.head["articles"]
    for begin in range(1, last + 1, _ROWS):
        end = min(begin + _ROWS, last + 1)
        try:
            rows = store.fetch(SELECT_ROWS, (begin, end))
        except CorpusDamagedError:
            # one page of these can't be read: find out whose
            yield from _check_one_by_one(store, range(begin, end), erased, frames)
            continue
        found = {row[0]: row for row in rows}
        for number in range(begin, end):
            if number in found:
                yield from _check_row(store, found[number], frames)
            elif number not in erased:
                yield Damage("article", None, number, "its row is missing")


def _check_one_by_one(store: Store, numbers: range, erased: set[int], frames: Frames) -> Iterator[Damage]:
    for number in numbers:
        try:
            rows = store.fetch(SELECT_ROWS, (number, number + 1))
        except CorpusDamagedError:
            yield Damage("article", None, number, "its page can't be read")
            continue
        if rows:
            yield from _check_row(store, rows[0], frames)
        elif number not in erased:
            yield Damage("article", None, number, "its row is missing")


def _check_row(store: Store, values: tuple[object, ...], frames: Frames) -> Iterator[Damage]:
    name = values[1].decode("utf-8", "replace") if isinstance(values[1], bytes) else None
    number = values[0] if isinstance(values[0], int) else 0
    try:
        row = Row.from_values(values, store.path)
        frame_article(frames.open_frame(row.record), row.id)
    except CorpusDamagedError:
        yield Damage("article", name, number, "its row does not match its checksum")
    except zstandard.ZstdError:
        yield Damage("article", name, number, "its record can't be decompressed")


def _check_index(store: Store, postings: Postings) -> Iterator[Damage]:
    for segment in postings.segments:
        before = None
        for begin in range(0, len(segment.firsts), _BLOCKS):
            end = min(begin + _BLOCKS, len(segment.firsts))
            try:
                keys = read_keys(store, segment, begin, end)
            except CorpusDamagedError as error:
                yield Damage("index", None, segment.number, str(error))
                continue
            joined = keys if before is None else np.append(before, keys)
            if np.any(joined[1:] <= joined[:-1]):
                yield Damage("index", None, segment.number, f"blocks {begin} to {end} are out of order")
            before = keys[-1]
