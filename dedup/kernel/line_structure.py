"""Lines that are body by the structure of their article: answers, entries of a live blog, lists of names, results.

A line model sees short lines and takes them for menus. What tells them apart is where they stand: inside the story, in
an order of their own, on a page that shows little else.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import uint64

from dedup.kernel.compiled import compiled, inner
from dedup.kernel.line_bare import keep_above, keep_between, keep_posts, story_end
from dedup.kernel.line_closings import keep_closing
from dedup.kernel.line_columns import (
    BYTE_END,
    BYTE_START,
    LAST,
    LAST_ASK,
    LAST_COLON,
    LAST_STOP,
    TOKENS,
)
from dedup.kernel.line_edges import below_emphasis
from dedup.kernel.line_heads import BARRED, BODY, OPEN, RUN, STAMP, ends_sentence, keep_heads, keep_inside
from dedup.kernel.line_lists import list_below

_LABEL_BYTES = 40  # "Q:", "INTERVIEWER:", "Berit Lunde:"
_SHAPE_BYTES = 120  # of a list's entry
_NEAR = 2  # lines between an open sentence and the body lines above and below it
_LIST_REACH = 20  # lines above that an entry is compared with

Array = Any  # numba infers the exact types; the callers' docstrings state them


@compiled()
def keep_structures(
    data: Array, offsets: Array, table: Array, first_line: Array, states: Array, plain: Array, cores: Array,
    hashes: Array, page_heads: Array, page_cues: int, head_cues: int,
) -> None:  # fmt: skip
    """Set the state of open lines to `BODY` where the structure of their article makes them so.

    Args:
        data: uint8[:], UTF-8.
        offsets: int64[n + 1], where each text starts.
        table: int32[COLUMNS, lines], see `kernel.line_columns`.
        first_line: int64[n + 1], where each text's lines start.
        states: uint8[lines], `BODY`, `OPEN`, `STAMP` or `BARRED`.
        plain: bool[n], pages that show little but their article.
        cores: int64[n, 2], the lines among which nothing speaks of a page, see `line_bare.find_cores`.
        hashes: uint64[lines].
        page_heads: bool[lines], lines with a colon that speak of the page.
        page_cues: Bits of the cue groups whose words speak of the page.
        head_cues: The same, with those of the credits that stand between paragraphs.
    """
    longest = 0
    for row in range(first_line.size - 1):
        longest = max(longest, first_line[row + 1] - first_line[row])
    shapes = np.zeros(longest, np.uint64)
    labels = np.zeros(longest, np.uint64)
    for row in range(first_line.size - 1):
        begin, end = first_line[row], first_line[row + 1]
        low, high, opened = end, begin - 1, 0
        for i in range(begin, end):
            if states[i] == BODY:
                low = min(low, i)
                high = i
            opened += states[i] == OPEN or states[i] == STAMP
        if high < low or opened == 0:
            continue
        text = data[offsets[row] : offsets[row + 1]]
        _describe(text, table, begin, end, states, shapes, labels)
        bare = cores[row, 1] > cores[row, 0]
        end = cores[row, 1] if bare else end
        if plain[row]:
            _keep_talks(table, begin, end, states, labels)
            while high + 1 < end and _goes_on(table, states, high + 1, end):
                high += 1
            if bare:
                low = keep_above(text, table, cores[row, 0], low, states)
                high = keep_posts(table, cores[row, 0], low, story_end(table, high, end, states), end, states)
                keep_between(table, low, high, states, head_cues, shapes, begin)
            high = _keep_closing_lists(text, table, low, high, end, states, page_heads, page_cues)
            if bare:
                high = keep_closing(text, table, low, high, end, states, page_cues)
                while high + 1 < end and _is_next_of_list(states, shapes, begin, low, high + 1):
                    high += 1
                    states[high] = BODY
        _keep_sentences(table, low, high + 1, states, plain[row])
        _keep_lists(table, low, high + 1, states, shapes, begin)
        blog = _keep_entries(low, high + 1, states)
        if plain[row]:
            keep_heads(table, max(begin, low - 1), high + 1, states, hashes, head_cues)
            keep_inside(table, low, high + 1, states, 1 if blog else RUN, head_cues)


@inner()
def _is_next_of_list(states: Array, shapes: Array, begin: int, low: int, i: int) -> bool:
    """Say whether a line below the story has the words and numbers in turn of two of its lines and more: "4/5"."""
    if states[i] != OPEN or shapes[i - begin] == 0:
        return False
    alike = 0
    for j in range(low, i):
        alike += states[j] == BODY and shapes[j - begin] == shapes[i - begin]
    return bool(alike >= 2)


@inner()
def _keep_closing_lists(
    text: Array, table: Array, low: int, high: int, end: int, states: Array, page_heads: Array, page_cues: int
) -> int:
    """Keep the lists right below the story; return its last line then."""
    while True:
        stop = high + 1
        while stop < end and states[stop] == OPEN:
            stop += 1
        below = list_below(text, table, high + 1, stop, low, page_heads, page_cues) if stop > high + 1 else high + 1
        if below == high + 1:
            return high
        for i in range(high + 1, below):
            states[i] = BODY
        high = below - 1


@inner()
def _goes_on(table: Array, states: Array, i: int, end: int) -> bool:
    """Say whether the story goes on below its last line: with a sentence, or with a line or two above one."""
    for j in range(i, min(i + 3, end)):
        if states[j] == BARRED:
            return False
        if states[j] == BODY or (states[j] == OPEN and ends_sentence(table, j)):
            return True
    return False


@inner()
def _describe(
    text: Array, table: Array, begin: int, end: int, states: Array, shapes: Array, labels: Array
) -> None:
    """Fill shape and label of each open line and body line, 0 for none."""
    asked = 0
    for i in range(begin, end):
        asked += states[i] <= OPEN and _is_letter_alone(text, table[BYTE_START, i], table[BYTE_END, i], 81)
    for i in range(begin, end):
        shapes[i - begin] = labels[i - begin] = uint64(0)
        if states[i] == OPEN or states[i] == BODY:
            first, last = table[BYTE_START, i], table[BYTE_END, i]
            named = below_emphasis(text, first, last)
            labels[i - begin] = _label(text, named, min(last, named + _LABEL_BYTES))
            if asked >= 2 and (_is_letter_alone(text, named, last, 81) or _is_letter_alone(text, named, last, 65)):
                labels[i - begin] = uint64(text[named])  # "Q How long?" above "A Two hours"
            if last - first <= _SHAPE_BYTES:
                shapes[i - begin] = _shape(text, first, last)


@inner()
def _is_letter_alone(text: Array, first: int, last: int, letter: int) -> bool:
    """Say whether a line begins with one letter and a space, also one of full width."""
    if first + 3 >= last or text[first] != letter:
        return False
    wide = text[first + 1] == 0xE3 and text[first + 2] == 0x80 and text[first + 3] == 0x80
    return bool(text[first + 1] == 32 or wide)


@inner()
def _label(text: Array, first: int, last: int) -> Any:
    """Return a hash of what stands before a line's first colon, 0 where that is no speaker: a capital, no digit."""
    b = text[first]
    if not (65 <= b <= 90 or b >= 0xC3):
        return uint64(0)
    h = uint64(b)
    spaces = 0
    for i in range(first + 1, last):
        b = text[i]
        if b == 58 or (b == 46 and i == first + 1):  # "Q:" and "Q."
            behind = i + 1
            while behind < last and text[behind] == 42:  # "**Q:** …"
                behind += 1
            return uint64(h | uint64(1)) if behind < text.size and text[behind] == 32 else uint64(0)
        if b == 0xEF and i + 2 < last and text[i + 1] == 0xBC and text[i + 2] == 0x9A:  # a full-width colon
            return uint64(h | uint64(1))
        spaces += b == 32
        if spaces > 3 or 48 <= b <= 57 or b == 44 or b == 34:
            return uint64(0)
        h = uint64(uint64(h * uint64(0x100000001B3)) ^ uint64(b))
    return uint64(0)


