"""What tells the events of two claims apart: another day, place, firm, kind or number.

Claims that are told apart neither agree nor conflict.
"""

from __future__ import annotations

import re
from itertools import product

from dedup.alignment.apart_times import OPENING_PHRASE, other_time
from dedup.alignment.events import (
    FORMS,
    NAME,
    Report,
    Scene,
    initials_of,
    known_anywhere,
    lead_name,
    name_words,
    one_time,
    overlap,
    same_measure,
    words_in,
)
from dedup.alignment.polarity import like
from dedup.alignment.series import ordinals_of
from dedup.articles import Place
from dedup.text.stems import stem

_RIVAL = re.compile(
    rf"(?:(?:Its|Their|A|The|Another|Local|Bigger|Smaller|Larger)\s)?(?:[Ll]ocal\s)?(?:[Rr]ivals?|[Cc]ompetitors?)\s"
    rf"(?:[a-z-]+\s){{0,2}}(?P<name>{NAME})|"
    rf"Another\s(?:[a-z-]+\s){{1,3}}(?P<other>{NAME})"
)
_RIVAL_OF = re.compile(
    rf"\b(?:rivals?|competitors?)(?:\sof)?\s(?P<name>{NAME})|(?P<owner>{NAME})['’]s?\s(?:\w+\s){{0,2}}(?:rivals?|competitors?)\b"
)
_CAPITALS = re.compile(r"[A-ZÀ-Þ][\w’'-]+(?:\s[A-ZÀ-Þ][\w’'-]+)*")
_ROOT = 4  # letters that a country and its people share
# What the other side does in return.
_ANSWERED = frozenset(
    map(stem, "expel expelled sue accuse attack bomb shell strike criticize criticise condemn sanction ban".split())
)
_KIND_FIRST = re.compile(
    r"(?:(?:The|Some|About|Around|Nearly|More than)\s)?(?:[\d,]+\s)?"
    r"(?P<kind>[A-Za-z][a-z]+)\s(?P<what>[a-z]{3,}s)(?=['’]?\s)"
)
_RESULTS = re.compile(
    r"\b(?:profits?|loss(?:es)?|earnings|earned|income|revenues?|sales|forecasts?|outlook|projections?|per share|"
    r"a share)\b|"
    r"\blost (?:about )?[$€£]",
    re.IGNORECASE,
)
_STANDS_FOR = re.compile(
    r"(?:He|She|It|Its|The (?:company|firm|group|bank|airline|retailer|carmaker|club|team|party))\s"
)
_YOUNG = re.compile(r"junior|under-")
_NEXT_TO = re.compile(r"\b(?:neighbou?ring|adjacent|next-door)\s", re.IGNORECASE)
_PARTIES, _FIGURES = 2, 2  # names and figures that reports of one event share, whatever place they name


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
        or _of_somebody_else(x, y, one, other)
        or _of_rival(x, other) != _of_rival(y, one)
        or _other_results(x, y, one, other)
        or _other_object(x, y, one, other)
        or _turned_round(x, y)
        or _set_beside(x, y, one, other)
        or _other_kind(x, y, one, other)
        or _other_place(x, y, one, other)
        or other_time(x, y, one, other, alike=alike and one_time(one.published, other.published))
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


def _of_somebody_else(x: Scene, y: Scene, one: Report, other: Report) -> bool:
    """Tell whether one is about a name that the other report lacks, while its own report leads with one that it has.

    "Ashby would have saved 350,000", in a report on Wexley, is no figure of Wexley's.
    """
    for scene, report, stranger, its in ((x, one, y, other), (y, other, x, one)):
        words, leader = name_words(scene.subject), name_words(lead_name(report))
        if not scene.own or _speaks(scene) or not words or words & leader or known_anywhere(words, its):
            continue
        if leader & its.words and same_measure(scene.claim, stranger.claim) and not _same_value(x, y):
            return True
    return False


def _same_value(x: Scene, y: Scene) -> bool:
    values = ({f.value for f in s.claim.facts if f.kind == "quantity"} for s in (x, y))
    return bool(set.intersection(*values))


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
    if not words_a or not words_b or words_a & words_b:
        return False
    if words_a & (other.names - _rivals(other)) or words_b & (one.names - _rivals(one)):
        return False
    return not any(initials_of(a, b) for a in mine for b in theirs)


