"""Claims of any number of articles, aligned: which sentences of different outlets make the same claim.

Candidates, first scoring by what the two sentences share, second scoring by what the other pairs say, then the
relation; two claims of the same act in two events are `related`, with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.alignment import fact_pairs
from dedup.alignment.apart import other_actor, told_apart
from dedup.alignment.candidates import candidates, nearest_of
from dedup.alignment.collection import Collection
from dedup.alignment.contested import LEAST, Pair, contested, of_sentences
from dedup.alignment.context import RELATIVE, Floats, Grid, Ints, context, relative
from dedup.alignment.differences import differences
from dedup.alignment.events import Report, read_report
from dedup.alignment.evidence import only_who, plain
from dedup.alignment.fact_pairs import MOST_FACTS
from dedup.alignment.features import compare
from dedup.alignment.kinds import JUDGED, disagree, judge
from dedup.alignment.reach import LONGEST, within_reach
from dedup.alignment.related import numbered, reason, row_reason
from dedup.alignment.scorer import lines, scorer, trees
from dedup.alignment.stated_once import stated_once
from dedup.alignment.wording import read
from dedup.articles import Alignment, Claim, Place, Span, Tier

# Features of which the second half says how they stand out among the pairs of the same sentences and articles.
RELATED_TO = ("cosine", "soft_min", "clause_in_max", "gram_short")
_ALIKE = 0.7  # probability from which a date in one of two claims is taken to be of something else in it
_FEW = 4_000  # pairs up to which all of articles in short sentences are judged
_CLAIM_DICE = 0.4  # terms that further claims of two sentences must share to be aligned beside the best ones

Bools = NDArray[np.bool_]
TextState = Literal["whole", "truncated", "not_extracted"]


@dataclass(frozen=True, slots=True)
class ClaimSource:
    """An article as the alignment needs it.

    Attributes:
        id: Id of the article.
        claims: Its claims in order, as `claims.extract` gives them.
        source: The outlet; None counts as an outlet of its own.
        published: Publication time, ISO 8601; tells an update from a conflict.
        witness: Id of the independent text that this article is a copy of; None where it is its own.
        text_state: Whether the text is whole; only then can a claim be called absent.
        language: ISO 639-1 code; a claim made in other languages only is not looked for here, so it isn't absent.
    """

    id: str
    claims: tuple[Claim, ...]
    source: str | None = None
    published: str | None = None
    witness: str | None = None
    text_state: TextState = "whole"
    language: str | None = None


class Sentence(NamedTuple):
    """A sentence with the claims cut from it."""

    source: ClaimSource
    span: Span
    text: str
    claims: tuple[Claim, ...]


def sentences(source: ClaimSource) -> list[Sentence]:
    """Put the claims of an article back into their sentences, in order."""
    parts: dict[Span, list[Claim]] = {}
    for claim in sorted(source.claims, key=lambda c: (c.start, c.end)):
        parts.setdefault(claim.sentence or Span(claim.start, claim.end), []).append(claim)
    return [Sentence(source, span, " ".join(c.text for c in cs), tuple(cs)) for span, cs in sorted(parts.items())]


def align(articles: Sequence[ClaimSource]) -> list[Alignment]:
    """Align the claims of articles about one story.

    Args:
        articles: In any order; the result does not depend on it.

    Returns:
        Alignments sorted by place, `a` in the article with the smaller id; relation `same`, `paraphrase`,
        `partial` or `conflict`, or `related` with the reason for two claims of the same act in two events. `score` is
        the calibrated probability that both make the same claim; from a line on they are `told`, below it `possible`.
        Where one sentence holds several claims, the span is that of the claim which matches best.
    """
    ordered = [replace(s, claims=tuple(map(within_reach, s.claims))) for s in sorted(articles, key=lambda s: s.id)]
    table = [sentences(source) for source in ordered]
    flat = [s for article in table for s in article]
    if sum(1 for article in table if article) < 2:
        return []
    collection = Collection([[read(s.text) for s in article] for article in table])
    grid = candidates(collection)
    if not len(grid.left):
        return []
    columns = columns_of(collection, grid)
    probability = score(collection, grid, columns)
    reports = {s.id: read_report(sorted(s.claims, key=lambda c: (c.start, c.end)), s.published) for s in ordered}
    found: list[Alignment] = []
    brief = np.array([reports[s.source.id].brief for s in flat])
    for n in worth_judging(grid, probability, brief).tolist():
        features = {name: float(columns[name][n]) for name in JUDGED}
        left, right = flat[grid.left[n]], flat[grid.right[n]]
        for a, b in claim_pairs(left.claims, right.claims):
            judged = judge_pair(a, b, reports, float(probability[n]), features)
            if judged is not None:
                found.append(judged)
    found = with_conflicts(found, conflicts(flat, grid, probability, collection, reports))
    found.extend(_of_one_row(ordered, reports, {(f.a, f.b) for f in found}))
    return sorted(found, key=lambda f: (f.a.article, f.a.start, f.b.article, f.b.start))


def conflicts(
    flat: Sequence[Sentence | None], grid: Grid, probability: Floats, collection: Collection,
    reports: Mapping[str, Report],
) -> list[Alignment]:
    """Return the conflicts that claims hold whatever their probability; sentences that are None are left out."""
    profiles = [p for article in collection.profiles for p in article]
    pairs: list[Pair] = []
    for n in np.flatnonzero(probability >= LEAST).tolist():
        i, j = int(grid.left[n]), int(grid.right[n])
        left, right = flat[i], flat[j]
        if left is not None and right is not None:
            both = (left.claims, right.claims), (profiles[i], profiles[j])
            pairs.extend(of_sentences(*both, float(probability[n]), collection))
    return with_conflicts(contested(pairs, reports), stated_once(reports, _chances(flat, grid, probability)))


def _chances(
    flat: Sequence[Sentence | None], grid: Grid, probability: Floats
) -> dict[tuple[Place, Place], float]:
    """Return the probability of each candidate by the places of its sentences."""
    places = [Place(s.source.id, *s.span) if s is not None else Place("", 0, 0) for s in flat]
    pairs = zip(grid.left.tolist(), grid.right.tolist(), probability.tolist(), strict=True)
    return {(places[i], places[j]): chance for i, j, chance in pairs}


def with_conflicts(found: Sequence[Alignment], told: Sequence[Alignment]) -> list[Alignment]:
    """Put conflicts in the place of what was found of the same claims."""
    known = {(a.a, a.b): a for a in told}
    places = {(a.a, a.b) for a in found}
    kept = [_with_conflict(a, known[a.a, a.b]) if (a.a, a.b) in known else a for a in found]
    return [*kept, *(a for a in told if (a.a, a.b) not in places)]


def _with_conflict(found: Alignment, told: Alignment) -> Alignment:
    """Tell the conflict of two claims that were aligned, beside their other differences."""
    if found.relation == "conflict" and found.tier == "told":
        return found
    values = {(d.kind, d.a, d.b) for d in told.differences}
    others = tuple(d for d in found.differences if (d.kind, d.a, d.b) not in values)
    return replace(told, score=found.score, differences=told.differences + others)


def limits(articles: Sequence[ClaimSource]) -> list[str]:
    """Say what `align` leaves out of so many articles or facts."""
    crowded = sum(len(c.facts) > MOST_FACTS for s in articles for c in s.claims)
    long = sum(len(c.text) > LONGEST for s in articles for c in s.claims)
    found = []
    if crowded:
        found.append(f"claims that state more than {MOST_FACTS} facts: {crowded}; the others of each are not compared")
    if long:
        found.append(f"claims of more than {LONGEST:,} characters: {long}; the rest of each is not compared")
    count = sum(len({c.sentence or c.start for c in s.claims}) for s in articles)
    if nearest_of(count) < nearest_of(1):
        found.append(f"{count:,} sentences: each is compared with its nearest {nearest_of(count)} elsewhere only")
    return found


def worth_judging(grid: Grid, probability: Floats, brief: Bools) -> Ints:
    """Return the candidates that may be told, possible or related."""
    short = brief[grid.left] & brief[grid.right] & (len(grid.left) <= _FEW)  # there the score says less
    return np.flatnonzero((probability >= lines()["possible"]) | short)


def _of_one_row(
    articles: Sequence[ClaimSource], reports: Mapping[str, Report], known: set[tuple[Place, Place]]
) -> Iterator[Alignment]:
    """Relate claims that number one row of events, "the sixth round" and "the seventh meeting"."""
    counted = [(s, numbered(s.claims)) for s in articles]
    for (one, mine), (other, theirs) in combinations(counted, 2):
        for a, b in product(mine, theirs):
            places = a.place, b.place
            why = row_reason(a, b, reports[one.id], reports[other.id])
            if places not in known and why is not None:
                differing = differences(a, b, one.published, other.published, other_event=True)
                yield Alignment(*places, "related", lines()["related"], differing, "possible", why)


def judge_pair(
    a: Claim, b: Claim, reports: Mapping[str, Report], probability: float, features: Mapping[str, float]
) -> Alignment | None:
    """Judge two claims: aligned, related with a reason, or nothing."""
    one, other = reports[a.article], reports[b.article]
    places = a.place, b.place
    certain = round(probability, 6)
    if told_apart(*places, one, other, alike=probability >= _ALIKE):
        why = reason(*places, one, other) if probability >= lines()["related"] else None
        if why is None:
            return None
        differing = differences(a, b, one.published, other.published, other_event=True)
        return Alignment(*places, "related", certain, differing, "possible", why)
    others = other_actor(*places, one, other)
    left, right = fact_pairs.read(a), fact_pairs.read(b)
    if only_who(left, right):
        return None
    differing = differences(a, b, one.published, other.published, other_event=others)
    plainly = one.brief and other.brief and not others and plain(left, right)
    if probability < lines()["possible"] and (not plainly or any(d.type == "different_event" for d in differing)):
        return None
    sure = plainly or probability >= lines()["told"]
    tier: Tier = "told" if sure and not disagree(a, b, differing) else "possible"
    return Alignment(*places, judge(features, differing), certain, differing, tier)


def score(collection: Collection, grid: Grid, columns: dict[str, Floats]) -> Floats:
    """Return the calibrated probability of each candidate pair.

    The first scoring looks at the pair alone; the second, over those that it does not rule out, also at the others.
    """
    first = scorer("first").many(columns)
    both = columns | context(grid, first, twins(collection))
    kept = np.flatnonzero(first >= lines()["ruled_out"])
    probability = first * lines()["ruled_out"]
    probability[kept] = trees("second").many({name: column[kept] for name, column in both.items()})
    return probability


def columns_of(collection: Collection, grid: Grid) -> dict[str, Floats]:
    """Return the features of each candidate as columns, with how some stand out among the others."""
    profiles = [p for article in collection.profiles for p in article]
    names = list(compare(profiles[grid.left[0]], profiles[grid.right[0]], collection))
    table = np.empty((len(grid.left), len(names)))
    for n, (i, j) in enumerate(zip(grid.left.tolist(), grid.right.tolist(), strict=True)):
        table[n] = list(compare(profiles[i], profiles[j], collection).values())
    columns: dict[str, Floats] = {name: table[:, n] for n, name in enumerate(names)}
    for name in RELATED_TO:
        spread = relative(grid, columns[name])
        columns |= {f"{name}_{how}": spread[:, i] for i, how in enumerate(RELATIVE)}
    return columns


def twins(collection: Collection) -> Ints:
    """Return for each sentence the number of the first with the same terms."""
    seen: dict[frozenset[str] | tuple[str, ...], int] = {}
    profiles = [p for article in collection.profiles for p in article]
    numbers = [seen.setdefault(p.wording.content or p.wording.stems, i) for i, p in enumerate(profiles)]
    return np.array(numbers, np.int64)


def claim_pairs(left: Sequence[Claim], right: Sequence[Claim]) -> list[tuple[Claim, Claim]]:
    """Pair the claims of two sentences by the words they share, best first; at least one pair."""
    if len(left) == 1 and len(right) == 1:
        return [(left[0], right[0])]
    words_left, words_right = [read(c.text).content for c in left], [read(c.text).content for c in right]
    ranked = sorted(
        (-_dice(x, y), i, j) for i, x in enumerate(words_left) for j, y in enumerate(words_right)
    )
    pairs: list[tuple[int, int]] = []
    for dice, i, j in ranked:
        if not pairs or (-dice >= _CLAIM_DICE and all(i != k and j != m for k, m in pairs)):
            pairs.append((i, j))
    return [(left[i], right[j]) for i, j in sorted(pairs)]


def _dice(x: frozenset[str], y: frozenset[str]) -> float:
    return 2 * len(x & y) / (len(x) + len(y)) if x or y else 0.0
