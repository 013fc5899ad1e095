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
# Minutes from UTC of the zones that pages print. Where a name has several meanings (IST, CST, BST, AST) it is the one
# that most English-language newspapers print.
_OFFSETS = {
    "utc": 0, "gmt": 0, "z": 0, "jst": 540, "kst": 540, "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420,
    "mdt": -360, "pst": -480, "pdt": -420, "bst": 60, "cet": 60, "cest": 120, "msk": 180, "hkt": 480, "sgt": 480,
    "aest": 600, "aedt": 660, "eet": 120, "eest": 180, "wib": 420,
}  # fmt: skip
# These count in capitals only: many are words.
_CAPITAL_OFFSETS = {
    "WET": 0, "WEST": 60, "MEZ": 60, "MESZ": 120, "TRT": 180, "SAST": 120, "CAT": 120, "EAT": 180, "WAT": 60,
    "IDT": 180, "GST": 240, "IRST": 210, "PKT": 300, "IST": 330, "NPT": 345, "ICT": 420, "WITA": 480, "WIT": 540,
    "MYT": 480, "PHT": 480, "AWST": 480, "ACST": 570, "ACDT": 630, "NZST": 720, "NZDT": 780, "NST": -210, "NDT": -150,
    "AST": -240, "ADT": -180, "AKST": -540, "AKDT": -480, "HST": -600, "BRT": -180, "BRST": -120, "ART": -180,
    "UYT": -180, "CLT": -240, "CLST": -180, "BOT": -240, "VET": -240, "COT": -300, "PET": -300, "ECT": -300,
}  # fmt: skip
# American names that stand for summer or winter time alike: the winter offset in minutes.
_SEASONAL = {"et": -300, "ct": -360, "mt": -420, "pt": -480}
# A zone that is not in the tables is read as one, and leaves the time without an offset.
ZONE = (
    rf"(?:{'|'.join(sorted((*_OFFSETS, *_SEASONAL), key=len, reverse=True))}|"
    rf"(?-i:{'|'.join(sorted(_CAPITAL_OFFSETS, key=len, reverse=True))}|[A-Z]{{2,4}}T)|ist(?=\W*$))"
)

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
    rf"\(?(?P<z>[+-]\d\d:?\d\d|{ZONE}\b|Z)?",
    re.IGNORECASE,
)
_UPDATED = re.compile(
    r"\b(?:last\s+)?(?:updated?|modified|upd|mis(?:e)? [àa] jour|aktualisiert|actualizado|aggiornato)\b|更新",
    re.IGNORECASE,
)
# "mis à jour à 09h25": a time of the day that the line has named already
_UPDATED_AT = re.compile(
    rf"(?:{_UPDATED.pattern})[\s:,]{{0,3}}(?:[àa]|at|um|a las|alle)?[\s:]{{0,3}}(?=\d)", re.IGNORECASE
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
    if out and not any(stamp.updated for stamp in out):
        out.extend(_updated_same_day(text, dates[-1][0], max(stamp.end for stamp in out)))
    return tuple(out)


def _updated_same_day(text: str, day: dt.date, start: int) -> list[Stamp]:
    """Return the time of an update that is printed without its date behind the last one."""
    label = _UPDATED_AT.search(text, start)
    clock = _TIME.match(text, label.end()) if label else None
    value = _clock(clock, day) if clock else None
    return [Stamp(value, clock.start(), len(text[: clock.end()].rstrip(" (")), True)] if clock and value else []


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
    value = _clock(best, day)
    if value is None:
        return day.isoformat(), start, end
    return value, min(start, best.start()), max(end, len(text[: best.end()].rstrip(" (")))


def _clock(match: re.Match[str], day: dt.date) -> str | None:
    hour, minute = int(match["h"]), int(match["n"] or 0)
    if match["ap"]:
        hour = hour % 12 + (12 if match["ap"][0] in "pP" else 0)
    if hour > 23 or minute > 59:
        return None
    seconds = f":{match['s']}" if match["s"] and int(match["s"]) < 60 else ""
    return f"{day.isoformat()}T{hour:02d}:{minute:02d}{seconds}{_offset(match['z'] or '', day)}"


def _offset(zone: str, day: dt.date) -> str:
    name = zone.lower()
    if not name:
        return ""
    if name[0] in "+-":
        return f"{name[:3]}:{name[-2:]}"
    if name in _SEASONAL:
        minutes = _SEASONAL[name] + (60 if _us_summer(day) else 0)
    else:
        known = _OFFSETS.get(name, _CAPITAL_OFFSETS.get(zone.upper()))
        if known is None:
            return ""
        minutes = known
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def _us_summer(day: dt.date) -> bool:
    """Whether clocks in the United States are forward: from March's second Sunday to November's first (since 2007)."""
    march = dt.date(day.year, 3, 14 - (dt.date(day.year, 3, 7).weekday() + 1) % 7)
    november = dt.date(day.year, 11, 7 - (dt.date(day.year, 10, 31).weekday() + 1) % 7)
    return march <= day < november
