"""The Python faces of reading, cleaning and the dedup pass; re-exported by `dedup`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.articles import Article, Cleaned, Cluster, Pair, Place, Removal, Repeat
from dedup.batches import article_schema, articles_from_batch, batch_from_articles, fill_missing_ids
from dedup.cleaning.article import clean_article
from dedup.engines.local import LocalEngine
from dedup.jobs.progress import Progress
from dedup.jobs.results import RunResult
from dedup.jobs.run.counts import count_outcome
from dedup.jobs.run.outcome import Outcome
from dedup.jobs.run.run import decide
from dedup.jobs.run.tables import RunTables
from dedup.reading.reader import read
from dedup.settings import Settings

__all__ = ["clean", "find_duplicates", "read", "run"]

# Articles per batch; some 12 MB of news.
_BATCH = 4096


def clean(text_or_article: str | Article, settings: Settings | None = None) -> Cleaned:
    """Find an article's body, what surrounds it, and what its page states.

    Args:
        text_or_article: A raw text, or an article with its metadata.
        settings: `clean=False` takes the whole text as body.

    Returns:
        The article with its body; spans point into the raw text.
    """
    article = text_or_article if isinstance(text_or_article, Article) else Article(id="", text=text_or_article)
    return clean_article(article, keep_all=settings is not None and not settings.clean)


def run(articles: Iterable[Article], settings: Settings | None = None) -> RunResult:
    """Decide which articles to keep.

    Args:
        articles: Any number of them; those without an id get one, clashing ids are told apart.
        settings: Thresholds and choices.

    Returns:
        What stays, what goes and the evidence; the same for any order of the articles but for the order of `kept`.
    """
    settings = settings or Settings()
    with LocalEngine(settings) as engine:
        outcome = decide(_batches(articles), fill_missing_ids, settings, engine, Progress())
        tables = RunTables(outcome, settings)
        return RunResult(
            kept=tuple(_articles_at(outcome, tables.kept_rows)),
            removed=tuple(Removal(**row) for row in tables.removed().to_pylist()),
            pairs=tuple(Pair(**row) for row in tables.pairs().to_pylist()),
            clusters=tuple(_cluster(row) for row in tables.clusters().to_pylist()),
            repeats=tuple(_repeat(row) for row in tables.repeats().to_pylist()),
            counts=count_outcome(outcome, tables),
        )


def find_duplicates(texts: Sequence[str], threshold: float = 0.5, settings: Settings | None = None) -> list[Pair]:
    """Find the pairs of texts whose shingle sets have at least a given Jaccard.

    Whole texts are compared, without cleaning. Equal texts are tied to one of them, not each to each: n copies make
    n - 1 pairs.

    Args:
        texts: Any number of texts.
        threshold: Jaccard, 0 < t ≤ 1.
        settings: Anything else; its threshold and cleaning are overridden.

    Returns:
        Pairs by id; a text's id is its index, with leading zeros so that ids sort as the texts stand.

    Raises:
        SettingsError: The threshold is out of range.
    """
    chosen = (settings or Settings()).with_(threshold=threshold, clean=False)
    width = len(str(max(len(texts) - 1, 0)))
    articles = (Article(id=f"{i:0{width}}", text=text) for i, text in enumerate(texts))
    found = run(articles, chosen)
    return [pair for pair in found.pairs if pair.relation in ("identical", "near_duplicate")]


def _batches(articles: Iterable[Article]) -> Iterator[pa.RecordBatch]:
    remaining = iter(articles)
    while rows := list(islice(remaining, _BATCH)):
        yield batch_from_articles(rows)


def _cluster(row: dict[str, Any]) -> Cluster:
    return Cluster(**row | {name: tuple(row[name]) for name in ("members", "sources")})


def _repeat(row: dict[str, Any]) -> Repeat:
    places = tuple(Place(place["id"], place["start"], place["end"]) for place in row["places"])
    return Repeat(**row | {"sources": tuple(row["sources"]), "places": places})


def _articles_at(outcome: Outcome, rows: NDArray[np.int64]) -> Iterator[Article]:
    if not len(rows):
        return
    table = outcome.collection.articles.take(rows, article_schema().names)
    found = (article for batch in table.to_batches() for article in articles_from_batch(batch))
    for article, name in zip(found, outcome.collection.ids.of(rows), strict=True):
        yield article if article.id == name else replace(article, id=name)
