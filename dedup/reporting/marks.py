"""Quotes with their telling words marked, and excerpts that contain them.

Marks are at word level: what differs between two texts, and what they share.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from typing import Literal

from dedup.text.stopwords import STOP_WORDS

Mark = Literal["", "shared", "differs"]
Runs = tuple[tuple[str, Mark], ...]

# Characters of an excerpt: one to two lines of a card.
EXCERPT = 120
# Of these, at most so many before the first marked word.
BEFORE = 30
_WORD = re.compile(r"\w+(?:[.,’'-]\w+)*")
_WEIGHTS = {"": 0, "shared": 1, "differs": 50}


@functools.cache
def _function_words() -> frozenset[str]:
    return frozenset(word for words in STOP_WORDS.values() for word in words.split())


def mark(quote: str, differing: Iterable[tuple[int, int]], wording: str) -> Runs:
    """Cut a quote into runs of marked and unmarked text.

    Args:
        quote: What the article says.
        differing: Spans of the quote that another article has otherwise.
        wording: The sentence whose words count as shared; "" marks none.
    """
    spans: list[tuple[int, int, Mark]] = [(a, b, "differs") for a, b in differing if 0 <= a < b <= len(quote)]
    wanted = {word.casefold() for word in _WORD.findall(wording)} - _function_words()
    shared: list[tuple[int, int, Mark]] = [
        (m.start(), m.end(), "shared") for m in _WORD.finditer(quote) if m.group().casefold() in wanted
    ]
    runs: list[tuple[str, Mark]] = []
    position = 0
    # what differs goes first where both would mark a word
    for low, high, kind in sorted(_without_overlaps([*sorted(spans), *shared])):
        runs += [(quote[position:low], ""), (quote[low:high], kind)]
        position = high
    runs.append((quote[position:], ""))
    return tuple((text, kind) for text, kind in runs if text)


def _without_overlaps(spans: Sequence[tuple[int, int, Mark]]) -> list[tuple[int, int, Mark]]:
    covered = bytearray(max((high for _, high, _ in spans), default=0))
    taken: list[tuple[int, int, Mark]] = []
    for low, high, kind in spans:
        if not any(covered[low:high]):
            covered[low:high] = b"\1" * (high - low)
            taken.append((low, high, kind))
    return taken


def excerpt(runs: Runs, length: int = EXCERPT) -> Runs:
    """Return the part of a quote that holds most of its marked words, cut at word ends, with an ellipsis at a cut."""
    text = "".join(run for run, _ in runs)
    if len(text) <= length:
        return runs
    start = _best_start(runs, len(text), length)
    if start:
        space = text.rfind(" ", 0, start + 1)
        start = space + 1
    end = min(len(text), start + length)
    if end < len(text):
        space = text.rfind(" ", start + length // 2, end + 1)
        end = space if space > 0 else end
    shown: list[tuple[str, Mark]] = [("…", "")] if start else []
    position = 0
    for run, kind in runs:
        part = run[max(0, start - position) : max(0, end - position)]
        position += len(run)
        if part:
            shown.append((part, kind))
    if end < len(text):
        shown.append(("…", ""))
    return tuple(shown)


def _best_start(runs: Runs, size: int, length: int) -> int:
    """Return where an excerpt should begin: shortly before a marked word, so that it holds what weighs most."""
    marked: list[tuple[int, int, int]] = []
    position = 0
    for run, kind in runs:
        if kind:
            marked.append((position, position + len(run), _WEIGHTS[kind]))
        position += len(run)
    best, best_weight = 0, -1
    first = after = weight = 0  # marked[first:after] lie in the excerpt and weigh `weight`
    for low in [0, *(low for low, _, _ in marked)]:
        start = max(0, min(low - BEFORE, size - length))
        while after < len(marked) and marked[after][1] <= start + length:
            weight += marked[after][2]
            after += 1
        while first < after and marked[first][0] < start:
            weight -= marked[first][2]
            first += 1
        if weight > best_weight:
            best, best_weight = start, weight
    return best
