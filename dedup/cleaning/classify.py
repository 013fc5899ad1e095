"""Body or boilerplate for every line of a batch: known forms, then two linear scores over features of each line.

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
from dedup.cleaning.forms import CERTAIN, NO_FORM, NUMERIC, ODD, REASON, REASONS, SIGNS_SHIFT, form_of
from dedup.kernel.line_blocks import mark_sections
from dedup.kernel.line_features import CONTEXT, FEATURES, LOCAL, fill_features
from dedup.kernel.line_scores import STACKED, choose_lines, fill_stacked, weigh
from dedup.kernel.lines import (
    ALL_CAPS,
    ARROW,
    AT,
    BYTE_END,
    BYTE_START,
    COPYRIGHT,
    CUES,
    DASH,
    DIGITS,
    END,
    ENDS,
    FIRST,
    FIRST_BRACKET,
    FIRST_LOWER,
    LAST,
    LAST_COMMA,
    LAST_OTHER,
    LAST_STOP,
    MARKS,
    PAREN,
    PIPE,
    ROW,
    SLASH,
    SQUARE,
    START,
    STOPS,
    TOKENS,
    UPPER,
    URL,
    WIDE,
)  # fmt: skip

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.cleaning.scan import Scan

MODEL = Path(__file__).with_name("model.json")
SECTION_REASONS = np.array([REASON[r] for r in ("ranking", "related", "sidebar", "comments")], np.int8)
FEATURE_NAMES: tuple[str, ...] = (
    *LOCAL,
    *(f"cue_{group}_in_{size}" for size in ("short", "long") for group in CUE_WORDS),
    *(f"form_{reason}" for reason in REASONS),
    *CONTEXT,
)
_FEW_LINES = 6
_EXTRACTED = np.float32(3.0)  # log odds for body where trafilatura has taken the page's boilerplate out
_LONGEST_FORM = 900  # bytes; the longest legal notices and captions stay below
_SIGNS = URL | AT | COPYRIGHT | ARROW | SQUARE | PAREN | PIPE | SLASH
_LONG = 200  # characters; behind it stand captions with their credit, notices and legal lines, and no menus
_LONG_CUES = sum(CUE[group] for group in ("photo", "account", "policy", "copyright", "agency"))
_FORMS: dict[
    int, int
] = {}  # reason and strength by the hash of the line's bytes; a cache of pure results, safe to share among threads
_FORMS_KEPT = 200_000


class Model(NamedTuple):
    """Weights of the line model; positive speaks for body.

    Attributes:
        first: float32[features].
        second: float32[features + stacked].
    """

    first: NDArray[np.float32]
    second: NDArray[np.float32]


@functools.cache
def load_model() -> Model:
    """Read the weights that are shipped with the package."""
    stored = json.loads(MODEL.read_text(encoding="utf-8"))
    return Model(
        np.array([stored["first"][name] for name in FEATURE_NAMES], np.float32),
        np.array([stored["second"][name] for name in FEATURE_NAMES + STACKED], np.float32),
    )


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
    codes = np.fromiter(forms, np.int16, len(forms))[inverse]
    reasons[chosen], strengths[chosen] = codes >> 2, codes & 3
    keywords = _keyword_lists(lines) & (strengths == 0)
    reasons[keywords], strengths[keywords] = REASON["keyword_list"], CERTAIN
    return reasons, strengths


def _gate(values: list[int], size: int) -> int:
    """Return the cues and signs of a line as bits, those of a long line only where a long form has them."""
    cues, signs = values[CUES], values[MARKS]
    if size > _LONG:
        signs &= COPYRIGHT | SQUARE | (PAREN if values[FIRST] == FIRST_BRACKET else 0)
        return cues & _LONG_CUES | signs << SIGNS_SHIFT
    gate = cues | signs << SIGNS_SHIFT
    if values[TOKENS] <= 1 or values[WIDE] > 0:
        gate |= ODD
    if values[DIGITS] >= 7:
        gate |= NUMERIC
    return gate or (1 if values[DIGITS] > 0 else 0)


def _keyword_lists(lines: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Tell the lines of tags: Latin letters, no capital, no function word, no end of a sentence."""
    latin = (lines[:, BYTE_END] - lines[:, BYTE_START]) * 5 < (lines[:, END] - lines[:, START]) * 6
    listed: NDArray[np.bool_] = (
        (lines[:, FIRST] == FIRST_LOWER) & (lines[:, UPPER] == 0) & (lines[:, STOPS] == 0) & latin
        & (lines[:, TOKENS] <= 20) & ((lines[:, LAST] == LAST_OTHER) | (lines[:, LAST] == LAST_COMMA))
    )  # fmt: skip
    return listed


