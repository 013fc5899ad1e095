"""Passages that stand twice in one page, and which copy stays body.

The runs of equal words come from `kernel.repeats`. Copies that are linked, or stand one after the other, are decided
together: the side that is the better-formed article stays.
"""

from __future__ import annotations

import bisect
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dedup.kernel.line_columns import DASH, LAST, LAST_STOP, START, TOKEN, TOKENS
from dedup.kernel.repeats import find_runs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.cleaning.scan import Scan

# 8 words in a row twice on one page are no accident: in 4,000 Reuters stories printed once, see tests/quality.
RUN_WORDS = 8
_PASSAGE_WORDS = 12
_COVERED = 0.8  # of the words of a line that is no body anyway stand in the body: that is why it is there
_ENDS = frozenset(".!?:;…。！？”’\"'")
_VERSE_WORDS = 12
_CUT_WORDS = 25  # a shorter run inside a line that has more to say stays: a quotation, a name with its titles


class PageRepeat(NamedTuple):
    """A passage of one text with all its places, as (start, end) code points in order."""

    row: int
    places: tuple[tuple[int, int], ...]


class Repeats(NamedTuple):
    """What repeats in a batch.

    Attributes:
        found: The repeated passages, in order of row and place.
        dropped: Lines whose text stands in a better place.
        cuts: Parts of lines that do: line, start, end.
        echoes: Lines that were no body anyway, and only repeat some of it.
    """

    found: list[PageRepeat]
    dropped: list[int]
    cuts: list[tuple[int, int, int]]
    echoes: list[int]


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
    by_row: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for row, a, b, length in runs[:n].tolist():
        by_row[row].append((a, b, length))
    found: list[PageRepeat] = []
    dropped: list[int] = []
    cuts: list[tuple[int, int, int]] = []
    echoes: list[int] = []
    for row, pairs in by_row.items():
        page = _Page(scan, row, keep)
        found.extend(page.places_of(pairs))
        lost, cut, echo = page.choose(pairs)
        dropped.extend(lost)
        cuts.extend(cut)
        echoes.extend(echo)
    return Repeats(found, dropped, sorted(cuts), echoes)


