"""The steps of cleaning over a column of texts, in order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dedup.cleaning.broken import goes_on
from dedup.cleaning.classify import choose_body, find_forms
from dedup.cleaning.cues import CUE
from dedup.cleaning.entries import find_first_heads, find_last_entries
from dedup.cleaning.facts import HEAD_LINES, Facts, read_facts
from dedup.cleaning.forms import CERTAIN, REASON
from dedup.cleaning.markup_lines import find_markup
from dedup.cleaning.prose import serves_the_page
from dedup.cleaning.records import Column
from dedup.cleaning.repeats import PageRepeat, find_repeats
from dedup.cleaning.scan import Scan, scan
from dedup.cleaning.structure import keep_structured
from dedup.cleaning.titles import find_title_lines
from dedup.kernel.line_blocks import fill_blocks, name_reasons
from dedup.kernel.line_columns import (
    CLOSED,
    CUES,
    END,
    ENDS,
    FIRST,
    FIRST_QUOTE,
    FIRST_UPPER,
    LAST,
    LAST_ASK,
    LAST_COLON,
    LAST_OTHER,
    LAST_STOP,
    MARKS,
    ROW,
    START,
    TOKENS,
    WIDE,
)  # fmt: skip
from dedup.kernel.line_signs import AT, URL
from dedup.kernel.repeats import hash_texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from dedup.cleaning.boilerplate import Boilerplate
    from dedup.cleaning.records import Records

_CODES = np.array(
    [REASON[r] for r in ("navigation", "title", "caption", "related", "keyword_list", "publisher_block")], np.int8
)

_NO_FACTS = Facts(*(Column([], []) for _ in Facts._fields))


# A line that goes on with what was told, or ends with a quotation, is a paragraph that lacks its full stop.
_TOLD_ON = re.compile(
    r"(?:additionally|however|meanwhile|moreover|furthermore|in addition|instead|but|so|then|afterwards|außerdem|zudem|"
    r"jedoch|cependant|toutefois|por otra parte|sin embargo|además|tuttavia)\b|.*[\"”»]\s*$",
    re.IGNORECASE | re.DOTALL,
)


class Rows(NamedTuple):
    """The cleaned texts of a batch, in Arrow's list layout.

    Attributes:
        facts: What each text says of itself.
        body: int32[:], (start, end) code points, flattened.
        body_offsets: int32[n + 1].
        left: int32[:, 2], left-out blocks.
        left_reasons: int8[:], numbers of `REASONS`.
        left_offsets: int32[n + 1].
        repeats: In order of row and place.
    """

    facts: Facts
    body: NDArray[np.int32]
    body_offsets: NDArray[np.int32]
    left: NDArray[np.int32]
    left_reasons: NDArray[np.int8]
    left_offsets: NDArray[np.int32]
    repeats: list[PageRepeat]


def clean_texts(
    data: NDArray[np.uint8],
    offsets: NDArray[np.int64],
    records: Records,
    boilerplate: Boilerplate | None,
    keep_all: bool,
    *,
    want_facts: bool = True,
) -> Rows:
    """Clean a column of texts.

    Args:
        data: uint8[bytes], UTF-8.
        offsets: int64[n + 1], where each text starts.
        records: What the record of each text says.
        boilerplate: Lines that many pages of a source share.
        keep_all: Whether to leave nothing out; the metadata is read all the same.
        want_facts: False leaves the facts empty. Bodies do not depend on them.
    """
    lines = scan(data, offsets)
    forms, strengths = find_forms(lines)
    comments = find_markup(lines, forms, strengths)
    inside: list[tuple[int, int, int]] = []
    suspected = np.zeros(len(forms), np.bool_)
    if boilerplate is not None:
        shared, inside = boilerplate.find_in(lines, records.source, records.url)
        shared &= strengths == 0
        suspected = shared & _runs_as_prose(lines, shared)
        forms[shared & ~suspected] = REASON["boilerplate"]
        strengths[shared & ~suspected] = CERTAIN
        inside = _speaking(lines, inside)
    extracted = np.array([origin == "html" for origin in records.origin_of("text")], np.bool_)
    keep = choose_body(lines, forms, strengths, extracted, suspected)
    keep = keep_structured(lines, keep, forms, strengths)
    keep[find_last_entries(lines, keep, forms, strengths)] = True
    heads = find_first_heads(lines, keep, strengths)
    keep[heads] = True
    strengths[keep] = 0  # the times of a live blog's entries are no stamps of the page
    titles = _title_hashes(records.title)
    title_lines = find_title_lines(lines, keep, forms, strengths, titles, records, heads)
    stated = title_lines >= 0
    titles[stated] = lines.hashes[title_lines[stated]]
    is_title = (titles[lines.lines[ROW]] == lines.hashes) & (strengths == 0)
    in_story = keep & _below_paragraph(lines, keep)  # a refrain may be its poem's title
    in_story[title_lines[stated]] = False
    is_title &= ~in_story
    keep &= ~is_title & ~_twins(lines, keep, strengths)
    keep &= ~_unfinished(lines, keep, strengths)
    # what an extractor has chosen above the date is the lead, no line of the page
    summary = _above_the_story(lines, keep, forms, strengths) & ~extracted[lines.lines[ROW]]
    keep &= ~summary
    repeats = find_repeats(lines, keep)
    keep[repeats.dropped] = False
    reasons = np.zeros(len(keep), np.int8)
    name_reasons(lines.lines, lines.first_line, keep, forms, strengths, lines.hashes, titles, _CODES, reasons)
    reasons[suspected & ~keep] = REASON["boilerplate"]
    reasons[summary] = np.where(lines.lines[CUES, summary] & CUE["photo"], REASON["caption"], REASON["summary"])
    reasons[repeats.echoes & (strengths == 0) & ~is_title] = REASON["repeat"]
    reasons[repeats.dropped] = REASON["repeat"]
    reasons[is_title] = REASON["title"]
    facts = read_facts(lines, keep, reasons, title_lines, records) if want_facts else _NO_FACTS
    cuts = _disjoint([(*cut, REASON["boilerplate"]) for cut in inside] + [(*c, REASON["repeat"]) for c in repeats.cuts]
                     + [(*c, REASON["metadata"]) for c in comments])
    if keep_all:
        return _whole(lines, facts, repeats.found)
    return _assemble(lines, reasons, cuts, facts, repeats.found)


def _runs_as_prose(scan: Scan, chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Tell the lines that read as running prose: no count alone makes boilerplate of them."""
    lines = scan.lines
    ended = (lines[LAST] == LAST_STOP) | (lines[LAST] == LAST_ASK)
    at = np.flatnonzero(chosen & ended & (lines[TOKENS] >= 5))
    out = np.zeros(len(chosen), np.bool_)
    out[at] = [not serves_the_page(text) for text in scan.texts_of(at)]
    return out


