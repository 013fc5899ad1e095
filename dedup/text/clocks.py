"""Times of the day with their zone, as pages print them, to ISO 8601."""

from __future__ import annotations

import datetime as dt
import re

from dedup.text.calendar_words import CAPITAL_ZONES, SEASONAL_ZONES, ZONES

# A zone that is not in the tables is read as one, and leaves the time without an offset.
ZONE = (
    rf"(?:{'|'.join(sorted((*ZONES, *SEASONAL_ZONES), key=len, reverse=True))}|"
    rf"(?-i:{'|'.join(sorted(CAPITAL_ZONES, key=len, reverse=True))}|[A-Z]{{2,4}}T)|ist(?=\W*$))"
)
_FORENOON = r"午前|上午|凌晨|早上|오전"
_AFTERNOON = r"午後|下午|晚上|傍晚|오후"
TIME = re.compile(
    rf"(?<![\d:.,/])(?<!\d-)(?:(?:(?P<am>{_FORENOON})|(?P<pm>{_AFTERNOON}|中午))\s{{0,3}})?(?P<h>\d{{1,2}})"
    r"(?:[:.]\s?(?P<n>\d\d)(?!\d)(?::(?P<s>\d\d)(?!\d)(?:[.,]\d{1,9})?)?"
    r"|\s?h\s?(?P<n2>\d\d)?(?![\d\w])|\s?[時时시点點]\s?(?:(?P<n3>\d{1,2})\s?[分분])?|(?=\s{0,3}[ap]\.?\s?m\b)|(?=\s(?:uhr|uur)\b))"
    r"\s{0,3}(?P<ap>[ap]\.?\s?m\b\.?|[μπ]\.?μ\.?|مساء[ًا]?|صباح[ًا]+|ص\b|م\b)?(?:\s{0,3}(?:uhr|uur|hrs?|hours|ч)\b\.?)?\s{0,3},?\s{0,3}"
    rf"\(?(?P<z>(?:(?:GMT|UTC)\s?)?[+-]\d{{1,2}}(?::?\d\d)?(?!\d)|{ZONE}(?![\w/])|Z(?!\w))?",
    re.IGNORECASE,
)


def read_clock(match: re.Match[str], day: dt.date) -> str | None:
    """Return a match of `TIME` on a day as ISO 8601; None where there is no such time."""
    hour, minute = int(match["h"]), int(match["n"] or match["n2"] or match["n3"] or 0)
    half = (match["ap"] or "").lower()
    if match["pm"] or (half[:1] in ("p", "μ", "م") and half):
        hour = hour % 12 + 12
    elif match["am"] or half:
        hour = hour % 12 if hour <= 12 else hour
    return iso_time(day, hour, minute, match["s"], match["z"] or "")


def iso_time(day: dt.date, hour: int, minute: int, second: str | None, zone: str) -> str | None:
    """Return a time as ISO 8601, with the offset of its zone where that is known; None where there is no such time."""
    if hour == 24 and minute == 0:
        day, hour = day + dt.timedelta(days=1), 0
    if hour > 23 or minute > 59:
        return None
    seconds = f":{second}" if second and int(second) < 60 else ""
    return f"{day.isoformat()}T{hour:02d}:{minute:02d}{seconds}{_offset(zone, day)}"


def _offset(zone: str, day: dt.date) -> str:
    name = zone.strip().lower()
    if not name:
        return ""
    numeric = re.fullmatch(r"(?:gmt|utc)?\s?([+-])(\d{1,2}):?(\d\d)?", name)
    if numeric:
        hours, minutes = int(numeric[2]), int(numeric[3] or 0)
        sign = numeric[1] if hours or minutes else "+"  # "-00:00" (RFC 3339) is UTC of an unknown place
        return f"{sign}{hours:02d}:{minutes:02d}" if hours <= 14 and minutes < 60 else ""
    if name in SEASONAL_ZONES:
        total = SEASONAL_ZONES[name] + (60 if _us_summer(day) else 0)
    else:
        known = ZONES.get(name, CAPITAL_ZONES.get(name.upper()))
        if known is None:
            return ""
        total = known
    sign = "-" if total < 0 else "+"
    return f"{sign}{abs(total) // 60:02d}:{abs(total) % 60:02d}"


def _us_summer(day: dt.date) -> bool:
    """Whether clocks in the United States are forward: from March's second Sunday to November's first (since 2007)."""
    march = dt.date(day.year, 3, 14 - (dt.date(day.year, 3, 7).weekday() + 1) % 7)
    november = dt.date(day.year, 11, 7 - (dt.date(day.year, 10, 31).weekday() + 1) % 7)
    return march <= day < november
