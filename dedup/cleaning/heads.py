"""What one page says of itself, from the lines of its head and beside its body."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dedup.cleaning.authors import find_author
from dedup.cleaning.datelines import is_own_dateline, is_town, place_case
from dedup.cleaning.forms import REASON, REASONS
from dedup.cleaning.head_forms import placed_stamp
from dedup.cleaning.metadata import Line, Stated, find_credit, find_dateline, parse_credit, stated
from dedup.cleaning.times import find_times, page_of, states_time
from dedup.kernel.line_columns import BYTE_END, LAST, LAST_STOP
from dedup.text.stamps import find_stamps

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from dedup.cleaning.facts import Facts
    from dedup.cleaning.records import Records
    from dedup.cleaning.scan import Scan

_ABOVE_BODY = 6  # lines above the first paragraph that may state a time where no title is known
_LISTED_DAYS, _BELOW_TITLE = 3, 4
_BELOW_BODY = 3  # and below it, beside a byline or with a label


class Told(NamedTuple):
    """The lines of one text that may state something, by number."""

    row: int
    opening: list[int]
    above: list[int]
    telling: list[int]
    closing: list[int]


class Head(NamedTuple):
    """Where the head of a text lies: line numbers, -1 for none.

    Attributes:
        begin: The text's first line.
        title: The line that states its title.
        first: The first line of its body.
        start: Where that line starts, in code points.
    """

    begin: int
    title: int
    first: int
    start: int

    def reaches(self, at: int) -> bool:
        """Say whether a line stands above or beside title and byline."""
        if self.first < 0 or at < self.first:
            above = self.title if 0 <= self.title < max(self.first, 0) else -1
            return at >= above - 2 if above >= 0 else self.first < 0 or at >= self.first - _ABOVE_BODY
        return False


class Pages(NamedTuple):
    """What is known of all pages of a batch while they are read one by one.

    Attributes:
        scan: Their lines.
        keep: bool[lines], the body.
        reasons: int8[lines], why the others are left out.
        texts: Start and text of each line that is read, by number.
        records: What is known beside the text.
        facts: Where what is found goes.
    """

    scan: Scan
    keep: NDArray[np.bool_]
    reasons: NDArray[np.int8]
    texts: dict[int, tuple[int, str]]
    records: Records
    facts: Facts

    def line(self, at: int) -> Line:
        """Return a line with the reason it was left out for."""
        return Line(*self.texts[at], REASONS[self.reasons[at]])

    def tells(self, at: int) -> bool:
        """Say whether a line is body, or a sentence that was taken for a summary or a caption."""
        if at >= len(self.keep):
            return False
        taken = REASONS[self.reasons[at]] in ("summary", "caption") and self.scan.lines[LAST, at] == LAST_STOP
        return bool(self.keep[at] or taken)

    def body_line(self, at: int) -> Line:
        """Return a line of the body."""
        return Line(*self.texts[at], REASONS[0])


def read_page(pages: Pages, told: Told, head: Head) -> None:
    """Set what one text states."""
    row, facts, records = told.row, pages.facts, pages.records
    before = _own_dateline(pages, told, head)
    dateline = credit = None
    if told.opening or before:
        dateline, credit = find_dateline([pages.body_line(at) for at in told.opening], before)
    beside = [(pages.line(at), at) for at in told.telling]
    if head.start >= 0 and len(beside) > 1:
        # what stands near the first paragraph speaks of this article; far below, of others
        beside.sort(key=lambda one: (one[0].reason != "timestamp", abs(one[0].start - head.start)))
    left_out = [one for one, _ in beside]
    dateline = dateline or next(filter(None, (_place_of(one) for one, at in beside if head.reaches(at))), None)
    if credit or beside or told.closing:
        closing = pages.body_line(told.closing[0]) if told.closing else None
        credit = find_credit(credit, left_out, closing, records.source[row], records.url[row])
    found = [(facts.dateline, dateline), (facts.credit, credit)]
    if beside:
        published, updated = _read_times(pages, beside, head, row)
        found += [(facts.author, find_author(left_out)), (facts.published, published), (facts.updated, updated)]
    for one, at in beside:
        if one.reason == "copyright" and parse_credit(one.text, one.reason):
            pages.reasons[at] = REASON["credit"]
    for column, value in found:
        if value and column.values[row] is None:  # the record wins over the page
            column.state(row, value)


def _own_dateline(pages: Pages, told: Told, head: Head) -> list[Line]:
    """Return the line above the body if it is a dateline and nothing else, now named so."""
    if not told.above or told.above[0] == head.title:
        return []
    at = told.above[0]
    text = pages.texts[at][1]
    if not text.isupper() or not is_own_dateline(text, _text_below(pages.scan, told.row, at)):
        return []
    pages.reasons[at] = REASON["dateline"]
    return [pages.line(at)]


def _place_of(line: Line) -> Stated | None:
    """Return the place of a line that is a place and a day, where it is surely a town and no person."""
    found = placed_stamp(line.text) if line.reason == "timestamp" else None
    return stated(line, 0, len(found[0]), place_case(found[0])) if found and is_town(found[0]) else None


def _text_below(scan: Scan, row: int, line: int) -> str:
    start, end = int(scan.offsets[row] + scan.lines[BYTE_END, line]), int(scan.offsets[row + 1])
    return bytes(scan.data.data[start : min(end, start + 20_000)]).decode("utf-8", "ignore")


def _listed_days(beside: list[tuple[Line, int]], head: Head) -> set[int]:
    """Return the lines of a list of days above the story and away from its title: other stories, matches to come."""
    stamped = [(one, at) for one, at in beside if one.reason == "timestamp" and at < head.first]
    days = {at: stamps[0].value[:10] for one, at in stamped if (stamps := find_stamps(one.text[:300], "dmy"))}
    if len(set(days.values())) < _LISTED_DAYS:
        return set()
    return {at for at in days if head.title < 0 or not 0 <= at - head.title <= _BELOW_TITLE}


def _read_times(
    pages: Pages, beside: list[tuple[Line, int]], head: Head, row: int
) -> tuple[Stated | None, Stated | None]:
    """Return the times that the head of one text states."""
    records, facts = pages.records, pages.facts
    dateless = facts.published.values[row] is None
    if not dateless and facts.updated.values[row] is not None:
        return None, None
    bylines = {at for one, at in beside if one.reason == "byline"}
    listed = _listed_days(beside, head)
    # the reader of HTML has looked for bare dates where the page shows them
    marked_up = records.origin_of("text")[row] == "html"
    dated: list[tuple[Line, bool]] = []
    days: list[str] = []
    for one, at in beside:
        if dateless and one.reason == "timestamp" and pages.tells(at + 1):
            days.append(one.text)
        if not states_time(one):
            continue
        if head.reaches(at):
            dated.append((one, marked_up or at in listed))
        elif at <= head.first + _BELOW_BODY and pages.keep[head.first : at].sum() <= 1:
            dated.append((one, marked_up or not {at - 1, at, at + 1} & bylines))
    if not dated:
        return None, None
    return find_times(dated, days, page_of(records.language[row] or facts.language.values[row], records.url[row]))
