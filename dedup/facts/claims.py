"""Claims of an article: its sentences, cut into clauses where one sentence carries several, with their facts.

Called by `jobs.compare` for every article, and by `relate` for two single sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dedup.articles import Claim, Fact, Span
from dedup.facts import predicates, quotes, speakers
from dedup.facts.facts import FLAT, facts, within
from dedup.facts.names import Names
from dedup.text import sentences

# A clause that stands by itself needs about this much text; shorter pieces say nothing alone.
_MIN_CLAUSE = 30
_SUBJECT = (
    r"(?=(?:the|a|an|it|he|she|they|we|I|you|this|that|these|those|there|his|her|its|their|some|many|most|"
    r"[A-Z]\w+)\s)"
)
_CUT = re.compile(
    r";\s+|\s(?:--|—|–)\s|,?\s(?=(?:and|but) that\s)|"
    rf",\s(?=(?:but|and|while|whereas|although|though|so)\s{_SUBJECT})|"
    r",\s(?=(?:mais|tandis que|alors que|tandis qu['’]|alors qu['’]))|、(?=(?:一方|また)、?)|；"
)
_QUOTE_MARKS = frozenset("“\"«‘'„")
_HEADING = 30  # a quotation no longer than this, alone in its paragraph, is a heading
_NUMBERED = re.compile(r"\s*(?:\(?\d{1,3}[.)]|[ivx]{1,4}[.)]|[-–—•*●・])\s+")
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|should|must|did|does|do|said|says|\w{2,}ed|"
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
    read: list[_Sentence] = []
    earlier = speakers.Earlier()
    quoted = False
    end = 0
    for span in sentences.split(text, body):
        flat = text[span.start : span.end].translate(FLAT)
        apart = "\n" in text[end : span.start]
        quoted = quoted and not apart  # each paragraph opens its quotation anew
        found = facts(text, span, published, dateline, language, known, quoted=quoted)
        still = quotes.open_after(flat, inside=quoted)
        person = known.certain_person(earlier.person)
        who = speakers.speaker(flat, known, earlier, quoted=quoted)
        earlier = earlier.after(who)
        read.append(_Sentence(span, flat, found, who, still, apart, person, earlier.group))
        quoted, end = still, span.end
    _pass_on(read)
    for sentence in read:  # a surname may come before the full name
        sentence.speaker = known.resolve(sentence.speaker) if sentence.speaker else None
    return [one for sentence in read for one in _claims(article_id, text, sentence)]


@dataclass(slots=True)
class _Sentence:
    """A sentence read, before it is cut.

    Attributes:
        still: Whether a quotation goes on in the next one.
        apart: Whether it opens a paragraph.
        person, group: Whom "he" and "they" stand for.
    """


    span: Span
    text: str
    facts: tuple[Fact, ...]
    speaker: str | None
    still: bool
    apart: bool
    person: str | None
    group: str | None


def _pass_on(read: Sequence[_Sentence]) -> None:
    """Give a quotation of several sentences the speaker that one of them names."""
    for first, second in pairwise(reversed(read)):
        if second.still and second.speaker is None and not first.apart:
            second.speaker = first.speaker
    for first, second in pairwise(read):
        whole = any(f.kind == "quote" and f.end - f.start >= 0.8 * len(second.text) for f in second.facts)
        whole = whole and (not second.apart or len(second.text) > _HEADING)
        goes_on = first.still and (not second.apart or second.text[:1] in _QUOTE_MARKS)
        if second.speaker is None and (goes_on or whole):
            second.speaker = first.speaker or (speakers.introduces(first.text) if whole else None)


def _claims(article_id: str, text: str, sentence: _Sentence) -> Iterator[Claim]:
    for piece in clauses(text, sentence.span):
        flat = text[piece.start : piece.end].translate(FLAT)
        found = within(sentence.facts, piece)
        acts = predicates.read(flat, found, piece.start, he_or_she=sentence.person, it=sentence.group)
        yield Claim(article_id, piece.start, piece.end, flat, sentence.speaker, found, sentence.span, acts)


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
    who, acts = speakers.speaker(flat, known), predicates.read(flat, read, start)
    return Claim(article_id, start, end, flat, who, read, Span(start, end), acts)


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
        before, after = _stands(flat, pieces[-1], match.start()), _stands(flat, match.end(), len(flat))
        if before and after and not _quoted(flat, match.start()):
            pieces.append(match.end())
    pieces.append(len(flat))
    return [_trim(flat, a, b, start) for a, b in pairwise(pieces)]


def _stands(flat: str, start: int, end: int) -> bool:
    piece = flat[start:end]
    wide = not piece.isascii() and any("\u3040" <= c <= "\u9fff" for c in piece)
    return len(piece) >= (_MIN_CLAUSE // 2 if wide else _MIN_CLAUSE) and _VERB.search(piece) is not None


def _quoted(flat: str, position: int) -> bool:
    before = flat[:position]
    return any(before.count(o) > before.count(c) for o, c in ("“”", "「」", "«»")) or before.count('"') % 2 == 1


def _trim(flat: str, start: int, end: int, offset: int) -> Span:
    piece = flat[start:end]
    kept = piece.rstrip(" ,;–—-") if end < len(flat) else piece.rstrip()
    left = len(piece) - len(piece.lstrip())
    return Span(offset + start + left, offset + start + max(len(kept), left))
