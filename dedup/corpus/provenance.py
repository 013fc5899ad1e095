"""Where an article's text comes from: passages shared with known articles, and the fewest that explain them all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.articles import Span
from dedup.corpus.known import Known
from dedup.corpus.postings import spread_ranges
from dedup.corpus.results import MatchSpan, ParagraphNovelty, Provenance
from dedup.passages.shared import LEAST_TOKENS, align_pairs
from dedup.text.tokens import Tokens


class SharedPassages(NamedTuple):
    """Passages that an article shares with one known article.

    Attributes:
        tokens: int32[n, 2], first token in the article and the one after the last.
        spans: The same as offsets in both raw texts.
    """

    tokens: NDArray[np.int32]
    spans: tuple[MatchSpan, ...]


class Explanation(NamedTuple):
    """What explains an article's body.

    Attributes:
        sources: The fewest sources, found greedily, largest share first.
        source_of: int64[tokens], place in `sources` of the one that explains each token; -1 for none.
    """

    sources: tuple[Provenance, ...]
    source_of: NDArray[np.int64]

    @property
    def novelty(self) -> float:
        """Share of tokens that no source explains; 1 for an article without tokens."""
        return float(np.mean(self.source_of < 0)) if len(self.source_of) else 1.0


def align_known(tokens: Tokens, known: Sequence[Tokens]) -> list[SharedPassages]:
    """Align an article with known articles.

    Args:
        tokens: Of the article's body.
        known: Of the known articles' bodies.

    Returns:
        The shared passages, one item for each known article.
    """
    if not known:
        return []
    texts = [tokens, *known]
    hashes, starts, ends = (np.concatenate(parts) for parts in zip(*texts, strict=True))
    bounds = np.concatenate(([0], np.cumsum([len(text.hashes) for text in texts])))
    pairs = np.column_stack((np.zeros(len(known), np.int32), np.arange(1, len(texts), dtype=np.int32)))
    found = align_pairs(hashes, starts, ends, bounds, pairs)
    cuts = np.searchsorted(found.pair, np.arange(len(known) + 1))
    spans = found.spans.tolist()
    return [
        SharedPassages(found.tokens[a:b, :2], tuple((s[0], s[1], s[2], s[3]) for s in spans[a:b]))
        for a, b in zip(cuts[:-1].tolist(), cuts[1:].tolist(), strict=True)
    ]


def share_whole(tokens: Tokens, spans: Sequence[Span], article: Known, theirs: Tokens) -> SharedPassages:
    """Return all of a body as shared with an article that has the same; cut where either text leaves something out."""
    n = len(tokens.hashes)
    if n == 0 or n != len(theirs.hashes):
        return SharedPassages(np.empty((0, 2), np.int32), ())
    begins = np.union1d(
        np.searchsorted(tokens.starts, [start for start, _ in spans]),
        np.searchsorted(theirs.starts, article.spans[::2]),
    )
    begins = np.union1d(begins[begins < n], [0]).astype(np.int64)
    ends = np.append(begins[1:], n)
    columns = (tokens.starts[begins], tokens.ends[ends - 1], theirs.starts[begins], theirs.ends[ends - 1])
    found = tuple((s[0], s[1], s[2], s[3]) for s in np.column_stack(columns).tolist())
    return SharedPassages(np.column_stack((begins, ends)).astype(np.int32), found)


def explain(length: int, known: Sequence[Known], shared: Sequence[SharedPassages]) -> Explanation:
    """Choose the fewest sources that explain an article, greedily: `gather` of Irber et al. 2022, over tokens.

    What a source explains beyond the sources before it must be a passage's length, or it is none.

    Args:
        length: Tokens of the article's body.
        known: The known articles; of equally good ones the earliest is taken, see `Known.precedence`.
        shared: What each shares with the article.
    """
    covers = np.zeros((len(known), length), np.bool_)
    for cover, passages in zip(covers, shared, strict=True):
        for begin, end in passages.tokens.tolist():
            cover[begin:end] = True
    source_of = np.full(length, -1, np.int64)
    order = np.array(sorted(range(len(known)), key=lambda place: known[place].precedence()), np.int64)
    sources: list[Provenance] = []
    while len(known):
        gains = covers[order].sum(axis=1)
        place = int(np.argmax(gains))
        if gains[place] < min(LEAST_TOKENS, max(length, 1)):
            break
        best = int(order[place])
        source_of[covers[best]] = len(sources)
        sources.append(Provenance(known[best].id, float(gains[place] / length), shared[best].spans))
        covers &= source_of < 0
    return Explanation(tuple(sources), source_of)


def novelty_by_paragraph(
    paragraphs: Sequence[Span], tokens: Tokens, explanation: Explanation
) -> tuple[ParagraphNovelty, ...]:
    """Return how much of each paragraph is new; a paragraph without a token is left out."""
    edges = np.searchsorted(tokens.starts, np.array(paragraphs, np.int32).reshape(-1, 2))
    which, places = spread_ranges(edges[:, 0], edges[:, 1])
    sources = explanation.sources
    width = len(sources) + 1  # the first column counts tokens that no source explains
    cells = which * width + explanation.source_of[places] + 1
    counts = np.bincount(cells, minlength=len(paragraphs) * width).reshape(-1, width)
    found = []
    for (start, end), (new, *known) in zip(paragraphs, counts.tolist(), strict=True):
        explained = sum(known)
        if new or explained:
            source = sources[known.index(max(known))].source_id if explained else None
            found.append(ParagraphNovelty(start, end, 1.0 - explained / (new + explained), source))
    return tuple(found)
