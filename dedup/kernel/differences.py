"""Which tokens are facts (numbers, dates, names), and by which tokens two texts differ: for telling templates."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import uint64

from dedup.kernel.compiled import compiled, inner
from dedup.kernel.sorting import drop_repeats, sort_hashes
from dedup.kernel.tokens import mix64

Array = Any  # numba infers the exact types; the callers' docstrings state them

# Bits of a character's class, see `matching.templates`.
DIGIT, UPPER, CASED, STOP, LINE_END, LABEL_END, SPACE, FULL_STOP = 1, 2, 4, 8, 16, 32, 64, 128
# Marks of tokens: other words, facts, what is a fact where it differs, and short values of a label.
WORD, FACT, MAYBE, VALUE = 0, 1, 2, 3
# Bits of what parts two tokens: a line end, a question mark or a colon that ends a label, a full stop.
_LINE, _ASKED, _COLON, _SENTENCE = 1, 2, 4, 8
# Bits of a word's kind: function word, preposition and name of a month or weekday.
FUNCTION, PREPOSITION, CALENDAR = 1, 2, 4
# A value is that many facts: a name replaced whole is no slip of the pen.
VALUE_FACTS = 2
# Labels from which a text is a form, and tokens of a longest line without a full stop that is a label, of a longest
# value.
_FORM_LABELS, _LABEL_TOKENS, _VALUE_TOKENS = 3, 8, 6


@inner()
def _class_of(chars: Array, at: int, classes: Array) -> Any:
    return classes[chars[at]] if chars[at] < classes.size else np.uint8(0)


@inner()
def _read_break(chars: Array, begin: int, end: int, classes: Array) -> Any:
    """Say how a stretch from one token's start to the next one's parts them, as bits of `_LINE` and its like."""
    found = 0
    for at in range(begin, end):
        kind = _class_of(chars, at, classes)
        if not kind & (LINE_END | LABEL_END | FULL_STOP):
            continue
        if kind & LINE_END:
            found |= _LINE
        elif found & _LINE:
            continue
        elif not kind & LABEL_END:
            found |= _SENTENCE
        # the colon of a time or an address is none; those of scripts without spaces need no space
        elif chars[at] > 0x7F or at + 1 >= end or _class_of(chars, at + 1, classes) & SPACE:
            found = (found & ~(_ASKED | _COLON)) | (_COLON if chars[at] == 0x3A or chars[at] == 0xFF1A else _ASKED)
    return found


@compiled()
def mark_answers(
    chars: Array, text_ends: Array, classes: Array, starts: Array, offsets: Array, function_words: Array, out: Array
) -> None:
    """Mark what the entries of a form say as facts: the answers of a questionnaire, the values of a notice.

    A label ends with a question mark or a colon, or is a short line without a full stop; what follows it is an entry.
    Entries of a text with three labels are facts, and a short value after a colon is one by itself.

    Args:
        chars, text_ends, classes, starts, offsets, function_words: As in `mark_facts`.
        out: uint8[m], marks, changed in place.
    """
    breaks = np.empty(starts.size, np.uint8)
    for text in range(offsets.size - 1):
        first = offsets[text]
        last = offsets[text + 1]
        for i in range(first, last):
            end = starts[i + 1] if i + 1 < last else text_ends[text]
            breaks[i] = np.uint8(_read_break(chars, starts[i], end, classes))
        # once to count the labelled entries, once to mark them
        entries = 0
        for marking in range(2):
            if marking == 1 and entries == 0:
                break
            begin = first
            before = 0
            labelled = False  # whether a label stands above
            in_entry = False
            for i in range(first + 1, last + 1):
                parting = breaks[i - 1]
                if not (parting & (_LINE | _ASKED | _COLON) or i == last):
                    continue
                label = parting & (_ASKED | _COLON)
                weak = parting & (_ASKED | _COLON | _SENTENCE) == 0 and i - begin <= _LABEL_TOKENS
                if label or (weak and before == 0):
                    labelled = True
                    in_entry = False
                elif before == 2 and i - begin > _VALUE_TOKENS:
                    labelled = False  # a colon within a sentence
                elif labelled:
                    entries += marking == 0 and not in_entry
                    value = before >= 2 and i - begin <= _VALUE_TOKENS
                    for t in range(begin, i):
                        if marking == 0 or function_words[t]:
                            continue
                        if value:
                            out[t] = np.uint8(VALUE)
                        elif entries >= _FORM_LABELS:
                            out[t] = np.uint8(FACT)
                    in_entry = True
                # 1 for a question mark, 2 for a colon within a line, 3 for one that ends it
                before = 3 if parting & _COLON and parting & _LINE else 2 if label & _COLON else 1 if label else 0
                begin = i


@inner()
def _beside(chars: Array, classes: Array, starts: Array, kinds: Array, i: int) -> Any:
    """Say whether tokens i and i + 1 have a capital, are no function words and stand one space apart."""
    at = starts[i + 1]
    return (
        (kinds[i] | kinds[i + 1]) & FUNCTION == 0
        and (_class_of(chars, starts[i], classes) & UPPER) != 0
        and (_class_of(chars, at, classes) & UPPER) != 0
        and at - starts[i] > 1
        and (_class_of(chars, at - 1, classes) & (SPACE | LINE_END)) == SPACE
        and (_class_of(chars, at - 2, classes) & CASED) != 0
    )


@inner()
def _mark_noun(chars: Array, classes: Array, starts: Array, kinds: Array, i: int, last: int) -> Any:
    """Mark a word with a capital within a sentence of a language whose nouns have one.

    It is a name beside another one (Anna Weber, Amtsgericht Kassel) or if it is of the calendar; it may be one right
    after a preposition (aus Kassel).
    """
    if kinds[i] & FUNCTION:
        return WORD
    if (
        kinds[i] & CALENDAR
        or _beside(chars, classes, starts, kinds, i - 1)
        or (i + 1 < last and _beside(chars, classes, starts, kinds, i))
    ):
        return FACT
    return MAYBE if kinds[i - 1] & PREPOSITION else WORD


@compiled()
def mark_facts(
    chars: Array, text_ends: Array, classes: Array, starts: Array, offsets: Array, kinds: Array, capital_nouns: Array,
    out: Array,
) -> None:  # fmt: skip
    """Mark the tokens that are facts: those with a digit, and names by their capital letter.

    A word that begins a sentence may be a name, unless it is a function word. Where most words have a capital, none of
    them tells; where nouns have one, their neighbours tell.

    Args:
        chars: uint32[:], the code points of all texts.
        text_ends: int64[n], where each text ends in them.
        classes: uint8[:], class of each code point below its size; those above have none.
        starts: int64[m], where each token starts in `chars`; it ends before the next.
        offsets: int64[n + 1], where each text's tokens start.
        kinds: uint8[m], bits `FUNCTION`, and of German texts `PREPOSITION` and `CALENDAR`.
        capital_nouns: bool[n], texts of a language that writes nouns with a capital.
        out: uint8[m] to fill with marks.
    """
    for text in range(offsets.size - 1):
        first = offsets[text]
        last = offsets[text + 1]
        cased = 0
        capital = 0
        for i in range(first, last):
            digit = False
            for at in range(starts[i], starts[i + 1] if i + 1 < last else text_ends[text]):
                if chars[at] < classes.size and classes[chars[at]] & DIGIT:
                    digit = True
            out[i] = np.uint8(digit)
            head = _class_of(chars, starts[i], classes)
            if head & CASED:
                cased += 1
                capital += (head & UPPER) != 0
        if 10 * capital > 7 * cased:
            continue
        for i in range(first, last):
            if not _class_of(chars, starts[i], classes) & UPPER:
                continue
            begins = i == first
            if not begins:
                for at in range(starts[i - 1], starts[i]):
                    if chars[at] < classes.size and classes[chars[at]] & STOP:
                        begins = True
            if begins:
                mark = WORD if kinds[i] & FUNCTION else MAYBE
            elif capital_nouns[text]:
                mark = _mark_noun(chars, classes, starts, kinds, i, last)
            else:
                mark = FACT
            if out[i] == 0 or mark == FACT:
                out[i] = np.uint8(mark)


@compiled()
def collect_types(hashes: Array, facts: Array, offsets: Array, out: Array, out_offsets: Array) -> None:
    """Write the distinct tokens of every text: hash above the two lowest bits, which hold the least of its marks.

    Args:
        hashes: uint32[m], tokens of n texts.
        facts: uint8[m], see `mark_facts`.
        offsets: int64[n + 1], where each text's tokens start.
        out: uint64[m] to fill.
        out_offsets: int64[n + 1] to fill.
    """
    longest = 1
    for text in range(offsets.size - 1):
        longest = max(longest, offsets[text + 1] - offsets[text])
    spare = np.empty(longest, np.uint64)
    nothing = np.empty(0, np.int32)
    filled = 0
    out_offsets[0] = 0
    for text in range(offsets.size - 1):
        count = offsets[text + 1] - offsets[text]
        here = out[filled : filled + count]
        for i in range(count):
            at = offsets[text] + i
            here[i] = (uint64(hashes[at]) << uint64(2)) | uint64(facts[at])
        sort_hashes(here, nothing, spare, nothing)
        count = drop_repeats(here, nothing)
        kept = 0
        for i in range(count):
            if kept == 0 or here[i] >> uint64(2) != here[kept - 1] >> uint64(2):
                here[kept] = here[i]
                kept += 1
        filled += kept
        out_offsets[text + 1] = filled


@compiled()
def weigh(token: Any) -> Any:
    """Return for how many facts a token of `collect_types` stands where it differs."""
    mark = np.int64(token & uint64(3))
    return VALUE_FACTS if mark == VALUE else np.int64(mark != WORD)


@inner()
def firm(token: Any) -> Any:
    """Return for how many facts a token stands that both texts have."""
    return weigh(token) * np.int64(token & uint64(3) != MAYBE)


@compiled()
def count_differences(types: Array, starts: Array, ends: Array, first: Array, second: Array, out: Array) -> None:
    """Count the distinct tokens by which the texts of pairs differ.

    Args:
        types: uint64[:], see `collect_types`.
        starts, ends: int64[n], where each text's types stand.
        first, second: int64[p], the pairs.
        out: int64[6, p] to fill: facts (and what may be one) and other words only in the first;
            the same in the second; facts of each, what may be one only where it differs.
    """
    for p in range(first.size):
        i = starts[first[p]]
        i_end = ends[first[p]]
        j = starts[second[p]]
        j_end = ends[second[p]]
        counts = np.zeros(6, np.int64)
        while i < i_end or j < j_end:
            x = types[i] if i < i_end else uint64(0xFFFFFFFFFFFFFFFF)
            y = types[j] if j < j_end else uint64(0xFFFFFFFFFFFFFFFF)
            if x >> uint64(2) == y >> uint64(2):
                counts[4] += firm(x)
                counts[5] += firm(y)
                i += 1
                j += 1
            elif x < y:
                weight = weigh(x)
                counts[4] += weight
                counts[0] += weight
                counts[1] += weight == 0
                i += 1
            else:
                weight = weigh(y)
                counts[5] += weight
                counts[2] += weight
                counts[3] += weight == 0
                j += 1
        for c in range(6):
            out[c, p] = counts[c]


@compiled()
def frame_types(
    types: Array, starts: Array, ends: Array, frames: Array, total: Array, facts: Array, weights: Array, offsets: Array
) -> None:
    """Part the types of every text into its frame, the words that are no facts, and its facts.

    Args:
        types: uint64[:], see `collect_types`.
        starts, ends: int64[n], where each text's types stand.
        frames: uint64[n] to fill with a hash of the set of words.
        total: int64[n] to fill with the weight of all facts that count where both texts have them.
        facts: uint64[:] to fill with the hashes of the facts, text by text, and of what may be one.
        weights: uint8[:] to fill with the weight of each where both texts have it.
        offsets: int64[n + 1] to fill, where each text's facts start.
    """
    filled = 0
    offsets[0] = 0
    for text in range(starts.size):
        frame = uint64(0)
        for e in range(starts[text], ends[text]):
            if weigh(types[e]) == 0:
                frame = uint64(frame + mix64(types[e]))
            else:
                facts[filled] = types[e] >> uint64(2)
                weights[filled] = np.uint8(firm(types[e]))
                total[text] += firm(types[e])
                filled += 1
        frames[text] = frame
        offsets[text + 1] = filled
