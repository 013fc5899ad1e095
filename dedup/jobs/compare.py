"""The comparison, read from top to bottom: clean, tell copies and witnesses, extract claims, align them, make rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from itertools import combinations
from typing import Any

import numpy as np
import pyarrow as pa

from dedup.alignment.align import ClaimSource, TextState, align, limits
from dedup.alignment.rows import claim_rows
from dedup.articles import Alignment, Article, ClaimRow, Cleaned, Copy, Pair, Span
from dedup.cleaning.article import clean_article
from dedup.clustering.direction import find_copies
from dedup.clustering.own_words import own_words
from dedup.clustering.witnesses import group_witnesses
from dedup.errors import located
from dedup.facts.claims import extract
from dedup.jobs.ids import with_own_ids
from dedup.jobs.progress import Progress
from dedup.jobs.results import Comparison, Story
from dedup.matching.comparison import compare_bodies, prepare
from dedup.matching.neighbours import StoryText
from dedup.matching.stories import split_stories
from dedup.matching.verification import RELATIONS
from dedup.reading.values import take_articles
from dedup.settings import Settings, chosen_settings

# How a text ends that a page or an interface cut off.
_CUT = re.compile(r"(?:\.\.\.|…|\[\s*\+?\s*\d+\s*(?:chars|characters)\s*\]|\[(?:…|\.\.\.)\])\s*$")
_UNPAIRED = re.compile("[\ud800-\udfff]")
_NAMES = 2  # names that hold two articles together where no claim does
_OWN_TEXT = 60  # characters: an article with fewer of its own is a quotation or a statement reprinted
_PAYWALL = re.compile(
    r"continue reading|read the full|full (?:story|article)|subscribers? only|lire la suite|続きを読む", re.IGNORECASE
)


def compare(
    articles: Any,  # noqa: ANN401 - anything a user has
    settings: Settings | None = None,
    *,
    split: bool = False,
    **choices: Any,  # noqa: ANN401
) -> Comparison:
    """Compare what articles about one story say.

    Args:
        articles: Articles about one story, or with `split` of several; anything that `run` takes.
        settings: Shingle size, thresholds, and whether to clean.
        split: Divide the articles into stories and compare each by itself.
        **choices: Single settings, over those of `settings`.

    Returns:
        Claims by article, what agrees and what conflicts, who copied whom, and how many texts are independent.

    Raises:
        InputError: Something can't be taken as an article; the message names row and field.
        SettingsError: A setting is unknown or out of range.
    """
    chosen = chosen_settings(settings, choices)
    return compare_told(take_articles(articles, chosen), chosen, Progress(), split=split)


def compare_told(articles: Iterable[Article], settings: Settings, progress: Progress, *, split: bool) -> Comparison:
    """Compare articles as `compare` does, and tell the stages."""
    given = list(with_own_ids(map(_encodable, articles)))
    with progress.stage("cleaning articles", len(given)):
        cleaned = [clean_article(a, keep_all=not settings.clean) for a in progress.each(given)]
    with progress.stage("comparing texts"):
        pairs = shared_pairs(cleaned, settings)
        copies = find_copies(cleaned, pairs)
        witnesses = group_witnesses(cleaned, own_pairs(cleaned, pairs, settings), copies)
        groups = _stories(cleaned) if split else [list(range(len(cleaned)))]
    with progress.stage("reading claims of articles", len(cleaned)):
        claimed = {c.article.id: _claim_source(c, witnesses[c.article.id]) for c in progress.each(cleaned)}
    with progress.stage("aligning claims, stories", len(groups)):
        return _compared(cleaned, claimed, witnesses, copies, progress.each(groups), split=split)


def _compared(
    cleaned: Sequence[Cleaned], claimed: Mapping[str, ClaimSource], witnesses: Mapping[str, str],
    copies: Sequence[Copy], groups: Iterable[Sequence[int]], *, split: bool,
) -> Comparison:  # fmt: skip
    notes: list[str] = []
    stories: list[Story] = []
    rows: list[ClaimRow] = []
    alignments: list[Alignment] = []
    for members in groups:
        ids = [cleaned[i].article.id for i in members]
        story = Story(id=min(ids, default=""), articles=tuple(ids))
        sources = [claimed[id_] for id_ in ids]
        found = align(sources)
        notes.extend(limits(sources))
        if not split and (apart := _unheld(sources, found)):
            notes.append(_mixed(apart))
        rows.extend(claim_rows(sources, found, story.id))
        alignments.extend(found)
        stories.append(story)
    return Comparison(
        articles=tuple(cleaned),
        states={c.article.id: text_state(c) for c in cleaned},
        witnesses=witnesses,
        stories=tuple(stories),
        claims=tuple(rows),
        alignments=tuple(a for a in alignments if a.relation != "related"),
        related=tuple(a for a in alignments if a.relation == "related"),
        copies=tuple(copies),
        notes=tuple(notes),
    )


def _unheld(sources: Sequence[ClaimSource], alignments: Sequence[Alignment]) -> list[list[str]]:
    """Return the groups of articles that neither a claim nor two names hold together, by ids; [] where it is one story.

    Claims are compared within one language only, so an article in another one is never set apart.
    """
    languages = Counter(s.language for s in sources).most_common(1)
    compared = [s for s in sources if s.claims and languages and s.language in (languages[0][0], None)]
    names = {s.id: {f.value for c in s.claims for f in c.facts if f.kind == "name"} for s in compared}
    root = {s.id: s.id for s in compared}

    def find(id_: str) -> str:
        while root[id_] != id_:
            id_ = root[id_]
        return id_

    ties = [(t.a.article, t.b.article) for t in alignments]
    ties += [(x, y) for x, y in combinations(names, 2) if len(names[x] & names[y]) >= _NAMES]
    for x, y in ties:
        if x in root and y in root:
            root[find(x)] = find(y)
    groups: dict[str, list[str]] = {}
    for id_ in root:
        groups.setdefault(find(id_), []).append(id_)
    return sorted(map(sorted, groups.values())) if len(groups) > 1 else []


def _mixed(groups: Sequence[Sequence[str]]) -> str:
    sizes = ", ".join(str(len(group)) for group in groups[:6]) + (" …" if len(groups) > 6 else "")
    return (
        f"the articles tell of {len(groups)} stories that share no claim (articles in each: {sizes}): "
        "`dedup compare --split` compares each story by itself"
    )


def shared_pairs(cleaned: Sequence[Cleaned], settings: Settings) -> list[Pair]:
    """Compare every two bodies exactly and return the pairs that share a shingle, by ids."""
    return _pairs(cleaned, [c.body for c in cleaned], settings)


def own_pairs(cleaned: Sequence[Cleaned], pairs: Sequence[Pair], settings: Settings) -> list[Pair]:
    """Compare the pairs that share text once more, by what their outlets wrote: without quotations and statements.

    Two articles that are nothing but quotation stay as they were compared.
    """
    if not pairs:
        return []
    known = {c.article.id: c for c in cleaned}
    ids = sorted({str(id_) for pair in pairs for id_ in (pair.id_a, pair.id_b)})
    own = {id_: own_words(known[id_]) for id_ in ids}
    short = {id_ for id_ in ids if sum(s.end - s.start for s in own[id_]) < _OWN_TEXT}
    again = _pairs([known[id_] for id_ in ids], [own[id_] for id_ in ids], settings)
    kept = [pair for pair in again if not {pair.id_a, pair.id_b} & short]
    return kept + [pair for pair in pairs if {pair.id_a, pair.id_b} <= short]


def _pairs(cleaned: Sequence[Cleaned], spans: Sequence[Sequence[Span]], settings: Settings) -> list[Pair]:
    texts = pa.array([c.article.text.encode("utf-8", "replace").decode() for c in cleaned], pa.large_string())
    bodies = pa.array([[edge for span in body for edge in span] for body in spans], pa.list_(pa.int32()))
    order = sorted(range(len(cleaned)), key=lambda i: cleaned[i].article.id)
    places = list(combinations(order, 2))
    if not places:
        return []
    first, second = np.array(places, np.int64).T
    found = compare_bodies(prepare(texts, bodies, settings), first, second, settings)
    verified = found.verified
    pairs = []
    for i in np.flatnonzero(found.shared).tolist():
        pairs.append(
            Pair(
                cleaned[first[i]].article.id, cleaned[second[i]].article.id, RELATIONS[verified.relation[i]],
                float(verified.jaccard[i]), float(verified.containment_first[i]),
                float(verified.containment_second[i]),
            )
        )  # fmt: skip
    return pairs


def text_state(cleaned: Cleaned) -> TextState:
    """Say whether an article's text is whole: only then does a claim that it lacks count as absent."""
    if not cleaned.body_text.strip():
        return "not_extracted"
    if _CUT.search(cleaned.body_text):
        return "truncated"
    text = cleaned.article.text
    walled = any(b.reason == "subscription" and _PAYWALL.search(text[b.start : b.end]) for b in cleaned.left_out)
    return "truncated" if walled else "whole"


