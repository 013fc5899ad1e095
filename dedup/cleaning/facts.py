"""What each page of a batch says of itself, one column a fact; called by `cleaning.core`.

The record's own values are set for all rows at once; only rows with a line that may state something are read one by
one.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dedup.articles import Found, Span
from dedup.cleaning.cues import CUE
from dedup.cleaning.dates import iso_date
from dedup.cleaning.forms import REASON, REASONS
from dedup.cleaning.metadata import (
    Line,
    Stated,
    find_author,
    find_credit,
    find_dateline,
    find_times,
    is_own_dateline,
    parse_credit,
)
from dedup.kernel.line_columns import BYTE_END, BYTE_START, CUES, DASH, MARKS, ROW, START, TOKENS
from dedup.kernel.line_signs import PAREN, SQUARE, YEAR
from dedup.text.stopwords import LANGUAGES, is_clear, script_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.cleaning.scan import Scan

_STATED = np.zeros(len(REASONS), np.bool_)  # reasons whose lines may state a time, a name or a credit
_STATED[[REASON[r] for r in ("timestamp", "byline", "copyright", "credit")]] = True
HEAD_LINES = 12  # a date in a menu counts only at the head of the page
TEXT = "text"  # origin of what the text states


class Records(NamedTuple):
    """What the records of n texts say, and where each of their fields comes from.

    Attributes:
        title, date, author, source, url, language: n values each.
        origins: Of each text, by field; texts of the same origins share one object.
    """

    title: Sequence[str | None]
    date: Sequence[str | None]
    author: Sequence[str | None]
    source: Sequence[str | None]
    url: Sequence[str | None]
    language: Sequence[str | None]
    origins: Sequence[dict[str, str]]

    def origin_of(self, field: str) -> list[str]:
        """Return where a field of each text comes from, `field:…` where the record itself has it."""
        own = f"field:{field}"
        cached = {id(origins): origins.get(field, own) for origins in self.origins}
        return [cached[id(origins)] for origins in self.origins]


class Column:
    """One fact of n texts.

    Attributes:
        values: None where unknown.
        starts, ends: int32[n], code points; -1 where the text does not state it.
        origins: Where each comes from, as `text` or `field:title`.
    """

    def __init__(self, values: Sequence[str | None], origins: Sequence[str]) -> None:
        self.values = [value or None for value in values]
        self.starts = np.full(len(self.values), -1, np.int32)
        self.ends = np.full(len(self.values), -1, np.int32)
        self.origins = list(origins)

    def state(self, row: int, stated: Stated) -> None:
        """Set what the text of a row states."""
        self.values[row], self.starts[row], self.ends[row] = stated
        self.origins[row] = TEXT

    def state_all(
        self, rows: NDArray[np.int64], values: list[str], starts: NDArray[np.int32], lengths: list[int]
    ) -> None:
        """Set what the texts of many rows state."""
        self.starts[rows] = starts
        self.ends[rows] = starts + np.array(lengths, np.int32)
        for row, value in zip(rows.tolist(), values, strict=True):
            self.values[row], self.origins[row] = value, TEXT

    def found(self, row: int) -> Found | None:
        """Return one row's fact."""
        value, start = self.values[row], int(self.starts[row])
        if value is None:
            return None
        return Found(value, Span(start, int(self.ends[row])) if start >= 0 else None, self.origins[row])


class Facts(NamedTuple):
    """What the pages of a batch say of themselves."""

    title: Column
    published: Column
    updated: Column
    dateline: Column
    credit: Column
    author: Column
    language: Column


class _Told(NamedTuple):
    """The lines of one text that may state something, by number."""

    row: int
    opening: list[int]
    above: list[int]
    telling: list[int]
    closing: list[int]


def read_facts(
    scan: Scan, keep: NDArray[np.bool_], reasons: NDArray[np.int8], title_lines: NDArray[np.int64], records: Records
) -> Facts:
    """Read each page's metadata; renames the reasons of lines that turn out to be datelines and credits.

    Args:
        scan: The lines of a batch.
        keep: bool[lines], the body.
        reasons: int8[lines], why the others are left out.
        title_lines: int64[n], the line that states each text's title, -1 for none.
        records: What is known beside the text.
    """
    nothing = [None] * len(title_lines)
    nowhere = [TEXT] * len(nothing)
    facts = Facts(
        title=Column(records.title, records.origin_of("title")),
        published=Column([date and (iso_date(date) or date) for date in records.date], records.origin_of("date")),
        updated=Column(nothing, nowhere),
        dateline=Column(nothing, nowhere),
        credit=Column(nothing, nowhere),
        author=Column(records.author, records.origin_of("author")),
        language=_languages(scan, records),
    )
    rows = np.flatnonzero(title_lines >= 0)
    at = title_lines[rows]
    texts = scan.texts_of(at)
    facts.title.state_all(rows, [" ".join(text.split()) for text in texts], scan.lines[START, at], [*map(len, texts)])
    first = _first_of(scan, keep)
    chosen = _telling_lines(scan, keep, reasons, first)
    read = np.unique(np.concatenate(chosen))
    starts = scan.lines[START, read].tolist()
    lines = dict(zip(read.tolist(), zip(starts, scan.texts_of(read), strict=True), strict=True))
    body_at = np.where(first >= 0, scan.lines[START, first] if len(keep) else first, -1).tolist()
    for told in _by_row(scan.lines[ROW], *chosen):
        _read_row(told, lines, body_at[told.row], reasons, records, facts)
    return facts


