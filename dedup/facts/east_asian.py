"""Dates and quantities in Japanese and Chinese sentences.

English and French stand in `dates` and `quantities`.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from dedup.articles import Fact
from dedup.facts import numerals
from dedup.text import calendars
from dedup.text.calendars import Reference

HAN = re.compile(r"[\u4e00-\u9fff]")
_NUMBER = r"(?:\d[\d,]*(?:\.\d+)?[十百千]?|[〇零一二三四五六七八九十百千両两]+)"
_DATE = re.compile(
    r"(?:(?P<era>令和|平成)(?P<eray>\d{1,2}|元)年|(?P<year>\d{4})年|(?P<which>昨年|去年|今年|本年|来年|明年))?"
    r"(?:の)?(?:(?P<month>\d{1,2})月|(?P<whichm>先月|今月|来月|上月|本月|下月))(?:(?P<day>\d{1,2})[日号]|"
    r"(?P<part>上旬|中旬|下旬|初め|末))?|"
    r"(?P<era2>令和|平成)(?P<eray2>\d{1,2}|元)年|(?P<year2>\d{4})年(?!間)(?:度)?|(?P<which2>昨年|去年|今年|本年|来年|"
    r"明年)|"
    r"(?<![\d.])(?P<day2>\d{1,2})[日号](?![間本])|(?P<word>昨日|今日|本日|明日|昨天|今天|明天|一昨日)|(?P<week>先週|"
    r"今週|来週|上周|本周|下周)|"
    r"(?P<wday>[月火水木金土日])曜日?|(?:星期|周|礼拜)(?P<zday>[一二三四五六日天])"
)
_QUANTITY = re.compile(
    rf"(?P<q>約|およそ|大约|大約|至少|少なくとも|最大|超过|超過|近|将近)?有?(?P<minus>氷点下|マイナス|零下|负)?(?P<speed>時速|时速)?(?P<some>[数數几])?"
    rf"(?P<cur>[¥￥$€£])?(?P<num>(?:{_NUMBER}[万萬億亿兆]?)+)(?P<odd>[数數]|余)?(?P<pct>%|パーセント|ポイント)?"
    r"(?P<unit>人|名|円|日元|ドル|美元|ユーロ|欧元|元|年間|年|カ月|か月|个月|ヶ月|日間|天|時間|小时|分|回目|回|次|度(?!目)|件|"
    r"台|社|キロ|公里|メートル|米|トン|吨|歳|岁|割|倍|基)?"
    r"(?P<after>以上|以下|未満|余り|超|弱|强|強|多)?"
)
_ORDINAL = re.compile(rf"第(?P<num>{_NUMBER})(?P<unit>回|次|四半期|季度|位|号)?")
_UNITS = {
    "人": "person", "名": "person", "円": "JPY", "日元": "JPY", "ドル": "USD", "美元": "USD", "ユーロ": "EUR",
    "欧元": "EUR",
    "元": "CNY", "年間": "year", "年": "year", "カ月": "month", "か月": "month", "个月": "month", "ヶ月": "month",
    "日間": "day",
    "天": "day", "時間": "hour", "小时": "hour", "分": "minute", "回": "time", "次": "time", "キロ": "kilometer",
    "公里": "kilometer", "メートル": "meter", "米": "meter", "トン": "tonne", "吨": "tonne", "歳": "age", "岁": "age",
    "度": "degree",
}  # fmt: skip
_MONEY = {"¥": "JPY", "￥": "JPY", "$": "USD", "€": "EUR", "£": "GBP"}
_QUALIFIERS = {"約": "about", "およそ": "about", "大约": "about", "大約": "about", "至少": "at least",
               "少なくとも": "at least", "最大": "up to", "近": "nearly",
               "将近": "nearly", "超过": "more than", "超過": "more than"}  # fmt: skip
_AFTER = {"以上": "at least", "以下": "up to", "未満": "less than", "余り": "more than",
          "超": "more than", "弱": "nearly",
          "强": "more than", "強": "more than", "多": "more than"}  # fmt: skip
_YEARS = {"昨年": -1, "去年": -1, "今年": 0, "本年": 0, "来年": 1, "明年": 1}
_MONTHS = {"先月": -1, "上月": -1, "今月": 0, "本月": 0, "来月": 1, "下月": 1}
_WORDS = {"昨日": -1, "昨天": -1, "今日": 0, "本日": 0, "今天": 0, "明日": 1, "明天": 1, "一昨日": -2}
_WEEKS = {"先週": -1, "上周": -1, "今週": 0, "本周": 0, "来週": 1, "下周": 1}
_PARTS = {"上旬": "early", "初め": "early", "中旬": "mid", "下旬": "late", "末": "late"}
_ERAS = {"令和": 2018, "平成": 1988}
_FUTURE = re.compile(r"予定|見通し|方針|来日|へ$|将|計画")


def dates(text: str, reference: Reference, offset: int = 0) -> Iterator[Fact]:
    """Find dates; values as in `dates.find`."""
    last = max((match.start() for match in _FUTURE.finditer(text)), default=-1)
    for match in _DATE.finditer(text):
        found = _date(match, reference, ahead=last >= match.end())
        if found:
            yield Fact("date", found[0], found[1], None, offset + match.start(), offset + match.end())


def _date(match: re.Match[str], ref: Reference, *, ahead: bool) -> tuple[str, str] | None:
    year = _year(match, ref)
    future = ahead and year is None
    if match["month"] or match["whichm"]:
        return _month(match, ref, year, future=future)
    if match["day2"]:
        return calendars.day_of_month(ref, int(match["day2"]), future=future)
    if match["word"]:
        day = ref.day + timedelta(days=_WORDS[match["word"]]) if ref.day else None
        return calendars.day_text(day, match["word"])
    if match["wday"] or match["zday"]:
        number = "月火水木金土日".find(match["wday"]) if match["wday"] else "一二三四五六日天".find(match["zday"]) % 7
        return calendars.weekday(ref, min(number, 6), future=future)
    if match["week"]:
        if ref.day is None:
            return match["week"], "relative"
        monday = ref.day - timedelta(days=ref.day.weekday()) + timedelta(weeks=_WEEKS[match["week"]])
        return f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}", "week"
    return (str(year), "year") if year else (match.group(), "relative")


def _year(match: re.Match[str], ref: Reference) -> int | None:
    stated = match["year"] or match["year2"]
    if stated:
        return int(stated)
    era, count = match["era"] or match["era2"], match["eray"] or match["eray2"]
    if era:
        return _ERAS[era] + (1 if count == "元" else int(count))
    which = match["which"] or match["which2"]
    return ref.day.year + _YEARS[which] if which and ref.day else None


def _month(match: re.Match[str], ref: Reference, year: int | None, *, future: bool) -> tuple[str, str] | None:
    if match["whichm"]:
        if ref.day is None:
            return match.group(), "relative"
        year, month = calendars.shift_month(ref.day.year, ref.day.month, _MONTHS[match["whichm"]])
    else:
        month = int(match["month"])
    if not 1 <= month <= 12:
        return None
    if match["day"]:
        day = int(match["day"])
        if year:
            return f"{year}-{month:02d}-{day:02d}", "day"
        return calendars.month_day(ref, month, day, future=future)
    year = year or calendars.month_year(ref, month, future=future)
    if match["part"] and year:
        return calendars.month_part(year, month, _PARTS[match["part"]])
    return f"{year or 'XXXX'}-{month:02d}", "month"


def quantities(text: str, taken: list[tuple[int, int]], offset: int = 0) -> Iterator[Fact]:
    """Find quantities; values as in `quantities.find`, units in English."""
    spans = sorted(taken)
    ordinals: list[tuple[int, int]] = []
    for match in _ORDINAL.finditer(text):
        value = numerals.east_asian(match["num"])
        if value is not None and not _overlaps(spans, match):
            ordinals.append(match.span())
            yield _fact(match, value, "ordinal", None, offset)
    spans = sorted(spans + ordinals)
    for match in _QUANTITY.finditer(text):
        value = numerals.east_asian(match["num"])
        if value is None or _overlaps(spans, match) or not _counts(match):
            continue
        unit = match["unit"]
        value = -value if match["minus"] else value
        qualifier = _QUALIFIERS.get(match["q"] or "") or _AFTER.get(match["after"] or "")
        if unit == "回目":
            name: str | None = "ordinal"
        elif match["pct"] or unit == "割":
            name, value = "percent" if match["pct"] != "ポイント" else "point", value * (10 if unit == "割" else 1)
        else:
            name = _MONEY.get(match["cur"] or "") or _UNITS.get(unit or "", unit)
        if match["speed"] and name == "kilometer":
            name = "kilometer per hour"
        if match["some"] and numerals.is_power(value):
            yield _fact(match, 2 * value, name, "about", offset, high=10 * value - 1)
            continue
        if match["odd"]:
            qualifier = "more than"
        yield _fact(match, value, name, qualifier, offset)


def _counts(match: re.Match[str]) -> bool:
    """A number in digits counts; one in kanji only with a unit ("一" is in many words)."""
    return match["num"][0].isdigit() or (match["unit"] is not None and match["unit"] != "分")


def _overlaps(spans: list[tuple[int, int]], match: re.Match[str]) -> bool:
    """Tell whether a match overlaps one of some spans, which are sorted and disjoint."""
    before = bisect.bisect_left(spans, (match.end(), 0)) - 1  # the last that starts before the match ends
    return before >= 0 and spans[before][1] > match.start()


def _fact(
    match: re.Match[str],
    value: Decimal,
    unit: str | None,
    qualifier: str | None,
    offset: int,
    *,
    high: Decimal | None = None,
) -> Fact:
    text = numerals.decimal_text(value) + (f"/{numerals.decimal_text(high)}" if high is not None else "")
    return Fact("quantity", text, unit, qualifier, offset + match.start(), offset + match.end())
