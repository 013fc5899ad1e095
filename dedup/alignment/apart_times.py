"""Whether two claims are of other times: called by `apart`."""

from __future__ import annotations

import re
from itertools import product

from dedup.alignment import counted
from dedup.alignment.acts import acts_of, days_of, one_act
from dedup.alignment.difference_cues import IN_YEAR
from dedup.alignment.events import APART, DAY, Report, Scene, gap_of, one_time
from dedup.text.currencies import CURRENCIES

_FAR_DATES = 45  # days between two dates stated for one kind of event
_WEEK = 7
_YEAR = 330  # days after which a toll is that of another event
_SUMS = CURRENCIES | {"percent"}
_YEAR_FIRST = re.compile(r"(?:Back )?[Ii]n (?:[A-Z][a-z]+ )?\d{4}\b")
_BEFORE_FIRST = re.compile(
    r"In (?:January|February|March|April|May|June|July|August|September|October|November|December)\b(?! \d)|"
    r"(?:\w+ )?\w+ (?:weeks|months|years|decades) (?:ago|earlier)\b|A (?:month|year|decade) (?:ago|earlier)\b|"
    r"Last (?:month|year)\b"
)
_NO_FIGURES = frozenset({None, "ordinal", "age"})
OPENING_PHRASE = re.compile(r"(?:In|On|At|During|Back in|Earlier)\s[^,]{3,60},\s")
_HAD = re.compile(r"had\s")


def other_time(x: Scene, y: Scene, one: Report, other: Report, *, alike: bool) -> bool:
    """Tell whether two claims are of other times.

    Reports further apart than `APART` are of two events unless both state one day; so are two claims whose own dates
    lie far apart.

    Args:
        x: A claim of the first report.
        y: A claim of the second.
        one: The first report.
        other: The second report.
        alike: Whether the claims are so much alike that another date is of something else in the sentence.
    """
    sums = _reports_sums(x) and _reports_sums(y)
    opened = _opens_before(x, y, one), _opens_before(y, x, other)
    gaps = [gap for p in x.days for q in y.days if (gap := gap_of(p, q)) is not None]
    if (opened[0] and not y.days) or (opened[1] and not x.days) or (any(opened) and gaps and min(gaps) > APART):
        return True
    if _other_toll_before(x, y, one) or _other_toll_before(y, x, other):
        return True
    if _figures_of_a_year(x, y, one) or _figures_of_a_year(y, x, other) or (not alike and _acts_far_apart(x, y)):
        return True
    if x.days and y.days:
        years = {d[:4] for d in x.days if d[:4] in x.claim.text}, {d[:4] for d in y.days if d[:4] in y.claim.text}
        opens = _YEAR_FIRST.match(x.claim.text) or _YEAR_FIRST.match(y.claim.text)
        if gaps and min(gaps) > _FAR_DATES and (all(years) if alike and not opens else any(years)):
            return True
        if gaps and min(gaps) > _WEEK and _looks_back(x) != _looks_back(y):
            return True
        own_day = any(len(d) == DAY for d in {*x.days} & {*y.days})
        # "a year earlier" is one year for two quarters
        if gaps and min(gaps) == 0 and (own_day or not sums or one_time(one.published, other.published, unknown=True)):
            return False
    if one_time(one.published, other.published, unknown=True):
        return False
    return not one.days & other.days or (sums and not _one_day(one, other))


def _acts_far_apart(x: Scene, y: Scene) -> bool:
    """Tell whether two claims bind one act to dates that lie far apart: a strike in January, a strike on Tuesday."""
    found = False
    for p, q in product(acts_of(x.claim), acts_of(y.claim)):
        mine, theirs = list(days_of(p, x.claim)), list(days_of(q, y.claim))
        gaps = [gap for f, g in product(mine, theirs) if (gap := gap_of(f.value, g.value)) is not None]
        if p.verb == q.verb and gaps and one_act(p, q):
            if min(gaps) <= _FAR_DATES:
                return False
            found = True
    return found


def _figures_of_a_year(x: Scene, y: Scene, report: Report) -> bool:
    """Tell whether a claim is of a year before its report that the other lacks, and has other figures of one unit."""
    years = {m["year"] for m in IN_YEAR.finditer(x.claim.text)}
    if not years or not report.published or max(years) >= report.published[:4] or any(t in y.claim.text for t in years):
        return False
    facts = ([f for f in s.claim.facts if f.kind == "quantity" and f.unit not in _NO_FIGURES] for s in (x, y))
    values = [{(f.value, f.unit) for f in some} for some in facts]
    units = [{unit for _, unit in some} for some in values]
    return bool(units[0] & units[1]) and not values[0] & values[1]


def _opens_before(scene: Scene, stranger: Scene, report: Report) -> bool:
    """Tell whether a claim opens in another month or year than its article: "In 2011 thieves ..."."""
    if not report.published:
        return False
    text, published = scene.claim.text, report.published[:DAY]
    # "Two years ago Acmo bid for Belco" is of the bid that the other claim has
    recent = () if _two_names(scene, stranger) else ((_BEFORE_FIRST, APART),)
    for pattern, least in ((OPENING_PHRASE, 0), (_YEAR_FIRST, 0), *recent):
        if opening := pattern.match(text):
            end = scene.claim.start + opening.end()
            dates = [f for f in scene.claim.facts if f.kind == "date" and f.end <= end and f.unit in ("month", "year")]
            if any((gap_of(f.value, published) or 0) > least for f in dates):
                return True
    return False


def _two_names(x: Scene, y: Scene) -> bool:
    mine, theirs = ({f.value for f in s.claim.facts if f.kind == "name"} for s in (x, y))
    return len(mine & theirs) > 1


def _looks_back(scene: Scene) -> bool:
    """Tell whether a claim tells of what had been before: "Rovers had lost 3-0 to United in April"."""
    text, start = scene.claim.text, scene.claim.start
    return bool(scene.claim.predicates) and _HAD.match(text, scene.claim.predicates[0].start - start) is not None


def _other_toll_before(x: Scene, y: Scene, report: Report) -> bool:
    """Tell whether a claim counts whom something befell long before its report, and the other one counts others."""
    published = (report.published or "")[:DAY]
    if not published or not x.days or any((gap_of(d, published) or 0) <= _YEAR for d in x.days):
        return False
    if set(x.days) & set(y.days) or (y.days and all((gap_of(d, published) or 0) > _YEAR for d in y.days)):
        return False
    mine, theirs = (_befallen(scene) for scene in (x, y))
    return bool(mine and theirs) and not mine & theirs


def _befallen(scene: Scene) -> set[str]:
    figures = (f for f in scene.claim.facts if f.kind == "quantity")
    return {f.value for f in figures if counted.counts(scene.claim, f) in counted.BEFALLEN}


def _reports_sums(scene: Scene) -> bool:
    """Tell whether a claim has a sum or a share, as a firm reports one for each period."""
    return any(f.kind == "quantity" and f.unit in _SUMS for f in scene.claim.facts)


def _one_day(one: Report, other: Report) -> bool:
    """Tell whether two reports share a day, and do not lead with days that lie far apart: they both cite it then."""
    if one.day in other.days or other.day in one.days:
        return True
    gap = gap_of(one.day, other.day) if one.day and other.day else None
    return (gap is None or gap <= APART) and bool(one.days & other.days)
