"""Parts of the page, made where the corpus is read: what was scored, listings, an article, clusters."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dedup.articles import Article
from dedup.batches import fill_missing_ids
from dedup.cleaning.article import clean_article
from dedup.corpus.results import Verdict
from dedup.jobs.score import score_probes
from dedup.reporting.html import environment
from dedup.server.records import read_lines, without_place
from dedup.server.scored_view import scored_view

if TYPE_CHECKING:
    from jinja2 import Environment

    from dedup.server.reading_tasks import ReadingTasks

TEMPLATES = Path(__file__).parent / "templates"
_VERDICTS: dict[Verdict, tuple[str, str]] = {
    "duplicate": ("Duplicate", "a known article has the same words"),
    "near_duplicate": ("Near-duplicate", "a known article has nearly the same words"),
    "mostly_known": ("Mostly known", "most of it stands in known articles"),
    "partly_new": ("Partly new", "a part of it stands in known articles"),
    "new": ("New", "little or nothing of it stands in known articles"),
}
_HEAD = 4000  # characters in which a title is looked for
_MOST_SHOWN = 200  # members of a cluster


def page_score(tasks: ReadingTasks, body: bytes) -> bytes:
    """Return what the page shows of the articles of some lines."""
    batch, rejects = read_lines(body, tasks.settings)
    lines = body.split(b"\n")
    scored = []
    if batch is not None:
        from dedup.batches import articles_from_batch

        numbers = batch.column("line").to_pylist()
        batch = fill_missing_ids(without_place(batch))
        probes = tasks.corpus.prepare(batch)
        with tasks.corpus.reading():
            scores, answers = score_probes(probes, tasks.corpus), tasks.corpus.look_up(probes)
            current = functools.cache(tasks.corpus.get)
            for number, article, score, found in zip(numbers, articles_from_batch(batch), scores, answers, strict=True):
                record = lines[number - 1].decode("utf-8", "replace")
                scored.append(scored_view(article, record, score, found, current))
    return _render("scored.html.j2", scored=scored, rejects=rejects, verdicts=_VERDICTS)


def page_articles(tasks: ReadingTasks, body: bytes, query: str, before: int | None, limit: int) -> bytes:
    """Return a listing."""
    articles, following = tasks.corpus.browse(query, before, limit)
    return _render("articles.html.j2", articles=articles, query=query, before=before, following=following,
                   total=len(tasks.corpus))  # fmt: skip


def page_article(tasks: ReadingTasks, body: bytes, id: str) -> bytes | dict[str, Any]:
    """Return a known article with its cluster."""
    with tasks.corpus.reading():
        article = tasks.corpus.get(id)
        if article is None:
            return {"status": 404, "detail": "the corpus has no such article; it may have been removed"}
        cluster = tasks.corpus.cluster(id)
        members = _articles(tasks, [name for name in (cluster.members if cluster else ()) if name != id])
    return _render("article.html.j2", article=article, members=members)


def page_clusters(tasks: ReadingTasks, body: bytes, before: int | None, limit: int) -> bytes:
    """Return clusters of the newest articles."""
    with tasks.corpus.reading():
        clusters, following = tasks.corpus.clusters(before, limit)
        shown = [(cluster, tasks.corpus.get(cluster.representative)) for cluster in clusters]
    return _render("clusters.html.j2", clusters=shown, before=before, following=following, looked_at=limit)


def page_cluster(tasks: ReadingTasks, body: bytes, id: str) -> bytes | dict[str, Any]:
    """Return a cluster with its articles."""
    with tasks.corpus.reading():
        cluster = tasks.corpus.cluster(id)
        if cluster is None:
            return {"status": 404, "detail": "the corpus has no such article; it may have been removed"}
        members = _articles(tasks, cluster.members)
    return _render("cluster.html.j2", cluster=cluster, members=members)


def _articles(tasks: ReadingTasks, names: Any) -> list[Article]:  # noqa: ANN401 - ids
    found = (tasks.corpus.get(name) for name in list(names)[:_MOST_SHOWN])
    return [article for article in found if article is not None]


def _render(template: str, **values: object) -> bytes:
    return _templates().get_template(template).render(**values).encode("utf-8", "replace")


@functools.cache
def _templates() -> Environment:
    """Return the page's templates, whose macros may ask what an article goes by."""
    templates = environment(TEMPLATES)
    templates.globals["name_of"] = name_of
    return templates


def name_of(article: Article) -> str:
    """Return what an article goes by: its title, else the one that its text shows, else its first line, or its id."""
    return article.title or _title_in(article.text[:_HEAD]) or article.text.strip().partition("\n")[0] or article.id


@functools.lru_cache(maxsize=1024)
def _title_in(head: str) -> str | None:
    title = clean_article(Article(id="", text=head)).title
    return title.value if title is not None else None
