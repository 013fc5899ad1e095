"""The table `repeats`: passages that stand in three articles or more, or more than once in one.

Places are numbers up to the end; only the first of each passage is read as text.
"""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dedup.batches import offsets_of
from dedup.jobs.run.columns import distinct_by_group, lengths_of, ranked, strings_of
from dedup.jobs.run.outcome import Outcome
from dedup.sketching.sketcher import token_lists

# Articles from which a shared passage is listed.
LEAST_ARTICLES = 3
# Share of a passage's characters within quotation marks from which it is a quotation.
_QUOTED = 0.6
# Places looked at at once.
_PLACES = 4096
_OPENING, _CLOSING = "“„«「『", "”»」』"
_MARKS = re.compile(f'["\n{_OPENING}{_CLOSING}]')
KINDS = ("within_article", "boilerplate", "quotation", "agency_text")
WITHIN, BOILERPLATE, QUOTATION, AGENCY = range(len(KINDS))

_TEXT = pa.large_string()
_SCHEMA = pa.schema(
    {
        "passage_id": _TEXT, "kind": pa.dictionary(pa.int8(), pa.string()), "text": _TEXT,
        "sources": pa.large_list(_TEXT),
        "places": pa.large_list(
            pa.struct(
                {
                    "id": _TEXT, "start": pa.int64(), "end": pa.int64(), "source_file": _TEXT, "line": pa.int64(),
                    "record": pa.int64(),
                }
            )
        ),
    }
)  # fmt: skip

_Ints = NDArray[np.int64]


class PassagePlaces(NamedTuple):
    """Where passages stand; all arrays are int64 and equally long.

    Attributes:
        passage: Number of the passage, ascending.
        row: The article.
        start, end: Code points of its raw text, or tokens of its body.
    """

    passage: _Ints
    row: _Ints
    start: _Ints
    end: _Ints


class Spelled(NamedTuple):
    """Passages as their first places spell them.

    Attributes:
        passage: int64[n], their numbers.
        digest: uint64[n], the start of a hash over their folded words.
        text: large_string[n].
        quoted: bool[n], whether they mostly stand within quotation marks.
    """

    passage: _Ints
    digest: NDArray[np.uint64]
    text: pa.LargeStringArray
    quoted: NDArray[np.bool_]


def repeat_table(outcome: Outcome, place_of: _Ints, placed: Callable[[_Ints], pa.StructArray]) -> pa.Table:
    """Return the table, by passage id, then by first place.

    A passage of one source alone is `boilerplate` (articles without a source count as several), one that mostly stands
    within quotation marks a `quotation`, any other `agency_text`; copies of one body count each.

    Args:
        outcome: What the pass found.
        place_of: int64[rows], where each row stands among all by id.
        placed: Returns id, file, line and record of rows.
    """
    tokens = _across(outcome, place_of)
    across = len(np.unique(tokens.passage))
    within = _within(outcome, across)
    outlets, alone = _outlets(outcome, *(np.concatenate(pair) for pair in zip(tokens[:2], within[:2], strict=True)))
    if not len(alone):
        return _SCHEMA.empty_table()
    own = np.arange(len(alone)) >= across
    located, pieces = _locate(outcome, tokens, ~alone)
    pieces += _spell_within(outcome, within)
    places = PassagePlaces(*(np.concatenate(pair) for pair in zip(located, within, strict=True)))
    into = np.argsort(np.concatenate([piece.passage for piece in pieces]))
    digest = np.concatenate([piece.digest for piece in pieces])[into]
    quoted = np.concatenate([piece.quoted for piece in pieces])[into]
    kind = np.select([own, alone, quoted], [WITHIN, BOILERPLATE, QUOTATION], AGENCY).astype(np.int8)
    firsts = np.flatnonzero(np.diff(places.passage, prepend=-1))
    order = np.lexsort((places.start[firsts], place_of[places.row[firsts]], digest))
    # numbers are put in order before they become strings: of those there is one copy only
    sizes = np.diff(np.append(firsts, len(places.row)))[order]
    offsets = offsets_of(sizes)
    chosen = np.arange(len(places.row)) + np.repeat(firsts[order] - offsets[:-1], sizes)
    article = placed(places.row[chosen])
    spans = {"start": pa.array(places.start[chosen]), "end": pa.array(places.end[chosen])}
    columns_of = {f.name: article.field(f.name) for f in article.type}
    columns_of = {"id": columns_of.pop("id"), **spans, **columns_of}
    stands = pa.StructArray.from_arrays(list(columns_of.values()), names=list(columns_of))
    columns = [
        pa.array([f"{number:016x}" for number in digest[order].tolist()], _TEXT),
        pa.DictionaryArray.from_arrays(pa.array(kind[order]), pa.array(KINDS)),
        pa.chunked_array([piece.text for piece in pieces]).take(pa.array(into[order])),
        outlets.take(pa.array(order)),
        pa.LargeListArray.from_arrays(pa.array(offsets), stands),
    ]
    return pa.table(columns, _SCHEMA)


