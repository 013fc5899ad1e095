"""What tells the events of two claims apart: another day, place, firm, kind or number.

Claims that are told apart neither agree nor conflict.
"""

from __future__ import annotations

import re

from dedup.alignment.events import (
    APART,
    DAY,
    FORMS,
    NAME,
    PRONOUN,
    Report,
    Scene,
    gap_of,
    initials_of,
    known_anywhere,
    lead_name,
    name_words,
    one_time,
    overlap,
    same_measure,
    words_in,
)
from dedup.alignment.series import ordinals_of
from dedup.articles import Place
from dedup.text.currencies import CURRENCIES

_SUMS = CURRENCIES | {"percent"}
_RIVAL = re.compile(
    rf"(?:(?:Its|Their|A|The|Another|Local|Bigger|Smaller|Larger)\s)?(?:[Ll]ocal\s)?(?:[Rr]ivals?|[Cc]ompetitors?)\s"
    rf"(?:[a-z-]+\s){{0,2}}(?P<name>{NAME})|"
    rf"Another\s(?:[a-z-]+\s){{1,3}}(?P<other>{NAME})"
)
_RESULTS = re.compile(
    r"\b(?:profits?|earnings|earned|income|revenues?|sales|forecasts?|outlook|projections?|per share|a share)\b",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(r"(?:Back )?[Ii]n (?:[A-Z][a-z]+ )?\d{4}\b")
_OPENING_PHRASE = re.compile(r"(?:In|On|At|During|Back in|Earlier)\s[^,]{3,60},\s")
_NEXT_TO = re.compile(r"\b(?:neighbou?ring|adjacent|next-door)\s", re.IGNORECASE)
_PARTIES, _FIGURES = 2, 2  # names and figures that reports of one event share, whatever place they name
_FAR_DATES = 45  # days between two dates stated for one kind of event


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


def _other_subject(x: Scene, y: Scene, one: Report, other: Report) -> bool:
    """Tell whether each is about a name that the other's claim lacks, one of them unknown to the other article."""
    if not x.subject or not y.subject or not (x.own or y.own) or not same_measure(x.claim, y.claim):
        return False
    mine, theirs = name_words(x.subject), name_words(y.subject)
    if not mine or not theirs or mine & theirs:
        return False
    if mine & words_in(y.claim.text) or theirs & words_in(x.claim.text):
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


def other_actor(a: Place, b: Place, one: Report, other: Report) -> bool:
    """Tell whether two claims are each about somebody whom the other one does not name; who only speaks is nobody."""
    x, y = one.scenes[a], other.scenes[b]
    if not (_named(x) and _named(y)) or _speaks(x) or _speaks(y):
        return False
    mine, theirs = words_in(x.subject), words_in(y.subject)
    if mine & words_in(y.claim.text) or theirs & words_in(x.claim.text) or not (mine - FORMS and theirs - FORMS):
        return False
    return not initials_of(x.subject, y.subject)


def _named(scene: Scene) -> bool:
    return scene.own or (bool(scene.subject) and PRONOUN.match(scene.claim.text) is not None)


def _speaks(scene: Scene) -> bool:
    return bool(scene.claim.speaker) and bool(words_in(scene.claim.speaker or "") & words_in(scene.subject))


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
        if overlap(x.places, y.places) or _known(x.places, y.claim.text) or _known(y.places, x.claim.text):
            return False
        strange = not _anywhere(x.places, other), not _anywhere(y.places, one)
        return all(strange) or (any(strange) and same_measure(x.claim, y.claim))
    mine, theirs = x.places or one.places, y.places or other.places
    if not mine or not theirs or overlap(mine, theirs):
        return False
    return not _anywhere(mine, other) and not _anywhere(theirs, one)


def only_place_differs(one: Report, other: Report) -> bool:
    """Tell whether two reports that lead with two places tell of one event nevertheless, and contradict each other.

    One day, and somebody who takes part in both, or the same two parties with the same figures: two towns' reports
    have their own people and figures.
    """
    if one.day is None or one.day != other.day or not one_time(one.published, other.published):
        return False
    if not one.places or not other.places or overlap(one.places, other.places):
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
    return any(gap_of(f.value, report.published[:DAY]) for f in dates)


def _known(places: frozenset[str], text: str) -> bool:
    return bool({w for name in places for w in name_words(name)} & words_in(text))


def _anywhere(places: frozenset[str], report: Report) -> bool:
    return any(known_anywhere(name_words(name), report) for name in places)


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
        own_day = any(len(d) == DAY for d in {*x.days} & {*y.days})
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
