"""The labelled claims as piles: sentences, candidate pairs with their features, and what the annotators said.

Used by `train_claims.py` and `test_claims.py`. The texts stay where they are; only numbers leave this file.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from dedup.alignment.align import columns_of
from dedup.alignment.candidates import candidates
from dedup.alignment.collection import Collection
from dedup.alignment.context import Grid
from dedup.alignment.wording import read

NOT_COUNTED = "07"  # one wire text three times


@dataclass(frozen=True)
class Story:
    """One labelled story.

    `label` is 1 where both annotators marked the pair, -1 where one did, 0 where none did; `relation` is theirs where
    they agree, else "mixed"; `missed` are the relations of marked pairs that are no candidates.
    """

    name: str
    pile: Collection
    grid: Grid
    columns: dict
    label: np.ndarray
    relation: np.ndarray
    missed: tuple[str, ...]


def load(data: Path) -> list[Story]:
    """Return the stories that count."""
    table = pq.read_table(data / "stories" / "giveme5w1h.parquet", columns=["id", "text"]).to_pydict()
    texts = dict(zip(table["id"], table["text"], strict=True))
    lines = (data / "claims" / "claims_dev.jsonl").read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    return [_story(record, texts) for record in records if record["story"] != NOT_COUNTED]


def _story(record: dict, texts: dict[str, str]) -> Story:
    articles = sorted(record["articles"], key=lambda a: a["id"])
    pile = Collection([[read(texts[a["id"]][s:e]) for s, e in a["sentences"]] for a in articles])
    number = {}
    for article in articles:
        for start, end in article["sentences"]:
            number[article["id"], start, end] = len(number)
    marked = {}
    for pair in record["pairs"]:
        ends = (number[p["article"], p["start"], p["end"]] for p in (pair["a"], pair["b"]))
        marked[tuple(sorted(ends))] = (pair["relation_1"], pair["relation_2"])
    grid = candidates(pile)
    label, relation = [], []
    for ends in zip(grid.left.tolist(), grid.right.tolist(), strict=True):
        one, two = marked.pop(ends, (None, None))
        label.append(1 if one and two else -1 if one or two else 0)
        relation.append(one if one == two and one else "mixed" if one or two else "")
    missed = tuple(one if one == two else "mixed" for one, two in marked.values() if one and two)
    return Story(
        record["story"], pile, grid, columns_of(pile, grid), np.array(label), np.array(relation), missed
    )  # fmt: skip
