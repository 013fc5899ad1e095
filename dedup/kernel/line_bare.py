"""Lines of an article where nothing of a page stands between them; called by `kernel.line_structure`.

Where nothing speaks of a page, short lines are answers, entries, names or verses, whatever they look like.
"""

from __future__ import annotations

from typing import Any

from dedup.kernel.compiled import compiled, inner
from dedup.kernel.line_columns import (
    CAPITALISED,
    CUES,
    FIRST,
    FIRST_DIGIT,
    LAST,
    LAST_ASK,
    LAST_COLON,
    MARKS,
    STOPS,
    TOKENS,
    UPPER,
)
from dedup.kernel.line_entries import PLAIN, kind_of, words_of
from dedup.kernel.line_heads import BARRED, BODY, OPEN, STAMP, ends_sentence
from dedup.kernel.line_signs import SLASH

_OTHERS = 12  # lines of a page beside its story that are no known boilerplate; a menu has more
_LONGEST = 60  # lines of a story whose short lines are looked at: longer pages show more than a story
_TOLD = 2  # body lines and sentences of a story
_POSTS = 2  # of a live blog
_HEAD_WORDS = 3
_VERSE_WORDS = 10
_SUBHEAD_WORDS = 4
_NUMBERED_REACH, _NUMBERED = 4, 2  # lines beside an entry, and how many of them also begin with a number

Array = Any  # numba infers the exact types; the callers' docstrings state them


@compiled()
def find_cores(table: Array, first_line: Array, states: Array, signs: Array, cores: Array) -> None:
    """Find the lines of each text between the last sign of a page above its story and the first one below.

    Args:
        table: int32[COLUMNS, lines], see `kernel.line_columns`.
        first_line: int64[n + 1], where each text's lines start.
        states: uint8[lines], `BODY`, `OPEN`, `STAMP` or `BARRED`.
        signs: bool[lines], lines that speak of a page.
        cores: int64[n, 2] to fill with first line and line after the last; equal where signs stand in the story, where
            the story is not all that the page shows, or where there is none.
    """
    for row in range(first_line.size - 1):
        begin, end = first_line[row], first_line[row + 1]
        low, high, inside, told = end, begin - 1, 0, 0
        for i in range(begin, end):
            if states[i] == BODY:
                low = min(low, i)
                high = i
                told += 1
            told += states[i] <= OPEN and ends_sentence(table, i)
        for i in range(low, high + 1):
            inside += signs[i]
        cores[row, 0] = cores[row, 1] = begin
        if told < _TOLD or high < low or inside > 0:
            continue
        top, bottom = low, high + 1
        while top > begin and not signs[top - 1]:
            top -= 1
        while bottom < end and not signs[bottom]:
            bottom += 1
        others = 0
        for i in range(begin, top):
            others += states[i] != BARRED
        for i in range(bottom, end):
            others += states[i] != BARRED
        if others <= _OTHERS and bottom - top <= _LONGEST:
            cores[row, 0], cores[row, 1] = top, bottom


@inner()
def keep_above(text: Array, table: Array, top: int, low: int, states: Array) -> int:
    """Keep the lines between the head of an article and its first body line; return the first line of the story.

    The head ends with a time or byline. Without one it is a title: below that only data and labels are the story's, and
    what heads them.
    """
    first = low
    while first > top and states[first - 1] == OPEN:
        first -= 1
    if first == top or states[first - 1] == BODY or (low - first == 1 and kind_of(text, table, first) == PLAIN):
        first = low
        while first - 1 > top and _heads_list(text, table, first - 1, low):
            first -= 1
    for i in range(first, low):
        states[i] = BODY
    return first


@inner()
def _heads_list(text: Array, table: Array, i: int, low: int) -> bool:
    """Say whether a line above the story's first is data, or the short head of a list of data."""
    if kind_of(text, table, i) != PLAIN:
        return True
    return bool(i + 1 == low and words_of(table, i) <= _HEAD_WORDS and kind_of(text, table, low) != PLAIN)


@inner()
def story_end(table: Array, high: int, end: int, states: Array) -> int:
    """Return the last line of the story: the last sentence below its last body line, with no boilerplate between."""
    last = high
    for i in range(high + 1, end):
        if states[i] == BARRED:
            break
        if states[i] <= OPEN and ends_sentence(table, i) and words_of(table, i) >= 2:
            last = i
    return last


