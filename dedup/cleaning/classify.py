"""Body or boilerplate for every line of a batch: known forms, then two linear scores over features of each line.

The model's weights are trained by `tests/quality/train_lines.py` and kept, one named number each, in `model.json`.
"""

from __future__ import annotations

import functools
import itertools
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dedup.cleaning.cues import CUE
from dedup.cleaning.features import FEATURE_NAMES, SECTION_REASONS, Part, fill_features
from dedup.cleaning.forms import (
    _LEAD,
    ASKED,
    CERTAIN,
    NO_FORM,
    NUMERIC,
    ODD,
    REASON,
    REASONS,
    SECTION,
    SIGNS_SHIFT,
    UNSPACED_FORM,
    form_of,
)
from dedup.cleaning.head_forms import find_head_forms
from dedup.cleaning.prose import reads_as_sentence
from dedup.cleaning.stacking import STACKED, fill_stacked
from dedup.kernel.line_blocks import mark_sections
from dedup.kernel.line_columns import (
    ALL_CAPS,
    BYTE_END,
    BYTE_START,
    CAPITALISED,
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
    LETTERS,
    MARKS,
    ROW,
    START,
    STOPS,
    TOKENS,
    UPPER,
    WIDE,
)  # fmt: skip
from dedup.kernel.line_scores import choose_lines, weigh
from dedup.kernel.line_signs import ARROW, AT, COPYRIGHT, PAREN, PIPE, SLASH, SQUARE, URL
from dedup.text.stamp_lines import LONGEST_STAMP

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from dedup.cleaning.scan import Scan

MODEL = Path(__file__).with_name("model.json")
_FEW_LINES = 6
_PORTION = 8192  # lines, whose features take 6 MB; eight times fewer took a tenth longer
# Log odds for body of a line that trafilatura has left: F on its own pages .9224 at 2, .9238 at 3, .9249 at 4.
_EXTRACTED = np.float32(4.0)
# What many articles of one outlet share is likelier boilerplate; a sentence that the model is sure of stays.
_SHARED = np.float32(2.5)
_LONGEST_FORM = 900  # bytes; the longest legal notices and captions stay below
_SIGNS = URL | AT | COPYRIGHT | ARROW | SQUARE | PAREN | PIPE | SLASH
_SHORT_STAMP = 60  # characters
_LABEL_WORDS, _HEADLINE_WORDS = 2, (3, 25)
_LONG = 200  # characters; behind it stand captions with their credit, notices and legal lines, and no menus
_LONG_CUES = sum(CUE[group] for group in ("photo", "account", "policy", "copyright", "agency"))
# No form asks for the cue of a person speaking, and only a time stamp for a number alone.
_TRIED = 0xFFFF & ~CUE["person"] | _SIGNS << SIGNS_SHIFT | ODD | NUMERIC
_NOTE = re.compile(r"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,3}: ")  # the team that a note is of
_IN_TWO_MINDS = np.float32(-1.0)
_TOLD_WORDS, _INSERT_LINES, _INSERT_WORDS = 6, 4, 5
_INSERTS = ("advertisement", "subscription", "login", "related", "share_bar")
_INSERTED = np.array([reason in _INSERTS for reason in REASONS])
_CELLS = re.compile(r"\t|\s\s+|\s*\|\s*")
_IN_A_MENU = np.array([reason in ("navigation", "ranking", "related") for reason in REASONS])
_UNSPACED = 1 << 40  # a line of an unspaced script without a cue or sign
# reason and strength by the hash of the line's bytes; a cache of pure results, safe to share among threads
_FORMS: dict[int, int] = {}
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
    gates = _gates(lines)
    reasons = np.zeros(lines.shape[1], np.int8)
    strengths = np.zeros(lines.shape[1], np.int8)
    chosen = np.flatnonzero(gates)
    distinct, first, inverse = np.unique(scan.exact[chosen], return_index=True, return_inverse=True)
    keys = distinct.tolist()
    forms = list(map(_FORMS.get, keys, itertools.repeat(-1)))
    new = [i for i, form in enumerate(forms) if form < 0]
    if len(_FORMS) + len(new) > _FORMS_KEPT:
        _FORMS.clear()
    at = chosen[first[new]]
    texts = scan.texts_of(at)
    for i, text, gate in zip(new, texts, gates[at].tolist(), strict=True):
        forms[i] = _FORMS[keys[i]] = _form(text, gate)
    codes = np.array(forms, np.int16)[inverse]
    reasons[chosen], strengths[chosen] = codes >> 2, codes & 3
    for spared in (_subheads(scan, reasons, strengths), _table_heads(scan, reasons, strengths)):
        reasons[spared] = strengths[spared] = 0
    find_head_forms(scan, reasons, strengths)
    linked = _linked(lines, reasons, strengths)
    reasons[linked], strengths[linked] = REASON["related"], CERTAIN
    keywords = _keyword_lists(lines) & (strengths == 0)
    reasons[keywords], strengths[keywords] = REASON["keyword_list"], CERTAIN
    return reasons, strengths


