"""Independent texts: the articles of a story grouped by the text they derive from.

`compare` counts groups, not outlets: six copies of one agency story are one witness.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cmp_to_key

from dedup.articles import Cleaned, Copy, Pair
from dedup.clustering.clock import earlier
from dedup.clustering.direction import SHARING, outlet_agencies

# From half of its words on, an article is a version of another one's text; a quotation that both print is less.
DERIVED = 0.5
# With one agency behind both, this much of it shows that they drew on the same story of that agency.
DERIVED_WITH_CREDIT = 0.1
# An article of which more than this stands in another one, and the other way round, has no room for a second origin.
MOST = 0.6
_OPENING = 25  # words that open a story


def group_witnesses(articles: Sequence[Cleaned], pairs: Iterable[Pair], copies: Iterable[Copy] = ()) -> dict[str, str]:
    """Group articles by the text they derive from.

    Articles of which one is largely made of the other are one witness, and so are those behind which one agency
    stands and that share some of their text. An article put together from several independent texts goes with the
    one that makes up most of it, and leaves them apart.

    Args:
        articles: The articles of a story, cleaned.
        pairs: Pairs of them, compared by what their outlets wrote: a press quotation that both print ties nothing.
        copies: From `direction.find_copies`; certain ones bind at whatever share, and tell a group's origin.

    Returns:
        For each article id, the id of the group's origin: the article that the others certainly took their text
        from, else the earliest, else the one with the smallest id.
    """
    known = {cleaned.article.id: cleaned for cleaned in articles}
    groups = {id_: id_ for id_ in known}
    certain = [c for c in copies if c.certain and c.source in known and c.target in known]
    bound = {frozenset((c.source, c.target)) for c in certain if c.containment >= DERIVED_WITH_CREDIT}
    sharing = [
        (str(p.id_a), str(p.id_b), p.containment_a, p.containment_b)
        for p in pairs
        if p.relation in SHARING and p.id_a in known and p.id_b in known
    ]
    within: dict[str, dict[str, float]] = defaultdict(dict)  # y -> x that stands in y -> share of y in x
    overlap: dict[frozenset[str], float] = {}
    for a, b, a_in_b, b_in_a in sorted(sharing):
        overlap[frozenset((a, b))] = max(a_in_b, b_in_a)
        one_agency = not _agencies(known[a]).isdisjoint(_agencies(known[b]))
        credited = one_agency and max(a_in_b, b_in_a) >= DERIVED_WITH_CREDIT
        if min(a_in_b, b_in_a) > MOST or credited or frozenset((a, b)) in bound:
            _unite(groups, a, b)
        if a_in_b >= DERIVED:
            within[b][a] = b_in_a
        if b_in_a >= DERIVED:
            within[a][b] = a_in_b
    for whole in sorted(within, key=lambda id_: (len(known[id_].body_text), id_)):
        for part in _derived_parts(known, whole, within[whole], overlap):
            _unite(groups, whole, part)
    return _name_groups(known, groups, certain)


def _derived_parts(
    known: Mapping[str, Cleaned], whole: str, shares: Mapping[str, float], overlap: Mapping[frozenset[str], float]
) -> list[str]:
    """Of articles that stand in one and the same other one, return those that share its origin.

    The part that makes up most of it always does. Another one doesn't where different agencies stand behind the two,
    or where they share nothing and the whole was pieced together from them.
    """
    parts = sorted(shares, key=lambda id_: (-shares[id_], id_))
    main = next((id_ for id_ in parts if _agencies(known[id_])), parts[0])
    agencies = _agencies(known[main])
    derived = []
    for id_ in parts:
        if id_ != main and _agencies(known[id_]) and agencies.isdisjoint(_agencies(known[id_])):
            continue
        apart = id_ != main and overlap.get(frozenset((id_, main)), 0.0) < DERIVED_WITH_CREDIT
        if not (apart and _pieced_together(known[whole], known[main], known[id_])):
            derived.append(id_)
    return derived


def _pieced_together(whole: Cleaned, main: Cleaned, part: Cleaned) -> bool:
    """Tell whether an article was made of two that share nothing, rather than cut into them.

    Made of them where it came later than both, or where no clock speaks and one of them lacks its opening: a story is
    cut from its end.
    """
    times = [one.published.value for one in (main, part) if one.published]
    clock = [earlier(time, whole.published.value) for time in times] if whole.published else []
    if clock and all(order == -1 for order in clock):
        return len(clock) == 2
    if 1 in clock:
        return False
    return not (_has_opening(main, whole) and _has_opening(part, whole))


def _has_opening(part: Cleaned, whole: Cleaned) -> bool:
    opening = whole.body_text.split()[:_OPENING]
    runs = {tuple(opening[i : i + 3]) for i in range(max(1, len(opening) - 2))}
    words = part.body_text.split()
    found = {tuple(words[i : i + 3]) for i in range(max(1, len(words) - 2))}
    return len(runs & found) >= len(runs) / 2


def _agencies(cleaned: Cleaned) -> set[str]:
    """Return the agencies behind an article: its credit, or the outlet itself."""
    return outlet_agencies(cleaned) | ({cleaned.credit.value} if cleaned.credit else set())


def _root(groups: dict[str, str], id_: str) -> str:
    while groups[id_] != id_:
        groups[id_] = groups[groups[id_]]
        id_ = groups[id_]
    return id_


def _unite(groups: dict[str, str], x: str, y: str) -> None:
    first, second = sorted((_root(groups, x), _root(groups, y)))
    groups[second] = first


def _name_groups(known: dict[str, Cleaned], groups: dict[str, str], certain: Sequence[Copy]) -> dict[str, str]:
    members: dict[str, list[str]] = defaultdict(list)
    for id_ in sorted(known):
        members[_root(groups, id_)].append(id_)
    targets = {copy.target for copy in certain}
    sources = {copy.source for copy in certain} - targets
    names: dict[str, str] = {}

    def compare(x: str, y: str) -> int:
        return _precedence(known, sources, x, y)

    for ids in members.values():
        origin = min(ids, key=cmp_to_key(compare))
        names.update(dict.fromkeys(ids, origin))
    return names


def _precedence(known: dict[str, Cleaned], sources: set[str], x: str, y: str) -> int:
    if (x in sources) != (y in sources):
        return -1 if x in sources else 1
    published_x, published_y = known[x].published, known[y].published
    if published_x is not None and published_y is not None:
        order = earlier(published_x.value, published_y.value)
        if order:
            return order
    elif published_x is not None or published_y is not None:
        return -1 if published_x is not None else 1
    return -1 if x < y else 1
