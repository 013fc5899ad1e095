"""Which event each claim tells of, and what tells two events apart: another day, place, firm, kind or number.

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
from dedup.text.currencies import CURRENCIES
from dedup.text.stems import stem

# Days after which a report is taken to be about another event, unless both state one day. Most follow-ups on one
# event stand within two weeks; the meetings of the five real articles lie 43 days apart and more.
APART = 21
_DAY = 10  # characters of an ISO 8601 day
_BRIEF = 16  # words in the mean claim of an article in short sentences; of real stories one in ten is
_SUMS = CURRENCIES | {"percent"}
# Who speaks for a country, a town or a firm takes part in many events of one day.
_OFFICES = frozenset(
    "minister chancellor president governor mayor secretary ambassador director chief spokesman spokeswoman "
    "spokesperson king queen prince princess pope bishop commissioner prosecutor judge chairman chairwoman "
    "leader".split()
)
_PARTIES, _FIGURES = 2, 2  # names and figures that reports of one event share, whatever place they name
_LEAD = 2  # sentences in which an article says where and when
_LEAD_CLAIMS = 4  # claims in which it says whom it is about
_LETTERS = 3  # of a word that says something
_SPELLED, _LETTER = 5, 1  # letters of a name of which one may be spelled otherwise
_HEAD = 60  # characters in which the subject of a sentence is named
_FAR_DATES = 45  # days between two dates stated for one kind of event
_DATELINE = re.compile(
    r"^[A-Z][\w.’' ]{2,24}(?:,[^-—–(]{0,30})?\s\([^)]{2,30}\)\s?[-—–]{1,2}\s|"
    r"^[A-Z][A-ZÀ-Þ'’. -]{2,}(?:,[^-—–(]{0,40})?(?:\s\([^)]{2,30}\))?\s?[-—–]{1,2}\s"
)
_NAME = r"[A-ZÀ-Þ][\w’'-]+(?:\s(?:of\s(?:the\s)?)?[A-ZÀ-Þ][\w’'-]+){0,3}"
_PLACE = re.compile(
    rf"\b(?:in|near|off|outside|north of|south of|east of|west of|city of|town of|village of|"
    rf"port of|from)\s(?:the\s)?(?P<name>{_NAME})"
)
_OPENING = re.compile(
    r"(?P<name>[A-Z][a-z]+(?<!s))(?:['’]s\s[a-z]|\s(?:will|would|has|had|is|was|said|plans|cut|cuts|won|lost|beat|sold|net|\w+ed)\b)"
)
# What a firm is, before its name: "Health insurer Acmo".
_TRADE = re.compile(
    r"[A-Z][\w-]+\s(?:[a-z][\w-]+\s)?"
    r"(?:[a-z][\w-]*(?:er|or)|firm|company|chain|giant|group|airline|bank|start-?up)\s(?=[A-Z])"
)
_RIVAL = re.compile(
    rf"(?:(?:Its|Their|A|The|Another|Local|Bigger|Smaller|Larger)\s)?(?:[Ll]ocal\s)?(?:[Rr]ivals?|[Cc]ompetitors?)\s"
    rf"(?:[a-z-]+\s){{0,2}}(?P<name>{_NAME})|"
    rf"Another\s(?:[a-z-]+\s){{1,3}}(?P<other>{_NAME})"
)
_RESULTS = re.compile(
    r"\b(?:profits?|earnings|earned|income|revenues?|sales|forecasts?|outlook|projections?|per share|a share)\b",
    re.IGNORECASE,
)
_CITED = re.compile(r"\b(?:according to|said|in|near|at)\b")
_CALENDAR = frozenset(
    "January February March April May June July August September October November December Monday Tuesday Wednesday "
    "Thursday Friday Saturday Sunday Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec Parliament Congress "
    "English".split()
)
_NAMED = re.compile(rf"(?<=[a-z,“\"] ){_NAME}")
_YEAR_FIRST = re.compile(r"(?:Back )?[Ii]n (?:[A-Z][a-z]+ )?\d{4}\b")
_OPENING_PHRASE = re.compile(r"(?:In|On|At|During|Back in|Earlier)\s[^,]{3,60},\s")
_NEXT_TO = re.compile(r"\b(?:neighbou?ring|adjacent|next-door)\s", re.IGNORECASE)
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
_GENERIC = frozenset(
    "motor motors co corp inc ltd plc group bank holdings international company the of and financial united city party "
    "ministry police government president minister hurricane storm typhoon cyclone tropical mr mrs ms dr".split()
)
ORDINAL = re.compile(
    r"\b(?P<number>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|\d+(?:st|nd|rd|th))\s"
    r"(?:(?!of\b|and\b|in\b|to\b)[\w-]+\s){0,2}?"
    r"(?P<what>(?:round|session|meeting|summit|edition|season|phase|stage|test|trial|term|quarter|attack|strike|visit|"
    r"launch|talks|conference|anniversary|hearing|debate|wave|day|"
    r"mission|game|match|leg|quake|earthquake|derailment|explosion|blast|bombing|fire|storm|protest|vote|election|"
    r"budget|report|exercise|drill|visit|flight)s?\b(?:\sof\s(?!the\b|their\b|its\b)\w+)?)"
    r"(?P<of>(?:\sof\s(?:the\s|their\s|its\s)?(?:[\w-]+\s?){1,4})?)",
    re.IGNORECASE,
)
_NO_SERIES = re.compile(r"\w+\ssuch\b|first\s(?:[\w-]+\s){1,3}since\b", re.IGNORECASE)
_NUMBERS = {word: n for n, word in enumerate(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(), 1
)}  # fmt: skip


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
    day = next((d for s in lead for d in s.days if len(d) == _DAY), None)
    return Report(
        published,
        frozenset().union(*(_words(c.text) for c in claims)),
        frozenset().union(*(s.places for s in lead)),
        day,
        frozenset(d for s in scenes.values() for d in s.days if len(d) == _DAY),
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
    for fact in claim.facts:
        if fact.kind == "name" and fact.start >= first:
            early = fact.start - first <= _HEAD and not any(first <= at < fact.start for at in cited)
            return fact.value if early else _opening(claim.text)
    return _opening(claim.text)


def _opening(text: str) -> str:
    """Return the first word of a claim where it reads as a name: "Acmo will cut 400 jobs"."""
    match = _OPENING.match(text)
    if match is None:
        return ""
    word = stem(match["name"].lower())
    return "" if word in FUNCTION_WORDS or word in GENERIC or word in senses() else match["name"]


def told_apart(a: Place, b: Place, one: Report, other: Report, *, alike: bool = False) -> bool:
    """Tell whether anything suggests that two claims are of two events: such claims neither agree nor conflict.

    Args:
        a: A claim of the first report.
        b: A claim of the second.
        one: The first report.
        other: The second report.
        alike: Whether the claims are so much alike that in reports of one time another date tells nothing: it is of
            something else in the sentence.
    """
    x, y = one.scenes[a], other.scenes[b]
    ordinals = ordinals_of(x.claim.text, y.claim.text) is not None
    return (
        (ordinals and not (x.places & y.places and set(x.days) & set(y.days)))
        or _other_subject(x, y, one, other)
        or _of_rival(x, other) != _of_rival(y, one)
        or _other_results(x, y, one, other)
        or _other_kind(x, y, one, other)
        or _other_place(x, y, one, other)
        or _other_time(x, y, one, other, alike=alike and one_time(one.published, other.published))
    )


def ordinals_of(a: str, b: str) -> tuple[str, str] | None:
    """Return two ordinals of the same noun that differ: "seventh round", "sixth round"."""
    for x in ORDINAL.finditer(a):
        for y in ORDINAL.finditer(b):
            if any(_NO_SERIES.match(m.string, m.start()) for m in (x, y)):
                continue  # "the first such meeting since January" is no number in a row
            numbers = _number(x["number"]) != _number(y["number"])
            if numbers and _noun(x["what"]) == _noun(y["what"]) and _one_series(x["of"], y["of"]):
                return _phrase(x), _phrase(y)
    return None


def _phrase(match: re.Match[str]) -> str:
    return match.group()[: match.start("of") - match.start()].lower().strip()


def _one_series(a: str, b: str) -> bool:
    """Tell whether "of the dialogue" and "of the working group" are one row of meetings; True where one is silent."""
    mine, theirs = ({w for w in _words(of) if len(w) > _LETTERS} for of in (a, b))
    return not mine or not theirs or bool(mine & theirs)


def _number(word: str) -> int:
    return _NUMBERS.get(word.lower()) or int(re.sub(r"\D", "", word) or 0)


_MEETINGS = frozenset("round session meeting summit talks conference edition".split())


def of_meeting(phrase: str) -> bool:
    """Tell whether an ordinal with its noun numbers a meeting: "seventh round of talks"."""
    return _noun(phrase.rsplit(" of ", 1)[0].rsplit(maxsplit=1)[-1]) == "meeting"


def _noun(words: str) -> str:
    head = words.lower().split()[0]
    return "meeting" if head in _MEETINGS or head.removesuffix("s") in _MEETINGS else head


def _other_subject(x: Scene, y: Scene, one: Report, other: Report) -> bool:
    """Tell whether each is about a name that the other's claim lacks, one of them unknown to the other article."""
    if not x.subject or not y.subject or not (x.own or y.own) or not same_measure(x.claim, y.claim):
        return False
    mine, theirs = name_words(x.subject), name_words(y.subject)
    if not mine or not theirs or mine & theirs:
        return False
    if mine & _words(y.claim.text) or theirs & _words(x.claim.text):
        return False
    strange = not (mine & other.words) and x.own, not (theirs & one.words) and y.own
    return any(strange) and not initials_of(x.subject, y.subject)


