"""Dates as pages print them, with the time beside them, to ISO 8601 at the precision stated.

Own patterns and no date library: this runs in the batch path, where a general parser costs a millisecond a call and
guesses what is not stated.
"""

from __future__ import annotations

import datetime as dt
import functools
import itertools
import re
from typing import Literal, NamedTuple

from dedup.text.calendar_words import fold, month_number, weekdays
from dedup.text.clocks import TIME, read_clock
from dedup.text.stamp_words import GAP_WORDS, LABELS, SUFFIX_LABELS, Label

# The order of day, month and year in a date of three numbers; None where language and region leave it open.
Order = Literal["dmy", "mdy", "ymd"] | None

_Y = r"(?P<y>(?:1[6-9]|20)\d\d)"
WORD = r"(?P<b>[^\W\d_][^\s\d.,;:|()/\[\]<>«»\"“”•·–—\-]{1,13}|(?:كانون|تشرين) [^\s\d]{4,6}|[ก-ฮ]\.?[ก-ฮ]\.)"
_NAME = r"[^\W\d_]{3,12}(?:\s[^\W\d_]{4,6})?"  # "مارس/آذار": the month under both its names
_OF = r"(?:(?:de|del|of|na|من)\s|d['’])?\s*"
_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<!\d){_Y}-(?P<m>\d{{1,2}})-(?P<d>\d{{1,2}})(?!\d)",
        r"(?P<y>(?:1[6-9]|20)\d\d)\s*[年년]\s*(?P<m>\d{1,2})\s*[月월]\s*(?P<d>\d{1,2})\s*[日일号號]",
        r"(?P<era>令和|平成|昭和|民國|民国)\s*(?P<ey>\d{1,3}|元)\s*年\s*(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*日",
        # "Tue Nov 19 12:08:37 +0000 2019": the time stands inside the date
        rf"(?<!\w){WORD}\s+(?P<d>\d{{1,2}})\s+(?P<inner>\d\d:\d\d(?::\d\d)?(?:\s+(?:[+-]\d{{4}}|[A-Z]{{3,4}}))?)\s+{_Y}(?!\d)",
        rf"(?<!\w){WORD}\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th|\.)?\s*,?\s*{_Y}(?!\d\d(?!:)|\d)",
        rf"(?<![\d.,/])(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|[ºª°.])?\s*{_OF}[-/]?{WORD}(?:/{_NAME})?\.?,?[-/]?\s*{_OF}{_Y}(?!\d)",
        r"(?<!\d)(?P<d>\d{1,2})\s+tháng\s+(?P<m>\d{1,2})(?:\s*,|\s+năm)?\s+(?P<y>20\d\d)(?!\d)",
        r"(?<!\d)(?P<d>\d{1,2})\s+(?P<b>[\u0e00-\u0e7f.]{3,12})\s+(?P<y>2[45]\d\d)(?!\d)",
        rf"(?<!\d){_Y}\.?\s*(?:m\.\s*)?{WORD}\.?\s+(?P<d>\d{{1,2}})(?!\d|:)",
        rf"(?<!\d){_Y}\.\s*gada\s+(?P<d>\d{{1,2}})\.\s*{WORD}",
        rf"(?<![\d./]){_Y}(?P<sep>[./])\s?(?P<m>\d{{1,2}})(?P=sep)\s?(?P<d>\d{{1,2}})(?!\d)",
        rf"(?<![\d./-])(?P<p>\d{{1,2}})(?P<sep>\.\s?|[/-])(?P<q>\d{{1,2}})(?P=sep){_Y}(?!\d)",
    )
)
# A year of two digits: told by a month's name in a record's own value, or by the known order of three numbers.
_SHORT = (
    re.compile(
        rf"(?<![\d.,/])(?P<d>\d{{1,2}})(?P<sep>[-\s]){WORD}\.?(?P=sep)(?P<yy>\d\d)(?![\d:h]|\.\d|\s?[ap]\.?m)",
        re.IGNORECASE,
    ),
    re.compile(r"(?<![\d./:-])(?P<p>\d{1,2})(?P<sep>[./-])(?P<q>\d{1,2})(?P=sep)(?P<yy>\d\d)(?![\d:]|[.,]\d)"),
)
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}
_AMERICAN = re.compile(r"\b(?:[ECMP][SD]?T)\b")
_LETTERS = re.compile(r"[^\W\d_]++(?:['’\-][^\W\d_]++)*+")
_GAP = 26  # characters at most between a date and its time: weekday, comma, "at"
_LABEL_REACH = 34
# Characters that stand for others of the same width, so that offsets hold.
_PLAINER: dict[int | str, str] = (
    {
        **{0x660 + i: str(i) for i in range(10)}, **{0x6F0 + i: str(i) for i in range(10)},
        **{0x966 + i: str(i) for i in range(10)}, **{0x9E6 + i: str(i) for i in range(10)},
        **{0xE50 + i: str(i) for i in range(10)}, **{0xFF10 + i: str(i) for i in range(10)},
        **dict.fromkeys("\u00a0\u2002\u2003\u2007\u2008\u2009\u202f\u3000\u200e\u200f\u061c\ufeff\t", " "),
        "：": ":", "．": ".", "／": "/", "，": ",", "（": "(", "）": ")", "－": "-", "‑": "-", "‐": "-", "−": "-",
        "،": ",",
    }
)  # fmt: skip
_PLAIN = str.maketrans(_PLAINER)


