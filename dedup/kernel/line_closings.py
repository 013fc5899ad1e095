"""What closes a story below its last sentence: a signature, labels and values, numbered lists, programmes, verses.

A list of links may stand there as well: only a structure of its own keeps a line. Called by `kernel.line_structure`.
"""

from __future__ import annotations

from typing import Any

from dedup.kernel.compiled import inner
from dedup.kernel.line_columns import (
    BYTE_END,
    BYTE_START,
    CAPITALISED,
    CUES,
    FIRST,
    FIRST_BULLET,
    FIRST_LOWER,
    FIRST_UNCASED,
    GAP,
    LAST,
    LAST_ASK,
    LAST_COMMA,
    LAST_OTHER,
    STOPS,
)
from dedup.kernel.line_entries import PLAIN, kind_of, words_of
from dedup.kernel.line_heads import BODY, OPEN, ends_sentence

_SIGNED, _SIGNED_TOGETHER = 2, 12  # lines of a signature: a name, an office or a place; of a letter of several
_YEAR = 1000  # the kind of a lead that is a year alone
_YOURS = 3  # words of "Yours sincerely,"
_ENTRIES, _NEXT_ENTRY = 2, 3  # entries of a ticker in the story; lines from one to the next
_SHORT = 6  # words of its lines
_HEAD_WORDS = 3
_VERSE_WORDS = 10
_LABEL_BYTES = 60
_PHONE_DIGITS = 7
_STEPS = 3  # of a numbered list
_BULLET_WORDS = 4  # on average
_ENTRY_WORDS = 8  # of a programme, its time among them
_ANSWER_WORDS = 2  # the same, of "1 The Elv", "2 Marit Dahl"
_STEP_WORDS = 5  # on average; headlines in a ranking are longer

Array = Any  # numba infers the exact types; the callers' docstrings state them


@inner()
def keep_closing(text: Array, table: Array, low: int, high: int, end: int, states: Array, page_cues: int) -> int:
    """Keep what closes a story: a signature, labels and values, a numbered list, verses; return its last line."""
    while True:
        last = _keep_next(text, table, low, high, end, states, page_cues)
        if last == high:
            return high
        high = last


@inner()
def _keep_next(text: Array, table: Array, low: int, high: int, end: int, states: Array, page_cues: int) -> int:
    """Keep one such piece below the story's last line; return the last line then."""
    stop = high + 1
    while stop < end and states[stop] == OPEN:
        stop += 1
    if stop == high + 1:
        return high
    begin = high + 1
    if table[LAST, high] == LAST_ASK and words_of(table, begin) <= _VERSE_WORDS:  # the last answer
        states[begin] = BODY
        return begin
    alike = _goes_on_alike(text, table, low, high, stop)
    alike = max(alike, _goes_on_at_times(text, table, low, high, stop, states))
    if alike > high or _is_programme(text, table, begin, stop):
        stop = alike + 1 if alike > high else stop
        for i in range(begin, stop):
            states[i] = BODY
        return stop - 1
    sung = begin
    while sung - 1 > low and not ends_sentence(table, sung - 1) and words_of(table, sung - 1) <= _VERSE_WORDS:
        sung -= 1
    listed = _labels(text, table, begin, stop) or _counts(text, table, begin, stop) or _is_verse(table, sung, stop)
    if not (listed or _signs(table, low, begin, stop, page_cues)):
        if table[LAST, high] != LAST_COMMA or words_of(table, begin) > _SHORT:
            return high
        stop = begin + 1  # "Yours sincerely,"
    for i in range(begin, stop):
        states[i] = BODY
    return stop - 1


@inner()
def _goes_on_alike(text: Array, table: Array, low: int, high: int, stop: int) -> int:
    """Return the last line of a list that the body's last line belongs to, or of three and more short bullets."""
    last = high
    if high - 1 > low and not ends_sentence(table, high) and not ends_sentence(table, high - 1):
        kind = min(kind_of(text, table, high), kind_of(text, table, high - 1))
        while kind != PLAIN and last + 1 < stop and kind_of(text, table, last + 1) != PLAIN:
            last += 1
    if last == high and table[FIRST, high + 1] == FIRST_BULLET:
        words = 0
        while last + 1 < stop and table[FIRST, last + 1] == FIRST_BULLET:
            last += 1
            words += words_of(table, last)
        if last - high < _STEPS or words > _BULLET_WORDS * (last - high):
            last = high
    return last


