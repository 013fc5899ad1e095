"""The steps of cleaning over a column of texts, in order; called by `cleaning.batch` and `cleaning.article`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dedup.articles import Found, Span
from dedup.cleaning.classify import choose_body, find_forms
from dedup.cleaning.cues import CUE
from dedup.cleaning.forms import CERTAIN, REASON, REASONS
from dedup.cleaning.metadata import (
    Line,
    Record,
    find_author,
    find_credit,
    find_dateline,
    find_times,
    is_own_dateline,
    parse_credit,
)  # fmt: skip
from dedup.cleaning.repeats import PageRepeat, find_repeats
from dedup.cleaning.scan import Scan, scan
from dedup.kernel.line_blocks import fill_blocks, name_reasons
from dedup.kernel.lines import (
    ALL_CAPS,
    AT,
    BYTE_END,
    BYTE_START,
    CLOSED,
    CUES,
    DASH,
    END,
    ENDS,
    FIRST,
    FIRST_LOWER,
    FIRST_QUOTE,
    FIRST_UPPER,
    LAST,
    LAST_OTHER,
    LAST_STOP,
    MARKS,
    PAREN,
    ROW,
    SQUARE,
    START,
    TOKENS,
    URL,
    WIDE,
    YEAR,
)  # fmt: skip
from dedup.kernel.repeats import hash_texts
from dedup.text.stopwords import LANGUAGES, language_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from dedup.cleaning.furniture import Furniture

_CODES = np.array(
    [REASON[r] for r in ("navigation", "title", "caption", "related", "keyword_list", "publisher_block")], np.int8
)
_STATED = np.zeros(len(REASONS), np.bool_)  # reasons whose lines may state a time, a name or a credit
_STATED[[REASON[r] for r in ("timestamp", "byline", "copyright", "credit")]] = True
_HEAD_LINES = 12  # a date in a menu counts only at the head of the page


class Facts(NamedTuple):
    """What one page says of itself."""

    title: Found | None
    published: Found | None
    updated: Found | None
    dateline: Found | None
    credit: Found | None
    author: Found | None
    language: Found | None


class Rows(NamedTuple):
    """The cleaned texts of a batch, in Arrow's list layout.

    Attributes:
        facts: One a text.
        body: int32[:], (start, end) code points, flattened.
        body_offsets: int32[n + 1].
        left: int32[:, 2], left-out blocks.
        left_reasons: int8[:], numbers of `REASONS`.
        left_offsets: int32[n + 1].
        repeats: In order of row and place.
    """

    facts: list[Facts]
    body: NDArray[np.int32]
    body_offsets: NDArray[np.int32]
    left: NDArray[np.int32]
    left_reasons: NDArray[np.int8]
    left_offsets: NDArray[np.int32]
    repeats: list[PageRepeat]


def clean_texts(
    data: NDArray[np.uint8],
    offsets: NDArray[np.int64],
    records: Sequence[Record],
    origins: Sequence[dict[str, str]],
    furniture: Furniture | None,
    keep_all: bool,
) -> Rows:
    """Clean a column of texts.

    Args:
        data: uint8[bytes], UTF-8.
        offsets: int64[n + 1], where each text starts.
        records: What the record of each text says.
        origins: Where each of its fields comes from.
        furniture: Lines that many pages of a source share.
        keep_all: Whether to leave nothing out; the metadata is read all the same.
    """
    lines = scan(data, offsets)
    forms, strengths = find_forms(lines)
    if furniture is not None:
        shared = furniture.lines_of(lines, [record.source for record in records])
        forms[shared & (strengths == 0)] = REASON["furniture"]
        strengths[shared & (strengths == 0)] = CERTAIN
    extracted = np.array([origin.get("text") == "html" for origin in origins], np.bool_)
    keep = choose_body(lines, forms, strengths, extracted)
    titles = _title_hashes([record.title for record in records])
    title_lines = _title_lines(lines, keep, forms, strengths, titles)
    stated = title_lines >= 0
    titles[stated] = lines.hashes[title_lines[stated]]
    is_title = (titles[lines.lines[:, ROW]] == lines.hashes) & (strengths == 0)
    keep &= ~is_title & ~_twins(lines, strengths)
    keep &= ~_unfinished(lines, keep, strengths)
    summary = _above_the_story(lines, keep, forms, strengths)
    keep &= ~summary
    repeats = find_repeats(lines, keep)
    keep[repeats.dropped] = False
    reasons = np.zeros(len(keep), np.int8)
    name_reasons(lines.lines, lines.first_line, keep, forms, strengths, lines.hashes, titles, _CODES, reasons)
    reasons[summary] = np.where(lines.lines[summary, CUES] & CUE["photo"], REASON["caption"], REASON["summary"])
    echoes = np.array(repeats.echoes, np.int64)
    reasons[echoes[(strengths[echoes] == 0) & ~is_title[echoes]]] = REASON["repeat"]
    reasons[repeats.dropped] = REASON["repeat"]
    reasons[is_title] = REASON["title"]
    facts = _read_facts(lines, keep, reasons, title_lines, records, origins)
    inside = furniture.sentences_of(lines, [record.source for record in records]) if furniture is not None else []
    cuts = _disjoint([(*cut, REASON["furniture"]) for cut in inside] + [(*c, REASON["repeat"]) for c in repeats.cuts])
    if keep_all:
        return _whole(lines, facts, repeats.found)
    return _assemble(lines, reasons, cuts, facts, repeats.found)


def _twins(scan: Scan, strengths: NDArray[np.int8]) -> NDArray[np.bool_]:
    """Tell the lines that stand twice one after the other without ending a sentence: captions, buttons, headlines."""
    lines = scan.lines
    out = np.zeros(len(lines), np.bool_)
    same = (scan.hashes[1:] == scan.hashes[:-1]) & (lines[1:, ROW] == lines[:-1, ROW])
    same &= (lines[1:, LAST] != LAST_STOP) & (lines[1:, TOKENS] <= 40)
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
    in_head = np.arange(len(keep)) - scan.first_line[lines[:, ROW]] < _HEAD_LINES
    below = np.flatnonzero(keep[1:] & dated[:-1] & in_head[1:]) + 1
    for line in below.tolist():
        row = lines[line, ROW]
        begin, end = int(scan.first_line[row]), int(scan.first_line[row + 1])
        above = keep[begin:line]
        words = lines[begin:end, TOKENS] * keep[begin:end]
        # two lines and a fifth of the body at most: beyond that the time stands below the article's opening
        if 0 < np.count_nonzero(above) <= 2 and words[: line - begin].sum() * 5 <= words.sum():
            out[begin:line] = above
    return out


def _unfinished(scan: Scan, keep: NDArray[np.bool_], strengths: NDArray[np.int8]) -> NDArray[np.bool_]:
    """Tell captions and links among paragraphs: lines without a full stop on a page whose paragraphs all have one."""
    lines = scan.lines
    words = lines[:, TOKENS] - lines[:, WIDE] // 2
    ended = lines[:, LAST] != LAST_OTHER
    paragraphs = keep & (words >= 10)
    rows = lines[:, ROW]
    n = len(scan.first_line) - 1
    full = np.bincount(rows[paragraphs & ended], minlength=n)
    some = np.bincount(rows[paragraphs], minlength=n)
    careful = (full >= 6) & (full >= 0.7 * some)
    unlike = (lines[:, FIRST] == FIRST_UPPER) | (lines[:, FIRST] == FIRST_QUOTE)
    plain = unlike & (lines[:, MARKS] & (URL | AT) == 0) & (lines[:, ENDS] <= 2) & (lines[:, CLOSED] == 0)
    out: NDArray[np.bool_] = keep & careful[rows] & ~ended & plain & (words >= 8) & (words <= 60) & (strengths == 0)
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


def _title_lines(
    scan: Scan, keep: NDArray[np.bool_], forms: NDArray[np.int8], strengths: NDArray[np.int8],
    titles: NDArray[np.uint64],
) -> NDArray[np.int64]:  # fmt: skip
    """Return the line that states each text's title, -1 where none does.

    With a title in the record it is the line that equals it. Without one it is a headline above the first paragraph:
    of the lines that end without a full stop, one that stands twice, else one above a time or byline, else the first.
    """
    n = len(scan.first_line) - 1
    out = np.full(n, -1, np.int64)
    lines = scan.lines
    rows = lines[:, ROW]
    equal = np.flatnonzero((scan.hashes == titles[rows]) & (titles[rows] != 0))
    out[rows[equal][::-1]] = equal[::-1]
    words = lines[:, TOKENS] - lines[:, WIDE] // 2
    paragraph = keep & (lines[:, LAST] == LAST_STOP) & (words >= 8)
    wired = paragraph & (lines[:, DASH] > 0) & (lines[:, DASH] < 60) & (lines[:, ALL_CAPS] > 0)
    headline = (strengths == 0) & (words >= 3) & (words <= 30) & (lines[:, FIRST] != FIRST_LOWER)
    headline &= lines[:, LAST] != LAST_STOP
    dated = (strengths > 0) & ((forms == REASON["timestamp"]) | (forms == REASON["byline"]))
    starts = scan.first_line
    for row in np.flatnonzero((titles == 0) & (starts[1:] - starts[:-1] > 2)).tolist():
        begin, end = int(starts[row]), int(starts[row + 1])
        body = np.flatnonzero(wired[begin:end])  # a summary may stand above the headline, a dateline never
        if len(body) == 0 or body[0] > 4 * _HEAD_LINES:
            body = np.flatnonzero(paragraph[begin:end])
        head = (np.flatnonzero(headline[begin : begin + int(body[0])]) + begin).tolist() if len(body) else []
        if len(head) == 0:
            continue
        stamps = np.flatnonzero(dated[head[0] : begin + int(body[0])])
        above = [i for i in head if i < head[0] + stamps[0]] if len(stamps) else head
        page = scan.hashes[begin:end]
        twice = [i for i in above if np.count_nonzero(page == scan.hashes[i]) > 1]
        near = above[-1:] if len(stamps) and len(above) > 4 else []  # a menu stands above: take the line over the time
        out[row] = (twice or near or above)[0]
    return out


def _read_facts(
    scan: Scan, keep: NDArray[np.bool_], reasons: NDArray[np.int8], title_lines: NDArray[np.int64],
    records: Sequence[Record], origins: Sequence[dict[str, str]],
) -> list[Facts]:  # fmt: skip
    """Read each page's metadata; renames the reasons of lines that turn out to be datelines and credits."""
    lines = scan.lines
    index = np.arange(len(keep))
    head = index - scan.first_line[lines[:, ROW]] < _HEAD_LINES
    short = lines[:, BYTE_END] - lines[:, BYTE_START] < 400
    agency = (lines[:, CUES] >> 10 & 1).astype(np.bool_) & (lines[:, TOKENS] <= 12)
    telling = ~keep & short & (_STATED[reasons] | (lines[:, MARKS] & YEAR != 0) & head | agency)
    spots = np.flatnonzero(telling)
    spot_of = np.searchsorted(lines[spots, ROW], np.arange(len(records) + 1)).tolist()
    bodies = np.flatnonzero(keep)
    body_of = np.searchsorted(lines[bodies, ROW], np.arange(len(records) + 1)).tolist()
    out = []
    for row, record in enumerate(records):
        body = bodies[body_of[row] : body_of[row + 1]]
        beside = spots[spot_of[row] : spot_of[row + 1]]
        out.append(_read_page(scan, row, body, beside, reasons, int(title_lines[row]), record, origins[row]))
    return out


