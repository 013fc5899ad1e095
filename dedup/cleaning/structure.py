"""Which lines are body by the structure of their article, though each by itself looks like none."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from dedup.cleaning.cues import CUE
from dedup.cleaning.forms import CERTAIN, REASON, REASONS, SECTION
from dedup.cleaning.prose import serves_the_page
from dedup.kernel.line_bare import find_cores
from dedup.kernel.line_columns import (
    CUES,
    DIGITS,
    END,
    FIRST,
    FIRST_DIGIT,
    FIRST_LOWER,
    FIRST_UNCASED,
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
)
from dedup.kernel.line_heads import BARRED, BODY, OPEN, STAMP
from dedup.kernel.line_signs import AT, COPYRIGHT, QUOTE, URL
from dedup.kernel.line_structure import keep_structures

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.cleaning.scan import Scan

# Forms that an article itself has; all others are signs of a page around it.
_OWN = np.array([reason in ("timestamp", "byline", "dateline", "credit", "note", "title") for reason in REASONS])
_SUSPECT = sum(CUE[group] for group in ("account", "policy", "advert", "reach", "share", "site"))
# Words of a page that no list of an article has in its head or entries.
_PAGE_CUES = sum(
    CUE[group]
    for group in (
        "share", "comment", "account", "copyright", "related", "policy", "advert", "act", "site", "reach",
    )
)
_HEAD_CUES = _PAGE_CUES | CUE["photo"] | CUE["agency"] | CUE["by"]  # of a line that stands alone between paragraphs
# "Topics:", "In this section:": heads of a page's own lists that hold no cue
_PAGE_HEAD = re.compile(
    r"\W*(?:(?:filed|posted|tagged|listed|published|appears?)\b.*|(?:in|on|from|under)\s(?:this|the|our)\s(?:section|page|issue|site)|"
    r"(?:keyword|section|categor(?:y|ie)|label|topic|theme|subject|tag|archive|partner|channel|edition|network|service)s?|"
    r"(?:schlag|stich)w(?:o|ö)rter?|themen|rubrik(?:en)?|kategorien?|mots[- ]cl[ée]s|sujets?|th[èe]mes?|rubriques?|"
    r"temas?|etiquetas?|secci(?:ón|ones)|categor[íi]as?|argomenti|categorie|sezioni|assuntos?|se[çc][õo]es|onderwerpen|"
    r"rubrieken|теги|темы?|рубрики?|разделы?|читайте.*|标签|標籤|タグ|カテゴリ.*|相关.*|相關.*|関連.*|推荐.*|推薦.*|おすすめ.*|분류|태그|관련.*)"
    r"\s*[:：]?\s*",
    re.IGNORECASE,
)
# "Author: …", "Section: …", "Phone: …": labels of what a page says of itself; all others an article may have.
_PAGE_LABEL = re.compile(
    r"\W*(published|updated|posted|modified|date|by|author|authors|autor|auteur|autore|editor|reporter|section|rubrik|rubrique|"
    r"categor(?:y|ies)|topics?|tags?|keywords?|filed\sunder|source|quelle|photos?|foto|bild|image|video|contact|kontakt|phone|tel|"
    r"telephone|telefon|fax|e-?mail|website|web|url|share|related|also|more|read|follow|copyright|licen[cs]e|language|views|"
    r"comments|newsroom|advertising|subscriptions?|newsletter|статья|автор|источник|фото|теги|作者|来源|來源|编辑|標籤|标签|記者|"
    r"写真|出典|タグ|기자|출처|태그)\s*[:：]",
    re.IGNORECASE,
)
# "2 hours ago": the page counts from now, an article's entries have a time of their own
_SINCE = re.compile(r"\bago\b|\bvor\s\d|\bil\sy\sa\b|\bhace\b|\bfa\b|\bgeleden\b|назад|前$|전$", re.IGNORECASE)
_CREDIT = re.compile(
    r"\W*(?:(?:directed|produced|composed|choreographed|translated|adapted|designed|staged|performed|edited|lyrics|music|words|"
    r"text|libretto|screenplay|sets?|costumes?|lights?|lighting)\s(?:and\s\w+\s)?by\b|(?:starring|with|featuring|cast)\b|"
    r"(?:regie|musik|libretto|mit|besetzung|drehbuch)\b|(?:mise\sen\ssc[èe]ne|musique|avec|sc[ée]nario)\b|"
    r"(?:dirigid[oa]|direcci[óo]n|m[úu]sica|con|reparto|gui[óo]n|regia|musica)\b)",
    re.IGNORECASE,
)
# "Thank you." at the end of a speech; "Thank you for subscribing!" is the page's
_FAREWELL = re.compile(
    r"(?:thank you|thanks|god bless|long live|good ?(?:bye|night)|vielen dank|danke|merci|(?:muchas )?gracias|grazie|"
    r"obrigad[oa])"
    r"(?!\s(?:for|für|pour|por|per)\b)(?:[\s,]+[\w’'-]+){0,6}[.!]",
    re.IGNORECASE,
)
# "Date of judgment:", "Date:"; a page says "Date published:"
_DAY_LABEL = re.compile(r"(?!.*\b(?:updated|modified|posted)\b)[^\W\d_][^:\d]{2,50}:\s", re.IGNORECASE)
_LABEL = re.compile(r"[^\W\d_][\w '’/-]{1,40}:\s\S")
_SPEAKER = re.compile(r"(?:\*\*)?[^\W\d_][\w .'’-]{0,28}[:：](?:\*\*)?\s")
_TURNS, _TURNS_OF_ONE = 30, 2  # lines on either side that are looked through for turns of the same speaker
_ALTERNATE, _HEAD_OF_ENTRY = 2, 4  # pairs of a head and a sentence above the last pair's sentence; words of a head
_ENTRY_STAMP = 5  # words of a time or day that heads an entry; a comment's has day, year and time
_PARAGRAPH = 10  # words
_ENTRIES = 2  # of a live blog, above its last
_SPOKEN = 2  # words of a button, a link or the head of a list
_NOTE = 4  # words of a sentence below its head
_TEASER = 60  # words of a sentence of the page
_HEAD = 12  # words of a list's head
_HINT = 4  # words of a form that ends like a sentence
_LABELLED = 14  # words of a label with what it labels
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
    subheads = _counted_subheads(scan, keep, forms, strengths)
    if len(subheads):
        strengths = strengths.copy()
        strengths[subheads] = 0
    known = (strengths >= CERTAIN) & ~_listed(lines, forms)
    stamps = known & ((forms == REASON["timestamp"]) | _years(lines, forms))
    days = _labelled_days(scan, keep, stamps)
    ended = (lines[LAST] == LAST_STOP) | (lines[LAST] == LAST_ASK)
    marked = lines[MARKS] & (URL | AT | COPYRIGHT) != 0
    marked |= (forms > 0) & (strengths < CERTAIN) & (lines[TOKENS] <= _HINT)  # "Already a subscriber?"
    suspect = np.flatnonzero(~keep & ~known & ended & (lines[CUES] & _SUSPECT != 0))
    states = np.full(len(keep), OPEN, np.uint8)
    states[known | marked] = BARRED
    suspect = suspect[[serves_the_page(text) for text in scan.texts_of(suspect)]]
    states[suspect[~_spoken(scan, suspect)]] = BARRED
    states[_credits(scan, keep, known & (forms == REASON["byline"]))] = OPEN
    states[stamps] = STAMP
    states[keep] = BODY
    states[days] = BODY
    states[subheads] = BODY
    page_heads = np.zeros(len(keep), np.bool_)
    heads = np.flatnonzero((states != BARRED) & (lines[LAST] == LAST_COLON) & (lines[TOKENS] <= _HEAD))
    page_heads[heads[[heads_the_page(text) for text in scan.texts_of(heads)]]] = True
    cores = _cores(scan, states, ended, page_heads, forms, strengths)
    plain = (cores[:, 1] > cores[:, 0]) | _plain_pages(scan, states, ended, forms, strengths)
    _bar_page_lines(scan, states, cores)
    keep_structures(
        scan.data, scan.offsets, lines, scan.first_line, states, plain, cores, scan.hashes, page_heads,
        _PAGE_CUES, _HEAD_CUES,
    )  # fmt: skip
    out: NDArray[np.bool_] = states == BODY
    return out


def heads_the_page(text: str) -> bool:
    """Say whether a line with a colon heads a list of the page: of tags, of links to other articles."""
    return bool(_PAGE_HEAD.fullmatch(text)) or serves_the_page(text)


def _counted_subheads(
    scan: Scan, keep: NDArray[np.bool_], forms: NDArray[np.int8], strengths: NDArray[np.int8]
) -> NDArray[np.int64]:
    """Return the lines that only read like the head of a comments section: "12 comments on the plan" within a story.

    A comment has a name, a time or a link to reply; a paragraph of the story right below, and none of these, is none.
    """
    lines = scan.lines
    plain = (lines[FIRST] == FIRST_DIGIT) & (lines[MARKS] & QUOTE == 0)  # '12 comments on "Title"' is the page's
    at = np.flatnonzero((strengths == SECTION) & (forms == REASON["comments"]) & plain)
    marks = (lines[CUES] & (CUE["comment"] | CUE["stamp"] | CUE["account"]) != 0) & (lines[TOKENS] <= 10)
    marks |= (strengths >= CERTAIN) & ~_OWN[forms] | (strengths >= CERTAIN) & (forms == REASON["timestamp"])
    out = []
    for line in at.tolist():
        end = int(scan.first_line[lines[ROW, line] + 1])
        told = line + 1 < end and keep[line + 1] and lines[TOKENS, line + 1] >= _PARAGRAPH
        told = told and lines[CUES, line + 1] & CUE["person"] == 0
        if told and line > 0 and keep[line - 1] and lines[TOKENS, line] >= 3 and not marks[line + 1 : end].any():
            out.append(line)
    return np.array(out, np.int64)


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


def _cores(
    scan: Scan, states: NDArray[np.uint8], ended: NDArray[np.bool_], page_heads: NDArray[np.bool_],
    forms: NDArray[np.int8], strengths: NDArray[np.int8],
) -> NDArray[np.int64]:  # fmt: skip
    """Return int64[n, 2], the lines among which nothing speaks of a page; see `line_bare.find_cores`."""
    lines = scan.lines
    words = lines[TOKENS] - lines[WIDE] // 2
    signs = (strengths >= CERTAIN) & ~_OWN[forms] & (states == BARRED)
    # a word of a page in a line of the story's length is one of the story
    signs |= page_heads & (states != BODY)
    spoken = (states != BODY) & ~ended & (words <= _SPOKEN) & (lines[CUES] & _PAGE_CUES != 0)
    spoken[:-1] &= ~(ended & (words >= _NOTE))[1:]  # "UP NEXT" above a note
    signs |= spoken
    cores = np.empty((len(scan.first_line) - 1, 2), np.int64)
    find_cores(lines, scan.first_line, states, signs, cores)
    return cores


def _bar_page_lines(scan: Scan, states: NDArray[np.uint8], cores: NDArray[np.int64]) -> None:
    """Bar what a page says of itself among the lines of an article: its labels, and times counted from now."""
    tokens, rows = scan.lines[TOKENS], scan.lines[ROW]
    closing = _below_story(scan.lines, states)
    at = np.flatnonzero((states <= OPEN) & (tokens <= _LABELLED) | (states == STAMP) | closing)
    at = at[(at >= cores[rows[at], 0]) & (at < cores[rows[at], 1])]
    texts = scan.texts_of(at)
    # a look for the colon spares nearly all lines the pattern
    found = [(":" in text or "：" in text) and _PAGE_LABEL.match(text) for text in texts]
    labels = [match[1] if match else "" for match in found]
    times = Counter(zip(rows[at].tolist(), labels, strict=True))
    for line, text, label in zip(at.tolist(), texts, labels, strict=True):
        if states[line] == STAMP:
            barred = tokens[line] > _ENTRY_STAMP or bool(_SINCE.search(text))
        else:  # a label that comes again is a speaker: "Reporter: …"
            barred = states[line] == OPEN and label != "" and times[rows[line], label] == 1
            serves = not barred and closing[line] and serves_the_page(text) and not _FAREWELL.fullmatch(text)
            serves = serves and not _heads_alternate(scan.lines, states, line) and not _is_entry(scan, states, line)
            turn = serves and _SPEAKER.match(text) is not None and _spoken(scan, np.array([line]))[0]
            barred = barred or (serves and not turn)
        if barred:
            states[line] = BARRED


def _heads_alternate(lines: NDArray[np.int32], states: NDArray[np.uint8], line: int) -> bool:
    """Say whether a sentence is one of a row of short heads with a sentence below each: a forecast by signs, tips."""
    above = range(line - 1, line - 1 - 2 * _ALTERNATE, -1)
    if above[-1] < 0 or lines[ROW, above[-1]] != lines[ROW, line] or lines[LAST, line] != LAST_STOP:
        return False
    heads, sentences = above[::2], above[1::2]
    return all(states[i] == BODY or states[i] == OPEN for i in above) and all(
        lines[TOKENS, head] <= _HEAD_OF_ENTRY and lines[LAST, head] == LAST_OTHER and lines[LAST, told] == LAST_STOP
        for head, told in zip(heads, sentences, strict=True)
    )


def _is_entry(scan: Scan, states: NDArray[np.uint8], line: int) -> bool:
    """Say whether a line stands below a time, as entries of the story above do: the last of a live blog."""
    begin = int(scan.first_line[scan.lines[ROW, line]])
    stamped = states[begin : line - 1] == STAMP
    told = stamped[:-1] & (states[begin + 1 : line - 1] != BARRED)[: len(stamped) - 1]
    return bool(line > begin + 1 and states[line - 1] == STAMP and np.count_nonzero(told) >= _ENTRIES)


def _labelled_days(scan: Scan, keep: NDArray[np.bool_], stamps: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return the labelled days of a notice: "Date of sale: June 20, 2024" below a paragraph, beside other labels."""
    lines = scan.lines
    paragraphs = np.flatnonzero(keep & (lines[TOKENS] >= _PARAGRAPH) & (lines[LAST] == LAST_STOP))
    if not len(paragraphs):
        return paragraphs
    at = np.flatnonzero(stamps)
    above = np.searchsorted(paragraphs, at) - 1
    at = at[(above >= 0) & (lines[ROW, paragraphs[above]] == lines[ROW, at])]
    at = at[[_DAY_LABEL.match(text) is not None for text in scan.texts_of(at)]]
    return np.array([line for line in at.tolist() if _stands_by_label(scan, line)], np.int64)


