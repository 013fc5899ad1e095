"""What must hold of every pass, checked before anything is written under its name.

A violation is a fault of dedup's own: the pass ends without an output, so that nothing is removed, and the input is as
it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dedup.engines.base import Engine
from dedup.errors import InvariantError
from dedup.jobs.run.outcome import Outcome
from dedup.jobs.run.tables import RunTables
from dedup.matching.verification import RELATIONS
from dedup.settings import Settings

_FACTS = ("title", "published", "updated", "dateline", "credit", "author", "language")
# Shares are quotients of counts.
_EPSILON = 1e-9
_CHUNK = 1 << 20


def check_outcome(outcome: Outcome, tables: RunTables, settings: Settings, engine: Engine) -> None:
    """Check ledger, removals and spans of a pass.

    Raises:
        InvariantError: One of them breaks a rule.
    """
    _check_ledger(outcome, tables)
    _check_removals(outcome, tables, settings)
    faults: list[str] = engine.fold(
        _faulty_spans, lambda found, more: found + more, [], outcome.collection.articles, outcome.collection.bodies
    )
    if faults:
        raise _violation(f"{faults[0]}: a span reaches outside the article's text")


def check_written(path: Path, rows: int) -> None:
    """Check that a file holds as many lines as records were to be written.

    Raises:
        InvariantError: It holds more or fewer.
    """
    with path.open("rb") as file:
        lines = sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(_CHUNK), b""))
    if lines != rows:
        raise _violation(f"{path.name} holds {lines:,} records, of {rows:,} kept articles")


def _violation(what: str) -> InvariantError:
    return InvariantError(
        f"a check of the result failed: {what}. Nothing was removed and nothing written; the input is as it was. "
        "Please report this"
    )


def _check_ledger(outcome: Outcome, tables: RunTables) -> None:
    """Each row is kept or removed, and never both."""
    told = np.concatenate((tables.kept_rows, tables.removed_rows))
    seen = np.bincount(told, minlength=outcome.collection.articles.rows)
    wrong = np.flatnonzero(seen != 1)
    if len(wrong):
        times = "lost" if seen[wrong[0]] == 0 else "counted twice"
        raise _violation(f"{_place(outcome, wrong[0])} is {times}")


def _check_removals(outcome: Outcome, tables: RunTables, settings: Settings) -> None:
    """Each removal rests on a verified pair whose relation removes, with an article that stays and is another one."""
    for what, wrong in _faulty_removals(outcome, tables, settings):
        if len(wrong):
            raise _violation(f"{_place(outcome, wrong[0])} {what}")


def _faulty_removals(
    outcome: Outcome, tables: RunTables, settings: Settings
) -> Iterator[tuple[str, NDArray[np.int64]]]:
    """Yield each rule that removals may break with the rows that break it."""
    evidence, body_of = tables.evidence, outcome.collection.numbering.body_of
    removed = np.zeros(outcome.collection.articles.rows, np.bool_)
    removed[tables.removed_rows] = True
    yield "is removed in favour of itself", evidence.first[evidence.first == evidence.second]
    yield "is removed in favour of an article that is removed too", evidence.first[removed[evidence.second]]
    allowed = np.isin(evidence.relation, [RELATIONS.index(name) for name in settings.remove])
    yield "is removed by a relation that removes nothing", evidence.first[~allowed]
    same = body_of[evidence.first] == body_of[evidence.second]
    pairs, by = outcome.matches.pairs, outcome.decision.removed_by[body_of[evidence.first]]
    low, high = np.sort(np.stack((body_of[evidence.first], body_of[evidence.second])), axis=0)
    verified = np.zeros(len(by), np.bool_)
    chosen = np.flatnonzero((by >= 0) & (by < len(pairs.first)))
    verified[chosen] = (pairs.first[by[chosen]] == low[chosen]) & (pairs.second[by[chosen]] == high[chosen])
    yield "is removed without a verified pair", evidence.first[~(same | verified)]
    shares = {"near_duplicate": (evidence.jaccard, settings.threshold)}
    shares["contained"] = (evidence.containment_first, settings.contained_from)
    for name, (share, least) in shares.items():
        below = (evidence.relation == RELATIONS.index(name)) & ~(share >= least - _EPSILON)
        yield f"is removed as {name} below the threshold", evidence.first[below]


def _place(outcome: Outcome, row: int) -> str:
    place = outcome.collection.articles.take(np.array([row], np.int64), ["source_file", "line"]).to_pylist()[0]
    return f"{place['source_file']}:{place['line']}"


def _faulty_spans(articles: pa.RecordBatch, bodies: pa.RecordBatch) -> list[str]:
    """Return the places of the articles of a batch with a span outside their text."""
    lengths = pc.utf8_length(articles.column("text")).to_numpy(zero_copy_only=False)
    faulty = np.zeros(articles.num_rows, np.bool_)
    for rows, starts, ends in _spans(bodies):
        wrong = (starts < 0) | (ends < starts) | (ends > lengths[rows])
        faulty[rows[wrong]] = True
    found = np.flatnonzero(faulty)
    if not len(found):
        return []
    files, lines = (articles.column(name).take(pa.array(found)).to_pylist() for name in ("source_file", "line"))
    return [f"{file}:{line}" for file, line in zip(files, lines, strict=True)]


def _spans(bodies: pa.RecordBatch) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]]:
    """Yield the spans of a batch, kind by kind: their rows, starts and ends."""
    flat = bodies.column("body").flatten().to_numpy(zero_copy_only=False)
    rows = _rows_of(bodies.column("body"))[::2]
    yield rows, flat[::2], flat[1::2]
    blocks = bodies.column("left_out").flatten()
    yield _rows_of(bodies.column("left_out")), *_edges(blocks)
    for name in _FACTS:
        column = bodies.column(name)
        stated = np.flatnonzero(pc.is_valid(pc.struct_field(column, "start")).to_numpy(zero_copy_only=False))
        if len(stated):
            yield stated, *_edges(column.take(pa.array(stated)))


def _rows_of(lists: pa.ListArray) -> NDArray[np.int64]:
    sizes = pc.fill_null(pc.list_value_length(lists), 0).to_numpy(zero_copy_only=False)
    return np.repeat(np.arange(len(lists)), sizes)


def _edges(spans: pa.StructArray) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    starts, ends = (pc.struct_field(spans, name).to_numpy(zero_copy_only=False) for name in ("start", "end"))
    return starts, ends
