"""The Python functions of reading, cleaning and the dedup pass; re-exported by `dedup`.

They take what `reading.values` takes, and any setting as a keyword.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, overload

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.articles import Article, Cleaned, Cluster, Pair, Place, Removal, Repeat
from dedup.batches import FIELDS, article_schema, articles_from_batch, fill_missing_ids
from dedup.cleaning.article import clean_article
from dedup.engines.local import LocalEngine
from dedup.errors import UsageError
from dedup.jobs.progress import Progress
from dedup.jobs.results import RunResult
from dedup.jobs.run.counts import count_outcome
from dedup.jobs.run.decision import decide_anew
from dedup.jobs.run.invariants import check_outcome
from dedup.jobs.run.outcome import Outcome
from dedup.jobs.run.run import decide
from dedup.jobs.run.tables import RunTables
from dedup.reading.reader import read
from dedup.reading.values import Given, take, take_one
from dedup.settings import Settings, chosen_settings
from dedup.writing.tables import rounded, table_schema

if TYPE_CHECKING:
    from dedup.jobs.spark.frames import SparkResult

__all__ = ["clean", "find_duplicates", "read", "run"]


def clean(article: Any, settings: Settings | None = None, **choices: Any) -> Cleaned:  # noqa: ANN401 - what users have
    """Find an article's body, what surrounds it, and what its page states.

    Args:
        article: A raw text, an `Article`, a dict with the field names that the readers know, a row of a pandas frame,
            or the `Path` of a file that holds one article.
        settings: `clean=False` takes the whole text as body.
        **choices: Single settings, over those of `settings`.

    Returns:
        The article with its body; spans point into the raw text.

    Raises:
        InputError: It is no article.
    """
    chosen = chosen_settings(settings, choices)
    return clean_article(take_one(article, chosen), keep_all=not chosen.clean)


@overload
def run(
    articles: Any,  # noqa: ANN401
    settings: Settings | None = None,
    *,
    engine: Literal["local"] = "local",
    **choices: Any,  # noqa: ANN401
) -> RunResult: ...


@overload
def run(
    articles: Any,  # noqa: ANN401
    settings: Settings | None = None,
    *,
    engine: Literal["spark"],
    **choices: Any,  # noqa: ANN401
) -> SparkResult: ...


def run(
    articles: Any,
    settings: Settings | None = None,
    *,
    engine: Literal["local", "spark"] = "local",
    **choices: Any,
) -> RunResult | SparkResult:
    """Decide which articles to keep.

    Args:
        articles: Texts, dicts, `Article`s or `Path`s in any iterable; a dict of them by id; a pandas or polars frame,
            an Arrow table, a Hugging Face data set; or the path of a file or folder. Strings in a list are texts. Those
            without an id get one, clashing ids are told apart. With `engine="spark"` a frame of Spark's, or paths.
        settings: Thresholds and choices.
        engine: `local`, or `spark` for the session that runs; its result gives frames back.
        **choices: Single settings, over those of `settings`, as `threshold=0.6`.

    Returns:
        What stays, what goes and the evidence; the same for any order of the articles but for the order of `kept`.

    Raises:
        InputError: Something can't be taken as an article; the message names row and field.
        SettingsError: A setting is unknown or out of range.
    """
    chosen = chosen_settings(settings, choices)
    if engine == "spark":
        from dedup.jobs.spark.frames import run_frame

        return run_frame(articles, chosen)
    if engine != "local":
        raise UsageError(f"engine {engine!r}: there are local and spark")
    return _run(take(articles, chosen), chosen)


def find_duplicates(
    texts: Any,  # noqa: ANN401
    threshold: float = 0.5,
    settings: Settings | None = None,
    **choices: Any,  # noqa: ANN401
) -> list[Pair]:
    """Find the pairs of texts whose shingle sets have at least a given Jaccard.

    Whole texts are compared, without cleaning. Equal texts are tied to one of them, not each to each: n copies make
    n - 1 pairs.

    Args:
        texts: Texts, or anything else that `run` takes.
        threshold: Jaccard, 0 < t ≤ 1.
        settings: Anything else; its threshold and cleaning are overridden.
        **choices: Single settings, over those of `settings`.

    Returns:
        Pairs in the order of the texts. `id_a` and `id_b` are the texts' positions, or, of a Series, frame or dict,
        their labels or keys.

    Raises:
        InputError: Something can't be taken as a text; the message names its position.
        SettingsError: The threshold is out of range.
    """
    chosen = chosen_settings(settings, choices).with_(threshold=threshold, clean=False)
    given = take(texts, chosen, what="texts")
    found = _run(Given(_numbered(given.batches)), chosen, list_all=True)
    keys = given.keys() if given.keys else range(found.counts["read"])
    return [
        Pair(keys[int(str(pair.id_a))], keys[int(str(pair.id_b))], pair.relation, pair.jaccard, pair.containment_a,
             pair.containment_b, pair.facts_a, pair.facts_b)
        for pair in found.pairs
        if pair.relation in ("identical", "near_duplicate", "template") and pair.jaccard >= threshold
    ]  # fmt: skip


# Digits of a position as an id: ids then sort as the positions do.
_DIGITS = 12


def _numbered(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Give the rows their positions as ids."""
    start = 0
    for batch in batches:
        ids = pa.array([f"{start + i:0{_DIGITS}}" for i in range(batch.num_rows)], pa.large_string())
        start += batch.num_rows
        place = batch.schema.get_field_index("id")
        yield batch.set_column(place, batch.schema.field(place), ids)