def _first_of(scan: Scan, keep: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return the first body line of each text, -1 where it has none."""
    bodies = np.flatnonzero(keep)
    out = np.full(len(scan.first_line) - 1, -1, np.int64)
    out[scan.lines[ROW, bodies[::-1]]] = bodies[::-1]
    return out


def _telling_lines(
    scan: Scan, keep: NDArray[np.bool_], reasons: NDArray[np.int8], first: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return the lines that may state a fact: of the opening, just above it, beside the body, at its end."""
    lines = scan.lines
    rows = lines[ROW]
    agency = lines[CUES] & CUE["agency"] != 0
    left = np.flatnonzero(~keep)
    left = left[lines[BYTE_END, left] - lines[BYTE_START, left] < 400]
    dated = (lines[MARKS, left] & YEAR != 0) & (left - scan.first_line[rows[left]] < HEAD_LINES)
    credited = agency[left] & (lines[TOKENS, left] <= 12)
    telling = left[_STATED[reasons[left]] | dated | credited]
    bodies = np.flatnonzero(keep)
    new = np.diff(rows[bodies], prepend=-1) != 0  # first, second and last body line of each row
    second = np.zeros(len(bodies), np.bool_)
    second[1:] = new[:-1] & ~new[1:]
    opening = bodies[new | second]
    dash, marks = lines[DASH, opening], lines[MARKS, opening]
    opening = opening[(dash >= 0) & (dash < 100) | (marks & (PAREN | SQUARE) != 0)]
    last = bodies[np.append(new[1:], True)[: len(bodies)]]
    stated = first[first >= 0]
    above = stated[stated > scan.first_line[rows[stated]]] - 1
    return opening, above[lines[TOKENS, above] <= 5], telling, last[agency[last]]


def _by_row(rows: NDArray[np.int32], *chosen: NDArray[np.int64]) -> Iterator[_Told]:
    """Yield the chosen lines of each text that has any."""
    busy = np.unique(np.concatenate([rows[lines] for lines in chosen]))
    parts = []
    nothing: list[int] = []  # one list for all: a hundred thousand would call the garbage collector
    for lines in chosen:
        bounds = np.searchsorted(rows[lines], np.append(busy, np.iinfo(np.int32).max)).tolist()
        every = lines.tolist()
        parts.append([every[begin:end] if begin < end else nothing for begin, end in itertools.pairwise(bounds)])
    for row, opening, above, telling, closing in zip(busy.tolist(), *parts, strict=True):
        yield _Told(row, opening, above, telling, closing)


def _read_row(
    told: _Told, lines: dict[int, tuple[int, str]], body_at: int, reasons: NDArray[np.int8], records: Records,
    facts: Facts,
) -> None:  # fmt: skip
    """Set what one text states."""

    def line(at: int) -> Line:
        return Line(*lines[at], REASONS[reasons[at]])

    row = told.row
    dateline = credit = None
    before = []
    if told.above and is_own_dateline(lines[told.above[0]][1]):
        reasons[told.above[0]] = REASON["dateline"]
        before = [line(told.above[0])]
    if told.opening or before:
        dateline, credit = find_dateline([Line(*lines[at], "body") for at in told.opening], before)
    beside = [(line(at), at) for at in told.telling]
    if body_at >= 0:  # what stands near the first paragraph speaks of this article; far below, of others
        beside.sort(key=lambda one: (one[0].reason != "timestamp", abs(one[0].start - body_at)))
    stated = [one for one, _ in beside]
    if credit or beside or told.closing:
        closing = Line(*lines[told.closing[0]], "body") if told.closing else None
        credit = find_credit(credit, stated, closing, records.source[row], records.url[row])
    found = [(facts.dateline, dateline), (facts.credit, credit)]
    if beside:
        published, updated = find_times(stated)
        found += ((facts.published, published), (facts.updated, updated), (facts.author, find_author(stated)))
    for one, at in beside:
        if one.reason == "copyright" and parse_credit(one.text, one.reason):
            reasons[at] = REASON["credit"]
    for column, value in found:
        if value:
            column.state(row, value)


def _languages(scan: Scan, records: Records) -> Column:
    """Tell each text's language: of most by their stop words at once, of the others by their script too."""
    counts = scan.languages[:, : len(LANGUAGES)]
    tokens = np.diff(scan.token_offsets)
    most = counts.argmax(axis=1)
    best = counts.max(axis=1, initial=0)
    clear = is_clear(best, np.partition(counts, -2, axis=1)[:, -2], tokens)
    values: list[str | None] = [LANGUAGES[language] for language in most.tolist()]
    origins = [TEXT] * len(values)
    own = records.origin_of("language")
    data = scan.data.data
    for row in np.flatnonzero(~clear).tolist():
        code = None
        if best[row] * 8 <= tokens[row]:  # else it is the script of two languages that share their stop words
            start, end = int(scan.offsets[row]), int(scan.offsets[row + 1])
            code = script_of(bytes(data[start : min(end, start + 2000)]))
        values[row] = code or records.language[row]
        origins[row] = TEXT if code else own[row]
    return Column(values, origins)
