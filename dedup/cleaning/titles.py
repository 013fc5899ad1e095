"""The line that states each text's title."""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dedup.cleaning.cues import CUE
from dedup.cleaning.forms import REASON
from dedup.kernel.line_columns import (
    ALL_CAPS,
    BYTE_END,
    BYTE_START,
    CUES,
    DASH,
    END,
    FIRST,
    FIRST_LOWER,
    LAST,
    LAST_COLON,
    LAST_COMMA,
    LAST_STOP,
    ROW,
    START,
    TOKENS,
    WIDE,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.cleaning.records import Records
    from dedup.cleaning.scan import Scan

_HEAD = 48  # lines in which a dateline's paragraph counts as the first
_MENU = 4  # more lines than that above the time are a menu
_SHORT_HEAD = 8  # lines in which the head of a text without paragraphs ends
_OUTLET_WORDS = 5
_FORM_WORDS = 5  # of a value in a form; a headline with a kicker has more
_TURNS = 60  # lines that are looked through for speakers and questions
_CAPTION_WORDS = 12  # a line that stands twice in a row under a headline, and is longer, is a caption
_OUTLET = re.compile(
    r"(?:the\s+|die\s+|der\s+|le\s+|la\s+|el\s+|il\s+|de\s+|o\s+|a\s+)?(?:[^\W\d_][\w.&'’-]*\s+){0,3}(?:post|times|herald|gazette|"
    r"tribune|journal|chronicle|courier|observer|guardian|telegraph|mirror|standard|star|sun|globe|examiner|inquirer|bulletin|"
    r"dispatch|sentinel|register|record|press|news|daily|weekly|today|online|magazine|review|reporter|argus|echo|mercury|advertiser|leader|independent|mail|zeitung|"
    r"tageblatt|anzeiger|nachrichten|rundschau|kurier|allgemeine|presse|merkur|bote|blatt|journal|monde|figaro|gazzetta|"
    r"corriere|stampa|messaggero|diario|mundo|país|noticias|periódico|jornal|folha|correio|notícias|dagblad|courant|"
    r"avis|tidende|tidning|bladet|posten|nyheter|gazeta|dziennik|вестник|газета|известия|новости|правда|gazetesi|haber)"
    r"(?:\s+(?:online|today|[^\W\d_][\w.]*))?",
    re.IGNORECASE,
)
# What stands above the headline of a release, and over a page that asks for consent
_KICKER = re.compile(
    r"(?:for )?immediate release|(?:press|news|media) (?:release|statement)|pressemitteilung|medienmitteilung|"
    r"communiqu[ée] de presse|(?:comunicado|nota) de (?:prensa|imprensa)|comunicato stampa|persbericht|pressmeddelande|"
    r"press(?:e)?melding|breaking news|exclusive|live updates?|watch live|we value your privacy",
    re.IGNORECASE,
)
_PICTURE_CREDIT = re.compile(
    r"\b(?:photo|foto|image|bild|picture|imagen|immagine|photograph|crédits?|credit|фото|写真|사진)\s?(?:[:：/]|by\b)|"
    r"\(\s?(?:photo|foto)\b",
    re.IGNORECASE,
)
_TURN = re.compile(r"\s*(?:\*\*)?([^\W\d_][\w .'’-]{0,28}?)\s*[:：](?:\*\*)?\s")
_MARKUP = re.compile(r"\s*(?:#{1,6}\s+)?(?P<title>.*?)\s*#*\s*", re.DOTALL)
_EMPHASIS = re.compile(r"(\*{1,3}|_{1,3})(?=\S)(?P<inner>(?:(?!\1).)+)(?<=\S)\1", re.DOTALL)
_MARK = re.compile(r"(?<!\w)(\*\*|__)(?=\S)(.+?)(?<=\S)\1(?!\w)")


class _Lines(NamedTuple):
    """What titles are chosen by, one value a line.

    Attributes:
        words: Number of words; two characters of an unspaced script count as one.
        paragraph: Whether it is a sentence of the body, or announces a list.
        wired: Whether it opens with a dateline.
        sentence: The same, of any length.
        headline: Whether it has the form of a headline.
        brief: The same, of two words.
        dated: Whether it is a time or a byline.
    """

    words: NDArray[np.int32]
    paragraph: NDArray[np.bool_]
    wired: NDArray[np.bool_]
    sentence: NDArray[np.bool_]
    headline: NDArray[np.bool_]
    brief: NDArray[np.bool_]
    dated: NDArray[np.bool_]


def find_title_lines(
    scan: Scan, keep: NDArray[np.bool_], forms: NDArray[np.int8], strengths: NDArray[np.int8],
    titles: NDArray[np.uint64], records: Records, heads: NDArray[np.int64],
) -> NDArray[np.int64]:  # fmt: skip
    """Return the line that states each text's title, -1 where none does.

    With a title in the record it is the line that equals it. Without one it is a headline above the first paragraph:
    of the lines that end without a full stop, one that stands twice, else one above a time or byline, else the first.
    The outlet's name, captions, and the turns of a conversation are none.

    Args:
        scan: The lines of a batch.
        keep: bool[lines], the body.
        forms, strengths: The known forms of lines.
        titles: uint64[n], hash of each record's title; 0 for none.
        records: What is known beside the text.
        heads: Lines that head the first part of a text; its title stands above.
    """
    n = len(scan.first_line) - 1
    out = np.full(n, -1, np.int64)
    rows = scan.lines[ROW]
    equal = np.flatnonzero((scan.hashes == titles[rows]) & (titles[rows] != 0))
    out[rows[equal][::-1]] = equal[::-1]
    told = _told(scan, keep, forms, strengths)
    starts = scan.first_line
    tops = {int(rows[line]): line for line in heads[::-1].tolist()}
    wired, paragraph = _first_of(told.wired, rows, n), _first_of(told.paragraph, rows, n)
    headlines, stamps = (np.flatnonzero(lines).tolist() for lines in (told.headline, told.dated))
    for row in np.flatnonzero((titles == 0) & (starts[1:] - starts[:-1] > 2)).tolist():
        begin, end = int(starts[row]), int(starts[row + 1])
        below = wired[row]  # a summary may stand above the headline, a dateline never
        if below < 0 or below - begin > _HEAD:
            below = paragraph[row]
        if below < 0:
            below = _below_head(told, keep, begin, end)
        below = min(below, tops.get(row, below))
        head = _between(headlines, begin, below)
        if not head and begin < below and told.brief[begin]:
            head = [begin]  # two words in the first line
        if not head:
            continue
        dated = _between(stamps, head[0], below)[:1]
        above = [i for i in head if i < dated[0]] if dated else head
        above = _titles_among(scan, above, told, (begin, end), records.source[row], has_stamp=bool(dated))
        if above:
            twice = _standing_twice(scan.hashes[begin:end], above, begin)
            near = above[-1:] if dated and len(above) > _MENU else []  # take the line over the time
            out[row] = (twice or near or above)[0]
    return out


def _first_of(holds: NDArray[np.bool_], rows: NDArray[np.int32], n: int) -> list[int]:
    """Return the first line of each text that holds, -1 for none."""
    at = np.flatnonzero(holds)[::-1]
    out = np.full(n, -1, np.int64)
    out[rows[at]] = at
    return out.tolist()


def _between(lines: list[int], begin: int, end: int) -> list[int]:
    return lines[bisect.bisect_left(lines, begin) : bisect.bisect_left(lines, end)]


def _standing_twice(hashes: NDArray[np.uint64], lines: list[int], begin: int) -> list[int]:
    """Return those of some lines that stand again in their text."""
    every = hashes.tolist()
    asked = {every[i - begin] for i in lines}
    counts = Counter(h for h in every if h in asked)
    return [i for i in lines if counts[every[i - begin]] > 1]


def _below_head(told: _Lines, keep: NDArray[np.bool_], begin: int, end: int) -> int:
    """Return the line below the head of a text without paragraphs: its time or byline, a sentence, a body line."""
    end = min(end, begin + _SHORT_HEAD)
    for below in (told.dated, told.sentence, keep):
        at = np.flatnonzero(below[begin + 1 : end])
        if len(at):
            return begin + 1 + int(at[0])
    return begin


def _told(scan: Scan, keep: NDArray[np.bool_], forms: NDArray[np.int8], strengths: NDArray[np.int8]) -> _Lines:
    lines = scan.lines
    # Korean has spaces: its words are tokens already
    words = np.where(lines[WIDE] > lines[TOKENS], lines[TOKENS], lines[TOKENS] - lines[WIDE] // 2)
    paragraph = keep & (lines[LAST] == LAST_STOP) & (words >= 8)
    paragraph |= keep & (lines[LAST] == LAST_COLON) & (words >= 5)
    wired = paragraph & (lines[DASH] > 0) & (lines[DASH] < 60) & (lines[ALL_CAPS] > 0)
    # letters of scripts without capitals count as small ones
    other = (lines[BYTE_END] - lines[BYTE_START]) * 2 > (lines[END] - lines[START]) * 3
    headline = (strengths == 0) & (words >= 2) & (words <= 30) & ((lines[FIRST] != FIRST_LOWER) | other)
    # a verse goes on, a colon announces a list
    headline &= (lines[LAST] != LAST_STOP) & (lines[LAST] != LAST_COMMA) & (lines[LAST] != LAST_COLON)
    dated = (strengths > 0) & ((forms == REASON["timestamp"]) | (forms == REASON["byline"]))
    sentence = keep & (lines[LAST] == LAST_STOP)
    return _Lines(words, paragraph, wired, sentence, headline & (words >= 3), headline & (words == 2), dated)


def _titles_among(
    scan: Scan, lines: list[int], told: _Lines, text: tuple[int, int], source: str | None, *, has_stamp: bool
) -> list[int]:  # fmt: skip
    """Return the lines that may be a title: no outlet, no caption, no turn of a conversation."""
    begin, end = text
    known = dict(zip(lines, scan.texts_of(np.array(lines, np.int64)), strict=True))
    out = [i for i in lines if not known[i][:1].islower() and not _is_caption(scan, i, lines, told.words)]
    turns = {i: turn for i in out if (turn := _TURN.match(known[i]))}
    asked = {i for i in out if _asks(known[i])}
    if turns or asked:
        around = scan.texts_of(np.arange(begin, min(end, begin + _TURNS)))
        spoken = [_TURN.match(text) for text in around]
        speakers = Counter(turn[1] for turn in spoken if turn)
        if not has_stamp and sum(map(_asks, around)) > 1:  # one of several questions
            out = [i for i in out if i in turns or i not in asked]
        out = [i for i in out if i not in turns or not _is_turn(turns[i][1], speakers)]
        # "Defendant: …" above "Charge: …" is one of a form
        out = [i for i in out if i not in turns or told.dated[i + 1] or not _in_form(turns[i], spoken, i - begin)]
    if len(out) > 1:
        others = [i for i in out if not (_is_outlet(known[i], source) or _KICKER.fullmatch(known[i].strip(" *#|-:!")))]
        out = others or out
    return out


def _is_caption(scan: Scan, line: int, lines: Sequence[int], words: NDArray[np.int32]) -> bool:
    """Say whether a line is a picture's caption: it names a picture, or stands twice in a row under a headline."""
    if scan.lines[CUES, line] & CUE["photo"] and words[line] > _CAPTION_WORDS:
        return True
    doubled = line + 1 < len(scan.hashes) and scan.hashes[line] == scan.hashes[line + 1]
    doubled |= line > 0 and scan.hashes[line] == scan.hashes[line - 1]
    if doubled and _PICTURE_CREDIT.search(scan.texts_of(np.array([line]))[0]):
        return True
    if not doubled or words[line] < _CAPTION_WORDS:
        return False
    above = next((i for i in reversed(lines) if i < line and scan.hashes[i] != scan.hashes[line]), None)
    return above is not None and bool(words[above] < words[line])


def _asks(line: str) -> bool:
    return line.rstrip(" *_").endswith(("?", "？"))


def _is_turn(speaker: str, speakers: Counter[str]) -> bool:
    """Say whether a line that opens with a name and a colon is what a speaker says."""
    return speakers[speaker] > 1 or (speaker.isupper() and len(speakers) > 1)


def _in_form(turn: re.Match[str], spoken: Sequence[re.Match[str] | None], at: int) -> bool:
    """Say whether a label with a few words has a line above or below that opens with a label too."""
    labels = (other[1] for other in (*spoken[max(at - 1, 0) : at], *spoken[at + 1 : at + 2]) if other)
    beside = any(turn[1].isupper() or not label.isupper() for label in labels)  # "MR LIE: …" below "Transcript: …"
    return beside and len(turn.string[turn.end() :].split()) <= _FORM_WORDS


def _is_outlet(line: str, source: str | None) -> bool:
    """Say whether a line is the name of an outlet rather than a headline."""
    name = line.strip(" *#|-")
    if source and _squeezed(name) == _squeezed(source):
        return True
    words = name.split()
    if len(words) > _OUTLET_WORDS:
        return False
    named = all(word[0].isupper() or word.lower() in ("of", "the", "de", "la", "and", "&") for word in words)
    return named and bool(_OUTLET.fullmatch(name))


def _squeezed(text: str) -> str:
    return re.sub(r"\W+|^the\s", "", text.casefold())


def without_markup(text: str) -> tuple[str, int, int]:
    """Return a title line without Markdown's marks, with spaces single, and where it stands in the line."""
    plain = " ".join(text.split())
    if plain == text and not any(mark in text for mark in "#*_"):
        return text, 0, len(text)
    match = _MARKUP.fullmatch(text)
    start, end = match.span("title") if match and match["title"] else (0, len(text))
    whole = _EMPHASIS.fullmatch(text, start, end)
    start, end = whole.span("inner") if whole else (start, end)
    return " ".join(_MARK.sub(r"\2", text[start:end]).split()), start, end
