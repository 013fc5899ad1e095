"""An article named on the command line: a file, or an id in what `run` wrote or in a corpus."""

from __future__ import annotations

from pathlib import Path

from dedup.articles import Article
from dedup.errors import InputError
from dedup.reading.reader import read
from dedup.settings import Settings


def find_article(name: str, where: str | None, settings: Settings, input_format: str | None = None) -> Article:
    """Return one article.

    Args:
        name: A file with one article in it; with `where`, an id.
        where: The folder that `dedup run` wrote, or a corpus.
        settings: Field names of the user's own.
        input_format: Name of the file's format; None sniffs.

    Raises:
        InputError: There is no such article, its file is gone or holds several.
    """
    if where is None:
        return _only_article(name, settings, input_format)
    if Path(where).is_dir():
        return _from_run(name, Path(where), settings)
    from dedup.corpus.corpus import Corpus

    with Corpus(where, mode="r") as corpus:
        article = corpus.get(name)
    if article is None:
        raise InputError(f"{where}: no article {name!r} in this corpus")
    return article


def _only_article(path: str, settings: Settings, input_format: str | None) -> Article:
    articles = list(read([path], settings=settings, format=input_format))
    if not articles:
        raise InputError(f"{path}: no article could be read")
    if len(articles) > 1:
        raise InputError(f"{path}: holds {len(articles)} articles; run `dedup run` on it and name ids with --in")
    return articles[0]


def _from_run(name: str, folder: Path, settings: Settings) -> Article:
    import orjson

    table = folder / "articles.jsonl"
    if not table.is_file():
        raise InputError(f"{folder}: no articles.jsonl; is this a folder that `dedup run` wrote?")
    with table.open("rb") as lines:
        rows = (orjson.loads(line) for line in lines)
        row = next((row for row in rows if row["id"] == name), None)
    if row is None:
        raise InputError(f"{table}: no article with id {name!r}")
    if not Path(row["source_file"]).is_file():
        raise InputError(f"{row['source_file']}: gone, and with it the text of {name!r}")
    for article in read([row["source_file"]], settings=settings):
        if article.line == row["line"]:
            return article
    raise InputError(f"{row['source_file']}: line {row['line']} holds no article any more")


def articles_of_story(name: str, corpus_path: str) -> list[Article]:
    """Return the known articles of an article's story, itself first.

    Raises:
        InputError: The corpus has no such article.
    """
    from dedup.corpus.corpus import Corpus
    from dedup.jobs.score import score

    with Corpus(corpus_path, mode="r") as corpus:
        article = corpus.get(name)
        if article is None:
            raise InputError(f"{corpus_path}: no article {name!r} in this corpus")
        found = score(article, corpus)
        others = [match.id for match in found.matches] + [near.id for near in found.same_story]
        known = (corpus.get(other) for other in dict.fromkeys(others) if other != name)
        return [article, *(one for one in known if one is not None)]
