"""Direct quotations in a sentence, whatever the marks.

Called by `facts`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dedup.articles import Fact

_QUOTE = re.compile(
    r"“(?P<a>[^“”]+)(?:”|$)|\"(?P<b>[^\"]+)(?:\"|$)|«\s?(?P<c>[^«»]+?)\s?(?:»|$)|「(?P<d>[^「」]+)(?:」|$)|『(?P<e>[^『』]+)(?:』|$)|"
    r"(?<![\w])[‘'](?P<f>[^‘’']+(?:[’'](?=\w)[^‘’']+)*)[’'](?!\w)|^(?P<g>[^“”\"]+)”|^(?P<h>[^\"]+)\"$"
)
_SPACES = re.compile(r"\s+")
_APOSTROPHES = str.maketrans("’‘", "''")


def find(text: str, offset: int = 0) -> Iterator[Fact]:
    """Find quotations; one whose mark stands in the sentence before or after reaches to the end of this one.

    Args:
        text: The sentence, line breaks replaced by spaces one to one.
        offset: Where the sentence stands in the raw text.

    Yields:
        Facts of kind `quote`; `value` is the quoted wording without marks, spaces and apostrophes made alike.
    """
    if not any(mark in text for mark in "“”\"«「『‘'"):
        return
    for match in _QUOTE.finditer(text):
        name = match.lastgroup or "a"
        start, end = match.span(name)
        wording = _SPACES.sub(" ", match[name]).strip(" ,").translate(_APOSTROPHES)
        if wording:
            yield Fact("quote", wording, None, None, offset + start, offset + end)
