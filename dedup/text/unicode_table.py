"""What each code point is to the tokeniser and what it folds to: one two-level table, shipped with the package.

Read by `text.tokens` and handed to the kernel. The table is built here from `unicodedata` and stored beside this file,
so that every Python gives the same tokens whatever Unicode version it carries:
`python -m dedup.text.unicode_table` writes it anew.
"""

from __future__ import annotations

import functools
import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PATH = Path(__file__).with_name("unicode_table.npz")
PAGE = 256
CODE_POINTS = 0x110000

# An entry is a uint32: bits 0-20 the folded code point (or the number of an expansion), bits 21-23 the class, then
# flags.
SEPARATOR, WORD, SINGLE, IGNORED, MARK, EXPANSION = range(6)
CLASS_SHIFT = 21
VALUE_MASK = (1 << CLASS_SHIFT) - 1
DROPS_MARKS = 1 << 24  # a letter whose marks are dropped
DIGIT = 1 << 25
PREFIX = 1 << 26  # a sign, currency symbol or decimal point: belongs to a number that it stands before
SUFFIX = 1 << 27  # belongs to the word before it at the end of that word, as in C++ and C#
OPENS = 1 << 28  # after it a sign is a sign, not a hyphen or the dash of a range

_MINUS = "-\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d"
_PLUS = "+\ufe62\uff0b"
# Japanese particles and the few Chinese words that stand before a temperature; after any other such character a
# hyphen makes a range, as of months.
_BEFORE_A_SIGN = "\"'*,/:;<=>|~" + "为為是至到達达約约"

# Scripts whose marks are accents on a letter; elsewhere (Devanagari, Arabic, Hebrew ...) marks are letters.
_ACCENTED = ("LATIN", "GREEK", "CYRILLIC", "FULLWIDTH LATIN")
# Spellings of one letter, as Lucene's normalisers of Arabic and Persian and its ASCII folding have them. Yeh barree is
# left out: in Urdu it is a letter of its own.
_SAME_LETTER = {
    **dict.fromkeys("أإآٱ", "ا"), **dict.fromkeys("ىی", "ي"), **dict.fromkeys("ةہۀۂۃ", "ه"), "ک": "ك",
    "ؤ": "و\u0654", "ئ": "ي\u0654", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t",
}  # fmt: skip
_HAMZA_CARRIERS = "اأإآٱ"
_TATWEEL = "\u0640"
# Scripts written without spaces: one character is one token.
_UNSPACED = (
    "CJK UNIFIED IDEOGRAPH", "CJK COMPATIBILITY IDEOGRAPH", "HIRAGANA", "KATAKANA", "IDEOGRAPHIC ITERATION",
    "IDEOGRAPHIC NUMBER ZERO", "VERTICAL IDEOGRAPHIC ITERATION", "HALFWIDTH KATAKANA", "BOPOMOFO", "THAI", "LAO",
    "KHMER", "MYANMAR", "TIBETAN", "YI SYLLABLE",
)  # fmt: skip


class UnicodeTable(NamedTuple):
    """The table in the form that the kernel reads.

    Attributes:
        pages: uint16[4352], code point // 256 -> number of its page.
        entries: uint32[pages * 256], the entries page by page.
        expansions: uint32[n, 4], folded code points of an expansion, 0 where it is shorter.
    """

    pages: NDArray[np.uint16]
    entries: NDArray[np.uint32]
    expansions: NDArray[np.uint32]


@functools.cache
def unicode_table() -> UnicodeTable:
    """Return the table that is shipped with the package."""
    import numpy as np

    with np.load(PATH, allow_pickle=False) as stored:
        return UnicodeTable(stored["pages"], stored["entries"], stored["expansions"])


