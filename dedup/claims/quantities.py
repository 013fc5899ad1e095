"""Quantities in English and French sentences: value, scale, unit or counted noun, qualifier.

Called by `facts`; Chinese and Japanese stand in `east_asian`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from dedup.articles import Fact
from dedup.claims import numerals, triggers
from dedup.claims.triggers import Word

_UNIT_WORDS = "one|two|three|four|five|six|seven|eight|nine"
_TEEN_WORDS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_TENS_WORDS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_FRENCH_WORDS = (
    "deux|trois|quatre|cinq|sept|huit|neuf|dix(?:-sept|-huit|-neuf)?|onze|douze|treize|quatorze|quinze|seize|vingt|trente|"
    "quarante|cinquante|soixante"
)
_CARDINAL = rf"(?:(?:{_TENS_WORDS})(?:[-\s](?:{_UNIT_WORDS}))?|{_TEEN_WORDS}|{_UNIT_WORDS}|{_FRENCH_WORDS})"
_ORDINAL_WORDS = "|".join(numerals.ORDINALS)
_SCALE = (
    r"(?:hundred|thousand|millions?|billions?|trillions?|mln|mn|bln|bn|trln|tln|tn|[Tt]ril\b\.?|[Bb]il\b\.?|[Mm]il\b\.?|"
    r"milliards?|mds?|mille|crore|lakh|dozen|[kmbKMB])(?![\w'’])"
)
_SPACED = r"\d{1,3}(?:[ ]\d{3})+(?:,\d+)?(?!\d)|"
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:[\u00a0\u202f]\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?"
_CURRENCY = r"(?:US|A|C|HK|S|NT|NZ|R)?\$|€|£|¥|￥|₩|₹|(?:USD|EUR|GBP|JPY|CHF|CAD|AUD|Rs)\.?\s?(?=\d)"


def _pattern(digits: str) -> re.Pattern[str]:
    """Compile the pattern of a quantity that starts at its first word, digit or currency sign."""
    return re.compile(
        rf"""(?:
      (?P<rank>(?:No\.\s?|[Nn]umber\s)(?P<rankn>\d{{1,3}}|{_UNIT_WORDS})(?![\w.,]\d|\w))
    | (?P<cur>{_CURRENCY})?\s?(?P<num>(?:{digits})(?:(?:\s|-)?(?P<frac>\d/\d{{1,2}}(?!\d)|[½¼¾⅓⅔]|and[\s-]a[\s-]half))?|[½¼¾⅓⅔])
      (?:(?P<ord>st|nd|rd|th|er|e|ème|ère)\b|[\s\u00a0\u202f-]?(?P<scale>{_SCALE}))?
    | (?P<part>(?:(?P<many>one|two|three|an?(?=\s\w+\sof\b|\squarter\b))[\s-](?P<piece>half|halves|thirds?|quarters?|fourths?|
        fifths?|tenths?)|(?P<whole>(?:an?\s)?half|moitié))
        (?:[\s-](?:an?\s)?(?P<pscale>million|billion|trillion|dozen))?(?!\w))
    | (?P<word>(?:{_CARDINAL}|a(?=\s(?:hundred|thousand|million|billion|trillion|dozen)\b))
        (?:\s(?:hundred|thousand)(?:\s(?:and\s)?{_CARDINAL})?)?(?!\w))(?:[\s-](?P<wscale>{_SCALE}))?
    | (?P<ordword>{_ORDINAL_WORDS})(?!\w)
    | (?P<vague>(?:(?:tens|hundreds|dozens|scores)\sof\s)?(?:thousands|millions|billions)|hundreds|dozens|scores(?=\sof\s[a-z])|
        dizaines|centaines|milliers)(?!\w)
    )""",
        re.VERBOSE | re.IGNORECASE,
    )


# Digits may be set off in threes by a space in French ("1 500"), never in English.
_PATTERNS = {False: _pattern(_DIGITS), True: _pattern(_SPACED + _DIGITS)}
_ENGLISH_FIRST = (
    "no number one two three a an half "
    f"{_UNIT_WORDS} {_TEEN_WORDS} {_TENS_WORDS} {' '.join(numerals.ORDINALS)}".replace("|", " ") + " tens hundreds dozens scores thousands "
    "millions billions $ € £ ¥ ￥ ₩ ₹ ½ ¼ ¾ ⅓ ⅔ us c s hk nt nz r usd eur gbp jpy chf cad aud rs"
).split()
_FRENCH_FIRST = "sept neuf onze douze treize quatorze quinze seize vingt trente quarante cinquante soixante dix deux trois quatre cinq huit moitié dizaines centaines milliers premier première".split()
# French number words are English ones as well ("seize", "premier", "dix"): they count in French text only.
_FIRST = {False: frozenset(_ENGLISH_FIRST) - {"premier", "première"}, True: frozenset(_ENGLISH_FIRST + _FRENCH_FIRST)}
_MONEY = {
    "$": "USD", "us$": "USD", "a$": "AUD", "c$": "CAD", "hk$": "HKD", "s$": "SGD", "nt$": "TWD", "nz$": "NZD",
    "r$": "BRL", "€": "EUR", "£": "GBP", "¥": "JPY", "￥": "JPY", "₩": "KRW", "₹": "INR", "rs": "INR",
}  # fmt: skip
_MONEY_UNITS = frozenset(_MONEY.values())
_UNITS: tuple[tuple[str, str], ...] = (
    ("percent", r"percent(?:age)?(?!\s?points?)|per\s?cent|%|pct|pour\s?cent"),
    ("percentage point", r"percentage\spoints?|points?\sde\spourcentage"), ("basis point", r"basis\spoints?|bps?"),
    ("USD", r"(?:U\.?S\.?\s)?dollars?|USD"), ("EUR", r"euros?|EUR|€"), ("JPY", r"yens?|JPY"), ("GBP", r"pounds?\ssterling|sterling|GBP|£"),
    ("CNY", r"yuan|renminbi|RMB"), ("KRW", r"won"), ("CHF", r"(?:Swiss\s)?francs?"), ("INR", r"rupees?"), ("RUB", r"ro?ubles?"),
    ("cent", r"cents?|¢"), ("penny", r"pence|pennies|p"),
    ("barrel per day", r"barrels?\s(?:per|a)\sday|bpd"), ("barrel", r"barrels?|bbls?"), ("ounce", r"ounces?|oz"),
    ("tonne", r"(?:metric\stons?|tonnes?)"), ("ton", r"tons?"), ("kilogram", r"kilograms?|kilogrammes?|kilos?|kg"), ("gram", r"grams?|grammes?"),
    ("kilometer", r"kilomet(?:er|re)s?|kilomètres?|km"), ("meter", r"met(?:er|re)s?|mètres?"), ("mile", r"miles?"), ("foot", r"feet|foot|ft"), ("inch", r"inch(?:es)?"),
    ("centimeter", r"centimet(?:er|re)s?|cm"), ("mile per hour", r"mph|miles\s(?:per|an)\shour"), ("kilometer per hour", r"km/h|kph"),
    ("hectare", r"hectares?"), ("acre", r"acres?"), ("liter", r"lit(?:er|re)s?"), ("gallon", r"gallons?"),
    ("megawatt", r"megawatts?|MW"), ("gigawatt", r"gigawatts?|GW"), ("degree", r"degrees?|°\s?[CF]?|degrés"),
    ("second", r"seconds?|secondes?"), ("minute", r"minutes?"), ("hour", r"hours?|heures?"), ("day", r"days?|jours?"), ("week", r"weeks?|semaines?"), ("month", r"months?|mois"),
    ("year", r"years?(?:[\s-]olds?)?|ans?|années?"), ("decade", r"decades?"), ("time", r"times?|fois"), ("point", r"points?|pts?"),
    ("share", r"shares?|actions?"),
)  # fmt: skip
_UNIT = re.compile(
    r"[\s\u00a0\u202f-]{0,2}(?:d['’]|de\s)?(?:" + "|".join(f"(?P<u{i}>{p})" for i, (_, p) in enumerate(_UNITS)) + r")(?![A-Za-zÀ-ÿ])"
)
_POUNDS = re.compile(r"[\s-]pounds?\b")
_ABOUT = (
    r"about|around|approximately|roughly|some|an?\sestimated|estimated|close\sto|circa|environ|quelque|près\sde|in\sthe\sneighborhood\sof|in\sthe\sregion\sof"
)
_QUALIFIER = re.compile(
    r"(?<!\w)(?:(?P<atleast>at\sleast|no\s(?:fewer|less)\sthan|au\smoins|not\sless\sthan|a\sminimum\sof)|"
    r"(?P<more>(?:well\s|slightly\s|just\s|a\slittle\s)?(?:more\sthan|over|above|exceeding|upwards?\sof)|in\sexcess\sof|topp(?:ed|ing)|plus\sde)|"
    r"(?P<nearly>nearly|almost|just\sunder|just\sbelow|presque)|"
    r"(?P<most>up\sto|as\s(?:many|much)\sas|at\smost|no\smore\sthan|a\smaximum\sof|as\slong\sas|jusqu['’]à|au\splus)|"
    r"(?P<less>(?:slightly\s|a\slittle\s|well\s)?(?:less|fewer)\sthan|under|below|moins\sde)|"
    rf"(?P<about>{_ABOUT}))(?:\s(?:a|an|the|its|their|les|des))?[\s~-]*$",
    re.IGNORECASE,
)
_QUALIFIERS = {"atleast": "at least", "more": "more than", "nearly": "nearly", "most": "up to", "less": "less than",
               "about": "about"}  # fmt: skip
_AFTER = re.compile(r"\s(?:(?P<atleast>or\smore|or\shigher|or\sabove|at\sleast)|(?P<about>or\sso)|(?P<most>or\sless|or\sfewer|at\smost))\b", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:between|entre)\s$", re.IGNORECASE)
_RANGE = re.compile(r"(?:\s?(?:-|–|—)\s?|\s(?:to|and|à|et)\s|-to-)$")
_NOUN = re.compile(r"[\s-](?:(?P<of>of\s(?:the\s|its\s|their\s)?))?(?P<w>[A-Za-zÀ-ÿ][\w'’-]*(?:\s[A-Za-zÀ-ÿ][\w'’-]*){0,3})")
_STOP = frozenset(
    "its their his her our my a an the of in on at to for from by with and or as than that which who were was is are have has had be been will would "
    "could may might after before when while since during over under per into about if but not said did do de la le les des "
    "en dans sur par pour et ou qui que sont ont a été était dead killed injured wounded arrested more less".split()
)
_PLURALS = {"men": "man", "women": "woman", "children": "child", "people": "person", "persons": "person", "feet": "foot",
            "policemen": "policeman", "personnes": "person", "dead": "dead", "lives": "life", "wives": "wife"}  # fmt: skip
_CURRENCY_NOUNS = {"dollars": "USD", "dollar": "USD", "euros": "EUR", "yen": "JPY", "yuan": "CNY"}
_PIECES = {"hal": 2, "thi": 3, "qua": 4, "fou": 4, "fif": 5, "ten": 10, "moi": 2}
_GLYPHS = {"½": "1/2", "¼": "1/4", "¾": "3/4", "⅓": "1/3", "⅔": "2/3"}
_VAGUE = {"dozens": (24, 99), "scores": (40, 199), "hundreds": (200, 9999), "thousands": (2000, 10**6 - 1), "millions": (2 * 10**6, 10**9 - 1),
          "billions": (2 * 10**9, 10**12 - 1), "dizaines": (20, 99), "centaines": (200, 999), "milliers": (2000, 9999),
          "dozen": (12, 12)}  # fmt: skip
_TENS_OF = {"tens": 10, "dozens": 12, "scores": 20, "hundreds": 100}
_EACH = {"thousands": 10**3, "millions": 10**6, "billions": 10**9}


class _Found:
    """A number on its way to a fact."""

    __slots__ = ("end", "high", "low", "qualifier", "scaled", "start", "unit")

    def __init__(self, low: Decimal, start: int, end: int, *, scaled: bool = False, unit: str | None = None) -> None:
        self.low, self.high = low, low
        self.start, self.end, self.scaled = start, end, scaled
        self.unit = unit
        self.qualifier: str | None = None


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


def _read(match: re.Match[str], text: str) -> _Found | None:
    start, end = match.span()
    if match["rank"]:
        rank = match["rankn"].lower()
        return _Found(Decimal(rank) if rank.isdigit() else numerals.words(rank), start, end, unit="ordinal")
    if match["num"]:
        found = _from_digits(match, text, start, end)
    elif match["word"]:
        found = _from_words(match, text, start, end)
    elif match["part"]:
        found = _from_part(match, text, start, end)
    elif match["ordword"]:
        found = _Found(Decimal(numerals.ORDINALS[match["ordword"].lower()]), start, end, unit="ordinal")
    else:
        found = _from_vague(match, start, end)
    if found is None:
        return None
    if found.unit is None:
        _find_unit(found, text)
    if found.unit != "ordinal":
        _find_qualifier(found, text)
    return found


def _from_digits(match: re.Match[str], text: str, start: int, end: int) -> _Found | None:
    following = text[end : end + 2]
    before = text[start - 1 : start] or " "
    if not match["cur"] and (before.isalnum() or before in ".,/:_'’#"):
        return None  # the tail of a code: N04311851, GBP1.5 is currency
    scale = (match["scale"] or "").lower().rstrip(".")
    if not match["ord"] and not scale and (following[:1].isalpha() and not _UNIT.match(text, end)):
        return None  # a model or a code: 3D, 747s
    if following[:1] == "." and following[1:].isupper() or following[:1] == "/" and following[1:].isdigit():
        return None  # a ticker (0005.HK) or a date in digits
    if text[max(0, start - 5) : start].lower() == "plus-" or text[end : end + 5].lower() == "-plus":
        return None  # "two-plus-two" is a name
    value = _number(match["num"], match["frac"])
    if scale:
        value *= numerals.SCALES[scale]
    if before in "-−–" and not match["cur"] and not text[start - 2 : start - 1].isalnum() and start > 1:
        value = -value
    unit = "ordinal" if match["ord"] else _money(match["cur"])
    return _Found(value, start, end, scaled=bool(scale), unit=unit)


def _number(text: str, fraction: str | None) -> Decimal:
    if text in _GLYPHS:
        return _fraction(text)
    if fraction:
        return numerals.digits(text[: -len(fraction)].rstrip(" -")) + _fraction(fraction)
    return numerals.digits(text)


def _money(sign: str | None) -> str | None:
    if not sign:
        return None
    sign = sign.strip().rstrip(".").lower()
    return _MONEY.get(sign, sign.upper())


def _fraction(text: str) -> Decimal:
    if text[0] in "aA":
        return Decimal("0.5")
    top, bottom = _GLYPHS.get(text, text).split("/")
    return Decimal(top) / Decimal(bottom) if int(bottom) else Decimal(0)


_ARTICLE = re.compile(r"\s(?:an?\s)?")
_PRONOUN_ONE = re.compile(r"\s(?:of|another|or|day\b|by|in|who|that|is|was|would|could|can|has|may|might|should|thing|and)|[,.;:!?\"”'’)]|$")


def _from_words(match: re.Match[str], text: str, start: int, end: int) -> _Found | None:
    if text[max(0, start - 5) : start].lower() == "plus-" or text[end : end + 5].lower() == "-plus":
        return None
    value = numerals.words(match["word"])
    scale = (match["wscale"] or "").lower().rstrip(".")
    if scale:
        value *= numerals.SCALES[scale]
    if value == 1 and (_PRONOUN_ONE.match(text, end) or text[max(0, start - 3) : start].lower() == "no "):
        return None
    return _Found(value, start, end, scaled=bool(scale))


def _from_part(match: re.Match[str], text: str, start: int, end: int) -> _Found | None:
    piece, many = (match["piece"] or "half").lower(), (match["many"] or "").lower()
    value = Decimal({"two": 2, "three": 3}.get(many, 1)) / Decimal(_PIECES[piece[:3]])
    if match["pscale"]:
        value *= numerals.SCALES[match["pscale"].lower()]
    found = _Found(value, start, end, scaled=bool(match["pscale"]))
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
    found = _Found(Decimal(low), start, end, scaled=True)
    found.high, found.qualifier = Decimal(high), "about" if high > low else None
    return found


def _find_unit(found: _Found, text: str) -> None:
    match = _UNIT.match(text, found.end)
    if match:
        found.unit = _UNITS[int((match.lastgroup or "u0")[1:])][0]
        found.end = match.end()
        return
    match = _POUNDS.match(text, found.end)
    if match:  # money or weight: a scale or "pence" nearby would tell; both sides of a comparison read alike
        found.unit, found.end = "GBP" if found.scaled else "pound", match.end()
        return
    noun = _NOUN.match(text, found.end)
    if noun:
        found.unit = _noun(noun["w"].split())


def _noun(words: Sequence[str]) -> str | None:
    """Return the counted noun: the last word before one that closes the noun phrase, or the first plural."""
    last = None
    for word in words:
        lower = word.lower().rstrip("'’")
        if lower in _STOP or (last and lower.endswith("ed")):
            break
        last = lower
        if lower in _PLURALS or (lower.endswith("s") and not lower.endswith(("ss", "us", "is", "'s", "’s"))):
            break
    if last is None:
        return None
    return singular(last)


def singular(word: str) -> str:
    """Return the singular of an English or French noun, by rule."""
    if word in _PLURALS:
        return _PLURALS[word]
    if word in _CURRENCY_NOUNS:
        return _CURRENCY_NOUNS[word]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "ches", "shes", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3 else word


def _find_qualifier(found: _Found, text: str) -> None:
    before = _QUALIFIER.search(text, max(0, found.start - 28), found.start)
    if before:
        found.qualifier = _QUALIFIERS[before.lastgroup or ""]
        return
    after = _AFTER.match(text, found.end)
    if after:
        found.qualifier = _QUALIFIERS[after.lastgroup or ""]


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
    return first.unit in {second.unit, None} or (second.unit is None and first.unit in _MONEY_UNITS)


def _join(first: _Found, second: _Found) -> None:
    if second.scaled and not first.scaled and first.low < second.low:
        scale = Decimal(10) ** (second.low.adjusted() // 3 * 3)
        first.low = first.low * scale if first.low * scale <= second.low else first.low
    first.high, first.end = second.low, second.end
    first.unit = second.unit or first.unit
    first.qualifier = "between"
