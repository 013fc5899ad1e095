"""Days, weeks, months and quarters counted from the day a story was published, as ISO 8601 values.

Without a publication day a value keeps `X` where nothing is known.
"""

from __future__ import annotations

import calendar
import functools
import re
from datetime import date, datetime, timedelta, timezone
from typing import NamedTuple

MONTH_NAMES = (
    "january february march april may june july august september october november december "
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
).split()
MONTHS = {name: i % 12 + 1 for i, name in enumerate(MONTH_NAMES)} | {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sept": 9, "sep": 9, "oct": 10, "nov": 11,
    "dec": 12, "janv": 1, "févr": 2, "juil": 7, "déc": 12,
}  # fmt: skip
DAY_NAMES = (
    "monday tuesday wednesday thursday friday saturday sunday lundi mardi mercredi jeudi vendredi samedi dimanche"
).split()
WEEKDAYS = {name: i % 7 for i, name in enumerate(DAY_NAMES)}
# Hours from UTC, winter time: enough to tell on which side of midnight a newsroom stands.
_ZONES = {
    "washington": -5, "new york": -5, "boston": -5, "toronto": -5, "ottawa": -5, "chicago": -6, "houston": -6,
    "los angeles": -8, "san francisco": -8, "seattle": -8, "mexico city": -6, "brasilia": -3, "sao paulo": -3,
    "london": 0, "paris": 1, "berlin": 1, "brussels": 1, "rome": 1, "madrid": 1, "geneva": 1, "vienna": 1,
    "cairo": 2, "jerusalem": 2, "athens": 2, "kyiv": 2, "kiev": 2, "moscow": 3, "ankara": 3, "istanbul": 3,
    "dubai": 4, "new delhi": 5, "mumbai": 5, "bangkok": 7, "jakarta": 7, "hanoi": 7, "beijing": 8, "shanghai": 8,
    "hong kong": 8, "taipei": 8, "singapore": 8, "manila": 8, "tokyo": 9, "osaka": 9, "seoul": 9, "sydney": 10,
}  # fmt: skip
_EARLIEST, _LATEST = 1500, 2500  # years in which news was or will be published; counting from others may overflow
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?")


class Reference(NamedTuple):
    """The day a story counts from.

    Attributes:
        day: Day of publication at the place of the dateline, None where no day is known.
        latest: The later of that day and the day as published: a weekday named can be either.
    """

    day: date | None
    latest: date | None


@functools.lru_cache(maxsize=4096)
def reference(published: str | None, dateline: str | None) -> Reference:
    """Return the day that "today" means.

    Args:
        published: ISO 8601 day or time, with or without zone; anything else counts as unknown.
        dateline: Place named at the head of the story; only used where `published` has a time with zone.
    """
    match = _ISO.match(published or "")
    if match is None:
        return Reference(None, None)
    year, month, day, hour, minute = (int(g) if g else 0 for g in match.groups()[:5])
    if not _EARLIEST <= year <= _LATEST:
        return Reference(None, None)
    try:
        stated = date(year, month, day)
        zone = match.group(6)
        offset = _ZONES.get((dateline or "").strip().lower())
        if zone is None or offset is None:
            return Reference(stated, stated)
        shift = 0 if zone == "Z" else int(zone[:3]) * 60 + (1 if zone[0] == "+" else -1) * int(zone[-2:])
        moment = datetime(year, month, day, hour, minute, tzinfo=timezone(timedelta(minutes=shift)))
    except ValueError:
        return Reference(None, None)
    local = moment.astimezone(timezone(timedelta(hours=offset))).date()
    return Reference(local, max(local, stated))


def day_text(day: date | None, words: str) -> tuple[str, str]:
    """Return value and precision of a day, or of the words where no day is known."""
    return (day.isoformat(), "day") if day else (words, "relative")


def weekday(ref: Reference, number: int, *, future: bool, words: str = "") -> tuple[str, str]:
    """Resolve a weekday (0 is Monday): the last one up to publication, or the next one.

    Args:
        ref: The day the story counts from.
        number: 0 to 6.
        future: Whether the sentence speaks of what is to come.
        words: `last` or `next` where the text says so.
    """
    if ref.latest is None:
        return f"XXXX-WXX-{number + 1}", "weekday"
    back = (ref.latest.weekday() - number) % 7
    if future or words == "next":
        return (ref.latest + timedelta(days=(7 - back) % 7 or (7 if words == "next" else 0))).isoformat(), "day"
    return (ref.latest - timedelta(days=7 if words == "last" and back == 0 else back)).isoformat(), "day"


