"""The place and the agency at the head of a story, in the forms and scripts in which agencies print them."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from dedup.cleaning.agencies import DATELINE_AGENCY, agency_in_brackets, agency_named
from dedup.text.calendar_words import UNSURE_MONTHS, fold, months, weekdays

HEAD = 160  # characters of a paragraph that a dateline may take
_BIG = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪİĶĹĻĽŁŃŅŇŌŐŒŔŘŚŞŠȘŤȚŪŮŰŲŹŻŽΑ-ΩΆΈΉΊΌΎΏА-ЯЁЂЄІЇЈЉЊЋЌЎЏҐ"
_LINKS = r"de|del|la|le|les|el|da|do|di|al|am|an|der|sur|sous|al-\w+|na|на|над"
_CAPS = rf"[{_BIG}][{_BIG}.'’ʼ\-]+"
_MIXED = rf"[{_BIG}][\w.'’ʼ\-]*\w"
_CAPS_TOWN = rf"{_CAPS}(?:\s(?:{_CAPS}|{_LINKS})){{0,4}}"
_MIXED_TOWN = rf"{_MIXED}(?:\s(?:{_MIXED}|{_LINKS})){{0,3}}"
_REGION = rf"(?:,\s+(?:{_MIXED}(?:\s+{_MIXED}){{0,2}}\.?|[A-Z]\.[A-Z]\.)){{0,2}}"
_AND = r"(?:\s?[/／]\s?|\s(?:and|und|et|y|e)\s)"
_CAPS_PLACE = rf"(?P<place>{_CAPS_TOWN}(?:{_AND}{_CAPS_TOWN}){{0,3}}{_REGION})"
_MIXED_PLACE = rf"(?P<place>{_MIXED_TOWN}(?:\s?[/／]\s?{_MIXED_TOWN}){{0,3}}{_REGION})"
# An Arabic, Indic or Thai town: up to three words, for these scripts have no capitals.
_PLAIN_PLACE = r"(?P<place>[\u0590-\u0eff][^\s,،:;.\d()/\[\]–—-]+(?:\s[\u0590-\u0eff][^\s,،:;.\d()/\[\]–—-]+){0,2})"
_WORD = r"[^\W\d_][^\s\d.,;:()/\[\]–—-]{1,13}"
_DATE = (
    rf"\(?(?:{_WORD},\s)?(?:(?P<m1>{_WORD})\.?\s+\d{{1,2}}|\d{{1,2}}(?:st|nd|rd|th)?\.?\s+(?:de\s)?(?P<m2>{_WORD})\.?|"
    rf"\d{{1,2}}\.\d{{1,2}}\.?|(?P<m3>{_WORD})\s\d{{4}}|\d{{4}}\.\s(?P<m4>{_WORD})\s\d{{1,2}}\.?(?:,\s{_WORD})?)"
    r"(?:,?\s*(?:19|20)\d\d(?:\sг(?:ода|\.)?|\sроку|م)?\.?)?\)?"
)
_DAY = rf"(?:(?:\s\([{_BIG}][^\d()]{{2,24}}\))?\s\[[^\]]{{2,24}}\])?(?:[,،.]?\s+{_DATE}|,\s+\d{{1,2}}(?=\s\())?"
# A hyphen is a dash only with space around it; a colon ends a speaker's name rather than a dateline.
_DASH = r"(?:\s*\.-(?=\s)|\s+-{1,2}(?=\s)|\s*(?:--|[–—―]))"
_IN_BRACKETS = r"[(\[（](?P<agency>[^()\[\]（）/]{2,40}(?:/[^()\[\]（）/]{2,20})?)[)\]）]"
_NAMED = rf"(?P<agency>{DATELINE_AGENCY})"
_OPENS = rf"\s*(?=[{_BIG}“\"‘'«„0-9¿¡])"


class _Form(NamedTuple):
    """One form of a dateline.

    Attributes:
        must_know: Whether only an agency of the table makes it a dateline.
        pattern: Names `place`, `agency` or both.
    """

    must_know: bool
    pattern: re.Pattern[str]


def _form(pattern: str, *, must_know: bool = True) -> _Form:
    return _Form(must_know, re.compile(pattern))


_JAPANESE_HEAD = (
    r"[【\[［(（](?P<place>[\u3040-\u30ff\u4e00-\u9fffA-Za-z・]{1,12}?)?[\s　]{0,3}"
    r"(?:(?:[0-9０-９]{1,2}月)?[0-9０-９]{1,2}日)?[\s　]{0,3}"
)
_AGENCY_ANY_CASE = f"(?i:{_NAMED})"
# The first that fits counts.
_FORMS = (
    # MOSCOW, November 20. /TASS/. Moscow. 20 ноября. /ТАСС/.
    _form(rf"{_CAPS_PLACE}{_DAY}[.,]?\s*/(?P<agency>[^/]{{2,30}})/[.,:]?(?:{_DASH})?\s*(?=\S)"),
    _form(rf"{_MIXED_PLACE}{_DAY}[.,]?\s*/(?P<agency>[^/]{{2,30}})/[.,:]?(?:{_DASH})?\s*(?=\S)"),
    # MOSCOW, Nov 20 - RIA Novosti.
    _form(rf"{_CAPS_PLACE}{_DAY}{_DASH}\s*{_AGENCY_ANY_CASE}\.\s+(?=\S)"),
    _form(rf"{_MIXED_PLACE}{_DAY}{_DASH}\s*{_AGENCY_ANY_CASE}\.\s+(?=\S)"),
    # Moscow. November 20. INTERFAX -; Tehran, Nov 20, IRNA -
    _form(rf"{_CAPS_PLACE}{_DAY}[.,]\s+{_AGENCY_ANY_CASE}(?:{_DASH}|\.(?=\s))\s*(?=\S)"),
    _form(rf"{_MIXED_PLACE}{_DAY}[.,]\s+{_AGENCY_ANY_CASE}(?:{_DASH}|\.(?=\s))\s*(?=\S)"),
    # (ANSA) - ROMA, 20 NOV -
    _form(rf"[(\[]{_AGENCY_ANY_CASE}[)\]]{_DASH}\s*{_CAPS_PLACE}{_DAY}{_DASH}{_OPENS}"),
    # SYDNEY, Jan 1 (Reuters) -; OSTBY (Nordkyst Press) —; PARIS—
    _form(rf"{_CAPS_PLACE}{_DAY}\s*(?:{_IN_BRACKETS})?{_DASH}{_OPENS}", must_know=False),
    # Berlin (dpa/tmn) -; New Delhi [India], November 20 (ANI): ; (CNN)President
    _form(rf"(?:{_MIXED_PLACE}{_DAY}[.,]?\s*)?{_IN_BRACKETS}(?:\.?(?:{_DASH}|:)\s*(?=\S)|\.?\s*(?![a-zß-öø-ÿа-яё])(?=\S))"),
    _form(rf"{_PLAIN_PLACE}{_DAY}[.,،]?\s*(?:{_IN_BRACKETS}|/(?P<agency2>[^/]{{2,30}})/)\.?(?:{_DASH}|:)?\s*(?=\S)"),
    _form(rf"{_PLAIN_PLACE}{_DAY}(?:{_DASH}|[,،])\s*{_NAMED}(?:{_DASH}|:|\.)\s*(?=\S)"),
    # 新华社北京11月20日电; 【中央社台北20日電】; （中新社...）
    _form(
        rf"[【(（\[]?{_NAMED}(?:(?:记者|記者)[\u4e00-\u9fff、]{{2,12}}?|(?P<place>[\u4e00-\u9fff]{{2,8}}?))?"
        r"(?:\d{1,2}月)?\d{1,2}日(?:专|專)?[电電讯訊]"
    ),
    # (서울=연합뉴스); [서울=뉴시스]
    _form(rf"[(\[【](?P<place>[가-힣]{{2,8}}(?:[·ㆍ/][가-힣]{{2,8}})*)\s?=\s?{_NAMED}[)\]】]"),
    # 【東京共同】, ［ワシントン時事］, [北京 20日 ロイター]
    _form(rf"{_JAPANESE_HEAD}[＝=]?[\s　]{{0,3}}{_AGENCY_ANY_CASE}[^】\]］)）]{{0,6}}[】\]］)）]"),
)  # fmt: skip
# "【パリ=北洋通信】" names an agency, "【パリ=山田一郎】" a correspondent
_JAPANESE_OTHER = re.compile(rf"{_JAPANESE_HEAD}[＝=](?P<agency>[^】\]］)）\n]{{2,20}})[】\]］)）]")
_OWN_LINE = re.compile(rf"{_CAPS_TOWN}(?:{_AND}{_CAPS_TOWN})?{_REGION}\.?")
_TOWN = re.compile(r"[^\W\d_]{3}")  # "U.S. - China talks" is no dateline
# In capitals before a dash, and no place: bodies, labels of the desk, kickers.
_NO_PLACE = frozenset(
    """nato opec unicef unesco fifa uefa nasa who imf wto covid covid-19 brexit asean interpol europol frontex watch
    live breaking update updated exclusive opinion analysis video videos photo photos corrected correction wrapup
    factbox refile poll interview brief briefs graphic graphics timeline explainer podcast gallery editorial comment
    column news sport sports world business politics culture travel weather lifestyle review reviews preview quiz
    recap obituary letters features feature headlines alert warning note advisory special report just breakingviews
    insight spotlight focus profile read more also related market markets stocks results sponsored advertisement
    technology tech science health education environment local regional national international americas economy
    finance money property motoring arts entertainment music film television books food fashion football cricket
    rugby tennis racing crime courts court law religion nation metro home homepage main top latest trending popular
    subscribe subscribers login menu search share premium free members membership community announcements
    classifieds jobs obituaries deutschland ausland inland wirtschaft kultur panorama politik wissen monde société
    économie actualité kommentar meinung interviews reportage dossier tribune chronique deportes mundo economía
    opinión política cronaca esteri economia spettacoli nyheder nyheter новости спорт мир экономика политика
    общество editor's editors staff reporter correspondent newsroom agencies agency press media contents summary
    introduction conclusion background""".split()
)
_OF_TOWNS = frozenset(
    """and und et y e de del di do da la las los el le les san santa são sao saint st sainte new north south east west
    fort port mount lake city beach springs falls rapids bay hill hills point valley village island islands sur am
    an der den ad upon cape grand great little old upper lower al""".split()
)
_SMALL_IN_PLACES = re.compile(r"(?<=\s)(?:De|Del|Do|Da|Dos|Das|Di|Du|Am|Sur|Of|Upon)(?=\s)")
_TAKES_NO_DATELINE = re.compile(r"[A-Z0-9.]+\.(?:com|co|net|org)\b", re.IGNORECASE)
# Cities that print as a line of their own above a story without being named again in it.
_CITIES = frozenset(
    re.split(
        r",\s+",
        """abidjan, abuja, abu dhabi, accra, addis ababa, algiers, amman, amsterdam, ankara, athens, atlanta, baghdad,
    baku, bangkok, barcelona, beijing, beirut, belfast, belgrade, berlin, bern, bogota, bogotá, boston, brasilia,
    brasília, bratislava, brussels, bruxelles, bucharest, budapest, buenos aires, cairo, canberra, cape town,
    caracas, casablanca, chicago, colombo, copenhagen, dakar, dallas, damascus, delhi, denver, detroit, dhaka, doha,
    dubai, dublin, edinburgh, frankfurt, geneva, genève, glasgow, hamburg, hanoi, harare, havana, helsinki,
    hong kong, honolulu, houston, islamabad, istanbul, jakarta, jerusalem, johannesburg, kabul, kampala, karachi,
    kathmandu, khartoum, kiev, kyiv, kigali, kinshasa, kuala lumpur, kuwait, lagos, lahore, la paz, lima, lisbon,
    lisboa, ljubljana, london, los angeles, luanda, lyon, madrid, manama, manila, marseille, melbourne, mexico city,
    miami, milan, milano, minsk, mogadishu, montevideo, montreal, montréal, moscow, mumbai, munich, münchen, muscat,
    nairobi, new delhi, new york, nicosia, osaka, oslo, ottawa, panama city, paris, philadelphia, phnom penh,
    prague, pretoria, quito, rabat, ramallah, rangoon, yangon, reykjavik, riga, rio de janeiro, riyadh, rome, roma,
    san francisco, san salvador, santiago, sao paulo, são paulo, sarajevo, seattle, seoul, shanghai, singapore,
    skopje, sofia, stockholm, sydney, taipei, tallinn, tbilisi, tehran, tel aviv, the hague, tokyo, toronto,
    tripoli, tunis, ulaanbaatar, vancouver, vatican city, vienna, wien, vilnius, warsaw, washington,
    washington, d.c, wellington, yerevan, zagreb, zurich, zürich, москва, киев, київ, минск, санкт-петербург, αθήνα""",
    )
)


@functools.lru_cache(maxsize=16384)
def title_case(name: str) -> str:
    """Return a name printed in capitals as it is usually written: "NEW YORK" becomes "New York"."""
    return re.sub(r"[^\W\d_]{2,}(?:['’][^\W\d_]+)?", lambda m: m[0].capitalize() if m[0].isupper() else m[0], name)


def place_case(place: str) -> str:
    """Return a place in the same way, with small words small: "RIO DE JANEIRO" becomes "Rio de Janeiro"."""
    name = title_case(place)
    return _SMALL_IN_PLACES.sub(lambda m: m[0].lower(), name) if name != place else place


class Dateline(NamedTuple):
    """What a dateline states, with offsets into its paragraph; -1 where it does not state it."""

    place: str | None
    start: int
    end: int
    agency: str | None
    agency_start: int
    agency_end: int


NOTHING = Dateline(None, -1, -1, None, -1, -1)


@functools.lru_cache(maxsize=16384)
def parse_dateline(head: str) -> Dateline:
    """Read the dateline at the head of a paragraph.

    Args:
        head: The paragraph's first `HEAD` characters.
    """
    for form in _FORMS:
        match = form.pattern.match(head)
        found = _read(match, form) if match else None
        if found:
            return found
    match = _JAPANESE_OTHER.match(head)
    if match and match["place"]:
        agency = agency_in_brackets(match["agency"])
        by = match.span("agency") if agency else (-1, -1)
        return Dateline(match["place"], *match.span("place"), agency, *by)
    return NOTHING


def _read(match: re.Match[str], form: _Form) -> Dateline | None:
    groups = match.groupdict()
    if not _is_date(groups):
        return None
    name = "agency" if groups.get("agency") else "agency2"
    named = groups.get(name)
    agency = named and (agency_named(named, in_dateline=True) if form.must_know else agency_in_brackets(named))
    if form.must_know and not agency:
        return None
    place = groups.get("place")
    if place and not agency and not _is_place(place):
        return None
    place_span, agency_span = _place_span(match) if place else (-1, -1), match.span(name) if agency else (-1, -1)
    place = match.string[slice(*place_span)] if place else None
    return Dateline(place_case(place) if place else None, *place_span, agency or None, *agency_span)


def _place_span(match: re.Match[str]) -> tuple[int, int]:
    """Return where the place stands, without an outlet behind it ("JAKARTA, KOMPAS.com")."""
    start, end = match.span("place")
    outlet = _TAKES_NO_DATELINE.search(match.string, start, end)
    if outlet and outlet.start() > start:
        end = len(match.string[: outlet.start()].rstrip(" ,"))
    # the full stop of "КИЇВ. УНН." ends no abbreviation, that of "St. Louis, Mo." does
    return start, end - bool(re.search(r"[^\W\d_]{4}\.$", match.string[start:end]))


def _is_date(groups: dict[str, str | None]) -> bool:
    """Say whether the words where a month or weekday should stand are one."""
    words = [fold(word) for name in ("m1", "m2", "m3", "m4") if (word := groups.get(name))]
    return all(word in months() or word in UNSURE_MONTHS or word in weekdays() for word in words)


def _is_place(place: str) -> bool:
    """Say whether capitals before a dash may be a place where no agency stands beside them."""
    words = re.split(r"[\s/,]+", place.lower())
    if not _TOWN.search(place) or len(words) > 6 or _NO_PLACE.intersection(words):
        return False
    if any(fold(word) in weekdays() for word in words if len(word) > 3):
        return False
    # three words and more are a headline, unless one of them is of the kind that names of towns have
    town = re.split(r"[/,]", place.lower())[0].split()
    return len(town) < 3 or " ".join(town) in _CITIES or bool(_OF_TOWNS.intersection(word.strip(".") for word in town))


def is_town(place: str) -> bool:
    """Say whether a name is one of a town for certain: of one word, or well known; a person has two."""
    return place.isalpha() or place.lower() in _CITIES


def is_own_dateline(text: str, story: str) -> bool:
    """Say whether a line is a place in capitals and nothing else, as "PARIS" above the first paragraph.

    A headline or a kicker in capitals is none: the place must be a well-known city, or be named in the story, or be one
    word that is no word of the story.

    Args:
        text: The line.
        story: The paragraphs below it.
    """
    if len(text) > 40 or not text.isupper() or not _OWN_LINE.fullmatch(text):
        return False
    place = text.rstrip(".")
    if place.lower() in _CITIES or all(part.strip().lower() in _CITIES for part in re.split(r"[/,]", place)):
        return True
    if len(place.split()) > 3 or not _is_place(place) or agency_named(place, in_dateline=True):
        return False
    known = title_case(place) in story or place.isalpha()
    return known and not re.search(rf"\b{re.escape(place.lower())}\b", story)
