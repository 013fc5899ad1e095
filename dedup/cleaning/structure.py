"""Which lines are body by the structure of their article, though each by itself looks like none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from dedup.cleaning.cues import CUE
from dedup.cleaning.forms import CERTAIN, REASON, REASONS, SECTION
from dedup.cleaning.prose import serves_the_page
from dedup.kernel.line_columns import (
    CUES,
    FIRST,
    FIRST_DIGIT,
    LAST,
    LAST_ASK,
    LAST_COLON,
    LAST_STOP,
    MARKS,
    ROW,
    TOKENS,
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
_PARAGRAPH = 10  # words
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
    states[subheads] = BODY
    plain = _plain_pages(scan, states, ended, forms, strengths)
    page_heads = np.zeros(len(keep), np.bool_)
    heads = np.flatnonzero((states != BARRED) & plain[lines[ROW]] & (lines[LAST] == LAST_COLON))
    page_heads[heads[[heads_the_page(text) for text in scan.texts_of(heads)]]] = True
    keep_structures(
        scan.data, scan.offsets, lines, scan.first_line, states, plain, scan.hashes, page_heads, _PAGE_CUES, _HEAD_CUES
    )
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
