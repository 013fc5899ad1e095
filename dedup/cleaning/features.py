"""What is known of each line and its neighbours, as numbers for a linear model.

The counts come from `kernel.lines`; the few features for which a page is walked line by line from `kernel.line_walks`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from dedup.cleaning.cues import CUE, CUE_WORDS, word_table
from dedup.cleaning.forms import REASON, REASONS
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
    FIRST_UNCASED,
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
    TOKENS,
    WIDE,
)
from dedup.kernel.line_signs import ARROW, AT, COPYRIGHT, PAREN, PIPE, QUOTE, SLASH, SQUARE, TIME, URL, YEAR
from dedup.kernel.line_walks import SECTIONS, follow_sections, let_fade, share_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.cleaning.scan import Scan

# The order is the order of the weights; `cleaning/model.json` names each.
LOCAL = (
    "bias", "length", "from_5", "from_10", "from_20", "from_40", "stop_density", "stop_density_by_length", "terminal",
    "terminal_by_length", "terminal_and_stops", "ellipsis", "colon", "comma_at_end", "bracket_at_end", "first_upper",
    "first_lower", "first_digit", "first_bullet", "first_quote", "first_other", "capitalised", "capitalised_if_long",
    "all_caps", "digits", "symbols", "commas", "sentences", "quotes", "url", "at_sign", "copyright_sign", "pipe",
    "year_in_short", "time_in_short", "slash_in_short", "arrow", "square_bracket", "bracket", "early_dash", "gap",
    "wide_gap", "wrapped", "twice_on_page", "unspaced_script", "asks",
)  # fmt: skip
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
FEATURE_NAMES: tuple[str, ...] = (
    *LOCAL,
    *(f"cue_{group}_in_{size}" for size in ("short", "long") for group in CUE_WORDS),
    *(f"form_{reason}" for reason in REASONS),
    *CONTEXT,
)
_AT = {name: at for at, name in enumerate(FEATURE_NAMES)}
_FIRST_KINDS = {
    "first_upper": FIRST_UPPER, "first_lower": FIRST_LOWER, "first_digit": FIRST_DIGIT, "first_bullet": FIRST_BULLET,
    "first_quote": FIRST_QUOTE, "first_other": FIRST_OTHER,
}  # fmt: skip
_MARKED = {
    "quotes": QUOTE, "url": URL, "at_sign": AT, "copyright_sign": COPYRIGHT, "pipe": PIPE, "arrow": ARROW,
    "square_bracket": SQUARE, "bracket": PAREN,
}  # fmt: skip
_MARKED_IN_SHORT = {"year_in_short": YEAR, "time_in_short": TIME, "slash_in_short": SLASH}
_CUES_AT = len(LOCAL)
_FORMS_AT = _CUES_AT + 2 * len(CUE_WORDS)
SECTION_REASONS = np.array([REASON[r] for r in ("ranking", "related", "sidebar", "comments")], np.int8)
_COMMENT_CUES = CUE["comment"] | CUE["stamp"]
SIGHT = 5  # lines above and below that are looked at
_TWICE = 12  # equal lines stand nearer or are counted as boilerplate; so far back stands a repeated publisher block

Floats = Any  # NDArray[np.float32]: sums of them keep their type, and mypy does not know


class Part(NamedTuple):
    """Some texts of a batch, and where their lines stand.

    Attributes:
        table: int32[COLUMNS, lines], see `kernel.line_columns`.
        first_line: int64[texts + 1], where each text's lines start.
        row: int64[lines], text of each.
        place: int64[lines], of each in its text, from 0.
        sizes: int64[texts], lines of each.
        same: float32[lines - k] for k from 1 to `SIGHT`: 1 where a line and the k-th below are of one text, else 0.
    """

    table: NDArray[np.int32]
    first_line: NDArray[np.int64]
    row: NDArray[np.int64]
    place: NDArray[np.int64]
    sizes: NDArray[np.int64]
    same: tuple[Floats, ...]

    @classmethod
    def of(cls, table: NDArray[np.int32], first_line: NDArray[np.int64]) -> Part:
        """Return the part that a table is, its texts starting where `first_line` says."""
        sizes = np.diff(first_line)
        row = np.repeat(np.arange(len(sizes)), sizes)
        same = tuple((row[k:] == row[:-k]).astype(np.float32) for k in range(1, SIGHT + 1))
        return cls(table, first_line, row, np.arange(len(row)) - first_line[row], sizes, same)

    def above(self, values: Floats, k: int, out: Floats) -> None:
        """Set `out` to the values k lines above, 0 beyond the text."""
        out[:k] = 0
        np.multiply(values[:-k], self.same[k - 1], out=out[k:])

    def below(self, values: Floats, k: int, out: Floats) -> None:
        """Set `out` to the values k lines below, 0 beyond the text."""
        out[-k:] = 0
        np.multiply(values[k:], self.same[k - 1], out=out[:-k])

    def sums(self, values: Floats) -> Floats:
        """Return the sum over each text."""
        return np.bincount(self.row, values, len(self.sizes)).astype(np.float32)


def fill_features(
    part: Part, reasons: NDArray[np.int8], strengths: NDArray[np.int8], hashes: NDArray[np.uint64],
    tokens: NDArray[np.uint64], out: Floats,
) -> None:  # fmt: skip
    """Fill the features of some lines.

    Args:
        part: The lines.
        reasons: int8[lines], the reason that a line's known form gives; 0 for none.
        strengths: int8[lines], 0 hint, 1 certain, 2 opens a section.
        hashes: uint64[lines].
        tokens: uint64[tokens] of the batch.
        out: float32[features, lines] of zeros.
    """
    length, prose = _fill_local(part, strengths, out)
    _fill_twice(part, hashes, out[_AT["twice_on_page"]])
    cues = part.table[CUES]
    short = length <= 10
    for bit in range(len(CUE_WORDS)):
        holds = (cues >> bit) & 1
        if holds.any():
            out[_CUES_AT + bit] = holds * short
            out[_CUES_AT + len(CUE_WORDS) + bit] = holds * ~short
    formed = np.flatnonzero(strengths > 0)
    out[_FORMS_AT + reasons[formed].astype(np.int64), formed] = 1
    terminal = out[_AT["terminal"]]
    _fill_beside(part, strengths, length, prose, terminal, out)
    _fill_place(part, length, prose, terminal, out)
    _fill_page(part, reasons, strengths, length, prose, terminal, out)
    shared = np.zeros(len(length), np.float32)
    share_words(part.table, part.first_line, tokens, word_table(), prose, shared)
    out[_AT["shared_words"]] = shared
    out[_AT["shared_words_by_length"]] = shared * np.minimum(length, 20) / 20
    out[_AT["shared_words_unterminated"]] = shared * (1 - terminal)


def _fill_local(part: Part, strengths: NDArray[np.int8], f: Floats) -> tuple[Floats, Floats]:
    """Fill what a line tells by itself; return its length in words and how much it looks like prose, 0 to 1."""
    table = part.table
    tokens, wide, stops = (table[column].astype(np.float32) for column in (TOKENS, WIDE, STOPS))
    words = tokens - wide / 2  # two characters of an unspaced script carry about a word
    some = np.maximum(words, 1)
    chars = np.maximum(table[END] - table[START], 1).astype(np.float32)
    # a page in a language without a stop-word list: its long lines are taken to have the density of prose
    known = part.sums(stops) >= np.float32(0.06) * part.sums(tokens)
    density = np.minimum(stops / some, np.float32(0.6))
    if not known.all():
        density = np.where(known[part.row], density, np.where(words >= 8, np.float32(0.4), np.float32(0.1)))
    first, last, marks = table[FIRST], table[LAST], table[MARKS]
    asks, trails = last == LAST_ASK, last == LAST_ELLIPSIS
    terminal = ((last == LAST_STOP) | asks).astype(np.float32)
    terminal[trails] = 0.5
    short = words <= 10
    lettered = np.maximum(tokens - wide, 1)
    f[_AT["bias"]] = 1
    f[_AT["length"]] = np.log1p(words) / 4
    for least in (5, 10, 20, 40):
        f[_AT[f"from_{least}"]] = words >= least
    f[_AT["stop_density"]] = density
    f[_AT["stop_density_by_length"]] = density * np.minimum(words, 30) / 30
    f[_AT["terminal"]] = terminal
    f[_AT["terminal_by_length"]] = terminal * np.minimum(words, 40) / 40
    f[_AT["terminal_and_stops"]] = terminal * (density >= np.float32(0.2))
    f[_AT["ellipsis"]] = trails
    f[_AT["colon"]] = last == LAST_COLON
    f[_AT["comma_at_end"]] = last == LAST_COMMA
    f[_AT["bracket_at_end"]] = table[CLOSED]
    for name, kind in _FIRST_KINDS.items():
        f[_AT[name]] = first == kind
    f[_AT["first_lower"]] += first == FIRST_UNCASED
    f[_AT["capitalised"]] = np.minimum(table[CAPITALISED] / lettered, 1)
    f[_AT["capitalised_if_long"]] = f[_AT["capitalised"]] * (words >= 6)
    f[_AT["all_caps"]] = np.minimum(table[ALL_CAPS] / lettered, 1)
    f[_AT["digits"]] = table[DIGITS] / chars
    f[_AT["symbols"]] = table[SYMBOLS] / chars
    f[_AT["commas"]] = np.minimum(table[COMMAS] / some, 0.5)
    f[_AT["sentences"]] = np.minimum(table[ENDS], 3) / 3
    for name, mark in _MARKED.items():
        f[_AT[name]] = marks & mark != 0
    for name, mark in _MARKED_IN_SHORT.items():
        f[_AT[name]] = short & (marks & mark != 0)
    f[_AT["early_dash"]] = (table[DASH] >= 0) & (table[DASH] < 60)
    f[_AT["gap"]] = table[GAP] >= 2
    f[_AT["wide_gap"]] = table[GAP] >= 4
    f[_AT["wrapped"]] = table[LINES] > 1
    f[_AT["unspaced_script"]] = wide * 2 > tokens
    f[_AT["asks"]] = asks
    prose = terminal * np.minimum(words / 15, 1) * np.minimum(density * 4, 1)
    prose[strengths > 0] *= 0.25
    return words, prose


def _fill_twice(part: Part, hashes: NDArray[np.uint64], f: Floats) -> None:
    """Mark the lines that stand twice on their page."""
    worded = part.table[TOKENS] > 0
    for k in range(1, _TWICE + 1):
        equal = np.flatnonzero(hashes[k:] == hashes[:-k])
        equal = equal[(part.row[equal] == part.row[equal + k]) & worded[equal + k]]
        f[equal] = f[equal + k] = 1


def _fill_beside(
    part: Part, strengths: NDArray[np.int8], length: Floats, prose: Floats, terminal: Floats, f: Floats
) -> None:
    """Fill what the lines right above and below are."""
    logs = np.log1p(length)
    known = np.clip(strengths, 0, 1).astype(np.float32)
    f[_AT["prose"]] = prose
    for k in range(1, 4):
        part.above(prose, k, f[_AT[f"prose_{k}_above"]])
        part.below(prose, k, f[_AT[f"prose_{k}_below"]])
    around = logs.copy()
    near = np.empty_like(logs)
    for k in range(1, 4):
        for look, side in ((part.above, "above"), (part.below, "below")):
            look(logs, k, near)
            around += near
            if k < 3:
                f[_AT[f"length_{k}_{side}"]] = near / 4
    f[_AT["length_around"]] = around / 28
    part.above(terminal, 1, f[_AT["terminal_1_above"]])
    part.below(terminal, 1, f[_AT["terminal_1_below"]])
    part.above(known, 1, f[_AT["form_1_above"]])
    part.below(known, 1, f[_AT["form_1_below"]])
    weights = length * prose
    for k in range(1, SIGHT + 1):
        for look in (part.above, part.below):
            look(weights, k, near)
            np.maximum(f[_AT["long_paragraph_in_sight"]], near, out=f[_AT["long_paragraph_in_sight"]])
    f[_AT["long_paragraph_in_sight"]] = np.minimum(f[_AT["long_paragraph_in_sight"]], 60) / 60
    beside = (f[_AT["prose_1_above"]] > 0.5).astype(np.float32) + (f[_AT["prose_1_below"]] > 0.5)
    f[_AT["short_between_prose"]] = beside / 2 * (length < 10)
    f[_AT["question_or_short_among_prose"]] = terminal * f[_AT["short_between_prose"]]
    let_fade(prose, part.first_line, 0.8, 0.2, f[_AT["prose_mass_above"]], f[_AT["prose_mass_below"]])
    f[_AT["prose_mass_both"]] = np.sqrt(f[_AT["prose_mass_above"]] * f[_AT["prose_mass_below"]])
    talk = (part.table[CUES] & _COMMENT_CUES != 0) | (part.table[MARKS] & TIME != 0)
    marks_above, marks_below = f[_AT["comment_marks_above"]], f[_AT["comment_marks_below"]]
    let_fade(((length <= 10) & talk).astype(np.float32), part.first_line, 0.8, 0.25, marks_above, marks_below)
    for marks in (marks_above, marks_below):
        np.minimum(marks, 1, out=marks)
    f[_AT["comment_marks_by_prose"]] = prose * (f[_AT["comment_marks_above"]] + f[_AT["comment_marks_below"]])


def _fill_place(part: Part, length: Floats, prose: Floats, terminal: Floats, f: Floats) -> None:
    """Fill where on the page a line stands, and how far from the prose."""
    place, sizes = part.place, part.sizes[part.row]
    mark = prose > 0.5
    at = np.arange(len(mark))
    begin, end = part.first_line[part.row], part.first_line[part.row + 1]
    last = np.maximum.accumulate(np.where(mark, at, -1))  # the last prose line up to each
    following = np.minimum.accumulate(np.where(mark, at, len(mark))[::-1])[::-1]
    f[_AT["before_prose"]] = last < begin
    f[_AT["after_prose"]] = following >= end
    before = np.concatenate(([-1], last[:-1]))
    after = np.concatenate((following[1:], [len(mark)]))
    f[_AT["distance_above"]] = np.where(before >= begin, np.minimum(at - before, 20), 20) / 20
    f[_AT["distance_below"]] = np.where(after < end, np.minimum(after - at, 20), 20) / 20
    f[_AT["position"]] = place / np.maximum(sizes, 1)
    f[_AT["lines"]] = (np.log1p(part.sizes) / 6)[part.row]
    f[_AT["head_of_page"]] = 1 - np.minimum(place, 5) / 5
    gap = part.table[GAP]
    final = last[end - 1]
    f[_AT["same_gap_as_prose"]] = (place > 0) & (final >= begin) & (gap == gap[np.maximum(final, 0)])
    f[_AT["few_lines"]] = sizes <= 6
    f[_AT["few_lines_prose"]] = prose * f[_AT["few_lines"]]


def _fill_page(
    part: Part, reasons: NDArray[np.int8], strengths: NDArray[np.int8], length: Floats, prose: Floats,
    terminal: Floats, f: Floats,
) -> None:  # fmt: skip
    """Fill what the whole page tells of a line: its share of prose, the section it stands in."""
    share = (part.sums(length * (prose > 0.5)) / np.maximum(part.sums(length), 1))[part.row]
    open_end = 1 - terminal
    f[_AT["prose_share"]] = share
    f[_AT["unterminated_among_prose"]] = open_end * share * (length >= 6)
    f[_AT["unterminated_by_length"]] = open_end * np.minimum(length, 30) / 30
    much = share >= np.float32(0.6)
    f[_AT["open_among_much_prose"]] = open_end * (much & (length >= 5))
    f[_AT["open_short_among_much_prose"]] = open_end * (much & (length < 5))
    _mark_runs(part, (open_end == 1) & (length >= 2) & (length <= 14) & (strengths == 0), f[_AT["open_in_a_run"]])
    f[_AT["open_in_a_run"]] *= share >= np.float32(0.4)
    f[_AT["person_in_prose"]] = prose * (part.table[CUES] & CUE["person"] != 0)
    if (strengths == 2).any():
        sections = f[_AT["section_ranking"] : _AT["section_ranking"] + SECTIONS]
        follow_sections(part.first_line, reasons, strengths, prose, SECTION_REASONS, sections)
        f[_AT["prose_in_section"]] = prose * sections.sum(axis=0)


def _mark_runs(part: Part, holds: NDArray[np.bool_], f: Floats) -> None:
    """Mark the lines of which at least five in a row hold."""
    new = np.ones(len(holds), np.bool_)
    new[1:] = (holds[1:] != holds[:-1]) | (part.row[1:] != part.row[:-1])
    run = np.cumsum(new) - 1
    f[:] = holds & (np.bincount(run)[run] >= 5) if len(run) else 0


def line_features(scan: Scan, reasons: NDArray[np.int8], strengths: NDArray[np.int8]) -> Floats:
    """Return float32[lines, features], in the order of `FEATURE_NAMES`."""
    part = Part.of(scan.lines, scan.first_line)
    out = np.zeros((len(FEATURE_NAMES), scan.lines.shape[1]), np.float32)
    fill_features(part, reasons, strengths, scan.hashes, scan.tokens, out)
    return out.T
