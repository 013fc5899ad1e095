"""Claims of an article: its sentences, cut into clauses where one sentence carries several, with their facts.

Called by `jobs.compare` for every article, and by `relate` for two single sentences.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dedup.articles import Claim, Span
from dedup.claims import speakers
from dedup.claims.facts import FLAT, facts, within
from dedup.claims.names import Names
from dedup.text import sentences

# A clause that stands by itself needs about this much text; shorter pieces say nothing alone.
_MIN_CLAUSE = 30
_CUT = re.compile(
    r";\s+|\s(?:--|—|–)\s|,?\s(?=(?:and|but) that\s)|,\s(?=(?:but|while|whereas|although|though|so)\s)|"
    r",\s(?=and\s(?:the|a|an|it|he|she|they|[A-Z][a-z]+)\s)|"
    r",\s(?=(?:mais|tandis que|alors que)\s)|、(?=(?:一方|また)、?)|；"
)
_ATTRIBUTION = re.compile(
    r",\s(?=(?:according to\s|(?:the\s|an?\s)?[A-Z]?[\w.’' -]{2,40}\s(?:said|told|added|says)\b)[^,]{0,80}$)"
)
_NUMBERED = re.compile(r"\s*(?:\(?\d{1,3}[.)]|[ivx]{1,4}[.)]|[-–—•*●・])\s+")
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|should|must|did|does|do|said|says|\w{2,}ed|\w{3,}s|"
    r"met|held|made|took|rose|fell|told|began|won|lost|led|est|sont|a|ont|était|sera)\b|[るただう](?:。|$|、)"
)


def extract(
    article_id: str,
    text: str,
    body: Sequence[tuple[int, int]],
    published: str | None = None,
    dateline: str | None = None,
    language: str | None = None,
) -> list[Claim]:
    """Read the claims of an article, in order.

    Args:
        article_id: Id that each claim carries.
        text: The raw text.
        body: Body spans, sorted and disjoint.
        published: Publication time, ISO 8601.
        dateline: Place named at the head of the story.
        language: ISO 639-1 code.

    Returns:
        Claims; `sentence` is the sentence each stands in, equal to the claim's own span where it is whole. A claim's
        `text` has the length of its span, so `text[fact.start - claim.start:]` starts the fact's wording.
    """
    known = Names()
    found: list[Claim] = []
    last: str | None = None
    for sentence in sentences.split(text, body):
        read = facts(text, sentence, published, dateline, language, known)
        who = speakers.speaker(text[sentence.start : sentence.end].translate(FLAT), known, last)
        last = who or last
        for piece in clauses(text, sentence):
            found.append(
                Claim(
                    article_id, piece.start, piece.end, text[piece.start : piece.end].translate(FLAT), who,
                    within(read, piece), sentence,
                )
            )  # fmt: skip
    return found


def claim(
    text: str,
    span: tuple[int, int] | None = None,
    article_id: str = "",
    published: str | None = None,
    dateline: str | None = None,
    language: str | None = None,
) -> Claim:
    """Read one sentence as one claim, uncut.

    Args:
        text: The raw text.
        span: The sentence; None takes the whole text.
        article_id: Id that the claim carries.
        published: Publication time, ISO 8601.
        dateline: Place named at the head of the story.
        language: ISO 639-1 code.
    """
    start, end = span if span is not None else (0, len(text))
    known = Names()
    read = facts(text, (start, end), published, dateline, language, known)
    flat = text[start:end].translate(FLAT)
    return Claim(article_id, start, end, flat, speakers.speaker(flat, known), read, Span(start, end))


def clauses(text: str, span: tuple[int, int]) -> list[Span]:
    """Cut a sentence into the clauses that each assert something.

    Cut at semicolons, dashes, "and that …", contrasts ("but", "while") and a closing attribution; a piece needs a verb
    and 30 characters, else it stays with its neighbour. Quotations are never cut.

    Args:
        text: The raw text.
        span: One sentence.

    Returns:
        Spans of the raw text in order; the sentence itself (without its paragraph number) where it isn't cut.
    """
    start, end = span
    flat = text[start:end].translate(FLAT)
    number = _NUMBERED.match(flat)
    start += number.end() if number and number.end() < len(flat) else 0
    flat = text[start:end].translate(FLAT)
    pieces = [0]
    for match in _CUT.finditer(flat):
        if _stands(flat, pieces[-1], match.start()) and _stands(flat, match.end(), len(flat)) and not _quoted(flat, match.start()):
            pieces.append(match.end())
    pieces.append(len(flat))
    return [_trim(flat, a, b, start) for a, b in zip(pieces, pieces[1:], strict=False)]


def _stands(flat: str, start: int, end: int) -> bool:
    piece = flat[start:end]
    wide = not piece.isascii() and any("\u3040" <= c <= "\u9fff" for c in piece)
    return len(piece) >= (_MIN_CLAUSE // 2 if wide else _MIN_CLAUSE) and _VERB.search(piece) is not None


def _quoted(flat: str, position: int) -> bool:
    before = flat[:position]
    return before.count("“") > before.count("”") or before.count("「") > before.count("」") or before.count('"') % 2 == 1


def _trim(flat: str, start: int, end: int, offset: int) -> Span:
    piece = flat[start:end]
    kept = piece.rstrip(" ,;–—-") if end < len(flat) else piece.rstrip()
    left = len(piece) - len(piece.lstrip())
    return Span(offset + start + left, offset + start + max(len(kept), left))
