"""When a story was published and updated, from the lines at the head of its text and from what its record states."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from dedup.cleaning.metadata import Line, Stated, stated
from dedup.text.record_dates import iso_date
from dedup.text.regions import numeric_order, url_date
from dedup.text.stamp_lines import is_dated_byline
from dedup.text.stamps import Order, Stamp, find_stamps

_TIMELESS = frozenset(("caption", "title", "copyright", "comments", "related", "ranking", "advertisement"))
# A day in the address and one in the text may lie this far apart by time zone.
_NEAR = dt.timedelta(days=2)


class Page(NamedTuple):
    """What is known of a page beside its lines.

    Attributes:
        order: How dates of three numbers are read.
        language: ISO 639-1 code.
        url_day: The day that its address states.
    """

    order: Order
    language: str | None
    url_day: str | None


def page_of(language: str | None, url: str | None) -> Page:
    """Return what language and address tell about dates."""
    return Page(numeric_order(language, url), language and language[:2].lower(), url_date(url) if url else None)


def record_date(value: str | None, language: str | None, url: str | None) -> str | None:
    """Return the date that a record states as ISO 8601; None where it states none that can be told for certain."""
    if not value:
        return None
    return iso_date(value) or _record_date(value, page_of(language, url))


def _record_date(value: str, page: Page) -> str | None:
    found = iso_date(value, page.order, page.language)
    if found is None and page.order is None and page.url_day:
        # 03/04/2023 under an address that says 2023/04/03
        readings = [iso_date(value, order, page.language) for order in ("dmy", "mdy")]
        found = next((one for one in readings if one and one[:10] == page.url_day), None)
    return found


def states_time(line: Line) -> bool:
    """Say whether a line of the head may state the time of publication: a stamp, a byline, or names beside a date."""
    if line.reason in ("timestamp", "byline", "credit"):
        return len(line.text) <= 200
    if line.reason in _TIMELESS or len(line.text) > 120:
        return False
    return is_dated_byline(line.text)


def find_times(
    lines: Sequence[tuple[Line, bool]], days: Sequence[str], page: Page
) -> tuple[Stated | None, Stated | None]:
    """Return the times of publication and update.

    Args:
        lines: The dated lines of the head, those nearest to the body first; each with whether only a date that is
            called one of publication or update counts in it.
        days: All lines that are a date alone above text of the story.
        page: What is known beside the lines.
    """
    published: tuple[Line, Stamp] | None = None
    updated: tuple[Line, Stamp] | None = None
    for line, only_labelled in lines:
        stamps = [stamp for stamp in find_stamps(line.text[:300], page.order, page.language) if stamp.label != "other"]
        if any(stamp.updated for stamp in stamps) and len(stamps) > 1:  # one line that states both decides
            published = next(((line, s) for s in stamps if not s.updated), published)
            updated = next((line, s) for s in stamps if s.updated)
            break
        for stamp in stamps:
            if stamp.updated:
                updated = updated or (line, stamp)
            elif stamp.label or not (only_labelled or _is_entry(stamp, days, page) or _is_far(stamp, page)):
                published = _better(published, (line, stamp))
    return _stated(published), _stated(updated)


def _better(known: tuple[Line, Stamp] | None, new: tuple[Line, Stamp]) -> tuple[Line, Stamp]:
    """Return the first date, or the same day with its time."""
    if known is None:
        return new
    more = len(known[1].value) == 10 < len(new[1].value) and new[1].value.startswith(known[1].value)
    return new if more else known


def _is_entry(stamp: Stamp, days: Sequence[str], page: Page) -> bool:
    """Say whether a bare day is the first entry of a timeline: days of the same kind head the parts of the story.

    One later day is enough, for no story tells what happened after it was published.
    """
    if len(stamp.value) > 10:
        return False
    others = {s.value for text in days for s in find_stamps(text, page.order, page.language)[:1]} - {stamp.value}
    return len(others) >= 2 or any(other > stamp.value for other in others)


def _is_far(stamp: Stamp, page: Page) -> bool:
    """Say whether the address states another day."""
    if page.url_day is None:
        return False
    apart = dt.date.fromisoformat(stamp.value[:10]) - dt.date.fromisoformat(page.url_day)
    return abs(apart) > _NEAR


def _stated(found: tuple[Line, Stamp] | None) -> Stated | None:
    return stated(found[0], found[1].start, found[1].end, found[1].value) if found else None