def _line(scan: Scan, line: int, reasons: NDArray[np.int8]) -> Line:
    text = scan.bytes_of(line).decode("utf-8", "replace")
    return Line(int(scan.lines[line, START]), text, REASONS[reasons[line]])


def _read_page(
    scan: Scan, row: int, body: NDArray[np.int64], beside: NDArray[np.int64], reasons: NDArray[np.int8],
    title_line: int, record: Record, origins: dict[str, str],
) -> Facts:  # fmt: skip
    lines = scan.lines
    dateline = credit = None
    above: list[Line] = []
    opening: list[Line] = []
    if len(body):
        first = int(body[0])
        opening = [
            _line(scan, int(i), reasons)
            for i in body[:2]
            if 0 <= lines[i, DASH] < 100 or lines[i, MARKS] & (PAREN | SQUARE)
        ]
        if first > scan.first_line[row] and lines[first - 1, TOKENS] <= 5:
            line = _line(scan, first - 1, reasons)
            if is_own_dateline(line.text):
                reasons[first - 1] = REASON["dateline"]
                above = [line._replace(reason="dateline")]
    if opening or above:
        dateline, credit = find_dateline(opening, above)
    told = [_line(scan, int(i), reasons) for i in beside]
    if len(body):  # what stands near the first paragraph speaks of this article; far below, of others
        start = int(lines[body[0], START])
        told.sort(key=lambda line: (line.reason != "timestamp", abs(line.start - start)))
    closing = None
    if len(body) and lines[body[-1], CUES] >> 10 & 1:
        closing = _line(scan, int(body[-1]), reasons)
    credit = find_credit(credit, told, closing, record) if credit or told or closing else None
    for line, i in zip(told, _by_start(scan, beside, told), strict=True):
        if line.reason == "copyright" and parse_credit(line.text, line.reason):
            reasons[i] = REASON["credit"]
    published, updated = find_times(told, record)
    title = None
    if title_line >= 0:
        line = _line(scan, title_line, reasons)
        title = Found(" ".join(line.text.split()), Span(line.start, line.start + len(line.text)), "text")
    elif record.title:
        title = Found(record.title, None, "field:title")
    language = _language(scan, row, record)
    facts = Facts(title, published, updated, dateline, credit, find_author(told, record), language)
    return _with_origins(facts, origins) if origins else facts