@inner()
def keep_posts(table: Array, top: int, low: int, high: int, end: int, states: Array) -> int:
    """Keep the times that head two posts and more, and what stands below each; return the last line of the story."""
    heads = 0
    for i in range(low + 1, end - 1):
        if i > high and states[i] == BARRED:
            break
        heads += _heads_post(states, i)
    if heads < _POSTS:
        return high
    if states[low - 1] == STAMP and low > top:  # above the first post
        states[low - 1] = BODY
    for i in range(low + 1, end - 1):
        if i > high and states[i] == BARRED:
            break
        if _heads_post(states, i):
            states[i] = BODY
            if states[i + 1] == OPEN:
                states[i + 1] = BODY
            high = max(high, i + 1)
    return high


@inner()
def _heads_post(states: Array, i: int) -> bool:
    return bool(states[i] == STAMP and (states[i + 1] == BODY or states[i + 1] == OPEN))


@inner()
def keep_between(
    table: Array, low: int, high: int, states: Array, credit_cues: int, shapes: Array, begin: int
) -> None:
    """Keep the open lines between the first and the last line of the story, but for credits that stand alone.

    A line like others of the story, with a number in the same place, is an entry of its list, and one of several short
    lines over a sentence a subhead, whatever words it has.
    """
    i = low
    told = False
    while i <= high:
        if states[i] != OPEN:
            told = told or (states[i] == BODY and ends_sentence(table, i))
            i += 1
            continue
        first = i
        while i <= high and states[i] == OPEN:
            i += 1
        above = table[LAST, first - 1] if first > low else 0
        asked = above in (LAST_ASK, LAST_COLON)
        for j in range(first, i):
            credit = table[CUES, j] & credit_cues != 0 or table[MARKS, j] & SLASH != 0
            place = i - first == 1 and not told  # of a dateline
            place = place and (table[UPPER, j] == 0 or table[CAPITALISED, j] == table[TOKENS, j])
            alone = credit or words_of(table, j) > _VERSE_WORDS or place
            alone = alone and not _is_one_of_numbers(table, low, high, states, j)
            alone = alone and not _is_one_of_list(low, high, states, shapes, begin, j)
            subhead = _is_subhead(table, low, high, states, j) and _has_others(table, low, high, states, j)
            alone = alone and not subhead
            if asked or i - first > 2 or not alone:
                states[j] = BODY


@inner()
def _is_one_of_list(low: int, high: int, states: Array, shapes: Array, begin: int, i: int) -> bool:
    """Say whether another line of the story has the same words and numbers in turn."""
    if shapes[i - begin] == 0:
        return False
    for j in range(low, high + 1):
        if j != i and states[j] <= OPEN and shapes[j - begin] == shapes[i - begin]:
            return True
    return False


@inner()
def _is_subhead(table: Array, low: int, high: int, states: Array, i: int) -> bool:
    """Say whether a few words that are no name stand between two sentences: "Close of play"."""
    if i <= low or i >= high or not _stands_over(table, states, i):
        return False
    worded = table[STOPS, i] >= 1 and table[CAPITALISED, i] * 2 <= table[TOKENS, i]
    return bool(worded and states[i - 1] == BODY and ends_sentence(table, i - 1))


@inner()
def _has_others(table: Array, low: int, high: int, states: Array, i: int) -> bool:
    """Say whether other short lines stand over a sentence of the story."""
    for j in range(low + 1, high):
        if j != i and states[j] <= OPEN and _stands_over(table, states, j):
            return True
    return False


@inner()
def _stands_over(table: Array, states: Array, i: int) -> bool:
    """Say whether a line of a few words stands over a sentence."""
    short = words_of(table, i) <= _SUBHEAD_WORDS and not ends_sentence(table, i)
    return bool(short and states[i + 1] == BODY and ends_sentence(table, i + 1))


@inner()
def _is_one_of_numbers(table: Array, low: int, high: int, states: Array, i: int) -> bool:
    """Say whether a line begins with a number, as lines of the story beside it do: entries of a ticker."""
    if table[FIRST, i] != FIRST_DIGIT:
        return False
    beside = 0
    for j in range(max(low, i - _NUMBERED_REACH), min(high, i + _NUMBERED_REACH) + 1):
        beside += j != i and states[j] <= OPEN and table[FIRST, j] == FIRST_DIGIT
    return bool(beside >= _NUMBERED)
