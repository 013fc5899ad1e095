"""Which lines are body by the structure of their article, though each by itself looks like none.

Called by `cleaning.core` with the line model's choice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dedup.cleaning.cues import CUE
from dedup.cleaning.forms import CERTAIN, REASON, REASONS, SECTION
from dedup.cleaning.prose import serves_the_page
from dedup.kernel.line_columns import CUES, LAST, LAST_ASK, LAST_STOP, MARKS, ROW, TOKENS
from dedup.kernel.line_signs import AT, COPYRIGHT, URL
from dedup.kernel.line_structure import BARRED, BODY, OPEN, STAMP, keep_structures

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.cleaning.scan import Scan

# Forms that an article itself has; all others are signs of a page around it.
_OWN = np.array([reason in ("timestamp", "byline", "dateline", "credit", "note", "title") for reason in REASONS])
_SUSPECT = sum(CUE[group] for group in ("account", "policy", "advert", "reach", "share", "site"))
_FORMS_OF_A_PLAIN_PAGE = 4
_STORY_OF_A_PLAIN_PAGE = 0.6  # of its words stand in body lines and other sentences


def keep_structured(
    scan: Scan, keep: NDArray[np.bool_], forms: NDArray[np.int8], strengths: NDArray[np.int8]
) -> NDArray[np.bool_]:
    """Return bool[lines], the lines that are body by structure, besides those that are already.

    Args:
        scan: The lines of a batch.
        keep: bool[lines], the line model's choice.
        forms, strengths: The known form of each.
    """
    lines = scan.lines
    known = strengths >= CERTAIN
    stamps = known & (forms == REASON["timestamp"])
    ended = (lines[LAST] == LAST_STOP) | (lines[LAST] == LAST_ASK)
    marked = lines[MARKS] & (URL | AT | COPYRIGHT) != 0
    suspect = np.flatnonzero(~keep & ~known & ended & (lines[CUES] & _SUSPECT != 0))
    states = np.full(len(keep), OPEN, np.uint8)
    states[known | marked] = BARRED
    states[suspect[[serves_the_page(text) for text in scan.texts_of(suspect)]]] = BARRED
    states[stamps] = STAMP
    states[keep] = BODY
    plain = _plain_pages(scan, states, ended, forms, strengths)
    keep_structures(scan.data, scan.offsets, lines, scan.first_line, states, plain)
    out: NDArray[np.bool_] = states == BODY
    return out


def _plain_pages(
    scan: Scan, states: NDArray[np.uint8], ended: NDArray[np.bool_], forms: NDArray[np.int8],
    strengths: NDArray[np.int8],
) -> NDArray[np.bool_]:  # fmt: skip
    """Tell the texts that show little but their article: next to no known boilerplate, most words in sentences."""
    rows = scan.lines[ROW]
    n = len(scan.first_line) - 1
    words = scan.lines[TOKENS]
    foreign = np.bincount(rows[(strengths >= CERTAIN) & ~_OWN[forms]], minlength=n)
    sections = np.bincount(rows[strengths == SECTION], minlength=n)
    story = (states == BODY) | ((states == OPEN) & ended)
    told = np.bincount(rows[story], words[story], n)
    plain: NDArray[np.bool_] = (sections == 0) & (foreign <= _FORMS_OF_A_PLAIN_PAGE)
    return plain & (told >= _STORY_OF_A_PLAIN_PAGE * np.bincount(rows, words, n))
