"""Quantities in English and French sentences: value, scale, unit or counted noun, qualifier.

Called by `facts`; Chinese and Japanese stand in `east_asian`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from dedup.articles import Fact
from dedup.facts import numerals, triggers, units
from dedup.facts.qualifiers import qualifier
from dedup.facts.triggers import Word
from dedup.text.currencies import CURRENCIES, currency

_UNITS = "one|two|three|four|five|six|seven|eight|nine"
_TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_FRENCH = (
    "deux|trois|quatre|cinq|sept|huit|neuf|dix(?:-sept|-huit|-neuf)?|onze|douze|treize|quatorze|quinze|seize|vingt|"
    "trente|quarante|cinquante|soixante"
)
_CARDINAL = rf"(?:(?:{_TENS})(?:[-\s](?:{_UNITS}))?|{_TEENS}|{_UNITS}|{_FRENCH})"
_ORDINALS = "|".join(numerals.ORDINALS)
_SCALE = (
    r"(?:hundred|thousand|millions?|billions?|trillions?|mln|mn|bln|bn|trln|tln|tn|[Tt]ril\b\.?|[Bb]il\b\.?|"
    r"[Mm]il\b\.?|"
    r"milliards?|mds?|mille|crore|lakh|dozen|[kmbKMB])(?![\w'’])"
)
_BIG = "million|billion|trillion|dozen"
_SPACED = r"\d{1,3}(?:[ ]\d{3})+(?:,\d+)?(?!\d)|"
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:[\u00a0\u202f]\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?"
_CURRENCY = r"(?:US|A|C|HK|S|NT|NZ|R)?\$|€|£|¥|￥|₩|₹|(?:USD|EUR|GBP|JPY|CHF|CAD|AUD|Rs)\.?\s?(?=\d)"


def _pattern(digits: str) -> re.Pattern[str]:
    """Compile the pattern of a quantity that starts at its first word, digit or currency sign."""
    return re.compile(
        rf"""(?:
      (?P<rank>(?:No\.\s?|[Nn]umber\s)(?P<rankn>\d{{1,3}}|{_UNITS})(?![\w.,]\d|\w))
    | (?P<cur>{_CURRENCY})?\s?
      (?P<num>(?:{digits})(?:(?:\s|-)?(?P<frac>\d/\d{{1,2}}(?!\d)|[½¼¾⅓⅔]|and[\s-]a[\s-]half))?|[½¼¾⅓⅔])
      (?:(?P<ord>st|nd|rd|th|er|e|ème|ère)\b|[\s\u00a0\u202f-]?(?P<scale>{_SCALE}))?
    | (?P<part>(?:
          (?P<many>one|two|three|four|five|seven|eight|nine|an?(?=\s\w+\sof\b|\squarter\b))[\s-]
          (?P<piece>half|halves|thirds?|quarters?|fourths?|fifths?|tenths?)
        | (?P<whole>(?:an?\s)?half|moitié))
        (?:[\s-](?:an?\s)?(?P<pscale>{_BIG}))?(?!\w))
    | (?P<word>(?:{_CARDINAL}|a(?=\s(?:hundred|thousand|{_BIG})\b))
        (?:\s(?:hundred|thousand)(?:\s(?:and\s)?{_CARDINAL})?)?(?!\w))(?:[\s-](?P<wscale>{_SCALE}))?
    | (?P<ordword>{_ORDINALS})(?!\w)
    | (?P<vague>(?:(?:tens|hundreds|dozens|scores)\sof\s)?(?:thousands|millions|billions)|hundreds|dozens|
        scores(?=\sof\s[a-z])|dizaines|centaines|milliers)(?!\w)
    )""",
        re.VERBOSE | re.IGNORECASE,
    )


# Digits may be set off in threes by a space in French ("1 500"), never in English.
_PATTERNS = {False: _pattern(_DIGITS), True: _pattern(_SPACED + _DIGITS)}
_ENGLISH_FIRST = frozenset([
    *f"{_UNITS}|{_TEENS}|{_TENS}".split("|"),
    *numerals.ORDINALS,
    *"no number a an half tens hundreds dozens scores thousands millions billions $ € £ ¥ ￥ ₩ ₹ ½ ¼ ¾ ⅓ ⅔".split(),
    *"us c s hk nt nz r usd eur gbp jpy chf cad aud rs".split(),
])
_FRENCH_FIRST = frozenset(
    "deux trois quatre cinq sept huit neuf dix onze douze treize quatorze quinze seize vingt trente quarante cinquante "
    "soixante moitié dizaines centaines milliers premier première".split()
)
# French number words are English ones as well ("seize", "premier"): they count in French text only.
_FIRST = {False: _ENGLISH_FIRST - {"premier", "première"}, True: _ENGLISH_FIRST | _FRENCH_FIRST}
_BETWEEN = re.compile(r"\b(?:between|entre)\s$", re.IGNORECASE)
_RANGE = re.compile(r"(?:\s?(?:-|–|—)\s?|\s(?:to|and|à|et)\s|-to-)$")
_PRONOUN_ONE = re.compile(
    r"\s(?:of|another|or|day\b|by|in|who|that|is|was|would|could|can|has|may|might|should|thing|and)|[,.;:!?\"”'’)]|$"
)
# "Anna Berg, 49, said": an age.
_AGE = re.compile(r",\s\d{1,3}[,.)]")
_OLDEST = 120
_ARTICLE = re.compile(r"\s(?:an?\s)?")
_PIECES = {"hal": 2, "thi": 3, "qua": 4, "fou": 4, "fif": 5, "ten": 10}
_GLYPHS = {"½": "1/2", "¼": "1/4", "¾": "3/4", "⅓": "1/3", "⅔": "2/3"}
# What "dozens" and the like leave room for.
_VAGUE = {
    "dozens": (24, 99), "scores": (40, 199), "hundreds": (200, 9999), "thousands": (2000, 10**6 - 1),
    "millions": (2 * 10**6, 10**9 - 1), "billions": (2 * 10**9, 10**12 - 1), "dizaines": (20, 99),
    "centaines": (200, 999), "milliers": (2000, 9999),
}  # fmt: skip
_TENS_OF = {"tens": 10, "dozens": 12, "scores": 20, "hundreds": 100}
_EACH = {"thousands": 10**3, "millions": 10**6, "billions": 10**9}


@dataclass(slots=True)
class _Found:
    """A number on its way to a fact."""

    low: Decimal
    high: Decimal
    start: int
    end: int
    scaled: bool = False
    unit: str | None = None
    qualifier: str | None = None


def find(
    text: str, words: Sequence[Word], taken: Sequence[tuple[int, int]] = (), offset: int = 0, *, french: bool = False
) -> Iterator[Fact]:
    """Find the quantities of a sentence.

    Args:
        text: The sentence, line breaks replaced by spaces one to one.
        words: Its words, from `triggers.scan`.
        taken: Spans in `text` that are dates or names with numbers in them.
        offset: Where the sentence stands in the raw text.
        french: Whether French number words count.

    Yields:
        Facts of kind `quantity`: `value` a decimal number (`1500000000`), or `low/high` for a range; `unit` an ISO 4217
        code, `percent`, `basis point`, `kilometer` …, `ordinal`, else the counted noun in the singular or None;
        `qualifier` `at least`, `more than`, `nearly`, `about`, `up to`, `less than`, `between` or None.
    """
    previous: _Found | None = None
    for match in triggers.matches(_PATTERNS[french], text, words, _FIRST[french]):
        if any(start < match.end() and match.start() < end for start, end in taken):
            continue
        found = _read(match, text)
        if found is None:
            continue
        if previous is not None and _joins(previous, found, text):
            _join(previous, found)
            continue
        if previous is not None:
            yield _fact(previous, offset)
        previous = found
    if previous is not None:
        yield _fact(previous, offset)


def _fact(found: _Found, offset: int) -> Fact:
    low = numerals.decimal_text(found.low)
    value = low if found.low == found.high else f"{low}/{numerals.decimal_text(found.high)}"
    return Fact("quantity", value, found.unit, found.qualifier, offset + found.start, offset + found.end)


def _single(value: Decimal, start: int, end: int, *, scaled: bool = False, unit: str | None = None) -> _Found:
    return _Found(value, value, start, end, scaled, unit)


def _read(match: re.Match[str], text: str) -> _Found | None:
    start, end = match.span()
    if match["rank"]:
        rank = match["rankn"].lower()
        return _single(Decimal(rank) if rank.isdigit() else numerals.words(rank), start, end, unit="ordinal")
    if match["num"]:
        found = _from_digits(match, text, start, end)
    elif match["word"]:
        found = _from_words(match, text, start, end)
    elif match["part"]:
        found = _from_part(match, text, start, end)
    elif match["ordword"]:
        found = _single(Decimal(numerals.ORDINALS[match["ordword"].lower()]), start, end, unit="ordinal")
    else:
        found = _from_vague(match, start, end)
    if found is None:
        return None
    if found.unit is None:
        found.unit, found.end = units.unit_after(text, found.end, scaled=found.scaled)
    if found.unit is None and found.high <= _OLDEST and _AGE.fullmatch(text, found.start - 2, found.end + 1):
        found.unit = "age"
    if found.unit != "ordinal" and found.qualifier is None:
        found.qualifier = qualifier(text, found.start, found.end)
    return found


def _from_digits(match: re.Match[str], text: str, start: int, end: int) -> _Found | None:
    following = text[end : end + 2]
    before = text[start - 1 : start] or " "
    if not match["cur"] and (before.isalnum() or before in ".,/:_'’#"):
        return None  # the tail of a code: N04311851, GBP1.5 is currency
    scale = (match["scale"] or "").lower().rstrip(".")
    if not match["ord"] and not scale and (following[:1].isalpha() and not units.follows(text, end)):
        return None  # a model or a code: 3D, 747s
    if (following[:1] == "." and following[1:].isupper()) or (following[:1] == "/" and following[1:].isdigit()):
        return None  # a ticker (0005.HK) or a date in digits
    if text[max(0, start - 5) : start].lower() == "plus-" or text[end : end + 5].lower() == "-plus":
        return None  # "two-plus-two" is a name
    value = _number(match["num"], match["frac"])
    if scale:
        value *= numerals.SCALES[scale]
    if before in "-−–" and not match["cur"] and not text[start - 2 : start - 1].isalnum() and start > 1:
        value = -value
    unit = "ordinal" if match["ord"] else currency(match["cur"])
    return _single(value, start, end, scaled=bool(scale), unit=unit)


def _number(text: str, fraction: str | None) -> Decimal:
    if text in _GLYPHS:
        return _fraction(text)
    if fraction:
        return numerals.digits(text[: -len(fraction)].rstrip(" -")) + _fraction(fraction)
    return numerals.digits(text)


def _fraction(text: str) -> Decimal:
    if text[0] in "aA":
        return Decimal("0.5")
    top, bottom = _GLYPHS.get(text, text).split("/")
    return Decimal(top) / Decimal(bottom) if int(bottom) else Decimal(0)


def _from_words(match: re.Match[str], text: str, start: int, end: int) -> _Found | None:
    if text[max(0, start - 5) : start].lower() == "plus-" or text[end : end + 5].lower() == "-plus":
        return None
    value = numerals.words(match["word"])
    scale = (match["wscale"] or "").lower().rstrip(".")
    if scale:
        value *= numerals.SCALES[scale]
    if value == 1 and (_PRONOUN_ONE.match(text, end) or text[max(0, start - 3) : start].lower() == "no "):
        return None
    return _single(value, start, end, scaled=bool(scale))


def _from_part(match: re.Match[str], text: str, start: int, end: int) -> _Found | None:
    piece, many = (match["piece"] or "half").lower(), (match["many"] or "").lower()
    value = Decimal(numerals.WORDS.get(many, 1)) / Decimal(_PIECES[piece[:3]])
    if match["pscale"]:
        value *= numerals.SCALES[match["pscale"].lower()]
    found = _single(value, start, end, scaled=bool(match["pscale"]))
    article = _ARTICLE.match(text, end)
    if article and piece == "half":
        found.end = article.end() - 1
    return found


def _from_vague(match: re.Match[str], start: int, end: int) -> _Found:
    parts = match["vague"].lower().split()
    if len(parts) == 3:
        times, each = _TENS_OF[parts[0]], _EACH[parts[2]]
        low, high = 2 * times * each, 10 * times * each - 1
    else:
        low, high = _VAGUE[parts[0]]
    return _Found(Decimal(low), Decimal(high), start, end, scaled=True, qualifier="about")


def _joins(first: _Found, second: _Found, text: str) -> bool:
    """Tell whether two numbers are one range: "between 50 and 100", "10 to 12 percent", "10-12"."""
    gap = text[first.end : second.start]
    if len(gap) > 5 or first.low != first.high or not _RANGE.match(gap) or "ordinal" in {first.unit, second.unit}:
        return False
    if first.low >= second.low and (first.scaled or not second.scaled):
        return False
    if gap.strip() in {"and", "et"}:
        return _BETWEEN.search(text, max(0, first.start - 9), first.start) is not None
    if text[max(0, first.start - 6) : first.start].lower().endswith(("from ", "de ")):
        return False
    return first.unit in {second.unit, None} or (second.unit is None and first.unit in CURRENCIES)


def _join(first: _Found, second: _Found) -> None:
    if second.scaled and not first.scaled and first.low < second.low:
        scale = Decimal(10) ** (second.low.adjusted() // 3 * 3)
        first.low = first.low * scale if first.low * scale <= second.low else first.low
    first.high, first.end = second.low, second.end
    first.unit = second.unit or first.unit
    first.qualifier = "between"
