"""What a person should look at after a pass: the riskiest removals, the pairs nearest to the line, the templates.

Columns are ranked as a whole; rows are made of those alone that are shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dedup.reporting.body_difference import MAX_WORDS, BodyDifference, body_difference, numbers_only_in
from dedup.reporting.words import percent, shorten

# What a page lists of a large run; it says so, and the files beside it hold everything.
MAX_REMOVED = 200
MAX_REVIEW = 40
MAX_TEMPLATES = 20
MAX_DIFFERENCES = 40  # removals, the riskiest first, whose words are compared
MAX_REVIEWED = 20  # pairs near the line whose words are compared
MAX_FACTS = 8
NEAR = 0.1  # how far from a line a value is near it
_NUMBERS_NAMED = 6
_NAME = 90  # characters of a name made of a body's first words
_WORDS = 6  # words of a line that may be a sentence, not a form

RELATION_WORDS = {
    "identical": "identical",
    "near_duplicate": "near-duplicate",
    "contained": "contained in the one kept",
    "contains": "contains the one kept",
    "overlap": "overlaps",
    "template": "one form, other facts",
}
PAIR_WORDS = RELATION_WORDS | {
    "contained": "one stands in the other",
    "contains": "one stands in the other",
    "overlap": "overlap",
}


@dataclass(frozen=True, slots=True)
class Named:
    """An article as lists name it: by its title, else by the first words of its body; `place` is where it was read."""

    id: str
    title: str
    source: str | None
    place: str = ""


@dataclass(frozen=True, slots=True)
class PairView:
    """A pair with the names of both articles, what became of it, and where the two differ."""

    a: Named
    b: Named
    relation: str
    jaccard: float
    containment: float
    outcome: str
    difference: BodyDifference | None


@dataclass(frozen=True, slots=True)
class TemplateView:
    """A pair of one form with the facts that only one of the two has; None where they were not looked up."""

    a: Named
    b: Named
    jaccard: float
    facts_a: tuple[str, ...] | None
    facts_b: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class RemovedView:
    """A removed article, the one that stays for it, the evidence, and why a person may want to look."""

    removed: Named
    kept: Named
    relation: str
    jaccard: float
    containment: float
    unique_share: float
    reasons: tuple[str, ...]
    difference: BodyDifference | None


Texts = Callable[[Sequence[str]], Mapping[str, str]]
Names = Mapping[str, Named]


def riskiest(removed: pa.Table, settings: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the removals that are not of identical bodies, those that may lose most first, at most `MAX_REMOVED`.

    The risk is the share of its wording that the kept article lacks, more where the pair is near the line.
    """
    relation = removed.column("relation").cast(pa.string())
    unique, margin = removed.column("unique_share").to_numpy(), _margins(removed, settings)
    risk = np.where(pc.equal(relation, "identical").to_numpy(), -1.0, unique + np.maximum(NEAR - margin, 0.0))
    rows = least(-risk, MAX_REMOVED)
    rows = rows[np.argsort(-risk[rows], kind="stable")][:MAX_REMOVED]
    rows = rows[risk[rows] >= 0]
    found = removed.take(pa.array(rows)).to_pylist()
    return [
        row | {"margin": near, "risk": value} for row, near, value in zip(found, margin[rows], risk[rows], strict=True)
    ]


def _margins(removed: pa.Table, settings: Mapping[str, Any]) -> NDArray[np.float64]:
    """Return how far each removal is from the line that it had to reach."""
    relation = removed.column("relation").cast(pa.string())
    by_jaccard = removed.column("jaccard").to_numpy() - float(settings.get("threshold", 0.5))
    by_containment = removed.column("containment").to_numpy() - float(settings.get("containment", 0.9))
    near = pc.equal(relation, "near_duplicate").to_numpy()
    inside = pc.equal(relation, "contained").to_numpy()
    return np.where(near, by_jaccard, np.where(inside, by_containment, 1.0))


def removed_views(rows: Iterable[Mapping[str, Any]], names: Names, texts: Mapping[str, str]) -> tuple[RemovedView, ...]:
    """Return removals with their reasons, those whose numbers the kept article lacks before the others."""
    ranked = []
    for row in rows:
        own, kept = texts.get(row["id"], ""), texts.get(row["kept_id"], "")
        numbers = numbers_only_in(own, kept) if own and kept else ()
        ranked.append((-row["risk"] - (0.5 if numbers else 0.0), row, numbers))
    ranked.sort(key=lambda item: item[0])
    found = [
        _removed(row, numbers, names, _difference(texts, row["id"], row["kept_id"]) if n < MAX_DIFFERENCES else None)
        for n, (_, row, numbers) in enumerate(ranked)
    ]
    # shingles break where a text was cut: what loses no word after all comes behind what does
    compared = sorted(found[:MAX_DIFFERENCES], key=lambda r: r.difference is not None and not r.difference.lost)
    return (*compared, *found[MAX_DIFFERENCES:])