@inner()
def _shape(text: Array, first: int, last: int) -> Any:
    """Return a hash of the kinds of a line's words, and of the marks between them; 0 for a line without a number.

    Words in a row count as one, so that "Ola Berg, 44" and "Per Olav Lie, 61" are of one shape.
    """
    h = uint64(0)
    before = 0
    numbers = 0
    for i in range(first, last):
        b = text[i]
        if 48 <= b <= 57:
            kind = 1
        elif 65 <= b <= 90 or 97 <= b <= 122 or b >= 0x80:
            kind = 2
        elif b == 32 or b == 9 or b == 39 or b == 45 or b == 46:
            continue
        elif before == 1 and i + 1 < last and 48 <= text[i + 1] <= 57 and (b == 44 or b == 58 or b == 47):
            continue  # inside a number
        else:
            kind = 3 + b
        if kind != before:
            numbers += kind == 1
            h = uint64(uint64(h + uint64(kind)) * uint64(0x9E3779B97F4A7C15))
            before = kind
    return uint64(h | uint64(1)) if numbers > 0 else uint64(0)


@inner()
def _keep_talks(table: Array, begin: int, end: int, states: Array, labels: Array) -> None:
    """Keep what is said in turns: lines of two speakers and more, and short questions with what follows each."""
    turns = repeated = 0
    for i in range(begin, end):
        label = labels[i - begin]
        if label == 0:
            continue
        turns += 1
        for j in range(max(begin, i - 6), i):
            if labels[j - begin] == label:
                repeated += 1
                break
    if repeated >= 2 and turns >= 4:
        for i in range(begin, end):
            if labels[i - begin] != 0 and states[i] == OPEN:
                states[i] = BODY
    asked = 0
    for i in range(begin, end - 1):
        asked += _asks(table, states, i)
    if asked >= 2:
        for i in range(begin, end - 1):
            if _asks(table, states, i):
                states[i] = states[i + 1] = BODY


