"""Whether two articles tell of the same event, where their dates say that they may not.

Called by `align`: a claim repeated weeks later in a report on the next meeting is no alignment, it is `related`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from dedup.articles import Alignment, Claim, Place

# Days after which a report is taken to be about another event, unless something ties the two together. Most follow-ups
# on one event stand within two weeks; the meetings of the five real articles lie 43 days apart and more.
_APART = 21
_DAY = 10  # characters of an ISO 8601 day


def part_events(
    alignments: Sequence[Alignment], published: Mapping[str, str | None], claims: Mapping[Place, Claim]
) -> list[Alignment]:
    """Turn alignments between articles of different times into `related`.

    An alignment stays where both claims state the same day, or where the two articles have a claim in nearly the same
    words (`same`), which shows that they tell of one event.

    Args:
        alignments: With their relations.
        published: Publication time of each article, ISO 8601; where one is unknown nothing is turned.
        claims: The claims at the places of the alignments.
    """
    tied = {(a.a.article, a.b.article) for a in alignments if a.relation == "same"}
    return [
        replace(a, relation="related")
        if a.relation in ("paraphrase", "partial", "conflict")
        and (a.a.article, a.b.article) not in tied
        and (_days(published.get(a.a.article), published.get(a.b.article)) or 0) > _APART
        and not _same_day(claims[a.a], claims[a.b])
        else a
        for a in alignments
    ]


def one_time(one: str | None, other: str | None) -> bool:
    """Return whether two publication times are known and near enough to be about one event."""
    days = _days(one, other)
    return days is not None and days <= _APART


def _days(one: str | None, other: str | None) -> int | None:
    if not one or not other:
        return None
    try:
        return abs((date.fromisoformat(one[:_DAY]) - date.fromisoformat(other[:_DAY])).days)
    except ValueError:
        return None


def _same_day(a: Claim, b: Claim) -> bool:
    days_a, days_b = ({f.value for f in c.facts if f.kind == "date" and len(f.value) >= _DAY} for c in (a, b))
    return bool(days_a & days_b)