@inner()
def _is_programme(text: Array, table: Array, begin: int, stop: int) -> bool:
    """Say whether the lines are short entries at rising times, under a day's or place's name; a ticker's times fall."""
    before = entries = 0
    for i in range(begin, stop):
        first = table[BYTE_START, i]
        value = digits = 0
        j = first
        while j < min(table[BYTE_END, i], first + 5):
            b = int(text[j])
            if 48 <= b <= 57:
                value = value * 10 + b - 48
                digits += 1
            elif not (j > first and (b == 58 or b == 46)):
                break
            j += 1
        if digits < 3 or j - first != digits + 1:
            if words_of(table, i) > _HEAD_WORDS or i + 1 == stop:
                return False
            before = 0
        elif value < before or words_of(table, i) > _ENTRY_WORDS:
            return False
        else:
            before = value
            entries += 1
    return entries >= _STEPS


@inner()
def _signs(table: Array, low: int, begin: int, stop: int, page_cues: int) -> bool:
    """Say whether the lines are a line or two of names: of the writer, an office; more below "Yours sincerely,"."""
    above = begin - 1
    while above > low and table[LAST, above] == LAST_OTHER and words_of(table, above) <= _SHORT:
        above -= 1
    closed = table[LAST, above] == LAST_COMMA and words_of(table, above) <= _YOURS
    # "Yours," is the first of the lines
    closed = closed or (begin + 1 < stop and table[LAST, begin] == LAST_COMMA and words_of(table, begin) <= _YOURS)
    for i in range(begin, stop):
        named = table[CAPITALISED, i] * 2 >= words_of(table, i) or (closed and i > begin and i + 1 == stop)
        if words_of(table, i) > _SHORT or not named or table[CUES, i] & page_cues != 0:
            return False
    return bool(stop - begin <= (_SIGNED_TOGETHER if closed else _SIGNED))


@inner()
def _goes_on_at_times(text: Array, table: Array, low: int, high: int, stop: int, states: Array) -> int:
    """Return the last line of the entries at a time of their own that begin in the story, `high` where none go on."""
    lead = nothing = _lead(text, table, low) * 0
    for i in range(high + 1, min(stop, high + 1 + _NEXT_ENTRY)):
        if lead == nothing:
            lead = _lead(text, table, i)
    same = 0
    for i in range(low, high + 1):
        same += states[i] == BODY and _lead(text, table, i) == lead
    last = high
    entries = same
    if lead == nothing or same == 0:
        return last
    for i in range(high + 1, stop):
        if i - last > _NEXT_ENTRY:
            break
        if _lead(text, table, i) == lead:
            last = i
            entries += 1
    if lead >= _YEAR and last > high and last + 1 < stop:  # what happened in the last year
        last += 1
    return last if same >= _ENTRIES or entries > _STEPS else high


@inner()
def _lead(text: Array, table: Array, i: int) -> int:
    """Return the kind of the time or minute that a line begins with, 0 for none: "18:40", "9.15", "8h30", "90.+3"."""
    first, last = table[BYTE_START, i], table[BYTE_END, i]
    bracket = text[first] == 91
    j = first + bracket
    digits = 0
    while j < last and 48 <= text[j] <= 57:
        j += 1
        digits += 1
    year = digits == 4 and bracket == 0
    if year and j + 3 == last and text[j] in (0xE5, 0xEB) and text[j + 1] in (0xB9, 0x85):
        return _YEAR + 1  # "1944年", "1944년"
    if year and j == last:
        return _YEAR
    if not 1 <= digits <= 3 or j + 2 >= last:
        return 0
    mark = int(text[j])
    if mark not in (58, 46, 104, 39):
        return 0
    follows = 48 <= text[j + 1] <= 57
    if digits == 3 and (follows or mark == 58):
        return 0
    if mark == 46 and not follows and text[j + 1] != 43 and text[j + 1] != 32:
        return 0
    return int(mark * 4 + follows * 2 + bracket)


@inner()
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


@inner()
def _counts(text: Array, table: Array, begin: int, stop: int) -> bool:
    """Say whether the lines are the short steps of a numbered list, "1. …", "1) …" or "1 …"."""
    words = count = 0
    bare = False
    for i in range(begin, stop):
        value = 0
        j = table[BYTE_START, i]
        while j < table[BYTE_END, i] and 48 <= text[j] <= 57 and value < 100:
            value = value * 10 + int(text[j]) - 48
            j += 1
        count = value if i == begin else count + 1
        if j == table[BYTE_START, i] or value != count or not (text[j] == 46 or text[j] == 41 or text[j] == 32):
            return False
        words += words_of(table, i) - 1
        bare = bare or text[j] == 32
    return bool(stop - begin >= _STEPS and words <= (_ANSWER_WORDS if bare else _STEP_WORDS) * (stop - begin))


@inner()
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
        goes_on += table[LAST, i] == LAST_COMMA or table[FIRST, i] in (FIRST_LOWER, FIRST_UNCASED)
        told += table[STOPS, i] >= 2
    n = stop - begin
    return bool(n >= 4 and told * 2 >= n and (goes_on * 4 >= n or (stanzas >= 2 and stanzas * 2 <= n)))
