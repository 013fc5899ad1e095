"""Which known articles an article is related to: proposed by the index as `run` proposes pairs, compared as `run` does.

Nothing here asks what cleaning found or what the answer is for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup.corpus.columns import Columns
from dedup.corpus.comparing import Pairs, compare_pairs
from dedup.corpus.known import Known, KnownArticles
from dedup.corpus.postings import BODY, Postings, prefixes, spread_ranges
from dedup.corpus.probes import Probes
from dedup.matching.candidates import BUCKET_LIMIT, SAMPLE_FLOOR
from dedup.matching.verification import IDENTICAL
from dedup.settings import Settings

# Articles up to which each is compared with all known ones, as `run` compares all with all: what is found does not hang
# on which shingles were sampled.
EXHAUSTIVE = 450
# Tokens up to which a text may share no sampled shingle with one that contains it: its telling words propose, too.
SHORT = 200
# Articles that explain a part of another without being related to it share fewer samples than a pair must. One
# sample is a set phrase as often as a passage; a paragraph of 40 words has four or five.
_LEAST_SAMPLES = 2
# Sources looked at for one article, beside those it is related to.
_MOST_SOURCES = 12
# Of more sources that share equally many samples, the first ones are looked at.
_MOST_EQUAL = 100


@dataclass(frozen=True, slots=True)
class Related:
    """A known article with its relation, as a code of `matching.verification`; of the article to the known one."""

    known: Known
    relation: int
    jaccard: float
    containment: float
    containment_of_match: float


@dataclass(frozen=True, slots=True)
class Proposals:
    """What the index proposes for a batch; arrays of equal length, sorted by row, then number.

    Attributes:
        same_rows, same_numbers: Articles that have the hash of a row's body, or of its whole text.
        rows, numbers: Bodies that share a band or enough samples with a row's.
        near_rows, near_numbers: Other bodies that are compared: they share two samples or more, or telling words.
        source_rows, source_numbers, source_samples: Bodies that share a sample, and its place in the batch's samples.
    """

    same_rows: NDArray[np.int64]
    same_numbers: NDArray[np.int64]
    rows: NDArray[np.int64]
    numbers: NDArray[np.int64]
    near_rows: NDArray[np.int64]
    near_numbers: NDArray[np.int64]
    source_rows: NDArray[np.int64]
    source_numbers: NDArray[np.int64]
    source_samples: NDArray[np.int64]


def propose(
    postings: Postings, columns: Columns, probes: Probes, known: KnownArticles, worded: NDArray[np.int64]
) -> Proposals:
    """Look a batch up: by body, by band, by sampled shingle.

    Args:
        postings, columns: The index.
        probes: The batch.
        known: Reads articles: where there are few, all are compared.
        worded: int64[n], rows and numbers packed: pairs that share telling words, which short texts are compared by.
    """
    n = len(probes)
    bodied = np.flatnonzero(probes.sketches.token_counts > 0)
    bands = probes.bands.shape[1]
    texts = probes.lines.text_prefixes() if probes.lines else probes.body_prefixes
    own = np.concatenate((probes.body_prefixes[bodied], texts[bodied]))
    entries, numbers = _find_all(postings, columns, own, BUCKET_LIMIT)
    same = np.unique(pack_pairs(np.tile(bodied, 2)[entries], numbers))
    sizes = np.diff(probes.sketches.sample_offsets)
    owners = np.concatenate((np.repeat(bodied, bands), np.repeat(np.arange(n), sizes)))
    # as in `run`, of a key that very many articles have the first one alone is a candidate
    keys = np.concatenate((probes.bands[bodied].reshape(-1), probes.samples))
    entries, numbers = _find_all(postings, columns, keys, 1)
    rows = owners[entries]
    first_sample = len(bodied) * bands
    by_band, by_sample = entries < first_sample, entries >= first_sample
    pairs, counts = np.unique(pack_pairs(rows[by_sample], numbers[by_sample]), return_counts=True)
    pair_rows, pair_numbers = _unpack(pairs)
    enough = counts >= np.maximum(SAMPLE_FLOOR * np.minimum(sizes[pair_rows], columns.samples(pair_numbers)), 1)
    proposed = np.union1d(pack_pairs(rows[by_band], numbers[by_band]), pairs[enough])
    near = np.union1d(pairs[counts >= _LEAST_SAMPLES], worded)
    stored = columns.rows()
    if len(stored) <= EXHAUSTIVE:
        bodies = np.array([one.number for one in known.load(stored.tolist()) if one.body == one.number], np.int64)
        near = pack_pairs(np.repeat(bodied, len(bodies)), np.tile(bodies, len(bodied)))
    near = np.setdiff1d(near, proposed)
    order = np.flatnonzero(by_sample)
    order = order[np.argsort(rows[order], kind="stable")]
    return Proposals(
        *_unpack(same), *_unpack(proposed), *_unpack(near), rows[order], numbers[order], entries[order] - first_sample
    )


def _find_all(
    postings: Postings, columns: Columns, wanted: NDArray[np.uint64], over: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return places in `wanted`, which may hold a prefix several times, and the article numbers found for them."""
    distinct, inverse = np.unique(wanted, return_inverse=True)
    places, numbers = postings.find(distinct, BUCKET_LIMIT, over)
    stored = columns.stored(numbers)
    places, numbers = places[stored], numbers[stored]
    order = np.argsort(inverse, kind="stable")
    starts = np.searchsorted(inverse[order], np.arange(len(distinct) + 1))
    which, at = spread_ranges(starts[places], starts[places + 1])
    return order[at], numbers[which]


