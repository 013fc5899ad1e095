"""The passages that two texts share, verbatim, edited or reworded: `align_passages`, the room's front door.

Called by the public API and by `compare`; it joins what `shared` and `reworded` find into one list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from dedup.articles import PassageMatch
from dedup.passages.shared import TokenPassages, align_tokens
from dedup.text.tokens import Tokens, tokenize

if TYPE_CHECKING:
    from dedup.passages.reworded import Terms

# A reworded passage shorter than this on either side is one sentence that resembles another; at 100 characters
# precision on PAN 2013 falls by 2 points.
LEAST_REWORDED = 150
# A shared wording this long stands for itself: a reworded passage around it must bring more of its own.
STRONG_CHARACTERS = 256
# What it must bring: weight outside the shared wording, as a share of the weight inside; and how much is shared.
OWN_WEIGHT = 0.1
OWN_SHARED = 0.35
# A reworded passage whose tokens stand in shared wording to this share is an edited one.
EDITED_SHARE = 0.6


def align_passages(text_a: str, text_b: str, *, reworded: bool = True) -> list[PassageMatch]:
    """Find the maximal passages that two texts share.

    Args:
        text_a, text_b: Any strings.
        reworded: False finds verbatim and edited passages only, some ten times faster.

    Returns:
        By start in a, then in b; spans are code points of the raw texts and begin and end with a token. Verbatim
        passages hold the same words (case and accents aside) and have similarity 1; of edited ones, similarity is the
        share of words that are equal and in the same order; of reworded ones, the cosine of their weighted terms.
        Verbatim and edited passages don't depend on which text comes first.
    """
    a, b = tokenize(text_a), tokenize(text_b)
    shared = align_tokens(a, b)
    if not reworded:
        return _matches(shared, np.ones(len(shared.tokens), np.bool_))
    from dedup.passages.fragments import cut
    from dedup.passages.reworded import compare_terms, find_reworded

    fragments_a, fragments_b = cut(text_a, a), cut(text_b, b)
    terms = compare_terms(fragments_a, fragments_b)
    regions, cosines = find_reworded(fragments_a, fragments_b, terms)
    kept = np.ones(len(shared.tokens), np.bool_)
    found = []
    for region, cosine in zip(regions, cosines.tolist(), strict=True):
        match = _join(region, cosine, shared, kept, terms, a, b)
        if match is not None:
            found.append(match)
    return sorted(_matches(shared, kept) + found, key=lambda m: (m.a_start, m.b_start, m.a_end, m.b_end))


def _matches(shared: TokenPassages, kept: NDArray[np.bool_]) -> list[PassageMatch]:
    return [
        PassageMatch(*_four(span), similarity, "verbatim" if similarity == 1 else "edited")
        for span, similarity in zip(shared.spans[kept].tolist(), shared.similarity[kept].tolist(), strict=True)
    ]


def _four(values: list[int]) -> tuple[int, int, int, int]:
    a_start, a_end, b_start, b_end = values
    return int(a_start), int(a_end), int(b_start), int(b_end)


def _join(
    region: NDArray[np.int32], cosine: float, shared: TokenPassages, kept: NDArray[np.bool_], terms: Terms,
    a: Tokens, b: Tokens,
) -> PassageMatch | None:  # fmt: skip
    """Take the shared wording inside a reworded passage into it, or leave the passage out for what it holds."""
    start_a, end_a, start_b, end_b = region.tolist()
    span = [a.starts[start_a], a.ends[end_a - 1], b.starts[start_b], b.ends[end_b - 1]]
    if min(span[1] - span[0], span[3] - span[2]) < LEAST_REWORDED:
        return None
    inside = _meeting(region, shared.tokens)
    in_a, in_b = np.zeros(end_a - start_a, np.bool_), np.zeros(end_b - start_b, np.bool_)
    for first_a, last_a, first_b, last_b in shared.tokens[inside].tolist():
        in_a[max(first_a - start_a, 0) : max(last_a - start_a, 0)] = True
        in_b[max(first_b - start_b, 0) : max(last_b - start_b, 0)] = True
    spans = shared.spans[inside]
    strong = np.minimum(spans[:, 1] - spans[:, 0], spans[:, 3] - spans[:, 2]) >= STRONG_CHARACTERS
    if strong.any() and not _brings_own(terms, region, in_a, in_b):
        return None
    kept[inside] = False
    for x, take in enumerate((min, max, min, max)):
        span[x] = take([span[x], *spans[:, x].tolist()])
    kind: Literal["edited", "reworded"] = "edited" if in_a.mean() + in_b.mean() >= 2 * EDITED_SHARE else "reworded"
    return PassageMatch(*_four(span), min(cosine, 1.0), kind)


def _meeting(region: NDArray[np.int32], passages: NDArray[np.int32]) -> NDArray[np.bool_]:
    start_a, end_a, start_b, end_b = region.tolist()
    return np.asarray(
        (passages[:, 0] < end_a) & (start_a < passages[:, 1]) & (passages[:, 2] < end_b) & (start_b < passages[:, 3]),
        np.bool_,
    )


def _brings_own(
    terms: Terms, region: NDArray[np.int32], in_a: NDArray[np.bool_], in_b: NDArray[np.bool_]
) -> bool:
    """Say whether a passage is alike beyond the shared wording that it holds."""
    start_a, end_a, start_b, end_b = region.tolist()
    weights = terms.weights[1]
    all_a, all_b = terms.ids_a[start_a:end_a], terms.ids_b[start_b:end_b]
    own_a, own_b = all_a[~in_a], all_b[~in_b]
    weight_a, weight_b = float(weights[own_a].sum()), float(weights[own_b].sum())
    common = float(weights[own_a][np.isin(own_a, own_b)].sum() + weights[own_b][np.isin(own_b, own_a)].sum())
    enough = min(weight_a, weight_b) >= OWN_WEIGHT * float(weights[all_a[in_a]].sum())
    return enough and common >= OWN_SHARED * (weight_a + weight_b)
