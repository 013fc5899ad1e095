"""Dates in English and French sentences, resolved against the day of publication.

Chinese and Japanese stand in `east_asian`, the patterns in `date_patterns`, the counting in `calendars`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

from dedup.articles import Fact
from dedup.facts import numerals, triggers
from dedup.facts.date_patterns import (
    AND,
    BETWEEN,
    CLAUSE,
    FIRST_WORDS,
    FUTURE,
    FUTURE_AFTER,
    HEAD,
    MONTH_BEFORE,
    NAME_AFTER,
    PAST_UNTIL,
    PATTERN,
    QUALIFIER,
    RELATIVE,
    SAID_AFTER,
    SAID_ON,
)
from dedup.facts.triggers import Word
from dedup.text import calendars
from dedup.text.calendars import MONTHS, WEEKDAYS, Reference

_QUALIFIERS = {"depuis": "since", "avant": "before", "après": "after", "till": "until", "dès": "from"}
_FRENCH_UNITS = {"mois": "month", "semaine": "week", "trimestre": "quarter", "an": "year"}
_COUNTS = {"a": 1, "an": 1, "un": 1, "une": 1}


def find(text: str, words: Sequence[Word], reference: Reference, offset: int = 0) -> Iterator[Fact]:
    """Find the dates of a sentence.

    Args:
        text: The sentence, line breaks replaced by spaces one to one.
        words: Its words, from `triggers.scan`.
        reference: The day the story counts from.
        offset: Where the sentence stands in the raw text.

    Yields:
        Facts of kind `date`: `value` an ISO 8601 day, month, year or interval `first/last`; without a publication
        day `XXXX-05-09`, `XXXX-WXX-2` or the words; `unit` the precision (day, week, month, quarter, half, year,
        decade, interval, time, weekday, relative), `qualifier` `since`, `by`, `before`, `after`, `until`, `from`.
    """
    last: Fact | None = None
    for match in triggers.matches(PATTERN, text, words, FIRST_WORDS):
        resolved = _resolve(match, text, reference)
        if resolved is None:
            continue
        start, end = offset + match.start(), offset + match.end()
        of = "saying" if _is_of_saying(text, match, resolved[1]) else "event"
        fact = Fact("date", *resolved, _qualifier(text, match.start()), start, end, of)
        if last is not None and (joined := _joined(text, last, fact, offset)):
            fact, last = joined, None
        if last is not None:
            yield last
        last = fact
    if last is not None:
        yield last


def _qualifier(text: str, start: int) -> str | None:
    before = QUALIFIER.search(text, max(0, start - 16), start)
    if before is None:
        return None
    word = before.group(1).lower()
    return "until" if word.startswith("jusqu") else _QUALIFIERS.get(word, word)


def _joined(text: str, first: Fact, second: Fact, offset: int) -> Fact | None:
    """Make one interval of "between late November and early December"."""
    start = first.start - offset
    if not AND.fullmatch(text, first.end - offset, second.start - offset):
        return None
    if not BETWEEN.search(text, max(0, start - 12), start):
        return None
    ends = calendars.bounds(first.value), calendars.bounds(second.value)
    if ends[0] is None or ends[1] is None:
        return None
    opening = ends[0][0]
    if opening > ends[1][1]:
        opening -= timedelta(days=7)  # "from Monday to Friday": the Monday before that Friday
    if opening > ends[1][1] or (opening != ends[0][0] and first.unit != "day"):
        return None
    value = f"{opening.isoformat()}/{ends[1][1].isoformat()}"
    return Fact("date", value, "interval", None, first.start, second.end, first.of)


def _is_of_saying(text: str, match: re.Match[str], unit: str) -> bool:
    """Tell whether a day is the day somebody said something: "said on Tuesday", "On Tuesday, the firm said"."""
    if unit not in {"day", "weekday", "relative", "time"}:
        return False
    start, end = match.span()
    if SAID_ON.search(text, max(0, start - 70), start):
        return True
    return HEAD.fullmatch(text, 0, start) is not None and SAID_AFTER.match(text, end) is not None


def _resolve(match: re.Match[str], text: str, ref: Reference) -> tuple[str, str] | None:
    for name, resolve in _RESOLVERS:
        if match[name] is not None:
            return resolve(match, text, ref)
    return None


# Characters before a date in which a word of the future counts: always, and where no other clause comes between.
_NEAR, _FAR = 60, 140


def _future(match: re.Match[str], text: str) -> bool:
    start, end = match.span()
    for found in FUTURE.finditer(text, max(0, start - _FAR), start):
        between = RELATIVE if start - found.start() <= _NEAR else CLAUSE
        if between.search(text, found.end(), start) is None:
            return PAST_UNTIL.search(text, max(0, start - _NEAR), start) is None
    return HEAD.fullmatch(text, 0, start) is not None and FUTURE_AFTER.match(text, end) is not None


def _iso(match: re.Match[str], text: str, ref: Reference) -> tuple[str, str] | None:
    return match["iso"], "day"


def _numeric(match: re.Match[str], text: str, ref: Reference) -> tuple[str, str] | None:
    """Read 27.08.2019 and 27/08/2019; where day and month could change places only the year is known."""
    first, second, year = int(match["n1"]), int(match["n2"]), match["nyear"]
    if match["nsep"] == "." or first > 12 or first == second:
        day, month = first, second
    elif second > 12:
        day, month = second, first
    else:
        return year, "year"
    resolved = calendars.safe_date(int(year), month, day) if 1 <= month <= 12 else None
    return (resolved.isoformat(), "day") if resolved else None


def _nth_weekday(match: re.Match[str], text: str, ref: Reference) -> tuple[str, str]:
    """Read "the last Friday in October"."""
    month, weekday = _month_number(match["nthmonth"]), WEEKDAYS[match["nthday"].lower()]
    year = int(match["nthyear"]) if match["nthyear"] else None
    year = year or calendars.month_year(ref, month, future=_future(match, text))
    if year is None:
        return f"XXXX-{month:02d}", "month"
    last = calendars.last_day(year, month)
    days = [d for d in range(1, last + 1) if date(year, month, d).weekday() == weekday]
    word = match["nth"].lower()
    return date(year, month, days[-1 if word == "last" else numerals.ORDINALS[word] - 1]).isoformat(), "day"


def _days(match: re.Match[str], text: str, ref: Reference) -> tuple[str, str] | None:
    """Read "3-7 May" and "between 3 and 7 May"."""
    month, year = _month_number(match["r2month"]), match["r2year"]
    first, last = int(match["r2a"] or match["r3a"]), int(match["r2b"])
    if not 1 <= first < last <= 31:
        return None
    value = f"{year}-{month:02d}-{first:02d}"
    if not year:
        value, _ = calendars.month_day(ref, month, first, future=_future(match, text))
    return f"{value}/{value[:-2]}{last:02d}", "interval"


def _day_number(match: re.Match[str], text: str, ref: Reference) -> tuple[str, str] | None:
    day = int(match["daynumber"])
    return calendars.day_of_month(ref, day, future=_future(match, text)) if 1 <= day <= 31 else None


def _part_of_day(match: re.Match[str], text: str, ref: Reference) -> tuple[str, str]:
    words = " ".join(match["part_of_day"].lower().split())
    by = -1 if words == "last night" else 0
    return calendars.day_text(ref.day + timedelta(days=by) if ref.day else None, words)


def _noon(match: re.Match[str], text: str, ref: Reference) -> tuple[str, str]:
    return ("T12:00" if match["noon"].lower() in {"noon", "midi"} else "T00:00"), "time"


def _month_number(name: str) -> int:
    """Return 1 to 12 for an English or French month, whole or shortened."""
    return MONTHS[name.lower().rstrip(".")]


def _day(match: re.Match[str], text: str, ref: Reference) -> tuple[str, str] | None:
    which = "1" if match["day1"] else "2"
    month, day, year = _month_number(match["month" + which]), int(match["day" + which]), match["year" + which]
    if not 1 <= day <= 31:
        return None
    if not year:
        value, unit = calendars.month_day(ref, month, day, future=_future(match, text))
    else:
        value, unit = f"{year}-{month:02d}-{day:02d}", "day"
    if match["day1b"]:
        return f"{value}/{value[:-2]}{int(match['day1b']):02d}", "interval"
    return value, unit


def _month(match: re.Match[str], text: str, ref: Reference) -> tuple[str, str] | None:
    name, which = match["month3"], (match["which"] or "").lower()
    part = match["part"] or match["partof"]
    alone = not (part or which or match["year3"] or match["whose"])
    if alone and name.lower() in {"may", "march", "mai", "mars", "mar", "jan"} and not MONTH_BEFORE.search(
        text, max(0, match.start() - 10), match.start()
    ):
        return None
    if alone and _is_name(match, text):
        return None
    month = _month_number(name)
    year = _month_year(match, text, ref, month, which)
    if part:
        key = {"beginning": "early", "start": "early", "middle": "mid", "end": "late", "début": "early", "mi": "mid",
               "fin": "late"}.get(part.lower(), part.lower())  # fmt: skip
        return calendars.month_part(year, month, key) if year else (f"{key} XXXX-{month:02d}", "interval")
    return f"{year or 'XXXX'}-{month:02d}", "month"


def _is_name(match: re.Match[str], text: str) -> bool:
    """Tell whether the month is a person's name: "April Sands", "Officer Jan. Moreno"."""
    if NAME_AFTER.match(text, match.end("month3")) is None:
        return False
    before = MONTH_BEFORE.search(text, max(0, match.start() - 10), match.start())
    return before is None or before.group().strip() in {"and", "to"}


