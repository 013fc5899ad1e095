"""Lines that a page breaks in mid-sentence before a capital, so that the first half is no caption."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from dedup.articles import Span
from dedup.kernel.line_columns import BYTE_END, BYTE_START, GAP, ROW
from dedup.text import paragraphs

if TYPE_CHECKING:
    from dedup.cleaning.scan import Scan

_AROUND = 8000  # bytes on each side in which a broken name may stand whole


def goes_on(scan: Scan, line: int) -> bool:
    """Say whether the sentence at the end of a line goes on in the next one; see `paragraphs.goes_on`."""
    lines = scan.lines
    if line + 1 == lines.shape[1] or lines[ROW, line + 1] != lines[ROW, line] or lines[GAP, line + 1] != 1:
        return False
    begin = int(scan.offsets[lines[ROW, line]])
    start, end = begin + int(lines[BYTE_START, line]), begin + int(lines[BYTE_END, line])
    following, until = begin + int(lines[BYTE_START, line + 1]), begin + int(lines[BYTE_END, line + 1])
    stop = int(scan.offsets[lines[ROW, line] + 1])
    cuts = (max(begin, start - _AROUND), start, end, following, until, min(stop, until + _AROUND))
    parts = [scan.data[a:b].tobytes().decode("utf-8", "ignore") for a, b in itertools.pairwise(cuts)]
    at = [0]
    for part in parts:
        at.append(at[-1] + len(part))
    return paragraphs.goes_on("".join(parts), Span(at[1], at[2]), Span(at[3], at[4]))
