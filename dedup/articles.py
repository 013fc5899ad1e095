"""The values that packages pass to each other: frozen, slotted dataclasses without logic but their display.

Every offset is a Unicode code point of the article's raw text, end exclusive: `text[start:end]` is the quote.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

PairRelation = Literal[
    "identical", "near_duplicate", "contains", "contained", "overlap", "template", "same_story", "unrelated"
]
ClaimRelation = Literal["same", "paraphrase", "partial", "conflict", "related", "unrelated"]
DifferenceKind = Literal["number", "date", "name", "role", "negation", "modality", "quote"]
CellState = Literal["present", "absent", "not_extracted", "truncated"]
ClaimStatus = Literal["agreed", "conflicting", "single", "related"]
DifferenceType = Literal["conflict", "update", "rounding", "different_scope", "different_event"]


Tier = Literal["told", "possible"]


class Span(NamedTuple):
    """Where a quote stands: `text[start:end]`, in code points of the raw text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Article:
    """One document with its metadata.

    Attributes:
        id: Unique in a collection; given by the record, or the first 16 hex digits of a SHA-256 of its content.
        title: Headline from metadata; None where the record has none (cleaning may still find one in the text).
        text: The raw text, never normalised: all offsets point into it.
        source: The outlet that published it.
        url: Where it was published.
        date: Publication date as the record states it.
        language: Language code as the record states it.
        author: Byline as the record states it.
        updated: Time of the last update as the record states it.
        extra: Every field of the record that is none of the above, as it came.
        origins: For each field above that is set, where it comes from: `field:NAME` (the record's own name
            for it) or `html`.
        source_file: The file it was read from, "" if it was made in Python.
        line: Line of the record in that file, from 1; 0 where lines mean nothing.
    """

    id: str
    text: str
    title: str | None = None
    source: str | None = None
    url: str | None = None
    date: str | None = None
    language: str | None = None
    author: str | None = None
    updated: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
    origins: Mapping[str, str] = field(default_factory=dict)
    source_file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Reject:
    """A record that could not be read: where it stands, why, and its bytes."""

    source_file: str
    line: int
    reason: str
    raw: bytes