def _removed(
    row: Mapping[str, Any], numbers: Sequence[str], names: Names, difference: BodyDifference | None
) -> RemovedView:
    return RemovedView(
        removed=replace(names[row["id"]], place=place_of(row)),
        kept=replace(names[row["kept_id"]], place=place_of(row, "kept_")),
        relation=RELATION_WORDS.get(row["relation"], row["relation"]), jaccard=row["jaccard"],
        containment=row["containment"], unique_share=row["unique_share"],
        reasons=_reasons(row, numbers, difference), difference=difference,
    )  # fmt: skip


def _reasons(row: Mapping[str, Any], numbers: Sequence[str], difference: BodyDifference | None) -> tuple[str, ...]:
    reasons = []
    if numbers:
        more = f" and {len(numbers) - _NUMBERS_NAMED} more" if len(numbers) > _NUMBERS_NAMED else ""
        reasons.append(f"numbers that the kept one lacks: {', '.join(numbers[:_NUMBERS_NAMED])}{more}")
    if difference is not None and difference.lost:
        among = f" (among the first {MAX_WORDS:,})" if difference.partial else ""
        reasons.append(f"words of its body that differ: {difference.lost:,}{among}")
    if row["unique_share"] > 0 and (difference is None or difference.lost or difference.partial):
        reasons.append(f"{percent(row['unique_share'])} of its word sequences stand nowhere in the kept one")
    if row["margin"] < NEAR:
        near = row["relation"] == "near_duplicate"
        measure = f"Jaccard {row['jaccard']:.3f}" if near else f"{row['containment']:.3f} of it stands in the kept one"
        reasons.append(f"near the line: {measure}")
    return tuple(reasons)


def nearest(pairs: pa.Table, threshold: float) -> list[dict[str, Any]]:
    """Return the pairs whose Jaccard is nearest to the threshold, for a person to judge; templates have a list."""
    relation = pairs.column("relation").cast(pa.string())
    apart = np.abs(pairs.column("jaccard").to_numpy() - threshold)
    aside = pc.is_in(relation, pa.array(["identical", "template"])).to_numpy()
    apart = np.where(aside, np.inf, apart)
    rows = least(apart, MAX_REVIEW)
    rows = rows[np.argsort(apart[rows], kind="stable")][:MAX_REVIEW]
    return list(pairs.take(pa.array(rows[np.isfinite(apart[rows])])).to_pylist())


def pair_views(
    rows: Iterable[Mapping[str, Any]], removed: pa.Table, names: Names, texts: Mapping[str, str]
) -> tuple[PairView, ...]:
    """Return the pairs to review, each with what became of it."""
    found = list(rows)
    idents = pa.array([row[key] for row in found for key in ("id_a", "id_b")], removed.schema.field("id").type)
    gone = removed.filter(pc.is_in(removed.column("id"), idents))
    kept_for = dict(zip(gone.column("id").to_pylist(), gone.column("kept_id").to_pylist(), strict=True))
    return tuple(
        PairView(
            replace(names[row["id_a"]], place=place_of(row, after="_a")),
            replace(names[row["id_b"]], place=place_of(row, after="_b")),
            PAIR_WORDS.get(row["relation"], row["relation"]), row["jaccard"],
            max(row["containment_a"], row["containment_b"]), _outcome(row["id_a"], row["id_b"], kept_for),
            _difference(texts, row["id_a"], row["id_b"]) if number < MAX_REVIEWED else None,
        )
        for number, row in enumerate(found)
    )  # fmt: skip


def _outcome(a: str, b: str, kept_for: Mapping[str, str]) -> str:
    if kept_for.get(a) == b or kept_for.get(b) == a:
        return f"{'the first' if a in kept_for else 'the second'} was removed for the other"
    gone = [name for name, ident in (("the first", a), ("the second", b)) if ident in kept_for]
    if len(gone) == 2:
        return "both were removed for a third"
    return f"{gone[0]} was removed for a third" if gone else "both stay"


