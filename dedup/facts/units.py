"""Units of measurement, currencies and counted nouns: what a number in a sentence counts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

_PER = r"(?:\s?/\s?|\s(?:per|an?|par)\s)"
_SQUARE = r"(?:square\s|sq\.?\s)"
_DOLLARS_OF = {
    "AUD": "Australian", "CAD": "Canadian", "HKD": r"Hong\sKong", "SGD": "Singapore", "NZD": r"New\sZealand",
    "TWD": "Taiwan",
}  # fmt: skip
# Name -> how English and French news write it, after the number.
_UNITS = {
    "percent": r"percent(?:age)?(?![\s-]?points?)|per\s?cent(?![\s-]points?)|per-cent|%(?![\s-]points?)|pct|PCT|"
    r"PERCENT|pc|"
    r"pour\s?cent|Prozent",
    "percentage point": r"(?:percentage|per\scent|%)[\s-]points?|points?\sde\spourcentage|pp",
    "basis point": r"basis[\s-]points?|bps?",
    **{code: rf"{place}\sdollars?" for code, place in _DOLLARS_OF.items()},
    "USD": r"(?:(?:U\.?S\.?|American)\s)?dollars?|USD|\$",
    "EUR": r"euros?|EUR|€|Euro",
    "JPY": r"yens?|JPY",
    "GBP": r"(?:British\s)?pounds?\ssterling|British\spounds?|sterling|GBP|£",
    "CNY": r"(?:Chinese\s)?yuan|renminbi|RMB|CNY",
    "KRW": r"(?:South\s)?Korean\swon|KRW",
    "CHF": r"(?:Swiss\s)?francs?|CHF",
    "INR": r"(?:Indian\s)?rupees?|INR",
    "RUB": r"ro?ubles?",
    "SEK": r"(?:Swedish\s)?kron(?:or|a)|SEK",
    "NOK": r"Norwegian\s(?:kroner|crowns?)|NOK",
    "DKK": r"Danish\s(?:kroner|crowns?)|DKK",
    "krone": r"kroner?|kr",
    "PLN": r"zlot(?:ys?|ies)",
    "TRY": r"(?:Turkish\s)?lira",
    "ZAR": r"(?:South\sAfrican\s)?rand",
    "BRL": r"rea(?:is|ls?)(?!\s[a-z])",
    "MXN": r"Mexican\spesos?",
    "ARS": r"Argentine\spesos?",
    "peso": r"pesos?",
    "ILS": r"shekels?",
    "UAH": r"hryvnias?",
    "cent": r"cents?|¢",
    "penny": r"pence|pennies|p",
    "barrel per day": r"barrels?(?:\sof\s(?:oil|crude))?\s(?:per|a)\sday|bpd",
    "barrel": r"barrels?|bbls?",
    "ounce": r"ounces?|oz",
    "tonne": r"metric\stons?|tonnes?|t",
    "ton": r"tons?",
    "kilogram": r"kilograms?|kilogrammes?|kilos?|kg",
    "milligram": r"milligrams?|mg",
    "gram": r"grams?|grammes?|g(?=\sof\b)",
    "kilometer per hour": rf"km/?h|kph|kmph|(?:kilomet(?:er|re)s?|kilomètres?|km){_PER}(?:hours?|heure|h)|"
    r"kilomètres-heure",
    "mile per hour": r"mph|miles[\s-](?:per|an)[\s-]hour",
    "meter per second": rf"(?:met(?:er|re)s?|m){_PER}(?:seconds?|s)",
    "knot": r"knots?|kts?",
    "square kilometer": rf"{_SQUARE}(?:kilomet(?:er|re)s?|km)|km²|km2|kilomètres?\scarrés?",
    "square mile": rf"{_SQUARE}miles?",
    "square meter": rf"{_SQUARE}(?:met(?:er|re)s?|m)|m²|m2|sqm|mètres?\scarrés?",
    "square foot": rf"{_SQUARE}(?:f(?:ee|oo)t|ft)|sqft",
    "cubic meter per second": rf"(?:cubic\smet(?:er|re)s?|m³){_PER}(?:seconds?|s)|cumecs?",
    "cubic meter": r"cubic\smet(?:er|re)s?|m³|m3|mètres?\scubes?",
    "kilometer": r"kilomet(?:er|re)s?|kilomètres?|km|kms",
    "millimeter": r"millimet(?:er|re)s?|millimètres?|mm",
    "centimeter": r"centimet(?:er|re)s?|centimètres?|cm",
    "meter": r"met(?:er|re)s?|mètres?|m(?=[,.;)]|\s(?!people|tonnes))",
    "mile": r"miles?",
    "foot": r"feet|foot|ft",
    "inch": r"inch(?:es)?|in(?=\sof\s(?:rain|snow|hail|water)|\s(?:fell|long|wide|tall|deep|thick|high|across)\b)|"
    r"[\"”](?=\s(?:long|wide|tall|deep|thick|high|across|screen|display|pipe|pipeline|gun)\b)",
    "hectare": r"hectares?|ha",
    "acre": r"acres?",
    "liter per second": rf"(?:lit(?:er|re)s?|l){_PER}(?:seconds?|s)",
    "liter": r"lit(?:er|re)s?",
    "gallon": r"gallons?",
    "kilowatt-hour": r"kilowatt[\s-]?hours?|kWh",
    "megawatt-hour": r"megawatt[\s-]?hours?|MWh",
    "gigawatt-hour": r"gigawatt[\s-]?hours?|GWh",
    "terawatt-hour": r"terawatt[\s-]?hours?|TWh",
    "kilowatt": r"kilowatts?|kW",
    "megawatt": r"megawatts?|MW",
    "gigawatt": r"gigawatts?|GW",
    "hectopascal": r"hectopascals?|hPa",
    "millibar": r"millibars?|mbar|mb",
    "degree": r"(?:degrees?|degrés|deg|°)(?:[\s-]?(?:Celsius|Fahrenheit|centigrade|[CF](?![A-Za-z])))?|º\s?[CF]|"
    r"[CF](?=[,.;:)(\s]|$)",
    "magnitude": r"magnitude",
    "second": r"seconds?|secondes?",
    "minute": r"minutes?|mins?",
    "hour": r"hours?|heures?|hrs?",
    "day": r"days?|jours?",
    "week": r"weeks?|semaines?",
    "month": r"months?|mois",
    "age": r"years?[\s-]olds?",
    "year": r"years?|ans?|années?",
    "decade": r"decades?",
    "time": r"times?|fois",
    "point": r"points?|pts?",
    "share": r"shares?|actions?",
}
_NAMES = tuple(_UNITS)
_UNIT = re.compile(
    r"[\s\u00a0\u202f-]{0,2}(?:d['’]|de\s)?(?:"
    + "|".join(f"(?P<u{i}>{pattern})" for i, pattern in enumerate(_UNITS.values()))
    + r")(?![A-Za-zÀ-ÿ])"
)
# Letters that are units only close behind a number in digits.
_SHORT = frozenset({"t", "m", "p", "g", "ha", "mb", "kr", "C", "F", "pc", "pp", "kt", "kts"})
_PER_UNIT = re.compile(r"\s(?:per|a|an)\s(second|minute|hour|day|week|month|year|hectare|kilogram|lit(?:er|re))\b")
_RATED = frozenset("liter gallon tonne ton kilogram gram barrel meter foot mile millimeter milligram".split())
_WON = re.compile(r"[\s-]won\b")
_WON_LEAST = 1000  # below it "won" is a verb: "12 won the vote"
_MAGNITUDE = re.compile(r"\bmagnitude(?:[\s-]of)?[\s-]$", re.IGNORECASE)
# "12 dead", "30 injured": what became of those counted is what is counted.
_STATES = re.compile(
    r"\s(?:(?:more|others?|people)\s)?(?:were\s|was\s|are\s|have\sbeen\s)?(?:confirmed\s)?"
    r"(?P<state>dead|killed|injured|wounded|hurt|missing|arrested|detained|hospitali[sz]ed|rescued|displaced|infected)\b"
)
_STATE_UNITS = {"dead", "injured", "wounded", "missing"}
# Money or weight: a scale word tells ("3.5 million pounds").
_POUNDS = re.compile(r"[\s-]pounds?\b")
_NOUN = re.compile(
    r"[\s-](?:(?:more|other|additional|further|autres)\s)?(?:(?:of|des?|du)\s(?:the\s|its\s|their\s)?|d['’])?(?P<words>[A-Za-zÀ-ÿ][\w'’-]*(?:\s[A-Za-zÀ-ÿ][\w'’-]*){0,3})"
)
# Words that close a noun phrase: what stands before the first of them is counted.
_CLOSING = frozenset(
    "its their his her our my a an the of in on at to for from by with and or as than that which who were was is are "
    "have "
    "has had be been will would could may might after before when while since during over under per into about if but "
    "not said did do de la le les des en dans sur par pour et ou qui que sont ont a été était dead killed injured "
    "wounded arrested more less "
    # Verbs that follow a bare number or a noun.
    "sank rose fell left came went hit won lost fled took made met held told began got gave saw stood ran drew led "
    "kept sent spoke died drowned drew broke chose grew spent paid bought sold built cost cut put set struck sought "
    "remain remained stayed became lived live work say says make makes take need want face".split()
)
_IRREGULAR = {
    "men": "man", "women": "woman", "children": "child", "people": "person", "persons": "person", "feet": "foot",
    "policemen": "policeman", "personnes": "person", "dead": "dead", "lives": "life", "wives": "wife",
    "menschen": "person", "personen": "person", "élus": "élu",
    "dollars": "USD", "dollar": "USD", "euros": "EUR", "yen": "JPY", "yuan": "CNY",
}  # fmt: skip


def follows(text: str, position: int) -> bool:
    """Tell whether a unit stands at a position."""
    return _UNIT.match(text, position) is not None


def unit_after(text: str, position: int, *, scaled: bool, value: Decimal = Decimal(0)) -> tuple[str | None, int]:
    """Return the unit or counted noun after a number, and where the quantity ends with it.

    Args:
        text: The sentence.
        position: Where the number ends.
        scaled: Whether the number has a scale word, as "million".
        value: The number.
    """
    match = _UNIT.match(text, position)
    if match and _is_unit(match, text, position):
        unit, end = _NAMES[int((match.lastgroup or "u0")[1:])], match.end()
        rate = _PER_UNIT.match(text, end) if unit in _RATED else None
        return (f"{unit} per {rate.group(1).replace('re', 'er')}", rate.end()) if rate else (unit, end)
    won = _WON.match(text, position)
    if won and (scaled or value >= _WON_LEAST):
        return "KRW", won.end()
    pounds = _POUNDS.match(text, position)
    if pounds:
        weight = text[pounds.end() : pounds.end() + 4] == " of "
        return "GBP" if scaled and not weight else "pound", pounds.end()
    noun = _NOUN.match(text, position)
    counted = _counted(noun["words"].split()) if noun else None
    if counted is None and (state := _STATES.match(text, position)):
        counted = state["state"] if state["state"] in _STATE_UNITS else "person"
    return counted, position


def _is_unit(match: re.Match[str], text: str, position: int) -> bool:
    """Tell whether a short letter is a unit: "816 000 t", "41C", not "500 C" in a title or "30 p"."""
    word = match.group().strip("\u00a0\u202f -")
    if word not in _SHORT:
        return True
    return text[position - 1 : position].isdigit() and (word in {"t", "ha", "mb", "kr", "m"} or match.group() == word)


def unit_before(text: str, position: int) -> str | None:
    """Return `magnitude` where the word stands before the number."""
    return "magnitude" if _MAGNITUDE.search(text, max(0, position - 16), position) else None


def _counted(words: Sequence[str]) -> str | None:
    """Return the head of a noun phrase: its last word, or the first plural."""
    last = None
    for word in words:
        lower = word.lower().rstrip("'’")
        if lower in _CLOSING or (last and lower.endswith("ed")):
            break
        last = lower
        if lower in _IRREGULAR or (lower.endswith("s") and not lower.endswith(("ss", "us", "is", "'s", "’s"))):
            break
    return singular(last) if last and not (last.endswith("ed") and len(last) > 4) else None


def singular(word: str) -> str:
    """Return the singular of an English or French noun, by rule."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("eaux"):
        return word[:-1]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "ches", "shes", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3 else word