def _subheads(scan: Scan, reasons: NDArray[np.int8], strengths: NDArray[np.int8]) -> NDArray[np.int64]:
    """Return the lines that head notes of a report, not links: "UP NEXT" above "Rangers: Host the Tigers."."""
    lines = scan.lines
    at = np.flatnonzero((strengths == SECTION) & (reasons == REASON["related"]))
    at = at[at + 1 < lines.shape[1]]
    below = at + 1
    told = (lines[LAST, below] == LAST_STOP) & (lines[TOKENS, below] >= 4) & (lines[ROW, below] == lines[ROW, at])
    at = at[told]
    noted: NDArray[np.int64] = at[np.array([bool(_NOTE.match(text)) for text in scan.texts_of(at + 1)], np.bool_)]
    return noted


def _table_heads(scan: Scan, reasons: NDArray[np.int8], strengths: NDArray[np.int8]) -> NDArray[np.int64]:
    """Return the lines that head the columns of a table, no menu: as many cells stand below them, with numbers."""
    lines = scan.lines
    at: NDArray[np.int64] = np.flatnonzero((strengths >= CERTAIN) & _IN_A_MENU[reasons] & (lines[TOKENS] >= 2))
    at = at[at + 1 < lines.shape[1]]
    at = at[(lines[ROW, at + 1] == lines[ROW, at]) & (lines[DIGITS, at + 1] > 0) & (lines[LAST, at] == LAST_OTHER)]
    pairs = zip(scan.texts_of(at), scan.texts_of(at + 1), strict=True)
    cells = [(len(_CELLS.split(head)), len(_CELLS.split(row))) for head, row in pairs]
    heads: NDArray[np.int64] = at[np.array([head == row >= 2 for head, row in cells], np.bool_)]
    return heads


def _linked(
    lines: NDArray[np.int32], reasons: NDArray[np.int8], strengths: NDArray[np.int8]
) -> NDArray[np.int64]:
    """Return the headlines right below a label such as "Recommended", which links one story among paragraphs."""
    label = (reasons == REASON["related"]) & (strengths == CERTAIN) & (lines[TOKENS] <= _LABEL_WORDS)
    below = np.flatnonzero(label[:-1] & (lines[ROW, 1:] == lines[ROW, :-1])) + 1
    words = lines[TOKENS, below]
    headline = (lines[LAST, below] == LAST_OTHER) & (words >= _HEADLINE_WORDS[0]) & (words <= _HEADLINE_WORDS[1])
    headline &= strengths[below] == 0
    linked: NDArray[np.int64] = below[headline]
    return linked


