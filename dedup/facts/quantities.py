"""Quantities in English and French sentences: value, scale, unit or counted noun, qualifier."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from dedup.articles import Fact
from dedup.facts import measured, number_words, numerals, units
from dedup.facts import number_patterns as patterns
from dedup.facts.qualifiers import qualifier
from dedup.facts.triggers import Word
from dedup.text.currencies import CURRENCIES, currency

_OLDEST = 120
_ARTICLE = re.compile(r"\s(?:an?\s)?")
_OF_A = re.compile(r"\sof\san?(?=\s(?:percentage\s)?(?:point|percent|mile|kilomet|met|inch|hour|ton|cent|degree))")
_METRES_AFTER = re.compile(
    r"\s(?:tall|high|long|wide|deep|race|above|below|sprint|from|away|dash|relay|freestyle|hurdles|final|swell|waves?|"
    r"drop|cliff|tower|by|underwater|offshore)\b"
)
_METRES_BEFORE = re.compile(r"\b(?:waves?|height|depth|altitude|distance|length|drop|fell|deep|"
    r"within)\b[^.]{0,20}$", re.I)
_FEET_INCHES = re.compile(r"[\s-]?(\d{1,2})(?:[\s-]?(?:in(?:ch(?:es)?)?\b\.?|[\"”]))?(?![\w%]|[.,]\d|\s[a-z]+s\b)")
_PIECES = {
    "hal": 2, "thi": 3, "tie": 3, "qua": 4, "fou": 4, "fif": 5, "six": 6, "sev": 7, "eig": 8, "nin": 9, "ten": 10,
    "hun": 100,
}  # fmt: skip
_GLYPHS = {"½": "1/2", "¼": "1/4", "¾": "3/4", "⅓": "1/3", "⅔": "2/3"}
# What "dozens" and the like leave room for.
_VAGUE = {
    "dozens": (24, 99), "scores": (40, 199), "hundreds": (200, 9999), "thousands": (2000, 10**6 - 1),
    "millions": (2 * 10**6, 10**9 - 1), "billions": (2 * 10**9, 10**12 - 1), "dizaines": (20, 99),
    "centaines": (200, 999), "milliers": (2000, 9999),
    "hundred": (200, 999), "thousand": (2000, 9999), "million": (2 * 10**6, 10**7 - 1), "dozen": (24, 99),
    "billion": (2 * 10**9, 10**10 - 1),
}  # fmt: skip
_TENS_OF = {"tens": 10, "dozens": 12, "scores": 20, "hundreds": 100}
_COLLECTIVE = {
    "dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30, "quarantaine": 40,
    "cinquantaine": 50, "soixantaine": 60, "centaine": 100,
}  # fmt: skip
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
        Facts of kind `quantity`: `value` a decimal number (`1500000000`), or `low/high` for a range (for a score
        its two numbers in the order of mention); `unit` an ISO 4217
        code, `percent`, `basis point`, `kilometer` …, `ordinal`, else the counted noun in the singular or None;
        `qualifier` `at least`, `more than`, `nearly`, `about`, `up to`, `less than`, `between` or None.
    """
    previous: _Found | None = None
    for found in _all(text, words, taken, french=french):
        if previous is not None and _joins(previous, found, text):
            _join(previous, found)
            continue
        if previous is not None:
            yield _fact(previous, text, offset)
        previous = found
    if previous is not None:
        yield _fact(previous, text, offset)


def _all(text: str, words: Sequence[Word], taken: Sequence[tuple[int, int]], *, french: bool) -> Iterator[_Found]:
    """Read a number at each word that can start one, left to right, none inside a span that is taken."""
    spans = sorted([*taken, *_codes(text)])
    free, upcoming = 0, 0  # where the last number ended, and the first span not yet passed
    table = patterns.FIRST[french]
    for start, word in words:
        while upcoming < len(spans) and spans[upcoming][1] <= start:
            upcoming += 1
        limit = spans[upcoming][0] if upcoming < len(spans) else len(text)
        if start < free or start >= limit or not (word in table or word[0].isdigit()):
            continue
        found, end = _at(text, start, limit, french=french)
        free = max(free, end)
        if found is not None:
            yield found


