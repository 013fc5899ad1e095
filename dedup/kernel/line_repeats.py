"""Which of two copies in one text stays, by the runs of words that repeat; called by `cleaning.repeats`.

Copies that are linked, or stand one after the other, are decided together: the side that is the better-formed article
stays.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from dedup.kernel.compiled import compiled, inner
from dedup.kernel.line_columns import DASH, LAST, LAST_STOP, LINES, TOKEN, TOKENS

_PASSAGE_WORDS = 12
_COVERED = 0.8  # of the words of a line that is no body anyway stand in the body: that is why it is there
_VERSE_WORDS = 12
_POEM_LINES, _POEM_WORDS = 5, 16  # and words of each
_CUT_WORDS = 25  # a shorter run inside a line that has more to say stays: a quotation, a name with its titles
_DATELINE = 60  # characters before a dateline's dash
# What is counted of each group of linked lines: body lines of the earlier and the later copy, those of them that the
# other copy covers, those of one copy only, whether these have a dateline, and body lines of neither beside them.
_BODY, _FULL, _OWN, _DATED, _BESIDE = 0, 2, 4, 6, 8

Array = Any  # numba infers the exact types; the callers' docstrings state them


@compiled()
def choose_copies(
    runs: Array, table: Array, first_line: Array, first_token: Array, keep: Array,
    worth: Array, lost: Array, echoes: Array, cuts: Array,
) -> int:  # fmt: skip
    """Choose what stays of the repeated lines of each text.

    Args:
        runs: int32[m, 4] of `kernel.repeats.find_runs`: row, first token of the earlier and later place, length.
        table: int32[COLUMNS, lines], see `kernel.line_columns`.
        first_line: int64[n + 1], where each text's lines start.
        first_token: int64[n + 1], where each text's tokens start.
        keep: bool[lines], the lines that are body so far.
        worth: bool[m] to fill: runs that touch the body, and are long or make up most of a line.
        lost: bool[lines] to fill: lines whose text stands in a better place.
        echoes: bool[lines] to fill: lines that were no body, and only repeat some of it.
        cuts: int32[:, 3] to fill with line, first token in the text, words: parts of lines that stand elsewhere, if
            they begin and end with a sentence. As many as `runs` has words suffice.

    Returns:
        How many cuts there are.
    """
    lost[:] = False
    echoes[:] = False
    n_cuts = 0
    i = 0
    while i < runs.shape[0]:
        row = runs[i, 0]
        stop = i
        while stop < runs.shape[0] and runs[stop, 0] == row:
            stop += 1
        begin, end = first_line[row], first_line[row + 1]
        tokens = table[TOKEN, begin:end] - np.int32(first_token[row])
        n_cuts = _choose(
            runs[i:stop, 1:], table[:, begin:end], begin, tokens, keep[begin:end], worth[i:stop], lost[begin:end],
            echoes[begin:end], cuts, n_cuts,
        )  # fmt: skip
        i = stop
    return n_cuts


@inner()
def _choose(
    pairs: Array, table: Array, begin: int, tokens: Array, keep: Array, worth: Array, lost: Array, echoes: Array,
    cuts: Array, n_cuts: int,
) -> int:  # fmt: skip
    """Do so for one text."""
    sizes = table[TOKENS]
    m = pairs.shape[0]
    words = 0
    for k in range(m):
        words += pairs[k, 2]
    parts = np.empty((2 * words, 2), np.int32)  # line and words, of the earlier and of the later place of each pair
    ends = np.zeros(2 * m + 1, np.int64)
    for k in range(m):
        for side in range(2):
            at = ends[2 * k + side]
            ends[2 * k + side + 1] = at + _spread(pairs[k, side], pairs[k, 2], tokens, sizes, parts[at:])
    for k in range(m):
        worth[k] = _worth_telling(pairs[k, 2], parts[ends[2 * k] : ends[2 * k + 2]], sizes, keep)
    full = np.empty((2, keep.size), np.bool_)
    for side in range(2):
        _fill_full(pairs, side, tokens, sizes, full[side])
    roots, placed = _group(parts, ends, keep.size)
    _fill_lost(table, keep, full, roots, placed, _is_poem(table, keep, full), lost)
    echoed = np.zeros(keep.size, np.int64)
    for k in range(m):
        ours, theirs = parts[ends[2 * k] : ends[2 * k + 1]], parts[ends[2 * k + 1] : ends[2 * k + 2]]
        alive = _any_body(ours, keep, lost)
        if alive and pairs[k, 2] >= _CUT_WORDS:
            for j in range(theirs.shape[0]):
                line = theirs[j, 0]
                if theirs[j, 1] >= _CUT_WORDS and keep[line] and not lost[line]:
                    cuts[n_cuts, 0], cuts[n_cuts, 2] = begin + line, theirs[j, 1]
                    cuts[n_cuts, 1] = max(pairs[k, 1], tokens[line])
                    n_cuts += 1
        if _any_body(theirs, keep, lost):
            for j in range(ours.shape[0]):
                echoed[ours[j, 0]] += ours[j, 1]
        if alive:
            for j in range(theirs.shape[0]):
                echoed[theirs[j, 0]] += theirs[j, 1]
    for line in range(keep.size):
        echoes[line] = not keep[line] and echoed[line] >= _COVERED * max(sizes[line], 1)
    return n_cuts


@inner()
def _spread(token: int, length: int, tokens: Array, sizes: Array, out: Array) -> int:
    """Divide a run over the lines it touches; return how many (line, words) were written."""
    line = np.searchsorted(tokens, token, side="right") - 1
    while sizes[line] == 0:
        line -= 1
    n = 0
    while length > 0 and line < sizes.size:
        here = min(length, tokens[line] + sizes[line] - token)
        if here > 0:
            out[n, 0], out[n, 1] = line, here
            n += 1
            token += here
            length -= here
        line += 1
    return n


@inner()
def _worth_telling(length: int, parts: Array, sizes: Array, keep: Array) -> bool:
    body = covers = False
    for j in range(parts.shape[0]):
        body = body or keep[parts[j, 0]]
        covers = covers or parts[j, 1] >= _COVERED * sizes[parts[j, 0]]
    return bool(body and (length >= _PASSAGE_WORDS or covers))


@inner()
def _any_body(parts: Array, keep: Array, lost: Array) -> bool:
    for j in range(parts.shape[0]):
        if keep[parts[j, 0]] and not lost[parts[j, 0]]:
            return True
    return False


@inner()
def _fill_full(pairs: Array, side: int, tokens: Array, sizes: Array, full: Array) -> None:
    """Tell the lines all of whose words stand elsewhere: parallel sentences with other names repeat nothing."""
    words = np.zeros(sizes.size, np.int64)
    keys = np.empty(pairs.shape[0], np.int64)
    longest = 0
    for k in range(pairs.shape[0]):
        keys[k] = (np.int64(pairs[k, side]) << 31) | np.int64(pairs[k, 2])
        longest = max(longest, pairs[k, 2])
    order = np.argsort(keys)
    parts = np.empty((longest, 2), np.int32)
    covered = 0
    for k in order:
        start, end = pairs[k, side], pairs[k, side] + pairs[k, 2]
        fresh = max(start, covered)  # a word that several places repeat counts once
        if end > fresh:
            for j in range(_spread(fresh, end - fresh, tokens, sizes, parts)):
                words[parts[j, 0]] += parts[j, 1]
        covered = max(covered, end)
    for line in range(sizes.size):
        full[line] = words[line] >= max(sizes[line], 1)


@inner()
def _root(parent: Array, line: int) -> int:
    while parent[line] != line:
        parent[line] = parent[parent[line]]
        line = parent[line]
    return line


@inner()
def _group(parts: Array, ends: Array, n: int) -> tuple[Array, Array]:
    """Return the group of each line (int32[n]), and whether it stands in an earlier, a later place (bool[2, n])."""
    parent = np.arange(n)
    placed = np.zeros((2, n), np.bool_)
    for k in range((ends.size - 1) // 2):
        first = parts[ends[2 * k], 0]
        for side in range(2):
            for j in range(ends[2 * k + side], ends[2 * k + side + 1]):
                parent[_root(parent, parts[j, 0])] = _root(parent, first)
                placed[side, parts[j, 0]] = True
    for side in range(2):
        for line in range(n):
            if placed[side, line]:
                for near in range(line + 1, min(line + 3, n)):  # a page repeats its paragraphs with something between
                    if placed[side, near]:
                        parent[_root(parent, near)] = _root(parent, line)
    roots = np.empty(n, np.int32)
    for line in range(n):
        roots[line] = _root(parent, line)
    return roots, placed


@inner()
def _fill_lost(
    table: Array, keep: Array, full: Array, roots: Array, placed: Array, poem: bool, lost: Array
) -> None:
    """Mark the lines of the worse copy that the other copy covers."""
    counts = np.zeros((10, keep.size), np.int32)
    for line in range(keep.size):
        if not keep[line]:
            continue
        root = roots[line]
        for side in range(2):
            if not placed[side, line]:
                continue
            counts[_BODY + side, root] += 1
            counts[_FULL + side, root] += full[side, line]
            if placed[1 - side, line]:
                continue
            counts[_OWN + side, root] += 1
            counts[_DATED + side, root] |= 0 <= table[DASH, line] < _DATELINE
            for near in (line - 1, line + 1):
                if 0 <= near < keep.size and keep[near]:
                    same = roots[near] == root and placed[side, near] and not placed[1 - side, near]
                    counts[_BESIDE + side, root] |= not same
    for line in range(keep.size):
        if not keep[line] or not (placed[0, line] or placed[1, line]):
            continue
        side = _worse_side(counts[:, roots[line]])
        if side >= 0 and placed[side, line] and full[side, line] and not placed[1 - side, line]:
            lost[line] = not (poem or _is_verse(table, keep, line))


@inner()
def _worse_side(counts: Array) -> int:
    """Return which copy gives way, -1 for none: without a dateline, with less body text beside it, with fewer lines."""
    if counts[_BODY] == 0 or counts[_BODY + 1] == 0:
        return -1
    if counts[_FULL] == 0 or counts[_FULL + 1] == 0:  # only one side stands wholly in the other
        return 0 if counts[_FULL] > 0 else 1
    for what in (_DATED, _BESIDE, _OWN):
        ours, theirs = counts[what], counts[what + 1]
        if what == _BESIDE:
            ours, theirs = ours * (counts[_OWN] > 1), theirs * (counts[_OWN + 1] > 1)
        if ours != theirs:
            return 0 if theirs > ours else 1
    return 1


@inner()
def _is_poem(table: Array, keep: Array, full: Array) -> bool:
    """Say whether the body is verses, some of which come again: short lines, a quarter of which end no sentence."""
    lines = going_on = again = 0
    for line in range(keep.size):
        if not keep[line] or table[TOKENS, line] == 0:
            continue
        if table[TOKENS, line] > _POEM_WORDS * table[LINES, line]:
            return False
        lines += table[LINES, line]
        going_on += table[LINES, line] - (table[LAST, line] == LAST_STOP)
        again += table[LINES, line] * (full[0, line] or full[1, line])
    return bool(lines >= _POEM_LINES and going_on * 4 >= lines and again * 3 <= lines * 2)


@inner()
def _is_verse(table: Array, keep: Array, line: int) -> bool:
    """Say whether a line is a verse: short, between short lines of the body. Its second copy is a refrain."""
    if line == 0 or line + 1 >= keep.size or table[LAST, line] == LAST_STOP:
        return False
    for near in range(line - 1, line + 2):
        if not keep[near] or table[TOKENS, near] > _VERSE_WORDS:
            return False
    return True
