"""Claims of any number of articles, aligned: which sentences of different outlets make the same claim.

Called by `jobs.compare`. Candidates, first scoring by what the two sentences share, second scoring by what the
other pairs say, then the relation; a pair on the same topic that makes another claim is `related`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from dedup.alignment.candidates import candidates
from dedup.alignment.collection import Collection
from dedup.alignment.context import RELATIVE, Floats, Grid, Ints, context, is_best, relative
from dedup.alignment.differences import differences
from dedup.alignment.events import one_time, part_events
from dedup.alignment.features import compare
from dedup.alignment.kinds import JUDGED, judge
from dedup.alignment.scorer import scorer, weights
from dedup.alignment.wording import read
from dedup.articles import Alignment, Claim, Place, Span

# Features of which the second half says how they stand out among the pairs of the same sentences and articles.
RELATED_TO = ("cosine", "soft_min", "clause_in_max", "gram_short")
_CLAIM_DICE = 0.4  # terms that further claims of two sentences must share to be aligned beside the best ones

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
        `partial` or `conflict`, or `related` for two claims on one topic that are not the same claim (another
        event or stage). `score` is the calibrated probability that both make the same claim. Where one sentence
        holds several claims, the span is that of the claim which matches best.
    """
    ordered = sorted(articles, key=lambda s: s.id)
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
    found: list[Alignment] = []
    for n in _told(grid, probability).tolist():
        features = {name: float(columns[name][n]) for name in JUDGED}
        left, right = flat[grid.left[n]], flat[grid.right[n]]
        found.extend(_alignments(left, right, float(probability[n]), features))
    published = {s.id: s.published for s in ordered}
    claims = {Place(c.article, c.start, c.end): c for s in ordered for c in s.claims}
    return sorted(part_events(found, published, claims), key=lambda f: (f.a.article, f.a.start, f.b.article, f.b.start))


def _told(grid: Grid, probability: Floats) -> Ints:
    """Return the candidates worth telling: all that are aligned, and of the others the best of either sentence."""
    aligned_from, related_from = weights()["aligned_from"], weights()["related_from"]
    row, column, *_ = grid.groups()
    best = (is_best(row, probability) > 0) | (is_best(column, probability) > 0)
    return np.flatnonzero((probability >= aligned_from) | ((probability >= related_from) & best))


def score(collection: Collection, grid: Grid, columns: dict[str, Floats]) -> Floats:
    """Return the probability of each candidate pair."""
    first = scorer("first").many(columns)
    return scorer("second").many(columns | context(grid, first, twins(collection)))


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


def _alignments(
    left: Sentence, right: Sentence, probability: float, features: dict[str, float]
) -> list[Alignment]:
    """Align the claims of two sentences that go together; one by one where both hold several."""
    found = []
    for a, b in _claim_pairs(left.claims, right.claims):
        differing = differences(a, b, left.source.published, right.source.published)
        relation = judge(
            features, probability, differing, weights()["aligned_from"],
            one_time=one_time(left.source.published, right.source.published),
        )  # fmt: skip
        found.append(
            Alignment(
                Place(a.article, a.start, a.end), Place(b.article, b.start, b.end), relation, round(probability, 6),
                differing,
            )
        )  # fmt: skip
    return found


def _claim_pairs(left: Sequence[Claim], right: Sequence[Claim]) -> list[tuple[Claim, Claim]]:
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