def _month_year(match: re.Match[str], text: str, ref: Reference, month: int, which: str) -> int | None:
    if match["year3"]:
        return int(match["year3"])
    if match["whose"] and ref.day:
        return ref.day.year + {"last": -1, "this": 0, "next": 1}[match["whose"]]
    year = calendars.month_year(ref, month, future=which == "next" or (not which and _future(match, text)))
    # In March "last February" is a year ago: the one just over is "last month".
    if year and which == "last" and ref.day and year == ref.day.year and ref.day.month - month <= 1:
        return year - 1
    return year


def _which_year(match: re.Match[str], ref: Reference, year: str, whose: str) -> int | None:
    if match[year]:
        return int(match[year])
    if match[whose] and ref.day:
        return ref.day.year + {"last": -1, "this": 0, "next": 1}[match[whose]]
    return None


def _quarter(match: re.Match[str], text: str, ref: Reference) -> tuple[str, str]:
    word = match["quarter"].lower()
    number = int(word[1]) if word[0] == "q" else _ordinal(word)
    begun = calendars.started_quarter(ref, number, future=_future(match, text))
    year = _which_year(match, ref, "qyear", "qwhose") or begun
    return calendars.quarter(year, number)


def _ordinal(word: str) -> int:
    first = re.split(r"[\s-]", word)[0]
    return int(first[0]) if first[0].isdigit() else 4 if first == "final" else numerals.ORDINALS[first]


