"""What a number is of: what became of those it counts (`killed`), or what it measures (`price`, `profit`)."""

from __future__ import annotations

import re

# Value -> the words for it. What became of people comes first: it tells two tolls apart.
_STATES = {
    "killed": r"killed|kills?|killing|dead|died|dies|deaths?|fatalit(?:y|ies)|toll|lives|bodies|drowned|"
    r"perished|tu[ée]e?s?|"
    r"morte?s?|morts?|décès",
    "injured": r"injur(?:ed|ing|ies|y)|wounded|wounding|hurt|bless[ée]e?s?",
    "missing": r"missing|unaccounted|disparue?s?",
    "arrested": r"arrest(?:ed|s)?|detained|arrêtée?s?|interpellée?s?",
    "rescued": r"rescued|saved|survived|survivors?|survivante?s?",
    "displaced": r"displaced|evacuated|evacuees?|homeless|fled|évacuée?s?",
    "infected": r"infect(?:ed|ions?)|sickened|hospitali[sz]ed",
    "marched": r"march(?:ed|ers?)|protest(?:ed|ers?)|demonstrat(?:ed|ors?)|rall(?:y|ied)|gathered|attended|took part|"
    r"turned out|manifest(?:é|ants?)|défilé",
}
_MEASURES = {
    "price": r"price[ds]?|pric(?:e|ing)|sold for|bought|buy|cost(?:s|ing)?|pay|paid|purchase|acquire[sd]?|deal|"
    r"takeover|"
    r"bid|offer|worth|valued|valuation|prix|coûte",
    "profit": r"profits?|earnings|net income|bénéfices?",
    "loss": r"loss(?:es)?|pertes?",
    "revenue": r"revenues?|sales|turnover|chiffre d['’]affaires|ventes",
    "fine": r"fine[ds]?|penalt(?:y|ies)|amende",
    "budget": r"budgets?|spending|funding|investments?|invest(?:ed)?",
    "debt": r"debts?|deficits?|loans?|dette",
    "wage": r"salar(?:y|ies)|wages?|pay rise|salaires?",
    "inflation": r"inflation",
    "unemployment": r"unemployment|jobless|chômage",
    "growth": r"growth|gdp|grew|economy|croissance",
    "rate": r"(?:interest |benchmark |policy )?rates?|taux",
    "turnout": r"turnout|participation",
    "vote": r"votes?|support|poll(?:ed|s)?|backed",
    "temperature": r"temperatures?|heat|celsius|fahrenheit|températures?",
    "wind": r"winds?|gusts?",
    "rain": r"rain(?:fall)?|snow(?:fall)?|pluie",
    "magnitude": r"magnitude|quake|earthquake|séisme",
}
_WORDS = {**_STATES, **_MEASURES}
_PATTERN = re.compile(
    r"(?<!\w)(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _WORDS.items()) + r")(?!\w)", re.IGNORECASE
)
# What ends the reach of a number: a clause, or the next number.
_BREAK = re.compile(
    r"[;:.!?](?:\s|$)|,\s(?:and|but|while|up|down|compared|against|from)\b|\s(?:and|but|while|after|when|before)\s|\d|[$€£¥]|"
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?)\b",
    re.IGNORECASE,
)
_REACH = 60
_COUNTS = frozenset(_STATES)


def of(text: str, start: int, end: int, unit: str | None) -> str | None:
    """Return what the number at `text[start:end]` is of, None where no word in its clause tells.

    Args:
        text: The sentence.
        start: Where the quantity starts.
        end: Where it ends.
        unit: Its unit or counted noun; people are looked up among fates, money and measures among measures.
    """
    if unit in {"ordinal", "age", "score"}:
        return None
    after, before = text[end : end + _REACH], text[max(0, start - _REACH) : start]
    stop = _BREAK.search(after)
    after = after[: stop.start()] if stop else after
    stops = [m.end() for m in _BREAK.finditer(before)]
    before = before[stops[-1] :] if stops else before
    following = [m.lastgroup or "" for m in _PATTERN.finditer(after)]
    preceding = [m.lastgroup or "" for m in _PATTERN.finditer(before)]
    money = unit is not None and (unit.isupper() or unit in {"percent", "cent", "degree", "point", "percentage point"})
    found = [preceding[-1:], following[:1]] if money else [following[:1], preceding[-1:]]
    wanted = set(_MEASURES) if money else _COUNTS
    return next((name for names in found for name in names if name in wanted), None)
