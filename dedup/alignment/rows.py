"""The claim table: alignments grouped into rows, one claim a row, one cell for each article."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from dedup.alignment.align import ClaimSource
from dedup.articles import Alignment, Cell, CellState, Claim, ClaimRelation, ClaimRow, ClaimStatus, Place

# Two groups of claims become one row where their pairs average at least this share of the alignment threshold;
# pairs that are not aligned count as 0. So a chain A~B~C alone (average of A and B against C: half) joins only where
# the alignment is sure.
_AVERAGE = 0.5


Aligned = Mapping[frozenset[Place], Alignment]  # by the two places, whichever comes first


_NUMBERED = re.compile(r"(?:\d+(?:st|nd|rd|th)|first|second|third|fourth|\w+(?:th|st|nd))\b")


@dataclass(slots=True)
class _Group:
    """Claims of one row, with the head that names it.

    `related` are claims of other events, `opposed` claims of other rows that conflict with one of this row.
    """

    members: list[Place]
    head: Place
    related: list[tuple[Place, float]] = field(default_factory=list)
    opposed: list[Place] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Columns:
    """The articles in the order of the table, with the number of each and the empty cells by language."""

    order: Sequence[ClaimSource]
    number: Mapping[str, int]
    empty: dict[frozenset[str | None], list[Cell]] = field(default_factory=dict)

    def of(self, ids: Iterable[str]) -> list[ClaimSource]:
        """Return articles in the order of the table."""
        return [self.order[n] for n in sorted(self.number[id_] for id_ in ids)]

    def silent(self, told_in: frozenset[str | None]) -> list[Cell]:
        """Return an empty cell for each article, of a claim that is told in some languages."""
        if told_in not in self.empty:
            self.empty[told_in] = [Cell(s.id, _missing(s, told_in)) for s in self.order]
        return self.empty[told_in]


def claim_rows(
    articles: Sequence[ClaimSource], alignments: Sequence[Alignment], story: str | None = None
) -> list[ClaimRow]:
    """Group the claims of a story into rows.

    Args:
        articles: What was given to `align`.
        alignments: What it returned; those that are only possible change nothing.
        story: Id of the story, carried by each row.

    Returns:
        Rows by their earliest cell: earliest article first, then by place. Each claim stands in exactly one row, and
        once more in another with a claim of which it conflicts. An article with several claims in a row has a cell
        for each; one without has a single cell, `absent` where its text is whole, else `truncated` or `not_extracted`.
    """
    order = sorted(articles, key=lambda s: (s.published or "9999", s.id))
    claims = {Place(s.id, c.start, c.end): c for s in order for c in s.claims}
    rank = {place: n for n, place in enumerate(_in_order(order))}
    aligned = {frozenset((a.a, a.b)): a for a in alignments if a.relation != "related" and a.tier == "told"}
    groups = _grouped(list(claims), aligned, rank)
    _attach_related(groups, [a for a in alignments if a.relation == "related"], rank)
    _attach_opposed(groups, aligned, rank)
    columns = _Columns(order, {source.id: n for n, source in enumerate(order)})
    rows = [_row(g, columns, claims, aligned, rank, story) for g in groups]
    return [row for _, row in sorted(rows, key=lambda r: r[0])]


def _in_order(order: Sequence[ClaimSource]) -> list[Place]:
    return [Place(s.id, c.start, c.end) for s in order for c in sorted(s.claims, key=lambda c: (c.start, c.end))]


def _grouped(places: Sequence[Place], aligned: Aligned, rank: dict[Place, int]) -> list[_Group]:
    """Join claims by average linkage, best alignment first; then leave out of each what isn't aligned to its head."""
    group_of = {place: n for n, place in enumerate(places)}
    members: dict[int, list[Place]] = {n: [place] for n, place in enumerate(places)}
    sums: dict[int, dict[int, float]] = {n: {} for n in members}  # summed scores between groups, both ways
    for pair, alignment in aligned.items():
        a, b = (group_of[place] for place in pair)
        sums[a][b] = sums[b][a] = alignment.score
    for pair, alignment in sorted(aligned.items(), key=lambda x: (-x[1].score, sorted(rank[p] for p in x[0]))):
        one, other = (group_of[place] for place in sorted(pair, key=rank.__getitem__))
        if one == other:
            continue
        if sums[one].get(other, 0.0) >= _AVERAGE * len(members[one]) * len(members[other]) * alignment.score:
            group_of.update(dict.fromkeys(members[other], one))
            members[one] += members.pop(other)
            for near, total in sums.pop(other).items():
                del sums[near][other]
                if near != one:
                    sums[one][near] = sums[near][one] = sums[one].get(near, 0.0) + total
    conflicts: dict[Place, set[Place]] = {}
    for alignment in aligned.values():
        if alignment.relation == "conflict":
            conflicts.setdefault(alignment.a, set()).add(alignment.b)
            conflicts.setdefault(alignment.b, set()).add(alignment.a)
    found: list[_Group] = []
    for group in members.values():
        found.extend(_parted(group, aligned, conflicts, rank))
    return found