def _form(scan: Scan, line: int, key: int) -> int:
    form = _FORMS.get(key)
    if form is None:
        if len(_FORMS) >= _FORMS_KEPT:
            _FORMS.clear()
        text = scan.bytes_of(line).decode("utf-8", "replace")
        gate = _gate(scan.lines[line].tolist(), len(text))
        reason, strength = form_of(text, gate) if gate else NO_FORM
        form = _FORMS[key] = reason << 2 | strength
    return form


def line_features(scan: Scan, reasons: NDArray[np.int8], strengths: NDArray[np.int8]) -> NDArray[np.float32]:
    """Return float32[lines, features], in the order of `FEATURE_NAMES`."""
    out = np.empty((len(scan.lines), FEATURES), np.float32)
    fill_features(
        scan.lines, scan.first_line, reasons, strengths, scan.hashes, scan.tokens, *word_table(), SECTION_REASONS, out
    )
    return out


def score_lines(
    scan: Scan, features: NDArray[np.float32], strengths: NDArray[np.int8], model: Model
) -> NDArray[np.float32]:
    """Return float32[lines], the log odds of each line being body."""
    scores = np.empty(len(features), np.float32)
    weigh(features, model.first, scores)
    stacked = np.empty((len(features), len(STACKED)), np.float32)
    fill_stacked(scan.lines, scan.first_line, scores, strengths, stacked)
    beside = np.empty(len(features), np.float32)
    weigh(features, model.second[: len(FEATURE_NAMES)], scores)
    weigh(stacked, model.second[len(FEATURE_NAMES) :], beside)
    scores += beside
    return scores


def choose_body(
    scan: Scan, reasons: NDArray[np.int8], strengths: NDArray[np.int8], extracted: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Say which lines are body.

    Args:
        scan: The lines of a batch.
        reasons, strengths: Their known forms.
        extracted: bool[n], texts that an HTML extractor has chosen already.

    Returns:
        bool[lines].
    """
    scores = score_lines(scan, line_features(scan, reasons, strengths), strengths, load_model())
    if extracted.any():
        scores[extracted[scan.lines[:, ROW]]] += _EXTRACTED
    keep = np.empty(len(scan.lines), np.bool_)
    choose_lines(scan.lines, scan.first_line, scores, _certain(scan, reasons, strengths), keep)
    return keep


def _certain(scan: Scan, reasons: NDArray[np.int8], strengths: NDArray[np.int8]) -> NDArray[np.int8]:
    """Return -1 for lines that a known form excludes, 1 for lines that are body whatever stands around them."""
    lines = scan.lines
    fixed = np.where(strengths >= CERTAIN, -1, 0).astype(np.int8)
    # an article printed as one or two lines: nothing around them could tell more than their length
    per_text = np.diff(scan.first_line)[lines[:, ROW]]
    whole = (lines[:, TOKENS] >= 60) & (lines[:, ENDS] >= 3) & (per_text <= _FEW_LINES)
    # "NEW YORK (Reuters) - ...": capitals, then a dash, then a sentence
    wired = (lines[:, DASH] > 0) & (lines[:, DASH] < 60) & (lines[:, ALL_CAPS] > 0) & (lines[:, LAST] == LAST_STOP)
    wired &= (lines[:, TOKENS] >= 12) & (lines[:, STOPS] >= 3)
    fixed[(whole | wired) & (strengths == 0)] = 1
    listed = np.empty(len(lines), np.bool_)
    mark_sections(lines, scan.first_line, reasons, strengths, SECTION_REASONS[:3], listed)
    fixed[listed] = -1
    return fixed
