"""The date that a record states in a field of its own, in any of the shapes that programs write; to ISO 8601."""

from __future__ import annotations

import datetime as dt
import functools
import re

from dedup.text.calendar_words import month_number
from dedup.text.clocks import iso_time
from dedup.text.stamps import WORD, Order, all_stamps, plain, safe_date

_Y = r"(?P<y>(?:1[6-9]|20)\d\d)"
_ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[Tt\s]\s?(\d\d):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*(Z|z|[+-]\d\d(?::?\d\d)?)?)?"
)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:[Tt]?(\d\d)(\d\d)(\d\d)?(?:\.\d+)?(Z|z|[+-]\d\d:?\d\d)?)?")
_WEEK = re.compile(r"(\d{4})-?W(\d\d)-?([1-7])", re.IGNORECASE)
_EPOCH = re.compile(r"\d{9,19}(?:\.\d+)?|\d\.\d+e\+?\d\d", re.IGNORECASE)
_DOTNET = re.compile(r"\\?/Date\((\d{9,19})(?:[+-]\d{4})?\)\\?/")
_YEAR_OR_MONTH = re.compile(rf"{_Y}(?:-(?P<m>0[1-9]|1[0-2]))?")
_MONTH_YEAR = re.compile(rf"{WORD}\.?,?\s+(?:de\s+)?{_Y}", re.IGNORECASE)
# Seconds since 1970 that news has a use for, 1990 to 2100; milliseconds and so on are the same a thousandfold.
_FIRST_SECOND, _LAST_SECOND = 631_152_000, 4_102_444_800


def iso_date(value: str, order: Order = None, language: str | None = None) -> str | None:
    """Return a record's own date as ISO 8601; None where it is no date that can be told for certain.

    Args:
        value: In any common shape: ISO 8601, RFC 822, seconds or milliseconds since 1970, GDELT, ctime, or as a page
            prints it. A year or a month alone is one.
        order, language: As for `find_stamps`.
    """
    return _iso_date(value, order, language)


@functools.lru_cache(maxsize=65536)
def _iso_date(value: str, order: Order, language: str | None) -> str | None:
    text = plain(value[:120]).strip(" \t\r\n\"'")
    wrapped = _DOTNET.fullmatch(text)
    text = wrapped[1] if wrapped else text
    match = _ISO.fullmatch(text) or _COMPACT.fullmatch(text)
    if match:
        # eight digits may be a day, ten or more the seconds since 1970
        found = _from_numbers(match)
        if found or not text.isdigit():
            return found
    if _EPOCH.fullmatch(text):
        return _from_epoch(float(text))
    week = _WEEK.fullmatch(text)
    if week:
        try:
            return dt.date.fromisocalendar(int(week[1]), int(week[2]), int(week[3])).isoformat()
        except ValueError:
            return None
    for stamp in all_stamps(text, order, language, short=True):
        if stamp.label != "other":
            return stamp.value
    return _partial(text, language)


def _from_numbers(match: re.Match[str]) -> str | None:
    year, month, day = (int(part) for part in match.groups()[:3])
    stated = safe_date(year, month, day)
    if stated is None:
        return None
    hour, minute, second, zone = match.groups()[3:]
    if hour is None:
        return None if stated == dt.date(1970, 1, 1) else stated.isoformat()
    value = iso_time(stated, int(hour), int(minute), second, zone or "")
    # midnight of the first day that computers count from stands for "not known"
    return None if value and value.startswith("1970-01-01T00:00") else value or stated.isoformat()


def _from_epoch(number: float) -> str | None:
    for scale in (1, 1e3, 1e6, 1e9):
        seconds = int(number / scale)
        if _FIRST_SECOND <= seconds < _LAST_SECOND:
            return dt.datetime.fromtimestamp(seconds, dt.UTC).isoformat()
    return None


def _partial(text: str, language: str | None) -> str | None:
    """Read a value that is a year or a month alone."""
    match = _YEAR_OR_MONTH.fullmatch(text)
    if match:
        return text
    match = _MONTH_YEAR.fullmatch(text)
    month = month_number(match["b"], language) if match else None
    return f"{match['y']}-{month:02d}" if match and month else None
