"""What is known of each line and its neighbours, as numbers for a linear model; called by `cleaning.classify`.

The counts come from `kernel.lines`; `kernel.line_scores` weighs them.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit, uint32, uint64

from dedup.kernel.line_columns import (
    ALL_CAPS,
    CAPITALISED,
    CLOSED,
    COMMAS,
    CUES,
    DASH,
    DIGITS,
    END,
    ENDS,
    FIRST,
    FIRST_BULLET,
    FIRST_DIGIT,
    FIRST_LOWER,
    FIRST_OTHER,
    FIRST_QUOTE,
    FIRST_UPPER,
    GAP,
    LAST,
    LAST_ASK,
    LAST_COLON,
    LAST_COMMA,
    LAST_ELLIPSIS,
    LAST_STOP,
    LINES,
    MARKS,
    START,
    STOPS,
    SYMBOLS,
    TOKEN,
    TOKENS,
    WIDE,
)  # fmt: skip
from dedup.kernel.line_signs import ARROW, AT, COPYRIGHT, PAREN, PIPE, QUOTE, SLASH, SQUARE, TIME, URL, YEAR
from dedup.kernel.lines import look_up

Array = Any  # numba infers the exact types; the callers' docstrings state them

# The order is the order of the weights; `cleaning/model.json` names each.
LOCAL = (
    "bias", "length", "from_5", "from_10", "from_20", "from_40", "stop_density", "stop_density_by_length", "terminal",
    "terminal_by_length", "terminal_and_stops", "ellipsis", "colon", "comma_at_end", "bracket_at_end", "first_upper",
    "first_lower", "first_digit", "first_bullet", "first_quote", "first_other", "capitalised", "capitalised_if_long",
    "all_caps", "digits", "symbols", "commas", "sentences", "quotes", "url", "at_sign", "copyright_sign", "pipe",
    "year_in_short", "time_in_short", "slash_in_short", "arrow", "square_bracket", "bracket", "early_dash", "gap",
    "wide_gap", "wrapped", "twice_on_page", "unspaced_script", "asks",
)  # fmt: skip
CUE_GROUPS = 16
REASONS = 28
CONTEXT = (
    "prose", "prose_1_above", "prose_2_above", "prose_3_above", "prose_1_below", "prose_2_below", "prose_3_below",
    "length_1_above", "length_2_above", "length_1_below", "length_2_below", "terminal_1_above", "terminal_1_below",
    "form_1_above", "form_1_below", "prose_mass_above", "prose_mass_below", "prose_mass_both", "length_around",
    "before_prose", "after_prose", "distance_above", "distance_below", "position", "prose_share", "lines",
    "unterminated_among_prose", "unterminated_by_length", "section_ranking", "section_related", "section_sidebar",
    "section_comments", "prose_in_section", "shared_words", "shared_words_by_length", "shared_words_unterminated",
    "short_between_prose", "question_or_short_among_prose", "head_of_page", "same_gap_as_prose",
    "open_among_much_prose", "open_short_among_much_prose", "open_in_a_run", "comment_marks_above",
    "comment_marks_below",
    "comment_marks_by_prose", "person_in_prose", "few_lines", "few_lines_prose", "long_paragraph_in_sight",
)  # fmt: skip
FEATURES = len(LOCAL) + 2 * CUE_GROUPS + REASONS + len(CONTEXT)
_CUES_AT = len(LOCAL)
_FORMS_AT = _CUES_AT + 2 * CUE_GROUPS
_CONTEXT_AT = _FORMS_AT + REASONS
_COMMENT_CUES = 1 << 1 | 1 << 8  # the groups "comment" and "stamp" of `cleaning.cues`
_PERSON_CUE = 1 << 15
_SIGHT = 5  # lines above and below that are looked at
_WORD_SLOTS = 1 << 16  # counts of the words of a page, by hash; the longest have some ten thousand distinct words


@njit(cache=True, nogil=True, error_model="numpy")
def fill_features(
    table: Array, first_line: Array, reasons: Array, strengths: Array, hashes: Array, tokens: Array,
    word_keys: Array, word_values: Array, section_reasons: Array, out: Array,
) -> None:  # fmt: skip
    """Fill the features of every line of every text.

    Args:
        table: int32[COLUMNS, lines], see `kernel.line_columns`.
        first_line: int64[n + 1], where each text's lines start.
        reasons: int8[lines], the reason that a line's known form gives; 0 for none.
        strengths: int8[lines], 0 hint, 1 certain, 2 opens a section.
        hashes: uint64[lines].
        tokens: uint64[tokens].
        word_keys, word_values: The table of stop words and cues.
        section_reasons: int8[4], the reasons of the sections ranking, related, sidebar and comments.
        out: float32[lines, FEATURES] to fill.
    """
    counts = np.zeros(_WORD_SLOTS, np.int32)
    for row in range(first_line.size - 1):
        begin, end = first_line[row], first_line[row + 1]
        if end > begin:
            _fill_text(
                table[:, begin:end], reasons[begin:end], strengths[begin:end], hashes[begin:end], tokens,
                word_keys, word_values, section_reasons, counts, out[begin:end],
            )  # fmt: skip


@njit(cache=True, nogil=True, error_model="numpy")
def _fill_text(
    table: Array, reasons: Array, strengths: Array, hashes: Array, tokens: Array, word_keys: Array,
    word_values: Array, section_reasons: Array, counts: Array, out: Array,
) -> None:  # fmt: skip
    n = table.shape[1]
    out[:] = np.float32(0)
    stops = 0
    words = 0
    for i in range(n):
        stops += table[STOPS, i]
        words += table[TOKENS, i]
    # a page in a language without a stop-word list: its long lines are taken to have the density of prose
    known = stops >= 0.06 * words
    length = np.empty(n, np.float32)
    prose = np.empty(n, np.float32)
    for i in range(n):
        length[i], prose[i] = _fill_local(table[:, i], reasons[i], strengths[i], known, out[i])
    for i in range(1, n):
        # equal lines stand near each other or are counted by furniture; 12 lines back finds repeated publisher blocks
        for j in range(max(0, i - 12), i):
            if hashes[i] == hashes[j] and table[TOKENS, i] > 0:
                out[i, 43] = np.float32(1)
                out[j, 43] = np.float32(1)
    _fill_context(table, reasons, strengths, section_reasons, length, prose, out)
    if n > 3:
        _fill_shared(table, tokens, word_keys, word_values, length, prose, counts, out)


@njit(cache=True, nogil=True, error_model="numpy")
def _fill_local(line: Array, reason: int, strength: int, known: bool, f: Array) -> tuple[float, float]:
    """Fill what a line tells by itself; return its length in words and how much it looks like prose, 0 to 1."""
    wide = line[WIDE]
    words = line[TOKENS] - 0.5 * wide  # two characters of an unspaced script carry about a word
    chars = max(line[END] - line[START], 1)
    density = min(line[STOPS] / max(words, 1.0), 0.6)
    if not known:
        density = 0.4 if words >= 8 else 0.1
    terminal = (
        1.0 if line[LAST] == LAST_STOP or line[LAST] == LAST_ASK else (0.5 if line[LAST] == LAST_ELLIPSIS else 0.0)
    )
    marks = line[MARKS]
    short = words <= 10
    lettered = max(line[TOKENS] - wide, 1)
    f[0] = 1.0
    f[1] = np.log1p(words) / 4
    f[2] = words >= 5
    f[3] = words >= 10
    f[4] = words >= 20
    f[5] = words >= 40
    f[6] = density
    f[7] = density * min(words, 30.0) / 30
    f[8] = terminal
    f[9] = terminal * min(words, 40.0) / 40
    f[10] = terminal * (1.0 if density >= 0.2 else 0.0)
    f[11] = line[LAST] == LAST_ELLIPSIS
    f[12] = line[LAST] == LAST_COLON
    f[13] = line[LAST] == LAST_COMMA
    f[14] = line[CLOSED]
    f[15] = line[FIRST] == FIRST_UPPER
    f[16] = line[FIRST] == FIRST_LOWER
    f[17] = line[FIRST] == FIRST_DIGIT
    f[18] = line[FIRST] == FIRST_BULLET
    f[19] = line[FIRST] == FIRST_QUOTE
    f[20] = line[FIRST] == FIRST_OTHER
    f[21] = min(line[CAPITALISED] / lettered, 1.0)
    f[22] = f[21] if words >= 6 else 0.0
    f[23] = min(line[ALL_CAPS] / lettered, 1.0)
    f[24] = line[DIGITS] / chars
    f[25] = line[SYMBOLS] / chars
    f[26] = min(line[COMMAS] / max(words, 1.0), 0.5)
    f[27] = min(line[ENDS], 3) / 3
    f[28] = (marks & QUOTE) != 0
    f[29] = (marks & URL) != 0
    f[30] = (marks & AT) != 0
    f[31] = (marks & COPYRIGHT) != 0
    f[32] = (marks & PIPE) != 0
    f[33] = short and (marks & YEAR) != 0
    f[34] = short and (marks & TIME) != 0
    f[35] = short and (marks & SLASH) != 0
    f[36] = (marks & ARROW) != 0
    f[37] = (marks & SQUARE) != 0
    f[38] = (marks & PAREN) != 0
    f[39] = 0 <= line[DASH] < 60
    f[40] = line[GAP] >= 2
    f[41] = line[GAP] >= 4
    f[42] = line[LINES] > 1
    f[44] = wide * 2 > line[TOKENS]
    f[45] = line[LAST] == LAST_ASK
    cues = line[CUES]
    at = _CUES_AT if short else _CUES_AT + CUE_GROUPS
    for j in range(CUE_GROUPS):
        f[at + j] = (cues >> j) & 1
    if strength > 0:
        f[_FORMS_AT + reason] = 1.0
    prose = terminal * min(1.0, words / 15) * min(1.0, density / 0.25)
    if strength > 0:
        prose *= 0.25
    return words, prose


@njit(cache=True, nogil=True, error_model="numpy")
def _fill_context(
    table: Array, reasons: Array, strengths: Array, section_reasons: Array, length: Array, prose: Array, out: Array
) -> None:
    n = length.size
    total = 0.0
    prose_words = 0.0
    first_prose = n
    last_prose = -1
    for i in range(n):
        total += length[i]
        if prose[i] > 0.5:
            prose_words += length[i]
            first_prose = min(first_prose, i)
            last_prose = i
    # with zeros around, so that no look at a neighbour asks whether there is one: half as long to compile
    beside = np.zeros(n + 2 * _SIGHT, np.float32)
    logs = np.zeros(n + 2 * _SIGHT, np.float32)
    weights = np.zeros(n + 2 * _SIGHT, np.float32)
    ends = np.zeros(n + 2, np.float32)
    known = np.zeros(n + 2, np.float32)
    for i in range(n):
        beside[i + _SIGHT] = prose[i]
        logs[i + _SIGHT] = np.log1p(length[i])
        weights[i + _SIGHT] = length[i] * prose[i]
        ends[i + 1] = out[i, 8]
        known[i + 1] = min(max(strengths[i], 0), 1)
    log_n = np.log1p(n) / 6
    share = prose_words / max(total, 1.0)
    above = 0.0
    last_seen = -20
    section = -1
    run = 0
    open_run = 0
    marks = 0.0
    seen = 0
    for i in range(n):
        f = out[i, _CONTEXT_AT:]
        f[0] = prose[i]
        at = i + _SIGHT
        for k in range(1, 4):
            f[k] = beside[at - k]
            f[3 + k] = beside[at + k]
        for k in range(1, 3):
            f[6 + k] = logs[at - k] / 4
            f[8 + k] = logs[at + k] / 4
        f[11], f[12] = ends[i], ends[i + 2]
        f[13], f[14] = known[i], known[i + 2]
        f[15] = above
        above = 0.8 * above + 0.2 * prose[i]
        around = 0.0
        for k in range(at - 3, at + 4):
            around += logs[k]
        f[18] = around / 28
        f[19] = i < first_prose
        f[20] = i > last_prose
        f[21] = min(i - last_seen, 20) / 20
        if prose[i] > 0.5:
            last_seen = i
            seen += 1
        f[23] = i / n
        f[24] = share
        f[25] = log_n
        open_end = 1.0 - out[i, 8]
        f[26] = open_end * share if length[i] >= 6 else 0.0
        f[27] = open_end * min(length[i], 30.0) / 30
        if strengths[i] == 2:
            section = -1
            for s in range(4):
                # a link to the comments stands above many an article; the comments themselves below it
                if section_reasons[s] == reasons[i] and (s < 3 or seen >= 2):
                    section = s
            run = 0
        if section >= 0:
            f[28 + section] = 1.0
            f[32] = prose[i]
            run = run + 1 if prose[i] > 0.8 else 0
            if run == 3 and section != 3:  # three paragraphs in a row end a ranking, not the comments
                section = -1
        f[38] = 1.0 - min(i, 5) / 5
        f[40] = open_end if share >= 0.6 and length[i] >= 5 else 0.0
        f[41] = open_end if share >= 0.6 and length[i] < 5 else 0.0
        open_run = open_run + 1 if open_end == 1.0 and 2 <= length[i] <= 14 and strengths[i] == 0 else 0
        if open_run >= 5 and share >= 0.4:
            for k in range(i - open_run + 1, i + 1):
                out[k, _CONTEXT_AT + 42] = 1.0
        f[43] = min(marks, 1.0)
        mark = length[i] <= 10 and (table[CUES, i] & _COMMENT_CUES != 0 or table[MARKS, i] & TIME != 0)
        marks = 0.8 * marks + (0.25 if mark else 0.0)
        f[46] = prose[i] if table[CUES, i] & _PERSON_CUE != 0 else 0.0
        f[47] = n <= 6
        f[48] = prose[i] if n <= 6 else 0.0
        near = 0.0
        for k in range(1, _SIGHT + 1):
            near = max(near, weights[at - k], weights[at + k])
        f[49] = min(near, 60.0) / 60
    below = 0.0
    marks = 0.0
    last_seen = n + 20
    for i in range(n - 1, -1, -1):
        f = out[i, _CONTEXT_AT:]
        f[16] = below
        below = 0.8 * below + 0.2 * prose[i]
        f[17] = np.sqrt(f[15] * f[16])
        f[22] = min(last_seen - i, 20) / 20
        if prose[i] > 0.5:
            last_seen = i
        f[44] = min(marks, 1.0)
        f[45] = prose[i] * (f[43] + f[44])
        mark = length[i] <= 10 and (table[CUES, i] & _COMMENT_CUES != 0 or table[MARKS, i] & TIME != 0)
        marks = 0.8 * marks + (0.25 if mark else 0.0)
        beside = (f[1] > 0.5) + (f[4] > 0.5)
        f[36] = beside / 2 if length[i] < 10 else 0.0
        f[37] = out[i, 8] * beside / 2 if length[i] < 10 else 0.0
        f[39] = 1.0 if i > 0 and first_prose < n and table[GAP, i] == table[GAP, last_prose] else 0.0


@njit(cache=True, nogil=True, error_model="numpy")
def _fill_shared(
    table: Array, tokens: Array, word_keys: Array, word_values: Array, length: Array, prose: Array, counts: Array,
    out: Array,
) -> None:  # fmt: skip
    """Fill how many of a line's content words stand in the page's other prose: teasers speak of other things."""
    n = length.size
    mask = uint64(_WORD_SLOTS - 1)
    for i in range(n):
        if prose[i] > 0.5:
            for t in range(table[TOKEN, i], table[TOKEN, i] + table[TOKENS, i]):
                counts[np.int64(tokens[t] & mask)] += 1
    for i in range(n):
        content = 0
        shared = 0
        own = 1 if prose[i] > 0.5 else 0
        for t in range(table[TOKEN, i], table[TOKEN, i] + min(table[TOKENS, i], 60)):
            count = counts[np.int64(tokens[t] & mask)]
            if look_up(word_keys, word_values, tokens[t]) & uint32(0xFFFF) == 0:
                content += 1
                if count > own:
                    shared += 1
        part = shared / max(content, 3)
        f = out[i, _CONTEXT_AT:]
        f[33] = part
        f[34] = part * min(length[i], 20.0) / 20
        f[35] = part * (1.0 - out[i, 8])
    for i in range(n):
        if prose[i] > 0.5:
            for t in range(table[TOKEN, i], table[TOKEN, i] + table[TOKENS, i]):
                counts[np.int64(tokens[t] & mask)] = 0