def _by_start(scan: Scan, beside: NDArray[np.int64], told: list[Line]) -> list[int]:
    at = {int(scan.lines[i, START]): int(i) for i in beside}
    return [at[line.start] for line in told]


def _with_origins(facts: Facts, origins: dict[str, str]) -> Facts:
    """Say which of the record's own fields, or that its HTML, gave a value."""
    changed = {}
    for name, source in (("title", "title"), ("published", "date"), ("author", "author"), ("language", "language")):
        found: Found | None = getattr(facts, name)
        if found and found.span is None and found.origin.startswith("field:") and source in origins:
            changed[name] = Found(found.value, None, origins[source])
    return facts._replace(**changed) if changed else facts


def _language(scan: Scan, row: int, record: Record) -> Found | None:
    counts = scan.languages[row, : len(LANGUAGES)].tolist()
    tokens = int(scan.token_offsets[row + 1] - scan.token_offsets[row])
    best = max(counts)
    start, end = int(scan.offsets[row]), int(scan.offsets[row + 1])
    # English text in its bulk: the script is looked at only where stop words say nothing
    sample = "" if best * 8 > tokens else scan.data[start : min(end, start + 2000)].tobytes().decode("utf-8", "ignore")
    code = language_of(counts, tokens, sample)
    if code:
        return Found(code, None, "text")
    return Found(record.language, None, "field:language") if record.language else None


