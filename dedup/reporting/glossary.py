"""The words of a comparison, each with its meaning: one glossary for page, terminal, Markdown and docs.

`docs/glossary.md` is held against it by a test.
"""

from __future__ import annotations

from collections.abc import Mapping

GLOSSARY: Mapping[str, str] = {
    "independent text": "an article together with all copies of it: six prints of one agency story are one",
    "agreed": "at least two independent texts make the claim",
    "conflicting": "two texts give values for one fact of one event that exclude each other",
    "another event": "the same act with a common participant, but on another occasion; it counts for nothing",
    "in one text only": "no other independent text was found to make the claim",
    "in these words": "the wording by which the claim is listed: the one closest to all others",
    "same words": "word for word, punctuation and case aside",
    "in other words": "a paraphrase: the same claim",
    "in part": "a part of the claim, or the claim with more around it",
    "possibly the same": "likely, but not certain enough to count; shown on demand",
    "earliest here": "the first of these articles to be published that makes the claim",
    "figures differ": "values that differ without excluding each other: an update, a rounded figure, another scope",
    "absent": "the whole text was read and has nothing like it",
    "unknown": "the text was cut off or not read in full, so nothing follows from its silence",
    "credit": "the agency that wrote a text, as the text itself says",
    "copy": "an article that took over the text of another",
}
