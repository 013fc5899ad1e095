"""Dates and times as pages print them, to ISO 8601 at the precision stated; called by `cleaning.metadata`.

Own patterns and no date library: this runs in the batch path, where a general parser costs a millisecond a call.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from typing import NamedTuple

_MONTH_NAMES = {
    1: "january jan januar janvier enero gennaio janeiro januari янв января",
    2: "february feb februar fevrier février fevr févr febrero febbraio fevereiro februari февраля",
    3: "march mar märz marz mars marzo março maart марта",
    4: "april apr avril avr abril aprile апреля",
    5: "may mai mayo maggio maio mei мая",
    6: "june jun juni juin junio giugno junho июня",
    7: "july jul juli juillet juil julio luglio julho июля",
    8: "august aug août aout agosto augustus августа",
    9: "september sep sept septembre septiembre settembre setembro сентября",
    10: "october oct oktober okt octobre octubre ottobre outubro октября",
    11: "november nov novembre noviembre novembro ноября",
    12: "december dec dezember dez décembre decembre déc diciembre dicembre dezembro декабря",
}  # fmt: skip
MONTHS = {name: number for number, names in _MONTH_NAMES.items() for name in names.split()}
_M = "|".join(sorted(MONTHS, key=len, reverse=True))
_OFFSETS = {
    "utc": 0, "gmt": 0, "z": 0, "jst": 540, "kst": 540, "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420,
    "mdt": -360, "pst": -480, "pdt": -420, "bst": 60, "cet": 60, "cest": 120, "msk": 180, "hkt": 480, "sgt": 480,
    "aest": 600, "aedt": 660, "eet": 120, "eest": 180, "wib": 420,
}  # fmt: skip
# American names that stand for summer or winter time alike: the winter offset in minutes.
_SEASONAL = {"et": -300, "ct": -360, "mt": -420, "pt": -480}
_ZONE = "|".join(sorted((*_OFFSETS, *_SEASONAL), key=len, reverse=True))

_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<!\d)(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)",
        r"(?P<y>(?:19|20)\d\d)\s*年\s*(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*日",
        rf"\b(?P<b>{_M})\b\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s*(?P<y>(?:19|20)\d\d)(?!\d\d(?!:))",
        rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?\s*(?:de\s+|del\s+)?[-/]?(?P<b>{_M})\b\.?,?[-/]?\s*(?:de\s+|del\s+)?(?P<y>(?:19|20)\d\d)(?!\d)",
        r"(?<![\d./])(?P<y>(?:19|20)\d\d)[./](?P<m>\d{1,2})[./](?P<d>\d{1,2})(?!\d)",
        r"(?<![\d./])(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>(?:19|20)\d\d)(?!\d)",
        r"(?<![\d./])(?P<p>\d{1,2})/(?P<q>\d{1,2})/(?P<y>(?:19|20)\d\d)(?!\d)",
    )
)
_TIME = re.compile(
    rf"(?<![\d:])(?P<h>\d{{1,2}})(?:[:.h時](?P<n>\d\d)(?!\d)(?::(?P<s>\d\d)(?!\d))?|(?=\s*[ap]\.?m))分?\s*(?P<ap>[ap]\.?\s?m\b\.?)?\s*"
    rf"\(?(?P<z>[+-]\d\d:?\d\d|(?:{_ZONE})\b|Z)?",
    re.IGNORECASE,
)
_UPDATED = re.compile(
    r"\b(?:last\s+)?(?:updated?|modified|upd|mis(?:e)? [àa] jour|aktualisiert|actualizado|aggiornato)\b|更新",
    re.IGNORECASE,
)


_AMERICAN = re.compile(r"\b(?:[ECMP][SD]?T)\b")


class Stamp(NamedTuple):
    """A date or time in a text.

    Attributes:
        value: ISO 8601, as precise as stated: `2023-09-20` or `2023-09-20T15:39+09:00`.
        start, end: Where it stands in the string.
        updated: Whether it is called the time of an update.
    """

    value: str
    start: int
    end: int
    updated: bool


@functools.lru_cache(maxsize=65536)
def find_stamps(text: str) -> tuple[Stamp, ...]:
    """Return every date in a short text, with the time and zone printed beside it."""
    dates = _find_dates(text, month_first=bool(_AMERICAN.search(text)))
    out = []
    for index, (day, start, end) in enumerate(dates):
        # a time belongs to the date it stands beside: before it (as in "15:39 JST, September 20, 2023") or after
        low = dates[index - 1][2] if index else 0
        high = dates[index + 1][1] if index + 1 < len(dates) else len(text)
        stamp = _with_time(text, day, start, end, low, high)
        label = text[max(low, stamp[1] - 24) : stamp[1]]
        out.append(Stamp(*stamp, bool(_UPDATED.search(label))))
    return tuple(out)


def iso_date(value: str) -> str | None:
    """Return a record's own date as ISO 8601; None where it is no date that can be told for certain."""
    stamps = find_stamps(value[:80])
    return stamps[0].value if stamps else None