def _assemble(
    scan: Scan, reasons: NDArray[np.int8], cuts: NDArray[np.int32], facts: list[Facts], repeats: list[PageRepeat]
) -> Rows:
    n, room = len(facts), len(reasons) + 2 * len(cuts)
    body = np.empty(2 * room, np.int32)
    body_offsets = np.empty(n + 1, np.int32)
    left = np.empty((room, 2), np.int32)
    left_reasons = np.empty(room, np.int8)
    left_offsets = np.empty(n + 1, np.int32)
    filled, out = fill_blocks(
        scan.lines, scan.first_line, reasons, cuts, body, body_offsets, left, left_reasons, left_offsets
    )
    return Rows(facts, body[:filled], body_offsets, left[:out], left_reasons[:out], left_offsets, repeats)


def _whole(scan: Scan, facts: list[Facts], repeats: list[PageRepeat]) -> Rows:
    """Every text is body from its first visible character to its last."""
    n = len(facts)
    starts, ends = scan.first_line[:-1], scan.first_line[1:]
    full = ends > starts
    body = np.empty((int(full.sum()), 2), np.int32)
    body[:, 0] = scan.lines[starts[full], START]
    body[:, 1] = scan.lines[ends[full] - 1, END]
    offsets = np.concatenate(([0], np.cumsum(2 * full))).astype(np.int32)
    nothing = np.zeros(n + 1, np.int32)
    return Rows(facts, body.reshape(-1), offsets, np.empty((0, 2), np.int32), np.empty(0, np.int8), nothing, repeats)
