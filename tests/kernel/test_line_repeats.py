"""The choice between two copies, compared with a plain walk over sets of lines."""

import bisect
from collections import defaultdict

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.cleaning.repeats import RUN_WORDS
from dedup.cleaning.scan import scan
from dedup.kernel.line_columns import DASH, LAST, LAST_STOP, TOKEN, TOKENS
from dedup.kernel.line_repeats import choose_copies
from dedup.kernel.repeats import find_runs

PASSAGE_WORDS, COVERED, VERSE_WORDS, CUT_WORDS = 12, 0.8, 12, 25


class Twin:
    """One text's lines while its repeats are decided."""

    def __init__(self, lines, tokens, keep):
        self.lines, self.keep = lines, keep
        self.line_tokens, self.sizes = lines[TOKEN] - tokens, lines[TOKENS]

    def worth_telling(self, a, b, length):
        parts = self.spread(a, length) + self.spread(b, length)
        if not any(self.keep[line] for line, _ in parts):
            return False
        return length >= PASSAGE_WORDS or any(words >= COVERED * self.sizes[line] for line, words in parts)

    def choose(self, pairs):
        n = len(self.keep)
        sides = np.zeros((2, n), np.int64)  # words of each line that a later, an earlier place repeats
        links = [(self.spread(a, length), self.spread(b, length), b, length) for a, b, length in pairs]
        for side in (0, 1):
            covered = 0
            for start, length in sorted((pair[side], pair[2]) for pair in pairs):
                fresh = max(start, covered)  # a word that several places repeat counts once
                for line, words in self.spread(fresh, start + length - fresh):
                    sides[side, line] += words
                covered = max(covered, start + length)
        full = sides >= np.maximum(self.sizes, 1)  # parallel sentences with other names or numbers repeat nothing
        lost: set[int] = set()
        cuts = []
        for earlier, later in self.components(links):
            lost.update(line for line in self.worse(earlier, later, full) if not self.is_verse(line))
        for ours, theirs, b, length in links:
            alive = any(self.keep[line] and line not in lost for line, _ in ours)
            if not alive or length < CUT_WORDS:
                continue
            for line, words in theirs:
                if words >= CUT_WORDS and self.keep[line] and line not in lost:
                    cuts.append((line, max(b, int(self.line_tokens[line])), words))
        echoed = np.zeros(n, np.int64)
        for ours, theirs, _, _ in links:
            for parts, others in ((ours, theirs), (theirs, ours)):
                if any(self.keep[line] and line not in lost for line, _ in others):
                    for line, words in parts:
                        echoed[line] += words
        echoes = np.flatnonzero(~self.keep & (echoed >= COVERED * np.maximum(self.sizes, 1)))
        return sorted(lost), cuts, echoes.tolist()

    def is_verse(self, line):
        near = (line - 1, line, line + 1)
        short = all(0 <= i < len(self.keep) and self.keep[i] and self.sizes[i] <= VERSE_WORDS for i in near)
        return short and int(self.lines[LAST, line]) != LAST_STOP

    def spread(self, token, length):
        first_tokens, sizes = self.line_tokens.tolist(), self.sizes
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

    def components(self, links):
        parent = list(range(len(self.keep)))

        def root(line):
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

    def worse(self, earlier, later, full):
        first = {line for line in earlier if full[0, line] and self.keep[line]}
        second = {line for line in later if full[1, line] and self.keep[line]}
        kept_first = {line for line in earlier if self.keep[line]}
        kept_second = {line for line in later if self.keep[line]}
        if not kept_first or not kept_second:
            return set()
        if not first or not second:  # only one side stands wholly in the other
            return (first or second) - (kept_second if first else kept_first)
        ours, theirs = self.worth(kept_first - kept_second), self.worth(kept_second - kept_first)
        return first - kept_second if theirs > ours else second - kept_first

    def worth(self, lines):
        dated = sum(bool(0 <= self.lines[DASH, line] < 60) for line in lines)
        beside = sum(
            any(0 <= near < len(self.keep) and self.keep[near] and near not in lines for near in (line - 1, line + 1))
            for line in lines
        )
        return (min(dated, 1), min(beside, 1) if len(lines) > 1 else 0, len(lines))


SENTENCES = (
    "The board of the harbour met on Monday and agreed to mend the long pier.",
    "OSEN (AP) - The board of the harbour met on Monday and agreed to mend the long pier.",
    "Nobody in the town had asked what the work would cost, or who would pay for it in the end, said one.",
    "In the end the county paid for the stones and the town for the beer of those who laid them there.",
    "And the tide comes in again and the tide goes out,", "The nets are dry", "12", "-",
)  # fmt: skip
LINES = st.lists(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3).map(" ".join), min_size=1, max_size=14)


@given(st.lists(LINES, min_size=1, max_size=3), st.data())
@settings(max_examples=120, deadline=None)
def test_copies_are_chosen_as_by_the_plain_walk(texts, data):
    encoded = ["\n".join(lines).encode() for lines in texts]
    offsets = np.cumsum([0, *map(len, encoded)]).astype(np.int64)
    lines = scan(np.frombuffer(b"".join(encoded), np.uint8), offsets)
    n = lines.lines.shape[1]
    keep = np.array(data.draw(st.lists(st.booleans(), min_size=n, max_size=n)), np.bool_)
    runs = np.empty((1024, 4), np.int32)
    runs = runs[: find_runs(lines.tokens, lines.token_offsets, RUN_WORDS, runs)]
    worth, lost, echoes = np.empty(len(runs), np.bool_), np.empty(n, np.bool_), np.empty(n, np.bool_)
    cuts = np.empty((int(runs[:, 3].sum()), 3), np.int32)
    found = choose_copies(runs, lines.lines, lines.first_line, lines.token_offsets, keep, worth, lost, echoes, cuts)
    expected = ([], [], [], [])
    for row in range(len(texts)):
        begin, end = int(lines.first_line[row]), int(lines.first_line[row + 1])
        pairs = [tuple(run[1:]) for run in runs.tolist() if run[0] == row]
        twin = Twin(lines.lines[:, begin:end], int(lines.token_offsets[row]), keep[begin:end])
        gone, parts, echoed = twin.choose(pairs)
        expected[0].extend(twin.worth_telling(*pair) for pair in pairs)
        expected[1].extend(begin + line for line in gone)
        expected[2].extend((begin + line, token, words) for line, token, words in parts)
        expected[3].extend(begin + line for line in echoed)
    assert worth.tolist() == expected[0]
    assert np.flatnonzero(lost).tolist() == expected[1]
    assert [tuple(cut) for cut in cuts[:found].tolist()] == expected[2]
    assert np.flatnonzero(echoes).tolist() == expected[3]
