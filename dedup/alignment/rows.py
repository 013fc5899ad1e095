"""The claim table: alignments grouped into rows, one claim a row, one cell for each article.

Called by `jobs.compare` after `align`; `reporting` prints what it returns.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dedup.alignment.align import ClaimSource
from dedup.articles import Alignment, Cell, CellState, Claim, ClaimRelation, ClaimRow, ClaimStatus, Place

# Two groups of claims become one row where their pairs average at least this share of the alignment threshold;
# pairs that are not aligned count as 0. So a chain A~B~C alone (average of A and B against C: half) joins only where
# the alignment is sure.
_AVERAGE = 0.5


@dataclass(slots=True)
class _Group:
    """Claims of one row; `related` are on its topic only."""

    members: list[Place]
    related: list[tuple[Place, float]] = field(default_factory=list)


def claim_rows(
    articles: Sequence[ClaimSource], alignments: Sequence[Alignment], story: str | None = None
) -> list[ClaimRow]:
    """Group the claims of a story into rows.

    Args:
        articles: What was given to `align`.
        alignments: What it returned, related pairs among them.
        story: Id of the story, carried by each row.

    Returns:
        Rows by their earliest cell: earliest article first, then by place. Each claim stands in exactly one row. An
        article with several claims in a row has a cell for each; one without has a single cell, `absent` where its
        text is whole, else `truncated` or `not_extracted`.
    """
    order = sorted(articles, key=lambda s: (s.published or "9999", s.id))
    claims = {Place(s.id, c.start, c.end): c for s in order for c in s.claims}
    rank = {place: n for n, place in enumerate(_in_order(order))}
    aligned = {(a.a, a.b): a for a in alignments if a.relation != "related"}
    groups = _grouped(list(claims), aligned, rank)
    _attach_related(groups, [a for a in alignments if a.relation == "related"], rank)
    ties = _ties_by_place(aligned)
    rows = [_row(g, order, claims, ties, rank, story) for g in groups]
    return [row for _, row in sorted(rows, key=lambda r: r[0])]


def _ties_by_place(aligned: dict[tuple[Place, Place], Alignment]) -> dict[Place, list[Alignment]]:
    ties: dict[Place, list[Alignment]] = {}
    for alignment in aligned.values():
        for place in (alignment.a, alignment.b):
            ties.setdefault(place, []).append(alignment)
    return ties


def _in_order(order: Sequence[ClaimSource]) -> list[Place]:
    return [Place(s.id, c.start, c.end) for s in order for c in sorted(s.claims, key=lambda c: (c.start, c.end))]


def _grouped(
    places: Sequence[Place], aligned: dict[tuple[Place, Place], Alignment], rank: dict[Place, int]
) -> list[_Group]:
    """Join claims by average linkage, best alignment first."""
    group_of = {place: _Group([place]) for place in places}
    score = {frozenset(pair): a.score for pair, a in aligned.items()}
    for (a, b), alignment in sorted(aligned.items(), key=lambda x: (-x[1].score, rank[x[0][0]], rank[x[0][1]])):
        one, other = group_of[a], group_of[b]
        if one is other:
            continue
        total = sum(score.get(frozenset((x, y)), 0.0) for x in one.members for y in other.members)
        if total >= _AVERAGE * len(one.members) * len(other.members) * alignment.score:
            one.members.extend(other.members)
            for place in other.members:
                group_of[place] = one
    return list({id(g): g for g in group_of.values()}.values())


def _attach_related(groups: list[_Group], related: Sequence[Alignment], rank: dict[Place, int]) -> None:
    """Put a claim that stands alone beside the row that it is most related to."""
    group_of = {place: g for g in groups for place in g.members}
    taken: set[int] = set()
    for tie in sorted(related, key=lambda a: (-a.score, rank[a.a], rank[a.b])):
        one, other = group_of[tie.a], group_of[tie.b]
        if one is other:
            continue
        if len(other.members) > 1 or id(other) in taken or other.related:
            one, other = other, one
        if len(other.members) > 1 or id(other) in taken or other.related or id(one) in taken:
            continue
        one.related.append((other.members[0], tie.score))
        taken.add(id(other))
    groups[:] = [g for g in groups if id(g) not in taken]


def _row(
    group: _Group,
    order: Sequence[ClaimSource],
    claims: dict[Place, Claim],
    ties_of: Mapping[Place, Sequence[Alignment]],
    rank: dict[Place, int],
    story: str | None,
) -> tuple[int, ClaimRow]:
    members = sorted(group.members, key=rank.__getitem__)
    inside = set(members)
    ties = [a for p in members for a in ties_of.get(p, ()) if a.a == p and a.b in inside]
    members_of = _by_article(members)
    related_of = _by_article(sorted((p for p, _ in group.related), key=rank.__getitem__))
    cells: list[Cell] = []
    present = [s for s in order if s.id in members_of]
    told_in = {s.language for s in present}
    for source in order:
        own = members_of.get(source.id, [])
        beside = related_of.get(source.id, [])
        cells.extend(_present(claims[p], _relation(p, members[0], ties)) for p in own)
        cells.extend(_present(claims[p], "related") for p in beside)
        if not own and not beside:
            cells.append(Cell(source.id, _missing(source, told_in)))
    row = ClaimRow(
        claim_id=_row_id(members[0], claims[members[0]]),
        story=story,
        text=claims[members[0]].text,
        status=_status(ties, len({_outlet(s) for s in present}), bool(group.related)),
        outlets=len({_outlet(s) for s in present}),
        witnesses=len({s.witness or s.id for s in present}),
        cells=tuple(cells),
    )
    return rank[members[0]], row


def _by_article(places: Sequence[Place]) -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = {}
    for place in places:
        found.setdefault(place.article, []).append(place)
    return found


def _relation(place: Place, first: Place, ties: Sequence[Alignment]) -> ClaimRelation | None:
    """The relation to the row's earliest claim, else that of its best alignment in the row; None for the earliest."""
    if place == first:
        return None
    mine = [a for a in ties if place in (a.a, a.b)]
    best = max(mine, key=lambda a: (first in (a.a, a.b), a.score), default=None)
    return best.relation if best else None


def _present(claim: Claim, relation: ClaimRelation | None) -> Cell:
    return Cell(
        claim.article, "present", claim.start, claim.end, claim.text, relation, claim.speaker, claim.facts
    )  # fmt: skip


def _missing(source: ClaimSource, told_in: set[str | None]) -> CellState:
    """Say why an article has no cell: absent only where its text is whole and in a language the claim is told in."""
    if source.text_state != "whole":
        return source.text_state
    known = told_in - {None}
    return "not_extracted" if known and source.language and source.language not in known else "absent"


def _outlet(source: ClaimSource) -> str:
    return source.source or source.id


def _status(ties: Sequence[Alignment], outlets: int, related: bool) -> ClaimStatus:
    if any(a.relation == "conflict" for a in ties):
        return "conflicting"
    if outlets > 1:
        return "agreed"
    return "related" if related else "single"


def _row_id(place: Place, claim: Claim) -> str:
    key = f"{place.article}\0{place.start}\0{place.end}\0{claim.text}"
    return hashlib.sha256(key.encode()).hexdigest()[:16]