def _gates(lines: NDArray[np.int32]) -> NDArray[np.int64]:
    """Return int64[lines], the cues and signs of each line as bits; 0 where no form is worth trying.

    Of a line longer than a menu only those count that a long form has.
    """
    chars = lines[END] - lines[START]
    cues, marks, digits, wide = (lines[column].astype(np.int64) for column in (CUES, MARKS, DIGITS, WIDE))
    gates: NDArray[np.int64] = cues | marks << SIGNS_SHIFT
    menu = (lines[CAPITALISED] == lines[TOKENS]) & (lines[STOPS] == 0) & (lines[TOKENS] <= 12)
    gates[(lines[TOKENS] <= 1) | (wide > 0) | menu] |= ODD
    gates[digits >= 7] |= NUMERIC
    gates[(gates == 0) & (digits > 0)] = 1
    gates[(gates & _TRIED == 0) & (digits == 0)] = 0
    gates[((gates & ASKED == 0) | (gates == 1) & (cues == 0)) & (chars > LONGEST_STAMP)] = 0
    plain = (wide > 0) & (lines[LETTERS] == wide) & (digits == 0) & (gates & _TRIED == ODD)
    gates[plain] = _UNSPACED
    # digits of Arabic and Indic scripts are counted nowhere: a short line of theirs may be a time stamp;
    # and of their words no list of cues holds any
    other = (lines[BYTE_END] - lines[BYTE_START] > chars + chars // 2) & (lines[UPPER] == 0) & (chars <= _SHORT_STAMP)
    gates[(gates == 0) & other] = 1 | CUE["related"]
    bracketed = np.where(lines[FIRST] == FIRST_BRACKET, PAREN, 0)
    long_gates = cues & _LONG_CUES | (marks & (COPYRIGHT | SQUARE | bracketed)) << SIGNS_SHIFT
    gates[chars > _LONG] = long_gates[chars > _LONG]
    gates[lines[BYTE_END] - lines[BYTE_START] > _LONGEST_FORM] = 0
    return gates


def _form(text: str, gate: int) -> int:
    if gate == _UNSPACED:
        gate = ODD if UNSPACED_FORM.fullmatch(_LEAD.sub("", text)) else 0
    reason, strength = form_of(text, gate) if gate else NO_FORM
    return reason << 2 | strength


def _keyword_lists(lines: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Tell the lines of tags: Latin letters, no capital, no function word, no end of a sentence."""
    latin = (lines[BYTE_END] - lines[BYTE_START]) * 5 < (lines[END] - lines[START]) * 6
    listed: NDArray[np.bool_] = (
        (lines[FIRST] == FIRST_LOWER) & (lines[UPPER] == 0) & (lines[STOPS] == 0) & latin
        & (lines[TOKENS] <= 20) & ((lines[LAST] == LAST_OTHER) | (lines[LAST] == LAST_COMMA))
    )  # fmt: skip
    return listed


def score_lines(
    scan: Scan, reasons: NDArray[np.int8], strengths: NDArray[np.int8], model: Model
) -> NDArray[np.float32]:
    """Return float32[lines], the log odds of each line being body."""
    scores = np.zeros(scan.lines.shape[1], np.float32)
    n = len(FEATURE_NAMES)
    for texts in _portions(scan.first_line):
        begin, end = int(scan.first_line[texts.start]), int(scan.first_line[texts.stop])
        part = Part.of(scan.lines[:, begin:end], scan.first_line[texts.start : texts.stop + 1] - begin)
        features = np.zeros((n + len(STACKED), end - begin), np.float32)
        own = strengths[begin:end]
        fill_features(part, reasons[begin:end], own, scan.hashes[begin:end], scan.tokens, features[:n])
        first = np.zeros(end - begin, np.float32)
        weigh(features[:n], model.first, first)
        fill_stacked(part, first, own, features[n:])
        weigh(features, model.second, scores[begin:end])
    return scores


def _portions(first_line: NDArray[np.int64]) -> Iterator[slice]:
    """Cut texts into portions whose features stay in the processor's cache; empty texts at the ends are left out."""
    start, last = 0, len(first_line) - 1
    while start < last and first_line[start] < first_line[-1]:
        stop = int(np.searchsorted(first_line, first_line[start] + _PORTION, side="right")) - 1
        stop = min(max(stop, int(np.searchsorted(first_line, first_line[start], side="right"))), last)
        yield slice(start, stop)
        start = stop


def choose_body(
    scan: Scan,
    reasons: NDArray[np.int8],
    strengths: NDArray[np.int8],
    extracted: NDArray[np.bool_],
    suspected: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    """Say which lines are body.

    Args:
        scan: The lines of a batch.
        reasons, strengths: Their known forms.
        extracted: bool[n], texts that an HTML extractor has chosen already.
        suspected: bool[lines], sentences that many articles of one outlet share.

    Returns:
        bool[lines].
    """
    scores = score_lines(scan, reasons, strengths, load_model())
    if extracted.any():
        scores[extracted[scan.lines[ROW]]] += _EXTRACTED
    scores[suspected] -= _SHARED
    keep = np.empty(scan.lines.shape[1], np.bool_)
    choose_lines(scan.lines, scan.first_line, scores, _certain(scan, reasons, strengths), keep)
    keep[_resumed(scan, keep, scores, reasons, strengths)] = True
    return keep


def _resumed(
    scan: Scan, keep: NDArray[np.bool_], scores: NDArray[np.float32], reasons: NDArray[np.int8],
    strengths: NDArray[np.int8],
) -> list[int]:  # fmt: skip
    """Return the sentences that the model is in two minds about, with which the story goes on below an insert.

    An insert is a few lines of known forms: an advertisement, a box for the newsletter, a link to another story.
    """
    lines = scan.lines
    unsure = ~keep & (scores > _IN_TWO_MINDS) & (strengths == 0) & (lines[LAST] == LAST_STOP)
    at = np.flatnonzero(unsure & (lines[TOKENS] >= _TOLD_WORDS))
    if not len(at):
        return []
    sections = np.bincount(lines[ROW, strengths == SECTION], minlength=len(scan.first_line))
    at = at[sections[lines[ROW, at]] == 0]
    out: list[int] = []
    for line, text in zip(at.tolist(), scan.texts_of(at), strict=True):
        begin = int(scan.first_line[lines[ROW, line]])
        above, formed = line - 1, 0
        while above >= begin and line - above <= _INSERT_LINES and not keep[above] and above not in out:
            if strengths[above] < CERTAIN and lines[TOKENS, above] > _INSERT_WORDS:
                break
            formed += _INSERTED[reasons[above]] and strengths[above] >= CERTAIN
            above -= 1
        if formed == 0 or above < begin or not (keep[above] or above in out) or lines[LAST, above] != LAST_STOP:
            continue
        if reads_as_sentence(text):
            out.append(line)
    return out


def _certain(scan: Scan, reasons: NDArray[np.int8], strengths: NDArray[np.int8]) -> NDArray[np.int8]:
    """Return -1 for lines that a known form excludes, 1 for lines that are body whatever stands around them."""
    lines = scan.lines
    fixed = np.where(strengths >= CERTAIN, -1, 0).astype(np.int8)
    # an article printed as one or two lines: nothing around them could tell more than their length
    per_text = np.diff(scan.first_line)[lines[ROW]]
    whole = (lines[TOKENS] >= 60) & (lines[ENDS] >= 3) & (per_text <= _FEW_LINES)
    # "NEW YORK (Reuters) - ...": capitals, then a dash, then a sentence
    wired = (lines[DASH] > 0) & (lines[DASH] < 60) & (lines[ALL_CAPS] > 0) & (lines[LAST] == LAST_STOP)
    wired &= (lines[TOKENS] >= 12) & (lines[STOPS] >= 3)
    fixed[(whole | wired) & (strengths == 0)] = 1
    listed = np.empty(lines.shape[1], np.bool_)
    mark_sections(lines, scan.first_line, reasons, strengths, SECTION_REASONS[:3], listed)
    fixed[listed] = -1
    return fixed