@inner()
def _asks(table: Array, states: Array, i: int) -> bool:
    """Say whether a line is a question, and the next one ends like an answer."""
    open_pair = (states[i] == OPEN or states[i] == BODY) and (states[i + 1] == OPEN or states[i + 1] == BODY)
    return bool(open_pair and table[LAST, i] == LAST_ASK and table[LAST, i + 1] == LAST_STOP)


@inner()
def _keep_sentences(table: Array, low: int, stop: int, states: Array, plain: bool) -> None:
    """Keep the open sentences among body lines."""
    last = low - 1 - _NEAR
    for i in range(low, stop):
        if states[i] == BODY:
            last = i
        elif states[i] == OPEN and ends_sentence(table, i) and table[TOKENS, i] >= 2:
            near = plain
            if not near and i - last <= _NEAR:
                for j in range(i + 1, min(i + 1 + _NEAR, stop)):
                    near = near or states[j] == BODY
            if near:
                states[i] = BODY
                last = i


@inner()
def _keep_lists(table: Array, low: int, stop: int, states: Array, shapes: Array, begin: int) -> None:
    """Keep runs of open lines that a colon announces, or that have one shape with numbers in it."""
    i = low
    while i < stop:
        if states[i] != OPEN:
            i += 1
            continue
        first = i
        alike = 0
        while i < stop and states[i] == OPEN:
            for j in range(max(first, i - _LIST_REACH), i):
                if shapes[i - begin] != 0 and shapes[j - begin] == shapes[i - begin]:
                    alike += 1 if alike > 0 else 2
                    break
            i += 1
        announced = first > low and states[first - 1] == BODY and table[LAST, first - 1] == LAST_COLON
        announced = announced and table[TOKENS, first - 1] >= 2
        if announced or (alike >= RUN and alike * 5 >= (i - first) * 3):
            for j in range(first, i):
                states[j] = BODY


@inner()
def _keep_entries(low: int, stop: int, states: Array) -> bool:
    """Keep the times and days that head three entries or more: of a live blog, of a timeline; say whether they do."""
    heads = 0
    for i in range(low, stop - 1):
        heads += states[i] == STAMP and states[i + 1] != STAMP and states[i + 1] != BARRED
    if heads < RUN:
        return False
    for i in range(low, stop - 1):
        if states[i] == STAMP and states[i + 1] != STAMP and states[i + 1] != BARRED:
            states[i] = BODY
    return True
