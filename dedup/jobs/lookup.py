"""An article named on the command line: a file, or an id in what `run` wrote or in a corpus."""

from __future__ import annotations

import os
from collections.abc import Iterator, Set
from pathlib import Path
from typing import Any

from dedup.articles import Article
from dedup.errors import InputError
from dedup.jobs.run.input import checksum
from dedup.reading.inputs import STDIN
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
    if os.path.isdir(where):
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
    row = next((row for row in run_rows(folder, "articles") if row["id"] == name), None)
    if row is None:
        raise InputError(f"{folder}: no article with id {name!r}")
    return article_of(folder, name, row["source_file"], row["record"], settings)


def article_of(folder: Path, name: str, path: str, record: int, settings: Settings) -> Article:
    """Return an article that a pass read: by its file and its place among the file's records.

    Raises:
        InputError: The file is gone, has changed, or was standard input.
    """
    if path == STDIN:
        raise InputError(f"{folder}: {name!r} came from standard input, so its text can't be read again")
    if not os.path.isfile(path):
        raise InputError(f"{path}: gone, and with it the text of {name!r}")
    # an article of that place may be another one by now
    if checksum(path)[0] != _checksums(folder).get(path):
        raise InputError(f"{path}: changed since it was read for {folder}: run again to explain what it holds now")
    for number, article in enumerate(read([path], settings=settings), 1):
        if number == record:
            return article
    raise InputError(f"{path}: holds no article {record} any more")


def run_rows(folder: Path, name: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table that `dedup run` wrote, in either format.

    Raises:
        InputError: There is no such table, or it is damaged.
    """
    import orjson

    table = folder / f"{name}.jsonl"
    if not table.is_file() and (folder / f"{name}.parquet").is_file():
        from pyarrow import parquet

        for batch in parquet.ParquetFile(folder / f"{name}.parquet").iter_batches():
            yield from batch.to_pylist()
        return
    if not table.is_file() and (folder / f"{name}.csv").is_file():
        raise InputError(f"{folder}: its tables are CSV, which can't be read back: run again with --format jsonl")
    if not table.is_file():
        raise InputError(f"{folder}: no {name}.jsonl; is this a folder that `dedup run` wrote?")
    with table.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            try:
                row = orjson.loads(line)
                known = isinstance(row["id"], str) and isinstance(row["source_file"], str)
                if not known or not isinstance(row["record"], int):
                    raise TypeError(name)
            except (orjson.JSONDecodeError, TypeError, KeyError) as error:
                raise InputError(f"{table}: line {number} is damaged: run again into another folder") from error
            yield row


def settings_of_run(folder: Path, settings: Settings, given: Set[str]) -> Settings:
    """Return settings as a pass had them, but for those that are given anew.

    Args:
        folder: Where the pass wrote.
        settings: What holds for all else.
        given: Names of settings that stay as they are.
    """
    import orjson

    try:
        used = orjson.loads((folder / "manifest.json").read_bytes())["settings"]
        names = ("threshold", "containment", "shingle_size", "num_perm", "clean", "passage_length")
        return settings.with_(**{name: used[name] for name in names if name not in given})
    except (OSError, orjson.JSONDecodeError, KeyError, TypeError) as error:
        raise InputError(f"{folder}: manifest.json is missing or damaged, so its settings are not known") from error



def _checksums(folder: Path) -> dict[str, str]:
    """Return the checksum of each input as it was read."""
    import orjson

    path = folder / "manifest.json"
    try:
        return {file["path"]: file["sha256"] for file in orjson.loads(path.read_bytes())["inputs"]}
    except (OSError, orjson.JSONDecodeError, TypeError, KeyError) as error:
        raise InputError(f"{path}: missing or damaged: run again into another folder") from error


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
