"""The first head of a round of briefs and the last entry of a live blog: their neighbours tell what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dedup.cleaning.forms import REASON
from dedup.kernel.line_columns import ALL_CAPS, DIGITS, END, LAST, LAST_OTHER, LAST_STOP, ROW, START, TOKENS
from dedup.text.calendar_words import fold, weekdays

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.cleaning.scan import Scan

_HEAD_WORDS = 3
_OTHER_HEADS = 2
_PART_LINES = 3  # from one head to the next
_STAMPS, _LINES = 2, 8  # entries above the last one, and lines of that


def find_first_heads(scan: Scan, keep: NDArray[np.bool_], strengths: NDArray[np.int8]) -> NDArray[np.int64]:
    """Return the lines in capitals that head the first of several short parts: "NORWAY", and below it "KENYA", "PERU".

    Args:
        scan: The lines of a batch.
        keep: bool[lines], the body.
        strengths: int8[lines], of the known forms.
    """
    lines = scan.lines
    words = lines[TOKENS]
    caps = (lines[ALL_CAPS] == words) & (words > 0) & (words <= _HEAD_WORDS) & (lines[DIGITS] == 0)
    caps &= (lines[LAST] == LAST_OTHER) & (strengths == 0)
    heads = np.flatnonzero(caps)
    rows = lines[ROW, heads]
    out = []
    for at in np.flatnonzero(~keep[heads]).tolist():
        line, row = int(heads[at]), rows[at]
        later = heads[at + 1 : at + 1 + _OTHER_HEADS]
        later = later[rows[at + 1 : at + 1 + _OTHER_HEADS] == row]
        if not (len(later) == _OTHER_HEADS or _are_days(scan, line, later)) or not keep[later].all():
            continue
        parts = [np.arange(a + 1, b) for a, b in zip((line, *later[:-1]), later, strict=True)]
        short = all(0 < len(part) <= _PART_LINES and (strengths[part] == 0).all() for part in parts)
        told = all((keep[part] & (lines[LAST, part] == LAST_STOP)).any() for part in parts)
        if short and told and line > scan.first_line[row]:
            out.append(line)
    return np.array(out, np.int64)


def _are_days(scan: Scan, line: int, later: NDArray[np.int64]) -> bool:
    """Say whether a head and the next are days of the week, of which two make a programme."""
    texts = scan.texts_of(np.array([line, *later[:1]]))
    return len(texts) > 1 and all(fold(text) in weekdays() for text in texts)


def find_last_entries(
    scan: Scan, keep: NDArray[np.bool_], forms: NDArray[np.int8], strengths: NDArray[np.int8]
) -> NDArray[np.int64]:
    """Return the lines below the last time of a live blog, where nothing else would be left of that entry.

    Args:
        scan: The lines of a batch.
        keep: bool[lines], the body, in which are the times of the entries.
        forms, strengths: The known form of each line.
    """
    lines = scan.lines
    rows = lines[ROW]
    clock = (lines[DIGITS] >= 3) & (lines[DIGITS] <= 4) & (lines[TOKENS] == 2) & (lines[END] - lines[START] <= 5)
    stamps = np.flatnonzero(keep & (clock | (forms == REASON["timestamp"])))  # "22.40" has no form
    if not len(stamps):
        return stamps
    last = np.flatnonzero(np.diff(rows[stamps], append=-1))  # of each text
    out: list[int] = []
    for at in last.tolist():
        line, row = int(stamps[at]), rows[stamps[at]]
        end = int(scan.first_line[row + 1])
        many = at >= _STAMPS and rows[stamps[at - _STAMPS]] == row
        below = np.arange(line + 1, end)
        if many and 0 < len(below) <= _LINES and (strengths[below] == 0).all():
            out.extend(below[~keep[below]].tolist())
    return np.array(out, np.int64)
