"""The pairs by which bodies go, found exactly: each body against all that stay, by prefixes of their shingle sets.

What a pair must share to remove one of its bodies, and where one such shingle must stand, is certain (see
`kernel.prefixes`), so nothing is left to chance or to a limit.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.batches import Lists, offsets_of
from dedup.kernel.decisions import Forms, Rules, Sets, Slots, walk_kept
from dedup.kernel.differences import VALUE_FACTS, frame_types
from dedup.kernel.prefixes import choose_prefixes, count_hashes, select_holdings
from dedup.matching.templates import FACT_SHARE, FACTS_CHANGED, LEAST_FACTS
from dedup.matching.verification import CONTAINED, NEAR_DUPLICATE, OVERLAP, OVERLAP_FLOOR, RELATIONS, TEMPLATE
from dedup.settings import Settings

# Counts are kept for twice as many slots as there are shingles, up to 64 MB; lists for an eighth of these.
_MOST_SLOTS = 25
_SLOTS_A_LIST = 3
# Classes of a form's bodies, see `kernel.decisions.Forms`.
_CLASSES = 16


class Prefixes(NamedTuple):
    """In which lists bodies stand, see `kernel.decisions.walk_kept`."""

    near: Slots
    contained: Slots
    held: Slots

    @property
    def may_be_near(self) -> NDArray[np.bool_]:
        """Which bodies may be near another: bool[n]. Only their token types are asked for."""
        found: NDArray[np.bool_] = np.diff(self.near.offsets) > 0
        return found


def index_prefixes(sets: Lists, settings: Settings) -> Prefixes:
    """Index the prefixes of some shingle sets.

    Args:
        sets: Of bodies in keep order, at least one shingle each.
        settings: Thresholds and the relations that remove.
    """
    removes = _removing(settings)
    near = settings.threshold if removes[NEAR_DUPLICATE] or removes[TEMPLATE] else 2.0
    contained = settings.contained_from if removes[CONTAINED] else 2.0
    contained = OVERLAP_FLOOR if removes[OVERLAP] else contained
    total = int(np.sum(sets.ends - sets.starts))
    bits = min(max((2 * total).bit_length(), 8), _MOST_SLOTS)
    counts = np.zeros(1 << bits, np.uint16)
    count_hashes(*sets, counts)
    mask = (1 << (bits - _SLOTS_A_LIST)) - 1
    # what is not filled has no page of memory behind it
    slots = np.empty((2, total), np.int32)
    offsets = np.empty((2, len(sets.starts) + 1), np.int64)
    choose_prefixes(*sets, counts, near, contained, mask, slots[0], offsets[0], slots[1], offsets[1])
    by_near = _shared_slots(slots[0, : offsets[0, -1]].copy(), offsets[0], mask)
    by_contained = slots[1, : offsets[1, -1]].copy()
    held = _holdings(sets, by_contained, mask)
    # a list in which only the body itself stands leads nowhere
    useful = np.diff(held.starts) > 1
    contained_slots = _keep_slots(by_contained, offsets[1], useful[by_contained], mask)
    return Prefixes(by_near, contained_slots, _keep_slots(held.slots, held.offsets, useful[held.slots], mask))


def find_decisive(
    sets: Lists, types: Lists, prefixes: Prefixes, settings: Settings
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Find the pairs by which bodies go.

    Args:
        sets: Shingle sets of the bodies, as in `index_prefixes`.
        types: Token types of those that may be near another, see `templates.token_types`; empty for all others.
        prefixes: From `index_prefixes`.
        settings: Thresholds and the relations that remove.

    Returns:
        The pairs, int64[k] each: the earlier body and the later.
    """
    n = len(sets.starts)
    removes = _removing(settings)
    rules = Rules(
        float(settings.threshold), float(settings.contained_from), removes, FACT_SHARE, LEAST_FACTS, FACTS_CHANGED,
        -(-LEAST_FACTS // VALUE_FACTS),
    )  # fmt: skip
    forms = _find_forms(types, prefixes.near, n, grouped=not removes[TEMPLATE])
    earlier, later = np.empty(n, np.int64), np.empty(n, np.int64)
    walk_kept(Sets(*sets), Sets(*types), *prefixes, forms, rules, earlier, later)
    numbers = np.arange(n)
    went, might = earlier >= 0, later >= 0
    return np.concatenate((earlier[went], numbers[might])), np.concatenate((numbers[went], later[might]))


def _removing(settings: Settings) -> NDArray[np.bool_]:
    return np.array([name in settings.remove for name in RELATIONS])


def _find_forms(types: Lists, near: Slots, n: int, *, grouped: bool) -> Forms:
    """Group the bodies that have the same words besides their facts, and list the facts of each."""
    frames, total = np.zeros(n, np.uint64), np.zeros(n, np.int64)
    facts = np.empty(int(np.sum(types.ends - types.starts)), np.uint64)
    fact_offsets, weights = np.zeros(n + 1, np.int64), np.empty(len(facts), np.uint8)
    frame_types(*types, frames, total, facts, weights, fact_offsets)
    group = np.full(n, -1, np.int32)
    # one with fewer facts is never a template
    members = np.flatnonzero(total >= LEAST_FACTS) if grouped else np.empty(0, np.int64)
    _, inverse, counts = np.unique(frames[members], return_inverse=True, return_counts=True)
    several = counts > 1
    numbers = np.cumsum(several) - 1
    group[members] = np.where(several[inverse], numbers[inverse], -1)
    sizes = counts[several]
    owners = np.repeat(np.arange(n), np.diff(fact_offsets))
    chosen = group[owners] >= 0
    # a list for each fact of each form: lists that two facts share would let everybody seem alike
    keys = facts[: fact_offsets[-1]] ^ (frames[owners] * np.uint64(0x9E3779B97F4A7C15))
    distinct, slots = np.unique(keys[chosen], return_inverse=True)
    offsets = offsets_of(chosen)[fact_offsets]
    kind, needs = _classify(group, total, len(sizes))
    classes = needs.shape[1]
    starts = _list_starts(slots * classes + kind[owners[chosen]], len(distinct) * classes)
    lists = Slots(slots.astype(np.int32), offsets, starts)
    return Forms(
        group, offsets_of(sizes), _first_of_group(near, group), kind, needs, lists,
        weights[: fact_offsets[-1]][chosen], total,
    )  # fmt: skip


def _classify(
    group: NDArray[np.int32], total: NDArray[np.int64], groups: int
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Part the bodies of each group by how many facts they must share with one that is no template of theirs.

    Returns:
        int32[bodies], the class of each, and int64[groups, classes], the least that a body of it must share.
    """
    kind = np.zeros(len(group), np.int32)
    members = np.flatnonzero(group >= 0)
    # as in `kernel.decisions`
    need = total - np.maximum(LEAST_FACTS, np.ceil(FACTS_CHANGED * total).astype(np.int64)) + 1
    values, counts = np.unique(need[members], return_counts=True)
    if len(values) > _CLASSES:
        # the rarest needs go with the next lower one that stays
        values = np.unique(np.append(values[np.argsort(-counts, kind="stable")[: _CLASSES - 1]], values[0]))
    kind[members] = np.searchsorted(values, need[members], side="right") - 1
    needs = np.full((groups, max(len(values), 1)), np.iinfo(np.int64).max)
    np.minimum.at(needs, (group[members], kind[members]), need[members])
    return kind, np.where(needs == np.iinfo(np.int64).max, 0, needs)


def _first_of_group(near: Slots, group: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Say of each slot of each body of a group whether none of the group stands in its list before: bool[slots]."""
    first = np.zeros(len(near.slots), np.bool_)
    of_slot = np.repeat(group, np.diff(near.offsets))
    chosen = np.flatnonzero(of_slot >= 0)
    keys = near.slots[chosen].astype(np.uint64) << np.uint64(32) | of_slot[chosen].astype(np.uint64)
    first[chosen[np.unique(keys, return_index=True)[1]]] = True
    return first


def _holdings(sets: Lists, contained: NDArray[np.int32], mask: int) -> Slots:
    wanted = np.zeros(mask + 1, np.bool_)
    wanted[contained] = True
    offsets = np.empty(len(sets.starts) + 1, np.int64)
    room = 4 * len(contained) + 64
    while True:
        slots = np.empty(room, np.int32)
        found = select_holdings(*sets, wanted, slots, offsets)
        if found <= room:
            return Slots(slots[:found], offsets, _list_starts(slots[:found], mask + 1))
        room = found


def _shared_slots(slots: NDArray[np.int32], offsets: NDArray[np.int64], mask: int) -> Slots:
    """Leave out the slots in which one body stands alone."""
    counts = np.bincount(slots, minlength=mask + 1)
    return _keep_slots(slots, offsets, counts[slots] > 1, mask)


def _keep_slots(slots: NDArray[np.int32], offsets: NDArray[np.int64], kept: NDArray[np.bool_], mask: int) -> Slots:
    before = offsets_of(kept)
    return Slots(slots[kept], before[offsets], _list_starts(slots[kept], mask + 1))


def _list_starts(slots: NDArray[np.integer[Any]], lists: int) -> NDArray[np.int64]:
    return offsets_of(np.bincount(slots, minlength=lists))
