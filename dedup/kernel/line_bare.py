"""Lines of an article where nothing of a page stands between them; called by `kernel.line_structure`.

Where nothing speaks of a page, short lines are answers, entries, names or verses, whatever they look like. Below the
last sentence a list of links may stand all the same: there only a structure of their own keeps lines.
"""

from __future__ import annotations

from typing import Any

from dedup.kernel.compiled import compiled
from dedup.kernel.line_columns import (
    BYTE_END,
    BYTE_START,
    CAPITALISED,
    CUES,
    FIRST,
    FIRST_LOWER,
    GAP,
    LAST,
    LAST_ASK,
    LAST_COLON,
    LAST_COMMA,
    MARKS,
    STOPS,
)
from dedup.kernel.line_entries import PLAIN, kind_of, words_of
from dedup.kernel.line_heads import BARRED, BODY, OPEN, STAMP, ends_sentence
from dedup.kernel.line_signs import SLASH

_OTHERS = 12  # lines of a page beside its story that are no known boilerplate; a menu has more
_LONGEST = 60  # lines of a story whose short lines are looked at: longer pages show more than a story
_TOLD = 2  # body lines and sentences of a story
_POSTS = 2  # of a live blog
_SIGNED = 2  # lines of a signature: a name, an office or a place
_SHORT = 6  # words of its lines
_HEAD_WORDS = 3
_VERSE_WORDS = 10
_LABEL_BYTES = 60
_PHONE_DIGITS = 7
_STEPS = 3  # of a numbered list
_STEP_WORDS = 5  # on average; headlines in a ranking are longer

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


@compiled()
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


@compiled()
def _heads_list(text: Array, table: Array, i: int, low: int) -> bool:
    """Say whether a line above the story's first is data, or the short head of a list of data."""
    if kind_of(text, table, i) != PLAIN:
        return True
    return bool(i + 1 == low and words_of(table, i) <= _HEAD_WORDS and kind_of(text, table, low) != PLAIN)


@compiled()
def story_end(table: Array, high: int, end: int, states: Array) -> int:
    """Return the last line of the story: the last sentence below its last body line, with no boilerplate between."""
    last = high
    for i in range(high + 1, end):
        if states[i] == BARRED:
            break
        if states[i] <= OPEN and ends_sentence(table, i) and words_of(table, i) >= 2:
            last = i
    return last


@compiled()
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


@compiled()
def _heads_post(states: Array, i: int) -> bool:
    return bool(states[i] == STAMP and (states[i + 1] == BODY or states[i + 1] == OPEN))


@compiled()
def keep_between(table: Array, low: int, high: int, states: Array, credit_cues: int) -> None:
    """Keep the open lines between the first and the last line of the story, but for credits that stand alone."""
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
            alone = credit or words_of(table, j) > _VERSE_WORDS or (i - first == 1 and not told)  # a dateline's place
            if asked or i - first > 2 or not alone:
                states[j] = BODY


@compiled()
def keep_closing(text: Array, table: Array, low: int, high: int, end: int, states: Array, page_cues: int) -> int:
    """Keep what closes a story: a signature, labels and values, a numbered list, verses; return its last line."""
    stop = high + 1
    while stop < end and states[stop] == OPEN:
        stop += 1
    if stop == high + 1:
        return high
    begin = high + 1
    if table[LAST, high] == LAST_ASK and words_of(table, begin) <= _VERSE_WORDS:  # the last answer
        states[begin] = BODY
        return begin
    sung = begin
    while sung - 1 > low and not ends_sentence(table, sung - 1) and words_of(table, sung - 1) <= _VERSE_WORDS:
        sung -= 1
    if not (
        _signs(table, begin, stop, page_cues) or _labels(text, table, begin, stop) or _counts(text, table, begin, stop)
        or _is_verse(table, sung, stop)
    ):  # fmt: skip
        return high
    for i in range(begin, stop):
        states[i] = BODY
    return stop - 1


@compiled()
def _signs(table: Array, begin: int, stop: int, page_cues: int) -> bool:
    """Say whether the lines are a line or two of names: of the writer, an office, a place."""
    for i in range(begin, stop):
        named = table[CAPITALISED, i] * 2 >= words_of(table, i)
        if words_of(table, i) > _SHORT or not named or table[CUES, i] & page_cues != 0:
            return False
    return bool(stop - begin <= _SIGNED)


@compiled()
def _labels(text: Array, table: Array, begin: int, stop: int) -> bool:
    """Say whether each line is a label and its value, none of them a telephone's number."""
    for i in range(begin, stop):
        first, last = table[BYTE_START, i], table[BYTE_END, i]
        colon = digits = 0
        for j in range(first, last):
            b = text[j]
            digits += 48 <= b <= 57
            wide = b == 0xEF and j + 2 < last and text[j + 1] == 0xBC and text[j + 2] == 0x9A
            if colon == 0 and j > first and (wide or (b == 58 and j + 1 < last and text[j + 1] == 32)):
                colon = j - first
        if colon == 0 or colon > _LABEL_BYTES or digits >= _PHONE_DIGITS:
            return False
    return stop - begin >= 2


@compiled()
def _counts(text: Array, table: Array, begin: int, stop: int) -> bool:
    """Say whether the lines are the short steps of a numbered list, "1. …" or "1) …"."""
    words = count = 0
    for i in range(begin, stop):
        value = 0
        j = table[BYTE_START, i]
        while j < table[BYTE_END, i] and 48 <= text[j] <= 57 and value < 100:
            value = value * 10 + text[j] - 48
            j += 1
        count = value if i == begin else count + 1
        if j == table[BYTE_START, i] or value != count or not (text[j] == 46 or text[j] == 41):
            return False
        words += words_of(table, i) - 1
    return bool(stop - begin >= _STEPS and words <= _STEP_WORDS * (stop - begin))


@compiled()
def _is_verse(table: Array, begin: int, stop: int) -> bool:
    """Say whether the lines are verses: short, in stanzas or going on from one to the next, with common words."""
    stanzas, alone, goes_on, told = 1, 1, 0, 0
    for i in range(begin, stop):
        if words_of(table, i) > _VERSE_WORDS:
            return False
        if i > begin and table[GAP, i] >= 2:
            alone = 1
            stanzas += 1
        elif i > begin:
            alone += 1
            stanzas -= alone == 1
        goes_on += table[LAST, i] == LAST_COMMA or table[FIRST, i] == FIRST_LOWER
        told += table[STOPS, i] >= 2
    n = stop - begin
    return bool(n >= 4 and told * 2 >= n and (goes_on * 4 >= n or (stanzas >= 2 and stanzas * 2 <= n)))
