"""The acts that a claim names, by verb or noun, and what is bound to each: who takes part, days, places."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from dedup.alignment.polarity import GENERIC, like
from dedup.alignment.vocabulary import CALENDAR, FUNCTION_WORDS, TITLES, common
from dedup.articles import Claim, Fact, Predicate
from dedup.text.stems import NUMBER_WORDS, stem

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_BREAK = re.compile(
    r"[;:()“”\"—–]|\s--\s|,?\s(?:but|while|whereas|who|whose|which|that|after|before|because|when|as|if|since|until|where|"
    r"although|though)\s|,\s(?=[^,.;]{1,60}\s(?:said|says|told|added)\b)"
)
_AT = re.compile(
    r"\b(?:in|at|near|off|outside)\s(?:the\s)?(?:(?:northern|southern|eastern|western|central|port of|city of|town of|"
    r"village of)\s)?(?P<name>[A-ZÀ-Þ][\w’'-]+(?:\s[A-ZÀ-Þ][\w’'-]+){0,3})"
)
_TITLED = re.compile(r"\b(?:an?|the|its|their|his|her)\s(?:early\s|late\s)?$", re.IGNORECASE)
_NOUN_AFTER = re.compile(r"(?:['’]s)?\s[a-z]|['’]s\s")
# The day of something else: "ahead of its May 3 meeting", "up from 2007".
_OF_OTHERS = re.compile(
    r"\b(?:ahead of|before|after|until|till|by|from|since|than|to|compared with|versus|against|following)\s"
    r"(?:[\w’']+\s){0,2}$",
    re.IGNORECASE,
)
_IN_NAME = re.compile(r"[a-z,] (?!(?:Last|Early|Late|Mid|Since|By|On|In|Until|From)\b)[A-Z][a-z]+ $")
_MODEL = re.compile(r"\s[A-Z][a-z]+\b(?!,)")
_AGO = re.compile(r"\b(?:ago|earlier|before|previous|prior|last)\b", re.IGNORECASE)
_OPENS = 4  # characters in which a claim opens with a date
_AND = re.compile(r"\band\s")
_NEXT_WORD = re.compile(r"\s(?P<word>[a-z]+)\b")
_STATES = frozenset(map(stem, "dead alive injured hurt missing guilty".split()))  # nobody takes part as these
_MEETING = frozenset(map(stem, (
    "meet met meeting talk talks summit round session dialogue negotiate negotiation"
).split()))  # fmt: skip
ONCE = _MEETING | frozenset(map(stem, "sign vote elect election visit launch trial deal agreement treaty".split()))
# Verbs of a figure that moves: what moves must be alike.
MOVES = frozenset(map(stem, (
    "rise rose fall fell gain lose lost drop climb climbed slip jump increase decrease decline grow grew shrink slump "
    "soar surge plunge tumble edge ease dip widen narrow "
    "average total reach hit cost stand stood"
).split()))  # fmt: skip
_UNITS = frozenset((
    "percent percentage point points cent cents dollar dollars euro euros pound pounds yen share shares barrel hour "
    "hours metre metres kilometre kilometres mile miles ton tons tonne tonnes degree degrees basis billion million "
    "thousand stock stocks price prices figure figures number quarter"
).split())  # fmt: skip
_EVERYBODY = FUNCTION_WORDS | GENERIC
_UNTELLING = _STATES | _EVERYBODY
_FIRM = re.compile(r"\s(?:Inc|Corp|Co|Cos|Plc|PLC|Ltd|LLC|AG|SA|NV|Holdings)\b")  # after the last word of a firm's name
_OF = re.compile(r"\sof\s")
_PLANNED = re.compile(r"\b(?:plan(?:s|ned)?|hopes?|intends?|scheduled|due|set|expected) (?:to|for)\b", re.IGNORECASE)
_LASTING = frozenset("is are".split())
_PRESENT = re.compile(r"[a-rt-z]s$")
_NAMES = 2  # names that two acts share without being bound to them
# Verbs that name no act by themselves.
_EMPTY = frozenset(map(stem, (
    "be have say tell add make do hold take give get go come call see know want need plan expect hope try use show "
    "include become seem keep put help think believe ask note remain stay follow appear look feel find work live "
    "begin start continue end cause lead bring set turn happen occur place face mean agree deny announce report state "
    "claim insist argue explain confirm acknowledge declare warn reply respond write tweet describe"
).split()))  # fmt: skip
# Nouns that name an act as a verb does.
ACT_NOUNS = frozenset(map(stem, (
    "group committee pact treaty meeting talks round summit session exercise drill training dialogue negotiation "
    "agreement deal visit election vote attack explosion blast bombing fire crash derailment quake earthquake storm "
    "flood strike protest march trial verdict sentence appeal launch test profit revenue sales layoff cut match game "
    "final race bid offer purchase takeover merger theft robbery raid shooting landslide eruption outbreak"
).split()))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Act:
    """A word that names what was done, and the stretch of the claim around it in which its arguments stand."""

    stem: str
    start: int
    end: int
    left: int
    right: int
    verb: bool
    actor: str
    object: str
    planned: bool
    present: bool


def one_act(p: Act, q: Act) -> bool:
    """Tell whether two words name one act; a verb and a noun do where they are one word, or both of meeting."""
    if p.stem in MOVES and q.stem in MOVES and not heads(p.actor) & heads(q.actor):
        return False
    if p.verb == q.verb or p.stem == q.stem:
        return like(p.stem, q.stem)
    return {p.stem, q.stem} <= _MEETING and like(p.stem, q.stem)


@functools.lru_cache(maxsize=4096)
def acts_of(claim: Claim) -> tuple[Act, ...]:
    """Return the acts that a claim names, verbs first."""
    text = claim.text
    found = []
    spans = []
    for p in claim.predicates:
        start, end = p.start - claim.start, p.end - claim.start
        spans.append((start, end))
        key = p.verb.split()[0]
        if key not in _EMPTY and not p.negated:
            left, right = _stretch(text, start, end)
            planned = _is_plan(p)
            roles = p.actor or "", p.object or ""
            found.append(Act(key, start, end, left, right, True, *roles, planned, _lasts(text[start:end])))
    for match in WORD.finditer(text):
        key = stem(match.group().lower())
        inside = any(start <= match.start() < end for start, end in spans) or _FIRM.match(text, match.end())
        if key in ACT_NOUNS and not inside and not _describes(text, match.end()):
            left, right = _stretch(text, *match.span())
            near = [p for p in claim.predicates if left <= p.start - claim.start < right]
            holders = [p for p in near if match.group() in f"{p.actor or ''} {p.object or ''}".split()]
            actor = next((p.actor for p in holders if p.object and match.group() in p.object.split()), None) or ""
            planned = any(_is_plan(p) for p in holders or near)
            planned = planned or _PLANNED.search(text, left, match.start()) is not None
            lasts = bool(near) and all(_lasts(text[p.start - claim.start : p.end - claim.start]) for p in near)
            found.append(Act(key, *match.span(), left, right, False, actor, "", planned, lasts))
    return tuple(found)


def _is_plan(predicate: Predicate) -> bool:
    """Tell whether a predicate says what may come, rather than what was done or is said to have been."""
    return predicate.modality is not None and predicate.modality != "alleged"


def _lasts(verb: str) -> bool:
    """Tell whether a verb as written says what always holds: "buys mortgages", "is charged with"."""
    words = verb.lower().split()
    return bool(words) and (words[0] in _LASTING or (len(words) == 1 and _PRESENT.search(words[0]) is not None))


def lasts(claim: Claim) -> bool:
    """Tell whether a claim opens with what always holds and gives no date: what a firm is and does."""
    if any(f.kind == "date" for f in claim.facts) or not claim.predicates:
        return False
    first = claim.predicates[0]
    return _lasts(claim.text[first.start - claim.start : first.end - claim.start])


def _describes(text: str, end: int) -> bool:
    """Tell whether a noun only says of what kind the next one is: "election officials"."""
    following = _NEXT_WORD.match(text, end)
    if following is None:
        return False
    word = following["word"]
    return stem(word) not in FUNCTION_WORDS and not word.endswith(("ed", "ing", "ly")) and stem(word) not in _EMPTY


def _stretch(text: str, start: int, end: int) -> tuple[int, int]:
    left = max((m.end() for m in _BREAK.finditer(text, 0, start)), default=0)
    right = _BREAK.search(text, end)
    return left, right.start() if right else len(text)


def participants(p: Act, q: Act, a: Claim, b: Claim) -> frozenset[str]:
    """Return the words for who or what takes part in both acts: names, and nouns that not every story has."""
    both = heads(p.actor) & heads(q.actor) | heads(p.object) & heads(q.object)
    (mine, every), (theirs, every_other) = _things(p, a), _things(q, b)
    shared = both | (mine & theirs)
    named = (mine & every_other) | (theirs & every)  # the Economic Security Group, a group on economic security
    return shared or (named if len(named) >= _NAMES else frozenset())


def heads(phrase: str) -> frozenset[str]:
    """Return the stem of the last telling word of an actor or an object; nothing where it is a unit."""
    words = [w.lower() for w in WORD.findall(_OF.split(phrase)[0]) if stem(w.lower()) not in _EVERYBODY]
    return frozenset({stem(words[-1])}) if words and words[-1] not in _UNITS else frozenset()


def _things(act: Act, claim: Claim) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words around an act: names with nouns that not every story has, and all."""
    spans = [(p.start - claim.start, p.end - claim.start) for p in claim.predicates]
    telling, every = set(), set()
    for match in WORD.finditer(claim.text, act.left, act.right):
        word = match.group()
        key = stem(word.lower().removesuffix("'s").removesuffix("’s"))
        plain = key in _UNTELLING or key in NUMBER_WORDS or word.lower() in CALENDAR | TITLES | _UNITS
        acted = like(key, act.stem) or any(start <= match.start() < end for start, end in spans)
        if not plain and not acted and len(key) > 2 and not word.endswith(("ly", "ing")):
            every.add(key)
            if key not in common() or (word[0].isupper() and match.start() > act.left):
                telling.add(key)
    return frozenset(telling), frozenset(every)