def _half(match: re.Match[str], text: str, ref: Reference) -> tuple[str, str]:
    word = match["half"].lower()
    number = int(word[1]) if word[0] == "h" else _ordinal(word)
    begun = calendars.started_quarter(ref, number, 6, future=_future(match, text))
    year = _which_year(match, ref, "hyear", "hwhose") or begun
    return calendars.half(year, number)


def _weekday(match: re.Match[str], text: str, ref: Reference) -> tuple[str, str]:
    words = (match["wwhich"] or {"dernier": "last", "prochain": "next"}.get(match["wafter"] or "", "")).lower()
    return calendars.weekday(
        ref, WEEKDAYS[match["weekday"].lower()], future=not words and _future(match, text), words=words
    )


def _word(match: re.Match[str], text: str, ref: Reference) -> tuple[str, str]:
    word = match["word"].lower().replace("’", "'")
    by = {"yesterday": -1, "hier": -1, "tomorrow": 1, "demain": 1}.get(word, 0)
    return calendars.day_text(ref.day + timedelta(days=by) if ref.day else None, word)


def _relative(match: re.Match[str], text: str, ref: Reference) -> tuple[str, str]:
    word, unit = match["rel"].lower(), match["relunit"]
    by = {"last": -1, "next": 1, "coming": 1}.get(word, 0)
    # "The previous month" counts from a time named elsewhere in the text, "last month" from publication.
    if ref.day is None or word in {"same", "previous", "prior", "following"}:
        return f"{word} {unit}", "relative"
    return _shifted(ref.day, unit, by)