def month_year(ref: Reference, month: int, *, future: bool) -> int | None:
    """Return the year of a month named without one: the last such month, or the next."""
    if ref.day is None:
        return None
    if future:
        return ref.day.year + (month < ref.day.month)
    return ref.day.year - (month > ref.day.month)


def month_day(ref: Reference, month: int, day: int, *, future: bool) -> tuple[str, str]:
    """Resolve a day of a month named without a year.

    A day up to 60 days ahead is taken as coming: stories announce dates without a word that marks the future.
    """
    if ref.day is None:
        return f"XXXX-{month:02d}-{day:02d}", "day"
    for year in (ref.day.year + 1, ref.day.year, ref.day.year - 1):
        resolved = safe_date(year, month, day)
        if resolved and resolved - ref.day <= timedelta(days=300 if future else 60):
            return resolved.isoformat(), "day"
    return f"XXXX-{month:02d}-{day:02d}", "day"


def day_of_month(ref: Reference, day: int, *, future: bool) -> tuple[str, str]:
    """Resolve a bare day of the month ("9日", "le 9"): the last one, or the next."""
    if ref.latest is None or not 1 <= day <= 31:
        return f"XXXX-XX-{day:02d}", "day"
    year, month = ref.latest.year, ref.latest.month
    if future and day < ref.latest.day:
        year, month = shift_month(year, month, 1)
    elif not future and day > ref.latest.day:
        year, month = shift_month(year, month, -1)
    resolved = safe_date(year, month, day)
    return (resolved.isoformat(), "day") if resolved else (f"XXXX-XX-{day:02d}", "day")


def safe_date(year: int, month: int, day: int) -> date | None:
    """Return the date, or None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def shift_month(year: int, month: int, by: int) -> tuple[int, int]:
    """Return year and month some months on."""
    index = year * 12 + month - 1 + by
    return index // 12, index % 12 + 1


def month_part(year: int, month: int, part: str) -> tuple[str, str]:
    """Return the days of `early`, `mid` or `late` in a month, ten days each, as an interval."""
    last = last_day(year, month)
    first, final = {"early": (1, 10), "mid": (11, 20), "late": (21, last)}[part]
    return f"{year}-{month:02d}-{first:02d}/{year}-{month:02d}-{final:02d}", "interval"


def last_day(year: int, month: int) -> int:
    """Return the number of days in a month."""
    return calendar.monthrange(year, month)[1]


def quarter(year: int | None, number: int) -> tuple[str, str]:
    """Return a calendar quarter as an interval of days."""
    if year is None:
        return f"XXXX-Q{number}", "quarter"
    month = number * 3
    return f"{year}-{month - 2:02d}-01/{year}-{month:02d}-{last_day(year, month)}", "quarter"


def half(year: int | None, number: int) -> tuple[str, str]:
    """Return half a year as an interval of days."""
    if year is None:
        return f"XXXX-H{number}", "half"
    return (f"{year}-01-01/{year}-06-30" if number == 1 else f"{year}-07-01/{year}-12-31"), "half"


def started_quarter(ref: Reference, number: int, months: int = 3, *, future: bool = False) -> int | None:
    """Return the year of a quarter (or half, `months` 6) named without one: the last that has begun, or the next."""
    if ref.day is None:
        return None
    if future:
        return ref.day.year + (number * months < ref.day.month)
    return ref.day.year - ((number - 1) * months + 1 > ref.day.month)


def bounds(value: str) -> tuple[date, date] | None:
    """Return first and last day of an ISO value (`2023`, `2023-05`, `2023-05-09`, `…/…`); None where it has X."""
    if "/" in value:
        ends = [bounds(part) for part in value.split("/", 1)]
        return (ends[0][0], ends[1][1]) if ends[0] and ends[1] else None
    parts = value.split("-")
    if not all(part.isdigit() for part in parts) or len(parts[0]) != 4 or len(parts) > 3:
        return None
    numbers = [int(part) for part in parts]
    first = safe_date(*[*numbers, 1, 1][:3]) if len(numbers) < 3 else safe_date(*numbers)
    if first is None:
        return None
    if len(numbers) == 3:
        return first, first
    if len(numbers) == 2:
        return first, first.replace(day=last_day(first.year, first.month))
    return first, first.replace(month=12, day=31)
