"""The passages that two texts share, verbatim, edited or reworded: `align_passages`.

It joins what the stages find into one list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.articles import PassageMatch
from dedup.errors import InputError
from dedup.passages.shared import TokenPassages, align_tokens
from dedup.text.tokens import Tokens, tokenize

if TYPE_CHECKING:
    from dedup.passages.condensed import Condensed
    from dedup.passages.fragments import Fragments
    from dedup.passages.reworded import Terms

# A reworded passage shorter than this on either side is one sentence that resembles another; at 100 characters
# precision on PAN 2013 falls by 2 points.
LEAST_REWORDED = 150
# A shared wording this long stands for itself: a reworded passage around it must bring more of its own.
STRONG_CHARACTERS = 256
# What it must bring: weight outside the shared wording, as a share of the weight inside; and how much is shared.
OWN_WEIGHT = 0.05
OWN_SHARED = 0.3
# A reworded passage of whose tokens this share are equal and in the same order is an edited one.
EDITED_SHARE = 0.6
# Covered to this share by shared wording, it says nothing that this doesn't say with better edges.
SAME_SHARE = 0.9


class Compared(NamedTuple):
    """Two texts as the reworded stage reads them, and what it found; `tokens` are those of the matches.

    Attributes:
        texts: The tokens of both.
        fragments: Of both.
        terms: Of both together.
        tokens: int32[n, 4], first token and the one after the last of each match, in a and in b.
        matches: The matches, in no order.
    """

    texts: tuple[Tokens, Tokens]
    fragments: tuple[Fragments, Fragments]
    terms: Terms
    tokens: NDArray[np.int32]
    matches: list[PassageMatch]


def align_passages(text_a: str, text_b: str, *, reworded: bool = True) -> list[PassageMatch]:
    """Find the maximal passages that two texts share.

    Args:
        text_a, text_b: Any strings.
        reworded: False finds verbatim and edited passages only, some four times faster.

    Returns:
        By start in a, then in b; spans are code points of the raw texts and begin and end with a token. Verbatim
        passages hold the same words (case and accents aside) and have similarity 1; of edited ones, similarity is the
        share of words that are equal and in the same order; of reworded ones, the cosine of their weighted terms.
        Verbatim and edited passages don't depend on which text comes first. A passage that condenses the other
        text is matched with the whole of that text.

    Raises:
        InputError: One of them is no string.
    """
    for name, text in (("text_a", text_a), ("text_b", text_b)):
        if not isinstance(text, str):
            raise InputError(f"{name}: a text wanted, got {type(text).__name__}")
    a, b = tokenize(text_a), tokenize(text_b)
    shared = align_tokens(a, b)
    if not reworded or not a.starts.size or not b.starts.size:
        return _matches(shared, np.ones(len(shared.tokens), np.bool_))
    compared = compare_texts(text_a, a, text_b, b, shared)
    for swapped in (False, True):
        compared = _condense(compared, swapped)
    return sorted(compared.matches, key=lambda m: (m.a_start, m.b_start, m.a_end, m.b_end))


def compare_texts(text_a: str, a: Tokens, text_b: str, b: Tokens, shared: TokenPassages) -> Compared:
    """Find reworded passages and join them with the shared wording."""
    from dedup.passages.fragments import cut
    from dedup.passages.reworded import compare_terms, find_reworded

    fragments = (cut(text_a, a), cut(text_b, b))
    terms = compare_terms(*fragments)
    regions, cosines = find_reworded(*fragments, terms)
    kept = np.ones(len(shared.tokens), np.bool_)
    drawn = np.ones(len(regions), np.bool_)
    found = []
    for number, cosine in enumerate(cosines.tolist()):
        match = _join(regions[number], cosine, shared, kept, terms, a, b)
        drawn[number] = match is not None
        if match is not None:
            found.append(match)
    tokens = np.concatenate([regions[drawn], shared.tokens[kept]])
    return Compared((a, b), fragments, terms, tokens, found + _matches(shared, kept))


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
    """Take the shared wording inside a reworded passage into it (`region` grows), or leave the passage out for it."""
    start_a, end_a, start_b, end_b = region.tolist()
    span = [a.starts[start_a], a.ends[end_a - 1], b.starts[start_b], b.ends[end_b - 1]]
    if min(span[1] - span[0], span[3] - span[2]) < LEAST_REWORDED:
        return None
    inside = _meeting(region, shared.tokens)
    in_a, in_b = np.zeros(end_a - start_a, np.bool_), np.zeros(end_b - start_b, np.bool_)
    for first_a, last_a, first_b, last_b in shared.tokens[inside].tolist():
        in_a[max(first_a - start_a, 0) : max(last_a - start_a, 0)] = True
        in_b[max(first_b - start_b, 0) : max(last_b - start_b, 0)] = True
    spans, parts = shared.spans[inside], shared.tokens[inside]
    same = in_a.mean() + in_b.mean() >= 2 * SAME_SHARE
    strong = np.minimum(spans[:, 1] - spans[:, 0], spans[:, 3] - spans[:, 2]) >= STRONG_CHARACTERS
    if (same or strong.any()) and not _brings_own(terms, region, in_a, in_b):
        return None
    kept[inside] = False
    for x, take in enumerate((min, max, min, max)):
        span[x] = take([span[x], *spans[:, x].tolist()])
        region[x] = take([region[x], *parts[:, x].tolist()])
    lengths = parts[:, 1] - parts[:, 0] + parts[:, 3] - parts[:, 2]
    equal = float((shared.similarity[inside] * lengths).sum()) / float(region[1] - region[0] + region[3] - region[2])
    if equal >= EDITED_SHARE:
        return PassageMatch(*_four(span), min(equal, 1.0), "edited")
    return PassageMatch(*_four(span), min(cosine, 1.0), "reworded")


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


def condensations(compared: Compared, swapped: bool) -> list[Condensed]:
    """Find the stretches of a that may condense the whole of b, or, swapped, of b that condense a."""
    from dedup.passages.condensed import find_condensed
    from dedup.passages.reworded import Terms

    (a, b), terms, tokens = compared.fragments, compared.terms, compared.tokens
    long_enough = [min(m.a_end - m.a_start, m.b_end - m.b_start) >= LEAST_REWORDED for m in compared.matches]
    likest = max((m.similarity for m, long in zip(compared.matches, long_enough, strict=True) if long), default=0.0)
    tokens = tokens[np.array(long_enough, np.bool_)]
    if swapped:
        a, b = b, a
        terms = Terms(terms.ids_b, terms.ids_a, terms.weights, np.ascontiguousarray(terms.seeds[:, ::-1]))
        tokens = tokens[:, [2, 3, 0, 1]]
    return find_condensed(a, b, terms, tokens, likest)


def _condense(compared: Compared, swapped: bool) -> Compared:
    """Put the likeliest condensation of the whole other text in the place of the passages that it holds."""
    from dedup.passages.condensed import LEAST_PROBABILITY

    candidates = condensations(compared, swapped)
    best = max(candidates, key=lambda c: c.probability, default=None)
    if best is None or best.probability < LEAST_PROBABILITY:
        return compared
    a, b = compared.texts
    own, whole = (best.start, best.end), (0, (a if swapped else b).starts.size)
    start_a, end_a, start_b, end_b = (*whole, *own) if swapped else (*own, *whole)
    match = PassageMatch(
        int(a.starts[start_a]), int(a.ends[end_a - 1]), int(b.starts[start_b]), int(b.ends[end_b - 1]),
        min(best.cosine, 1.0), "reworded",
    )  # fmt: skip
    region = np.array([[start_a, end_a, start_b, end_b]], np.int32)
    outside = ~_meeting(region[0], compared.tokens)
    return compared._replace(
        tokens=np.concatenate([compared.tokens[outside], region]),
        matches=[m for m, apart in zip(compared.matches, outside.tolist(), strict=True) if apart] + [match],
    )