def _find_dates(text: str, month_first: bool) -> list[tuple[dt.date, int, int]]:
    found: list[tuple[dt.date, int, int]] = []
    for pattern in _DATES:
        for match in pattern.finditer(text):
            day = _date_of(match.groupdict(), month_first)
            if day and not any(match.start() < end and start < match.end() for _, start, end in found):
                found.append((day, match.start(), match.end()))
    return sorted(found, key=lambda f: f[1])


def _date_of(parts: dict[str, str | None], month_first: bool) -> dt.date | None:
    year = int(parts["y"] or 0)
    if parts.get("p"):
        first, second = int(parts["p"] or 0), int(parts["q"] or 0)
        # 3/4/2019 is March or April: told only where one number can't be a month, or an American clock stands by
        if first > 12:
            month, day = second, first
        elif second > 12 or first == second or month_first:
            month, day = first, second
        else:
            return None
    else:
        month = MONTHS[str(parts["b"]).lower()] if parts.get("b") else int(parts.get("m") or 0)
        day = int(parts["d"] or 0)
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _with_time(text: str, day: dt.date, start: int, end: int, low: int, high: int) -> tuple[str, int, int]:
    best: re.Match[str] | None = None
    distance = 16  # characters between a date and its time: weekday, comma, "at"
    for match in _TIME.finditer(text, low, high):
        gap = match.start() - end if match.start() >= end else start - match.end()
        if 0 <= gap < distance:
            best, distance = match, gap
    if best is None:
        return day.isoformat(), start, end
    hour, minute = int(best["h"]), int(best["n"] or 0)
    if best["ap"]:
        hour = hour % 12 + (12 if best["ap"][0] in "pP" else 0)
    if hour > 23 or minute > 59:
        return day.isoformat(), start, end
    seconds = f":{best['s']}" if best["s"] and int(best["s"]) < 60 else ""
    zone = best["z"] or ""
    tail = best.end()
    value = f"{day.isoformat()}T{hour:02d}:{minute:02d}{seconds}{_offset(zone, day)}"
    return value, min(start, best.start()), max(end, len(text[:tail].rstrip(" (")))


def _offset(zone: str, day: dt.date) -> str:
    name = zone.lower()
    if not name:
        return ""
    if name[0] in "+-":
        return f"{name[:3]}:{name[-2:]}"
    summer = 60 if name in _SEASONAL and _us_summer(day) else 0
    minutes = (_SEASONAL[name] if name in _SEASONAL else _OFFSETS[name]) + summer
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def _us_summer(day: dt.date) -> bool:
    """Whether clocks in the United States are forward: from March's second Sunday to November's first (since 2007)."""
    march = dt.date(day.year, 3, 14 - (dt.date(day.year, 3, 7).weekday() + 1) % 7)
    november = dt.date(day.year, 11, 7 - (dt.date(day.year, 10, 31).weekday() + 1) % 7)
    return march <= day < november
