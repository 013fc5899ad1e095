"""Units of measurement, currencies and counted nouns: what a number in a sentence counts.

Called by `quantities`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

# Name -> how English and French news write it, after the number.
_UNITS = {
    "percent": r"percent(?:age)?(?!\s?points?)|per\s?cent|%|pct|pour\s?cent",
    "percentage point": r"percentage\spoints?|points?\sde\spourcentage",
    "basis point": r"basis\spoints?|bps?",
    "USD": r"(?:U\.?S\.?\s)?dollars?|USD",
    "EUR": r"euros?|EUR|€",
    "JPY": r"yens?|JPY",
    "GBP": r"pounds?\ssterling|sterling|GBP|£",
    "CNY": r"yuan|renminbi|RMB",
    "KRW": r"won",
    "CHF": r"(?:Swiss\s)?francs?",
    "INR": r"rupees?",
    "RUB": r"ro?ubles?",
    "cent": r"cents?|¢",
    "penny": r"pence|pennies|p",
    "barrel per day": r"barrels?\s(?:per|a)\sday|bpd",
    "barrel": r"barrels?|bbls?",
    "ounce": r"ounces?|oz",
    "tonne": r"metric\stons?|tonnes?",
    "ton": r"tons?",
    "kilogram": r"kilograms?|kilogrammes?|kilos?|kg",
    "gram": r"grams?|grammes?",
    "kilometer per hour": r"km/h|kph",
    "mile per hour": r"mph|miles\s(?:per|an)\shour",
    "kilometer": r"kilomet(?:er|re)s?|kilomètres?|km",
    "centimeter": r"centimet(?:er|re)s?|cm",
    "meter": r"met(?:er|re)s?|mètres?",
    "mile": r"miles?",
    "foot": r"feet|foot|ft",
    "inch": r"inch(?:es)?",
    "hectare": r"hectares?",
    "acre": r"acres?",
    "liter": r"lit(?:er|re)s?",
    "gallon": r"gallons?",
    "megawatt": r"megawatts?|MW",
    "gigawatt": r"gigawatts?|GW",
    "degree": r"degrees?|°\s?[CF]?|degrés",
    "second": r"seconds?|secondes?",
    "minute": r"minutes?",
    "hour": r"hours?|heures?",
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
# Money or weight: a scale word tells ("3.5 million pounds").
_POUNDS = re.compile(r"[\s-]pounds?\b")
_NOUN = re.compile(
    r"[\s-](?:of\s(?:the\s|its\s|their\s)?)?(?P<words>[A-Za-zÀ-ÿ][\w'’-]*(?:\s[A-Za-zÀ-ÿ][\w'’-]*){0,3})"
)
# Words that close a noun phrase: what stands before the first of them is counted.
_CLOSING = frozenset(
    "its their his her our my a an the of in on at to for from by with and or as than that which who were was is are "
    "have "
    "has had be been will would could may might after before when while since during over under per into about if but "
    "not said did do de la le les des en dans sur par pour et ou qui que sont ont a été était dead killed injured "
    "wounded arrested more less".split()
)
_IRREGULAR = {
    "men": "man", "women": "woman", "children": "child", "people": "person", "persons": "person", "feet": "foot",
    "policemen": "policeman", "personnes": "person", "dead": "dead", "lives": "life", "wives": "wife",
    "dollars": "USD", "dollar": "USD", "euros": "EUR", "yen": "JPY", "yuan": "CNY",
}  # fmt: skip


def follows(text: str, position: int) -> bool:
    """Tell whether a unit stands at a position."""
    return _UNIT.match(text, position) is not None


def unit_after(text: str, position: int, *, scaled: bool) -> tuple[str | None, int]:
    """Return the unit or counted noun after a number, and where the quantity ends with it.

    Args:
        text: The sentence.
        position: Where the number ends.
        scaled: Whether the number has a scale word, as "million".
    """
    match = _UNIT.match(text, position)
    if match:
        return _NAMES[int((match.lastgroup or "u0")[1:])], match.end()
    pounds = _POUNDS.match(text, position)
    if pounds:
        return "GBP" if scaled else "pound", pounds.end()
    noun = _NOUN.match(text, position)
    return (_counted(noun["words"].split()) if noun else None), position


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
    return singular(last) if last else None


def singular(word: str) -> str:
    """Return the singular of an English or French noun, by rule."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "ches", "shes", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3 else word
