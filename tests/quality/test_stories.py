"""Stories of a mixed pile: B-cubed F, one setting for both sets (Bagga & Baldwin 1998)."""

from collections import Counter

import pyarrow.parquet as pq
import pytest

from dedup.matching.neighbours import StoryText
from dedup.matching.stories import split_stories

pytestmark = pytest.mark.quality


def b_cubed(found: list[int], gold: list[str]) -> float:
    sizes, events, both = Counter(found), Counter(gold), Counter(zip(found, gold, strict=True))
    precision = sum(n * n / sizes[f] for (f, _), n in both.items()) / len(gold)
    recall = sum(n * n / events[g] for (_, g), n in both.items()) / len(gold)
    return 2 * precision * recall / (precision + recall)


@pytest.mark.parametrize("name", ["giveme5w1h", "ecbplus_topics1-35"])
def test_stories_are_found(name, shared_data, floors):
    table = pq.read_table(shared_data / "stories" / f"{name}.parquet", columns=["title", "text", "date", "cluster"])
    rows = [r for r in table.to_pylist() if r["text"]]
    stories = split_stories([StoryText(r["title"] or "", r["text"], r["date"]) for r in rows])
    found = [0] * len(rows)
    for number, story in enumerate(stories):
        for i in story:
            found[i] = number
    assert b_cubed(found, [r["cluster"] for r in rows]) >= floors["stories"][name.split("_")[0]]