def _of_rival(scene: Scene, other: Report) -> bool:
    """Tell whether a claim opens with somebody else whom the other report doesn't know: "Rival Acmo recalled ..."."""
    opening = _RIVAL.match(scene.claim.text)
    return opening is not None and not known_anywhere(name_words(opening["name"] or opening["other"]), other)


def _other_results(x: Scene, y: Scene, one: Report, other: Report) -> bool:
    """Tell whether two claims give the results or forecasts of two firms, each the one that its report is about."""
    if not (_RESULTS.search(x.claim.text) and _RESULTS.search(y.claim.text)):
        return False
    mine, theirs = ({name for name in (lead_name(r), s.subject) if name} for s, r in ((x, one), (y, other)))
    words_a, words_b = (frozenset(w for name in names for w in name_words(name)) for names in (mine, theirs))
    if not words_a or not words_b or words_a & words_b or words_a & other.names or words_b & one.names:
        return False
    return not any(initials_of(a, b) for a in mine for b in theirs)


def lead_name(report: Report) -> str:
    """Return the name that a report leads with; "" where its first claims name none."""
    scenes = list(report.scenes.values())[:_LEAD_CLAIMS]
    return next((s.subject for s in scenes if len(s.subject) > 1), "")


def other_actor(a: Place, b: Place, one: Report, other: Report) -> bool:
    """Tell whether two claims are each about somebody whom the other one does not name; who only speaks is nobody."""
    x, y = one.scenes[a], other.scenes[b]
    if not (_named(x) and _named(y)) or _speaks(x) or _speaks(y):
        return False
    mine, theirs = _words(x.subject), _words(y.subject)
    if mine & _words(y.claim.text) or theirs & _words(x.claim.text) or not (mine - _GENERIC and theirs - _GENERIC):
        return False
    return not initials_of(x.subject, y.subject)


