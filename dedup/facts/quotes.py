"""Direct quotations in a sentence, whatever the marks.

`claims` keeps track of a quotation that runs over several sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dedup.articles import Fact

_OPEN, _CLOSE = "“«「『", "”»」』"
_PARTNER = dict(zip(_OPEN, _CLOSE, strict=True))
_MARK = re.compile(r"[“”«»「」『』\"]|(?<!\w)[‘'](?=\w)|(?<=[\w.,!?…])[’'](?!\w)")
_SPACES = re.compile(r"\s+")
_APOSTROPHES = str.maketrans("’‘", "''")


def find(text: str, offset: int = 0, *, inside: bool = False) -> Iterator[Fact]:
    """Find quotations; one whose closing mark stands in a later sentence reaches to the end of this one.

    Args:
        text: The sentence, line breaks replaced by spaces one to one.
        offset: Where the sentence stands in the raw text.
        inside: Whether the sentence starts inside a quotation.

    Yields:
        Facts of kind `quote`; `value` is the quoted wording without marks, spaces and apostrophes made alike.
    """
    for start, end in _stretches(text, inside=inside)[0]:
        wording = _SPACES.sub(" ", text[start:end]).strip(" ,").translate(_APOSTROPHES)
        if wording:
            yield Fact("quote", wording, None, None, offset + start, offset + end)


def inside(text: str, *, quoted: bool = False) -> list[tuple[int, int]]:
    """Return what of a sentence stands inside quotation marks, as spans in it."""
    return _stretches(text, inside=quoted)[0]


def open_after(text: str, *, inside: bool) -> bool:
    """Tell whether a quotation is still open at the end of a sentence."""
    return _stretches(text, inside=inside)[1]


def _stretches(text: str, *, inside: bool) -> tuple[list[tuple[int, int]], bool]:
    """Return what stands in quotation marks, and whether the last one is still open."""
    found: list[tuple[int, int]] = []
    start = 0 if inside else -1
    opener = ""
    for match in _MARK.finditer(text):
        mark, position = match.group(), match.start()
        if start < 0:
            if mark in _OPEN or mark in "‘'" or (mark == '"' and not (not found and _closes(text, position))):
                start, opener = match.end(), mark
            elif not found and mark in "”»\"":  # its opening mark stands in a sentence before
                found.append((0, position))
        elif _is_partner(opener, mark):
            found.append((start, position))
            start = -1
    if start >= 0 and opener in {"‘", "'"}:
        return found, False  # an apostrophe after all
    if start >= 0:
        found.append((start, len(text)))
    return found, start >= 0


def _is_partner(opener: str, mark: str) -> bool:
    if not opener:
        return mark in _CLOSE or mark == '"'
    return mark == _PARTNER.get(opener) or (opener == mark == '"') or (opener in "‘'" and mark in "’'")


def _closes(text: str, position: int) -> bool:
    """Tell whether a straight mark, the first of its sentence, closes a quotation rather than opens one."""
    before, after = text[position - 1 : position], text[position + 1 : position + 2]
    if not before or before.isspace() or before in "(—–-":
        return False
    return not after or after.isspace() or after in ",.)"
