"""The exact walk: bodies in keep order, each compared with those that stay and may remove it, until it is decided.

Which those are, lists of prefixes say (see `kernel.prefixes`), to which only bodies that stay are added. Bodies of one
form, which share nearly all their shingles and remove each other only where they state the same facts, are found by
their facts.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import uint64

from dedup.kernel.compiled import compiled, inner
from dedup.kernel.differences import firm, weigh
from dedup.kernel.sorting import sort_hashes

Array = Any  # numba infers the exact types; the callers' docstrings state them

# Codes of relations, as in `matching.verification`.
_NEAR, _CONTAINS, _CONTAINED, _OVERLAP, _TEMPLATE, _UNRELATED = 1, 2, 3, 4, 5, 6
_OVERLAP_FLOOR = 0.5
# Bodies up to which a list is looked through rather than passed over: sooner done than comparing those it might hold.
_SHORT_LIST = 128


class Sets(NamedTuple):
    """Sorted, distinct values of n bodies, uint64; see `batches.Lists`."""

    values: Array
    starts: Array
    ends: Array


class Slots(NamedTuple):
    """In which lists each of n bodies stands.

    Attributes:
        slots: int32[:], numbers of lists, body by body.
        offsets: int64[n + 1], where each body's start.
        starts: int64[lists + 1], room for each list's bodies.
    """

    slots: Array
    offsets: Array
    starts: Array


class Forms(NamedTuple):
    """Bodies of one form, by groups, and lists of the facts of each.

    Attributes:
        group: int32[n], -1 for a body of no group.
        members: int64[groups + 1], room for each group's bodies.
        first: bool[:], parallel to the slots of near prefixes: whether none of the group stands there before.
        kind: int32[n], class of a body within its group, by how many facts it must share.
        needs: int64[groups, classes], least of them in each class; 0 for a class without a body.
        facts: The lists of facts: one for each fact of a form and each class of its bodies. A body's slots are the
            numbers of its facts, which stand for as many lists as there are classes.
        weights: uint8[:], parallel to the slots of facts: for how many each stands that both texts have.
        total: int64[n], weight of all of a body.
    """

    group: Array
    members: Array
    first: Array
    kind: Array
    needs: Array
    facts: Slots
    weights: Array
    total: Array


class Rules(NamedTuple):
    """What removes.

    Attributes:
        threshold, containment: From which shares bodies are related.
        removes: bool[7], which relations of the removed to the kept remove.
        share, least, changed: The limits of `matching.templates`.
        slack: Shingles of the smaller set that a template must have for itself.
    """

    threshold: float
    containment: float
    removes: Array
    share: float
    least: int
    changed: float
    slack: int


@inner()
def _count_common(hashes: Array, i: int, i_end: int, j: int, j_end: int, wanted: Any) -> Any:
    """Count what two sorted sets share; fewer than `wanted` may be returned as any such number."""
    shared: Any = 0
    while i < i_end and j < j_end:
        if shared + min(i_end - i, j_end - j) < wanted:
            break
        for _ in range(32):
            if i >= i_end or j >= j_end:
                break
            x = hashes[i]
            y = hashes[j]
            shared += x == y
            i += x <= y
            j += y <= x
    return shared


@inner()
def _is_template(types: Sets, a: int, b: int, rules: Rules) -> Any:
    """Say what `matching.templates.are_templates` says of one pair."""
    i, i_end = types.starts[a], types.ends[a]
    j, j_end = types.starts[b], types.ends[b]
    facts_a: Any = 0
    facts_b: Any = 0
    words: Any = 0
    all_a: Any = 0
    all_b: Any = 0
    while i < i_end or j < j_end:
        x = types.values[i] if i < i_end else uint64(0xFFFFFFFFFFFFFFFF)
        y = types.values[j] if j < j_end else uint64(0xFFFFFFFFFFFFFFFF)
        if x >> uint64(2) == y >> uint64(2):
            all_a += firm(x)
            all_b += firm(y)
            i += 1
            j += 1
        elif x < y:
            weight = weigh(x)
            all_a += weight
            facts_a += weight
            words += weight == 0
            i += 1
        else:
            weight = weigh(y)
            all_b += weight
            facts_b += weight
            words += weight == 0
            j += 1
    facts = facts_a + facts_b
    return (
        facts >= rules.share * (facts + words)
        and min(facts_a, facts_b) >= rules.least
        and facts_a >= rules.changed * all_a
        and facts_b >= rules.changed * all_b
    )


@inner()
def _relate(sets: Sets, types: Sets, i: int, j: int, rules: Rules) -> Any:
    """Return whether j may go in favour of i, and i in favour of j."""
    size_i = sets.ends[i] - sets.starts[i]
    size_j = sets.ends[j] - sets.starts[j]
    least = rules.threshold / (1 + rules.threshold) * (size_i + size_j)
    least = min(least, rules.containment * min(size_i, size_j))
    if rules.removes[_OVERLAP]:
        least = min(least, _OVERLAP_FLOOR * min(size_i, size_j))
    wanted = np.int64(np.ceil(least - 1e-6))
    shared = _count_common(sets.values, sets.starts[i], sets.ends[i], sets.starts[j], sets.ends[j], wanted)
    if shared < wanted:
        return False, False
    of_i = shared / size_i
    of_j = shared / size_j
    forward = _UNRELATED
    if shared / (size_i + size_j - shared) >= rules.threshold:
        forward = _NEAR
        if (
            not rules.removes[_TEMPLATE]
            and min(size_i, size_j) - shared >= rules.slack
            and _is_template(types, i, j, rules)
        ):
            forward = _TEMPLATE
    elif of_j >= rules.containment:
        forward = _CONTAINED
    elif of_i >= rules.containment:
        forward = _CONTAINS
    elif max(of_i, of_j) >= _OVERLAP_FLOOR:
        forward = _OVERLAP
    backward = forward
    if forward == _CONTAINED:
        backward = _CONTAINS
    elif forward == _CONTAINS:
        backward = _CONTAINED
    goes = rules.removes[forward] and not (of_i >= rules.containment and of_j < rules.containment)
    takes = rules.removes[backward] and not (of_j >= rules.containment and of_i < rules.containment)
    return goes, takes


@inner()
def _differing(weight: int, rules: Rules) -> Any:
    """Return the most of a body's facts that may differ from another's that is no template of it."""
    changed: Any = np.int64(np.ceil(rules.changed * weight))
    return max(rules.least, changed) - 1


class FactLists(NamedTuple):
    """The lists of facts as they fill: see `Slots`; the weight of each entry, the greatest weight in each list."""

    fill: Array
    entries: Array
    weights: Array
    heaviest: Array


class Scratch(NamedTuple):
    """Room for `_search_class`: by body, but for the last two, which are by fact."""

    stamps: Array
    own: Array
    theirs: Array
    touched: Array
    order: Array
    skipped: Array


@inner()
def _order_lists(j: int, kind: int, forms: Forms, lists: FactLists, order: Array) -> Any:
    """Order the facts of a body by the length of their lists in a class, longest first; return how many there are."""
    classes = forms.needs.shape[1]
    begin = forms.facts.offsets[j]
    count = forms.facts.offsets[j + 1] - begin
    for e in range(count):
        slot = np.int64(forms.facts.slots[begin + e]) * classes + kind
        length = lists.fill[slot] - forms.facts.starts[slot]
        at = e
        while at > 0:
            slot = np.int64(forms.facts.slots[begin + order[at - 1]]) * classes + kind
            if lists.fill[slot] - forms.facts.starts[slot] >= length:
                break
            order[at] = order[at - 1]
            at -= 1
        order[at] = e
    return count


@inner()
def _search_class(j: int, kind: int, forms: Forms, lists: FactLists, rules: Rules, scratch: Scratch, found: int) -> Any:
    """Find the bodies of one class of a body's group that may state the same facts.

    Of equal words, a pair is no template only if one of the two states few facts that the other does not. What begins
    a sentence counts where it differs only. The longest lists are passed over as long as what they hold is not enough
    by itself.

    Returns:
        How many are in `scratch.touched`, the first `found` from before.
    """
    classes = forms.needs.shape[1]
    begin = forms.facts.offsets[j]
    need = forms.total[j] - _differing(forms.total[j], rules)
    least = forms.needs[forms.group[j], kind]
    count = _order_lists(j, kind, forms, lists, scratch.order)
    passed_own: Any = 0
    passed_theirs: Any = 0
    for e in range(count):
        at = begin + scratch.order[e]
        weight = np.int64(forms.weights[at])
        slot = np.int64(forms.facts.slots[at]) * classes + kind
        most = np.int64(lists.heaviest[slot])
        scratch.skipped[e] = (
            lists.fill[slot] - forms.facts.starts[slot] > _SHORT_LIST
            and passed_own + weight < need
            and passed_theirs + most < least
        )
        if scratch.skipped[e]:
            passed_own += weight
            passed_theirs += most
    seen = found
    for e in range(count):
        if scratch.skipped[e]:
            continue
        at = begin + scratch.order[e]
        slot = np.int64(forms.facts.slots[at]) * classes + kind
        for p in range(forms.facts.starts[slot], lists.fill[slot]):
            i = lists.entries[p]
            if scratch.stamps[i] != j:
                scratch.stamps[i] = j
                scratch.own[i] = passed_own
                scratch.theirs[i] = passed_theirs
                scratch.touched[seen] = i
                seen += 1
            scratch.own[i] += forms.weights[at]
            scratch.theirs[i] += lists.weights[p]
    for t in range(found, seen):
        i = scratch.touched[t]
        if scratch.own[i] >= need or scratch.theirs[i] >= forms.total[i] - _differing(forms.total[i], rules):
            scratch.touched[found] = i
            found += 1
    return found


@compiled()
def walk_kept(
    sets: Sets, types: Sets, near: Slots, contained: Slots, held: Slots, forms: Forms, rules: Rules, by_earlier: Array,
    by_later: Array,
) -> int:  # fmt: skip
    """Walk the bodies in keep order and compare each with those before it that stay, until one removes it.

    Args:
        sets: Shingles, at least one each.
        types: See `kernel.differences.collect_types`; empty for bodies that are near none.
        near: Prefixes for Jaccard.
        contained: Prefixes for containment.
        held: All shingles that stand in a prefix for containment.
        forms: Bodies of one form.
        rules: What removes.
        by_earlier: int64[n] to fill with the earlier body in whose favour each goes, -1 where it stays.
        by_later: int64[n] to fill with the first later body in whose favour a body that stays might go, -1 for none.

    Returns:
        How many pairs were compared.
    """
    n = forms.group.size
    near_fill, near_entries = near.starts.copy(), np.empty(near.starts[-1], np.int32)
    contained_fill, contained_entries = contained.starts.copy(), np.empty(contained.starts[-1], np.int32)
    held_fill, held_entries = held.starts.copy(), np.empty(held.starts[-1], np.int32)
    # of the sets that stand in a list
    largest = np.zeros(held.starts.size - 1, np.int64)
    smallest = np.full(contained.starts.size - 1, 1 << 40, np.int64)
    room = forms.facts.starts[-1]
    lists = FactLists(
        forms.facts.starts.copy(), np.empty(room, np.int32), np.empty(room, np.uint8),
        np.zeros(forms.facts.starts.size - 1, np.uint8),
    )  # fmt: skip
    member_fill, member_entries = forms.members.copy(), np.empty(forms.members[-1], np.int32)
    group_seen = np.full(forms.members.size - 1, -1, np.int64)
    longest = 1
    for j in range(n):
        longest = max(longest, forms.facts.offsets[j + 1] - forms.facts.offsets[j])
        by_earlier[j] = -1
        by_later[j] = -1
    # one that is contained in another of nearly its size is near it
    least = min(rules.containment, _OVERLAP_FLOOR) if rules.removes[_OVERLAP] else rules.containment
    wider = least * (1 + rules.threshold) / rules.threshold - 1 - 1e-6
    scratch = Scratch(
        np.full(n, -1, np.int64), np.empty(n, np.int64), np.empty(n, np.int64), np.empty(n, np.int64),
        np.empty(longest, np.int64), np.empty(longest, np.bool_),
    )  # fmt: skip
    touched = scratch.touched
    seen, found, spare = np.full(n, -1, np.int64), np.empty(n, np.uint64), np.empty(n, np.uint64)
    nothing = np.empty(0, np.int32)
    compared = 0
    for j in range(n):
        size = sets.ends[j] - sets.starts[j]
        group = forms.group[j]
        count = 0
        for e in range(near.offsets[j], near.offsets[j + 1]):
            slot = near.slots[e]
            for p in range(near.starts[slot], near_fill[slot]):
                entry = near_entries[p]
                if entry >= 0:
                    other = sets.ends[entry] - sets.starts[entry]
                    if seen[entry] != j and min(size, other) >= rules.threshold * max(size, other) - 1e-6:
                        seen[entry] = j
                        found[count] = uint64(entry)
                        count += 1
                    continue
                form = -1 - entry
                if group_seen[form] == j:
                    continue
                group_seen[form] = j
                if form == group:
                    some = 0
                    for kind in range(forms.needs.shape[1]):
                        if forms.needs[form, kind] > 0:
                            some = _search_class(j, kind, forms, lists, rules, scratch, some)
                else:
                    some = member_fill[form] - forms.members[form]
                    for t in range(some):
                        touched[t] = member_entries[forms.members[form] + t]
                for t in range(some):
                    i = touched[t]
                    other = sets.ends[i] - sets.starts[i]
                    if seen[i] != j and min(size, other) >= rules.threshold * max(size, other) - 1e-6:
                        seen[i] = j
                        found[count] = uint64(i)
                        count += 1
        for e in range(contained.offsets[j], contained.offsets[j + 1]):
            slot = contained.slots[e]
            if largest[slot] < wider * size:
                continue
            for p in range(held.starts[slot], held_fill[slot]):
                i = held_entries[p]
                if seen[i] != j and sets.ends[i] - sets.starts[i] >= wider * size:
                    seen[i] = j
                    found[count] = uint64(i)
                    count += 1
        for e in range(held.offsets[j], held.offsets[j + 1]):
            slot = held.slots[e]
            if size < wider * smallest[slot]:
                continue
            for p in range(contained.starts[slot], contained_fill[slot]):
                i = contained_entries[p]
                if seen[i] != j and size >= wider * (sets.ends[i] - sets.starts[i]):
                    seen[i] = j
                    found[count] = uint64(i)
                    count += 1
        sort_hashes(found[:count], nothing, spare, nothing)
        touching = 0
        for c in range(count):
            before: Any = np.int64(found[c])
            compared += 1
            goes, takes = _relate(sets, types, before, j, rules)
            if goes:
                by_earlier[j] = before
                break
            if takes and by_later[before] < 0:
                touched[touching] = before
                touching += 1
        for e in range(near.offsets[j], near.offsets[j + 1]):
            # a form is listed though this body of it may go: it is looked through by its members
            if group >= 0 and forms.first[e]:
                near_entries[near_fill[near.slots[e]]] = -1 - group
                near_fill[near.slots[e]] += 1
        if by_earlier[j] >= 0:
            continue
        for t in range(touching):
            # only a body that stays removes earlier ones
            by_later[touched[t]] = j
        if group >= 0:
            member_entries[member_fill[group]] = j
            member_fill[group] += 1
            for e in range(forms.facts.offsets[j], forms.facts.offsets[j + 1]):
                slot = np.int64(forms.facts.slots[e]) * forms.needs.shape[1] + forms.kind[j]
                lists.entries[lists.fill[slot]] = j
                lists.weights[lists.fill[slot]] = forms.weights[e]
                lists.heaviest[slot] = max(lists.heaviest[slot], forms.weights[e])
                lists.fill[slot] += 1
        else:
            for e in range(near.offsets[j], near.offsets[j + 1]):
                near_entries[near_fill[near.slots[e]]] = j
                near_fill[near.slots[e]] += 1
        for e in range(contained.offsets[j], contained.offsets[j + 1]):
            contained_entries[contained_fill[contained.slots[e]]] = j
            contained_fill[contained.slots[e]] += 1
            smallest[contained.slots[e]] = min(smallest[contained.slots[e]], size)
        for e in range(held.offsets[j], held.offsets[j + 1]):
            held_entries[held_fill[held.slots[e]]] = j
            held_fill[held.slots[e]] += 1
            largest[held.slots[e]] = max(largest[held.slots[e]], size)
    return compared
