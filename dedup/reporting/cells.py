"""What each article has of a claim: state, quote with the differing words marked, speaker, place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from dedup.reporting.marks import Runs, excerpt, mark
from dedup.reporting.words import same_words

# Sign and word for each state of a cell. Signs differ in shape, so that nothing hangs on colour alone.
STATES = {
    "head": ("●", "in these words"),
    "same": ("●", "same words"),
    "paraphrase": ("◐", "in other words"),
    "partial": ("◔", "in part"),
    "conflict": ("≠", "conflict"),
    "related": ("↔", "another event"),
    "possible": ("○", "possibly the same"),
    "absent": ("–", "absent"),
    "not_extracted": ("?", "unknown: not read in full"),
    "truncated": ("?", "unknown: the text is cut off"),
}
SILENT = ("absent", "not_extracted", "truncated")
SPOKEN = ("head", "same", "paraphrase", "partial", "conflict")


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article with its short key (`a1` …, in order of time), its name, and the label that tells it from all others.

    `outlet` is the source, or the id where the page names none: articles without a source are not one outlet.
    """

    key: str
    id: str
    name: str
    label: str
    outlet: str
    credit: str | None
    title: str
    date: str | None
    witness: str
    complete: bool
    body: tuple[tuple[int, int], ...]
    url: str | None
    why_not_whole: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one article has of a claim.

    Attributes:
        state: A key of `STATES`.
        label: The state in words; of a related claim with the reason.
        quote: Runs of (text, mark): `differs` for words that another cell of the row has otherwise, `shared` for words
            that the claim's wording has, too, else "".
        verbatim: Whether it has the words by which the claim is listed.
    """

    article: ArticleView
    state: str
    sign: str
    label: str
    start: int
    end: int
    quote: Runs
    speaker: str | None
    facts: tuple[Mapping[str, Any], ...]
    verbatim: bool

    @property
    def text(self) -> str:
        """The quote without marks."""
        return "".join(text for text, _ in self.quote)

    @property
    def brief(self) -> Runs:
        """The part of the quote that a list shows: around the words that differ, else around those shared."""
        return excerpt(self.quote)

    @property
    def spoken(self) -> bool:
        """Whether the article makes the claim (a related claim is another one)."""
        return self.state in SPOKEN

    @property
    def anchor(self) -> str:
        """Id of the place in the annotated article."""
        return f"{self.article.key}-{self.start}"


Place = tuple[str, int, int]


def differences_by_place(data: Mapping[str, Any]) -> dict[Place, list[tuple[Place, Mapping[str, Any], bool]]]:
    """Map each aligned place to (the other place, difference, whether ours is side `a`).

    A difference to a claim of another event says so: it is marked there, not in the claim itself.
    """
    found: dict[Place, list[tuple[Place, Mapping[str, Any], bool]]] = defaultdict(list)
    told = (a for a in data.get("alignments", ()) if a.get("tier") != "possible")
    others = (
        {**r, "differences": [d | {"other_event": True} for d in r.get("differences") or ()]}
        for r in data.get("related", ())
    )
    for alignment in (*told, *others):
        a, b = place_of(alignment["a"]), place_of(alignment["b"])
        for difference in alignment.get("differences") or ():
            found[a].append((b, difference, True))
            found[b].append((a, difference, False))
    return found


def place_of(place: Mapping[str, Any]) -> Place:
    """Return an aligned place as (article, start, end)."""
    return str(place["article"]), int(place["start"]), int(place["end"])


Differences = Mapping[Place, list[tuple[Place, Mapping[str, Any], bool]]]


def spoken_cell(
    raw: Mapping[str, Any],
    article: ArticleView,
    head: Mapping[str, Any] | None,
    differences: Differences,
    in_row: Set[Place],
    reason: str | None = None,
) -> Cell:
    """Build the cell of an article that has the claim, or may have it, with the telling words marked.

    Args:
        raw: The cell as in the data.
        article: Its article.
        head: The cell by whose wording the claim is listed.
        differences: See `differences_by_place`.
        in_row: Places of all cells of the row.
        reason: Of a related claim, why it is of another event.
    """
    state = "head" if raw is head else str(raw.get("relation") or "same")
    quote = str(raw.get("quote") or "")
    wording = str(head.get("quote") or "") if head else ""
    verbatim = head is not None and same_words(quote, wording)
    if verbatim and state in ("paraphrase", "partial"):
        state = "same"
    sign, label = STATES.get(state, ("?", state.replace("_", " ")))
    if state == "same":
        label = "same words" if verbatim else "the same claim"
    elif state == "related" and reason:
        label = f"{label}: {reason}"
    facts = tuple(raw.get("facts") or ())
    place = place_of(raw)
    sides = [
        (d, str(d["a"] if is_a else d["b"]))
        for other, d, is_a in differences.get(place, ())
        if other in in_row and other[0] != article.id and tells(d) and (state == "related" or not d.get("other_event"))
    ]
    runs = mark(quote, _differing(quote, place[1], facts, sides), "" if raw is head else wording)
    return Cell(article, state, sign, label, place[1], place[2], runs, raw.get("speaker") or None, facts, verbatim)


def silent_cell(article: ArticleView, state: str) -> Cell:
    """Build the cell of an article without the claim: absent, or not known to be."""
    sign, label = STATES.get(state, ("?", state.replace("_", " ")))
    return Cell(article, state, sign, label, -1, -1, (), None, (), False)


_FACT_OF = {"number": "quantity"}


def find_fact(
    quote: str, start: int, facts: Iterable[Mapping[str, Any]], kind: str, reading: str
) -> Mapping[str, Any] | None:
    """Return the fact of a quote that a difference's reading means, by its words or its value; or None."""
    if not reading:
        return None
    wanted = _FACT_OF.get(kind, kind)
    same_kind = [f for f in facts if f.get("kind") == wanted]
    for fact in same_kind:
        if fact.get("start") is not None and quote[int(fact["start"]) - start : int(fact["end"]) - start] == reading:
            return fact
    return next((f for f in same_kind if str(f.get("value")) in (reading, _number(reading))), None)


