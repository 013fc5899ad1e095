"""Lines that are nothing but a date or a time with its labels: "Published 3 March 2024, 14:05", "3 hours ago"."""

from __future__ import annotations

import functools
import re

from dedup.text.calendar_words import CAPITAL_ZONES, SEASONAL_ZONES, UNSURE_MONTHS, ZONES, fold, months, weekdays
from dedup.text.clocks import ZONE
from dedup.text.stamp_words import GAP_WORDS, LABELS
from dedup.text.stamps import find_stamps, plain

LONGEST_STAMP = 120  # characters
_NO_STAMP = re.compile(r"(?<!UTC)(?<!GMT)\+(?!\d\d:?\d\d\b)|[%$€£#=?!\"“”*]")  # "+7 495 645-66-01"
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_](?:[^\s\d.,;:|()/\[\]<>«»\"“”•·–—\-+@©_]|(?<=[^\W\d_])\.(?=[^\W\d_]))*")
# Words of a stamp beside months, weekdays, zones and labels: articles, units, "ago" and its like.
_WORDS = frozenset(
    """last first sist senast senest zuletzt laatst laatste viimeksi ostatnia ostatnio última último ultima ultimo
    dernière date posted added am pm a.m p.m m le on at um vom del de du à a las el from upd stand der d of z t st
    nd rd th er h hs min mins minute minutes hour hours hr hrs day days week weeks month months year years ago read
    local time o'clock uhr uur today yesterday heute gestern aujourd'hui hier hoy ayer oggi ieri hoje ontem ora fa
    alle il vor stunden stunde minuten tagen tag il y heures heure jours hace horas há atrás minutos dias temu
    godzin minut назад часов час минут года год г р року сегодня вчера bugün dün önce saat dakika yang lalu jam
    menit hari ini kemarin lalu wib wita wit t.me τις ώρα قبل منذ ساعة ساعات دقيقة اليوم في بتوقيت غرينتش gmt صباحا
    صباحًا مساء مساءً को पर बजे ist घंटे पहले น เวลา โดย ngày tháng năm lúc chủ nhật thứ hai ba tư sáu bảy
    m gada clock kl kl. klo den d. mis mise
    jour updates""".split()
)
_ANY_LABEL = tuple(pattern for label, pattern in LABELS if label != "other")
_TIMED = re.compile(
    rf"\d:\d\d|\d\s?[ap]\.?m\b|\d\s?h\s?\d\d|\d\s?(?:時間前|分前|日前|시간\s?전|분\s?전|小时前|分钟前)"
    rf"|\b(?:ago|min|vor|hace|temu|há|lalu|önce)\b|назад|منذ|पहले|\d\d\s{ZONE}\b",
    re.IGNORECASE,
)
# Beside a date in the head of a page stand names, places and sections: this many words, each with a capital.
_MOST_NAMES = 7
_SMALL_WORDS = frozenset(
    "by and of for the in at on to de la le von und et y par por di du im am an with from a date".split()
)
_EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_EAST_ASIAN_WORDS = re.compile(
    r"(?:令和|平成|昭和|民國|民国|元|年|月|日|号|號|時間?|时间?|點|点|分钟?|分鐘|秒|前|午前|午後|上午|下午|凌晨|晚上|早上|"
    r"最終|最后|最後|更新|修正|修改|公開|配信|掲載|投稿|発信|発行|発表|日時|发布|發布|发表|發表|于|於|小时|小時|北京|"
    r"(?:星期|周|週|礼拜)[一二三四五六日天]|[月火水木金土日]曜日?|[月火水木金土日](?=[)])|"
    r"년|월|일|시간?|분|초|전|오전|오후|입력|수정|등록|승인|송고|발행|게재|최종|최초|기사|업데이트|날짜|[월화수목금토일]요일|"
    r"[월화수목금토일](?=[)]))"
)
# "来源：..." behind a date names where the text is from; the line is a stamp all the same.
_SOURCE = re.compile(r"[|\s]*(?:来源|來源|出处|출처|ソース|提供)\s*:\s*\S{1,24}(?:\s+作者.{0,20})?\s*$")
# What blogs print behind a date: "3 Mar 2024 | 2 comments", "4 min read".
_TAIL = re.compile(
    r"\W*\b(?:(?:\d+|no|one)\s+comments?|(?:leave|add|post)\s+a\s+comment|\d+[\s-]min(?:ute)?s?\s+read)$", re.IGNORECASE
)


def is_stamp(text: str) -> bool:
    """Say whether a line is nothing but a date or a time with its labels."""
    text = without_tail(text)
    if len(text) > LONGEST_STAMP or not _DIGIT.search(text):
        return False
    line = plain(text)
    if _NO_STAMP.search(line):
        return False
    if not line.isascii() and _EAST_ASIAN.search(line):
        line = _EAST_ASIAN_WORDS.sub(" ", _SOURCE.sub("", line))
    known = _known_words()
    odd = [word for word in _WORD.findall(line) if word.strip(".").lower() not in known and fold(word) not in known]
    if odd and _odd_letters(line, known):
        return False
    return bool(
        _TIMED.search(plain(text)) or months_in(line) or find_stamps(text, "dmy") or find_stamps(text, "mdy")
    )


def without_tail(text: str) -> str:
    """Return a line without the count of comments or the reading time behind its date."""
    return _TAIL.sub("", text) if text[-1:].lower() in "std" else text


def _odd_letters(line: str, known: frozenset[str]) -> bool:
    """Say whether words are left over once labels of several words are taken out."""
    for pattern in _ANY_LABEL:
        line = pattern.sub(" ", line)
    line = re.sub(rf"(?<=[\d\s(]){ZONE}(?![\w/])|(?<=\d)[htz](?=\d|\b)", " ", line, flags=re.IGNORECASE)
    return any(word.strip(".").lower() not in known and fold(word) not in known for word in _WORD.findall(line))


def is_dated_byline(text: str) -> bool:
    """Say whether a line is a date beside a few names: of the author, the place, the section."""
    text = without_tail(text)
    if len(text) > LONGEST_STAMP:
        return False
    rest = plain(text)
    stamps = find_stamps(text, "dmy") or find_stamps(text, "mdy")
    for stamp in sorted(stamps, key=lambda stamp: -stamp.start):
        rest = rest[: stamp.start] + " " + rest[stamp.end :]
    words = _WORD.findall(rest)
    named = all(not word[0].islower() or word.lower() in _SMALL_WORDS for word in words)
    return bool(stamps) and len(words) <= _MOST_NAMES and named and not re.search(r"[!?;]|[a-z]{3}\.\s*$", rest)


def is_labelled_stamp(text: str) -> bool:
    """Say whether a line opens with a label and is a date beside a few names: "Posted on 3 March 2024 by A. B."."""
    if len(text) > LONGEST_STAMP or not _DIGIT.search(text):
        return False
    return any(pattern.match(text.lstrip("*_# ")) for pattern in _ANY_LABEL) and is_dated_byline(text)


def months_in(line: str) -> bool:
    """Say whether a line holds a month's or a weekday's name."""
    words = map(fold, _WORD.findall(line))
    return any(word in months() or word in UNSURE_MONTHS or word in weekdays() for word in words)


@functools.cache
def _known_words() -> frozenset[str]:
    zones = {zone.lower() for zone in (*ZONES, *CAPITAL_ZONES, *SEASONAL_ZONES)}
    names = {part for name in (*months(), *UNSURE_MONTHS, *weekdays()) for part in name.split()}
    return frozenset({*_WORDS, *GAP_WORDS, *zones, *names, *(fold(word) for word in _WORDS)})
