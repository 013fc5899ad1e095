"""The labelled claims as piles: sentences, candidate pairs with their features, and what the annotators said.

Used by `train_claims.py` and `test_claims.py`. The texts stay where they are; only numbers leave this file.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from dedup.alignment.align import (
    ClaimSource,
    claim_pairs,
    columns_of,
    conflicts,
    judge_pair,
    with_conflicts,
    worth_judging,
)  # fmt: skip
from dedup.alignment.align import sentences as sentences_of
from dedup.alignment.candidates import candidates
from dedup.alignment.collection import Collection
from dedup.alignment.context import Grid
from dedup.alignment.events import read_report
from dedup.alignment.kinds import JUDGED
from dedup.alignment.wording import read
from dedup.articles import Alignment, Place
from dedup.facts.claims import extract


@dataclass(frozen=True)
class Story:
    """One labelled story.

    `label` is 1 where all annotators marked the pair, -1 where one of two did, 0 where none did; `relation` is theirs
    where they agree, else "mixed"; `missed` are the relations of marked pairs that are no candidates, `unproposed` the
    same by the numbers of their sentences, "" where one annotator marked them. `places` are the article's number in
    `articles` and the span of each sentence.
    """

    name: str
    collection: Collection
    grid: Grid
    columns: dict
    label: np.ndarray
    relation: np.ndarray
    missed: tuple[str, ...]
    unproposed: dict[tuple[int, int], str]
    articles: tuple[dict, ...]
    places: tuple[tuple[int, int, int], ...]


def load(data: Path) -> list[Story]:
    """Return the forty stories: ten marked by two annotators, thirty by one."""
    table = pq.read_table(data / "stories" / "giveme5w1h.parquet", columns=["id", "text", "date"]).to_pydict()
    known = {i: (text, date) for i, text, date in zip(*table.values(), strict=True)}
    stories = []
    for record in _records(data / "claims" / "claims_dev.jsonl"):
        for article in record["articles"]:
            article["text"], article["date"] = known[article["id"]]
        marked = [(p["a"], p["b"], (p["relation_1"], p["relation_2"])) for p in record["pairs"]]
        stories.append(_story(record, marked))
    for record in _records(data / "claims" / "claims_more.jsonl"):
        marked = [(p["a"], p["b"], (p["relation"], p["relation"])) for p in record["pairs"]]
        stories.append(_story(record, marked))
    return stories


def _records(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _story(record: dict, marked: list[tuple[dict, dict, tuple[str | None, str | None]]]) -> Story:
    articles = sorted(record["articles"], key=lambda a: a["id"])
    for article in articles:
        article["date"] = None if article["date"] == "None" else article["date"]
    collection = Collection([[read(a["text"][s:e]) for s, e in a["sentences"]] for a in articles])
    places = [(i, start, end) for i, a in enumerate(articles) for start, end in a["sentences"]]
    number = {(articles[i]["id"], start, end): n for n, (i, start, end) in enumerate(places)}
    judged = {
        tuple(sorted(number[p["article"], p["start"], p["end"]] for p in (a, b))): said for a, b, said in marked
    }
    grid = candidates(collection)
    label, relation = [], []
    for ends in zip(grid.left.tolist(), grid.right.tolist(), strict=True):
        one, two = judged.pop(ends, (None, None))
        label.append(1 if one and two else -1 if one or two else 0)
        relation.append(one if one == two and one else "mixed" if one or two else "")
    unproposed = {
        ends: (one if one == two else "mixed") if one and two else "" for ends, (one, two) in judged.items()
    }  # fmt: skip
    missed = tuple(relation for relation in unproposed.values() if relation)
    return Story(
        record["story"], collection, grid, columns_of(collection, grid), np.array(label), np.array(relation), missed,
        unproposed, tuple(articles), tuple(places),
    )  # fmt: skip


def judged(story: Story, scores: np.ndarray) -> list[tuple[Alignment, int, str]]:
    """Judge the candidates of a story as `align` does, with other scores; with each what the annotators said."""
    sources, sentences = [], {}
    for article in story.articles:
        text, date = article["text"], article["date"]
        claims = extract(article["id"], text, [tuple(s) for s in article["sentences"]], date, None, "en")
        sources.append(ClaimSource(article["id"], tuple(claims), published=date))
        for sentence in sentences_of(sources[-1]):
            sentences[article["id"], sentence.span.start] = sentence
    flat = [sentences.get((story.articles[i]["id"], start)) for i, start, _ in story.places]
    reports = {s.id: read_report(s.claims, s.published) for s in sources}
    kept: dict[int, list[Alignment]] = {}
    brief = np.array([reports[story.articles[i]["id"]].brief for i, *_ in story.places])
    for n in worth_judging(story.grid, scores, brief).tolist():
        left, right = flat[story.grid.left[n]], flat[story.grid.right[n]]
        if left is None or right is None or story.label[n] < 0:
            continue
        features = {name: float(story.columns[name][n]) for name in JUDGED}
        pairs = claim_pairs(left.claims, right.claims)
        said = [judge_pair(a, b, reports, float(scores[n]), features) for a, b in pairs]
        kept[n] = [a for a in said if a is not None]
    told = conflicts(flat, story.grid, scores, story.collection, reports)
    ends_of = zip(story.grid.left.tolist(), story.grid.right.tolist(), strict=True)
    candidate = {ends: n for n, ends in enumerate(ends_of)}
    number = {Place(c.article, c.start, c.end): i for i, s in enumerate(flat) if s is not None for c in s.claims}
    others = []
    for alignment in told:
        ends = number[alignment.a], number[alignment.b]
        n = candidate.get(ends)
        if n is not None and story.label[n] >= 0:
            kept[n] = with_conflicts(kept.get(n, []), [alignment])
        elif n is None and (relation := story.unproposed.get(ends, "none")):
            others.append((alignment, int(relation != "none"), relation))
    # one sentence pair is one decision: its gravest
    return [
        (min(kept[n], key=_gravity), int(story.label[n]), str(story.relation[n])) for n in sorted(kept) if kept[n]
    ] + others


def _gravity(alignment: Alignment) -> tuple[bool, bool, bool]:
    return alignment.relation == "related", alignment.tier != "told", alignment.relation != "conflict"