def _across(outcome: Outcome, place_of: _Ints) -> PassagePlaces:
    """Return where passages of enough articles stand, in tokens: by passage, then by id."""
    places, body_of = outcome.matches.places, outcome.collection.numbering.body_of
    with_body = np.flatnonzero(body_of >= 0)
    order = with_body[np.argsort(body_of[with_body], kind="stable")]
    firsts = np.searchsorted(body_of[order], np.arange(len(outcome.collection.numbering.row_of) + 1))
    copies = np.diff(firsts)[places.body]
    passage = np.repeat(places.passage, copies)
    within = np.arange(len(passage)) - np.repeat(np.cumsum(copies) - copies, copies)
    row = order[np.repeat(firsts[places.body], copies) + within]
    enough = np.flatnonzero(np.bincount(passage)[passage] >= LEAST_ARTICLES)
    spread = PassagePlaces(passage, row, np.repeat(places.start, copies), np.repeat(places.end, copies))
    order = enough[np.lexsort((spread.start[enough], place_of[row[enough]], passage[enough]))]
    listed = PassagePlaces(*(column[order] for column in spread))
    return listed._replace(passage=np.unique(listed.passage, return_inverse=True)[1])


def _within(outcome: Outcome, number: int) -> PassagePlaces:
    """Return where passages stand that one article has more than once, as cleaning found them.

    Args:
        outcome: What the pass found.
        number: Of the first such passage.
    """
    found = [PassagePlaces(*(np.empty(0, np.int64) for _ in PassagePlaces._fields))]
    start = 0
    for batch in outcome.collection.bodies:
        column = batch.column("repeats")
        lists = pc.struct_field(column.flatten(), "places")
        rows = start + np.repeat(np.arange(len(column)), lengths_of(column))
        sizes = lengths_of(lists) // 2
        edges = lists.flatten().to_numpy().reshape(-1, 2).astype(np.int64)
        found.append(PassagePlaces(np.repeat(number + np.arange(len(sizes)), sizes), np.repeat(rows, sizes), *edges.T))
        number += len(sizes)
        start += len(column)
    return PassagePlaces(*(np.concatenate(columns) for columns in zip(*found, strict=True)))


def _outlets(outcome: Outcome, passage: _Ints, row: _Ints) -> tuple[pa.LargeListArray, NDArray[np.bool_]]:
    """Return the sorted sources of every passage, and whether all its articles name one and the same."""
    rows, at = np.unique(row, return_inverse=True)
    codes, names = ranked(strings_of(outcome.collection.articles, rows, "source"))
    code = codes[at]
    places = np.bincount(passage)
    distinct, offsets = distinct_by_group(passage, code, len(places))
    stated = np.bincount(passage[code >= 0], minlength=len(places))
    lists = pa.LargeListArray.from_arrays(pa.array(offsets), names.take(pa.array(distinct)))
    return lists, (np.diff(offsets) == 1) & (stated == places)


