"""Why two claims are related: one act with a participant in common, in two events that a stated fact tells apart.

Another date, place, firm, kind or number of the act; a pair without such a reason is nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import product

from dedup.alignment.acts import ONCE, WORD, Act, acts_of, days_of, heads, lasts, one_act, participants, places_of
from dedup.alignment.events import (
    APART,
    Report,
    Scene,
    days_apart,
    gap_of,
    known_anywhere,
    name_words,
    one_time,
    same_spelling,
)
from dedup.alignment.holders import measure, one_holder, one_scope, unmeasured
from dedup.alignment.polarity import GENERIC, like
from dedup.alignment.series import ORDINAL, of_meeting, ordinals_of
from dedup.alignment.vocabulary import CALENDAR, FUNCTION_WORDS
from dedup.articles import Claim, Fact, Place
from dedup.text.stems import stem

_FAR_DATES = 45  # days between two dates of one kind of act
# A meeting with a name of its own: "the 5th Ministerial Meeting of …".
_SERIES = re.compile(r"\b(?:\d+(?:st|nd|rd|th)|[Ff]irst|[Ss]econd|[Tt]hird|[A-Za-z]+th)\s(?:[A-Z][\w-]+\s)+")
_NAME_AT_END = re.compile(r"(?:\b[A-ZÀ-Þ][\w’'-]+\s?)+$")
_YEARS = 330  # days between two short reports that are never of one event
_PARTS = frozenset(map(stem, "round stage phase leg quarter day half".split()))  # of one event
_PLANNED_DAYS = 200  # after which a plan is no longer told as carried out
_LEAD = 4  # claims with which a report says what it is about
_NAMES = 2  # names that the participants of one row of meetings share


def reason(a: Place, b: Place, one: Report, other: Report) -> str | None:
    """Return why two claims are related, as "seventh round, 2023 / sixth round, 2021"; None where nothing says so.

    Args:
        a: A claim of the first report.
        b: A claim of the second.
        one: The first report.
        other: The second report.
    """
    x, y = one.scenes[a], other.scenes[b]
    if lasts(x.claim) or lasts(y.claim):
        return None
    for p, q in product(acts_of(x.claim), acts_of(y.claim)):
        if one_act(p, q) and (found := _told_apart(p, q, x, y, one, other)) is not None:
            return f"{found[0]} / {found[1]}"
    return None


def _told_apart(p: Act, q: Act, x: Scene, y: Scene, one: Report, other: Report) -> tuple[str, str] | None:
    """Return what tells two namings of one act apart, given that something else takes part in both."""
    actors = _other_actors(p, q, x, y, one, other)
    if actors is not None:
        return actors
    if not participants(p, q, x.claim, y.claim):
        return None
    numbers = ordinals_of(x.claim.text, y.claim.text)
    if numbers is not None and _numbers_act(numbers[0], p) and _numbers_act(numbers[1], q):
        if p.stem in _PARTS and one_time(one.published, other.published, unknown=True):
            return None  # the fifth and the sixth round of a fight
        return _dated(numbers[0], one), _dated(numbers[1], other)
    both = p, q, x, y, one, other
    found = [r for r in (_other_things(*both), _other_kinds(x, y), _other_places(*both), _other_times(*both)) if r]
    return (", ".join(r[0] for r in found), ", ".join(r[1] for r in found)) if found else None


def _numbers_act(phrase: str, act: Act) -> bool:
    return any(like(stem(w), act.stem) for w in WORD.findall(phrase.lower()))


def _dated(phrase: str, report: Report) -> str:
    year = (report.day or report.published or "")[:4]
    return f"{phrase}, {year}" if year else phrase


def _other_actors(p: Act, q: Act, x: Scene, y: Scene, one: Report, other: Report) -> tuple[str, str] | None:
    """Return two names of which each does the act to like things: "Acmo will cut 1,200 jobs".

    Each report must lead with its own and not know the other's; an analyst or a bystander is none.
    """
    if not (p.verb and q.verb and _named(p.actor) and _named(q.actor)):
        return None
    mine, theirs = name_words(p.actor), name_words(q.actor)
    if not mine or not theirs or mine & theirs or same_spelling(mine, theirs):
        return None
    if known_anywhere(mine, other) or known_anywhere(theirs, one) or not (_leads(mine, one) and _leads(theirs, other)):
        return None
    values = ({f.value for f in c.facts if f.kind == "quantity"} for c in (x.claim, y.claim))
    return (p.actor, q.actor) if heads(p.object) & heads(q.object) and not set.intersection(*values) else None


def _leads(name: frozenset[str], report: Report) -> bool:
    """Tell whether a report names somebody in its first claims."""
    claims = [scene.claim for scene in list(report.scenes.values())[:_LEAD]]
    return any(name & name_words(claim.text) for claim in claims)


def _named(phrase: str) -> bool:
    words = phrase.split()
    return bool(name_words(phrase) - CALENDAR) and all(w[0].isupper() for w in (words[0], words[-1])) and (
        stem(words[-1].lower()) not in FUNCTION_WORDS | GENERIC
    )


def _other_things(p: Act, q: Act, x: Scene, y: Scene, one: Report, other: Report) -> tuple[str, str] | None:
    """Return two names to which one and the same does the act: "Acmo will buy Belco", "Acmo will buy Corva"."""
    if not (p.verb and q.verb and name_words(p.actor) & name_words(q.actor) and _named(p.actor) and _named(q.actor)):
        return None
    mine, theirs = _last_name(p.object), _last_name(q.object)
    if not mine or not theirs or same_spelling(name_words(mine), name_words(theirs)):
        return None
    if known_anywhere(name_words(mine), other) or known_anywhere(name_words(theirs), one):
        return None
    return mine, theirs


def _last_name(phrase: str) -> str:
    """Return the name that ends a phrase, as of "cider maker Apfel"; "" where none does."""
    match = _NAME_AT_END.search(phrase)
    return match.group() if match and name_words(match.group()) - CALENDAR else ""


def _other_kinds(x: Scene, y: Scene) -> tuple[str, str] | None:
    if not x.kinds or not y.kinds or x.kinds & y.kinds:
        return None
    return sorted(x.kinds)[0], sorted(y.kinds)[0]


def _other_places(p: Act, q: Act, x: Scene, y: Scene, one: Report, other: Report) -> tuple[str, str] | None:
    """Return the two places of an act; where the claims name none, those that their reports lead with.

    Two places alone may be one event told with more or less detail: the days differ too, or both reports lead with
    their places.
    """
    other_day = one.day is not None and other.day is not None and one.day != other.day
    mine, theirs = places_of(p, x.claim), places_of(q, y.claim)
    if mine and theirs:
        lead = _overlap(mine, one.places) and _overlap(theirs, other.places)
        if not (other_day or lead) or _one_place(mine, theirs, one, other):
            return None
        return sorted(mine)[0], sorted(theirs)[0]
    if x.places or y.places or not one.places or not other.places or _one_place(one.places, other.places, one, other):
        return None
    if not (one.brief and other.brief and other_day and (one.names & other.names or _like_leads(one, other))):
        return None
    return _led(one), _led(other)


def _overlap(some: frozenset[str], others: frozenset[str]) -> bool:
    mine, theirs = (frozenset(w for name in names for w in name_words(name)) for names in (some, others))
    return bool(mine & theirs)


def _one_place(mine: frozenset[str], theirs: frozenset[str], one: Report, other: Report) -> bool:
    """Tell whether the places can be one: spelled in two ways, or known to the other report."""
    words_a, words_b = (frozenset(w for name in names for w in name_words(name)) for names in (mine, theirs))
    if not words_a or not words_b or words_a & words_b or same_spelling(words_a, words_b):
        return True
    return known_anywhere(words_a, other) or known_anywhere(words_b, one)


def _like_leads(one: Report, other: Report) -> bool:
    """Tell whether two reports open with like acts: two derailments."""
    first = ([act for act in acts_of(next(iter(r.scenes.values())).claim)] for r in (one, other))
    return any(one_act(p, q) for p, q in product(*first))


def _led(report: Report) -> str:
    """Return the place that a report leads with, and its day."""
    when = report.day or (report.published or "")[:10]
    return ", ".join([sorted(report.places)[0], *([when] if when else [])])


def _other_times(p: Act, q: Act, x: Scene, y: Scene, one: Report, other: Report) -> tuple[str, str] | None:
    """Return the two times of an act, stated in the claims or by reports that lie far apart."""
    if _comes_later(p, q, x, y, one, other) or not _one_thing(p, q, x, y, one, other):
        return None
    mine, theirs = list(days_of(p, x.claim)), list(days_of(q, y.claim))
    if _one_day(mine, y.claim) or _one_day(theirs, x.claim) or _two_actors(p, q):
        return None
    if _misread(p, mine, one) or _misread(q, theirs, other):
        return None
    if mine and theirs:
        gaps = [gap for f, g in product(mine, theirs) if (gap := gap_of(f.value, g.value)) is not None]
        if not gaps or min(gaps) <= _FAR_DATES:
            return None
        return mine[0].value, theirs[0].value
    # what always holds has no time of its own
    if any(act.present for act, dates in ((p, mine), (q, theirs)) if not dates):
        return None
    if mine or theirs:
        told = _told_at(mine, x.claim, one), _told_at(theirs, y.claim, other)
        far = not one_time(one.published, other.published, unknown=True) and (gap_of(*told) or 0) > _FAR_DATES
        return told if far else None
    return _other_leads(one, other)


def _one_day(dates: Sequence[Fact], other: Claim) -> bool:
    """Tell whether the other claim has one of the days, of whatever act."""
    return any(gap_of(f.value, g.value) == 0 for f in dates for g in other.facts if g.kind == "date")


def _two_actors(p: Act, q: Act) -> bool:
    """Tell whether two people or bodies do the act: Kim strikes a tone, Trump strikes one."""
    if not (p.verb and q.verb and _named(p.actor or " ") and _named(q.actor or " ")):
        return False
    mine, theirs = name_words(p.actor), name_words(q.actor)
    return not mine & theirs and not same_spelling(mine, theirs)


def _misread(act: Act, dates: Sequence[Fact], report: Report) -> bool:
    """Tell whether an act that is told as done has a day after its report: the year was guessed."""
    published = (report.published or "")[:10]
    return bool(published) and not act.planned and any(f.value[:10] > published for f in dates)


def _one_thing(p: Act, q: Act, x: Scene, y: Scene, one: Report, other: Report) -> bool:
    """Tell whether the times of two acts compare: both are of one holder, or a name takes part in both.

    Of a measure only one and the same holder counts, and one extent: a day tells nothing of two firms' sales.
    """
    if measure(p, q):
        return one_scope(p, q, x.claim, y.claim) and one_holder(p, q, x, y, one, other)
    shared = unmeasured(participants(p, q, x.claim, y.claim))
    if not shared:
        return False
    names = [{stem(w) for f in c.facts if f.kind == "name" for w in name_words(f.value)} for c in (x.claim, y.claim)]
    led = [name for name in one.names & other.names if len(name) > 1]
    return bool(shared & names[0] & names[1]) or len(led) >= _NAMES or one_holder(p, q, x, y, one, other)


def _comes_later(p: Act, q: Act, x: Scene, y: Scene, one: Report, other: Report) -> bool:
    """Tell whether an act that the earlier report plans can be the one that the later report tells of."""
    earlier = p if (one.published or "") <= (other.published or "") else q
    if earlier.planned and x.places and y.places and _overlap(x.places, y.places):
        return True
    near = (days_apart(one.published, other.published) or 0) <= _PLANNED_DAYS
    return near and earlier.planned and earlier.stem in ONCE


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
    strange = bool(one.names or other.names) and not one.names & other.names
    if strange or one_time(one.published, other.published, unknown=True):
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
    acts = ((act, claim) for claim in claims for act in acts_of(claim))
    return [(act.stem, fact.value) for act, claim in acts for fact in days_of(act, claim) if fact.unit == "day"]


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
