"""Lines that are markup or code left in a text: comments, lone tags, short codes, placeholders, scripts, JSON-LD.

A sentence that quotes a tag is none of them: only what makes up the whole line counts, or a comment at one of its ends.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from dedup.cleaning.forms import CERTAIN, REASON
from dedup.kernel.line_columns import BYTE_END, BYTE_START, ROW, START

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dedup.cleaning.scan import Scan

# What such a line begins with, or ends with; most lines are told by these two bytes.
_FIRST, _LAST = (np.isin(np.arange(256, dtype=np.uint8), list(signs)) for signs in (b"<{[%&-.#@(*", b";{}>]"))
_LONGEST = 10_000  # characters of a line of code that are looked at
_BLOCK_LINES = 400  # of a script or comment
_TAG = r"</?[A-Za-z][\w:-]*(?:\s[^<>]*)?/?>"
_MARKUP = re.compile(
    rf"(?:{_TAG}|<!--(?:(?!-->).)*-->|<!DOCTYPE[^<>]*>|\]\]>|&nbsp;|&#160;|&shy;|\s)+"
    r"|<(script|style|noscript|iframe|svg|template)\b[^<>]*>.*</\1\s*>"
    r"|(?:\[/?[a-z][\w-]*(?:_\w+|(?:\s+[\w-]+=(?:\"[^\"]*\"|'[^']*'|[^\s\]]+))+|\s+https?://[^\s\]]+)\s*/?\]|\[/[a-z][\w-]*\]|\s)+"
    r"|\[(?:gallery|embed|audio|video|playlist|toc|contact-form|more|ad|ads|adsense)\]"
    r"|\[(caption|embed|gallery|audio|video|code|pullquote)\b[^\]]*\].*\[/\2\]"
    r"|\{\{[^{}]*\}\}|\{%[^{}]*%\}|\[\[[\w .:/=|-]{1,60}\]\]|%%[\w .:-]{1,40}%%|<%.*%>"
    r"|\{\s*\"@(?:context|type|graph|id)\"\s*:.*\}[\s;]*",
    re.DOTALL,
)
_CODE = re.compile(
    r"(?:\(?(?:window|document|googletag|adsbygoogle|jQuery|dataLayer|console|_gaq|_taboola)\b\s*[.\[=(|]|!?\(?function\b[^(]*\("
    r"|(?:var|let|const)\s+[\w$]+\s*=|(?:gtag|fbq|ga|\$)\(|(?:if|for|while)\s*\([^)]*\)\s*\{|\}\s*else\b).*[;{})\]]\s*"
    r"|[(){}\[\];,\s]+"
    r"|[.#@][\w-]++[\s,>.#:+~\w()-]*+\{(?:[^{}]*[:;][^{}]*\})?\s*",
    re.DOTALL,
)
_OPENING = re.compile(r"<(!--|script\b|style\b)(?:(?!-->|</script|</style).)*", re.DOTALL | re.IGNORECASE)
_CLOSING = {"!--": "-->", "script": "</script", "style": "</style"}
_COMMENT_FIRST = re.compile(r"(?:<!--(?:(?!-->).)*-->\s*)+", re.DOTALL)
_COMMENT_LAST = re.compile(r"(?:\s*<!--(?:(?!-->).)*-->)+$", re.DOTALL)


def find_markup(scan: Scan, reasons: NDArray[np.int8], strengths: NDArray[np.int8]) -> list[tuple[int, int, int]]:
    """Set reason and strength of the lines that are markup or code.

    Returns:
        The comments at the ends of other lines, as line, start, end in code points.
    """
    lines = scan.lines
    begin = scan.offsets[lines[ROW]]
    first, last = begin + lines[BYTE_START], begin + lines[BYTE_END] - 1
    if not len(first):
        return []
    at = np.flatnonzero(_FIRST[scan.data[first]] | _LAST[scan.data[last]])
    at = at[lines[BYTE_END, at] - lines[BYTE_START, at] < _LONGEST]
    found: list[int] = []
    cuts: list[tuple[int, int, int]] = []
    for line, text in zip(at.tolist(), scan.texts_of(at), strict=True):
        opening = _OPENING.fullmatch(text) if text.startswith("<") else None
        if opening:
            found.extend(_block(scan, line, _CLOSING[opening[1].lower()]))
        elif _MARKUP.fullmatch(text) or _CODE.fullmatch(text):
            found.append(line)
        elif "<!--" in text:
            cuts.extend((line, int(lines[START, line]) + s, int(lines[START, line]) + e) for s, e in _comments(text))
    reasons[found], strengths[found] = REASON["metadata"], CERTAIN
    return cuts


def _block(scan: Scan, line: int, closing: str) -> range:
    """Return the lines of a comment or script that is opened on one and closed on a later one."""
    end = min(line + _BLOCK_LINES, int(scan.first_line[scan.lines[ROW, line] + 1]))
    for at, text in enumerate(scan.texts_of(np.arange(line + 1, end)), line + 1):
        if closing in text.lower():
            return range(line, at + 1)
    return range(line, line + 1)


def _comments(text: str) -> list[tuple[int, int]]:
    found = (_COMMENT_FIRST.match(text), _COMMENT_LAST.search(text))
    return [match.span() for match in found if match]