def _locate(outcome: Outcome, tokens: PassagePlaces, tell: NDArray[np.bool_]) -> tuple[PassagePlaces, list[Spelled]]:
    """Turn tokens of bodies into code points of raw texts, and read each passage at its first place.

    Args:
        outcome: What the pass found.
        tokens: Places in tokens.
        tell: bool[passages], where to tell whether it is quoted.
    """
    places = tokens._replace(start=np.empty_like(tokens.start), end=np.empty_like(tokens.end))
    first = np.diff(tokens.passage, prepend=-1) > 0
    spelled = []
    for articles, bodies, chosen, at in _by_batch(outcome, tokens.row):
        texts = articles.column("text")
        wanted = np.zeros(len(texts), np.bool_)
        wanted[at] = True
        found = token_lists(texts, bodies.column("body"), wanted)
        places.start[chosen] = found.starts[found.offsets[at] + tokens.start[chosen]]
        places.end[chosen] = found.ends[found.offsets[at] + tokens.end[chosen] - 1]
        here = first[chosen]
        spelled.append(spell(texts, at[here], PassagePlaces(*(column[chosen[here]] for column in places)), tell))
    return places, spelled


def _by_batch(outcome: Outcome, row: _Ints) -> Iterator[tuple[pa.RecordBatch, pa.RecordBatch, _Ints, _Ints]]:
    """Cut places into pieces whose rows stand in one batch.

    Yields:
        The batch of articles and of bodies, which places, and their rows in the batch, ascending.
    """
    order = np.argsort(row, kind="stable")
    ordered = row[order]
    start = 0
    for articles, bodies in zip(outcome.collection.articles, outcome.collection.bodies, strict=True):
        first, last = np.searchsorted(ordered, (start, start + articles.num_rows))
        for chosen in np.array_split(order[first:last], -(-(last - first) // _PLACES) or 1):
            if len(chosen):
                yield articles, bodies, chosen, row[chosen] - start
        start += articles.num_rows


def _spell_within(outcome: Outcome, within: PassagePlaces) -> list[Spelled]:
    firsts = PassagePlaces(*(column[np.diff(within.passage, prepend=-1) > 0] for column in within))
    return [
        spell(articles.column("text"), at, PassagePlaces(*(column[chosen] for column in firsts)), None)
        for articles, _, chosen, at in _by_batch(outcome, firsts.row)
    ]


def spell(texts: pa.LargeStringArray, at: _Ints, places: PassagePlaces, tell: NDArray[np.bool_] | None) -> Spelled:
    """Read passages at one place each.

    Args:
        texts: Raw texts.
        at: int64[n], which of them each passage is read in, ascending.
        places: Of n passages.
        tell: bool[passages], where to tell whether it is quoted; None for nowhere.
    """
    passages, quoted = [], np.zeros(len(at), np.bool_)
    last, text = -1, ""
    for i, (which, passage, _, start, end) in enumerate(zip(at.tolist(), *(c.tolist() for c in places), strict=True)):
        if which != last:
            last, text = which, texts[which].as_py()
        passages.append(text[start:end])
        quoted[i] = tell is not None and tell[passage] and _is_quoted(text, start, end)
    column = pa.array(passages, pa.large_string())
    tokens = token_lists(column, None)
    edges = tokens.offsets.tolist()
    words = (tokens.hashes[start:end].tobytes() for start, end in itertools.pairwise(edges))
    digest = np.array([int.from_bytes(hashlib.sha256(w).digest()[:8]) for w in words], np.uint64)
    return Spelled(places.passage, digest, column, quoted)


def _is_quoted(text: str, start: int, end: int) -> bool:
    """Say whether a passage mostly stands within quotation marks."""
    # a straight mark opens and closes: which it does, the line before the passage tells
    line = text.rfind("\n", 0, start) + 1
    before = text[line:end]
    if not any(mark in before for mark in _OPENING + '"'):
        return False
    opened, quoted = -1, 0
    for mark in _MARKS.finditer(text, line, end):
        char, place = mark.group(), mark.start()
        if opened >= 0 and char not in _OPENING:
            quoted += max(0, place - max(opened, start))
            opened = -1
        elif opened < 0 and (char in _OPENING or char == '"'):
            opened = place
    if opened >= 0:
        quoted += end - max(opened, start)
    return quoted >= _QUOTED * (end - start)