def _shifted(day: date, unit: str, by: int) -> tuple[str, str]:
    if unit == "year":
        return str(day.year + by), "year"
    if unit == "month":
        return "{}-{:02d}".format(*calendars.shift_month(day.year, day.month, by)), "month"
    if unit == "quarter":
        index = day.year * 4 + (day.month - 1) // 3 + by
        return calendars.quarter(index // 4, index % 4 + 1)
    if unit in {"week", "weekend"}:
        monday = day - timedelta(days=day.weekday()) + timedelta(weeks=by)
        first = monday + timedelta(days=5 if unit == "weekend" else 0)
        return f"{first.isoformat()}/{(monday + timedelta(days=6)).isoformat()}", "week"
    span = 10 if unit == "decade" else 100
    first_year = day.year // span * span + by * span
    return f"{first_year}/{first_year + span - 1}", unit


def _french(match: re.Match[str], text: str, ref: Reference) -> tuple[str, str]:
    words = match["french"].lower()
    unit = next(unit for word, unit in _FRENCH_UNITS.items() if word in words)
    if ref.day is None:
        return words, "relative"
    return _shifted(ref.day, unit, 1 if "proch" in words else -1)


def _before(match: re.Match[str], text: str, ref: Reference) -> tuple[str, str]:
    """Resolve "the day before": against the day last named in the sentence, else against publication."""
    words = " ".join(match["before"].lower().split())
    forward = words in {"the next day", "the day after", "the following day", "le lendemain"}
    named = [m for m in PATTERN.finditer(text, 0, match.start()) if m["before"] is None]
    anchor = _resolve(named[-1], text, ref) if named else None
    day = calendars.bounds(anchor[0]) if anchor and anchor[1] == "day" else None
    start = day[0] if day else ref.day
    return calendars.day_text(start + timedelta(days=1 if forward else -1) if start else None, words)


def _ago(match: re.Match[str], text: str, ref: Reference) -> tuple[str, str]:
    word, unit = (match["count"] or match["fcount"]).lower(), match["agounit"] or match["funit"]
    unit = {"jour": "day", "semaine": "week", "mois": "month", "an": "year"}.get(unit, unit)
    count = int(word) if word.isdigit() else _COUNTS.get(word) or numerals.WORDS.get(word)
    if ref.day is None or count is None or match["ago"] in {"before", "later"}:
        return " ".join(match.group().lower().split()), "relative"
    if unit == "day":
        return calendars.day_text(ref.day - timedelta(days=count), "")
    if unit == "decade":
        unit, count = "year", 10 * count
    if unit == "year" and count >= ref.day.year:
        return " ".join(match.group().lower().split()), "relative"
    return _shifted(ref.day, unit, -count)


def _clock(match: re.Match[str], text: str, ref: Reference) -> tuple[str, str]:
    word = match["clock"].lower().replace(".", "")
    numbers = re.findall(r"\d+", word)
    hour, minute = (int(numbers[0][:-2]), int(numbers[0][-2:])) if len(numbers[0]) > 2 else (int(numbers[0]), 0)
    minute = int(numbers[1]) if len(numbers) > 1 else minute
    hour = hour % 12 + 12 * ("p" in word) if "am" in word or "pm" in word else hour
    return f"T{hour:02d}:{minute:02d}", "time"


def _years(match: re.Match[str], text: str, ref: Reference) -> tuple[str, str] | None:
    """Read "2007-09" and "2011/12"; a second year before the first is no year."""
    first, second = re.split(r"[-–/]", match["years"])
    second = first[:2] + second if len(second) == 2 else second
    return (f"{first}/{second}", "interval") if first < second else None


def _year(match: re.Match[str], text: str, ref: Reference) -> tuple[str, str] | None:
    year = int(match["year"])
    if match["decade"]:
        return f"{year}/{year + 9}", "decade"
    part = (match["ypart"] or "").lower()
    if part in {"early", "début"}:
        return f"{year}-01-01/{year}-04-30", "interval"
    if part == "mid":
        return f"{year}-05-01/{year}-08-31", "interval"
    if part in {"late", "fin"}:
        return f"{year}-09-01/{year}-12-31", "interval"
    return str(year), "year"


_RESOLVERS: tuple[tuple[str, Callable[[re.Match[str], str, Reference], tuple[str, str] | None]], ...] = (
    ("weekday", _weekday), ("month1", _day), ("month2", _day), ("month3", _month), ("year", _year), ("years", _years),
    ("quarter", _quarter), ("rel", _relative), ("count", _ago), ("word", _word), ("clock", _clock), ("iso", _iso),
    ("numeric", _numeric), ("nth", _nth_weekday), ("r2b", _days), ("dayn", _day_number),
    ("part_of_day", _part_of_day), ("noon", _noon),
    ("half", _half), ("french", _french), ("before", _before), ("fcount", _ago),
)  # fmt: skip