def _stands_by_label(scan: Scan, line: int) -> bool:
    """Say whether the line above or below is a label with its value, as an article may have."""
    rows = scan.lines[ROW]
    beside = [i for i in (line - 1, line + 1) if 0 <= i < len(rows) and rows[i] == rows[line]]
    texts = scan.texts_of(np.array(beside, np.int64))
    return any(_LABEL.match(text) is not None and not _PAGE_LABEL.match(text) for text in texts)


def _spoken(scan: Scan, chosen: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell those of some lines that a speaker says who speaks more than once: "HOST: Thank you."."""
    lines = scan.lines
    out = np.zeros(len(chosen), np.bool_)
    for at, (line, text) in enumerate(zip(chosen.tolist(), scan.texts_of(chosen), strict=True)):
        turn = _SPEAKER.match(text)
        if turn:
            begin, end = (int(scan.first_line[lines[ROW, line] + k]) for k in (0, 1))
            near = np.arange(max(begin, line - _TURNS), min(end, line + _TURNS))
            others = scan.texts_of(near[near != line])
            out[at] = sum(other.startswith(turn[0]) for other in others) >= _TURNS_OF_ONE
    return out


def _below_story(lines: NDArray[np.int32], states: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Tell the open lines below the last paragraph that end with a full stop or a colon, answers aside."""
    rows = lines[ROW]
    bodies = np.flatnonzero(states == BODY)
    last = np.full(int(rows[-1]) + 1 if len(rows) else 0, len(rows), np.int64)
    last[rows[bodies]] = bodies
    ends = lines[LAST, last % max(len(rows), 1)] == LAST_STOP
    below = (states == OPEN) & (lines[TOKENS] <= _TEASER) & (np.arange(len(rows)) > last[rows]) & ends[rows]
    below[1:] &= lines[LAST, :-1] != LAST_ASK
    told: NDArray[np.bool_] = below & ((lines[LAST] == LAST_STOP) | (lines[LAST] == LAST_COLON))
    return told


def _credits(scan: Scan, keep: NDArray[np.bool_], bylines: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return the lines that read like a byline, but credit a play or a film: among other credits, below a paragraph."""
    lines = scan.lines
    out = []
    for line in np.flatnonzero(bylines).tolist():
        begin, end = (int(scan.first_line[lines[ROW, line] + k]) for k in (0, 1))
        if (keep[begin:line] & (lines[TOKENS, begin:line] >= _PARAGRAPH)).any():
            beside = np.array([i for i in (line - 1, line + 1) if begin <= i < end], np.int64)
            if any(_CREDIT.match(text) for text in scan.texts_of(beside)):
                out.append(line)
    return np.array(out, np.int64)


def _listed(lines: NDArray[np.int32], forms: NDArray[np.int8]) -> NDArray[np.bool_]:
    """Tell the lines in small letters that are no tags, but go on with a list: "a son, Mark Dorn", "six others"."""
    listed: NDArray[np.bool_] = forms == REASON["keyword_list"]
    small = (lines[FIRST] == FIRST_LOWER) | (lines[FIRST] == FIRST_UNCASED)
    above = small & (lines[LAST] == LAST_OTHER) & ~listed
    listed[1:] &= above[:-1] & (lines[ROW, 1:] == lines[ROW, :-1])
    listed[:1] = False
    return listed


def _years(lines: NDArray[np.int32], forms: NDArray[np.int8]) -> NDArray[np.bool_]:
    """Tell the lines of a year alone: the entry of a timeline."""
    alone = (lines[TOKENS] == 1) & (lines[DIGITS] == 4) & (lines[END] - lines[START] == 4)
    years: NDArray[np.bool_] = alone & (forms == REASON["metadata"])
    return years
