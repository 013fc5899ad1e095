"""Which event each claim tells of: where, when, who, of what kind; `apart` compares two.

A claim takes its event from its own words, else from its article: the line that reopens on Friday is the line of the
derailment that the article leads with.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dedup.alignment.polarity import GENERIC
from dedup.alignment.vocabulary import CALENDAR, FUNCTION_WORDS, senses
from dedup.articles import Claim, Place
from dedup.text import calendars
from dedup.text.stems import stem

# Days after which a report is taken to be about another event, unless both state one day. Most follow-ups on one
# event stand within two weeks; the meetings of the five real articles lie 43 days apart and more.
APART = 21
DAY = 10  # characters of an ISO 8601 day
_BRIEF = 16  # words in the mean claim of an article in short sentences; of real stories one in ten is
# Who speaks for a country, a town or a firm takes part in many events of one day.
_OFFICES = frozenset(
    "minister chancellor president governor mayor secretary ambassador director chief spokesman spokeswoman "
    "spokesperson king queen prince princess pope bishop commissioner prosecutor judge chairman chairwoman "
    "leader".split()
)
_LEAD = 2  # sentences in which an article says where and when
_LEAD_CLAIMS = 4  # claims in which it says whom it is about
_LETTERS = 3  # of a word that says something
_SPELLED, _LETTER = 5, 1  # letters of a name of which one may be spelled otherwise
_HEAD = 60  # characters in which the subject of a sentence is named
_DATELINE = re.compile(
    r"^[A-Z][\w.’' ]{2,24}(?:,[^-—–(]{0,30})?\s\([^)]{2,30}\)\s?[-—–]{1,2}\s|"
    r"^[A-Z][A-ZÀ-Þ'’. -]{2,}(?:,[^-—–(]{0,40})?(?:\s\([^)]{2,30}\))?\s?[-—–]{1,2}\s"
)
NAME = r"[A-ZÀ-Þ][\w’'-]+(?:\s(?:of\s(?:the\s)?)?[A-ZÀ-Þ][\w’'-]+){0,3}"
_PLACE = re.compile(
    rf"\b(?:in|near|off|outside|north of|south of|east of|west of|city of|town of|village of|"
    rf"port of|from)\s(?:the\s)?(?P<name>{NAME})"
)
_OPENING = re.compile(
    r"(?P<name>[A-Z][a-z]+(?<!s))(?:['’]s\s[a-z]|,\s(?:an?|the|its|which|who|whose|\d|[A-Z]\w+['’]s)\b|"
    r"\son\s(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|"
    r"\s(?:council|court|police|parliament|government|city|university|hospital|airport|officials|authorities|lawmakers|"
    r"residents|voters|will|would|has|had|is|was|said|plans|cut|cuts|won|lost|beat|sold|net|\w+ed)\b)"
)
# What a firm is, before its name: "Health insurer Acmo".
_TRADE = re.compile(
    r"[A-Z][\w-]+\s(?:[a-z][\w-]+\s){0,3}"
    r"(?:[a-z][\w-]*(?:er|or)|firm|company|chain|giant|group|airline|bank|start-?up)\s(?=[A-Z])"
)
_CITED = re.compile(r"\b(?:according to|said|in|near|at)\b")
_CALENDAR = frozenset(
    "January February March April May June July August September October November December Monday Tuesday Wednesday "
    "Thursday Friday Saturday Sunday Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec Parliament Congress "
    "English".split()
)
_NAMED = re.compile(rf"(?<=[a-z,“\"] ){NAME}")
_PRONOUN = re.compile(r"(?:He|She)\s")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# Kinds of one thing that the other report doesn't know: the women's final is not the men's.
_ADJECTIVE = re.compile(r"(?:ese|ish|ian|ican|ean|french|dutch|german)$", re.IGNORECASE)
_KIND = re.compile(
    r"\b(?:(?:wom[ea]n['’]s|men['’]s|girls['’]|boys['’])(?=(?:\s[\w-]+){0,3}\s(?:final|race|team|match|game|tournament|"
    r"title|singles|doubles|marathon|relay|cup|league|event|competition|championship)s?\b)|junior|under-\d+|doubles|singles|freight|cargo|passenger|commuter|"
    r"high-speed|preliminary|first-round|semi-?final|quarter-?final|by-?election|midterm)\b",
    re.IGNORECASE,
)
FORMS = frozenset(
    "motor motors co corp inc ltd plc group bank holdings international company the of and financial united city party "
    "ministry police government president minister hurricane storm typhoon cyclone tropical mr mrs ms dr".split()
)


@dataclass(frozen=True, slots=True)
class Scene:
    """What a claim says, or its article says for it, about its event.

    Attributes:
        claim: The claim.
        places: Places named in it.
        subject: The name it is about; of the sentence before where it names none.
        own: Whether it names its subject itself.
        kinds: Kinds it names, as "women's".
        days: Days of the event that it states.
    """

    claim: Claim
    places: frozenset[str]
    subject: str
    own: bool
    kinds: frozenset[str]
    days: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """An article as one telling of an event.

    Attributes:
        published: When, ISO 8601 or None.
        words: Its words in lower case.
        places: Places that its first sentences name.
        day: The first day of the event that it states.
        days: All days of events that it states.
        names: Words of the names in its first sentences.
        brief: Whether it is written in short sentences.
        people: Full names of those who do something or to whom something is done, in lower case; not who only speaks.
        parties: Words of the names in its first sentences that are no places.
        figures: Its figures above one, with their units.
        scenes: Its claims by place.
    """

    published: str | None
    words: frozenset[str]
    places: frozenset[str]
    day: str | None
    days: frozenset[str]
    names: frozenset[str]
    brief: bool
    people: frozenset[str]
    parties: frozenset[str]
    figures: frozenset[tuple[str, str]]
    scenes: Mapping[Place, Scene]


def read_report(claims: Sequence[Claim], published: str | None) -> Report:
    """Read the claims of one article, in order."""
    scenes: dict[Place, Scene] = {}
    subject = ""
    for claim in claims:
        named = _subject(claim)
        subject = named or subject
        dates = [f for f in claim.facts if f.kind == "date" and f.of != "saying" and f.qualifier is None]
        days = tuple(f.value for f in dates if f.unit in ("day", "month", "year"))
        kinds = frozenset(m.group().lower().replace("’", "'") for m in _KIND.finditer(claim.text))
        scenes[claim.place] = Scene(
            claim, place_names(claim.text), subject, bool(named), kinds, days
        )
    lead = [s for s in scenes.values()][:_LEAD]
    day = next((d for s in lead for d in s.days if len(d) == DAY), None)
    return Report(
        published,
        frozenset().union(*(words_in(c.text) for c in claims)),
        frozenset().union(*(s.places for s in lead)),
        day,
        frozenset(d for s in scenes.values() for d in s.days if len(d) == DAY),
        frozenset(w for c in claims[: _LEAD + 1] for name in _names(c) for w in name_words(name) if w not in CALENDAR),
        sum(len(c.text.split()) for c in claims) <= _BRIEF * len(claims),
        _people(claims),
        frozenset(w for s in lead for name in _names(s.claim) for w in name_words(name) if w not in CALENDAR)
        - frozenset(w for s in lead for name in s.places for w in name_words(name)),
        frozenset((f.value, f.unit or "") for c in claims for f in c.facts if f.kind == "quantity" and f.value != "1"),
        scenes,
    )


def _people(claims: Sequence[Claim]) -> frozenset[str]:
    """Return the full names of people who hold no office in a report and do not only speak in it."""
    names = {f.value for c in claims for f in c.facts if f.kind == "name" and len(f.value.split()) > 1}
    speakers = {c.speaker for c in claims if c.speaker}
    roles = (f for c in claims for f in c.facts if f.kind == "role" and f.unit)
    offices = {f.unit for f in roles if _OFFICES & set(f.value.split())}
    acting = {part for c in claims for p in c.predicates for part in (p.actor, p.object) if part}
    taking = {name for name in names if any(name in part for part in acting)}
    return frozenset(" ".join(_plain(name).lower().split()[-2:]) for name in taking - speakers - offices)


def _names(claim: Claim) -> list[str]:
    """Return the names in a claim; the town and the agency of its dateline take no part in the event."""
    dateline = _DATELINE.match(claim.text)
    first = dateline.end() if dateline else 0
    named = [f.value for f in claim.facts if f.kind == "name" and f.start - claim.start >= first]
    return [m.group() for m in _NAMED.finditer(claim.text, first)] + named


def place_names(text: str) -> frozenset[str]:
    """Return the names that a claim gives as places: "in Norwalk", "near the Oder"."""
    found = (m["name"] for m in _PLACE.finditer(text))
    return frozenset(name for name in found if name.split()[0] not in _CALENDAR and not _ADJECTIVE.search(name))


def _subject(claim: Claim) -> str:
    """Return the name before the verb of a claim: of a firm, a person, a storm; "" where it opens without one."""
    if _PRONOUN.match(claim.text):
        return ""
    dateline = _DATELINE.match(claim.text)
    opens = dateline.end() if dateline else 0
    trade = _TRADE.match(claim.text, opens)
    first = claim.start + (trade.end() if trade else opens)
    cited = [claim.start + m.start() for m in _CITED.finditer(claim.text)]
    cited += [p.end for p in claim.predicates if p.actor is not None]  # what follows the verb is no subject
    for fact in claim.facts:
        if fact.kind == "name" and fact.start >= first:
            if fact.start > claim.start + opens and (opening := _opening(claim.text[opens:])):
                return opening
            early = fact.start - first <= _HEAD and not any(first <= at < fact.start for at in cited)
            return fact.value if early else ""
    return _opening(claim.text[opens:])


def _opening(text: str) -> str:
    """Return the first word of a claim where it reads as a name: "Acmo will cut 400 jobs"."""
    match = _OPENING.match(text)
    if match is None:
        return ""
    word = stem(match["name"].lower())
    return "" if word in FUNCTION_WORDS or word in GENERIC or word in senses() else match["name"]


def lead_name(report: Report) -> str:
    """Return the name that a report leads with; "" where its first claims name none."""
    scenes = list(report.scenes.values())[:_LEAD_CLAIMS]
    return next((s.subject for s in scenes if len(s.subject) > 1), "")


def same_measure(a: Claim, b: Claim) -> bool:
    """Tell whether both claims have a figure of one unit: only then would one firm's be taken for the other's."""
    mine, theirs = ({f.unit for f in c.facts if f.kind == "quantity" and f.unit != "ordinal"} for c in (a, b))
    return bool(mine & theirs)


def name_words(name: str) -> frozenset[str]:
    """Return the words of a name that tell it from others, in lower case."""
    return words_in(name) - FORMS


def words_in(text: str) -> frozenset[str]:
    """Return the words of a text in lower case, without accents and possessive endings."""
    return frozenset(w.lower().removesuffix("'s").removesuffix("’s") for w in _WORD.findall(_plain(text)))


def _plain(text: str) -> str:
    """Return a text without accents: "Valparaíso" in one outlet is "Valparaiso" in another."""
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def initials_of(a: str, b: str) -> bool:
    """Tell whether the shorter of two names is the initials of the longer."""
    short, long = sorted((a, b), key=len)
    return short.lower() == "".join(w[0] for w in long.split() if w[0].isupper()).lower()


def overlap(a: frozenset[str], b: frozenset[str]) -> bool:
    """Tell whether two sets of names share a word, in whatever spelling."""
    mine, theirs = (frozenset(w for name in names for w in name_words(name)) for names in (a, b))
    return bool(mine & theirs) or same_spelling(mine, theirs)


def known_anywhere(words: frozenset[str], report: Report) -> bool:
    """Tell whether a report has one of the words of a name, in whatever spelling."""
    return bool(words & report.words) or same_spelling(words, report.words)


def same_spelling(some: frozenset[str], others: frozenset[str]) -> bool:
    """Tell whether a word of a name is spelled nearly as one of the others: "Dargahan", "Dargehan"."""
    return any(_spelled_alike(w, v) for w in some for v in others if w[0] == v[0] and abs(len(w) - len(v)) <= _LETTER)


@functools.lru_cache(maxsize=65536)
def _spelled_alike(a: str, b: str) -> bool:
    from rapidfuzz.distance import OSA

    return min(len(a), len(b)) >= _SPELLED and OSA.distance(a, b, score_cutoff=_LETTER) <= _LETTER


def gap_of(p: str, q: str) -> int | None:
    """Return the days between two dates or intervals; 0 where they overlap."""
    first, second = calendars.bounds(p), calendars.bounds(q)
    if first is None or second is None:
        return None
    return max(0, (second[0] - first[1]).days, (first[0] - second[1]).days)


def days_apart(one: str | None, other: str | None) -> int | None:
    """Return the days between two publication times; None where one isn't known."""
    if not one or not other:
        return None
    try:
        return abs((date.fromisoformat(one[:DAY]) - date.fromisoformat(other[:DAY])).days)
    except ValueError:
        return None


def one_time(one: str | None, other: str | None, *, unknown: bool = False) -> bool:
    """Return whether two publication times are near enough to be about one event; `unknown` where one isn't known."""
    days = days_apart(one, other)
    return unknown if days is None else days <= APART
