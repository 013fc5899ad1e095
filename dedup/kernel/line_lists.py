"""Lists that close an article: results, victims, ingredients, credits.

A menu and a list of links stand at the same place and are as short. Their lines hold no data: a score, an age, a share
of the votes, a label with its value; and no line of the story announces them.
"""

from __future__ import annotations

from typing import Any

from dedup.kernel.compiled import inner
from dedup.kernel.line_columns import (
    ALL_CAPS,
    BYTE_END,
    BYTE_START,
    CAPITALISED,
    CUES,
    FIRST,
    FIRST_BULLET,
    LAST,
    LAST_COLON,
    LAST_OTHER,
    STOPS,
    TOKENS,
    WIDE,
)
from dedup.kernel.line_entries import ENTRY_BYTES, LABELLED, PLAIN, kind_of, words_of

_HEAD_WORDS = 7  # of a head without a colon
_RUN = 3  # entries of data make a list that nothing announces
_PAIR = 2  # entries below a head with a colon

Array = Any  # numba infers the exact types; the callers' docstrings state them


@inner()
def list_below(
    text: Array, table: Array, begin: int, stop: int, top: int, page_heads: Array, page_cues: int
) -> int:
    """Return the line after the list that goes on from the story's end, `begin` where none does.

    Args:
        text: uint8[:], UTF-8 of the text.
        table: int32[COLUMNS, lines], see `kernel.line_columns`.
        begin: The line below the story's last.
        stop: The line after the last that may be body.
        top: The first line of the story.
        page_heads: bool[lines], lines with a colon that speak of the page.
        page_cues: Bits of the cue groups that no entry and no head of a list has.
    """
    above = begin - 1
    announced = table[LAST, above] == LAST_COLON and not page_heads[above] and table[CUES, above] & page_cues == 0
    head = above if announced else -1
    first = begin
    if not announced:
        kind = kind_of(text, table, first)
        heads = table[LAST, first] == LAST_COLON or (kind == PLAIN and words_of(table, first) <= _HEAD_WORDS)
        if heads and first + 1 < stop and not page_heads[first] and table[CUES, first] & page_cues == 0:
            announced = table[LAST, first] == LAST_COLON
            head = first
            first += 1
        else:  # entries above that are body already belong to the list
            while first - 1 > top and table[LAST, first - 1] == LAST_OTHER:
                if kind_of(text, table, first - 1) < LABELLED:
                    break
                first -= 1
    bullet = _bullet(text, table, first)
    if bullet != 0 and not announced and _bullet(text, table, above) == bullet:
        return _end_of_bullets(text, table, begin, stop, bullet, page_cues)
    last = _end_of_entries(text, table, first, stop, page_cues)
    if last <= begin or not _is_list(text, table, first, last, head, announced):
        return begin
    return last


@inner()
def _bullet(text: Array, table: Array, i: int) -> int:
    """Return the first byte of a bullet and the last, 0 for a line without one."""
    first = table[BYTE_START, i]
    if table[FIRST, i] != FIRST_BULLET or first + 3 >= table[BYTE_END, i]:
        return 0
    return int(text[first]) << 8 | int(text[first + 2] if text[first] >= 0x80 else 0)


@inner()
def _end_of_bullets(text: Array, table: Array, first: int, stop: int, bullet: int, page_cues: int) -> int:
    """Return the line after the entries that have the bullet of the body's last line."""
    i = first
    while i < stop and _bullet(text, table, i) == bullet and table[CUES, i] & page_cues == 0:
        i += 1
    return i


@inner()
def _end_of_entries(text: Array, table: Array, first: int, stop: int, page_cues: int) -> int:
    """Return the line after the entries that are like the first: data, names, or short lines."""
    counted = named = True
    i = first
    while i < stop:
        fits = table[BYTE_END, i] - table[BYTE_START, i] <= ENTRY_BYTES and table[LAST, i] == LAST_OTHER
        if not fits or table[CUES, i] & page_cues != 0:
            break
        kind = kind_of(text, table, i)
        if i == first:
            counted, named = kind != PLAIN, _is_name(table, i)
        elif counted and kind == PLAIN:
            if i + 1 < stop and kind_of(text, table, i + 1) != PLAIN:
                i += 1
                continue
            if i - first >= _RUN and table[STOPS, i] > 0 and words_of(table, i) <= 3:  # "Salt and pepper"
                i += 1
            break
        elif named and not counted and not _is_name(table, i):
            break
        i += 1
    return i


@inner()
def _is_list(text: Array, table: Array, first: int, last: int, head: int, announced: bool) -> bool:
    n = last - first
    data = leads = counted = named = ordered = summed = 0
    for i in range(first, last):
        kind = kind_of(text, table, i)
        data += kind >= LABELLED
        counted += kind != PLAIN
        named += _is_name(table, i)
        summed += kind != PLAIN and _ends_in_count(text, table, i)
        begins = 48 <= text[table[BYTE_START, i]] <= 57
        leads += begins and kind != PLAIN and table[STOPS, i] == 0
        ordered += i > first and begins and _number(text, table, i) == _number(text, table, i - 1) + 1
    if n >= _RUN and max(data, summed) * 5 >= n * 3:
        return True
    if head >= 0 and n >= _RUN and leads * 4 >= n * 3 and (ordered == 0 or _number(text, table, first) > 99):
        return True
    told = head >= 0 and table[STOPS, head] > 0
    if n >= _RUN and named == n and (announced or told):
        return True
    if not announced or n < _PAIR:
        return False
    told &= table[TOKENS, head] >= 2
    return bool(told or table[WIDE, head] >= 4 or counted * 5 >= n * 3)


@inner()
def _ends_in_count(text: Array, table: Array, i: int) -> bool:
    """Say whether a line of four words ends with a number of three digits at most; "Culture 88" is of a menu."""
    j = table[BYTE_END, i]
    while j > table[BYTE_START, i] and 48 <= text[j - 1] <= 57:
        j -= 1
    digits = table[BYTE_END, i] - j
    return bool(1 <= digits <= 3 and text[j - 1] == 32 and table[TOKENS, i] >= 4)


@inner()
def _is_name(table: Array, i: int) -> bool:
    """Say whether a line may be a person's name: two to four words, each with a capital."""
    words = table[TOKENS, i]
    # "Bo" and "Lie" are common words of some language
    return bool(2 <= words <= 4 and table[CAPITALISED, i] == words and table[ALL_CAPS, i] == 0 and table[STOPS, i] <= 1)


@inner()
def _number(text: Array, table: Array, i: int) -> int:
    """Return the number that a line begins with, 0 for none."""
    value = 0
    for j in range(table[BYTE_START, i], min(table[BYTE_END, i], table[BYTE_START, i] + 5)):
        if not 48 <= text[j] <= 57:
            break
        value = value * 10 + text[j] - 48
    return value
