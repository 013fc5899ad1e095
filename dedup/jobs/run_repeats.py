"""Passages that stand in three articles or more, with every place and what kind each is; for `jobs.run_tables`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup.articles import Place, Repeat
from dedup.jobs.run import Outcome
from dedup.sketching.sketcher import token_lists

# Articles from which a shared passage is listed.
_LEAST_ARTICLES = 3
# Share of a passage's characters within quotation marks from which it is a quotation.
_QUOTED = 0.6
# Rows tokenised at once.
_ROWS = 4096
_OPENING, _CLOSING = "“„«「『", "”»」』"


@dataclass(frozen=True, slots=True)
class _Stand:
    """A passage in one article: row, code points, hash of its words."""

    passage: int
    row: int
    start: int
    end: int


def repeats_across(outcome: Outcome) -> Iterator[Repeat]:
    """Yield the passages that stand in three articles or more, copies of one body counted each.

    A passage of one source alone is `boilerplate` (articles without a source count as several), one that mostly stands
    within quotation marks a `quotation`, any other `agency_text`.
    """
    passage, row, start, end = _rows_with_passages(outcome)
    if not len(passage):
        return
    stands = [stand for part in _cut(passage, row, start, end) for stand in _locate(outcome, *part)]
    stands.sort(key=lambda s: (s.passage, s.row))
    rows = np.unique(row)
    table = outcome.articles.take(rows, ["source", "text"])
    sources = dict(zip(rows.tolist(), table.column("source").to_pylist(), strict=True))
    names = dict(zip(rows.tolist(), outcome.ids.of(rows), strict=True))
    place_of = {number: i for i, number in enumerate(rows.tolist())}
    for first, last in _groups([s.passage for s in stands]):
        members = sorted(stands[first:last], key=lambda s: (names[s.row], s.start))
        text = table.column("text")[place_of[members[0].row]].as_py()
        quote = text[members[0].start : members[0].end]
        known = [name for s in members if (name := sources[s.row])]
        outlets = tuple(sorted(set(known)))
        alone = len(known) == len(members) and len(outlets) == 1
        places = tuple(Place(names[s.row], s.start, s.end) for s in members)
        yield Repeat(passage_id(quote), "boilerplate" if alone else _kind(text, members[0]), quote, outlets, places)


def passage_id(passage: str) -> str:
    """Return 16 hex digits over a passage's folded words."""
    from dedup.text.tokens import tokenize

    return hashlib.sha256(tokenize(passage).hashes.tobytes()).hexdigest()[:16]


def _rows_with_passages(outcome: Outcome) -> tuple[NDArray[np.int64], ...]:
    """Spread places from bodies to the rows that have them, and keep passages of enough rows."""
    places = outcome.places
    with_body = np.flatnonzero(outcome.numbering.body_of >= 0)
    order = with_body[np.argsort(outcome.numbering.body_of[with_body], kind="stable")]
    firsts = np.searchsorted(outcome.numbering.body_of[order], np.arange(len(outcome.numbering.row_of) + 1))
    copies = np.diff(firsts)[places.body]
    passage = np.repeat(places.passage, copies)
    within = np.arange(len(passage)) - np.repeat(np.cumsum(copies) - copies, copies)
    row = order[np.repeat(firsts[places.body], copies) + within]
    if not len(passage):
        return passage, row, passage, passage
    enough = np.bincount(passage)[passage] >= _LEAST_ARTICLES
    return passage[enough], row[enough], np.repeat(places.start, copies)[enough], np.repeat(places.end, copies)[enough]


def _cut(*columns: NDArray[np.int64]) -> Iterator[tuple[NDArray[np.int64], ...]]:
    order = np.argsort(columns[1], kind="stable")
    for chosen in np.array_split(order, max(len(order) // _ROWS, 1)):
        yield tuple(column[chosen] for column in columns)


def _locate(
    outcome: Outcome,
    passage: NDArray[np.int64],
    row: NDArray[np.int64],
    start: NDArray[np.int64],
    end: NDArray[np.int64],
) -> Iterator[_Stand]:
    """Turn tokens of bodies into code points of raw texts."""
    rows, at = np.unique(row, return_inverse=True)
    texts = outcome.articles.take(rows, ["text"]).column(0).combine_chunks()
    bodies = outcome.bodies.take(rows, ["body"]).column(0).combine_chunks()
    tokens = token_lists(texts, bodies)
    first = tokens.starts[tokens.offsets[at] + start]
    last = tokens.ends[tokens.offsets[at] + end - 1]
    for values in zip(passage.tolist(), row.tolist(), first.tolist(), last.tolist(), strict=True):
        yield _Stand(*values)


def _groups(keys: Sequence[int]) -> Iterator[tuple[int, int]]:
    first = 0
    for i in range(1, len(keys) + 1):
        if i == len(keys) or keys[i] != keys[first]:
            yield first, i
            first = i


def _kind(text: str, stand: _Stand) -> str:
    inside, quoted = False, 0
    # a straight mark opens and closes: which it does, the text before the passage tells
    for i, char in enumerate(text[: stand.end]):
        if char in _OPENING:
            inside = True
        elif char in _CLOSING or (char == '"' and inside):
            inside = False
        elif char == '"':
            inside = True
        elif char == "\n":
            inside = False
        quoted += inside and i >= stand.start
    return "quotation" if quoted >= _QUOTED * (stand.end - stand.start) else "agency_text"
