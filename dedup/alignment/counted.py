"""What a figure counts: the dead, the arrested, a price, a turnout; and whether it is an old or an expected one.

A number is compared only with a number that counts the same thing.
"""

from __future__ import annotations

import functools
import re

from dedup.alignment import measures
from dedup.articles import Claim, Fact
from dedup.text.currencies import CURRENCIES

# What is counted, and the words near a figure that say so. A figure takes the nearest of its clause.
COUNTED: dict[str, str] = {
    "dead": "kill killed killing die died dead death deaths fatality fatalities toll perish perished victims drown",
    "injured": "injure injured injuring injury injuries hurt wound wounded wounding hospitalized hospitalised",
    "trapped": "trap trapped trapping stranded stuck",
    "missing": "missing unaccounted",
    "arrested": "arrest arrested detain detained custody",
    "rescued": "rescue rescued save saved removed pulled plucked evacuees",
    "evacuated": "evacuate evacuated evacuation flee fled displaced homeless",
    "without power": "power electricity blackout outage outages",
    "aboard": "aboard board carry carrying carried carries",
    "attended": "attend attended march marched marchers crowd rally rallied protest protested protesters "
    "demonstrate came demonstrated demonstrators gathered spectators audience watched watch drew attendance streets "
    "fans",
    "employed": "employ employs employed workforce staff payroll work works",
    "jobs cut": "layoffs redundancies axe",
    "turnout": "turnout voters voted",
    "seats": "seat seats",
    "votes": "vote votes ballots",
    "magnitude": "magnitude quake earthquake",
    "depth": "deep depth",
    "wind": "wind winds gust gusts",
    "rain": "rain rainfall",
    "duration": "last lasted lasting",
    "sentence": "sentence sentenced jail jailed prison imprisonment term imprisoned",
    "fine": "fine fined penalty",
    "price": "price buy bought purchase acquire acquisition takeover deal bid cost costs costing paid pay worth ransom "
    "transaction merger approach offer fee valued",
    "salary": "salary salaries wage wages earn earns",
    "convicted": "convict convicted guilty",
    "acquitted": "acquit acquitted",
    "revenue": "revenue revenues sales turnover",
    "profit": "profit profits earnings income earned",
    "loss": "loss losses",
    "charge": "hit charge charges writedown impairment",
    "stolen": "theft steal stole stolen accounts account customer customers record records breach",
    "goals": "score scored scores scoring goals goal",
    "premium": "premium",
    "shares": "share shares stock stocks index",
    "sent": "send sends sent sending deploy deploys deployed",
    "damaged": "damage damaged destroyed houses",
}  # fmt: skip
_PEOPLE = frozenset(
    {"dead", "injured", "missing", "trapped", "arrested", "rescued", "evacuated", "aboard", "attended", "employed",
     "jobs cut", "stolen"}
)
BEFALLEN = frozenset({"dead", "injured", "missing", "trapped", "arrested", "rescued"})
_MONEY = frozenset({"salary", "charge", "price", "revenue", "profit", "loss", "fine", "damaged", "stolen"})
# What a quantity of a dimension can count; one of another dimension counts what its unit says.
_OF_DIMENSION: dict[str, frozenset[str]] = {
    "percent": frozenset({"turnout", "votes", "shares", "premium", "revenue", "profit", "loss", "price"}),
    "time": frozenset({"duration", "sentence"}), "speed": frozenset({"wind"}),
    "length": frozenset({"depth", "rain"}), "person": _PEOPLE | {"turnout"}, "degree": frozenset(),
}  # fmt: skip
_OLD = re.compile(
    r"(?:\boriginal|\binitial|\bfrom|\bearlier (?:figure|estimate|toll|count|report|number) of|\bpreviously|"
    r"\bpreviously reported|"
    r"\bcompared (?:with|to)|\bversus|\bearlier reported|\binstead of|\brather than|"
    r"\binitially (?:said|reported|put at))"
    r"\s+(?:about |some |the |an? )?$",
    re.IGNORECASE,
)
_ONCE = re.compile(
    r"\s*(?:a year (?:ago|earlier)|the (?:year|month|week) before|previously|earlier this)\b",
    re.IGNORECASE,
)
_EXPECTED = re.compile(
    r"(?<!is )(?<!are )(?<!was )(?<!were )(?<!be )\bexpect(?:ed|s)\b(?! to\b)|"
    r"\b(?:expectations?|forecasts?|analysts?|consensus|estimates?|predicted|projected|targets?|need(?:s|ed)?|required)\b",
    re.IGNORECASE,
)
_DEMANDED = re.compile(
    r"\b(?:demand(?:s|ed|ing)?|want(?:s|ed|ing)?|seek(?:s|ing)?|sought|ask(?:s|ed|ing)? for|call(?:s|ed|ing)? for)\b",
    re.IGNORECASE,
)
_ADDED = re.compile(
    r"\b(?:convicted|acquitted|cleared|guilty) (?:on|of)\b[^,.;]* and $|"
    r"\b(?:the|an?|his|her|its) (?:pilot|driver|captain|man|woman|boy|girl|child|mother|father|soldier|officer|guard|"
    r"wife|husband|son|daughter|attacker|gunman|bomber|owner) and $",
    re.IGNORECASE,
)
_RESTORED = re.compile(r"\b(?:restor(?:e|es|ed|ing)|reconnect(?:ed|ing)|back|return(?:ed|ing))\b", re.IGNORECASE)
_FOUND = re.compile(r"\b(?:found|recovered|seized|returned)\b", re.IGNORECASE)
_LOST = re.compile(r"\blost (?:about |some |nearly |almost |more than )?$", re.IGNORECASE)
_FOR = re.compile(r"\bfor (?:a fee of |about |some |around |nearly |more than |up to )?$", re.IGNORECASE)
_TRADED = re.compile(
    r"\b(?:b(?:uy|uys|ought|uying)|s(?:ell|ells|old|elling)|join(?:s|ed)?|sign(?:s|ed)?|mov(?:e|es|ed)|acquir(?:e|es|ed)|"
    r"purchas(?:e|es|ed)|transferred|t(?:ake|akes|aken|aking|ook) over|changed hands)\b",
    re.IGNORECASE,
)
_PAID = re.compile(r"\b(?:be|is|are|was|were|being) paid\b", re.IGNORECASE)
_CHANGED = re.compile(
    r"\b(?:correct(?:ed|s|ing|ion)|revis(?:ed|es|ing|ion)|updat(?:ed|es|ing)|(?:has|have|had) (?:now )?"
    r"(?:risen|climbed|grown|"
    r"increased|fallen|dropped|weakened|strengthened|reached)|rose to|rises to|climbed to|grew to|increased to|"
    r"jumped to|"
    r"(?:fell|dropped|weakened|strengthened|lowered|raised|reduced) to|"
    r"(?:rais|lower|increas|improv|sweeten|cut)\w* (?:its|their|his|her|the) (?:\w+ )?(?:offer|bid) to|"
    r"earlier (?:figure|estimate|toll|count|report|number)|"
    r"(?:raising|bringing|taking) the (?:\w+ )?(?:toll|total|number|count|tally)|"
    r"new (?:toll|count|figure|total)|up from|"
    r"down from|now (?:stands?|put|at))\b",
    re.IGNORECASE,
)
_BREAK = re.compile(
    r"(?<!\d)[,](?!\d)\s?|,\s|[;()—–]\s?|:\s|"
    r"\s(?:and|but|while|whereas|after|before|because|when|as|who|which|that)\s"
)
_TOTAL = re.compile(r"\b(?:toll|total|tally|overall|in all)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_FAR = 12  # words


@functools.cache
def _keys() -> dict[str, str]:
    return {word: key for key, words in COUNTED.items() for word in words.split()}


def clause(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the clause around a stretch of text starts and ends."""
    left = max((m.end() for m in _BREAK.finditer(text, 0, start)), default=0)
    right = _BREAK.search(text, end)
    return left, right.start() if right else len(text)


def counts(claim: Claim, fact: Fact) -> str | None:
    """Return what a figure counts, as a key of `COUNTED`; None where no word near it says so."""
    if fact.unit == "ordinal":
        return None
    text, start, end = claim.text, fact.start - claim.start, fact.end - claim.start
    only = _allowed(fact)
    unit = _keys().get(fact.unit) if fact.unit and fact.unit.isalpha() and fact.unit.islower() else None
    left, right = clause(text, start, end)
    if fact.unit in CURRENCIES:
        if _LOST.search(text, left, start):
            return "loss"
        if _PAID.search(text, left, right):
            return "salary"
        if _FOR.search(text, left, start) and _TRADED.search(text, left, start):
            return "price"
    return (
        _nearest(text, left, start, end, right, only)
        or (unit if only is None or unit in only else None)
        or _nearest(text, 0, start, end, len(text), only, once=True)
    )


def _allowed(fact: Fact) -> frozenset[str] | None:
    if fact.unit in CURRENCIES:
        return _MONEY
    return _OF_DIMENSION.get(measures.dimension(fact)) if fact.unit else None


def _nearest(
    text: str, left: int, start: int, end: int, right: int, only: frozenset[str] | None, *, once: bool = False
) -> str | None:
    """Return the key of the nearest word that has one; with `once` only where all such words have the same."""
    table = _keys()
    before = [table.get(m.group().lower()) for m in _WORD.finditer(text, left, start)][::-1]
    after = [table.get(m.group().lower()) for m in _WORD.finditer(text, end, right)]
    found = [
        (distance + (0 if side is before else 1), key)
        for side in (before, after)
        for distance, key in enumerate(side[:_FAR])
        if key is not None and (only is None or key in only)
    ]
    if once and len({key for _, key in found}) > 1:
        return None
    return min(found)[1] if found else None


def is_old(claim: Claim, fact: Fact) -> bool:
    """Tell whether a figure is one that no longer holds: "from 8 billion", "an earlier figure of seven"."""
    start, end = fact.start - claim.start, fact.end - claim.start
    before = claim.text[max(0, start - 40) : start]
    return bool(_OLD.search(before)) or bool(_ONCE.match(claim.text, end))


def is_expected(claim: Claim, fact: Fact) -> bool:
    """Tell whether a figure is what others expected, in its own clause."""
    start, end = fact.start - claim.start, fact.end - claim.start
    left, right = clause(claim.text, start, end)
    return _EXPECTED.search(claim.text, left, right) is not None


def is_demanded(claim: Claim, fact: Fact) -> bool:
    """Tell whether somebody asks for a figure, in its own clause: no offer is compared with it."""
    start, end = fact.start - claim.start, fact.end - claim.start
    left, right = clause(claim.text, start, end)
    return _DEMANDED.search(claim.text, left, right) is not None


def is_restored(claim: Claim, fact: Fact) -> bool:
    """Tell whether a figure is of what was lost and is back: "power was restored to 40,000 homes"."""
    left, right = clause(claim.text, fact.start - claim.start, fact.end - claim.start)
    back = _FOUND if fact.unit in CURRENCIES else _RESTORED
    return back.search(claim.text, left, right) is not None


def is_added(claim: Claim, fact: Fact) -> bool:
    """Tell whether a figure comes on top of what stands before it: "guilty of fraud and two counts of theft"."""
    return _ADDED.search(claim.text, 0, fact.start - claim.start) is not None


def is_total(claim: Claim, fact: Fact) -> bool:
    """Tell whether a figure is called the toll or the total, rather than what was added to it."""
    start = fact.start - claim.start
    left, _ = clause(claim.text, start, fact.end - claim.start)
    return _TOTAL.search(claim.text, left, start) is not None


def says_changed(claim: Claim) -> bool:
    """Tell whether a claim says itself that a figure is new: corrected, risen to, weakened to."""
    return _CHANGED.search(claim.text) is not None