def _named(scene: Scene) -> bool:
    return scene.own or (bool(scene.subject) and _PRONOUN.match(scene.claim.text) is not None)


def _speaks(scene: Scene) -> bool:
    return bool(scene.claim.speaker) and bool(_words(scene.claim.speaker or "") & _words(scene.subject))


def same_measure(a: Claim, b: Claim) -> bool:
    """Tell whether both claims have a figure of one unit: only then would one firm's be taken for the other's."""
    mine, theirs = ({f.unit for f in c.facts if f.kind == "quantity" and f.unit != "ordinal"} for c in (a, b))
    return bool(mine & theirs)


def name_words(name: str) -> frozenset[str]:
    """Return the words of a name that tell it from others, in lower case."""
    return _words(name) - _GENERIC


def _words(text: str) -> frozenset[str]:
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


def _other_kind(x: Scene, y: Scene, one: Report, other: Report) -> bool:
    """Tell whether one names a kind that the other article never does, or both name two kinds."""
    if x.kinds and y.kinds:
        return not x.kinds & y.kinds
    if bool(x.kinds) == bool(y.kinds):
        return False
    kinds, report = (x.kinds, other) if x.kinds else (y.kinds, one)
    known = {w.replace("’", "'") for w in report.words}
    return any("'s" in k or "s'" in k for k in kinds) and not any(k in known for k in kinds)


def _other_place(x: Scene, y: Scene, one: Report, other: Report) -> bool:
    """Tell whether the places are two that the reports don't share."""
    if any(_next_to(s) and not _next_to(t) for s, t in ((x, y), (y, x))):
        return True
    if only_place_differs(one, other):
        return False
    if x.places and y.places:
        if _overlap(x.places, y.places) or _known(x.places, y.claim.text) or _known(y.places, x.claim.text):
            return False
        strange = not _anywhere(x.places, other), not _anywhere(y.places, one)
        return all(strange) or (any(strange) and same_measure(x.claim, y.claim))
    mine, theirs = x.places or one.places, y.places or other.places
    if not mine or not theirs or _overlap(mine, theirs):
        return False
    return not _anywhere(mine, other) and not _anywhere(theirs, one)