def places_of(act: Act, claim: Claim) -> frozenset[str]:
    """Return the places at which a claim says that an act was done."""
    found = (m for m in _AT.finditer(claim.text, act.left, act.right) if _bound(act, m.start(), m.end(), claim))
    return frozenset(m["name"] for m in found if m["name"].split()[0].lower() not in CALENDAR)


def _bound(act: Act, start: int, end: int, claim: Claim) -> bool:
    """Tell whether no other act of a claim stands between an act and a time or place."""
    left, right = (act.end, start) if start >= act.end else (end, act.start)
    joins = {m.end() for m in _AND.finditer(claim.text, left, right)}  # "was chosen in 1978 and played"
    joined = any(p.start - claim.start in joins for p in claim.predicates)
    return not joined and not any(left <= other.start < right and other.verb for other in acts_of(claim))


def days_of(act: Act, claim: Claim) -> Iterator[Fact]:
    """Yield the days, months and years that a claim gives for an act."""
    for fact in claim.facts:
        if fact.kind != "date" or fact.of == "saying" or fact.qualifier or fact.unit not in ("day", "month", "year"):
            continue
        start, end = fact.start - claim.start, fact.end - claim.start
        if not (act.left <= start < act.right and _bound(act, start, end, claim)):
            continue
        if start > _OPENS and (_AGO.search(claim.text, start, end) or _OF_OTHERS.search(claim.text, 0, start)):
            continue
        if _IN_NAME.search(claim.text, 0, start) or (fact.unit == "year" and _MODEL.match(claim.text, end)):
            continue  # "a Long March 9 rocket", "a 2008 Talvo Roadster"
        of_noun = _TITLED.search(claim.text, 0, start) and _NOUN_AFTER.match(claim.text, end)
        if not of_noun or _joined(act, end, claim):
            yield fact


def _joined(act: Act, end: int, claim: Claim) -> bool:
    """Tell whether an act stands right after a date: "an Oct. 19 meeting", where "a 2012 car crash" is of the crash."""
    return claim.text[end : act.start] in (" ", "'s ", "’s ")
