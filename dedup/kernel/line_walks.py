"""What only a walk over a page tells of its lines: sections, what fades with distance, words shared with the prose."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import uint64

from dedup.kernel.compiled import compiled
from dedup.kernel.line_columns import TOKEN, TOKENS
from dedup.kernel.lines import look_up

SECTIONS = 4  # the last is the comments
_WORD_SLOTS = 1 << 16  # counts of the words of a page, by hash; the longest have some ten thousand distinct words

Array = Any  # numba infers the exact types; the callers' docstrings state them


@compiled()
def let_fade(values: Array, first_line: Array, decay: float, share: float, above: Array, below: Array) -> None:
    """Sum up the lines above and below each, the farther the less.

    Args:
        values: float32[lines].
        first_line: int64[n + 1], where each text's lines start.
        decay: What remains of the sum a line farther, 0 to 1.
        share: What a line adds to it.
        above: float32[lines] to fill with the sum over the lines above, without the line itself.
        below: float32[lines] to fill, likewise.
    """
    for row in range(first_line.size - 1):
        mass = 0.0
        for i in range(first_line[row], first_line[row + 1]):
            above[i] = mass
            mass = decay * mass + share * values[i]
        mass = 0.0
        for i in range(first_line[row + 1] - 1, first_line[row] - 1, -1):
            below[i] = mass
            mass = decay * mass + share * values[i]


@compiled()
def follow_sections(
    first_line: Array, reasons: Array, strengths: Array, prose: Array, section_reasons: Array, out: Array
) -> None:
    """Mark the lines that stand in a section, until three paragraphs in a row end it.

    Args:
        first_line: int64[n + 1], where each text's lines start.
        reasons: int8[lines], the reason that a line's known form gives.
        strengths: int8[lines], 2 where it opens a section.
        prose: float32[lines], how much each looks like prose.
        section_reasons: int8[SECTIONS].
        out: float32[SECTIONS, lines] of zeros.
    """
    for row in range(first_line.size - 1):
        section = -1
        run = seen = 0
        for i in range(first_line[row], first_line[row + 1]):
            seen += prose[i] > 0.5
            if strengths[i] == 2:
                section = -1
                run = 0
                for s in range(SECTIONS):
                    # a link to the comments stands above many an article; the comments themselves below it
                    if section_reasons[s] == reasons[i] and (s < SECTIONS - 1 or seen >= 2):
                        section = s
            if section >= 0:
                out[section, i] = 1
                run = run + 1 if prose[i] > 0.8 else 0
                if run == 3 and section != SECTIONS - 1:  # paragraphs end a ranking, not the comments
                    section = -1


@compiled()
def share_words(table: Array, first_line: Array, tokens: Array, words: Array, prose: Array, out: Array) -> None:
    """Fill how many of a line's content words stand in the page's other prose: teasers speak of other things.

    Args:
        table: int32[COLUMNS, lines], see `kernel.line_columns`.
        first_line: int64[n + 1], where each text's lines start.
        tokens: uint64[tokens].
        words: uint64[2, 2^m], see `cleaning.cues.word_table`.
        prose: float32[lines], how much each looks like prose.
        out: float32[lines] to fill; texts of three lines and less are left out.
    """
    counts = np.zeros(_WORD_SLOTS, np.int32)
    mask = uint64(_WORD_SLOTS - 1)
    for row in range(first_line.size - 1):
        begin, end = first_line[row], first_line[row + 1]
        if end - begin <= 3:
            continue
        for i in range(begin, end):
            if prose[i] > 0.5:
                for word in tokens[table[TOKEN, i] : table[TOKEN, i] + table[TOKENS, i]]:
                    counts[word & mask] += 1
        for i in range(begin, end):
            content = 0
            shared = 0
            own = 1 if prose[i] > 0.5 else 0
            for word in tokens[table[TOKEN, i] : table[TOKEN, i] + min(table[TOKENS, i], 60)]:
                if look_up(words, word) & uint64(0xFFFF) == 0:
                    content += 1
                    shared += counts[word & mask] > own
            out[i] = shared / max(content, 3)
        for i in range(begin, end):
            if prose[i] > 0.5:
                for word in tokens[table[TOKEN, i] : table[TOKEN, i] + table[TOKENS, i]]:
                    counts[word & mask] = 0
