"""Independent texts: the articles of a story grouped by the text they derive from.

Called by `compare`, which counts groups, not outlets: six copies of one agency story are one witness.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cmp_to_key

from dedup.articles import Cleaned, Copy, Pair
from dedup.clustering.clock import earlier
from dedup.clustering.direction import SHARING, outlet_agencies

# From half of its words on, an article is a version of another one's text; a quotation that both print is less.
DERIVED = 0.5
# With one agency behind both, this much of it shows that they drew on the same story of that agency.
DERIVED_WITH_CREDIT = 0.1


def group_witnesses(articles: Sequence[Cleaned], pairs: Iterable[Pair], copies: Iterable[Copy] = ()) -> dict[str, str]:
    """Group articles by the text they derive from.

    Articles of which one is largely made of the other are one witness, and so are those behind which one agency
    stands and that share some of their text. An article put together from several independent texts goes with the
    one that makes up most of it, and leaves them apart.

    Args:
        articles: The articles of a story, cleaned.
        pairs: Pairs of them.
        copies: From `direction.find_copies`; certain ones bind at whatever share, and tell a group's origin.

    Returns:
        For each article id, the id of the group's origin: the article that the others certainly took their text
        from, else the earliest, else the one with the smallest id.
    """
    known = {cleaned.article.id: cleaned for cleaned in articles}
    groups = {id_: id_ for id_ in known}
    within: dict[str, list[tuple[str, float]]] = defaultdict(list)  # y -> (x that stands in y, share of y in x)
    certain = [c for c in copies if c.certain and c.source in known and c.target in known]
    bound = {frozenset((c.source, c.target)) for c in certain if c.containment >= DERIVED_WITH_CREDIT}
    for pair in sorted(pairs, key=lambda p: (p.id_a, p.id_b)):
        if pair.relation not in SHARING or pair.id_a not in known or pair.id_b not in known:
            continue
        a_in_b, b_in_a = pair.containment_a, pair.containment_b
        one_agency = not _agencies(known[pair.id_a]).isdisjoint(_agencies(known[pair.id_b]))
        credited = one_agency and max(a_in_b, b_in_a) >= DERIVED_WITH_CREDIT
        if min(a_in_b, b_in_a) >= DERIVED or credited or frozenset((pair.id_a, pair.id_b)) in bound:
            _unite(groups, pair.id_a, pair.id_b)
        elif a_in_b >= DERIVED:
            within[pair.id_b].append((pair.id_a, b_in_a))
        elif b_in_a >= DERIVED:
            within[pair.id_a].append((pair.id_b, a_in_b))
    for whole in sorted(within, key=lambda id_: (len(known[id_].body_text), id_)):
        for part in _derived_parts(known, within[whole]):
            _unite(groups, whole, part)
    return _name_groups(known, groups, certain)


def _derived_parts(known: dict[str, Cleaned], parts: list[tuple[str, float]]) -> list[str]:
    """Of articles that stand in one and the same other one, return those that share its origin.

    All of them, unless different agencies stand behind them: then it was put together from their texts, and the
    origin is the one that most of it comes from.
    """
    parts = sorted(parts, key=lambda part: (-part[1], part[0]))
    main = next((agencies for id_, _ in parts if (agencies := _agencies(known[id_]))), set())
    return [id_ for id_, _ in parts if not _agencies(known[id_]) or not main.isdisjoint(_agencies(known[id_]))]


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