@dataclass(frozen=True, slots=True)
class Found:
    """A value read off a page: dates are ISO 8601 at the precision stated.

    Attributes:
        value: The normalised value.
        span: Where the text states it; None where it comes from metadata.
        origin: `text`, `html` or `field:NAME`.
    """

    value: str
    span: Span | None
    origin: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A block of the raw text that is not body, and the reason."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Place:
    """A span in a named article."""

    article: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Repeat:
    """A passage that stands in two or more places, in one article or across several.

    Attributes:
        passage_id: Hash of the passage's normalised text.
        kind: `within_article`, `boilerplate` (common to one source), `quotation` or `agency_text`.
        text: The passage, as its first place spells it.
        sources: The outlets it stands in, sorted.
        places: Every place, sorted.
    """

    passage_id: str
    kind: str
    text: str
    sources: tuple[str, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Cleaned:
    """An article with its body found: nothing is deleted, body and left_out point into `article.text`.

    Attributes:
        article: The article as read.
        body: The article's own paragraphs, in order, disjoint; a passage that stands twice is in it once.
        body_text: The body spans joined by newlines; a line broken in mid-sentence is joined by a space.
        left_out: What is not body, with the reason of each block.
        title: Headline.
        published: Time of publication, ISO 8601.
        updated: Time of the last update, ISO 8601.
        dateline: Place named at the head of the body.
        credit: The agency that wrote it.
        author: Byline.
        language: ISO 639-1 code.
        repeats: Passages that stand more than once in this article.
    """

    article: Article
    body: tuple[Span, ...]
    body_text: str
    left_out: tuple[LeftOut, ...]
    title: Found | None = None
    published: Found | None = None
    updated: Found | None = None
    dateline: Found | None = None
    credit: Found | None = None
    author: Found | None = None
    language: Found | None = None
    repeats: tuple[Repeat, ...] = ()

    def __repr__(self) -> str:
        stated = [f"{name} {found.value[:60]!r}" for name, found in self._stated()]
        shown = f"Cleaned({self.article.id!r}" if self.article.id else "Cleaned("
        sizes = f"{len(self.body_text)} of {len(self.article.text)} characters, {len(self.left_out)} blocks left out"
        return f"{shown}{', ' if self.article.id else ''}{', '.join([sizes, *stated])})"

    def _repr_html_(self) -> str:
        from dedup.notebook import line, more, output, short, table

        stated = [
            (name, short(found.value), found.origin if found.span is None else f"{found.span.start}-{found.span.end}")
            for name, found in self._stated()
        ]
        text = self.article.text
        body = [(short(text[start:end], 300), f"{start}-{end}") for start, end in self.body[:20]]
        reasons: dict[str, list[LeftOut]] = {}
        for block in self.left_out:
            reasons.setdefault(block.reason, []).append(block)
        left_out = [
            (reason.replace("_", " "), str(len(blocks)), short(text[blocks[0].start : blocks[0].end], 120))
            for reason, blocks in sorted(reasons.items(), key=lambda item: -len(item[1]))
        ]
        return output(
            line(f"{len(self.body_text):,} of {len(text):,} characters are body", strong=True),
            table(("stated", "value", "where"), stated),
            table(("body", "characters"), body),
            more(len(self.body), len(body), ".body"),
            table(("left out", "blocks", "the first of them"), left_out, numbers=(1,)),
        )

    def _stated(self) -> list[tuple[str, Found]]:
        names = ("title", "published", "updated", "dateline", "credit", "author", "language")
        return [(name, found) for name in names if (found := getattr(self, name)) is not None]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two articles that exact comparison has confirmed; `id_a < id_b`.

    Attributes:
        id_a, id_b: Ids, which are strings; from `find_duplicates` positions, or the caller's own keys.
        relation: Of a to b.
        jaccard: Of the shingle sets, 0 to 1.
        containment_a: Share of a's shingles that stand in b.
        containment_b: Share of b's shingles that stand in a.
        facts_a, facts_b: Of a template, the names and numbers that only one of the two has.
        source_file_a, line_a, record_a: Where a was read: file, line, and place among the file's records, from 1.
        source_file_b, line_b, record_b: The same of b.
    """

    id_a: Hashable
    id_b: Hashable
    relation: PairRelation
    jaccard: float
    containment_a: float
    containment_b: float
    facts_a: tuple[str, ...] | None = None
    facts_b: tuple[str, ...] | None = None
    source_file_a: str | None = None
    line_a: int | None = None
    record_a: int | None = None
    source_file_b: str | None = None
    line_b: int | None = None
    record_b: int | None = None


@dataclass(frozen=True, slots=True)
class Removal:
    """An article that is dropped, the article that stays for it, and the evidence.

    Attributes:
        relation: Of the removed article to the kept one.
        containment: Share of the removed article's shingles that stand in the kept one.
        containment_of_kept: The other way round.
        unique_share: Share of the removed article's shingles and title words that stand nowhere in the kept one.
        rule: What decided between the two: `prefer`, `earliest`, `newest`, `longest`, or `content` where all of these
            are equal; `contained` where the keep order is for the removed one, but the other holds all of it; `corpus`.
    """

    id: str
    kept_id: str
    relation: PairRelation
    jaccard: float
    containment: float
    containment_of_kept: float
    unique_share: float
    rule: str
    cluster_id: str
    source_file: str
    line: int
    record: int
    kept_source_file: str | None
    kept_line: int | None
    kept_record: int | None


@dataclass(frozen=True, slots=True)
class Cluster:
    """Articles tied by confirmed pairs; `cluster_id` is the smallest member id.

    `places` says where each member was read: `id, source_file, line, record`.
    """

    cluster_id: str
    representative: str
    members: tuple[str, ...]
    sources: tuple[str, ...]
    first_seen: str | None
    places: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class PassageMatch:
    """A passage that two texts share: `text_a[a_start:a_end]` and `text_b[b_start:b_end]`.

    Attributes:
        similarity: 0 to 1; 1 for the same words.
        kind: `verbatim`, `edited` or `reworded`.
    """

    a_start: int
    a_end: int
    b_start: int
    b_end: int
    similarity: float
    kind: Literal["verbatim", "edited", "reworded"]


@dataclass(frozen=True, slots=True)
class Fact:
    """A quantity, date, name, quote, negation or modality in a claim, with its span in the raw text.

    Attributes:
        kind: `quantity`, `date`, `name`, `role`, `quote`, `negation` or `modality`.
        value: Normalised: a decimal number, an ISO 8601 date or interval, a name as last spelled out.
        unit: Of a quantity: `USD`, `percent`, `person` …, or the counted noun; of a date: its precision.
        qualifier: `at least`, `about` …, normalised; or None.
        of: Of a date: `saying` for the day somebody said it, else `event`; of a quantity: what became of those
            counted (`killed`, `injured` …) or what is measured (`price`, `profit` …), where the sentence tells.
    """

    kind: str
    value: str
    unit: str | None
    qualifier: str | None
    start: int
    end: int
    of: str | None = None


@dataclass(frozen=True, slots=True)
class Predicate:
    """Who did what to whom in one clause.

    Attributes:
        verb: Stem of the verb that names the act; `be` where a state is given.
        negated: Whether the act is denied.
        modality: `possible`, `planned`, `expected`, `conditional`, `obliged`, `alleged`, `attempted`, `unlikely`; None
            where it is stated as a fact.
        actor: Who does it, pronouns resolved; None where the clause doesn't tell or nobody is certain.
        object: To whom or what it is done; of a state, the state.
        place: Where, as the clause names it.
        time: ISO 8601 value of the day of the event.
        passive: Whether the clause is passive; actor and object are those of the act all the same.
        start, end: Span of the verb with its helpers in the raw text.
    """

    verb: str
    negated: bool
    modality: str | None
    actor: str | None
    object: str | None
    place: str | None
    time: str | None
    passive: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence or clause that asserts something, with its facts.

    Attributes:
        article: Id of the article.
        start, end: Span in the raw text.
        text: The claim for reading: line breaks within it are spaces, one to one, so it is as long as its span.
        speaker: Who says it, or None where the outlet itself does.
        facts: In order of their spans.
        sentence: The sentence it stands in, equal to its own span where it is the whole; None where unknown.
        predicates: Who did what to whom, in order of the verbs.
    """

    article: str
    start: int
    end: int
    text: str
    speaker: str | None
    facts: tuple[Fact, ...]
    sentence: Span | None = None
    predicates: tuple[Predicate, ...] = ()

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self.article, self.start, self.end)


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between two aligned claims: the two readings and what the difference means."""

    kind: DifferenceKind
    a: str
    b: str
    type: DifferenceType


@dataclass(frozen=True, slots=True)
class Relation:
    """How two sentences relate: calibrated probability that both make the same claim."""

    probability: float
    relation: ClaimRelation
    differences: tuple[Difference, ...]

    def _repr_html_(self) -> str:
        from dedup.notebook import line, output, short, table

        rows = [(d.kind, short(d.a), short(d.b), d.type.replace("_", " ")) for d in self.differences]
        return output(
            line(f"{self.relation} (probability that both make the same claim: {self.probability:.2f})", strong=True),
            table(("differs", "a", "b", "meaning"), rows),
        )


@dataclass(frozen=True, slots=True)
class Alignment:
    """Two spans in different articles that make the same claim, or related ones.

    Attributes:
        a, b: The spans; a's article has the smaller id.
        relation: `related` where the two tell of the same act by another event; then `reason` says which.
        score: Calibrated probability that both make the same claim.
        differences: What differs, typed.
        tier: `told` from the probability on that the report vouches for; `possible` below it, which counts for nothing.
        reason: What tells two related claims apart, as "seventh round, 2023 / sixth round, 2021"; else None.
    """

    a: Place
    b: Place
    relation: ClaimRelation
    score: float
    differences: tuple[Difference, ...]
    tier: Tier = "told"
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """What one article has of a claim; where the state is not `present`, the rest is None or empty.

    Attributes:
        article: Id of the article.
        state: `absent` only where the article's text is whole.
        start, end: Span of its claim in the raw text.
        quote: The claim for reading.
        relation: To the row's head, the claim that names it (None for that one itself); `related` does not count as
            having it.
        speaker: Who says it there.
        facts: Its facts.
    """

    article: str
    state: CellState
    start: int | None = None
    end: int | None = None
    quote: str | None = None
    relation: ClaimRelation | None = None
    speaker: str | None = None
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One claim over all articles of a story.

    Attributes:
        claim_id: 16 hex digits over the head's place and text.
        story: Id of the story.
        text: The claim as its head words it: the cell with the highest summed score.
        status: `conflicting` if any two cells conflict, `agreed` if two independent texts have it, `related` if only
            claims of other events stand beside it, else `single`.
        outlets: How many outlets have it, related cells not counted.
        witnesses: How many independent texts have it.
        cells: By publication time of the articles, then by id.
    """

    claim_id: str
    story: str | None
    text: str
    status: ClaimStatus
    outlets: int
    witnesses: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Copy:
    """Text of one article that another took over.

    Attributes:
        source: Id of the article the text comes from (`from` in JSON).
        target: Id of the article that has it (`to` in JSON).
        containment: Share of the target's words that stand in the source.
        evidence: What speaks for the direction, in words.
        certain: False where only the clock speaks; then the direction is unknown.
    """

    source: str
    target: str
    containment: float
    evidence: tuple[str, ...]
    certain: bool
