"""The language of each text of a batch.

What a record states stands, unless the text is in another script. Most other texts tell by their stop words at once;
the rest are identified one by one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dedup.cleaning.records import TEXT, Column, Records
from dedup.text.languages import SAMPLE, code_of, contradicts, identify
from dedup.text.stopwords import LANGUAGES, is_clear

if TYPE_CHECKING:
    from dedup.cleaning.scan import Scan

# Languages that share few stop words with a sister: English is told in bulk, while Spanish may be Catalan.
_APART = frozenset(("en", "fr", "de", "it", "ja"))


def find_languages(scan: Scan, records: Records) -> Column:
    """Return the ISO 639-1 code of each text.

    Args:
        scan: The lines of a batch.
        records: What is known beside the text.
    """
    counts = scan.languages[:, : len(LANGUAGES)]
    tokens = np.diff(scan.token_offsets)
    best = counts.max(axis=1, initial=0)
    second = np.partition(counts, -2, axis=1)[:, -2]
    # tables and lists in English have few stop words, and most of them in no other language
    listed = (counts.argmax(axis=1) == LANGUAGES.index("en")) & (best >= 10) & (best >= 1.4 * second)
    clear = (is_clear(best, second, tokens) | listed).tolist()
    told = [LANGUAGES[language] if sure else None for language, sure in zip(counts.argmax(axis=1), clear, strict=True)]
    own = records.origin_of("language")
    values: list[str | None] = []
    origins: list[str] = []
    for row, (guess, stated) in enumerate(zip(told, map(code_of, records.language), strict=True)):
        # a page's own tag is often that of its template
        trusted = own[row] != "html" or guess not in _APART or guess == stated
        if stated and trusted and (guess == stated or not contradicts(_sample(scan, row), stated)):
            values.append(stated)
            origins.append(own[row])
        else:
            values.append(guess if guess in _APART else identify(_sample(scan, row)))
            origins.append(TEXT)
    return Column(values, origins)


def _sample(scan: Scan, row: int) -> str:
    start, end = int(scan.offsets[row]), int(scan.offsets[row + 1])
    return bytes(scan.data.data[start : min(end, start + 3 * SAMPLE)]).decode("utf-8", "ignore")[:SAMPLE]