def classify(char: str) -> tuple[int, str, bool]:
    """Say what one character is: its class, what it folds to, and whether marks after it are dropped.

    Folding is NFKC and case folding, for every script; the marks of Latin, Greek and Cyrillic letters go, and so does
    the hamza of an alef. Digits of all scripts are one.
    """
    category = unicodedata.category(char)
    if category == "Nd":
        return WORD, str(unicodedata.digit(char)), False
    if char == _TATWEEL:
        return IGNORED, "", False
    if category in ("Mn", "Mc", "Me") and not _name(char).startswith(_UNSPACED):
        # variation selectors choose a glyph and carry no meaning
        return (IGNORED, "", False) if "VARIATION SELECTOR" in _name(char) else (MARK, char, False)
    if category == "Cf":  # soft hyphen, zero-width and bidi controls: invisible, so no word ends there
        return IGNORED, "", False
    if category[0] not in "LNM" and char != "_":
        return SEPARATOR, "", False
    if _name(char).startswith(_UNSPACED):
        folded = unicodedata.normalize("NFKC", char)
        return SINGLE, folded if len(folded) == 1 else char, False
    accented = _name(char).startswith(_ACCENTED)
    folded = "".join(_strip_marks(c) for c in unicodedata.normalize("NFKC", char).casefold())
    folded = "".join(_SAME_LETTER.get(c, c) for c in folded if c != _TATWEEL)
    kept = "LN" if accented else "LNM"
    folded = "".join(c for c in folded if unicodedata.category(c)[0] in kept or c == "_")
    accented |= char in _HAMZA_CARRIERS
    if not folded:
        return (WORD, char, accented)
    return (WORD if len(folded) == 1 else EXPANSION), folded[:4], accented


def joining(char: str) -> tuple[int, str]:
    """Say what a character is beside words: its flags, and what a mark that belongs to a word folds to."""
    category = unicodedata.category(char)
    flags = DIGIT if category == "Nd" else 0
    if category in ("Zs", "Zl", "Zp", "Cc", "Ps", "Pi") or char in _BEFORE_A_SIGN or _is_bidi_control(char):
        flags |= OPENS
    if _name(char).startswith("HIRAGANA LETTER"):
        flags |= OPENS
    if char in _MINUS:
        return flags | PREFIX | (SUFFIX if char in "-\u2212" else 0), "-"
    if char in _PLUS:
        return flags | PREFIX | SUFFIX, "+"
    if char in "#\uff03":
        return flags | SUFFIX, "#"
    if char in ".\uff0e":
        return flags | PREFIX, "."
    if category == "Sc":
        folded = unicodedata.normalize("NFKC", char)
        return flags | PREFIX, folded if len(folded) == 1 else char
    return flags, ""


def build() -> UnicodeTable:
    """Build the table from this Python's `unicodedata`."""
    import numpy as np

    entries = np.zeros(CODE_POINTS, np.uint32)
    expansions: list[str] = []
    for code in range(CODE_POINTS):
        char = chr(code)
        if unicodedata.category(char) in ("Cn", "Co", "Cs"):
            continue
        kind, folded, drops = classify(char)
        flags, mark = joining(char)
        folded = folded or mark
        value = ord(folded) if len(folded) == 1 else 0
        if kind == EXPANSION:
            if folded not in expansions:
                expansions.append(folded)
            value = expansions.index(folded)
        entries[code] = value | kind << CLASS_SHIFT | (DROPS_MARKS if drops else 0) | flags
    distinct, pages = np.unique(entries.reshape(-1, PAGE), axis=0, return_inverse=True)
    padded = np.array([[ord(c) for c in text.ljust(4, "\0")] for text in expansions], np.uint32)
    return UnicodeTable(pages.reshape(-1).astype(np.uint16), distinct.reshape(-1), padded)


def _name(char: str) -> str:
    return unicodedata.name(char, "")


def _is_bidi_control(char: str) -> bool:
    return unicodedata.category(char) == "Cf" and unicodedata.bidirectional(char) != "BN"


def _strip_marks(char: str) -> str:
    if not _name(char).startswith(_ACCENTED):
        return char
    return "".join(c for c in unicodedata.normalize("NFD", char) if unicodedata.category(c) != "Mn")


def main() -> None:
    """Write the table anew."""
    import numpy as np

    table = build()
    np.savez_compressed(PATH, **table._asdict())
    sys.stderr.write(f"{PATH.name}: Unicode {unicodedata.unidata_version}, {len(table.entries) // PAGE} pages\n")


if __name__ == "__main__":
    main()
