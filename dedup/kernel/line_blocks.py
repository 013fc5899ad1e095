"""From lines marked as body or not to spans and left-out blocks in Arrow's list layout."""

from __future__ import annotations

from typing import Any

from dedup.kernel.compiled import compiled, inner
from dedup.kernel.line_columns import (
    CAPITALISED,
    END,
    FIRST,
    FIRST_LOWER,
    FIRST_UNCASED,
    LAST,
    LAST_STOP,
    START,
    TOKENS,
    WIDE,
)

Array = Any  # numba infers the exact types; the callers' docstrings state them


@compiled()
def fill_blocks(
    table: Array, first_line: Array, reasons: Array, cuts: Array, body: Array, body_offsets: Array, left: Array,
    left_reasons: Array, left_offsets: Array,
) -> tuple[int, int]:  # fmt: skip
    """Write each text's body spans and left-out blocks.

    A kept line is a span of its own; neighbouring lines left out for one reason make one block.

    Args:
        table: int32[COLUMNS, lines], see `kernel.line_columns`.
        first_line: int64[n + 1], where each text's lines start.
        reasons: int8[lines], 0 for body.
        cuts: int32[cuts, 4], parts of body lines to leave out: line, start, end, reason; sorted, disjoint.
        body: int32[:] to fill with (start, end) pairs; 2 * (lines + cuts) suffice.
        body_offsets: int32[n + 1] to fill.
        left: int32[:, 2] to fill with (start, end); lines + cuts suffice.
        left_reasons: int8[:] to fill.
        left_offsets: int32[n + 1] to fill.

    Returns:
        How many numbers of `body` and how many rows of `left` were written.
    """
    filled = 0
    out = 0
    cut = 0
    body_offsets[0] = 0
    left_offsets[0] = 0
    for row in range(first_line.size - 1):
        first_out = out
        last_dropped = -2
        for i in range(first_line[row], first_line[row + 1]):
            start, end = table[START, i], table[END, i]
            if reasons[i] == 0:
                while cut < cuts.shape[0] and cuts[cut, 0] == i:
                    if cuts[cut, 1] > start:
                        body[filled], body[filled + 1] = start, cuts[cut, 1]
                        filled += 2
                    left[out, 0], left[out, 1], left_reasons[out] = cuts[cut, 1], cuts[cut, 2], cuts[cut, 3]
                    out += 1
                    start = cuts[cut, 2]
                    cut += 1
                if end > start:
                    body[filled], body[filled + 1] = start, end
                    filled += 2
                continue
            while cut < cuts.shape[0] and cuts[cut, 0] == i:
                cut += 1
            if last_dropped == i - 1 and out > first_out and left_reasons[out - 1] == reasons[i]:
                left[out - 1, 1] = end
            else:
                left[out, 0], left[out, 1], left_reasons[out] = start, end, reasons[i]
                out += 1
            last_dropped = i
        body_offsets[row + 1] = filled
        left_offsets[row + 1] = out
    return filled, out


@compiled()
def name_reasons(
    table: Array, first_line: Array, keep: Array, forms: Array, strengths: Array, hashes: Array, titles: Array,
    codes: Array, out: Array,
) -> None:  # fmt: skip
    """Give every line that is not body its reason.

    A known form names itself; otherwise the section that the line stands in, what it repeats, or its place says it.

    Args:
        table: int32[COLUMNS, lines], see `kernel.line_columns`.
        first_line: int64[n + 1], where each text's lines start.
        keep: bool[lines], body or not.
        forms: int8[lines], reason of each line's known form.
        strengths: int8[lines], 2 where it opens a section.
        hashes: uint64[lines].
        titles: uint64[n], hash of each record's title; 0 for none.
        codes: int8[6], the numbers of navigation, title, caption, related, keyword_list, publisher_block.
        out: int8[lines] to fill, 0 for body.
    """
    navigation, title, caption, related, keyword_list, publisher_block = codes
    for row in range(first_line.size - 1):
        begin, end = first_line[row], first_line[row + 1]
        first_body = end
        last_body = begin - 1
        for i in range(begin, end):
            if keep[i]:
                first_body = min(first_body, i)
                last_body = i
        section = navigation * 0
        for i in range(begin, end):
            if keep[i]:
                out[i] = 0
                section = navigation * 0
                continue
            if table[TOKENS, i] == 0 and i > begin and out[i - 1] != 0:  # a lone bullet belongs to its list
                out[i] = section if section != 0 else out[i - 1]
                continue
            if strengths[i] > 0:
                out[i] = forms[i]
                if strengths[i] == 2:
                    section = forms[i]
                continue
            words = table[TOKENS, i] - table[WIDE, i] // 2
            if titles[row] != 0 and hashes[i] == titles[row]:
                out[i] = title
            elif section != 0:
                out[i] = section
            elif (
                table[CAPITALISED, i] == 0
                and table[LAST, i] != LAST_STOP
                and (table[FIRST, i] == FIRST_LOWER or table[FIRST, i] == FIRST_UNCASED)
                and words <= 20
            ):
                out[i] = keyword_list
            elif words <= 6 and _stands_again(hashes, begin, end, i):
                out[i] = publisher_block
            elif i < first_body and words >= 5 and first_body - i <= 4:
                out[i] = caption
            elif first_body < i < last_body:
                out[i] = caption if words >= 5 else navigation
            elif i > last_body and words >= 5:
                out[i] = related
            else:
                out[i] = navigation


@inner()
def _stands_again(hashes: Array, begin: int, end: int, i: int) -> bool:
    for j in range(max(begin, i - 40), min(end, i + 41)):
        if j != i and hashes[j] == hashes[i]:
            return True
    return False


@compiled()
def mark_sections(table: Array, first_line: Array, forms: Array, strengths: Array, listing: Array, out: Array) -> None:
    """Mark the headlines that stand under the header of a ranking or of related stories, until a paragraph comes.

    Args:
        table: int32[COLUMNS, lines], see `kernel.line_columns`.
        first_line: int64[n + 1], where each text's lines start.
        forms: int8[lines], reason of each line's known form.
        strengths: int8[lines], 2 where it opens a section.
        listing: int8[k], reasons of the sections that list headlines.
        out: bool[lines] to fill.
    """
    for row in range(first_line.size - 1):
        inside = False
        for i in range(first_line[row], first_line[row + 1]):
            out[i] = False
            if strengths[i] == 2:
                inside = False
                for reason in listing:
                    inside = inside or reason == forms[i]
            elif inside:
                words = table[TOKENS, i] - table[WIDE, i] // 2
                if table[LAST, i] == LAST_STOP and words >= 12:
                    inside = False
                else:
                    out[i] = table[LAST, i] != LAST_STOP and words <= 25