def only_place_differs(one: Report, other: Report) -> bool:
    """Tell whether two reports that lead with two places tell of one event nevertheless, and contradict each other.

    One day, and somebody who takes part in both, or the same two parties with the same figures: two towns' reports
    have their own people and figures.
    """
    if one.day is None or one.day != other.day or not one_time(one.published, other.published):
        return False
    if not one.places or not other.places or _overlap(one.places, other.places):
        return False
    return bool(one.people & other.people) or (
        len(one.parties & other.parties) >= _PARTIES and len(one.figures & other.figures) >= _FIGURES
    )


def _next_to(scene: Scene) -> bool:
    """Tell whether a claim opens beside the place of its article: "In the neighbouring province, ..."."""
    opening = _OPENING_PHRASE.match(scene.claim.text)
    return opening is not None and _NEXT_TO.search(opening.group()) is not None


def _opens_before(scene: Scene, report: Report) -> bool:
    """Tell whether a claim opens in another month or year than its article: "In 2011 thieves ..."."""
    opening = _OPENING_PHRASE.match(scene.claim.text) or _YEAR_FIRST.match(scene.claim.text)
    if opening is None or not report.published:
        return False
    end = scene.claim.start + opening.end()
    dates = [f for f in scene.claim.facts if f.kind == "date" and f.end <= end and f.unit in ("month", "year")]
    return any(gap_of(f.value, report.published[:_DAY]) for f in dates)


def _overlap(a: frozenset[str], b: frozenset[str]) -> bool:
    mine, theirs = (frozenset(w for name in names for w in name_words(name)) for names in (a, b))
    return bool(mine & theirs) or same_spelling(mine, theirs)


def _known(places: frozenset[str], text: str) -> bool:
    return bool({w for name in places for w in name_words(name)} & _words(text))


def _anywhere(places: frozenset[str], report: Report) -> bool:
    return any(known_anywhere(name_words(name), report) for name in places)


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


def _other_time(x: Scene, y: Scene, one: Report, other: Report, *, alike: bool) -> bool:
    """Tell whether the claims are of other times.

    Reports further apart than `APART` are of two events unless both state one day; so are two claims whose own dates
    lie far apart.
    """
    sums = _reports_sums(x) and _reports_sums(y)
    opened = _opens_before(x, one), _opens_before(y, other)
    if (opened[0] and not y.days) or (opened[1] and not x.days):
        return True
    if x.days and y.days:
        years = {d[:4] for d in x.days if d[:4] in x.claim.text}, {d[:4] for d in y.days if d[:4] in y.claim.text}
        gaps = [gap for p in x.days for q in y.days if (gap := gap_of(p, q)) is not None]
        opens = _YEAR_FIRST.match(x.claim.text) or _YEAR_FIRST.match(y.claim.text)
        if gaps and min(gaps) > _FAR_DATES and (all(years) if alike and not opens else any(years)):
            return True
        own_day = any(len(d) == _DAY for d in {*x.days} & {*y.days})
        # "a year earlier" is one year for two quarters
        if gaps and min(gaps) == 0 and (own_day or not sums or one_time(one.published, other.published, unknown=True)):
            return False
    if one_time(one.published, other.published, unknown=True):
        return False
    return not one.days & other.days or (sums and not _one_day(one, other))


def _reports_sums(scene: Scene) -> bool:
    """Tell whether a claim has a sum or a share, as a firm reports one for each period."""
    return any(f.kind == "quantity" and f.unit in _SUMS for f in scene.claim.facts)


def _one_day(one: Report, other: Report) -> bool:
    """Tell whether two reports share a day, and do not lead with days that lie far apart: they both cite it then."""
    if one.day in other.days or other.day in one.days:
        return True
    gap = gap_of(one.day, other.day) if one.day and other.day else None
    return (gap is None or gap <= APART) and bool(one.days & other.days)


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
        return abs((date.fromisoformat(one[:_DAY]) - date.fromisoformat(other[:_DAY])).days)
    except ValueError:
        return None


def one_time(one: str | None, other: str | None, *, unknown: bool = False) -> bool:
    """Return whether two publication times are near enough to be about one event; `unknown` where one isn't known."""
    days = days_apart(one, other)
    return unknown if days is None else days <= APART