def _codes(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of telephone numbers."""
    if any(c.isdigit() for c in text):
        yield from (m.span() for m in patterns.PHONE.finditer(text) if patterns.is_phone(m.group()))


def _at(text: str, start: int, limit: int, *, french: bool) -> tuple[_Found | None, int]:
    """Read the number that starts at a word, and where the next one may start."""
    score = _score(text, start)
    if score is not None:
        return score, score.end
    match = patterns.PATTERNS[french].match(text, start)
    if match is not None and (match.end() == start or match.end() > limit or not _holds(match, text, french=french)):
        match = None
    if match is not None:
        found = _read(match, text)
        return found, max(match.end(), found.end if found else 0)
    joins = patterns.BETWEEN.search(text, max(0, start - 12), start) is None
    cardinal = number_words.read(text, start, french=french, joins=joins)
    if cardinal is None or cardinal.end > limit:
        return None, start
    found = _from_words(cardinal, text, start)
    if found is None:
        return None, cardinal.end
    found = _with_unit(found, text)
    return found, max(cardinal.end, found.end)


def _holds(match: re.Match[str], text: str, *, french: bool) -> bool:
    """Tell whether what the pattern found is what it seems: "a third of", not "a third man" or "the first half"."""
    start, end = match.span()
    if match["whole"]:
        joined = text[end : end + 1] == "-" and not units.follows(text, end)
        return not joined and patterns.NOT_HALF.search(text, max(0, start - 12), start) is None
    if match["piece"]:
        many, piece = match["many"].lower(), match["piece"].lower()
        if piece.startswith(("tier", "quart")) and not piece.startswith("quarter") and not french:
            return False
        if "-" in text[start : match.end("piece")] or match["pscale"]:
            return True
        if many in {"a", "an", "un", "une", "one"} or piece.startswith("quarter"):
            divides = patterns.FRACTION_AFTER.match(text, end) is not None
            moves = patterns.FRACTION_BEFORE.search(text, max(0, start - 10), start) is not None
            return divides or moves or (many == "one" and piece == "third")
    if match["inmany"]:
        return _amount(match["top"]) < _amount(match["bottom"])
    return True


def _amount(word: str) -> int:
    return int(word) if word.isdigit() else numerals.WORDS.get(word.lower(), 100)


def _score(text: str, start: int) -> _Found | None:
    """Read "3-1" as one score: where the first number is no smaller, or a word of games and votes is near."""
    match = patterns.SCORE.match(text, start)
    if match is None or text[start - 1 : start] in {"$", "€", "£", "-", "–", ".", ",", "/"}:
        return None
    first, second = int(match.group(1)), int(match.group(2))
    near = patterns.SCORED.search(text[max(0, start - 40) : match.end() + 30]) is not None
    ends = patterns.SCORE_AFTER.match(text, match.end()) is not None
    if text[start - 1 : start].isalnum() or not (first >= second or (near and ends)) or max(first, second) > 450:
        return None
    return _Found(Decimal(first), Decimal(second), start, match.end(), unit="score")


def _fact(found: _Found, text: str, offset: int) -> Fact:
    low = numerals.decimal_text(found.low)
    single = found.low == found.high and found.unit != "score"
    value = low if single else f"{low}/{numerals.decimal_text(found.high)}"
    of = measured.of(text, found.start, found.end, found.unit)
    return Fact("quantity", value, found.unit, found.qualifier, offset + found.start, offset + found.end, of)


def _single(value: Decimal, start: int, end: int, *, scaled: bool = False, unit: str | None = None) -> _Found:
    return _Found(value, value, start, end, scaled, unit)


def _read(match: re.Match[str], text: str) -> _Found | None:
    start, end = match.span()
    if match["rank"]:
        rank = match["rankn"].lower()
        return _single(Decimal(_amount(rank)), start, end, unit="ordinal")
    if match["num"]:
        found = _from_digits(match, text, start, end)
    elif match["inmany"]:
        found = _single(Decimal(_amount(match["top"])) / _amount(match["bottom"]), start, end)
    elif match["oneunit"]:
        found = _single(Decimal("1.5"), start, end)
        found.unit = units.unit_after(text, match.end("onea"), scaled=False)[0]
    elif match["part"]:
        found = _from_part(match, text, start, end)
    elif match["about"]:
        found = _single(Decimal(_COLLECTIVE[match["about"].lower()]), start, end, scaled=True)
        found.qualifier = None if match["about"].lower() == "douzaine" else "about"
    elif match["ordword"]:
        found = _single(Decimal(numerals.ORDINALS[match["ordword"].lower()]), start, end, unit="ordinal")
    else:
        found = _from_vague(match, start, end)
    return _with_unit(found, text) if found is not None else None


def _with_unit(found: _Found, text: str) -> _Found:
    """Add what is counted, and the qualifier."""
    if found.unit is None:
        found.unit = units.unit_before(text, found.start)
    if found.unit is None:
        found.unit, found.end = units.unit_after(text, found.end, scaled=found.scaled, value=found.high)
        _add_half(found, text)
    if found.unit is None and found.high <= _OLDEST and _is_age(found, text):
        found.unit = "age"
    if found.unit != "ordinal" and found.qualifier is None:
        found.qualifier = qualifier(text, found.start, found.end)
    return found


def _is_age(found: _Found, text: str) -> bool:
    if found.start > 1 and patterns.AGE.match(text, found.start - 2):
        return True
    if patterns.AGE_AFTER_AGE.search(text, 0, found.start) and text[found.end : found.end + 1] in tuple(",.;)"):
        return True
    return patterns.AGED.search(text, max(0, found.start - 24), found.start) is not None


def _add_half(found: _Found, text: str) -> None:
    """Read on in "a year and a half" and "6-foot-2"."""
    half = patterns.HALF_AFTER_UNIT.match(text, found.end) if found.unit and found.low == found.high else None
    if half and (half["top"] or half["piece"].startswith("de")):
        piece = numerals.WORDS.get(half["top"] or "", 1) / Decimal(_PIECES.get(half["piece"][:3].lower(), 2))
        found.low = found.high = found.low + piece
        found.end = half.end()
    if found.unit == "foot" and found.low == found.high <= 12:
        inches = _FEET_INCHES.match(text, found.end)
        if inches and int(inches.group(1)) < 12:
            found.low = found.high = found.low + Decimal(int(inches.group(1))) / 12
            found.end = inches.end()


def _from_digits(match: re.Match[str], text: str, start: int, end: int) -> _Found | None:
    if not match["cur"] and _is_code(match, text, start, end):
        return None
    scale = (match["scale"] or "").lower().rstrip(".")
    if not match["ord"] and not scale and text[end : end + 1].isalpha() and not units.follows(text, end):
        return None  # a model or a code: 3D, 747s
    value = _number(match["num"], match["frac"])
    if scale == "m" and not match["cur"] and _is_metres(text, start, end):
        return _single(value, start, end, unit="meter")
    if scale:
        value *= numerals.SCALES[" ".join(scale.split())]
    if _is_negative(text, start):
        value = -value
        start = _with_sign(text, start)
    unit = "ordinal" if match["ord"] else currency(match["cur"])
    return _single(value, start, end, scaled=bool(scale), unit=unit)


def _is_metres(text: str, start: int, end: int) -> bool:
    after, before = _METRES_AFTER.match(text, end), _METRES_BEFORE.search(text, max(0, start - 40), start)
    return after is not None or before is not None


def _is_negative(text: str, start: int) -> bool:
    if patterns.MINUS.search(text, max(0, start - 10), start):
        return True
    return start > 0 and text[start - 1] in "-−–" and (start == 1 or not text[start - 2].isalnum())


def _with_sign(text: str, start: int) -> int:
    """Return where "minus" or the sign before a number starts."""
    word = patterns.MINUS.search(text, max(0, start - 10), start)
    return word.start() if word else start - 1


def _is_code(match: re.Match[str], text: str, start: int, end: int) -> bool:
    """Tell whether digits are a part of a code, a name or a date: N04311851, COVID-19, 0005.HK, Boeing 737, 9/11."""
    before, following = text[start - 1 : start] or " ", text[end : end + 2]
    if before.isalnum() or before in ".,/:_'’#":
        return True
    if (following[:1] == "." and following[1:].isupper()) or (following[:1] == "/" and following[1:].isdigit()):
        return True
    if before == "-" and start > 1 and text[start - 2].isalpha():
        if units.unit_before(text, start):
            return False
        return not (text[start - 2].islower() and re.match(r"[\s-]years?[\s-]old", text[end : end + 10]))
    if _is_plus_name(text, start, end):
        return True
    if len(match["num"]) > 1 and match["num"][0] == "0" and match["num"].isdigit():
        return True
    return not (match["scale"] or match["ord"] or match["frac"]) and _is_named(text, start, end)


def _is_plus_name(text: str, start: int, end: int) -> bool:
    """Tell whether a number is a part of "two-plus-two", which is a name."""
    return text[max(0, start - 5) : start].lower() == "plus-" or re.match(r"-plus-", text[end : end + 6]) is not None


def _is_named(text: str, start: int, end: int) -> bool:
    named = patterns.NAMED_BY.search(text, max(0, start - 14), start)
    if named is None or units.follows(text, end) or re.match(r"[.,]\d", text[end : end + 2]):
        return False
    shouted = re.match(r"[\s-][A-Z]{2}", text[end : end + 3]) is not None  # a headline in capitals
    return not shouted and named.group().rstrip(" -") not in patterns.NOT_CODES


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


def _from_words(cardinal: number_words.Cardinal, text: str, start: int) -> _Found | None:
    value, end, scaled = cardinal
    if _is_plus_name(text, start, end):
        return None
    ordinal = re.match(r"-[a-z]+", text[end : end + 10])
    if ordinal and (rank := numerals.ORDINALS.get(text[start:end].lower() + ordinal.group())):
        return _single(Decimal(rank), start, end + ordinal.end(), unit="ordinal")
    alone = text[start:end].lower() in {"one", "un", "une"}
    if alone and (
        text[start:end].lower() != "one"
        or patterns.PRONOUN_ONE.match(text, end)
        or re.search(r"\b(?:no|any|some|every|this|that|the)\s$", text[max(0, start - 6) : start].lower())
    ):
        return None
    if patterns.MINUS.search(text, max(0, start - 10), start):
        value, start = -value, _with_sign(text, start)
    return _single(value, start, end, scaled=scaled)


def _from_part(match: re.Match[str], text: str, start: int, end: int) -> _Found | None:
    piece, many = (match["piece"] or "half").lower(), (match["many"] or "").lower()
    value = Decimal(numerals.WORDS.get(many, 1)) / Decimal(_PIECES[piece[:3]])
    if match["pscale"]:
        value *= numerals.SCALES[match["pscale"].lower()]
    found = _single(value, start, end, scaled=bool(match["pscale"]))
    article = _OF_A.match(text, end) or (_ARTICLE.match(text, end) if piece == "half" else None)
    if article:
        found.end = article.end() - (text[article.end() - 1] == " ")
    return found


def _from_vague(match: re.Match[str], start: int, end: int) -> _Found:
    parts = match["vague"].lower().split()
    if len(parts) == 3 and parts[0] in _TENS_OF:
        times, each = _TENS_OF[parts[0]], _EACH[parts[2]]
        low, high = 2 * times * each, 10 * times * each - 1
    elif "couple" in parts:
        low = high = 2 * numerals.SCALES.get(parts[-1], 1)
    else:
        low, high = _VAGUE[parts[-1]]
    return _Found(Decimal(low), Decimal(high), start, end, scaled=True, qualifier="about")


def _joins(first: _Found, second: _Found, text: str) -> bool:
    """Tell whether two numbers are one range: "between 50 and 100", "10 to 12 percent", "10-12"."""
    gap = text[first.end : second.start]
    if len(gap) > 5 or first.low != first.high or not patterns.RANGE.match(gap):
        return False
    if not {first.unit, second.unit}.isdisjoint({"ordinal", "score"}):
        return False
    if first.low >= second.low and (first.scaled or not second.scaled):
        return False
    word = gap.strip()
    if word in {"and", "et"}:
        return patterns.BETWEEN.search(text, max(0, first.start - 14), first.start) is not None
    if word in {"or", "ou"} and not (first.unit is None and first.low * 2 >= second.low):
        return False
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
