"""Sentences with spans of the raw text: sentencex, with repairs for what news does to full stops."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from dedup.articles import Span
from dedup.text import paragraphs

_SPACES = str.maketrans("\n\r\t\u2028\u2029\u00a0", "      ")
_KANA = re.compile(r"[\u3040-\u30ff]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_FRENCH = re.compile(r"\b(?:le|la|les|des|est|une|dans|que|qui|pour|avec|sur)\b", re.IGNORECASE)
_ENGLISH = re.compile(r"\b(?:the|of|and|to|in|that|is|was|for|with|said)\b", re.IGNORECASE)

# Inside quotation marks sentencex doesn't cut; two sentences in one quote are two claims.
_IN_QUOTE = re.compile(r"""(?<=[a-zà-ÿ0-9)%])[.!?]+["”’')\]]*(\s+)(?=["“‘«(\[]?[A-ZÀ-Ý])""")
# Scrapes lose the space after a full stop ("… on Monday.The minister …"); not in domains and dotted names.
_NO_SPACE = re.compile(r"""(?<=[a-zà-ÿ]{3})[.!?]["”]?(?=["“]?[A-Z][a-z]+[ ,'’])""")
# sentencex doesn't cut before a digit there.
_EAST_ASIAN = re.compile(r"[。！？]+[」』）”’]*")
# A full stop after one of these is part of the word. Titles always have a name after them; the others end a sentence
# now and then, so they only join when what follows doesn't start one.
_TITLE = re.compile(
    r"(?:^|[\s(\[\"“‘'’«—–-])(?:M|MM|Mr|Mrs|Ms|Mme|Mmes|Mlle|Dr|Drs|Prof|Gov|Sen|Sens|Rep|Reps|Gen|Lt|Col|Maj|Capt|"
    r"Cmdr|Cpl|Sgt"
    r"|Adm|Pres|Pte|Const|Insp|Supt|Det|Rev|Fr|Hon|St|Ste|Mt|Ft|Messrs|Amb|Sec|Atty|Dist|Asst|Ald|v|cf|env|approx|ca|"
    r"e\.g|i\.e|Lt\.\s?Gov|Lt\.\s?Col|Maj\.\s?Gen|Brig|Spc|Pfc)\.$"
)
# These are words as well ("He said no."): they join only with a number.
_NUMBERED = re.compile(r"\b(?:Nos?|nos?|art|Art|Fig|vs)\.$")
_MONTH = re.compile(r"\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|janv|févr|juil|déc)\.$")
_INITIAL = re.compile(r"(?:^|[\s.(“\"])[A-ZÀ-Ý]\.$")
_DOTTED = re.compile(
    r"(?:\b(?:[A-Za-z]\.){2,}|"
    r"\b(?:Inc|Corp|Co|Ltd|Jr|Sr|Bros|etc|al|Ave|Blvd|Rd|Tril|Bil|Mil|approx|dept|Dept|Univ))\.?$"
)
_STARTER = re.compile(
    r"(?:The|A|An|He|She|It|They|We|I|You|In|On|At|But|And|However|Meanwhile|This|That|These|Those|His|Her|Its|Their|"
    r"According|After|Before|As|If|When|While|For|From|There|Some|Many|Most|No|Not|Both|Last|Since|With|By|Mr|Mrs|Ms|"
    r"My|Our|Your|Each|Every|Several|One|Two|Another|Such|Now|Then|Police|Officials|Witnesses|Only|Then|Also|Still|"
    r"Le|La|Les|Il|Elle|Ils|Un|Une|Mais|Et|Ce|Cette|Dans|Selon)\b"
)
# A time of day that opens a sentence doesn't end it: "At 5 a.m. Mr. Smith left."
_OPENING_TIME = re.compile(
    r"(?:At|By|Around|About|On|From|Since|Until|Before|After|Shortly|Just|Near|Between)\b[^,]{0,30}[ap]\.\s?m\.$"
)
_STREET = re.compile(r"[A-ZÀ-Ý0-9][\w’'-]*\sSt\.$")
_SOURCE = re.compile(r"(?:-|–|—)\s[A-ZÀ-Ý][^.!?]{2,60}[.]?$")
_WINDOW = 8000  # characters
_TAIL = 200  # characters before a cut that are looked at; labels and times that open a sentence are shorter
_LABEL = re.compile(r"""["“(]?(?:\d{1,3}|[ivxIVX]{1,4}|[a-zA-Z])[.)]$|^[-–—•*●・]+$""")
_PARTICLE = re.compile(r"(?:と|など|との|という|を|が|に|は|も|の|で|って|や|、|，|，)")
_LOWER = re.compile(r"""["“‘'’(\[]?[a-zà-öø-ÿ]""")
_OPENERS = "「『（【"
_CLOSED = "」』）】"

# What UTF-8 doesn't have, and the splitter, which works on it, refuses.
_UNPAIRED = re.compile("[\ud800-\udfff]")
# White space of several bytes, within which the splitter may cut and then panics.
_WIDE_SPACE = re.compile(r"[^\S\x00-\x7f]")


def split(text: str, spans: Sequence[tuple[int, int]] | None = None) -> list[Span]:
    """Cut a text into sentences.

    A line broken in mid-sentence doesn't end it; abbreviations, initials, decimal numbers and paragraph numbers
    ("1. At the outset") don't either, and a quotation in 「」 stays in the sentence around it. Sentences inside
    Western quotation marks are cut apart.

    Args:
        text: The raw text.
        spans: Body spans, sorted and disjoint; None takes the whole text.

    Returns:
        Spans of the raw text, in order, disjoint, without white space around them.
    """
    language = _language(text)
    found: list[Span] = []
    for block in paragraphs.split(text, spans):
        flat = _UNPAIRED.sub("\ufffd", text[block.start : block.end].translate(_SPACES))
        found.extend(Span(block.start + s, block.start + e) for s, e in _block(flat, language))
    return found


@functools.cache
def _boundaries() -> Callable[[str, str], list[dict[str, Any]]]:
    from sentencex import get_sentence_boundaries

    return get_sentence_boundaries  # type: ignore[no-any-return]


def _language(text: str) -> str:
    head = text[:3000]
    if _KANA.search(head):
        return "ja"
    if len(_HAN.findall(head)) * 10 > len(head):
        return "zh"
    return "fr" if len(_FRENCH.findall(head)) > len(_ENGLISH.findall(head)) else "en"


def _block(flat: str, language: str) -> Iterator[tuple[int, int]]:
    cuts = _cuts(flat, language)
    if language in {"en", "fr"}:
        cuts.update(m.end() for m in _IN_QUOTE.finditer(flat))
        cuts.update(m.end() for m in _NO_SPACE.finditer(flat))
    else:
        cuts.update(m.end() for m in _EAST_ASIAN.finditer(flat))
    cuts.discard(len(flat))
    begun = _Begun(flat, 0)
    for cut in sorted(cuts):
        begun.read(cut)
        if _ends(begun, cut):
            yield from _trimmed(flat, begun.start, cut)
            begun = _Begun(flat, cut)
    yield from _trimmed(flat, begun.start, len(flat))


class _Begun:
    """A sentence that may go on: what is known of it, so that no cut reads it again from its start.

    Attributes:
        text: The paragraph.
        start: Where the sentence starts.
        end: Where its last character that is no space ends.
        says: Whether it has a letter or a digit.
    """

    def __init__(self, text: str, start: int) -> None:
        self.text = text
        self.start = self.end = self._at = start
        self.says = False
        self._unclosed = [0] * len(_OPENERS)

    def read(self, cut: int) -> None:
        """Read on, up to a place at which the sentence may end."""
        piece = self.text[self._at : cut]
        if stripped := piece.rstrip():
            self.end = self._at + len(stripped)
        self.says = self.says or any(char.isalnum() for char in piece)
        for kind, (opener, closed) in enumerate(zip(_OPENERS, _CLOSED, strict=True)):
            self._unclosed[kind] += piece.count(opener) - piece.count(closed)
        self._at = cut

    def tail(self) -> str:
        """Return the sentence so far, of a long one the end."""
        return self.text[max(self.start, self.end - _TAIL) : self.end]

    def is_closed(self) -> bool:
        """Tell whether every 「 has its 」: a full stop inside a quotation doesn't end the sentence around it."""
        return max(self._unclosed) <= 0


def _cuts(flat: str, language: str) -> set[int]:
    """Return where sentencex ends sentences; a long paragraph goes in pieces, as its time grows with the square."""
    cuts: set[int] = set()
    start = 0
    while start < len(flat):
        end = min(start + _WINDOW, len(flat))
        if end < len(flat):
            stop = max(flat.rfind(mark, start + _WINDOW // 2, end) for mark in (". ", "? ", "! ", "。"))
            end = stop + 1 if stop >= 0 else end
        cuts.update(start + cut for cut in _suggested(flat[start:end], language))
        if end < len(flat) and flat[end - 1] not in ".?!。":
            cuts.discard(end)
        start = end
    return cuts


def _suggested(flat: str, language: str) -> set[int]:
    """Return where the library would cut; nowhere if it gives up on the text."""
    try:
        return {b["end_index"] for b in _boundaries()(language, _WIDE_SPACE.sub(" ", flat))}
    except BaseException as error:  # a panic of its Rust code, which is no Exception
        if type(error).__name__ != "PanicException":
            raise
        return set()


def _trimmed(flat: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = flat[start:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    if right > left:
        yield start + left, start + right


def _ends(begun: _Begun, cut: int) -> bool:
    """Tell whether a sentence really ends at this cut."""
    flat, before = begun.text, begun.tail()
    after = flat[cut : cut + 40].lstrip()
    if not before or not after or _LABEL.match(before) or after[0] in ",;:)]&":
        return False
    if before[-1] in "”\"»" and _SOURCE.match(flat[cut : cut + 70].strip()):
        return False  # who said it, after a dash
    if not begun.says or not any(c.isalnum() for c in after):
        return False
    if before[-1] in _CLOSED:
        return not _PARTICLE.match(after) and begun.is_closed()
    if before[-1] in "。！？":
        return begun.is_closed()
    if _LOWER.match(after) and not any(c.isupper() for c in after.split(" ", 1)[0]):
        return False
    if before[-1] == ".":
        return _OPENING_TIME.match(before) is None and not _abbreviated(before[-24:], after)
    return True


def _abbreviated(tail: str, after: str) -> bool:
    if _STREET.search(tail) and _STARTER.match(after):
        return False
    if _TITLE.search(tail):
        return True
    if _MONTH.search(tail) or _NUMBERED.search(tail):
        return after[0].isdigit()
    if _INITIAL.search(tail) or _DOTTED.search(tail):
        return not _STARTER.match(after.lstrip("\"“‘'(«")) and after[0] not in "\"“‘"
    return False
