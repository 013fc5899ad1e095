"""What the reading processes do: scoring, comparing, looking up. Each answer is of one state of the corpus."""

from __future__ import annotations

from typing import Any

import orjson
import pyarrow as pa

from dedup.articles import Article
from dedup.corpus.corpus import Corpus
from dedup.jobs.score import score_batch
from dedup.reading.values import take_articles
from dedup.server.frames import Parts
from dedup.server.records import answer_records, read_lines
from dedup.server.warming import warm_up
from dedup.settings import Settings

_LISTED = ("id", "title", "source", "url", "date", "language")
_NOT_KNOWN = {"status": 404, "detail": "the corpus has no such article"}


class ReadingTasks:
    """The tasks of a process that reads."""

    def __init__(self, path: str, settings: Settings) -> None:
        self.corpus = Corpus(path, settings, mode="r")
        self.settings = self.corpus.settings
        warm_up(self.settings)

    def answer(self, task: str, values: dict[str, Any], body: bytes) -> Parts:
        """Answer one of the methods below."""
        if task == "score":
            return answer_records(body, self.settings, self._score)
        from dedup.server import page_tasks

        own = getattr(self, f"_{task}", None)
        answer = own(body=body, **values) if own else getattr(page_tasks, task)(self, body=body, **values)
        return [({}, answer) if isinstance(answer, bytes) else (answer, b"")]

    def patience(self) -> float | None:
        """Nothing is left to do between two requests."""
        return None

    def rest(self) -> None:
        """Nothing is left to do."""

    def close(self) -> None:
        """Close the corpus."""
        self.corpus.close()

    def _score(self, batch: pa.RecordBatch) -> list[bytes]:
        return [orjson.dumps(score.to_dict()) for score in score_batch(batch, self.corpus)]

    def _article(self, body: bytes, id: str) -> bytes | dict[str, Any]:
        article = self.corpus.get(id)
        if article is None:
            return _NOT_KNOWN
        names = (*_LISTED, "author", "updated", "text", "extra")
        return orjson.dumps({name: getattr(article, name) for name in names}, default=str)

    def _articles(self, body: bytes, query: str, before: int | None, limit: int) -> bytes:
        listed, following = self.corpus.browse(query, before, limit)
        return orjson.dumps({"articles": [summary(article) for article in listed], "before": following})

    def _cluster(self, body: bytes, id: str) -> bytes | dict[str, Any]:
        cluster = self.corpus.cluster(id)
        return _NOT_KNOWN if cluster is None else orjson.dumps(cluster)

    def _clusters(self, body: bytes, before: int | None, limit: int) -> bytes:
        clusters, following = self.corpus.clusters(before, limit)
        return orjson.dumps({"clusters": clusters, "before": following})

    def _compare(self, body: bytes, ids: list[str], split: bool, output_format: str) -> bytes | dict[str, Any]:
        """Compare the articles of some lines and some known ones."""
        from dedup.jobs.compare import compare
        from dedup.jobs.compare_output import render

        articles: list[Article] = []
        if body:
            batch, rejects = read_lines(body, self.settings)
            if rejects:
                line, reason = min(rejects.items())
                return {"status": 422, "detail": f"articles[{line - 1}]: {reason}"}
            articles += take_articles([] if batch is None else batch_articles(batch), self.settings)
        for name in ids:
            article = self.corpus.get(name)
            if article is None:
                return {"status": 404, "detail": f"ids: the corpus has no article {name!r}"}
            articles.append(article)
        comparison = compare(articles, self.settings, split=split)
        return render(comparison, output_format, self.settings).encode()


def batch_articles(batch: pa.RecordBatch) -> list[Article]:
    """Return the articles of a batch under ids of their own."""
    from dedup.batches import articles_from_batch, fill_missing_ids
    from dedup.server.records import without_place

    return list(articles_from_batch(fill_missing_ids(without_place(batch))))


def summary(article: Article) -> dict[str, Any]:
    """Return what a listing says of an article, as `dedup corpus list --format jsonl`."""
    return {name: getattr(article, name) for name in _LISTED} | {"characters": len(article.text)}
