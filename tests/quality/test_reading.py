"""HTML pages: what reading returns as raw text, before any cleaning."""

import re
from collections import Counter

import pytest

pytestmark = pytest.mark.quality


def _texts(path):
    from pyarrow import parquet

    from dedup.reading.html import parse

    for row in parquet.read_table(path).to_pylist():
        batch = parse(row["id"], row["html"].encode()).batch
        yield row, batch.column("text")[0].as_py() if batch else ""


def test_segments_of_trafilatura_pages(shared_data, floors):
    counts = Counter()
    for row, text in _texts(shared_data / "pages" / "trafilatura_250.parquet"):
        plain = " ".join(text.split())
        counts.update(("must", " ".join(segment.split()) in plain) for segment in row["must"])
        counts.update(("must_not", " ".join(segment.split()) in plain) for segment in row["must_not"])
    found, wrong = counts["must", True], counts["must_not", True]
    precision, recall = found / (found + wrong), found / (found + counts["must", False])
    assert 2 * precision * recall / (precision + recall) >= floors["reading"]["trafilatura_segments"]


def test_bag_of_words_of_dragnet_pages(shared_data, floors):
    scores = []
    for row, text in _texts(shared_data / "pages" / "dragnet_100.parquet"):
        gold, got = (Counter(re.findall(r"\w+", t)) for t in (row["text"], text))
        common = (gold & got).total()
        scores.append(2 * common / max(1, gold.total() + got.total()))
    assert sum(scores) / len(scores) >= floors["reading"]["dragnet_words"]
