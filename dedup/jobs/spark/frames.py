"""`dedup.run(frame, engine="spark")`: a pass over a frame of a session that runs, the tables given back as frames."""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa

from dedup.batches import FIELDS
from dedup.engines.spark import Batches, SparkEngine, delete, from_bytes
from dedup.errors import InputError, UsageError
from dedup.jobs.progress import Progress
from dedup.jobs.spark.counts import count_outcome
from dedup.jobs.spark.files import find_sources
from dedup.jobs.spark.output import chosen_articles, make_tables, read, refuse_unsupported, slots_for
from dedup.jobs.spark.reading import read_frame
from dedup.jobs.spark.run import decide
from dedup.kernel.compiled import cache_folder, kernel_digest
from dedup.settings import Settings

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_KEPT = ", ".join(f"{name} string" for name in FIELDS)


class SparkResult(NamedTuple):
    """A dedup pass's decision and its evidence, as frames of the session that it ran in.

    Attributes:
        kept: The articles that stay: id, title, text, source, url, date, language, author, updated.
        tables: `removed`, `pairs`, `clusters`, `repeats`, `articles` and `rejects`, with the columns of the files that
            `dedup run` writes. Rows of a frame have no file, line or record.
        counts: The ledger: read = kept + removed + rejected.
        folder: Where the tables lie, until `delete`.
    """

    kept: DataFrame
    tables: Mapping[str, DataFrame]
    counts: Mapping[str, Any]
    folder: str

    def table(self, name: str) -> DataFrame:
        """Return one of the tables.

        Raises:
            UsageError: There is no such table.
        """
        if name == "kept":
            return self.kept
        if name not in self.tables:
            raise UsageError(f"no table {name!r}; there are kept, {', '.join(self.tables)}")
        return self.tables[name]

    def delete(self) -> None:
        """Delete the files behind the frames."""
        delete(self.kept.sparkSession, self.folder)


def run_frame(articles: Any, settings: Settings) -> SparkResult:  # noqa: ANN401 - what users have
    """Decide which articles of a frame, or of files, to keep.

    Args:
        articles: A frame of Spark's with the field names that the readers know; or one or several paths, which the
            running session reads.
        settings: Thresholds and choices; `temp` names a folder that driver and workers can write to.

    Raises:
        InputError: It is none of these, or its files can't be read here.
        UsageError: A setting asks for what Spark doesn't do here, or no folder is named for the tables.
    """
    from pyspark.sql import DataFrame

    refuse_unsupported(settings)
    paths = [articles] if isinstance(articles, str | Path) else articles
    if not isinstance(articles, DataFrame) and not (
        isinstance(paths, list | tuple) and paths and all(isinstance(one, str | Path) for one in paths)
    ):
        raise InputError(f'engine="spark": a frame of Spark\'s or paths are wanted, got {type(articles).__name__}')
    session = articles.sparkSession if isinstance(articles, DataFrame) else _running()
    folder = f"{_place(session, settings)}/dedup-{uuid.uuid4().hex}"
    sources, rejects = ([], []) if isinstance(articles, DataFrame) else find_sources(session, paths, settings, None)
    slots = slots_for(session, sum(source.file.bytes for source in sources))
    if isinstance(articles, DataFrame):
        slots = max(slots, articles.rdd.getNumPartitions())
    with SparkEngine(session, f"{folder}.work", slots, kernel_digest(), cache_folder()) as engine:
        if isinstance(articles, DataFrame):
            stored = engine.store("articles", read_frame(articles, engine.shipped, settings))
        else:
            stored = read(engine, sources, settings)
        outcome = decide(engine, stored, settings, Progress())
        if isinstance(articles, DataFrame):
            collection = _without_places(outcome.found.collection)
            outcome = outcome._replace(found=outcome.found._replace(collection=collection))
        made = make_tables(engine, outcome, stored, rejects, settings)
        gone = made.pop("evidence")
        if isinstance(articles, DataFrame):
            made["articles"] = _nameless(made["articles"])
        for name, table in (made | {"kept": _kept(engine, outcome.found.collection, gone)}).items():
            table.write.parquet(f"{folder}/{name}")
        counts = count_outcome(engine, outcome, gone, stored, rejects, settings)
    tables = {name: session.read.parquet(f"{folder}/{name}") for name in made}
    counts["clusters"] = tables["clusters"].count()
    return SparkResult(session.read.parquet(f"{folder}/kept"), tables, counts, folder)


def _running() -> SparkSession:
    from dedup.engines.spark import open_session

    return open_session(None)


def _place(session: SparkSession, settings: Settings) -> str:
    """Return a folder for the tables."""
    if settings.temp:
        return settings.temp.rstrip("/")
    if str(session.sparkContext.master).startswith("local"):
        return tempfile.gettempdir()
    raise UsageError('engine="spark" needs a folder that driver and workers can write to: give temp="..."')


def _without_places(collection: Any) -> Any:  # noqa: ANN401 - a Collection
    """Return a collection whose rows name no file, line or record: in a frame these mean nothing."""
    return collection._replace(rows=_nameless(collection.rows))


def _nameless(table: DataFrame) -> DataFrame:
    from pyspark.sql import functions as F  # noqa: N812

    kinds = {"source_file": "string", "line": "long", "record": "long"}
    return table.withColumns({name: F.lit(None).cast(kind) for name, kind in kinds.items()})


def _kept(engine: SparkEngine, collection: Any, gone: DataFrame) -> DataFrame:  # noqa: ANN401 - a Collection
    from pyspark.sql import functions as F  # noqa: N812

    kept = collection.rows.select("row", "batch", "id").join(gone.select("row"), "row", "left_anti")
    asked = kept.groupBy("batch").agg(F.collect_list(F.struct("row", "id")).alias("kept"))
    whole = collection.batches.join(asked, "batch").select("articles", "kept")
    return engine.map(partial(_fields, names=FIELDS), whole, _KEPT)


def _fields(batches: Batches, names: tuple[str, ...]) -> Batches:
    for payloads in batches:
        for payload, kept in zip(payloads.column("articles"), payloads.column("kept"), strict=True):
            batch = chosen_articles(from_bytes(payload), kept.values).select(names)
            yield pa.RecordBatch.from_arrays([column.cast(pa.string()) for column in batch.columns], names=list(names))
