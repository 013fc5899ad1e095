"""What each page of a batch says of itself, one column a fact.

The record's own values are set for all rows at once; only rows with a line that may state something are read one by
one.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dedup.cleaning.authors import stated_author
from dedup.cleaning.cues import CUE
from dedup.cleaning.forms import REASON, REASONS
from dedup.cleaning.heads import Head, Pages, Told, read_page
from dedup.cleaning.languages import find_languages
from dedup.cleaning.records import TEXT, Column, Records
from dedup.cleaning.times import record_date
from dedup.cleaning.titles import without_markup
from dedup.kernel.line_columns import ALL_CAPS, BYTE_END, BYTE_START, CUES, DASH, MARKS, ROW, START, TOKENS, WIDE
from dedup.kernel.line_signs import PAREN, SLASH, SQUARE, YEAR
from dedup.text.regions import url_date

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.cleaning.scan import Scan

_STATED = np.zeros(len(REASONS), np.bool_)  # reasons whose lines may state a time, a name or a credit
_STATED[[REASON[r] for r in ("timestamp", "byline", "copyright", "credit")]] = True
HEAD_LINES = 12  # a date in a menu counts only at the head of the page


class Facts(NamedTuple):
    """What the pages of a batch say of themselves."""

    title: Column
    published: Column
    updated: Column
    dateline: Column
    credit: Column
    author: Column
    language: Column


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
        published=Column(_dates(records.date, records), records.origin_of("date")),
        updated=Column(_dates(records.updated, records), records.origin_of("updated")),
        dateline=Column(nothing, nowhere),
        credit=Column(nothing, nowhere),
        author=Column([author and stated_author(author) for author in records.author], records.origin_of("author")),
        language=find_languages(scan, records),
    )
    rows = np.flatnonzero(title_lines >= 0)
    at = title_lines[rows]
    texts = scan.texts_of(at)
    facts.title.state_all(rows, [without_markup(text) for text in texts], scan.lines[START, at])
    first = _first_of(scan, keep)
    chosen = _telling_lines(scan, keep, reasons, first)
    read = np.unique(np.concatenate(chosen))
    starts = scan.lines[START, read].tolist()
    lines = dict(zip(read.tolist(), zip(starts, scan.texts_of(read), strict=True), strict=True))
    body_at = np.where(first >= 0, scan.lines[START, first] if len(keep) else first, -1).tolist()
    pages = Pages(scan, keep, reasons, lines, records, facts)
    for told in _by_row(scan.lines[ROW], *chosen):
        row = told.row
        read_page(pages, told, Head(int(scan.first_line[row]), int(title_lines[row]), int(first[row]), body_at[row]))
    _dates_of_addresses(facts.published, records)
    return facts


def _dates(values: Sequence[str | None], records: Records) -> list[str | None]:
    return [
        record_date(value, language, url) if value else None
        for value, language, url in zip(values, records.language, records.url, strict=True)
    ]


def _dates_of_addresses(published: Column, records: Records) -> None:
    """Fill the gaps with the days that web addresses state."""
    origins = records.origin_of("url")
    for row, url in enumerate(records.url):
        if url and published.values[row] is None:
            published.values[row], published.origins[row] = url_date(url), origins[row]


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
    wide = lines[WIDE, opening] > 0  # "新华社北京11月20日电" has neither dash nor bracket
    named = agency[opening] | (lines[ALL_CAPS, opening] >= 2)  # no cue knows "КИЇВ. 3 березня. УНН."
    opening = opening[(dash >= 0) & (dash < 100) | (marks & (PAREN | SQUARE | SLASH) != 0) | wide | named]
    last = bodies[np.append(new[1:], True)[: len(bodies)]]
    stated = first[first >= 0]
    above = stated[stated > scan.first_line[rows[stated]]] - 1
    return opening, above[lines[TOKENS, above] <= 5], telling, last[agency[last]]


def _by_row(rows: NDArray[np.int32], *chosen: NDArray[np.int64]) -> Iterator[Told]:
    """Yield the chosen lines of each text that has any."""
    busy = np.unique(np.concatenate([rows[lines] for lines in chosen]))
    parts = []
    nothing: list[int] = []  # one list for all: a hundred thousand would call the garbage collector
    for lines in chosen:
        bounds = np.searchsorted(rows[lines], np.append(busy, np.iinfo(np.int32).max)).tolist()
        every = lines.tolist()
        parts.append([every[begin:end] if begin < end else nothing for begin, end in itertools.pairwise(bounds)])
    for row, opening, above, telling, closing in zip(busy.tolist(), *parts, strict=True):
        yield Told(row, opening, above, telling, closing)