def _run(given: Given, settings: Settings, *, list_all: bool = False) -> RunResult:
    with LocalEngine(settings) as engine:
        outcome = decide(given.batches, fill_missing_ids, settings, engine, Progress(), list_all=list_all)
        return _result(_Search(outcome, settings, given.select), outcome, settings, engine)


@dataclass(frozen=True, slots=True)
class _Search:
    """What a pass searched and found, for deciding again.

    Its articles are files that the engine has deleted but that stay mapped: reading them again takes no memory.

    Attributes:
        outcome: What it found.
        settings: What it searched with.
        select: See `Given`.
    """

    outcome: Outcome
    settings: Settings
    select: Callable[[NDArray[np.bool_]], Any] | None

    def decide(self, threshold: float) -> RunResult:
        """Decide with another threshold; see `RunResult.rethreshold`."""
        settings = self.settings.with_(threshold=threshold)
        again = f"run again with threshold={threshold:g}"
        if threshold < self.settings.threshold:
            raise UsageError(
                f"the search went down to threshold {self.settings.threshold:g}, what lies below was not looked for: "
                f"{again}"
            )
        if any(cut.buckets or cut.entries for cut in self.outcome.matches.caps.values()):
            raise UsageError(f"there were too many pairs to list them all, and the result needs all: {again}")
        outcome = decide_anew(self.outcome, settings)
        with LocalEngine(settings) as engine:
            return _result(self, outcome, settings, engine)

    def __reduce__(self) -> tuple[Any, ...]:
        """Leave a copy or pickle of a result without it: it holds what no other process has."""
        return type(None), ()


def _result(search: _Search, outcome: Outcome, settings: Settings, engine: LocalEngine) -> RunResult:
    tables = RunTables(outcome, settings)
    check_outcome(outcome, tables, settings, engine)
    mask = np.zeros(outcome.collection.articles.rows, np.bool_)
    mask[tables.kept_rows] = True
    kept = _kept_table(outcome, tables.kept_rows)
    chosen = search.select(mask) if search.select is not None else None
    if chosen is None or (isinstance(chosen, list | tuple) and all(isinstance(one, Article) for one in chosen)):
        # articles come back under the ids that the tables give them
        articles = (article for batch in kept.to_batches() for article in articles_from_batch(batch))
        chosen = tuple(articles) if isinstance(chosen, tuple) else list(articles)
    made = {name: getattr(tables, name)() for name in ("removed", "pairs", "clusters", "repeats")}
    rows = {name: table.to_pylist() for name, table in made.items()}
    return RunResult(
        kept=chosen,
        mask=mask,
        removed=tuple(Removal(**row) for row in rows["removed"]),
        pairs=tuple(_pair(row) for row in rows["pairs"]),
        clusters=tuple(_cluster(row) for row in rows["clusters"]),
        repeats=tuple(_repeat(row) for row in rows["repeats"]),
        counts=count_outcome(outcome, tables, settings),
        tables={"kept": kept.select(list(FIELDS))}
        | {name: rounded(name, table).cast(table_schema(name)) for name, table in made.items()},
        search=search,
    )


def _kept_table(outcome: Outcome, rows: NDArray[np.int64]) -> pa.Table:
    """Return the articles that stay, under their final ids."""
    if not len(rows):
        return article_schema().empty_table()
    table = outcome.collection.articles.take(rows, article_schema().names)
    ids = pa.array(list(outcome.collection.ids.of(rows)), pa.large_string())
    place = table.schema.get_field_index("id")
    return table.set_column(place, table.schema.field(place), ids)


def _pair(row: dict[str, Any]) -> Pair:
    facts = {name: None if row[name] is None else tuple(row[name]) for name in ("facts_a", "facts_b")}
    return Pair(**row | facts)


def _cluster(row: dict[str, Any]) -> Cluster:
    return Cluster(**row | {name: tuple(row[name]) for name in ("members", "sources", "places")})


def _repeat(row: dict[str, Any]) -> Repeat:
    places = tuple(Place(place["id"], place["start"], place["end"]) for place in row["places"])
    return Repeat(**row | {"sources": tuple(row["sources"]), "places": places})