def _encodable(article: Article) -> Article:
    """Return the article with U+FFFD in place of halves of surrogate pairs, which no output can hold; offsets stay."""
    texts = {f.name: getattr(article, f.name) for f in fields(article) if isinstance(getattr(article, f.name), str)}
    broken: dict[str, Any] = {n: _UNPAIRED.sub("\ufffd", text) for n, text in texts.items() if _UNPAIRED.search(text)}
    return replace(article, **broken) if broken else article


def _claim_source(cleaned: Cleaned, witness: str) -> ClaimSource:
    article = cleaned.article
    published = cleaned.published.value if cleaned.published else None
    dateline = cleaned.dateline.value if cleaned.dateline else None
    language = cleaned.language.value if cleaned.language else None
    with located(f"{article.source_file}:{article.line}" if article.source_file else f"article {article.id!r}"):
        claims = extract(article.id, article.text, cleaned.body, published, dateline, language)
    return ClaimSource(article.id, tuple(claims), article.source, published, witness, text_state(cleaned), language)


def _stories(cleaned: Sequence[Cleaned]) -> list[list[int]]:
    """Divide a collection into stories."""
    return split_stories(
        [
            StoryText(c.title.value if c.title else "", c.body_text, c.published.value[:10] if c.published else None)
            for c in cleaned
        ]
    )