def alike_templates(pairs: pa.Table) -> tuple[list[dict[str, Any]], int]:
    """Return the templates that share most of their wording, and how many there are."""
    rows = np.flatnonzero(pc.equal(pairs.column("relation").cast(pa.string()), "template").to_numpy())
    order = np.argsort(-pairs.column("jaccard").to_numpy()[rows], kind="stable")
    return pairs.take(pa.array(rows[order][:MAX_TEMPLATES])).to_pylist(), len(rows)


def template_view(row: Mapping[str, Any], names: Names) -> TemplateView:
    """Return a template with the facts in which the two differ."""
    facts_a, facts_b = (None if row[key] is None else tuple(row[key]) for key in ("facts_a", "facts_b"))
    return TemplateView(
        replace(names[row["id_a"]], place=place_of(row, after="_a")),
        replace(names[row["id_b"]], place=place_of(row, after="_b")),
        row["jaccard"], facts_a, facts_b,
    )  # fmt: skip


def _difference(texts: Mapping[str, str], a: str, b: str) -> BodyDifference | None:
    return body_difference(texts[a], texts[b]) if texts.get(a) and texts.get(b) else None


def place_of(row: Mapping[str, Any], before: str = "", after: str = "") -> str:
    """Return where an article was read, as "feed.jsonl, line 4, record 3"; a file of one article by its name alone."""
    file, line, record = (row.get(f"{before}{name}{after}") for name in ("source_file", "line", "record"))
    if not file or ((line or 1) == 1 and (record or 1) == 1):
        return str(file or "")
    line = None if line == record else line
    return ", ".join([str(file), *(f"{word} {n}" for word, n in (("line", line), ("record", record)) if n)])


def named_articles(named: pa.Table, wanted: Iterable[str], texts: Mapping[str, str]) -> dict[str, Named]:
    """Return the names of the wanted articles: title, else first words of the body, else the id alone."""
    idents = list(dict.fromkeys(wanted))
    found = named.filter(pc.is_in(named.column("id"), pa.array(idents, named.schema.field("id").type)))
    known = {row["id"]: row for row in found.to_pylist()}
    return {
        ident: Named(
            ident, _title((known.get(ident) or {}).get("title")) or first_words(texts.get(ident, "")),
            (known.get(ident) or {}).get("source") or None,
        )
        for ident in idents
    }  # fmt: skip


# What a server or a wall says instead of a headline.
_NO_TITLE = re.compile(
    r"(?:30[12] |40[34] |50\d )?(?:moved permanently|found|not found|page not found|forbidden|access denied|error|"
    r"redirect\w*|just a moment|attention required|are you a robot|robot check|untitled|home ?page|home|index|loading|"
    r"please wait|cookies?(?: \w+)?|(?:log ?in|sign ?in|sign ?up|subscribe|register)(?: (?:to|now)\b.*)?)"
    r"(?:\s*[|:.!?…–—-].*)?",
    re.IGNORECASE,
)


def _title(title: str | None) -> str:
    return title if title and not (len(title.split()) <= _WORDS and _NO_TITLE.fullmatch(title.strip())) else ""


def first_words(body: str) -> str:
    """Return the first words of a body's first line that may be a sentence; of its first line where there is none."""
    lines = [line.strip() for line in body.split("\n") if line.strip()]
    spoken = (line for line in lines if len(line.split()) >= _WORDS or (len(line) >= 12 and not line.isascii()))
    return shorten(next(spoken, lines[0] if lines else ""), _NAME)


def least(keys: NDArray[Any], count: int) -> NDArray[np.intp]:
    """Return where the smallest keys stand, at least so many where there are; all that equal the last of them."""
    if len(keys) <= count:
        return np.arange(len(keys))
    return np.flatnonzero(keys <= np.partition(keys, count - 1)[count - 1])


def limits(manifest: Mapping[str, Any]) -> tuple[str, ...]:
    """Return in words what the limits of the search cut; removals are decided exactly whatever they cut."""
    caps = manifest.get("caps") or {}
    lines = []
    for name, words in (
        ("bands", "signature bands"),
        ("samples", "sampled shingles"),
        ("excerpts", "shingles of short texts"),
    ):
        cut = caps.get(name) or {}
        if cut.get("buckets"):
            lines.append(
                f"{cut['buckets']:,} crowded groups with the same {words}, of {cut['entries']:,} bodies in all, are not"
                " paired in full: each body with the group's first"
            )
    cut = caps.get("pairs") or {}
    if cut.get("entries"):
        lines.append(
            f"pairs.jsonl leaves out {cut['entries']:,} candidate pairs of {cut['buckets']:,} crowded articles"
        )
    return tuple(lines)
