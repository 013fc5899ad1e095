"""Why two claims are related: one act with a participant in common, in two events that a stated fact tells apart.

Another date, place, firm, kind or number of the act; a pair without such a reason is nothing.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from dedup.alignment.events import (
    APART,
    ORDINAL,
    Report,
    Scene,
    days_apart,
    gap_of,
    known_anywhere,
    name_words,
    of_meeting,
    one_time,
    ordinals_of,
    same_measure,
    same_spelling,
)
from dedup.alignment.polarity import GENERIC, like
from dedup.alignment.vocabulary import CALENDAR, FUNCTION_WORDS, TITLES, common
from dedup.articles import Claim, Fact, Place
from dedup.text.stems import NUMBER_WORDS, stem

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
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
_FAR_DATES = 45  # days between two dates of one kind of act
# A meeting with a name of its own: "the 5th Ministerial Meeting of …".
_SERIES = re.compile(r"\b(?:\d+(?:st|nd|rd|th)|[Ff]irst|[Ss]econd|[Tt]hird|[A-Za-z]+th)\s(?:[A-Z][\w-]+\s)+")
_YEARS = 330  # days between two short reports that are never of one event
_AND = re.compile(r"\band\s")
_NEXT_WORD = re.compile(r"\s(?P<word>[a-z]+)\b")
_STATES = frozenset(map(stem, "dead alive injured hurt missing guilty".split()))  # nobody takes part as these
_MEETING = frozenset(map(stem, (
    "meet met meeting talk talks summit round session dialogue negotiate negotiation"
).split()))  # fmt: skip
_ONCE = _MEETING | frozenset(map(stem, "sign vote elect election visit launch trial deal agreement treaty".split()))
_PARTS = frozenset(map(stem, "round stage phase leg quarter day half".split()))  # of one event
_PLANNED = re.compile(r"\b(?:plan(?:s|ned)?|hopes?|intends?|scheduled|due|set|expected) (?:to|for)\b", re.IGNORECASE)
_PLANNED_DAYS = 200  # after which a plan is no longer told as carried out
_LEAD = 4  # claims with which a report says what it is about
_NAMES = 2  # names that the participants of one row of meetings share
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
class _Act:
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


def reason(a: Place, b: Place, one: Report, other: Report) -> str | None:
    """Return why two claims are related, as "seventh round, 2023 / sixth round, 2021"; None where nothing says so.

    Args:
        a: A claim of the first report.
        b: A claim of the second.
        one: The first report.
        other: The second report.
    """
    x, y = one.scenes[a], other.scenes[b]
    for p, q in product(_acts(x.claim), _acts(y.claim)):
        if _one_act(p, q) and (found := _told_apart(p, q, x, y, one, other)) is not None:
            return f"{found[0]} / {found[1]}"
    return None


def _one_act(p: _Act, q: _Act) -> bool:
    """Tell whether two words name one act; a verb and a noun do where they are one word, or both of meeting."""
    if p.verb == q.verb or p.stem == q.stem:
        return like(p.stem, q.stem)
    return {p.stem, q.stem} <= _MEETING and like(p.stem, q.stem)


def _told_apart(p: _Act, q: _Act, x: Scene, y: Scene, one: Report, other: Report) -> tuple[str, str] | None:
    """Return what tells two namings of one act apart, given that something else takes part in both."""
    actors = _other_actors(p, q, x, y, one, other)
    if actors is not None:
        return actors
    if not _participants(p, q, x.claim, y.claim):
        return None
    numbers = ordinals_of(x.claim.text, y.claim.text)
    if numbers is not None and _numbers_act(numbers[0], p) and _numbers_act(numbers[1], q):
        if p.stem in _PARTS and one_time(one.published, other.published, unknown=True):
            return None  # the fifth and the sixth round of a fight
        return _dated(numbers[0], one), _dated(numbers[1], other)
    both = p, q, x, y, one, other
    found = [r for r in (_other_kinds(x, y), _other_places(*both), _other_times(*both)) if r is not None]
    return (", ".join(r[0] for r in found), ", ".join(r[1] for r in found)) if found else None


def _numbers_act(phrase: str, act: _Act) -> bool:
    return any(like(stem(w), act.stem) for w in _WORD.findall(phrase.lower()))


def _dated(phrase: str, report: Report) -> str:
    year = (report.day or report.published or "")[:4]
    return f"{phrase}, {year}" if year else phrase


@functools.lru_cache(maxsize=4096)
def _acts(claim: Claim) -> tuple[_Act, ...]:
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
            planned = p.modality is not None and p.modality != "alleged"
            found.append(_Act(key, start, end, left, right, True, p.actor or "", p.object or "", planned))
    for match in _WORD.finditer(text):
        key = stem(match.group().lower())
        inside = any(start <= match.start() < end for start, end in spans)
        if key in ACT_NOUNS and not inside and not _describes(text, match.end()):
            left, right = _stretch(text, *match.span())
            near = [p for p in claim.predicates if left <= p.start - claim.start < right]
            holders = [p for p in near if match.group() in f"{p.actor or ''} {p.object or ''}".split()]
            actor = next((p.actor for p in holders if p.object and match.group() in p.object.split()), None) or ""
            planned = any(p.modality is not None and p.modality != "alleged" for p in holders or near)
            planned = planned or _PLANNED.search(text, left, match.start()) is not None
            found.append(_Act(key, *match.span(), left, right, False, actor, "", planned))
    return tuple(found)


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


def _participants(p: _Act, q: _Act, a: Claim, b: Claim) -> frozenset[str]:
    """Return the words for who or what takes part in both acts: names, and nouns that not every story has."""
    heads = _heads(p.actor) & _heads(q.actor) | _heads(p.object) & _heads(q.object)
    (mine, every), (theirs, every_other) = _things(p, a), _things(q, b)
    shared = heads | (mine & theirs)
    named = (mine & every_other) | (theirs & every)  # the Economic Security Group, a group on economic security
    return shared or (named if len(named) >= _NAMES else frozenset())


def _heads(phrase: str) -> frozenset[str]:
    words = [w for w in _WORD.findall(phrase) if stem(w.lower()) not in FUNCTION_WORDS | GENERIC]
    return frozenset({stem(words[-1].lower())}) if words else frozenset()


def _things(act: _Act, claim: Claim) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words around an act: names with nouns that not every story has, and all."""
    spans = [(p.start - claim.start, p.end - claim.start) for p in claim.predicates]
    telling, every = set(), set()
    for match in _WORD.finditer(claim.text, act.left, act.right):
        word = match.group()
        key = stem(word.lower().removesuffix("'s").removesuffix("’s"))
        plain = key in _STATES | FUNCTION_WORDS | GENERIC or key in NUMBER_WORDS or word.lower() in CALENDAR | TITLES
        acted = like(key, act.stem) or any(start <= match.start() < end for start, end in spans)
        if not plain and not acted and len(key) > 2 and not word.endswith(("ly", "ing")):
            every.add(key)
            if key not in common() or (word[0].isupper() and match.start() > act.left):
                telling.add(key)
    return frozenset(telling), frozenset(every)