def _rivals(report: Report) -> frozenset[str]:
    """Return the words of those whom a report only names as rivals of another: "Acmo, a rival of Belco"."""
    named = (m["name"] or m["owner"] for s in report.scenes.values() for m in _RIVAL_OF.finditer(s.claim.text))
    return frozenset(word for name in named for word in name_words(name))


def _other_object(x: Scene, y: Scene, one: Report, other: Report) -> bool:
    """Tell whether one does an act to two, one of them unknown to the other report: "bought Acmo", "bought Belco"."""
    for p, q in product(x.claim.predicates, y.claim.predicates):
        if not like(p.verb, q.verb) or not _named_in(p.actor) & _named_in(q.actor):
            continue
        mine, theirs = _named_in(p.object), _named_in(q.object)
        if not mine or not theirs or mine & words_in(y.claim.text) or theirs & words_in(x.claim.text):
            continue
        if not known_anywhere(mine, other) or not known_anywhere(theirs, one):
            return True
    return False


def _turned_round(x: Scene, y: Scene) -> bool:
    """Tell whether one claim answers the other: "Acmo sued Belco", "Belco sued Acmo"; who won a match is no answer."""
    for p, q in product(x.claim.predicates, y.claim.predicates):
        if p.verb == q.verb and stem(p.verb) in _ANSWERED:
            sides = [_named_in(part) for part in (p.actor, p.object, q.actor, q.object)]
            if all(sides) and _akin(sides[0], sides[3]) and _akin(sides[1], sides[2]) and not _akin(sides[0], sides[2]):
                return True
    return False


def _named_in(part: str | None) -> frozenset[str]:
    """Return the words of the names in an actor or object, in lower case."""
    return frozenset(w for match in _CAPITALS.findall(part or "") for w in name_words(match))


def _akin(some: frozenset[str], others: frozenset[str]) -> bool:
    """Tell whether two sets of names share one, or a country and its people: "Norway", "Norwegian"."""
    return any(a[:_ROOT] == b[:_ROOT] for a in some for b in others)


def _set_beside(x: Scene, y: Scene, one: Report, other: Report) -> bool:
    """Tell whether the claims open with two kinds that a report sets side by side: bus drivers, train drivers."""
    mine, theirs = _opening_kind(x), _opening_kind(y)
    if mine is None or theirs is None or mine[1] != theirs[1] or like(stem(mine[0]), stem(theirs[0])):
        return False
    return any(all(_has_kind(r, k) for k in (mine, theirs)) for r in (one, other))


def _opening_kind(scene: Scene) -> tuple[str, str] | None:
    match = _KIND_FIRST.match(scene.claim.text)
    return (match["kind"].lower(), match["what"]) if match else None


def _has_kind(report: Report, kind: tuple[str, str]) -> bool:
    return any(" ".join(kind) in scene.claim.text.lower() for scene in report.scenes.values())


def other_actor(a: Place, b: Place, one: Report, other: Report) -> bool:
    """Tell whether two claims are each about somebody whom the other one does not name; who only speaks is nobody."""
    x, y = one.scenes[a], other.scenes[b]
    if not (_named(x) and _named(y)) or _speaks(x) or _speaks(y):
        return False
    mine, theirs = words_in(x.subject), words_in(y.subject)
    if name_words(x.subject) & name_words(y.subject):
        return False
    if mine & words_in(y.claim.text) or theirs & words_in(x.claim.text) or not (mine - FORMS and theirs - FORMS):
        return False
    return not initials_of(x.subject, y.subject)


def _named(scene: Scene) -> bool:
    return scene.own or (bool(scene.subject) and _STANDS_FOR.match(scene.claim.text) is not None)


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
    known |= frozenset(kind for scene in report.scenes.values() for kind in scene.kinds)
    telling = [k for k in kinds if "'s" in k or "s'" in k or _YOUNG.match(k)]
    return bool(telling) and not any(k in known for k in kinds)


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
    opening = OPENING_PHRASE.match(scene.claim.text)
    return opening is not None and _NEXT_TO.search(opening.group()) is not None


def _known(places: frozenset[str], text: str) -> bool:
    return bool({w for name in places for w in name_words(name)} & words_in(text))


def _anywhere(places: frozenset[str], report: Report) -> bool:
    return any(known_anywhere(name_words(name), report) for name in places)