class Stamp(NamedTuple):
    """A date or time in a text.

    Attributes:
        value: ISO 8601, as precise as stated: `2023-09-20` or `2023-09-20T15:39+09:00`.
        start, end: Where it stands in the string.
        label: What the words beside it call it: `published`, `updated`, `other` (of an event, a copyright), or "".
    """

    value: str
    start: int
    end: int
    label: Label = ""

    @property
    def updated(self) -> bool:
        """Whether it is called the time of an update."""
        return self.label == "updated"


class _Day(NamedTuple):
    day: dt.date
    start: int
    end: int
    inner: str | None = None


def plain(text: str) -> str:
    """Return a text with plain digits, spaces and punctuation, of the same length."""
    if text.isascii():
        return text.replace("&nbsp;", "      ") if "&nbsp;" in text else text
    return text.translate(_PLAIN).replace("&nbsp;", "      ")


_FIRST_DAY = re.compile(r"(?<![\d:.,/-])(\d{1,2})\.?\s?[-–—]\s?$")
_LAST_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)?\s?[^\W\d_]{3}")


@functools.lru_cache(maxsize=65536)
def find_stamps(text: str, order: Order = None, language: str | None = None) -> tuple[Stamp, ...]:
    """Return every date in a short text, with the time and zone printed beside it.

    Args:
        text: A line or a value.
        order: How a date of three numbers is read, see `text.regions.numeric_order`.
        language: ISO 639-1 code, for the few words that are another month in another language.
    """
    return all_stamps(plain(text), order, language, short=False)


def all_stamps(text: str, order: Order, language: str | None, *, short: bool) -> tuple[Stamp, ...]:
    """Return the dates of a plain text; with `short` also those whose year has two digits."""
    days = _find_days(text, order, language, short=short)
    out: list[Stamp] = []
    for index, found in enumerate(days):
        # a time belongs to the date it stands beside: before it (as in "15:39 JST, September 20, 2023") or after
        low = max(days[index - 1].end, out[-1].end) if out else 0
        high = days[index + 1].start if index + 1 < len(days) else len(text)
        value, start, end = _with_time(text, found, low, high)
        out.append(Stamp(value, start, end, _label(text, start, end, low, high)))
    if out and not any(stamp.updated for stamp in out):
        out.extend(_updated_same_day(text, days[-1].day, max(stamp.end for stamp in out)))
    return tuple(out)


def _label(text: str, start: int, end: int, low: int, high: int) -> Label:
    """Return what the nearest words before a stamp call it; in Chinese, Japanese and Korean also those behind."""
    first, last = _FIRST_DAY.search(text, low, start), _LAST_DAY.match(text, start)
    if first and last and int(first[1]) < int(last[1]):
        return "other"  # "8-10 February 2024": when something goes on, not when a page was published
    nearest = label_before(text[low:start])
    if not nearest:
        behind = text[end:high]
        for label, pattern in SUFFIX_LABELS:
            if pattern.match(behind):
                return label
    return nearest


def label_before(text: str) -> Label:
    """Return what the last words of a text call the date that follows them."""
    nearest: Label = ""
    at = -1
    before = text[-_LABEL_REACH:]
    if fold(before.strip(" ,")) in weekdays() or not re.search(r"[^\W\d_]|©", before):
        return ""
    for label, pattern in LABELS:
        for match in pattern.finditer(before):
            if match.end() > at:
                nearest, at = label, match.end()
    return nearest


def _updated_same_day(text: str, day: dt.date, start: int) -> list[Stamp]:
    """Return the time of an update that is printed without its date behind the last one."""
    if not re.search(r"\d", text[start:]):
        return []
    for label in LABELS[0][1].finditer(text, start):
        begin = label.end()
        match = TIME.search(text, begin, begin + 24)
        if match and _only_links(text[begin : match.start()]):
            value = read_clock(match, day)
            start = match.end() - len(match[0].lstrip())
            return [Stamp(value, start, _trimmed(text, match), "updated")] if value else []
    return []