def _other_actors(p: _Act, q: _Act, x: Scene, y: Scene, one: Report, other: Report) -> tuple[str, str] | None:
    """Return two names of which each does the act, with one thing done or measured: "Acmo will cut 1,200 jobs"."""
    if not (p.verb and q.verb and _named(p.actor) and _named(q.actor)):
        return None
    mine, theirs = name_words(p.actor), name_words(q.actor)
    if not mine or not theirs or mine & theirs or same_spelling(mine, theirs):
        return None
    if mine & name_words(y.claim.text) or theirs & name_words(x.claim.text):
        return None
    if mine & other.words and theirs & one.words:
        return None
    thing = _heads(p.object) & _heads(q.object) or (p.stem == q.stem and same_measure(x.claim, y.claim))
    values = ({f.value for f in c.facts if f.kind == "quantity"} for c in (x.claim, y.claim))
    return (p.actor, q.actor) if thing and not set.intersection(*values) else None


def _named(phrase: str) -> bool:
    words = phrase.split()
    return bool(words) and all(w[0].isupper() for w in (words[0], words[-1])) and (
        stem(words[-1].lower()) not in FUNCTION_WORDS | GENERIC
    )


def _other_kinds(x: Scene, y: Scene) -> tuple[str, str] | None:
    if not x.kinds or not y.kinds or x.kinds & y.kinds:
        return None
    return sorted(x.kinds)[0], sorted(y.kinds)[0]


def _other_places(p: _Act, q: _Act, x: Scene, y: Scene, one: Report, other: Report) -> tuple[str, str] | None:
    """Return the two places of an act; where the claims name none, those that their reports lead with."""
    mine, theirs = _places(p, x.claim), _places(q, y.claim)
    if mine and theirs:
        if _one_place(mine, theirs, one, other):
            return None
        return sorted(mine)[0], sorted(theirs)[0]
    if x.places or y.places or not one.places or not other.places or _one_place(one.places, other.places, one, other):
        return None
    if not (one.brief and other.brief) or (one.day is not None and one.day == other.day):
        return None
    return _led(one), _led(other)


def _one_place(mine: frozenset[str], theirs: frozenset[str], one: Report, other: Report) -> bool:
    """Tell whether the places can be one: spelled in two ways, or known to the other report."""
    words_a, words_b = (frozenset(w for name in names for w in name_words(name)) for names in (mine, theirs))
    if not words_a or not words_b or words_a & words_b or same_spelling(words_a, words_b):
        return True
    return known_anywhere(words_a, other) or known_anywhere(words_b, one)


def _led(report: Report) -> str:
    """Return the place that a report leads with, and its day."""
    when = report.day or (report.published or "")[:10]
    return ", ".join([sorted(report.places)[0], *([when] if when else [])])


def _places(act: _Act, claim: Claim) -> frozenset[str]:
    """Return the places at which a claim says that an act was done."""
    found = (m for m in _AT.finditer(claim.text, act.left, act.right) if _bound(act, m.start(), m.end(), claim))
    return frozenset(m["name"] for m in found if m["name"].split()[0].lower() not in CALENDAR)