_WORDING = ("negation", "modality")


def tells(difference: Mapping[str, Any]) -> bool:
    """Whether a difference is worth a reader's time.

    That one side says less is none, nor that one text reports a plan and another what came of it, unless they conflict.
    """
    if difference.get("type") == "conflict":
        return True
    return bool(difference.get("a") and difference.get("b")) and difference.get("kind") not in _WORDING


def _number(reading: str) -> str:
    return reading.replace(",", "").replace("\u202f", "").strip()


def _differing(
    quote: str, start: int, facts: Sequence[Mapping[str, Any]], sides: Iterable[tuple[Mapping[str, Any], str]]
) -> list[tuple[int, int]]:
    """Return where in the quote the words stand that differ."""
    spans = []
    for difference, reading in sides:
        fact = find_fact(quote, start, facts, str(difference.get("kind")), reading)
        if fact is not None and fact.get("start") is not None:
            spans.append((int(fact["start"]) - start, int(fact["end"]) - start))
        elif reading and (at := quote.casefold().find(reading.casefold())) >= 0:
            spans.append((at, at + len(reading)))
    return spans


# The cell of a witness is the one of its articles that says most; a copy may have kept what the head dropped.
_RANK = {state: rank for rank, state in enumerate(("head", "conflict", "same", "paraphrase", "partial", "related"))}


def standing_for(articles: Iterable[ArticleView], cells: Mapping[str, Cell]) -> Cell | None:
    """Return the cell that stands for a witness, None where none of its articles has one."""
    own = [cells[a.id] for a in articles if a.id in cells]
    return says_most(own) if own else None


def says_most(cells: Sequence[Cell]) -> Cell:
    """Return the cell that says most; of equals, the one with the shortest quote."""
    return cells[0] if len(cells) == 1 else min(cells, key=lambda c: (_RANK.get(c.state, 9), len(c.text)))
