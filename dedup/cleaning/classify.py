"""Body or boilerplate for every line of a batch: known forms, then a linear chain model over features of each line.

Called by `cleaning.batch`; the model's weights are trained by `tests/quality/train_lines.py` and kept, one named number
each, in `model.json`.
"""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dedup.cleaning.cues import CUE, CUE_WORDS, word_table
from dedup.cleaning.forms import CERTAIN, NO_FORM, REASON, REASONS, Form, form_of
from dedup.kernel import line_features as kernel
from dedup.kernel.lines import (
    ALL_CAPS, ARROW, AT, BYTE_END, BYTE_START, COPYRIGHT, CUES, DASH, DIGITS, END, ENDS, FIRST, FIRST_LOWER, LAST, LAST_COMMA, LAST_OTHER, LAST_STOP, MARKS,
    PAREN, PIPE, ROW, SLASH, SQUARE, START, STOPS, TOKENS, UPPER, URL, WIDE,
)  # fmt: skip

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.cleaning.scan import Scan

MODEL = Path(__file__).with_name("model.json")
SECTION_REASONS = np.array([REASON[r] for r in ("ranking", "related", "sidebar", "comments")], np.int8)
FEATURE_NAMES: tuple[str, ...] = (
    *kernel.LOCAL,
    *(f"cue_{group}_in_{size}" for size in ("short", "long") for group in CUE_WORDS),
    *(f"form_{reason}" for reason in REASONS),
    *kernel.CONTEXT,
)
_FEW_LINES = 6
_LONGEST_FORM = 420  # bytes; the longest legal notices and captions stay below
_SIGNS = URL | AT | COPYRIGHT | ARROW | SQUARE | PAREN | PIPE | SLASH
_FORMS: dict[int, Form] = {}  # by the hash of the line's bytes; a cache of pure results, safe to share among threads
_FORMS_KEPT = 200_000


class Model(NamedTuple):
    """Weights of the line model.

    Attributes:
        weights: float32[features], for being body.
        change: float32[2, 2], `change[from, to]` of boilerplate (0) and body (1).
    """

    weights: NDArray[np.float32]
    change: NDArray[np.float32]


@functools.cache
def load_model() -> Model:
    """Read the weights that are shipped with the package."""
    stored = json.loads(MODEL.read_text(encoding="utf-8"))
    weights = np.array([stored["weights"][name] for name in FEATURE_NAMES], np.float32)
    return Model(weights, np.array(stored["change"], np.float32))


def find_forms(scan: Scan) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
    """Return the reason and the strength of each line's known form, int8[lines] each; 0 where it has none."""
    lines = scan.lines
    size = lines[:, BYTE_END] - lines[:, BYTE_START]
    tried = (size <= _LONGEST_FORM) & (
        (lines[:, CUES] != 0) | (lines[:, MARKS] & _SIGNS != 0) | (lines[:, TOKENS] <= 3) | (lines[:, WIDE] > 0)
        | (lines[:, DIGITS] > 0)
    )  # fmt: skip
    reasons = np.zeros(len(lines), np.int8)
    strengths = np.zeros(len(lines), np.int8)
    chosen = np.flatnonzero(tried)
    distinct, first, inverse = np.unique(scan.exact[chosen], return_index=True, return_inverse=True)
    forms = [_form(scan, int(chosen[at]), key) for at, key in zip(first, distinct.tolist(), strict=True)]
    table = np.array(forms, np.int8).reshape(-1, 2)[inverse]
    reasons[chosen], strengths[chosen] = table[:, 0], table[:, 1]
    keywords = _keyword_lists(lines) & (strengths == 0)
    reasons[keywords], strengths[keywords] = REASON["keyword_list"], CERTAIN
    return reasons, strengths


def _keyword_lists(lines: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Tell the lines of tags: Latin letters, no capital, no function word, no end of a sentence."""
    latin = (lines[:, BYTE_END] - lines[:, BYTE_START]) * 5 < (lines[:, END] - lines[:, START]) * 6
    return (
        (lines[:, FIRST] == FIRST_LOWER) & (lines[:, UPPER] == 0) & (lines[:, STOPS] == 0) & latin
        & (lines[:, TOKENS] <= 20) & ((lines[:, LAST] == LAST_OTHER) | (lines[:, LAST] == LAST_COMMA))
    )  # fmt: skip


def _form(scan: Scan, line: int, key: int) -> Form:
    form = _FORMS.get(key)
    if form is None:
        if len(_FORMS) >= _FORMS_KEPT:
            _FORMS.clear()
        values = scan.lines[line]
        text = scan.bytes_of(line).decode("utf-8", "replace")
        # date words alone stand in every second paragraph
        worth = len(text) <= 160 or int(values[CUES]) & ~CUE["calendar"] != 0 or bool(values[MARKS] & _SIGNS)
        marked = bool(values[MARKS] & _SIGNS) or values[TOKENS] <= 1 or values[WIDE] > 0
        form = form_of(text, int(values[CUES]), marked) if worth else NO_FORM
        _FORMS[key] = form
    return form


def line_features(
    scan: Scan, reasons: NDArray[np.int8], strengths: NDArray[np.int8]
) -> NDArray[np.float32]:
    """Return float32[lines, features], in the order of `FEATURE_NAMES`."""
    out = np.empty((len(scan.lines), kernel.FEATURES), np.float32)
    kernel.fill_features(
        scan.lines, scan.first_line, reasons, strengths, scan.hashes, scan.tokens, *word_table(), SECTION_REASONS, out
    )
    return out


def choose_body(
    scan: Scan, reasons: NDArray[np.int8], strengths: NDArray[np.int8], model: Model | None = None
) -> tuple[NDArray[np.bool_], NDArray[np.float32]]:
    """Say which lines are body.

    Args:
        scan: The lines of a batch.
        reasons, strengths: Their known forms.
        model: Other weights than those shipped.

    Returns:
        bool[lines], and float32[lines] with each line's score (positive speaks for body).
    """
    model = model or load_model()
    features = line_features(scan, reasons, strengths)
    keep = np.empty(len(scan.lines), np.bool_)
    scores = np.empty(len(scan.lines), np.float32)
    fixed = np.where(strengths >= CERTAIN, -1, 0).astype(np.int8)
    # an article printed as one or two lines: nothing around them could tell more than their length
    per_text = np.diff(scan.first_line)[scan.lines[:, ROW]]
    whole = (scan.lines[:, TOKENS] >= 60) & (scan.lines[:, ENDS] >= 3) & (per_text <= _FEW_LINES)
    # "NEW YORK (Reuters) - ...": capitals, then a dash, then a sentence
    wired = (scan.lines[:, DASH] > 0) & (scan.lines[:, DASH] < 60) & (scan.lines[:, ALL_CAPS] > 0)
    wired &= (scan.lines[:, LAST] == LAST_STOP) & (scan.lines[:, TOKENS] >= 12) & (scan.lines[:, STOPS] >= 3)
    fixed[(whole | wired) & (strengths == 0)] = 1
    kernel.decode(features, scan.first_line, model.weights, model.change, fixed, keep, scores)
    return keep, scores
