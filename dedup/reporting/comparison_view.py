"""The comparison as a reader sees it: articles, witnesses as columns, claims as ordered rows of cells.

Built from the dict of `compare --format json`; the terminal, Markdown and HTML writers all print this one view.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from dedup.reporting.cells import (
    SILENT,
    STATES,
    ArticleView,
    Cell,
    Differences,
    Place,
    differences_by_place,
    place_of,
    says_most,
    silent_cell,
    spoken_cell,
    standing_for,
)
from dedup.reporting.marks import mark
from dedup.reporting.words import as_listed, counted, day, moment, shorten

# The status of a claim in words: in a count ("3 of another event"), and by itself.
STATUS_WORDS = {
    "conflicting": "conflicting",
    "agreed": "agreed",
    "related": "of another event",
    "single": "in one text only",
}
STATUS_LABELS = STATUS_WORDS | {"related": "another event", "single": "one text"}
STATUSES = tuple(STATUS_WORDS)


@dataclass(frozen=True, slots=True)
class Column:
    """A witness: its earliest article and the copies folded under it."""

    key: str
    letter: str
    head: ArticleView
    copies: tuple[ArticleView, ...]

    @property
    def articles(self) -> tuple[ArticleView, ...]:
        """Head and copies."""
        return (self.head, *self.copies)

    @property
    def why_not_whole(self) -> str:
        """Why the head's text is not whole, in words; "" where it is."""
        return self.head.why_not_whole


@dataclass(frozen=True, slots=True)
class Row:
    """A claim.

    Attributes:
        key: Its id on the page.
        spans: Every place that makes the claim or a related one, in order of time; an article may have several.
        cells: By article id, in order of time, the one that says most.
        by_witness: By key of the column, the one that stands for the witness.
        differences: Two of the spans, and what differs between them.
        possible: Cells of other witnesses that may make the claim but count for nothing.
    """

    key: str
    claim_id: str
    story: str
    text: str
    status: str
    outlets: int
    witnesses: int
    prominence: float
    spans: tuple[Cell, ...]
    cells: Mapping[str, Cell]
    by_witness: Mapping[str, Cell]
    differences: tuple[tuple[Cell, Cell, Mapping[str, Any]], ...]
    possible: tuple[Cell, ...] = ()

    @property
    def wording(self) -> str:
        """The words by which the claim is listed."""
        return as_listed(self.text)

    @property
    def earliest(self) -> Cell | None:
        """The first published of two or more dated cells that make the claim, unless another has the same date."""
        dated = [(when, c) for c in self.spans if c.spoken and (when := moment(c.article.date)) is not None]
        if len({c.article.id for _, c in dated}) < 2:
            return None
        first = min(when for when, _ in dated)
        at_once = [c for when, c in dated if when == first]
        return at_once[0] if len({c.article.id for c in at_once}) == 1 else None

    def verbatim(self, columns: Iterable[Column]) -> list[Cell]:
        """Return the cells that have the wording itself and name the same speaker, the head first."""
        said = [c for column in columns if (c := self.by_witness.get(column.key)) and c.verbatim]
        head = next((c for c in said if c.state == "head"), None)
        if head is None:
            return []
        return [head, *(c for c in said if c.state == "same" and c.speaker in (head.speaker, None))]

    @property
    def first_date(self) -> str:
        """The earliest date of a text that makes the claim, as stated; "" where none has one."""
        dates = [c.article.date for c in self.spans if c.spoken and moment(c.article.date) is not None]
        return str(min(dates, key=lambda date: moment(date) or 0.0)) if dates else ""

    @property
    def speaking(self) -> tuple[str, ...]:
        """Keys of the witnesses that make the claim."""
        return tuple(key for key, cell in self.by_witness.items() if cell.spoken)

    def silent(self, columns: Iterable[Column]) -> tuple[list[str], list[str]]:
        """Return the names of the witnesses that lack the claim, and of those where that can't be known."""
        cells = [(c.head.label, self.by_witness.get(c.key)) for c in columns]
        absent = [name for name, cell in cells if cell is not None and cell.state == "absent"]
        unknown = [name for name, cell in cells if cell is not None and cell.state in SILENT[1:]]
        return absent, unknown


