"""The corpus on real newswire: every article finds itself, `score` what `run` finds, neighbours tell one story."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dedup.articles import Article
from dedup.batches import batch_from_articles
from dedup.cleaning.boilerplate import BoilerplateCounts
from dedup.corpus import neighbours
from dedup.corpus.corpus import Corpus
from dedup.jobs.api import run
from dedup.matching.verification import OVERLAP
from dedup.settings import Settings

pytestmark = pytest.mark.quality

# All 58 thousand take three minutes; these hold every odd text: the empty, the short, and some of the longest.
ARTICLES = 6000
BATCH = 500


def _articles(path, count: int) -> list[Article]:
    table = pq.read_table(path, columns=["id", "title", "text", "source"])
    lengths = pa.compute.utf8_length(table["text"]).to_numpy()
    order = np.argsort(lengths, kind="stable")
    odd = set(order[:400].tolist()) | set(order[-50:].tolist())
    rest = [row for row in range(len(table)) if row not in odd]
    rows = sorted([*odd, *rest[: count - len(odd)]])
    return [Article(**row) for row in table.take(rows).to_pylist()]


@pytest.fixture(scope="module", params=[False, True], ids=["whole", "clean"])
def known(request, shared_data, tmp_path_factory):
    settings = Settings(clean=request.param)
    articles = _articles(shared_data / "reuters" / "docs.parquet", ARTICLES if not request.param else 2000)
    with Corpus(tmp_path_factory.mktemp("reuters") / "known.corpus", settings) as corpus:
        counts = BoilerplateCounts()
        counts.add(batch_from_articles(articles))
        boilerplate = counts.table()
        corpus.add(articles, boilerplate)
        found = {}
        for start in range(0, len(articles), BATCH):
            part = articles[start : start + BATCH]
            probes = corpus.prepare(batch_from_articles(part), boilerplate)
            with corpus.reading():
                found |= {a.id: answer.related for a, answer in zip(part, corpus.look_up(probes), strict=True)}
        yield articles, settings, found


def test_every_article_finds_itself(known):
    articles, _, found = known
    strangers = [a.id for a in articles if not any(m.known.id == a.id and m.jaccard == 1.0 for m in found[a.id])]
    assert strangers == []


def test_score_finds_the_pairs_that_run_finds(known):
    articles, settings, found = known
    by_score = {frozenset((name, m.known.id)) for name, related in found.items() for m in related if m.known.id != name}
    pairs = run(articles, settings).pairs
    tied: dict[str, set[str]] = {}
    for pair in pairs:
        if pair.relation == "identical":
            group = tied.setdefault(pair.id_a, {pair.id_a}) | tied.setdefault(pair.id_b, {pair.id_b})
            tied |= dict.fromkeys(group, group)
    by_run = {frozenset((a, b)) for group in tied.values() for a in group for b in group if a != b}
    for pair in pairs:
        copies_a, copies_b = tied.get(pair.id_a, {pair.id_a}), tied.get(pair.id_b, {pair.id_b})
        by_run |= {frozenset((a, b)) for a in copies_a for b in copies_b if a != b}
    assert by_run <= by_score
    # run looks for passages where samples line up, a corpus compares all that share two: it finds some overlaps more
    close = {
        frozenset((name, m.known.id))
        for name, related in found.items() for m in related if m.known.id != name and m.relation != OVERLAP
    }  # fmt: skip
    assert close <= by_run
    assert len(by_run) > 200


def test_neighbours_tell_the_same_story(shared_data, floors, tmp_path):
    stories = pq.read_table(shared_data / "stories" / "giveme5w1h.parquet").to_pylist()
    others = pq.read_table(shared_data / "stories" / "buzzfeed_webis.parquet").to_pylist()
    told = {row["id"]: row["cluster"] for row in stories if row["text"]}
    articles = [Article(id=row["id"], text=row["text"], title=row["title"]) for row in stories if row["text"]]
    rest = [Article(id=f"other-{row['id']}", text=row["text"], title=row["title"]) for row in others if row["text"]]
    with Corpus(tmp_path / "c", Settings(clean=False)) as corpus:
        corpus.add([*articles, *rest])
        probes = corpus.prepare(batch_from_articles(articles))
        with corpus.reading():
            corpus._state.frequencies.refresh(corpus._state.store)
            # text that they share is left in: the labels count it too
            stories = corpus._state.stories
            found = stories.find(probes, stories.propose(probes), [set() for _ in articles])
    right = shown = wanted = 0
    for article, near in zip(articles, found, strict=True):
        chosen = neighbours.choose_neighbours(near, {article.id})
        shown += len(chosen)
        right += sum(told.get(one.id) == told[article.id] for one in chosen)
        wanted += min(sum(cluster == told[article.id] for cluster in told.values()) - 1, 5)
    assert right / shown >= floors["corpus"]["same_story_precision"]
    assert right / wanted >= floors["corpus"]["same_story_recall"]