def _speaking(scan: Scan, cuts: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Return those of some parts of lines that speak to the reader."""
    if not cuts:
        return []
    at = np.array([line for line, _, _ in cuts], np.int64)
    begins = scan.lines[START, at].tolist()
    texts = scan.texts_of(at)
    return [
        cut for cut, begin, text in zip(cuts, begins, texts, strict=True)
        if serves_the_page(text[cut[1] - begin : cut[2] - begin].strip())
    ]  # fmt: skip


def _below_paragraph(scan: Scan, keep: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Tell the lines below the first body paragraph of their text."""
    lines = scan.lines
    words = lines[TOKENS] - lines[WIDE] // 2
    paragraph = keep & (words >= 8) & (lines[LAST] != LAST_OTHER)
    counted = np.concatenate(([0], np.cumsum(paragraph)))
    below: NDArray[np.bool_] = counted[:-1] > counted[scan.first_line[lines[ROW]]]
    return below


def _twins(scan: Scan, keep: NDArray[np.bool_], strengths: NDArray[np.int8]) -> NDArray[np.bool_]:
    """Tell the lines that stand twice one after the other without ending a sentence: captions, buttons, headlines.

    What a body line with a colon announces is none: a crowd shouts its slogan twice.
    """
    lines = scan.lines
    out = np.zeros(lines.shape[1], np.bool_)
    same = (scan.hashes[1:] == scan.hashes[:-1]) & (lines[ROW, 1:] == lines[ROW, :-1])
    same &= (lines[LAST, 1:] == LAST_OTHER) & (lines[TOKENS, 1:] <= 40)
    announced = np.zeros(len(out), np.bool_)
    announced[1:] = keep[:-1] & (lines[LAST, :-1] == LAST_COLON) & (lines[TOKENS, :-1] >= 2)
    at = np.flatnonzero(same)
    if len(at):  # the first line of each run of equal ones tells for all
        starts = np.flatnonzero(np.diff(at, prepend=-2) != 1)
        firsts = at[starts][np.searchsorted(starts, np.arange(len(at)), side="right") - 1]
        same[at[announced[firsts]]] = False
    out[1:] |= same
    out[:-1] |= same
    out &= strengths == 0
    return out


def _disjoint(cuts: list[tuple[int, int, int, int]]) -> NDArray[np.int32]:
    """Return the parts to cut out of lines as int32[:, 4], sorted and disjoint."""
    out: list[tuple[int, int, int, int]] = []
    for line, start, end, reason in sorted(cuts):
        free = max(start, out[-1][2]) if out and out[-1][0] == line else start
        if free < end:
            out.append((line, free, end, reason))
    return np.array(out, np.int32).reshape(-1, 4)


def _above_the_story(
    scan: Scan, keep: NDArray[np.bool_], forms: NDArray[np.int8], strengths: NDArray[np.int8]
) -> NDArray[np.bool_]:
    """Tell the captions and summaries between headline and byline: a line or two with a time or name below them."""
    lines = scan.lines
    out = np.zeros(len(keep), np.bool_)
    dated = (strengths > 0) & ((forms == REASON["timestamp"]) | (forms == REASON["byline"]))
    in_head = np.arange(len(keep)) - scan.first_line[lines[ROW]] < HEAD_LINES
    below = np.flatnonzero(keep[1:] & dated[:-1] & in_head[1:]) + 1
    for line in below.tolist():
        row = lines[ROW, line]
        begin, end = int(scan.first_line[row]), int(scan.first_line[row + 1])
        above = keep[begin:line]
        words = lines[TOKENS, begin:end] * keep[begin:end]
        # two lines and a fifth of the body at most: beyond that the time stands below the article's opening
        if 0 < np.count_nonzero(above) <= 2 and words[: line - begin].sum() * 5 <= words.sum():
            out[begin:line] = above
    return out


def _unfinished(scan: Scan, keep: NDArray[np.bool_], strengths: NDArray[np.int8]) -> NDArray[np.bool_]:
    """Tell captions and links among paragraphs: lines without a full stop on a page whose paragraphs all have one."""
    lines = scan.lines
    words = lines[TOKENS] - lines[WIDE] // 2
    ended = lines[LAST] != LAST_OTHER
    paragraphs = keep & (words >= 10)
    rows = lines[ROW]
    n = len(scan.first_line) - 1
    full = np.bincount(rows[paragraphs & ended], minlength=n)
    some = np.bincount(rows[paragraphs], minlength=n)
    careful = (full >= 6) & (full >= 0.7 * some)
    unlike = (lines[FIRST] == FIRST_UPPER) | (lines[FIRST] == FIRST_QUOTE)
    plain = unlike & (lines[MARKS] & (URL | AT) == 0) & (lines[ENDS] <= 2) & (lines[CLOSED] == 0)
    out: NDArray[np.bool_] = keep & careful[rows] & ~ended & plain & (words >= 8) & (words <= 60) & (strengths == 0)
    at = np.flatnonzero(out)
    for line, text in zip(at.tolist(), scan.texts_of(at), strict=True):
        out[line] = not (goes_on(scan, line) or _TOLD_ON.match(text))
    return out


def _title_hashes(titles: Sequence[str | None]) -> NDArray[np.uint64]:
    encoded = [(title or "").encode("utf-8", "surrogatepass") for title in titles]
    out = np.zeros(len(encoded), np.uint64)
    if any(encoded):
        data = np.frombuffer(b"".join(encoded), np.uint8)
        offsets = np.concatenate(([0], np.cumsum([len(e) for e in encoded]))).astype(np.int64)
        scanned = scan(data, offsets)
        hash_texts(scanned.tokens, scanned.token_offsets, out)
    return out


def _assemble(
    scan: Scan, reasons: NDArray[np.int8], cuts: NDArray[np.int32], facts: Facts, repeats: list[PageRepeat]
) -> Rows:
    n, room = len(scan.first_line) - 1, len(reasons) + 2 * len(cuts)
    body = np.empty(2 * room, np.int32)
    body_offsets = np.empty(n + 1, np.int32)
    left = np.empty((room, 2), np.int32)
    left_reasons = np.empty(room, np.int8)
    left_offsets = np.empty(n + 1, np.int32)
    filled, out = fill_blocks(
        scan.lines, scan.first_line, reasons, cuts, body, body_offsets, left, left_reasons, left_offsets
    )
    return Rows(facts, body[:filled], body_offsets, left[:out], left_reasons[:out], left_offsets, repeats)


def _whole(scan: Scan, facts: Facts, repeats: list[PageRepeat]) -> Rows:
    """Every text is body from its first visible character to its last."""
    n = len(scan.first_line) - 1
    starts, ends = scan.first_line[:-1], scan.first_line[1:]
    full = ends > starts
    body = np.empty((int(full.sum()), 2), np.int32)
    body[:, 0] = scan.lines[START, starts[full]]
    body[:, 1] = scan.lines[END, ends[full] - 1]
    offsets = np.concatenate(([0], np.cumsum(2 * full))).astype(np.int32)
    nothing = np.zeros(n + 1, np.int32)
    return Rows(facts, body.reshape(-1), offsets, np.empty((0, 2), np.int32), np.empty(0, np.int8), nothing, repeats)