def _parted(
    members: list[Place], aligned: Aligned, conflicts: Mapping[Place, set[Place]], rank: dict[Place, int]
) -> list[_Group]:
    """Name a group by its most central claim and keep with it what is aligned with it; group the rest anew.

    Where claims conflict, the name is one of them, or no cell would show the conflict.
    """
    found = []
    rest = sorted(members, key=rank.__getitem__)
    while rest:
        left = set(rest)
        opposed = [p for p in rest if not left.isdisjoint(conflicts.get(p, ()))]
        head = max(opposed or rest, key=lambda p: (round(_centrality(p, rest, aligned), 6), -rank[p]))
        kept = [p for p in rest if p == head or frozenset((p, head)) in aligned]
        found.append(_Group(kept, head))
        rest = [p for p in rest if p not in kept]
    return found


def _centrality(place: Place, members: Sequence[Place], aligned: Aligned) -> float:
    ties = (frozenset((place, other)) for other in members if other != place)
    return sum(aligned[tie].score for tie in ties if tie in aligned)


def _attach_related(groups: list[_Group], related: Sequence[Alignment], rank: dict[Place, int]) -> None:
    """Put a claim that stands alone beside the row that it is most related to; the next in a row of events first."""
    group_of = {place: g for g in groups for place in g.members}
    taken: set[int] = set()
    for tie in sorted(related, key=lambda a: (not _NUMBERED.match(a.reason or ""), -a.score, rank[a.a], rank[a.b])):
        pair = group_of[tie.a], group_of[tie.b]
        for one, other, place, beside in ((*pair, tie.a, tie.b), (*pair[::-1], tie.b, tie.a)):
            alone = len(other.members) == 1 and not other.related and id(other) not in taken
            if one is not other and alone and place == one.head and id(one) not in taken:
                one.related.append((beside, tie.score))
                taken.add(id(other))
                break
    groups[:] = [g for g in groups if id(g) not in taken]


def _attach_opposed(groups: Sequence[_Group], aligned: Aligned, rank: dict[Place, int]) -> None:
    """Show each conflict in a row: put a claim of another row beside what it conflicts with, a head if there is one."""
    group_of = {place: g for g in groups for place in g.members}
    conflicts = sorted((sorted(pair, key=rank.__getitem__) for pair, a in aligned.items() if a.relation == "conflict"),
                       key=lambda pair: [rank[place] for place in pair])  # fmt: skip
    for a, b in conflicts:
        if group_of[a] is group_of[b]:
            continue
        member, place = (b, a) if group_of[b].head == b and group_of[a].head != a else (a, b)
        if place not in group_of[member].opposed:
            group_of[member].opposed.append(place)


def _row(
    group: _Group,
    columns: _Columns,
    claims: dict[Place, Claim],
    aligned: Aligned,
    rank: dict[Place, int],
    story: str | None,
) -> tuple[int, ClaimRow]:
    members = sorted([*group.members, *group.opposed], key=rank.__getitem__)
    ties = [aligned[tie] for pair in combinations(members, 2) if (tie := frozenset(pair)) in aligned]
    members_of = _by_article(members)
    related_of = _by_article(sorted((p for p, _ in group.related), key=rank.__getitem__))
    present = columns.of(members_of)
    silent = columns.silent(frozenset(s.language for s in present))
    cells: list[Cell] = []
    done = 0
    for source in columns.of(members_of.keys() | related_of.keys()):  # most articles of a large table are silent
        cells.extend(silent[done : columns.number[source.id]])
        cells.extend(_present(claims[p], _relation(p, group, aligned)) for p in members_of.get(source.id, []))
        cells.extend(_present(claims[p], "related") for p in related_of.get(source.id, []))
        done = columns.number[source.id] + 1
    cells.extend(silent[done:])
    witnesses = len({s.witness or s.id for s in present})
    row = ClaimRow(
        claim_id=_row_id(group.head, claims[group.head]),
        story=story,
        text=claims[group.head].text,
        status=_status(ties, witnesses, bool(group.related)),
        outlets=len({_outlet(s) for s in present}),
        witnesses=witnesses,
        cells=tuple(cells),
    )
    return min(rank[place] for place in group.members), row


def _by_article(places: Sequence[Place]) -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = {}
    for place in places:
        found.setdefault(place.article, []).append(place)
    return found


def _relation(place: Place, group: _Group, aligned: Aligned) -> ClaimRelation | None:
    """The relation to the row's head; None for the head itself."""
    if place in group.opposed:
        return "conflict"
    return None if place == group.head else aligned[frozenset((place, group.head))].relation


def _present(claim: Claim, relation: ClaimRelation | None) -> Cell:
    return Cell(
        claim.article, "present", claim.start, claim.end, claim.text, relation, claim.speaker, claim.facts
    )  # fmt: skip


def _missing(source: ClaimSource, told_in: frozenset[str | None]) -> CellState:
    """Say why an article has no cell: absent only where its text is whole and in a language the claim is told in."""
    if source.text_state != "whole":
        return source.text_state
    known = told_in - {None}
    return "not_extracted" if known and source.language and source.language not in known else "absent"


def _outlet(source: ClaimSource) -> str:
    return source.source or source.id


def _status(ties: Sequence[Alignment], witnesses: int, related: bool) -> ClaimStatus:
    """Two independent texts agree; a copy doesn't agree with its original."""
    if any(a.relation == "conflict" for a in ties):
        return "conflicting"
    if witnesses > 1:
        return "agreed"
    return "related" if related else "single"


def _row_id(place: Place, claim: Claim) -> str:
    key = f"{place.article}\0{place.start}\0{place.end}\0{claim.text}"
    return hashlib.sha256(key.encode()).hexdigest()[:16]
