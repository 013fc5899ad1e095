"""Claims of an article: its sentences, cut into clauses where one sentence carries several, with their facts."""

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
    scan = _Scan(flat)
    for match in _CUT.finditer(flat):
        if scan.stands_before(match.start()) and scan.stands_after(match.end()) and not scan.quoted(match.start()):
            pieces.append(match.end())
            scan.open_piece(match.end())
    pieces.append(len(flat))
    return [_trim(flat, a, b, start) for a, b in pairwise(pieces)]


class _Scan:
    """A sentence read from left to right once, however many places there are where it could be cut."""

    def __init__(self, flat: str) -> None:
        self._flat = flat
        self._piece = self._searched = self._counted = 0
        self._has_verb = False
        self._next_verb = -1
        self._marks = dict.fromkeys("“”「」«»\"", 0)

    def open_piece(self, start: int) -> None:
        """Let a new piece begin."""
        self._piece = self._searched = start
        self._has_verb = False

    def stands_before(self, end: int) -> bool:
        """Tell whether the piece could stand by itself if it ended here; asked in order."""
        if not self._is_long(self._piece, end):
            return False
        if self._has_verb:
            return True
        verb = _VERB.search(self._flat, self._searched, end)
        self._searched = verb.start() if verb else end
        self._has_verb = verb is not None and verb.end() < end  # "た" at the end is a verb only there
        return verb is not None

    def stands_after(self, start: int) -> bool:
        """Tell whether the rest could stand by itself; asked in order."""
        if self._next_verb < start:
            verb = _VERB.search(self._flat, start)
            self._next_verb = verb.start() if verb else len(self._flat)
        return self._next_verb < len(self._flat) and self._is_long(start, len(self._flat))

    def quoted(self, position: int) -> bool:
        """Tell whether a quotation is open; asked in order."""
        for mark in self._marks:
            self._marks[mark] += self._flat.count(mark, self._counted, position)
        self._counted = position
        count = self._marks
        return any(count[o] > count[c] for o, c in ("“”", "「」", "«»")) or count['"'] % 2 == 1

    def _is_long(self, start: int, end: int) -> bool:
        if end - start >= _MIN_CLAUSE:
            return True
        return end - start >= _MIN_CLAUSE // 2 and any("\u3040" <= c <= "\u9fff" for c in self._flat[start:end])


def _trim(flat: str, start: int, end: int, offset: int) -> Span:
    piece = flat[start:end]
    kept = piece.rstrip(" ,;–—-") if end < len(flat) else piece.rstrip()
    left = len(piece) - len(piece.lstrip())
    return Span(offset + start + left, offset + start + max(len(kept), left))