def relate(
    probes: Probes, proposals: Proposals, known: KnownArticles, columns: Columns, postings: Postings, settings: Settings
) -> list[list[Related]]:
    """Compare what was proposed exactly.

    Returns:
        For each row the known articles that it is related to: those not removed, one version of each id; closest
        first.
    """
    found: list[list[Related]] = [[] for _ in range(len(probes))]
    own_body = _find_identical(probes, proposals, known, columns, found)
    rows = np.concatenate((proposals.rows, proposals.near_rows))
    numbers = np.concatenate((proposals.numbers, proposals.near_numbers))
    other = numbers != own_body[rows]
    pairs = Pairs.load(probes, rows[other], numbers[other], known)
    related, verified = compare_pairs(pairs, known, settings)
    copies = all_copies([pairs.articles[i] for i in pairs.second[related].tolist()], known, columns, postings)
    for i, place in enumerate(related.tolist()):
        values = (
            int(verified.relation[i]), float(verified.jaccard[i]), float(verified.containment_first[i]),
            float(verified.containment_second[i]),
        )  # fmt: skip
        for article in copies[pairs.articles[pairs.second[place]].number]:
            found[int(pairs.rows[pairs.first[place]])].append(Related(article, *values))
    return [_newest(one) for one in found]


def _find_identical(
    probes: Probes, proposals: Proposals, known: KnownArticles, columns: Columns, found: list[list[Related]]
) -> NDArray[np.int64]:
    """Put the articles with a row's body into `found`; return for each row the number of that body, -1 for none."""
    hashes = [h.tobytes() for h in probes.sketches.body_hashes]
    own_body = np.full(len(probes), -1, np.int64)
    present = columns.present(proposals.same_numbers)
    articles = known.load(proposals.same_numbers.tolist())
    for row, article, is_present in zip(proposals.same_rows.tolist(), articles, present.tolist(), strict=True):
        # cleaned when the corpus had counted fewer lines, the same text may have left another body
        if article.body_hash == hashes[row] or article.text == probes.text(row):
            own_body[row] = article.body
            if is_present:
                found[row].append(Related(article, IDENTICAL, 1.0, 1.0, 1.0))
    return own_body


def all_copies(
    bodies: Sequence[Known], known: KnownArticles, columns: Columns, postings: Postings
) -> dict[int, list[Known]]:
    """Return by number of a body the articles that have it, removed ones left out; of very many the first hundred."""
    by_prefix: dict[int, list[Known]] = {}
    for body in {body.number: body for body in bodies}.values():
        digest = np.frombuffer(body.body_hash, np.uint64)[:1]
        by_prefix.setdefault(int(prefixes(BODY, digest)[0]), []).append(body)
    wanted = np.array(sorted(by_prefix), np.uint64)
    places, numbers = postings.find(wanted, BUCKET_LIMIT)
    present = columns.present(numbers)
    found: dict[int, list[Known]] = {body.number: [] for body in bodies}
    articles = known.load(numbers[present].tolist())
    for place, article in zip(places[present].tolist(), articles, strict=True):
        for body in by_prefix[int(wanted[place])]:
            if article.body_hash == body.body_hash:
                found[body.number].append(article)
    return found


def _newest(related: list[Related]) -> list[Related]:
    """Keep the closest version of each id, of equally close ones the newest; closest first, then by id."""
    best: dict[str, Related] = {}
    for match in related:
        held = best.get(match.known.id)
        if held is None or _closeness(match) > _closeness(held):
            best[match.known.id] = match
    return sorted(best.values(), key=lambda m: (m.relation != IDENTICAL, -m.jaccard, -m.containment, m.known.id))


def _closeness(match: Related) -> tuple[float, float, int]:
    return (match.jaccard, match.containment, match.known.version)


def gather_sources(
    proposals: Proposals, row: int, known: KnownArticles, columns: Columns, postings: Postings
) -> list[Known]:
    """Choose articles that together have most of an article's samples, greedily (Irber et al. 2022, `gather`).

    Returns:
        Best first; each has at least two samples that none before it has.
    """
    begin, end = np.searchsorted(proposals.source_rows, [row, row + 1])
    numbers, samples = proposals.source_numbers[begin:end], proposals.source_samples[begin:end]
    chosen: list[Known] = []
    while len(numbers) and len(chosen) < _MOST_SOURCES:
        distinct, counts = np.unique(numbers, return_counts=True)
        most = int(counts.max())
        if most < _LEAST_SAMPLES:
            break
        equal = known.load(distinct[counts == most][:_MOST_EQUAL].tolist())
        body = min(equal, key=Known.precedence)
        best = int(np.searchsorted(distinct, body.number))
        present = bool(columns.present(distinct[best : best + 1])[0])
        left = numbers != distinct[best]
        if present or all_copies([body], known, columns, postings)[body.number]:
            chosen.append(body)
            left = ~np.isin(samples, samples[~left])
        numbers, samples = numbers[left], samples[left]
    return chosen


def first_copies(
    sources: list[list[Known]], known: KnownArticles, columns: Columns, postings: Postings
) -> list[list[Known]]:
    """Put the earliest of all articles that have a body in the place of each source, whichever was added first."""
    copies = all_copies([body for found in sources for body in found], known, columns, postings)
    return [[min(copies[body.number], key=Known.precedence) for body in found] for found in sources]


def pack_pairs(rows: NDArray[np.int64], numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return pairs of rows and article numbers as one number each."""
    return (rows << 32) | numbers


def _unpack(packed: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    return packed >> 32, packed & 0xFFFFFFFF