class _Page:
    """One text's lines and tokens while its repeats are decided."""

    def __init__(self, scan: Scan, row: int, keep: NDArray[np.bool_]) -> None:
        self.row = row
        self.scan = scan
        self.first, self.last = int(scan.first_line[row]), int(scan.first_line[row + 1])
        self.lines = scan.lines[:, self.first : self.last]
        self.keep = keep[self.first : self.last]
        at = int(scan.token_offsets[row])
        self.starts = scan.token_starts[at:]
        self.ends = scan.token_ends[at:]
        self.line_tokens = self.lines[TOKEN] - at
        self.sizes = self.lines[TOKENS]
        self._first_tokens = self.line_tokens.tolist()  # lists: runs are spread over lines one by one
        self._sizes = self.sizes.tolist()

    def places_of(self, pairs: list[tuple[int, int, int]]) -> list[PageRepeat]:
        """Tie runs that repeat the same first place to one passage with all its places."""
        groups: list[tuple[int, int, list[tuple[int, int]]]] = []
        for a, b, length in sorted(pairs):
            if not self._worth_telling(a, b, length):
                continue
            for start, end, places in groups:
                shared = min(end, a + length) - max(start, a)
                if shared > 0.8 * max(end - start, length):
                    places.append((b, b + length))
                    break
            else:
                groups.append((a, a + length, [(a, a + length), (b, b + length)]))
        out = []
        for _, _, places in groups:
            spans = sorted((int(self.starts[s]), int(self.ends[e - 1])) for s, e in places)
            out.append(PageRepeat(self.row, tuple(spans)))
        return sorted(out, key=lambda r: r.places)

    def _worth_telling(self, a: int, b: int, length: int) -> bool:
        """Say whether a run is a passage: it touches body, and is long or makes up most of a line."""
        parts = self._spread(a, length) + self._spread(b, length)
        if not any(self.keep[line] for line, _ in parts):
            return False
        return length >= _PASSAGE_WORDS or any(words >= _COVERED * self.sizes[line] for line, words in parts)

    def choose(self, pairs: list[tuple[int, int, int]]) -> tuple[list[int], list[tuple[int, int, int]], list[int]]:
        """Return the lines to leave out, the parts of lines to cut, and the lines that echo the body."""
        n = len(self.keep)
        sides = np.zeros((2, n), np.int64)  # words of each line that a later, an earlier place repeats
        links = [(self._spread(a, length), self._spread(b, length), b, length) for a, b, length in pairs]
        for side in (0, 1):
            covered = 0
            for start, length in sorted((pair[side], pair[2]) for pair in pairs):
                fresh = max(start, covered)  # a word that several places repeat counts once
                for line, words in self._spread(fresh, start + length - fresh):
                    sides[side, line] += words
                covered = max(covered, start + length)
        full = sides >= np.maximum(self.sizes, 1)  # parallel sentences with other names or numbers repeat nothing
        lost: set[int] = set()
        cuts = []
        for earlier, later in self._components(links):
            lost.update(line for line in self._worse(earlier, later, full) if not self._is_verse(line))
        for ours, theirs, b, length in links:
            alive = any(self.keep[line] and line not in lost for line, _ in ours)
            if not alive or length < _CUT_WORDS:
                continue
            for line, words in theirs:
                if words >= _CUT_WORDS and self.keep[line] and line not in lost:
                    low = max(b, int(self.line_tokens[line]))
                    if self._is_whole(line, low, words):
                        cuts.append((self.first + line, int(self.starts[low]), int(self.ends[low + words - 1])))
        echoed = np.zeros(n, np.int64)
        for ours, theirs, _, _ in links:
            for parts, others in ((ours, theirs), (theirs, ours)):
                if any(self.keep[line] and line not in lost for line, _ in others):
                    for line, words in parts:
                        echoed[line] += words
        echoes = np.flatnonzero(~self.keep & (echoed >= _COVERED * np.maximum(self.sizes, 1)))
        return sorted(self.first + line for line in lost), cuts, (self.first + echoes).tolist()

    def _is_verse(self, line: int) -> bool:
        """Say whether a line is a verse: short, between short lines of the body. Its second copy is a refrain."""
        near = (line - 1, line, line + 1)
        short = all(0 <= i < len(self.keep) and self.keep[i] and self._sizes[i] <= _VERSE_WORDS for i in near)
        return short and int(self.lines[LAST, line]) != LAST_STOP

    def _is_whole(self, line: int, token: int, words: int) -> bool:
        """Say whether a run within a line begins and ends with a sentence, so that none is torn apart."""
        text = self.text_of(line)
        begin = int(self.starts[token]) - int(self.lines[START, line])
        end = int(self.ends[token + words - 1]) - int(self.lines[START, line])
        before, after = text[:begin].rstrip(" \"“‘'(«—–-"), text[end:].lstrip("\"”’')»")
        return (not before or before[-1] in _ENDS) and (not after or after[0] in _ENDS)

    def text_of(self, line: int) -> str:
        """Return the text of a line."""
        return self.scan.texts_of(np.array([self.first + line]))[0]

    def _spread(self, token: int, length: int) -> list[tuple[int, int]]:
        """Divide a run over the lines it touches: (line, words)."""
        first_tokens, sizes = self._first_tokens, self._sizes
        line = bisect.bisect_right(first_tokens, token) - 1
        while sizes[line] == 0:
            line -= 1
        out = []
        while length > 0 and line < len(sizes):
            here = min(length, first_tokens[line] + sizes[line] - token)
            if here > 0:
                out.append((line, here))
                token += here
                length -= here
            line += 1
        return out

    def _components(
        self, links: list[tuple[list[tuple[int, int]], list[tuple[int, int]], int, int]]
    ) -> list[tuple[set[int], set[int]]]:
        """Group lines that repeat each other; a group is the lines of the earlier and of the later copies."""
        parent = list(range(len(self.keep)))

        def root(line: int) -> int:
            while parent[line] != line:
                parent[line] = parent[parent[line]]
                line = parent[line]
            return line

        earlier: set[int] = set()
        later: set[int] = set()
        for ours, theirs, _, _ in links:
            lines = [line for line, _ in ours + theirs]
            for line in lines[1:]:
                parent[root(line)] = root(lines[0])
            earlier.update(line for line, _ in ours)
            later.update(line for line, _ in theirs)
        for side in (earlier, later):
            for line in side:
                for near in (line + 1, line + 2):  # a page repeats its paragraphs in order, with something between
                    if near in side:
                        parent[root(near)] = root(line)
        groups: dict[int, tuple[set[int], set[int]]] = defaultdict(lambda: (set(), set()))
        for index, side in enumerate((earlier, later)):
            for line in side:
                groups[root(line)][index].add(line)
        return [groups[key] for key in sorted(groups)]

    def _worse(self, earlier: set[int], later: set[int], full: NDArray[np.bool_]) -> set[int]:
        """Return the lines of the worse copy that the other copy covers."""
        first = {line for line in earlier if full[0, line] and self.keep[line]}
        second = {line for line in later if full[1, line] and self.keep[line]}
        kept_first = {line for line in earlier if self.keep[line]}
        kept_second = {line for line in later if self.keep[line]}
        if not kept_first or not kept_second:
            return set()
        if not first or not second:  # only one side stands wholly in the other
            return (first or second) - (kept_second if first else kept_first)
        ours, theirs = self._worth(kept_first - kept_second), self._worth(kept_second - kept_first)
        return first - kept_second if theirs > ours else second - kept_first

    def _worth(self, lines: set[int]) -> tuple[int, int, int]:
        """Rank a copy: with a dateline, with more of its paragraphs beside other body text, with more paragraphs."""
        dated = sum(bool(0 <= self.lines[DASH, line] < 60) for line in lines)
        beside = sum(
            any(0 <= near < len(self.keep) and self.keep[near] and near not in lines for near in (line - 1, line + 1))
            for line in lines
        )
        return (min(dated, 1), min(beside, 1) if len(lines) > 1 else 0, len(lines))