def _find_days(text: str, order: Order, language: str | None, *, short: bool) -> list[_Day]:
    if order is None and _AMERICAN.search(text):
        order = "mdy"
    found: list[_Day] = []
    for pattern in (*_DATES, _SHORT[0], _SHORT[1]) if short else (*_DATES, _SHORT[1]):
        if pattern is _SHORT[1] and order is None and not short:
            continue
        for match in pattern.finditer(text):
            day = _day_of(match, text, order, language)
            if day and not any(match.start() < other.end and other.start < match.end() for other in found):
                found.append(_Day(day, match.start(), match.end(), match.groupdict().get("inner")))
        if short and found:  # a value of a record states one day
            break
    return sorted(found, key=lambda f: f.start)


def _day_of(match: re.Match[str], text: str, order: Order, language: str | None) -> dt.date | None:
    parts = match.groupdict()
    year = _year_of(parts)
    if year is None:
        return None
    if parts.get("p"):
        return _numeric(match, year, text, order)
    if parts.get("b"):
        month = month_number(parts["b"], language)
        if month is None:
            return None
    else:
        month = int(parts["m"])
    return safe_date(year, month, int(parts["d"]))


def _year_of(parts: dict[str, str]) -> int | None:
    if parts.get("era"):
        return _ERAS[parts["era"]] + (1 if parts["ey"] == "元" else int(parts["ey"]))
    if parts.get("yy"):
        year = int(parts["yy"])
        return year + (2000 if year < 70 else 1900)
    year = int(parts["y"])
    return year - 543 if year >= 2400 else year  # the Thai calendar counts from the Buddha's death


def _numeric(match: re.Match[str], year: int, text: str, order: Order) -> dt.date | None:
    """Read a date of three numbers: 3/4/2019 is March or April.

    Told by a number that can't be a month, by the language and region, or by the weekday beside it.
    """
    first, second = int(match["p"]), int(match["q"])
    short = match.groupdict().get("yy")
    if short and order is None and (match["sep"] != "/" or max(first, second) <= 12):
        return None  # "24.03.13" is of 2013 or of 2024
    if short and order == "ymd":
        return safe_date(2000 + first, second, int(short))
    day_first, month_first = safe_date(year, second, first), safe_date(year, first, second)
    if day_first is None or month_first is None or day_first == month_first:
        return day_first or month_first
    if match["sep"][0] == ".":
        return day_first
    beside = _weekday_beside(text, match.start(), match.end())
    if beside is not None and (day_first.weekday() == beside) != (month_first.weekday() == beside):
        return day_first if day_first.weekday() == beside else month_first
    if order in ("dmy", "mdy"):
        return day_first if order == "dmy" else month_first
    return None


def _weekday_beside(text: str, start: int, end: int) -> int | None:
    near = [*_LETTERS.findall(text[max(0, start - 16) : start])[-1:], *_LETTERS.findall(text[end : end + 16])[:1]]
    return next((weekdays()[fold(word)] for word in near if fold(word) in weekdays()), None)


def safe_date(year: int, month: int, day: int) -> dt.date | None:
    """Return a day from 1600 to 2099; None where there is none."""
    if not 1600 <= year < 2100:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _with_time(text: str, found: _Day, low: int, high: int) -> tuple[str, int, int]:
    if found.inner:
        inner = TIME.match(found.inner)
        return (inner and read_clock(inner, found.day)) or found.day.isoformat(), found.start, found.end
    best: re.Match[str] | None = None
    distance = _GAP + 1
    clocks = itertools.chain(TIME.finditer(text, low, found.start), TIME.finditer(text, found.end, high))
    for match in clocks:
        start = match.end() - len(match[0].lstrip())
        between = (found.end, start) if start >= found.end else (match.end(), found.start)
        gap = between[1] - between[0]
        if 0 <= gap < distance and _only_links(text[between[0] : between[1]]):
            best, distance = match, gap
    value = read_clock(best, found.day) if best else None
    if best is None or value is None:
        return found.day.isoformat(), found.start, found.end
    start = best.end() - len(best[0].lstrip())
    return value, min(found.start, start), max(found.end, _trimmed(text, best))


def _trimmed(text: str, match: re.Match[str]) -> int:
    return len(text[: match.end()].rstrip(" (,"))


def _only_links(between: str) -> bool:
    """Say whether what stands between a date and a time is no more than weekday, comma and "at"."""
    return not re.search(r"\d", between) and all(
        word.lower() in GAP_WORDS or fold(word) in weekdays() for word in _LETTERS.findall(between)
    )