@dataclass(frozen=True, slots=True)
class Comparison:
    """The whole view.

    Attributes:
        rows: In reading order.
        stories: Labels of the stories, where there are several.
        apart: Ids of articles in another language than most: their claims are not aligned with the others'.
    """

    articles: tuple[ArticleView, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    stories: Mapping[str, str]
    outlets: int
    status_counts: Mapping[str, int]
    warnings: tuple[str, ...]
    copies: tuple[Mapping[str, Any], ...]
    by_id: Mapping[str, ArticleView] = field(repr=False)
    apart: frozenset[str] = frozenset()

    @property
    def headline(self) -> str:
        """What the report is about: the headline of the first witness that has one, or the number of articles."""
        titled = [a.title for c in self.columns for a in c.articles if a.title]
        return titled[0] if titled else counted(len(self.articles), "article")

    @property
    def verdict(self) -> str:
        """The first line of every report: articles, outlets, independent texts."""
        return ", ".join(
            [
                counted(len(self.articles), "article"),
                counted(self.outlets, "outlet"),
                counted(len(self.columns), "independent text"),
            ]
        )


def comparison_view(data: Mapping[str, Any]) -> Comparison:
    """Build the view.

    Args:
        data: The dict of `compare --format json`: `articles, stories, claims, alignments, related, copies`.
    """
    articles = _article_views(data.get("articles", ()), _why_not_whole(data))
    by_id = {a.id: a for a in articles}
    apart = _apart(data)
    columns = _columns(articles, data.get("claims", ()))
    differences = differences_by_place(data)
    silent = {(a.id, state): silent_cell(a, state) for a in articles for state in SILENT}
    reasons = _reasons(data)
    rows = [
        _row(number, claim, columns, by_id, differences, silent, reasons)
        for number, claim in enumerate(data.get("claims", ()), 1)
    ]
    rows = _with_possible(rows, data)
    rows.sort(key=lambda r: (r.status != "conflicting", r.status == "single", -r.witnesses, r.prominence, r.claim_id))
    counts = {status: sum(r.status == status for r in rows) for status in STATUSES}
    stories = {
        str(s.get("story", s.get("id", n))): str(s.get("title") or "") for n, s in enumerate(data.get("stories", ()))
    }
    return Comparison(
        articles=articles,
        columns=columns,
        rows=tuple(rows),
        stories=stories,
        outlets=len({a.outlet for a in articles}),
        status_counts=counts,
        warnings=_warnings(articles, apart, data.get("notes", ())),
        apart=apart,
        copies=tuple(_named_copy(c, by_id) for c in data.get("copies", ()) if c["from"] in by_id and c["to"] in by_id),
        by_id=by_id,
    )


def _why_not_whole(data: Mapping[str, Any]) -> dict[str, str]:
    """Return, for each article whose silence means nothing, why."""
    words = {"truncated": "the text is cut off", "not_extracted": "the text was not read in full"}
    found = {}
    for claim in data.get("claims", ()):
        found.update({str(c["article"]): words[c["state"]] for c in claim.get("cells", ()) if c.get("state") in words})
    return found


def _article_views(rows: Sequence[Mapping[str, Any]], why: Mapping[str, str]) -> tuple[ArticleView, ...]:
    ordered = sorted(rows, key=_time_order)
    outlets = [str(r.get("source") or r["id"]) for r in ordered]
    used: Counter[str] = Counter()
    views = []
    for number, (row, outlet) in enumerate(zip(ordered, outlets, strict=True), 1):
        date = row.get("date")
        name = _name(row)
        label = f"{name}, {day(date, time=False)}" if outlets.count(outlet) > 1 and date else name
        used[label] += 1
        label = label if used[label] == 1 else f"{label} ({used[label]})"
        views.append(
            ArticleView(
                key=f"a{number}",
                id=str(row["id"]),
                name=name,
                label=label,
                outlet=outlet,
                credit=row.get("credit") or None,
                title=row.get("title") or "",
                date=date,
                witness=str(row.get("witness", row["id"])),
                complete=bool(row.get("complete", True)),
                body=tuple((int(s), int(e)) for s, e in row.get("body") or ()),
                url=row.get("url"),
                why_not_whole="" if row.get("complete", True) else why.get(str(row["id"]), "the text is not whole"),
            )
        )
    return tuple(views)


def _time_order(row: Mapping[str, Any]) -> tuple[bool, float, str]:
    when = moment(row.get("date"))
    return when is None, when or 0.0, str(row["id"])


def _name(row: Mapping[str, Any]) -> str:
    """Return what an article goes by: its source, or where the page names none its file, headline or id."""
    if row.get("source"):
        return str(row["source"])
    if row.get("file"):
        return str(row["file"]).rsplit(".", 1)[0]
    return f"“{shorten(row['title'], 38)}”" if row.get("title") else str(row["id"])


def _columns(articles: Sequence[ArticleView], claims: Iterable[Mapping[str, Any]]) -> tuple[Column, ...]:
    """Return the witnesses, those that share most claims with others first, then in order of time."""
    members: dict[str, list[ArticleView]] = defaultdict(list)
    for article in articles:
        members[article.witness].append(article)
    witness = {a.id: a.witness for a in articles}
    shared: Counter[str] = Counter()
    for claim in claims:
        if claim.get("status") != "single":
            present = {str(c["article"]) for c in claim.get("cells", ()) if c.get("state") == "present"}
            shared.update({witness[a] for a in present if a in witness})
    groups = sorted(members.items(), key=lambda item: -shared[item[0]])
    return tuple(
        Column(key=f"w{number}", letter=_letter(number), head=group[0], copies=tuple(group[1:]))
        for number, (_, group) in enumerate(groups)
    )


def _letter(number: int) -> str:
    """Return A … Z, AA … for 0 …."""
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def _row(
    number: int,
    claim: Mapping[str, Any],
    columns: Sequence[Column],
    by_id: Mapping[str, ArticleView],
    differences: Differences,
    silent: Mapping[tuple[str, str], Cell],
    reasons: Mapping[tuple[Place, Place], str],
) -> Row:
    in_time = {ident: number for number, ident in enumerate(by_id)}
    raw_cells = sorted(
        (c for c in claim.get("cells", ()) if str(c["article"]) in by_id),
        key=lambda c: (in_time[str(c["article"])], c.get("start") or 0),
    )
    present = [c for c in raw_cells if c.get("state") == "present" and c.get("start") is not None]
    head = next((c for c in present if not c.get("relation")), present[0] if present else None)
    places = [place_of(c) for c in present]
    in_row = set(places)
    spans = tuple(
        spoken_cell(
            c, by_id[str(c["article"])], head, differences, in_row,
            next((reasons[place, other] for other in places if (place, other) in reasons), None),
        )
        for c, place in zip(present, places, strict=True)
    )  # fmt: skip
    at = dict(zip(places, spans, strict=True))
    pairs = tuple(
        (at[place], at[other], difference)
        for place in at
        for other, difference, is_a in differences.get(place, ())
        if is_a and other in at
    )
    cells = _best_by_article(raw_cells, spans, silent)
    return Row(
        key=_key(number, claim),
        claim_id=str(claim.get("claim_id", number)),
        story=str(claim.get("story", "")),
        text=str(claim.get("text", "")),
        status=str(claim.get("status", "single")),
        outlets=_count(claim.get("outlets"), {c.article.outlet for c in spans}),
        witnesses=_count(claim.get("witnesses"), {c.article.witness for c in spans}),
        prominence=min((c.start / max(1, _length(c.article)) for c in spans), default=1.0),
        spans=spans,
        cells=cells,
        by_witness={c.key: cell for c in columns if (cell := standing_for(c.articles, cells)) is not None},
        differences=pairs,
    )


def _reasons(data: Mapping[str, Any]) -> dict[tuple[Place, Place], str]:
    """Return why two places are of different events, for either order of the two."""
    found = {}
    for related in data.get("related", ()):
        a, b, reason = place_of(related["a"]), place_of(related["b"]), related.get("reason")
        if reason:
            found[a, b] = found[b, a] = str(reason)
    return found


def _with_possible(rows: Sequence[Row], data: Mapping[str, Any]) -> list[Row]:
    """Add to each row the cells of other rows that it is possibly aligned with, one for each witness not in it."""
    at: dict[Place, tuple[Row, Cell]] = {}
    for row in rows:
        at.update({(c.article.id, c.start, c.end): (row, c) for c in row.spans if c.spoken})
    found: dict[str, dict[str, tuple[float, Cell, str]]] = defaultdict(dict)
    for alignment in data.get("alignments", ()):
        if alignment.get("tier") != "possible":
            continue
        places = place_of(alignment["a"]), place_of(alignment["b"])
        for here, there in (places, places[::-1]):
            if here not in at or there not in at or at[here][0] is at[there][0]:
                continue
            row, cell = at[here][0], at[there][1]
            score, witness = float(alignment.get("score", 0)), cell.article.witness
            if witness in {c.article.witness for c in row.spans if c.spoken}:
                continue
            if score > found[row.key].get(witness, (0.0,))[0]:
                found[row.key][witness] = (score, cell, row.text)
    return [
        replace(row, possible=tuple(_possibly(c, wording) for _, c, wording in found[row.key].values()))
        if row.key in found
        else row
        for row in rows
    ]


def _possibly(cell: Cell, wording: str) -> Cell:
    sign, label = STATES["possible"]
    runs = mark(cell.text, (), wording)
    return replace(cell, state="possible", sign=sign, label=label, quote=runs, verbatim=False)


def _key(number: int, claim: Mapping[str, Any]) -> str:
    """Return the id of a row on the page: of the claim, so that a link to it holds over new runs."""
    name = str(claim.get("claim_id", ""))
    return f"c-{name}" if re.fullmatch(r"[\w-]{1,64}", name, re.ASCII) else f"c{number}"


def _best_by_article(
    raw_cells: Iterable[Mapping[str, Any]], spans: Iterable[Cell], silent: Mapping[tuple[str, str], Cell]
) -> dict[str, Cell]:
    cells = {}
    for raw in raw_cells:
        ident = str(raw["article"])
        cells[ident] = silent.get((ident, str(raw.get("state")))) or silent[ident, "not_extracted"]
    for span in spans:
        cells[span.article.id] = says_most((cells[span.article.id], span))
    return cells


def _count(given: object, counted_here: Iterable[str]) -> int:
    if isinstance(given, int):
        return given
    return len(given) if isinstance(given, list | tuple) else len(set(counted_here))


def _length(article: ArticleView) -> int:
    return article.body[-1][1] if article.body else 1


def _apart(data: Mapping[str, Any]) -> frozenset[str]:
    languages = {str(row["id"]): row["language"] for row in data.get("articles", ()) if row.get("language")}
    common = Counter(languages.values()).most_common(1)
    return frozenset(name for name, language in languages.items() if language != common[0][0])


def _warnings(articles: Sequence[ArticleView], apart: frozenset[str], notes: Iterable[str] = ()) -> tuple[str, ...]:
    cut = [f"{a.label} ({a.why_not_whole})" for a in articles if not a.complete]
    undated = [a.label for a in articles if not a.date]
    foreign = [a.label for a in articles if a.id in apart]
    lines = list(notes)
    if cut:
        lines.append(f"nothing follows from the silence of {counted(len(cut), 'text')}: {_listed(cut)}")
    if foreign:
        lines.append(f"claims are aligned within one language, which leaves apart {_listed(foreign)}")
    if undated:
        lines.append(f"no date in {_listed(undated)}: left out of time lines, and no update is judged from it")
    return tuple(lines)


def _named_copy(copy: Mapping[str, Any], by_id: Mapping[str, ArticleView]) -> Mapping[str, Any]:
    """Name both articles in the evidence as everywhere else, not by their ids."""
    evidence = [str(e) for e in copy.get("evidence") or ()]
    for ident in (copy["from"], copy["to"]):
        label = by_id[ident].label.replace("\\", r"\\")
        evidence = [re.sub(rf"(?<![\w-]){re.escape(ident)}(?![\w-])", label, e) for e in evidence]
    return {**copy, "evidence": evidence}


def _listed(names: Sequence[str], limit: int = 6) -> str:
    shown = ", ".join(shorten(name, 60) for name in names[:limit])
    return shown if len(names) <= limit else f"{shown} and {len(names) - limit} more"
