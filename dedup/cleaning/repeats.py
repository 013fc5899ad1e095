"""Passages that stand twice in one page, and which copy stays body; called by `cleaning.batch`.

The runs of equal words come from `kernel.repeats`, what gives way from `kernel.line_repeats`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dedup.kernel.line_columns import ROW, START
from dedup.kernel.line_repeats import choose_copies
from dedup.kernel.repeats import find_runs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.cleaning.scan import Scan

# 8 words in a row twice on one page are no accident: in 4,000 Reuters stories printed once, see tests/quality.
RUN_WORDS = 8
_SAME = 0.8  # of two places are one passage
_ENDS = frozenset(".!?:;…。！？”’\"'")


class PageRepeat(NamedTuple):
    """A passage of one text with all its places, as (start, end) code points in order."""

    row: int
    places: tuple[tuple[int, int], ...]


class Repeats(NamedTuple):
    """What repeats in a batch.

    Attributes:
        found: The repeated passages, in order of row and place.
        dropped: bool[lines], lines whose text stands in a better place.
        cuts: Parts of lines that do: line, start, end.
        echoes: bool[lines], lines that were no body anyway, and only repeat some of it.
    """

    found: list[PageRepeat]
    dropped: NDArray[np.bool_]
    cuts: list[tuple[int, int, int]]
    echoes: NDArray[np.bool_]


def find_repeats(scan: Scan, keep: NDArray[np.bool_]) -> Repeats:
    """Find what each text repeats, and choose the copy that stays.

    Args:
        scan: The lines of a batch.
        keep: bool[lines], the lines that are body so far.
    """
    runs = np.empty((1024, 4), np.int32)
    n = find_runs(scan.tokens, scan.token_offsets, RUN_WORDS, runs)
    if n > len(runs):
        runs = np.empty((n, 4), np.int32)
        find_runs(scan.tokens, scan.token_offsets, RUN_WORDS, runs)
    runs = runs[:n]
    worth = np.empty(n, np.bool_)
    lost, echoes = np.empty(len(keep), np.bool_), np.empty(len(keep), np.bool_)
    cuts = np.empty((int(runs[:, 3].sum()), 3), np.int32)
    found = choose_copies(
        runs, scan.lines, scan.first_line, scan.token_offsets, keep, worth, lost, echoes, cuts
    )
    return Repeats(_passages(scan, runs[worth]), lost, _whole_cuts(scan, cuts[:found]), echoes)


def _passages(scan: Scan, runs: NDArray[np.int32]) -> list[PageRepeat]:
    """Tie runs that repeat the same first place to one passage with all its places."""
    out: list[PageRepeat] = []
    order = np.lexsort(runs.T[::-1])
    last = -1
    groups: list[tuple[int, int, list[tuple[int, int]]]] = []
    for row, a, b, length in runs[order].tolist():
        if row != last:
            out.extend(_placed(scan, last, groups))
            last, groups = row, []
        for start, end, places in groups:
            shared = min(end, a + length) - max(start, a)
            if shared > _SAME * max(end - start, length):
                places.append((b, b + length))
                break
        else:
            groups.append((a, a + length, [(a, a + length), (b, b + length)]))
    out.extend(_placed(scan, last, groups))
    return out


def _placed(scan: Scan, row: int, groups: list[tuple[int, int, list[tuple[int, int]]]]) -> list[PageRepeat]:
    at = int(scan.token_offsets[row])
    out = []
    for _, _, places in groups:
        spans = sorted((int(scan.token_starts[at + s]), int(scan.token_ends[at + e - 1])) for s, e in places)
        out.append(PageRepeat(row, tuple(spans)))
    return sorted(out, key=lambda r: r.places)


def _whole_cuts(scan: Scan, cuts: NDArray[np.int32]) -> list[tuple[int, int, int]]:
    """Return the cuts that begin and end with a sentence, so that none is torn apart, as line, start, end."""
    out = []
    lines = cuts[:, 0].astype(np.int64)
    for (line, token, words), text in zip(cuts.tolist(), scan.texts_of(lines), strict=True):
        at = int(scan.token_offsets[scan.lines[ROW, line]]) + token
        start, end = int(scan.token_starts[at]), int(scan.token_ends[at + words - 1])
        begin = int(scan.lines[START, line])
        before, after = text[: start - begin].rstrip(" \"“‘'(«—–-"), text[end - begin :].lstrip("\"”’')»")
        if (not before or before[-1] in _ENDS) and (not after or after[0] in _ENDS):
            out.append((line, start, end))
    return sorted(out)
