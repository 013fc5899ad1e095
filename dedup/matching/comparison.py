"""The comparison of two articles: `run`, `score`, `explain` and `compare` all take a pair's relation from here.

`prepare` makes a column of bodies ready, `compare_bodies` compares pairs of them. The dedup pass calls the same parts
one by one, over an engine.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.batches import Lists
from dedup.kernel.differences import VALUE_FACTS
from dedup.matching.passage_index import Bodies, Runs, find_shared_runs
from dedup.matching.templates import LEAST_FACTS, are_templates, token_types
from dedup.matching.verification import (
    IDENTICAL,
    NEAR_DUPLICATE,
    OVERLAP,
    TEMPLATE,
    UNRELATED,
    Verified,
    compare_sets,
    relate_sets,
)
from dedup.settings import Settings
from dedup.sketching.sketcher import TokenLists, placed_shingles, sketch, token_lists


class Prepared(NamedTuple):
    """Bodies made ready for comparison.

    Attributes:
        hashes: uint64[n, 2], equal for identical bodies only.
        bodies: Tokens, where they start, shingle sets, and where each shingle first starts.
        types: Distinct tokens, see `templates.token_types`.
    """

    hashes: NDArray[np.uint64]
    bodies: Bodies
    types: Lists


class Compared(NamedTuple):
    """What exact comparison found of pairs.

    Attributes:
        verified: The pairs with their relations and shares, `unrelated` ones among them.
        shared: int64[p], shingles that both have.
        sizes: int64[2, p], shingles of the first and of the second.
        runs: Runs of equal tokens of `Settings.passage_length` characters or more.
    """

    verified: Verified
    shared: NDArray[np.int64]
    sizes: NDArray[np.int64]
    runs: Runs


def prepare(texts: pa.Array, bodies: pa.Array | None, settings: Settings) -> Prepared:
    """Make a column of bodies ready for comparison.

    Args:
        texts: A string column without nulls.
        bodies: list<int32>, the flattened spans of each body; None, or an empty row, takes the whole text.
        settings: Shingle size and seed.
    """
    tokens = token_lists(texts, bodies)
    hashes = sketch(texts, bodies, settings.with_(num_perm=16)).body_hashes
    types = token_types(texts, tokens.hashes.astype(np.uint32), tokens.starts, tokens.offsets)
    return Prepared(hashes, body_lists(tokens, settings), Lists.cut(*types))


def body_lists(tokens: TokenLists, settings: Settings) -> Bodies:
    """Return the lists by which bodies are compared, from their tokens."""
    sets, positions = placed_shingles(tokens, settings)
    return Bodies(
        Lists.cut(tokens.hashes.astype(np.uint32), tokens.offsets),
        Lists.cut(tokens.starts, tokens.offsets),
        Lists.cut(sets.hashes, sets.offsets),
        Lists.cut(positions, sets.offsets),
    )


def stack(one: Prepared, other: Prepared) -> Prepared:
    """Return the bodies of two columns as one, the second's after the first's."""
    return join([one, other])


def join(columns: Sequence[Prepared]) -> Prepared:
    """Return the bodies of several columns, at least one, as one column."""
    bodies = zip(*(column.bodies for column in columns), strict=True)
    return Prepared(
        np.concatenate([column.hashes for column in columns]),
        Bodies(*(_join(lists) for lists in bodies)),
        _join([column.types for column in columns]),
    )


def pick(column: Prepared, place: int) -> Prepared:
    """Return one body of a column, as a copy."""
    one = slice(place, place + 1)
    return Prepared(
        column.hashes[one].copy(),
        Bodies(*(_pick(lists, place) for lists in column.bodies)),
        _pick(column.types, place),
    )


def compare_bodies(
    prepared: Prepared, first: NDArray[np.int64], second: NDArray[np.int64], settings: Settings
) -> Compared:
    """Compare pairs of bodies exactly.

    Args:
        prepared: The bodies.
        first, second: int64[p], numbers of bodies. A body without a token is related to none.
        settings: Thresholds, and from how many characters on a shared passage makes an overlap.

    Returns:
        The relation of each pair's first to its second, and what it follows from.
    """
    shared, first_sizes, second_sizes = compare_sets(prepared.bodies.samples, first, second)
    verified = relate_sets(first, second, shared, first_sizes, second_sizes, settings)
    worded = (first_sizes > 0) & (second_sizes > 0)
    same = worded & np.all(prepared.hashes[first] == prepared.hashes[second], axis=1)
    verified.relation[same] = IDENTICAL
    touching = np.flatnonzero(shared > 0)
    runs = find_shared_runs(prepared.bodies, first[touching], second[touching], touching, settings.passage_length)
    sharing = np.zeros(len(first), np.bool_)
    sharing[runs.pair] = True
    mark_overlaps(verified, sharing)
    near = may_be_templates(verified, shared, first_sizes, second_sizes)
    mark_templates(verified, near, prepared.types, first, second)
    return Compared(verified, shared, np.stack((first_sizes, second_sizes)), runs)


def mark_overlaps(verified: Verified, sharing: NDArray[np.bool_]) -> None:
    """Make pairs `overlap` that share a passage (bool[pairs]) and are nothing closer."""
    verified.relation[sharing & (verified.relation == UNRELATED)] = OVERLAP


def may_be_templates(
    verified: Verified, shared: NDArray[np.int64], sizes: NDArray[np.int64], others: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Say which near-duplicates differ enough to be templates: every differing word costs a shingle, or more."""
    found: NDArray[np.bool_] = (verified.relation == NEAR_DUPLICATE) & (
        np.minimum(sizes, others) - shared >= -(-LEAST_FACTS // VALUE_FACTS)
    )
    return found


def mark_templates(
    verified: Verified,
    near: NDArray[np.bool_],
    types: Lists,
    first: NDArray[np.int64],
    second: NDArray[np.int64],
) -> None:
    """Make near-duplicates `template` that are of one form with other facts.

    Args:
        verified: The pairs, changed in place.
        near: bool[pairs], see `may_be_templates`.
        types: Of the bodies, see `templates.token_types`.
        first, second: int64[pairs], where the pairs' bodies stand in `types`.
    """
    asked = np.flatnonzero(near)
    verified.relation[asked[are_templates(types, first[asked], second[asked])]] = TEMPLATE


def _join(lists: Sequence[Lists]) -> Lists:
    shifts = np.cumsum([0] + [len(one.values) for one in lists[:-1]])
    return Lists.of(
        np.concatenate([one.values for one in lists]),
        np.concatenate([one.starts + shift for one, shift in zip(lists, shifts, strict=True)]),
        np.concatenate([one.ends + shift for one, shift in zip(lists, shifts, strict=True)]),
    )


def _pick(lists: Lists, place: int) -> Lists:
    values = lists.values[lists.starts[place] : lists.ends[place]].copy()
    return Lists.cut(values, np.array([0, len(values)], np.int64))