def _bound(act: _Act, start: int, end: int, claim: Claim) -> bool:
    """Tell whether no other act of a claim stands between an act and a time or place."""
    left, right = (act.end, start) if start >= act.end else (end, act.start)
    joins = {m.end() for m in _AND.finditer(claim.text, left, right)}  # "was chosen in 1978 and played"
    joined = any(p.start - claim.start in joins for p in claim.predicates)
    return not joined and not any(left <= other.start < right and other.verb for other in _acts(claim))


def _dates(act: _Act, claim: Claim) -> Iterator[Fact]:
    """Yield the days, months and years that a claim gives for an act."""
    for fact in claim.facts:
        if fact.kind != "date" or fact.of == "saying" or fact.qualifier or fact.unit not in ("day", "month", "year"):
            continue
        start, end = fact.start - claim.start, fact.end - claim.start
        if not (act.left <= start < act.right and _bound(act, start, end, claim)):
            continue
        of_noun = _TITLED.search(claim.text, 0, start) and _NOUN_AFTER.match(claim.text, end)
        if not of_noun or _joined(act, end, claim):
            yield fact


def _joined(act: _Act, end: int, claim: Claim) -> bool:
    """Tell whether an act stands right after a date: "an Oct. 19 meeting", where "a 2012 car crash" is of the crash."""
    return claim.text[end : act.start] in (" ", "'s ", "’s ")


def _other_times(p: _Act, q: _Act, x: Scene, y: Scene, one: Report, other: Report) -> tuple[str, str] | None:
    """Return the two times of an act, stated in the claims or by reports that lie far apart."""
    if _comes_later(p, q, one, other):
        return None
    mine, theirs = list(_dates(p, x.claim)), list(_dates(q, y.claim))
    if mine and theirs:
        gaps = [gap for f, g in product(mine, theirs) if (gap := gap_of(f.value, g.value)) is not None]
        if not gaps or min(gaps) <= _FAR_DATES:
            return None
        return mine[0].value, theirs[0].value
    if mine or theirs:
        told = _told_at(mine, x.claim, one), _told_at(theirs, y.claim, other)
        far = not one_time(one.published, other.published, unknown=True)
        return (told[0], told[1]) if far and told[0] and told[1] else None
    return _other_leads(one, other)


def _comes_later(p: _Act, q: _Act, one: Report, other: Report) -> bool:
    """Tell whether an act that the earlier report plans can be the one that the later report tells of."""
    earlier = p if (one.published or "") <= (other.published or "") else q
    near = (days_apart(one.published, other.published) or 0) <= _PLANNED_DAYS
    return near and earlier.planned and earlier.stem in _ONCE


def _told_at(dates: Sequence[Fact], claim: Claim, report: Report) -> str:
    """Return when a report tells that an act was done, at its own time; "" where the act is of another time."""
    published = (report.published or "")[:10]
    if not dates:
        dated = any(f.kind == "date" and f.of != "saying" for f in claim.facts)
        return "" if dated else report.day or published
    if dates[0].unit == "year":
        return ""
    gap = gap_of(dates[0].value, published)
    return dates[0].value if gap is not None and gap <= _FAR_DATES else ""


def _other_leads(one: Report, other: Report) -> tuple[str, str] | None:
    """Return the days of one kind of act with which two reports lead, where they lie far apart: two meetings.

    That reports are of two times says little by itself: a story is told again months later.
    """
    if one_time(one.published, other.published, unknown=True):
        return None
    mine, theirs = _lead_days(one), _lead_days(other)
    for act, day in mine:
        for like_act, other_day in theirs:
            if like(act, like_act) and (gap_of(day, other_day) or 0) > APART:
                return day, other_day
    if one.brief and other.brief and (days_apart(one.published, other.published) or 0) > _YEARS:
        return (one.published or "")[:4], (other.published or "")[:4]
    return None


def _lead_days(report: Report) -> list[tuple[str, str]]:
    """Return the acts of the first claims of a report with the days that it gives for them."""
    claims = [scene.claim for scene in list(report.scenes.values())[:_LEAD]]
    acts = ((act, claim) for claim in claims for act in _acts(claim))
    return [(act.stem, fact.value) for act, claim in acts for fact in _dates(act, claim) if fact.unit == "day"]


def numbered(claims: Sequence[Claim]) -> list[Claim]:
    """Return the claims that number an event in a row: "their seventh meeting"."""
    return [c for c in claims if ORDINAL.search(c.text)]


def row_reason(a: Claim, b: Claim, one: Report, other: Report) -> str | None:
    """Return which meetings of one row two claims number, where the same participants lead both reports; else None.

    Reports of one time, or of a time that isn't known, tell of one event: the fifth and the sixth round of a fight.
    """
    days = days_apart(one.published, other.published)
    if days is None or days <= APART or any(_SERIES.search(c.text) for c in (a, b)):
        return None
    numbers = ordinals_of(a.text, b.text)
    if numbers is None or not of_meeting(numbers[0]) or len(one.names & other.names) < _NAMES:
        return None
    return f"{_dated(numbers[0], one)} / {_dated(numbers[1], other)}"
